"""Put back the ligatures that a font without a map of its letters loses: "con\ufffdrm" is "confirm".

Limitations: only where one English word alone fits; the rest keep the sign, and `problems` names them.
"""

from __future__ import annotations

import re

from reviewkit.reading.english import english_words

LOST_LETTER = "\ufffd"
LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
BROKEN_WORD = re.compile(rf"[^\W\d_]*{LOST_LETTER}[^\W\d_]*")


def restored_ligatures(text: str) -> str:
    """Return a text with the ligatures that it lost.

    >>> restored_ligatures("the o\ufffdcer spoke to sta\ufffd in the \ufffdeld")
    'the officer spoke to staff in the field'
    """
    return BROKEN_WORD.sub(_restored, text) if LOST_LETTER in text else text


def _restored(match: re.Match[str]) -> str:
    """Return the one English word that a ligature makes of a broken one; the broken one where none or several do."""
    candidates = [match.group().replace(LOST_LETTER, ligature) for ligature in LIGATURES]
    fitting = [word for word in candidates if word.lower() in english_words()]
    return fitting[0] if len(fitting) == 1 else match.group()
