"""The errors that a person may meet: what is wrong, and what to do next.

Every error of reviewkit has two parts, `what` and `next_step`; the console prints both in one line, and a row of
`problems` holds each in a column of its own.
"""

from __future__ import annotations


class ReviewkitError(ValueError):
    """Any error of reviewkit; `str(error)` gives both its parts, divided by a semicolon."""

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what, next_step)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return "; ".join(filter(None, [self.what, self.next_step]))

    def _render_traceback_(self) -> list[str]:
        # what IPython shows in a notebook: the one line, as the console does, and no trace
        return [str(self)]


class TableError(ReviewkitError):
    """A table is not as declared in `corpus.schema`; `what` names file, row and column."""


class DocumentError(ReviewkitError):
    """A document cannot be read; `what` names it."""


class ProgramError(DocumentError):
    """A document wants a program that is not on this machine, or fails; the next run tries again."""


class InputError(ReviewkitError):
    """A name, option or file that a person gave does not fit."""


class OfflineError(ReviewkitError):
    """There is no connection to the internet."""


class ModelError(ReviewkitError):
    """The weights of the language model are missing, or are other than those named."""


class TooFewError(ReviewkitError):
    """Too few recommendations or codes for a model; `what` says how many there are and how many are needed."""
