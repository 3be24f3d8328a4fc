"""Hold a corpus open for the desk: its last run, and each review's list with what people said since.

What people say is applied by the code that applies it in a run (`assembly.corrected_tables`), to one review at a time.
What only a run can tell (themes by the model, links) is that of the last run, with people's words on top.

Input: the folders of a corpus. Output: tables of one review, and its document.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import pandas as pd

from reviewkit import assembly, pipeline
from reviewkit.base import paths
from reviewkit.base.errors import DocumentError, InputError
from reviewkit.base.progress import Progress
from reviewkit.base.types import Row
from reviewkit.corpus import catalogue, tables
from reviewkit.corpus import corrections as people
from reviewkit.corpus.corpus import Corpus
from reviewkit.desk.document import DocumentView, open_document
from reviewkit.extraction import addressees, list_doubts
from reviewkit.redaction import dictionary
from reviewkit.redaction.shareable_text import without_names

VERSION_LENGTH = 16  # hexadecimal digits


class ReviewTables(NamedTuple):
    """A review's list as it stands: its recommendations, what was taken out, what speaks against it, the corrections.

    `read` holds its recommendations as they were read.
    """

    review: Row
    recommendations: pd.DataFrame
    dropped: pd.DataFrame
    problems: pd.DataFrame
    corrections: pd.DataFrame
    read: pd.DataFrame


class Desk:
    """A corpus that is open at the desk."""

    def __init__(self, folders: paths.Folders, tell: Progress) -> None:
        self.folders = folders
        self._tell = tell
        self._documents: dict[tuple[str, int], DocumentView | DocumentError] = {}
        self._lists: dict[str, tuple[str, ReviewTables]] = {}
        self._known_names: dictionary.Dictionary | None = None
        self._corrections: tuple[object, pd.DataFrame] | None = None
        self._open()

    def _open(self) -> None:
        """Open the tables of the last run, and what the documents gave before people's words."""
        if not (self.folders.tables / "recommendations.csv").is_file():
            self._tell("the corpus was never run: that comes first", 0, 0)
            pipeline.run(self.folders.corpus, self._tell)
        self.corpus: Corpus = pipeline.open_corpus(self.folders.corpus)
        self._run = self._last_run()
        self._listed = catalogue.load_catalogue(self.folders)
        self._joined = assembly.joined_tables(self.folders, self._listed, self.corpus.bodies, self._tell)
        self._lists.clear()
        self._own_counts: dict[str, int] = {}

    def _last_run(self) -> int:
        """Return when the tables were last written."""
        return (self.folders.tables / "recommendations.csv").stat().st_mtime_ns

    def refresh(self) -> None:
        """Open the tables anew where a run wrote them since."""
        if self._last_run() != self._run:
            self._open()

    def known_names(self) -> dictionary.Dictionary:
        """Return the names that are no person's, loaded once."""
        if self._known_names is None:
            self._known_names = dictionary.load_dictionary(self.folders)
        return self._known_names

    def warm(self) -> None:
        """Load what finds bodies and names in words that change: it takes some seconds the first time."""
        cells = {"label": "", "title": "", "text": "The council should act.", "addressed_to": ""}
        words = pd.DataFrame([cells], dtype=object)
        addressees.add_addressees(words, self.corpus.bodies)
        without_names(self.known_names(), words)

    def review_ids(self) -> list[str]:
        """Return the ids of the reviews that have a document, latest first."""
        rows = self._listed[self._listed["document"] != ""]
        order = rows.sort_values(["date_published", "review_id"], ascending=[False, True], kind="stable")
        return list(order["review_id"])

    def catalogue_row(self, review_id: str) -> Row:
        """Return a review's row of the catalogue, with its document.

        Raises: `InputError` where there is no such review, or it has no document.
        """
        rows = self._listed[(self._listed["review_id"] == review_id) & (self._listed["document"] != "")]
        if rows.empty:
            raise InputError(f"{review_id}: there is no such review with a document", "choose one of the list")
        return next(rows.itertuples(index=False))

    def document(self, review_id: str) -> DocumentView:
        """Return the document of a review, opened anew where its file changed.

        Raises: `InputError` as `catalogue_row` does, `DocumentError` where it cannot be read.
        """
        path = self.catalogue_row(review_id).document
        key = (path, (self.folders.corpus / path).stat().st_mtime_ns)
        if key not in self._documents:
            self._documents[key] = open_document(self.folders, path)
        view = self._documents[key]
        if isinstance(view, DocumentError):
            raise view
        return view

    def own_count(self, review_id: str) -> int:
        """Return how many recommendations a document says that it makes; 0 where it does not say."""
        if review_id not in self._own_counts:
            texts = self._own(self._joined["pages"], review_id)["text"].tolist()
            self._own_counts[review_id] = list_doubts.stated_count(texts)
        return self._own_counts[review_id]

    def corrections(self) -> pd.DataFrame:
        """Return the table `corrections` as it is now.

        Raises: `TableError` where it is not as declared.
        """
        path = self.folders.corpus / people.FILE
        written = path.stat() if path.is_file() else None
        mark = (written.st_mtime_ns, written.st_ino, written.st_size) if written else None
        if self._corrections is None or self._corrections[0] != mark or mark is None:
            self._corrections = (mark, people.load(self.folders))
        return self._corrections[1]

    def list_of(self, review_id: str, more: pd.DataFrame | None = None) -> ReviewTables:
        """Return a review's list as it stands; `more` are corrections that might be written.

        Raises: as `catalogue_row`; `TableError` where `corrections.csv` is not as declared.
        """
        review = self.catalogue_row(review_id)
        corrections = of_review(self.corrections(), review_id)
        if more is not None:
            corrections = pd.concat([corrections, more], ignore_index=True)
        version = version_of(corrections.to_csv(index=False))
        held = self._lists.get(review_id)
        if held and held[0] == version:
            return held[1]
        made = self._make(review, corrections)
        if more is None:
            self._lists[review_id] = (version, made)
        return made

    def _make(self, review: Row, corrections: pd.DataFrame) -> ReviewTables:
        """Apply corrections to one review, as a run does to all."""
        review_id = review.review_id
        listed = self._listed[self._listed["review_id"] == review_id].reset_index(drop=True)
        joined = {name: self._own(table, review_id) for name, table in self._joined.items()}
        corrected = assembly.corrected_tables(self.folders, listed, self.corpus.bodies, joined, corrections)
        return ReviewTables(
            review,
            corrected["recommendations"],
            corrected["dropped"],
            corrected["problems"],
            corrections,
            joined["recommendations"],
        )

    def _own(self, table: pd.DataFrame, review_id: str) -> pd.DataFrame:
        """Return the rows of a table that are of one review, or of its document."""
        if "review_id" in table:
            return table[table["review_id"] == review_id].reset_index(drop=True)
        return table[table["document"] == self.catalogue_row(review_id).document].reset_index(drop=True)


def of_review(corrections: pd.DataFrame, review_id: str) -> pd.DataFrame:
    """Return the corrections of one review and of its recommendations."""
    if corrections.empty:
        return tables.empty("corrections")
    own = (corrections["id"] == review_id) | corrections["id"].str.startswith(f"{review_id}/")
    return corrections[own].reset_index(drop=True)


def version_of(text: str) -> str:
    """Return a short hash by which two states are told apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]
