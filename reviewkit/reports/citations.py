"""Write the documents of the catalogue for a reference manager, as RIS or as BibTeX.

Input: the catalogue.
Output: one text, an entry a document, sorted by id; `review_id` is the key.

A date is as precise as it is known. An author is taken for a person where the name has two or three words with
capitals and names no body; `Ann Coffey MP` is written as `Coffey, Ann`. Whatever is left out of a name (a rank, what
stands in brackets) is told whole in a note, as is the licence.

Source: RIS as RefMan and Zotero read it (TY RPRT, AU, PY, DA, ER); BibTeX's `techreport` with `date` as in biblatex.
Limitations: RIS has no comma but between family name and first name, so that those in the names of bodies are left
out there. An organisation that looks like a person, and is in neither `bodies.csv` nor the catalogue, is taken for one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pandas as pd

from reviewkit.base import atomic, paths
from reviewkit.base.errors import InputError
from reviewkit.base.text import split_list
from reviewkit.base.types import Row
from reviewkit.corpus import tables
from reviewkit.corpus.addresses import first_page, load_addresses, review_addresses
from reviewkit.redaction.dictionary import load_dictionary

ENDINGS = (".ris", ".bib")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # BibTeX's own names
PERSON = re.compile(r"[A-Z][\w'’-]*[a-z](?: [A-Z]\.?)*(?: [A-Z][\w'’-]*[a-z]){1,2}")  # Gary Ridgway, Mary J. Smith
BRACKETS = re.compile(r"\s*\([^()]*\)")
AFTER_NAMES = re.compile(r"(?:,? (?:MP|MSP|MS|QC|KC|CBE|DBE|OBE|MBE|QPM))+$")
TITLE_AFTER = re.compile(r", (?:Baroness|Baron|Lord|Lady|Dame|Sir) .*$")  # Louise Casey, Baroness Casey of Blackstock
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~-._"  # characters of an address that stay as they are


class Author(NamedTuple):
    """A person, or a body, which has a family name only."""

    family: str
    first: str = ""


class Reference(NamedTuple):
    """A document as a reference manager knows it."""

    key: str
    title: str
    short_title: str
    authors: list[Author]
    publisher: str
    date: str
    kind: str
    pages: str
    address: str
    document_address: str
    notes: list[str]


def write_citations(folders: paths.Folders, file: Path) -> int:
    """Write the catalogue of a corpus to a file, in the form that its ending names, and return how many documents.

    Raises: `InputError` for another ending, `TableError` where the catalogue is not as declared.
    """
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"{file}: its ending names no form", f"end it in {' or '.join(ENDINGS)}")
    listed = references(folders)
    text = ris(listed) if ending == ".ris" else bibtex(listed)
    atomic.write(file, text.encode("utf-8"))
    return len(listed)


def references(folders: paths.Folders) -> list[Reference]:
    """Return the documents of a corpus's catalogue, sorted by id."""
    catalogue = tables.load(folders.corpus / paths.CATALOGUE, "catalogue").sort_values("review_id")
    bodies = tables.load_or_empty(folders.corpus, "bodies")
    names = [*bodies["name"], *catalogue["publisher"], *catalogue["commissioned_by"]]
    names += [alias for cell in bodies["aliases"] for alias in split_list(cell)]
    known = {name.casefold() for cell in names for name in split_list(cell)}
    heads = load_dictionary(folders).heads
    listed = load_addresses(folders)
    return [
        _reference(row, review_addresses(listed, row.review_id), first_page(listed, row.review_id), known, heads)
        for row in catalogue.itertuples(index=False)
    ]


