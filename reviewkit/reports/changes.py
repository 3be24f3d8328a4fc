"""Two runs -> what changed between them, a row a change.

Comes in: what the last run left and what this one made: `reviews`, `recommendations`, `codes`, `topics`, `echoes`,
`numbers`, `figures`, and `shown` (words as they may leave). Goes out: the table `changes`, with why, where it can be
told. Without a run before there is nothing to compare with, and no row.

Limit: why a model's code moved is told by its scores alone; that a group of topics moved is told, and not which of the
new recommendations moved it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewkit.base.text import natural_key
from reviewkit.corpus import tables

REVIEW = (
    "title", "short_title", "publisher", "kind", "area", "scope", "edition", "published", "in_denominator",
    "n_recommendations", "held", "complete", "licence", "responds_to",
)  # fmt: skip
PLACE = ("page", "end_page", "edition")
ASK = {
    "kind": "its kind", "quoted_from": "the report it is quoted from", "label": "its label", "bodies": "who is asked",
    "classes": "the class of who is asked",
}  # fmt: skip


def compare(before: Mapping[str, pd.DataFrame] | None, now: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What the last run left (None where there was none) and what this one made, in; the table `changes` out."""
    if before is None:
        return tables.empty("changes")
    rows = [
        *_reviews(before["reviews"], now["reviews"]),
        *_recommendations(before["recommendations"], now["recommendations"]),
        *_screened(before, now),
        *_codes(before, now),
        *_echoes(before, now),
        *topic_changes(before["topics"], now["topics"]),
        *_numbers(before["numbers"], now["numbers"]),
        *_figures(before["figures"], now["figures"]),
    ]
    return tables.check(tables.build(rows, "changes"), "changes")


def _row(about: str, name: str, change: str, before: object = "", after: object = "", why: str = "") -> dict:
    said = ["" if pd.isna(value) else str(value) for value in (before, after)]
    return {"about": about, "id": name, "change": change, "before": said[0], "after": said[1], "why": why}


def _reviews(before: pd.DataFrame, now: pd.DataFrame) -> list[dict]:
    """Reviews that came, went, or of which something else is known or held."""
    was, are = (rows.set_index("review_id") for rows in (before, now))
    rows = []
    for name in sorted({*was.index, *are.index}):
        if name not in was.index:
            rows.append(_row("review", name, "new", after=are.loc[name, "edition"]))
        elif name not in are.index:
            rows.append(_row("review", name, "gone", was.loc[name, "edition"]))
        else:
            rows += [
                _row("review", name, "changed", was.loc[name, field], are.loc[name, field], field.replace("_", " "))
                for field in REVIEW
                if not _same(was.loc[name, field], are.loc[name, field])
            ]
    return rows


def _recommendations(before: pd.DataFrame, now: pd.DataFrame) -> list[dict]:
    """Recommendations that came or went, have another id (the same words in the same review), words or page."""
    was, are = (rows.set_index("rec_id") for rows in (before, now))
    gone, new = was[~was.index.isin(are.index)], are[~are.index.isin(was.index)]
    moved = _moved(gone, new)
    rows = [_row("recommendation", name, "gone") for name in gone.index if name not in moved]
    rows += [_row("recommendation", name, "new") for name in new.index if name not in moved.values()]
    rows += [
        _row("recommendation", after, "moved", name, after, "the same words under another id")
        for name, after in moved.items()
    ]
    for name in was.index.intersection(are.index):
        old, this = was.loc[name], are.loc[name]
        if old["text"] != this["text"]:
            rows.append(_row("recommendation", name, "changed", why="its words"))
        elif not all(_same(old[field], this[field]) for field in PLACE):
            ends = [f"{each['edition']}, p. {each['page']}" for each in (old, this)]
            rows.append(_row("recommendation", name, "changed", *ends, why="its place"))
        rows += [
            _row("recommendation", name, "changed", old[field], this[field], why)
            for field, why in ASK.items()
            if old[field] != this[field]
        ]
    return sorted(rows, key=lambda row: natural_key(row["id"]))


def _moved(gone: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    """The new id of each that is gone under its old one: the only one of its review with the same words."""
    came: dict[tuple[str, str], list[str]] = {}
    for row in new.itertuples():
        came.setdefault((row.review_id, row.text), []).append(row.Index)
    found = {row.Index: came.get((row.review_id, row.text), []) for row in gone.itertuples()}
    once = [names[0] for names in found.values() if len(names) == 1]
    return {name: names[0] for name, names in found.items() if len(names) == 1 and once.count(names[0]) == 1}


def _screened(before: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame]) -> list[dict]:
    """Recommendations whose own words stayed and whose words as they may leave did not: the screen masks otherwise."""
    texts, shown = (
        [made[table].set_index("rec_id")[column] for made in (before, now)]
        for table, column in (("recommendations", "text"), ("shown", "words"))
    )
    both = [name for name in shown[0].index if name in shown[1].index and texts[0].get(name) == texts[1].get(name)]
    changed = sorted((name for name in both if shown[0][name] != shown[1][name]), key=natural_key)
    return [_row("recommendation", name, "changed", why="its words as they may leave") for name in changed]


