"""Blocks -> chains: runs of labels that count up, and whether each is a series of recommendations.

A chain is "Recommendation 1", "Recommendation 2", ... or "1.", "2.", ... or "8.1.", "8.2.", ... in one manner of
setting. Named labels speak for themselves; bare numbers count only under a heading or after a lead-in that says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.extraction.blocks import OTHER_SIZE, Block, is_heading

QUOTES = '“‘"'
NEAR = 4  # pages: items of one bare series stand no farther apart
SHIFT = 9.0  # points: labels of one series stand this near in line
INTRODUCTION = 170  # words: no more than this stands between a heading and the first item of its list
AUDIENCE = 400  # words: and over headings that only say who is asked, "For government", it may stand farther off
LEADERS = re.compile(r"\.{4,}|(\. ){4,}|(… ?){2,}")  # "Recommendation 1 ........ 4": a line of the contents
HEADED = re.compile(
    r"\brecommend(s|ations?)?\b|actions? required|what (?:should|must|needs to) (?:be done|happen|change)"
    r"|areas? for improvement|causes? of concern",
    re.I,
)
NOT_HEADED = re.compile(  # "Progress against earlier recommendations", "Response to the recommendations"
    r"\b(progress|respon[sd]\w*|implement\w*|previous|earlier|prior|status|accept\w*|update|government.s|against|past"
    r"|findings? and|who made)\b",
    re.I,
)
LEAD_IN = re.compile(  # "Accordingly, I recommend that:", "The Panel makes the following recommendations:"
    r"\b(i|we|panel|inquiry|review|committee|board|commission|report|audit|chair|lead me to)\b[^.]*"
    r"\brecommend(s|ed|ations?)?\b([^.:]{0,70}:|( that| as follows)?\W{0,2})\s*$"
    r"|\b(its|their|his|her|these|following) (\w+ )?recommendations\b[^.]*:\s*$",
    re.I,
)
TOLD = re.compile(r"recommend", re.I)
STRICT = re.compile(r"\brecommend(s|ations?)?\b", re.I)  # and not "Recommended practice"


class Item(NamedTuple):
    """One opening of a chain: which block, and its number."""

    place: int
    number: int


class Chain(NamedTuple):
    """A run of labels that count up. `headed` is the heading above it, `lead_in` the sentence before it."""

    form: str
    items: tuple[Item, ...]
    headed: str
    lead_in: str


def without_spaces(text: str) -> str:
    """A heading with the breaks between its letters taken out: "CO NCLUSIONS" reads as "conclusions".

    >>> bool(HEADED.search(squeezed("RECOM MENDATIONS")))
    True
    """
    return re.sub(r"(?i)r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d\s?a\s?t\s?i\s?o\s?n", "recommendation", text)


def find_lists(found: Sequence[Block], body: float) -> tuple[list[Chain], list[Chain]]:
    """Blocks in reading order and the body's size in; the chains that can be series of recommendations, and the others.

    The others still matter: a report may print its list again, in bold, where it argues, and say nothing before it.
    """
    runs: list[tuple[str, list[Item]]] = []
    listing = contents_pages(found)
    for place, block in enumerate(found):
        if block.label is None or block.label.form in ("part", "item", "bullet") or block.page in listing:
            continue
        if block.label.form == "named" and not _opens_one(found, place, body):
            continue
        run = _continued(runs, found, place)
        if run is None:
            runs.append((block.label.form, [Item(place, block.label.numbers[-1])]))
        else:
            run.append(Item(place, block.label.numbers[-1]))
    made = [Chain(form, tuple(run), *_above(found, run[0].place, body)) for form, run in runs]
    counted = [_counts(chain) for chain in made]
    return (
        [chain for chain, counts in zip(made, counted, strict=True) if counts],
        [chain for chain, counts in zip(made, counted, strict=True) if not counts and chain.form == "number"],
    )


def contents_pages(found: Sequence[Block]) -> set[int]:
    """Pages of the table of contents: lines with dotted leaders, or many that end in a page number."""
    leaders: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for block in found:
        leaders[block.page] += len(LEADERS.findall(block.text))
        bare = block.label is not None and block.label.form == "named" and not block.label.rest
        ended[block.page] += not bare and bool(re.search(r"(^|\D\s)\d{1,3}([-–]\d{1,3})?$", block.text))
    return {page for page in ended if leaders[page] >= 3 or ended[page] >= 6}


def _opens_one(found: Sequence[Block], place: int, body: float) -> bool:
    """Whether "Recommendation 4 ..." opens one, and is no reference to it in a sentence."""
    block = found[place]
    rest = block.label.rest if block.label else ""
    if block.text.lstrip(QUOTES)[:1].islower():
        return False  # "(see Local / recommendation 3). The council ..."
    if is_heading(block, body) or not rest:
        return True
    starts_box = bool(block.box) and (not place or found[place - 1].box != block.box)
    after = block.text.lstrip('“‘"')[len(block.label.printed) :].lstrip() if block.label else ""
    separated = bool(re.match(r"[:.)–—-]", after))
    return starts_box or separated or block.bold > 0.1


def _continued(runs: list[tuple[str, list[Item]]], found: Sequence[Block], place: int) -> list[Item] | None:
    """The run that a label carries on: the latest one of its form that waits for its number."""
    block = found[place]
    assert block.label is not None
    for form, run in reversed(runs):
        last = found[run[-1].place]
        assert last.label is not None
        if form != block.label.form or block.label.numbers[:-1] != last.label.numbers[:-1]:
            continue
        if not 1 <= block.label.numbers[-1] - run[-1].number <= 2 or not _alike(last, block):
            continue
        return run
    return None


def _alike(one: Block, other: Block) -> bool:
    """Whether two labels are set in one manner."""
    if abs(one.size - other.size) > OTHER_SIZE + 0.4:
        return False
    if one.label and one.label.form in ("named", "letter-r"):
        return (one.bold > 0.5) == (other.bold > 0.5)
    if other.page - one.page > NEAR:
        return False
    columns = abs(one.x0 - other.x0) > 150  # the next column of the page
    return columns or abs(one.x0 - other.x0) <= SHIFT


def _above(found: Sequence[Block], place: int, body: float) -> tuple[str, str]:
    """The headings over a place, joined, and the sentence that leads in to it."""
    headings: list[str] = []
    lead_in, words = "", 0
    for before in range(place - 1, -1, -1):
        block = found[before]
        if place - before <= 2 and TOLD.search(block.text) and block.text.rstrip().endswith(":"):
            return " / ".join(headings), block.text
        if is_heading(block, body) or block.size > body + OTHER_SIZE:
            headings.append(without_spaces(block.text))
            if len(headings) == 3 or block.size > body + 6:
                break
        elif headings and words > (AUDIENCE if not nearest_heading(" / ".join(headings)) else INTRODUCTION / 2):
            break
        else:
            lead_in = lead_in or (block.text if before == place - 1 else "")
            words += len(block.text.split())
            if not headings and words > INTRODUCTION:
                break
    return " / ".join(headings), lead_in


def _counts(chain: Chain) -> bool:
    """Whether a chain is a series of recommendations, made or quoted."""
    if chain.form == "named":
        return True
    headed = any(is_headed(part) for part in chain.headed.split(" / "))
    return (headed and len(chain.items) > 1) or is_lead_in(chain.lead_in)


def is_headed(text: str, strict: bool = False) -> bool:
    """Whether a heading says that recommendations follow; `strict`: in so many words.

    >>> is_headed("Conclusions and recommendations"), is_headed("Progress against earlier recommendations")
    (True, False)
    """
    said = (STRICT if strict else HEADED).search(without_spaces(text))
    return bool(said) and not NOT_HEADED.search(text)


def nearest_heading(headed: str) -> str:
    """The nearest heading of a chain that is not only who is asked: "For hotels", "Ofsted should:".

    >>> nearest("For hotels / What needs to change / Part 2")
    'What needs to change'
    """
    parts = headed.split(" / ")
    return next((part for part in parts if not part.endswith(":") and not re.match(r"(for|to) ", part, re.I)), "")


def is_lead_in(text: str) -> bool:
    """Whether the words before a list say that recommendations follow.

    >>> leads_in("Accordingly, I recommend that:")
    True
    """
    return bool(LEAD_IN.search(text[-300:]))
