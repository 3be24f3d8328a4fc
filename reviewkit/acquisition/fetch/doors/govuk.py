"""gov.uk: what its content API says of a page.

A publication lists its attachments: PDFs, and web editions on one page. A collection lists its publications; a press
release and a consultation link theirs in their text. Media ids change when a document is corrected, so the API is asked
anew each time.

Source: https://content-api.publishing.service.gov.uk, the content item of a page at `/api/content/...`.
Limitations: a title is compared word by word, so an annex of the same name is a doubt, and a doubt is left to a person.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from reviewkit.acquisition.fetch.doors import choice
from reviewkit.acquisition.fetch.doors.links import full_address, links
from reviewkit.acquisition.fetch.doors.steps import (
    Document,
    Follow,
    Link,
    Page,
    Person,
    Step,
    Wanted,
    host_of,
    path_of,
)
from reviewkit.acquisition.fetch.policy import shorten_line

HOST = "gov.uk"
API = "/api/content"
LEAST_LIKENESS = 80  # of 100: how alike a title has to be
LEAST_LEAD = 3  # of 100: how much more alike than the next title
LEAST_WORDS = 3  # of fewer words, being among the words of a title says nothing ("Report")
EDITION_WORDS = re.compile(r"\b(web )?(accessible|html|pdf|print(able)?|easy to print)( (version|edition|format))?\b")
NOT_CLEAR = "has attachments of which none is clearly the document"
NOTHING = "has no PDF or web edition attached"


class Attachment(NamedTuple):
    """A document that a page offers."""

    title: str
    filename: str
    address: str
    is_pdf: bool


def is_government_page(address: str, gov_uk: frozenset[str]) -> bool:
    """Return whether an address is a page in /government/ of gov.uk about something: three parts of a path or more."""
    try:
        url = urlsplit(address)
    except ValueError:
        return False
    parts = [part for part in url.path.split("/") if part]
    return url.hostname in gov_uk and parts[:1] == ["government"] and len(parts) >= 3


def ready(address: str, role: str) -> Step | None:
    """Return what is known without a look: below a page about documents stand its web editions."""
    parts = [part for part in path_of(address).split("/") if part]
    return Document(_with_www(address)) if len(parts) > 3 or path_of(address).lower().endswith(".pdf") else None


def content_api(address: str) -> str:
    """Return the address at which the content API tells of a page.

    >>> content_api("https://gov.uk/government/publications/quays?x=1")
    'https://www.gov.uk/api/content/government/publications/quays'
    """
    parts = urlsplit(_with_www(address))
    return f"{parts.scheme}://{parts.netloc}{API}{parts.path.rstrip('/')}"


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for an answer of the content API."""
    content = _content(page.body)
    address = page.address.replace(API, "", 1)
    if content.get("schema_name") == "redirect" or content.get("document_type") == "redirect":
        return _moved(content, address)
    listed = _list(content.get("details"), "attachments")
    offered = [attachment for item in listed if (attachment := _attachment(item, address))]
    if len(listed) == len(offered) == 1 and offered[0].is_pdf:
        alone = (
            not wanted.guessed or max(_likeness(offered[0], wanted.title), _alike(content, wanted)) >= LEAST_LIKENESS
        )
        if alone:
            return Follow((offered[0].address,))
    if offered:
        return choose_attachment(offered, wanted.title)
    publications = _publications(content, address)
    if publications:
        return _choose_publication(publications, wanted)
    return Person(NOTHING)


def choose_attachment(offered: list[Attachment], title: str) -> Step:
    """Return the attachment that is clearly the document of that title, a PDF before a web page, or a person's step."""
    editions: dict[str, list[Attachment]] = {}
    for attachment in offered:
        editions.setdefault(_title_words(attachment.title) or attachment.address, []).append(attachment)
    likeness = {name: max(_likeness(edition, title) for edition in same) for name, same in editions.items()}
    ranked = sorted(editions, key=lambda name: -likeness[name])
    clear = len(ranked) == 1 or likeness[ranked[0]] - likeness[ranked[1]] > LEAST_LEAD
    if likeness[ranked[0]] < LEAST_LIKENESS or not clear:
        by_likeness = [attachment for name in ranked for attachment in editions[name]]
        return Person(NOT_CLEAR, tuple(Link(one.address, one.title or one.filename) for one in by_likeness))
    best = sorted(editions[ranked[0]], key=lambda attachment: not attachment.is_pdf)
    return Follow(tuple(attachment.address for attachment in best))


