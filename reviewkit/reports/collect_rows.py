"""Say for each document of the catalogue what is held of it, what the machine got, and what a person could open.

Input: the folders of a corpus. Output: entries in the order in which they are worth opening by hand, in groups.

The order: reviews that count come first. Of these, those whose list is known to be longer than what is held, the
longest gap first; then those of which nobody knows how many recommendations they make, those with nothing held first,
newest first; then those whose whole list is held as our paraphrase, since the published text adds words and pages.
Documents that no figure counts follow, newest first; what is here as published comes last.

Limitations: an address is where a source saw the document; only opening it tells whether it is still there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from reviewkit.acquisition.fetch import archives
from reviewkit.base import files, paths
from reviewkit.base.errors import TableError
from reviewkit.corpus import addresses, catalogue, tables

ATTEMPTS = "attempts.csv"  # in which `fetch` notes what came of each address
OLD = ("archive", "old ", "gone", "moved", "rebuilt")  # words of a note on an address that may no longer answer
ROLES = {"document": "the document", "html_edition": "the web edition", "landing": "a page that leads to it"}
KNOWN, UNKNOWN, WHOLE, NOT_COUNTED, HERE = "known", "unknown", "whole", "not counted", "here"
HEADINGS = {
    KNOWN: "First: reviews that count, with recommendations known to be missing",
    UNKNOWN: "Then: reviews that count, and nobody has said how many recommendations they make",
    WHOLE: "Then: reviews that count, whose whole list is held as our paraphrase",
    NOT_COUNTED: "Last: documents that no figure counts",
    HERE: "Here already: the published text",
}


class Link(NamedTuple):
    """An address to open; `url` is empty where it is no web address, and is shown as text alone."""

    text: str
    url: str
    words: str  # what it is, how sure that is, what came of trying it
    archives: tuple[tuple[str, str], ...]  # name and address of an archive's list of copies


class Entry(NamedTuple):
    """One document of the catalogue on the page."""

    number: int  # in the order of opening; 0 for what is here
    review_id: str
    title: str
    publisher: str
    date: str
    holds: str
    machine: str  # what `fetch` got, in words
    links: tuple[Link, ...]
    waiting: tuple[tuple[str, str], ...]  # what waits in the inbox and may be it, with the command that takes it


def grouped_entries(folders: paths.Folders) -> list[tuple[str, str, list[Entry]]]:
    """Return the groups in order: their name, their heading, and their entries."""
    listed = catalogue.load_catalogue(folders)
    held = held_lists(folders, listed)
    offered, tried = addresses.load_addresses(folders), load_attempts(folders)
    inbox = tables.load_or_empty(folders.tables, "inbox")
    rows = [(group, gap, row) for row in listed.to_dict("records") for group, gap in [_place(row, held)]]
    groups = []
    number = 0
    for name, heading in HEADINGS.items():
        ordered = sorted((entry for entry in rows if entry[0] == name), key=_order)
        entries = []
        for _, _, row in ordered:
            number += name != HERE
            entries.append(_entry(row, 0 if name == HERE else number, held, offered, tried, inbox))
        groups.append((name, heading, entries))
    return groups


def held_lists(folders: paths.Folders, listed: pd.DataFrame) -> dict[str, int | None]:
    """Return how many recommendations are held of each document; None of a published text that was not read yet.

    The last run says so where it read the edition that is here; else digests are counted as they stand.
    """
    read = folders.tables / "reviews.csv"
    by_run: dict[str, tuple[str, int]] = {}
    if read.is_file():
        last = files.read_text_columns(read)
        by_run = {row["review_id"]: (row["document"], int(row["held"] or 0)) for row in last.to_dict("records")}
    digests = tables.load_or_empty(folders.digests, "digests")
    numbers = digests.assign(one=digests["number"].where(digests["number"] != "", digests["short_name"]))
    counts = numbers.groupby("review_id")["one"].nunique().to_dict()
    held: dict[str, int | None] = {}
    for row in listed.itertuples(index=False):
        document, count = by_run.get(row.review_id, ("", 0))
        if document == row.document and document:
            held[row.review_id] = count
        else:
            held[row.review_id] = None if row.edition == "official" else int(counts.get(row.review_id, 0))
    return held


def load_attempts(folders: paths.Folders) -> dict[tuple[str, str], Mapping[str, str]]:
    """Return what came of each address that `fetch` tried, by review and address; nothing where it tried none."""
    path = folders.corpus / ATTEMPTS
    if not path.is_file():
        return {}
    tried = files.read_text_columns(path)
    missing = [name for name in ("review_id", "address", "result", "what") if name not in tried.columns]
    if missing:
        raise TableError(f"{ATTEMPTS}: column '{missing[0]}' is missing", "run reviewkit fetch again")
    return {(row["review_id"], row["address"]): row for row in tried.to_dict("records")}


def archive_addresses(address: str, note: str, failed: bool = False) -> tuple[tuple[str, str], ...]:
    """Return where archives list their copies of a page that may be gone: names and addresses, made and not tried.

    >>> [name for name, _ in archive_addresses("http://www.ofsted.gov.uk/resources/1", "")]
    ['UK Government Web Archive', 'Internet Archive']
    >>> archive_addresses("https://www.gov.uk/x", "has the PDF")
    ()
    """
    if not (urlsplit(address).scheme == "http" or failed or any(word in note.lower() for word in OLD)):
        return ()
    return archives.named_copies(address)


def is_web_address(address: str) -> bool:
    """Return whether an address may be made a link: what a table holds is data, and may be no web address."""
    return address.startswith(("https://", "http://"))


def _place(row: Mapping[str, object], held: Mapping[str, int | None]) -> tuple[str, int]:
    """Return the group of a document, and how many recommendations are known to be missing."""
    count, total = held[str(row["review_id"])], _total(row)
    counted = row["in_denominator"] == "yes"
    gap = 0 if total is None or count is None else max(total - count, 0)
    if row["edition"] == "official":
        return (KNOWN, gap) if counted and gap else (HERE, 0)
    if not counted:
        return NOT_COUNTED, 0
    if total is None:
        return UNKNOWN, 0
    return (KNOWN, gap) if gap else (WHOLE, 0)


def _order(entry: tuple[str, int, Mapping[str, object]]) -> tuple[object, ...]:
    """Return the key by which a group is ordered: the longest gap, nothing held, the newest."""
    _, gap, row = entry
    return (-gap, row["edition"] != "none", _backwards(str(row["date_published"])), row["review_id"])


def _backwards(date: str) -> tuple[int, ...]:
    """Return a date as a key under which a later one comes first."""
    return tuple(-int(part) for part in date.split("-") if part.isdigit())


def _total(row: Mapping[str, object]) -> int | None:
    """Return how many recommendations a source says that a document makes; None where none says it."""
    total = row["n_recommendations"]
    return None if pd.isna(total) else int(str(total))


def _entry(
    row: Mapping[str, object],
    number: int,
    held: Mapping[str, int | None],
    offered: pd.DataFrame,
    tried: Mapping[tuple[str, str], Mapping[str, str]],
    inbox: pd.DataFrame,
) -> Entry:
    """Return a document as the page shows it."""
    review_id = str(row["review_id"])
    links = [_link(address, tried) for address in addresses.review_addresses(offered, review_id)]
    own = inbox[(inbox["review_id"] == review_id) & (inbox["state"] == "doubtful")]
    own = own if row["edition"] != "official" else own.head(0)
    return Entry(
        number=number,
        review_id=review_id,
        title=str(row["title"]),
        publisher=str(row["publisher"]),
        date=str(row["date_published"]),
        holds=holds(row, held[review_id]),
        machine=_machine(review_id, row, tried, inbox),
        links=tuple(links),
        waiting=tuple((str(one.dropped), str(one.next_step)) for one in own.itertuples(index=False)),
    )


def holds(row: Mapping[str, object], count: int | None) -> str:
    """Return what is held of a document, in words."""
    total = _total(row)
    of_total = f" of {total}" if total is not None else " (it is not known of how many)"
    if count is None:
        return "the published text, not read yet: reviewkit run reads it"
    if row["edition"] == "official":
        enough = "" if total is None or count >= total else ": is it the whole report?"
        return f"the published text, with {count}{of_total} recommendations found{enough}"
    if total == 0:
        return "nothing is missing: it makes no recommendation"
    if row["edition"] == "digest":
        return f"our paraphrase of {count}{of_total}"
    return f"nothing{of_total}"


def _machine(
    review_id: str,
    row: Mapping[str, object],
    tried: Mapping[tuple[str, str], Mapping[str, str]],
    inbox: pd.DataFrame,
) -> str:
    """Return how a document came, or what `fetch` met, in words."""
    own = [attempt for (of, _), attempt in tried.items() if of == review_id]
    taken = inbox.loc[inbox["document"] == f"official/{str(row['document']).rpartition('/')[2]}", "dropped"]
    if len(taken):
        return f"taken from the inbox, where it was {taken.iloc[-1]}"
    if any(attempt["result"] == "worked" for attempt in own):
        return "fetched by the machine"
    if own:
        return f"tried by the machine at {len(own)} address{'es' if len(own) > 1 else ''}, without success"
    return "put here by hand" if row["edition"] == "official" else "not tried by the machine yet"


def _link(address: Mapping[str, str], tried: Mapping[tuple[str, str], Mapping[str, str]]) -> Link:
    """Return an address as the page shows it."""
    url, attempt = address["url"], tried.get((address["review_id"], address["url"]))
    came_of_it = f"tried: {attempt['result']}, {attempt['what']}" if attempt else ""
    likely = {"high": "likely", "medium": "less sure", "low": "a guess"}.get(address["confidence"], "")
    kind = f"{ROLES.get(address['role'], address['role'])} ({', '.join(filter(None, [address['format'], likely]))})"
    failed = attempt is not None and attempt["result"] != "worked"
    archives = archive_addresses(url, address["note"], failed) if is_web_address(url) else ()
    words = "; ".join(filter(None, [kind, address["note"].rstrip(" ."), came_of_it]))
    return Link(url, url if is_web_address(url) else "", words, archives)
