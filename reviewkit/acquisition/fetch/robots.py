"""Ask only what a host allows: its robots.txt is read once a run before anything else of it is asked (RFC 9309).

Input: an address. Output: the answer, or `Refused`. Without a robots.txt (4xx) all is allowed; where it cannot be had
(5xx, silence) nothing is asked of that host this time. The pause that it wants is kept.

Limitations: a host that wants more than half a minute between two requests gets half a minute.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager

import requests
from protego import Protego

from reviewkit.acquisition.fetch import addresses, archives, http, refusals
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import (
    Failed,
    FetchError,
    ManualStep,
    NoAnswer,
    NotThere,
    Refused,
    shown_address,
)
from reviewkit.acquisition.fetch.retry import check_status, with_retries

OUR_NAME = "reviewkit"  # as a robots.txt would name it
OTHER_NAME = "somebody"
USER_AGENT = re.compile(r"\s*user(?:-|\s*)agent(?=[\s:])[\s:]*(.*)", re.I)  # User-agent: SomeBot
MOST_BYTES = 512_000  # what RFC 9309 asks a reader to read at least
MOST_HOPS = 5  # redirects that RFC 9309 asks a reader to follow at least
LONGEST_PAUSE = 30.0  # seconds between two requests


def ask_permission(
    session: Session, address: str, headers: dict[str, str]
) -> AbstractContextManager[tuple[requests.Response, str]]:
    """Open the answer of an address, with where it was, if robots.txt of each host on the way allows it.

    Raises: `Refused`, `Failed` or `RetryLater`.
    """
    return http.follow_redirects(session, address, headers, check_allowed)


def check_allowed(session: Session, address: str) -> None:
    """Raise `Refused` unless robots.txt of the host allows an address, `Failed` where it cannot be had."""
    _, url = addresses.prepare(address, {}, session.policy)
    if archives.is_archive(url):
        raise ManualStep("is a web archive's, which is for a person to open", f"open {shown_address(url)}")
    origin = addresses.origin(url)
    if origin not in session.robots:
        session.robots[origin] = _load_rules(session, origin)
    rules = session.robots[origin]
    if isinstance(rules, FetchError):
        raise rules
    session.pauses[addresses.host(url)] = min(rules.crawl_delay(OUR_NAME) or 0.0, LONGEST_PAUSE)
    if not rules.can_fetch(url, OUR_NAME):
        raise Refused(f"is closed to programs by {origin}/robots.txt", refusals.OPEN_BY_HAND)


def our_rules(robots_txt: str) -> str:
    r"""Return a robots.txt in which all programs that are not this one share a name.

    The parser keeps the rules of each program by themselves: some thousands of both would fill the memory.

    >>> our_rules("User-agent: SomeBot\nUser-agent: ReviewKit\nDisallow: /a").split("\n")
    ['User-agent: somebody', 'User-agent: reviewkit', 'Disallow: /a']
    """
    lines = []
    for line in robots_txt.splitlines():
        match = USER_AGENT.match(line)
        name = match[1].partition("#")[0].strip().lower() if match else ""
        lines.append(f"User-agent: {_shared_name(name)}" if name else line)
    return "\n".join(lines)


def _shared_name(name: str) -> str:
    """Return a program's name where its rules hold for us ("*", "review*"), else one name for all others."""
    if name == "*":
        return name
    prefix = name.replace("*", "")
    return prefix if prefix and OUR_NAME.startswith(prefix) else OTHER_NAME


def _load_rules(session: Session, origin: str) -> Protego | FetchError:
    """Return the rules of a host, or why they cannot be had: its later documents need not ask for them again."""
    try:
        robots_txt = with_retries(session, lambda: _read_robots_txt(session, f"{origin}/robots.txt"))
        return Protego.parse(our_rules(robots_txt))
    except Failed as error:
        kind = NotThere if isinstance(error, NoAnswer) else Failed
        return kind(f"is of a host whose robots.txt cannot be had ({error.what})", error.next_step)
    except Refused as error:
        return error


def _read_robots_txt(session: Session, address: str) -> str:
    """Return the text of a robots.txt; empty where there is no such file."""
    with http.follow_redirects(session, address, {}, lambda session, url: None, MOST_HOPS) as (answer, _):
        if 400 <= answer.status_code < 500:
            return ""
        check_status(answer)
        body, _ = http.read_small(session, answer, MOST_BYTES)
        return body.decode("utf-8-sig", "replace")
