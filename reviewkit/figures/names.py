"""The names of the figures. Nothing is drawn or loaded here, so that a wrong name is refused at once."""

from __future__ import annotations

from collections.abc import Sequence

from reviewkit.base.errors import InputError

FIGURES = (
    "after-a-moment", "asked-promised-asked-again", "issues-by-review", "lineages", "promised-and-asked-again",
    "repeats-per-thousand", "reviews-and-moments", "theme-bounds", "themes-raised", "who-is-asked",
)  # fmt: skip
FIRST_SHOWN = "asked-promised-asked-again"  # in the gallery: the others follow by name


def check_figures(names: Sequence[str]) -> None:
    """Raise `InputError` for a figure that there is not."""
    for name in names:
        if name not in FIGURES:
            raise InputError(f"there is no figure '{name}'", f"there are: {', '.join(FIGURES)}")
