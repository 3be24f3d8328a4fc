"""Take another coder's codings in a project back: as corrections of themes, and as agreement with the corpus.

Input: a corpus and the `Project` in a file.
Output: rows of corrections, what was not understood, and kappa by theme.

Whose a coding is: those of the two coders and the model, and every coding that this corpus wrote itself, are passed
over; the others are the coder's. A coding counts for each recommendation with which its selection shares at least half
of the shorter of the two. A code is the theme with its GUID, its name or its id.

Limitations: what a coder did not give is not taken as a no, since nobody can tell it from what was not looked at,
unless `complete` says that they gave all themes of each recommendation that they coded. Agreement is over all
recommendations of the documents in which they coded, and over the themes that they or the corpus gave there; where a
word of the same person stands already, the cell is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.errors import InputError
from reviewkit.base.text import shorten
from reviewkit.coding import agreement, vectors
from reviewkit.corpus import corrections, schema
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.recommendations import CODED
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports.exchange_format import Code, Coding, Project, Selection, Source
from reviewkit.reports.exchange_project import CODERS, MODEL, Word, coding_guid, guid, source_name
from reviewkit.reports.exchange_texts import Place, letters_of, places_of

SHARED = 0.5  # of the shorter of two passages: a selection that only touches its neighbour is not meant for it
LONGEST_NAME, LONGEST_WHY = 80, 300  # characters of a code's name that are shown, and of a note that is taken over
COLUMNS = ["theme", "n", "theirs", "corpus", "both", "kappa", "low", "high"]


class Given(NamedTuple):
    """One coding by another coder: the code, the recommendations that its passage covers, and the note beside it."""

    code: str
    user: str
    rec_ids: tuple[str, ...]
    review_id: str
    note: str


class Reading(NamedTuple):
    """What a file says."""

    corrections: list[dict[str, object]]
    agreement: pd.DataFrame
    messages: list[str]


def read_coder(
    corpus: Corpus, project: Project, by: str, why: str = "", date: str = "", complete: bool = False
) -> Reading:
    """Return what a coder says in a project, signed `by`.

    Columns: of `agreement` `theme` (by name), `n` (recommendations), `theirs`, `corpus` and `both` (how many have the
    theme), `kappa`, `low`, `high` (95 %).
    Raises: `InputError` where several coders are in the file and `by` is none of them.
    """
    given, unplaced = _givens(corpus, project)
    given = _by_one_person(given, project, by)
    themes = _themes_of_codes(corpus, project)
    messages = _unknown_codes(corpus, project, given, themes) + unplaced
    messages += _without_recommendation(given)
    words: dict[tuple[str, str], str] = {}
    for one in given:
        for rec_id in one.rec_ids if one.code in themes else ():
            words[rec_id, themes[one.code]] = words.get((rec_id, themes[one.code])) or one.note
    rows = _corrections(corpus, words, by, complete)
    signed = {"by": by, "date": date}
    rows_to_add: list[dict[str, object]] = [
        {"what": "theme", "id": rec_id, "field": theme, "value": value, "why": why or note, **signed}
        for rec_id, theme, value, note in rows
    ]
    reviews = {one.review_id for one in given}
    return Reading(rows_to_add, _agreement(corpus, set(words), reviews, by), messages)


def _givens(corpus: Corpus, project: Project) -> tuple[list[Given], list[str]]:
    """Return the codings that are not this corpus's own, and messages on documents that could not be placed."""
    own = _own_codings(corpus, project)
    notes = {note.guid: note.text for note in project.notes}
    review_ids = _review_ids(corpus)
    given, messages = [], []
    for source in project.sources:
        foreign = [
            (selection, coding) for selection in source.selections for coding in selection.codings if coding not in own
        ]
        if not foreign:
            continue
        review_id = _review_of(source, review_ids)
        if not review_id:
            messages.append(f"document {_shown(source.name)}: is not in the catalogue; put its review_id into its name")
            continue
        if not source.text:
            messages.append(f"document {_shown(source.name)}: has no plain text in the file; its codings are not taken")
            continue
        places = _places(corpus, review_id, source)
        given += [_given(selection, coding, places, review_id, notes) for selection, coding in foreign]
    return given, messages


def _own_codings(corpus: Corpus, project: Project) -> set[Coding]:
    """Return the codings that this corpus wrote: by the coders and the model, and by people as their GUIDs tell."""
    users = {guid("user", name): name for name in (MODEL, *CODERS, *(user.name for user in project.users))}
    rec_ids = {guid("selection", rec_id): rec_id for rec_id in corpus.recommendations["rec_id"]}
    themes = {guid("code", theme): theme for theme in corpus.themes["theme"]}
    own = set()
    for selection in (selection for source in project.sources for selection in source.selections):
        for coding in selection.codings:
            user = users.get(coding.user or selection.user, "")
            word = Word(user, rec_ids.get(selection.guid, ""), themes.get(coding.code, ""))
            if user in (MODEL, *CODERS) or coding.guid == coding_guid(word):
                own.add(coding)
    return own


