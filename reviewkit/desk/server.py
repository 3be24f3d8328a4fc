"""Serve the desk to this machine alone: the page, and what it asks for.

Everything stands under a token that is made anew each time and never written down. A request is answered only where its
host is this machine by its own name and port (so that no other site's name can be pointed here), and something is
written only where the page itself asks for it. The page may load nothing but what is served here.

Limitations: whoever may read this user's screen or processes can read the address. Documents are read one at a time.
"""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any, NamedTuple, TypeAlias

from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from reviewkit.base.errors import InputError, ReviewkitError
from reviewkit.base.paths import data_file
from reviewkit.desk import acts, listing
from reviewkit.desk.state import Desk

HERE = "127.0.0.1"
NAMES_OF_HERE = (HERE, "localhost")
USUAL_PORT = 8421  # the same each time where it is free, so that the page finds what it could not send
LARGEST_REQUEST = 100_000  # bytes
SCRIPTS = ("desk.js", "dialogs.js", "dom.js", "pages.js", "rows.js", "sending.js")
FILES = {"desk.css": "text/css"} | dict.fromkeys(SCRIPTS, "text/javascript")
FRAMES = "http://127.0.0.1:* http://localhost:*"  # who may show the page in a frame: a notebook on this machine
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors {}"
)
Sockets: TypeAlias = list[Any]  # as tornado gives them
Answer: TypeAlias = dict[str, object] | list[dict[str, object]]


class Served(NamedTuple):
    """A desk that is served: its address, with the token, and the server."""

    address: str
    server: HTTPServer


class _Handler(web.RequestHandler):
    """What all addresses share: who may ask, what is told of a fault, and what the browser may do with an answer."""

    desk: Desk
    hosts: frozenset[str]
    token: str
    frames: str

    def initialize(self, desk: Desk, hosts: frozenset[str], token: str, frames: str) -> None:
        """Take what the application hands to each address."""
        self.desk, self.hosts, self.token, self.frames = desk, hosts, token, frames

    def set_default_headers(self) -> None:
        """Forbid the browser whatever the page does not need."""
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Refuse whoever is not the page of this desk on this machine."""
        self.set_header("Content-Security-Policy", POLICY.format(self.frames))
        host = self.request.headers.get("Host", "")
        if host not in self.hosts:
            raise web.HTTPError(421, reason="Wrong host")
        if not secrets.compare_digest(self.path_args[0].encode(), self.token.encode()):
            raise web.HTTPError(403, reason="Wrong token")
        if self.request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            navigates = self.request.headers.get("Sec-Fetch-Mode") == "navigate"
            if not navigates or self.request.method != "GET":
                raise web.HTTPError(403, reason="Asked by another site")
        if self.request.method == "POST":
            self._check_writer(host)

    def _check_writer(self, host: str) -> None:
        """Refuse to write for any page but the one served here."""
        if self.request.headers.get("Origin") != f"http://{host}":
            raise web.HTTPError(403, reason="Wrong origin")
        if self.request.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            raise web.HTTPError(415, reason="No JSON")

    def answer(self, value: Answer) -> None:
        """Send a value as JSON."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(value, ensure_ascii=False, allow_nan=False))

    def write_error(self, status_code: int, **more: object) -> None:
        """Tell a fault in one line: what is wrong, and the next step."""
        info = more.get("exc_info")
        error = info[1] if isinstance(info, tuple) else None
        told: dict[str, object] = {"what": self._reason, "next_step": ""}
        if isinstance(error, acts.Conflict):
            self.set_status(409)
            told["row"] = error.row
        elif isinstance(error, ReviewkitError):
            self.set_status(422)
        elif status_code == 500:
            told = {"what": "the desk met a fault of its own; nothing was written", "next_step": "see its terminal"}
        if isinstance(error, ReviewkitError):
            told |= {"what": error.what, "next_step": error.next_step}
        self.answer(told)

    def log_exception(self, *of_error: object) -> None:
        """Write only what nobody expected to the log."""
        if not isinstance(of_error[1], (ReviewkitError, web.HTTPError)):
            super().log_exception(*of_error)  # type: ignore[arg-type]

    def number(self, name: str) -> int:
        """Return a whole number that was asked for."""
        value = self.get_query_argument(name)
        if not value.isascii() or not value.isdigit() or len(value) > 6:
            raise InputError(f"{name} is no whole number")
        return int(value)


