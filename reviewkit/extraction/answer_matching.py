"""Match what a response answers to the recommendations of the reviews that it answers.

By the words that the response repeats, where the review's own text is held: committees' responses often number anew.
Else by number: of a digest only the numbers can be compared. A recommendation whose parts are answered apart gets what
holds of all of them.

Input: the tables `answers`, `recommendations` and `reviews` (`responds_to`, by `review_id`).
Output: one row a recommendation and response, as in `statuses`, and the table `problems`.
Limitations: a response that repeats nothing and numbers anew is matched wrongly; it is marked unsure where it does not
call the number a recommendation's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from reviewkit.base.text import natural_key, split_list
from reviewkit.base.types import Row
from reviewkit.corpus import tables

LEAST_WORDS = 8  # of what is repeated: less may stand in several recommendations
ALIKE = 0.6  # share of the pairs of words of the shorter text that the other has too, from which it is the same text
OTHER = 0.2  # under this the words are another recommendation's
CALLED = re.compile(r"rec", re.I)  # "Recommendation 4", "R4", "Rec. 4": and not "4."
AFFIRMATIVE = ("accepted", "in principle", "in part")


class Match(NamedTuple):
    """An answer, the recommendation that it is of, and what is doubtful in that."""

    rec_id: str
    answer: Row
    doubt: str = ""


def match_answers(
    answers: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the statuses that the answers give to recommendations, and the answers that match none as `problems`."""
    rows: list[dict[str, object]] = []
    problems: list[dict[str, object]] = []
    by_id = reviews.set_index("review_id")
    for response_id, of_response in answers.groupby("review_id", sort=True):
        response = by_id.loc[str(response_id)]
        answered = recommendations[recommendations["review_id"].isin(split_list(response["responds_to"]))]
        candidates = list(answered[answered["kind"] != "quoted"].itertuples(index=False))
        matches = [match for row in of_response.itertuples(index=False) for match in _matches(row, candidates)]
        rows += _status_rows(matches, str(response_id), response)
        found = {(match.answer.number, match.answer.asked) for match in matches}
        missing = [row for row in of_response.itertuples(index=False) if (row.number, row.asked) not in found]
        problems += _unmatched(missing, response)
    return tables.build(rows, "statuses"), tables.build(problems, "problems")


def _matches(answer: Row, candidates: Sequence[Row]) -> list[Match]:
    """Return the recommendations that an answer is of, none where it cannot be told."""
    numbered = _with_number(answer.number, candidates)
    asked = _pairs(answer.asked)
    if len(asked) < LEAST_WORDS:
        return _by_number(answer, numbered)
    texts = [(candidate, _likeness(asked, _pairs(f"{candidate.title} {candidate.text}"))) for candidate in candidates]
    published = [(candidate, likeness) for candidate, likeness in texts if candidate.edition == "official"]
    best = max(published, key=lambda pair: pair[1], default=None)
    if best and best[1] >= ALIKE:
        own = {candidate.rec_id for candidate in numbered}
        likeness_of_own = max((likeness for candidate, likeness in published if candidate.rec_id in own), default=0.0)
        return [Match((numbered[0] if likeness_of_own >= best[1] else best[0]).rec_id, answer)]
    found = _by_number(answer, numbered)
    likeness_by_id = {candidate.rec_id: likeness for candidate, likeness in published}
    differ = "the words that it repeats are not those of this number"
    return [match._replace(doubt=differ) if likeness_by_id.get(match.rec_id, 1.0) < OTHER else match for match in found]


def _by_number(answer: Row, numbered: Sequence[Row]) -> list[Match]:
    """Return the recommendations of a number; none where two reviews have it."""
    if len({candidate.review_id for candidate in numbered}) > 1:
        return []
    doubt = "" if CALLED.match(answer.label) else "matched by a bare number"
    return [Match(candidate.rec_id, answer, doubt) for candidate in numbered]


def _with_number(number: str, candidates: Sequence[Row]) -> list[Row]:
    """Return the recommendations of a number: the part itself, or that of which it is a part, or its parts."""
    if not number:
        return []
    names = {candidate.rec_id: candidate.rec_id.partition("/")[2] for candidate in candidates}
    whole = number.partition("-")[0]
    for wanted in dict.fromkeys((f"r{number}", f"r{number[: len(whole) + 2]}", f"r{whole}")):
        same = [candidate for candidate in candidates if names[candidate.rec_id] == wanted]
        if same:
            return same
    return [candidate for candidate in candidates if names[candidate.rec_id].startswith(f"r{whole}-")]


def _status_rows(matches: Sequence[Match], response_id: str, response: pd.Series) -> list[dict[str, object]]:
    """Return a row for each recommendation that a response answers."""
    by_id: dict[str, list[Match]] = {}
    for match in matches:
        by_id.setdefault(match.rec_id, []).append(match)
    common = {
        "by": response["publisher"] or response["authors"],
        "date": response["published"],
        "document": response_id,
        "seen_at": response["address"] or response["document"],
        "known_from": "response",
    }
    return [{"rec_id": rec_id, **common, **_joined(by_id[rec_id])} for rec_id in sorted(by_id, key=natural_key)]


def _joined(matches: Sequence[Match]) -> Mapping[str, object]:
    """Return the answer, page, sureness and note of one recommendation from what is answered to it and its parts."""
    answers = list(dict.fromkeys(match.answer.answer for match in matches))
    apart = [match.doubt for match in matches]
    matching = apart if all(apart) else []  # one part that is matched beyond doubt settles the number
    doubts = list(dict.fromkeys(filter(None, [*(match.answer.doubt for match in matches), *matching])))
    sure = all(match.answer.sure == "yes" for match in matches) and not matching
    note = "; ".join(doubts)
    if len(answers) > 1:
        parts = ", ".join(f"{match.answer.number or match.answer.label}: {match.answer.answer}" for match in matches)
        note = "; ".join(filter(None, (f"its parts are answered apart ({parts})", note)))
    return {
        "answer": _answer_of_parts(answers),
        "page": matches[0].answer.page,
        "sure": "yes" if sure and len(answers) == 1 else "no",
        "note": note,
    }


def _answer_of_parts(answers: Sequence[str]) -> str:
    """Return what holds of a recommendation whose parts have these answers.

    >>> _answer_of_parts(["accepted", "in principle"]), _answer_of_parts(["accepted", "rejected"])
    ('in principle', 'in part')
    """
    if len(answers) == 1:
        return answers[0]
    if set(answers) <= {"accepted", "in principle"}:
        return "in principle"
    return "in part" if set(answers) & set(AFFIRMATIVE) else "none"


def _unmatched(rows: Sequence[Row], response: pd.Series) -> list[dict[str, object]]:
    """Return the problem that a response answers what is not held; none where it answers nothing else."""
    if not rows:
        return []
    numbers = list(dict.fromkeys(row.number for row in rows if row.number))
    unnumbered = sum(not row.number for row in rows)
    what = ", ".join([*numbers, *([f"{unnumbered} without a number"] if unnumbered else [])])
    step = (
        "name the review in responds_to of catalogue.csv, or put its text into official/; or add rows to responses.csv"
    )
    problem = "answers recommendations that are not held or cannot be told apart"
    return [{"document": response["document"], "page": rows[0].page, "what": problem, "text": what, "next_step": step}]


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return the pairs of neighbouring words of a text."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return set(zip(words, words[1:], strict=False))


def _likeness(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    """Return the share of the shorter text's pairs of words that the other has too."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= LEAST_WORDS else 0.0
