"""A corpus: its folders and its tables, frozen. `reviewkit.open` and `reviewkit.run` return one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from reviewkit.base.paths import Folders
from reviewkit.corpus.questions import Question, asks

TABLES = (
    "reviews", "recommendations", "dropped", "codes", "unsure", "topics", "differences", "echoes", "nearest",
    "statuses", "events", "accuracy", "problems", "pages",
)  # fmt: skip


@dataclass(frozen=True, repr=False, eq=False)  # two corpora are the same only if they are one object
class Corpus:
    """The folders and tables of one corpus; each table is a plain DataFrame, described in corpus/README.md."""

    folders: Folders
    reviews: pd.DataFrame
    recommendations: pd.DataFrame
    dropped: pd.DataFrame
    codes: pd.DataFrame
    unsure: pd.DataFrame
    topics: pd.DataFrame
    differences: pd.DataFrame
    echoes: pd.DataFrame
    nearest: pd.DataFrame
    register: pd.DataFrame
    events: pd.DataFrame
    bodies: pd.DataFrame
    themes: pd.DataFrame
    problems: pd.DataFrame
    pages: pd.DataFrame
    statuses: pd.DataFrame
    accuracy: pd.DataFrame

    def __repr__(self) -> str:
        return f"Corpus({self.folders.corpus.name}: {len(self.reviews)} documents, {len(self.recommendations)} entries)"

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name."""
        table: pd.DataFrame = getattr(self, name)
        return table

    def with_tables(self, **tables: pd.DataFrame) -> Corpus:
        """Return the same corpus with some tables replaced."""
        return replace(self, **tables)

    def asks(
        self,
        body: str = "",
        theme: str = "",
        since: int | str = "",
        until: int | str = "",
        review: str = "",
        words: str = "",
        kind: str = "",
        answer: str = "",
    ) -> pd.DataFrame:
        """Return the recommendations that counted reviews made, a row each, narrowed by what is given.

        Names are those that figures and tables print ("Home Office", "Data and recording"), or ids; a `body` is also a
        kind of body ("police"). `since` and `until` are years or dates of publication, both included. Each of `words`
        begins a word of the text. Of another `kind` ("commitment") it is what all documents have, counted or not.
        `answer` is one of `questions.ANSWERS` ("accepted", "no answer known").

        Columns: `rec_id`, `published`, `review`, `label`, `text`, `bodies`, `themes` (by name, divided by "; "),
        `status` (what was answered to it, where that is known), `page`, `edition`.
        Raises: `InputError` for a name that the corpus does not have; it says which are near.
        """
        return asks(self, Question(body, theme, str(since), str(until), review, words, kind, answer))
