"""How well themes are coded: reviews left out, scored where the two coders agree, beside baselines and the coders.

    python benchmarks/themes.py [--json]

Ten folds of whole reviews. For each fold everything is fitted from nothing on the other reviews and the invented
examples, and all that is chosen is chosen inside the fold, by leaving each of its reviews out: penalty, weight of the
vectors, curve of the scores, threshold. Then the fold's own recommendations are coded once. The invented examples are
never scored on. Where the two coders differ, either answer passes.

Published words: recommendations of real documents, on neighbouring and on other subjects, coded twice and blind
(`benchmarks/published_themes.csv`), where `REVIEWKIT_BENCH` names a folder that has them. Nothing was learned from
them; but the conventions by which examples in published wording were invented were written with the 60 in view whose
coders are `given`.

The baselines stand on the same folds. The commonest themes: the two that most training rows have, for every row.
Names by embedding: themes whose name and definition lie nearest by MiniLM. Words alone, vectors alone: logistic
regression on TF-IDF or MiniLM, on the corpus alone. Their thresholds are chosen inside the fold as well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier
from truth import real_folders

from reviewkit.base import paths
from reviewkit.coding import agreement, vectors
from reviewkit.coding.themes import decisions, theme_model, theme_stage, training
from reviewkit.corpus.codebook import load_themes

FOLDS, SEED = 10, 0
SETTINGS = ((2.0, 6.0), (2.0, 2.0), (4.0, 6.0))  # penalty, weight of the vectors; first those of `fit`
PUBLISHED = Path(__file__).parent / "published_themes.csv"
CASEY = ("information-sharing", "training-and-awareness", "data-and-ethnicity-recording")  # the bar: kappa >= 0.75
Baseline = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How well themes are coded.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args(arguments).json
    measured = measure()
    print(json.dumps(measured) if as_json else shown(measured))
    return 0


def measure() -> dict[str, object]:
    """Every figure of the table."""
    folders = paths.folders()
    themes = load_themes(folders.corpus / "codebook.toml")
    rows = training.training_rows(folders.corpus)
    names, texts = list(themes["theme"]), list(rows["text"])
    matrix = vectors.encode(texts, folders.cache)
    given = training.soft_labels(rows["themes_a"], rows["themes_b"], names)
    real = np.flatnonzero(~rows["invented"])
    one, other = (training.labels(rows[column].iloc[real], names) for column in ("themes_a", "themes_b"))
    reviews = rows["review_id"].iloc[real]
    meant = vectors.encode(list(themes["name"] + ". " + themes["definition"]), folders.cache)
    baselines = _baselines(rows.iloc[real], matrix[real], given[real], meant)
    scored, holds, doubtful = coded(rows, matrix, given, names)
    _, alone_holds, _ = coded(rows.iloc[real], matrix[real], given[real], names)
    f1s = {
        name: agreement.f1(said, one, other, reviews) for name, said in _said(baselines, reviews, given[real]).items()
    }
    f1s["the coder, without invented rows"] = agreement.f1(alone_holds, one, other, reviews)
    written = rows[rows["invented"]]
    author, reader = (training.labels(written[column], names) for column in ("themes_a", "themes_b"))
    measured = agreement.f1(holds, one, other, reviews)
    kappas = agreement.kappas(holds, one & other, reviews, names, one == other)
    people = agreement.kappas(one, other, reviews, names)
    return {
        "micro_f1": measured["micro"],
        "micro_low": measured["low"],
        "micro_high": measured["high"],
        "macro_f1": measured["macro"],
        "baselines": {name: each["micro"] for name, each in f1s.items()},
        "coders_micro_f1": agreement.f1(one, other, other, reviews)["micro"],
        "invented_micro_f1": agreement.f1(author, reader, reader, written["review_id"])["micro"],
        "rows": len(real),
        "invented": len(rows) - len(real),
        "kappa": dict(zip(names, kappas["kappa"], strict=True)),
        "kappa_ends": _ends(kappas),
        "kappa_rows": dict(zip(names, kappas["other"].astype(int).tolist(), strict=True)),
        "kappa_coders": dict(zip(names, people["kappa"], strict=True)),
        "kappa_coders_ends": _ends(people),
        **_sureness(scored, holds, doubtful, one, other),
        "published": _published(folders, names),
    }


def coded(
    rows: pd.DataFrame, matrix: np.ndarray, given: np.ndarray, themes: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coded rows in; for those of the corpus scores, whether each theme holds, and which rows are doubtful, out.

    Each with its fold left out.
    """
    real, invented = np.flatnonzero(~rows["invented"]), np.flatnonzero(rows["invented"])
    scored, holds = np.zeros((len(real), len(themes))), np.zeros((len(real), len(themes)), bool)
    doubtful = np.zeros(len(real), bool)
    for train, test in _folds(rows["review_id"].iloc[real]):
        seen = np.r_[real[train], invented]
        coder = _chosen(rows.iloc[seen].reset_index(drop=True), matrix[seen], given[seen], themes)
        scored[test] = theme_model.scores(coder, rows.iloc[real[test]], matrix[real[test]])
        holds[test] = scored[test] >= coder.threshold
        doubtful[test] = decisions.doubtful_cells(coder, scored[test]).any(axis=1)
    return scored, holds, doubtful


