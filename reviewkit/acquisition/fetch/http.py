"""Send one guarded request after the other: the only module that asks a host for anything.

Input: an address and headers. Output: an open answer, and its address in the end; or an error of `policy`. One request
at a time, a pause between two to the same host, no cookies, no credentials, nothing unpacked, and a look at which
server has answered before a byte is sent. Redirects are followed here, hop by hop, each by the same rules.

Limitations: behind a proxy it is the proxy that answers and that looks names up, so the server behind it is not seen,
and only silence, not slowness, ends what it sends before the answer begins.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from importlib import metadata
from typing import Any, NamedTuple

import requests
import urllib3
from protego import Protego
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from reviewkit.acquisition.fetch import addresses
from reviewkit.acquisition.fetch.policy import (
    Failed,
    FetchError,
    FetchPolicy,
    NoAnswer,
    Refused,
    RetryLater,
    shorten_line,
)
from reviewkit.base.progress import Progress, no_progress

REDIRECTS = {301, 302, 303, 307, 308}
MOST_HOPS = 10
CHUNK = 1 << 16  # bytes that are read at a time, at most
MARGIN = 0.05  # seconds: the cut comes after the time is over, never before
TRY_LATER = "try again later"


class Session(NamedTuple):
    """What a run knows while it asks."""

    policy: FetchPolicy
    agent: str
    adapter: HTTPAdapter
    sockets: list[socket.socket]  # those of the request under way
    last_asked: dict[str, float]  # when each host was last asked
    pauses: dict[str, float]  # what a host's robots.txt wants between two requests
    robots: dict[str, Protego | FetchError]  # by scheme, host and port
    asked: list[str]  # every address that has answered
    deadline: float  # when the time of the document under way is over
    tell: Progress = no_progress  # hears how far a long document is


def open_session(policy: FetchPolicy, contact: str = "", tell: Progress = no_progress) -> Session:
    """Return a session with these rules; `contact` is how the person who asks can be reached."""
    sockets: list[socket.socket] = []
    deadline = time.monotonic() + policy.whole
    return Session(
        policy, user_agent(contact), _guarded_adapter(policy, sockets), sockets, {}, {}, {}, [], deadline, tell
    )


def user_agent(contact: str = "") -> str:
    """Return how reviewkit names itself to a server."""
    printable = "".join(character for character in contact if " " <= character <= "~" and character not in "()")
    parts = ["reads published reviews for policy research", "one request at a time", printable.strip()]
    return f"reviewkit/{metadata.version('reviewkit')} ({'; '.join(filter(None, parts))})"


@contextmanager
def follow_redirects(
    session: Session,
    address: str,
    headers: dict[str, str],
    check: Callable[[Session, str], None],
    most_hops: int = MOST_HOPS,
) -> Iterator[tuple[requests.Response, str]]:
    """Open the answer at the end of all redirects, and give it with its address.

    `check` is called with each address before it is asked, and raises where that may not be.
    Raises: `Refused`, `Failed` or `RetryLater` where there is no answer.
    """
    url = address
    for _ in range(most_hops + 1):
        check(session, url)
        with _send_once(session, url, headers) as answer:
            location = answer.headers.get("Location", "") if answer.status_code in REDIRECTS else ""
            if not location:
                yield answer, url
                return
            url = addresses.join(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    raise Refused(f"leads on more than {most_hops} times", addresses.CORRECT_ADDRESS)


def chunks(session: Session, answer: requests.Response) -> Iterator[bytes]:
    """Yield the bytes of an answer as they come.

    Raises: `RetryLater` where they end early, `Failed` where the time is over.
    """
    while True:
        try:
            chunk = answer.raw.read1(CHUNK, decode_content=False)  # what has come: `read` would wait for a whole chunk
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if time.monotonic() >= session.deadline:
                raise time_over(session) from error
            raise RetryLater("was cut off", TRY_LATER) from error
        if time.monotonic() >= session.deadline:  # looked at before the end is: a cut of our own may look like one
            raise time_over(session)
        if not chunk:
            return
        yield chunk


def read_small(session: Session, answer: requests.Response, most: int) -> tuple[bytes, bool]:
    """Return the first `most` bytes of an answer, and whether that is all of it.

    Raises: `Refused` where it is compressed.
    """
    check_uncompressed(answer)
    body = bytearray()
    for chunk in chunks(session, answer):
        body += chunk
        if len(body) > most:
            return bytes(body[:most]), False
    return bytes(body), True


def check_uncompressed(answer: requests.Response) -> None:
    """Raise `Refused` for an answer that is compressed, unasked: there is no limit to what it may unpack to."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        what = f"is sent compressed ({shorten_line(encoding)}), though that was not asked for"
        raise Refused(what, addresses.CORRECT_ADDRESS)


