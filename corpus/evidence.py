"""Write what the corpus holds and shows, and what that rests on, into the head of the README, between its markers.

    python corpus/evidence.py            rewrites that part of the README from the tables of the last run
    python corpus/evidence.py --check    exits 1 where it is not what the tables say

Limit: the tables are those of the last run; `reviewkit run` makes them.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from pathlib import Path

import reviewkit
from reviewkit.corpus import provenance
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import coders_sentence, gathered_sentence, load_subject
from reviewkit.measures import argument

README = Path(__file__).resolve().parents[1] / "README.md"
MARKER = "<!-- evidence -->"
WIDTH = 118  # letters of a line


def main(arguments: list[str] | None = None) -> int:
    """Return the exit code: 0 when the README is current or was rewritten, 1 when `--check` finds it stale."""
    parser = argparse.ArgumentParser(description="What the README says of the evidence.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the words are stale")
    only_check = parser.parse_args(arguments).check
    before = README.read_text(encoding="utf-8")
    after = renewed(before, reviewkit.open(Path(__file__).resolve().parent))
    if only_check:
        if before != after:
            print("README.md: what it says of the evidence is stale; run python corpus/evidence.py", file=sys.stderr)
        return int(before != after)
    README.write_text(after, encoding="utf-8", newline="\n")
    return 0


def renewed(readme: str, corpus: Corpus) -> str:
    """The README's text in, the same with the words for a corpus out; `ValueError` without two markers."""
    parts = readme.split(MARKER)
    if len(parts) != 3:
        raise ValueError(f"README.md: {MARKER} is there {len(parts) - 1} times; it needs to be there twice")
    return f"{parts[0]}{MARKER}\n{words(corpus)}\n{MARKER}{parts[2]}"


def words(corpus: Corpus) -> str:
    """What is held of a corpus, what that rests on, who the coders are, and what it shows, as Markdown."""
    said = provenance.in_full(corpus.recommendations, corpus.reviews)
    subject = load_subject(corpus.folders.corpus)
    answers = argument.argue(argument.evidence(corpus))
    paragraphs = [
        f"**{said}** {coders_sentence(subject)} {gathered_sentence(subject)}".rstrip(),
        f"**Supported.** {answers.supported}",
        f"**Not supported.** {answers.not_supported}",
        f"**Cannot be told.** {answers.cannot_be_told}",
    ]
    return "\n\n".join(
        textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False) for text in paragraphs
    )


if __name__ == "__main__":
    sys.exit(main())
