"""Write the briefing pack: slides, a Word document, a web page, and the evidence page behind them all.

Input: a corpus and its figures.
Output: files in `build/briefing`, and the table `masked`.
Limitations: each file is written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reviewkit.base import atomic
from reviewkit.base.progress import Progress, no_progress
from reviewkit.corpus import statuses, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.figures.figure import Figure
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import briefs, deck, document, evidence_page, forms, page
from reviewkit.reports.content import Brief

WRITERS = dict(zip(forms.FORMS, (deck.deck, document.document, page.page), strict=True))
NAME, EVIDENCE = "briefing", "evidence"


def write_pack(corpus: Corpus, figures: Mapping[str, Figure], tell: Progress = no_progress) -> list[Path]:
    """Write the pack anew, with the table `masked`, and return its paths; `figures` are those of the corpus by slug."""
    folder = corpus.folders.build / NAME
    total = len(WRITERS) + 2  # the brief itself, and the evidence page
    tell("briefing", 0, total)
    brief = briefs.make_brief(corpus, figures)
    files: list[Path] = []
    for done, form in enumerate(WRITERS, start=1):
        tell("briefing", done, total)
        files.append(write_brief(brief, folder / f"{NAME}.{form}"))
    tell("briefing", total - 1, total)
    return [*files, *write_evidence_pages(corpus, folder)]


def write_brief(brief: Brief, file: Path, form: str = "") -> Path:
    """Write a briefing in a form, else in the one that the ending of the file says, and return the path.

    Raises: `InputError` where a briefing has no such form.
    """
    return atomic.write(Path(file), WRITERS[forms.check_form(file, form)](brief))


def write_evidence_pages(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the evidence page, in parts where it is long, and the table `masked` behind it; return the paths."""
    parts = shareable(corpus)
    tables.save(parts["masked"], "masked", corpus.folders.tables)
    status = parts["passages"]["rec_id"].map(statuses.words_by_id(corpus.statuses)).fillna("")
    pages = evidence_page.evidence_pages(corpus, parts["passages"].assign(status=status), EVIDENCE)
    for path in folder.glob(f"{EVIDENCE}-*.html"):  # of a run that had more parts
        path.unlink()
    return [atomic.write(folder / name, content) for name, content in pages.items()]
