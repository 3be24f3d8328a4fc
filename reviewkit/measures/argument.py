"""The argument: what the evidence supports, what it does not, and what it cannot tell, from the numbers alone.

Input: a corpus. Output: its numbers, each computed once and here by name, and the sentences that are made of them. The
notebook on the cycle, the first page of the brief and the sentences to lift take both from here.

Limitations: a sentence says what was counted and how surely, and nothing of why. To be asked for again is not a finding
of failure.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewkit.corpus import denominator, tables
from reviewkit.corpus.codebook import codes_of_issues, with_issues
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import history as histories
from reviewkit.measures import measure_stage, rarefaction, repetition, responses
from reviewkit.measures.history import History
from reviewkit.measures.overlooked import Overlooked, overlooked
from reviewkit.measures.standing import EXTENT, standing
from reviewkit.measures.summary import Measures

SMALL_P = 0.05
FEW = 3  # themes that a sentence names, or measures others by; the table holds them all


class Argument(NamedTuple):
    """What can be said, each as one sentence for a reader who reads no more."""

    supported: str
    not_supported: str
    cannot_be_told: str
    to_lift: str  # ready for a report, with what it rests on

    @property
    def sentences(self) -> tuple[str, str, str]:
        """Return the three answers."""
        return self.supported, self.not_supported, self.cannot_be_told

    @property
    def in_short(self) -> str:
        """Return the three answers for the head of a notebook, in Markdown."""
        labels = ("Supported", "Not supported", "Cannot be told")
        return "\n\n".join(f"**{label}.** {text}" for label, text in zip(labels, self.sentences, strict=True))


class Evidence(NamedTuple):
    """The numbers that the argument is made of."""

    measures: Measures
    held: History
    issues: pd.DataFrame  # a row a highlighted issue: name, and as `standing` gives
    others: pd.DataFrame  # the same of the other themes, most reviews first
    parts: pd.DataFrame  # the same of the themes of an issue of several, with the issue in `part_of`
    watched: pd.DataFrame  # `responses.watched_asks`
    by_state: pd.DataFrame  # `responses.asked_again_by_state`
    overlooked: Overlooked | None  # links that two coders would find besides
    reviews: int  # in the denominator
    published_texts: int  # of these, read as published


def evidence(corpus: Corpus) -> Evidence:
    """Return the numbers of a corpus that its argument is made of."""
    with_issues_coded = {name: corpus.table(name) for name in measure_stage.COLUMNS}
    with_issues_coded["codes"] = codes_of_issues(corpus.codes, corpus.themes)
    extents = standing(histories.history(**with_issues_coded, complete=False))
    of_issues = pd.DataFrame([{"theme": theme} | row for theme, row in extents.items()], columns=["theme", *EXTENT])
    framed = with_issues(corpus.themes)
    framed = framed.merge(of_issues, on="theme")
    parts, framed = framed[framed["part_of"] != ""], framed[framed["part_of"] == ""]
    watched = responses.watched_asks(corpus.recommendations, corpus.reviews, corpus.echoes, corpus.statuses)
    counted = denominator.counted_reviews(corpus.reviews)
    by_reviews = framed.sort_values(["reviews", "name"], ascending=[False, True])
    held = measure_stage.held_history(corpus)
    strata = tables.load_or_empty(corpus.folders.corpus, "pairs_strata")
    asks = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    links = denominator.restating(corpus.echoes).query("by != 'model'")
    known = links["rec_id"].isin(asks["rec_id"]) & links["earlier_rec_id"].isin(asks["rec_id"])
    return Evidence(
        measures=measure_stage.cached_measures(corpus),
        held=held,
        issues=by_reviews[by_reviews["highlight"]].reset_index(drop=True),
        others=by_reviews[~by_reviews["highlight"]].reset_index(drop=True),
        parts=parts.reset_index(drop=True),
        watched=watched,
        by_state=responses.asked_again_by_state(watched),
        overlooked=overlooked(strata, set(asks["rec_id"]), int(known.sum())),
        reviews=len(counted),
        published_texts=int((counted["edition"] == "official").sum()),
    )


def argue(found: Evidence) -> Argument:
    """Return what the numbers support, what they do not, and what they cannot tell."""
    supported = " ".join(filter(None, (standing_sentence(found), repeats_sentence(found))))
    not_supported = " ".join(filter(None, (nearness_sentence(found.measures), moments_sentence(found.measures))))
    cannot = " ".join(filter(None, (promises_sentence(found), missing_sentence(found))))
    return Argument(
        supported=supported or "Nothing yet: no recommendation was found.",
        not_supported=not_supported or "Nothing can be set against chance yet: too few repeats and dates were found.",
        cannot_be_told=cannot,
        to_lift=supported,
    )


def standing_sentence(found: Evidence) -> str:
    """Say how many reviews, publishers and years asked for each issue that the code frame marks, and for others.

    Without marked issues it names the commonest themes. Of the others it names those that more reviews ask for than the
    third of the marked ones, so that these are not called special.
    """
    rows = found.issues if len(found.issues) else found.others.head(FEW)
    rows = rows[rows["reviews"] > 0]
    if rows.empty:
        return ""
    first, *rest = rows.itertuples()
    since = found.held.reviews["published"].str[:4].min()
    words = (
        f"The same themes come back: since {since} at least {_number(first.reviews, 'review')}"
        f"{_by(first.publishers, 'publisher')} (of {first.of_reviews} of which anything was found), in "
        f"{_number(first.years, 'different year')}, asked for something on “{first.name}”{_parts(first, found)}"
    )
    more = [
        f"at least {row.reviews}{_by(row.publishers)} in {_number(row.years, 'year')} on "
        f"“{row.name}”{_parts(row, found)}"
        for row in rest
    ]
    return f"{'; '.join([words, *more])}.{_as_often(rows, found)}"


def _as_often(rows: pd.DataFrame, found: Evidence) -> str:
    """Return which other themes come back as often as the third of the marked ones, in a sentence."""
    if rows["theme"].isin(found.others["theme"]).any():
        return ""
    level = rows["reviews"].iloc[min(FEW, len(rows)) - 1]
    others = found.others[(found.others["reviews"] >= level) & (found.others["reviews"] > 0)].head(FEW)
    words = " and ".join(f"“{row.name}” ({row.reviews})" for row in others.itertuples())
    return f" Other themes come back as often: {words}." if words else ""


def repeats_sentence(found: Evidence) -> str:
    """Say how many recommendations repeat an earlier one, and whose."""
    repeats = found.measures["repetition"]
    if not repeats["restating"] + repeats["restating_by_model"]:
        return ""
    of = len(found.held.asks)
    words = (
        f"And single recommendations, each narrower than a theme, come back: at least {repeats['restating']} of {of} "
        "repeat one that an earlier review had made"
    )
    if repeats["other_publisher"] is not None:
        words += f"; for {repeats['restating_other']} of these it was another publisher's"
    if repeats["restating_by_model"]:
        words += f". The model alone says so of {repeats['restating_by_model']} more, which nobody has checked"
    return f"{words}."


def nearness_sentence(measures: Measures) -> str:
    """Say whether repeats come sooner rather than later."""
    repeats = measures["repetition"]
    if repeats["near_far"] is None:
        return ""
    low, high, years = repeats["near_far_low"], repeats["near_far_high"], f"{repeats['near_years']:g} years"
    ratio = f"{repeats['near_far']:.1f} times as often, 95 % interval {low:.1f} to {high:.1f}"
    reviews = f"reviews at most {years} apart repeat each other"
    if low > 1:
        return f"A list that stands at all times alike: {reviews} more often than others ({ratio})."
    if high < 1:
        return f"A short cycle: {reviews} less often than others ({ratio})."
    if not 1 / repetition.ALIKE <= repeats["near_far"] <= repetition.ALIKE:
        return f"A short cycle, or its contrary: too few repeats were found to say ({reviews} {ratio})."
    return (
        f"A short cycle, in which reviews repeat what was just asked: {reviews} about as often as others ({ratio}). "
        f"By this interval up to {high:.1f} times is not ruled out."
    )


def moments_sentence(measures: Measures) -> str:
    """Say whether reviews follow public moments."""
    after = measures["after_moment"]
    if after["p"] is None:
        return ""
    low, high = after["window_days"]
    counts = f"{after['n']} of {after['of']} came {low} to {high} days after one; chance gives {after['expected']:.0f}"
    if after["p"] <= SMALL_P:
        return f"That reviews come at any time: more follow a public moment than chance would have it ({counts})."
    return (
        f"That reviews as a rule follow public moments: {counts}. Single reviews may have, and other delays are "
        "not ruled out."
    )


def promises_sentence(found: Evidence) -> str:
    """Say how many promises were watched for long, and how many of these were asked for again."""
    promised = found.by_state[found.by_state["state"] == responses.PROMISED]
    if promised.empty:
        return "Whether a promise changes what is asked: no promise was found."
    row = promised.iloc[0]
    return (
        f"Whether a promise changes what is asked: of {row['long']} government commitments that could be followed for "
        f"{responses.SPAN:g} years at least {row['long_again']} were asked for again within them, too few to compare "
        "with anything."
    )


def missing_sentence(found: Evidence) -> str:
    """Say what is missing for a share, and what nothing here measures."""
    whole = found.measures["complete"]
    if whole == found.reviews == found.published_texts:
        return "Whether anything improved in practice: nothing here measures it."
    return (
        f"What share of all reviews asks for a theme: all recommendations are known of {whole} of {found.reviews} "
        f"reviews, and {found.published_texts or 'none'} was read as published. Whether anything improved in "
        "practice: nothing here measures it."
    )


def _parts(issue: object, found: Evidence) -> str:
    """Return how many reviews raise each theme of an issue of several, in brackets."""
    parts = found.parts[found.parts["part_of"] == issue.theme]  # type: ignore[attr-defined]
    words = ", ".join(f"“{part.name}” {part.reviews}" for part in parts.itertuples())
    return f" ({words})" if words else ""


def ways_of_counting(held: History) -> pd.DataFrame:
    """Return how the counts of repeats go together, a row a way of counting.

    Columns: `what`, `number`, `how` it follows from the others.
    """
    earlier, later = set(held.links[:, 0]), set(held.links[:, 1])
    linked, total = len(earlier | later), len(held.asks)
    groups = pd.Series(rarefaction.threads(held)).value_counts()
    threads = int((groups > 1).sum())
    distinct = rarefaction.distinct_asks(held)
    sizes = pd.Series(rarefaction.distinct_groups(held)).value_counts()
    grouped, listed = int((sizes > 1).sum()), int(sizes[sizes > 1].sum())
    rows = [
        ("pairs of recommendations that ask the same", len(held.links), "each pair once"),
        ("recommendations that repeat an earlier one", len(later), "the later ones of the pairs, each once"),
        ("recommendations repeated by a later one", len(earlier), "the earlier ones of the pairs, each once"),
        (
            "recommendations in any pair",
            linked,
            f"{len(later)} + {len(earlier)} less {len(later & earlier)} that are both",
        ),
        ("recommendations in no pair", total - linked, f"{total} less {linked}"),
        ("threads of repeated recommendations", threads, "joined by pairs, however many lie between"),
        (
            "groups in which all repeat each other",
            grouped,
            f"of {listed} recommendations; the other {linked - listed} stand alone",
        ),
        (
            "distinct recommendations",
            f"{distinct['fewest']} to {distinct['most']}",
            f"at least {total - linked} + {threads}; with groups {total - linked} + {grouped} + {linked - listed}, "
            "give or take how ties are cut",
        ),
    ]
    return pd.DataFrame(rows, columns=["what", "number", "how"]).astype({"number": str})


def _number(count: int, noun: str) -> str:
    """Return so many things, in the singular where there is one."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _by(publishers: int, noun: str = "") -> str:
    """Say by how many publishers; nothing where none is known."""
    number = _number(publishers, noun) if noun else str(publishers)
    return f" by {number}" if publishers else ""
