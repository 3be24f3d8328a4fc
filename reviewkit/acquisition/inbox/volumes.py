"""Join volumes of one report into one document, and pages of one web edition into one page.

Input: the descriptions of a drop's documents, or of loose files. Output: groups of them, each one report, and the
joined file. Volumes that do not follow each other from the first are left as they are, and named.

Limitations: only PDFs are joined to a PDF, and only web pages to a page; a report half in one and half in the other is
for a person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from rapidfuzz import fuzz

from reviewkit.acquisition.inbox import descriptions
from reviewkit.acquisition.inbox.descriptions import Description, Paper
from reviewkit.acquisition.metadata import phrases
from reviewkit.base.text import natural_key
from reviewkit.reading import documents

SAME_TITLE = 88  # of 100, without the number of the volume: covers of one report differ in a date or a subtitle
MOST_DIFFERENT_YEARS = 1
PDF_ID = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f]{32}>\s*<[0-9A-Fa-f]{32}>\s*\]")
PDF_DATE = re.compile(rb"\(D:\d{14}[^)]{0,10}\)")


class Report(NamedTuple):
    """Documents that are one report, in the order of their volumes or pages; most are one document alone."""

    parts: tuple[Description, ...]
    missing: str = ""  # in words, where a volume is not here

    @property
    def is_joined(self) -> bool:
        """Whether several documents have to become one."""
        return len(self.parts) > 1


def group_drop(described: Sequence[Description], listed: Collection[Paper] = ()) -> list[Report]:
    """Return the reports in one folder or zip: pages of one title are one, volumes of one title are one.

    `listed` are papers of the catalogue that are one volume of several: such a volume stands by itself.
    """
    readable = [one for one in described if not one.fault]
    pages = [one for one in readable if one.form == "html"]
    if len(pages) > 1 and _is_one_edition(pages):
        ordered = tuple(sorted(pages, key=lambda one: natural_key(one.name)))
        return [Report(ordered), *group_loose([one for one in described if one not in pages], listed)]
    return group_loose(described, listed, by_file_name=True)


def group_loose(
    described: Sequence[Description], listed: Collection[Paper] = (), by_file_name: bool = False
) -> list[Report]:
    """Return the reports among documents: volumes of one title are one report, others stand by themselves."""
    numbers = {paper[:2] for paper in listed}
    sets: list[list[Description]] = []
    for one in described:
        is_listed = bool(one.papers) and one.papers[0][:2] in numbers
        if one.form != "pdf" or one.fault or is_listed or not _volume(one, by_file_name):
            sets.append([one])
            continue
        fitting = (some for some in sets if _volume(some[0], by_file_name) and _are_one_report(some[0], one))
        found = next(fitting, None)
        if found is None:
            sets.append([one])
        else:
            found.append(one)
    return [report for some in sets for report in _reports_of(some, by_file_name)]


def joined_description(report: Report, joined: Path, sha256: str) -> Description:
    """Return the description of a joined report: what its first part says, with the pages of all."""
    first = max(report.parts, key=lambda one: len(one.title)) if report.parts[0].form == "html" else report.parts[0]
    return first._replace(
        name=f"{first.name} + {len(report.parts) - 1} more" if first.form == "pdf" else _folder(report.parts[0].name),
        file=joined,
        sha256=sha256,
        title=without_volume(first.title),
        own_title=without_volume(first.own_title),
        cover=tuple(line for line in first.cover if without_volume(line)),
        pages=sum(part.pages for part in report.parts),
        words=sum(part.words for part in report.parts),
        document_links=0,
        volume=0,
        of_volumes=0,
    )


def join_pdfs(first: Path, files: Sequence[Path], target: Path) -> str:
    """Write PDFs one after the other into `target`, the same bytes each time, and return its hash.

    `first` is the first of `files`: a worker is given one document.
    Raises: `DocumentError` where one of them cannot be opened.
    """
    joined = pypdfium2.PdfDocument.new()
    try:
        for file in files:
            volume = documents.open_pdf(file)
            try:
                joined.import_pages(volume)
            finally:
                volume.close()
        joined.save(str(target))
    finally:
        joined.close()
    name = hashlib.sha256("".join(descriptions.hash_of(file) for file in files).encode()).hexdigest()[:32].upper()
    content = PDF_ID.sub(f"/ID[<{name}><{name}>]".encode(), target.read_bytes())  # PDFium draws a name by lot
    content = PDF_DATE.sub(lambda match: b"(D:" + b"20000101000000" + match.group()[17:], content)
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def without_volume(title: str) -> str:
    """Return a title without the number of its volume.

    >>> without_volume("Report of the Inquiry: Volume Two")
    'Report of the Inquiry'
    """
    return phrases.clean(descriptions.VOLUME.sub(" ", title)).strip(" ,:;–-")


def _volume(described: Description, by_file_name: bool) -> int:
    """Return which volume a document is: as it says itself, else as its name in a folder or zip says."""
    return described.volume or (descriptions.volume_of_file(described.name) if by_file_name else 0)


def _are_one_report(one: Description, other: Description) -> bool:
    """Return whether two volumes are of one report: by a number that they share, else by title and year."""
    if set(one.isbns) & set(other.isbns):
        return True
    papers = {paper[:2] for paper in one.papers[:1]} & {paper[:2] for paper in other.papers[:1]}
    titles = [phrases.normalise(without_volume(each.title or each.own_title)) for each in (one, other)]
    years = [int(each.date[:4]) for each in (one, other) if each.date]
    same_time = len(years) < 2 or abs(years[0] - years[1]) <= MOST_DIFFERENT_YEARS
    return bool(papers) or (all(titles) and same_time and fuzz.ratio(*titles) >= SAME_TITLE)


def _reports_of(volumes: list[Description], by_file_name: bool) -> list[Report]:
    """Return the report that volumes are, where none is missing or double; else each by itself."""
    if len(volumes) == 1:
        return [Report((volumes[0],))]
    ordered = sorted(volumes, key=lambda one: (_volume(one, by_file_name), natural_key(one.name)))
    numbers = [_volume(one, by_file_name) for one in ordered]
    total = max([*numbers, *(one.of_volumes for one in ordered)])
    if numbers == list(range(1, total + 1)):
        return [Report(tuple(ordered))]
    absent = [str(number) for number in range(1, total + 1) if number not in numbers]
    missing = f"volume {' and '.join(absent)} is not here" if absent else "one volume is here twice"
    return [Report((one,), missing) for one in ordered]


def _is_one_edition(pages: Sequence[Description]) -> bool:
    """Return whether web pages are of one report: all have its title, as heading, in the trail or in <title>."""
    titles = [phrases.normalise(one.title) for one in pages]
    return bool(titles[0]) and all(fuzz.ratio(titles[0], title) >= SAME_TITLE for title in titles)


def _folder(name: str) -> str:
    """Return the folder or zip that a part is in."""
    return re.split(r"/|: ", name)[0]
