"""Typeset the digests: `digests.csv` and `catalogue.csv` in, one short PDF a review out, beside this file.

    python corpus/digests/typeset.py

The layout is `digest.typ`; the text goes to it as JSON. Fonts are Typst's own (Libertinus Serif), never the
machine's, and no date is written, so the same table gives the same bytes with the same version of Typst.

Limit: a digest holds what `digests.csv` holds. It does not check any of it against the published document.
"""

from __future__ import annotations

import calendar
import json
import re
from pathlib import Path

import pandas as pd
import typst

from reviewkit.base.paths import folders
from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import tables
from reviewkit.corpus.addresses import first_page, load_addresses

HERE = Path(__file__).resolve().parent
LAYOUT = HERE / "digest.typ"
PLURAL = {"recommendation": "recommendations", "commitment": "commitments", "duty": "duties"}
SEEN = {"official page": "Seen on an official page:", "secondary source": "Seen in a secondary source:"}


def main() -> None:
    """Every digest, written beside this file; one line of words at the end."""
    made = typeset(HERE)
    print(f"{len(made)} digests in {HERE.name}/")


def typeset(folder: Path, review_ids: list[str] | None = None) -> list[Path]:
    """The digests of the reviews named (all that have rows, if none is) written into a folder; their files out."""
    catalogue = tables.load(HERE.parent / "catalogue.csv", "catalogue").set_index("review_id")
    addresses = load_addresses(folders(HERE.parent))
    digests = tables.load(HERE / "digests.csv", "digests")
    wanted = list(dict.fromkeys(digests["review_id"])) if review_ids is None else review_ids
    made = []
    for review_id in wanted:
        path = folder / f"{review_id}.pdf"
        path.write_bytes(
            pdf(
                content(
                    catalogue.loc[review_id],
                    digests[digests["review_id"] == review_id],
                    first_page(addresses, review_id),
                )
            )
        )
        made.append(path)
    return made


def pdf(digest: dict[str, object]) -> bytes:
    """What a digest says in, the bytes of its PDF out."""
    given = {"digest": json.dumps(digest, ensure_ascii=False, sort_keys=True)}
    return typst.compile(LAYOUT.read_bytes(), format="pdf", ignore_system_fonts=True, sys_inputs=given)


def content(review: pd.Series, rows: pd.DataFrame, address: str) -> dict[str, object]:
    """A row of the catalogue, its rows of `digests` and the publisher's page in, all that the digest says out."""
    held, known = held_by_kind(rows), review["n_recommendations"]
    total = None if pd.isna(known) or set(held) != {"recommendation"} else int(known)
    kinds = list(held)
    whole = total is not None and held["recommendation"] == total
    return {
        "row": row(review),
        "short_title": review["short_title"],
        "title": review["title"],
        "about": [f"Published by: {review['publisher']}", f"Date: {words_of_date(review['date_published'])}"],
        "address": pieces(address),
        "notice": [notice(" and ".join(PLURAL[kind] for kind in kinds), whole)],
        "foot": f"A digest in our own words, not the published document. {holds(held, total)}",
        "sections": [
            {"heading": f"{PLURAL[kind].capitalize()} held", "entries": entries(rows, kind)} for kind in kinds
        ],
    }


def row(review: pd.Series) -> str:
    """A row of the catalogue in, the same as the JSON that a digest carries, so that `reviewkit add` knows it, out.

    >>> row(pd.Series({"title": "Jay report", "pages": pd.NA}, name="rotherham-jay-2014"))
    '{"review_id": "rotherham-jay-2014", "title": "Jay report", "pages": ""}'
    """
    said = {name: "" if pd.isna(value) else str(value) for name, value in review.items()}
    return json.dumps({"review_id": review.name} | said, ensure_ascii=False)


def held_by_kind(rows: pd.DataFrame) -> dict[str, int]:
    """Rows of one review in, how many are held of each kind out; the parts of one number count once."""
    counted: dict[str, set[str]] = {}
    for row in rows.itertuples():
        counted.setdefault(row.kind, set()).add(row.number or row.short_name)
    return {kind: len(seen) for kind, seen in counted.items()}


def holds(held: dict[str, int], total: int | None) -> str:
    """What a digest holds, in words, with the total where it is known.

    >>> holds({"recommendation": 10}, 12)
    'It holds 10 of 12 recommendations.'
    >>> holds({"commitment": 6}, None)
    'It holds 6 commitments; how many the document makes is not known.'
    """
    if total is not None:
        return f"It holds {held['recommendation']} of {total} recommendations."
    if set(held) == {"recommendation"}:
        return f"It holds {held['recommendation']}; how many the document makes is not known."
    said = " and ".join(f"{count} {kind if count == 1 else PLURAL[kind]}" for kind, count in held.items())
    return f"It holds {said}; how many the document makes is not known."


def notice(what: str, whole: bool) -> str:
    """What this document is, in a few sentences; `whole` where every recommendation of the review is held."""
    opening = (
        f"This is a digest made for research: {what} of the document named above, as far as they were seen in public "
        "material, each put in our own words. It is not the published document and was not made by its publisher. "
    )
    if whole:
        return opening + "Every recommendation has an entry here; its detail, reasons and evidence are not here."
    return opening + "It is incomplete: that something is absent here does not mean that it is absent there."


def entries(rows: pd.DataFrame, kind: str) -> list[dict[str, object]]:
    """Rows of one review in, the entries of one kind out: numbered ones first, ascending, then as in the table."""
    chosen = [row for row in rows.itertuples() if row.kind == kind]
    chosen.sort(key=lambda row: (row.number == "", natural_key(row.number)))
    return [
        {
            "label": label(kind, row.number, row.part, row.short_name),
            "summary": row.summary,
            "asked_of": "; ".join(split_list(row.addressed_to)),
            "seen": SEEN[row.seen_in],
            "seen_at": pieces(row.seen_at),
        }
        for row in chosen
    ]


def label(kind: str, number: str, part: str, short_name: str) -> str:
    """The label of an entry.

    >>> label("recommendation", "1", "police-guidance", ""), label("duty", "", "", "child-centred")
    ('Recommendation 1, part police-guidance', 'Duty, no number: child-centred')
    """
    if not number:
        return f"{kind.capitalize()}, no number: {short_name}"
    return f"{kind.capitalize()} {number}" + (f", part {part}" if part else "")


def pieces(address: str) -> list[str]:
    """An address in, the pieces between which a line may end out: never after a hyphen, which PDF readers drop there.

    >>> pieces("https://example.org/a-page-about-another-page?x=1")
    ['https://example.org/a', '-page-about-another-page?', 'x=1']
    """
    joined = [""]
    for piece in re.findall(r"-*[^-/.?&=_:]{0,24}[/.?&=_:]*", address):
        if len(joined[-1]) + len(piece) <= 25:
            joined[-1] += piece
        else:
            joined.append(piece)
    return [piece for piece in joined if piece]


def words_of_date(date: str) -> str:
    """A date as far as it is known.

    >>> words_of_date("2013-06-10"), words_of_date("2013-06"), words_of_date("2013")
    ('10 June 2013', 'June 2013', '2013')
    """
    year, *rest = date.split("-")
    named = [calendar.month_name[int(rest[0])], year] if rest else [year or "not known"]
    return " ".join([str(int(rest[1])), *named] if len(rest) == 2 else named)


if __name__ == "__main__":
    main()
