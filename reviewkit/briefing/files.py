"""Figures -> files: drawings for print and for slides, their numbers, what is behind them, and their words.

Comes in: a `tables.Picture`. Goes out: svg, pdf, png in two sizes, the plotted numbers and the recommendations behind
each as csv, and a caption; the same bytes with every run. Text never becomes markup here, and no cell of a csv can be
taken for a formula.

Limit: a figure of many rows has a shorter drawing for slides, which says what it leaves out nowhere but in its caption.
"""

from __future__ import annotations

import io
import re
import textwrap
from functools import lru_cache
from pathlib import Path

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure

from reviewkit import atomic, tables

STYLE = "reviewkit.reviewkit"  # reviewkit/reviewkit.mplstyle
PRINT_DPI, SLIDE_DPI = 200, 300  # 16 cm wide: 1,260 and 1,890 points
FORMULA = re.compile(r"^[=+\-@\t\r\n]")  # =SUM(A1), +44, -1, @name: a spreadsheet would calculate
MARKUP = re.compile(r"([\\`*_\[\]<>#|!&])")  # [a](b), <b>, **c**: Markdown would take it for its own


def export(picture: tables.Picture, folder: Path) -> list[Path]:
    """A picture and a folder in; the paths of its files out, written anew.

    `.svg`, `.pdf` and `.png` (200 dpi at its own size) for print, `-slide.png` for a slide, `.csv` with the plotted
    numbers, `-rows.csv` with the recommendations behind each of them, `.md` with the caption. Nothing else in the
    folder is touched. Raises OSError where the folder cannot be written.
    """
    folder = Path(folder)
    content = {f".{kind}": drawn(picture.figure, kind, picture.title) for kind in ("svg", "pdf", "png")}
    content["-slide.png"] = slide(picture)
    content[".csv"], content["-rows.csv"] = (_csv(rows) for rows in (picture.data, picture.behind))
    content[".md"] = _caption(picture).encode()
    for ending, written in content.items():
        atomic.write(folder / f"{picture.slug}{ending}", written)
    return [folder / f"{picture.slug}{ending}" for ending in content]


def slide(picture: tables.Picture) -> bytes:
    """A picture in, its drawing for a slide out, as png: fewer rows where all of them would be too small to read."""
    return drawn(picture.slide or picture.figure, "png", picture.title, SLIDE_DPI)


def gallery(pictures: list[tables.Picture], folder: Path) -> Path:
    """Pictures that were exported to the folder in; the path of its README.md, which shows each, out."""
    folder = Path(folder)
    shown = [
        f"## {plain(picture.title)}\n\n![{plain(picture.alt)}]({picture.slug}.png)\n\n"
        + "\n".join(f"- {line}" for line in _lines(picture))
        + f"\n- Files: [svg]({picture.slug}.svg), [pdf]({picture.slug}.pdf), [png]({picture.slug}.png), "
        f"[png for a slide]({picture.slug}-slide.png), [numbers]({picture.slug}.csv), "
        f"[recommendations behind them]({picture.slug}-rows.csv), [caption]({picture.slug}.md)\n"
        for picture in sorted(pictures, key=lambda picture: picture.slug)
    ]
    head = (
        "# Figures\n\nMade by `reviewkit run`, each with its numbers, its caption and its alt text. What the last run "
        "changed\nstands in [changes.md](changes.md), which is empty where nothing did.\n"
    )
    path = folder / "README.md"
    atomic.write(path, "\n".join([head, *shown]).encode())
    return path


@lru_cache(maxsize=64)  # a pack shows the same drawing in three forms
def drawn(figure: Figure, kind: str, title: str, dpi: int = PRINT_DPI) -> bytes:
    """A figure, svg, pdf or png, and its title in; its bytes out: no date, program or random id, no local setting."""
    metadata: dict[str, dict[str, str | None]] = {
        "svg": {"Date": None, "Creator": None, "Title": title},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Title": title},
        "png": {"Software": None},
    }
    into = io.BytesIO()
    with matplotlib.style.context(STYLE, after_reset=True):
        figure.savefig(into, format=kind, dpi=dpi, metadata=metadata[kind])
    return into.getvalue()


def _csv(rows: pd.DataFrame) -> bytes:
    return guarded(rows).to_csv(index=False, lineterminator="\n").encode()


def _caption(picture: tables.Picture) -> str:
    return f"# {plain(picture.title)}\n\n" + "\n\n".join(_lines(picture)) + f"\n\nAlt text: {plain(picture.alt)}\n"


def _lines(picture: tables.Picture) -> list[str]:
    return [plain(line) for line in words(picture)]


def words(picture: tables.Picture) -> list[str]:
    """What is counted, what it rests on, its source and its date: the words that travel with a figure."""
    note = f"As of: {picture.as_of or 'no review has a date'} (latest publication among the reviews counted)"
    numbers = f"Numbers: {picture.slug}.csv; behind each: {picture.slug}-rows.csv"
    return [f"Counted: {picture.counted}", picture.rests_on, f"Source: {picture.source}", note, numbers]


def guarded(data: pd.DataFrame) -> pd.DataFrame:
    """A table in, the same out with an apostrophe before every text that a spreadsheet would calculate.

    >>> guarded(pd.DataFrame({"name": ["=1+1", "Derby"], "n": [-1, 2]})).values.tolist()
    [["'=1+1", -1], ['Derby', 2]]
    """

    def guard(value: object) -> object:
        if not isinstance(value, str):
            return value
        guarded = f"'{value}" if FORMULA.match(value) else value
        return guarded.replace("\r\n", "\n").replace("\r", "\n")  # a bare CR would begin a row of its own

    return data.map(guard).rename(columns=guard)


def plain(text: str) -> str:
    """Text in, Markdown that shows it and does nothing else out.

    >>> print(plain("[click](http://x) <b>"))
    \\[click\\](http://x) \\<b\\>
    """
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def cut(text: str, longest: int) -> str:
    """A text in, the same out, cut after a whole word where it is longer than so many letters.

    >>> cut("Train every officer", 14), cut("Train", 14)
    ('Train every ...', 'Train')
    """
    return text if len(text) <= longest else textwrap.shorten(text, longest + 4, placeholder=" ...")
