"""Meeting papers of councils (ModernGov, whatever host it runs on).

A meeting (`ieListDocuments.aspx`) lists its items and their papers; an item or issue (`mgAi.aspx`,
`ieIssueDetails.aspx`) lists its papers, `documents/s123/Name.pdf`. `mgConvert2PDF.aspx` makes one paper a PDF.

Source: addresses of ModernGov on council hosts.
Limitations: papers are chosen by their titles; a report in an "Appendix 1" without a name is for a person to find.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from reviewkit.acquisition.fetch.doors import choice
from reviewkit.acquisition.fetch.doors.links import links
from reviewkit.acquisition.fetch.doors.steps import (
    Document,
    Follow,
    Link,
    Page,
    Person,
    Step,
    Wanted,
    host_of,
    path_of,
)

PAGES = frozenset({
    "mgai.aspx", "ielistdocuments.aspx", "celistdocuments.aspx", "ieissuedetails.aspx", "mgissuehistoryhome.aspx",
    "iedecisiondetails.aspx", "ielistmeetings.aspx",
})  # fmt: skip
ITEMS = frozenset({"mgai.aspx", "ieissuedetails.aspx", "iedecisiondetails.aspx"})
PAPER = re.compile(r".*/documents/s\d+/.*", re.I)  # b: a whole pack, g: the front sheet of a meeting
SEVERAL = "has papers of which none is clearly the document"
NONE = "has no papers that a program can find"


def fits(address: str) -> bool:
    """Return whether an address is a page or a paper of a council's meeting."""
    return _name(address) in PAGES | {"mgconvert2pdf.aspx"}


def ready(address: str, role: str) -> Step | None:
    """Return what is known without a look: a paper that is made a PDF is a document."""
    return Document(address) if _name(address) == "mgconvert2pdf.aspx" else None


def read(page: Page, wanted: Wanted) -> Step:
    """Return the next step for a meeting or an item: the paper of that title, else the item of that title."""
    here = host_of(page.address)
    offered = [link for link in links(page) if host_of(link.address) == here]
    papers = [_unlabelled(link) for link in offered if PAPER.fullmatch(path_of(link.address))]
    clear = choice.clear_link([link for link in papers if _is_read(link)], wanted)
    if clear is not None:
        return Follow((clear.address,))
    items = [link for link in offered if _name(link.address) in ITEMS and _name(page.address) not in ITEMS]
    clear = choice.clear_link(items, wanted)
    if clear is not None and not papers:
        return Follow((clear.address,))
    likely = tuple(choice.ranked_links([*papers, *items], wanted))
    return Person(SEVERAL if likely else NONE, likely)


def _unlabelled(link: Link) -> Link:
    """Return a paper without the words of the row around it: those name the item, and so each of its papers."""
    return link._replace(around="", text=re.sub(r"\bPDF\s+[\d.,]+\s*[KM]B\b", "", link.text).strip())


def _is_read(link: Link) -> bool:
    """Return whether a paper is of a type that is read, by its name."""
    return choice.is_report_file(link.address) or "." not in PurePosixPath(path_of(link.address)).name


def _name(address: str) -> str:
    """Return the name of the page that an address asks for, in small letters."""
    return path_of(address).rpartition("/")[2].lower()
