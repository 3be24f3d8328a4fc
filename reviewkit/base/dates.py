"""Partial dates: compare and place dates of which only the year or the month may be known."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from reviewkit.base.errors import TableError

DATE = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")  # 2013, 2013-06, 2013-06-10
DAYS_PER_YEAR = 365.25


def certainly_later(earlier: str, later: str) -> bool:
    """Whether the second of two dates is certainly later than the first, as far as both are known.

    >>> after("2013", "2014-01"), after("2013", "2013-06"), after("2013-05", "2013-06-10")
    (True, False, True)
    """
    known = min(len(earlier), len(later))
    return earlier[:known] < later[:known]


def years_between(earlier: str, later: str) -> float:
    """Two dates in, the years between the middles of what is known of them, to a tenth, out.

    >>> years("2013-06-10", "2025-06-16")
    12.0
    """
    ends = middle_day(pd.Series([earlier, later]), "reviews")
    return round(float(ends[1] - ends[0]) / DAYS_PER_YEAR, 1)


def middle_day(dates: pd.Series, table: str) -> np.ndarray:
    """Dates in; the middle of the day, month or year that is known, in days since 1970, out.

    >>> day(pd.Series(["1970-01-02", "1970-02", "1971"]), "events").tolist()
    [1.5, 45.0, 547.5]
    """
    starts, ends = [], []
    for said in dates:
        try:
            start = np.datetime64(said)
            starts.append(start.astype("datetime64[D]").astype(int))
            ends.append((start + 1).astype("datetime64[D]").astype(int))
        except ValueError as error:
            raise TableError(f"{table}: '{said}' is not a date", "write 2013, 2013-06 or 2013-06-10") from error
    return (np.array(starts, float) + np.array(ends, float)) / 2


def middle_year(when: str) -> float:
    """A date in, the middle of the day, month or year that is known of it, in years, out.

    >>> middle("2013"), middle("2013-07")
    (2013.5, 2013.5416666666667)
    """
    year, month, day = (int(part) for part in (when + "-0-0").split("-")[:3])
    if not month:
        return year + 0.5
    return year + (month - 0.5) / 12 if not day else year + (month - 1) / 12 + (day - 0.5) / 372


def is_date(value: str) -> bool:
    """Whether a text is a year, a month or a day that exists."""
    if not DATE.fullmatch(value):
        return False
    return len(value) < 10 or not pd.isna(pd.to_datetime(value, format="%Y-%m-%d", errors="coerce"))
