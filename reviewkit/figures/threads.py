"""Asked, promised, asked again: the threads that reviews took up most, with their reviews and promises over the years.

Input: the events and lives of threads (`measures.threads`), `recommendations`, `reviews` and `events`.
Output: the rows, and the figure.
Limitations: a thread may drift, and a mark that is missing may only not have been found; where a promise was kept, it
does not show. Public moments were chosen with hindsight, and only those are drawn whose names fit.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.dates import whole_years_between
from reviewkit.corpus import denominator, provenance
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.figures.thread_rows import PAGE, SLIDE, draw_threads, rows_that_fit, years_words
from reviewkit.measures.threads import ASKED, PROMISED

MOST_DRAWN = 12  # threads: a page of paper
COLUMNS = [
    "mark", "thread", "name", "event", "date", "rec_id", "review_id", "title", "sure", "words", "gap_years", "gap_from",
    "gap_to", "state", "drawn",
]  # fmt: skip
DRIFT = "Each recommendation in a row repeats, or is repeated by, another one in it or a promise."
NO_FAILURE = "To be asked again is not a finding of failure."


def thread_table(events: pd.DataFrame, lives: pd.DataFrame, most: int = MOST_DRAWN) -> pd.DataFrame:
    """Return a row for each event of each thread that another review asked for again, by first date.

    `drawn` are those that most reviews asked for, of as many the one first asked. `words` count a thread, `gap_years`
    are the whole years of its longest gap.
    """
    again = lives[lives["asked_again"] > 0]
    gaps = [whole_years_between(*ends) for ends in zip(again["gap_from"], again["gap_to"], strict=True)]
    words = [count_words(life) for _, life in again.iterrows()]
    again = again.assign(words=words, gap_years=gaps, place=range(len(again)))
    first_asked = again.sort_values(["reviews", "place"], ascending=[False, True])["thread"].head(most)
    again = again.assign(drawn=again["thread"].isin(first_asked).map({True: "yes", False: "no"}))
    of_thread = again[["thread", "words", "gap_years", "gap_from", "gap_to", "state", "drawn"]]
    rows = events.merge(of_thread, on="thread")
    return rows.assign(mark=rows["thread"])[COLUMNS]


def asked_promised_asked_again(
    events: pd.DataFrame,
    lives: pd.DataFrame,
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    public_events: pd.DataFrame,
) -> Figure:
    """Draw the threads that most reviews asked for, a row each: who asked when, what was promised, the longest gap."""
    rows, held = thread_table(events, lives), denominator.held_lists(reviews)
    title = finding(lives, held.at_least)
    evidence = _weigh(rows, recommendations, reviews)
    moments = public_events[public_events["exogenous"] == "yes"]
    drawn = rows[rows["drawn"] == "yes"]
    on_slide = rows_that_fit(drawn, lives)
    foot, slide_foot = (
        provenance.short(_weigh(part, recommendations, reviews), provenance.LINKED) for part in (drawn, on_slide)
    )
    in_all = rows["thread"].nunique()
    return make_figure(
        reviews,
        slug="asked-promised-asked-again",
        title=title,
        caption=_caption(in_all, drawn["thread"].nunique(), held),
        source=supporting.THREADS_SOURCE,
        alt=_alt_text(drawn, title),
        drawing=canvas.draw_in_style(draw_threads, drawn, moments, PAGE, [title, *_part(drawn, in_all)], [foot]),
        data=rows,
        support=supporting.support_table(rows, "mark"),
        rests_on=provenance.sentence(evidence, provenance.LINKED),
        slide=canvas.draw_in_style(draw_threads, on_slide, moments, SLIDE, _part(on_slide, in_all), [slide_foot]),
    )


def _weigh(rows: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame) -> provenance.Evidence:
    """Return what the recommendations and promises of some rows rest on."""
    return provenance.weigh_rows(recommendations[recommendations["rec_id"].isin(rows["rec_id"])], reviews)


def finding(lives: pd.DataFrame, at_least: str) -> str:
    """Say how many threads came again, how far apart, and how many after a promise."""
    again = lives[lives["asked_again"] > 0]
    if again.empty:
        return "Recommendations that came again in another review: none is known"
    longest = max(whole_years_between(*ends) for ends in zip(again["gap_from"], again["gap_to"], strict=True))
    after_promise = int((again["promised_before"] > 0).sum())
    noun = "recommendation" if len(again) == 1 else "recommendations, or chains of closely related ones,"
    times = int(again["asked_again"].sum())
    in_all = f", {times} times in all" if times > len(again) else ""
    came = f"{at_least}{len(again)} {noun} came again in a later review{in_all}; the longest gap {years_words(longest)}"
    promised = f"; {at_least}{after_promise} after a government's promise" if after_promise else ""
    return supporting.sentence_case(came + promised)


def _caption(in_all: int, drawn: int, held: denominator.HeldLists) -> str:
    """Say what a row is, how many there are, and what was left out."""
    part = f" Drawn are the {drawn} of them that most reviews asked for." if drawn < in_all else ""
    return (
        f"A row is a recommendation that came again: {held.at_least}{in_all} in the {supporting.found_words(held)}."
        f"{part} {DRIFT} A gap is the longest time between two marks, in whole years. Public "
        f"moments were chosen with hindsight, and are drawn where their names fit. {NO_FAILURE}"
    )


def _part(drawn: pd.DataFrame, in_all: int) -> list[str]:
    """Say how many of the threads are drawn, where it is not all."""
    shown = drawn["thread"].nunique()
    return [f"Shown: the {shown} of {in_all} that most reviews asked for"] if shown < in_all else []


def _alt_text(drawn: pd.DataFrame, title: str) -> str:
    """Say what the rows show, in words and numbers."""
    if drawn.empty:
        return "An empty timeline: no recommendation is known to have come again."
    rows = [_row_words(of_one) for _, of_one in drawn.groupby("thread", sort=False)]
    return f"Timeline with a row a recommendation. {title}. {' '.join(rows)}"


def _row_words(of_one: pd.DataFrame) -> str:
    """Say of one thread how often it came, from when to when, and its longest gap."""
    first, dates = of_one.iloc[0], of_one.loc[of_one["event"].isin((ASKED, PROMISED)), "date"]
    from_to = f"{dates.iloc[0][:4]} to {dates.iloc[-1][:4]}"
    return f"{first['name']}: {first['words']}, {from_to}, longest gap {years_words(first['gap_years'])}."


def count_words(life: pd.Series) -> str:
    """Say how often a thread was asked and promised.

    >>> count_words(pd.Series({"times_asked": 5, "reviews": 4, "times_promised": 2}))
    'asked 5 times by 4 reviews, promised twice'
    """
    reviews = life["reviews"]
    asked = f"asked {_times(life['times_asked'])} by {reviews} {'review' if reviews == 1 else 'reviews'}"
    return f"{asked}, promised {_times(life['times_promised'])}" if life["times_promised"] else asked


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
