"""Recommendations -> echoes, kept by what they were made from; and the relation of any pairs.

Comes in: the folders of a corpus and its recommendations. Goes out: `echoes` and `problems`. Where people coded too
few pairs, or too few themes, nobody but they says what restates what: that is a problem with its next step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit import addressees, coding, cycle, echoes, kept, paths, tables, vectors
from reviewkit.pipeline import theming

MATCHERS = (
    "echoes", "coding", "vectors", "addressees", "pipeline/echoing", "pipeline/theming", "tables", "cycle/history",
)  # fmt: skip
STANDS_ON = (*theming.STANDS_ON, "rapidfuzz", "spacy")
MADE = ("echoes", "problems")


def echoed(places: paths.Places, recommendations: pd.DataFrame, reviews: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A corpus, its recommendations and reviews in; `echoes` and `problems` out, kept by what they were made from."""
    asks = recommendations[recommendations["kind"].isin(theming.ASKS)]
    asks = asks.sort_values("rec_id", key=lambda ids: ids.map(tables.natural), ignore_index=True)
    rows = asks.assign(text=theming.text(asks)).merge(reviews[["review_id", "published"]], on="review_id")
    rows = rows[["rec_id", "review_id", "published", "text", "addressed_to", "classes"]]
    pairs = coded(places)
    coded_rows = theming.learned_from(places, recommendations)
    key = kept.key([rows, pairs, coded_rows, *_files(places)], MATCHERS, STANDS_ON)
    fitted = partial(theming.fitted, places, recommendations)
    return kept.once(places.kept, "echoes", key, MADE, partial(_echoed, places, rows, pairs, fitted))


def answers(places: paths.Places, asked: pd.DataFrame) -> Iterable[dict[str, object]]:
    """A corpus and pairs (`id`, `earlier`, `earlier_to`, `later`, `later_to`) in; relation and score of each out.

    Raises `tables.TableError` where the corpus holds too few coded pairs, or coded rows, to learn from.
    """
    try:
        coder = theming.fitted(places)
        matcher = learned(places, coded(places), coder)
    except (coding.TooFewError, echoes.TooFewError) as error:
        raise tables.TableError(str(error)) from error
    earlier, later = sides(places, asked, coder)
    scored = echoes.scores(matcher, earlier, later)
    relations = echoes.decided(scored, echoes.PICKED)
    for row, relation, score in zip(asked["id"], relations, scored["restates"], strict=True):
        yield {"id": row, "relation": relation, "score": round(float(score), tables.DECIMALS)}


def coded(places: paths.Places) -> pd.DataFrame:
    """A corpus in; the pairs that people coded, by the ids of now, out; without rows where there are none."""
    pairs, now = theming.people(places, "pairs"), theming.people(places, "aliases")
    for column in ("earlier_ref", "later_ref"):
        pairs = pairs.assign(**{column: coding.ids_now(pairs[column], now, "pairs.csv")})
    return pairs


def learned(places: paths.Places, pairs: pd.DataFrame, coder: coding.Coder) -> echoes.Matcher:
    """A corpus, coded pairs and the coder of themes in; the matcher fitted on pairs that both coders agree on out."""
    relation = echoes.agreed(pairs)
    sure = pairs[relation != ""].reset_index(drop=True)
    earlier, later = sides(places, sure, coder)
    return echoes.fit(earlier, later, echoes.agreed(sure), echoes.lexicon(places.corpus / "concepts.toml"))


def sides(places: paths.Places, pairs: pd.DataFrame, coder: coding.Coder) -> tuple[echoes.Side, echoes.Side]:
    """A corpus, pairs of texts with who is asked, and the coder of themes in; both sides of the pairs out."""
    texts = pd.concat([_one(pairs, "earlier"), _one(pairs, "later")], ignore_index=True)
    whole = sided(places, texts, coder)
    half = len(pairs)
    return part(whole, np.arange(half)), part(whole, np.arange(half, 2 * half))


