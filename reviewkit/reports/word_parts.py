"""The parts of a Word document as python-docx writes them: styles, header and footer, paragraphs, pictures, rows.

Input: a document, and what a part of it holds; lengths are points, where not said otherwise.
Output: the document, longer by that part.
Limitations: python-docx has no fields, links or header rows of its own; these are written as XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reviewkit.figures import canvas
from reviewkit.reports.content import with_links

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

BLUE, GREY = canvas.BLUE.removeprefix("#"), canvas.GREY.removeprefix("#")
FONT = "Arial"
BOLD_STYLES = ("Title", "Heading 1")
HEADER_DISTANCE, HEADER_SIZE = 0.8, 8  # centimetres from the edge of the paper; points


def set_page(word: Document, width: float, height: float, side: float, top: float, bottom: float) -> None:
    """Set the paper and its margins, in centimetres."""
    from docx.shared import Cm

    page = word.sections[0]
    page.page_width, page.page_height = Cm(width), Cm(height)
    page.left_margin = page.right_margin = Cm(side)
    page.top_margin, page.bottom_margin = Cm(top), Cm(bottom)
    page.header_distance = page.footer_distance = Cm(HEADER_DISTANCE)


def set_styles(word: Document, sizes: Mapping[str, float], before: Mapping[str, float], after: float) -> None:
    """Set the fonts, colours and spacing of every style in use, in place of those of the template."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in {**sizes, "Header": HEADER_SIZE, "Footer": HEADER_SIZE}.items():
        style, is_bold = word.styles[name], name in BOLD_STYLES
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.bold = is_bold
        properties = style.element.get_or_add_rPr()
        for theme_font in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            properties.get_or_add_rFonts().attrib.pop(qn(theme_font), None)
        for spacing in properties.findall(qn("w:spacing")):
            properties.remove(spacing)
        for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        style.font.color.rgb = RGBColor.from_string(BLUE if is_bold else GREY)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before.get(name, 0)), Pt(after)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def add_header_and_footer(word: Document, title: str, as_of: str, width: float) -> None:
    """Let the title and the date stand at the head of every page, and its number at the foot."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    section = word.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{title}\t{as_of}")
    foot.add_run("\tPage ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add a field that the program fills in which opens the document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def add_paragraph(word: Document, text: str, style: str, keep_with_next: bool, size: float | None = None) -> None:
    """Add a paragraph, in which addresses are links."""
    from docx.shared import Pt

    paragraph = word.add_paragraph(style=style)
    paragraph.paragraph_format.keep_with_next = keep_with_next
    for words, address in with_links(text):
        run = paragraph.add_run(words)
        if size:
            run.font.size = Pt(size)
        if address:
            _make_link(paragraph, run, address)


def _make_link(paragraph: Paragraph, run: Any, address: str) -> None:
    """Make a run of a paragraph a link to an address."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.font.color.rgb = RGBColor.from_string(BLUE)
    paragraph._p.replace(run._r, link)
    link.append(run._r)


def add_picture(word: Document, png: BytesIO, height: float, alt: str, name: str) -> None:
    """Add a picture in the middle of the page, with its alt text, on the page of what follows."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = word.add_paragraph()
    paragraph.alignment, paragraph.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    picture: Any = paragraph.add_run().add_picture(png, height=Pt(height))
    properties = picture._inline.docPr
    properties.set("descr", alt)
    properties.set("name", name)


def add_row(word: Document, texts: list[str], widths: list[float], size: float, is_head: bool) -> None:
    """Add a row to the table that stands last, or begin a new table with its heads, which every page repeats."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    if is_head:
        table: Table = word.add_table(rows=1, cols=len(texts), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
    else:
        table = word.tables[-1]
        table.add_row()  # type: ignore[no-untyped-call]
    row = table.rows[-1]
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Pt(width)
        _fill_cell(cell, text, size, is_head)


def _fill_cell(cell: Any, text: str, size: float, bold: bool) -> None:
    """Write text into a cell, a paragraph a line; heads stay on the page of the first row."""
    from docx.shared import Pt

    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after, paragraph.paragraph_format.keep_with_next = Pt(0), bold
        run = paragraph.add_run(line)
        run.font.size, run.bold = Pt(size), bold
