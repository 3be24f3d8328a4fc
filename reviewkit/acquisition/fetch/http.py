"""The only door to the network: one guarded request after the other.

Comes in: an address and headers. Goes out: an open answer, and where it was in the end; or a fault of `doors`. One
request at a time, a pause between two to the same host, no cookies, no credentials, nothing unpacked, and a look at who
has answered before a byte is sent. Redirects are followed here, hop by hop, each by the same rules.

Limit: behind a proxy it is the proxy that answers and that looks names up, so who is behind it is not seen, and only
silence, not slowness, ends what it sends before the answer begins.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from typing import NamedTuple

import requests
import urllib3
from protego import Protego
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from reviewkit.acquisition.fetch import addresses
from reviewkit.acquisition.fetch.policy import Failed, FetchError, FetchPolicy, Refused, RetryLater, shorten_line

MOVED = {301, 302, 303, 307, 308}
MOST_HOPS = 10
CHUNK = 1 << 16
MARGIN = 0.05  # seconds: the cut comes after the time is over, never before
LATER = "try again later"


class Session(NamedTuple):
    """What a run knows while it asks."""

    doors: FetchPolicy
    agent: str
    adapter: HTTPAdapter
    sockets: list[socket.socket]  # those of the request under way
    last: dict[str, float]  # when each host was last asked
    pauses: dict[str, float]  # what a host's robots.txt wants between two requests
    robots: dict[str, Protego | FetchError]  # by scheme, host and port
    until: float  # when the time of the document under way is over


def open_session(doors: FetchPolicy, contact: str = "") -> Session:
    """The rules and a way to reach the person who asks in; a fresh line out."""
    sockets: list[socket.socket] = []
    return Session(
        doors, user_agent(contact), _adapter(doors, sockets), sockets, {}, {}, {}, time.monotonic() + doors.whole
    )


def user_agent(contact: str = "") -> str:
    """How reviewkit names itself to a server."""
    said = "".join(sign for sign in contact if " " <= sign <= "~" and sign not in "()").strip()
    words = ["reads published reviews for policy research", "one request at a time", *filter(None, [said])]
    return f"reviewkit/{metadata.version('reviewkit')} ({'; '.join(words)})"


@contextmanager
def follow_redirects(
    line: Session, address: str, headers: dict[str, str], may: Callable[[Session, str], None], most: int = MOST_HOPS
) -> Iterator[tuple[requests.Response, str]]:
    """An address, headers and what says whether a hop may be asked in; the answer in the end, and where it was, out.

    Raises `Refused`, `Failed` or `Again` where there is none.
    """
    here = address
    for _ in range(most + 1):
        may(line, here)
        with _once(line, here, headers) as answer:
            moved = answer.headers.get("Location", "") if answer.status_code in MOVED else ""
            if not moved:
                yield answer, here
                return
            here = addresses.join(here, moved.encode("latin-1", "replace").decode("utf-8", "replace"))
    raise Refused(f"leads on more than {most} times", addresses.MEND)


def chunks(line: Session, answer: requests.Response) -> Iterator[bytes]:
    """An answer in, its bytes as they come out; `Again` where they end early, `Failed` where the time is over."""
    while True:
        try:
            chunk = answer.raw.read1(CHUNK, decode_content=False)  # what has come: `read` would wait for a whole chunk
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise (is_late(line) if time.monotonic() >= line.until else RetryLater("was cut off", LATER)) from error
        if time.monotonic() >= line.until:  # looked at before the end is: a cut of our own may look like one
            raise is_late(line)
        if not chunk:
            return
        yield chunk


def read_small(line: Session, answer: requests.Response, most: int) -> tuple[bytes, bool]:
    """An answer in; its first `most` bytes and whether that is all, out; `Refused` where it is compressed."""
    plain_text(answer)
    body = bytearray()
    for chunk in chunks(line, answer):
        body += chunk
        if len(body) > most:
            return bytes(body[:most]), False
    return bytes(body), True


def plain_text(answer: requests.Response) -> None:
    """`Refused` for an answer that is compressed although that was not asked for: what it unpacks to knows no bound."""
    packed = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("", "identity"):
        raise Refused(f"is sent compressed ({shorten_line(packed)}), though that was not asked for", addresses.MEND)


def is_late(line: Session) -> Failed:
    """The fault of a document whose time is over."""
    return Failed(f"was not done after {line.doors.whole:.0f} seconds", "try again: it goes on where it can")


@contextmanager
def _once(line: Session, address: str, headers: dict[str, str]) -> Iterator[requests.Response]:
    """One request, its answer unread; afterwards the connection is closed."""
    own = {"User-Agent": line.agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    request = addresses.prepare(address, {**own, **headers}, line.doors)
    with requests.Session() as session:  # for its reading of the environment alone: it would add cookies and netrc
        settings = session.merge_environment_settings(request.url, {}, True, None, None)
    addresses.resolve(request.url, line.doors, bool(select_proxy(request.url, settings["proxies"])))
    host = addresses.host(request.url)
    _wait(line, host)
    left = line.until - time.monotonic() + MARGIN
    cut = threading.Timer(left, _cut, [line.sockets])  # a byte a minute is not silence
    cut.daemon = True
    cut.start()
    try:
        answer = _sent(line, request, settings)
        try:
            yield answer
        finally:
            answer.close()
    finally:
        cut.cancel()
        _cut(line.sockets)
        while line.sockets:
            line.sockets.pop().close()
        line.last[host] = time.monotonic()


def _sent(line: Session, request: requests.PreparedRequest, settings: dict[str, object]) -> requests.Response:
    """A request in, its answer out. A session would read and unpack the whole body of a redirect."""
    try:
        return line.adapter.send(request, timeout=line.doors.seconds, **settings)
    except requests.exceptions.SSLError as error:
        raise Failed("has no certificate that holds", "open it in a browser, and save the document by hand") from error
    except (requests.ConnectionError, requests.Timeout) as error:
        if time.monotonic() >= line.until:
            raise is_late(line) from error
        said = "is silent" if isinstance(error, requests.Timeout) else "does not answer"
        raise RetryLater(f"{said} ({addresses.host(request.url)})", LATER) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise Refused(f"cannot be asked ({shorten_line(error)})", addresses.MEND) from error


def _wait(line: Session, host: str) -> None:
    """Waits until a host may be asked again; `Failed` where that is after the document's time."""
    pause = max(line.doors.pause, line.pauses.get(host, 0.0))
    now = time.monotonic()
    due = line.last.get(host, now - pause) + pause
    if max(due, now) >= line.until:
        raise is_late(line)
    if due > now:
        time.sleep(due - now)


def _cut(sockets: list[socket.socket]) -> None:
    """Ends what comes over these sockets, whoever waits for it."""
    for one in list(sockets):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def _adapter(doors: FetchPolicy, sockets: list[socket.socket]) -> HTTPAdapter:
    """An adapter whose connections look at who has answered, before a byte is sent. Proxies are not looked at."""

    def known(made: socket.socket) -> socket.socket:
        peer = made.getpeername()[0]
        if not doors.private and not addresses.is_public(peer):
            made.close()
            raise Refused(f"led to {peer} when it was asked, which is no public address", addresses.MEND)
        sockets.append(made.dup())  # the connection itself is wrapped, detached and closed elsewhere
        return made

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return known(super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return known(super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    made = HTTPAdapter()
    made.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return made
