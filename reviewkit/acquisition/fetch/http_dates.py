"""Dates as servers write them: a header in, the moment out, or None where it is no date.

Limit: of the three forms that HTTP knows, the one that servers have to send; another is as good as none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse_http_date(said: str) -> datetime | None:
    """A header in, the moment that it names out; None where it names none.

    >>> moment("Wed, 21 Oct 2015 07:28:00 GMT").isoformat(), moment("soon")
    ('2015-10-21T07:28:00+00:00', None)
    """
    found = HTTP_DATE.fullmatch(said.strip())
    if not found or found[2] not in MONTHS:
        return None
    day, _, year, hour, minute, second = found.groups()
    try:
        return datetime(
            int(year), MONTHS.index(found[2]) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC
        )
    except ValueError:  # 31 Feb
        return None
