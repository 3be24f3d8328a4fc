"""Another corpus, on another subject: eight invented inquiries into ferries, with its own catalogue, codes and pairs.

Each asks for three things: the second is the first of the year before, so that something is asked again, and the third
is asked every year; themes, codes and pairs are its own.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers.inventing import typeset
from reviewkit.corpus import tables

ASKS = [  # and the theme of each
    ("The ferry company should train each deck hand in first aid before the summer.", "training"),
    ("The harbour board should light every pier of the town from dusk.", "lamps"),
    ("The transport ministry should count the passengers of every crossing.", "counting"),
    ("The ferry company should train its captains in the reading of tides.", "training"),
    ("The harbour board should mend the lamps of the northern jetty this year.", "lamps"),
    ("The transport ministry should count lifejackets before each long voyage.", "counting"),
    ("The ferry company should train stewards to lead people to the boats.", "training"),
    ("The harbour board should paint white lines along the lit quays.", "lamps"),
]
AGAIN = "As the last inquiry said: {}"
ALWAYS = "The transport ministry should publish the winter timetable of year {year} in full."
THEMES = {
    "training": "Teaching people who work on board",
    "lamps": "Light on piers and quays",
    "counting": "Numbers kept",
}


def ferries_in(folder: Path) -> Path:
    """Write the corpus, as somebody with that subject would, into a folder and return it."""
    (folder / "official").mkdir(parents=True)
    codebook = "".join(f'[{name}]\nname = "{name.title()}"\ndefinition = "{said}."\n' for name, said in THEMES.items())
    codebook = codebook.replace("[lamps]\n", "[lamps]\nhighlight = true\n")
    (folder / "codebook.toml").write_text(codebook, encoding="utf-8")
    subject = 'name = "ferry safety"\nwords = ["ferry", "harbour", "crossing"]\n'
    (folder / "subject.toml").write_text(subject, encoding="utf-8")
    rows, coded, pairs = [], [], []
    for at, (ask, theme) in enumerate(ASKS):
        year, before = 2021 + at, ASKS[at - 1]
        review_id = f"ferry-{year}"
        made = [ask, AGAIN.format(before[0]), ALWAYS.format(year=year)]
        typeset(f"Ferry inquiry {year}", year, made, folder / "official" / f"{review_id}.pdf")
        rows.append({"review_id": review_id, "title": f"Ferry inquiry {year}", "short_title": f"Ferries {year}",
                     "publisher": "Ministry of Ferries", "kind": "inquiry", "date_published": f"{year}-03-01",
                     "in_denominator": "yes", "n_recommendations": 3})  # fmt: skip
        for number, given in ((1, theme), (2, before[1])):
            coded.append({"rec_id": f"{review_id}/r{number}", "themes_a": given, "themes_b": given, "sure_a": "yes",
                          "sure_b": "yes"})  # fmt: skip
        for relation, later in (("restates", ask), ("unrelated", ASKS[at - 3][0])):
            pairs.append({"pair_id": f"p{len(pairs)}", "earlier_ref": f"x/{len(pairs)}", "earlier": AGAIN.format(ask),
                          "later_ref": f"y/{len(pairs)}", "later": later, "source": "chosen", "code_a": relation,
                          "code_b": relation})  # fmt: skip
    bodies = [("ferry-company", "Ferry company", "industry", ""), ("harbour-board", "Harbour board", "regulator", ""),
              ("transport-ministry", "Transport ministry", "national government", "")]  # fmt: skip
    moments = [{"date": f"{year}-08-01", "event": f"A ferry runs aground in {year}", "kind": "media"}
               for year in (2020, 2023)]  # fmt: skip
    for name, made in {"catalogue": rows, "coded": coded, "pairs": pairs, "events": moments}.items():
        tables.save(tables.build(made, name), name, folder)
    tables.save(pd.DataFrame(bodies, columns=tables.column_names("bodies")), "bodies", folder)
    return folder
