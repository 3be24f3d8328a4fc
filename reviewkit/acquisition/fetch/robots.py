"""What a host allows: its robots.txt, read once a run before anything else of it is asked (RFC 9309).

Comes in: an address. Goes out: the answer, or `Refused`. Without a robots.txt (4xx) all is allowed; where it cannot be
had (5xx, silence) nothing is asked of that host this time. The pause that it wants is kept.

Limit: a host that wants more than half a minute between two requests gets half a minute.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager

import requests
from protego import Protego

from reviewkit.acquisition.fetch import addresses, http
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import Failed, FetchError, Refused
from reviewkit.acquisition.fetch.retry import check_status, with_retries

TOKEN = "reviewkit"
AGENT = re.compile(r"\s*user(?:-|\s*)agent(?=[\s:])[\s:]*(.*)", re.I)  # User-agent: SomeBot
LARGEST = 512_000  # bytes that RFC 9309 has a reader read at least
LONGEST_PAUSE = 30.0
MOST_HOPS = 5  # likewise


def ask_permission(
    line: Session, address: str, headers: dict[str, str]
) -> AbstractContextManager[tuple[requests.Response, str]]:
    """An address and headers in; the answer, where robots.txt of each host on the way allows it, and where it was, out.

    Raises `Refused`, `Failed` or `Again`.
    """
    return http.follow_redirects(line, address, headers, allowed)


def allowed(line: Session, address: str) -> None:
    """An address in; `Refused` where robots.txt of its host does not allow it, `Failed` where that cannot be had."""
    url = addresses.prepare(address, {}, line.doors).url or ""
    origin = addresses.origin(url)
    if origin not in line.robots:
        line.robots[origin] = _read(line, origin)
    rules = line.robots[origin]
    if isinstance(rules, FetchError):
        raise rules
    line.pauses[addresses.host(url)] = min(rules.crawl_delay(TOKEN) or 0.0, LONGEST_PAUSE)
    if not rules.can_fetch(url, TOKEN):
        step = "ask the publisher, or open it in a browser and save the document by hand"
        raise Refused(f"is closed to programs by {origin}/robots.txt", step)


def our_rules(rules: str) -> str:
    """A robots.txt in; the same, in which all programs that are not this one share a name, out.

    Each program is kept with rules of its own: some thousands of both would fill the memory.

    >>> ours("User-agent: SomeBot\\nUser-agent: ReviewKit\\nDisallow: /a").split("\\n")
    ['User-agent: somebody', 'User-agent: reviewkit', 'Disallow: /a']
    """
    lines = []
    for rule in rules.splitlines():
        found = AGENT.match(rule)
        name = found[1].partition("#")[0].strip().lower() if found else ""
        bare = name.replace("*", "")
        known = name if name == "*" else bare if bare and TOKEN.startswith(bare) else "somebody"
        lines.append(f"User-agent: {known}" if name else rule)
    return "\n".join(lines)


def _read(line: Session, origin: str) -> Protego | FetchError:
    """The rules of a host, or why they cannot be had: every later document of that host is spared the asking."""
    try:
        return Protego.parse(our_rules(with_retries(line, lambda: _text(line, f"{origin}/robots.txt"))))
    except Failed as fault:
        return Failed(f"is of a host whose robots.txt cannot be had ({fault.what})", fault.next_step)
    except Refused as fault:
        return fault


def _text(line: Session, address: str) -> str:
    """The words of a robots.txt; none where there is no such file."""
    with http.follow_redirects(line, address, {}, lambda line, hop: None, MOST_HOPS) as (answer, _):
        if 400 <= answer.status_code < 500:
            return ""
        check_status(answer)
        body, _ = http.read_small(line, answer, LARGEST)
        return body.decode("utf-8-sig", "replace")
