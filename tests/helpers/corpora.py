"""Small corpora of invented reviews, and ways to look at what a run makes of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import TABLES, Corpus

DATA = Path(__file__).parents[1] / "data"
OURS = paths.ROOT / "corpus"


class Held(NamedTuple):
    """A review of the small corpus: its files, by where they are put, and the total that a source gives."""

    review_id: str
    official: Path | None = None
    digest: Path | None = None
    stated: int | None = None


def truth(slug: str) -> dict[str, list[dict[str, object]]]:
    """Read what an invented review truly asks for."""
    return json.loads((DATA / f"{slug}.json").read_text(encoding="utf-8"))


TWO_PARTS = OURS / "digests" / "iicsa-accountability-2019.pdf"  # our digest of one recommendation, in parts
SMALL = (
    Held(
        "harbour-boxes-2031",
        official=DATA / "boxes-over-a-page.pdf",
        stated=len(truth("boxes-over-a-page")["recommendations"]),
    ),
    Held("harbour-committee-2032", official=DATA / "decimals.pdf", digest=TWO_PARTS),
    Held("harbour-digest-2033", digest=TWO_PARTS, stated=12),
    Held("harbour-nothing-2034", stated=4),
    Held("harbour-broken-2035", official=DATA / "broken" / "cut-short.pdf", stated=3),
    Held("harbour-pictures-2036", official=DATA / "no-text-layer.pdf"),
    Held("harbour-none-2037", official=DATA / "none.pdf"),
)
BODIES = tables.build([{"body_id": "police-forces", "name": "Police forces", "class": "police"}], "bodies")
CODEBOOK = '[lamps]\nname = "Lamps"\ndefinition = "Light on piers and boats."\n'


def written(folder: Path, held: tuple[Held, ...] = SMALL) -> Path:
    """Write a small corpus of invented reviews, with another subject's codebook, into a folder and return it."""
    (folder / "official").mkdir(parents=True)
    (folder / "digests").mkdir()
    (folder / "codebook.toml").write_text(CODEBOOK, encoding="utf-8")
    rows = [
        {"review_id": one.review_id, "title": one.review_id, "short_title": one.review_id, "kind": "inquiry",
         "date_published": one.review_id[-4:], "in_denominator": "yes", "n_recommendations": one.stated}
        for one in held
    ]  # fmt: skip
    bodies = [("ministry-of-justice", "Ministry of Justice", "national government", ""),
              ("county-councils", "County councils", "council or safeguarding partnership", "the council;councils"),
              ("police-forces", "Police forces", "police", "the police")]  # fmt: skip
    moment = {"date": "2030-05", "event": "A ferry runs aground", "kind": "media", "led_to": held[0].review_id}
    tables.save(tables.build(rows, "catalogue"), "catalogue", folder)
    tables.save(pd.DataFrame(bodies, columns=tables.column_names("bodies")), "bodies", folder)
    tables.save(tables.build([moment], "events"), "events", folder)
    for one in held:
        for place, file in (("official", one.official), ("digests", one.digest)):
            if file:
                shutil.copy(file, folder / place / f"{one.review_id}.pdf")
    return folder


def corpus_of(folder: Path, **made: pd.DataFrame) -> Corpus:
    """Put tables into the hand as a corpus in a folder; those that are not given have no rows."""
    none = {name: tables.empty(name) for name in (*TABLES, "register", "bodies")} | {"themes": pd.DataFrame()}
    return Corpus(paths.Folders(folder, folder / "figures", folder / "build"), **none | made)


def hashes(*folders: Path) -> dict[str, str]:
    """Hash the bytes of every file below some folders."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def review(done: pipeline.Done, review_id: str) -> dict[str, object]:
    """Look up what a run says of one review."""
    return done.corpus.reviews.set_index("review_id").loc[review_id].to_dict()


def of(done: pipeline.Done, review_id: str) -> pd.DataFrame:
    """Choose the recommendations of one review from what a run found."""
    found = done.corpus.recommendations
    return found[found["review_id"] == review_id]


def of_documents(problems: pd.DataFrame) -> pd.DataFrame:
    """Choose the problems of documents; that a small corpus has no codes and too few rows is told besides."""
    return problems[problems["document"].str.contains("/")]
