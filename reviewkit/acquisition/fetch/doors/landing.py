"""Any page about a document: its links, weighed against the review's title and year.

A link that is clearly the review is followed; of several, or of doubtful ones, a person chooses. Only hosts of
publishers are followed. A page of one document that is named like the review leads to that document, whatever its link
says.

Limitations: those of `choice`.
"""

from __future__ import annotations

import re

from reviewkit.acquisition.fetch.doors import choice
from reviewkit.acquisition.fetch.doors.links import headings, links, parse
from reviewkit.acquisition.fetch.doors.steps import (
    Document,
    Edition,
    Follow,
    Link,
    Page,
    Person,
    Step,
    Wanted,
    is_file,
    is_publishers,
    path_of,
    with_path,
)

NOT_CLEAR = "has links of which none is clearly the document"
NO_LINK = "names no document that a program can find"
GET_THE_REPORT = re.compile(  # "Read the full report", "Get the report", "Download the review (PDF)"
    r"\s*(read|get|download|view|open|see)\b.{0,20}\b(report|review|inquiry|document)\b.{0,30}", re.I
)
REPORT_WORDS = 5_000  # a page about a report has some hundreds
LEAST_PAGES = 3  # below an address, to be the contents of an edition


def ready(address: str, role: str) -> Step | None:
    """Return what is known without a look: what is said to be a document, or is named so, is one."""
    return Document(address) if role == "document" or choice.is_report_file(address) else None


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for a page about a document."""
    if wanted.role == "html_edition" and not wanted.guessed:
        return contents_below(page, path_of(page.address)) or Document(page.address)
    offered = [link for link in links(page) if link.address.partition("#")[0] != page.address]
    step = choose(page, offered, wanted)
    is_text = wanted.guessed and choice.names_review(headings(page), wanted) and is_long(page)
    return Document(page.address) if isinstance(step, Person) and is_text else step


def choose(page: Page, offered: list[Link], wanted: Wanted) -> Step:
    """Return the next step for the links that a page offers."""
    trusted = [link for link in offered if is_publishers(link.address, page.address, wanted.hosts)]
    documents = [link for link in trusted if choice.is_document(link)]
    others = [link for link in trusted if not choice.is_document(link)]
    for group in (documents, others):
        if (clear := choice.clear_link(group, wanted)) is not None:
            return Follow((clear.address,))
    if choice.names_review(headings(page), wanted):
        asked = [link for link in trusted if GET_THE_REPORT.fullmatch(link.text)]
        for group in (asked, documents):
            if len(group) == 1 and choice.score(group[0], wanted) >= 0 and not _about_it(group[0], wanted):
                return Follow((group[0].address,))
    return by_hand(page, offered, wanted)


def by_hand(page: Page, offered: list[Link], wanted: Wanted) -> Person:
    """Return that a person has to choose, with the likeliest links, documents first."""
    likely = [
        link
        for link in choice.ranked_links(offered, wanted)
        if choice.is_document(link)
        or choice.OTHER_FORMS.search(path_of(link.address))
        or GET_THE_REPORT.fullmatch(link.text)
        or choice.score(link, wanted) > 0
    ]
    likely.sort(key=lambda link: not choice.is_document(link))
    return Person(NOT_CLEAR if likely else NO_LINK, tuple(likely))


def contents_below(page: Page, below: str, least: int = LEAST_PAGES) -> Edition | None:
    """Return the web edition whose pages a contents page names below a path; None where it names few."""
    base = with_path(page.address, below.removesuffix(".html").rstrip("/") + "/")
    below_it = [link.address for link in links(page, with_navigation=True) if link.address.startswith(base)]
    found = [one for one in below_it if "?" not in one and not is_file(one)]
    pages = tuple(dict.fromkeys(found))
    return Edition(page.address, pages, (path_of(base),)) if len(pages) >= least else None


def is_long(page: Page) -> bool:
    """Return whether a page holds as many words as a report, and not as a page about one."""
    tree = parse(page.body)
    return tree is not None and len(tree.text_content().split()) >= REPORT_WORDS


def _about_it(link: Link, wanted: Wanted) -> bool:
    """Return whether the only document of a page is another one about the review."""
    known = " ".join(wanted.names).lower()
    return any(match[0].lower() not in known for match in choice.ABOUT_IT.finditer(link.text))
