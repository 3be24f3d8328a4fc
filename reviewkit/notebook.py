"""What the notebooks call: open a corpus, show its figures and tables, and ask the questions of each notebook.

    from reviewkit import notebook as nb

    corpus = nb.open()
    nb.figure(corpus, "themes-raised")
    nb.table(nb.answer(corpus, corpus.asks(body="Home Office", since=2015)))

Every function takes the corpus first and returns a DataFrame, a sentence, or what a cell shows. The tables of the
notebooks are made in `nb.tables`, `nb.theme_tables`, `nb.cycle` and `nb.review_tables`; the sentences to lift in
`nb.liftable`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit import pipeline
from reviewkit.base.text import split_list
from reviewkit.coding.themes import theme_stage
from reviewkit.coding.topics import comparison
from reviewkit.corpus import denominator, provenance, questions
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import coders_sentence, gathered_sentence, load_subject, named_sentence
from reviewkit.desk import frame as desk_frame
from reviewkit.figures import all_figures, export
from reviewkit.measures import argument
from reviewkit.measures import digest_check as digest_checks
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import (
    briefing_pack,
    change_report,
    cycle_tables,
    evidence_card,
    nearest_asks,
    notebook_display,
    outputs,
    own_question,
    plain_words,
    review_summary,
)
from reviewkit.reports import liftable as liftable
from reviewkit.reports import notebook_tables as notebook_tables
from reviewkit.reports import review_tables as review_tables
from reviewkit.reports import theme_tables as theme_tables

if TYPE_CHECKING:
    from IPython.display import HTML, IFrame, Markdown
    from PIL.Image import Image

    from reviewkit.figures.figure import Figure

tables, cycle = notebook_tables, cycle_tables
PICTURES = 1  # corpora whose figures are held: drawing all takes some seconds, and a notebook shows one corpus


def open(corpus: str | Path | None = None) -> Corpus:
    """Return a corpus with the tables of its last run; see `reviewkit.open`."""
    return pipeline.open_corpus(corpus)


# --- what a cell shows


def text(words: str) -> Markdown:
    """Show words, in Markdown."""
    from IPython.display import Markdown

    return Markdown(words)  # type: ignore[no-untyped-call]


def table(rows: pd.DataFrame, empty: str = "No rows.") -> HTML | Markdown:
    """Show a table with whole, wrapped texts; where it has no rows, the words in `empty`."""
    return notebook_display.table(rows) if len(rows) else text(empty)


def opening(corpus: Corpus, answer: liftable.Liftable | argument.Argument) -> Markdown:
    """Show the answer of a notebook in short, what the recommendations rest on, and as of when."""
    latest = f"As of **{plain_words.in_words(as_of(corpus))}**, the latest publication in the catalogue."
    return text(f"{answer.in_short}\n\n{evidence_note(corpus)} {latest} {gathered(corpus)}")


def folded(heading: str, rows: pd.DataFrame, empty: str = "No rows.") -> HTML:
    """Show a table under a heading that opens it."""
    return notebook_display.folded({heading: rows}, empty)


def figure(corpus: Corpus, name: str) -> HTML:
    """Show a figure of the gallery by its name, with its caption."""
    return notebook_display.show(figures(corpus)[name])


@lru_cache(maxsize=PICTURES)
def figures(corpus: Corpus) -> dict[str, Figure]:
    """Return all figures of a corpus by name."""
    return all_figures.draw_all(corpus)


def list_figures(corpus: Corpus) -> HTML:
    """Show the names of the figures, what they count and how many rows each has."""
    return notebook_display.list_figures(figures(corpus))


def page(corpus: Corpus, rec_id: str) -> Image:
    """Show the place of a recommendation on its page."""
    return evidence_card.evidence_image(corpus, rec_id)


def as_of(corpus: Corpus) -> str:
    """Return the latest publication date in the catalogue."""
    return notebook_display.as_of(corpus.reviews)


def gathered(corpus: Corpus) -> str:
    """Return until when the facts of the corpus were gathered, in a sentence; empty where it does not say."""
    return gathered_sentence(load_subject(corpus.folders.corpus))


# --- a question of one's own


def names(corpus: Corpus) -> HTML:
    """Show the names that a question may use, in tables that open."""
    return notebook_display.folded(own_question.names(corpus))


def theme_id(corpus: Corpus, name: str) -> str:
    """Return the id of a theme by its printed name, as file names and marks of figures have it."""
    return questions.theme_id(corpus, name)


def answer(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `corpus.asks` as a reader sees them, with earlier asks, answer and source."""
    return own_question.printed(corpus, rows)


