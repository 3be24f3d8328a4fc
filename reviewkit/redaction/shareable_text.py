"""Passages of recommendations that may leave the machine: redacted, and no longer than their licence allows.

Input: a corpus. Output: a passage for each recommendation, and the table `masked`. The words of our digests are ours,
and where such a passage stands is where its substance was seen. The words of a published document are quoted in full
where its licence is open, and in short where it is not, or not known.

Limitations: what redaction misses (`benchmarks/screening.py`).
"""

from __future__ import annotations

import re
from functools import partial

import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.text import natural_key, printed_note, shorten, split_list
from reviewkit.base.types import Row
from reviewkit.corpus import provenance, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.redaction import redact
from reviewkit.redaction.dictionary import Dictionary, known_names_file, load_dictionary

PASSAGE_COLUMNS = [
    "rec_id", "review_id", "review", "published", "label", "words", "asked_of", "where", "licence", "kind", "classes",
]  # fmt: skip
OPEN_LICENCE = (
    r"(?:OGL|Open Government Licence|Open Parliament Licence|CC0|CC BY(?:-SA)?(?:\s|$))"  # and not CC BY-NC, CC BY-ND
)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no Office file may hold these
QUOTATION_LENGTH = 200  # characters, about thirty words: copyright law lets anyone quote so much and name the source
CACHED_TABLES = ("passages", "masked")
TABLES_OF_NAMES = ("bodies", "catalogue")  # of the corpus: the dictionary knows the names in them


def shareable(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Return `passages`, sorted by id, and `masked`, from the cache where what they are made from is the same.

    Columns: of `passages` `rec_id`, `review_id`, `review` and `published`, `label`, `words` as they may be shown,
    `asked_of`, `where` they are found, `licence`, `kind`, `classes` of the bodies asked; of `masked` `rec_id`, `kind`,
    `words`.
    """
    folders, recommendations, reviews = corpus.folders, corpus.recommendations, corpus.reviews
    known_names = pd.DataFrame({"text": [known_names_file(folders).read_text(encoding="utf-8")]})
    key = cache.table_key([recommendations, reviews, known_names, *_tables_of_names(folders)], __name__)
    make = partial(_redacted_passages, folders, recommendations, reviews)
    return cache.cached(folders.cache, "passages", key, CACHED_TABLES, make)


def masked_texts(corpus: Corpus) -> dict[str, str]:
    """Return by id the whole words of each recommendation, taken out or not, with names and dates of birth masked."""
    rows = pd.concat([corpus.recommendations[["rec_id", "text"]], corpus.dropped[["rec_id", "text"]]])
    known_names = pd.DataFrame({"text": [known_names_file(corpus.folders).read_text(encoding="utf-8")]})
    key = cache.table_key([rows, known_names, *_tables_of_names(corpus.folders)], __name__)
    make = partial(_masked_rows, corpus.folders, rows)
    masked = cache.cached(corpus.folders.cache, "texts", key, ("texts",), make)["texts"]
    return dict(zip(masked["rec_id"], masked["text"], strict=True))


def _masked_rows(folders: paths.Folders, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    texts, _ = redact.redact_all(rows["text"], load_dictionary(folders))
    return {"texts": rows.assign(text=texts)}


def _tables_of_names(folders: paths.Folders) -> list[pd.DataFrame]:
    """Return the tables of a corpus in which the dictionary knows the names."""
    files = {name: folders.corpus / f"{name}.csv" for name in TABLES_OF_NAMES}
    return [tables.load(path, name) for name, path in files.items() if path.is_file()]


def without_names(dictionary: Dictionary, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations of a document with redacted texts, to make ids from.

    The id of a recommendation without a number is its first words, and is in every export.
    """
    unnumbered = [not any(letter.isdigit() for letter in label) for label in rows["label"]]
    texts, _ = redact.redact_all(rows["text"].where(unnumbered, ""), dictionary)
    return rows.assign(text=pd.Series(texts, index=rows.index).where(unnumbered, rows["text"]))


def _redacted_passages(
    folders: paths.Folders, recommendations: pd.DataFrame, reviews: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the same two tables, made now."""
    dictionary = load_dictionary(folders)
    titled = reviews[["review_id", "short_title", "published", "licence"]].rename(columns={"short_title": "review"})
    rows = recommendations.merge(titled, on="review_id")
    rows = rows.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    asked_of = rows["addressed_to"].map(split_list).str.join("; ")
    (words, masked_words), (labels, masked_labels), (asked, masked_asked) = (
        redact.redact_all([CONTROL_CHARACTERS.sub(" ", cell) for cell in column], dictionary)
        for column in (rows["text"], rows["label"], asked_of)
    )
    masked = pd.concat([masked_words, masked_labels, masked_asked])
    masked = masked.sort_values(["place", "kind", "words"], ignore_index=True)
    masked = masked.assign(rec_id=rows["rec_id"].reindex(masked["place"]).to_numpy())[["rec_id", "kind", "words"]]
    in_short = (rows["edition"] == "official") & ~rows["licence"].astype(str).str.match(OPEN_LICENCE)
    rows = rows.assign(
        words=[shorten(text, QUOTATION_LENGTH) if short else text for text, short in zip(words, in_short, strict=True)],
        label=labels,
        asked_of=asked,
        where=[_location(row) for row in rows.itertuples()],
        licence=[_terms(row, short) for row, short in zip(rows.itertuples(), in_short, strict=True)],
    )
    return {"passages": rows[PASSAGE_COLUMNS], "masked": tables.check(masked, "masked")}


def _location(row: Row) -> str:
    """Return where the words of a recommendation are, for a person who wants to see them."""
    page = f"p. {row.page}{printed_note(row.page, row.printed_page)}" if not row.anchor else f"#{row.anchor}"
    return page if row.edition == "official" else f"{provenance.of_row(row)}; {row.seen_at}".removesuffix("; ")


def _terms(row: Row, short: bool) -> str:
    """Return on what terms the words are shown."""
    if row.edition == "digest":
        return "our paraphrase, CC BY 4.0"
    return f"{row.licence or 'licence unknown'}{': quoted in short' if short else ''}"
