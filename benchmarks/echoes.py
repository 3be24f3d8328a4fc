"""How well restating is told: pairs with both reviews left out, where the two coders agree, beside baselines.

    python benchmarks/echoes.py [--json]

The chosen and sampled pairs are the test. For each of them the matcher is fitted anew without any pair that touches
either of its two reviews; the probability from which a pair restates is the best one of the other test pairs (again
without its reviews). The baselines (MiniLM's cosine, TF-IDF's) choose their threshold in the same way. Intervals are
those of 2,000 draws of the later reviews. `likely` pairs, the most alike of all the corpus's pairs, are scored by the
same fits with their later review left out: what a reader of a new review meets. By fits of that kind it is also counted
how many of all coded restating pairs are among the five that `nearest` lists beside the later recommendation.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.coding.echoes import concepts, echo_stage, nearest, pair_features, pair_model
from reviewkit.coding.themes import theme_model, theme_stage
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.recommendations import coded_text

TEST = ("chosen", "sampled")
DRAWS, SEED = 2000, 0


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How well restating is told.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args(arguments).json
    measured = measure()
    print(json.dumps(measured) if as_json else shown(measured))
    return 0


def measure() -> dict[str, object]:
    """Every figure of the table."""
    folders = paths.folders()
    pairs = echo_stage.coded_pairs(folders)
    pairs = pairs[pair_features.agreed_relation(pairs) != ""].reset_index(drop=True)
    coder = theme_stage.fit_coder(folders)
    sides = echo_stage.sides(folders, pairs, coder)
    lexicon = concepts.load_lexicon(folders.corpus / "concepts.toml")
    reviews = np.array([[ref.partition("/")[0] for ref in pairs[side]] for side in ("earlier_ref", "later_ref")]).T
    test = np.flatnonzero(pairs["source"].isin(TEST))
    likely = np.flatnonzero(pairs["source"] == "likely")
    truth = (pair_features.agreed_relation(pairs) == "restates").to_numpy()
    scored = {
        "cosine (MiniLM)": (sides[0].vectors * sides[1].vectors).sum(axis=1),
        "TF-IDF": _tfidf(sides),
        "the matcher": held_out(pairs, sides, lexicon, reviews, test, both=True),
    }
    f1s = {name: _nested(values, truth, reviews, test) for name, values in scored.items()}
    kept = held_out(pairs, sides, lexicon, reviews, likely, both=False)[likely]
    one = echo_stage.coded_pairs(folders).query("source in @TEST")
    corpus = pipeline.open_corpus()
    links = echo_stage.links_by(corpus)
    listed = _listed(corpus, coder, pairs, sides, lexicon, reviews)
    return {
        "f1_restates": f1s["the matcher"]["f1"],
        "f1": f1s,
        "f1_at_threshold": _f1(truth[test], scored["the matcher"][test] >= pair_model.THRESHOLD_CANDIDATE_PAIRS),
        "coders_f1": _f1((one["code_a"] == "restates").to_numpy(), (one["code_b"] == "restates").to_numpy()),
        "test_pairs": len(test),
        "test_restate": int(truth[test].sum()),
        "likely_pairs": len(likely),
        "likely_restate": int(truth[likely].sum()),
        "likely_precision": _precision(truth[likely], kept >= pair_model.THRESHOLD_CORPUS),
        "likely_recall": float((kept >= pair_model.THRESHOLD_CORPUS)[truth[likely]].mean()),
        "listed": listed.sum() / len(listed),
        "listed_of": len(listed),
        "links": links,
    }


def _fitted(
    pairs: pd.DataFrame, sides: tuple[pair_features.PairSide, pair_features.PairSide], lexicon: list, rows: np.ndarray
) -> pair_model.Matcher:
    part = pairs.iloc[rows].reset_index(drop=True)
    return pair_model.fit(
        *(echo_stage.take(side, rows) for side in sides), pair_features.agreed_relation(part), lexicon
    )


def held_out(
    pairs: pd.DataFrame,
    sides: tuple[pair_features.PairSide, pair_features.PairSide],
    lexicon: list,
    reviews: np.ndarray,
    wanted: np.ndarray,
    both: bool,
) -> np.ndarray:
    """The probability of each wanted pair from a fit without its later review, or without `both` its reviews."""
    scored = np.zeros(len(pairs))
    left = reviews[wanted] if both else reviews[wanted, 1:]
    for names in np.unique(left, axis=0):
        rows = np.flatnonzero(~np.isin(reviews, names).any(axis=1))
        at = wanted[(left == names).all(axis=1)]
        matcher = _fitted(pairs, sides, lexicon, rows)
        scored[at] = pair_model.scores(matcher, *(echo_stage.take(side, at) for side in sides))["restates"]
    return scored


def _listed(
    corpus: Corpus,
    coder: theme_model.Coder,
    pairs: pd.DataFrame,
    sides: tuple[pair_features.PairSide, pair_features.PairSide],
    lexicon: list,
    reviews: np.ndarray,
) -> np.ndarray:
    """For each coded restating pair of counted reviews: whether it is listed, by a fit without its later review."""
    dated = corpus.reviews[["review_id", "published", "in_denominator"]]
    rows = corpus.recommendations.merge(dated, on="review_id")
    rows = rows.assign(text=coded_text(rows))
    side = echo_stage.pair_side(corpus.folders, rows, coder)
    found = nearest.pool(rows, side.vectors)
    truth = pairs[pair_features.agreed_relation(pairs) == "restates"]
    able = set(rows.loc[(rows["kind"] == "recommendation") & (rows["in_denominator"] == "yes"), "rec_id"])
    truth = truth[truth["earlier_ref"].isin(able) & truth["later_ref"].isin(able)]
    hits = []
    for review, own in truth.groupby(truth["later_ref"].str.partition("/")[0]):
        matcher = _fitted(pairs, sides, lexicon, np.flatnonzero(reviews[:, 1] != review))
        at = found[(rows["review_id"].to_numpy() == review)[found[:, 1]]]
        scored = pair_model.scores(matcher, echo_stage.take(side, at[:, 0]), echo_stage.take(side, at[:, 1]))
        table = nearest.nearest_table(rows, at, scored["likeness"].to_numpy(), tables.empty("echoes"), ())
        listed = set(zip(table["earlier_id"], table["rec_id"], strict=True))
        hits += [pair in listed for pair in zip(own["earlier_ref"], own["later_ref"], strict=True)]
    return np.array(hits)


def _nested(values: np.ndarray, truth: np.ndarray, reviews: np.ndarray, test: np.ndarray) -> dict[str, float]:
    """F1 with the threshold of each pair chosen on the test pairs that share no review with it."""
    said = np.zeros(len(truth), bool)
    for at in test:
        others = test[~np.isin(reviews[test], reviews[at]).any(axis=1)]
        tried = np.unique(values[others])
        best = max(tried, key=lambda threshold: _f1(truth[others], values[others] >= threshold))
        said[at] = values[at] >= best
    low, high = _ends(lambda rows: _f1(truth[rows], said[rows]), reviews[:, 1], test)
    return {
        "f1": _f1(truth[test], said[test]),
        "low": low,
        "high": high,
        "precision": _precision(truth[test], said[test]),
    }


def _ends(measure: Callable[[np.ndarray], float], later: np.ndarray, test: np.ndarray) -> tuple[float, float]:
    """The middle 95 of 100 values over draws of whole later reviews."""
    rng = np.random.default_rng(SEED)
    groups = [test[later[test] == name] for name in np.unique(later[test])]
    drawn = [
        measure(np.concatenate([groups[at] for at in rng.integers(len(groups), size=len(groups))]))
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _tfidf(sides: tuple[pair_features.PairSide, pair_features.PairSide]) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    weights.fit(sorted({*sides[0].texts, *sides[1].texts}))
    one, other = (weights.transform(side.texts) for side in sides)
    return np.asarray(one.multiply(other).sum(axis=1)).ravel()


def _f1(truth: np.ndarray, said: np.ndarray) -> float:
    return float(2 * (truth & said).sum() / max(truth.sum() + said.sum(), 1))


def _precision(truth: np.ndarray, said: np.ndarray) -> float:
    return float(truth[said].mean()) if said.any() else float("nan")


def shown(measured: dict[str, object]) -> str:
    """The figures as a table."""
    lines = [f"{measured['test_pairs']} pairs, {measured['test_restate']} of which restate; both reviews left out", ""]
    lines += [
        f"{name:40}F1 {row['f1']:.3f} ({row['low']:.3f} to {row['high']:.3f}); precision {row['precision']:.3f}"
        for name, row in measured["f1"].items()
    ]
    links = measured["links"]
    return "\n".join(
        [
            *lines,
            f"{'the matcher at its fixed threshold':40}F1 {measured['f1_at_threshold']:.3f}",
            f"{'two coders with each other':40}F1 {measured['coders_f1']:.3f}",
            "",
            f"{measured['likely_pairs']} likeliest pairs of the corpus, {measured['likely_restate']} of which restate: "
            f"precision {measured['likely_precision']:.3f}, recall {measured['likely_recall']:.3f} "
            f"at {pair_model.THRESHOLD_CORPUS}",
            f"Of {measured['listed_of']} coded restating pairs among the five nearest listed: {measured['listed']:.3f}",
            f"Links of the corpus: {links['coders']} by two coders alike, {links['model']} by the matcher alone",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
