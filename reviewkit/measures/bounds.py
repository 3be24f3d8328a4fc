"""Bounds: the share of reviews, and of what they ask, that raises a theme, where many lists are held in part.

Input: a `History` of all that is held, with every review of the denominator in `lists`. Output, by theme: the worst
case, in which what is not held may be anything; and a model, in which it is like what is held, or is so by a stated
odds ratio.

The worst case assumes nothing: at least the reviews known to raise the theme, at most all but the whole lists that do
not (Manski 1989). The model: a review's asks raise the theme with a probability of its own, and these are spread over
the reviews by a beta distribution (beta-binomial), whose mean and spread are estimated on a grid from what is held; the
odds that an ask which is not held raises it are those of one that is held, times the odds ratio. Totals that no source
states are drawn from those that are known and not smaller than what is held (Bayesian bootstrap: Rubin 1981). What is
told is the share among the reviews there are, so that whole lists leave nothing to estimate.

Limitations: the odds ratio cannot be estimated until published texts stand beside digests (`digest_check`); a total is
drawn as if it had nothing to do with the theme. A share of reviews grows with their length: a review of 47 asks raises
nearly everything. Read the share of asks beside it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from reviewkit.measures import accuracy
from reviewkit.measures.history import History

ODDS = 1.0  # an ask that is not held raises a theme as readily as one that is held
OTHER_ODDS = (0.25, 0.5, 2.0, 4.0)  # a quarter to four times as readily: stated before any published text was here
DRAWS, SEED = 1000, 0
CODE_DRAWS = 20  # draws of the codes, where the model made any: each has its own estimate and its share of the draws
MIDDLE_95 = (2.5, 97.5)  # percentiles
MEANS = (np.arange(40) + 0.5) / 40  # of the beta distribution
SPREADS = np.geomspace(0.5, 500, 12)  # its two parameters together: from reviews that raise all or nothing to all alike
JEFFREYS = 0.5  # the prior of the mean; that of the spread is even on the scale of its logarithm
DECIMALS = 6
SHARES = ("value", "low", "high", "asks", "asks_low", "asks_high")


def bounds(
    history: History,
    errors: dict[str, accuracy.Errors] | None = None,
    odds: float = ODDS,
    other_odds: tuple[float, ...] = OTHER_ODDS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, dict[str, Any]]:
    """Return by theme between which bounds the share of reviews that raise it lies.

    `n` reviews known to raise it, `of` so many; `worst_low` and `worst_high`, nothing assumed; `value`, `low` and
    `high`, the middle and the middle 95 of 100 draws of the model at the stated `odds`; `asks`, `asks_low` and
    `asks_high`, the same for the share of asks; `by_odds`, for other odds ratios the three of reviews. `errors` says by
    theme how well the model's codes agree with the coders': they are redrawn by it. Ends are rounded outwards.

    None for what the model says where no total is known, or where codes of a theme are the model's alone and it was
    tried on fewer than `accuracy.FEWEST_ROWS` rows that have it: a person is to read such codes first.
    """
    if not len(history.lists):
        return {}
    totals = _drawn_totals(history, draws, seed)
    return {
        theme: _worst_case(history, column)
        | _modelled(history, column, (errors or {}).get(theme), totals, (odds, *other_odds), seed)
        for column, theme in enumerate(history.themes)
    }


def _worst_case(history: History, column: int) -> dict[str, Any]:
    """Return the bounds of one theme with nothing assumed of what is not held."""
    raises, of = _by_list(history, history.raised[:, column]) > 0, len(history.lists)
    without = history.lists["whole"].to_numpy() & ~raises
    return {
        "n": int(raises.sum()),
        "of": of,
        "worst_low": _rounded_down(raises.sum() / of),
        "worst_high": _rounded_up((of - without.sum()) / of),
    }


def _modelled(
    history: History,
    column: int,
    errors: accuracy.Errors | None,
    totals: np.ndarray | None,
    odds: tuple[float, ...],
    seed: int,
) -> dict[str, Any]:
    """Return what the model says of one theme: at the first of the odds ratios in full, at the others in short."""
    by_model = history.model_raised[:, column]
    tried = errors is None or errors.right + errors.missed >= accuracy.FEWEST_ROWS
    if totals is None or (by_model.any() and not tried):
        return dict.fromkeys(SHARES) | {"odds": odds[0], "by_odds": {}}
    rng = np.random.default_rng([seed, column])
    parts: dict[float, list[np.ndarray]] = {ratio: [] for ratio in odds}
    codes = _drawn_codes(history, column, errors, rng)
    for raised, of_draws in zip(codes, np.array_split(totals, len(codes)), strict=True):
        chance = _drawn_chances(history, raised, len(of_draws), rng)
        for ratio in odds:
            parts[ratio].append(_drawn_shares(history, raised, of_draws, chance, ratio, rng))
    reviews, asks = np.vstack(parts[odds[0]]).T
    in_short = {f"{ratio:g}": list(_middle(np.vstack(parts[ratio])[:, 0])) for ratio in odds[1:]}
    return dict(zip(SHARES, (*_middle(reviews), *_middle(asks)), strict=True)) | {"odds": odds[0], "by_odds": in_short}


def _drawn_codes(
    history: History, column: int, errors: accuracy.Errors | None, rng: np.random.Generator
) -> list[np.ndarray]:
    """Return which asks raise a theme, once where people gave every code, else so many draws of it.

    An ask was looked at by people where no ask of its review has a code of the model's.
    """
    by_model, raised = history.model_raised[:, column], history.raised[:, column]
    review = history.asks["review"].to_numpy()
    of_model = np.isin(review, review[history.model_raised.any(axis=1)])
    if errors is None or not of_model.any():
        return [raised]
    return [accuracy.redrawn_codes(raised & ~by_model, by_model, ~of_model, errors, rng) for _ in range(CODE_DRAWS)]


def _drawn_totals(history: History, draws: int, seed: int) -> np.ndarray | None:
    """Return draws x reviews: how many asks each list has in all; None where no total is known.

    A total that is not known is drawn from those known that are not smaller than what is held, each weighted at random
    anew in each draw; where none is so large, it is what is held.
    """
    held, total = history.lists["held"].to_numpy(), history.lists["total"].to_numpy()
    known = np.sort(total[~np.isnan(total)])
    if not len(known):
        return None
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(len(known)), draws)
    drawn = np.tile(np.where(np.isnan(total), held, total), (draws, 1))
    for number in np.flatnonzero(np.isnan(total)):
        large_enough = known >= held[number]
        if large_enough.any():
            cumulative = np.cumsum(weights * large_enough, axis=1)
            at = rng.random((draws, 1)) * cumulative[:, -1:]
            drawn[:, number] = known[np.minimum((cumulative < at).sum(axis=1), len(known) - 1)]
    return drawn.astype(int)


def _drawn_chances(history: History, raised: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return draws x reviews: with which probability an ask of each review raises the theme, given what is held."""
    held, with_theme = history.lists["held"].to_numpy(), _by_list(history, raised)
    first, second, log_first, log_second, log_both = _grid(int(held.max(initial=0)))
    likelihood = (log_first[:, with_theme] + log_second[:, held - with_theme] - log_both[:, held]).sum(axis=1)
    mean = first / (first + second)
    likelihood += (JEFFREYS - 1) * (np.log(mean) + np.log1p(-mean))
    weight = np.exp(likelihood - likelihood.max())
    at = rng.choice(len(weight), draws, p=weight / weight.sum())[:, None]
    return rng.beta(first[at] + with_theme, second[at] + held - with_theme)


