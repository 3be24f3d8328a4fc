"""catalogue.csv -> reviews: which documents there are, and which edition of each is at hand.

Comes in: the corpus folder. Goes out: the catalogue with `edition` (official, digest, none) and `document`; the code
frame; and, once the documents are read, the table `reviews`. The official text is used wherever it is at hand.

Limit: whether a document at hand is the right one is not known here; `fetch` checks what it fetched itself.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit import paths, tables

EDITIONS = (("official", ("pdf", "html")), ("digest", ("pdf",)))


def catalogue(places: paths.Places) -> pd.DataFrame:
    """The folders of a corpus in; its catalogue, with `edition` and `document` (inside the corpus folder), out.

    Raises `tables.TableError` where the catalogue is not as declared, naming row and column.
    """
    listed = tables.load(places.corpus / "catalogue.csv", "catalogue")
    at_hand = [_edition(places, review_id) for review_id in listed["review_id"]]
    return listed.assign(edition=[edition for edition, _ in at_hand], document=[path for _, path in at_hand])


def unowned(places: paths.Places, listed: pd.DataFrame) -> pd.DataFrame:
    """The folders of a corpus and its catalogue in; the documents in `official/` that no review owns, as `problems`."""
    owned = {f"{review_id}.{ending}" for review_id in listed["review_id"] for ending in ("pdf", "html")}
    found = [path.name for path in places.official.glob("*.*") if path.suffix.lower() in (".pdf", ".html", ".htm")]
    step = "give it the name of a review_id of catalogue.csv, in small letters, or add a row there"
    rows = []
    for name in sorted(set(found) - owned):
        said = {"what": "belongs to no review of the catalogue", "next_step": step}
        if f"{name.partition('@')[0]}.pdf" in owned and "@" in name:
            read = f"reviewkit add {places.corpus.name}/official/{name} --id {name.partition('@')[0]}"
            said["what"] = "is another edition, and not the one that is read"
            said["next_step"] = f"look at both; to read this one: {read}"
        rows.append({"document": f"official/{name}"} | said)
    return tables.build(rows, "problems")


class Subject(NamedTuple):
    """What the reviews of a corpus are about; both empty where the corpus does not say."""

    name: str  # as it stands in titles
    words: tuple[str, ...]  # by which a document is known to be about it


def subject(corpus: Path) -> Subject:
    """A corpus folder in, what `subject.toml` says its reviews are about, out; nothing where there is no such file.

    Raises `tables.TableError` for a file that is no TOML, or holds something else than a name and words.
    """
    path = corpus / "subject.toml"
    if not path.is_file():
        return Subject("", ())
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise tables.TableError(f"{path.name}: cannot be read as TOML ({error}); mend that line") from error
    name, words = said.get("name", ""), said.get("words", [])
    if not isinstance(name, str) or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise tables.TableError(f'{path.name}: needs name = "..." and words = ["...", "..."]')
    return Subject(name, tuple(words))


def themes(path: Path) -> pd.DataFrame:
    """The code frame in; one row a theme out: `theme`, `name`, `definition`, `casey`.

    Raises `tables.TableError` for a theme without a name or a definition, and for a file that is no TOML.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise tables.TableError(f"{path.name}: cannot be read as TOML ({error}); mend that line") from error
    for theme, said in listed.items():
        for field in ("name", "definition"):
            if not isinstance(said, dict) or not str(said.get(field, "")).strip():
                raise tables.TableError(f"{path.name}, theme '{theme}': has no {field}; add {field} = \"...\"")
    return pd.DataFrame(
        [(theme, said["name"], said["definition"], bool(said.get("casey"))) for theme, said in listed.items()],
        columns=["theme", "name", "definition", "casey"],
    )


def reviews(listed: pd.DataFrame, recommendations: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """The catalogue with editions, what was found and the pages in; the table `reviews` out.

    `held` counts what a review asks, promises or lays down, parts of one number once. `complete` is yes where that
    reaches the stated total, or where an official text gave its list and no total is known.
    """
    held = recommendations[recommendations["kind"].isin(["recommendation", "commitment", "duty"])]
    numbers = held.assign(number=held["rec_id"].map(tables.number)).groupby("review_id")["number"].nunique()
    counted = listed["review_id"].map(numbers).fillna(0).astype(int)
    seen = pages.groupby("document")["page"].max()
    made = listed.assign(
        published=listed["date_published"],
        held=counted,
        pages=listed["document"].map(seen).astype("Int64"),
        complete=[_complete(*row) for row in zip(counted, listed["n_recommendations"], listed["edition"], strict=True)],
    )
    return tables.check(made[tables.names("reviews")], "reviews").sort_values("review_id", ignore_index=True)


def _complete(held: int, stated: object, edition: str) -> str:
    """Whether a review's whole list is held."""
    if held and not pd.isna(stated):
        return "yes" if held >= int(stated) else "no"
    return "yes" if held and edition == "official" else "no"


def _edition(places: paths.Places, review_id: str) -> tuple[str, str]:
    """The best edition of a review at hand, and its file inside the corpus folder."""
    for edition, endings in EDITIONS:
        folder = places.official if edition == "official" else places.digests
        for ending in endings:
            path = folder / f"{review_id}.{ending}"
            if path.is_file():
                return edition, path.relative_to(places.corpus).as_posix()
    return "none", ""
