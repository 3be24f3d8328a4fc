"""Load the catalogue, find which edition of each document is at hand, and make the table `reviews`.

Input: the corpus folder. Output: the catalogue with `edition` (official, digest or none), `document` and `address` (the
publisher's page, by `addresses.csv`); the documents that belong to no review; and, once the documents are read, the
table `reviews`. The official text is used wherever it is at hand.

Limitations: whether a document at hand is the right one is not checked here; `fetch` checks what it fetched itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewkit.base import file_types, paths
from reviewkit.base.text import split_list
from reviewkit.corpus import addresses, tables
from reviewkit.corpus import corrections as people
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.recommendations import ASKS

SHORT_LIST = "fewer recommendations were found in a published text than it should hold"
EDITIONS = (("official", file_types.ENDINGS), ("digest", ("pdf",)))  # the best edition first


def load_catalogue(folders: paths.Folders) -> pd.DataFrame:
    """Load the catalogue of a corpus, with `edition`, `document` (a path inside the corpus folder) and `address`.

    Raises: `TableError` where the catalogue is not as declared, naming row and column.
    """
    listed = tables.load(folders.corpus / paths.CATALOGUE, "catalogue")
    editions = [_best_edition(folders, review_id) for review_id in listed["review_id"]]
    listed = listed.assign(edition=[edition for edition, _ in editions], document=[path for _, path in editions])
    known = addresses.load_addresses(folders)
    return listed.assign(
        address=[addresses.first_page(known, review_id) for review_id in listed["review_id"]],
        publisher_body=_names_of_today(listed["publisher"], tables.load_or_empty(folders.corpus, "bodies")),
    )


def _names_of_today(publishers: pd.Series, bodies: pd.DataFrame) -> pd.Series:
    """Return the publishers by the names that `bodies` gives to bodies which had another name."""
    today = {
        alias.casefold(): body.name
        for body in bodies.itertuples(index=False)
        for alias in (body.name, *split_list(body.aliases))
    }
    return publishers.map(lambda publisher: today.get(publisher.casefold(), publisher))


def with_denominators(listed: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the catalogue with `in_denominator` as people decided it."""
    decided = people.value_of(corrections, "review", "in_denominator")
    return listed.assign(in_denominator=listed["review_id"].map(decided).fillna(listed["in_denominator"]))


