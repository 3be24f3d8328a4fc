"""Find places for labels above a line, so that none covers another, and for marks on it, so that each is seen.

Input: where marks stand and how wide their labels are, in points. Output: places, in points and tiers (0 is lowest).

A label stands over its mark, or in a higher tier and is led to the mark by an upright. Places are given greedily: no
label overlaps another, an upright through a label is avoided where that can be, and low places go before high ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

ROOM = 4.0  # points between labels of one tier
UPRIGHT_ROOM = 1.5  # points between a label and an upright
OVERHANG = 3.0  # points of a label that stand on either side of its mark at least
SHIFTS = (0.5, 0.0, 1.0, 0.25, 0.75)  # the part of a label that stands on the left of its mark
LEANS = (0.5, 0.0, 1.0)  # the shift that is cheapest
TIER_COST, CROSSING_COST, COVERING_COST, SHIFT_COST = 10.0, 1000.0, 25.0, 2.0


class Place(NamedTuple):
    """Where a label stands, and where the mark is that it names."""

    mark: float
    left: float
    right: float
    tier: int

    def crosses(self, other: Place) -> bool:
        """Return whether the upright of the higher of two labels runs through the lower."""
        low, high = sorted((self, other), key=lambda place: place.tier)
        return low.tier < high.tier and low.left - UPRIGHT_ROOM < high.mark < low.right + UPRIGHT_ROOM

    def overlaps(self, other: Place) -> bool:
        """Return whether two labels stand in one tier and too near."""
        return self.tier == other.tier and self.left < other.right + ROOM and other.left < self.right + ROOM


def place_all(marks: Sequence[float], widths: Sequence[float], low: float, high: float) -> list[Place]:
    """Return a place for each label, between `low` and `high`, in as few tiers as are found."""
    forwards = sorted(range(len(marks)), key=lambda number: marks[number])
    tries = [
        _place_in_order(marks, widths, low, high, order, lean)
        for order in (forwards, forwards[::-1], _inwards(forwards))
        for lean in LEANS
    ]
    _, places = min(tries, key=lambda tried: tried[0])
    return [places[number] for number in range(len(marks))]


def place_some(
    marks: Sequence[float], widths: Sequence[float], low: float, high: float, tiers: int, preferred: int = 0
) -> dict[int, Place]:
    """Return places for as many labels as fit into so many tiers with no upright through any; the first given first.

    More of the `preferred` first ones go before more in all.
    """
    tries = (_place_while_free(marks, widths, low, high, tiers, lean) for lean in LEANS)
    return max(tries, key=lambda places: (sum(number < preferred for number in places), len(places)))


def spread(marks: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return marks in order, moved apart as little as makes neighbours stand so far from each other, between two ends.

    Where that is too far for so many, they stand nearer.

    >>> spread([0.0, 10.0, 10.0, 30.0], 4.0, 0.0, 28.0)
    [0.0, 8.0, 12.0, 28.0]
    """
    from scipy.optimize import isotonic_regression

    if not len(marks):
        return []
    steps = min(least, (high - low) / max(len(marks) - 1, 1)) * np.arange(len(marks))
    moved = isotonic_regression(np.array(marks) - steps).x.clip(low, high - steps[-1]) + steps
    return [float(place) for place in moved]


def _inwards(numbers: list[int]) -> list[int]:
    """Return numbers from both ends to the middle."""
    return [numbers[at // 2] if at % 2 == 0 else numbers[-1 - at // 2] for at in range(len(numbers))]


def _place_while_free(
    marks: Sequence[float], widths: Sequence[float], low: float, high: float, tiers: int, lean: float
) -> dict[int, Place]:
    """Return places for those labels that find one as they come, with no upright through any."""
    places: dict[int, Place] = {}
    for number, (mark, width) in enumerate(zip(marks, widths, strict=True)):
        free = _free_places(mark, width, low, high, list(places.values()), tiers, lean)
        cost, place = min(free, default=(CROSSING_COST, None))
        if place and cost < CROSSING_COST:
            places[number] = place
    return places


def _place_in_order(
    marks: Sequence[float], widths: Sequence[float], low: float, high: float, order: Sequence[int], lean: float
) -> tuple[float, dict[int, Place]]:
    """Return the cost of places that are given in an order, and the places."""
    total, places = 0.0, dict[int, Place]()
    for turn, number in enumerate(order):
        tiers = 2 + max((place.tier for place in places.values()), default=-1)  # the highest of these is free
        free = _free_places(marks[number], widths[number], low, high, list(places.values()), tiers, lean)
        later = [marks[other] for other in order[turn + 1 :]]
        cost, places[number] = min((cost + _covering_cost(free_place, later), free_place) for cost, free_place in free)
        total += cost
    return total, places


def _covering_cost(place: Place, marks: Sequence[float]) -> float:
    """Return what it costs to stand over marks whose labels have no place yet: the lower, the less room they find."""
    covered = sum(place.left - UPRIGHT_ROOM < mark < place.right + UPRIGHT_ROOM for mark in marks)
    return COVERING_COST * covered / (place.tier + 1)


def _free_places(
    mark: float, width: float, low: float, high: float, placed: list[Place], tiers: int, lean: float
) -> list[tuple[float, Place]]:
    """Return the places that a label may have beside those that are placed, each with its cost."""
    free = []
    for tier in range(tiers):
        in_tier = [other for other in placed if other.tier == tier]
        for shift in SHIFTS:
            left = max(low, min(mark - max(OVERHANG, min(shift * width, width - OVERHANG)), high - width))
            place = Place(mark, left, left + width, tier)
            if not any(place.overlaps(other) for other in in_tier):
                crossings = sum(place.crosses(other) for other in placed)
                cost = TIER_COST * tier + CROSSING_COST * crossings + SHIFT_COST * abs(shift - lean)
                free.append((cost, place))
    return free
