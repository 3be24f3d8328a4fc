"""Invented copies of publishers' hosts, all served from this machine under their own names."""

from __future__ import annotations

import _socket  # the resolver under the one that the tests close: it reads numbers without asking anybody
import json
import socket
from typing import NamedTuple

import pandas as pd
import pytest

from helpers.serving import Page, Publisher, document, says
from reviewkit.acquisition.fetch import addresses as fetch_addresses
from reviewkit.acquisition.fetch import fetching, retry
from reviewkit.acquisition.fetch.policy import FetchPolicy, Outcome
from reviewkit.base import paths
from reviewkit.base.progress import Progress, no_progress
from reviewkit.corpus import addresses, tables

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
TITLE = "Lamps and shelter: an inquiry into the harbour wards of Quillham"
WORDS = "The inquiry heard from the wards and from those who keep the lamps. " * 30  # more than any check has


class Web(NamedTuple):
    """A web of invented hosts on one server, and a corpus to fetch into."""

    site: Publisher
    folders: paths.Folders

    def put(self, host: str, path: str, page: Page) -> str:
        """Let a host have a page; its address."""
        self.site.pages[f"//{host}{path}"] = page
        return f"http://{host}:{self.site.port}{path}"

    def at(self, host: str, path: str) -> str:
        return f"http://{host}:{self.site.port}{path}"

    def fetch(self, *rows: tuple[str, str], title: str = TITLE, date: str = "2033-05", **rules: object) -> Outcome:
        """What became of one review with these addresses (role and url)."""
        listed = tables.build(
            [{"review_id": "one", "role": role, "url": url, "confidence": "high"} for role, url in rows], "addresses"
        )
        tables.save(listed, "addresses", self.folders.corpus)
        catalogue = tables.build([{"review_id": "one", "title": title, "date_published": date}], "catalogue")
        return self.fetch_all(catalogue, **rules)[0]

    def fetch_all(self, catalogue: pd.DataFrame, tell: Progress = no_progress, **rules: object) -> list[Outcome]:
        usual = {"ports": frozenset({80, self.site.port}), "pause": 0, "attempts": 2,
                 "back_off": 0.001, "seconds": 5.0, "whole": 30.0}  # fmt: skip
        policy = FetchPolicy(**{**usual, **rules})
        listed = addresses.load_addresses(self.folders)
        return fetching.fetch_documents(catalogue, listed, self.folders, tell=tell, doors=policy)

    def asked(self) -> list[str]:
        """What was asked for, in order, host and path."""
        found = [(one.headers.get("host", "").partition(":")[0], one.path) for one in self.site.asked]
        return [f"{host}{path}" for host, path in found if path != "/robots.txt"]

    def text(self) -> str:
        """The document of the review, as text."""
        return (self.folders.official / "one.html").read_text(encoding="utf-8")

    def attempts(self) -> list[dict[str, str]]:
        return tables.load(self.folders.corpus / "attempts.csv", "attempts").to_dict("records")


def all_hosts_are_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is this machine, but for those that end in .gone; numbers are read as ever."""

    def resolve(host: str, port: int, *given: object, **named: object) -> list[tuple]:
        if host.endswith(".gone"):
            raise socket.gaierror("no such host")
        number = host if host.replace(".", "").isdigit() or ":" in host else "127.0.0.1"
        return _socket.getaddrinfo(number, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(fetch_addresses, "is_public", lambda number: number == "127.0.0.1")  # the one that may be asked
    monkeypatch.setattr(retry, "check_connection", lambda policy: None)


def page(*body: str, title: str = TITLE, heading: str | None = None) -> Page:
    """A web page with a head, navigation and a foot around its text."""
    return says(source(*body, title=title, heading=heading), Content_Type="text/html; charset=utf-8")


def source(*body: str, title: str = TITLE, heading: str | None = None) -> bytes:
    inner = "\n".join(body)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><nav><a href='/home'>Home</a></nav>"
        f"<main><h1>{title if heading is None else heading}</h1>{inner}</main>"
        "<footer><a href='/cookies.pdf'>Cookies</a></footer></body></html>"
    ).encode()


def link(href: str, text: str) -> str:
    return f'<p><a href="{href}">{text}</a></p>'


def pdf(body: bytes = PDF) -> Page:
    return document(body)


def item(**content: object) -> Page:
    """An answer of gov.uk's content API."""
    return says(json.dumps(content).encode(), Content_Type="application/json")
