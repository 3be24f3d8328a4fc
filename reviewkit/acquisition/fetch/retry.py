"""Try again, with longer and longer waits.

Input: a function that asks a server. Output: its answer, or its last error. Only what may pass is tried again
(`RetryLater`): a cut connection, silence, 429 and 5xx. A server that says when to come back is heeded.

Limitations: where it says to come back much later, it is asked no more in this run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import requests

from reviewkit.acquisition.fetch import refusals
from reviewkit.acquisition.fetch.connection import check_connection
from reviewkit.acquisition.fetch.http import TRY_LATER, Session, parse_http_date, time_over
from reviewkit.acquisition.fetch.policy import Failed, NoAnswer, NotThere, RetryLater, TurnedAway

Answer = TypeVar("Answer")
LONGEST_WAIT = 120.0  # seconds that a server may have us wait
OK = frozenset({200})


def with_retries(session: Session, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` returns; call it again where it raises `RetryLater`.

    Raises: the last `RetryLater` where no attempt brought an answer, `Failed` where the time is over,
    `OfflineError` where there is no connection to the internet.
    """
    policy = session.policy
    for attempt in range(1, policy.attempts + 1):
        try:
            return ask()
        except RetryLater as error:
            if isinstance(error, NoAnswer):
                check_connection(policy)
            wait = max(error.wait, policy.back_off * 2 ** (attempt - 1))
            if attempt == policy.attempts or error.wait > LONGEST_WAIT:
                raise
            if time.monotonic() + wait >= session.deadline:
                raise time_over(session) from error
            time.sleep(wait)
    raise Failed("was not asked", TRY_LATER)


def check_status(answer: requests.Response, accepted: frozenset[int] = OK) -> None:
    """Raise `RetryLater` or `Failed` unless the status of an answer is one of those accepted."""
    status = answer.status_code
    if status in accepted:
        return
    refusals.check_answer(answer)
    if status == 429 or status >= 500:
        wait = retry_after(answer.headers.get("Retry-After", ""))
        if status == 429 and wait > LONGEST_WAIT:
            raise TurnedAway("turns programs away (answers 429: too many requests)", refusals.OPEN_BY_HAND, True)
        raise RetryLater(f"answers {status}", TRY_LATER, wait)
    if status in (404, 410):
        raise NotThere(f"answers {status}: it is not there", refusals.LOOK_ELSEWHERE)
    raise Failed(f"answers {status}", refusals.OPEN_BY_HAND)


def retry_after(header: str) -> float:
    """Return the seconds that a Retry-After header asks for; 0 where it says nothing.

    >>> retry_after("7"), retry_after("soon"), retry_after("Wed, 21 Oct 2015 07:28:00 GMT")
    (7.0, 0.0, 0.0)
    """
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    moment = parse_http_date(header)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else 0.0