class _Page(_Handler):
    """The page itself, and its style and scripts."""

    def get(self, token: str, name: str) -> None:
        """Send one of the files that ship as the page, and no other."""
        name = name or "desk.html"
        if name != "desk.html" and name not in FILES:
            raise web.HTTPError(404, reason="Not found")
        self.set_header("Content-Type", f"{FILES.get(name, 'text/html')}; charset=utf-8")
        self.finish((data_file("desk") / name).read_bytes())


class _Reviews(_Handler):
    """The list of reviews."""

    def get(self, token: str) -> None:
        """Send it."""
        self.desk.refresh()
        self.answer({"reviews": listing.review_lines(self.desk)})


class _Choices(_Handler):
    """The values that the page offers."""

    def get(self, token: str) -> None:
        """Send them."""
        self.answer(listing.choices(self.desk.corpus))


class _Review(_Handler):
    """One review with its list."""

    def get(self, token: str) -> None:
        """Send it."""
        self.desk.refresh()
        self.answer(listing.review_state(self.desk, self.get_query_argument("id")))


class _Words(_Handler):
    """The words of a page, each with its line and rectangle."""

    def get(self, token: str) -> None:
        """Send them."""
        view, page = self.desk.document(self.get_query_argument("id")), self.number("page")
        self.answer({"words": view.words(page), "size": view.size(page)})


class _Image(_Handler):
    """The image of a page."""

    def get(self, token: str) -> None:
        """Send it; the browser may hold it for as long as it is open."""
        content = self.desk.document(self.get_query_argument("id")).image(self.number("page"))
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", "private, max-age=3600")
        self.finish(content)


class _Act(_Handler):
    """What a person does."""

    def post(self, token: str, kind: str) -> None:
        """Write it or take it back, and send the list as it is then."""
        try:
            act = json.loads(self.request.body)
        except ValueError as error:
            raise web.HTTPError(400, reason="No JSON") from error
        if not isinstance(act, dict):
            raise web.HTTPError(400, reason="No act")
        review_id = str(act.get("review"))
        self.desk.refresh()
        if kind == "undo":
            acts.undo(self.desk, act)
            written = acts.Written([], "")
        else:
            written = acts.write(self.desk, act)
        state = listing.review_state(self.desk, review_id)
        self.answer({"rows": written.rows, "id": written.rec_id, "state": state})


ROUTES: tuple[tuple[str, type[_Handler]], ...] = (  # below the token
    ("()", _Page),
    (r"([a-z]+\.[a-z]+)", _Page),
    ("api/reviews", _Reviews),
    ("api/choices", _Choices),
    ("api/review", _Review),
    ("api/words", _Words),
    ("api/image", _Image),
    ("api/(act|undo)", _Act),
)


def bind(port: int = 0) -> Sockets:
    """Return sockets of this machine at a port: at the one given, else at the usual one, else at any that is free.

    Raises: `InputError` where the port given cannot be had.
    """
    try:
        return bind_sockets(port or USUAL_PORT, HERE)
    except OSError as error:
        if port:
            raise InputError(f"port {port} cannot be had ({error.strerror})", "name another, or none") from error
        return bind_sockets(0, HERE)


def serve(desk: Desk, sockets: Sockets, in_frame: bool = False) -> Served:
    """Begin to serve a desk at some sockets, and return its address; it is served while the event loop runs.

    `in_frame`: a notebook on this machine may show it in a frame.
    """
    logging.getLogger("tornado.access").setLevel(logging.ERROR)  # the address with its token is in no log
    port = sockets[0].getsockname()[1]
    token = secrets.token_urlsafe(32)
    shared = {
        "desk": desk,
        "hosts": frozenset(f"{name}:{port}" for name in NAMES_OF_HERE),
        "token": token,
        "frames": FRAMES if in_frame else "'none'",
    }
    routes = [(rf"/([^/]+)/{path}", handler, shared) for path, handler in ROUTES]
    application = web.Application(routes, default_handler_class=_Nothing)
    server = HTTPServer(application, max_body_size=LARGEST_REQUEST, max_header_size=LARGEST_REQUEST)
    server.add_sockets(sockets)
    return Served(f"http://{HERE}:{port}/{token}/", server)


class _Nothing(web.RequestHandler):
    """Any other address."""

    def prepare(self) -> None:
        """Answer that there is nothing, in one line; a browser asks for a sign of the page by itself."""
        self.set_status(204 if self.request.path == "/favicon.ico" else 404)
        if self.get_status() == 204:
            self.finish()
            return
        self.finish("There is nothing here. The desk's address is in the terminal where it was started.\n")
