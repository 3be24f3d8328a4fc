"""Make the one table of a corpus: a row a recommendation, with all that is known of it, as a person reads it.

Input: a corpus. Output: the table, every cell as text; `workbook` writes it, `workbook_changes` reads it back.

The words stand in full, with names and dates of birth masked. What a person dropped stands there too, with the kind
"drop", so that it can be seen and taken back.

Limitations: words longer than a cell can be are cut, and cannot be put right in the table.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from reviewkit.base.errors import InputError
from reviewkit.base.text import natural_key, shorten, split_list
from reviewkit.base.types import Row
from reviewkit.corpus import corpus as corpus_tables
from reviewkit.corpus import corrections as people
from reviewkit.corpus import provenance, questions, schema
from reviewkit.corpus.corpus import Corpus
from reviewkit.figures.supporting import sentence_case
from reviewkit.redaction.shareable_text import CONTROL_CHARACTERS, masked_texts

DROPPED = "drop"  # as a kind: no recommendation
LONGEST_CELL = 32_000  # characters; a spreadsheet's cell holds 32,767


class Column(NamedTuple):
    """A column of the table: its name, its width in characters, whether a person may change it, and what it means.

    `values` are those allowed, where they are known.
    """

    name: str
    width: int
    editable: bool
    meaning: str
    values: tuple[str, ...] = ()


YES_NO = ("yes", "no")
COLUMNS = (
    Column("id", 28, False, "The recommendation's permanent id. Leave it empty in a new row: see text"),
    Column("review", 26, False, "The review that makes it, by its short title"),
    Column("published", 11, False, "When that was published, as far as it is known"),
    Column("number", 15, True, "The label printed with it"),
    Column("page", 7, False, "The page on which it starts; of a web page, the section; of our digests, their own"),
    Column("text", 70, True, "Its words. Shorten or lengthen them as the page prints them, first word to last. A new "
           "row with review, page and text is a recommendation that was missed. The words of our digests are changed "
           "in digests.csv"),
    Column("kind", 16, True, "What it is; drop where it is no recommendation. Deleting the row drops nothing",
           (*schema.KINDS, DROPPED)),
    Column("bodies", 30, True, "Who is asked, by the names of the second sheet, divided by semicolons"),
    Column("themes", 34, True, "What it is about, by the names of the second sheet, divided by semicolons"),
    Column("earlier asks", 42, True, "What it restates, or relates to, in earlier reviews, a line each. Take a line "
           "out to strike the link; write restates or related and an id to add one"),
    Column("came after", 42, False, "What restates it, or relates to it, in later reviews"),
    Column("status", 13, True, "What the government answered", schema.ANSWERS),
    Column("done", 7, True, "Whether it is done", YES_NO),
    Column("confidence", 11, False, "How surely it is one: of rows with 0.8, eight in ten are; empty in our digests"),
    Column("source", 40, False, "The document, who published it and when; whether these are its words or our "
           "paraphrase, and where that was seen"),
    Column("checked", 9, True, "Whether a person checked this row against its page", YES_NO),
    Column("list checked", 12, True, "Whether a person checked the review's whole list: nothing is missing, nothing "
           "too much. One changed row is enough", YES_NO),
    Column("counted", 9, True, "Whether the review is counted, in shares and rates. One changed row is enough", YES_NO),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)


def asks_table(
    corpus: Corpus,
    theme: str = "",
    body: str = "",
    review: str = "",
    since: str = "",
    until: str = "",
    words: str = "",
    answer: str = "",
    kind: str = "",
) -> pd.DataFrame:
    """Return the table, in the order of publication, narrowed by what is given, as `Corpus.asks` is.

    Without a kind it has all kinds, of all documents.
    Raises: `InputError` for a name that the corpus does not have, and where no row fits.
    """
    if kind and kind not in (*schema.KINDS, DROPPED):
        raise InputError(f"there is no kind '{kind}'", f"the kinds are: {', '.join((*schema.KINDS, DROPPED))}")
    rows = _rows(corpus)
    fits = questions.fits(corpus, rows, questions.Question(body, theme, since, until, review, words, answer=answer))
    return _printed(corpus, _none_refused(rows[fits & ((rows["kind"] == kind) if kind else True)]))


def table_of(corpus: Corpus, rec_ids: Collection[str]) -> pd.DataFrame:
    """Return the rows of the table that have some ids; raise `InputError` where none has."""
    rows = _rows(corpus)
    return _printed(corpus, _none_refused(rows[rows["rec_id"].isin(set(rec_ids))]))


def _none_refused(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows; raise `InputError` where there are none."""
    if rows.empty:
        raise InputError("no recommendation fits", "leave out a filter, or run the corpus first")
    return rows


def editions(corpus: Corpus) -> dict[str, str]:
    """Return by id whether a recommendation, dropped or not, is of a published text or of our digest."""
    rows = _rows(corpus)
    return dict(zip(rows["rec_id"], rows["edition"], strict=True))


