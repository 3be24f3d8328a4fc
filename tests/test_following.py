"""A published text takes a digest's place: codes and corrections go with each entry, and what had no place is named."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from helpers.corpora import Held, hashes, written
from helpers.inventing import typeset

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.coding import reconciliation
from reviewkit.corpus import tables
from reviewkit.measures import digest_check

REVIEW = "harbour-lamps-2031"
TEXT = [
    "The harbour board should light every pier of the town from dusk until the last ferry has come in.",
    "The county council should train its harbour wardens in first aid, and write guidance for their night shifts.",
    "The ministry should pay for new lifeboats on each island within two years of this report.",
    "Every ferry company should publish how many passengers it carried in the year before.",
]
ENTRIES = [  # number, part, short name, summary: what stands in our digest
    ("1", "", "", "Light all the town's piers from dusk to the last ferry."),
    ("2", "first-aid", "", "Train harbour wardens in first aid."),
    ("2", "guidance", "", "Write guidance for the night shifts of harbour wardens."),
    ("3", "", "", "Teach pupils in primary schools to read music."),
    ("", "", "passenger-numbers", "Publish the number of passengers that each ferry company carried in the last year."),
    ("", "", "bakeries", "Let bakeries open on Sundays."),
]
THEMES = ["lamps", "training", "guidance", "boats", "data", "bread"]
NAMES = ["r1", "r2-first-aid", "r2-guidance", "r3", "passenger-numbers", "bakeries"]


def digest(folder: Path) -> bytes:
    """Our digest of the review, as the corpus typesets its own."""
    path = paths.ROOT / "corpus" / "digests" / "typeset.py"
    spec = importlib.util.spec_from_file_location("typeset", path)
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    listed = tables.load(folder / "catalogue.csv", "catalogue").set_index("review_id")
    rows = tables.load(folder / "digests" / "digests.csv", "digests")
    return program.pdf(program.content(listed.loc[REVIEW], rows, ""))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that holds the review's digest, whose entries the coders coded; one of the codes was corrected.

    It was never run.
    """
    folder = written(tmp_path_factory.mktemp("bare") / "corpus", (Held(REVIEW),))
    codebook = "".join(f'[{theme}]\nname = "{theme}"\ndefinition = "{theme}"\n' for theme in THEMES)
    (folder / "codebook.toml").write_text(codebook, encoding="utf-8")
    row = {"review_id": REVIEW, "title": "Harbour lamps", "short_title": "Lamps", "kind": "inquiry",
           "date_published": "2031", "in_denominator": "yes", "publisher": "Harbour board"}  # fmt: skip
    tables.save(tables.build([row], "catalogue"), "catalogue", folder)
    entries = pd.DataFrame(ENTRIES, columns=["number", "part", "short_name", "summary"])
    entries = entries.assign(review_id=REVIEW, kind="recommendation", seen_in="official page", seen_at="https://a.org")
    tables.save(tables.build(entries.to_dict("records"), "digests"), "digests", folder / "digests")
    (folder / "digests" / f"{REVIEW}.pdf").write_bytes(digest(folder))
    coded = [{"rec_id": f"{REVIEW}/{name}", "themes_a": theme, "themes_b": theme, "sure_a": "yes", "sure_b": "yes"}
             for name, theme in zip(NAMES, THEMES, strict=True)]  # fmt: skip
    tables.save(tables.build(coded, "coded"), "coded", folder)
    fix = {"what": "theme", "id": f"{REVIEW}/r2-guidance", "field": "boats", "value": "yes", "by": "AB"}
    tables.save(tables.build([fix], "corrections"), "corrections", folder)
    return folder


def given(done: pipeline.Done) -> dict[str, set[str]]:
    """The themes of each recommendation, by its name."""
    codes = done.corpus.codes
    return {name.partition("/")[2]: set(own["theme"]) for name, own in codes.groupby("rec_id")}


def published(corpus: Path) -> None:
    typeset("Harbour lamps", 2031, TEXT, corpus / "official" / f"{REVIEW}.pdf")


class Ran(NamedTuple):
    """A corpus that was run, and what the run gave; it is only read, and copied."""

    corpus: Path
    done: pipeline.Done


