"""Say what became of a review, and what to do next, in one line.

Input: the errors of all addresses that were tried. Output: what a person is told: the address to open in a browser, and
the folder to put the document into; of an address that is gone, where archives keep copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.acquisition.fetch import archives, refusals
from reviewkit.acquisition.fetch.policy import (
    Failed,
    FetchError,
    ManualStep,
    NoAnswer,
    NotThere,
    Outcome,
    Refused,
    TurnedAway,
    shown_address,
)
from reviewkit.base import paths

GOT = ("fetched", "changed", "unchanged")
STATES = (*GOT, "by hand", "refused", "failed")
NOTHING_TO_DO = {"fetched": "reviewkit run reads it", "unchanged": "nothing to do"}


class Ended(NamedTuple):
    """An address at which no document was reached, and why."""

    address: str
    error: FetchError


def most_telling(ended: Sequence[Ended]) -> Ended:
    """Return the address for a person to turn to first: one to choose at, one that wants a person, then others."""
    return min(ended, key=lambda one: _rank(one.error))


def next_step(ended: Ended, folders: paths.Folders, others: int = 0) -> str:
    """Return what a person does next, in one line; `others` is how many more addresses were tried."""
    error, address = ended.error, shown_address(ended.address)
    more = (
        f"; {others} more {'address was' if others == 1 else 'addresses were'} tried (attempts.csv)" if others else ""
    )
    inbox = f"save the document and put it into {folders.corpus.name}/inbox/"
    if isinstance(error, ManualStep) and error.next_step != refusals.OPEN_BY_HAND:
        return f"{error.next_step}; {inbox}{error.offers}{more}"
    if isinstance(error, TurnedAway) or error.next_step == refusals.OPEN_BY_HAND:
        return f"open {address} in a browser, {inbox}{more}"
    if isinstance(error, NotThere | NoAnswer):
        copies = " or ".join(archives.copies(address))
        return f"look for it on the publisher's site or in an archive ({copies}), {inbox}{more}"
    return f"{error.next_step}{more}"


def report_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each review: first what was got, then what is to be opened by hand, then what failed."""
    ordered = sorted(outcomes, key=lambda outcome: STATES.index(outcome.state))
    return [_line(outcome) for outcome in ordered]


def _line(outcome: Outcome) -> str:
    """Return what became of a review and what to do next."""
    parts = [outcome.review_id, outcome.state, outcome.file or outcome.address, outcome.what]
    step = outcome.next_step or NOTHING_TO_DO.get(outcome.state, "")
    return ": ".join(filter(None, parts)) + (f"; {step}" if step else "")


def _rank(error: FetchError) -> int:
    """Return in which order errors are worth a person's while."""
    if isinstance(error, TurnedAway):
        return 1
    if isinstance(error, ManualStep):
        return 0 if error.offers else 2
    if isinstance(error, NotThere | NoAnswer):
        return 5
    return 3 if isinstance(error, Failed) else 4 if isinstance(error, Refused) else 6
