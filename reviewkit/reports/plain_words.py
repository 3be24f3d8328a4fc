"""Say in plain words what tables hold as codes: numbers, kinds, editions, relations, and who says so.

Input: a cell. Output: words that a reader who does not know this project understands.

Limitations: words of documents are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from reviewkit.base.dates import date_in_words
from reviewkit.corpus import schema
from reviewkit.reports.evidence_rows import NO_NUMBER

EDITIONS = {"official": "the published text", "digest": "our summary of its recommendations", "none": "nothing yet"}
LISTS = {"whole list": "complete list", "some": "part of the list", "nothing": "nothing yet"}
SAYS_SO = {"coders": "both coders", "model": "the model alone", "correction": "a person"}
RELATIONS = {"restates": "asks the same", "related": "related", "unrelated": "not related"}
KINDS = {
    "recommendation": ("recommendation", "recommendations"),
    "conclusion": ("conclusion", "conclusions"),
    "quoted": ("quotation of an earlier recommendation", "quotations of earlier recommendations"),
    "commitment": ("commitment", "commitments"),
    "duty": ("duty", "duties"),
}  # one of a kind, and several
PHRASES = (  # of sentences that other modules make for the log
    ("reviews of which recommendations are held", "reviews whose recommendations have been found"),
    ("recommendations held of these reviews", "recommendations found in these reviews"),
    ("restating an earlier one", "asking what an earlier one asked"),
    ("half a year to a year and a half after a moment", "published half a year to a year and a half after a moment"),
)
assert set(KINDS) == set(schema.KINDS)


def number(label: str) -> str:
    """Return the number printed with a recommendation, without the word for what it is.

    >>> number("Recommendation 4"), number("Recommendation, no number: quay-lamps"), number("")
    ('4', 'no number', 'no number')
    """
    return "no number" if not label or NO_NUMBER in label else label.removeprefix("Recommendation ").rstrip(".:")


def several(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> several(1, "review"), several(3, "review"), several(2, "body", "bodies")
    ('1 review', '3 reviews', '2 bodies')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def joined(parts: Iterable[str]) -> str:
    """Return words as a list in a sentence.

    >>> joined(["piers", "boats", "lamps"]), joined(["piers"])
    ('piers, boats and lamps', 'piers')
    """
    *others, last = list(parts) or [""]
    return f"{', '.join(others)} and {last}" if others else last


def quoted(name: str) -> str:
    """Return a name as it stands in a list: one with a comma in quotation marks.

    >>> quoted("Lamps, with oil"), quoted("Lamps")
    ('“Lamps, with oil”', 'Lamps')
    """
    return f"“{name}”" if "," in name else name


def in_words(date: str) -> str:
    """Return a date as it stands in a sentence, as far as it is known.

    >>> in_words("2031-06-16"), in_words("")
    ('16 June 2031', 'no date known')
    """
    return date_in_words(date) if date else "no date known"


def spaced(code: str) -> str:
    """Return a code of several words as words.

    >>> spaced("serious-case-review")
    'serious case review'
    """
    return code.replace("-", " ").replace("_", " ")


def theme_names(cells: pd.Series, themes: pd.DataFrame) -> pd.Series:
    """Return cells of theme ids, divided by semicolons, as their printed names."""
    names = dict(zip(themes["theme"], themes["name"], strict=True))
    split = cells.fillna("").str.split(r";\s*", regex=True)
    return split.map(lambda ids: "; ".join(names.get(theme, theme) for theme in ids))


def named(text: pd.Series, themes: pd.DataFrame) -> pd.Series:
    """Return sentences in which themes stand by their names and not by their ids of several words."""
    names = {
        row.theme: f"“{row.name}”" for row in themes[["theme", "name"]].itertuples(index=False) if "-" in row.theme
    }
    pattern = "|".join(re.escape(theme) for theme in sorted(names, key=len, reverse=True))
    return text.str.replace(rf"\b({pattern})\b", lambda found: names[found[0]], regex=True) if names else text


def plain(text: str) -> str:
    """Return a sentence of the log in the words of a report."""
    for of_the_log, of_a_report in PHRASES:
        text = text.replace(of_the_log, of_a_report)
    return text
