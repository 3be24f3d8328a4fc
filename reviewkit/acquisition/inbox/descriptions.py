"""Say what a document says of itself: title, publisher, date, kind, numbers of papers and books, pages, first words.

Input: a file whose ending is that of its form, and the catalogue. Output: a `Description`. Whatever form the reader
reads can be described; what it cannot read yet gets a description with the fault in words.

Limitations: those of `acquisition.metadata`: what only a picture shows is not seen.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from lxml import etree

from reviewkit.acquisition.metadata import phrases, proposals, titles
from reviewkit.base.errors import DocumentError
from reviewkit.corpus.subject import Subject
from reviewkit.reading import documents, page_text
from reviewkit.reading.web import web_pages

FRONT_PAGES = 3  # cover, back of the cover, title page
FRONT_LETTERS = 6000  # of the front that are compared
COVER_WORDS = 150  # a page with more is no cover
OPENING_LINES = 8  # of a page that is no cover: what stands there is said of the whole
WORDLESS = 40  # letters: first pages with fewer are pictures
NUMBERS = {
    **{str(number): number for number in range(1, 21)},
    **dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)),  # noqa: SIM905
    **dict(zip("i ii iii iv v vi vii viii ix x".split(), range(1, 11), strict=True)),  # noqa: SIM905
}
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
VOLUME = re.compile(rf"\bvol(?:ume|\.)?[ _-]*({NUMBER})\b(?: of ({NUMBER})\b)?|\bpart ({NUMBER}) of ({NUMBER})\b", re.I)
VOLUME_OF_FILE = re.compile(rf"(?:vol(?:ume)?|part|section)[ _.-]*({NUMBER})(?![a-z])", re.I)
PAPER = re.compile(r"\b(HC|HL|Cm|CP|Cmd|SP Paper) ?(\d{1,4})(?:[-–]([IVX]{1,4}|\d)\b)?")  # HC 68-I, Cm 9012
ISBN = re.compile(r"\bISBN[^\dXx]{0,12}((?:97[89][ –-]?)?(?:\d[ –-]?){9}[\dXx])")
PDF_LINK = re.compile(r"\.pdf(?:$|[?#])|/documents/s\d+|/downloads?/file/", re.I)


class Paper(NamedTuple):
    """The number of a parliamentary or command paper: HC 68-I."""

    series: str
    number: str
    volume: int  # 0 where the number names none

    def __str__(self) -> str:
        return f"{self.series} {self.number}" + (f", volume {self.volume}" if self.volume else "")


class Description(NamedTuple):
    """What one document says of itself; what it does not say is empty or 0."""

    name: str
    file: Path
    sha256: str
    title: str = ""
    title_from: str = ""
    own_title: str = ""  # which the file or the page carries, where that can be a title
    publisher: str = ""
    date: str = ""
    kind: str = ""
    pages: int = 0  # 0 for what has no pages
    front: str = ""  # the words of the first pages
    cover: tuple[str, ...] = ()  # lines of the cover, or the first lines of a page that is none
    papers: tuple[Paper, ...] = ()
    isbns: tuple[str, ...] = ()
    volume: int = 0
    of_volumes: int = 0
    words: int = 0
    document_links: int = 0  # of a web page: links to documents
    mentions: int | None = None  # of the corpus's subject
    fault: str = ""  # why it could not be read
    next_step: str = ""

    @property
    def form(self) -> str:
        """The ending of the file: pdf, html, docx."""
        return self.file.suffix[1:].lower()


def describe(file: Path, names: dict[Path, str], listed: pd.DataFrame, subject: Subject) -> Description:
    """Describe a document; `names` are those by which a person knows the files, `listed` is the catalogue."""
    described = Description(names[file], file, hash_of(file))
    has_pages = described.form == "pdf"
    try:
        pages = page_text.page_texts(file) if has_pages else web_pages.read_web_page(file)[0]
        described = described._replace(own_title=_own_title(file, has_pages))
        proposed = proposals.propose(file, pages, listed, not has_pages, subject.abbreviations)
    except DocumentError as error:
        return described._replace(fault=error.what.removeprefix(f"{file.name}: "), next_step=error.next_step)
    return _with_numbers(_with_proposals(_with_front(described, pages), proposed), pages, subject)


def hash_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _own_title(file: Path, has_pages: bool) -> str:
    """Return the title that a PDF or a web page carries, where that can be one."""
    if has_pages:
        document = documents.open_pdf(file)
        try:
            title = document.get_metadata_dict(skip_empty=True).get("Title", "")
        finally:
            document.close()
    else:
        title = documents.parse_web_page(file).findtext(".//title") or ""
    title = titles.remove_site_name(title)
    return title if titles.is_title(title) else ""


def _with_front(described: Description, pages: pd.DataFrame) -> Description:
    """Return a description with the words of the first pages."""
    texts = pages.sort_values("page")["text"].tolist()
    front = "\n".join(texts[:FRONT_PAGES])[:FRONT_LETTERS]
    lines = [line for line in (phrases.clean(line) for line in texts[0].splitlines()) if line]
    is_cover = len(texts[0].split()) <= COVER_WORDS
    web = described.form != "pdf"
    return described._replace(
        front=front,
        cover=tuple(lines if is_cover and not web else lines[:OPENING_LINES]),
        pages=0 if web else len(texts),
        words=sum(len(text.split()) for text in texts),
        document_links=_document_links(described.file) if web else 0,
    )


def _document_links(file: Path) -> int:
    """Count the links of a web page that lead to documents."""
    tree = documents.parse_web_page(file)
    etree.strip_elements(tree, "header", "footer", "nav", with_tail=False)
    return len({str(link) for link in tree.xpath("//a/@href") if PDF_LINK.search(str(link))})


def _with_proposals(described: Description, proposed: pd.DataFrame) -> Description:
    """Return a description with title, publisher, date and kind as they are proposed for a new document."""
    values = dict(zip(proposed["field"], proposed["value"], strict=True))
    where = dict(zip(proposed["field"], proposed["where"], strict=True))
    return described._replace(
        title=values.get("title", ""),
        title_from=where.get("title", ""),
        publisher=values.get("publisher", ""),
        date=values.get("date", ""),
        kind=values.get("kind", ""),
    )


def _with_numbers(described: Description, pages: pd.DataFrame, subject: Subject) -> Description:
    """Return a description with the numbers that the first pages print, and how often it names the subject."""
    papers = papers_in(described.front)
    volume, of_volumes = volume_in("\n".join([*described.cover, described.title, described.own_title]))
    if not volume and papers and papers[0].volume:
        volume = papers[0].volume
    isbns = {re.sub(r"[^\dXx]", "", match[1]) for text in pages["text"].head(5) for match in ISBN.finditer(text)}
    text = " ".join(pages["text"]).lower()
    mentions = sum(text.count(word.lower()) for word in subject.words) if subject.words else None
    return described._replace(
        papers=papers, isbns=tuple(sorted(isbns)), volume=volume, of_volumes=of_volumes, mentions=mentions
    )


def papers_in(text: str) -> tuple[Paper, ...]:
    """Return the numbers of papers in a text, in their order.

    >>> [str(paper) for paper in papers_in("Second Report (HC 68-I), HC 203")]
    ['HC 68, volume 1', 'HC 203']
    """
    papers = [Paper(match[1], match[2], NUMBERS.get((match[3] or "").lower(), 0)) for match in PAPER.finditer(text)]
    return tuple(dict.fromkeys(papers))


def volume_in(text: str) -> tuple[int, int]:
    """Return which volume a text says it is, and of how many; 0 for what it does not say.

    >>> volume_in("Report, Volume Two"), volume_in("Part 1 of 3"), volume_in("Part Three: the town")
    ((2, 0), (1, 3), (0, 0))
    """
    match = VOLUME.search(text)
    if match is None:
        return 0, 0
    number, total = match[1] or match[3], match[2] or match[4]
    return NUMBERS[number.lower()], NUMBERS[total.lower()] if total else 0


def volume_of_file(name: str) -> int:
    """Return which volume the name of a file in a folder or a zip says it is; 0 where it says none.

    >>> volume_of_file("report/IITCSE-vol_2.pdf"), volume_of_file("volunteers.pdf")
    (2, 0)
    """
    match = VOLUME_OF_FILE.search(re.split(r"[/\\]", name)[-1])
    return NUMBERS[match[1].lower()] if match else 0


def is_wordless(described: Description) -> bool:
    """Return whether the first pages of a document hold hardly a word."""
    return sum(letter.isalpha() for letter in described.front) < WORDLESS


def listed_volumes(listed: pd.DataFrame) -> list[Paper]:
    """Return the papers that the catalogue lists as one volume of several: HC 68-I."""
    return [paper for title in listed["title"] for paper in papers_in(title) if paper.volume]


def readable_name(name: str) -> str:
    """Return the words in the name of a file.

    >>> readable_name("papers/Jay_report-FINAL.pdf")
    'jay report final'
    """
    stem = re.sub(r"\.\w{2,5}$", "", re.split(r"[/\\]|: ", name)[-1])
    return " ".join(re.findall(r"[a-z]+|\d+", stem.lower()))
