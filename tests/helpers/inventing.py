"""Invented reviews, typeset as published documents, and a corpus of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import typst

from reviewkit.base import paths
from reviewkit.corpus import tables

OURS = paths.ROOT / "corpus"
ASKS = [
    "The Home Office should require every police force to record the ethnicity of suspects in exploitation cases.",
    "Schools should teach every pupil of eleven what grooming is and whom to tell about it.",
    "The council should set up one panel with the police to which any worker can bring a worry about a child.",
    "Licensing committees should refuse a taxi licence to a driver whom another council has turned down.",
    "The Department of Health should pay for counselling for victims for as long as they need it.",
    "Every children's home should tell the police within an hour when a child has not come back.",
    "The Crown Prosecution Service should review closed cases in which a child was not believed.",
    "Hotels should train their night staff to notice men who arrive with girls they do not know.",
    "The government should replace the definition of exploitation in statutory guidance.",
    "Social workers should have no more than fifteen children in their care at one time.",
    "The inspectorate should return to the borough within a year and publish what it finds.",
    "The safeguarding partnership should name one senior officer who answers for this work.",
    "Sexual health clinics should share what they know of repeated visits with children's services.",
    "Parliament should make it an offence not to report the abuse of a child.",
    "The university should study why offenders in groups begin, and publish the study.",
    "Community leaders should be invited to plan how the town talks about abuse.",
    "The police should buy one computer system on which forces can see each other's warnings.",
    "The fire service should check the alarms of premises that have been used at night.",
    "Foster carers should be paid an allowance while they wait with a child at court.",
    "Councils should publish each quarter how many children were assessed as at risk.",
    "The mayor should apologise in person to the women who gave evidence.",
    "Judges should let children record their evidence before the trial.",
    "The ministry should fund a telephone line for parents, open all night.",
    "The regulator should strike off a doctor who prescribed without seeing the child.",
]
REVIEWS, MADE, NEW = 12, 4, 2  # of each review's four asks two are new, two are those of the review before
PAGE = """#set page(paper: "a4", margin: 2.5cm)
#set text(font: "DejaVu Sans Mono", size: 10pt)
= {title}
Published in {year}. The panel heard evidence for a year and visited four towns.

== Recommendations
{asks}
"""


def asks(at: int) -> list[str]:
    """What the review at a place asks: the last two of the review before it, and two new ones."""
    return [ASKS[(NEW * at + ask) % len(ASKS)] for ask in range(MADE)]


def typeset(title: str, year: int, made: list[str], file: Path) -> None:
    """One review as a published document."""
    listed = "\n\n".join(f"*Recommendation {number}:* {ask}" for number, ask in enumerate(made, start=1))
    source = PAGE.format(title=title, year=year, asks=listed)
    file.write_bytes(typst.compile(source.encode()))


def corpus(folder: Path, reviews: int = REVIEWS) -> Path:
    """A corpus folder with so many reviews as published, and what people wrote for ours: codebook, codes, pairs."""
    (folder / "official").mkdir(parents=True)
    (folder / "digests").mkdir()
    for name in ("bodies", "coded", "pairs", "digests/digests"):  # the words that were coded are those of the digests
        shutil.copy(OURS / f"{name}.csv", folder / f"{name}.csv")
    for name in ("codebook", "concepts"):
        shutil.copy(OURS / f"{name}.toml", folder)
    rows = []
    for at in range(reviews):
        review_id, year = f"harbour-{2012 + at}", 2012 + at
        typeset(f"Harbour review {at + 1}", year, asks(at), folder / "official" / f"{review_id}.pdf")
        rows.append(
            {"review_id": review_id, "title": f"Harbour review {at + 1}", "short_title": f"Harbour {at + 1}",
             "kind": "inquiry", "date_published": f"{year}-03-01", "in_denominator": "yes", "n_recommendations": MADE}
        )  # fmt: skip
    moments = [{"date": f"{2010 + 3 * at}-06-01", "event": f"A broadcast of {2010 + 3 * at}", "kind": "media"}
               for at in range(5)]  # fmt: skip
    tables.save(tables.build(rows, "catalogue"), "catalogue", folder)
    tables.save(tables.build(moments, "events"), "events", folder)
    return folder
