"""What a brief carries in short: counted by hand on a corpus of five reviews."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers.corpora import corpus_of

from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import brief_tables, in_short

REVIEWS = (
    ("quay-2029", "Quay review", "2029-03", "Quay board", "inquiry", None),
    ("plan-2030", "Lamp plan", "2030-01-05", "Ministry", "government-strategy", None),
    ("pier-2032", "Pier review", "2032-05", "Pier board", "inquiry", 4),
    ("harbour-2033", "Harbour review", "2033", "Pier board", "inquiry", 0),
    ("late-plan-2034", "Late plan", "2034", "Ministry", "government-strategy", None),
)
ROWS = (
    ("quay-2029/r1", "recommendation", "lamps"), ("quay-2029/r2", "recommendation", "crew"),
    ("plan-2030/r1", "commitment", "lamps"), ("late-plan-2034/r1", "commitment", "lamps"),
    ("pier-2032/r1", "recommendation", "lamps"), ("pier-2032/r2-bow", "recommendation", "lamps"),
    ("pier-2032/r2-stern", "recommendation", "lamps"), ("pier-2032/r4", "recommendation", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    reviews = [
        {"review_id": review_id, "title": title, "short_title": title, "published": published, "publisher": publisher,
         "publisher_body": publisher,
         "kind": kind, "in_denominator": "yes" if kind == "inquiry" else "no", "n_recommendations": total,
         "held": 0 if total == 0 else 1, "edition": "digest", "complete": "yes" if total == 0 else "no"}
        for review_id, title, published, publisher, kind, total in REVIEWS
    ]  # fmt: skip
    recommendations = [
        {"rec_id": rec_id, "review_id": rec_id.partition("/")[0], "label": "Recommendation 1", "text": "Light it.",
         "kind": kind, "edition": "digest"}
        for rec_id, kind, _ in ROWS
    ]  # fmt: skip
    codes = [{"rec_id": rec_id, "theme": theme, "by": "coders"} for rec_id, _, theme in ROWS if theme]
    echoes = [
        {"rec_id": f"pier-2032/{part}", "earlier_rec_id": "quay-2029/r1", "relation": "restates", "by": "coders"}
        for part in ("r2-bow", "r2-stern")
    ]
    answers = [
        {"rec_id": f"pier-2032/{number}", "answer": answer, "by": "Ministry", "date": "2032-06", "sure": "yes"}
        for number, answer in (("r1", "accepted"), ("r4", "rejected"))
    ]
    made = {"reviews": reviews, "recommendations": recommendations, "codes": codes, "echoes": echoes,
            "statuses": answers}  # fmt: skip
    names = [("lamps", "Lamps"), ("crew", "Crew"), ("ropes", "Ropes")]
    return corpus_of(
        tmp_path_factory.mktemp("five"), **{name: tables.build(each, name) for name, each in made.items()}
    ).with_tables(themes=pd.DataFrame(names, columns=["theme", "name"]))


def passages(review_id: str) -> pd.DataFrame:
    rows = [(rec_id, kind) for rec_id, kind, _ in ROWS if rec_id.startswith(review_id)]
    return pd.DataFrame(rows, columns=["rec_id", "kind"])


def test_a_theme_that_came_back(corpus: Corpus) -> None:
    """Two of three reviews, by two boards; two parts of one number repeat; the plan of 2034 is not in between."""
    assert in_short.theme_in_short(corpus, "lamps") == [
        "Supported: at least 2 of the 3 reviews found ask for something under “Lamps”, by 2 publishers; the first is "
        "Quay review, 2029, the latest Pier review, 2032.",
        "At least 1 of its 3 recommendations repeats what an earlier review asked for; in between governments made at "
        "least 1 promise under it (2030).",
        "Cannot be told: in what share of all reviews, since many lists were found in part only; and whether what was "
        "asked for was done, and what came of it.",
    ]


def test_a_theme_of_one_review_and_one_of_none(corpus: Corpus) -> None:
    one, repeats, _ = in_short.theme_in_short(corpus, "crew")
    assert one == "Not supported: one of the 3 reviews found asks for something under “Crew”: Quay review, 2029."
    assert repeats == "Not supported: that its recommendations repeat earlier ones; the one found is not known to."
    assert in_short.theme_in_short(corpus, "ropes") == [
        "Not supported: none of the 3 reviews found asks for anything under “Ropes”."
    ]


def test_a_review_in_short(corpus: Corpus) -> None:
    """Numbers 1, 2 and 4 of 4 were found; 2 repeats; 1 was accepted and 4 rejected."""
    assert in_short.review_in_short(corpus, "pier-2032", passages("pier-2032")) == [
        "Of its 4 recommendations 3 were found. Not found: recommendation 3. Answers known: 1 accepted, 1 rejected.",
        "Supported: at least 1 of these 3 repeats what an earlier review asked for, the oldest of them Quay review, "
        "2029.",
        "Cannot be told: whether the others were asked for before as well (the nearest earlier recommendations stand "
        "beside them); and whether what was asked for was done, and what came of it.",
    ]
    assert in_short.review_in_short(corpus, "harbour-2033", passages("harbour-2033")) == [
        "It makes no recommendations."
    ]
    assert in_short.review_in_short(corpus, "late-plan-2034", passages("nothing")) == [
        "Cannot be told: none of its recommendations was found."
    ]
    whole = corpus.with_tables(reviews=corpus.reviews.assign(n_recommendations=3))
    assert in_short.review_in_short(whole, "pier-2032", passages("pier-2032"))[0].startswith(
        "All 3 of its recommendations were found. Answers known: "
    )
    plan = in_short.review_in_short(corpus, "plan-2030", passages("plan-2030"))
    assert plan[0] == "1 of its promises was found; how many it makes is not known."
    assert plan[1] == "Not supported: that it repeats an earlier review; none of those found is known to."


@pytest.mark.parametrize(
    ("ids", "total", "expected"),
    [
        (["a/r1", "a/r3"], 5, "Not found: recommendations 2, 4 and 5."),
        (["a/r1"], 12, "Not found: recommendations 2 to 12."),
        (["a/r1", "a/r2"], 2, ""),
        (["a/r1", "a/r2"], None, ""),
        (["a/r1", "a/the-lamps"], 4, "Not found: 2 more; which of its numbers they bear is not known."),
        (["a/r8.1", "a/r8.2"], 3, "Not found: 1 more; which of its numbers they bear is not known."),
        (["a/r2-bow", "a/r2-stern"], 2, "Not found: recommendation 1."),
    ],
)
def test_missing_numbers_are_named_only_where_they_are_known(
    ids: list[str], total: int | None, expected: str, tmp_path: Path
) -> None:
    assert brief_tables.missing_words(pd.DataFrame({"rec_id": ids}), total) == expected
