"""Recommendations -> passages that may leave the machine: screened, and no longer than their licence allows.

Comes in: the folders of a corpus and its tables. Goes out: a passage a recommendation, and the table `masked`. Words of
our digests are ours. Words of a published document are given whole where its licence is open, and in short where it is
not, or not known. Limit: what the screen misses (`benchmarks/screening.py`).
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.text import natural_key, shorten, split_list
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.redaction import dictionary, redact

PASSAGES = [
    "rec_id", "review_id", "review", "published", "label", "words", "asked_of", "where", "licence", "kind", "classes",
]  # fmt: skip
OPEN = (
    r"(?:OGL|Open Government Licence|Open Parliament Licence|CC0|CC BY(?:-SA)?(?:\s|$))"  # and not CC BY-NC, CC BY-ND
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no Office file may hold these
SHORT = 200  # letters: about thirty words, a quotation that copyright law lets anyone make with its source named
MADE = ("passages", "masked")


def shareable(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """A corpus, its recommendations and reviews in; `passages`, sorted by id, and `masked` out.

    Columns of passages: `rec_id`, `review_id`, `review` and `published`, `label`, `words` as they may be shown,
    `asked_of`, `where` they stand, `licence`, `kind`, `classes` of the bodies asked. Kept by what they were made from.
    """
    folders, recommendations, reviews = corpus.folders, corpus.recommendations, corpus.reviews
    lists = pd.DataFrame({"text": [dictionary.known_names_file(folders).read_text(encoding="utf-8")]})
    people = [tables.load(path, path.stem) for path in _of_corpus(folders) if path.is_file()]
    key = cache.table_key([recommendations, reviews, lists, *people], __name__)
    return cache.cached(folders.cache, "passages", key, MADE, partial(_made, folders, recommendations, reviews))


def _of_corpus(folders: paths.Folders) -> list[Path]:
    return [folders.corpus / name for name in ("bodies.csv", "catalogue.csv")]


def _made(folders: paths.Folders, recommendations: pd.DataFrame, reviews: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The same, made anew."""
    known = dictionary.load_dictionary(folders)
    titled = reviews[["review_id", "short_title", "published", "licence"]].rename(columns={"short_title": "review"})
    rows = recommendations.merge(titled, on="review_id")
    rows = rows.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    cells = {
        "text": rows["text"],
        "label": rows["label"],
        "asked": rows["addressed_to"].map(split_list).str.join("; "),
    }
    screened = {
        name: redact.redact_all([CONTROL.sub(" ", cell) for cell in column], known) for name, column in cells.items()
    }
    words, labels, asked = (said for said, _ in screened.values())
    found = pd.concat([masked for _, masked in screened.values()]).sort_values(
        ["place", "kind", "words"], ignore_index=True
    )
    found = found.assign(rec_id=rows["rec_id"].reindex(found["place"]).to_numpy())[["rec_id", "kind", "words"]]
    official = rows["edition"] == "official"
    closed = official & ~rows["licence"].astype(str).str.match(OPEN)
    rows = rows.assign(
        words=[shorten(text, SHORT) if short else text for text, short in zip(words, closed, strict=True)],
        label=labels,
        asked_of=asked,
        where=[_where(row) for row in rows.itertuples()],
        licence=[_licence(row, short) for row, short in zip(rows.itertuples(), closed, strict=True)],
    )
    return {"passages": rows[PASSAGES], "masked": tables.check(found, "masked")}


def _where(row: object) -> str:
    """Where the words stand, for whoever wants to see them."""
    page = f"p. {row.page}" if not row.anchor else f"#{row.anchor}"
    return page if row.edition == "official" else f"our digest, {page}; seen at {row.seen_at or row.seen_in}"


def _licence(row: object, short: bool) -> str:
    """On what terms the words are shown."""
    if row.edition == "digest":
        return "our paraphrase, CC BY 4.0"
    return f"{row.licence or 'licence unknown'}{': quoted in short' if short else ''}"


def without_names(known: dictionary.Dictionary, rows: pd.DataFrame) -> pd.DataFrame:
    """A dictionary and the recommendations of a document in; the same with screened texts, to make ids of, out.

    The id of one without a number is its first words, and goes into every export.
    """
    bare = [not any(letter.isdigit() for letter in label) for label in rows["label"]]
    said, _ = redact.redact_all(rows["text"].where(bare, ""), known)
    return rows.assign(text=pd.Series(said, index=rows.index).where(bare, rows["text"]))
