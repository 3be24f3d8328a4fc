"""A figure with everything that travels with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reviewkit.corpus import denominator

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing


class Source(NamedTuple):
    """The tables that a figure is made from."""

    words: str  # what they hold, for a reader
    files: str  # their paths, for whoever checks a number


class Figure(NamedTuple):
    """A figure with everything that travels with it: the modules of `figures` make it, `export` writes it out."""

    slug: str  # the name of its files
    title: str  # what it counts, in sober words
    caption: str  # what one mark is, of how many, over which years
    rests_on: str  # our paraphrase or published texts, seen where, checked or not; in short inside the drawing too
    source: str  # the tables that it is made from, in words
    alt: str  # what it shows, in words and numbers
    drawing: Drawing
    data: pd.DataFrame  # the plotted numbers, each row with its name in `mark`
    as_of: str  # the latest publication among the reviews counted
    support: pd.DataFrame  # the recommendations behind each number: mark, counted (in it, or only in its "of"), rec_id
    files: str = ""  # the paths of those tables
    slide: Drawing | None = None  # where the whole drawing is too tall for a slide: its first part


def make_figure(
    reviews: pd.DataFrame,
    *,
    slug: str,
    title: str,
    caption: str,
    source: Source,
    alt: str,
    drawing: Drawing,
    data: pd.DataFrame,
    support: pd.DataFrame,
    rests_on: str,
    slide: Drawing | None = None,
) -> Figure:
    """Return a figure that says, from the reviews, as of when it is."""
    return Figure(
        slug=slug,
        title=title,
        caption=caption,
        rests_on=rests_on,
        source=source.words,
        alt=alt,
        drawing=drawing,
        data=data,
        as_of=denominator.as_of(reviews),
        support=support,
        files=source.files,
        slide=slide,
    )
