"""Choose the door that an address goes through.

The first that fits it is the one: those of one publisher, then those of a kind of page that many hosts have, then the
one for any page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reviewkit.acquisition.fetch.doors import (
    downloads,
    govuk,
    inquiry,
    inspectorate,
    landing,
    meetings,
    parliament,
    scotland,
)
from reviewkit.acquisition.fetch.doors.steps import Page, Step, Wanted


def as_it_is(address: str) -> str:
    """Return the address that is asked for a page: the page's own."""
    return address


class Door(NamedTuple):
    """What one publisher's site, or one kind of page, does with a document."""

    name: str
    fits: Callable[[str], bool]
    ready: Callable[[str, str], Step | None]  # what is known of an address and its role without a look
    read: Callable[[Page, Wanted], Step]
    asked: Callable[[str], str] = as_it_is  # the address that is asked for a page


LANDING = Door("any page", lambda address: True, landing.ready, landing.read)
DOORS = (
    Door("parliament", parliament.fits, parliament.ready, parliament.read),
    Door("the inquiry", inquiry.fits, inquiry.ready, inquiry.read),
    Door("the inspectorate", inspectorate.fits, inspectorate.ready, inspectorate.read, inspectorate.asked),
    Door("the Scottish Government", scotland.fits, scotland.ready, scotland.read),
    Door("meeting papers", meetings.fits, meetings.ready, meetings.read),
    Door("council downloads", downloads.fits, downloads.ready, downloads.read),
)
GOV_UK = Door("gov.uk", lambda address: False, govuk.ready, govuk.read, govuk.content_api)


def door_of(address: str, gov_uk: frozenset[str]) -> Door:
    """Return the door of an address; `gov_uk` are the hosts with the content API of gov.uk."""
    if govuk.is_government_page(address, gov_uk):
        return GOV_UK
    return next((door for door in DOORS if door.fits(address)), LANDING)
