"""How many recommendations are found in documents whose truth was read by eye, and how many to the word.

    python benchmarks/segmenting.py [FOLDER] [--json]
    python benchmarks/segmenting.py --left-out [--json]

FOLDER holds documents and, beside each, its truth (tests/data/publishers, if none is named). A recommendation is found
where the likeness of its words in order (difflib: 2 x words in common / words in both) is at least 0.5, and whole from
0.98; titles and labels may stand before the words. Entries of kind "either" count neither way.

The rules were tuned on tests/data/publishers: its figures show what is mended, and are no forecast. `--left-out` scores
the real documents (`REVIEWKIT_BENCH`) and those of tests/data/families, each by a model that has not seen its family;
the limits in `extraction/from_scores.py` were chosen on the same documents, the rules on the six of `bench` that make
recommendations. tests/data/families-kept is of no part in either: name it as FOLDER.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

import pandas as pd

from reviewkit.extraction import reader

PUBLISHERS = Path(__file__).parents[1] / "tests" / "data" / "publishers"
FOUND, WHOLE = 0.5, 0.98
PARTS = 8  # families are left out in so many parts
POINTER = re.compile(  # "(Paragraph 12)", "(Recommendation, Paragraph 17)", "(Recommendation 3)": with or without it
    r"\(\s*(?:(?:(?:recommendation|conclusion)s?\s*,?\s*)?(?:(?:paragraphs?|paras?\.?)\s+[^)]*)?|recommendation\s+\d+)\)"
    r"\s*\.?\s*$",
    re.I,
)


def words(text: str | None) -> list[str]:
    """The words of a text, small, without quotes and bullets, hyphens closed up."""
    text = unicodedata.normalize("NFKC", POINTER.sub("", (text or "").strip())).replace("\u00ad", "")
    text = re.sub(r"(?<=[^\W\d])[-\u2010\u2011]\s*(?=[^\W\d])", "", text)
    return re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", re.sub(r"[\u2018\u2019']", "", text).lower())


def likeness(entry: dict[str, object], found: list[str]) -> float:
    """How alike an entry of the truth and some words are, with or without its label and title."""
    text, title, label = (words(str(entry.get(field) or "")) for field in ("text", "title", "label"))
    leads = ([], title, label, label + title)
    return max(SequenceMatcher(None, lead + text, found, autojunk=False).ratio() for lead in leads)


def paired(truth: list[dict], made: list[list[str]]) -> dict[int, tuple[int, float]]:
    """Which row made is which entry of the truth, and how like it, the best pairs first; each is used once."""
    pairs = sorted(
        ((likeness(entry, each), at, to) for at, entry in enumerate(truth) for to, each in enumerate(made)),
        reverse=True,
    )
    taken: set[int] = set()
    rows: dict[int, tuple[int, float]] = {}
    for like, at, to in pairs:
        if like >= FOUND and at not in taken and to not in rows:
            taken.add(at)
            rows[to] = (at, like)
    return rows


def scored(document: Path, truth: list[dict], found: pd.DataFrame) -> dict[str, object]:
    """A document, the entries of its truth and what was found in it in; how many it makes, found, wrong, whole out."""
    made = [words(text) for text in found.loc[found["kind"] == "recommendation", "text"]]
    entries = [entry for entry in truth if (entry.get("kind") or "recommendation") in ("recommendation", "either")]
    rows = paired(entries, made)
    taken = dict(rows.values())
    counted = [at for at, entry in enumerate(entries) if entry.get("kind") != "either"]
    return {
        "document": document.name,
        "makes": len(counted),
        "found": sum(at in taken for at in counted),
        "wrong": len(made) - len(rows),
        "whole": sum(taken.get(at, 0) >= WHOLE for at in counted),
    }


def scores(folder: Path) -> list[dict[str, object]]:
    """A folder in, a row for each of its documents that has a truth out."""
    rows = []
    for path in sorted(folder.glob("*.json")):
        document = next((path.with_suffix(end) for end in (".pdf", ".html") if path.with_suffix(end).is_file()), None)
        if document is not None:
            truth = json.loads(path.read_text("utf-8"))["recommendations"]
            rows.append(scored(document, truth, reader.read_document(document)["recommendations"]))
    return rows


def left_out() -> list[dict[str, object]]:
    """A row for each real document, and each of tests/data/families, read by a model that has not seen its family."""
    import train_selection  # loads scikit-learn, and only this needs it
    import truth

    examples = [one for one in map(train_selection.example, truth.documents()) if one.blocks]
    parts = train_selection.folds(examples, PARTS)
    rows = []
    for part in range(PARTS):
        seen = [one for one, of in zip(examples, parts, strict=True) if of != part]
        model = train_selection.train(seen)
        for document in [one.document for one, of in zip(examples, parts, strict=True) if of == part]:
            if document.real or document.path.parent.name == "families":
                found = reader.read_document(document.path, model)["recommendations"]
                row = scored(document.path, document.entries, found)
                rows.append(row | {"family": document.family, "real": document.real})
    return sorted(rows, key=lambda row: (not row["real"], row["family"], row["document"]))


def together(rows: list[dict[str, object]]) -> dict[str, float]:
    """Rows in; recall, precision, F1 and the share that is whole, over all, out."""
    makes, found, wrong, whole = (sum(int(row[name]) for row in rows) for name in ("makes", "found", "wrong", "whole"))
    recall, precision = found / max(makes, 1), found / max(found + wrong, 1)
    f1 = 2 * recall * precision / max(recall + precision, 1e-9)
    return {"documents": len(rows), "recall": recall, "precision": precision, "f1": f1, "whole": whole / max(makes, 1)}


def main() -> int:
    """Prints the table, or one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", type=Path, default=PUBLISHERS)
    asked.add_argument("--left-out", action="store_true", help="by models that have not seen a document's family")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    rows = left_out() if given.left_out else scores(given.folder)
    total = together(rows)
    groups = {
        "real": [row for row in rows if row.get("real")],
        "invented": [row for row in rows if row.get("real") is False],
        **{f"family {name}": list(of) for name, of in groupby(rows, key=lambda row: row.get("family"))},
    }
    by_family = {name: together(of) for name, of in groups.items() if given.left_out and of}
    if given.json:
        print(json.dumps(total | {"rows": rows, "by_family": by_family}))
        return 0
    print(f"{'document':50s} {'makes':>5s} {'found':>5s} {'wrong':>5s} {'whole':>5s}")
    for row in rows:
        print(f"{row['document']:50s} {row['makes']:5d} {row['found']:5d} {row['wrong']:5d} {row['whole']:5d}")
    for group, figures in ({"all": total} | by_family).items():
        print(f"{group}: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
