"""Compare and place partial dates, of which only the year, or the year and the month, may be known.

A partial date is placed at the middle of what is known of it, in one of two units, and the two are not exchangeable:

    `middle_day`    whole calendar days since 1970. The measures use it: intervals between two dates must be true.
    `middle_year`   a decimal year of twelve equal months of 31 days. The figures use it for places on a time axis:
                    every month is then one twelfth of a year wide, in every year. It differs from the calendar by
                    less than two days.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from reviewkit.base.errors import TableError

DATE = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")  # 2013, 2013-06, 2013-06-10
DAYS_PER_YEAR = 365.25
DAYS_PER_EQUAL_MONTH = 31  # of `middle_year`: no day of a month then falls into the next one
AFTER_ALL = "~"  # sorts after what a date may go on with
FULL_DATE_LENGTH = len("2013-06-10")
MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def certainly_later(earlier: str, later: str) -> bool:
    """Return whether the second of two dates is certainly later than the first, as far as both are known.

    >>> certainly_later("2013", "2014-01"), certainly_later("2013", "2013-06"), certainly_later("2013-05", "2013-06-10")
    (True, False, True)
    """
    shared_length = min(len(earlier), len(later))
    return earlier[:shared_length] < later[:shared_length]


def ends(dates: np.ndarray) -> np.ndarray:
    """Return of each date its end, as text: a date is certainly later (`certainly_later`) if it sorts after the end.

    >>> (ends(np.array(["2013", "2012-12-31", "2013-05", ""])) < "2013-06").tolist()
    [False, True, True, False]
    """
    return np.strings.add(dates.astype(str), AFTER_ALL)


def years_between(earlier: str, later: str) -> float:
    """Return the years between the middles of two dates, by calendar days, to a tenth.

    >>> years_between("2013-06-10", "2025-06-16")
    12.0
    """
    return float(years_between_all(pd.Series([earlier]), pd.Series([later]))[0])


def years_between_all(earlier: pd.Series, later: pd.Series) -> np.ndarray:
    """Return the years between the middles of each two dates, by calendar days, to a tenth."""
    dates = sorted({*earlier, *later})
    day = dict(zip(dates, middle_day(pd.Series(dates, dtype=object), "reviews"), strict=True))
    gaps, place = np.unique(
        (later.map(day).to_numpy() - earlier.map(day).to_numpy()).astype(float), return_inverse=True
    )
    return np.array([round(float(gap) / DAYS_PER_YEAR, 1) for gap in gaps], float)[place]


def whole_years_between(earlier: str, later: str) -> int:
    """Return the whole years that have certainly passed between two dates, as far as both are known; 0 at least.

    >>> whole_years_between("2013-06-10", "2025-06-10"), whole_years_between("2013-06-10", "2025-06-09")
    (12, 11)
    >>> whole_years_between("2013", "2015-06")
    1
    """
    last_of_earlier = (earlier + "-12-31"[len(earlier) - 4 :]).split("-")  # the 31st of any month comes after its last
    first_of_later = (later + "-01-01"[len(later) - 4 :]).split("-")
    years = int(first_of_later[0]) - int(last_of_earlier[0])
    return max(0, years - (first_of_later[1:] < last_of_earlier[1:]))


def middle_day(dates: pd.Series, table: str) -> np.ndarray:
    """Return the middle of the day, month or year that is known of each date, in calendar days since 1970.

    `table` is named in the error. For places on the time axis of a figure see `middle_year`.
    Raises: `TableError` for a text that is not a date.

    >>> middle_day(pd.Series(["1970-01-02", "1970-02", "1971"]), "events").tolist()
    [1.5, 45.0, 547.5]
    """
    starts, ends = [], []
    for date in dates:
        try:
            start = np.datetime64(date)
            starts.append(start.astype("datetime64[D]").astype(int))
            ends.append((start + 1).astype("datetime64[D]").astype(int))
        except ValueError as error:
            raise TableError(f"{table}: '{date}' is not a date", "write 2013, 2013-06 or 2013-06-10") from error
    return (np.array(starts, float) + np.array(ends, float)) / 2


def middle_year(when: str) -> float:
    """Return the middle of the day, month or year that is known of a date, as a decimal year of equal months.

    For intervals between dates see `middle_day`.

    >>> middle_year("2013"), middle_year("2013-07")
    (2013.5, 2013.5416666666667)
    """
    year, month, day = (int(part) for part in (when + "-0-0").split("-")[:3])
    if not month:
        return year + 0.5
    if not day:
        return year + (month - 0.5) / 12
    return year + (month - 1) / 12 + (day - 0.5) / (12 * DAYS_PER_EQUAL_MONTH)


def is_date(value: str) -> bool:
    """Return whether a text is a year, a month, or a day that exists."""
    if not DATE.fullmatch(value):
        return False
    return len(value) < FULL_DATE_LENGTH or not pd.isna(pd.to_datetime(value, format="%Y-%m-%d", errors="coerce"))


def date_in_words(date: str) -> str:
    """Return a date as it stands in a sentence, as far as it is known.

    >>> date_in_words("2025-06-16"), date_in_words("2013-06"), date_in_words("2012")
    ('16 June 2025', 'June 2013', '2012')
    """
    year, month, day = (int(part) for part in (date + "-0-0").split("-")[:3])
    return " ".join(part for part in (str(day or ""), MONTHS[month], str(year)) if part)
