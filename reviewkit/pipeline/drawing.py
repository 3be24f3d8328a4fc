"""The tables of a corpus -> its figures, their gallery and the briefing pack; drawn again only where something changed.

Comes in: the folders of a corpus and its tables by name. Goes out: pictures, or the files in `figures/` and
`build/briefing`. What is drawn hangs on the tables, the code and the libraries that draw; files are sealed with that,
so that a file which somebody changed, or a stopped run left out, is made again.

Limit: one new recommendation draws every figure again; which of them it changes is not known before.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reviewkit import briefing, catalogue, charts, kept, paths, tables
from reviewkit.pipeline import briefs, cycling, packing
from reviewkit.pipeline.passages import passages

DRAWN_FROM = ("reviews", "recommendations", "codes", "themes", "echoes", "events", "bodies")
DRAWERS = ("briefing", "charts", "cycle", "kept", "pipeline", "reviewkit.mplstyle", "screen", "tables")
STANDS_ON = ("jinja2", "lifelines", "matplotlib", "numpy", "pandas", "python-docx", "python-pptx", "scipy")


def pictures(places: paths.Places, made: Mapping[str, pd.DataFrame]) -> dict[str, tables.Picture]:
    """The folders of a corpus and its tables by name in; its figures by slug out."""
    asks, reviews, codes, themes = (made[name] for name in ("recommendations", "reviews", "codes", "themes"))
    found = [
        charts.timeline(reviews, made["events"], asks, catalogue.subject(places.corpus).name),
        charts.who_is_asked(asks, reviews, made["bodies"]),
        charts.themes_raised(asks, reviews, codes, themes),
        charts.lineages(asks, reviews, codes, themes),
    ]
    return {picture.slug: picture for picture in found} | cycling.pictures(places, made)


def shown(places: paths.Places, made: Mapping[str, pd.DataFrame]) -> list[str]:
    """The folders of a corpus and its tables by name in; figures, gallery and pack written, and the figures' names out.

    What is there, and was drawn from the same, stays as it is.
    """
    subject = pd.DataFrame({"name": [catalogue.subject(places.corpus).name]})
    words = passages(places, made["recommendations"], made["reviews"])["passages"]
    key = kept.key([*(made[name] for name in DRAWN_FROM), words, subject], DRAWERS, STANDS_ON)
    figures = kept.sealed(places.kept, "figures", key)
    packed = kept.sealed(places.kept, "briefing", key)
    if not (figures and packed):
        drawn = pictures(places, made)
        if not figures:
            kept.seal(places.kept, "figures", key, _exported(places, drawn))
            kept.noted("figures", len(drawn), 0)
        if not packed:
            files = packing.pack(places, made, drawn)
            kept.seal(places.kept, "briefing", key, [*files, places.tables / "masked.csv"])
            kept.noted("briefing", len(files), 0)
    names = sorted(path.stem for path in figures if path.suffix == ".svg") or sorted(drawn)
    kept.noted("figures", 0, len(names))
    kept.noted("briefing", 0, len([path for path in packed if path.parent != places.tables]))
    return names


def brief(
    places: paths.Places,
    made: Mapping[str, pd.DataFrame],
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
    drawn = pictures(places, made)
    said = briefs.brief(places, made, drawn, theme, review, figures)
    for finding in said.findings:
        if finding.picture and finding.picture.slug not in drawn:  # a theme's own figures stand in no gallery
            briefing.export(finding.picture, places.build / "briefing" / "figures")
    return packing.written(said, Path(out), form)


def _exported(places: paths.Places, drawn: dict[str, tables.Picture]) -> list[Path]:
    """The figures and their gallery, written; their files."""
    files = [file for picture in drawn.values() for file in briefing.export(picture, places.figures)]
    return [*files, briefing.gallery(list(drawn.values()), places.figures)]
