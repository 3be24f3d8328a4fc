"""The quality rules: each is silent on a good corpus and speaks up on the fault that it is there for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers.corpora import corpus_of

from reviewkit import validation
from reviewkit.corpus import tables

Tables = dict[str, pd.DataFrame]
PAGE = "The ferry  company should count its pas-\nsengers twice1 on each ﬁne day, and should\n12\nwrite the count down."
TEXT = "The ferry company should count its passengers twice on each fine day, and should write the count down."


def good() -> Tables:
    """One review of two recommendations over two pages, with a body, a moment and a code."""
    review = {"review_id": "ferry-2031", "edition": "digest", "document": "digests/f.pdf"}
    first = {"rec_id": "ferry-2031/r1", "review_id": "ferry-2031", "text": TEXT, "page": 1, "end_page": 1}
    second = {"rec_id": "ferry-2031/r2", "text": "Lamps should be lit\nat dusk.", "page": 1, "end_page": 2}
    moment = {"date": "2031", "review_id": "ferry-2031", "led_to": ""}
    return {
        "reviews": tables.build([review | {"n_recommendations": 2, "held": 2}], "reviews"),
        "recommendations": tables.build([first | {"bodies": "ferries;piers"}, first | second], "recommendations"),
        "pages": tables.build(
            [
                {"document": "digests/f.pdf", "page": 1, "text": PAGE + " Lamps should"},
                {"document": "digests/f.pdf", "page": 2, "text": "be lit at DUSK."},
            ],
            "pages",
        ),
        "bodies": tables.build([{"body_id": "ferries"}, {"body_id": "piers"}], "bodies"),
        "events": tables.build([moment, {"date": "2032"}], "events"),
        "coded": tables.build([{"rec_id": "ferry-2031/r1"}], "coded"),
        "echoes": tables.build([{"rec_id": "ferry-2031/r1", "earlier_rec_id": "ferry-2031/r1"}], "echoes"),
    }


def changed(table: str, row: int, **values: object) -> Tables:
    """The good corpus with one row changed."""
    found = good()
    found[table] = found[table].copy()
    for column, value in values.items():
        found[table].loc[row, column] = value
    return found


def faults_in(found: Tables) -> pd.DataFrame:
    """Apply the rules to a corpus of some tables; those that are not given are empty."""
    return validation.faults(
        corpus_of(Path(), **{name: found[name] for name in found if name != "coded"}), found["coded"]
    )


def test_a_good_corpus_has_no_fault() -> None:
    """Hyphens at line ends, ligatures, a footnote's mark, a folio and a page end between the words are none."""
    faults = faults_in(good())
    assert faults.empty
    assert faults.columns.tolist() == tables.column_names("problems")


def test_an_empty_corpus_has_no_fault() -> None:
    names = ("reviews", "recommendations", "pages", "bodies", "events", "coded", "echoes")
    assert faults_in({name: tables.empty(name) for name in names}).empty


@pytest.mark.parametrize(
    ("found", "what", "text"),
    [
        (
            changed("recommendations", 0, text="Dogs may travel free in winter."),
            "words of a recommendation are not on its page",
            "Dogs may travel free in winter.",
        ),
        (
            changed("recommendations", 0, text=f"{TEXT}\nDogs may travel free in winter."),
            "words of a recommendation are not on its page",
            "Dogs may travel free in winter.",
        ),
        (
            changed("recommendations", 0, page=2, end_page=2),
            "words of a recommendation are not on its page",
            TEXT[:60],
        ),
        (
            changed("recommendations", 1, end_page=1),
            "words of a recommendation are not on its page",
            "Lamps should be lit",
        ),
        (
            changed("reviews", 0, document="digests/g.pdf"),
            "words of a recommendation are not on its page",
            TEXT[:60],
        ),
        (
            changed("recommendations", 1, review_id="tram-2030", text=""),
            "recommendations of a review that is not in the catalogue",
            "tram-2030",
        ),
        (changed("recommendations", 1, bodies="ferries;trams"), "a body that is not in bodies.csv", "trams"),
        (
            changed("reviews", 0, held=3, edition="official"),
            "holds 3 recommendations and is said to make 2",
            "ferry-2031",
        ),
        (
            changed("coded", 0, rec_id="ferry-2031/r9"),
            "a code of a recommendation that is not there",
            "ferry-2031/r9",
        ),
        (
            changed("echoes", 0, earlier_rec_id="tram-2030/r1"),
            "an echo of a recommendation that is not there",
            "tram-2030/r1",
        ),
        (
            changed("events", 0, review_id="tram-2030"),
            "a moment names a review that is not in the catalogue",
            "tram-2030",
        ),
        (
            changed("events", 1, led_to="tram-2030"),
            "a moment names a review that is not in the catalogue",
            "tram-2030",
        ),
    ],
)
def test_each_rule_names_the_fault_and_the_next_step(found: Tables, what: str, text: str) -> None:
    faults = faults_in(found)
    assert (what, text) in list(zip(faults["what"], faults["text"], strict=True))
    assert faults["what"].nunique() == 1
    assert (faults["next_step"] != "").all()


def test_a_fault_of_words_names_the_document_and_the_page() -> None:
    faults = faults_in(changed("recommendations", 1, text="Dogs may travel."))
    assert faults[["document", "page"]].values.tolist() == [["digests/f.pdf", 1]]


def test_a_word_changed_in_a_short_recommendation_is_seen() -> None:
    assert len(faults_in(changed("recommendations", 0, text=TEXT.replace("twice", "thrice")))) == 1


def test_codes_wait_for_their_ids_where_the_official_text_replaced_the_digest() -> None:
    """Its recommendations have other ids than the digest's; what is carried over is not this rule's."""
    found = changed("reviews", 0, edition="official")
    found["coded"].loc[0, "rec_id"] = "ferry-2031/lamps"
    assert faults_in(found).empty


def test_a_name_of_a_thread_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """Of a review that is read as published, or is not held, nobody can say."""
    ids = ("ferry-2031/r1", "ferry-2031/r9", "other-2032/r1")
    tables.save(tables.build([{"rec_id": rec_id, "name": "Lamps"} for rec_id in ids], "threads"), "threads", tmp_path)
    found = good()
    coded = found.pop("coded")
    faults = validation.faults(corpus_of(tmp_path, **found), coded)
    assert faults[["document", "text"]].to_numpy().tolist() == [["threads.csv", "ferry-2031/r9"]]
