"""What people have coded: the corpus folder in, the rows that the coder learns from out.

Two sorts: entries of the digests with two coders' codes (`coded.csv`), on which the coder is also calibrated and
scored; and invented examples (`examples.csv`), written from the codebook alone, on which it is never scored.

Limit: the texts are those of the digests, also where a published document has since taken a digest's place.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus import tables
from reviewkit.corpus.aliases import current_ids, follow

TEXT = ["rec_id", "review_id", "text", "addressed_to"]
COLUMNS = ["id", "review_id", "text", "addressed_to", "themes_a", "themes_b", "invented"]


def training_rows(corpus: Path, recommendations: pd.DataFrame | None = None) -> pd.DataFrame:
    """A corpus folder in; one row a coded text out, sorted by id: `COLUMNS`; empty where nothing is coded.

    Texts are those of the digests' table, else of `recommendations`, where they are given; ids that changed are those
    of now, so that two entries which are one recommendation now are two rows with its id. Coded rows without a text
    are left out. Raises `tables.TableError` where a file is not as declared.
    """
    found = [_of_corpus(corpus, recommendations), _invented(corpus)]
    return pd.concat(found).sort_values(["invented", "id"], ignore_index=True)


def soft_labels(themes_a: pd.Series, themes_b: pd.Series, themes: list[str]) -> np.ndarray:
    """Two coders' codes and the themes in; rows x themes out: 1 where both gave it, 0.5 where one did, else 0.

    Raises `tables.TableError` for a code that is no theme.
    """
    return (labels(themes_a, themes).astype(float) + labels(themes_b, themes)) / 2


def labels(codes: pd.Series, themes: list[str]) -> np.ndarray:
    """List cells of codes in; rows x themes, true where the theme is in the cell, out.

    Raises `tables.TableError` for a code that is no theme.
    """
    parts = [set(split_list(cell)) for cell in codes]
    unknown = sorted(set().union(*parts) - set(themes))
    if unknown:
        raise TableError(f"'{unknown[0]}' is coded and is no theme of codebook.toml", "correct it, or add it")
    return np.array([[theme in each for theme in themes] for each in parts], bool).reshape(len(parts), len(themes))


def digest_entries(corpus: Path) -> pd.DataFrame:
    """A corpus folder in; the entries of its digests as `digests.csv` has them, with `rec_id` and `text`, out."""
    rows = _table(corpus / "digests" / "digests.csv", "digests").rename(columns={"summary": "text"})
    ids = [_rec_id(row) for row in rows.itertuples(index=False)]
    return rows.assign(rec_id=pd.Series(ids, index=rows.index, dtype=object))


def _of_corpus(corpus: Path, recommendations: pd.DataFrame | None) -> pd.DataFrame:
    """The hand-coded entries of the digests, each with the codes it was given, and other hand-coded recommendations."""
    aliases, coded = _table(corpus / "aliases.csv", "aliases"), _table(corpus / "coded.csv", "coded")
    texts = digest_entries(corpus)[TEXT]
    own = coded.merge(texts, on="rec_id", validate="one_to_one")
    own = own.assign(rec_id=pd.Series(current_ids(own["rec_id"], aliases, "coded.csv"), index=own.index, dtype=object))
    others = follow(coded[~coded["rec_id"].isin(texts["rec_id"])], aliases, "coded.csv")
    known = [follow(texts, aliases, "digests.csv"), *([] if recommendations is None else [recommendations[TEXT]])]
    others = others.merge(pd.concat(known).drop_duplicates("rec_id"), on="rec_id", validate="one_to_one")
    rows = pd.concat([own, others], ignore_index=True)
    return rows.rename(columns={"rec_id": "id"}).assign(invented=False)[COLUMNS]


def _invented(corpus: Path) -> pd.DataFrame:
    """The invented examples; each is a review of its own."""
    rows = _table(corpus / "examples.csv", "examples").rename(columns={"example_id": "id"})
    return rows.assign(review_id=rows["id"], invented=True)[COLUMNS]


def _rec_id(row: object) -> str:
    """The id of a digest's entry (DESIGN of ids: METHOD.md, Segment)."""
    number = f"r{row.number}" + (f"-{row.part}" if row.part else "")
    return f"{row.review_id}/{number if row.number else row.short_name}"


def _table(path: Path, table: str) -> pd.DataFrame:
    """A table of the corpus, without rows where there is no such file."""
    return tables.load(path, table) if path.is_file() else tables.empty(table)
