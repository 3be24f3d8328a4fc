"""Select the series that are recommendations; contents, chapters and numbered paragraphs of argument are left out.

A named label with words after it speaks for itself. A bare number does not: a report numbers its chapters, findings,
paragraphs and witnesses too, and what else the document has says which series is the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from reviewkit.extraction import classify
from reviewkit.extraction.blocks import Block, is_heading
from reviewkit.extraction.list_items import MAX_MEDIAN_WORDS, Occurrence
from reviewkit.extraction.numbered_lists import heading_asks, is_lead_in, nearest_heading

MIN_MEDIAN_WORDS = 6  # a series whose items are shorter in the median is a table of contents, or of dates


def select_lists(series: list[list[Occurrence]], listed_in_tables: bool) -> list[list[Occurrence]]:
    """Return the series that are recommendations, given whether the document lists recommendations in tables."""
    has_pure_list = any(
        members[0].layout == "list" and _is_headed_recommendations_only(members[0].headings) for members in series
    )
    has_labelled_list = listed_in_tables or any(
        members[0].form in ("named", "letter-r") and len(members) > 2 for members in series
    )
    return [members for members in series if _makes_recommendations(members, has_pure_list, has_labelled_list)]


def _makes_recommendations(members: Sequence[Occurrence], pure: bool, labelled: bool) -> bool:
    """Return whether a series is one of recommendations, by its items and by what else the document has.

    `pure`: another list is headed as recommendations alone. `labelled`: another is labelled as recommendations.
    """
    median_words = median(len(occurrence.text.split()) for occurrence in members)
    if median_words < MIN_MEDIAN_WORDS:
        return False
    if members[0].form not in ("number", "decimal"):
        return True
    if median_words > MAX_MEDIAN_WORDS or (members[0].layout == "open" and _are_chapters(members)):
        return False
    if is_lead_in(members[0].lead_in) or classify.points_to_paragraphs(members):
        return True
    is_pure = _is_headed_recommendations_only(members[0].headings)
    if (pure and not is_pure) or (labelled and members[0].form == "decimal"):
        return False
    return (is_pure and members[0].layout == "list" and members[0].form == "number") or not classify.is_argument(
        members
    )


def with_headings(occurrences: list[Occurrence], blocks: Sequence[Block], body: float) -> list[Occurrence]:
    """Return the occurrences of a table with the headings of the page on which it begins."""
    page = occurrences[0].page
    headings = [block.text for block in blocks if block.page == page and is_heading(block, body) and not block.box]
    return [occurrence._replace(headings=" / ".join(headings) or occurrence.headings) for occurrence in occurrences]


def _is_headed_recommendations_only(headings: str) -> bool:
    """Return whether a heading says recommendations and not conclusions.

    Where such a list is, a second in the conclusions is not one of recommendations.
    """
    heading = nearest_heading(headings)
    return heading_asks(heading, strict=True) and not classify.SAYS_CONCLUSION.search(heading)


def _are_chapters(members: Sequence[Occurrence]) -> bool:
    """Return whether a bare series is the numbered chapters of the document, with their numbered paragraphs."""
    return any(re.match(r"\d{1,2}\.\d{1,3}\.?\s", occurrence.text) for occurrence in members)