def _drawn_shares(
    history: History,
    raised: np.ndarray,
    totals: np.ndarray,
    chance: np.ndarray,
    odds: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return draws x 2: the share of reviews that raise the theme, and that of asks, what is not held drawn too."""
    held, with_theme = history.lists["held"].to_numpy(), _by_list(history, raised)
    of_unseen = odds * chance / (1 - chance + odds * chance)
    in_all = with_theme + rng.binomial(np.maximum(totals - held, 0), of_unseen)
    asks = np.maximum(totals, held).sum(axis=1)
    return np.stack([(in_all > 0).mean(axis=1), in_all.sum(axis=1) / np.maximum(asks, 1)], axis=1)


@lru_cache(maxsize=4)
def _grid(most: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the two parameters at each point of the grid, and the logarithms of their rising factorials up to `most`.

    The likelihood of x of n asks is the product of those of the first, x, and the second, n - x, over that of both, n.
    """
    mean, spread = (axis.ravel() for axis in np.meshgrid(MEANS, SPREADS))
    first, second = mean * spread, (1 - mean) * spread

    def rising(start: np.ndarray) -> np.ndarray:
        logs = np.log(start[:, None] + np.arange(most)[None])
        return np.concatenate([np.zeros((len(start), 1)), np.cumsum(logs, axis=1)], axis=1)

    return first, second, rising(first), rising(second), rising(spread)


def _by_list(history: History, raised: np.ndarray) -> np.ndarray:
    """Return for each list how many of its asks that are held raise a theme."""
    ids = history.reviews["review_id"].to_numpy()[history.asks["review"].to_numpy()[raised]]
    counts = dict(zip(*np.unique(ids, return_counts=True), strict=True))
    return np.array([counts.get(review_id, 0) for review_id in history.lists["review_id"]], int)


def _middle(shares: np.ndarray) -> tuple[float, float, float]:
    """Return the median of draws, and the ends of their middle 95 of 100, rounded outwards."""
    low, high = np.percentile(shares, MIDDLE_95, method="closest_observation")
    return round(float(np.median(shares)), DECIMALS), _rounded_down(low), _rounded_up(high)


def _rounded_down(value: float) -> float:
    return float(np.floor(value * 10**DECIMALS) / 10**DECIMALS)


def _rounded_up(value: float) -> float:
    return float(min(1.0, np.ceil(value * 10**DECIMALS) / 10**DECIMALS))
