"""Lay out blocks of text, pictures and rows of tables on pages before a Word document is written.

Input: blocks with their heights in points, in the order in which they stand.
Output: pages of blocks. A picture becomes smaller where that lets it stand on the page that its words are on.
Limitations: Word lays out anew when it opens the document; heights are therefore rather too much than too little.
"""

from __future__ import annotations

from typing import Any, NamedTuple

SMALLEST = 0.7  # of its own size: below that the type in a picture is too small to read


class Block(NamedTuple):
    """What stands on a page in one piece."""

    kind: str  # the name of a style, or PICTURE or ROW
    height: float  # points
    content: Any
    keep_with_next: bool = False
    scale: float = 1.0  # of a picture


PICTURE, ROW = "picture", "row"


def paginate(
    blocks: list[Block], room: float, head_height: float = 0.0, smallest: float = SMALLEST, largest: float = 1.0
) -> list[list[Block]]:
    """Return the pages on which blocks stand.

    `head_height` is that of a table's heads, which each page repeats; `smallest` and `largest` are how much a picture
    may shrink to stand on a page, or grow to fill one.
    """
    pages: list[list[Block]] = [[]]
    left = room
    for chain in _chains(blocks):
        fitted = _fit(chain, left, smallest)
        if fitted is None:
            pages[-1] = _grow(pages[-1], left, largest)
            pages.append([])
            left = room - (head_height if chain[0].kind == ROW else 0.0)
            fitted = _fit(chain, left, smallest) or chain
        pages[-1] += fitted
        left -= sum(block.height for block in fitted)
    return pages


def _grow(page: list[Block], left: float, largest: float) -> list[Block]:
    """Return a page with its pictures larger, where room is left at its end."""
    pictures = sum(block.height for block in page if block.kind == PICTURE)
    return _scaled(page, min(1 + left / pictures, largest)) if pictures and left > 0 else page


def _scaled(blocks: list[Block], scale: float) -> list[Block]:
    """Return blocks with their pictures at another size."""
    return [
        block._replace(height=block.height * scale, scale=block.scale * scale) if block.kind == PICTURE else block
        for block in blocks
    ]


def filled(page: list[Block], room: float) -> float:
    """Return which share of a page its blocks fill."""
    return sum(block.height for block in page) / room


def _chains(blocks: list[Block]) -> list[list[Block]]:
    """Return the blocks in chains of those that are kept together."""
    chains: list[list[Block]] = [[]]
    for block in blocks:
        chains[-1].append(block)
        if not block.keep_with_next:
            chains.append([])
    return [chain for chain in chains if chain]


def _fit(chain: list[Block], left: float, smallest: float) -> list[Block] | None:
    """Return a chain as it fits into the room that is left, its picture made smaller if need be; None if it cannot."""
    over = sum(block.height for block in chain) - left
    pictures = sum(block.height for block in chain if block.kind == PICTURE)
    if over <= 0:
        return chain
    if not pictures or (scale := 1 - over / pictures) < smallest:
        return None
    return _scaled(chain, scale)
