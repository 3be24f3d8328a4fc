"""Publications of the Scottish Government: numbered pages, and documents beside them.

`/publications/NAME/` is about a publication, `/publications/NAME/pages/1/` and further are its text, and
`/publications/NAME/documents/` lists its files.

Source: addresses on www.gov.scot.
Limitations: supporting documents are told from the main one by their titles alone.
"""

from __future__ import annotations

import re

from reviewkit.acquisition.fetch.doors import choice, landing
from reviewkit.acquisition.fetch.doors.links import links
from reviewkit.acquisition.fetch.doors.steps import (
    Document,
    Edition,
    Follow,
    Page,
    Step,
    Wanted,
    host_of,
    path_of,
    with_path,
)

HOSTS = ("gov.scot",)
PUBLICATION = re.compile(r"(?P<root>/publications/[^/]+/)(?P<part>pages|documents)?(?P<rest>/.*)?")


def fits(address: str) -> bool:
    """Return whether an address is a publication of the Scottish Government."""
    return host_of(address) in HOSTS and bool(PUBLICATION.fullmatch(path_of(address)))


def ready(address: str, role: str) -> Step | None:
    """Return what is known without a look: a numbered page has contents above it."""
    match = PUBLICATION.fullmatch(path_of(address))
    if match and match["part"] == "pages":
        return Follow((with_path(address, match["root"]),))
    return landing.ready(address, "")


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for a publication: its pages, else its documents."""
    match = PUBLICATION.fullmatch(path_of(page.address))
    root = match["root"] if match else path_of(page.address)
    offered = links(page, with_navigation=True)
    pages = [link.address for link in offered if link.address.startswith(with_path(page.address, f"{root}pages/"))]
    if len(pages) > 1:
        return Edition(page.address, tuple(dict.fromkeys(pages)), (f"{root}pages/",))
    if len(pages) == 1:
        return Document(pages[0])
    files = [link for link in offered if choice.is_document(link) and host_of(link.address) in HOSTS]
    clear = choice.clear_link(files, wanted)
    if clear is None and len(files) == 1 and wanted.guessed:
        clear = files[0]
    if clear is not None:
        return Follow((clear.address,))
    documents = with_path(page.address, f"{root}documents/")
    if page.address != documents and any(link.address == documents for link in offered):
        return Follow((documents,))
    return landing.choose(page, links(page), wanted)