def _rows(corpus: Corpus) -> pd.DataFrame:
    """Return the recommendations, and those that a person dropped, with what `reviews` says, in order."""
    dropped = corpus.dropped[corpus.dropped["merged_into"] == ""]
    edition = dropped["review_id"].map(dict(zip(corpus.reviews["review_id"], corpus.reviews["edition"], strict=True)))
    parts = [corpus.recommendations, dropped.assign(kind=DROPPED, edition=edition)]
    rows = pd.concat([part for part in parts if len(part)] or [corpus.recommendations], ignore_index=True)
    rows["confidence"] = rows["confidence"].astype(float)
    text_columns = [name for name in rows.columns if rows[name].dtype == object]
    rows[text_columns] = rows[text_columns].fillna("")
    of_review = ["review_id", "title", "short_title", "published", "publisher", "address", "in_denominator"]
    reviews = corpus.reviews[[*of_review, "checked"]].rename(
        columns={"checked": "list_checked", "title": "review_title"}
    )
    rows = rows.merge(reviews, on="review_id")
    return rows.assign(order=rows["rec_id"].map(natural_key)).sort_values(["published", "order"], ignore_index=True)


def _printed(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the table as it is printed, every cell as text."""
    themes = corpus.codes.groupby("rec_id")["theme"].agg(list).to_dict()
    body_names = dict(zip(corpus.bodies["body_id"], corpus.bodies["name"], strict=True))
    theme_names = dict(zip(corpus.themes["theme"], corpus.themes["name"], strict=True))
    words, before, after = masked_texts(corpus), *_links(corpus)
    statuses = _statuses(corpus)
    ids = rows["rec_id"]
    cells = {
        "id": ids,
        "review": rows["short_title"],
        "published": rows["published"],
        "number": rows["label"],
        "page": rows["page"].astype(str).replace("<NA>", ""),
        "text": [words.get(rec_id, "") for rec_id in ids],
        "kind": rows["kind"],
        "bodies": ["; ".join(body_names.get(body, body) for body in split_list(cell)) for cell in rows["bodies"]],
        "themes": ["; ".join(theme_names.get(theme, theme) for theme in themes.get(rec_id, [])) for rec_id in ids],
        "earlier asks": [before.get(rec_id, "") for rec_id in ids],
        "came after": [after.get(rec_id, "") for rec_id in ids],
        "status": [statuses.get(rec_id, ("", ""))[0] for rec_id in ids],
        "done": [statuses.get(rec_id, ("", ""))[1] for rec_id in ids],
        "confidence": ["" if pd.isna(score) else f"{score:.{schema.DECIMALS}f}" for score in rows["confidence"]],
        "source": [_source(row, link) for row, link in zip(rows.itertuples(index=False), links_of(rows), strict=True)],
        "checked": rows["checked"],
        "list checked": rows["list_checked"],
        "counted": rows["in_denominator"],
    }
    printed = pd.DataFrame({name: list(column) for name, column in cells.items()}, columns=list(NAMES), dtype=object)
    return printed.map(lambda cell: shorten(CONTROL_CHARACTERS.sub(" ", str(cell)), LONGEST_CELL))


def links_of(rows: pd.DataFrame) -> list[str]:
    """Return for each recommendation the address at which its words, or those of our digest, were seen."""
    published = [
        address if edition == "official" else seen_at or address
        for address, edition, seen_at in zip(rows["address"], rows["edition"], rows["seen_at"], strict=True)
    ]
    return [link if link.startswith(("https://", "http://")) else "" for link in published]


def _source(row: Row, link: str) -> str:
    """Return the document (title, publisher, date), what the words rest on, and the link to that."""
    rests = sentence_case(provenance.of_row(row))
    return f"{provenance.source_line(row.review_title, row.publisher, row.published)}. {rests}{link and f', {link}'}"


def _links(corpus: Corpus) -> tuple[dict[str, str], dict[str, str]]:
    """Return by id the earlier asks that a recommendation repeats, and the later ones that repeat it, a line each."""
    titles = dict(zip(corpus.reviews["review_id"], corpus.reviews["short_title"], strict=True))
    dates = dict(zip(corpus.reviews["review_id"], corpus.reviews["published"], strict=True))
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for row in corpus.echoes.itertuples(index=False):
        for own, other, lines in ((row.rec_id, row.earlier_rec_id, before), (row.earlier_rec_id, row.rec_id, after)):
            review_id = other.partition("/")[0]
            where = f"{titles.get(review_id, review_id)}, {dates.get(review_id, '')}"
            lines.setdefault(own, []).append(f"{row.relation} {other} ({where})")
    joined = [{rec_id: "\n".join(lines) for rec_id, lines in each.items()} for each in (before, after)]
    return joined[0], joined[1]


def _statuses(corpus: Corpus) -> dict[str, tuple[str, str]]:
    """Return by id the answer and whether it is done: as read from responses, where there are any, and by people."""
    if "statuses" in corpus_tables.TABLES:
        table = corpus.table("statuses")
        return {row.rec_id: (row.answer, row.done) for row in table.itertuples(index=False)}
    corrections = people.load(corpus.folders)
    answers, done = (people.value_of(corrections, "status", field) for field in ("answer", "done"))
    return {rec_id: (answers.get(rec_id, ""), done.get(rec_id, "")) for rec_id in {*answers, *done}}