def sided(places: paths.Places, rows: pd.DataFrame, coder: coding.Coder) -> echoes.Side:
    """A corpus, rows (`text`, `addressed_to`) and the coder of themes in; one side of pairs out."""
    distinct = rows.drop_duplicates(["text", "addressed_to"], ignore_index=True)
    at = {key: place for place, key in enumerate(zip(distinct["text"], distinct["addressed_to"], strict=True))}
    known = theming.people(places, "bodies")
    names = distinct.assign(title="", text="")[["addressed_to", "title", "text"]]
    classes = list(addressees.asked(names, known)["classes"])
    matrix = vectors.vectors(list(distinct["text"]), places.kept)
    side = echoes.side(
        list(distinct["text"]),
        matrix,
        _themes(coder, distinct, matrix),
        list(distinct["addressed_to"]),
        classes,
        echoes.lexicon(places.corpus / "concepts.toml"),
    )
    wanted = [at[key] for key in zip(rows["text"], rows["addressed_to"], strict=True)]
    return part(side, np.array(wanted, int))


def _themes(coder: coding.Coder, rows: pd.DataFrame, matrix: np.ndarray) -> np.ndarray:
    """Theme scores; of a text that people coded, those with its own review left out."""
    scored = coding.scores(coder, rows, matrix)
    own = coder.rows[~coder.rows["invented"].to_numpy(bool)]
    place = dict(zip(own["text"], own.index, strict=True))
    for at, text in enumerate(rows["text"]):
        if text in place:
            scored[at] = coder.held_out[place[text]]
    return scored


def _echoed(
    places: paths.Places, rows: pd.DataFrame, pairs: pd.DataFrame, fitted: Callable[[], coding.Coder]
) -> dict[str, pd.DataFrame]:
    """The same, made anew."""
    none = np.zeros((0, 2), int), pd.DataFrame({"restates": [], "related": [], "same": []})
    try:
        coder = fitted()
        matcher = learned(places, pairs, coder)
    except (coding.TooFewError, echoes.TooFewError) as error:
        said = {"document": "pairs.csv", "what": "the model finds no echoes", "text": str(error)}
        step = "code pairs of recommendations in pairs.csv; two coders, blind to each other"
        problems = [] if rows.empty else [said | {"next_step": step}]
        made = echoes.links(rows, *none, pairs, cycle.after, cycle.years)
        return {"echoes": made, "problems": tables.build(problems, "problems")}
    side = sided(places, rows, coder)
    found = echoes.candidates(rows, side.vectors, cycle.after)
    scored = echoes.scores(matcher, part(side, found[:, 0]), part(side, found[:, 1]))
    made = echoes.links(rows, found, scored, pairs, cycle.after, cycle.years)
    return {"echoes": made, "problems": tables.empty("problems")}


def _files(places: paths.Places) -> list[pd.DataFrame]:
    """What else scores of pairs hang on, so that a change of it is noticed."""
    return [_file(places, name) for name in ("codebook.toml", "bodies.csv", "concepts.toml")]


def _file(places: paths.Places, name: str) -> pd.DataFrame:
    path = places.corpus / name
    return pd.DataFrame({"text": [path.read_text(encoding="utf-8")] if path.is_file() else []})


def _one(pairs: pd.DataFrame, which: str) -> pd.DataFrame:
    return pairs[[which, f"{which}_to"]].set_axis(["text", "addressed_to"], axis=1)


def part(side: echoes.Side, at: np.ndarray) -> echoes.Side:
    """A side and places in, those rows of it out."""
    return echoes.Side(
        [side.texts[place] for place in at],
        side.vectors[at],
        side.themes[at],
        [side.kinds[place] for place in at],
        side.named[at],
    )


def linked(corpus: Path | None = None) -> dict[str, int]:
    """A corpus folder in (ours, if none is named); how many restating links of its last run each of `by` made, out."""
    found = tables.load(paths.places(corpus).tables / "echoes.csv", "echoes")
    restates = found[found["relation"] == "restates"]
    return {by: int((restates["by"] == by).sum()) for by in ("coders", "model")}
