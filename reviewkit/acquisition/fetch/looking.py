"""Follow the doors from an address to the document.

Input: an address with its role, and the review that is wanted. Output: one target after the other, likeliest first: a
document, or a web edition of many pages. Every page on the way is asked by the same rules as a document is, is bounded
in length, and is looked at once; what a door says is data, and is judged again before it is asked.

Limitations: after some pages nothing more is looked at for one review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reviewkit.acquisition.fetch import addresses, http, refusals, robots, sniff
from reviewkit.acquisition.fetch.doors import links
from reviewkit.acquisition.fetch.doors.all_doors import LANDING, door_of
from reviewkit.acquisition.fetch.doors.steps import Document, Edition, Link, Page, Person, Step, Wanted, is_publishers
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import FetchError, ManualStep, NotThere, Refused, TurnedAway, shown_address
from reviewkit.acquisition.fetch.retry import check_status, with_retries
from reviewkit.base import file_types

PDF_HEAD = 1024  # bytes in which the mark of a PDF stands
MOST_HOPS = 4  # from one page to the next
MOST_NAMED = 8  # links in a message


class Looked(NamedTuple):
    """What has been looked at for one review, and what went wrong there."""

    addresses: list[str]
    errors: list[tuple[str, FetchError]]  # by the address that was looked at

    def repeat(self, address: str) -> bool:
        """Note again what went wrong at an address to which another one leads too, and return whether anything did."""
        known = next((error for where, error in self.errors if where == address), None)
        if known is not None:
            self.errors.append((address, known))
        return known is not None


def targets(
    session: Session, address: str, wanted: Wanted, looked: Looked, hops: int = 0
) -> Iterator[Document | Edition]:
    """Yield the targets that an address leads to; what goes wrong on the way is added to `looked.errors`."""
    if address in looked.addresses:
        looked.repeat(address)
        return
    if len(looked.addresses) >= session.policy.most_looks:
        looked.errors.append((address, ManualStep("is one page too many to look at", f"open {shown_address(address)}")))
        return
    looked.addresses.append(address)
    try:
        step = _step(session, address, wanted)
    except FetchError as error:
        close_host(session, door_of(address, session.policy.gov_uk).asked(address), error)
        looked.errors.append((address, error))
        return
    if isinstance(step, Document | Edition):
        if not looked.repeat(step.address):
            yield step
    elif isinstance(step, Person):
        looked.errors.append((address, _for_person(step, address)))
    elif hops == MOST_HOPS:
        looked.errors.append((address, ManualStep("leads on and on", f"open {shown_address(address)}")))
    else:
        for following in step.addresses:
            yield from targets(session, following, wanted._replace(guessed=True), looked, hops + 1)


def read_page(session: Session, address: str, hosts: tuple[str, ...] | None) -> Page:
    """Return a page; of a PDF only its head.

    `hosts` are the publishers' hosts to which the way may lead; None where only the page's own may be asked.
    Raises: any `FetchError`; `ManualStep` where the way leads to another host, or the page is too long.
    """

    def check(session: Session, url: str) -> None:
        if not is_publishers(url, address, hosts or ()):
            what = f"leads to another host ({addresses.host(url)})"
            raise ManualStep(what, f"open {shown_address(address)}, and look for the document")
        robots.check_allowed(session, url)

    page = with_retries(session, lambda: _ask(session, address, check))
    if not page.is_document:
        refusals.check_page(page.body)
    return page


def close_host(session: Session, address: str, error: FetchError) -> None:
    """Ask a host no more in this run once it wants to see a person."""
    if isinstance(error, TurnedAway) and error.closes_host:
        _, url = addresses.prepare(address, {}, session.policy)
        session.robots[addresses.origin(url)] = TurnedAway(error.what, error.next_step)


def _step(session: Session, address: str, wanted: Wanted) -> Step:
    """Return what the door of an address says."""
    addresses.prepare(address, {}, session.policy)
    door = door_of(address, session.policy.gov_uk)
    step = door.ready(address, wanted.role if not wanted.guessed else "landing")
    if step is not None:
        return step
    try:
        page = read_page(session, door.asked(address), wanted.hosts)
    except (NotThere, Refused):
        if door.asked(address) == address:
            raise
        door, page = (
            LANDING,
            read_page(session, address, wanted.hosts),
        )  # what tells of the page is closed: the page itself
    if page.is_document:
        return Document(address)
    step = door.read(page, wanted)
    return step._replace(title=links.headings(page)) if isinstance(step, Edition) else step


def _ask(session: Session, address: str, check: Callable[[Session, str], None]) -> Page:
    """Ask once for a page; `check` raises for an address on the way that may not be asked."""
    with http.follow_redirects(session, address, {}, check) as (answer, url):
        check_status(answer)
        http.check_uncompressed(answer)
        body = bytearray()
        for chunk in http.chunks(session, answer):
            body += chunk
            if b"%PDF-" in body[:PDF_HEAD]:
                return Page(url, bytes(body[:PDF_HEAD]), True)
            if len(body) > session.policy.largest_page:
                limit = f"{session.policy.largest_page / 1e6:.0f} MB"
                raise ManualStep(f"is a page of more than {limit}", f"open {shown_address(url)}")
    if not body:
        raise ManualStep("is empty (0 bytes)", f"open {shown_address(url)}")
    kind = file_types.head_type(bytes(body[: file_types.HEAD]))
    if kind in sniff.FETCHED and kind != "html":
        return Page(url, bytes(body[:PDF_HEAD]), True)
    if kind not in ("html", ""):
        raise Refused(f"is {file_types.NAMES[kind]}", refusals.OPEN_BY_HAND)
    return Page(url, bytes(body))


def _for_person(step: Person, address: str) -> ManualStep:
    """Return the error that leaves it to a person, with the names of what there is to choose from."""
    named = [_named(link) for link in step.candidates]
    more = f"; and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    error = ManualStep(step.what, f"open {shown_address(address)}, and look for the document")
    error.offers = f"; it offers {'; '.join(named[:MOST_NAMED])}{more}" if named else ""
    return error


def _named(link: Link) -> str:
    """Return a link in words: what it is called, and where it leads."""
    return f"{link.text or 'no name'}: {shown_address(link.address)}"
