"""Load what the coders have coded: the rows that the coder of themes learns from.

There are two sorts: entries of the digests with two coders' codes (`coded.csv`), on which the coder is also calibrated
and scored; and invented examples (`examples.csv`), written from the codebook alone, on which it is never scored.

Limitations: the texts are those of the digests, even where a published document has since taken a digest's place.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.base.types import Row
from reviewkit.corpus import tables
from reviewkit.corpus.aliases import current_ids, follow

TEXT_COLUMNS = ["rec_id", "review_id", "text", "addressed_to"]
COLUMNS = ["id", "review_id", "text", "addressed_to", "themes_a", "themes_b", "invented"]
SUBTHEMES = "subthemes"  # a list cell; not there (`NaN`) where nobody coded the row with subthemes


def training_rows(corpus: Path, recommendations: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row per coded text of a corpus folder, sorted by id; no rows where nothing is coded.

    Texts are those of the digests' table, else of `recommendations`, where there are any. Ids that changed are
    replaced by the current ones, so that two entries that are now one recommendation are two rows with its id. Coded
    rows without a text are left out.

    Columns: those of `COLUMNS`, and `SUBTHEMES`.
    Raises: `TableError` where a file is not as declared.
    """
    rows = [_coded_rows(corpus, recommendations), _invented_rows(corpus)]
    return pd.concat(rows).sort_values(["invented", "id"], ignore_index=True)


def subtheme_labels(rows: pd.DataFrame, subthemes: list[str]) -> np.ndarray:
    """Return rows x subthemes from `training_rows`: 1 where the row was coded with it, not a number where nobody did.

    Raises: `TableError` for a code that is no subtheme.
    """
    given = labels(rows[SUBTHEMES].fillna(""), subthemes, "subthemes.toml").astype(float)
    given[rows[SUBTHEMES].isna()] = np.nan
    return given


def soft_labels(themes_a: pd.Series, themes_b: pd.Series, themes: list[str]) -> np.ndarray:
    """Return rows x themes from two coders' codes: 1 where both gave the theme, 0.5 where one did, else 0.

    Raises: `TableError` for a code that is no theme.
    """
    return (labels(themes_a, themes).astype(float) + labels(themes_b, themes)) / 2


def labels(codes: pd.Series, themes: list[str], frame: str = "codebook.toml") -> np.ndarray:
    """Return rows x themes from list cells of codes: true where the theme is in the cell; `frame` is their file.

    Raises: `TableError` for a code that the frame does not have.
    """
    parts = [set(split_list(cell)) for cell in codes]
    unknown = sorted(set().union(*parts) - set(themes))
    if unknown:
        raise TableError(f"'{unknown[0]}' is coded and is no theme of {frame}", "correct it, or add it")
    return np.array([[theme in part for theme in themes] for part in parts], bool).reshape(len(parts), len(themes))


def digest_entries(corpus: Path) -> pd.DataFrame:
    """Return the entries of a corpus folder's digests as in `digests.csv`, with `rec_id` and `text`."""
    entries = tables.load_or_empty(corpus / "digests", "digests").rename(columns={"summary": "text"})
    ids = [_rec_id(row) for row in entries.itertuples(index=False)]
    return entries.assign(rec_id=pd.Series(ids, index=entries.index, dtype=object))


def _coded_rows(corpus: Path, recommendations: pd.DataFrame | None) -> pd.DataFrame:
    """Return the coded entries of digests, each with the codes it was given, and other coded recommendations."""
    aliases, coded = tables.load_or_empty(corpus, "aliases"), tables.load_or_empty(corpus, "coded")
    entries = digest_entries(corpus)[TEXT_COLUMNS]
    coded = coded.assign(**{SUBTHEMES: coded["rec_id"].map(_coded_subthemes(corpus))})
    of_digests = coded.merge(entries, on="rec_id", validate="one_to_one")
    ids = pd.Series(current_ids(of_digests["rec_id"], aliases, "coded.csv"), index=of_digests.index, dtype=object)
    others = follow(coded[~coded["rec_id"].isin(entries["rec_id"])], aliases, "coded.csv")
    texts = [follow(entries, aliases, "digests.csv")]
    if recommendations is not None:
        texts.append(recommendations[TEXT_COLUMNS])
    others = others.merge(pd.concat(texts).drop_duplicates("rec_id"), on="rec_id", validate="one_to_one")
    rows = pd.concat([of_digests.assign(rec_id=ids), others], ignore_index=True)
    return rows.rename(columns={"rec_id": "id"}).assign(invented=False)[[*COLUMNS, SUBTHEMES]]


def _invented_rows(corpus: Path) -> pd.DataFrame:
    """Return the invented examples, each as a review of its own."""
    rows = tables.load_or_empty(corpus, "examples").rename(columns={"example_id": "id"})
    subthemes = rows["id"].map(_coded_subthemes(corpus))
    return rows.assign(review_id=rows["id"], invented=True, **{SUBTHEMES: subthemes})[[*COLUMNS, SUBTHEMES]]


def _coded_subthemes(corpus: Path) -> dict[str, str]:
    """Return the subthemes, a list cell, of each id that was coded with them."""
    coded = tables.load_or_empty(corpus, "coded_subthemes")
    return dict(zip(coded["id"], coded["subthemes"], strict=True))


def _rec_id(row: Row) -> str:
    """Return the id of a digest's entry, which is that of the recommendation read from the digest.

    Source: `reviewkit.extraction.rec_ids`.
    """
    number = f"r{row.number}" + (f"-{row.part}" if row.part else "")
    return f"{row.review_id}/{number if row.number else row.short_name}"
