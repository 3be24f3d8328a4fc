"""The rules of fetching, what became of a document, and the ways in which fetching it can end early.

Output: `FetchPolicy` (the rules), `Outcome` (one document), and the errors `Refused`, `Failed`, `NotThere`,
`RetryLater`, `NoAnswer`, `ManualStep` and `TurnedAway`.

Limitations: only a caller in Python can change the rules. No catalogue, environment or command line can.
"""

from __future__ import annotations

from typing import NamedTuple

from reviewkit.base.errors import ReviewkitError

LONGEST_LINE = 120  # characters of what a server says: it is repeated in one line of a terminal
LONGEST_ADDRESS = 500  # characters: longer ones are shown shortened


class FetchPolicy(NamedTuple):
    """The rules of a run; only tests use others than these."""

    private: bool = False  # whether addresses inside a network, or this machine, may be asked
    ports: frozenset[int] = frozenset({80, 443})
    gov_uk: frozenset[str] = frozenset({"www.gov.uk", "gov.uk"})  # hosts with the content API of gov.uk
    pause: float = 1.0  # seconds between two requests to a host, at least
    attempts: int = 4
    back_off: float = 2.0  # seconds before the second attempt; twice as long before each further one
    seconds: float = 30.0  # without a byte from the server
    whole: float = 900.0  # seconds for a document, attempts and pauses among them
    largest: int = 200_000_000  # bytes; the longest reports have under 20 million
    largest_page: int = 5_000_000  # bytes of a page that is looked at, or is part of a web edition
    largest_edition: int = 30_000_000  # bytes of all pages of a web edition: no longer page is read
    most_pages: int = 400  # of a web edition; the longest has under 200
    most_looks: int = 25  # pages that are looked at for one review


class Outcome(NamedTuple):
    """What became of one document."""

    review_id: str
    state: str  # fetched, unchanged, changed, by hand, refused or failed
    file: str  # its name inside official/; empty where there is none
    address: str  # the address that answered in the end, else the address asked
    what: str
    next_step: str


class FetchError(ReviewkitError):
    """Why a document was not fetched, and what to do."""

    state = "failed"
    address = ""  # where it happened, if that is not the address that was asked for

    def __init__(self, what: str, next_step: str, wait: float = 0.0) -> None:
        super().__init__(what, next_step)
        self.wait = wait


class Refused(FetchError):
    """Against the rules: asking again changes nothing."""

    state = "refused"


class Failed(FetchError):
    """It did not work this time."""


class NotThere(Failed):
    """Nothing is to be had at that address, or there is no such host: an archive may have it."""


class RetryLater(Failed):
    """It did not work, and may work at once or after `wait` seconds."""


class NoAnswer(RetryLater):
    """Nothing came from the host: it is not known, or cannot be reached."""


class ManualStep(FetchError):
    """A person has to choose or to look."""

    state = "by hand"
    offers = ""  # what there is to choose from, as it follows the next step


class TurnedAway(ManualStep):
    """A site turns programs away: its answer is heeded, and the address is for a person to open in a browser."""

    def __init__(self, what: str, next_step: str, closes_host: bool = False) -> None:
        super().__init__(what, next_step)
        self.closes_host = closes_host  # whether nothing more is asked of that host in this run


def shown_address(address: str) -> str:
    """Return an address in one line, to be seen and copied."""
    return shorten_line(address, LONGEST_ADDRESS)


def shorten_line(text: object, longest: int = LONGEST_LINE) -> str:
    r"""Return what a server or a catalogue says as one short line without control characters.

    >>> shorten_line("a\x1b[31m\nb")
    'a [31m b'
    """
    printable = "".join(character if character.isprintable() else " " for character in str(text)[: 10 * longest])
    line = " ".join(printable.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
