"""Simulated histories: tables as a corpus would give them, made by a known process, to try the measures on.

What a corpus holds of a history is less than the history: `in_part` keeps some lists whole and of the others a part of
the asks, or nothing; `with_errors` has a model code the themes and link the asks, as often wrong as is stated.

Input: a `Process` and a seed. Output: `reviews`, `recommendations`, `codes`, `echoes`, `events`. A review comes at
random, or (`pull`) after a public moment; each of its asks restates, with the probability `repeat`, an ask of one of
the few reviews before it, and is new otherwise; a new ask has a theme, whose shares can `drift` over the years.

Limitations: real reviews differ in more than size. An estimator that recovers what was put in here can still be misled
by what no process here has in it.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.measures.accuracy import LINKS, Errors

FIRST_YEAR, LAST_YEAR = 2009, 2025
SPAN_DAYS = (LAST_YEAR - FIRST_YEAR + 1) * 365
THEMES = 8
BURST_DAYS = 60  # a moment of a burst comes within so many days of an earlier one
PULLED_DAYS = (180, 541)  # a pulled review comes so many days after its moment; the last is excluded


class Process(NamedTuple):
    """How a history comes about."""

    reviews: int = 40
    size: float = 10.0  # asks of a review: at least one; half of them between about half and twice this
    repeat: float = 0.3  # the chance that an ask restates one of the `back` reviews before
    back: int = 5
    standing: int = 0  # asks that are made at all times equally; an ask that is not new is then one of these
    vary: float = 0.0  # how far that chance differs from review to review (standard deviation on the logit scale)
    moments: int = 20
    bursts: float = 0.0  # the share of moments that come within weeks of another one
    pull: float = 0.0  # the share of reviews that come 6 to 18 months after a moment
    drift: float = 0.0  # of the first theme: change of its log share over all the years
    publishers: int = 20  # each review is of one of them


class _Ask(NamedTuple):
    """One ask: the number of the distinct ask that it is, and its theme."""

    distinct: int
    theme: int


def simulated_tables(process: Process, seed: int) -> dict[str, pd.DataFrame]:
    """Return the five tables that `history.history` reads, made by a process."""
    rng = np.random.default_rng(seed)
    moments = _moment_days(process, rng)
    days = _review_days(process, moments, rng)
    sizes = 1 + rng.negative_binomial(2, 2 / (1 + process.size), process.reviews)
    review = np.repeat(np.arange(len(sizes)), sizes)
    asks = _simulated_asks(process, days, review, rng)
    names = np.array([f"review-{number + 1}" for number in range(process.reviews)])
    ids = [f"{name}/r{number + 1}" for name, size in zip(names, sizes, strict=True) for number in range(size)]
    distinct = np.array([ask.distinct for ask in asks])
    return {
        "reviews": pd.DataFrame(
            {
                "review_id": names,
                "published": _as_dates(days),
                "complete": "yes",
                "publisher": [f"publisher-{number}" for number in rng.integers(process.publishers, size=len(names))],
                "known_total": sizes.astype(str),
            }
        ),
        "recommendations": pd.DataFrame({"rec_id": ids, "review_id": names[review], "kind": "recommendation"}),
        "codes": pd.DataFrame({"rec_id": ids, "theme": [f"theme-{ask.theme}" for ask in asks]}),
        "echoes": _simulated_echoes(distinct, review, ids),
        "events": pd.DataFrame({"date": _as_dates(moments), "exogenous": "yes"}),
    }


def in_part(
    tables: dict[str, pd.DataFrame], whole: int, seed: int, share: float = 0.0, stated: float = 1.0
) -> dict[str, pd.DataFrame]:
    """Return what a corpus holds of a history that keeps so many lists `whole`, chosen at random.

    Of the others it holds a `share` of the asks; of a share `stated` of them a source states the total.
    """
    rng = np.random.default_rng(seed)
    reviews, recommendations = tables["reviews"], tables["recommendations"]
    is_whole = reviews["review_id"].isin(rng.choice(reviews["review_id"], min(whole, len(reviews)), replace=False))
    is_stated = is_whole | (rng.random(len(reviews)) < stated)
    of_whole = recommendations["review_id"].isin(reviews.loc[is_whole, "review_id"])
    is_held = of_whole | (rng.random(len(recommendations)) < share)
    held = set(recommendations.loc[is_held, "rec_id"])
    echoes = tables["echoes"]
    return tables | {
        "reviews": reviews.assign(
            complete=np.where(is_whole, "yes", "no"), known_total=reviews["known_total"].where(is_stated, "")
        ),
        "recommendations": recommendations[is_held],
        "codes": tables["codes"][tables["codes"]["rec_id"].isin(held)],
        "echoes": echoes[echoes["rec_id"].isin(held) & echoes["earlier_rec_id"].isin(held)],
    }


def with_errors(
    tables: dict[str, pd.DataFrame], errors: dict[str, Errors], seed: int
) -> tuple[dict[str, pd.DataFrame], dict[str, Errors]]:
    """Return the tables as a model would code them that errs as `errors` say, and what a trial of it would show.

    `errors` holds counts by theme, and of links under `accuracy.LINKS`: their shares are the true rates, and a trial is
    as many rows drawn by them.
    """
    rng = np.random.default_rng(seed)
    codes = [_erring_codes(tables, theme, errors[theme], rng) for theme in sorted(set(tables["codes"]["theme"]))]
    shown = tables | {"codes": pd.concat(codes), "echoes": _erring_links(tables, errors[LINKS], rng)}
    return shown, {what: _trial(rates, rng) for what, rates in errors.items()}


def _erring_codes(
    tables: dict[str, pd.DataFrame], theme: str, errors: Errors, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the codes of one theme with the model's errors."""
    ids = tables["recommendations"]["rec_id"]
    truth = ids.isin(tables["codes"].loc[tables["codes"]["theme"] == theme, "rec_id"]).to_numpy()
    found, false = errors.right / (errors.right + errors.missed), errors.wrong / (errors.wrong + errors.absent)
    told = rng.random(len(ids)) < np.where(truth, found, false)
    return pd.DataFrame({"rec_id": ids[told], "theme": theme, "by": "model"})


