"""Landing pages: from a page about a document to the document.

Comes in: the address of the page, and the document's title. Goes out: the document's address, or `ByHand` with what
there is to choose from. gov.uk says what is attached to a page (its content API). Elsewhere a page about a document is
for a person to open: which of its links is the document, is guessed wrongly too often.

Limit: a title is compared word by word, so an annex of the same name is a doubt, and a doubt is left to a person.
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

LARGEST = 5_000_000  # bytes of an answer of the content API
LIKE, CLEARLY = 80, 3  # of 100: how alike a title has to be, and how much more so than the next
ENOUGH = 3  # words: of fewer, being among the words of a title says nothing ("Report")
MOST_NAMED = 8
FORM = re.compile(r"\b(web )?(accessible|html|pdf|print(able)?|easy to print)( (version|edition|format))?\b")


class Attachment(NamedTuple):
    """A document that a page offers."""

    title: str
    filename: str
    address: str
    is_pdf: bool


def is_landing(address: str, doors: FetchPolicy) -> bool:
    """Whether an address is a gov.uk page about documents: /government/publications/some-review, and not below it."""
    return len(_steps(address, doors)) == 3


def is_document(address: str, doors: FetchPolicy) -> bool:
    """Whether an address shows that it is a document: report.pdf, or below a gov.uk page about documents."""
    return sniff.named_pdf(address) or len(_steps(address, doors)) > 3


def linked_document(line: Session, address: str, title: str) -> str:
    """A landing page and the title of a document in, the document's address out; `ByHand` where none is clearly it."""
    parts = urlsplit(address)
    api = f"{parts.scheme}://{parts.netloc}/api/content{parts.path.rstrip('/')}"
    said = _attached(with_retries(line, lambda: _answer(line, api)))
    offered = [one for one in (_attachment(each, address) for each in said) if one]
    if len(said) == len(offered) == 1 and offered[0].is_pdf:
        return offered[0].address
    return choose_attachment(offered, title, address).address


def choose_attachment(offered: list[Attachment], title: str, page: str) -> Attachment:
    """What a page offers and the title of a document in; the one that is clearly it, a PDF before a web page, out."""
    editions: dict[str, list[Attachment]] = {}
    for one in offered:
        editions.setdefault(_plain(one.title) or one.address, []).append(one)
    likeness = {name: max(_likeness(one, title) for one in several) for name, several in editions.items()}
    ranked = sorted(editions, key=lambda name: -likeness[name])
    if not ranked:
        raise ManualStep("has no PDF or web edition attached", f"open {shown_address(page)}, and look for the document")
    clearly = len(ranked) == 1 or likeness[ranked[0]] - likeness[ranked[1]] > CLEARLY
    if likeness[ranked[0]] < LIKE or not clearly:
        named = [
            f"{one.title or one.filename}: {shown_address(one.address)}" for name in ranked for one in editions[name]
        ]
        more = f"; and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        step = (
            f"give the address of the right one (in the catalogue: document_url): {'; '.join(named[:MOST_NAMED])}{more}"
        )
        raise ManualStep("has attachments of which none is clearly the document", step)
    return min(editions[ranked[0]], key=lambda one: not one.is_pdf)


def _steps(address: str, doors: FetchPolicy) -> list[str]:
    """The steps of the path of an address below /government/ of gov.uk, that one among them; none elsewhere."""
    parts = urlsplit(address)
    steps = [step for step in parts.path.split("/") if step]
    return steps if parts.hostname in doors.gov_uk and steps[:1] == ["government"] else []


def _answer(line: Session, api: str) -> bytes:
    """What the content API says."""
    with robots.ask_permission(line, api, {}) as (answer, _):
        if answer.status_code in (404, 410):
            raise ManualStep("is not known to the content API of its site", "open it, and look for the document")
        check_status(answer)
        body, whole = http.read_small(line, answer, LARGEST)
    if not whole:
        raise ManualStep("has a longer list of attachments than is read", "open it, and look for the document")
    return body


def _attached(body: bytes) -> list[object]:
    """The attachments in an answer of the content API; none where it is another answer."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return []
    details = said.get("details") if isinstance(said, dict) else None
    found = details.get("attachments") if isinstance(details, dict) else None
    return found if isinstance(found, list) else []


def _attachment(said: object, page: str) -> Attachment | None:
    """One attachment as the API tells it in; the same out, or None for what is neither a PDF nor a web page."""
    if not isinstance(said, dict) or not isinstance(said.get("url"), str):
        return None
    title, filename, kind, form = (
        shorten_line(said[name]) if isinstance(said.get(name), str) else ""
        for name in ("title", "filename", "content_type", "attachment_type")
    )
    path = said["url"].partition("?")[0].lower()
    is_pdf = kind == "application/pdf" or (not kind and path.endswith(".pdf"))
    if not is_pdf and form != "html" and kind != "text/html":
        return None
    return Attachment(title, filename or PurePosixPath(path).name, addresses.join(page, said["url"]), is_pdf)


def _likeness(one: Attachment, title: str) -> float:
    """How alike the title or the name of an attachment and a title are, from 0 to 100."""
    from rapidfuzz import fuzz

    names = (_plain(one.title), _plain(PurePosixPath(one.filename).stem))
    whole = _plain(title)
    return max(
        fuzz.token_set_ratio(name, whole) if len(name.split()) >= ENOUGH else fuzz.token_sort_ratio(name, whole)
        for name in names
    )


def _plain(title: str) -> str:
    """A title in; its words, without those for the form it comes in, out.

    >>> _plain("Tackling CSE: progress report (accessible version)")
    'tackling cse progress report'
    """
    words = " ".join(re.findall(r"\w+", title.lower().replace("_", " ")))
    return " ".join(FORM.sub(" ", words).split())
