"""Find numbered lists (runs of labels that count up), and say which can be series of recommendations.

A numbered list is "Recommendation 1", "Recommendation 2", ... or "1.", "2.", ... or "8.1.", "8.2.", ... in one manner
of setting. Named labels speak for themselves; bare numbers count only under a heading or after a lead-in that says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.extraction import wording
from reviewkit.extraction.blocks import SIZE_TOLERANCE, Block, is_heading

OPENING_MARKS = '“‘"'
MAX_PAGES_APART = 4  # items of one series with bare numbers stand no farther apart
MAX_SHIFT = 9.0  # points: labels of one series stand this near in line
MAX_INTRODUCTION = 170  # words: no more stand between a heading and the first item of its list
MAX_UNDER_AUDIENCE_HEADING = 400  # words: the same under headings that only say who is asked, "For government"
DOTTED_LEADERS = re.compile(r"\.{4,}|(\. ){4,}|(… ?){2,}")  # "Recommendation 1 ........ 4": a line of the contents
ENDS_IN_PAGE_NUMBER = re.compile(r"(^|\D\s)\d{1,3}([-–]\d{1,3})?$")  # "What we heard 14"


class Item(NamedTuple):
    """One item of a numbered list: the index of the block that opens it, and its number."""

    position: int
    number: int


class NumberedList(NamedTuple):
    """A run of labels that count up.

    `headings` are the headings above it, joined by " / ", and `lead_in` is the sentence before it.
    """

    form: str
    items: tuple[Item, ...]
    headings: str
    lead_in: str


def _mend_recommendation(text: str) -> str:
    """Return a heading with the word "recommendation" mended where spaces break it.

    >>> _mend_recommendation("RECOM MENDATIONS")
    'recommendationS'
    """
    return wording.BROKEN_RECOMMENDATION.sub("recommendation", text)


def find_lists(blocks: Sequence[Block], body: float) -> tuple[list[NumberedList], list[NumberedList]]:
    """Return the numbered lists that can be series of recommendations, and the others with bare numbers.

    The others still matter: a report may print its list again, in bold, where it argues, and say nothing before it.
    """
    runs: list[tuple[str, list[Item]]] = []
    pages_of_contents = contents_pages(blocks)
    for index, block in enumerate(blocks):
        if block.label is None or block.label.form in ("part", "item", "bullet") or block.page in pages_of_contents:
            continue
        if block.label.form == "named" and not _opens_recommendation(blocks, index, body):
            continue
        run = _run_continued(runs, blocks, index)
        if run is None:
            runs.append((block.label.form, [Item(index, block.label.numbers[-1])]))
        else:
            run.append(Item(index, block.label.numbers[-1]))
    series, others = [], []
    for form, run in runs:
        numbered_list = NumberedList(form, tuple(run), *_headings_and_lead_in(blocks, run[0].position, body))
        if _is_series_of_recommendations(numbered_list):
            series.append(numbered_list)
        elif form == "number":
            others.append(numbered_list)
    return series, others


def contents_pages(blocks: Sequence[Block]) -> set[int]:
    """Return the pages of the table of contents: lines with dotted leaders, or many that end in a page number."""
    leader_counts: Counter[int] = Counter()
    lines_with_page_number: Counter[int] = Counter()
    for block in blocks:
        leader_counts[block.page] += len(DOTTED_LEADERS.findall(block.text))
        is_bare_label = block.label is not None and block.label.form == "named" and not block.label.rest
        lines_with_page_number[block.page] += not is_bare_label and bool(ENDS_IN_PAGE_NUMBER.search(block.text))
    return {page for page in lines_with_page_number if leader_counts[page] >= 3 or lines_with_page_number[page] >= 6}


def _opens_recommendation(blocks: Sequence[Block], index: int, body: float) -> bool:
    """Return whether "Recommendation 4 ..." opens one, and is not a reference to it in a sentence."""
    block = blocks[index]
    rest = block.label.rest if block.label else ""
    if block.text.lstrip(OPENING_MARKS)[:1].islower():
        return False  # "(see Local / recommendation 3). The council ..."
    if is_heading(block, body) or not rest:
        return True
    starts_box = bool(block.box) and (not index or blocks[index - 1].box != block.box)
    after_label = block.text.lstrip(OPENING_MARKS)[len(block.label.printed) :].lstrip() if block.label else ""
    separated = bool(re.match(r"[:.)–—-]", after_label))
    return starts_box or separated or block.bold > 0.1


def _run_continued(runs: list[tuple[str, list[Item]]], blocks: Sequence[Block], index: int) -> list[Item] | None:
    """Return the run that a label carries on: the latest one of its form that waits for its number."""
    block = blocks[index]
    assert block.label is not None
    for form, run in reversed(runs):
        last_block = blocks[run[-1].position]
        assert last_block.label is not None
        if form != block.label.form or block.label.numbers[:-1] != last_block.label.numbers[:-1]:
            continue
        if not 1 <= block.label.numbers[-1] - run[-1].number <= 2 or not _are_set_alike(last_block, block):
            continue
        return run
    return None


def _are_set_alike(earlier: Block, later: Block) -> bool:
    """Return whether two labels are set in one manner."""
    if abs(earlier.size - later.size) > SIZE_TOLERANCE + 0.4:
        return False
    if earlier.label and earlier.label.form in ("named", "letter-r"):
        return (earlier.bold > 0.5) == (later.bold > 0.5)
    if later.page - earlier.page > MAX_PAGES_APART:
        return False
    in_next_column = abs(earlier.x0 - later.x0) > 150  # the next column of the page
    return in_next_column or abs(earlier.x0 - later.x0) <= MAX_SHIFT


def _headings_and_lead_in(blocks: Sequence[Block], index: int, body: float) -> tuple[str, str]:
    """Return the headings above a block, joined, and the sentence that leads in to it."""
    headings: list[str] = []
    lead_in, words_between = "", 0
    for above in range(index - 1, -1, -1):
        block = blocks[above]
        is_near = index - above <= 2
        if is_near and wording.MENTIONS_RECOMMENDING.search(block.text) and block.text.rstrip().endswith(":"):
            return " / ".join(headings), block.text
        if is_heading(block, body) or block.size > body + SIZE_TOLERANCE:
            headings.append(_mend_recommendation(block.text))
            if len(headings) == 3 or block.size > body + 6:
                break
        elif headings and words_between > _max_words_under(headings):
            break
        else:
            lead_in = lead_in or (block.text if above == index - 1 else "")
            words_between += len(block.text.split())
            if not headings and words_between > MAX_INTRODUCTION:
                break
    return " / ".join(headings), lead_in


def _max_words_under(headings: Sequence[str]) -> float:
    """Return how many words may stand between these headings and the one above them."""
    names_only_addressees = not nearest_heading(" / ".join(headings))
    return MAX_UNDER_AUDIENCE_HEADING if names_only_addressees else MAX_INTRODUCTION / 2


def _is_series_of_recommendations(numbered_list: NumberedList) -> bool:
    """Return whether a numbered list is a series of recommendations, made or quoted."""
    if numbered_list.form == "named":
        return True
    is_headed_so = any(heading_asks(heading) for heading in numbered_list.headings.split(" / "))
    return (is_headed_so and len(numbered_list.items) > 1) or is_lead_in(numbered_list.lead_in)


def heading_asks(text: str, strict: bool = False) -> bool:
    """Return whether a heading says that recommendations follow; `strict`: in so many words.

    >>> heading_asks("Conclusions and recommendations"), heading_asks("Progress against earlier recommendations")
    (True, False)
    """
    pattern = wording.HEADING_RECOMMENDS if strict else wording.HEADING_ASKS
    return bool(pattern.search(_mend_recommendation(text))) and not wording.HEADING_REPORTS.search(text)


def nearest_heading(headings: str) -> str:
    """Return the nearest heading that is more than who is asked ("For hotels", "Ofsted should:").

    >>> nearest_heading("For hotels / What needs to change / Part 2")
    'What needs to change'
    """
    for heading in headings.split(" / "):  # the nearest first
        if not heading.endswith(":") and not re.match(r"(for|to) ", heading, re.I):
            return heading
    return ""


def is_lead_in(text: str) -> bool:
    """Return whether the words before a list say that recommendations follow.

    >>> is_lead_in("Accordingly, I recommend that:")
    True
    """
    return bool(wording.LEADS_IN_TO_LIST.search(text[-300:]))
