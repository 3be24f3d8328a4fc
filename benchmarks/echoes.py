"""How well restating is told: pairs with their reviews left out, where the coders agree, beside baselines.

    python benchmarks/echoes.py [--json]

Ranking. For each of the likeliest pairs of the corpus (`likely`, and those drawn by strata) the matcher is fitted anew
without any pair of its later review: what a reader of a new review meets. Average precision says how far up those
stand that restate. For chosen and sampled pairs both reviews are left out, and the probability from which a pair
restates is the best one of the other test pairs (again without its reviews); the baselines choose theirs alike.

Over the corpus. Pairs drawn by strata stand for as many as their stratum holds for each one drawn, all other coded
pairs of the corpus for themselves (Horvitz and Thompson 1952): precision and recall among all its pairs.

Intervals are those of 1,000 draws of earlier reviews and, apart from these, of later ones (Owen 2007, the pigeonhole
bootstrap): a pair counts as often as both of its reviews were drawn.

New reviews. Five invented ones of eight asks (`benchmarks/invented_reviews.csv`), from which nothing was learned: of
the earlier asks that both readers name, how many are among the five nearest listed; and what is linked.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.base.text import split_list
from reviewkit.coding.echoes import concepts, echo_stage, nearest, pair_features, pair_model, scoring
from reviewkit.coding.themes import theme_model, theme_stage
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.recommendations import coded_text

TEST = ("chosen", "sampled")
RANKED = ("likely", "strata")
INVENTED = Path(__file__).parent / "invented_reviews.csv"
DRAWS, SEED = 1000, 0
Sides = tuple[pair_features.PairSide, pair_features.PairSide]


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
    coder = theme_stage.fit_coder(folders)
    pairs, sides, reviews = agreed_pairs(folders, coder)
    truth = (pair_features.agreed_relation(pairs) == "restates").to_numpy()
    lexicon = concepts.load_lexicon(folders.corpus / "concepts.toml")
    source, weight = pairs["source"].to_numpy(), pairs["weight"].to_numpy()
    test, corpus_pairs = np.flatnonzero(np.isin(source, TEST)), np.flatnonzero(weight > 0)
    both = held_out(pairs, sides, lexicon, reviews, test, both=True)
    later = held_out(pairs, sides, lexicon, reviews, corpus_pairs, both=False)
    compared = {
        "cosine (MiniLM)": (sides[0].vectors * sides[1].vectors).sum(axis=1),
        "TF-IDF": _tfidf(sides),
        "the matcher": both["restates"].to_numpy(),
    }
    ranked = {name: _ranked(later["likeness"].to_numpy(), truth, reviews, source == name) for name in RANKED}
    ranked |= {
        f"{name}, cosine": _ranked(compared["cosine (MiniLM)"], truth, reviews, source == name) for name in RANKED
    }
    coded = echo_stage.coded_pairs(folders).query("source in @TEST")
    corpus = pipeline.open_corpus()
    listed = _listed(corpus, coder, pairs, sides, lexicon, reviews)
    return {
        "f1": {name: _nested(values, truth, reviews, test) for name, values in compared.items()},
        "f1_at_threshold": _f1(truth[test], compared["the matcher"][test] >= pair_model.THRESHOLD_CANDIDATE_PAIRS),
        "coders_f1": _f1((coded["code_a"] == "restates").to_numpy(), (coded["code_b"] == "restates").to_numpy()),
        "test_pairs": len(test),
        "test_restate": int(truth[test].sum()),
        "average_precision": ranked,
        "corpus": _over_corpus(later["restates"].to_numpy(), truth, reviews, weight),
        "corpus_pairs": float(weight.sum()),
        "corpus_restate": float(weight[truth].sum()),
        "listed": float(listed.mean()),
        "listed_of": len(listed),
        "invented": _invented(corpus, coder, pairs),
        "links": echo_stage.links_by(corpus),
    }


def agreed_pairs(folders: paths.Folders, coder: theme_model.Coder) -> tuple[pd.DataFrame, Sides, np.ndarray]:
    """The pairs on which the coders or a third reader agree, their sides, and the two reviews of each."""
    pairs = echo_stage.training_pairs(folders)
    pairs = pairs[pair_features.agreed_relation(pairs) != ""].reset_index(drop=True)
    reviews = np.array([echo_stage.reviews_of(pairs[side]) for side in ("earlier_ref", "later_ref")]).T
    return pairs, scoring.sides(folders, pairs, coder), reviews


def _fitted(
    pairs: pd.DataFrame, sides: Sides, lexicon: list, reviews: np.ndarray, rows: np.ndarray
) -> pair_model.Matcher:
    part = pairs.iloc[rows].reset_index(drop=True)
    relation, weight = pair_features.agreed_relation(part), part["weight"].to_numpy()
    return pair_model.fit(
        *(pair_features.take(side, rows) for side in sides), relation, lexicon, weight, reviews[rows, 1]
    )


def held_out(
    pairs: pd.DataFrame, sides: Sides, lexicon: list, reviews: np.ndarray, wanted: np.ndarray, both: bool
) -> pd.DataFrame:
    """The scores of each wanted pair from a fit without its later review, or with `both` without its two reviews."""
    scored = pd.DataFrame(0.0, index=range(len(pairs)), columns=["restates", "likeness"])
    left = reviews[wanted] if both else reviews[wanted, 1:]
    for names in sorted(set(map(tuple, left))):
        rows = np.flatnonzero(~np.isin(reviews, names).any(axis=1))
        at = wanted[(left == names).all(axis=1)]
        matcher = _fitted(pairs, sides, lexicon, reviews, rows)
        told = pair_model.scores(
            matcher, *(pair_model.weighed(matcher, pair_features.take(side, at)) for side in sides)
        )
        scored.loc[at] = told[["restates", "likeness"]].to_numpy()
    return scored


def _ranked(values: np.ndarray, truth: np.ndarray, reviews: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    """Average precision of some pairs, with its interval."""
    from sklearn.metrics import average_precision_score

    rows = np.flatnonzero(wanted)

    def precision(counts: np.ndarray) -> float:
        return float(average_precision_score(truth[rows], values[rows], sample_weight=counts))

    low, high = _ends(precision, reviews[rows])
    return {"average": precision(np.ones(len(rows))), "low": low, "high": high,
            "pairs": len(rows), "restate": int(truth[rows].sum())}  # fmt: skip


def _over_corpus(values: np.ndarray, truth: np.ndarray, reviews: np.ndarray, weight: np.ndarray) -> dict[str, object]:
    """Precision and recall among all pairs of the corpus, at the threshold of links."""
    rows = np.flatnonzero(weight > 0)
    said = values[rows] >= pair_model.THRESHOLD_CORPUS
    told: dict[str, object] = {"said": float(weight[rows][said].sum())}
    for name, among in (("precision", said), ("recall", truth[rows])):

        def share(counts: np.ndarray, among: np.ndarray = among) -> float:
            total = (counts * weight[rows])[among].sum()
            return float((counts * weight[rows])[said & truth[rows]].sum() / total) if total else float("nan")

        low, high = _ends(share, reviews[rows])
        told[name] = {"value": share(np.ones(len(rows))), "low": low, "high": high}
    return told


def _invented(corpus: Corpus, coder: theme_model.Coder, pairs: pd.DataFrame) -> dict[str, float]:
    """What is listed and linked beside the asks of invented reviews, and what two readers name there."""
    new = pd.read_csv(INVENTED, dtype=str, keep_default_na=False)
    asks = new.assign(rec_id=new["review"] + "/r" + new["number"], review_id=new["review"], published="2026-06",
                      kind="recommendation", in_denominator="no")  # fmt: skip
    dated = corpus.reviews[["review_id", "published", "in_denominator"]]
    rows = corpus.recommendations.merge(dated, on="review_id")
    rows = rows.assign(text=coded_text(rows))
    columns = ["rec_id", "review_id", "published", "in_denominator", "kind", "text", "addressed_to"]
    rows = pd.concat([rows[rows["kind"].isin(["recommendation", "commitment", "duty"])][columns], asks[columns]],
                     ignore_index=True)  # fmt: skip
    counted = set(rows.loc[(rows["kind"] == "recommendation") & (rows["in_denominator"] == "yes"), "rec_id"])
    matcher = echo_stage.fit_matcher(corpus.folders, pairs, coder)
    found = echo_stage.compared(corpus.folders, rows, coder, matcher, tables.empty("pairs"))
    first, second = (_named(new, column) for column in ("author", "reader"))
    related = _named(new, "reader_related")
    both = {pair for pair in first & second if pair[0] in counted}
    listed = set(zip(found["nearest"]["earlier_id"], found["nearest"]["rec_id"], strict=True))
    links = found["echoes"].query("relation == 'restates'")
    linked = {
        pair for pair in zip(links["earlier_rec_id"], links["rec_id"], strict=True) if pair[1] in set(asks["rec_id"])
    }
    per_ask = pd.Series([pair[1] for pair in both]).value_counts()
    return {
        "named": len(both),
        "listed": len(both & listed),
        "can_be_listed": int(np.minimum(per_ask, nearest.LISTED).sum()),
        "asks_named": len(per_ask),
        "asks_with_one_listed": len({pair[1] for pair in both & listed}),
        "linked": len(linked),
        "linked_named_by_both": len(linked & first & second),
        "linked_named_by_one": len(linked & (first ^ second)),
        "linked_rejected": len(linked - first - second),
        "linked_rejected_and_related": len((linked - first - second) & related),
    }


def _named(new: pd.DataFrame, column: str) -> set[tuple[str, str]]:
    ids = new["review"] + "/r" + new["number"]
    return {(earlier, later) for later, cell in zip(ids, new[column], strict=True) for earlier in split_list(cell)}


def _listed(
    corpus: Corpus, coder: theme_model.Coder, pairs: pd.DataFrame, sides: Sides, lexicon: list, reviews: np.ndarray
) -> np.ndarray:
    """For each coded restating pair of counted reviews: whether it is listed, by a fit without its later review."""
    dated = corpus.reviews[["review_id", "published", "in_denominator"]]
    rows = corpus.recommendations.merge(dated, on="review_id")
    rows = rows.assign(text=coded_text(rows))
    side = scoring.pair_side(corpus.folders, rows, coder)
    found = echo_stage.nearest_pool(rows, side)
    truth = pairs[(pair_features.agreed_relation(pairs) == "restates") & (pairs["weight"] > 0)]
    able = set(rows.loc[(rows["kind"] == "recommendation") & (rows["in_denominator"] == "yes"), "rec_id"])
    truth = truth[truth["earlier_ref"].isin(able) & truth["later_ref"].isin(able)]
    hits = []
    for review, own in truth.groupby(truth["later_ref"].str.partition("/")[0]):
        matcher = _fitted(pairs, sides, lexicon, reviews, np.flatnonzero(reviews[:, 1] != review))
        at = found[(rows["review_id"].to_numpy() == review)[found[:, 1]]]
        weighed = pair_model.weighed(matcher, side)
        scored = pair_model.scores(matcher, *(pair_features.take(weighed, at[:, column]) for column in (0, 1)))
        table = nearest.nearest_table(rows, at, scored["likeness"].to_numpy(), tables.empty("echoes"), ())
        listed = set(zip(table["earlier_id"], table["rec_id"], strict=True))
        hits += [pair in listed for pair in zip(own["earlier_ref"], own["later_ref"], strict=True)]
    return np.array(hits)


def _nested(values: np.ndarray, truth: np.ndarray, reviews: np.ndarray, test: np.ndarray) -> dict[str, float]:
    """F1 with the threshold of each pair chosen on the test pairs that share no review with it."""
    said = np.zeros(len(truth), bool)
    for at in test:
        others = test[~np.isin(reviews[test], reviews[at]).any(axis=1)]
        best = max(np.unique(values[others]), key=lambda threshold: _f1(truth[others], values[others] >= threshold))
        said[at] = values[at] >= best
    low, high = _ends(lambda counts: _f1(truth[test], said[test], counts), reviews[test])
    precision = float(truth[test][said[test]].mean()) if said[test].any() else float("nan")
    return {"f1": _f1(truth[test], said[test]), "low": low, "high": high, "precision": precision}


def _ends(measure: Callable[[np.ndarray], float], reviews: np.ndarray) -> tuple[float, float]:
    """The middle 95 of 100 values over draws of earlier reviews and of later ones: how often each pair counts."""
    rng = np.random.default_rng(SEED)
    codes = [np.unique(reviews[:, side], return_inverse=True)[1] for side in (0, 1)]
    drawn = []
    for _ in range(DRAWS):
        counts = np.ones(len(reviews))
        for code in codes:
            size = code.max() + 1
            counts *= rng.multinomial(size, np.full(size, 1 / size))[code]
        if counts.any():
            drawn.append(measure(counts))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _tfidf(sides: Sides) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    weights.fit(sorted({*sides[0].texts, *sides[1].texts}))
    one, other = (weights.transform(side.texts) for side in sides)
    return np.asarray(one.multiply(other).sum(axis=1)).ravel()


def _f1(truth: np.ndarray, said: np.ndarray, counts: np.ndarray | None = None) -> float:
    weight = np.ones(len(truth)) if counts is None else counts
    return float(2 * weight[truth & said].sum() / max(weight[truth].sum() + weight[said].sum(), 1))


def shown(measured: dict[str, object]) -> str:
    """The figures as a table."""
    lines = [f"{measured['test_pairs']} pairs, {measured['test_restate']} of which restate; both reviews left out", ""]
    lines += [
        f"{name:40}F1 {row['f1']:.3f} ({row['low']:.3f} to {row['high']:.3f}); precision {row['precision']:.3f}"
        for name, row in measured["f1"].items()
    ]
    lines += [
        f"{'the matcher at its fixed threshold':40}F1 {measured['f1_at_threshold']:.3f}",
        f"{'two coders with each other':40}F1 {measured['coders_f1']:.3f}",
        "",
        "Average precision, later review left out:",
    ]
    lines += [
        f"{name:40}{row['average']:.3f} ({row['low']:.3f} to {row['high']:.3f}); "
        f"{row['restate']} of {row['pairs']} restate"
        for name, row in measured["average_precision"].items()
    ]
    corpus, invented, links = measured["corpus"], measured["invented"], measured["links"]
    lines += [
        "",
        f"Among all {measured['corpus_pairs']:,.0f} pairs of the corpus, of which some "
        f"{measured['corpus_restate']:.0f} restate, {corpus['said']:.0f} are linked at {pair_model.THRESHOLD_CORPUS}:",
        *(f"{name:40}{corpus[name]['value']:.3f} ({corpus[name]['low']:.3f} to {corpus[name]['high']:.3f})"
          for name in ("precision", "recall")),
        "",
        f"Of {measured['listed_of']} coded restating pairs among the five nearest listed: {measured['listed']:.3f}",
        f"Five invented reviews: of {invented['named']} earlier asks that both readers name {invented['listed']} are "
        f"among the five nearest ({invented['can_be_listed']} can be); of {invented['asks_named']} asks that repeat "
        f"something {invented['asks_with_one_listed']} show at least one",
        f"Links there: {invented['linked']}; named by both readers {invented['linked_named_by_both']}, by one "
        f"{invented['linked_named_by_one']}, by neither {invented['linked_rejected']} (related by one reader: "
        f"{invented['linked_rejected_and_related']})",
        f"Links of the corpus: {links['coders']} by two coders alike, {links['model']} by the matcher alone",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