def in_words(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return how many recommendations rows are, of how many reviews and publishers, and what they rest on."""
    return f"**{own_question.count_words(corpus, rows).rstrip('.')}.** {own_question.evidence(corpus, rows)}"


def by_year(rows: pd.DataFrame, heading: str = "Recommendations by year") -> HTML:
    """Show how many recommendations there are by year, as bars."""
    return notebook_display.bars(own_question.years_table(rows), heading)


def answered(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return in a sentence what was answered to the rows, as far as it is known."""
    return own_question.answer_words(corpus, rows)


def first_and_again(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return which of the rows' reviews came first and which later, in sentences."""
    return own_question.first_and_again(corpus, rows)


def export_asks(corpus: Corpus, rows: pd.DataFrame, name: str) -> Path:
    """Write the rows as `reviewkit table` does, to a workbook (.xlsx) or .csv in the build folder."""
    return own_question.export(corpus, rows, name)


# --- what counts, and how much is held


def counted_reviews(corpus: Corpus) -> pd.DataFrame:
    """Return the reviews in the denominator, with `list_status`: "whole list", "some" or "nothing" held."""
    reviews = denominator.counted_reviews(corpus.reviews)
    return reviews.assign(list_status=denominator.list_status(reviews))


def counted_recommendations(corpus: Corpus) -> pd.DataFrame:
    """Return the recommendations that counted reviews made; rows with one `number` are parts of one."""
    return denominator.counted_recommendations(corpus.recommendations, corpus.reviews)


def coverage(corpus: Corpus) -> pd.DataFrame:
    """Return how many counted reviews are held wholly, in part or not at all, with their recommendations."""
    return denominator.coverage(corpus.reviews)


def evidence_note(corpus: Corpus) -> str:
    """Return in one sentence what the recommendations that are counted rest on."""
    return provenance.sentence(provenance.weigh(corpus.recommendations, corpus.reviews))


def coders(corpus: Corpus) -> str:
    """Return who the coders are, in a sentence, as the corpus says."""
    return coders_sentence(load_subject(corpus.folders.corpus))


def issues_named(corpus: Corpus) -> str:
    """Return where the issues that the code frame marks are named, in a sentence."""
    return named_sentence(load_subject(corpus.folders.corpus).highlight)


# --- themes and topics


def theme_agreement(corpus: Corpus) -> pd.DataFrame:
    """Return kappa by theme of the two coders, and of the model with them."""
    return theme_stage.agreement_table(corpus)


def topics(corpus: Corpus) -> pd.DataFrame:
    """Return the topics that the last run found: `topic_id`, `name`, `label`, `size`, and three typical `rec_id`."""
    live = corpus.register[corpus.register["state"] == "live"]
    return live.assign(size=live["members"].map(split_list).str.len(), rec_id=live["typical"].map(split_list))


def topics_and_themes(corpus: Corpus) -> tuple[float, pd.DataFrame]:
    """Return how far topics and themes agree (adjusted mutual information), and how often they meet."""
    return comparison.compare(corpus.topics, corpus.codes)


# --- the cycle


def evidence(corpus: Corpus) -> argument.Evidence:
    """Return the numbers that the argument on the cycle is made of."""
    return argument.evidence(corpus)


def argue(found: argument.Evidence) -> argument.Argument:
    """Return what the numbers support, what they do not, and what they cannot tell."""
    return argument.argue(found)


# --- one review


def choose_review(corpus: Corpus, review_id: str = "") -> str:
    """Return the id given, else that of the review which came with the last run, else of the latest one held.

    Raises: `InputError` for an id that the catalogue does not have; it says which are near.
    """
    return review_summary.choose_review(corpus, review_id or change_report.newest_review(corpus.folders))


def asks_of(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return what a review asks or promises, a row each, with what of it was asked before."""
    return review_summary.asks_of(corpus, review_id)


def summary(corpus: Corpus, review_id: str) -> str:
    """Return what a review asks, and what of it counts as asked before, in a paragraph."""
    return review_summary.summary(corpus, review_id, review_summary.asks_of(corpus, review_id))


def precedents(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return a row for each earlier ask that one of a review restates, in words that may leave the machine."""
    return review_summary.precedents(corpus, review_id)


def nearest(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return the earlier asks nearest to each recommendation of a review, which are not counted: read and decide.

    Columns: `ask`, and those of `nearest_asks.nearest_asks`; `correction` is the row that says yes.
    """
    words = review_summary.asks_of(corpus, review_id).set_index("rec_id")["words"]
    rows = nearest_asks.nearest_asks(corpus, list(words.index))
    return rows.assign(ask=rows["rec_id"].map(words))


def novelties(corpus: Corpus, review_id: str) -> dict[str, list[str]]:
    """Return the themes and bodies that no earlier counted review raised or asked."""
    return review_summary.novelties(corpus, review_id)


def without_review(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return the headline numbers that would differ without a review, both ways."""
    return review_summary.leave_one_out(corpus, review_id)


def digest_check(corpus: Corpus, review_id: str = "") -> pd.DataFrame:
    """Return how the recommendations that a digest had differ in themes from those that it lacked, by review.

    Columns: those of `measures.digest_check.compare_with_digests`; no row where no published text took a digest's
    place.
    """
    rows = digest_checks.compare_with_digests(corpus)
    return rows[rows["review_id"] == review_id] if review_id else rows


def last_changes(corpus: Corpus) -> str:
    """Return what the last run changed, in Markdown; empty where it changed nothing."""
    return change_report.last_changes(corpus.folders)


def desk(corpus: Corpus, review_id: str = "", height: int = 900) -> IFrame:
    """Show the desk, on which a person checks a review's list against its pages; it ends with the notebook."""
    return desk_frame.show(corpus, review_id, height)


# --- what leaves


def export_figure(corpus: Corpus, name: str, folder: str = "exported") -> list[Path]:
    """Write a figure's files into a folder of the corpus's build folder, and return their paths."""
    return export.export(figures(corpus)[name], corpus.folders.build / folder)


def behind(corpus: Corpus, name: str, mark: str) -> pd.DataFrame:
    """Return the recommendations behind one number of a figure, in words that may leave the machine."""
    support = figures(corpus)[name].support
    passages = shareable(corpus)["passages"]
    return passages[passages["rec_id"].isin(support.loc[support["mark"] == mark, "rec_id"])]


def masked(corpus: Corpus) -> pd.DataFrame:
    """Return what was masked in the words of recommendations; it stays on this machine."""
    return shareable(corpus)["masked"]


def write_pack(corpus: Corpus) -> list[Path]:
    """Write the briefing pack anew, and return its files."""
    return briefing_pack.write_pack(corpus, figures(corpus))


def brief(corpus: Corpus, name: str, theme: str = "", review: str = "") -> Path:
    """Write a briefing on a theme or a review into the pack's folder; the ending of its name says the form."""
    return outputs.write_requested_brief(corpus, corpus.folders.build / "briefing" / name, theme=theme, review=review)