def _echoes(before: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame]) -> list[dict]:
    """Links between recommendations, the later of them there before and now, that came, went or are others."""
    there = set(before["recommendations"]["rec_id"]) & set(now["recommendations"]["rec_id"])
    was, are = (
        {(row.rec_id, row.earlier_rec_id): row for row in made["echoes"].itertuples() if row.rec_id in there}
        for made in (before, now)
    )
    rows = []
    for later, earlier in sorted(was.keys() | are.keys(), key=lambda key: [*map(natural_key, key)]):
        old, this = was.get((later, earlier)), are.get((later, earlier))
        ends = [f"{each.relation} {earlier}, by {each.by}" if each else "" for each in (old, this)]
        if ends[0] != ends[1]:
            rows.append(_row("echo", later, "lost" if not this else "changed" if old else "given", *ends))
    return rows


def _codes(before: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame]) -> list[dict]:
    """Themes that a recommendation, there before and now, was given or lost."""
    there = set(before["recommendations"]["rec_id"]) & set(now["recommendations"]["rec_id"])
    texts = [made["recommendations"].set_index("rec_id")["text"] for made in (before, now)]
    was, are = (
        {(row.rec_id, row.theme): row for row in made["codes"].itertuples() if row.rec_id in there}
        for made in (before, now)
    )
    rows = []
    for key in sorted(was.keys() ^ are.keys(), key=lambda each: (natural_key(each[0]), each[1])):
        given = key in are
        why = "its words changed" if texts[0][key[0]] != texts[1][key[0]] else _why(was.get(key), are.get(key))
        ends = ("", key[1]) if given else (key[1], "")
        rows.append(_row("code", key[0], "given" if given else "lost", *ends, why=why))
    return rows


def _why(old: object | None, this: object | None) -> str:
    """Who gave or took a code."""
    row = this or old
    said = {"correction": "a person's correction", "coders": "the coders' own codes"}
    if row.by in said:
        return said[row.by] + ("" if this else ", which is there no more")
    return f"the model, which learned from other rows (score {'now' if this else 'before'} {row.score:.2f})"


def topic_changes(before: pd.DataFrame, now: pd.DataFrame) -> list[dict]:
    """The tables `topics` before and now in; a row of `changes` for each recommendation that is in another one, out."""
    both = before.merge(now, on="rec_id", suffixes=("_was", ""))
    both = both[both["topic_id_was"] != both["topic_id"]]
    came, went = (len(set(one["rec_id"]) - set(other["rec_id"])) for one, other in ((now, before), (before, now)))
    ended, began = (set(one["topic_id"]) - set(other["topic_id"]) for one, other in ((before, now), (now, before)))
    why = f"topics are made over all recommendations, of which {came} came and {went} went"
    rows = []
    for row in both.itertuples():
        own = [f"{row.topic_id_was} has ended"] if row.topic_id_was in ended else []
        own += [f"{row.topic_id} is new"] if row.topic_id in began else []
        said = (
            "; ".join(own) or f"{why}; it lay at {row.nearness_was:.2f} from its middle, and lies at {row.nearness:.2f}"
        )
        rows.append(_row("topic", row.rec_id, "moved", row.topic_id_was, row.topic_id, said))
    return rows


def _numbers(before: pd.DataFrame, now: pd.DataFrame) -> list[dict]:
    """Headline numbers that are not what they were."""
    was, are = (dict(zip(rows["name"], rows["value"], strict=True)) for rows in (before, now))
    return [
        _row("number", name, "changed", was.get(name, ""), are.get(name, ""))
        for name in dict.fromkeys([*are, *was])
        if was.get(name) != are.get(name)
    ]


def _figures(before: pd.DataFrame, now: pd.DataFrame) -> list[dict]:
    """Figures that came or went, or whose numbers or drawing changed."""
    was, are = (rows.set_index("figure") for rows in (before, now))
    rows = []
    for name in sorted({*was.index, *are.index}):
        if name not in was.index or name not in are.index:
            rows.append(_row("figure", name, "new" if name in are.index else "gone"))
        elif was.loc[name, "numbers"] != are.loc[name, "numbers"]:
            rows.append(_row("figure", name, "changed", why="its numbers"))
        elif was.loc[name, "drawing"] != are.loc[name, "drawing"]:
            rows.append(_row("figure", name, "changed", why="its drawing or words alone"))
    return rows


def _same(one: object, other: object) -> bool:
    """Whether two values are the same, a missing one like another."""
    return (pd.isna(one) and pd.isna(other)) or bool(one == other)
