"""Make the sentence with which a notebook opens and ends: what can be lifted into a report, with its source.

Input: a corpus. Output: a `Liftable`; each notebook has a function. Every number is counted from the tables, as the
table or figure counts it that the source names.

Limitations: a sentence says what was counted and nothing of why. Where lists are incomplete it says "at least".
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewkit.corpus import denominator, provenance, questions
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.subject import coders_sentence, load_subject, named_sentence
from reviewkit.figures.addressees import CLASS, OTHER, who_table
from reviewkit.figures.supporting import sentence_case
from reviewkit.figures.themes_raised import theme_table
from reviewkit.measures import lineages
from reviewkit.measures.argument import Argument
from reviewkit.reports import own_question
from reviewkit.reports.plain_words import KINDS, in_words, joined, quoted, several

MOST_NAMED = 6  # reviews that a sentence names; of more, the first and the latest
PROMISES = ("commitment", "duty")
MOST_KINDS = 3  # of bodies, or of themes where none is marked


class Liftable(NamedTuple):
    """A sentence or two to lift, and what they rest on: which table or figure, as of when, and what is behind it."""

    sentence: str
    source: str

    @property
    def in_short(self) -> str:
        """Return the sentence for the head of a notebook, in Markdown."""
        return f"**In short.** {self.sentence}"

    @property
    def to_lift(self) -> str:
        """Return the sentence with its source, as a quotation in Markdown."""
        return f"> {self.sentence}\n>\n> *Source: {self.source}*"


def of_catalogue(corpus: Corpus) -> Liftable:
    """Say how many reviews were published, by how many bodies, and how many of their recommendations were found."""
    reviews = denominator.counted_reviews(corpus.reviews)
    known = with_known_total(reviews)
    makes_none = int((reviews["n_recommendations"] == 0).sum())
    subject = load_subject(corpus.folders.corpus)
    about = "".join([subject.name and f" of {subject.name}", subject.place and f" in {subject.place}"])
    years = denominator.year_range(reviews["published"])
    bodies = several(_distinct(reviews["publisher_body"]), "body", "bodies")
    sentence = f"At least {several(len(reviews), 'review')}{about} were published by {bodies}{years}."
    if len(known):
        of_which = "Of the one" if len(known) == 1 else f"Of the {len(known)}"
        found, total = (int(known[name].sum()) for name in ("found", "n_recommendations"))
        sentence += f" {of_which} whose own number of recommendations is known, {found} of {total} have been found"
        sentence += f"; {several(makes_none, 'review')} made none." if makes_none else "."
    return Liftable(sentence, f"the catalogue of documents, by publisher; {_as_of(corpus)}.")


def of_cycle(corpus: Corpus, answers: Argument) -> Liftable:
    """Say what is supported: how often, by whom and when the same was asked, and how much repeats an earlier review."""
    coders = coders_sentence(load_subject(corpus.folders.corpus))
    return Liftable(
        answers.to_lift, f"the tables and the figure of repeats in notebook 4; {_rests_on(corpus)} {coders}".rstrip()
    )


def with_known_total(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews that state how many recommendations they make, one or more, with how many were `found`.

    Only these can be compared with their totals. Of parts that count as one number no more are found than there are.
    """
    known = reviews[reviews["n_recommendations"].fillna(0) > 0]
    return known.assign(found=known[["held", "n_recommendations"]].min(axis=1).astype(int))


def of_recommendations(corpus: Corpus) -> Liftable:
    """Say how many recommendations were found, and which kinds of body most reviews ask."""
    asks = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    counts = who_table(corpus.recommendations, corpus.reviews, corpus.bodies)
    kinds = counts[(counts["group"] == CLASS) & (counts["name"] != OTHER)].head(MOST_KINDS)
    number, reviews = several(_numbers(asks), "recommendation"), several(asks["review_id"].nunique(), "review")
    sentence = f"{number} of {reviews} have been found{denominator.year_range(asks['published'])}."
    if len(kinds):
        first, *others = kinds.itertuples(index=False)
        least = f"{first.name} (by {_least(corpus)}{several(first.reviews, 'review')})"
        sentence += f" Most often asked: {joined([least, *(f'{row.name} ({row.reviews})' for row in others)])}."
    return Liftable(sentence, f"the figure of who is asked; {_rests_on(corpus)}")


