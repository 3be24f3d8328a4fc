"""PDFs drawn by hand, line by line in the order asked for: what typesetters do not do and other programs do."""

from __future__ import annotations

import runpy
import textwrap
from collections.abc import Sequence
from pathlib import Path

from helpers.corpora import DATA

PDF = runpy.run_path(str(DATA / "broken_files.py"))["pdf"]
WIDTH, HEIGHT = 595, 842
LEADING = 1.25  # of the size of type
FONTS = (
    b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    b" /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
)
ASKS = [
    "The harbour board should confirm in writing, within five working days, who is the first contact for each child "
    "who is reported missing from a ferry.",
    "The police should file every report of a child found on a night boat with the name of the officer who spoke to "
    "the child.",
    "The health trust should train all staff of its quayside clinics to ask about affluent older friends and gifts, "
    "and should record the answers.",
    "Schools should tell the partnership within one day when a pupil has been absent for three days, whatever the "
    "reason that is offered.",
]
TOLD = (
    "Young people told the review that they were asked the same questions by several adults and that nobody came back "
    "with an answer. One of them kept a diary of the visits. It was not on any file."
)


def line(words: str, x: float, y: float, size: float = 10, bold: bool = False) -> bytes:
    """One line of type; `y` is the height of its baseline above the foot of the sheet."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{'F2' if bold else 'F1'} {size} Tf {x} {y} Td ({escaped}) Tj ET\n".encode("cp1252")


def wrapped(words: str, letters: int) -> list[str]:
    """The lines of a text, each of so many letters at most."""
    return textwrap.wrap(words, letters)


def lines(texts: Sequence[str], x: float, y: float, size: float = 10, bold: bool = False) -> bytes:
    """Lines one below the other, the first at `y`."""
    return b"".join(line(text, x, y - LEADING * size * at, size, bold) for at, text in enumerate(texts))


def heading(words: str, y: float, x: float = 72) -> bytes:
    """A heading in bold type."""
    return line(words, x, y, 15, bold=True)


def told(y: float) -> bytes:
    """A heading and a paragraph that closes a page."""
    return heading("Afterword", y) + lines(wrapped(TOLD, 85), 72, y - 26)


def written(path: Path, *pages: bytes, notes: Sequence[bytes] = (), form: bytes = b"") -> Path:
    """Write a PDF: a title page, and these pages; `notes` are annotations of the last one."""
    title = line("Ferries of Calderby", 72, 700, 20, bold=True) + line("A review of May 2031", 72, 660)
    drawn = [title, *pages]
    first_note = 3 + 2 * len(drawn)
    notes_of_last = b" ".join(b"%d 0 R" % (first_note + number) for number in range(len(notes)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R %s >>" % form.replace(b"FIELDS", notes_of_last), b""]
    for number, content in enumerate(drawn, start=1):
        annotated = b"/Annots [%s]" % notes_of_last if number == len(drawn) and notes else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font %s >> %s /Contents %d 0 R >>"
            % (WIDTH, HEIGHT, FONTS, annotated, len(objects) + 2)
        )
        objects.append(stream(content))
    kids = b" ".join(b"%d 0 R" % (1 + 2 * number) for number in range(1, len(drawn) + 1))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(drawn))
    path.write_bytes(PDF([*objects, *notes]))
    return path


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def picture() -> bytes:
    """A picture over the whole sheet, with ink in every part of it, as a scan has."""
    columns, rows = 120, 168
    pixels = "".join(("00FF" if row % 2 else "FF00") * (columns // 2) for row in range(rows))
    return f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W {columns} /H {rows} /CS /G /BPC 8 /F /AHx ID {pixels}> EI Q\n".encode()


def unseen(content: bytes) -> bytes:
    """Words drawn without a mark, as a text recogniser lays them over a picture."""
    return b"3 Tr\n" + content + b"0 Tr\n"
