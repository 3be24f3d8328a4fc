"""Apply what people say of recommendations: words, label, kind, bodies; added, dropped, merged and split ones.

Input: the recommendations as they were read, with their ids; the reviews with their documents; the corrections.
Output: the recommendations as people have them; what was taken out; and as `problems` what does not fit any more.

Rows are applied in the order in which they were said, so that a part can be split and then put right; what was added
comes first, and what is dropped goes last.

Limitations: who is asked is found anew where the words changed, unless the document prints it or a person said it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pandas as pd

from reviewkit.base.errors import DocumentError, InputError
from reviewkit.base.text import natural_key, split_list
from reviewkit.base.types import Row
from reviewkit.corpus import corrections as people
from reviewkit.corpus import tables
from reviewkit.corpus.corrections import Place
from reviewkit.extraction import addressees, passages
from reviewkit.extraction.boundaries import PARAGRAPH_ENDS

Cells: TypeAlias = dict[str, object]  # a row of `recommendations`
Finder: TypeAlias = Callable[[str, Place], passages.Passage]  # of a document's path and a place
OF_RECOMMENDATIONS = ("recommendation", "add", "drop", "merge", "split", "status")
ORDER = {"add": 0, "drop": 2}  # all others between them, as they were said
GONE = "the recommendation of a correction is gone"
GONE_STEP = "give the id it has now in aliases.csv, or remove the correction"
BY_PERSON = "a person says so"


@dataclass(frozen=True)
class Sources:
    """What is needed to apply corrections: documents and editions by review, pages, bodies, how words are found."""

    documents: Mapping[str, str]
    editions: Mapping[str, str]
    pages: pd.DataFrame
    bodies: pd.DataFrame
    find: Finder


@dataclass
class _State:
    """The recommendations while corrections are applied."""

    by_id: dict[str, Cells]
    dropped: list[Cells] = field(default_factory=list)
    reworded: dict[str, Cells] = field(default_factory=dict)  # as they were before, by id
    problems: list[dict[str, object]] = field(default_factory=list)


def apply(
    recommendations: pd.DataFrame, corrections: pd.DataFrame, sources: Sources
) -> tuple[pd.DataFrame, pd.DataFrame, list[dict[str, object]]]:
    """Return the corrected `recommendations`, the table `dropped`, and rows of `problems`."""
    state = _State({str(row["rec_id"]): row for row in recommendations.to_dict("records")})
    standing = people.standing(corrections[corrections["what"].isin(OF_RECOMMENDATIONS)])
    order = standing["what"].map(ORDER).fillna(1)
    for row in standing.loc[order.sort_values(kind="stable").index].itertuples(index=False):
        try:
            _APPLY[row.what](state, row, sources)
        except (InputError, DocumentError) as error:
            what = f"a correction does not fit: {error.what}"
            if error.what == GONE:
                what = GONE
            state.problems.append(people.problem(row, what, error.next_step or "correct it, or remove it"))
    _ask_anew(state, sources.bodies)
    rows = _with_places(tables.build(list(state.by_id.values()), "recommendations"), sources)
    rows = rows.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    return tables.check(rows, "recommendations"), tables.build(state.dropped, "dropped"), state.problems


def _with_places(recommendations: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """Return the recommendations with the anchor and the printed number of the page on which each begins now."""
    documents = recommendations["review_id"].map(dict(sources.documents))
    places = list(zip(documents, recommendations["page"], strict=True))
    of_pages = sources.pages.set_index(["document", "page"])
    names = {name: of_pages[name].to_dict() for name in ("anchor", "printed_page")}
    cells = {
        name: pd.Series([of_page.get(place, "") for place in places], dtype=object) for name, of_page in names.items()
    }
    return recommendations.assign(**cells)


def places(corrections: pd.DataFrame, documents: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Yield the document and the place of each passage that the corrections name."""
    for row in people.standing(corrections).itertuples(index=False):
        is_passage = row.what == "add" or (row.what == "recommendation" and row.field == "text")
        place = people.place_of(row.value) if is_passage else None
        document = documents.get(row.id.partition("/")[0], "")
        if place and document:
            yield document, place


def _recommendation(state: _State, rec_id: str) -> Cells:
    """Return a recommendation by its id."""
    if rec_id not in state.by_id:
        raise InputError(GONE, GONE_STEP)
    return state.by_id[rec_id]


