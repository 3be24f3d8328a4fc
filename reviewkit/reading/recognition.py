"""Tell the pages whose text was recognised by a program: letters that nobody sees, laid over a picture of the page.

Limitations: a program that prints its own letters in place of the picture's cannot be told from a typesetter.
"""

from __future__ import annotations

import itertools

import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium

FIRST_OBJECTS = 400  # of a page: among so many stands a text, where it has one that is set line by line
FIRST_TEXTS = 12
DEPTH = 4  # of forms in forms: recognisers lay their text into one
INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def has_unseen_text(page: pypdfium2.PdfPage) -> bool:
    """Return whether the first texts of a page are all drawn without a mark, as recognised text is."""
    texts = 0
    for drawn in itertools.islice(page.get_objects(max_depth=DEPTH), FIRST_OBJECTS):
        if drawn.type != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if pdfium.FPDFTextObj_GetTextRenderMode(drawn.raw) != INVISIBLE:
            return False
        texts += 1
        if texts == FIRST_TEXTS:
            break
    return texts > 0


def recognition_problems(pages: pd.DataFrame, document: str) -> list[dict[str, object]]:
    """Return a row of `problems` that says how many pages of a document are recognised text; none where none is."""
    numbers = pages.loc[pages["recognised"] == "yes", "page"]
    if numbers.empty:
        return []
    what = f"the text of {len(numbers)} of its {len(pages)} pages was recognised by a program from their pictures"
    step = "hold the words to the picture of the page before they are quoted"
    return [{"document": document, "what": what, "next_step": step}]
