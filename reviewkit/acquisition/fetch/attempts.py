"""Keep what was learned of each address: `attempts.csv`, beside the lock file.

Input: the folders of a corpus, and what came of the addresses of a review. Output: the table `attempts`, which a person
can read; the next `fetch` begins with the address that worked.

Limitations: only the last attempt at an address is there, and no date of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.acquisition.fetch.policy import shown_address
from reviewkit.base import paths
from reviewkit.corpus import tables

WORKED = "worked"


class Attempt(NamedTuple):
    """What came of one address."""

    address: str
    result: str  # one of schema.RESULTS
    what: str
    led_to: str = ""


def addresses_that_worked(folders: paths.Folders, review_id: str) -> set[str]:
    """Return the addresses of a review at which its document was found the last time."""
    known = tables.load_or_empty(folders.corpus, "attempts")
    return set(known.loc[(known["review_id"] == review_id) & (known["result"] == WORKED), "address"])


def save_attempts(folders: paths.Folders, review_id: str, listed: Sequence[str], attempts: Sequence[Attempt]) -> None:
    """Write what came of a review's addresses; what was known of others that are still listed stays."""
    known = tables.load_or_empty(folders.corpus, "attempts")
    new = {attempt.address for attempt in attempts}
    gone = (known["review_id"] == review_id) & (~known["address"].isin(list(listed)) | known["address"].isin(list(new)))
    order = {address: place for place, address in enumerate(listed)}
    own = known[~gone & (known["review_id"] == review_id)].to_dict("records")
    own += [
        {**attempt._asdict(), "review_id": review_id, "led_to": shown_address(attempt.led_to)} for attempt in attempts
    ]
    own.sort(key=lambda row: order[str(row["address"])])
    others = known[known["review_id"] != review_id].to_dict("records")
    rows = sorted([*others, *own], key=lambda row: str(row["review_id"]))
    changed = tables.build(rows, "attempts")
    if not changed.equals(known):
        tables.save(changed, "attempts", folders.corpus)
