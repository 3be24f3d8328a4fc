"""How many inputs of the kinds that users of such tools report as broken give exactly the list beside them.

    python benchmarks/field.py [FOLDER] [--json]

FOLDER holds documents (PDF, web pages, Word files ...) and beside each its truth (`.json`: `habit`, `recommendations`).
Without FOLDER it is tests/data: the project's own inventions, on which the rules were tuned, and so no forecast.

An input is exact where it gives as many recommendations as its truth, each at a likeness of 0.97 or more to one of its
own (difflib over words in order). Every other one should say in `problems` what is wrong; the silent ones are marked.
"""

from __future__ import annotations

import argparse
import json
import sys
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from reviewkit.extraction import reader

SAME = 0.97
KINDS = (".pdf", ".html", ".docx", ".odt", ".epub", ".mht")
INVENTED = Path(__file__).parents[1] / "tests" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or one object."""
    parser = argparse.ArgumentParser(description="How many inputs of reported kinds are read exactly.")
    parser.add_argument("folder", type=Path, nargs="?", default=INVENTED)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    rows = [measured(path) for path in sorted(asked.folder.glob("*.json")) if document_of(path)]
    total = {
        "inputs": len(rows),
        "exact": sum(row["exact"] for row in rows),
        "silent": sum(not row["exact"] and not row["problems"] for row in rows),
    }
    if asked.json:
        print(json.dumps(total | {"by_input": rows}))
        return 0
    for row in rows:
        state = "exact" if row["exact"] else "named" if row["problems"] else "SILENT"
        print(f"{row['file']:40} {state:7} {row['found']:>3} of {row['truth']:>3}  {row['habit'][:70]}")
    share = total["exact"] / max(len(rows), 1)
    print(f"{total['exact']} of {total['inputs']} exact ({share:.2f}); silent: {total['silent']}")
    return 0


def document_of(truth: Path) -> Path | None:
    """Return the document that a truth stands beside."""
    return next((truth.with_suffix(kind) for kind in KINDS if truth.with_suffix(kind).is_file()), None)


def measured(path: Path) -> dict[str, Any]:
    """Read one input and hold it to its truth."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    document = document_of(path)
    assert document is not None
    reading = reader.read_document(document)
    found = reading["recommendations"]
    made = list(found.loc[found["kind"] == "recommendation", "text"])
    wanted = [entry["text"] for entry in truth.get("recommendations", [])]
    return {
        "file": document.name,
        "habit": truth.get("habit", ""),
        "truth": len(wanted),
        "found": len(made),
        "exact": len(made) == len(wanted) and all(max(map(likeness(text), made)) >= SAME for text in wanted),
        "problems": bool(len(reading["problems"])),
    }


def likeness(wanted: str) -> Any:
    """Return a function that says how alike a text is to the one wanted, over words in order."""
    words = wanted.split()
    return lambda text: SequenceMatcher(None, words, text.split(), autojunk=False).ratio()


if __name__ == "__main__":
    sys.exit(main())
