"""The Independent Inquiry into Child Sexual Abuse: its reports are web editions, each with a tree of contents.

An edition stands at `/reports-recommendations/publications/investigation/NAME` (or `/inquiry/NAME`, or without the
first part); its pages stand below, and each page has the same tree of contents. Every page is served with `.html` and
without. A page of recommendations (`/recommendations/...`) and a news item link the report.

Source: addresses on www.iicsa.org.uk; its banner says that the site was last changed in January 2023.
Limitations: where the site is gone, its copies at the National Archives are for a person to open.
"""

from __future__ import annotations

import re

from reviewkit.acquisition.fetch.doors import choice, landing
from reviewkit.acquisition.fetch.doors.links import headings, links
from reviewkit.acquisition.fetch.doors.steps import (
    Edition,
    Follow,
    Link,
    Page,
    Person,
    Step,
    Wanted,
    host_of,
    is_file,
    path_of,
    with_path,
)

HOSTS = ("iicsa.org.uk",)
ROUGHLY = 0.5  # of 1: how well a page has to agree that links one edition alone
FIRST_PART = "/reports-recommendations"  # with it and without it, the same pages
PART = re.compile(  # "/reports-recommendations/publications/investigation/lambeth-council/part-a/a1"
    r"(?P<root>(?:/reports-recommendations)?/publications/(?:investigation|inquiry)/[^/]+|/reports/[^/]+)(?P<below>/.*)?"
)


def fits(address: str) -> bool:
    """Return whether an address is the inquiry's."""
    return host_of(address) in HOSTS


def ready(address: str, role: str) -> Step | None:
    """Return what is known without a look: a PDF is a document, and a page of an edition has contents above it."""
    match = PART.fullmatch(path_of(address))
    if match and (match["below"] or "").rstrip("/"):
        return Follow((with_path(address, match["root"]),)) if role == "html_edition" else None
    return landing.ready(address, role)


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for a page of the inquiry."""
    match = PART.fullmatch(path_of(page.address))
    if match:
        root = match["root"].removesuffix(".html")
        pages = _pages_below(page, root)
        if len(pages) >= landing.LEAST_PAGES:
            short = root.removeprefix(FIRST_PART)
            return Edition(page.address, pages, (f"{short}/", f"{FIRST_PART}{short}/"))
        if (match["below"] or "").rstrip("/"):
            return Follow((with_path(page.address, root),))
    offered = links(page)
    roots = {with_path(link.address, part["root"]): link for link in offered if (part := _part(link))}
    named = [Link(address, link.text, link.around) for address, link in roots.items()]
    clear = choice.clear_link(named, wanted)
    if clear is None and len(named) == 1 and _is_about(page, named[0], wanted):
        clear = named[0]
    if clear is not None:
        return Follow((clear.address,))
    step = landing.choose(page, offered, wanted)
    return Person(step.what, (*named, *step.candidates)) if isinstance(step, Person) else step


def _is_about(page: Page, link: Link, wanted: Wanted) -> bool:
    """Return whether a page, or its only link to an edition, names the review, if only roughly."""
    words = f"{headings(page)} {path_of(link.address).rpartition('/')[2]}"
    return choice.score(link, wanted) >= ROUGHLY or choice.names_review(words, wanted, ROUGHLY)


def _part(link: Link) -> re.Match[str] | None:
    """Return how a link leads into an edition; None for any other."""
    return PART.fullmatch(path_of(link.address)) if fits(link.address) else None


def _pages_below(page: Page, root: str) -> tuple[str, ...]:
    """Return the pages of an edition in the order of its contents: each once, whichever form its address has."""
    found: dict[str, str] = {}
    short = root.removeprefix(FIRST_PART)
    for link in links(page, with_navigation=True):
        path = path_of(link.address)
        plain = path.removeprefix(FIRST_PART).removesuffix(".html").rstrip("/")
        if fits(link.address) and plain.startswith(f"{short}/") and not is_file(link.address):
            found.setdefault(plain, link.address)
    return tuple(found.values())
