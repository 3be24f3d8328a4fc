"""Series -> those that are recommendations: contents, chapters and numbered paragraphs of argument left out.

A named label with words after it speaks for itself. A bare number does not: a report numbers its chapters, findings,
paragraphs and witnesses too, and what else the document has says which series is the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from reviewkit.extraction import classify
from reviewkit.extraction.blocks import Block, is_heading
from reviewkit.extraction.list_items import LONG, Occurrence
from reviewkit.extraction.numbered_lists import is_headed, is_lead_in, nearest_heading

FEW = 6  # words: a series whose items are shorter in the middle is a table of contents, or of dates


def select_lists(series: list[list[Occurrence]], listed_in_tables: bool) -> list[list[Occurrence]]:
    """The series of a document in, and whether it lists recommendations in tables; those that are none left out."""
    pure = any(members[0].standing == "list" and _is_pure(members[0].headed) for members in series)
    labelled = listed_in_tables or any(
        members[0].form in ("named", "letter-r") and len(members) > 2 for members in series
    )
    return [members for members in series if _is_series(members, pure, labelled)]


def _is_series(members: Sequence[Occurrence], pure: bool, labelled: bool) -> bool:
    """Whether a chain is a series of recommendations, by its items and by what else the document has.

    `pure`: another list is headed as recommendations alone. `labelled`: another is labelled as recommendations.
    """
    words = median(len(one.text.split()) for one in members)
    if words < FEW:
        return False
    if members[0].form not in ("number", "decimal"):
        return True
    if words > LONG or (members[0].standing == "open" and _are_chapters(members)):
        return False
    if is_lead_in(members[0].lead_in) or classify.is_pointer(members):
        return True
    own = _is_pure(members[0].headed)
    if (pure and not own) or (labelled and members[0].form == "decimal"):
        return False
    return (own and members[0].standing == "list" and members[0].form == "number") or not classify.argues(members)


def with_headings(made: list[Occurrence], found: Sequence[Block], body: float) -> list[Occurrence]:
    """The printings of a table in; the same with the headings of the page on which it begins out."""
    page = made[0].page
    headings = [block.text for block in found if block.page == page and is_heading(block, body) and not block.box]
    return [one._replace(headed=" / ".join(headings) or one.headed) for one in made]


def _is_pure(headed: str) -> bool:
    """Whether a heading says recommendations and not conclusions: such a list leaves no second in the conclusions."""
    saying = nearest_heading(headed)
    return is_headed(saying, strict=True) and not classify.CONCLUDES.search(saying)


def _are_chapters(members: Sequence[Occurrence]) -> bool:
    """Whether a bare series is the numbered chapters of the document, with their numbered paragraphs."""
    return any(re.match(r"\d{1,2}\.\d{1,3}\.?\s", one.text) for one in members)
