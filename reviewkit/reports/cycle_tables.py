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
from reviewkit.measures.summary import DECIMALS
from reviewkit.reports import plain_words

NOT_TOLD = "too few"
CUT_OFFS = (2.0, 3.0, 4.0, 5.0, 6.0)  # years up to which two reviews are near


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
    words = f"If all dates are shuffled, at least as many near repeats come in {_of_hundred(shuffled['p'])} shuffles"
    if shuffled["p_within"] is not None:
        words += (
            f"; if dates are shuffled only among reviews of one publisher and place (only {shuffled['movable']} "
            f"reviews have another to change with), in {_of_hundred(shuffled['p_within'])}"
        )
    return f"{words}."


def cut_offs_table(found: Evidence) -> pd.DataFrame:
    """Return how much more often near reviews repeat each other, by what counts as near."""
    counts = repetition.count_pairs(found.held)
    rows = []
    for years in CUT_OFFS:
        ratio = repetition.ratio_of(found.held, counts, counts.years <= years)
        value, low, high = (None if end is None else round(end, DECIMALS) for end in ratio)  # as in the argument
        told = NOT_TOLD if value is None else f"{value:.1f} ({low:.1f} to {high:.1f})"
        rows.append((f"at most {years:g} years apart", told))
    return pd.DataFrame(rows, columns=["near", "times as often as others (95 % interval)"])


def coverage_words(found: Evidence) -> str:
    """Say how surely a recommendation of a further review is one that was found already."""
    coverage = found.measures["distinct"]["coverage"]
    if coverage["value"] is None:
        return "Too few reviews were found to say how much of a further one is known already."
    return (
        f"If one more such list were found, about {coverage['value']:.0%} ({coverage['low']:.0%} to "
        f"{coverage['high']:.0%}) of its recommendations would be among those known already; overlooked repeats would "
        "raise this."
    )


def overlooked_words(found: Evidence) -> str:
    """Say how many repeats were overlooked, by a random sample of pairs."""
    missing = found.overlooked
    if missing is None:
        return "How many repeats were overlooked is not known: no sample of pairs was drawn and coded."
    share, low, high = missing.share_known
    return (
        f"How many repeats were overlooked: a random sample of {missing.drawn} pairs that nobody had compared, more of "
        f"the likely ones and weighted for it, was coded too. It suggests about {missing.missing:.0f} more pairs "
        f"({missing.low:.0f} to {missing.high:.0f}) beside the {missing.known} known, which would then be {share:.0%} "
        f"({low:.0%} to {high:.0%}) of all."
    )


def moments_words(found: Evidence) -> str:
    """Say how much hangs on any one public moment."""
    measures, without = found.measures, found.measures["without_each_moment"]
    if without["after_p"] is None or measures["burstiness"]["attention"] is None:
        return "Too few public moments are dated to say whether they come in bursts."
    after_low, after_high = (_of_hundred(p) for p in without["after_p"])
    bursts_low, bursts_high = (_of_hundred(p) for p in without["p_attention"])
    return (
        f"If the moments are shifted along the years, as many reviews or more follow one in "
        f"{_of_hundred(measures['after_moment']['p'])} shifts; with any one moment left out, in {after_low} to "
        f"{after_high}. Whether the moments themselves come in bursts hangs on single ones: as bursty by chance are "
        f"{_of_hundred(measures['burstiness']['p_attention'])}, and with any one left out {bursts_low} to "
        f"{bursts_high}."
    )


def _of_hundred(p: float) -> str:
    """Return a p in words: how many of a hundred draws are as extreme."""
    return f"{round(100 * p)} of 100"


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
            "word that it was done": rows["done"].astype(str).replace("0", "none found"),
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
    shown = rows[list(heads)].assign(label=rows["label"].map(plain_words.number))
    shown["earlier_reviews"] = shown["earlier_reviews"].astype(str).replace("0", "none found")
    return shown.rename(columns=heads).replace(lineages.NOT_HELD, "not found")


def list_words(corpus: Corpus, review_id: str) -> str:
    """Say how many of a review's own list were found, and how many of these repeat an earlier one."""
    rows = lineages.asked_before_list(review_id, corpus.recommendations, corpus.reviews, corpus.echoes)
    found = rows[rows["text"] != lineages.NOT_HELD]
    counts = pd.to_numeric(found["earlier_reviews"], errors="coerce").fillna(0)
    related = found[(counts == 0) & (found["related"] != "")]
    return (
        f"Of its {len(rows)} recommendations {len(found)} were found. Of these at least {int((counts > 0).sum())} "
        f"repeat what an earlier review had asked; {len(related)} more are related to something earlier, which is not "
        "counted."
    )


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
