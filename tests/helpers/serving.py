"""A publisher's server on this machine that does what each test asks of it, and remembers what it was asked."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

Page = Callable[[BaseHTTPRequestHandler], None]


class Asked(NamedTuple):
    """One request: what was asked for, and how."""

    path: str
    headers: dict[str, str]


class Publisher(NamedTuple):
    """A server: `pages` says what it does, `asked` what it was asked, `at_once` how many requests it had at a time.

    A page stands at a path, or at "//host/path" where one server is several hosts.
    """

    address: str
    port: int
    pages: dict[str, Page]
    asked: list[Asked]
    at_once: list[int]
    connections: list[object]

    def paths(self) -> list[str]:
        """What was asked for, in order, without robots.txt."""
        return [one.path for one in self.asked if not one.path.endswith("/robots.txt")]


@contextmanager
def publisher(secured: ssl.SSLContext | None = None) -> Iterator[Publisher]:
    """A server that runs until the test ends. It has no robots.txt unless a test gives it one."""
    pages: dict[str, Page] = {}
    asked: list[Asked] = []
    at_once: list[int] = []
    connections: list[object] = []
    busy = threading.Semaphore(0)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            connections.append(self.client_address)
            super().setup()

        def do_GET(self) -> None:  # the name that http.server looks for
            with lock:
                busy.release()
                at_once.append(busy._value)
                asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            try:
                host = self.headers.get("Host", "").partition(":")[0]
                pages.get(f"//{host}{self.path}", pages.get(self.path, nothing))(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                busy.acquire()

        def log_message(self, *given: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *given: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        if secured:
            server.socket = secured.wrap_socket(server.socket, server_side=True)
        port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        try:
            scheme = "https" if secured else "http"
            yield Publisher(f"{scheme}://127.0.0.1:{port}", port, pages, asked, at_once, connections)
        finally:
            server.shutdown()
            thread.join()


def says(body: bytes = b"", status: int = 200, **headers: str) -> Page:
    """An answer with a body, and headers in which _ stands for -."""

    def page(asked: BaseHTTPRequestHandler) -> None:
        begins(asked, status, {"Content_Length": str(len(body)), **headers})
        asked.wfile.write(body)

    return page


def nothing(asked: BaseHTTPRequestHandler) -> None:
    """There is no such page."""
    says(status=404)(asked)


def moved(to: str, status: int = 302) -> Page:
    """A redirect."""
    return says(status=status, Location=to)


def api(*attachments: dict[str, object]) -> Page:
    """An answer of gov.uk's content API."""
    body = json.dumps({"details": {"attachments": list(attachments)}}).encode()
    return says(body, Content_Type="application/json")


def document(body: bytes, kind: str = "application/pdf", etag: str = '"one"', ranges: bool = True) -> Page:
    """A document as a good server has it: it knows conditions and ranges."""

    def page(asked: BaseHTTPRequestHandler) -> None:
        named = {"ETag": etag} if etag else {}
        given = {name: asked.headers.get(name, "") for name in ("If-None-Match", "If-Range", "Range")}
        if etag and etag in given["If-None-Match"]:
            return begins(asked, 304, {"Content_Length": "0", **named})
        if ranges and given["Range"] and given["If-Range"] in (etag, ""):
            start = int(given["Range"].removeprefix("bytes=").removesuffix("-"))
            there = {"Content_Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            return says(body[start:], 206, Content_Type=kind, **there, **named)(asked)
        return says(body, Content_Type=kind, **named)(asked)

    return page


def cut(body: bytes, after: int, kind: str = "application/pdf", **headers: str) -> Page:
    """A document whose connection breaks in the middle."""

    def page(asked: BaseHTTPRequestHandler) -> None:
        begins(asked, 200, {"Content_Length": str(len(body)), "Content_Type": kind, **headers})
        asked.wfile.write(body[:after])
        asked.close_connection = True

    return page


def first(*pages: Page) -> Page:
    """One page after the other, a request each; the last one for good."""
    waiting = list(pages)

    def page(asked: BaseHTTPRequestHandler) -> None:
        (waiting.pop(0) if len(waiting) > 1 else waiting[0])(asked)

    return page


def begins(asked: BaseHTTPRequestHandler, status: int, headers: dict[str, str]) -> None:
    """The head of an answer, with what is given and no date of today."""
    asked.send_response_only(status)
    for name, value in headers.items():
        asked.send_header(name.replace("_", "-"), value)
    asked.end_headers()
