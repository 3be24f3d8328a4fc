"""Documents with their truth: where they lie, of what family each is, and at which blocks recommendations begin.

Real documents are found through `REVIEWKIT_BENCH`, a folder `bench` with `documents/` and `gold/` (its neighbour
`bench-families` is taken too where it stands beside it); invented ones lie in tests/data. What is in
tests/data/families-kept is kept for the last score and never given to the training.
"""

from __future__ import annotations

import csv
import json
import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from reviewkit.extraction.blocks import Block

ROOT = Path(__file__).parents[1]
INVENTED = ("", "publishers", "unseen", "families")  # folders of tests/data
KEPT = ROOT / "tests" / "data" / "families-kept"
ALIKE = 70  # of 100: the run of blocks that holds a recommendation is at least this like it
OPENS_ALIKE = 88  # of 100: and its first block begins like it


class Document(NamedTuple):
    """A document, its truth, its family (left out of the training together), and whether it is a real one."""

    path: Path
    entries: list[dict]
    quoted: list[dict]
    family: str
    real: bool


def real_folders() -> list[Path]:
    """Return the folders of real documents that are at hand."""
    named = os.environ.get("REVIEWKIT_BENCH", "")
    folders = [Path(part) for part in named.split(os.pathsep) if part]
    beside = [folder.parent / "bench-families" for folder in folders if folder.name == "bench"]
    return list(dict.fromkeys(folder for folder in [*folders, *beside] if (folder / "gold").is_dir()))


def family_of(name: str) -> str:
    """Return the family of a document by its name: those of one publisher or kind are one, others are their own."""
    matching = [row for row in _families() if name.startswith(row["begins_with"])]
    return max(matching, key=lambda row: len(row["begins_with"]))["family"] if matching else name.rpartition(".")[0]


@cache
def _families() -> list[dict[str, str]]:
    with (Path(__file__).parent / "families.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def documents(kept: bool = False) -> list[Document]:
    """Return every document with its truth that is at hand, sorted by name; `kept`: those kept for the last score."""
    found = list(_beside(KEPT)) if kept else [*_real(), *(each for name in INVENTED for each in _beside(_data(name)))]
    return sorted(found, key=lambda document: (not document.real, document.path.name))


def _data(name: str) -> Path:
    return ROOT / "tests" / "data" / name


def _real() -> Iterator[Document]:
    for folder in real_folders():
        quoted = json.loads((folder / "gold" / "quoted.json").read_text("utf-8"))
        truths = [json.loads(path.read_text("utf-8")) for path in sorted((folder / "gold").glob("*.json"))]
        entries = {truth["file"]: truth["recommendations"] for truth in truths if isinstance(truth, dict)}
        for path in sorted((folder / "documents").iterdir()):
            if path.suffix in (".pdf", ".html"):
                of_it = [quote for quote in quoted if quote["file"] == path.name]
                yield Document(path, entries.get(path.name, []), of_it, family_of(path.name), True)


def _beside(folder: Path) -> Iterator[Document]:
    for truth_path in sorted(folder.glob("*.json")):
        truth = json.loads(truth_path.read_text("utf-8"))
        path = next(
            (truth_path.with_suffix(end) for end in (".pdf", ".html") if truth_path.with_suffix(end).is_file()), None
        )
        if path is None or not isinstance(truth, dict) or "recommendations" not in truth:
            continue
        quoted = [quote for quote in truth.get("quoted") or [] if isinstance(quote, dict) and quote.get("first_words")]
        yield Document(path, truth["recommendations"], quoted, family_of(path.name), False)


def comparable(text: str | None) -> list[str]:
    """Return the words of a text, small, without quotes and bullets, hyphens closed up."""
    text = unicodedata.normalize("NFKC", text or "").replace("\u00ad", "")
    text = re.sub(r"(?<=[^\W\d])[-\u2010\u2011]\s*(?=[^\W\d])", "", text)
    return re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", re.sub(r"[\u2018\u2019']", "", text).lower())


class Span(NamedTuple):
    """The blocks that hold an entry of the truth: from `start` to before `end`."""

    start: int
    end: int
    kind: str
    entry: int
    is_copy: bool


def spans(document: Document, blocks: list[Block]) -> list[Span]:
    """Return where in the blocks the entries of the truth stand, with further printings; what is not found is left."""
    words = [comparable(block.text) for block in blocks]
    found = []
    for number, entry in enumerate(document.entries):
        kind = entry.get("kind") or "recommendation"
        place = _place(entry, blocks, words, entry.get("page")) or _place(entry, blocks, words, None)
        if place:
            found.append(Span(*place, kind, number, False))
        for page in filter(None, [entry.get("also_page"), *(entry.get("also_pages") or [])]):
            place = _place(entry, blocks, words, page)
            if place:
                found.append(Span(*place, kind, number, True))
    return found


def quoted_starts(document: Document, blocks: list[Block]) -> list[int]:
    """Return the blocks at which recommendations of others that are quoted begin."""
    starts = []
    for quote in document.quoted:
        opening = " ".join(comparable(quote["first_words"]))
        for index, block in enumerate(blocks):
            on_page = not quote.get("page") or block.page == quote["page"]
            beginning = " ".join(comparable(block.text))[: len(opening) + 60]
            if on_page and len(opening) > 9 and fuzz.partial_ratio(opening, beginning) >= 90:
                starts.append(index)
                break
    return starts


def _place(entry: dict, blocks: list[Block], words: list[list[str]], page: int | None) -> tuple[int, int] | None:
    """Return the run of blocks most like an entry, on its page; None where none is like it."""
    text = comparable(entry.get("text") or entry.get("first_words"))
    if not text:
        return None
    plain = " ".join(text)
    labelled = " ".join([*comparable(entry.get("label")), *comparable(entry.get("title")), *text])
    best: tuple[float, int, int] | None = None
    for start, block in enumerate(blocks):
        if (page and block.page != page) or not words[start]:
            continue
        here = " ".join(words[start])
        if " ".join(text[:5]) not in here and fuzz.partial_ratio(" ".join(text[:12]), here[:400]) < OPENS_ALIKE:
            continue
        likeness, end = _best_end(start, words, plain, labelled, len(text))
        if likeness >= ALIKE and (best is None or likeness > best[0]):
            best = (likeness, start, end)
    return best[1:] if best else None


def _best_end(start: int, words: list[list[str]], plain: str, labelled: str, length: int) -> tuple[float, int]:
    """Return how like an entry the blocks from `start` are at best, and the end of the run that is."""
    run: list[str] = []
    best = (0.0, start + 1)
    for end in range(start + 1, min(start + 60, len(words)) + 1):
        run += words[end - 1]
        joined = " ".join(run)
        likeness = max(fuzz.ratio(joined, plain), fuzz.ratio(joined, labelled))
        if likeness > best[0] + 1e-9:
            best = (likeness, end)
        if len(run) > 1.35 * length + 12:
            break
    return best
