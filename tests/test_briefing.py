"""Exports: every file of a figure, the same bytes again, nothing a spreadsheet or a browser would run."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from reviewkit.corpus import tables
from reviewkit.figures import export, timeline
from reviewkit.figures import figure as figures_figure
from reviewkit.figures.names import FIRST_SHOWN
from reviewkit.reports import notebook_display

HOSTILE = '=HYPERLINK("http://x.test")<script>alert(1)</script>'


def picture(slug: str = "asked", **more: object) -> figures_figure.Figure:
    """An invented figure; the look of the real ones is tested in test_charts."""
    figure = Figure(figsize=(3, 2))
    figure.add_subplot().barh(["Police", "Councils"], [2, 1])
    data = pd.DataFrame({"name": ["Police", "Councils"], "reviews": [2, 1], "published": ["2013", "2013-06-01"]})
    behind = pd.DataFrame({"mark": ["Police"], "counted": ["yes"], "rec_id": ["a-2013/r1"]})
    words = slug, "Reviews that ask", "Of 3 reviews", "Digests", "Catalogue", "Police 2"
    return figures_figure.Figure(*words, figure, data, "2013-06-01", behind)._replace(**more)


def test_export_writes_every_form_and_says_so(tmp_path: Path) -> None:
    paths = export.export(picture(), tmp_path / "new")
    assert [path.name.removeprefix("asked") for path in paths] == [
        ".svg", ".pdf", ".png", "-slide.png", ".csv", "-rows.csv", ".md",
    ]  # fmt: skip
    assert sorted(paths) == sorted((tmp_path / "new").iterdir())
    ElementTree.parse(paths[0])
    assert paths[1].read_bytes().startswith(b"%PDF")
    for path, size in ((paths[2], (600, 400)), (paths[3], (900, 600))):  # 3 by 2 inches at 200 and 300 dots an inch
        with Image.open(path) as image:
            assert image.size == size
    assert paths[5].read_text(encoding="utf-8") == "mark,counted,rec_id\nPolice,yes,a-2013/r1\n"


def test_a_slide_shows_the_drawing_that_was_made_for_it(tmp_path: Path) -> None:
    paths = export.export(picture(slide=Figure(figsize=(2, 1))), tmp_path)
    with Image.open(paths[3]) as image:
        assert image.size == (600, 300)


def test_a_second_export_changes_no_byte(tmp_path: Path) -> None:
    """Nor does another machine's matplotlib set-up, nor another order of the figures in the gallery."""
    made, same = picture(), picture()
    first = [path.read_bytes() for path in export.export(made, tmp_path / "a")]
    with matplotlib.rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": "x", "savefig.facecolor": "red", "font.size": 30}
    ):
        again = [path.read_bytes() for path in export.export(same, tmp_path / "b")]
    assert first == again
    one, two = (export.gallery([picture(s) for s in order], tmp_path).read_bytes() for order in ("ab", "ba"))
    assert one == two


def test_drawing_and_exporting_the_real_figures_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    row = {"review_id": "a", "short_title": "A", "published": "2013-06", "in_denominator": "yes", "held": 0}
    reviews = tables.build([row | {"complete": "no", "kind": "audit", "edition": "none"}], "reviews")
    for folder in ("a", "b"):
        export.export(
            timeline.timeline(reviews, tables.empty("events"), tables.empty("recommendations")), tmp_path / folder
        )
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_nothing_tells_when_or_where_a_figure_was_made(tmp_path: Path) -> None:
    svg, pdf, png, *_ = export.export(picture(), tmp_path)
    assert not re.search(rb"/CreationDate|/Producer|/Creator", pdf.read_bytes())
    assert not re.search(rb"<dc:date>|<dc:creator>|Matplotlib v|https://matplotlib", svg.read_bytes())
    with Image.open(png) as image:
        assert set(image.info) <= {"dpi"}


@pytest.mark.parametrize("start", ["=1+1", "+44 20", "-1", "@name", "\tname", "\rname", "\n=1+1"])
def test_no_cell_of_a_csv_can_be_taken_for_a_formula(start: str, tmp_path: Path) -> None:
    data = pd.DataFrame({"name": [start, "Derby"], start: ["a", "b"], "n": [-1, 2]})
    path = export.export(picture(data=data), tmp_path)[4]
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    safe = f"'{start}".replace("\r", "\n")  # a bare CR would begin a row of its own
    assert rows == [["name", safe, "n"], [safe, "a", "-1"], ["Derby", "b", "2"]]  # numbers stay numbers


def test_the_caption_carries_all_that_a_challenge_asks_for(tmp_path: Path) -> None:
    caption = export.export(picture(), tmp_path)[6].read_text(encoding="utf-8")
    for expected in ("Reviews that ask", "Of 3 reviews", "Digests", "Catalogue", "As of: 2013-06-01", "Police 2"):
        assert expected in caption
    assert "asked.csv" in caption


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"published": ["2013", "2013-06", ""]}, "2013-06"),
        ({"latest_published": ["2012-01-31"], "happened": ["2025"]}, "2012-01-31"),
        ({"published": []}, ""),
        ({"name": ["2025"]}, ""),
    ],
)
def test_as_of_is_the_latest_publication_among_the_rows(data: dict[str, list[str]], expected: str) -> None:
    assert notebook_display.as_of(pd.DataFrame(data)) == expected


def test_the_gallery_shows_every_picture_with_its_alt_text(tmp_path: Path) -> None:
    made = [picture("b", alt="Police [two] of 3"), picture("a")]
    for one in made:
        export.export(one, tmp_path)
    text = export.gallery(made, tmp_path).read_text(encoding="utf-8")
    assert re.findall(r"!\[.*\]\((.*)\)", text) == ["a.png", "b.png"]
    assert r"![Police \[two\] of 3](b.png)" in text
    linked = set(re.findall(r"\]\(([^)]+)\)", text)) - {"changes.md"}  # that one comes with a run
    assert all((tmp_path / name).is_file() for name in linked)


def test_the_gallery_begins_with_the_picture_that_tells_it_all(tmp_path: Path) -> None:
    made = [picture("a"), picture(FIRST_SHOWN), picture("b")]
    text = export.gallery(made, tmp_path).read_text(encoding="utf-8")
    assert re.findall(r"!\[.*\]\((.*)\.png\)", text) == [FIRST_SHOWN, "a", "b"]


def test_text_of_a_document_never_becomes_markup(tmp_path: Path) -> None:
    hostile = picture(title=HOSTILE, alt=f'"{HOSTILE}', caption=HOSTILE)
    for shown in (notebook_display.show(hostile).data, notebook_display.table(pd.DataFrame({"text": [HOSTILE]})).data):
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
    for path in (export.export(hostile, tmp_path)[6], export.gallery([hostile], tmp_path)):
        assert "<script" not in path.read_text(encoding="utf-8").replace(r"\<", "")


def test_a_notebook_shows_the_figure_with_its_words() -> None:
    shown = notebook_display.show(picture()).data
    assert 'src="data:image/png;base64,' in shown
    assert 'alt="Police 2"' in shown
    assert all(expected in shown for expected in ("Reviews that ask", "Of 3 reviews", "Catalogue", "As of: 2013-06-01"))


def test_a_table_in_a_notebook_shows_every_word_and_row() -> None:
    long = pd.DataFrame({"text": ["word " * 100 + "end", *["x"] * 80]})
    shown = notebook_display.table(long).data
    assert "word end" in shown
    assert shown.count("<tr") == 82
