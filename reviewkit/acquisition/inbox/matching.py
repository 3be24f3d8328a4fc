"""Decide what a document is: surely one of the catalogue, perhaps one, a new one, or one that is at hand already.

Input: descriptions and the catalogue. Output: a `Match` for each document, with its candidates, best first, and what
speaks against it.

Limitations: two documents of nearly one title and date are never told apart by themselves: a person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from reviewkit.acquisition.inbox import descriptions, scoring, signs
from reviewkit.acquisition.inbox.descriptions import Description
from reviewkit.acquisition.inbox.scoring import Candidate, Evidence

SURE = 0.7  # a title that is the same, and two other things that agree; no wrong one of those tried came near it
LEAD = 0.15  # by which the best is clear of the second: the points of one day, or of a place and a publisher
POSSIBLE = 0.4  # below it, no title is like it: what is left are words that all titles on the subject share
LIKE_TITLE = 0.75 * scoring.TITLE  # points: a title so like it is asked about, whatever speaks against the rest
FACTS = ("date", "publisher", "pages", "paper", "isbn")  # of which one has to agree: a title and names are in news too
MOST_CANDIDATES = 4  # that a person is shown
OF_NAME = 0.2  # the most that the name of a file counts for, where the document says nothing
LEAST_OF_NAME = 60  # of 100: how alike the name of a file has to be
SURELY, PERHAPS, NEW, HELD, UNREADABLE = "sure", "doubtful", "new", "held", "unreadable"


class Match(NamedTuple):
    """What a document is, and why."""

    described: Description
    state: str
    candidates: tuple[Candidate, ...] = ()
    against: tuple[str, ...] = ()  # why it is not taken by itself
    held_as: str = ""  # the file that has the same bytes

    @property
    def best(self) -> Candidate | None:
        """The likeliest document of the catalogue."""
        return self.candidates[0] if self.candidates else None


def match(described: Description, catalogue: pd.DataFrame, held: Mapping[str, str]) -> Match:
    """Match one document to the catalogue; `held` are the documents at hand, by their hash."""
    if described.sha256 in held:
        return Match(described, HELD, held_as=held[described.sha256])
    if described.fault:
        return Match(described, UNREADABLE, _by_name(described, catalogue), (described.fault,))
    rows = {str(row["review_id"]): row for row in catalogue.to_dict("records")}
    compared = [scoring.candidate(described, row) for row in rows.values()]
    candidates = tuple(sorted(compared, key=lambda one: (-one.score, one.review_id))[:MOST_CANDIDATES])
    likely = tuple(one for one in candidates if _is_possible(one))
    if not likely:
        scanned = descriptions.is_wordless(described)
        signs_seen = tuple(signs.signs_against(described, None))
        return Match(
            described, PERHAPS if scanned else NEW, _by_name(described, catalogue) if scanned else (), signs_seen
        )
    doubts = [*signs.signs_against(described, rows[likely[0].review_id]), *_unclear(likely)]
    return Match(described, PERHAPS if doubts else SURELY, likely, tuple(doubts))


def _is_possible(one: Candidate) -> bool:
    """Return whether a person should be asked about a candidate: by its score, or by its title alone."""
    of_title = max((evidence.points for evidence in one.evidence if evidence.name == "title"), default=0)
    return one.score >= POSSIBLE or of_title >= LIKE_TITLE


def _unclear(candidates: Sequence[Candidate]) -> list[str]:
    """Say why a best candidate is not sure: its score is low, or the second is near."""
    best, second = candidates[0], candidates[1] if len(candidates) > 1 else None
    doubts = [] if best.score >= SURE else [f"its score is {best.score:.2f}; sure ones have {SURE}"]
    if not any(one.name in FACTS and one.points > 0 for one in best.evidence):
        doubts.append("neither date, publisher, number nor pages bear out its title")
    if second is not None and best.score - second.score < LEAD:
        doubts.append(f"{second.review_id} is nearly as likely ({second.score:.2f})")
    return doubts


def _by_name(described: Description, catalogue: pd.DataFrame) -> tuple[Candidate, ...]:
    """Return candidates by the name of the file: a hint for a person, and no more."""
    name = descriptions.readable_name(described.name)
    found = []
    for row in catalogue.to_dict("records"):
        names = (str(row["title"]), str(row["short_title"]), str(row["review_id"]).replace("-", " "))
        alike = max(fuzz.token_set_ratio(name, other.lower()) for other in names) if len(name) > 2 else 0
        if alike >= LEAST_OF_NAME:
            reason = Evidence("name", 1, f"the name of the file is {alike:.0f} of 100 like it, which decides nothing")
            found.append(Candidate(str(row["review_id"]), round(OF_NAME * alike / 100, 2), (reason,)))
    return tuple(sorted(found, key=lambda one: (-one.score, one.review_id))[:MOST_CANDIDATES])