def parse_http_date(header: str) -> datetime | None:
    """Return the moment that a header names, in UTC; None where it is no date.

    >>> parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT").isoformat(), parse_http_date("soon")
    ('2015-10-21T07:28:00+00:00', None)

    Limitations: of the three forms that HTTP knows (RFC 9110) it takes the one that servers have to send. Python reads
    more than that, so what it read is written again and compared: headers are stored, and sent back to the server.
    """
    try:
        moment = parsedate_to_datetime(header)
        return moment if format_datetime(moment, usegmt=True) == header.strip() else None
    except (ValueError, OverflowError):  # "soon", "31 Feb", a date without a zone, a year of 30 digits
        return None


def time_over(session: Session) -> Failed:
    """Return the error of a document whose time is over."""
    return Failed(f"was not done after {session.policy.whole:.0f} seconds", "try again: it goes on where it can")


@contextmanager
def _send_once(session: Session, address: str, headers: dict[str, str]) -> Iterator[requests.Response]:
    """Send one request and give its answer, unread; close the connection afterwards."""
    own = {"User-Agent": session.agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    request, url = addresses.prepare(address, {**own, **headers}, session.policy)
    with requests.Session() as environment:  # only to read proxies and certificates: it would add cookies and netrc
        settings: dict[str, Any] = {**environment.merge_environment_settings(url, {}, True, None, None)}
    addresses.resolve(url, session.policy, bool(select_proxy(url, settings["proxies"])))
    host = addresses.host(url)
    _wait_for_host(session, host)
    seconds_left = session.deadline - time.monotonic() + MARGIN
    timer = threading.Timer(seconds_left, _shut_down, [session.sockets])  # a byte a minute is not silence
    timer.daemon = True
    timer.start()
    try:
        answer = _answer(session, request, host, settings)
        session.asked.append(url)
        try:
            yield answer
        finally:
            answer.close()
    finally:
        timer.cancel()
        _shut_down(session.sockets)
        while session.sockets:
            session.sockets.pop().close()
        session.last_asked[host] = time.monotonic()


def _answer(
    session: Session, request: requests.PreparedRequest, host: str, settings: dict[str, Any]
) -> requests.Response:
    """Return the answer to a request.

    By the adapter: a session of requests would read and unpack the whole body of a redirect.
    """
    try:
        return session.adapter.send(request, timeout=session.policy.seconds, **settings)
    except requests.exceptions.SSLError as error:
        raise Failed("has no certificate that holds", "open it in a browser, and save the document by hand") from error
    except (requests.ConnectionError, requests.Timeout) as error:
        if time.monotonic() >= session.deadline:
            raise time_over(session) from error
        what = "is silent" if isinstance(error, requests.Timeout) else "does not answer"
        raise NoAnswer(f"{what} ({host})", TRY_LATER) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise Refused(f"cannot be asked ({shorten_line(error)})", addresses.CORRECT_ADDRESS) from error


def _wait_for_host(session: Session, host: str) -> None:
    """Wait until a host may be asked again; raise `Failed` where that is after the document's time."""
    pause = max(session.policy.pause, session.pauses.get(host, 0.0))
    now = time.monotonic()
    due = session.last_asked.get(host, now - pause) + pause
    if max(due, now) >= session.deadline:
        raise time_over(session)
    if due > now:
        time.sleep(due - now)


def _shut_down(sockets: list[socket.socket]) -> None:
    """End what comes over these sockets, in whatever thread it is waited for."""
    for connection in list(sockets):
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def _guarded_adapter(policy: FetchPolicy, sockets: list[socket.socket]) -> HTTPAdapter:
    """Return an adapter whose connections look at which server has answered, before a byte is sent.

    Proxies are not looked at.
    """

    def checked(connection: socket.socket) -> socket.socket:
        peer = connection.getpeername()[0]
        if not policy.private and not addresses.is_public(peer):
            connection.close()
            what = f"led to {peer} when it was asked, which is no public address"
            raise Refused(what, addresses.CORRECT_ADDRESS)
        sockets.append(connection.dup())  # the connection itself is wrapped, detached and closed elsewhere
        return connection

    class CheckedHTTP(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn())

    class CheckedHTTPS(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn())

    class CheckedHTTPPool(HTTPConnectionPool):
        ConnectionCls = CheckedHTTP

    class CheckedHTTPSPool(HTTPSConnectionPool):
        ConnectionCls = CheckedHTTPS

    adapter = HTTPAdapter()
    adapter.poolmanager.pool_classes_by_scheme = {"http": CheckedHTTPPool, "https": CheckedHTTPSPool}
    return adapter
