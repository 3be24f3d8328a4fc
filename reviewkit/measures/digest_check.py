"""Compare what our digest of a review had with what it lacked, once the published text is at hand.

Input: a corpus. Output: for each review whose published text took a digest's place, how many of the recommendations
that the digest had, and of those that it lacked, raise each theme; and that in words. It is the one check there is on
what digests leave out: the bounds on incomplete lists rest on how unlike the two may be.

Source: the conditional odds ratio of two shares with its exact interval (Cornfield 1956; `scipy.stats.contingency`).
Limitations: which recommendation an entry of the digest is, is matched (`coding.reconciliation`); an entry that was not
found counts on neither side, and one under whose number the text says something else was not had. One review alone
says little, and its interval shows it.
"""

from __future__ import annotations

import pandas as pd
from scipy.stats import contingency

from reviewkit.coding.reconciliation import unlike_ids
from reviewkit.coding.themes import training
from reviewkit.corpus import denominator, tables
from reviewkit.corpus.aliases import current_ids
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number

COLUMNS = [
    "review_id", "short_title", "theme", "had_with", "had", "lacked_with", "lacked", "odds_ratio", "low", "high",
]  # fmt: skip
MOST_THEMES = 3  # of each kind that a sentence names


def compare_with_digests(corpus: Corpus) -> pd.DataFrame:
    """Return how the themes of recommendations that a digest had differ from those that it lacked.

    Parts of one number count once. Rows are those of themes that any recommendation of the review raises.
    Columns: `review_id`, `short_title`, `theme` (its name), `had_with` of `had` recommendations that the digest had
    raise it, `lacked_with` of `lacked` that it lacked; `odds_ratio` of lacked to had, `low` and `high` of its 95 %
    interval (empty where the digest had all or none).
    """
    reviews = corpus.reviews[corpus.reviews["edition"] == "official"]
    entries = training.digest_entries(corpus.folders.corpus)
    entries = entries[entries["review_id"].isin(reviews["review_id"])]
    aliases = tables.load_or_empty(corpus.folders.corpus, "aliases")
    had_ids = set(current_ids(entries["rec_id"], aliases, "digests.csv")) - unlike_ids(corpus.problems)
    own = denominator.own_recommendations(corpus.recommendations)
    own = own[own["review_id"].isin(entries["review_id"])]
    own = own.assign(number=own["rec_id"].map(recommendation_number), had=own["rec_id"].isin(had_ids))
    had = own.groupby(["review_id", "number"])["had"].any().reset_index()
    codes = corpus.codes.merge(own[["rec_id", "number"]], on="rec_id")
    titles = dict(zip(reviews["review_id"], reviews["short_title"], strict=True))
    rows = [
        row
        for review_id, numbers in had.groupby("review_id", sort=True)
        for row in _theme_rows(str(review_id), titles[review_id], numbers, codes, corpus.themes)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _theme_rows(
    review_id: str, title: str, numbers: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame
) -> list[dict[str, object]]:
    """Return the rows of one review, in the order of the code frame; `numbers` says which the digest had."""
    had, lacked = set(numbers.loc[numbers["had"], "number"]), set(numbers.loc[~numbers["had"], "number"])
    rows = []
    for theme in themes.itertuples():
        raising = set(codes.loc[codes["theme"] == theme.theme, "number"])
        counts = len(raising & had), len(had), len(raising & lacked), len(lacked)
        if not counts[0] + counts[2]:
            continue
        row: dict[str, object] = dict(zip(COLUMNS, (review_id, title, theme.name, *counts), strict=False))
        if had and lacked:
            table = [[counts[2], counts[3] - counts[2]], [counts[0], counts[1] - counts[0]]]
            ratio = contingency.odds_ratio(table)
            row |= {"odds_ratio": ratio.statistic, **ratio.confidence_interval(0.95)._asdict()}
        rows.append(row)
    return rows


def digest_check_sentences(rows: pd.DataFrame) -> list[str]:
    """Return a sentence for each review of `compare_with_digests`: what its digest had, and which themes it lacked."""
    return [_sentence(of_review) for _, of_review in rows.groupby("review_id", sort=True)]


def _sentence(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    had, total = first["had"], first["had"] + first["lacked"]
    opening = f"{first['short_title']}: our summary had {had} of the {total} recommendations of the published text."
    if not first["had"] or not first["lacked"]:
        return opening
    difference = rows["lacked_with"] / rows["lacked"] - rows["had_with"] / rows["had"]
    ordered = rows.assign(difference=difference).sort_values("difference", kind="stable")
    more = ordered[ordered["difference"] > 0].iloc[::-1].head(MOST_THEMES)
    fewer = ordered[ordered["difference"] < 0].head(MOST_THEMES)
    parts = [
        f"{what} among those it lacked: {'; '.join(_shares(row) for _, row in chosen.iterrows())}."
        for what, chosen in (("More frequent", more), ("Less frequent", fewer))
        if len(chosen)
    ]
    return " ".join([opening, *(parts or ["The themes of those it lacked are as frequent as of those it had."])])


def _shares(row: pd.Series) -> str:
    return f"{row['theme']} ({row['lacked_with']} of {row['lacked']}, against {row['had_with']} of {row['had']})"