def _choose_publication(publications: list[Link], wanted: Wanted) -> Step:
    """Return the publication that a collection or a press release leads to."""
    clear = choice.clear_link(publications, wanted)
    if clear is not None or len(publications) == 1:
        return Follow(((clear or publications[0]).address,))
    return Person("links publications of which none is clearly the review", tuple(publications))


def _publications(content: dict[str, Any], address: str) -> list[Link]:
    """Return the publications that a page leads to: those of a collection, else those linked in its text."""
    found = [
        Link(full_address(address, item["base_path"]), shorten_line(item.get("title", "")))
        for item in _list(content.get("links"), "documents")
        if isinstance(item, dict) and isinstance(item.get("base_path"), str)
    ]
    details = content.get("details")
    body = details.get("body") if isinstance(details, dict) else None
    texts = [body, *_list(details, "documents")]
    for text in texts if not found else ():
        if isinstance(text, str):
            found += links(Page(address, f"<div>{text}</div>".encode()))
    unique = {link.address: link for link in reversed(found) if _is_publication(link.address)}
    return [unique[key] for key in reversed(unique)]


def _is_publication(address: str) -> bool:
    """Return whether a link leads to a publication of gov.uk, or to a file of one."""
    is_page = re.match(r"/government/(publications|consultations)/[^/]+", path_of(address))
    return (bool(is_page) and host_of(address) == HOST) or (
        host_of(address).endswith("publishing.service.gov.uk") and ".pdf" in address.lower()
    )


def _moved(content: dict[str, Any], address: str) -> Step:
    """Return where a page has gone."""
    for item in _list(content, "redirects"):
        destination = item.get("destination") if isinstance(item, dict) else None
        if isinstance(destination, str) and (target := full_address(address, destination)):
            return Follow((target,))
    return Person("has moved, and gov.uk does not say where")


def _content(body: bytes) -> dict[str, Any]:
    """Return a content item; an empty one for another answer."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _list(holder: object, name: str) -> list[object]:
    """Return a list of a content item; an empty one where there is none."""
    items = holder.get(name) if isinstance(holder, dict) else None
    return items if isinstance(items, list) else []


def _attachment(item: object, page: str) -> Attachment | None:
    """Return one attachment that the API lists, or None for what is neither a PDF nor a web page."""
    if not isinstance(item, dict) or not isinstance(item.get("url"), str):
        return None
    title, filename, content_type, attachment_type = (
        shorten_line(item[name]) if isinstance(item.get(name), str) else ""
        for name in ("title", "filename", "content_type", "attachment_type")
    )
    path = item["url"].partition("?")[0].lower()
    is_pdf = content_type == "application/pdf" or (not content_type and path.endswith(".pdf"))
    address = full_address(page, item["url"])
    if not address or (not is_pdf and attachment_type != "html" and content_type != "text/html"):
        return None
    return Attachment(title, filename or PurePosixPath(path).name, address, is_pdf)


def _likeness(attachment: Attachment, title: str) -> float:
    """Return how alike the title or the file name of an attachment and a title are, from 0 to 100."""
    from rapidfuzz import fuzz

    wanted = _title_words(title)
    names = (_title_words(attachment.title), _title_words(PurePosixPath(attachment.filename).stem))
    return max(
        fuzz.token_set_ratio(name, wanted) if len(name.split()) >= LEAST_WORDS else fuzz.token_sort_ratio(name, wanted)
        for name in names
    )


def _alike(content: dict[str, Any], wanted: Wanted) -> float:
    """Return how alike a page's own title and the review's are, from 0 to 100."""
    title = content.get("title")
    return _likeness(Attachment(shorten_line(title), "", "", False), wanted.title) if isinstance(title, str) else 0.0


def _title_words(title: str) -> str:
    """Return the words of a title, without those for the form it comes in.

    >>> _title_words("Night buses: progress report (accessible version)")
    'night buses progress report'
    """
    words = " ".join(re.findall(r"\w+", title.lower().replace("_", " ")))
    return " ".join(EDITION_WORDS.sub(" ", words).split())


def _with_www(address: str) -> str:
    """Return an address of gov.uk on the host that answers."""
    parts = urlsplit(address)
    return parts._replace(netloc=f"www.{parts.netloc}").geturl() if parts.hostname == "gov.uk" else address
