"""Make the tables that the notebook on themes shows: printed names in place of ids, words in place of codes.

Input: a corpus. Output: rows with plain heads.

Limitations: as those of the tables that they print; words of documents are shown as the corpus has them, on this
machine.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.text import split_list
from reviewkit.coding.themes import theme_stage
from reviewkit.coding.topics import comparison
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.recommendations import CODED
from reviewkit.reports.plain_words import SAYS_SO, named, theme_names

FEWEST_ROWS = 5  # with a theme, from which its agreement is told
MOST_PHRASES = 3
WHY = {
    "the coders say yes and the model no": "the coders gave it and the model would not",
    "the coders say no and the model yes": "the model would give it and the coders did not",
}


def code_frame(corpus: Corpus) -> pd.DataFrame:
    """Return the themes. Columns: `theme`, `what it takes in`, `issue` that it belongs to, where there are issues."""
    frame = corpus.themes[["name", "definition", "issue"]].assign(
        definition=named(corpus.themes["definition"], corpus.themes)
    )
    return frame.rename(columns={"name": "theme", "definition": "what it takes in"})


def agreement(corpus: Corpus) -> pd.DataFrame:
    """Return how far the coders agree by theme, and the model with them: 1 is perfect, 0 is chance.

    Columns: `theme`, `recommendations` to which both coders gave it, `the two coders`, `the model`, each with its
    interval. Themes that both gave to fewer than `FEWEST_ROWS` are left out.
    """
    rows = theme_stage.agreement_table(corpus)
    rows = rows[rows["rows"] >= FEWEST_ROWS]
    return pd.DataFrame(
        {
            "theme": theme_names(rows["theme"], corpus.themes),
            "recommendations": rows["rows"],
            "the two coders": _with_interval(rows, "coders"),
            "the model": _with_interval(rows, "model"),
        }
    ).reset_index(drop=True)


def agreement_words(corpus: Corpus) -> str:
    """Return the lowest and highest agreement in a sentence."""
    rows = theme_stage.agreement_table(corpus)
    rows = rows[rows["rows"] >= FEWEST_ROWS]
    if rows.empty:
        return f"No theme was given by both coders to {FEWEST_ROWS} recommendations or more."
    spans = {name: f"{rows[name].min():.2f} to {rows[name].max():.2f}" for name in ("coders", "model")}
    return (
        f"Over the {len(rows)} themes that both coders gave to {FEWEST_ROWS} recommendations or more: the two coders "
        f"**{spans['coders']}**, the model **{spans['model']}**, where 1 is perfect and 0 is chance."
    )


def who_coded(corpus: Corpus) -> pd.DataFrame:
    """Return who gave how many themes. Columns: `given by`, `themes given`, `recommendations`."""
    rows = corpus.codes.groupby("by").agg(given=("theme", "size"), recommendations=("rec_id", "nunique")).reset_index()
    return rows.assign(by=rows["by"].map(SAYS_SO)).rename(columns={"by": "given by", "given": "themes given"})


def without_theme(corpus: Corpus) -> tuple[int, int]:
    """Return how many of the entries that are coded have no theme, and of how many."""
    coded = corpus.recommendations[corpus.recommendations["kind"].isin(CODED)]
    return int((~coded["rec_id"].isin(corpus.codes["rec_id"])).sum()), len(coded)


def example_codes(corpus: Corpus, review_id: str, most: int = 6) -> pd.DataFrame:
    """Return some themes that a review's recommendations were given, and what carried each.

    Columns: `recommendation`, `theme`, `given by`, `how sure the model is`, `words that speak for it most`.
    """
    codes = corpus.codes[corpus.codes["rec_id"].str.partition("/")[0] == review_id].head(most)
    codes = codes.merge(corpus.recommendations[["rec_id", "text"]], on="rec_id")
    return pd.DataFrame(
        {
            "recommendation": codes["text"],
            "theme": theme_names(codes["theme"], corpus.themes),
            "given by": codes["by"].map(SAYS_SO),
            "how sure the model is": codes["score"],
            "words that speak for it most": codes["phrases"].map(_first_phrases),
        }
    )


def doubt_counts(corpus: Corpus) -> pd.DataFrame:
    """Return how many doubts there are on themes, by why. Columns: `why`, `doubts`."""
    return corpus.unsure["why"].replace(WHY).value_counts().rename_axis("why").reset_index(name="doubts")


def doubts(corpus: Corpus, rec_ids: pd.Series | None = None) -> pd.DataFrame:
    """Return doubts on themes: those of some recommendations, or one example of each sort.

    Columns: `recommendation`, `theme`, `why`, `how sure the model is`, `counts until decided`.
    """
    rows = corpus.unsure
    rows = rows.drop_duplicates("why") if rec_ids is None else rows[rows["rec_id"].isin(rec_ids)]
    rows = rows.merge(corpus.recommendations[["rec_id", "text"]], on="rec_id")
    return pd.DataFrame(
        {
            "recommendation": rows["text"],
            "theme": theme_names(rows["theme"], corpus.themes),
            "why": rows["why"].replace(WHY),
            "how sure the model is": rows["score"],
            "counts until decided": rows["coded"],
        }
    )


def topics(corpus: Corpus) -> pd.DataFrame:
    """Return the topics of the last run with their typical recommendations.

    Columns: `topic`, `telling words`, `entries`, `typical recommendations`.
    """
    live = corpus.register[corpus.register["state"] == "live"]
    words = dict(zip(corpus.recommendations["rec_id"], corpus.recommendations["text"], strict=True))
    return pd.DataFrame(
        {
            "topic": live["name"].where(live["name"] != "", live["label"]),
            "telling words": live["label"],
            "entries": live["members"].map(split_list).str.len(),
            "typical recommendations": live["typical"].map(
                lambda cell: " / ".join(words.get(rec_id, "") for rec_id in split_list(cell))
            ),
        }
    ).reset_index(drop=True)


def topics_and_themes(corpus: Corpus) -> tuple[float, pd.DataFrame]:
    """Return how far topics and themes agree (0 chance, 1 the same), and where each theme stands mostly.

    Columns: `theme`, `entries`, `topics that hold most of them`, with how many each.
    """
    score, counts = comparison.compare(corpus.topics, corpus.codes)
    if counts.empty:
        return score, pd.DataFrame(columns=["theme", "entries", "topics that hold most of them"])
    names = _topic_names(corpus)
    rows = [
        (theme, int(row.sum()), "; ".join(f"{names.get(str(topic), topic)} {count}" for topic, count in _largest(row)))
        for theme, row in counts.iterrows()
    ]
    table = pd.DataFrame(rows, columns=["theme", "entries", "topics that hold most of them"])
    return score, table.assign(theme=theme_names(table["theme"], corpus.themes))


def differences(corpus: Corpus, most: int = 10) -> pd.DataFrame:
    """Return recommendations on which topics and themes differ.

    Columns: `recommendation`, `themes`, `its topic`, `topics of most with its themes`.
    """
    rows = corpus.differences.merge(corpus.recommendations[["rec_id", "text"]], on="rec_id").head(most)
    names = _topic_names(corpus)
    topics_of = rows["theme_topics"].map(lambda cell: "; ".join(names.get(topic, topic) for topic in split_list(cell)))
    return pd.DataFrame(
        {
            "recommendation": rows["text"],
            "themes": theme_names(rows["themes"], corpus.themes),
            "its topic": rows["topic_id"].map(lambda topic: names.get(topic, topic)),
            "topics of most with its themes": topics_of,
        }
    )


def _topic_names(corpus: Corpus) -> dict[str, str]:
    """Return the names of topics, by id; of one without a name its telling words."""
    names = corpus.register["name"].where(corpus.register["name"] != "", corpus.register["label"])
    return dict(zip(corpus.register["topic_id"], names, strict=True))


def _largest(row: pd.Series) -> list[tuple[str, int]]:
    """Return the topics with most of a theme, at most three."""
    largest = row[row > 0].sort_values(ascending=False, kind="stable").head(3)
    return [(str(topic), int(count)) for topic, count in largest.items()]


def _with_interval(rows: pd.DataFrame, name: str) -> pd.Series:
    parts = zip(rows[name], rows[f"{name}_low"], rows[f"{name}_high"], strict=True)
    cells = ["" if pd.isna(value) else f"{value:.2f} ({low:.2f} to {high:.2f})" for value, low, high in parts]
    return pd.Series(cells, index=rows.index, dtype=object)


def _first_phrases(cell: str) -> str:
    return ", ".join(split_list(cell)[:MOST_PHRASES])
