"""Figures and tables in; what a briefing needs out: files to drop in, a gallery, and words to show in a notebook.

Comes in: a `tables.Picture`, or a table to show. Goes out: svg, png, csv and caption of each figure, the same bytes
with every run; a gallery; HTML that a notebook shows. Text from documents never becomes markup here, and no cell of
a csv can be taken for a formula.

Limit: words of documents are not screened for personal names here; show and export counts and our own words only.
"""

from __future__ import annotations

import base64
import html
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.style
import pandas as pd

from reviewkit import tables

if TYPE_CHECKING:
    from IPython.display import HTML

STYLE = "reviewkit.reviewkit"  # reviewkit/reviewkit.mplstyle
FORMULA = re.compile(r"^[=+\-@\t\r\n]")  # =SUM(A1), +44, -1, @name: a spreadsheet would calculate
CELL = re.compile(r"<td>(.*?)</td>", re.S)
CELLS = "text-align: left; white-space: normal; vertical-align: top;"
MARKUP = re.compile(r"([\\`*_\[\]<>#|!&])")  # [a](b), <b>, **c**: Markdown would take it for its own


def export(picture: tables.Picture, folder: Path) -> list[Path]:
    """A picture and a folder in; the paths of its svg, png (200 dpi), csv and caption (md) out, written anew.

    Nothing else in the folder is touched. Raises OSError where the folder cannot be written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{picture.slug}.{kind}" for kind in ("svg", "png", "csv", "md")]
    for path in paths[:2]:
        _write(path, _drawn(picture, path.suffix[1:]))
    _write(paths[2], guarded(picture.data).to_csv(index=False, lineterminator="\n").encode())
    _write(paths[3], _caption(picture).encode())
    return paths


def gallery(pictures: list[tables.Picture], folder: Path) -> Path:
    """Pictures that were exported to the folder in; the path of its README.md, which shows each, out."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shown = [
        f"## {_plain(picture.title)}\n\n![{_plain(picture.alt)}]({picture.slug}.png)\n\n"
        + "\n".join(f"- {line}" for line in _lines(picture))
        + f"\n- Files: [svg]({picture.slug}.svg), [png]({picture.slug}.png), [numbers]({picture.slug}.csv), "
        f"[caption]({picture.slug}.md)\n"
        for picture in sorted(pictures, key=lambda picture: picture.slug)
    ]
    head = "# Figures\n\nMade by `reviewkit run`, each with its numbers, its caption and its alt text.\n"
    path = folder / "README.md"
    _write(path, "\n".join([head, *shown]).encode())
    return path


def _write(path: Path, content: bytes) -> None:
    """A file written whole or not at all."""
    waiting = path.with_name(f".{path.name}.part")
    waiting.write_bytes(content)
    waiting.replace(path)


def as_of(data: pd.DataFrame) -> str:
    """Plotted numbers in, the latest publication date among their rows out; empty where there is none.

    Looks at columns whose names end in "published"; a year alone counts as earlier than a day in it.
    """
    dates = [str(value) for name in data.columns if str(name).endswith("published") for value in data[name]]
    return max((date for date in dates if date), default="")


def show(picture: tables.Picture) -> HTML:
    """A picture in; what a notebook shows out: the figure with its alt text, and its caption read aloud."""
    png = base64.b64encode(_drawn(picture, "png")).decode()
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in [*_words(picture), picture.alt])
    return _html(
        f'<figure><figcaption><strong>{html.escape(picture.title)}</strong></figcaption><img width="800" '
        f'alt="{html.escape(picture.alt)}" src="data:image/png;base64,{png}">{lines}</figure>'
    )


def table(rows: pd.DataFrame) -> HTML:
    """Rows in; a table with whole, wrapped texts for a notebook out. Texts stay texts: no markup, no formula."""
    with pd.option_context("display.max_colwidth", None, "display.max_rows", None):
        made = rows.to_html(index=False, escape=True, border=0, na_rep="")
    made = made.replace("<th>", f'<th style="{CELLS}">')
    return _html(CELL.sub(lambda cell: f'<td style="{CELLS} {_room(cell.group(1))}">{cell.group(1)}</td>', made))


def _room(text: str) -> str:
    """How wide a cell is: short ones in one line, sentences in a wide column, addresses broken anywhere."""
    if len(text) <= 16:
        return "white-space: nowrap"
    return "min-width: 24em" if text.count(" ") > 8 else "min-width: 9em; overflow-wrap: anywhere"


def _drawn(picture: tables.Picture, kind: str) -> bytes:
    """The bytes of a figure, without date, program or random ids; settings of this machine have no say."""
    metadata = {"svg": {"Date": None, "Creator": None, "Title": picture.title}, "png": {"Software": None}}[kind]
    into = io.BytesIO()
    with matplotlib.style.context(STYLE, after_reset=True):
        picture.figure.savefig(into, format=kind, dpi=200, metadata=metadata)
    return into.getvalue()


def _caption(picture: tables.Picture) -> str:
    lines = [*_lines(picture), f"Numbers: {picture.slug}.csv"]
    return f"# {_plain(picture.title)}\n\n" + "\n\n".join(lines) + f"\n\nAlt text: {_plain(picture.alt)}\n"


def _lines(picture: tables.Picture) -> list[str]:
    return [_plain(line) for line in _words(picture)]


def _words(picture: tables.Picture) -> list[str]:
    """What is counted, what it rests on, its source and its date: the words that travel with a figure."""
    date = as_of(picture.data)
    note = (
        f"As of: {date} (latest publication among the rows)" if date else "As of: no dated publication among the rows"
    )
    return [f"Counted: {picture.counted}", picture.rests_on, f"Source: {picture.source}", note]


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


def _plain(text: str) -> str:
    """Text in, Markdown that shows it and does nothing else out."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def _html(text: str) -> HTML:
    from IPython.display import HTML  # only notebooks need it

    return HTML(text)
