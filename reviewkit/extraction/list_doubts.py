"""Say what speaks against a document's list of recommendations, and which pages to look at first.

Input: a document's recommendations, its pages, and the scores of its blocks.
Output: rows of the table `problems`, at most one for each kind of doubt.
Limitations: a number that a document tells of another's recommendations may be taken for its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from reviewkit.corpus import tables
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.confidence import UNSURE
from reviewkit.extraction.features import Floats
from reviewkit.extraction.labels import WORDS

MOST_PAGES_NAMED = 5
NONE_FOUND = "no recommendation was found in it"
STATED_COUNT = re.compile(  # "This report makes twelve recommendations", "We have made 14 key recommendations"
    r"\b(?:we|i|(?:this|the|our) (?:report|review|inquiry|audit|panel|committee|inspection|investigation))"
    r"(?: therefore| also)? (?:makes?|sets? out|have made|has made|offers?) (?:a total of )?"
    rf"(?P<number>\d{{1,3}}|{'|'.join(sorted(WORDS, key=len, reverse=True))}) (?:\w+ )?recommendations\b",
    re.I,
)
LARGEST_COUNT = 300  # recommendations: a larger number is a year, or another's


def list_problems(document: str, recommendations: pd.DataFrame, pages: pd.DataFrame) -> list[dict[str, object]]:
    """Return what speaks against a list: rows that are unsure, and the number that the document itself tells."""
    made = recommendations[recommendations["kind"] == "recommendation"]
    problems: list[dict[str, object]] = []
    unsure = made[made["confidence"] < UNSURE]
    if len(unsure):
        what = f"{len(unsure)} of its {len(made)} recommendations are unsure (confidence under {UNSURE})"
        problems.append({"document": document, "what": what, "next_step": _look_at(unsure["page"].tolist(), pages)})
    stated = stated_count(pages["text"].tolist())
    if stated and stated != len(made) and len(made):
        what = f"it says that it makes {stated} recommendations, and {len(made)} were found"
        problems.append({"document": document, "what": what, "next_step": _look_at(made["page"].tolist(), pages)})
    return problems


def renewed(
    problems: pd.DataFrame, document: str, before: pd.DataFrame, now: pd.DataFrame, pages: pd.DataFrame, ticked: bool
) -> pd.DataFrame:
    """Return the table `problems` with what speaks against a document's list as people corrected it.

    `before` and `now` are its recommendations as they were read and as they are. Nothing speaks against a list that a
    person ticked, and a row that a person checked is not unsure.
    """
    stale = {(row["what"], row["next_step"]) for row in list_problems(document, before, pages)}
    is_stale = [
        row.document == document
        and ((row.what, row.next_step) in stale or (row.what == NONE_FOUND and (ticked or len(now) > 0)))
        for row in problems.itertuples(index=False)
    ]
    surer = now.assign(confidence=now["confidence"].mask(now["checked"] == "yes", 1.0))
    current = [] if ticked else list_problems(document, surer, pages)
    own = [problems[~pd.Series(is_stale, index=problems.index, dtype=bool)], tables.build(current, "problems")]
    return pd.concat([part for part in own if len(part)] or [problems.iloc[:0]], ignore_index=True)


def empty_problem(document: str, blocks: Sequence[Block], scores: Floats, pages: pd.DataFrame) -> dict[str, object]:
    """Return the row of `problems` of a document in which nothing was found, with the pages that came nearest."""
    best = sorted(range(len(blocks)), key=lambda index: (-scores[index], index))[:MOST_PAGES_NAMED]
    return {
        "document": document,
        "what": NONE_FOUND,
        "next_step": f"if it makes some: {_look_at([blocks[index].page for index in best], pages)}",
    }


def stated_count(texts: Sequence[str]) -> int:
    """Return how many recommendations a document says that it makes; 0 where it does not say, or says two numbers.

    >>> stated_count(["This report makes twelve recommendations."])
    12
    """
    numbers = {_number(match["number"]) for text in texts for match in STATED_COUNT.finditer(" ".join(text.split()))}
    return numbers.pop() if len(numbers) == 1 and max(numbers) <= LARGEST_COUNT else 0


def _number(printed: str) -> int:
    """Return a number printed in figures or in words."""
    return int(printed) if printed.isdigit() else WORDS.index(printed.lower()) + 1


def _look_at(numbers: Sequence[int], pages: pd.DataFrame) -> str:
    """Return the sentence that names the pages, or sections of a web page, to look at first."""
    is_web_page = len(pages) > 0 and bool((pages["width"] == 0).all())
    named = sorted(set(numbers))[:MOST_PAGES_NAMED]
    if not named:
        return "look at the document"
    unit = ("section" if is_web_page else "page") + ("s" if len(named) > 1 else "")
    return f"look first at {unit} {', '.join(map(str, named))}"
