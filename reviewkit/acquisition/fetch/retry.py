"""Trying again, with longer and longer waits.

Comes in: something to do. Goes out: its answer, or its last fault. Only what may pass is tried again (`Again`): a cut
connection, silence, 429 and 5xx. A server that says when to come back is heard.

Limit: where it says to come back much later, it is asked no more in this run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import requests

from reviewkit.acquisition.fetch import http_dates
from reviewkit.acquisition.fetch.http import LATER, Session, is_late
from reviewkit.acquisition.fetch.policy import Failed, RetryLater

Answer = TypeVar("Answer")
LONGEST_WAIT = 120.0  # seconds that a server may have us wait


def with_retries(line: Session, job: Callable[[], Answer]) -> Answer:
    """Something to do in, its answer out; its last `Again` where no attempt brought one."""
    for attempt in range(1, line.doors.attempts + 1):
        try:
            return job()
        except RetryLater as fault:
            wait = max(fault.wait, line.doors.back_off * 2 ** (attempt - 1))
            if attempt == line.doors.attempts or fault.wait > LONGEST_WAIT:
                raise
            if time.monotonic() + wait >= line.until:
                raise is_late(line) from fault
            time.sleep(wait)
    raise Failed("was not asked", LATER)


def check_status(answer: requests.Response, good: frozenset[int] = frozenset({200})) -> None:
    """An answer in; nothing where its status is good, else `Again` or `Failed`."""
    status = answer.status_code
    if status in good:
        return
    if status == 429 or status >= 500:
        raise RetryLater(f"answers {status}", LATER, retry_after(answer.headers.get("Retry-After", "")))
    if status in (404, 410):
        raise Failed(f"answers {status}: it is not there", "look for its new address on the publisher's page")
    raise Failed(f"answers {status}", "open it in a browser, and save the document by hand")


def retry_after(said: str) -> float:
    """A Retry-After header in, seconds out; 0 where it says nothing.

    >>> asked_to_wait("7"), asked_to_wait("soon"), asked_to_wait("Wed, 21 Oct 2015 07:28:00 GMT")
    (7.0, 0.0, 0.0)
    """
    said = said.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    when = http_dates.parse_http_date(said)
    return max(0.0, (when - datetime.now(UTC)).total_seconds()) if when else 0.0