def _reference(row: Row, listed: list[dict[str, str]], page: str, known: set[str], heads: frozenset[str]) -> Reference:
    """Return one document; `listed` are its addresses, `page` the first of them for a reader."""
    names = split_list(row.authors)
    authors = [author_of(name, known, heads) for name in names]
    notes = (
        [f"Licence: {row.licence}" + (f" ({row.licence_basis})" if row.licence_basis else "")] if row.licence else []
    )
    notes += [f"Commissioned by {row.commissioned_by}"] if row.commissioned_by else []
    if any(
        re.sub(r"\W", "", name) != re.sub(r"\W", "", f"{one.first}{one.family}")
        for name, one in zip(names, authors, strict=True)
    ):
        notes.append(f"Authors as catalogued: {row.authors}")
    return Reference(
        key=row.review_id,
        title=_one_line(row.title),
        short_title=_one_line(row.short_title),
        authors=authors,
        publisher=_one_line(row.publisher),
        date=row.date_published,
        kind=row.kind.replace("-", " "),
        pages="" if pd.isna(row.pages) else str(row.pages),
        address=_one_line(page),
        document_address=_one_line(next((one["url"] for one in listed if one["role"] == "document"), "")),
        notes=[_one_line(note) for note in notes],
    )


def author_of(name: str, known: set[str], heads: frozenset[str] = frozenset()) -> Author:
    """Return an author as a person or a body; `known` are bodies in small letters, `heads` last words of bodies' names.

    >>> author_of("Ann Coffey MP", set()), author_of("Home Office", {"home office"})
    (Author(family='Coffey', first='Ann'), Author(family='Home Office', first=''))
    """
    plain = AFTER_NAMES.sub("", BRACKETS.sub("", _one_line(name))).strip() or _one_line(name)
    person = TITLE_AFTER.sub("", plain)
    words = person.split()
    is_body = person.casefold() in known or words[-1].casefold() in heads if words else True
    if is_body or not PERSON.fullmatch(person):
        return Author(plain)
    return Author(words[-1], " ".join(words[:-1]))


def ris(listed: list[Reference]) -> str:
    """Return references as RIS."""
    return "".join(f"{tag}  - {value}\r\n" for one in listed for tag, value in _ris_lines(one))


def _ris_lines(one: Reference) -> list[tuple[str, str]]:
    year, month, day = (one.date + "--").split("-")[:3]
    lines = [("TY", "RPRT"), ("ID", one.key), ("TI", one.title), ("ST", one.short_title)]
    lines += [("AU", ", ".join(filter(None, (author.family.replace(",", ""), author.first)))) for author in one.authors]
    lines += [("PY", year), ("DA", f"{year}/{month}/{day}/" if year else ""), ("PB", one.publisher), ("M3", one.kind)]
    lines += [("SP", one.pages), *(("UR", address) for address in dict.fromkeys((one.address, one.document_address)))]
    lines += [("N1", note) for note in one.notes]
    return [(tag, value) for tag, value in lines if value] + [("ER", "")]


def bibtex(listed: list[Reference]) -> str:
    """Return references as BibTeX."""
    return "\n".join(_bibtex_entry(one) for one in listed)


def _bibtex_entry(one: Reference) -> str:
    month = one.date[5:7]
    fields = {
        "title": _braced(_latex(one.title)),
        "shorttitle": _braced(_latex(one.short_title)),
        "author": " and ".join(_bibtex_author(author) for author in one.authors),
        "institution": _braced(_latex(one.publisher)),
        "year": one.date[:4],
        "date": one.date,
        "type": _latex(one.kind.capitalize()),
        "pagetotal": one.pages,
        "url": _address(one.address),
        "note": _latex(". ".join(one.notes)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    lines += [f"  month = {MONTHS[int(month) - 1]}"] if month else []  # without braces: a name that BibTeX knows
    return f"@techreport{{{one.key},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_author(author: Author) -> str:
    family = _latex(author.family)
    return f"{family}, {_latex(author.first)}" if author.first else _braced(family)


def _braced(text: str) -> str:
    """Return a text that BibTeX leaves as it is: its capitals, and an "and" or a comma inside a name."""
    return f"{{{text}}}" if text else ""


def _latex(text: str) -> str:
    return "".join(LATEX.get(character, character) for character in text)


def _address(address: str) -> str:
    """Return an address without braces, backslashes and spaces, which would end the field."""
    return quote(address, safe=IN_ADDRESSES)


def _one_line(text: str) -> str:
    """Return a text on one line, without control characters: in both forms a line end begins something else."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
