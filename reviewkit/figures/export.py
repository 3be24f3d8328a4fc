"""Write figures to files: drawings for print and for slides, their numbers, what is behind them, and their words.

Input: a `Figure`.
Output: svg, pdf, png in two sizes, the plotted numbers and the recommendations behind each as csv, and a caption; the
same bytes with every run. Text never becomes markup here, and no cell of a csv can be taken for a formula.
Limitations: a figure of many rows has a shorter drawing for slides, and only its caption says what that leaves out.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.base import atomic
from reviewkit.base.spreadsheets import export_text
from reviewkit.base.text import escape_markdown
from reviewkit.figures.canvas import STYLE
from reviewkit.figures.figure import Figure
from reviewkit.figures.names import FIRST_SHOWN

PRINT_DPI, SLIDE_DPI = 200, 300  # 16 cm wide: 1,260 and 1,890 pixels
GALLERY_HEAD = (
    "# Figures\n\nMade by `reviewkit run`, each with its numbers, its caption and its alt text. What the last run "
    "changed\nstands in [changes.md](changes.md), which is empty where nothing did.\n"
)


def export(figure: Figure, folder: Path) -> list[Path]:
    """Write the files of a figure into a folder, and return their paths.

    `.svg`, `.pdf` and `.png` (200 dpi at its own size) for print, `-slide.png` for a slide, `.csv` with the plotted
    numbers, `-rows.csv` with the recommendations behind each of them, `.md` with the caption. Nothing else in the
    folder is touched.
    Raises: `OSError` where the folder cannot be written.
    """
    folder = Path(folder)
    contents = {f".{kind}": render(figure.drawing, kind, figure.title) for kind in ("svg", "pdf", "png")}
    contents["-slide.png"] = render_slide(figure)
    contents[".csv"], contents["-rows.csv"] = _csv_bytes(figure.data), _csv_bytes(figure.support)
    contents[".md"] = _caption_file(figure).encode()
    return [atomic.write(folder / f"{figure.slug}{ending}", content) for ending, content in contents.items()]


def render_slide(figure: Figure) -> bytes:
    """Return the drawing of a figure for a slide, as png: fewer rows where all of them would be too small to read."""
    return render(figure.slide or figure.drawing, "png", figure.title, SLIDE_DPI)


def gallery(figures: list[Figure], folder: Path) -> Path:
    """Write the README.md that shows every figure of a folder, and return its path."""
    entries = [
        f"## {escape_markdown(figure.title)}\n\n![{escape_markdown(figure.alt)}]({figure.slug}.png)\n\n"
        + "\n".join(f"- {line}" for line in _escaped_caption_lines(figure))
        + f"\n- Files: [svg]({figure.slug}.svg), [pdf]({figure.slug}.pdf), [png]({figure.slug}.png), "
        f"[png for a slide]({figure.slug}-slide.png), [numbers]({figure.slug}.csv), "
        f"[recommendations behind them]({figure.slug}-rows.csv), [caption]({figure.slug}.md)\n"
        for figure in sorted(figures, key=lambda figure: (figure.slug != FIRST_SHOWN, figure.slug))
    ]
    return atomic.write(Path(folder) / "README.md", "\n".join([GALLERY_HEAD, *entries]).encode())


@lru_cache(maxsize=64)  # a pack shows the same drawing in three forms
def render(drawing: Drawing, kind: str, title: str, dpi: int = PRINT_DPI) -> bytes:
    """Return the bytes of a drawing as svg, pdf or png: no date, program or random id in it, no local setting."""
    metadata: dict[str, dict[str, str | None]] = {
        "svg": {"Date": None, "Creator": None, "Title": title},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Title": title},
        "png": {"Software": None},
    }
    buffer = io.BytesIO()
    with matplotlib.style.context(STYLE, after_reset=True):
        drawing.savefig(buffer, format=kind, dpi=dpi, metadata=metadata[kind])
    return buffer.getvalue()


def caption_lines(figure: Figure) -> list[str]:
    """Return the words that travel with a figure: what is counted, what it rests on, its source, date and numbers."""
    as_of = f"As of: {figure.as_of or 'no review has a date'} (latest publication among the reviews counted)"
    numbers = f"Numbers: {figure.slug}.csv; behind each: {figure.slug}-rows.csv; made from {figure.files}"
    return [f"Counted: {figure.caption}", figure.rests_on, f"Source: {figure.source}", as_of, numbers]


def caption_in_short(figure: Figure) -> list[str]:
    """Return the words under a figure whose drawing says what it rests on: what is counted, its source and date."""
    counted, _, source, as_of, _ = caption_lines(figure)
    return [counted, source, as_of]


def _csv_bytes(rows: pd.DataFrame) -> bytes:
    return export_text(rows).encode()


def _caption_file(figure: Figure) -> str:
    """Return the caption of a figure as a Markdown file of its own."""
    lines = "\n\n".join(_escaped_caption_lines(figure))
    return f"# {escape_markdown(figure.title)}\n\n{lines}\n\nAlt text: {escape_markdown(figure.alt)}\n"


def _escaped_caption_lines(figure: Figure) -> list[str]:
    return [escape_markdown(line) for line in caption_lines(figure)]
