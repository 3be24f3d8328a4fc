"""The tables of a corpus -> its figures, their gallery and the briefing pack; drawn again only where something changed.

Comes in: the folders of a corpus and its tables by name. Goes out: pictures, or the files in `figures/` and
`build/briefing`. What is drawn hangs on the tables, the code and the libraries that draw; files are sealed with that,
so that a file which somebody changed, or a stopped run left out, is made again.

Limit: one new recommendation draws every figure again; which of them it changes is not known before.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import load_subject
from reviewkit.figures import all_figures, export
from reviewkit.figures.figure import Figure
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import briefing_pack, briefs

DRAWN_FROM = ("reviews", "recommendations", "codes", "themes", "echoes", "events", "bodies")


def write_outputs(corpus: Corpus) -> list[str]:
    """A corpus in; figures, gallery and pack written, and the figures' names out.

    What is there, and was drawn from the same, stays as it is.
    """
    subject = pd.DataFrame({"name": [load_subject(corpus.folders.corpus).name]})
    words = shareable(corpus)["passages"]
    key = cache.table_key([*(corpus.table(name) for name in DRAWN_FROM), words, subject], __name__)
    figures = cache.current_outputs(corpus.folders.cache, "figures", key)
    packed = cache.current_outputs(corpus.folders.cache, "briefing", key)
    if not (figures and packed):
        drawn = all_figures.draw_all(corpus)
        if not figures:
            cache.record_outputs(corpus.folders.cache, "figures", key, _exported(corpus.folders, drawn))
            cache.record("figures", len(drawn), 0)
        if not packed:
            files = briefing_pack.write_pack(corpus, drawn)
            cache.record_outputs(corpus.folders.cache, "briefing", key, [*files, corpus.folders.tables / "masked.csv"])
            cache.record("briefing", len(files), 0)
    names = sorted(path.stem for path in figures if path.suffix == ".svg") or sorted(drawn)
    cache.record("figures", 0, len(names))
    cache.record("briefing", 0, len([path for path in packed if path.parent != corpus.folders.tables]))
    return names


def write_requested_brief(
    corpus: Corpus,
    out: Path,
    form: str = "",
    theme: str = "",
    review: str = "",
    figures: tuple[str, ...] = (),
) -> Path:
    """A file, and what is wanted in it, in; the briefing written there, and its path, out.

    The figures of a theme go into `build/briefing/figures`. Raises `tables.TableError` where there is no such form,
    theme, review or figure.
    """
    drawn = all_figures.draw_all(corpus)
    said = briefs.make_brief(corpus, drawn, theme, review, figures)
    for finding in said.findings:
        if finding.picture and finding.picture.slug not in drawn:  # a theme's own figures stand in no gallery
            export.export(finding.picture, corpus.folders.build / "briefing" / "figures")
    return briefing_pack.write_brief(said, Path(out), form)


def _exported(folders: paths.Folders, drawn: dict[str, Figure]) -> list[Path]:
    """The figures and their gallery, written; their files."""
    files = [file for picture in drawn.values() for file in export.export(picture, folders.figures)]
    return [*files, export.gallery(list(drawn.values()), folders.figures)]
