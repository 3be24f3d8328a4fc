"""Read the ids of recommendations: the number under which each is counted."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(s\d+-)?r\d[^-]*(?=-|$)")  # r1, r8.12, s2-r4 (of a second series); a part follows a hyphen


def recommendation_number(rec_id: str) -> str:
    """Return the number under which a recommendation is counted; parts of one number share it.

    >>> recommendation_number("iicsa-interim-2018/r1-police-guidance")
    'iicsa-interim-2018/r1'
    """
    review, _, name = rec_id.partition("/")
    number = NUMBER.match(name)
    return f"{review}/{number.group()}" if number else rec_id
