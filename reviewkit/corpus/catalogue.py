"""catalogue.csv -> reviews: which documents there are, and which edition of each is at hand.

Comes in: the corpus folder. Goes out: the catalogue with `edition` (official, digest, none) and `document`; the code
frame; and, once the documents are read, the table `reviews`. The official text is used wherever it is at hand.

Limit: whether a document at hand is the right one is not known here; `fetch` checks what it fetched itself.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base import paths
from reviewkit.corpus import tables
from reviewkit.corpus.ids import recommendation_number

EDITIONS = (("official", ("pdf", "html")), ("digest", ("pdf",)))


def load_catalogue(folders: paths.Folders) -> pd.DataFrame:
    """The folders of a corpus in; its catalogue, with `edition` and `document` (inside the corpus folder), out.

    Raises `tables.TableError` where the catalogue is not as declared, naming row and column.
    """
    listed = tables.load(folders.corpus / "catalogue.csv", "catalogue")
    at_hand = [_edition(folders, review_id) for review_id in listed["review_id"]]
    return listed.assign(edition=[edition for edition, _ in at_hand], document=[path for _, path in at_hand])


def unmatched_files(folders: paths.Folders, listed: pd.DataFrame) -> pd.DataFrame:
    """The folders of a corpus and its catalogue in; the documents in `official/` that no review owns, as `problems`."""
    owned = {f"{review_id}.{ending}" for review_id in listed["review_id"] for ending in ("pdf", "html")}
    found = [path.name for path in folders.official.glob("*.*") if path.suffix.lower() in (".pdf", ".html", ".htm")]
    step = "give it the name of a review_id of catalogue.csv, in small letters, or add a row there"
    rows = []
    for name in sorted(set(found) - owned):
        said = {"what": "belongs to no review of the catalogue", "next_step": step}
        if f"{name.partition('@')[0]}.pdf" in owned and "@" in name:
            read = f"reviewkit add {folders.corpus.name}/official/{name} --id {name.partition('@')[0]}"
            said["what"] = "is another edition, and not the one that is read"
            said["next_step"] = f"look at both; to read this one: {read}"
        rows.append({"document": f"official/{name}"} | said)
    return tables.build(rows, "problems")


def reviews_table(listed: pd.DataFrame, recommendations: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """The catalogue with editions, what was found and the pages in; the table `reviews` out.

    `held` counts what a review asks, promises or lays down, parts of one number once. `complete` is yes where that
    reaches the stated total, or where an official text gave its list and no total is known.
    """
    held = recommendations[recommendations["kind"].isin(["recommendation", "commitment", "duty"])]
    numbers = held.assign(number=held["rec_id"].map(recommendation_number)).groupby("review_id")["number"].nunique()
    counted = listed["review_id"].map(numbers).fillna(0).astype(int)
    seen = pages.groupby("document")["page"].max()
    made = listed.assign(
        published=listed["date_published"],
        held=counted,
        pages=listed["document"].map(seen).astype("Int64"),
        complete=[_complete(*row) for row in zip(counted, listed["n_recommendations"], listed["edition"], strict=True)],
    )
    return tables.check(made[tables.column_names("reviews")], "reviews").sort_values("review_id", ignore_index=True)


def _complete(held: int, stated: object, edition: str) -> str:
    """Whether a review's whole list is held."""
    if held and not pd.isna(stated):
        return "yes" if held >= int(stated) else "no"
    return "yes" if held and edition == "official" else "no"


def _edition(folders: paths.Folders, review_id: str) -> tuple[str, str]:
    """The best edition of a review at hand, and its file inside the corpus folder."""
    for edition, endings in EDITIONS:
        folder = folders.official if edition == "official" else folders.digests
        for ending in endings:
            path = folder / f"{review_id}.{ending}"
            if path.is_file():
                return edition, path.relative_to(folders.corpus).as_posix()
    return "none", ""