def _mark(cells: Cells, name: str) -> None:
    """Note in a recommendation what a person changed."""
    marked = split_list(str(cells["corrected"]))
    cells["corrected"] = ";".join([*marked, name] if name not in marked else marked)


def _passage(row: Row, sources: Sources) -> passages.Passage:
    """Return the passage that a correction names."""
    review_id, place = row.id.partition("/")[0], people.place_of(row.value)
    document = sources.documents.get(review_id, "")
    if not document or place is None:
        raise InputError("its review has no document", "fetch it, or correct the id")
    if sources.editions[review_id] != "official":
        raise InputError("the words are those of our digest", "change digests.csv, or put the published text there")
    return sources.find(document, place)


def _add(state: _State, row: Row, sources: Sources) -> None:
    """Add a recommendation that was missed."""
    if row.id in state.by_id:
        raise InputError("there is a recommendation with its id already", "give another id, or correct its text")
    passage, review_id = _passage(row, sources), row.id.partition("/")[0]
    cells: Cells = dict.fromkeys(tables.column_names("recommendations"), "")
    cells |= {"rec_id": row.id, "review_id": review_id, "kind": "recommendation", "reason": "a person added it"}
    cells |= {"edition": sources.editions[review_id], "confidence": 1.0, "corrected": "added"}
    cells |= passage._asdict()
    state.reworded[row.id] = dict(cells)
    state.by_id[row.id] = cells


def _correct(state: _State, row: Row, sources: Sources) -> None:
    """Put one cell of a recommendation right."""
    cells = _recommendation(state, row.id)
    if row.field == "text":
        passage = _passage(row, sources)
        _reword(state, cells, passage.text)
        cells |= {"page": passage.page, "end_page": passage.end_page}
        own = range(passage.page, passage.end_page + 1)
        cells["also_pages"] = ";".join(page for page in split_list(str(cells["also_pages"])) if int(page) not in own)
    elif row.field == "bodies":
        cells |= _bodies_of(cells, split_list(row.value), sources.bodies)
    else:
        cells[row.field] = row.value
    if row.field == "kind":
        cells["reason"] = BY_PERSON
    if row.field != "checked":
        _mark(cells, row.field)


def _reword(state: _State, cells: Cells, text: str) -> None:
    """Give a recommendation other words, and note it as it was; its nested items are those whose labels it holds."""
    state.reworded.setdefault(str(cells["rec_id"]), dict(cells))
    items = [item for item in split_list(str(cells["items"])) if item in text]
    cells |= {"text": text, "items": ";".join(items)}


def _bodies_of(cells: Cells, body_ids: list[str], bodies: pd.DataFrame) -> Cells:
    """Return who is asked, by the ids that a person gave: in the document's words, where it names them."""
    names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
    classes = dict(zip(bodies["body_id"], bodies["class"], strict=True))
    unknown = [body_id for body_id in body_ids if body_id not in names]
    if unknown:
        raise InputError(f"'{unknown[0]}' is no body", "give a body_id of bodies.csv, or add it there")
    printed = pd.DataFrame(
        {"title": "", "text": "", "addressed_to": split_list(str(cells["addressed_to"]))}, dtype=object
    )
    found = addressees.add_addressees(printed, bodies)
    words = {body: words for words, body in zip(printed["addressed_to"], found["bodies"], strict=True)}
    return {
        "bodies": ";".join(body_ids),
        "classes": ";".join(dict.fromkeys(classes[body_id] for body_id in body_ids)),
        "addressed_to": ";".join(words.get(body_id) or str(names[body_id]) for body_id in body_ids),
    }


def _split(state: _State, row: Row, sources: Sources) -> None:
    """Part a recommendation in two at the words with which its second part begins."""
    cells = _recommendation(state, row.id)
    if row.field in state.by_id:
        raise InputError(f"there is a recommendation {row.field} already", "give the second part another id")
    if row.field.partition("/")[0] != cells["review_id"]:
        raise InputError("its second part is of another review", "begin its id with the same review_id")
    at = _place_of_words(str(cells["text"]), row.value)
    if at <= 0:
        raise InputError("the words of its second part are not in it", "give them as printed")
    second = dict(cells) | {"rec_id": row.field, "label": "", "title": "", "also_pages": "", "corrected": ""}
    second["page"] = cells["end_page"] = _page_of(cells, row.value, sources)
    whole = str(cells["text"])
    _reword(state, cells, whole[:at].strip())
    _reword(state, second, whole[at:].strip())
    state.by_id[row.field] = second
    _mark(cells, "split")
    _mark(second, "split")


