"""Build the tables of a corpus: every stage in its order, from the catalogue to the echoes.

Limitations: nothing is written but what stages cache, and the ids that a published text carries over.
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
from reviewkit.corpus import catalogue, tables
from reviewkit.corpus.codebook import load_themes
from reviewkit.corpus.corpus import Corpus
from reviewkit.extraction.reader import concat


def build_tables(folders: paths.Folders, tell: Progress) -> Corpus:
    """Return the corpus of some folders with all its tables; stages whose input did not change come from the cache."""
    listed = catalogue.load_catalogue(folders)
    bodies = tables.load(folders.corpus / "bodies.csv", "bodies")
    events = tables.load(folders.corpus / "events.csv", "events")
    themes = load_themes(folders.corpus / "codebook.toml")
    joined = assembly.joined_tables(folders, listed, bodies, tell)
    none = {name: tables.empty(name) for name in ("codes", "unsure", "topics", "register", "differences", "echoes")}
    corpus = Corpus(folders=folders, bodies=bodies, events=events, themes=themes, **none, **joined)
    tell("themes, topics and echoes", 0, 1)
    problems = [catalogue.unmatched_files(folders, listed), reconciliation.match_digest_entries(corpus)]
    return _coded(corpus, problems)


def _coded(corpus: Corpus, problems: list[pd.DataFrame]) -> Corpus:
    """The corpus with themes, topics and echoes, and every problem so far."""
    folders, recommendations = corpus.folders, corpus.recommendations
    coded = theme_stage.code_themes(folders, recommendations)
    grouped = topic_stage.assign_topics(folders, recommendations)
    echoed = echo_stage.find_echoes(folders, recommendations, corpus.reviews)
    found = concat([corpus.problems, *problems, *(stage["problems"] for stage in (coded, grouped, echoed))], "problems")
    return corpus.with_tables(
        codes=coded["codes"],
        unsure=coded["unsure"],
        topics=grouped["topics"],
        register=grouped["register"],
        echoes=echoed["echoes"],
        differences=comparison.differences(grouped["topics"], coded["codes"]),
        problems=found.sort_values(["document", "what"], kind="stable", ignore_index=True),
    )