def of_themes(corpus: Corpus) -> Liftable:
    """Say how many reviews raise each marked issue, first and latest when; without marks, the commonest themes."""
    highlight = load_subject(corpus.folders.corpus).highlight
    counts = theme_table(corpus.recommendations, corpus.reviews, corpus.codes, corpus.themes, highlight)
    whole = counts[(counts["part_of"] == "") & (counts["reviews"] > 0)]
    marked = whole[whole["group"] == highlight.heading]
    shown = marked if len(marked) else whole.sort_values("reviews", ascending=False, kind="stable").head(MOST_KINDS)
    if shown.empty:
        return Liftable("No recommendation has a theme yet.", _rests_on(corpus))
    first, *others = [
        f"{row.reviews} {{}}{quoted(row.name)} ({_years(row.first_published, row.latest_published)})"
        for row in shown.itertuples(index=False)
    ]
    named = f": the issues named by {highlight.named_in}" if len(marked) and highlight.named_in else ""
    raised = joined([first.format("ask for something on "), *(other.format("on ") for other in others)])
    sentence = f"{_of_lists(counts)}, {_least(corpus)}{raised}{named}."
    where = named_sentence(highlight) if named else ""
    return Liftable(sentence, f"the figure of themes that reviews raise; {_rests_on(corpus)} {where}".strip())


def of_theme(corpus: Corpus, theme: str) -> Liftable:
    """Say how many reviews raise one theme, with how many recommendations, first and latest when.

    Raises: `InputError` for a theme that the corpus does not have.
    """
    theme_id = questions.theme_id(corpus, theme)
    counts = theme_table(corpus.recommendations, corpus.reviews, corpus.codes, corpus.themes).set_index("theme")
    row, name = counts.loc[theme_id], corpus.themes.set_index("theme")["name"][theme_id]
    if not row["reviews"]:
        return Liftable(f"{_of_lists(counts)}, none is known to ask for something on {name}.", _rests_on(corpus))
    sentence = (
        f"{_of_lists(counts)}, {_least(corpus)}{row['reviews']} ask for something on {name} "
        f"({_years(row['first_published'], row['latest_published'])}), in "
        f"{several(int(row['recommendations']), 'recommendation')}."
    )
    return Liftable(sentence, f"the figure of themes that reviews raise; {_rests_on(corpus)}")


def of_review(corpus: Corpus, review_id: str) -> Liftable:
    """Say how much of a review's list was found, and how much of that asks what an earlier review asked.

    Raises: `InputError` where there is no such review.
    """
    review_id = questions.review_id(corpus, review_id)
    review = corpus.reviews.set_index("review_id").loc[review_id]
    every = corpus.recommendations[corpus.recommendations["review_id"] == review_id]
    own = denominator.own_recommendations(every)
    links = lineages.lineage(own, corpus.recommendations, corpus.reviews, corpus.echoes)
    who = ", ".join(filter(None, [review["publisher_body"], in_words(review["published"])]))
    sentence = f"{review['short_title']} ({who}): {_found_of(every, review['n_recommendations'])}"
    if len(links):
        first, repeated = links.sort_values("earlier_published", kind="stable").iloc[0], _numbers(links)
        ask = f"{repeated} {'asks' if repeated == 1 else 'ask'}"
        sentence += (
            f" Of these {_least(corpus)}{ask} the same as one of an earlier review, the earliest of "
            f"{first['earlier_published'][:4]} ({first['earlier_title']})."
        )
    elif len(own):
        sentence += " None of these is counted as asking the same as one of an earlier review, which is no proof."
    rests = provenance.of_review(corpus.recommendations, corpus.reviews, review_id) if len(every) else ""
    source = f"the table of what counts as asked before; {_as_of(corpus)}. {rests}"
    return Liftable(sentence, source.strip())