def _review_ids(corpus: Corpus) -> dict[str, str]:
    """Return the review of each name and GUID that a document can bear."""
    found: dict[str, str] = {}
    for review in corpus.reviews.itertuples(index=False):
        names = [source_name(review.review_id, review.short_title), review.short_title, review.title, review.review_id]
        found |= {_key(name): review.review_id for name in names if _key(name)}
        found[guid("document", review.review_id)] = review.review_id
    return found


def _review_of(source: Source, review_ids: dict[str, str]) -> str:
    """Return the review that a document is: by its GUID, its name, or the id in brackets in its name."""
    in_brackets = source.name.rpartition("[")[2].partition("]")[0]
    names = [source.guid, _key(source.name), _key(source.name.rpartition(".")[0]), _key(in_brackets)]
    return next((review_ids[name] for name in names if name in review_ids), "")


def _places(corpus: Corpus, review_id: str, source: Source) -> dict[str, list[Place]]:
    """Return every place of each recommendation in a document's text, looked for as read and as it was exported."""
    letters = letters_of(source.text)
    own = corpus.recommendations[corpus.recommendations["review_id"] == review_id]
    exported = shareable(corpus)["passages"].set_index("rec_id")["words"]
    selected = {selection.guid: (selection.start, selection.end) for selection in source.selections}
    places = {}
    for row in own.itertuples(index=False):
        found = places_of(row.text, letters) or places_of(exported[row.rec_id], letters)
        ours = selected.get(guid("selection", row.rec_id))
        places[row.rec_id] = found or ([ours] if ours else [])
    return places


def _given(
    selection: Selection, coding: Coding, places: dict[str, list[Place]], review_id: str, notes: dict[str, str]
) -> Given:
    """Return a coding with the recommendations that its selection covers; a selection of ours is its recommendation."""
    rec_ids = [rec_id for rec_id in places if guid("selection", rec_id) == selection.guid]
    place = (selection.start, selection.end)
    rec_ids = rec_ids or [rec_id for rec_id, own in places.items() if any(_shares(place, one) for one in own)]
    texts = [notes.get(note, "") for note in (*coding.notes, *selection.notes)]
    note = next((" ".join(text.split()) for text in texts if text.strip()), "")
    return Given(coding.code, coding.user or selection.user, tuple(rec_ids), review_id, shorten(note, LONGEST_WHY))


def _shares(one: Place, other: Place) -> bool:
    """Tell whether two passages share at least half of the shorter of them."""
    shorter = min(one[1] - one[0], other[1] - other[0])
    return shorter > 0 and min(one[1], other[1]) - max(one[0], other[0]) >= SHARED * shorter


def _by_one_person(given: list[Given], project: Project, by: str) -> list[Given]:
    """Return the codings of one person: the only one who coded, or the one named."""
    names = {user.guid: user.name for user in project.users}
    people = sorted({names.get(one.user, "") for one in given})
    if len(people) < 2:
        return given
    if by.casefold() not in {name.casefold() for name in people}:
        listed = ", ".join(_shown(name) if name else "somebody without a name" for name in people)
        raise InputError(
            f"codings by {listed} are in the file", "name one of them with --by, and read it once for each"
        )
    return [one for one in given if names.get(one.user, "").casefold() == by.casefold()]


def _themes_of_codes(corpus: Corpus, project: Project) -> dict[str, str]:
    """Return the theme of each code that is one: by its GUID, its name or its id."""
    by_key = {_key(theme.theme): theme.theme for theme in corpus.themes.itertuples(index=False)}
    by_key |= {_key(theme.name): theme.theme for theme in corpus.themes.itertuples(index=False)}
    by_guid = {guid("code", theme): theme for theme in corpus.themes["theme"]}
    themes = {code.guid: by_guid.get(code.guid) or by_key.get(_key(code.name), "") for code in project.codes}
    return {code: theme for code, theme in (by_guid | themes).items() if theme}


def _unknown_codes(corpus: Corpus, project: Project, given: list[Given], themes: dict[str, str]) -> list[str]:
    """Return a message for each code that is given and is no theme, with the theme that is nearest in meaning."""
    counts = Counter(one.code for one in given if one.code not in themes)
    codes = {code.guid: code for code in project.codes}
    unknown = sorted((codes.get(code, Code(code, "")) for code in counts), key=lambda code: (code.name, code.guid))
    nearest = nearest_themes(corpus, unknown)
    return [
        f"code {_shown(code.name)}: is no theme, and its {counts[code.guid]} codings are not taken; the nearest theme "
        f"is {name}"
        for code, name in zip(unknown, nearest, strict=True)
    ]


