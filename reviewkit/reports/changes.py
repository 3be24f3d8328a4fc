"""Compare what two runs left: a row a change.

Input: what the last run left and what this one leaves: `reviews`, `recommendations`, `codes`, `topics`, `echoes`,
`statuses`, `numbers`, `figures`, `shown` (words as they may leave), and `corrections`, as in `snapshot.TABLES`.
Output: the table `changes`, with why, where it can be told: a person's word is looked up first. Without a run before
there is nothing to compare with, and no row.
Limitations: why a model's code moved is told by its scores alone; that a group of topics moved is told, and not which
of the new recommendations moved it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from reviewkit.base.text import natural_key
from reviewkit.base.types import Row
from reviewkit.corpus import statuses, tables
from reviewkit.reports import whose_word
from reviewkit.reports.whose_word import Words

State: TypeAlias = Mapping[str, pd.DataFrame]  # what a run left
Change: TypeAlias = dict[str, object]  # a row of the table `changes`
REVIEW_FIELDS = (
    "title", "short_title", "publisher", "kind", "area", "scope", "edition", "published", "in_denominator",
    "n_recommendations", "held", "complete", "checked", "licence", "responds_to",
)  # fmt: skip
DECIDED_BY = {  # what of `corrections` decides a field of a review, and its field there
    "in_denominator": ("review", "in_denominator"),
    "checked": ("list", "checked"),
    "complete": ("list", "checked"),
}
PLACE_FIELDS = ("page", "end_page", "edition")
ASK_FIELDS = {
    "kind": "its kind", "quoted_from": "the report it is quoted from", "label": "its label", "title": "its title",
    "bodies": "who is asked", "classes": "the class of who is asked", "checked": "whether a person checked it",
}  # fmt: skip
CODED_BY = {"correction": "a person's correction", "coders": "the coders' own codes"}


def compare(last: State | None, now: State) -> pd.DataFrame:
    """Return the table `changes`: how what this run leaves differs from what the last run left, if there was one."""
    if last is None:
        return tables.empty("changes")
    words = whose_word.words_between(last["corrections"], now["corrections"])
    rows = [
        *_review_changes(last["reviews"], now["reviews"], words),
        *_recommendation_changes(last["recommendations"], now["recommendations"], words),
        *_masking_changes(last, now),
        *_code_changes(last, now, words),
        *_echo_changes(last, now, words),
        *status_changes(last["statuses"], now["statuses"]),
        *topic_changes(last["topics"], now["topics"]),
        *_number_changes(last["numbers"], now["numbers"]),
        *_figure_changes(last["figures"], now["figures"]),
    ]
    return tables.check(tables.build(rows, "changes"), "changes")


def _change(about: str, name: str, change: str, before: object = "", after: object = "", why: str = "") -> Change:
    return {
        "about": about,
        "id": name,
        "change": change,
        "before": "" if pd.isna(before) else str(before),
        "after": "" if pd.isna(after) else str(after),
        "why": why,
    }


def _join(*parts: str) -> str:
    """Return the parts of a reason that there are, as one."""
    return "; ".join(filter(None, parts))


def _review_changes(last: pd.DataFrame, now: pd.DataFrame, words: Words) -> list[Change]:
    """Return the reviews that came, went, or of which something else is known or held."""
    old, new = last.set_index("review_id"), now.set_index("review_id")
    rows = []
    for name in sorted({*old.index, *new.index}):
        if name not in old.index:
            rows.append(_change("review", name, "new", after=new.loc[name, "edition"]))
        elif name not in new.index:
            rows.append(_change("review", name, "gone", before=old.loc[name, "edition"]))
        else:
            rows += [
                _change(
                    "review",
                    name,
                    "changed",
                    old.loc[name, field],
                    new.loc[name, field],
                    _why_review(words, name, field),
                )
                for field in REVIEW_FIELDS
                if not _equal(old.loc[name, field], new.loc[name, field])
            ]
    return rows


def _why_review(words: Words, review_id: str, field: str) -> str:
    """Return which field of a review changed, and whose word that is."""
    what, corrected = DECIDED_BY.get(field, ("", ""))
    who = whose_word.whose(words, (what, review_id, corrected))
    return _join(field.replace("_", " "), who)


def _recommendation_changes(last: pd.DataFrame, now: pd.DataFrame, words: Words) -> list[Change]:
    """Return the recommendations that came or went, or have another id (with the same words), other words or page."""
    old, new = last.set_index("rec_id"), now.set_index("rec_id")
    gone, came = old[~old.index.isin(new.index)], new[~new.index.isin(old.index)]
    moved = _moved_ids(gone, came)
    rows = [
        _change("recommendation", name, "gone", why=whose_word.of_gone(words, name))
        for name in gone.index
        if name not in moved
    ]
    rows += [
        _change("recommendation", name, "new", why=whose_word.of_new(words, name))
        for name in came.index
        if name not in moved.values()
    ]
    rows += [
        _change("recommendation", new_id, "moved", old_id, new_id, "the same words under another id")
        for old_id, new_id in moved.items()
    ]
    for name in old.index.intersection(new.index):
        rows += _field_changes(name, old.loc[name], new.loc[name], words)
    return sorted(rows, key=lambda row: natural_key(str(row["id"])))


def _field_changes(name: str, old: pd.Series, new: pd.Series, words: Words) -> list[Change]:
    """Return what changed in one recommendation: its words, or else its place; its kind, its label, who is asked."""
    rows = []
    who = whose_word.of_recommendation(words, name)
    if old["text"] != new["text"]:
        rows.append(_change("recommendation", name, "changed", why=_join("its words", who)))
    elif not all(_equal(old[field], new[field]) for field in PLACE_FIELDS):
        before, after = (f"{row['edition']}, p. {row['page']}" for row in (old, new))
        rows.append(_change("recommendation", name, "changed", before, after, _join("its place", who)))
    rows += [
        _change(
            "recommendation",
            name,
            "changed",
            old[field],
            new[field],
            _join(why, whose_word.of_recommendation(words, name, field)),
        )
        for field, why in ASK_FIELDS.items()
        if old[field] != new[field]
    ]
    return rows


def _moved_ids(gone: pd.DataFrame, came: pd.DataFrame) -> dict[str, str]:
    """Return by old id the new id of each that is gone: the only one of its review that came with the same words."""
    came_by_words: dict[tuple[str, str], list[str]] = {}
    for row in came.itertuples():
        came_by_words.setdefault((row.review_id, row.text), []).append(row.Index)
    candidates = {row.Index: came_by_words.get((row.review_id, row.text), []) for row in gone.itertuples()}
    single = {old_id: new_ids[0] for old_id, new_ids in candidates.items() if len(new_ids) == 1}
    taken = list(single.values())
    return {old_id: new_id for old_id, new_id in single.items() if taken.count(new_id) == 1}


def _masking_changes(last: State, now: State) -> list[Change]:
    """Return the recommendations that are masked otherwise: the same words, but others of them may leave."""
    old_texts, new_texts = (state["recommendations"].set_index("rec_id")["text"] for state in (last, now))
    old_words, new_words = (state["shown"].set_index("rec_id")["words"] for state in (last, now))
    changed = [
        name
        for name in old_words.index.intersection(new_words.index)
        if old_texts.get(name) == new_texts.get(name) and old_words[name] != new_words[name]
    ]
    changed.sort(key=natural_key)
    return [_change("recommendation", name, "changed", why="its words as they may leave") for name in changed]


def status_changes(last: pd.DataFrame, now: pd.DataFrame) -> list[Change]:
    """Return what is known otherwise of the answers to recommendations, and where it is known from."""
    before, after = statuses.words_by_id(last), statuses.words_by_id(now)
    seen = {row["rec_id"]: row["note"] or row["seen_at"] for row in now.to_dict("records")}
    rows = []
    for name in sorted({*before, *after}, key=natural_key):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            change = "new" if not old else "changed" if new else "gone"
            rows.append(_change("status", name, change, old, new, seen.get(name, "")))
    return rows


def _in_both(last: State, now: State) -> set[str]:
    """Return the ids of recommendations that were there before and are there now."""
    return set(last["recommendations"]["rec_id"]) & set(now["recommendations"]["rec_id"])


def _rows_by_key(rows: pd.DataFrame, other: str, rec_ids: set[str]) -> dict[tuple[str, str], Row]:
    """Return rows of some recommendations by their id and what stands in another column."""
    return {(row.rec_id, getattr(row, other)): row for row in rows.itertuples() if row.rec_id in rec_ids}


def _echo_changes(last: State, now: State, words: Words) -> list[Change]:
    """Return the links that came, went or are others, of later recommendations that are there before and now."""
    rec_ids = _in_both(last, now)
    old, new = (_rows_by_key(state["echoes"], "earlier_rec_id", rec_ids) for state in (last, now))
    rows = []
    for key in sorted(old.keys() | new.keys(), key=lambda key: [*map(natural_key, key)]):
        later, earlier = key
        before, after = (
            f"{link.relation} {earlier}, by {link.by}" if link else "" for link in (old.get(key), new.get(key))
        )
        if before != after:
            change = "lost" if not after else "changed" if before else "given"
            who = whose_word.whose(words, ("link", later, earlier))
            rows.append(_change("echo", later, change, before, after, who))
    return rows


def _code_changes(last: State, now: State, words: Words) -> list[Change]:
    """Return the themes that recommendations which are there before and now were given or lost."""
    rec_ids = _in_both(last, now)
    old_texts, new_texts = (state["recommendations"].set_index("rec_id")["text"] for state in (last, now))
    old, new = (_rows_by_key(state["codes"], "theme", rec_ids) for state in (last, now))
    rows = []
    for key in sorted(old.keys() ^ new.keys(), key=lambda key: (natural_key(key[0]), key[1])):
        rec_id, theme = key
        same_words = old_texts[rec_id] == new_texts[rec_id]
        who = whose_word.whose(words, ("theme", rec_id, theme))
        if key in new:
            why = _join(CODED_BY["correction"], who) if who else _why_given(new[key], same_words)
            rows.append(_change("code", rec_id, "given", after=theme, why=why))
        else:
            why = _join(CODED_BY["correction"], who) if who else _why_lost(old[key], same_words)
            rows.append(_change("code", rec_id, "lost", before=theme, why=why))
    return rows


def _why_given(code: Row, same_words: bool) -> str:
    """Say who gave a code."""
    if not same_words:
        return "its words changed"
    return CODED_BY.get(code.by) or f"the model, which learned from other rows (score now {code.score:.2f})"


def _why_lost(code: Row, same_words: bool) -> str:
    """Say who had given a code that is lost."""
    if not same_words:
        return "its words changed"
    if code.by in CODED_BY:
        return f"{CODED_BY[code.by]}, which is there no more"
    return f"the model, which learned from other rows (score before {code.score:.2f})"


def topic_changes(last: pd.DataFrame, now: pd.DataFrame) -> list[Change]:
    """Return a row of `changes` for each recommendation that is in another topic; `last` and `now` are `topics`."""
    old_ids, new_ids = set(last["rec_id"]), set(now["rec_id"])
    old_topics, new_topics = set(last["topic_id"]), set(now["topic_id"])
    all_moved = (
        f"topics are made over all recommendations, of which {len(new_ids - old_ids)} came and "
        f"{len(old_ids - new_ids)} went"
    )
    both = last.merge(now, on="rec_id", suffixes=("_was", ""))
    rows = []
    for row in both[both["topic_id_was"] != both["topic_id"]].itertuples():
        reasons = [f"{row.topic_id_was} has ended"] if row.topic_id_was not in new_topics else []
        reasons += [f"{row.topic_id} is new"] if row.topic_id not in old_topics else []
        nearness = f"it lay at {row.nearness_was:.2f} from its middle, and lies at {row.nearness:.2f}"
        why = "; ".join(reasons or [all_moved, nearness])
        rows.append(_change("topic", row.rec_id, "moved", row.topic_id_was, row.topic_id, why))
    return rows


def _number_changes(last: pd.DataFrame, now: pd.DataFrame) -> list[Change]:
    """Return the headline numbers that are not what they were."""
    old, new = (dict(zip(numbers["name"], numbers["value"], strict=True)) for numbers in (last, now))
    return [
        _change("number", name, "changed", old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*new, *old])
        if old.get(name) != new.get(name)
    ]


def _figure_changes(last: pd.DataFrame, now: pd.DataFrame) -> list[Change]:
    """Return the figures that came or went, or whose numbers or drawing changed."""
    old, new = last.set_index("figure"), now.set_index("figure")
    rows = []
    for name in sorted({*old.index, *new.index}):
        if name not in old.index or name not in new.index:
            rows.append(_change("figure", name, "new" if name in new.index else "gone"))
        elif old.loc[name, "numbers"] != new.loc[name, "numbers"]:
            rows.append(_change("figure", name, "changed", why="its numbers"))
        elif old.loc[name, "drawing"] != new.loc[name, "drawing"]:
            rows.append(_change("figure", name, "changed", why="its drawing or words alone"))
    return rows


def _equal(before: object, after: object) -> bool:
    """Tell whether two values are equal; a missing value equals a missing one."""
    return (pd.isna(before) and pd.isna(after)) or bool(before == after)
