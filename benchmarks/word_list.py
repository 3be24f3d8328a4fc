"""Make the word list of the screen, reviewkit/data/words.tsv.gz and acronyms.txt.gz, from spaCy's word probabilities.

How often a word is written small and how often with a capital comes from the package spacy-lookups-data (a million
forms). The list is made once and shipped, so that nobody counts it again; `--write` makes it anew, and without that
option it is compared with what ships.
"""

from __future__ import annotations

import gzip
import json
import sys
from importlib import resources
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "reviewkit" / "data"
RARE = -17.5  # natural logarithm of a word's share: under it (a word in 40 million) counts say nothing
NEVER = -21.0  # rarer than anything in the table
LEAST = 0.3  # natural logarithms: under this a word is as often a name, and is left out


def word_lists() -> dict[str, bytes]:
    """Return the two files by name: words with their margin (natural logarithms, three decimals), and acronyms."""
    table = resources.files("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz"
    probability: dict[str, float] = json.loads(gzip.decompress(table.read_bytes()))
    words = [
        f"{word}\t{margin:.3f}"
        for word, share in sorted(probability.items())
        if word.islower() and share >= RARE and (margin := share - probability.get(word.capitalize(), NEVER)) >= LEAST
    ]
    acronyms = [
        word
        for word, share in sorted(probability.items())
        if word.isupper() and share >= probability.get(word.capitalize(), NEVER)
    ]
    return {"words.tsv.gz": _packed(words), "acronyms.txt.gz": _packed(acronyms)}


def _packed(lines: list[str]) -> bytes:
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


if __name__ == "__main__":
    for name, content in word_lists().items():
        if "--write" in sys.argv:
            (DATA / name).write_bytes(content)
        same = (DATA / name).read_bytes() == content
        print(f"{name:18} {len(content):>9,} bytes  {'as it ships' if same else 'not as it ships'}")
