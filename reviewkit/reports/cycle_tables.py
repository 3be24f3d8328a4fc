"""The tables and sentences of the notebook on the cycle, in the words of a reader who knows no table of the suite.

Input: the numbers of the argument (`measures.argument.evidence`). Output: tables whose heads are plain words, and
sentences. No number is computed here.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import argument, lags, lineages, repetition, responses
from reviewkit.measures.argument import Evidence

NOT_TOLD = "too few"


def standing_table(found: Evidence) -> pd.DataFrame:
    """Return at least how many reviews, publishers and years asked for something under each theme."""
    rows = pd.concat([found.issues.assign(named="yes"), found.others.assign(named="")], ignore_index=True)
    years = int(rows["of_years"].max()) if len(rows) else 0
    reviews = int(rows["of_reviews"].max()) if len(rows) else 0
    columns = {
        "name": "theme",
        "named": "named by the audit",
        "reviews": f"reviews, at least (of {reviews})",
        "publishers": "publishers",
        "years": f"years (of {years})",
    }
    return rows[list(columns)].rename(columns=columns)


def repeats_table(found: Evidence) -> pd.DataFrame:
    """Return how often recommendations ask the same, among the pairs that a critic would name."""
    rows = repetition.nulls(found.held)
    rates = [
        "none found" if not row.links else f"{row.per_1000:.1f} ({row.low:.1f} to {row.high:.1f})"
        for row in rows.itertuples(index=False)
    ]
    return pd.DataFrame(
        {
            "among": rows["pairs_of"],
            "pairs": rows["pairs"].map("{:,}".format),
            "of these, asking the same": rows["links"],
            "per 1,000 (95 % interval)": rates,
        }
    )


def nearness_words(found: Evidence) -> str:
    """Say how surely repeats are nearer in time than chance would have it."""
    shuffled = found.measures["repetition"]["dates_shuffled"]
    if shuffled["p"] is None:
        return "No repeat was found, so nothing can be said of when they come."
    words = f"With all dates shuffled, as many near repeats come in {shuffled['p']:.0%} of the shuffles"
    if shuffled["p_within"] is not None:
        words += (
            f"; with dates shuffled only among reviews of one publisher and place, of which {shuffled['movable']} have "
            f"another to change with, in {shuffled['p_within']:.0%}"
        )
    return f"{words}."


def coverage_words(found: Evidence) -> str:
    """Say how surely a recommendation of a further review is one that was found already."""
    coverage = found.measures["distinct"]["coverage"]
    if coverage["value"] is None:
        return "Too few reviews were found to say how much of a further one is known already."
    return (
        f"Of the recommendations of one more such list, at least about {coverage['value']:.0%} "
        f"({coverage['low']:.0%} to {coverage['high']:.0%}) would be ones already found. It is a lower bound while "
        "repeats are overlooked, and while lists are found in part."
    )


def overlooked_words(found: Evidence) -> str:
    """Say how many repeats were overlooked, by a random sample of pairs."""
    missing = found.overlooked
    if missing is None:
        return "How many repeats were overlooked is not known: no sample of pairs was drawn and coded."
    share, low, high = missing.share_known
    return (
        f"Of {missing.drawn} pairs drawn at random by strata of likeness, both coders found {missing.repeating} among "
        f"those counted here that repeat. By that, about {missing.missing:.0f} ({missing.low:.0f} to "
        f"{missing.high:.0f}) pairs are missing beside the {missing.known} that are known, which are {share:.0%} "
        f"({low:.0%} to {high:.0%}) of all that two such coders would find."
    )


def moments_words(found: Evidence) -> str:
    """Say how much hangs on any one public moment."""
    measures, without = found.measures, found.measures["without_each_moment"]
    if without["after_p"] is None or measures["burstiness"]["attention"] is None:
        return "Too few public moments are dated to say whether they come in bursts."
    low, high = without["p_attention"]
    return (
        f"Whether the moments themselves come in bursts hangs on single ones: the burstiness is "
        f"{measures['burstiness']['attention']:.2f} (nought is chance; p {measures['burstiness']['p_attention']:.2f}), "
        f"and with any one moment left out the p lies from {low:.2f} to {high:.2f}. That reviews follow them: p from "
        f"{without['after_p'][0]:.2f} to {without['after_p'][1]:.2f}."
    )


def lags_table(corpus: Corpus) -> pd.DataFrame:
    """Return the lags that documents state, a row each."""
    rows = lags.documented_lags(corpus.reviews, corpus.events)
    about = (
        rows["years"]
        .map("{:.1f}".format)
        .where(rows["to_the_day"] == "yes", "about " + rows["years"].map("{:.1f}".format))
    )
    return pd.DataFrame(
        {
            "lag": rows["what"],
            "from": rows["first"] + ", " + rows["first_date"],
            "to": rows["then"] + ", " + rows["then_date"],
            "years": about,
        }
    )


def answers_table(found: Evidence) -> pd.DataFrame:
    """Return by state of the answer how many were followed, and how many were asked for again."""
    rows = found.by_state
    span = f"{responses.SPAN:g}"
    shares = [
        NOT_TOLD if pd.isna(row.value) else f"{row.value:.0%} ({row.low:.0%} to {row.high:.0%})"
        for row in rows.itertuples(index=False)
    ]
    return pd.DataFrame(
        {
            "state": rows["state"],
            "followed": rows["asks"],
            "of documents": rows["documents"],
            "asked for again, at least": rows["again"],
            "known to be done": rows["done"],
            f"followed for {span} years": rows["long"],
            f"of these, asked for again within {span} years": rows["long_again"],
            f"share within {span} years (95 %)": shares,
        }
    )


def answered_cases(corpus: Corpus, found: Evidence) -> pd.DataFrame:
    """Return what was promised or answered and then asked for again, a case a row, with what was said to it."""
    cases = found.watched[found.watched["ended"] == responses.AGAIN]
    words = corpus.recommendations.set_index("rec_id")["text"]
    titles = corpus.reviews.set_index("review_id")["short_title"]
    return pd.DataFrame(
        {
            "state": cases["state"],
            "since": cases["since"],
            "what": cases["rec_id"].map(words),
            "in": cases["review_id"].map(titles),
            "asked for again": cases["again_id"].map(words),
            "by": cases["again_id"].str.split("/").str[0].map(titles),
            "years later": cases["years"].round(1),
        }
    )


def ways_of_counting(found: Evidence) -> pd.DataFrame:
    """Return the ways in which repeats can be counted, and how each follows from the others."""
    return argument.ways_of_counting(found.held).rename(columns={"what": "counted", "how": "how it follows"})


def groups_table(corpus: Corpus, found: Evidence) -> pd.DataFrame:
    """Return the recommendations that were made more than once, a row each time; in a group all repeat each other."""
    rows = lineages.chains(found.held)
    words = corpus.recommendations.set_index("rec_id")["text"]
    titles = corpus.reviews.set_index("review_id")["short_title"]
    return pd.DataFrame(
        {
            "group": rows["chain"],
            "published": rows["published"],
            "review": rows["review_id"].map(titles),
            "years since the first": rows["years"],
            "recommendation": rows["number"].map(words).fillna("several parts"),
        }
    )


def list_behind(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return a review's own list by number, with the earlier reviews that asked for the same, and what is related."""
    rows = lineages.asked_before_list(review_id, corpus.recommendations, corpus.reviews, corpus.echoes)
    heads = {
        "label": "number",
        "text": "recommendation",
        "earlier_reviews": "earlier reviews that asked the same",
        "first": "first in",
        "related": "related, not counted",
    }
    return rows[list(heads)].rename(columns=heads).replace(lineages.NOT_HELD, "not found")


def repeated_by(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return each earlier recommendation that one of a review repeats, with both texts."""
    own = corpus.recommendations[corpus.recommendations["review_id"] == review_id]
    rows = lineages.lineage(own, corpus.recommendations, corpus.reviews, corpus.echoes)
    words = corpus.recommendations.set_index("rec_id")["text"]
    return pd.DataFrame(
        {
            "asked": rows["rec_id"].map(words),
            "by an earlier review": rows["earlier_title"],
            "published": rows["earlier_published"],
            "years before": rows["years"],
            "asked then": rows["earlier_rec_id"].map(words),
        }
    )


def all_under(corpus: Corpus, theme: str) -> pd.DataFrame:
    """Return every recommendation found under one theme, oldest first."""
    coded = corpus.codes.loc[corpus.codes["theme"] == theme, "rec_id"]
    rows = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    rows = rows[rows["rec_id"].isin(coded)].sort_values(["published", "rec_id"])
    return pd.DataFrame(
        {
            "published": rows["published"],
            "review": rows["short_title"],
            "recommendation": rows["text"],
            "asked of": rows["addressed_to"].str.replace(";", "; "),
        }
    )
