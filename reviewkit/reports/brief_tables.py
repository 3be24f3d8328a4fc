"""The tables of a briefing: what a review asks for, what repeats what, and which earlier recommendations are nearest.

Input: a corpus, and passages as they may be shown.
Output: a `content.Table`, its rows in words that can leave: no id, no short name of ours in place of a number.
Limitations: an earlier recommendation is named by its review and year; where it can be looked up is in the sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from reviewkit.base.dates import date_in_words
from reviewkit.base.text import shorten
from reviewkit.corpus import denominator, statuses
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.recommendations import ASKS
from reviewkit.measures import lineages
from reviewkit.reports import nearest_asks
from reviewkit.reports.content import (
    ASKED,
    ASKED_THEN,
    EARLIER,
    NUMBER,
    REPEATS,
    REVIEW,
    STATUS,
    WHOM,
    Table,
)
from reviewkit.reports.evidence_rows import NO_NUMBER

NONE = "–"
NO_ANSWER = "no answer known"
OWN_CAPTION = "All that was found, with what was asked before"
WORDS_CAPTION = "What earlier reviews asked for, which it repeats"
NEAREST_CAPTION = "What the nearest earlier recommendations asked for, under the numbers of its own"
LINKS_CAPTION = "Recommendations that repeat an earlier one, the longest time between them first"
LONGEST_EARLIER = 220  # characters of an earlier recommendation beside a later one
LONGEST_LABEL = 24  # characters of a label in the column of numbers
FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
PART = re.compile(r", part .*$")  # of a label: a short name of ours follows
PLAIN_NUMBER = re.compile(r"/r(\d+)")


def printed_number(label: str) -> str:
    """Return the number of a recommendation as it stands in a table.

    >>> printed_number("Recommendation 8.12"), printed_number("Recommendation, no number: quay-lamps")
    ('8.12', '–')
    >>> printed_number("Recommendation 1, part quay-lamps")
    '1 (part)'
    """
    if NO_NUMBER in label or not label:
        return NONE
    return shorten(PART.sub(" (part)", label).removeprefix("Recommendation "), LONGEST_LABEL)


def dated(title: str, published: str) -> str:
    """Return the title of a review with its year, once.

    >>> dated("Harbour inquiry", "2031-05"), dated("Quay 2029", "2029"), dated("Pier", "")
    ('Harbour inquiry, 2031', 'Quay 2029', 'Pier')
    """
    year = published[:4]
    return title if not year or year in title else f"{title}, {year}"


def own_passages(passages: pd.DataFrame, review_id: str) -> pd.DataFrame:
    """Return the passages of what one review asks for or promises."""
    return passages[(passages["review_id"] == review_id) & passages["kind"].isin(ASKS)]


def links_of(corpus: Corpus, own: pd.DataFrame) -> pd.DataFrame:
    """Return every earlier recommendation that some of a review repeat, as `lineages.lineage` does."""
    rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(own["rec_id"])]
    return lineages.lineage(rows, corpus.recommendations, corpus.reviews, corpus.echoes)


def counted_links(corpus: Corpus) -> pd.DataFrame:
    """Return the repeats between what reviews of the denominator ask for: those that the figures count."""
    counted = set(denominator.counted_recommendations(corpus.recommendations, corpus.reviews)["rec_id"])
    links = denominator.restating(corpus.echoes)
    return links[links["rec_id"].isin(counted) & links["earlier_rec_id"].isin(counted)]


def missing_words(own: pd.DataFrame, total: int | None) -> str:
    """Say which of a review's numbered recommendations were not found; "" where none is known to be missing.

    `own` has a column `rec_id`, `total` is how many the review is known to make.
    """
    numbers = own["rec_id"].map(recommendation_number).unique()
    missing = max((total or 0) - len(numbers), 0)
    if not missing:
        return ""
    plain = [PLAIN_NUMBER.search(number) for number in numbers]
    found = {int(match.group(1)) for match in plain if match and match.end() == len(match.string)}
    absent = sorted(set(range(1, (total or 0) + 1)) - found)
    if len(absent) != missing:
        return f"Not found: {missing} more; which of its numbers they bear is not known."
    return f"Not found: recommendation{'s' if missing > 1 else ''} {_ranges(absent)}."


def _ranges(numbers: list[int]) -> str:
    """Return numbers in words, three or more in a row as a range.

    >>> _ranges([8, 12]), _ranges([1, 2, 3, 7]), _ranges([5])
    ('8 and 12', '1 to 3 and 7', '5')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [
        name
        for run in runs
        for name in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run])
    ]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def asks_table(corpus: Corpus, own: pd.DataFrame, links: pd.DataFrame, near: pd.DataFrame) -> Table:
    """Return all that a review asks for: of whom, what earlier reviews asked the same, and the answer to it."""
    status_by_id = statuses.words_by_id(corpus.statuses)
    repeated = {rec_id: _names(of_one, "earlier_title", "earlier_published") for rec_id, of_one in _by_id(links)}
    nearest = {rec_id: _names(of_one, "review", "published") for rec_id, of_one in _by_id(near)}
    rows = pd.DataFrame(
        {
            NUMBER: [_number_and_page(row) for row in own.itertuples()],
            ASKED: own["words"].tolist(),
            WHOM: own["asked_of"].tolist(),
            EARLIER: [_earlier(repeated.get(rec_id, ""), nearest.get(rec_id, "")) for rec_id in own["rec_id"]],
            STATUS: [_dates_in_words(status_by_id.get(rec_id) or NO_ANSWER) for rec_id in own["rec_id"]],
        }
    )
    return Table(OWN_CAPTION, rows, list(own["rec_id"]))


