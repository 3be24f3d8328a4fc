"""The corpus -> the briefing pack: slides, a Word document, a web page, and the evidence page behind them all.

Comes in: the folders of a corpus, its tables and its figures. Goes out: files in `build/briefing`, and the table
`masked`. Limit: the pack is made whole or not at all; its passages are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reviewkit import atomic, briefing, paths, tables
from reviewkit.pipeline import briefs
from reviewkit.pipeline.passages import passages

WRITERS = {"pptx": briefing.deck, "docx": briefing.document, "html": briefing.page}
NAME = "briefing"


def pack(places: paths.Places, made: Mapping[str, pd.DataFrame], pictures: Mapping[str, tables.Picture]) -> list[Path]:
    """The folders of a corpus, its tables and figures by name, in; the paths of the pack, written anew, out.

    The table `masked` is written with it.
    """
    folder = places.build / NAME
    whole = briefs.brief(places, made, pictures)
    files = [written(whole, folder / f"{NAME}.{ending}") for ending in WRITERS]
    return [*files, evidence(places, made, folder / "evidence.html")]


def written(brief: briefing.Brief, file: Path, form: str = "") -> Path:
    """A briefing, a file and its form (else the ending of the file says it) in; the file, written whole, out.

    Raises `tables.TableError` where a briefing has no such form.
    """
    ending = form or Path(file).suffix.removeprefix(".")
    if ending not in WRITERS:
        raise tables.TableError(
            f"{file}: a briefing is one of {', '.join(WRITERS)}; name the file so, or give --format"
        )
    return atomic.write(Path(file), WRITERS[ending](brief))


def evidence(places: paths.Places, made: Mapping[str, pd.DataFrame], file: Path) -> Path:
    """The folders of a corpus, its tables by name, and a file in; the evidence page, written whole, out."""
    shown = passages(places, made["recommendations"], made["reviews"])
    tables.save(shown["masked"], "masked", places.tables)
    content = briefing.evidence_page(shown["passages"], made["codes"], made["echoes"], made["themes"], made["reviews"])
    return atomic.write(Path(file), content)
