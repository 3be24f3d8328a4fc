"""Add a newly published review: its file to the corpus folder, and its row to the catalogue.

Input: a document that was read, and the cells of its row. Output: the review's id, and in words what was taken from
where. A published text goes into `official/`, a digest of ours into `digests/`.

Limitations: those of `acquisition.proposed_row`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit.acquisition.proposed_row import Cells, Reading, row_of
from reviewkit.base import atomic, file_types, paths
from reviewkit.base.errors import TableError
from reviewkit.corpus import schema, tables
from reviewkit.reading import documents

MOST_ATTEMPTS = 3  # at an answer


class Entered(NamedTuple):
    """A review that was put into the corpus."""

    review_id: str
    file: Path
    origins: list[str]  # what was taken from where


def enter_review(folders: paths.Folders, reading: Reading, cells: Cells, address: str = "") -> Entered:
    """Put a review into the corpus: its file into a folder, its row (`proposed_row.propose_cells`) into the catalogue.

    `address` is where the file came from, where that is known; it becomes a row of `addresses.csv`.
    Raises: `TableError` where its folder leads out of the corpus.
    """
    catalogue = tables.load(folders.corpus / "catalogue.csv", "catalogue")
    file, review_id = reading.file, cells["review_id"][0]
    folder = folders.digests if reading.digest_row else folders.official
    if not folder.resolve().is_relative_to(folders.corpus.resolve()):
        raise TableError(f"{folder.name}/ is a link that leads out of the corpus", "make it a folder of its own")
    _keep_other_edition(folder, review_id, reading.form, file)
    target = atomic.write(folder / f"{review_id}.{reading.form}", file.read_bytes())
    if file.resolve().parent == folder.resolve() and file.name.startswith(f"{review_id}@"):
        file.unlink()  # the edition that waited beside is the one in use now
    _save_row(folders, catalogue, row_of(reading, cells))
    if address:
        _save_address(folders, review_id, address, reading.form)
    origins = [f"{column}: {value} ({origin})" for column, (value, origin) in cells.items()]
    origins += [f"address: {address} (where it came from; in addresses.csv)"] if address else []
    return Entered(review_id, target, [*origins, f"file: {target.relative_to(folders.corpus).as_posix()}"])


def ask_kind(title: str, ask: Callable[[str], str]) -> str:
    """Ask a person what sort of document it is, and return the kind; "" where it is left open."""
    question = (
        f"What kind of document is '{title}'?\n  {', '.join(schema.KINDS_OF_REVIEW)}\n"
        "One of these, or its beginning; Enter leaves it open, and the document uncounted: "
    )
    for _ in range(MOST_ATTEMPTS):
        answer = ask(question).strip().lower()
        fitting = [kind for kind in schema.KINDS_OF_REVIEW if kind.startswith(answer)]
        if not answer or len(fitting) == 1 or answer in fitting:
            return answer if answer in fitting or not answer else fitting[0]
        question = f"'{answer}' is {'the beginning of several' if fitting else 'none of them'}: "
    return ""


def _keep_other_edition(folder: Path, review_id: str, form: str, file: Path) -> None:
    """Keep another edition of the review that is there under a name of its own, before it is replaced."""
    for ending in file_types.ENDINGS:
        path = folder / f"{review_id}.{ending}"
        if path.is_file() and path.read_bytes() != file.read_bytes():
            aside = folder / f"{review_id}@{documents.short_hash(path)}.{ending}"
            atomic.write(aside, path.read_bytes())
            if ending != form:
                path.unlink()


def _save_address(folders: paths.Folders, review_id: str, address: str, form: str) -> None:
    """Write where a document came from into `addresses.csv`, unless it stands there."""
    listed = tables.load_or_empty(folders.corpus, "addresses")
    if ((listed["review_id"] == review_id) & (listed["url"] == address)).any():
        return
    row = {
        "review_id": review_id,
        "role": "document" if form == "pdf" else "html_edition",
        "url": address,
        "format": form,
        "seen_in": "given to reviewkit add",
        "how": "fetched",
        "confidence": "high",
    }
    tables.save(pd.concat([listed, tables.build([row], "addresses")], ignore_index=True), "addresses", folders.corpus)


def _save_row(folders: paths.Folders, catalogue: pd.DataFrame, row: pd.DataFrame) -> None:
    """Write the row into the catalogue: in its old place, else in the order of dates where that is the catalogue's."""
    same = catalogue["review_id"] == row["review_id"].iloc[0]
    others, positions = catalogue[~same], catalogue.index[same]
    order = ["date_published", "review_id"]
    if len(positions):
        parts = [others.loc[: positions[0]], row, others.loc[positions[0] :]]
        changed = pd.concat(parts, ignore_index=True)
    else:
        changed = pd.concat([others, row], ignore_index=True)
        if others.equals(others.sort_values(order, ignore_index=True)):
            changed = changed.sort_values(order, ignore_index=True)
    if not changed.equals(catalogue):
        tables.save(changed, "catalogue", folders.corpus)
