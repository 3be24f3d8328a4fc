"""Give spaCy's English rules: no model, nothing to download.

spaCy loads torch wherever torch is installed. That takes twice as long as the rest of spaCy, and no rule needs it, so
torch is hidden while spaCy is loaded; the vectors of `coding` find it as before.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


def english_sentences() -> Language:
    """Return a blank English pipeline that finds sentences."""
    hides_torch = "torch" not in sys.modules
    if hides_torch:
        sys.modules["torch"] = None  # type: ignore[assignment]  # as Python marks a module that is not there
    try:
        import spacy  # slow to import, and wanted only where sentences are
    finally:
        if hides_torch:
            del sys.modules["torch"]
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp
