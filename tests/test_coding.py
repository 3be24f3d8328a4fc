"""Coding: what people said stands, what the model says was never told to it, and doubts are listed."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from reviewkit.base import paths
from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.coding import agreement, vectors
from reviewkit.coding.themes import decisions, spreadsheet, theme_model, theme_stage, training
from reviewkit.corpus import aliases as corpus_aliases
from reviewkit.corpus import tables
from reviewkit.corpus.codebook import load_themes

CORPUS = paths.ROOT / "corpus"
THEMES = ["lamps", "ropes"]
LAMPS = [
    "Light the pier at night.",
    "Hang lamps on every boat.",
    "Mend the broken lamp posts.",
    "Test each lamp weekly.",
]
ROPES = ["Splice the worn ropes.", "Coil ropes on deck.", "Buy stronger rope.", "Check mooring ropes for wear."]


def row(at: int, text: str, themes: str, other: str | None = None, invented: bool = False) -> dict[str, object]:
    review = f"harbour-{at % 4}-2031"
    return {"id": f"{review}/r{at}", "review_id": review, "text": text, "addressed_to": "Harbour master",
            "themes_a": themes, "themes_b": themes if other is None else other, "invented": invented}  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Eight coded rows of four reviews, and two invented ones."""
    told = [row(at, text, "lamps") for at, text in enumerate(LAMPS)]
    told += [row(at, text, "ropes") for at, text in enumerate(ROPES, start=len(LAMPS))]
    told += [row(8, "Keep lamps lit and ropes dry.", "lamps;ropes", invented=True)]
    told += [row(9, "Feed the gulls.", "", invented=True)]
    return pd.DataFrame(told)


@pytest.fixture(scope="module")
def coder(rows: pd.DataFrame) -> theme_model.Coder:
    given = training.soft_labels(rows["themes_a"], rows["themes_b"], THEMES)
    return theme_model.fit(rows, vectors.encode(list(rows["text"])), given, THEMES)


@pytest.fixture(scope="module")
def fitted(our_copy: Path) -> tuple[theme_model.Coder, pd.DataFrame]:
    """The coder as it is fitted on our corpus, and what it learned from."""
    rows = training.training_rows(CORPUS)
    themes = list(load_themes(CORPUS / "codebook.toml")["theme"])
    given = training.soft_labels(rows["themes_a"], rows["themes_b"], themes)
    shipped = CORPUS / theme_stage.SHIPPED
    matrix = vectors.encode(list(rows["text"]), paths.folders(our_copy).cache, shipped=shipped)
    return theme_model.fit(rows, matrix, given, themes), rows


def asked(*texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"rec_id": [f"harbour-9-2032/r{at}" for at in range(len(texts))], "text": texts, "addressed_to": ""}
    )


def answered(
    coder: theme_model.Coder, rows: pd.DataFrame, hand: dict[str, list[float]], corrections: list[dict[str, str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    people = {each: np.array(given) for each, given in hand.items()}
    return decisions.decide(
        coder, rows, vectors.encode(list(rows["text"])), people, tables.build(corrections, "corrections")
    )


def held(codes: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [(each.rec_id.split("/")[1], each.theme, each.by) for each in codes.itertuples()]


def test_a_recommendation_is_coded_by_what_it_asks(coder: theme_model.Coder) -> None:
    codes, _ = answered(coder, asked("Replace the lamps on the pier.", "Throw away old ropes."), {}, [])
    assert held(codes) == [("r0", "lamps", "model"), ("r1", "ropes", "model")]
    first = codes.iloc[0]
    assert "lamps" in first["phrases"]
    assert set(split_list(first["nearest"])) <= {f"harbour-{at % 4}-2031/r{at}" for at in (0, 1, 2, 3, 8)}


def test_two_people_beat_the_model_and_a_correction_beats_them(coder: theme_model.Coder) -> None:
    rows = asked("Replace the lamps.", "Replace the lamps.", "Replace the lamps.")
    hand = {"harbour-9-2032/r1": [0, 1], "harbour-9-2032/r2": [0, 1]}
    fixed = [{"id": "harbour-9-2032/r2", "field": "ropes", "value": "no"},
             {"id": "harbour-9-2032/r2", "field": "lamps", "value": "yes"}]  # fmt: skip
    codes, unsure = answered(coder, rows, hand, fixed)
    assert held(codes) == [("r0", "lamps", "model"), ("r1", "ropes", "coders"), ("r2", "lamps", "correction")]
    assert "harbour-9-2032/r2" not in set(unsure["rec_id"])


def test_doubts_are_listed_with_why_and_whether_they_stand_in_codes(coder: theme_model.Coder) -> None:
    rows = asked("Replace the lamps on the pier.", "Throw away old ropes.", "Replace the lamps on the pier.")
    hand = {"harbour-9-2032/r0": [0.5, 0], "harbour-9-2032/r1": [1, 0], "harbour-9-2032/r2": [0, 0]}
    _, unsure = answered(coder, rows, hand, [])
    found = {(each.rec_id.split("/")[1], each.theme): (each.why, each.coded) for each in unsure.itertuples()}
    assert found[("r0", "lamps")] == ("the two coders differ", "no")
    assert found[("r1", "lamps")] == ("the coders say yes and the model no", "yes")
    assert found[("r1", "ropes")] == ("the coders say no and the model yes", "no")
    assert found[("r2", "lamps")] == ("the coders say no and the model yes", "no")


def test_of_doubtful_rows_the_themes_near_the_middle_are_unsure(coder: theme_model.Coder) -> None:
    low, high = decisions.BAND
    scored = np.array([[low, 0.5], [high, 0.74], [0.26, 0.99], [0.2, 0.9]])
    doubts = [theme_model.uncertainty(scored[[row]])[0] for row in range(len(scored))]
    told = list(decisions.answers(coder._replace(doubt=doubts[2]), list("abcd"), scored))
    assert [each["unsure"] for each in told] == [["ropes"], ["ropes"], ["lamps"], ["lamps"]]
    assert told[2]["scores"] == {"lamps": 0.26, "ropes": 0.99}
    surer = list(decisions.answers(coder._replace(doubt=max(doubts)), list("abcd"), scored))
    assert [bool(each["unsure"]) for each in surer] == [doubt == max(doubts) for doubt in doubts]
    assert [each["themes"] for each in told] == [
        [theme for theme, score in zip(THEMES, each, strict=True) if score >= coder.threshold] for each in scored
    ]


def test_codes_are_the_same_however_many_rows_are_held_at_once(
    coder: theme_model.Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = asked(*LAMPS, *ROPES)
    codes, unsure = answered(coder, rows, {}, [])
    scores = theme_model.scores(coder, rows, vectors.encode(list(rows["text"])))
    monkeypatch.setattr(theme_model, "ROWS_AT_ONCE", 3)
    again, still_unsure = answered(coder, rows, {}, [])
    assert again.equals(codes) and still_unsure.equals(unsure) and len(codes) >= len(rows) - 2
    assert (theme_model.scores(coder, rows, vectors.encode(list(rows["text"]))) == scores).all()


def test_no_recommendation_has_no_codes(coder: theme_model.Coder) -> None:
    """A corpus whose documents are not at hand may well have codes."""
    codes, unsure = answered(coder, asked(), {}, [])
    assert codes.empty and unsure.empty


def test_a_code_that_is_no_theme_is_named() -> None:
    with pytest.raises(TableError, match="'lights' is coded and is no theme"):
        training.soft_labels(pd.Series(["lamps;lights"]), pd.Series(["lamps"]), THEMES)


def test_a_held_out_score_is_that_of_a_coder_which_never_saw_the_review(
    rows: pd.DataFrame, coder: theme_model.Coder
) -> None:
    """The closed form, against fitting again without the review: same kernel, same shares, other rows."""
    given = coder.given
    matrix = theme_model._kernel(coder.matrix, coder.vectors, coder.matrix, coder.vectors, coder.meaning)
    out = (rows["review_id"] == "harbour-1-2031").to_numpy() & ~rows["invented"].to_numpy()
    dual = np.linalg.solve(
        matrix[np.ix_(~out, ~out)] + theme_model.PENALTY * np.eye((~out).sum()), (given - coder.share)[~out]
    )
    raw = matrix[np.ix_(out, ~out)] @ dual + coder.share
    assert np.allclose(coder.held_out[out], theme_model._shares(raw, coder.curve), atol=0.011)
    assert np.isnan(coder.held_out[rows["invented"]]).all()


def test_nothing_is_coded_before_people_have_coded_something(rows: pd.DataFrame) -> None:
    invented = rows[rows["invented"]]
    given = training.soft_labels(invented["themes_a"], invented["themes_b"], THEMES)
    with pytest.raises(theme_model.TooFewError, match=r"code at least 8 of 2 in coded\.csv"):
        theme_model.fit(invented, vectors.encode(list(invented["text"])), given, THEMES)


def test_with_its_review_left_out_the_coder_is_near_the_people(fitted: tuple[theme_model.Coder, pd.DataFrame]) -> None:
    """The floor lies under what benchmarks/themes.py prints with nested folds."""
    coder, rows = fitted
    real = ~rows["invented"].to_numpy()
    one, other = (training.labels(rows.loc[real, each], coder.themes) for each in ("themes_a", "themes_b"))
    said = coder.held_out[real] >= coder.threshold
    assert agreement.f1(said, one, other, rows.loc[real, "review_id"])["micro"] >= 0.80
    kappas = agreement.kappas(said, one & other, rows.loc[real, "review_id"], coder.themes, one == other)
    barred = kappas.set_index("theme").loc[["information-sharing", "training-and-awareness"], "kappa"]
    assert (barred >= 0.65).all()


def test_the_third_that_is_marked_holds_most_of_the_errors(fitted: tuple[theme_model.Coder, pd.DataFrame]) -> None:
    coder, rows = fitted
    real = ~rows["invented"].to_numpy()
    one, other = (training.labels(rows.loc[real, each], coder.themes) for each in ("themes_a", "themes_b"))
    scored = coder.held_out[real]
    wrong = ((scored >= coder.threshold) != one) & (one == other)
    marked = decisions.doubtful_cells(coder, scored).any(axis=1)
    assert 0.3 <= marked.mean() <= 0.36
    assert wrong[marked].sum() > 0.5 * wrong.sum()


def test_scores_are_shares(fitted: tuple[theme_model.Coder, pd.DataFrame]) -> None:
    """Of recommendations that score 0.8 about 8 in 10 have the theme: within three standard errors (six bins)."""
    coder, rows = fitted
    real = ~rows["invented"].to_numpy()
    given, scored = coder.given[real], coder.held_out[real]
    for low, high in itertools.pairwise([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.01]):
        at = (scored >= low) & (scored < high) & (given != 0.5)
        assert at.sum() >= 20
        error = np.sqrt(scored[at].mean() * (1 - scored[at].mean()) / at.sum())
        assert abs(scored[at].mean() - given[at].mean()) < 3 * error


def test_an_id_that_changed_is_followed() -> None:
    aliases = tables.build(
        [{"earlier_id": "a/r1", "rec_id": "a/r2"}, {"earlier_id": "a/r2", "rec_id": "a/r3"}], "aliases"
    )
    given = pd.DataFrame([{"rec_id": "a/r1", "text": "Mend the lamps."}])
    assert list(corpus_aliases.follow(given, aliases, "digests.csv")["rec_id"]) == ["a/r3"]
    both = pd.concat([given, given.assign(rec_id="a/r3", text="Light the pier.")])
    assert corpus_aliases.follow(both, aliases, "digests.csv")["text"].tolist() == ["Light the pier."]  # the later
    ring = tables.build([*aliases.to_dict("records"), {"earlier_id": "a/r3", "rec_id": "a/r1"}], "aliases")
    with pytest.raises(TableError, match="is a ring"):
        corpus_aliases.follow(given, ring, "digests.csv")


def test_codes_go_out_and_come_back_as_they_were() -> None:
    rows = asked("Light the pier.", "=SUM(A1)").assign(kind="recommendation")
    codes = tables.build([{"rec_id": "harbour-9-2032/r0", "theme": "lamps", "by": "model"}], "codes")
    sheet = spreadsheet.to_sheet(rows, codes, THEMES)
    assert sheet[THEMES].to_numpy().tolist() == [["1", "0"], ["0", "0"]]
    assert list(sheet["themes_as_they_went_out"]) == ["lamps", ""]
    assert spreadsheet.changes_from_sheet(sheet, sheet, "AB", "2031-05-01").empty
    after = sheet.assign(lamps=["0", ""], ropes=["0", "1.0"]).drop(columns="text")
    changes = spreadsheet.changes_from_sheet(sheet, after, "AB", "2031-05-01")
    assert changes[["id", "field", "value", "by"]].to_numpy().tolist() == [
        ["harbour-9-2032/r0", "lamps", "no", "AB"], ["harbour-9-2032/r1", "ropes", "yes", "AB"],
    ]  # fmt: skip
    with pytest.raises(TableError, match="'maybe' is not 1 or 0"):
        spreadsheet.changes_from_sheet(sheet, sheet.assign(lamps="maybe"), "AB", "2031-05-01")
    moved_since = spreadsheet.to_sheet(rows, codes.assign(theme="ropes"), THEMES)
    assert spreadsheet.changes_from_sheet(
        moved_since, sheet, "AB", "2031-05-01"
    ).empty  # nobody changed what the model changed
    with pytest.raises(TableError, match="start from a fresh table"):
        spreadsheet.changes_from_sheet(sheet, sheet.drop(columns="themes_as_they_went_out"), "AB", "2031-05-01")
    with pytest.raises(TableError, match="'sails' is no theme"):
        spreadsheet.changes_from_sheet(sheet, sheet.assign(sails="1"), "AB", "2031-05-01")
    with pytest.raises(TableError, match="'x/r1' is no recommendation"):
        spreadsheet.changes_from_sheet(sheet, sheet.assign(rec_id=["x/r1", "x/r2"]), "AB", "2031-05-01")


def test_kappa_and_f1_are_those_of_the_field() -> None:
    drawn = np.random.default_rng(1)
    one, other = drawn.random((60, 2)) < 0.3, drawn.random((60, 2)) < 0.4
    reviews = pd.Series([f"r{at // 6}" for at in range(60)])
    found = agreement.kappas(one, other, reviews, THEMES)
    for at, each in enumerate(found.itertuples()):
        assert each.kappa == pytest.approx(cohen_kappa_score(one[:, at], other[:, at]))
        assert each.low < each.kappa < each.high
        assert each.both == (one[:, at] & other[:, at]).sum()
    scored = agreement.f1(one, other, other, reviews)
    assert scored["micro"] == pytest.approx(f1_score(other, one, average="micro"))
    assert scored["macro"] == pytest.approx(f1_score(other, one, average="macro"))


def test_where_the_coders_differ_either_answer_passes() -> None:
    one, other = np.array([[True], [True], [False]]), np.array([[True], [False], [False]])
    reviews = pd.Series(["a", "b", "c"])
    for said in (True, False):
        answer = np.array([[True], [said], [False]])
        assert agreement.f1(answer, one, other, reviews)["micro"] == 1


@pytest.mark.usefixtures("unfilled")
def test_the_invented_examples_are_fit_to_learn_from(our_copy: Path) -> None:
    """Twenty or more a theme, near misses too; nothing of the corpus, nothing twice, no theme that is not there."""
    examples = tables.load(CORPUS / "examples.csv", "examples")
    themes = set(load_themes(CORPUS / "codebook.toml")["theme"])
    by_theme = pd.Series([theme for cell in examples["themes_b"] for theme in split_list(cell)]).value_counts()
    assert set(by_theme.index) == themes
    assert by_theme.min() >= 20
    assert set(examples["near_miss"]) - {""} == themes
    entries = tables.load(CORPUS / "digests" / "digests.csv", "digests")
    plain = [text.lower().strip(". ") for text in examples["text"]]
    assert len(set(plain)) == len(plain)
    kept = paths.folders(our_copy).cache
    scored = vectors.encode(list(entries["summary"]), kept)
    near = (vectors.encode(list(examples["text"]), kept) @ scored.T).max(axis=1) > 0.65  # 0.11 is what capitals change
    alike = vectors.encode([text for text, close in zip(plain, near, strict=True) if close], kept) @ scored.T
    assert near.any() and alike.max() < 0.8  # a near copy of a scored entry would be scored on itself


def test_what_was_coded_is_read_from_the_corpus(tmp_path: Path) -> None:
    assert training.training_rows(tmp_path).empty
    ours = training.training_rows(CORPUS)
    coded = tables.load(CORPUS / "coded.csv", "coded")
    assert set(ours.loc[~ours["invented"], "id"]) == set(coded["rec_id"])
    assert ours["invented"].sum() == len(tables.load(CORPUS / "examples.csv", "examples"))
