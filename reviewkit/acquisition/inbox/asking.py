"""Put a doubtful document before a person, and understand the answer.

Input: a `Match`. Output: the `review_id` that the person chose, `NONE` for a document that is not in the catalogue, or
"" where it is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from reviewkit.acquisition.inbox.matching import Match
from reviewkit.acquisition.metadata import phrases

NONE = "none of them"
MOST_ATTEMPTS = 3  # at an answer
MOST_REASONS = 5  # of one candidate


def ask_person(match: Match, catalogued: Collection[str], ask: Callable[[str], str]) -> str:
    """Ask a person which review a document is."""
    offered = [candidate.review_id for candidate in match.candidates]
    question = f"{describe_match(match)}\n{_how_to_answer(len(offered))}"
    for _ in range(MOST_ATTEMPTS):
        answer = ask(question).strip().lower()
        if not answer or answer in ("l", "leave"):
            return ""
        if answer in ("n", "none", NONE):
            return NONE
        if answer.isdecimal() and 0 < int(answer) <= len(offered):
            return offered[int(answer) - 1]
        if answer in catalogued:
            return answer
        question = f"'{phrases.clean(answer)}' is none of these. {_how_to_answer(len(offered))}"
    return ""


def describe_match(match: Match) -> str:
    """Return in words what a document says of itself, why it is not taken, and which reviews it may be."""
    described = match.described
    pages = "1 page" if described.pages == 1 else f"{described.pages} pages" if described.pages else "without pages"
    own = ", ".join(
        filter(None, [described.title and f"'{described.title}'", described.publisher, described.date, pages])
    )
    lines = [f"{phrases.clean(described.name)}: {own}", *(f"  not taken by itself: {why}" for why in match.against)]
    for number, candidate in enumerate(match.candidates, start=1):
        reasons = [*candidate.for_it, *(f"but {reason}" for reason in candidate.against)][:MOST_REASONS]
        lines.append(f"  {number}  {candidate.review_id} ({candidate.score:.2f}): {'; '.join(reasons)}")
    return "\n".join(lines)


def _how_to_answer(offered: int) -> str:
    """Return which answers are understood."""
    numbers = f"1 to {offered}: that review; " if offered > 1 else "1: that review; " if offered else ""
    return f"{numbers}a review_id: that one; none: none of them; Enter leaves it: "
