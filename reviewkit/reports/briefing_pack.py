"""The corpus -> the briefing pack: slides, a Word document, a web page, and the evidence page behind them all.

Comes in: the folders of a corpus, its tables and its figures. Goes out: files in `build/briefing`, and the table
`masked`. Limit: the pack is made whole or not at all; its passages are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reviewkit.base import atomic
from reviewkit.base.errors import TableError
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.figures.figure import Figure
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import briefs, deck, document, evidence_page
from reviewkit.reports import content as reports_content
from reviewkit.reports import page as reports_page

WRITERS = {"pptx": deck.deck, "docx": document.document, "html": reports_page.page}
NAME = "briefing"


def write_pack(corpus: Corpus, pictures: Mapping[str, Figure]) -> list[Path]:
    """A corpus and figures by name, in; the paths of the pack, written anew, out.

    The table `masked` is written with it.
    """
    folder = corpus.folders.build / NAME
    whole = briefs.make_brief(corpus, pictures)
    files = [write_brief(whole, folder / f"{NAME}.{ending}") for ending in WRITERS]
    return [*files, write_evidence_page(corpus, folder / "evidence.html")]


def write_brief(brief: reports_content.Brief, file: Path, form: str = "") -> Path:
    """A briefing, a file and its form (else the ending of the file says it) in; the file, written whole, out.

    Raises `tables.TableError` where a briefing has no such form.
    """
    ending = form or Path(file).suffix.removeprefix(".")
    if ending not in WRITERS:
        raise TableError(f"{file}: a briefing is one of {', '.join(WRITERS)}", "name the file so, or give --format")
    return atomic.write(Path(file), WRITERS[ending](brief))


def write_evidence_page(corpus: Corpus, file: Path) -> Path:
    """A corpus, and a file in; the evidence page, written whole, out."""
    shown = shareable(corpus)
    tables.save(shown["masked"], "masked", corpus.folders.tables)
    content = evidence_page.evidence_page(shown["passages"], corpus.codes, corpus.echoes, corpus.themes, corpus.reviews)
    return atomic.write(Path(file), content)