def _erring_links(tables: dict[str, pd.DataFrame], errors: Errors, rng: np.random.Generator) -> pd.DataFrame:
    """Return the links with the model's errors: some missed, and others between any two asks of different reviews."""
    echoes = tables["echoes"].assign(by="model")
    recommendations = tables["recommendations"]
    found = echoes[rng.random(len(echoes)) < errors.right / (errors.right + errors.missed)]
    wrong = rng.poisson(len(found) * errors.wrong / errors.right)
    order = dict(zip(tables["reviews"]["review_id"], tables["reviews"]["published"], strict=True))
    sides = recommendations.iloc[rng.integers(len(recommendations), size=2 * wrong)].reset_index(drop=True)
    false = []
    for first, second in zip(sides.iloc[:wrong].itertuples(), sides.iloc[wrong:].itertuples(), strict=True):
        earlier, later = sorted((first, second), key=lambda side: order[side.review_id])
        if earlier.review_id != later.review_id:
            false.append((later.rec_id, earlier.rec_id, "restates", "model"))
    return pd.concat([found, pd.DataFrame(false, columns=list(found.columns))]).drop_duplicates(
        ["rec_id", "earlier_rec_id"]
    )


def _trial(errors: Errors, rng: np.random.Generator) -> Errors:
    """Return the counts of one trial of as many rows."""
    positives, negatives = errors.right + errors.missed, errors.wrong + errors.absent
    right = rng.binomial(int(positives), errors.right / positives)
    wrong = rng.binomial(int(negatives), errors.wrong / negatives)
    return Errors(right, wrong, positives - right, negatives - wrong)


def _moment_days(process: Process, rng: np.random.Generator) -> np.ndarray:
    """Return the days of public moments, counted from the first day of the first year, in order."""
    days = rng.integers(0, SPAN_DAYS, process.moments)
    for moment in range(1, process.moments):
        if rng.random() < process.bursts:
            days[moment] = min(SPAN_DAYS - 1, days[rng.integers(moment)] + rng.integers(BURST_DAYS))
    return np.sort(days)


def _review_days(process: Process, moments: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the days of publication, in order, no two on one day."""
    days: set[int] = set()
    while len(days) < process.reviews:
        pulled = len(moments) and rng.random() < process.pull
        day = rng.choice(moments) + rng.integers(*PULLED_DAYS) if pulled else rng.integers(SPAN_DAYS)
        if day < SPAN_DAYS:
            days.add(int(day))
    return np.sort(list(days))


def _simulated_asks(process: Process, days: np.ndarray, review: np.ndarray, rng: np.random.Generator) -> list[_Ask]:
    """Return the asks, one for each entry of `review`, the review that makes it."""
    n_reviews = len(days)
    logit = np.log(process.repeat / (1 - process.repeat)) if process.repeat else -np.inf
    repeat_chance = 1 / (1 + np.exp(-(logit + process.vary * rng.standard_normal(n_reviews))))
    standing = [_Ask(-1 - number, int(rng.integers(THEMES))) for number in range(process.standing)]
    asks: list[_Ask] = []
    for own in review:
        earlier = review[: len(asks)]
        recent = np.flatnonzero((earlier < own) & (earlier >= own - process.back))
        pool = standing or sorted({asks[row] for row in recent})
        if pool and rng.random() < repeat_chance[own]:
            asks.append(pool[rng.integers(len(pool))])
        else:
            weights = np.exp(np.eye(THEMES)[0] * process.drift * (days[own] / days[-1] - 0.5))
            asks.append(_Ask(len(asks), int(rng.choice(THEMES, p=weights / weights.sum()))))
    return asks


def _simulated_echoes(distinct: np.ndarray, review: np.ndarray, ids: list[str]) -> pd.DataFrame:
    """Return every pair of the same distinct ask in two reviews, by people."""
    order = np.argsort(distinct, kind="stable")
    pairs = []
    for same in np.split(order, np.flatnonzero(np.diff(distinct[order])) + 1):
        pairs += [(first, second) for first, second in combinations(same, 2) if review[first] != review[second]]
    rows = [(ids[later], ids[earlier], "restates", "coders") for earlier, later in pairs]
    return pd.DataFrame(rows, columns=["rec_id", "earlier_rec_id", "relation", "by"])


def _as_dates(days: np.ndarray) -> list[str]:
    return [str(np.datetime64(f"{FIRST_YEAR}-01-01") + int(day)) for day in days]
