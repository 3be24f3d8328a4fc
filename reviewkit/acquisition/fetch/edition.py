"""Fetch a web edition of many pages and put them together as one document.

Input: the contents of an edition. Output: `Downloaded`, one web page with a section for each page. Pages that have come
wait in a folder beside the documents (`.ID.pages`), so that the next attempt asks only for the rest. Only pages on the
same host and below the same path are asked for, some hundred at most; what the contents leave out is found by a page's
link to the next one, and by its links to pages below itself.

Limitations: a page that changes while the others come is not seen to change.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from reviewkit.acquisition.fetch import edition_document, looking
from reviewkit.acquisition.fetch.doors.steps import Edition, Page, host_of, path_of
from reviewkit.acquisition.fetch.download import Downloaded
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import Failed, FetchError, ManualStep, NotThere, Refused, shown_address
from reviewkit.base import atomic

STAGE = "pages of a web edition"


def fetch_edition(session: Session, edition: Edition, part: Path) -> Downloaded:
    """Fetch the pages of an edition, and put them together in the waiting file `part`.

    Raises: any `FetchError`; the pages that have come stay until the edition is whole.
    """
    folder = pages_folder(part)
    if folder.is_symlink():
        raise Refused(f"would be written through a link: {folder.name}", f"remove {folder.name}")
    _check_length(session, edition, len(edition.pages))
    pages = _pages(session, edition, folder)
    body = edition_document.assemble(edition, pages)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(body)
    discard_pages(part)
    return Downloaded(part, ".html", hashlib.sha256(body).hexdigest(), len(body), "", "", edition.address)


def pages_folder(part: Path) -> Path:
    """Return the folder in which the pages of an edition wait."""
    return part.with_name(f"{part.name.removesuffix('.part')}.pages")


def discard_pages(part: Path) -> None:
    """Remove the pages of an edition that wait; nothing is removed through a link."""
    folder = pages_folder(part)
    if not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)


def is_at_hand(edition: Edition, document: Path) -> bool:
    """Return whether a document was put together of just these pages of an edition."""
    if document.suffix != ".html" or not document.is_file():
        return False
    return edition_document.listed_pages(document.read_bytes()) == (edition.address, list(edition.pages))


def _pages(session: Session, edition: Edition, folder: Path) -> list[Page]:
    """Return the pages of an edition in their order; those that the contents leave out stand after the page before."""
    waiting, pages, size = list(edition.pages), list[Page](), 0
    seen = {_plain(one) for one in (edition.address, *edition.pages)}
    while waiting:
        session.tell(STAGE, len(pages), len(pages) + len(waiting))
        address = waiting.pop(0)
        page = _page(session, edition, address, folder)
        pages.append(page)
        size += len(page.body)
        if size > session.policy.largest_edition:
            limit = f"{session.policy.largest_edition / 1e6:.0f} MB"
            raise ManualStep(f"is a web edition of more than {limit}", f"open {shown_address(edition.address)}")
        unlisted = [*edition_document.pages_below(page), edition_document.next_page(page)]
        by_path = {_plain(one): one for one in reversed(unlisted) if one and _belongs(edition, one)}
        new = [path for path in dict.fromkeys(map(_plain, unlisted)) if path in by_path and path not in seen]
        waiting = [by_path[path] for path in new] + waiting
        seen.update(new)
        _check_length(session, edition, len(seen))
    session.tell(STAGE, len(pages), len(pages))
    return pages


def _page(session: Session, edition: Edition, address: str, folder: Path) -> Page:
    """Return one page of an edition: that which waits from an earlier attempt, else fetched now."""
    file = folder / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.html"
    if file.is_file() and not file.is_symlink():
        return Page(address, file.read_bytes())
    if not _belongs(edition, address):
        raise ManualStep(f"names a page elsewhere ({shown_address(address)})", f"open {shown_address(edition.address)}")
    try:
        page = looking.read_page(session, address, None)
    except NotThere as error:
        step = f"open {shown_address(edition.address)}, and look for that page"
        raise Failed(f"lacks a page: {shown_address(address)} {error.what}", step) from error
    except FetchError as error:
        looking.close_host(session, address, error)
        raise
    if page.is_document or not _belongs(edition, page.address):
        raise ManualStep(
            f"has a page that is none ({shown_address(address)})", f"open {shown_address(edition.address)}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    atomic.write(file, page.body)
    return Page(address, page.body)


def _plain(address: str) -> str:
    """Return a page's path as it is told from others: some sites serve a page with `.html` and without."""
    return path_of(address).removesuffix(".html").rstrip("/")


def _belongs(edition: Edition, address: str) -> bool:
    """Return whether an address is on the edition's host, and below one of its paths."""
    return host_of(address) == host_of(edition.address) and path_of(address).startswith(edition.below)


def _check_length(session: Session, edition: Edition, length: int) -> None:
    """Raise `ManualStep` for more pages than any edition has."""
    if length > session.policy.most_pages:
        what = f"has contents of {length} pages, more than the {session.policy.most_pages} that are fetched"
        raise ManualStep(what, f"open {shown_address(edition.address)}")
