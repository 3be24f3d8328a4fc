"""A figure with all that travels with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing


class Figure(NamedTuple):
    """A figure with all that travels with it: `charts` makes it, `briefing` writes it out."""

    slug: str  # the name of its files
    title: str  # what it counts, in sober words
    counted: str  # what one mark is, of how many, over which years
    rests_on: str  # official texts, or our digests: printed inside the picture too
    source: str
    alt: str  # what it shows, in words and numbers
    figure: Drawing
    data: pd.DataFrame  # the plotted numbers, each row with its name in `mark`
    as_of: str  # the latest publication among the reviews counted
    behind: pd.DataFrame  # the recommendations behind each number: mark, counted (in it, or only in its "of"), rec_id
    slide: Drawing | None = None  # where the whole figure is too tall for a slide: its first part
