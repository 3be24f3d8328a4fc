"""Read the digests written for the corpus back into recommendations, in the form of `corpus/digests/typeset.py`.

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

from reviewkit.base.types import Row
from reviewkit.corpus import tables
from reviewkit.extraction.blocks import join_lines
from reviewkit.reading import documents
from reviewkit.reading.page_text import DIGEST_MARK

DIGEST_FOOT = "A digest in our own words"  # on a digest of one page nothing recurs that would mark it as a foot
DIGEST_LABEL = re.compile(  # "Recommendation 7", "Recommendation 1, part police-guidance", "Duty, no number: records"
    r"(Recommendation|Commitment|Duty)(?: (\d[\d.]*)(?:, part ([a-z0-9-]+))?|, no number: ([a-z0-9-]+))"
)
SEEN_IN = re.compile(r"Seen (?:on|in) an? (official page|secondary source):")
ASKED_OF = "Asked of:"
ATTACHMENT = "catalogue.json"  # typeset.py attaches it
MAX_ATTACHMENTS = 8  # a digest has one; more are a fault or an attack
MAX_ATTACHMENT_BYTES = 100_000  # a row of the catalogue has about a thousand
SMALL_PRINT = 9.0  # points: the two lines under an entry are smaller than this


def is_digest(texts: Sequence[str]) -> bool:
    """Return whether the pages' texts are those of a digest written for the corpus."""
    return bool(texts) and DIGEST_MARK in texts[0][:400]


def embedded_row(path: Path, texts: Sequence[str]) -> dict[str, str]:
    """Return the row of the catalogue that a digest carries as an attachment; nothing for any other document.

    It is data from outside like any other: the caller checks it.
    """
    if not is_digest(texts):
        return {}
    document = documents.open_pdf(path)
    try:
        files = [
            document.get_attachment(number) for number in range(min(document.count_attachments(), MAX_ATTACHMENTS))
        ]
        attachment = next((file for file in files if file.get_name() == ATTACHMENT), None)
        cells = json.loads(bytes(attachment.get_data())[:MAX_ATTACHMENT_BYTES]) if attachment else {}
    except (pypdfium2.PdfiumError, ValueError):
        return {}
    finally:
        document.close()
    is_row = isinstance(cells, dict) and all(isinstance(cell, str) for cell in cells.values())
    return {name: cells[name] for name in tables.column_names("catalogue") if name in cells} if is_row else {}


def digest_rows(lines: pd.DataFrame, words: set[str]) -> list[dict[str, object]]:
    """Return one row for each entry of a digest, from its lines."""
    entry_lines = lines[
        lines["part"].isin(["body", "note"]) & ~lines["text"].str.startswith((DIGEST_MARK, DIGEST_FOOT))
    ]
    return [_entry_row(entry, words) for entry in _entries(list(entry_lines.itertuples(index=False)))]


def _entries(lines: list[Row]) -> Iterator[list[Row]]:
    """Yield the lines of each entry, from its label on."""
    entry: list[Row] = []
    for line in lines:
        if DIGEST_LABEL.fullmatch(line.text) and line.bold > 0.9:
            if entry:
                yield entry
            entry = [line]
        elif entry:
            entry.append(line)
    if entry:
        yield entry


def _entry_row(entry: list[Row], words: set[str]) -> dict[str, object]:
    """Return the row of one entry."""
    label = entry[0].text
    summary = [line.text for line in entry[1:] if line.size >= SMALL_PRINT]
    small_print = " ".join(line.text for line in entry[1:] if line.size < SMALL_PRINT)
    addressees, _, source = small_print.partition("Seen ")
    match = SEEN_IN.match(f"Seen {source}")
    seen_in, seen_at = (match.group(1), "".join(f"Seen {source}"[match.end() :].split())) if match else ("", "")
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
        "addressed_to": addressees.removeprefix(ASKED_OF).strip(),
        "seen_in": seen_in,
        "seen_at": seen_at,
    }