@pytest.fixture(scope="module")
def digested(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The corpus after a run on the digest."""
    folder = shutil.copytree(bare, tmp_path_factory.mktemp("digested") / "corpus")
    return Ran(folder, pipeline.run(folder))


@pytest.fixture(scope="module")
def followed(digested: Ran, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The same, after the text was published and it was run again."""
    folder = shutil.copytree(digested.corpus, tmp_path_factory.mktemp("followed") / "corpus")
    published(folder)
    return Ran(folder, pipeline.run(folder))


@pytest.fixture(scope="module")
def straight(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The corpus whose first run already finds the published text beside the digest."""
    folder = shutil.copytree(bare, tmp_path_factory.mktemp("straight") / "corpus")
    published(folder)
    return Ran(folder, pipeline.run(folder))


@pytest.fixture
def corpus(bare: Path, tmp_path: Path) -> Path:
    """A copy of the corpus that was never run, with the published text."""
    folder = shutil.copytree(bare, tmp_path / "corpus")
    published(folder)
    return folder


def test_codes_and_corrections_follow_each_entry_into_the_published_text(digested: Ran, followed: Ran) -> None:
    before = given(digested.done)
    assert before["r2-first-aid"] == {"training"} and before["r2-guidance"] == {"guidance", "boats"}
    aliases = tables.load(followed.corpus / "aliases.csv", "aliases")
    assert dict(zip(aliases["earlier_id"], aliases["rec_id"], strict=True)) == {
        f"{REVIEW}/passenger-numbers": f"{REVIEW}/r4",
        f"{REVIEW}/r2-first-aid": f"{REVIEW}/r2",
        f"{REVIEW}/r2-guidance": f"{REVIEW}/r2",
    }
    assert given(followed.done) == {
        "r1": {"lamps"}, "r2": {"training", "guidance", "boats"}, "r4": {"data"}
    }  # fmt: skip


def test_codes_of_other_words_under_one_number_are_not_carried_over(followed: Ran, tmp_path: Path) -> None:
    """The digest's third is on music, the text's on lifeboats; a person who says that they are one brings it back."""
    assert "r3" not in given(followed.done)
    corpus = shutil.copytree(followed.corpus, tmp_path / "corpus")
    aliases = tables.load(corpus / "aliases.csv", "aliases")
    own = {"earlier_id": f"{REVIEW}/r3", "rec_id": f"{REVIEW}/r3", "date": "2031-02", "why": "read by AB"}
    tables.save(pd.concat([aliases, tables.build([own], "aliases")], ignore_index=True), "aliases", corpus)
    assert given(pipeline.run(corpus))["r3"] == {"boats"}


def test_what_could_not_be_followed_is_listed_with_what_to_do(straight: Ran) -> None:
    problems = straight.done.corpus.problems
    found = problems[problems["document"] == f"official/{REVIEW}.pdf"].set_index("what")["text"]
    assert found[reconciliation.NOT_FOUND] == f"{REVIEW}/bakeries"
    assert found[reconciliation.OTHER] == f"{REVIEW}/r3 and {REVIEW}/r3"
    assert problems["next_step"].all()


def test_what_the_digest_lacked_is_compared_with_what_it_had(followed: Ran) -> None:
    """Of four asks the digest had r1, r2 and r4 (passengers); under r3 it says something else."""
    rows = digest_check.compare_with_digests(followed.done.corpus)
    boats = rows.set_index("theme").loc["boats"]
    assert boats[["had_with", "had", "lacked_with", "lacked"]].tolist() == [1, 3, 0, 1]
    assert (boats["odds_ratio"], boats["low"]) == (0, 0)
    assert round(boats["high"], 1) == 117  # by hand: 3 x 0.975 / 0.025, since each of the four could be the one lacked
    assert digest_check.digest_check_sentences(rows)[0].startswith(
        "Lamps: our summary had 3 of the 4 recommendations of the published text. Less frequent among those it lacked: "
        "lamps (0 of 1, against 1 of 3); training (0 of 1, against 1 of 3);"
    )


def test_the_comparison_is_told_where_the_text_is_told_as_new(followed: Ran) -> None:
    said = (followed.corpus / "figures" / "changes.md").read_text(encoding="utf-8")
    assert "Lamps: our summary had 3 of the 4 recommendations of the published text." in said


def found(entries: list[str], there: list[str], near: list[list[float]]) -> dict[str, str]:
    """Where each entry of a digest stands in a text, from how alike the two are; "" for nowhere."""
    names = [[f"a/{name}" for name in side] for side in (entries, there)]
    rows = reconciliation._matches(*names, np.array(near, float).reshape(len(entries), len(there)))
    return {entry.removeprefix("a/"): now.removeprefix("a/") for entry, now, _ in rows}


JUST = reconciliation.MIN_SIMILARITY


@pytest.mark.parametrize(
    ("entries", "there", "near", "places"),
    [
        pytest.param(["r1"], ["r1", "r2"], [[0.1, 0.9]], {"r1": "r1"}, id="a number that is there keeps its id"),
        pytest.param(["r2-aid"], ["r1", "r2"], [[0.9, 0.1]], {"r2-aid": "r2"}, id="a part follows its number"),
        pytest.param(["r2-aid"], ["r2-a", "r2-b"], [[0.1, 0.3]], {"r2-aid": "r2-b"}, id="the piece most alike"),
        pytest.param(["lamps"], ["r1", "r2"], [[0.1, JUST]], {"lamps": "r2"}, id="no number: the nearest both ways"),
        pytest.param(["lamps"], ["r1", "r2"], [[0.1, JUST - 0.01]], {"lamps": ""}, id="no number: not alike enough"),
        pytest.param(
            ["lamps", "piers"], ["r1"], [[0.8], [0.9]], {"lamps": "", "piers": "r1"}, id="no number: near another"
        ),
        pytest.param(["r7"], ["r1", "r2"], [[0.1, 0.7]], {"r7": "r2"}, id="a number that the text has not"),
        pytest.param(["lamps"], [], [[]], {"lamps": ""}, id="a text without any"),
    ],
)
def test_an_entry_goes_by_its_number_and_without_one_to_what_is_most_alike_both_ways(
    entries: list[str], there: list[str], near: list[list[float]], places: dict[str, str]
) -> None:
    assert found(entries, there, near) == places


def test_a_person_s_row_beats_what_is_found_by_likeness(corpus: Path) -> None:
    row = {"earlier_id": f"{REVIEW}/bakeries", "rec_id": f"{REVIEW}/r1", "date": "2031-02", "why": "read by AB"}
    tables.save(tables.build([row], "aliases"), "aliases", corpus)
    done = pipeline.run(corpus)
    assert given(done)["r1"] == {"lamps", "bread"}
    assert reconciliation.NOT_FOUND not in set(done.corpus.problems["what"])
    assert (
        tables.load(corpus / "aliases.csv", "aliases").set_index("earlier_id").at[row["earlier_id"], "why"]
        == row["why"]
    )


def test_a_row_that_a_person_corrects_stays_and_one_that_leads_to_itself_says_it_is_the_same(
    straight: Ran, tmp_path: Path
) -> None:
    corpus = shutil.copytree(straight.corpus, tmp_path / "corpus")
    aliases = tables.load(corpus / "aliases.csv", "aliases")
    own = {"earlier_id": f"{REVIEW}/r3", "rec_id": f"{REVIEW}/r3", "date": "2031-02", "why": "read by AB"}
    aliases.loc[aliases["earlier_id"] == f"{REVIEW}/passenger-numbers", "rec_id"] = f"{REVIEW}/r1"
    tables.save(pd.concat([aliases, tables.build([own], "aliases")], ignore_index=True), "aliases", corpus)
    done = pipeline.run(corpus)
    assert given(done)["r1"] == {"lamps", "data"}
    assert reconciliation.OTHER not in set(done.corpus.problems["what"])


def test_a_row_that_leads_to_no_recommendation_is_named(corpus: Path) -> None:
    row = {"earlier_id": f"{REVIEW}/r3", "rec_id": f"{REVIEW}/r99", "date": "2031-02", "why": "read by AB"}
    tables.save(tables.build([row], "aliases"), "aliases", corpus)
    problems = pipeline.run(corpus).corpus.problems
    assert problems.set_index("what").at["an id leads to no recommendation", "text"] == f"{REVIEW}/r3 -> {REVIEW}/r99"


def test_when_the_digest_comes_back_everything_is_as_it_was(digested: Ran, followed: Ran, tmp_path: Path) -> None:
    before = hashes(digested.corpus / "tables")
    assert hashes(followed.corpus / "tables") != before
    corpus = shutil.copytree(followed.corpus, tmp_path / "corpus")
    (corpus / "official" / f"{REVIEW}.pdf").unlink()
    pipeline.run(corpus)
    assert hashes(corpus / "tables") == before
    assert tables.load(corpus / "aliases.csv", "aliases").empty


def test_the_text_added_by_command_takes_the_digest_s_place_too(digested: Ran, straight: Ran, tmp_path: Path) -> None:
    """By `add` with the id of the catalogue, or by a file laid into official/ by hand: the same bytes."""
    another = shutil.copytree(digested.corpus, tmp_path / "another")
    file = tmp_path / "downloaded.pdf"
    shutil.copy(straight.corpus / "official" / f"{REVIEW}.pdf", file)
    entered, _ = pipeline.add(str(file), {"review_id": REVIEW}, another)
    assert entered.file == another / "official" / f"{REVIEW}.pdf"
    assert hashes(another / "tables") == hashes(straight.corpus / "tables")
    for name in ("aliases.csv", "catalogue.csv"):
        assert (another / name).read_bytes() == (straight.corpus / name).read_bytes()
