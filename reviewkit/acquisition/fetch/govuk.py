"""Find the document on a gov.uk page about it.

Input: the address of the page, and the document's title. Output: the document's address, or `ManualStep` with what
there is to choose from. gov.uk lists what is attached to a page (its content API). Elsewhere a page about a document is
for a person to open: a guess which of its links is the document is wrong too often.

Limitations: a title is compared word by word, so an annex of the same name is a doubt, and a doubt is left to a person.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from reviewkit.acquisition.fetch import addresses, http, robots, sniff
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import FetchPolicy, ManualStep, shorten_line, shown_address
from reviewkit.acquisition.fetch.retry import check_status, with_retries

MOST_BYTES = 5_000_000  # of an answer of the content API
LEAST_LIKENESS = 80  # of 100: how alike a title has to be
LEAST_LEAD = 3  # of 100: how much more alike than the next title
LEAST_WORDS = 3  # of fewer words, being among the words of a title says nothing ("Report")
MOST_NAMED = 8  # attachments in a message
EDITION_WORDS = re.compile(r"\b(web )?(accessible|html|pdf|print(able)?|easy to print)( (version|edition|format))?\b")


class Attachment(NamedTuple):
    """A document that a page offers."""

    title: str
    filename: str
    address: str
    is_pdf: bool


def is_landing(address: str, policy: FetchPolicy) -> bool:
    """Return whether an address is a gov.uk page about documents: /government/publications/some-review, not below."""
    return len(_path_parts(address, policy)) == 3


def is_document(address: str, policy: FetchPolicy) -> bool:
    """Return whether an address shows that it is a document: report.pdf, or below a gov.uk page about documents."""
    return sniff.named_pdf(address) or len(_path_parts(address, policy)) > 3


def linked_document(session: Session, address: str, title: str) -> str:
    """Return the address of the document of that title on a landing page.

    Raises: `ManualStep` where no attachment is clearly the document.
    """
    parts = urlsplit(address)
    api = f"{parts.scheme}://{parts.netloc}/api/content{parts.path.rstrip('/')}"
    listed = _attachments_listed(with_retries(session, lambda: _ask_content_api(session, api)))
    offered = [attachment for item in listed if (attachment := _attachment(item, address))]
    if len(listed) == len(offered) == 1 and offered[0].is_pdf:
        return offered[0].address
    return choose_attachment(offered, title, address).address


def choose_attachment(offered: list[Attachment], title: str, page: str) -> Attachment:
    """Return the attachment that is clearly the document of that title, a PDF before a web page.

    Raises: `ManualStep` where none is, with what `page` offers.
    """
    editions: dict[str, list[Attachment]] = {}
    for attachment in offered:
        editions.setdefault(_title_words(attachment.title) or attachment.address, []).append(attachment)
    if not editions:
        raise ManualStep("has no PDF or web edition attached", f"open {shown_address(page)}, and look for the document")
    likeness = {name: max(_likeness(edition, title) for edition in same) for name, same in editions.items()}
    ranked = sorted(editions, key=lambda name: -likeness[name])
    clear = len(ranked) == 1 or likeness[ranked[0]] - likeness[ranked[1]] > LEAST_LEAD
    if likeness[ranked[0]] < LEAST_LIKENESS or not clear:
        by_likeness = [attachment for name in ranked for attachment in editions[name]]
        raise ManualStep("has attachments of which none is clearly the document", _choose_by_hand(by_likeness))
    return min(editions[ranked[0]], key=lambda attachment: not attachment.is_pdf)


def _choose_by_hand(offered: list[Attachment]) -> str:
    """Return the next step for a person: the attachments that there are to choose from."""
    named = [
        f"{attachment.title or attachment.filename}: {shown_address(attachment.address)}" for attachment in offered
    ]
    more = f"; and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    choices = "; ".join(named[:MOST_NAMED])
    return f"give the address of the right one (in the catalogue: document_url): {choices}{more}"


def _path_parts(address: str, policy: FetchPolicy) -> list[str]:
    """Return the parts of the path of an address in /government/ of gov.uk; none elsewhere."""
    url = urlsplit(address)
    parts = [part for part in url.path.split("/") if part]
    return parts if url.hostname in policy.gov_uk and parts[:1] == ["government"] else []


def _ask_content_api(session: Session, api: str) -> bytes:
    """Return the answer of the content API."""
    with robots.ask_permission(session, api, {}) as (answer, _):
        if answer.status_code in (404, 410):
            raise ManualStep("is not known to the content API of its site", "open it, and look for the document")
        check_status(answer)
        body, complete = http.read_small(session, answer, MOST_BYTES)
    if not complete:
        raise ManualStep("has a longer list of attachments than is read", "open it, and look for the document")
    return body


def _attachments_listed(body: bytes) -> list[object]:
    """Return the attachments in an answer of the content API; none where it is another answer."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return []
    details = content.get("details") if isinstance(content, dict) else None
    attachments = details.get("attachments") if isinstance(details, dict) else None
    return attachments if isinstance(attachments, list) else []


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
    if not is_pdf and attachment_type != "html" and content_type != "text/html":
        return None
    return Attachment(title, filename or PurePosixPath(path).name, addresses.join(page, item["url"]), is_pdf)


def _likeness(attachment: Attachment, title: str) -> float:
    """Return how alike the title or the file name of an attachment and a title are, from 0 to 100."""
    from rapidfuzz import fuzz

    wanted = _title_words(title)
    names = (_title_words(attachment.title), _title_words(PurePosixPath(attachment.filename).stem))
    return max(
        fuzz.token_set_ratio(name, wanted) if len(name.split()) >= LEAST_WORDS else fuzz.token_sort_ratio(name, wanted)
        for name in names
    )


def _title_words(title: str) -> str:
    """Return the words of a title, without those for the form it comes in.

    >>> _title_words("Night buses: progress report (accessible version)")
    'night buses progress report'
    """
    words = " ".join(re.findall(r"\w+", title.lower().replace("_", " ")))
    return " ".join(EDITION_WORDS.sub(" ", words).split())