def _chosen(rows: pd.DataFrame, matrix: np.ndarray, given: np.ndarray, themes: list[str]) -> theme_model.Coder:
    """The coder whose settings are best inside the fold: micro-F1 of its rows, each with its own review left out."""
    real = ~rows["invented"].to_numpy(bool)
    agreed, truth = given[real] != 0.5, given[real] == 1

    def worth(coder: theme_model.Coder) -> float:
        said = (coder.held_out[real] >= coder.threshold) & agreed
        return 2 * (said & truth).sum() / (said.sum() + truth.sum())

    return max((theme_model.fit(rows, matrix, given, themes, None, *each) for each in SETTINGS), key=worth)


def _folds(reviews: pd.Series) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows to train and to test on, no review in both."""
    folds = GroupKFold(min(FOLDS, reviews.nunique()), shuffle=True, random_state=SEED)
    return list(folds.split(reviews, groups=reviews))


def _baselines(rows: pd.DataFrame, matrix: np.ndarray, given: np.ndarray, meant: np.ndarray) -> dict[str, Baseline]:
    """Each takes rows to train on and rows to score, and gives scores of both."""
    tfidf = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    yes = given == 1

    def commonest(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        share = yes[train].mean(axis=0)
        top = (share >= np.sort(share)[-2]).astype(float)
        return np.tile(top, (len(train), 1)), np.tile(top, (len(test), 1))

    def named(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return matrix[train] @ meant.T, matrix[test] @ meant.T

    def learned(blocks: Callable[[np.ndarray, np.ndarray], tuple[object, object]]) -> Baseline:
        def scores(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            seen, new = blocks(train, test)
            model = OneVsRestClassifier(LogisticRegression(C=10, max_iter=1000))
            inner = np.zeros((len(train), yes.shape[1]))
            for fit, left in _folds(rows["review_id"].iloc[train]):
                inner[left] = model.fit(seen[fit], yes[train][fit]).predict_proba(seen[left])
            return inner, model.fit(seen, yes[train]).predict_proba(new)

        return scores

    words = rows["text"].to_numpy()
    return {
        "the two commonest themes": commonest,
        "names by embedding": named,
        "words alone (TF-IDF)": learned(
            lambda train, test: (tfidf.fit_transform(words[train]), tfidf.transform(words[test]))
        ),
        "vectors alone (MiniLM)": learned(lambda train, test: (matrix[train], matrix[test])),
    }


def _said(baselines: dict[str, Baseline], reviews: pd.Series, given: np.ndarray) -> dict[str, np.ndarray]:
    """What each baseline codes, with the threshold that is best inside each fold."""
    made = {name: np.zeros(given.shape, bool) for name in baselines}
    for train, test in _folds(reviews):
        truth = given[train] == 1
        for name, baseline in baselines.items():
            seen, new = baseline(train, test)
            tried = np.unique(np.quantile(seen, np.linspace(0.7, 0.99, 60)))
            best = max(tried, key=lambda t: 2 * (truth & (seen >= t)).sum() / (truth.sum() + (seen >= t).sum()))
            made[name][test] = new >= best
    return made


def _sureness(
    scored: np.ndarray, holds: np.ndarray, doubtful: np.ndarray, one: np.ndarray, other: np.ndarray
) -> dict[str, float]:
    """How far scores are shares, and how many errors stand in the rows that are marked as doubtful."""
    agreed = one == other
    wrong = agreed & (holds != one)
    bins = np.digitize(scored[agreed], np.linspace(0.1, 0.9, 9))
    gaps = [
        (bins == each).sum() * abs(scored[agreed][bins == each].mean() - one[agreed][bins == each].mean())
        for each in np.unique(bins)
    ]
    return {
        "calibration_error": float(sum(gaps) / agreed.sum()),
        "unsure_share": float(doubtful.mean()),
        "errors": int(wrong.sum()),
        "errors_unsure": int(wrong[doubtful].sum()),
    }


def _published(folders: paths.Folders, names: list[str]) -> dict[str, dict[str, object]]:
    """F1 and kappas on published words that are at hand, by who coded them; nothing where none are."""
    texts = {
        (file.stem, str(number)): " ".join(f"{entry.get('title', '')} {entry['text']}".split())
        for folder in real_folders()
        for file in sorted((folder / "gold").glob("*.json"))
        if file.stem != "quoted"
        for number, entry in enumerate(json.loads(file.read_text("utf-8"))["recommendations"], start=1)
    }
    rows = pd.read_csv(PUBLISHED, dtype=str, keep_default_na=False)
    rows["text"] = [texts.get(key, "") for key in zip(rows["document"], rows["entry"], strict=True)]
    rows = rows[rows["text"] != ""].assign(addressed_to="")
    coder = theme_stage.fit_coder(folders)
    told: dict[str, dict[str, object]] = {}
    for coders, own in rows.groupby("coders"):
        scored = theme_model.scores(coder, own, vectors.encode(list(own["text"]), folders.cache))
        one, other = (training.labels(own[column], names) for column in ("themes_a", "themes_b"))
        holds, doubtful = scored >= coder.threshold, decisions.doubtful_cells(coder, scored).any(axis=1)
        wrong = (one == other) & (holds != one)
        kappas = agreement.kappas(holds, one & other, own["document"], names, one == other).set_index("theme")
        told[str(coders)] = {
            "rows": len(own),
            **agreement.f1(holds, one, other, own["document"] + own["entry"]),
            "coders": agreement.f1(one, other, other, own["document"])["micro"],
            "kappa": {theme: float(kappas.at[theme, "kappa"]) for theme in CASEY},
            "doubtful": float(doubtful.mean()),
            "errors": int(wrong.sum()),
            "errors_doubtful": int(wrong[doubtful].sum()),
        }
    return told


def _ends(kappas: pd.DataFrame) -> dict[str, list[float]]:
    """The interval of each theme's kappa."""
    return {row.theme: [row.low, row.high] for row in kappas.itertuples(index=False)}


