"""The gate: bad pages are named with what to do, and sound ones are let through."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reviewkit.corpus import tables
from reviewkit.reading import page_text, text_quality

SOUND = " ".join(["children should have been heard when they asked for help from people they trusted"] * 8)
NONE = pd.DataFrame({"page": [], "text": []})


def pages(*texts: str, pictures: int = 0) -> pd.DataFrame:
    return tables.build(
        [
            {"document": "r.pdf", "page": n, "width": 595, "height": 842, "characters": len("".join(text.split())),
             "pictures": pictures, "closely": "yes", "text": text}
            for n, text in enumerate(texts, start=1)
        ],
        "pages",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (SOUND, ""),
        ("short", ""),  # on few words no rate means much
        (SOUND + " " + "childrenshouldhavebeenheard " * 4, "words are run together"),
        (" ".join(["xqzt vbnk plrw"] * 30), "words are not English"),
        ("https://www.example.org/a-very-long-address-of-a-page " * 30 + SOUND, ""),
    ],
)
def test_words_that_came_out_wrong_are_named_with_their_page(text: str, what: str) -> None:
    found = text_quality.text_problems(pages(SOUND, text), NONE, "official/r.pdf")
    assert [row.what.partition(":")[0] for row in found.itertuples()] == ([what] if what else [])
    assert all(row.page == 2 and row.next_step for row in found.itertuples())


def test_a_page_that_is_a_picture_in_a_document_with_text_is_named() -> None:
    [found] = text_quality.picture_problems(pd.concat([pages(SOUND), pages("", pictures=90).assign(page=2)]), "r.pdf")
    assert found["page"] == 2
    assert "ocrmypdf --skip-text r.pdf r-text.pdf" in str(found["next_step"])


@pytest.mark.parametrize(
    ("pictures", "words", "named"),
    [
        (88, "Homes in Calderby: a review by the partnership of the county, third and last edition", True),
        (55, "Page 4 of 9", True),
        (30, "Homes in Calderby: a review by the partnership of the county, third and last edition", False),  # a chart
        (88, SOUND, False),  # a picture under the words of the page
    ],
)
def test_a_scan_under_a_typed_head_is_a_picture(pictures: int, words: str, named: bool) -> None:
    within = [pages(SOUND), pages(words, pictures=pictures).assign(page=2), pages(SOUND).assign(page=3)]
    assert [row["page"] for row in text_quality.picture_problems(pd.concat(within), "r.pdf")] == ([2] if named else [])


def test_letters_lost_in_a_recommendation_are_named() -> None:
    made = pd.DataFrame({"page": [1, 2], "text": ["The council should meet.", "The co\ufffdn should be kept."]})
    found = text_quality.text_problems(pages(SOUND, SOUND), made, "r.pdf")
    assert found[["page", "what", "text"]].to_numpy().tolist() == [
        [2, "letters are lost in a recommendation", "co\ufffdn"]
    ]


def test_a_blank_page_is_no_problem() -> None:
    assert text_quality.text_problems(pages(SOUND, ""), NONE, "r.pdf").empty
    assert not text_quality.picture_problems(pages(SOUND, ""), "r.pdf")


def test_a_document_of_pictures_is_one_problem() -> None:
    found = text_quality.picture_problems(pages("", "", pictures=100), "r.pdf")
    assert [row["what"] for row in found] == ["none of its 2 pages has a text layer: they are pictures"]


def test_a_running_head_inside_a_recommendation_is_named() -> None:
    texts = [f"The Review of Homes in Calderby {n}\n{SOUND}" for n in range(1, 7)]
    made = pd.DataFrame(
        {"page": [3], "text": ["The council should meet. The Review of Homes in Calderby 4 It should publish."]}
    )
    found = text_quality.text_problems(pages(*texts), made, "r.pdf")
    assert found["what"].tolist() == ["a running head or foot may stand in a recommendation"]
    assert text_quality.text_problems(pages(*texts), made.assign(text="The council should meet."), "r.pdf").empty


def test_a_second_engine_names_pages_whose_letters_it_reads_otherwise() -> None:
    """The same file against its own pages, and against pages whose letters are others."""
    path = Path(__file__).parent / "data" / "dotted-contents.pdf"
    sound = page_text.page_texts(path)
    made = pd.DataFrame({"page": [3], "kind": ["recommendation"]})
    assert text_quality.engine_disagreement(path, sound, made).empty
    wrong = sound.assign(text=sound["text"].str.replace("e", "q"))
    found = text_quality.engine_disagreement(path, wrong, made)
    assert found["page"].tolist() == [3] and "different letters" in found["what"].iloc[0]
