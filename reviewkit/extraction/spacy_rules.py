"""Give spaCy's English rules: no model, nothing to download.

spaCy loads torch wherever torch is installed, and no rule needs it: it is hidden while spaCy is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.base.hidden_packages import hidden

if TYPE_CHECKING:
    from spacy.language import Language


def english_sentences() -> Language:
    """Return a blank English pipeline that finds sentences."""
    with hidden("torch"):
        import spacy  # slow to import, and wanted only where sentences are
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp
