"""Echoes, codes and public moments -> the measures of the cycle: is the same asked again, and when?

Comes in: the five tables that `history` names. Goes out: measures, each a value with its numerator, its denominator, an
interval, and its range with any one review left out; and lineages.

    history.py     tables -> reviews in order, their asks and links
    intervals.py   intervals of shares
    before.py      asked before: the share of asks that restate one of the reviews before
    again.py       until asked again: how long an ask waits
    distinct.py    new asks: how many distinct asks there are
    raised.py      raised by: the share of reviews that raise a theme, and its trend
    attention.py   bursts of attention, and reviews after a public moment
    errors.py      how far a measure hangs on the echoes' errors
    lineages.py    what an ask repeats; what was promised, then asked again
    invented.py    invented histories, to try the measures on

Shares, trends and intervals are made over reviews whose whole list is held, and only over `FEWEST` of them or more:
absence from a list held in part is not absence from the review.

Limit: which reviews exist is itself a product of the cycle; nothing here measures what became of children.
"""

from reviewkit.cycle.again import Waits, curve, until_asked_again, waits
from reviewkit.cycle.attention import after_moment, burstiness, followed
from reviewkit.cycle.before import asked_before, marks
from reviewkit.cycle.distinct import groups, new_asks
from reviewkit.cycle.errors import spread
from reviewkit.cycle.history import History, after, day, history, years
from reviewkit.cycle.lineages import asked, chains, lineage, listed, promised
from reviewkit.cycle.measures import FEWEST, measures
from reviewkit.cycle.raised import periods, raised_by, thirds

__all__ = [
    "FEWEST",
    "History",
    "Waits",
    "after",
    "after_moment",
    "asked",
    "asked_before",
    "burstiness",
    "chains",
    "curve",
    "day",
    "followed",
    "groups",
    "history",
    "lineage",
    "listed",
    "marks",
    "measures",
    "new_asks",
    "periods",
    "promised",
    "raised_by",
    "spread",
    "thirds",
    "until_asked_again",
    "waits",
    "years",
]
