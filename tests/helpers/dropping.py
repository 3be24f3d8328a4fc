"""Ways to make what a person drops into the inbox: PDFs, saved web pages, archives of one page, Word files, zips."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import docx
import typst
from PIL import Image, ImageDraw

FONT = '#set text(font: "DejaVu Sans Mono", size: 10pt)\n'
SENTENCE = (
    "The panel met the partners in the old ferry house, read what they had written down, and asked each of them what "
    "had been seen and when. Much of it was about lamps, timetables and who was to walk along the quay at night. "
)
ASKS = "\n\n".join(
    f"*Recommendation {number}:* {ask}"
    for number, ask in enumerate(
        (
            "The harbour board should light every pier until the last ferry has come in.",
            "The county council should pay a warden to walk along the quay at night.",
            "The police should tell the board within a day when a lamp has been broken.",
        ),
        start=1,
    )
)


class Drop(NamedTuple):
    """Something that is dropped, what it truly is, and how it is written into a folder."""

    name: str
    review_id: str  # of the catalogue; "" where it is none of its documents
    right: bool  # whether it is the document itself
    write: Callable[[Path], None]


def pdf(cover: str, pages: int = 12, body: str = "", title: str = "", author: str = "") -> bytes:
    """A PDF with a cover of its own, so many pages in all, and a title that the file carries."""
    own = f'#set document(title: "{title}", author: "{author}")\n'
    lines = "\n\n".join([SENTENCE * 3, body or ASKS])
    rest = f"\n#for n in range({max(pages - 2, 0)}) [ #pagebreak() #n. {SENTENCE} ]" if pages > 2 else ""
    source = f'#set page(paper: "a4", margin: 2.5cm)\n{own}{FONT}{cover}\n#pagebreak()\n{lines}{rest}'
    return typst.compile(source.encode())


def full_page(text: str, pages: int = 3, title: str = "") -> bytes:
    """A PDF that begins with its text at once, without a cover."""
    own = f'#set document(title: "{title}")\n' if title else ""
    rest = f"\n#for n in range({pages - 1}) [ #pagebreak() #n. {SENTENCE * 2} ]"
    return typst.compile(f'#set page(paper: "a4", margin: 2cm)\n{own}{FONT}{text}\n\n{SENTENCE * 4}\n{rest}'.encode())


def scan(words: str, title: str = "") -> bytes:
    """A PDF whose only page is a picture of words."""
    picture = Image.new("L", (600, 850), 255)
    ImageDraw.Draw(picture).multiline_text((60, 200), words, fill=0)
    held = io.BytesIO()
    picture.save(held, "PDF", title=title)
    return held.getvalue()


def web(title: str, main: str, head: str = "", before: str = "") -> bytes:
    """A web page as a browser saves it."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'<script src="page_files/a.js"></script></head><body>{before}<main>{main}</main><footer>Cookies</footer>'
        "</body></html>"
    ).encode()


def paragraphs(count: int = 12) -> str:
    """So many paragraphs of invented text, and three recommendations."""
    asks = "".join(f"<p>{ask.replace('*', '')}</p>" for ask in ASKS.split("\n\n"))
    return "".join(f"<p>{SENTENCE}</p>" for _ in range(count)) + f"<h2>What should be done</h2>{asks}"


def mht(page: bytes, address: str) -> bytes:
    """A web page as one archive, as browsers save it."""
    return (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: " + address.encode() + b"\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n\r\n----B\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: "
        + address.encode() + b"\r\n\r\n" + page + b"\r\n----B--\r\n"
    )  # fmt: skip


def word(title: str, lines: list[str]) -> bytes:
    """A Word file."""
    document, held = docx.Document(), io.BytesIO()
    document.core_properties.title = title
    document.add_heading(title, 0)
    for line in [*lines, SENTENCE * 3, *ASKS.replace("*", "").split("\n\n")]:
        document.add_paragraph(line)
    document.save(held)
    return held.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of files by name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def file(name: str, review_id: str, right: bool, make: Callable[[], bytes]) -> Drop:
    """A drop that is one file, made when it is written."""
    return Drop(name, review_id, right, lambda inbox: _save(inbox / name, make()))


def files(name: str, review_id: str, right: bool, make: Callable[[], Mapping[str, bytes]]) -> Drop:
    """A drop of several files, by their paths inside the inbox; `name` is the one that stands for them."""

    def write(inbox: Path) -> None:
        for path, content in make().items():
            _save(inbox / path, content)

    return Drop(name, review_id, right, write)


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
