"""Write the figures of a corpus, their gallery and the briefing pack; drawn again only where something changed.

Input: a corpus.
Output: the files in `figures/` and `build/briefing`. What is drawn depends on the tables, the code and the libraries
that draw; files are sealed with that, so that a file which somebody changed, or a stopped run left out, is made again.
Limitations: one new recommendation draws every figure again; which of them it changes is not known before.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.progress import Progress, no_progress
from reviewkit.corpus import questions
from reviewkit.corpus.addresses import load_addresses
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import load_subject
from reviewkit.corpus.thread_names import load_thread_names
from reviewkit.figures import all_figures, export, names
from reviewkit.figures.figure import Figure
from reviewkit.measures import measure_stage
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import briefing_pack, briefs, forms

DRAWN_FROM = ("reviews", "recommendations", "codes", "themes", "echoes", "nearest", "events", "bodies", "statuses")


def write_outputs(corpus: Corpus, tell: Progress = no_progress) -> list[str]:
    """Write figures, gallery and pack, and return the names of the figures.

    Files that are there, and were drawn from the same, stay as they are.
    """
    folders, key = corpus.folders, _drawing_key(corpus)
    figure_files = cache.current_outputs(folders.cache, "figures", key)
    pack_files = cache.current_outputs(folders.cache, "briefing", key)
    names = sorted(path.stem for path in figure_files if path.suffix == ".svg")
    if not (figure_files and pack_files):
        figures = draw_figures(corpus, tell)
        if not figure_files:
            cache.record_outputs(folders.cache, "figures", key, _export_figures(folders, figures, tell))
            cache.record("figures", len(figures), 0)
        if not pack_files:
            written = briefing_pack.write_pack(corpus, figures, tell)
            cache.record_outputs(folders.cache, "briefing", key, [*written, folders.tables / "masked.csv"])
            cache.record("briefing", len(written), 0)
        names = names or sorted(figures)
    cache.record("figures", 0, len(names))
    cache.record("briefing", 0, len([path for path in pack_files if path.parent != folders.tables]))
    return names


def _drawing_key(corpus: Corpus) -> str:
    """Return what all figures and the pack were drawn from, in short."""
    subject = pd.DataFrame(
        {"said": [str(load_subject(corpus.folders.corpus))]}
    )  # whose codes, and how issues are called
    drawn_from = [*(corpus.table(name) for name in DRAWN_FROM), load_addresses(corpus.folders)]
    drawn_from.append(load_thread_names(corpus.folders.corpus))
    return cache.table_key([*drawn_from, shareable(corpus)["passages"], subject], __name__)


def draw_figures(corpus: Corpus, tell: Progress = no_progress) -> dict[str, Figure]:
    """Draw all figures of a corpus, and return them by slug."""
    tell("measures", 0, 1)
    measure_stage.cached_measures(corpus)  # which the figures count by: minutes, where they are not in the cache
    tell("drawing figures", 0, 1)
    return all_figures.draw_all(corpus)


def _export_figures(folders: paths.Folders, figures: dict[str, Figure], tell: Progress) -> list[Path]:
    """Write the figures and their gallery, and return their files."""
    files: list[Path] = []
    for done, figure in enumerate(figures.values()):
        tell("writing figures", done, len(figures))
        files += export.export(figure, folders.figures)
    return [*files, export.gallery(list(figures.values()), folders.figures)]


def write_requested_brief(
    corpus: Corpus,
    out: str | Path,
    form: str = "",
    theme: str = "",
    review: str = "",
    figures: tuple[str, ...] = (),
    tell: Progress = no_progress,
) -> Path:
    """Write a briefing on the whole, a theme, a review or some figures into a file, and return its path.

    A theme and a review may be given by the name that is printed. The figures of a theme go into
    `build/briefing/figures`. What cannot be is refused before anything is drawn.
    Raises: `InputError` where there is no such form, theme, review or figure.
    """
    forms.check_form(Path(out), form)
    theme = questions.theme_id(corpus, theme) if theme else ""
    review = questions.review_id(corpus, review) if review else ""
    names.check_figures(figures)
    gallery = draw_figures(corpus, tell)
    tell("the briefing", 0, 1)
    brief = briefs.make_brief(corpus, gallery, theme, review, figures)
    for finding in brief.findings:
        if finding.figure and finding.figure.slug not in gallery:  # a theme's own figures stand in no gallery
            export.export(finding.figure, corpus.folders.build / "briefing" / "figures")
    return briefing_pack.write_brief(brief, Path(out), form)
