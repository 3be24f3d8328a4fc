"""Recommendation -> the public bodies it asks (spaCy's rules, over the names and aliases in `bodies`).

Comes in: recommendations with their text, and the table `bodies`. Goes out: `addressed_to` (the document's words),
`bodies` (ids) and `classes`. Who is asked stands before the verb that asks: "The Home Office should ..."; what stands
after it is what the ask is about. Where a document prints who is asked, that is taken.

Limit: a body that only a pronoun stands for ("they should") is not found, and an unnamed one is left unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base.text import split_list

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span

MODAL = {"should", "must", "shall"}
ASKS = {"should", "must", "shall", "ought", "needs", "need", "will", "to"}
OPENS = {"recommend", "recommends", "urge", "urges", "invite", "invites", "ask", "asks", "call", "encourage", "expect"}


def add_addressees(recommendations: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Recommendations and `bodies` in; the same with `addressed_to`, `bodies` and `classes` filled out."""
    known = {name: row.body_id for row in bodies.itertuples(index=False) for name in _names(row)}
    classes = dict(zip(bodies["body_id"], bodies["class"], strict=True))
    found = [
        _printed(row.addressed_to, known, bodies) if row.addressed_to else _in_text(_whole(row), bodies)
        for row in recommendations.itertuples(index=False)
    ]  # pairs of the document's words and a body, or "" where none is known
    ids = [list(dict.fromkeys(body for _, body in pairs if body)) for pairs in found]
    return recommendations.assign(
        addressed_to=[";".join(dict.fromkeys(words for words, _ in pairs)) for pairs in found],
        bodies=[";".join(each) for each in ids],
        classes=[";".join(dict.fromkeys(classes[body] for body in each)) for each in ids],
    )


def _whole(row: object) -> str:
    """The text of a recommendation, with the words that lead in to it where these are its title: "Ofsted should:"."""
    return f"{row.title} {row.text}" if row.title.rstrip().endswith(":") else row.text


def unknown_bodies(recommendations: pd.DataFrame, bodies: pd.DataFrame) -> list[str]:
    """Names that documents print as asked and that `bodies` does not hold, sorted."""
    known = {name for row in bodies.itertuples(index=False) for name in _names(row)}
    said = {name for cell in recommendations["addressed_to"] for name in split_list(cell)}
    return sorted(name for name in said if _plain(name) not in known and not list(_spans(name, bodies)))


def _names(row: object) -> list[str]:
    """The name and aliases of a body, in the form in which they are compared."""
    return [_plain(name) for name in [row.name, *split_list(row.aliases)]]


def _plain(name: str) -> str:
    """A name as it is compared: small letters, straight apostrophes, one space."""
    return " ".join(name.replace("’", "'").lower().split()).removeprefix("the ")


def _printed(cell: str, known: dict[str, str], bodies: pd.DataFrame) -> list[tuple[str, str]]:
    """A list of names that a document prints in; each with its body, or those found inside it, out."""
    found: list[tuple[str, str]] = []
    for name in split_list(cell):
        body = known.get(_plain(name))
        inside = [] if body else [(name, span.ent_id_) for span in _spans(name, bodies)]
        found += [(name, body)] if body else inside or [(name, "")]
    return found


def _in_text(text: str, bodies: pd.DataFrame) -> list[tuple[str, str]]:
    """The bodies that a text asks: those before the asking verb of each sentence."""
    return [(span.text, span.ent_id_) for span in _spans(text, bodies) if _is_asked(span)]


def _spans(text: str, bodies: pd.DataFrame) -> Iterator[Span]:
    """Every body named in a text."""
    names = tuple((row.body_id, tuple(_names(row))) for row in bodies.itertuples(index=False))
    yield from _matcher(names)(text.replace("’", "'")).ents


def _does(span: Span) -> bool | None:
    """In a sentence that asks for something to be done by somebody: whether the body is that somebody. Else None."""
    words = [token.lower_ for token in span.sent]
    asks = next((at for at, word in enumerate(words) if word in MODAL), None)
    if asks is None or "be" not in words[asks : asks + 3] or "by" not in words[asks:]:
        return None
    by = len(words) - 1 - words[::-1].index("by")
    begins = span.start - span.sent.start
    named = any(other.start - span.sent.start > by for other in span.doc.ents if other.sent == span.sent)
    return begins > by if named else None


def _is_asked(span: Span) -> bool:
    """Whether a body stands where the one who is asked does: before the asking verb of its sentence."""
    done_by = _does(span)
    if done_by is not None:
        return done_by
    sentence = span.sent
    before = [token.lower_ for token in sentence if token.i < span.start]
    after = [token.lower_ for token in sentence if token.i >= span.end]
    opened = any(word in OPENS for word in before)
    asks_after = any(word in ASKS - {"to"} for word in after)
    asked_before = any(word in ASKS - {"to", "will", "need", "needs"} for word in before)
    if opened:
        return not asked_before
    return asks_after and not asked_before


@cache
def _matcher(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Language:
    """A blank English pipeline that finds bodies by name; nothing to download."""
    import spacy  # heavy, and wanted only where a text is read for who it asks

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(list(_patterns(names)))
    return nlp


def _patterns(names: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[dict[str, str]]:
    """Patterns for spaCy's ruler. Short names in capitals (CPS) would match any word of those letters: four and up."""
    for body, each in names:
        for name in each:
            if len(name) > 3 or re.fullmatch(r"[a-z]{3}", name):
                yield {"label": "BODY", "pattern": name, "id": body}