def repeated_words_table(passages: pd.DataFrame, links: pd.DataFrame) -> Table:
    """Return the words of the earlier recommendations that a review repeats, under the numbers of its own."""
    by_id = passages.set_index("rec_id")
    rows = [
        (_number(by_id, later), _title(by_id, earlier), by_id["asked_of"][earlier], by_id["words"][earlier])
        for later, earlier in links[["rec_id", "earlier_rec_id"]].itertuples(index=False)
    ]
    columns = [NUMBER, REVIEW, WHOM, ASKED_THEN]
    return Table(WORDS_CAPTION, pd.DataFrame(rows, columns=columns), list(links["earlier_rec_id"]))


def nearest_table(passages: pd.DataFrame, shown: pd.DataFrame, more: int) -> Table:
    """Return the words of the nearest earlier recommendations, under the numbers of a review's own."""
    numbers = passages.set_index("rec_id")["label"].map(printed_number)
    rows = [
        (numbers[row.rec_id], dated(row.review, row.published), shorten(row.words, LONGEST_EARLIER))
        for row in shown.itertuples()
    ]
    table = pd.DataFrame(rows, columns=[NUMBER, REVIEW, ASKED_THEN])
    return Table(NEAREST_CAPTION, table, list(dict.fromkeys(shown["earlier_id"])), more)


def links_table(passages: pd.DataFrame, links: pd.DataFrame, most: int, most_words: int) -> Table:
    """Return the recommendations that repeat an earlier one, at most so many, with the words of what they repeat.

    Of what one repeats at most `most_words` stand with their words; the others are named by their reviews.
    """
    by_id = passages.set_index("rec_id")
    links = links.sort_values(["years", "rec_id", "earlier_rec_id"], ascending=[False, True, True])
    grouped = list(links.groupby("rec_id", sort=False)["earlier_rec_id"].agg(list).items())
    rows, ids = [], []
    for later, earlier in grouped[:most]:
        place = f"{_title(by_id, later)}{_numbered(by_id, later)}"
        rows.append((place, by_id["asked_of"][later], by_id["words"][later], _repeats(by_id, earlier, most_words)))
        ids += [later, *earlier]
    table = pd.DataFrame(rows, columns=[REVIEW, WHOM, ASKED, REPEATS])
    return Table(LINKS_CAPTION, table, list(dict.fromkeys(ids)), len(grouped) - len(rows))


def nearest_of(corpus: Corpus, own: pd.DataFrame) -> pd.DataFrame:
    """Return the nearest earlier recommendations of those of a review, nearest first, none of them counted."""
    return nearest_asks.nearest_asks(corpus, list(own["rec_id"]))


def _by_id(rows: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    return ((str(rec_id), of_one) for rec_id, of_one in rows.groupby("rec_id", sort=False))


def _names(rows: pd.DataFrame, title: str, published: str) -> str:
    """Return reviews by title and year, each once."""
    return "; ".join(dict.fromkeys(dated(*pair) for pair in zip(rows[title], rows[published], strict=True)))


def _earlier(repeated: str, nearest: str) -> str:
    """Return what stands beside a recommendation of what was asked before."""
    lines = [f"Repeats: {repeated}." if repeated else "None found that it repeats."]
    return "\n".join([*lines, *([f"Nearest, not counted: {nearest}."] if nearest else [])])


def _repeats(by_id: pd.DataFrame, earlier: list[str], most_words: int) -> str:
    """Return what a recommendation repeats: the first in their own words, others by their review."""
    lines = [f"{_title(by_id, one)}: {shorten(by_id['words'][one], LONGEST_EARLIER)}" for one in earlier[:most_words]]
    also = "; ".join(dict.fromkeys(_title(by_id, one) for one in earlier[most_words:]))
    return "\n".join([*lines, *([f"Also: {also}."] if also else [])])


def _dates_in_words(status: str) -> str:
    """Return a status with its dates as they stand in a sentence."""
    return FULL_DATE.sub(lambda date: date_in_words(date.group()), status)


def _title(by_id: pd.DataFrame, rec_id: str) -> str:
    return dated(by_id["review"][rec_id], by_id["published"][rec_id])


def _number(by_id: pd.DataFrame, rec_id: str) -> str:
    return printed_number(by_id["label"][rec_id])


def _numbered(by_id: pd.DataFrame, rec_id: str) -> str:
    """Return what follows the title of a review to name one of its recommendations, where that has a number."""
    number = _number(by_id, rec_id)
    return "" if number == NONE else f", no. {number}"


def _number_and_page(row: object) -> str:
    """Return the number of a recommendation and its page, where a published text was read."""
    number, where = printed_number(str(row.label)), str(row.where)  # type: ignore[attr-defined]
    return f"{number}\n{where}" if where.startswith("p. ") else number
