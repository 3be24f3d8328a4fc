"""Figures: tables in, a `tables.Picture` out; the plotted numbers are made by a function of their own beside each.

Comes in: `reviews`, `recommendations`, `codes`, `events` and `bodies` as `tables` declares them. Goes out: a figure
that no window or global setting holds on to, its numbers, and the words that travel with it. Empty tables make a
picture that says so. Only recommendations made by reviews in the denominator count; the parts of one number count
once.

    counts.py    what is counted, for figures and notebooks
    moments.py   the timeline of reviews and public moments
    asked.py     who is asked
    themes.py    which themes reviews raise
    lineages.py  the audit's own themes, from first asked to now
    before.py    what was asked before
    distinct.py  new asks as reviews accumulate
    again.py     how long until an ask comes back
    follows.py   reviews after a public moment
    periods.py   themes by thirds of the years
    promises.py  promised, then asked again
    sheet.py     the sheet that they are drawn on

Limit: on digests every count is a lower bound, since absence from a digest is not absence from the review.
"""

from reviewkit.charts.again import again_table, until_asked_again
from reviewkit.charts.asked import who_is_asked, who_table
from reviewkit.charts.before import asked_before, before_table
from reviewkit.charts.counts import counted, coverage, held, holds, made, rests_on, years
from reviewkit.charts.distinct import distinct_table, new_asks
from reviewkit.charts.follows import after_moment
from reviewkit.charts.lineages import lineage_table, lineages
from reviewkit.charts.moments import timeline, timeline_table
from reviewkit.charts.periods import period_table, themes_by_period
from reviewkit.charts.promises import promised, promised_table
from reviewkit.charts.themes import theme_table, themes_raised

__all__ = [
    "after_moment",
    "again_table",
    "asked_before",
    "before_table",
    "counted",
    "coverage",
    "distinct_table",
    "held",
    "holds",
    "lineage_table",
    "lineages",
    "made",
    "new_asks",
    "period_table",
    "promised",
    "promised_table",
    "rests_on",
    "theme_table",
    "themes_by_period",
    "themes_raised",
    "timeline",
    "timeline_table",
    "until_asked_again",
    "who_is_asked",
    "who_table",
    "years",
]
