"""Carry the errors of the coder and of the matcher into what is counted.

Input: how often the model was right on rows that it had not learned from (the table `accuracy`), and counts of what
only the model gives. Output: counts corrected for its errors, and draws that say how well these are known.

What people or the coders gave is taken as it is. A rate of errors is drawn from its Beta posterior under Jeffreys'
prior, so that a rate that rests on few rows is told with as little certainty as it has.

Limitations: the errors of rows to come are taken to be like those of the rows that were tried; errors come at random
among pairs and asks, which real ones do not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

LINKS = "restates"  # in the column `what` of the table: links between asks; else a theme
JEFFREYS = 0.5
DRAWS, SEED = 400, 0
FEWEST_ROWS = 10  # rows of a theme on which the model was tried, under which its codes of that theme are not counted


class Errors(NamedTuple):
    """How often the model was right on rows that it had not learned from."""

    right: float  # it says so, and so do the coders
    wrong: float  # it says so, and they do not
    missed: float  # they say so, and it does not
    absent: float  # neither says so


def load_errors(accuracy: pd.DataFrame) -> dict[str, Errors]:
    """Return the errors by theme, and of links under `LINKS`.

    Columns: `what`, `right`, `wrong`, `missed`, `absent`.
    """
    return {
        str(row.what): Errors(float(row.right), float(row.wrong), float(row.missed), float(row.absent))
        for row in accuracy.itertuples(index=False)
    }


def corrected_links(
    found: np.ndarray, by_model: np.ndarray, pairs: np.ndarray, errors: Errors | None, seed: int = SEED
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many links there are in each part of the pairs, and `DRAWS` draws of the same.

    `found` are the links in each part, `by_model` those of them that only the model gives, `pairs` all its pairs: the
    links that are wrong are spread over the parts by these. Without `errors`, or where none is the model's, what was
    found stands.
    """
    if errors is None or not by_model.sum():
        return found, np.repeat(found[None], 1, axis=0)
    right, wrong, missed = (count + JEFFREYS for count in (errors.right, errors.wrong, errors.missed))
    rng = np.random.default_rng(seed)
    precisions, recalls = rng.beta(right, wrong, (DRAWS, 1)), rng.beta(right, missed, (DRAWS, 1))
    share = by_model.sum() * pairs / max(pairs.sum(), 1)
    wrong_links = rng.poisson((1 - precisions) * share)  # how many fell into each part is chance too

    def corrected(wrong_in_part: np.ndarray, recall: np.ndarray | float) -> np.ndarray:
        true_links: np.ndarray = (found - by_model) + np.clip(by_model - wrong_in_part, 0, None) / recall
        return true_links

    best = corrected(wrong / (right + wrong) * share, right / (right + missed))
    return best, corrected(wrong_links, recalls)


def redrawn_codes(
    by_people: np.ndarray, by_model: np.ndarray, told: np.ndarray, errors: Errors | None, rng: np.random.Generator
) -> np.ndarray:
    """Return for each ask, in one draw, whether it has a theme, with the model's errors undone at random.

    `by_people` and `by_model` say who gives the theme to an ask, `told` whether anybody but the model looked at it.
    """
    if errors is None:
        return by_people | by_model
    right = rng.beta(errors.right + JEFFREYS, errors.wrong + JEFFREYS)
    overlooked = rng.beta(errors.missed + JEFFREYS, errors.absent + JEFFREYS)
    chance = np.where(by_model, right, np.where(told, 0.0, overlooked))
    return by_people | (rng.random(len(chance)) < chance)
