"""Figures -> files: drawings for print and for slides, their numbers, what is behind them, and their words.

Comes in: a `tables.Picture`. Goes out: svg, pdf, png in two sizes, the plotted numbers and the recommendations behind
each as csv, and a caption; the same bytes with every run. Text never becomes markup here, and no cell of a csv can be
taken for a formula.

Limit: a figure of many rows has a shorter drawing for slides, which says what it leaves out nowhere but in its caption.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.base import atomic
from reviewkit.base.text import escape_formulas, escape_markdown
from reviewkit.figures.figure import Figure

STYLE = "reviewkit.data.reviewkit"  # reviewkit/data/reviewkit.mplstyle
PRINT_DPI, SLIDE_DPI = 200, 300  # 16 cm wide: 1,260 and 1,890 points


def export(picture: Figure, folder: Path) -> list[Path]:
    """A picture and a folder in; the paths of its files out, written anew.

    `.svg`, `.pdf` and `.png` (200 dpi at its own size) for print, `-slide.png` for a slide, `.csv` with the plotted
    numbers, `-rows.csv` with the recommendations behind each of them, `.md` with the caption. Nothing else in the
    folder is touched. Raises OSError where the folder cannot be written.
    """
    folder = Path(folder)
    content = {f".{kind}": render(picture.figure, kind, picture.title) for kind in ("svg", "pdf", "png")}
    content["-slide.png"] = render_slide(picture)
    content[".csv"], content["-rows.csv"] = (_csv(rows) for rows in (picture.data, picture.behind))
    content[".md"] = _caption(picture).encode()
    for ending, written in content.items():
        atomic.write(folder / f"{picture.slug}{ending}", written)
    return [folder / f"{picture.slug}{ending}" for ending in content]


def render_slide(picture: Figure) -> bytes:
    """A picture in, its drawing for a slide out, as png: fewer rows where all of them would be too small to read."""
    return render(picture.slide or picture.figure, "png", picture.title, SLIDE_DPI)


def gallery(pictures: list[Figure], folder: Path) -> Path:
    """Pictures that were exported to the folder in; the path of its README.md, which shows each, out."""
    folder = Path(folder)
    shown = [
        f"## {escape_markdown(picture.title)}\n\n![{escape_markdown(picture.alt)}]({picture.slug}.png)\n\n"
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
def render(figure: Drawing, kind: str, title: str, dpi: int = PRINT_DPI) -> bytes:
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
    return escape_formulas(rows).to_csv(index=False, lineterminator="\n").encode()


def _caption(picture: Figure) -> str:
    return (
        f"# {escape_markdown(picture.title)}\n\n"
        + "\n\n".join(_lines(picture))
        + f"\n\nAlt text: {escape_markdown(picture.alt)}\n"
    )


def _lines(picture: Figure) -> list[str]:
    return [escape_markdown(line) for line in caption_lines(picture)]


def caption_lines(picture: Figure) -> list[str]:
    """What is counted, what it rests on, its source and its date: the words that travel with a figure."""
    note = f"As of: {picture.as_of or 'no review has a date'} (latest publication among the reviews counted)"
    numbers = f"Numbers: {picture.slug}.csv; behind each: {picture.slug}-rows.csv"
    return [f"Counted: {picture.counted}", picture.rests_on, f"Source: {picture.source}", note, numbers]
