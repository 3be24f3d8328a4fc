"""Write the checklist of published texts as one web page: what is held, what is missing, what to open in which order.

Input: the folders of a corpus. Output: `build/collect.html`, which needs no server, no script and no request. It is
written anew by `run`, `fetch` and `inbox`.

Limitations: it says what is held in words and numbers, not whether the list was read rightly.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reviewkit.base import atomic, paths
from reviewkit.base.paths import data_file
from reviewkit.corpus import catalogue, tables
from reviewkit.reports import collect_rows
from reviewkit.reports.templates import fill_template

TEMPLATE = data_file("collect.html")
NAME = "collect.html"
WAITS = {  # states of a document that waits in the inbox, in words
    "doubtful": "may be a document of the catalogue, and a person is asked",
    "new": "is like no document of the catalogue; if it is a review, the command enters it",
    "unreadable": "cannot be used",
}


def write_page(folders: paths.Folders) -> Path:
    """Write the checklist of a corpus and return its path."""
    return atomic.write(folders.build / NAME, collect_page(folders))


def collect_page(folders: paths.Folders) -> bytes:
    """Return the bytes of the checklist."""
    listed = catalogue.load_catalogue(folders)
    counted = listed[listed["in_denominator"] == "yes"]
    editions = counted["edition"].value_counts()
    inbox = tables.load_or_empty(folders.tables, "inbox")
    return fill_template(
        TEMPLATE,
        groups=[group for group in collect_rows.grouped_entries(folders) if group[2]],
        counted=len(counted),
        published=int(editions.get("official", 0)),
        paraphrased=int(editions.get("digest", 0)),
        nothing=int(editions.get("none", 0)),
        others=len(listed) - len(counted),
        others_published=int((listed["edition"] == "official").sum() - editions.get("official", 0)),
        inbox=f"{folders.corpus.name}/inbox",
        waiting=_waiting(inbox, dict(zip(listed["review_id"], listed["short_title"], strict=True))),
        states=WAITS,
    )


def _waiting(inbox: pd.DataFrame, short_titles: dict[str, str]) -> list[dict[str, object]]:
    """Return what waits in the inbox, a dictionary a document, with the short title of what it may be."""
    rows = inbox[inbox["state"].isin(list(WAITS))]
    rows = rows.assign(short_title=rows["review_id"].map(short_titles).fillna(""))
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
