"""Write a briefing as a Word document: headings, sentences, captioned figures with alt text, tables of recommendations.

Input: a `Brief`.
Output: the bytes of a docx on A4, each page with its title, its date and its number.
Limitations: it is laid out by the widths of Arial before it is written; a program that puts another font in its place
may need more pages.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reviewkit.base.text import shorten
from reviewkit.figures import canvas, export
from reviewkit.figures.figure import Figure
from reviewkit.reports import content, page_layout, text_measure, word_parts
from reviewkit.reports.content import Brief, Finding, Table
from reviewkit.reports.page_layout import PICTURE, ROW, Block
from reviewkit.reports.reproducible_zip import CREATED, LONGEST_PROPERTY, fix_dates

if TYPE_CHECKING:
    from docx.document import Document

POINTS_PER_CM = 72 / 2.54
PAGE_WIDTH, PAGE_HEIGHT, SIDE = 21.0, 29.7, 1.9  # centimetres
TOP, BOTTOM = 1.8, 1.6  # centimetres: the margins, in which header and footer stand
TEXT_WIDTH = (PAGE_WIDTH - 2 * SIDE) * POINTS_PER_CM
ROOM = (PAGE_HEIGHT - TOP - BOTTOM) * POINTS_PER_CM * 0.98  # points of a page that are filled
FIGURE_WIDTH, FIGURE_HEIGHT = TEXT_WIDTH, 11 * POINTS_PER_CM  # points, and no larger
SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)  # of the pictures of a briefing, by which pages may be saved
TITLE, SUBTITLE, HEADING, NORMAL, CAPTION = "Title", "Subtitle", "Heading 1", "Normal", "Caption"
SIZES = {NORMAL: 9.5, TITLE: 17, SUBTITLE: 8.5, HEADING: 11.5, CAPTION: 7.5}  # points, by style
BEFORE = {HEADING: 6}  # points above a paragraph, by style
LINE = 1.17  # from a line to the next, by the size of type: Arial has 1.15
LARGEST = 1.06  # of a picture that fills a page
WELL_FILLED, LEAST_FILLED = 0.85, 0.3  # of a page that another follows, and of the last of several
TITLE_SIZES = (17, 16, 15, 14)  # the largest at which a title stands in one line
AFTER = 2.5  # points below a paragraph
CELL_SIZE, CELL_PADDING = 7.5, 11.0  # points of the text in a table; of a cell's width that are left free
SOURCE_SIZE = 7.0  # points of a source


def document(brief: Brief) -> bytes:
    """Return the bytes of the Word document of a briefing."""
    from docx import Document

    word = Document()
    word_parts.set_page(word, PAGE_WIDTH, PAGE_HEIGHT, SIDE, TOP, BOTTOM)
    word_parts.set_styles(word, SIZES, BEFORE, AFTER)
    title = text_measure.shortened(brief.title, TEXT_WIDTH - text_measure.text_width(brief.as_of, 8) - 20, 8)
    word_parts.add_header_and_footer(word, title, brief.as_of, TEXT_WIDTH)
    for page in pages(brief):
        for block in page:
            _write(word, block)
    core = word.core_properties
    core.title, core.subject = (shorten(words, LONGEST_PROPERTY) for words in (brief.title, brief.caveat))
    core.author = "reviewkit"
    core.revision, core.comments = 1, ""
    core.last_modified_by, core.created, core.modified, core.language = "reviewkit", CREATED, CREATED, "en-GB"
    buffer = io.BytesIO()
    word.save(buffer)
    return fix_dates(buffer.getvalue())


def pages(brief: Brief) -> list[list[Block]]:
    """Return what stands on each page of the document of a briefing, as far as that can be told before.

    Pictures are as large as they can be without a further page, or one that is left with a gap at its end.
    """
    heads = LINE * CELL_SIZE + 2
    layouts = [
        page_layout.paginate(_blocks(brief, scale), ROOM, heads, page_layout.SMALLEST / scale, LARGEST / scale)
        for scale in SCALES
    ]
    return min(layouts, key=lambda pages: (len(pages), sum(map(_has_gap, pages[:-1])) + (not ends_well(pages))))


def _has_gap(page: list[Block]) -> bool:
    """Return whether a page is filled so little that it looks as if something were missing."""
    return page_layout.filled(page, ROOM) < WELL_FILLED


def ends_well(pages: list[list[Block]]) -> bool:
    """Return whether the last page of several holds more than a few lines."""
    return len(pages) == 1 or page_layout.filled(pages[-1], ROOM) >= LEAST_FILLED


def _blocks(brief: Brief, scale: float) -> list[Block]:
    """Return all that a briefing holds, in the order in which it stands; `scale` is that of its pictures."""
    size = text_measure.fitting_size(brief.title, TEXT_WIDTH, TITLE_SIZES)
    blocks = [_paragraph(TITLE, brief.title, size=size)]
    if brief.in_short:
        blocks.append(_paragraph(HEADING, content.IN_SHORT, keep=True))
        blocks += [_paragraph(NORMAL, sentence, keep=True) for sentence in brief.in_short]
    blocks.append(_paragraph(SUBTITLE, brief.caveat))
    blocks += [block for finding in brief.findings for block in _finding_blocks(finding, scale)]
    blocks.append(_paragraph(HEADING, content.NOTES, keep=True))
    blocks.append(_paragraph(SUBTITLE, " ".join(brief.methods)))
    blocks.append(_paragraph(HEADING, content.SOURCES, keep=True))
    return [*blocks, *(_paragraph(CAPTION, line, size=SOURCE_SIZE) for line in brief.sources)]


def _paragraph(style: str, text: str, keep: bool = False, size: float | None = None) -> Block:
    """Return a paragraph as a block; `keep` keeps it on the page of the next."""
    bold = style in word_parts.BOLD_STYLES
    height = text_measure.text_height(text, TEXT_WIDTH, size or SIZES[style], bold, LINE)
    return Block(style, height + BEFORE.get(style, 0) + AFTER, (text, size), keep)


def _finding_blocks(finding: Finding, scale: float) -> list[Block]:
    """Return the heading of a finding, its sentences, its figure and its table."""
    blocks = [_paragraph(HEADING, finding.heading, keep=True)]
    if finding.sentences:
        blocks.append(_paragraph(NORMAL, " ".join(finding.sentences), keep=True))
    if finding.figure:
        blocks += _figure_blocks(finding.figure, scale)
    if len(finding.table.rows):
        blocks += _table_blocks(finding.table)
    return [*blocks[:-1], blocks[-1]._replace(keep_with_next=False)]


def _figure_blocks(figure: Figure, scale: float) -> list[Block]:
    """Return a picture and what stands under it."""
    inches = (figure.slide or figure.drawing).get_size_inches()
    width, height = (float(side) * canvas.POINTS_PER_INCH for side in inches)
    ratio = scale * min(1.0, FIGURE_WIDTH / width, FIGURE_HEIGHT / height)
    picture = Block(PICTURE, height * ratio + AFTER, (figure, height * ratio), True)
    return [picture, _paragraph(CAPTION, content.picture_caption(figure))]


def _table_blocks(table: Table) -> list[Block]:
    """Return the caption of a table and its rows, and how many more there are."""
    more = f" ({content.shown_words(table, 0, len(table.rows)).rstrip('.')})" if table.more else ""
    blocks = [_paragraph(CAPTION, f"{table.caption}{more}", keep=True)]
    rows = [[str(text) for text in texts] for texts in table.rows.to_numpy().tolist()]
    for number, texts in enumerate([list(table.rows.columns), *rows]):
        is_head = number == 0
        height = _row_height(table, texts, is_head)
        blocks.append(Block(ROW, height, (table, number, texts), is_head))
    return blocks


def _row_height(table: Table, texts: list[str], bold: bool) -> float:
    """Return how high a row of a table is."""
    return 1.5 + max(
        text_measure.text_height(text, share * TEXT_WIDTH - CELL_PADDING, CELL_SIZE, bold, LINE)
        for text, share in zip(texts, content.column_shares(table), strict=True)
    )


def _write(word: Document, block: Block) -> None:
    """Write one block at the end of a document."""
    if block.kind == PICTURE:
        figure, height = block.content
        png = io.BytesIO(export.render(figure.slide or figure.drawing, "png", figure.title))
        word_parts.add_picture(word, png, height * block.scale, figure.alt, figure.slug)
    elif block.kind == ROW:
        table, number, texts = block.content
        widths = [share * TEXT_WIDTH for share in content.column_shares(table)]
        word_parts.add_row(word, texts, widths, CELL_SIZE, is_head=number == 0)
    else:
        text, size = block.content
        word_parts.add_paragraph(word, text, block.kind, block.keep_with_next, size)
