"""Of the links of a page the one that is clearly the review is taken, and never another document about it."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.acquisition.fetch import wanted
from reviewkit.acquisition.fetch.doors import choice
from reviewkit.acquisition.fetch.doors.steps import Link, Wanted

TITLES = [
    ("Independent inquiry into tides and piers in Quillham 2027-2031", "Quay report", "2031-08"),
    ("Lamps and shelter: an inquiry into the harbour wards", "Lamps report", "2033-05"),
    ("Piers and quays: learning and advice", "Piers", "2033-01"),
    ("Piers and quays: the whole report on the ferries", "Ferries", "2033-02"),
    *((f"Inquiry into tides and piers of ward {number}", f"Ward {number}", "2030") for number in range(6)),
]
ABBREVIATIONS = (("tides and piers", "tap"),)
CATALOGUE = pd.DataFrame(TITLES, columns=["title", "short_title", "date_published"])


def review(place: int) -> Wanted:
    common = wanted.common_words(CATALOGUE, ABBREVIATIONS)
    return wanted.wanted_review(CATALOGUE.iloc[place].to_dict(), CATALOGUE, common, (), [], ABBREVIATIONS)


def offered(*texts: str) -> list[Link]:
    return [Link(f"https://quillham.example/{place}", text) for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("place", "texts", "taken"),
    [
        (0, ["Independent inquiry into tides and piers in Quillham", "Minutes"], 0),
        (0, ["Response to the inquiry in Quillham", "Independent Inquiry TAP Quillham (PDF, 2.4MB)"], 1),
        (0, ["Inquiry into tides and piers of Quillham 2019"], None),  # another year
        (0, ["Tides and piers strategy", "Tides and piers: a guide"], None),  # words that many titles share
        (1, ["Lamps and shelter", "Lamps and shelter: executive summary", "Lamps and shelter: easy read"], 0),
        (1, ["Lamps and shelter: executive summary"], None),
        (1, ["Read the report", "Download"], None),  # says nothing
        (1, ["Lamps and shelter volume A", "Lamps and shelter volume B"], None),
        (2, ["Piers and quays"], None),  # two documents begin so
        (3, ["Piers and quays: learning and advice", "Piers and quays: the whole report on the ferries"], 1),
    ],
)
def test_a_link_is_taken_only_where_it_is_clearly_the_review(place: int, texts: list[str], taken: int | None) -> None:
    links = offered(*texts)
    assert choice.clear_link(links, review(place)) == (None if taken is None else links[taken])


def test_a_file_name_and_the_row_around_a_link_tell_what_it_is() -> None:
    by_name = [Link("https://q.example/Lamps_and-shelter.pdf", "Download"), Link("https://q.example/b.pdf", "Download")]
    assert choice.clear_link(by_name, review(1)) == by_name[0]
    by_row = [Link("https://q.example/a.pdf", "Report", "May 2033 Lamps and shelter Report"),
              Link("https://q.example/b.pdf", "Summary", "May 2033 Lamps and shelter Summary")]  # fmt: skip
    assert choice.clear_link(by_row, review(1)) == by_row[0]


def test_a_pdf_is_taken_before_the_web_edition_beside_it() -> None:
    same = [Link("https://q.example/lamps", "Lamps and shelter"), Link("https://q.example/l.pdf", "Lamps and shelter")]
    assert choice.clear_link(same, review(1)) == same[1]


def test_words_that_many_titles_share_are_known_from_the_catalogue() -> None:
    assert wanted.common_words(CATALOGUE) == {"tides", "piers", "inquiry", "ward"}
