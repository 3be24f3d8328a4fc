"""Download pages of councils: `/downloads/file/279/name` is a file, `/downloads/download/31/name` a page of files.

Source: addresses on council hosts; the number is what counts, the name behind it may change.
Limitations: some councils show a page before the file; the link to it is taken where there is one alone.
"""

from __future__ import annotations

import re

from reviewkit.acquisition.fetch.doors import choice, landing
from reviewkit.acquisition.fetch.doors.links import links
from reviewkit.acquisition.fetch.doors.steps import Follow, Page, Step, Wanted, host_of, path_of

FILE = re.compile(r".*/downloads/file/(?P<number>\d+)(?:/.*)?", re.I)
FILES = re.compile(r".*/downloads/download/\d+(?:/.*)?", re.I)


def fits(address: str) -> bool:
    """Return whether an address is a council's download, or a page of them."""
    return bool(FILE.fullmatch(path_of(address)) or FILES.fullmatch(path_of(address)))


def ready(address: str, role: str) -> Step | None:
    """Return nothing: whether the file comes at once, or a page before it, is seen by a look."""
    return None


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for a page of files, or for the page before a file."""
    offered = [link for link in links(page) if host_of(link.address) == host_of(page.address)]
    files = [link for link in offered if FILE.fullmatch(path_of(link.address)) and link.address != page.address]
    here = FILE.fullmatch(path_of(page.address))
    if here:  # its own file, under another name
        own = [link for link in files if (match := FILE.fullmatch(path_of(link.address))) and match[1] == here[1]]
        return Follow((own[0].address,)) if len(own) == 1 else landing.choose(page, offered, wanted)
    clear = choice.clear_link(files, wanted)
    if clear is None and len(files) == 1 and choice.names_review(files[0].text or files[0].address, wanted):
        clear = files[0]
    return Follow((clear.address,)) if clear is not None else landing.choose(page, offered, wanted)
