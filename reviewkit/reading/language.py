"""Tell in which language a page is that is not in English, by its commonest small words.

Input: a text. Output: the name of the language, "" where none of those known here is plain.
Limitations: nine languages in Latin letters; a page of names and numbers has none.
"""

from __future__ import annotations

import re

SMALL_WORDS = {
    "Welsh": "yn yr ac mae ei eu wedi fod gan ar bod hyn ond nad sydd gyda fel dylai rhaid bydd oedd nid hefyd",
    "Irish": "agus bhfuil ar seo sin chun na go mar leis ag le ba raibh ndearna maidir faoi ó sé atá",
    "Scottish Gaelic": "agus gu bheil airson aig ann anns na le bha chaidh leis gun iad sin seo tha",
    "French": "le la les des une du et est dans pour que qui sur par avec sont aux cette ne pas nous leur être ou",
    "German": "der die und das ist nicht von mit für auf eine den dem zu wird sich auch werden bei",
    "Spanish": "el los las una por con para que del se es en y al como más este su",
    "Italian": "il di che la per una con sono del della le dei nel si gli non alla",
    "Portuguese": "os as uma por com para que do da se em não ao dos das são pelo",
    "Polish": "i w z na się do nie jest że oraz przez dla od są które jako",
}
ENGLISH = frozenset("the of and to in that is for with as was on be by are from this have which it not".split())  # noqa: SIM905
LEAST_SHARE = 0.12  # of the words of a page: running text has two in ten and more
LEAST_LEAD = 1.5  # times as many as the next language
FEWEST_WORDS = 30
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Return the name of the language of a text that is not English; "" where it is English or not plain.

    >>> language_of("Dylai y cyngor sicrhau bod gan yr heddlu gynllun ar gyfer plant sydd wedi mynd ar goll. " * 3)
    'Welsh'
    >>> language_of("The council should make sure that the police have a plan for children who have gone. " * 3)
    ''
    """
    words = [word.lower() for word in WORD.findall(text)]
    if len(words) < FEWEST_WORDS:
        return ""
    counts = {name: sum(word in small for word in words) for name, small in _SETS.items()}
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    best, second = counts[ranked[0]], counts[ranked[1]]
    english = sum(word in ENGLISH for word in words)
    is_plain = best >= LEAST_SHARE * len(words) and best >= LEAST_LEAD * second and best > english
    return ranked[0] if is_plain else ""


_SETS = {name: frozenset(words.split()) for name, words in SMALL_WORDS.items()}
