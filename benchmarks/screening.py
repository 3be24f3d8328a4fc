"""How well personal names and dates of birth are masked in invented passages, and how much else is.

    python benchmarks/screening.py [FILE.jsonl ...] [--json] [--missed]

A passage is {"text", "personal"}: the names and dates of birth that stand in it, to the letter. An entry is found where
every letter of every place of it is masked. Over-masking is the share of all other words that are masked in whole or
part. Without files the sets of `tests/data` are scored, each by an author who had not seen the screen: the first four
were looked at, one after the other, while it was made; `passages-unseen` was scored once, after that.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from reviewkit.base import paths
from reviewkit.redaction import dictionary, redact

DATA = paths.ROOT / "tests" / "data"


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How well personal names and dates of birth are masked.")
    parser.add_argument("files", nargs="*", type=Path, help="passages, one JSON object a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--missed", action="store_true", help="print what was missed and what was masked too much")
    asked = parser.parse_args(arguments)
    known = dictionary.load_dictionary(paths.folders())
    files = asked.files or sorted(DATA.glob("passages-*.jsonl"))
    found = {path.stem: score(path, known, asked.missed) for path in files}
    print(json.dumps(found) if asked.json else shown(found))
    return 0


def score(path: Path, known: dictionary.Dictionary, tell: bool = False) -> dict[str, float]:
    """A file of passages and a dictionary in; recall and over-masking out."""
    entries = hit = words = over = passages = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        text, personal = passage["text"], passage["personal"]
        masks = redact.redacted_spans(text, known)
        covered = {at for start, end in masks for at in range(start, end)}
        theirs = [_places(text, entry) for entry in personal]
        missed = [entry for entry, spans in zip(personal, theirs, strict=True) if not _all_in(spans, covered)]
        own = {at for spans in theirs for start, end in spans for at in range(start, end)}
        others = [word for word in re.finditer(r"\w+", text) if word.start() not in own]
        lost = [word.group() for word in others if any(at in covered for at in range(*word.span()))]
        passages, entries, hit = passages + 1, entries + len(personal), hit + len(personal) - len(missed)
        words, over = words + len(others), over + len(lost)
        if tell and (missed or lost):
            print(f"missed {missed}, too much {lost}: {text}", file=sys.stderr)
    return {
        "passages": passages, "entries": entries, "recall": hit / entries if entries else 1.0,
        "words": words, "over_masked": over / words if words else 0.0,
    }  # fmt: skip


def _places(text: str, entry: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(entry)}(?!\w)", text)]


def _all_in(spans: list[tuple[int, int]], covered: set[int]) -> bool:
    return bool(spans) and all(at in covered for start, end in spans for at in range(start, end))


def shown(found: dict[str, dict[str, float]]) -> str:
    """The figures as a table."""
    lines = [f"{'':20}{'passages':>10}{'entries':>10}{'recall':>10}{'words':>10}{'masked too much':>18}"]
    lines += [
        f"{name:20}{row['passages']:>10}{row['entries']:>10}{row['recall']:>10.3f}{row['words']:>10}"
        f"{row['over_masked']:>18.4f}"
        for name, row in found.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