def nearest_themes(corpus: Corpus, codes: list[Code]) -> list[str]:
    """Return for each code the name of the theme whose definition is nearest to its name and description."""
    if not codes or corpus.themes.empty:
        return ["none"] * len(codes)
    themes = corpus.themes
    folder = corpus.folders.cache
    of_codes = vectors.encode([f"{code.name}. {code.description}".strip() for code in codes], folder)
    of_themes = vectors.encode(list(themes["name"] + ". " + themes["definition"]), folder)
    return [str(themes["name"].iloc[nearest]) for nearest in np.argmax(of_codes @ of_themes.T, axis=1)]


def _without_recommendation(given: list[Given]) -> list[str]:
    """Return a message on codings whose passage is of no recommendation."""
    count = sum(not one.rec_ids for one in given)
    return [f"{count} codings are of passages that hold no recommendation, and are not taken"] if count else []


def _corrections(
    corpus: Corpus, words: dict[tuple[str, str], str], by: str, complete: bool
) -> list[tuple[str, str, str, str]]:
    """Return what the coder says otherwise than the corpus: id, theme, yes or no, and the note, sorted."""
    holding = _holding(corpus)
    coded = {rec_id for rec_id, _ in words}
    rows = [(*cell, "yes", note) for cell, note in words.items() if cell not in holding]
    if complete:
        silent = holding - set(words) - _said_before(corpus, by)
        rows += [(*cell, "no", "") for cell in silent if cell[0] in coded]
    ids = set(corpus.recommendations.loc[corpus.recommendations["kind"].isin(CODED), "rec_id"])
    return sorted(row for row in rows if row[0] in ids)


def _holding(corpus: Corpus) -> set[tuple[str, str]]:
    """Return what holds: the codes of the last run, with the corrections that came after it."""
    holding = set(zip(corpus.codes["rec_id"], corpus.codes["theme"], strict=True))
    people = corrections.latest(corrections.load(corpus.folders), "theme")
    said = zip(people["id"], people["field"], people["value"], strict=True)
    for rec_id, theme, value in said:
        (holding.add if value == "yes" else holding.discard)((rec_id, theme))
    return holding


def _said_before(corpus: Corpus, by: str) -> set[tuple[str, str]]:
    """Return the recommendations and themes of which somebody's word stands already."""
    people = corrections.latest(corrections.load(corpus.folders), "theme")
    return set(people.loc[people["by"] == by, ["id", "field"]].itertuples(index=False, name=None))


def _agreement(corpus: Corpus, words: set[tuple[str, str]], reviews: set[str], by: str) -> pd.DataFrame:
    """Return kappa by theme of the coder with what the corpus held at its last run."""
    rows = corpus.recommendations
    rows = rows[rows["review_id"].isin(reviews) & rows["kind"].isin(CODED)].reset_index(drop=True)
    held = defaultdict(set)
    for code in corpus.codes.itertuples(index=False):
        held[code.rec_id].add(code.theme)
    themes = [
        theme
        for theme in corpus.themes["theme"]
        if any((rec_id, theme) in words or theme in held[rec_id] for rec_id in rows["rec_id"])
    ]
    if rows.empty or not themes:
        return pd.DataFrame(columns=COLUMNS)
    before = _said_before(corpus, by)
    shape = (len(rows), len(themes))
    cells = [(rec_id, theme) for rec_id in rows["rec_id"] for theme in themes]
    theirs = np.array([cell in words for cell in cells], bool).reshape(shape)
    ours = np.array([theme in held[rec_id] for rec_id, theme in cells], bool).reshape(shape)
    included = np.array([cell not in before for cell in cells], bool).reshape(shape)
    kappas = agreement.kappas(theirs, ours, rows["review_id"], themes, included)
    names = dict(zip(corpus.themes["theme"], corpus.themes["name"], strict=True))
    kappas = kappas.rename(columns={"one": "theirs", "other": "corpus"})
    kappas = kappas.assign(theme=kappas["theme"].map(names), n=included.sum(axis=0))
    return kappas[COLUMNS].round(schema.DECIMALS)


def _key(name: str) -> str:
    """Return a name by which names are compared: its letters and digits, small."""
    return letters_of(name).letters


def _shown(name: str) -> str:
    """Return a name from a file as it may be printed: on one line, without what a screen would obey."""
    printable = "".join(character if character.isprintable() else " " for character in name)
    return f"'{shorten(' '.join(printable.split()), LONGEST_NAME)}'"