def unmatched_files(folders: paths.Folders, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the files of the corpus that are not read, as the table `problems`.

    They are the documents in `official/` that belong to no review of the catalogue, those of a review of which another
    file is read, and links that lead out of the corpus.
    """
    expected = {f"{review_id}.{ending}" for review_id in listed["review_id"] for ending in file_types.ENDINGS}
    endings = {f".{ending}" for ending in file_types.ENDINGS}
    names = {path.name for path in folders.official.glob("*.*") if path.suffix.lower() in endings}
    rows = [_unmatched_file(folders, name, expected) for name in sorted(names - expected)]
    in_use = set(listed["document"])
    for name in sorted(names & expected):
        path = folders.official / name
        if f"official/{name}" not in in_use and not paths.leads_out(path, folders.corpus):
            rows.append(_second_file(name, str(listed.set_index("review_id")["document"][path.stem])))
    return tables.build(rows + _links_out(folders), "problems")


def _second_file(name: str, in_use: str) -> dict[str, object]:
    """Return the problem of a file beside the one that is read."""
    step = f"to read it, take {in_use} away; to leave it be, put an @ and a word before its ending"
    return {"document": f"official/{name}", "what": f"is not read: {in_use} is, of the same review", "next_step": step}


def _links_out(folders: paths.Folders) -> list[dict[str, object]]:
    """Return a problem for each link in the folders of documents that leads out of the corpus: it is not followed."""
    inbox = folders.corpus / "inbox"
    files = [
        path
        for folder in (folders.digests, inbox, folders.official)
        for path in [folder, *(sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else [])]
    ]
    step = "put the file itself there, in place of the link"
    what = "is a link that leads out of the corpus, and is not followed"
    return [
        {"document": path.relative_to(folders.corpus).as_posix(), "what": what, "next_step": step}
        for path in files
        if path.is_symlink() and paths.leads_out(path, folders.corpus)
    ]


def _unmatched_file(folders: paths.Folders, name: str, expected: set[str]) -> dict[str, object]:
    """Return the problem of one such document: unknown, or another edition (an @ in its name) of a known review."""
    review_id = name.partition("@")[0]
    if f"{review_id}.pdf" in expected and "@" in name:
        command = f"reviewkit add {folders.corpus.name}/official/{name} --id {review_id}"
        what, step = "is another edition, and not the one that is read", f"look at both; to read this one: {command}"
    else:
        what = "belongs to no review of the catalogue"
        step = "give it the name of a review_id of catalogue.csv, in small letters, or add a row there"
    return {"document": f"official/{name}", "what": what, "next_step": step}


def short_lists(reviews: pd.DataFrame, digests: pd.DataFrame) -> pd.DataFrame:
    """Return the published texts in which fewer recommendations were found than they should hold, as `problems`.

    That is fewer than a source says that the review makes, or than our digest had: it may be a summary, one volume of
    several or another document, or its reading failed. Where none was found at all, the reader says so.
    """
    numbers = digests.assign(number=digests["number"].where(digests["number"] != "", digests["short_name"]))
    in_digest = numbers.groupby("review_id")["number"].nunique()
    rows: list[dict[str, object]] = []
    for review in reviews[reviews["edition"] == "official"].itertuples(index=False):
        held, had = int(review.held), int(in_digest.get(review.review_id, 0))
        stated = 0 if pd.isna(review.n_recommendations) else int(review.n_recommendations)
        if 0 < held < max(stated, had):
            known = f"it is said to make {stated}" if stated > held else f"our summary had {had}"
            rows.append({
                "document": review.document,
                "what": SHORT_LIST,
                "text": f"{review.review_id}: {held} found, and {known}",
                "next_step": "look whether it is the whole report: if not, move it out of official/, and our summary "
                f"is used again; if it is: reviewkit desk --review {review.review_id}",
            })  # fmt: skip
    return tables.build(rows, "problems")


def reviews_table(
    listed: pd.DataFrame, recommendations: pd.DataFrame, pages: pd.DataFrame, checked: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return the table `reviews` from the catalogue with editions, the recommendations found and the pages.

    `held` counts what a review asks, promises or lays down; parts of one number count once. `checked` holds by
    `review_id` whether a person ticked its list. `complete` is yes where `held` reaches the stated total (so
    also where a source says that the review makes none), or where a person ticked the list of an official text. That a
    published text was read does not make its list whole.
    """
    asks = recommendations[recommendations["kind"].isin(ASKS)]
    numbers = asks.assign(number=asks["rec_id"].map(recommendation_number)).groupby("review_id")["number"].nunique()
    held = listed["review_id"].map(numbers).fillna(0).astype(int)
    ticks = listed["review_id"].map(dict(checked or {})).fillna("")
    known = zip(held, listed["n_recommendations"], listed["edition"], ticks, strict=True)
    last_pages = pages.groupby("document")["page"].max()
    reviews = listed.assign(
        published=listed["date_published"],
        commissioned=listed["date_commissioned"],
        held=held,
        pages=listed["document"].map(last_pages).astype("Int64"),
        complete=[_complete(*row) for row in known],
        checked=ticks,
    )
    reviews = tables.check(reviews[tables.column_names("reviews")], "reviews")
    return reviews.sort_values("review_id", ignore_index=True)


def _complete(held: int, stated: int, edition: str, checked: str) -> str:
    """Say whether the whole list of a review is held; `stated` may be <NA>."""
    if checked == "yes" and edition == "official":
        return "yes"
    if not pd.isna(stated) and (held or int(stated) == 0):  # a review known to make none is a whole list of none
        return "yes" if held >= int(stated) else "no"
    return "no"


def _best_edition(folders: paths.Folders, review_id: str) -> tuple[str, str]:
    """Return the best edition of a review at hand, and the path of its file inside the corpus folder."""
    for edition, endings in EDITIONS:
        folder = folders.official if edition == "official" else folders.digests
        for ending in endings:
            path = folder / f"{review_id}.{ending}"
            if path.is_file() and not paths.leads_out(path, folders.corpus):
                return edition, path.relative_to(folders.corpus).as_posix()
    return "none", ""
