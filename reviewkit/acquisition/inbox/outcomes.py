"""Say what became of each document of the inbox, and what to do next.

Input: a `Match`, and where the document went. Output: an `Outcome`; the table `inbox`, in which what was taken stays
and what waits is written anew each time; and rows of `problems` for what waits.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit.acquisition.inbox import matching
from reviewkit.acquisition.inbox.matching import Match
from reviewkit.acquisition.metadata import phrases
from reviewkit.base import paths
from reviewkit.corpus import tables

TABLE = "inbox"
TAKEN, BESIDE = "taken", "beside"
PLACED = (TAKEN, BESIDE)
AT_HAND = (*PLACED, matching.HELD)  # of which nothing waits in the inbox
LIKELY = 0.5  # the score from which on the command for a doubtful document names its review
STATES = (TAKEN, BESIDE, matching.HELD, matching.PERHAPS, matching.NEW, matching.UNREADABLE)
OPTIONS = (("title", "--title"), ("publisher", "--publisher"), ("date", "--date"), ("kind", "--kind"))
WHAT = {
    matching.PERHAPS: "is perhaps a document of the catalogue, and is not taken by itself",
    matching.NEW: "is like no document of the catalogue; if it is a review, the command enters it, if "
    "not, take it out of the inbox",
    matching.UNREADABLE: "cannot be used",
}


class Outcome(NamedTuple):
    """What became of one document."""

    dropped: str  # by which name a person knows it
    drops: tuple[str, ...]  # the files, folders or zips that it came in
    state: str
    review_id: str = ""
    document: str = ""  # inside the corpus folder
    score: float | None = None
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sha256: str = ""
    next_step: str = ""


def shown_name(name: str) -> str:
    """Return the name of a file as a table and a terminal may show it: on one line, without control characters."""
    return phrases.clean(name)


def unreadable(name: str, drops: tuple[str, ...], what: str, next_step: str) -> Outcome:
    """Return the outcome of what could not be used."""
    return Outcome(shown_name(name), drops, matching.UNREADABLE, against=(phrases.clean(what),), next_step=next_step)


def of_match(folders: paths.Folders, drops: tuple[str, ...], match: Match) -> Outcome:
    """Return the outcome of a document that was not taken: at hand, doubtful, new or unreadable."""
    described, best = match.described, match.best
    name = shown_name(described.name)
    if match.state == matching.HELD:
        review_id = Path(match.held_as).stem.partition("@")[0]
        return Outcome(name, drops, matching.HELD, review_id, match.held_as, reasons=("the same bytes are there",),
                       sha256=described.sha256)  # fmt: skip
    outcome = _compared(Outcome(name, drops, match.state, sha256=described.sha256), match)
    if match.state == matching.UNREADABLE:
        return outcome._replace(score=None, review_id="", next_step=described.next_step)
    if match.state == matching.NEW:
        return Outcome(name, drops, match.state, against=match.against, sha256=described.sha256,
                       next_step=add_command(folders, match))  # fmt: skip
    if best is None:
        return outcome._replace(next_step=f"reviewkit inbox --take {shlex.quote(name)} --id REVIEW_ID")
    if best.score < LIKELY:  # no command to paste where more speaks against it than for it
        named = ", ".join(f"{one.review_id} ({one.score:.2f})" for one in match.candidates)
        step = f"look at it; if it is one of {named}: reviewkit inbox --take {shlex.quote(name)} --id REVIEW_ID"
        return outcome._replace(next_step=step)
    return outcome._replace(next_step=f"reviewkit inbox --take {shlex.quote(name)} --id {best.review_id}")


def placed(match: Match, drops: tuple[str, ...], review_id: str, document: str, why: str) -> Outcome:
    """Return the outcome of a document that was put into `official/`."""
    state = BESIDE if "@" in document else TAKEN
    outcome = _compared(Outcome(shown_name(match.described.name), drops, state, sha256=match.described.sha256), match)
    chosen = next((one for one in match.candidates if one.review_id == review_id), None)
    step = f"look at both; to read this one: reviewkit add corpus/{document} --id {review_id}"
    return outcome._replace(
        review_id=review_id,
        document=document,
        score=chosen.score if chosen else None,
        reasons=(*((why,) if why else ()), *(chosen.for_it if chosen else ())),
        others=tuple(f"{one.review_id} {one.score:.2f}" for one in match.candidates if one.review_id != review_id),
        next_step=step if state == BESIDE else f"to take it back, remove {document}: it is in inbox/taken/ as it was",
    )


def _compared(outcome: Outcome, match: Match) -> Outcome:
    """Return an outcome with the best candidate, what speaks for and against it, and the other candidates."""
    best = match.best
    if best is None:
        return outcome._replace(against=match.against)
    return outcome._replace(
        review_id=best.review_id,
        score=best.score,
        reasons=tuple(best.for_it),
        against=tuple(dict.fromkeys([*match.against, *best.against])),
        others=tuple(f"{one.review_id} {one.score:.2f}" for one in match.candidates[1:]),
    )


def add_command(folders: paths.Folders, match: Match) -> str:
    """Return the command that enters a document as a new review, with what it says of itself, ready to paste."""
    described = match.described
    if ": " in described.name or " + " in described.name:
        return "unpack it, and reviewkit add each document that is a review"
    given = described._asdict()
    cells = " ".join(f"{option} {shlex.quote(given[field])}" for field, option in OPTIONS if given[field])
    return f"reviewkit add {shlex.quote(f'{folders.corpus.name}/inbox/{described.name}')} {cells}"


def save_outcomes(folders: paths.Folders, outcomes: Sequence[Outcome], replace: bool = True) -> pd.DataFrame:
    """Write the table `inbox`, what was taken at any time and what waits now, and return the rows of now.

    `replace` says whether `outcomes` are all that waits; else rows on other documents stay.
    """
    now = _ordered(tables.build([_row(one) for one in outcomes], TABLE))
    earlier = tables.load_or_empty(folders.tables, TABLE)
    own = earlier["dropped"].isin(now["dropped"])
    stays = earlier["state"].isin(PLACED) if replace else earlier["state"].isin(PLACED) | ~own
    joined = pd.concat([part for part in (earlier[stays], now) if len(part)] or [now], ignore_index=True)
    joined = _ordered(joined.drop_duplicates(["dropped", "state", "sha256"], keep="first"))
    if len(joined) or len(earlier):
        tables.save(joined, TABLE, folders.tables)
    return now


def _ordered(inbox: pd.DataFrame) -> pd.DataFrame:
    """Return the table in the order in which a person looks at it: what was taken, what is asked, what is new."""
    states = {state: place for place, state in enumerate(STATES)}
    order = inbox.assign(place=inbox["state"].map(states))
    ordered = order.sort_values(["place", "review_id", "dropped", "sha256"], ignore_index=True)
    return ordered[tables.column_names(TABLE)]


def _row(outcome: Outcome) -> dict[str, object]:
    """Return an outcome as a row of the table."""
    lists = {name: "; ".join(getattr(outcome, name)) for name in ("reasons", "against", "others")}
    row = outcome._asdict() | lists
    del row["drops"]
    return row


def waiting_problems(inbox: pd.DataFrame) -> pd.DataFrame:
    """Return what waits in the inbox as the table `problems`."""
    waiting = inbox[~inbox["state"].isin(AT_HAND)]
    rows: list[dict[str, object]] = [
        {
            "document": f"inbox/{row.dropped}",
            "what": WHAT[row.state],
            "text": f"{row.review_id}: {row.against}" if row.review_id else row.against,
            "next_step": row.next_step,
        }
        for row in waiting.itertuples(index=False)
    ]
    return tables.build(rows, "problems")
