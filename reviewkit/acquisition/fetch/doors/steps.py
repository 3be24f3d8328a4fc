"""What a door is given, and what it may say."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

FILE_NAME = re.compile(r"\.(pdf|docx?|odt|rtf|xlsx?|csv|pptx?|zip|jpe?g|png|gif|mp[34]|xml|json)$", re.I)


class Wanted(NamedTuple):
    """The review that is looked for."""

    title: str = ""
    names: tuple[str, ...] = ()  # its title, its short title, and the title before a colon where that is its alone
    years: frozenset[str] = frozenset()  # of its date and its title
    common: frozenset[str] = frozenset()  # words that many titles of the catalogue share
    hosts: tuple[str, ...] = ()  # publishers' hosts: a document is taken from them and from what lies below them
    role: str = "landing"  # what the address is said to be
    guessed: bool = False  # whether another page led to this one


class Page(NamedTuple):
    """An answer of a site."""

    address: str  # where it was in the end
    body: bytes
    is_document: bool = False  # then only its head is here


class Link(NamedTuple):
    """A link of a page."""

    address: str
    text: str
    around: str = ""  # the words of the row or item that it stands in


class Document(NamedTuple):
    """The document itself is at an address."""

    address: str


class Edition(NamedTuple):
    """A web edition of many pages: those that its contents name, in their order."""

    address: str  # of the contents
    pages: tuple[str, ...]
    below: tuple[str, ...]  # each of its pages is on the same host, and has a path that begins with one of these
    title: str = ""  # of the contents page


class Follow(NamedTuple):
    """Addresses to look at next, likeliest first."""

    addresses: tuple[str, ...]


class Person(NamedTuple):
    """A person has to look: why, and what there is to choose from."""

    what: str
    candidates: tuple[Link, ...] = ()


Step: TypeAlias = Document | Edition | Follow | Person


def host_of(address: str) -> str:
    """Return the host of an address, without www.

    >>> host_of("https://www.gov.uk:443/government")
    'gov.uk'
    """
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """Return the path of an address; empty for no address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def is_file(address: str) -> bool:
    """Return whether an address is named like a file that is no web page.

    >>> is_file("https://harbour.example/annex.PDF"), is_file("https://harbour.example/part-a.html")
    (True, False)
    """
    return bool(FILE_NAME.search(path_of(address)))


def with_path(address: str, path: str) -> str:
    """Return the address of another path on the same host.

    >>> with_path("http://harbour.example:81/a/b?x=1#y", "/c")
    'http://harbour.example:81/c'
    """
    return urlsplit(address)._replace(path=path, query="", fragment="").geturl()


def is_publishers(address: str, page: str, hosts: tuple[str, ...]) -> bool:
    """Return whether an address is on the host of a page, or on a publisher's host or one below it."""
    host = host_of(address)
    return bool(host) and (host == host_of(page) or any(host == one or host.endswith(f".{one}") for one in hosts))
