"""Build the tables of a corpus: every stage in its order, from the catalogue to the echoes.

Nothing is written here but the cache, and the aliases from the ids of a digest to those of its published text.
"""

from __future__ import annotations

import pandas as pd

from reviewkit import assembly
from reviewkit.base import paths
from reviewkit.base.progress import Progress
from reviewkit.coding import reconciliation
from reviewkit.coding.echoes import echo_stage
from reviewkit.coding.themes import theme_stage
from reviewkit.coding.topics import comparison, topic_stage
from reviewkit.corpus import catalogue, statuses, tables
from reviewkit.corpus import corrections as people
from reviewkit.corpus.codebook import load_themes
from reviewkit.corpus.corpus import Corpus
from reviewkit.extraction import answer_matching
from reviewkit.extraction.reader import concat

NOT_YET = ("codes", "unsure", "topics", "register", "differences", "echoes", "nearest", "statuses")  # made later


def build_tables(folders: paths.Folders, tell: Progress) -> Corpus:
    """Return the corpus of some folders with all its tables; stages whose input did not change come from the cache."""
    corrections = people.load(folders)
    listed = catalogue.with_denominators(catalogue.load_catalogue(folders), corrections)
    bodies = tables.load(folders.corpus / "bodies.csv", "bodies")
    events = tables.load(folders.corpus / "events.csv", "events")
    themes = load_themes(folders.corpus / "codebook.toml")
    joined = assembly.joined_tables(folders, listed, bodies, tell)
    answers = joined.pop("answers")
    not_yet = {name: tables.empty(name) for name in NOT_YET}
    # Digests are matched to what is printed, before people's other words, which follow the ids that this gives.
    added = corrections[corrections["what"] == "add"]
    printed = assembly.corrected_tables(folders, listed, bodies, joined, added)
    tried = tables.load_or_empty(folders.corpus, "accuracy")
    corpus = Corpus(folders=folders, bodies=bodies, events=events, themes=themes, accuracy=tried, **not_yet, **printed)
    unmatched_entries = reconciliation.match_digest_entries(corpus)
    problems = [catalogue.unmatched_files(folders, listed), unmatched_entries]
    corrections = people.load(folders)
    problems.append(_problems_of(corrections, listed))
    corpus = corpus.with_tables(**assembly.corrected_tables(folders, listed, bodies, joined, corrections))
    problems.append(catalogue.short_lists(corpus.reviews, tables.load_or_empty(folders.digests, "digests")))
    corpus, unmatched = _add_statuses(corpus, answers)  # after the aliases, which lead to the ids of today
    unlike = reconciliation.unlike_ids(unmatched_entries)
    return _add_codes_topics_echoes(corpus, [*problems, *unmatched], unlike, tell)


def _add_statuses(corpus: Corpus, answers: pd.DataFrame) -> tuple[Corpus, list[pd.DataFrame]]:
    """Return the corpus with what was answered to its recommendations, and the problems with that."""
    read, unmatched = answer_matching.match_answers(answers, corpus.recommendations, corpus.reviews)
    joined = statuses.statuses_table(corpus.folders, read, corpus.recommendations, corpus.reviews)
    return corpus.with_tables(statuses=joined["statuses"]), [unmatched, joined["problems"]]


def _problems_of(corrections: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the problems of corrections that cannot be understood, or speak of no review of the catalogue."""
    rows = people.faults(corrections) + people.unknown_reviews(corrections, set(listed["review_id"]))
    return tables.build(rows, "problems")


def _add_codes_topics_echoes(corpus: Corpus, problems: list[pd.DataFrame], unlike: set[str], tell: Progress) -> Corpus:
    """Return the corpus with themes, topics and echoes; its own problems, those given and the new ones are joined.

    `unlike` are ids whose published words are not those that the coders saw.
    """
    folders, recommendations = corpus.folders, corpus.recommendations
    tell("themes", 0, 1)
    themes = theme_stage.code_themes(folders, recommendations, tell, unlike)
    tell("topics", 0, 1)
    topics = topic_stage.assign_topics(folders, recommendations)
    tell("echoes", 0, 1)
    echoes = echo_stage.find_echoes(folders, recommendations, corpus.reviews, unlike, tell)
    all_problems = [corpus.problems, *problems, themes["problems"], topics["problems"], echoes["problems"]]
    return corpus.with_tables(
        codes=themes["codes"],
        unsure=themes["unsure"],
        topics=topics["topics"],
        register=topics["register"],
        echoes=echoes["echoes"],
        nearest=echoes["nearest"],
        differences=comparison.differences(topics["topics"], themes["codes"]),
        problems=concat(all_problems, "problems").sort_values(["document", "what"], kind="stable", ignore_index=True),
    )
