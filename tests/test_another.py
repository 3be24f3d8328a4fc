"""Another corpus, on another subject: its own catalogue, codebook and moments do all that ours do, inside its folder.

Eight invented inquiries into ferries. Each asks for three things: the second is the first of the year before, so that
something is asked again, and the third is asked every year; themes, codes and pairs are its own.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from helpers.cells import FOLDER, executed
from helpers.corpora import hashes
from helpers.ferries import ASKS, THEMES, ferries_in
from helpers.program import FIGURES, PACK, program

from reviewkit.base import paths
from reviewkit.corpus import tables


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus without its last review, run by the program; then that one added, and all else that there is done."""
    folder = ferries_in(tmp_path_factory.mktemp("another") / "ferries")
    waiting = Path(shutil.move(folder / "official" / "ferry-2028.pdf", folder.parent / "new.pdf"))
    listed = tables.load(folder / "catalogue.csv", "catalogue")
    tables.save(listed[listed["review_id"] != "ferry-2028"], "catalogue", folder)
    home = folder.parent / "home"
    home.mkdir()
    outside = [home, *(paths.ROOT / name for name in ("corpus", "figures", "notebooks", "reviewkit"))]
    before = [hashes(each) for each in outside], sorted(folder.parent.iterdir())
    given = {"id": "ferry-2028", "title": "Ferry inquiry 2028", "publisher": "Ministry of Ferries",
             "date": "2028-03-01", "kind": "inquiry"}  # fmt: skip
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    options += ["--set", "n_recommendations=3", "--set", "short_title=Ferries 2028"]
    said = {}
    for command, *rest in (
        ["run"], ["fetch"], ["add", waiting, *options], ["changes"], ["check"], ["cycle", "--from", folder / "tables"],
        ["brief", "--theme", "lamps", "--out", folder / "build" / "lamps.docx"],
    ):  # fmt: skip
        done = program("--corpus", folder, command, *rest, folder=home)
        assert done.returncode == 0, (command, done.stderr)
        said[command] = done.stdout
    assert said["changes"] == (folder / "figures" / "changes.md").read_text(encoding="utf-8")
    assert ([hashes(each) for each in outside], sorted(folder.parent.iterdir())) == before
    return folder


def test_it_has_its_tables_figures_and_briefing(ferries: Path) -> None:
    assert {f"{slug}.svg" for slug in FIGURES} <= {path.name for path in (ferries / "figures").iterdir()}
    assert {path.name for path in (ferries / "build" / "briefing").glob("*.*")} >= set(PACK)
    assert len(tables.load(ferries / "tables" / "recommendations.csv", "recommendations")) == 3 * len(ASKS)


def test_its_own_codes_and_pairs_are_learned_from(ferries: Path) -> None:
    """What its coders coded stands; what nobody coded has the model's themes, and they are its own."""
    codes = tables.load(ferries / "tables" / "codes.csv", "codes")
    assert set(codes["theme"]) <= set(THEMES)
    assert set(codes["by"]) >= {"coders"}
    echoes = tables.load(ferries / "tables" / "echoes.csv", "echoes")
    restates = {
        tuple(row) for row in echoes.loc[echoes["relation"] == "restates", ["earlier_rec_id", "rec_id"]].to_numpy()
    }
    expected = {(f"ferry-{year}/r1", f"ferry-{year + 1}/r2") for year in range(2021, 2028)}
    expected |= {("ferry-2021/r2", "ferry-2028/r1")}  # the first year asks what the last one begins with
    assert restates >= expected
    assert {pair for pair in restates - expected if not pair[0].endswith("/r3")} == set()


def test_the_review_that_was_added_is_told_and_counted(ferries: Path) -> None:
    changed = (ferries / "figures" / "changes.md").read_text(encoding="utf-8")
    assert "## New: Ferries 2028, 2028-03-01" in changed
    reviews = tables.load(ferries / "tables" / "reviews.csv", "reviews").set_index("review_id")
    assert reviews.at["ferry-2028", "in_denominator"] == "yes" and reviews.at["ferry-2028", "complete"] == "yes"


def test_nothing_speaks_of_our_subject(ferries: Path) -> None:
    """Titles and captions are those of its own; notebooks are ours and say what they were written about."""
    pages = [ferries / "build" / "briefing" / f"{name}.html" for name in ("briefing", "evidence")]
    for path in [*(ferries / "figures").glob("*.md"), *(ferries / "figures").glob("*.svg"), *pages]:
        text = re.sub(r"<script.*?</script>", "", path.read_text(encoding="utf-8").lower(), flags=re.DOTALL)
        assert not re.search(r"sexual|\bchild(ren)?\b|national audit", text), path.name
    assert "ferry safety" in (ferries / "figures" / "reviews-and-moments.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["05-briefing", "06-new-review"])
def test_the_notebooks_that_name_a_theme_or_a_review_run_on_it(name: str, ferries: Path) -> None:
    shown = " ".join(str(output.get("data", "")) for output in executed(FOLDER / f"{name}.ipynb", ferries))
    assert "Ferry inquiry 2028" in shown or "Ferries 2028" in shown