def shown(measured: dict[str, object]) -> str:
    """The figures as a table."""
    of = f"{measured['rows']} recommendations, commitments and duties; {measured['invented']} invented examples"
    lines = [f"{of} to learn from besides", "", f"{'':34}micro-F1"]
    lines += [f"{name:34}{value:.3f}" for name, value in measured["baselines"].items()]
    lines.append(
        f"{'the coder':34}{measured['micro_f1']:.3f}  ({measured['micro_low']:.3f} to {measured['micro_high']:.3f}); "
        f"macro-F1 {measured['macro_f1']:.3f}"
    )
    lines.append(f"{'two coders with each other':34}{measured['coders_micro_f1']:.3f}")
    lines.append(f"{'author and reader, invented rows':34}{measured['invented_micro_f1']:.3f}")
    lines.append("")
    lines.append(f"{'theme':34}{'rows':>5}  {'kappa of the coder':22}kappa of the two coders")
    for theme, rows in measured["kappa_rows"].items():
        model = _kappa(measured["kappa"][theme], measured["kappa_ends"][theme])
        people = _kappa(measured["kappa_coders"][theme], measured["kappa_coders_ends"][theme])
        lines.append(f"{theme:34}{rows:>5}  {model:22}{people}")
    lines += [
        "",
        f"Scores differ from shares by {measured['calibration_error']:.3f} on average.",
        f"{measured['unsure_share']:.0%} of the rows are marked as doubtful; of {measured['errors']} wrong answers "
        f"{measured['errors_unsure']} are in these.",
        "",
        "Published words:" if measured["published"] else "No published words at hand (REVIEWKIT_BENCH).",
    ]
    for coders, told in measured["published"].items():
        kappas = ", ".join(f"{theme} {value:.2f}" for theme, value in told["kappa"].items())
        lines.append(
            f"{told['rows']} rows, coders {coders}: micro-F1 {told['micro']:.3f} ({told['low']:.3f} to "
            f"{told['high']:.3f}), the two coders {told['coders']:.3f}; kappa: {kappas}; {told['doubtful']:.0%} "
            f"doubtful hold {told['errors_doubtful']} of {told['errors']} errors"
        )
    return "\n".join(lines)


def _kappa(value: float, ends: list[float]) -> str:
    return f"{value:.2f} ({ends[0]:.2f} to {ends[1]:.2f})"


if __name__ == "__main__":
    sys.exit(main())
