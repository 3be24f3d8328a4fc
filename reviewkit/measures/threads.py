"""Threads: what was asked, promised, and asked again, from its first review to the latest.

Input: `recommendations`, `reviews`, `echoes`, `statuses`, and names where people gave them. Output: a table with a row
an event of a thread, and one with a row a thread.

A thread is a connected group of recommendations of counted reviews and of governments' commitments that `restates`
links join. Connected, and not all linked with all (`rarefaction.distinct_groups`), since it is the picture of a life:
what is asked may drift over the years, as long as each member restates, or is restated by, at least one other. So
numbers told of a thread say only this: how often, by whom and how far apart its members came. Whether something came
again, or after a promise, is told by the direct links alone. Two promises that only restate each other are no link:
nobody asked in between.

Limitations: a thread whose link was missed is in two pieces, and one wrong link joins two. What is not among the lists
held, and any promise that nobody gathered, is not there: silence is silence as far as is known.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR, certainly_later, middle_day
from reviewkit.base.text import natural_key, shorten, split_list
from reviewkit.corpus import denominator, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.thread_names import load_thread_names

ASKED, PROMISED, ACCEPTED, DONE = "asked", "promised", "accepted", "done"
ORDER = (ASKED, PROMISED, ACCEPTED, DONE)  # of what happened on one day to one recommendation
ACCEPTING = ("accepted", "in principle")  # answers that accept what was asked, and not only a part of it
SILENT_YEARS = 5.0  # a thread of which nothing was seen for so long is called silent
NAME_LENGTH = 60  # characters of words that stand for a name


def threads_of(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events and the lives of the threads of a corpus (`thread_events`, `thread_lives`)."""
    tables_of = corpus.recommendations, corpus.reviews, corpus.echoes
    events = thread_events(*tables_of, corpus.statuses, load_thread_names(corpus.folders.corpus))
    return events, thread_lives(events, thread_links(*tables_of), corpus.reviews, corpus.bodies)


def thread_links(recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame) -> pd.DataFrame:
    """Return the links that make threads: of an ask with an ask of another review, or with a commitment.

    Columns: `rec_id`, `earlier_rec_id`, and of each what it is in `event` and `earlier_event` ("asked", "promised").
    """
    members = _members(recommendations, reviews).set_index("rec_id")
    links = denominator.restating(echoes)[["rec_id", "earlier_rec_id"]]
    links = links[links["rec_id"].isin(members.index) & links["earlier_rec_id"].isin(members.index)]
    for column in ("event", "review_id", "date"):
        links = links.assign(**{column: links["rec_id"].map(members[column])})
        links = links.assign(**{f"earlier_{column}": links["earlier_rec_id"].map(members[column])})
    in_order = [certainly_later(*dates) for dates in zip(links["earlier_date"], links["date"], strict=True)]
    asks_one = (links["event"] == ASKED) | (links["earlier_event"] == ASKED)
    links = links[np.array(in_order, bool) & asks_one & (links["review_id"] != links["earlier_review_id"])]
    return links[["rec_id", "earlier_rec_id", "event", "earlier_event"]].reset_index(drop=True)


def thread_events(
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    echoes: pd.DataFrame,
    statuses: pd.DataFrame,
    names: pd.DataFrame,
) -> pd.DataFrame:
    """Return a row for each event of each thread: threads by their first ask, events by date of publication.

    What was answered to a recommendation stands behind it.

    `names` are as `corpus.thread_names` loads them; any member of a thread finds its name. Without one, the words of
    its first ask stand.

    Columns: those declared for `thread_events`.
    """
    members = _in_threads(_members(recommendations, reviews), thread_links(recommendations, reviews, echoes))
    words = dict(zip(recommendations["rec_id"], recommendations["text"], strict=True))
    given = dict(zip(names["rec_id"], names["name"], strict=True))
    named = {thread: _name(of_one, given, words) for thread, of_one in members.groupby("thread")}
    answers = statuses[statuses["rec_id"].isin(members.loc[members["event"] == ASKED, "rec_id"])]
    answered = members.drop(columns=["event", "date"]).merge(answers[["rec_id", "answer", "date", "done", "sure"]])
    accepted = answered[answered["answer"].isin(ACCEPTING)].assign(event=ACCEPTED)
    done = answered[answered["done"] == "yes"].assign(event=DONE, date="", sure="")
    rows = pd.concat([members, accepted, done], ignore_index=True)
    rows = rows.assign(name=rows["thread"].map(named), number=rows["event"].map(ORDER.index))
    rows = rows.sort_values(["first", "thread", "day", "order", "number"], kind="stable")
    return tables.build(rows[tables.column_names("thread_events")].to_dict("records"), "thread_events")


