"""Download one document into a waiting file.

Input: an address and a waiting file. Output: what has come into that file (`.NAME.part`, and beside it in
`.NAME.part.json` of which edition it is). After a cut, a killed run or a time that is over, the next attempt asks only
for the rest, if the server named an edition (a strong ETag, or a Last-Modified that had settled) and still has it. What
is refused leaves nothing behind.

Limitations: where a server gives neither a length nor chunks, an early end cannot be seen; opening the document shows
it.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import requests

from reviewkit.acquisition.fetch import addresses, http, refusals, robots, sniff
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import Failed, FetchError, ManualStep, Refused, RetryLater
from reviewkit.acquisition.fetch.retry import check_status, with_retries
from reviewkit.base.errors import OfflineError

ACCEPTED = frozenset({200, 206, 304, 416})  # whole, a part, not changed, no such part
ETAG = re.compile(r'(W/)?"[!#-~]*"')  # "5f3a-9c" or W/"5f3a-9c"
CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)")  # bytes 700-999/1000
SETTLED = timedelta(seconds=60)  # a file changed twice within a second has one Last-Modified for two editions


class Downloaded(NamedTuple):
    """A document that has come, and waits in a file."""

    part: Path
    ending: str
    sha256: str
    size: int  # bytes
    etag: str
    last_modified: str
    address: str  # where it was in the end


class PartialDownload(NamedTuple):
    """How much of a document an earlier attempt has left, and of which edition."""

    size: int = 0  # bytes
    edition: str = ""


class Expected(NamedTuple):
    """What an answer is expected to bring."""

    start: int  # the first byte of it, in the document
    size: int | None  # bytes of the whole document; None where the server does not say
    named_pdf: bool  # whether its address ends like the name of a PDF


def download(session: Session, address: str, part: Path, conditions: dict[str, str]) -> Downloaded | None:
    """Download a document into the waiting file `part`; return None where the server says that it has not changed.

    `conditions` are headers that ask only for another edition (If-None-Match, ...).
    Raises: `Refused`, with nothing left; `Failed`, with the part left from which the next attempt goes on.
    """
    try:
        downloaded = with_retries(session, lambda: _attempt(session, address, part, conditions))
    except (Refused, ManualStep):
        discard_partial(part)
        raise
    except (Failed, OfflineError):
        if not _partial_download(part, address).size:
            discard_partial(part)
        raise
    if downloaded is None:
        discard_partial(part)
    elif downloaded.ending == ".html":
        _check_document(part)
    return downloaded


def _check_document(part: Path) -> None:
    """Raise, with nothing left, where a web page is no document but a check, a login or a notice."""
    try:
        refusals.check_page(part.read_bytes() if part.stat().st_size <= refusals.LARGEST_CHECK else b"")
    except FetchError:
        discard_partial(part)
        raise


def discard_partial(part: Path) -> None:
    """Remove a waiting file, and what stands beside it."""
    part.unlink(missing_ok=True)
    _edition_file(part).unlink(missing_ok=True)


def _attempt(session: Session, address: str, part: Path, conditions: dict[str, str]) -> Downloaded | None:
    """Try once: from where the last attempt ended, or from the start."""
    partial = _partial_download(part, address)
    rest = {"Range": f"bytes={partial.size}-", "If-Range": partial.edition} if partial.size else {}
    with robots.ask_permission(session, address, {**conditions, **rest}) as (answer, url):
        check_status(answer, ACCEPTED)
        if answer.status_code == 304 and conditions:
            return None
        named_pdf = sniff.named_pdf(address) or sniff.named_pdf(url)
        if answer.status_code == 200:
            expected: Expected | None = Expected(0, _declared_size(answer), named_pdf)
        else:
            expected = _rest(answer, partial, named_pdf)
        if expected is not None:
            http.check_uncompressed(answer)
            if max(expected.start, expected.size or 0) > session.policy.largest:
                raise _too_large(session, expected.size)
            if expected.start == 0:
                _start_anew(part, address, answer)
            return _downloaded(part, _write(session, answer, part, expected), answer, url)
    if not partial.size:
        raise Failed("answers with a part where the whole was asked", "open it in a browser, and save it by hand")
    discard_partial(part)  # what was begun is not of the edition that is there now
    return _attempt(session, address, part, conditions)


def _rest(answer: requests.Response, partial: PartialDownload, named_pdf: bool) -> Expected | None:
    """Return what a 206 brings; None where it does not go on where the part at hand ends."""
    match = CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    etag = answer.headers.get("ETag", partial.edition)
    other_edition = partial.edition.startswith('"') and etag != partial.edition
    if answer.status_code != 206 or not partial.size or not match or int(match[1]) != partial.size or other_edition:
        return None
    return Expected(partial.size, None if match[2] == "*" else int(match[2]), named_pdf)


def _write(session: Session, answer: requests.Response, part: Path, expected: Expected) -> str:
    """Write an answer into its waiting file, and return its ending.

    What the document is, is looked at as soon as its head is there.
    """
    size, head_checked = expected.start, False
    with part.open("ab" if expected.start else "wb") as file:
        for chunk in http.chunks(session, answer):
            size += len(chunk)
            if size > session.policy.largest:
                raise _too_large(session, None)
            file.write(chunk)
            file.flush()  # a killed run keeps what has come
            if not head_checked and size >= sniff.HEAD:
                head_checked = bool(_ending(part, answer, expected.named_pdf))
    if expected.size is not None and size != expected.size:
        raise RetryLater(f"was cut off after {size} of {expected.size} bytes", http.TRY_LATER)
    if not size:
        raise Failed("is empty (0 bytes)", http.TRY_LATER)
    return _ending(part, answer, expected.named_pdf)


def _ending(part: Path, answer: requests.Response, named_pdf: bool) -> str:
    """Return the ending that a waiting file will have."""
    with part.open("rb") as file:
        return sniff.file_ending(file.read(sniff.HEAD), answer.headers.get("Content-Type", ""), named_pdf)


def _declared_size(answer: requests.Response) -> int | None:
    """Return the length that an answer declares; None for one in chunks, for which it does not count (RFC 9112)."""
    if answer.headers.get("Transfer-Encoding"):
        return None
    length = answer.headers.get("Content-Length", "").strip()
    return int(length[:18]) if length.isascii() and length.isdigit() else None


def _too_large(session: Session, size: int | None) -> Refused:
    """Return the error of a document that is longer than any review."""
    limit = f"{session.policy.largest / 1e6:.0f} MB, the most that is fetched"
    what = f"has {size} bytes, more than {limit}" if size else f"has more than {limit}"
    return Refused(what, addresses.CORRECT_ADDRESS)


def _downloaded(part: Path, ending: str, answer: requests.Response, url: str) -> Downloaded:
    """Return what has come whole, with the headers that name its edition."""
    with part.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    etag = answer.headers.get("ETag", "").strip()
    etag = etag if ETAG.fullmatch(etag) else ""
    modified = answer.headers.get("Last-Modified", "").strip()
    modified = modified if http.parse_http_date(modified) else ""
    return Downloaded(part, ending, sha256, part.stat().st_size, etag, modified, url)


def _partial_download(part: Path, address: str) -> PartialDownload:
    """Return what an earlier attempt has left of this address; nothing where its edition is not known to the byte."""
    if not part.is_file():
        return PartialDownload()
    try:
        note = json.loads(_edition_file(part).read_text(encoding="utf-8"))
        edition = note["edition"] if note["address"] == address else ""
    except (OSError, ValueError, KeyError, TypeError):
        return PartialDownload()
    valid = isinstance(edition, str) and (ETAG.fullmatch(edition) or http.parse_http_date(edition))
    return PartialDownload(part.stat().st_size, edition) if valid else PartialDownload()


def _start_anew(part: Path, address: str, answer: requests.Response) -> None:
    """Make ready for a document from its start; the old part goes first, or it could pass for this edition."""
    part.parent.mkdir(parents=True, exist_ok=True)
    discard_partial(part)
    note = {"address": address, "edition": _edition(answer)}
    _edition_file(part).write_text(json.dumps(note), encoding="utf-8")


def _edition(answer: requests.Response) -> str:
    """Return what names an edition to the byte: a strong ETag, else a Last-Modified that had settled; else nothing."""
    etag = answer.headers.get("ETag", "").strip()
    if etag:
        return etag if ETAG.fullmatch(etag) and not etag.startswith("W/") else ""
    modified = answer.headers.get("Last-Modified", "").strip()
    changed, sent = http.parse_http_date(modified), http.parse_http_date(answer.headers.get("Date", ""))
    return modified if changed and sent and sent - changed >= SETTLED else ""


def _edition_file(part: Path) -> Path:
    """Return the file that says of which edition a part is."""
    return part.with_name(f"{part.name}.json")
