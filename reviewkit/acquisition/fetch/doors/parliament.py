"""Reports of parliament's committees.

A report of 2005 to 2016 is a folder named after its HC number: `648/64802.htm` is the contents page, `64803.htm` and
further are its chapters, each with a link to the next, and `648.pdf` is the whole. Later ones are one page
(`report.html`), and `committees.parliament.uk` has their documents.

Source: addresses on publications.parliament.uk and committees.parliament.uk.
Limitations: a report in volumes has a folder; whether the second volume holds evidence only is for a person to see.
"""

from __future__ import annotations

import re

from reviewkit.acquisition.fetch.doors import landing
from reviewkit.acquisition.fetch.doors.links import links
from reviewkit.acquisition.fetch.doors.steps import (
    Document,
    Edition,
    Follow,
    Link,
    Page,
    Person,
    Step,
    Wanted,
    host_of,
    path_of,
    with_path,
)

HOSTS = ("publications.parliament.uk", "committees.parliament.uk")
CHAPTER = re.compile(r"(?P<folder>.*/(?P<number>\d+[a-z]*)/)(?P=number)(?P<place>\d\d)\.html?", re.I)
CONTENTS = "02"
ONE_PAGE = re.compile(r".*/report\.html?", re.I)
DEFAULT_DOCUMENT = re.compile(r".*/publications/\d+/documents/\d+/default/?", re.I)


def fits(address: str) -> bool:
    """Return whether an address is one of parliament's."""
    return host_of(address) in HOSTS


def ready(address: str, role: str) -> Step | None:
    """Return what is known without a look: PDFs and reports of one page are documents; chapters have contents."""
    path = path_of(address)
    if path.lower().endswith(".pdf") or ONE_PAGE.fullmatch(path) or DEFAULT_DOCUMENT.fullmatch(path):
        return Document(address)
    match = CHAPTER.fullmatch(path)
    if match and match["place"] != CONTENTS:
        return Follow((with_path(address, f"{match['folder']}{match['number']}{CONTENTS}.htm"),))
    return None


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for a contents page, or for another page of parliament."""
    match = CHAPTER.fullmatch(path_of(page.address))
    if not match:
        offered = links(page)
        default = [link for link in offered if fits(link.address) and DEFAULT_DOCUMENT.fullmatch(path_of(link.address))]
        reports = [link for link in default if re.search(r"\breport\b", link.text, re.I)]
        if len(reports) == 1 and not re.search(r"response|summary", reports[0].text, re.I):
            return Follow((reports[0].address,))
        return landing.choose(page, [*default, *(link for link in offered if link not in default)], wanted)
    chapters = _chapters(page, match["folder"], match["number"])
    if not chapters:
        return Person("is a contents page without chapters", tuple(links(page)[:1]))
    return Edition(page.address, chapters, (f"{match['folder']}{match['number']}",))


def _chapters(page: Page, folder: str, number: str) -> tuple[str, ...]:
    """Return the chapters that a contents page names, in its order."""
    found: list[Link] = links(page, with_navigation=True)
    own = [link.address for link in found if _is_chapter(link.address, page.address, folder, number)]
    return tuple(dict.fromkeys(own))


def _is_chapter(address: str, contents: str, folder: str, number: str) -> bool:
    """Return whether an address is another page of the same report, and neither its cover nor its contents."""
    match = CHAPTER.fullmatch(path_of(address))
    same = bool(match) and host_of(address) == host_of(contents)
    return bool(
        same and match and match["folder"] == folder and match["number"] == number and match["place"] > CONTENTS
    )