def thread_lives(
    events: pd.DataFrame, links: pd.DataFrame, reviews: pd.DataFrame, bodies: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return a row for each thread, in the order of `events`: how often it was asked and promised, and where it stands.

    `links` are those of `thread_links`; `bodies` know under which names one publisher published.

    Columns: those declared for `thread_lives`.
    """
    publishers = _publishers(reviews, bodies)
    until = max([*middle_day(reviews.loc[reviews["published"] != "", "published"], "reviews"), 0.0])
    rows = [
        _life(thread, of_one, links[links["rec_id"].isin(of_one["rec_id"])], publishers, until)
        for thread, of_one in events.groupby("thread", sort=False)
    ]
    return tables.build(rows, "thread_lives")


def _life(
    thread: str, events: pd.DataFrame, links: pd.DataFrame, publishers: dict[str, str], until: float
) -> dict[str, object]:
    """Return the row of one thread; `links` are those whose later end is in it."""
    asked, promised = events[events["event"] == ASKED], events[events["event"] == PROMISED]
    again = links[links["event"] == ASKED]
    marks = events[events["event"].isin((ASKED, PROMISED))]
    gap, gap_from, gap_to = _longest_gap(marks["date"])
    row = {
        "thread": thread,
        "name": events["name"].iloc[0],
        "first_asked": asked["date"].iloc[0],
        "latest": marks["date"].iloc[-1],
        "times_asked": asked["rec_id"].map(recommendation_number).nunique(),
        "reviews": asked["review_id"].nunique(),
        "publishers": asked["review_id"].map(publishers).nunique(),
        "asked_again": again.loc[again["earlier_event"] == ASKED, "rec_id"].map(recommendation_number).nunique(),
        "times_promised": len(promised),
        "promised_before": again.loc[again["earlier_event"] == PROMISED, "earlier_rec_id"].nunique(),
        "longest_gap": gap,
        "gap_from": gap_from,
        "gap_to": gap_to,
    }
    return row | {"state": _state(row, events, until)}


def _state(row: dict[str, object], events: pd.DataFrame, until: float) -> str:
    """Say where a thread stands, as far as is known; an acceptance of which the words leave doubt does not count."""
    asked = events[events["event"] == ASKED]
    latest_asks = asked.loc[asked["date"] == asked["date"].iloc[-1], "rec_id"]
    of_latest = events[events["rec_id"].isin(latest_asks)]
    if (of_latest["event"] == DONE).any():
        return DONE
    if ((of_latest["event"] == ACCEPTED) & (of_latest["sure"] == "yes")).any():
        return ACCEPTED
    latest = str(row["latest"])
    if (until - middle_day(pd.Series([latest]), "reviews")[0]) / DAYS_PER_YEAR >= SILENT_YEARS:
        return f"silent since {latest[:4]}"
    promised = events.loc[events["event"] == PROMISED, "date"]
    if len(promised) and certainly_later(asked["date"].iloc[-1], promised.iloc[-1]):
        return PROMISED
    if row["promised_before"]:
        return "promised and asked again"
    return "asked again" if row["asked_again"] else ASKED


def _longest_gap(dates: pd.Series) -> tuple[float, str, str]:
    """Return the longest time between neighbours among dates in order, in years to a tenth, and its two ends."""
    days = middle_day(dates, "reviews")
    gaps = np.diff(days)
    longest = int(gaps.argmax())  # of several the first; a thread has two members at least
    years = round(float(gaps[longest]) / DAYS_PER_YEAR, 1)
    return years, str(dates.iloc[longest]), str(dates.iloc[longest + 1])


def _members(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return what may be in a thread: what dated counted reviews recommend, and commitments of dated documents.

    Columns: `rec_id`, `review_id`, `title`, `date`, `event`.
    """
    asks = denominator.counted_recommendations(recommendations, reviews).assign(event=ASKED)
    commitments = recommendations[recommendations["kind"] == "commitment"]
    commitments = commitments.merge(reviews[["review_id", "short_title", "published"]], on="review_id")
    rows = pd.concat([asks, commitments.assign(event=PROMISED)], ignore_index=True)
    rows = rows[["rec_id", "review_id", "short_title", "published", "event"]]
    return rows.set_axis(["rec_id", "review_id", "title", "date", "event"], axis=1)[rows["published"] != ""]


def _in_threads(members: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the members that links join, in order, each with its `thread`, `day`, `order`, and the `first` day."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    linked = members[members["rec_id"].isin([*links["rec_id"], *links["earlier_rec_id"]])]
    linked = linked.assign(day=middle_day(linked["date"], "reviews"), key=linked["rec_id"].map(natural_key))
    linked = linked.sort_values(["day", "key"], ignore_index=True)
    linked = linked.assign(order=linked.index).drop(columns="key")
    row_of = {rec_id: row for row, rec_id in enumerate(linked["rec_id"])}
    ends = links["rec_id"].map(row_of), links["earlier_rec_id"].map(row_of)
    joined = coo_matrix((np.ones(len(links)), ends), (len(linked), len(linked)))
    group = connected_components(joined, directed=False)[1] if len(linked) else np.zeros(0, int)
    asks = linked.assign(group=group)[linked["event"] == ASKED].drop_duplicates("group").set_index("group")
    of_member = pd.Series(group, linked.index)
    return linked.assign(thread=of_member.map(asks["rec_id"]), first=of_member.map(asks["day"]))


def _name(members: pd.DataFrame, given: dict[str, str], words: dict[str, str]) -> str:
    """Return the name of a thread: that given to the first of its members with one; else words of its first ask."""
    named = next((given[rec_id] for rec_id in members["rec_id"] if rec_id in given), "")
    first_words = " ".join(words[members["thread"].iloc[0]].split())
    return named or shorten(first_words.rstrip("."), NAME_LENGTH)


def _publishers(reviews: pd.DataFrame, bodies: pd.DataFrame | None) -> dict[str, str]:
    """Return by review the publisher that it names first; a body of several names is one."""
    known: dict[str, str] = {}
    if bodies is not None:
        for body_id, name, aliases in zip(bodies["body_id"], bodies["name"], bodies["aliases"], strict=True):
            known |= {each.lower(): body_id for each in (name, *split_list(aliases))}
    first = reviews["publisher"].map(lambda cell: next(iter(split_list(cell)), "").lower())
    return dict(zip(reviews["review_id"], first.map(lambda name: known.get(name, name)), strict=True))
