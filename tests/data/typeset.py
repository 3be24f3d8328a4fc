"""Typesets the invented reviews of the tests, and writes the truth of each beside it.

Comes in: `<slug>.typ` in this folder. Goes out: `<slug>.pdf`, `<slug>.json`, and the broken files in `broken/`.
Truth and print have one source: marks in the Typst file tell words and pages, and no reader of ours is asked.
Run it as `python tests/data/typeset.py`; a second run gives the same bytes.

Limit: the bytes are those of one release of Typst and, for the pictures, of one release of Pillow.
"""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import broken_files
import matplotlib
import pypdfium2
import typst

HERE = Path(__file__).parent
FONTS = [Path(matplotlib.get_data_path()) / "fonts" / "ttf"]  # no system font: the same everywhere
PICTURES = ("no-text-layer",)
DOTS_AN_INCH = 110


def slugs() -> list[str]:
    """Names of the invented reviews, sorted."""
    return sorted(path.stem for path in HERE.glob("*.typ") if path.stem != "invented")


def typeset(slug: str, folder: Path = HERE) -> None:
    """Write the PDF and the truth of one invented review into `folder`."""
    source = str(HERE / f"{slug}.typ")
    printed = typst.compile(source, font_paths=FONTS, ignore_system_fonts=True)
    (folder / f"{slug}.pdf").write_bytes(pictures(printed) if slug in PICTURES else printed)
    about, marks = asked(source, "<about>"), asked(source, "<truth>")
    written = json.dumps(truth(f"{slug}.pdf", about[0], marks), ensure_ascii=False, indent=1)
    (folder / f"{slug}.json").write_text(written + "\n", encoding="utf-8")


def asked(source: str, label: str) -> list[dict[str, Any]]:
    """Values of all marks of one label, in the order of the document."""
    found = typst.query(source, label, field="value", font_paths=FONTS, ignore_system_fonts=True)
    return json.loads(found)


def truth(file: str, about: dict[str, Any], marks: list[dict[str, Any]]) -> dict[str, Any]:
    """What the document holds, from its marks; further printings go to `also_pages` of the first of the same label."""
    printings = paired(marks)
    made = [entry for entry in printings if entry["kind"] != "quoted" and not entry["copy"]]
    for entry in made:
        copies = [copy["page"] for copy in printings if copy["copy"] and copy["label"] == entry["label"]]
        entry["also_pages"] = sorted(set(copies))
    quoted = [entry for entry in printings if entry["kind"] == "quoted"]
    return {
        "file": file,
        "habit": about["habit"],
        "recommendations": [without(entry, "part", "from", "copy") for entry in made],
        "quoted": [{name: entry[name] for name in ("label", "text", "page", "end_page", "from")} for entry in quoted],
        "problems": about["problems"],
    }


def paired(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each opening mark with the page of the closing mark that follows it."""
    entries: list[dict[str, Any]] = []
    for mark in marks:
        if mark["part"] == "open":
            entries.append({**mark, "end_page": None, "also_pages": []})
        else:
            entries[-1]["end_page"] = mark["page"]
    unclosed = [entry["label"] for entry in entries if entry["end_page"] is None]
    if unclosed:
        raise ValueError(f"no closing mark after {unclosed}")
    return entries


def without(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    """The entry in the order of the truth files, less some names."""
    first = ("label", "title", "text", "page", "end_page", "also_pages", "kind", "sub_items")
    rest = [name for name in entry if name not in first]
    return {name: entry[name] for name in (*first, *rest) if name not in names}


def pictures(printed: bytes) -> bytes:
    """The same pages as grey pictures, without a text layer."""
    document = pypdfium2.PdfDocument(printed)
    scale = DOTS_AN_INCH / 72
    images = [page.render(scale=scale, grayscale=True).to_pil().convert("L") for page in document]
    file = io.BytesIO()
    epoch = time.gmtime(0)  # Pillow writes the date into the file
    images[0].save(file, "PDF", save_all=True, append_images=images[1:], resolution=DOTS_AN_INCH, quality=45,
                   creationDate=epoch, modDate=epoch)  # fmt: skip
    document.close()
    return file.getvalue()


def main(names: list[str]) -> None:
    """Typeset the reviews named, or all, and then the broken files."""
    for slug in names or slugs():
        typeset(slug)
    broken_files.write(HERE / "broken", whole=(HERE / "bare-numbers.pdf").read_bytes())


if __name__ == "__main__":
    main(sys.argv[1:])
