"""Find the public bodies that a recommendation asks (spaCy's rules, over the names and aliases in `bodies`).

Who is asked stands before the verb that asks: "The Home Office should ..."; what stands after it is what the ask is
about. Where a document prints who is asked, that is taken.

Input: recommendations with their text, and the table `bodies`.
Output: `addressed_to` (the document's words), `bodies` (ids) and `classes`.
Limitations: a body that only a pronoun stands for ("they should") is not found, and an unnamed one is left unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from reviewkit.base.text import split_list
from reviewkit.base.types import Row
from reviewkit.extraction import wording
from reviewkit.extraction.spacy_rules import english_sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span


def add_addressees(recommendations: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Fill `addressed_to`, `bodies` and `classes` of the recommendations."""
    body_by_name = {name: row.body_id for row in bodies.itertuples(index=False) for name in _names_of_body(row)}
    classes = dict(zip(bodies["body_id"], bodies["class"], strict=True))
    asked = [  # pairs of the document's words and a body, or "" where none is known
        _bodies_in_printed_list(row.addressed_to, body_by_name, bodies)
        if row.addressed_to
        else _bodies_asked_in_text(_text_with_lead_in(row), bodies)
        for row in recommendations.itertuples(index=False)
    ]
    ids = [list(dict.fromkeys(body for _, body in pairs if body)) for pairs in asked]
    return recommendations.assign(
        addressed_to=[";".join(dict.fromkeys(words for words, _ in pairs)) for pairs in asked],
        bodies=[";".join(body_ids) for body_ids in ids],
        classes=[";".join(dict.fromkeys(classes[body] for body in body_ids)) for body_ids in ids],
    )


def _text_with_lead_in(row: Row) -> str:
    """Return the text, with the words that lead in to it where these are its title: "Ofsted should:"."""
    return f"{row.title} {row.text}" if row.title.rstrip().endswith(":") else row.text


def unknown_bodies(recommendations: pd.DataFrame, bodies: pd.DataFrame) -> list[str]:
    """Return the names that documents print as asked and that `bodies` does not hold, sorted."""
    known_names = {name for row in bodies.itertuples(index=False) for name in _names_of_body(row)}
    printed_names = {name for cell in recommendations["addressed_to"] for name in split_list(cell)}
    return sorted(
        name
        for name in printed_names
        if _comparable_name(name) not in known_names and not list(_bodies_named(name, bodies))
    )


def _names_of_body(row: Row) -> list[str]:
    """Return the name and aliases of a body, in the form in which they are compared."""
    return [_comparable_name(name) for name in [row.name, *split_list(row.aliases)]]


def _comparable_name(name: str) -> str:
    """Return a name as it is compared: small letters, straight apostrophes, one space, without "the"."""
    return " ".join(name.replace("’", "'").lower().split()).removeprefix("the ")


def _bodies_in_printed_list(cell: str, body_by_name: dict[str, str], bodies: pd.DataFrame) -> list[tuple[str, str]]:
    """Pair each name of a printed list with its body, or with the bodies found inside it."""
    pairs: list[tuple[str, str]] = []
    for name in split_list(cell):
        body = body_by_name.get(_comparable_name(name))
        inside = [] if body else [(name, span.ent_id_) for span in _bodies_named(name, bodies)]
        pairs += [(name, body)] if body else inside or [(name, "")]
    return pairs


def _bodies_asked_in_text(text: str, bodies: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the bodies that a text asks: those before the asking verb of each sentence."""
    return [(span.text, span.ent_id_) for span in _bodies_named(text, bodies) if _is_asked(span)]


def _bodies_named(text: str, bodies: pd.DataFrame) -> Iterator[Span]:
    """Yield every body named in a text."""
    names = tuple((row.body_id, tuple(_names_of_body(row))) for row in bodies.itertuples(index=False))
    yield from _body_finder(names)(text.replace("’", "'")).ents


def _is_asked_as_doer(span: Span) -> bool | None:
    """Return whether a body is the one by whom a sentence asks for something to be done; None for any other sentence.

    "A plan should be made by the council": the council is asked, though it stands after the verb.
    """
    words = [token.lower_ for token in span.sent]
    modal_index = next((index for index, word in enumerate(words) if word in wording.MODAL_WORDS), None)
    if modal_index is None or "be" not in words[modal_index : modal_index + 3] or "by" not in words[modal_index:]:
        return None
    by_index = len(words) - 1 - words[::-1].index("by")
    body_index = span.start - span.sent.start
    is_body_after_by = any(body.start - span.sent.start > by_index for body in span.doc.ents if body.sent == span.sent)
    return body_index > by_index if is_body_after_by else None


def _is_asked(span: Span) -> bool:
    """Return whether a body stands where the one who is asked does: before the asking verb of its sentence."""
    is_doer = _is_asked_as_doer(span)
    if is_doer is not None:
        return is_doer
    sentence = span.sent
    words_before = [token.lower_ for token in sentence if token.i < span.start]
    words_after = [token.lower_ for token in sentence if token.i >= span.end]
    recommends_before = any(word in wording.RECOMMENDING_WORDS for word in words_before)
    asks_after = any(word in wording.ASKING_WORDS_AFTER for word in words_after)
    asked_before = any(word in wording.ASKING_WORDS_BEFORE for word in words_before)
    if recommends_before:
        return not asked_before
    return asks_after and not asked_before


@cache
def _body_finder(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Language:
    """Return a blank English pipeline that finds bodies by name; nothing is downloaded."""
    nlp = english_sentences()
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(list(_patterns(names)))
    return nlp


def _patterns(names: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[dict[str, str]]:
    """Yield patterns for spaCy's ruler.

    A short name would match any word of those letters: only names of more than three characters, or of three letters
    (CPS), are patterns.
    """
    for body, body_names in names:
        for name in body_names:
            if len(name) > 3 or re.fullmatch(r"[a-z]{3}", name):
                yield {"label": "BODY", "pattern": name, "id": body}
