"""The police inspectorate (HMICFRS, before 2017 HMIC).

`/publication-html/NAME/` is a whole report on one page; `/publications/NAME/` a page that links its PDF; news items
have a link "Get the report". The old host `www.justiceinspectorates.gov.uk/hmicfrs/` forwards to the new one, path by
path.

Source: addresses on hmicfrs.justiceinspectorates.gov.uk.
Limitations: a force's page links many reports; which is meant is told by its title alone.
"""

from __future__ import annotations

import re

from reviewkit.acquisition.fetch.doors import choice, landing
from reviewkit.acquisition.fetch.doors.links import links
from reviewkit.acquisition.fetch.doors.steps import (
    Document,
    Follow,
    Link,
    Page,
    Step,
    Wanted,
    host_of,
    path_of,
    with_path,
)

NEW_HOST = "hmicfrs.justiceinspectorates.gov.uk"
OLD_HOST = "justiceinspectorates.gov.uk"
OLD_PATH = re.compile(r"/hmicf?r?s?(?P<rest>/.*)")
GET_THE_REPORT = re.compile(r"\s*(get|read|download|view|see)\b.{0,12}\breport\b.*", re.I)


def fits(address: str) -> bool:
    """Return whether an address is the inspectorate's, on its new host or the old one."""
    return host_of(address) == NEW_HOST or (host_of(address) == OLD_HOST and bool(OLD_PATH.match(path_of(address))))


def asked(address: str) -> str:
    """Return the address on the new host.

    >>> asked("https://www.justiceinspectorates.gov.uk/hmicfrs/publications/harbour/")
    'https://hmicfrs.justiceinspectorates.gov.uk/publications/harbour/'
    """
    match = OLD_PATH.match(path_of(address))
    if host_of(address) != OLD_HOST or not match:
        return address
    old = address.split("/")[2]
    host, colon, port = old.partition(":")
    return with_path(address, match["rest"]).replace(f"//{old}/", f"//{NEW_HOST}{colon}{port}/", 1)


def ready(address: str, role: str) -> Step | None:
    """Return what is known without a look: a PDF is a document, and so is a report on one page."""
    new = asked(address)
    is_page = path_of(new).startswith("/publication-html/")
    return Document(new) if is_page or path_of(new).lower().endswith(".pdf") else None


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for a page about a report, or a news item."""
    offered = links(page)
    if path_of(page.address).startswith("/publications/"):
        reports = [link for link in offered if _is_report(link)]
        clear = choice.clear_link([link for link in reports if choice.is_document(link)], wanted)
        if clear is None and len(reports) == 1:
            clear = reports[0]
        return Follow((clear.address,)) if clear is not None else landing.choose(page, offered, wanted)
    report_links = [link for link in offered if GET_THE_REPORT.fullmatch(link.text) and fits(link.address)]
    if len(report_links) == 1:
        return Follow((report_links[0].address,))
    return landing.choose(page, offered, wanted)


def _is_report(link: Link) -> bool:
    """Return whether a link of a report's own page leads to its text."""
    path = path_of(link.address)
    return fits(link.address) and (path.lower().endswith(".pdf") or path.startswith("/publication-html/"))