def _place_of_words(text: str, words: str) -> int:
    """Return where some words begin in a text, by their letters; -1 where they do not stand there."""
    places = [place for place, char in enumerate(text) for _ in passages.letters_of(char)]
    at = passages.letters_of(text).find(passages.letters_of(words))
    return places[at] if at >= 0 and len(places) == len(passages.letters_of(text)) else -1


def _page_of(cells: Cells, words: str, sources: Sources) -> int:
    """Return the page of a recommendation on which some of its words stand, or the last one."""
    document, letters = sources.documents[str(cells["review_id"])], passages.letters_of(words)
    page, end_page = int(str(cells["page"])), int(str(cells["end_page"]))
    return next((n for n in range(page, end_page) if letters in _letters_of_page(sources, document, n)), end_page)


def _letters_of_page(sources: Sources, document: str, page: int) -> str:
    """Return the letters that a page prints."""
    is_page = (sources.pages["document"] == document) & (sources.pages["page"] == page)
    return "".join(passages.letters_of(text) for text in sources.pages.loc[is_page, "text"])


def _merge(state: _State, row: Row, sources: Sources) -> None:
    """Put the words of one or more recommendations into another, in the order in which they are printed."""
    cells = _recommendation(state, row.id)
    for rec_id in split_list(row.value):
        other = _recommendation(state, rec_id)
        if other is cells or other["review_id"] != cells["review_id"]:
            raise InputError("only two recommendations of one review can be merged", "correct the id")
        first, second = sorted((cells, other), key=lambda each: _printed_at(each, sources))
        start, end = str(first["text"]), str(second["text"])
        _reword(state, cells, start + ("\n" if start[-1:] in PARAGRAPH_ENDS + ":;" else " ") + end)
        cells["page"] = first["page"]
        cells["end_page"] = max(int(str(each["end_page"])) for each in (first, second))
        cells["items"] = ";".join(dict.fromkeys(split_list(f"{first['items']};{second['items']}")))
        _mark(cells, "merged")
        _take_out(state, row, rec_id, row.id)


def _printed_at(cells: Cells, sources: Sources) -> tuple[int, int]:
    """Return the page of a recommendation and where on it its words begin."""
    page, document = int(str(cells["page"])), sources.documents[str(cells["review_id"])]
    words = " ".join(str(cells["text"]).split()[:6])
    return page, _letters_of_page(sources, document, page).find(passages.letters_of(words))


def _drop(state: _State, row: Row, sources: Sources) -> None:
    """Take out what is no recommendation."""
    _recommendation(state, row.id)
    _take_out(state, row, row.id, "")


def _take_out(state: _State, row: Row, rec_id: str, merged_into: str) -> None:
    """Move a recommendation to what was taken out, with whose word it was."""
    cells = state.by_id.pop(rec_id)
    state.reworded.pop(rec_id, None)
    state.dropped.append(cells | {"merged_into": merged_into, "by": row.by, "why": row.why})


def _check_id(state: _State, row: Row, sources: Sources) -> None:
    """Require the recommendation of a status; what the status says is shown elsewhere."""
    _recommendation(state, row.id)


def _ask_anew(state: _State, bodies: pd.DataFrame) -> None:
    """Find who is asked in words that changed, but where the document prints it or a person said it."""
    ids = [rec_id for rec_id in state.reworded if "bodies" not in split_list(str(state.by_id[rec_id]["corrected"]))]
    if not ids:
        return
    columns = ["rec_id", "title", "text"]
    before = pd.DataFrame([state.reworded[rec_id] for rec_id in ids])
    from_text = addressees.add_addressees(before[columns].assign(addressed_to=""), bodies)
    is_printed = (before["addressed_to"] != "") & (before["addressed_to"] != from_text["addressed_to"])
    now = pd.DataFrame([state.by_id[rec_id] for rec_id in ids])[columns]
    asked = addressees.add_addressees(now.assign(addressed_to=before["addressed_to"].where(is_printed, "")), bodies)
    for row in asked.itertuples(index=False):
        state.by_id[row.rec_id] |= {name: getattr(row, name) for name in ("addressed_to", "bodies", "classes")}


_APPLY: dict[str, Callable[[_State, Row, Sources], None]] = {
    "add": _add,
    "recommendation": _correct,
    "split": _split,
    "merge": _merge,
    "drop": _drop,
    "status": _check_id,
}
