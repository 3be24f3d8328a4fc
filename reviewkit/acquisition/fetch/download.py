"""One document over the line.

Comes in: an address and a waiting file. Goes out: what has come into that file (`.NAME.part`, and beside it in
`.NAME.part.json` of which edition it is). After a cut, a killed run or a time that is over, the next attempt asks for
the rest alone, if the server named an edition (a strong ETag, or a Last-Modified that had settled) and still has it.
What is refused leaves nothing behind.

Limit: where a server gives neither a length nor chunks, an early end cannot be seen; opening the document shows it.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import requests

from reviewkit.acquisition.fetch import addresses, http, http_dates, robots, sniff
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import Failed, Refused, RetryLater
from reviewkit.acquisition.fetch.retry import check_status, with_retries

ANSWERS = frozenset({200, 206, 304, 416})
ETAG = re.compile(r'(W/)?"[!#-~]*"')  # "5f3a-9c" or W/"5f3a-9c"
RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)")  # bytes 700-999/1000
SETTLED = timedelta(seconds=60)  # a file changed twice within a second has one Last-Modified for two editions


class Downloaded(NamedTuple):
    """What has come, and waits in a file."""

    part: Path
    ending: str
    sha256: str
    bytes: int
    etag: str
    last_modified: str
    address: str  # where it was in the end


class PartialDownload(NamedTuple):
    """How much of a document an earlier attempt has left, and of which edition."""

    size: int = 0
    edition: str = ""


def download(line: Session, address: str, part: Path, conditions: dict[str, str]) -> Downloaded | None:
    """An address, a waiting file and conditions (If-None-Match, ...) in; what has come out, None for 304.

    Raises `Refused`, with nothing left; `Failed`, with the part left from which the next attempt goes on.
    """
    try:
        got = with_retries(line, lambda: _attempt(line, address, part, conditions))
    except Refused:
        discard_partial(part)
        raise
    except Failed:
        if not _begun(part, address).size:
            discard_partial(part)
        raise
    if got is None:
        discard_partial(part)
    return got


def discard_partial(part: Path) -> None:
    """Removes a waiting file, and what stands beside it."""
    part.unlink(missing_ok=True)
    _beside(part).unlink(missing_ok=True)


def _attempt(line: Session, address: str, part: Path, conditions: dict[str, str]) -> Downloaded | None:
    """One attempt: from where the last one ended, or from the start."""
    begun = _begun(part, address)
    rest = {"Range": f"bytes={begun.size}-", "If-Range": begun.edition} if begun.size else {}
    with robots.ask_permission(line, address, {**conditions, **rest}) as (answer, where):
        check_status(answer, ANSWERS)
        if answer.status_code == 304 and conditions:
            return None
        if answer.status_code == 200:
            start, whole = 0, _length(answer)
        else:
            start, whole = _rest(answer, begun)
        if start >= 0:
            http.plain_text(answer)
            if max(start, whole or 0) > line.doors.largest:
                raise _too_large(line, whole)
            if start == 0:
                _begin(part, address, answer)
            named_pdf = sniff.named_pdf(address) or sniff.named_pdf(where)
            ending = _pour(line, answer, part, start, whole, named_pdf)
            return _got(part, ending, answer, where)
    if not begun.size:
        raise Failed("answers with a part where the whole was asked", "open it in a browser, and save it by hand")
    discard_partial(part)  # what was begun is not of the edition that is there now
    return _attempt(line, address, part, conditions)


def _rest(answer: requests.Response, begun: PartialDownload) -> tuple[int, int | None]:
    """Where a 206 goes on and how long the whole is; -1 where it does not go on where we ended."""
    found = RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    etag = answer.headers.get("ETag", begun.edition)
    another = begun.edition.startswith('"') and etag != begun.edition
    if answer.status_code != 206 or not begun.size or not found or int(found[1]) != begun.size or another:
        return -1, None
    return begun.size, None if found[2] == "*" else int(found[2])


def _pour(line: Session, answer: requests.Response, part: Path, start: int, whole: int | None, named_pdf: bool) -> str:
    """An answer into its waiting file; its ending out. What it is, is looked at as soon as its head is there."""
    size, looked = start, False
    with part.open("ab" if start else "wb") as file:
        for chunk in http.chunks(line, answer):
            size += len(chunk)
            if size > line.doors.largest:
                raise _too_large(line, None)
            file.write(chunk)
            file.flush()  # a killed run keeps what has come
            if not looked and size >= sniff.HEAD:
                looked = bool(_ending(part, answer, named_pdf))
    if whole is not None and size != whole:
        raise RetryLater(f"was cut off after {size} of {whole} bytes", http.LATER)
    if not size:
        raise Failed("is empty (0 bytes)", http.LATER)
    return _ending(part, answer, named_pdf)


def _ending(part: Path, answer: requests.Response, named_pdf: bool) -> str:
    """The ending that a waiting file will have."""
    with part.open("rb") as file:
        return sniff.file_ending(file.read(sniff.HEAD), answer.headers.get("Content-Type", ""), named_pdf)


def _length(answer: requests.Response) -> int | None:
    """The length that an answer declares; of one in chunks it counts for nothing (RFC 9112)."""
    if answer.headers.get("Transfer-Encoding"):
        return None
    said = answer.headers.get("Content-Length", "").strip()
    return int(said[:18]) if said.isascii() and said.isdigit() else None


def _too_large(line: Session, whole: int | None) -> Refused:
    """The fault of a document that no review is as long as."""
    most = f"{line.doors.largest / 1e6:.0f} MB, the most that is fetched"
    return Refused(f"has {whole} bytes, more than {most}" if whole else f"has more than {most}", addresses.MEND)


def _got(part: Path, ending: str, answer: requests.Response, where: str) -> Downloaded:
    """What has come whole."""
    with part.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    etag = answer.headers.get("ETag", "").strip()
    modified = answer.headers.get("Last-Modified", "").strip()
    etag, modified = etag if ETAG.fullmatch(etag) else "", modified if http_dates.parse_http_date(modified) else ""
    return Downloaded(part, ending, sha256, part.stat().st_size, etag, modified, where)


def _begun(part: Path, address: str) -> PartialDownload:
    """What an earlier attempt has left of this address; nothing where it cannot be told of which edition it is."""
    if not part.is_file():
        return PartialDownload()
    try:
        said = json.loads(_beside(part).read_text(encoding="utf-8"))
        edition = said["edition"] if said["address"] == address else ""
    except (OSError, ValueError, KeyError, TypeError):
        return PartialDownload()
    strong = isinstance(edition, str) and (ETAG.fullmatch(edition) or http_dates.parse_http_date(edition))
    return PartialDownload(part.stat().st_size, edition) if strong else PartialDownload()


def _begin(part: Path, address: str, answer: requests.Response) -> None:
    """Makes ready for a document from its start; the old part goes first, or it could pass for this edition."""
    part.parent.mkdir(parents=True, exist_ok=True)
    discard_partial(part)
    _beside(part).write_text(json.dumps({"address": address, "edition": _edition(answer)}), encoding="utf-8")


def _edition(answer: requests.Response) -> str:
    """What names an edition to the byte: a strong ETag, else a Last-Modified that had settled; else nothing."""
    etag = answer.headers.get("ETag", "").strip()
    if etag:
        return etag if ETAG.fullmatch(etag) and not etag.startswith("W/") else ""
    modified = answer.headers.get("Last-Modified", "").strip()
    changed, sent = http_dates.parse_http_date(modified), http_dates.parse_http_date(answer.headers.get("Date", ""))
    return modified if changed and sent and sent - changed >= SETTLED else ""


def _beside(part: Path) -> Path:
    """Where it stands of which edition a part is."""
    return part.with_name(f"{part.name}.json")