def of_question(corpus: Corpus, **question: str | int) -> Liftable:
    """Say how many recommendations fit a question, and of which reviews; `question` is as for `Corpus.asks`.

    Raises: `InputError` for a name that the corpus does not have.
    """
    asked = questions.Question(**{name: str(value) for name, value in question.items()})
    rows, described = questions.asks(corpus, asked), own_question.described(corpus, asked)
    source = f"the table of recommendations; {_as_of(corpus)}."
    if rows.empty:
        noun = KINDS.get(asked.kind, KINDS[questions.ASKED])[1]
        words = " ".join(filter(None, ["We have found no", noun, described]))
        return Liftable(f"{words}, which is no proof that none was made.", source)
    counts = own_question.counts(corpus, rows)
    least = sentence_case(_least(corpus)) if asked.kind in ("", questions.ASKED) else ""
    made = f"{'was' if counts.recommendations.startswith('1 ') else 'were'} made by {counts.documents}"
    sentence = " ".join(filter(None, [f"{least}{counts.recommendations}", described, made, f"of {counts.publishers}"]))
    return Liftable(f"{sentence}: {_named(rows)}.", f"{source} {own_question.evidence(corpus, rows)}")


def _found_of(rows: pd.DataFrame, total: object) -> str:
    """Return how many of a document's recommendations have been found; of one without any, what it promises."""
    found, others = (_numbers(rows[rows["kind"].isin(kinds)]) for kinds in ((questions.ASKED,), PROMISES))
    if others and not found:
        have = several(others, "commitment or duty has", "commitments and duties have")
        return f"{have} been found, and no recommendation."
    if pd.isna(total):
        have = several(found, "recommendation has", "recommendations have")
        return f"{have} been found; how many it makes is not known."
    if total == 0:
        return "it makes no recommendation."
    of = several(int(str(total)), "recommendation")
    return f"of its {of} {found or 'none'} {'has' if found == 1 else 'have'} been found."


def _named(rows: pd.DataFrame) -> str:
    """Return the reviews that rows are of, oldest first, with the year; of many, the first and the latest."""
    reviews = rows.drop_duplicates("review")
    names = [f"{row.review} ({row.published[:4] or 'no date'})" for row in reviews.itertuples(index=False)]
    return joined(names) if len(names) <= MOST_NAMED else f"from {names[0]} to {names[-1]}"


def _years(first: str, latest: str) -> str:
    """Return the years of the first and the latest, which may be one."""
    return " to ".join(dict.fromkeys([first[:4], latest[:4]]))


def _of_lists(counts: pd.DataFrame) -> str:
    """Return how many reviews a count is out of, as a sentence begins with it."""
    return f"Of {several(int(counts['of'].max()), 'review')} whose list has been found, in whole or in part"


def _least(corpus: Corpus) -> str:
    """Return "at least " where lists are incomplete, else nothing."""
    counted = denominator.held_reviews(denominator.counted_reviews(corpus.reviews))
    return "" if (counted["complete"] == "yes").all() else "at least "


def _as_of(corpus: Corpus) -> str:
    """Return as of when, and until when facts were gathered."""
    until = load_subject(corpus.folders.corpus).gathered_until
    latest = f"reviews up to {in_words(denominator.as_of(corpus.reviews))}"
    return f"{latest}, facts gathered until {until}" if until else latest


def _rests_on(corpus: Corpus) -> str:
    """Return as of when, and what the recommendations that are counted rest on."""
    return f"{_as_of(corpus)}. {provenance.sentence(provenance.weigh(corpus.recommendations, corpus.reviews))}"


def _numbers(rows: pd.DataFrame) -> int:
    return int(rows["rec_id"].map(recommendation_number).nunique())


def _distinct(names: pd.Series) -> int:
    return int(names[names != ""].nunique())
