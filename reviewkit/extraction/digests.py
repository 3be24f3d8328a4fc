"""Our own digests -> recommendations: the form that `corpus/digests/typeset.py` gives them, read back to the letter.

A digest says so in its head. Its entries are a bold label, a summary at the body's size, and two small lines: who is
asked, and where it was seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pypdfium2

from reviewkit.corpus import tables
from reviewkit.extraction.blocks import join_lines
from reviewkit.reading import documents

HEAD = "reviewkit digest:"
FOOT = "A digest in our own words"  # on a digest of one page, nothing recurs by which the foot could be known
LABEL = re.compile(  # "Recommendation 7", "Recommendation 1, part police-guidance", "Duty, no number: child-centred"
    r"(Recommendation|Commitment|Duty)(?: (\d[\d.]*)(?:, part ([a-z0-9-]+))?|, no number: ([a-z0-9-]+))"
)
SEEN = re.compile(r"Seen (?:on|in) an? (official page|secondary source):")
ASKED = "Asked of:"
CARRIED = "catalogue.json"  # typeset.py attaches it
MOST, LARGEST = 8, 100_000  # attachments, and bytes of one
SMALL = 9.0  # points: the two lines under an entry are smaller than this


def is_digest(texts: Sequence[str]) -> bool:
    """Whether the pages' texts are those of a digest of ours."""
    return bool(texts) and HEAD in texts[0][:400]


def embedded_row(path: Path, texts: Sequence[str]) -> dict[str, str]:
    """A PDF and its pages' texts in; the row of the catalogue that it carries, where it is a digest of ours, out.

    It is data from outside like any other: whoever takes it checks it.
    """
    if not is_digest(texts):
        return {}
    document = documents.open_pdf(path)
    try:
        files = [document.get_attachment(at) for at in range(min(document.count_attachments(), MOST))]
        found = next((file for file in files if file.get_name() == CARRIED), None)
        said = json.loads(bytes(found.get_data())[:LARGEST]) if found else {}
    except (pypdfium2.PdfiumError, ValueError):
        return {}
    finally:
        document.close()
    whole = isinstance(said, dict) and all(isinstance(each, str) for each in said.values())
    return {name: said[name] for name in tables.column_names("catalogue") if name in said} if whole else {}


def digest_rows(lines: pd.DataFrame, words: set[str]) -> list[dict[str, object]]:
    """The lines of a digest in, one row for each of its entries out."""
    inside = lines[lines["part"].isin(["body", "note"]) & ~lines["text"].str.startswith((HEAD, FOOT))]
    return [_row(entry, words) for entry in _entries(list(inside.itertuples(index=False)))]


def _entries(found: list) -> Iterator[list]:
    """The lines of each entry, from its label on."""
    entry: list = []
    for line in found:
        if LABEL.fullmatch(line.text) and line.bold > 0.9:
            if entry:
                yield entry
            entry = [line]
        elif entry:
            entry.append(line)
    if entry:
        yield entry


def _row(entry: list, words: set[str]) -> dict[str, object]:
    """The lines of one entry in, its row out."""
    label = entry[0].text
    summary = [line.text for line in entry[1:] if line.size >= SMALL]
    small = " ".join(line.text for line in entry[1:] if line.size < SMALL)
    asked, _, seen = small.partition("Seen ")
    found = SEEN.match(f"Seen {seen}")
    seen_in, seen_at = (found.group(1), "".join(f"Seen {seen}"[found.end() :].split())) if found else ("", "")
    return {
        "label": label,
        "title": "",
        "text": join_lines(summary, words),
        "kind": label.split()[0].strip(",").lower(),
        "reason": "our digest holds it",
        "quoted_from": "",
        "page": entry[0].page,
        "end_page": entry[-1].page,
        "also_pages": "",
        "items": "",
        "addressed_to": asked.removeprefix(ASKED).strip(),
        "seen_in": seen_in,
        "seen_at": seen_at,
    }
