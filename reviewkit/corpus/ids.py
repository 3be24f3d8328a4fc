"""Ids of recommendations: the number that one counts under."""

from __future__ import annotations

import re


def recommendation_number(rec_id: str) -> str:
    """The number that a recommendation counts under: parts of one number are one.

    >>> number("iicsa-interim-2018/r1-police-guidance")
    'iicsa-interim-2018/r1'
    """
    review, _, name = rec_id.partition("/")
    found = re.match(r"(s\d+-)?r\d[^-]*(?=-|$)", name)
    return f"{review}/{found.group()}" if found else rec_id
