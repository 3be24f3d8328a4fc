"""What can be seen of the words in a drawing: where each stands, and whether any is cut or covered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def words(drawing: Figure) -> Iterator[tuple[Text, Bbox]]:
    """Every text that is seen, and the place that it takes on the canvas."""
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    for text in drawing.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible()):
        if text.get_text().strip():
            yield text, Text.get_window_extent(text, canvas.get_renderer())


def text_faults(drawing: Figure) -> list[str]:
    """Say which words leave a drawing, and which overlap others."""
    whole, seen = drawing.bbox, list(words(drawing))
    faults = [
        f"cut: {text.get_text()}"
        for text, box in seen
        if not (box.x0 >= 0 and box.y0 >= 0 and box.x1 <= whole.x1 and box.y1 <= whole.y1)
    ]
    for (one, box), (other, place) in combinations(seen, 2):
        overlap = Bbox.intersection(box, place)
        if overlap is not None and min(overlap.width, overlap.height) >= 1:
            faults.append(f"'{one.get_text()}' overlaps '{other.get_text()}'")
    return faults
