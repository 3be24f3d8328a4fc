"""The catalogue for reference managers: what is written is read back, whatever characters it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reviewkit import cli
from reviewkit.base import paths
from reviewkit.base.errors import InputError
from reviewkit.corpus import tables
from reviewkit.reports import citations
from reviewkit.reports.citations import Author, author_of

ODD = "Boats & bays: 100% of {all} £5 fares_#1, C:\\ferry ~ x^2 – “Mabêl’s” $ora"
CATALOGUE = [
    {"review_id": "bay-2033", "title": ODD, "short_title": "Bay\nER  - ",
     "publisher": "Department for Boats, Bays and Piers",
     "authors": "Department for Boats, Bays and Piers; Ann Coffeyson MP; Éva Bay", "date_published": "2033-06-09",
     "kind": "local-review", "pages": 40, "licence": "OGL v3.0", "licence_basis": "usual terms"},
    {"review_id": "harbour-2031", "title": "Harbour", "date_published": "2031", "kind": "inquiry"},
    {"review_id": "quay-2032", "title": "Quay", "date_published": "2032-11", "authors": "Home Office", "kind": "audit"},
]  # fmt: skip


ADDRESSES = [
    {"review_id": "bay-2033", "role": "document", "url": "https://bay.example/a.pdf"},
    {"review_id": "bay-2033", "role": "landing", "url": "https://bay.example/a_b?x=1&y={2}"},
    {"review_id": "quay-2032", "role": "document", "url": "https://quay.example/q.pdf"},
]


@pytest.fixture
def folders(tmp_path: Path) -> paths.Folders:
    tables.save(tables.build(CATALOGUE, "catalogue"), "catalogue", tmp_path)
    tables.save(tables.build(ADDRESSES, "addresses"), "addresses", tmp_path)
    body = {
        "body_id": "home-office",
        "name": "Interior Ministry",
        "class": "national government",
        "aliases": "Home Office",
    }
    tables.save(tables.build([body], "bodies"), "bodies", tmp_path)
    return paths.Folders(tmp_path, tmp_path / "figures", tmp_path / "build")


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    """The entries of a RIS file, each a list of tags and values."""
    entries: list[list[tuple[str, str]]] = []
    for line in text.split("\r\n")[:-1]:
        tag, value = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line).groups()
        if tag == "TY":
            entries.append([])
        entries[-1].append((tag, value))
    return entries


def read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """The entries of a BibTeX file: fields to the brace that closes them, as BibTeX counts braces."""
    entries: dict[str, dict[str, str]] = {}
    at = 0
    while found := re.compile(r"\s*@techreport\{([^,\s]+),").match(text, at):
        fields = entries.setdefault(found[1], {})
        at = found.end()
        while name := re.compile(r"\s*(\w+) = ").match(text, at):
            start = at = name.end()
            depth = 0
            while depth or text[at] not in ",\n":
                depth += (text[at] == "{") - (text[at] == "}")
                at += 1
            fields[name[1]] = text[start:at].removeprefix("{").removesuffix("}")
            at += text[at] == ","
        at = text.index("}", at) + 1
    assert not text[at:].strip()
    return entries


def plain(latex: str) -> str:
    """What LaTeX would print."""
    for character, command in citations.LATEX.items():
        latex = latex.replace(command, f"\x00{ord(character)}\x00")
    return re.sub("\x00(\\d+)\x00", lambda code: chr(int(code[1])), latex.replace("{", "").replace("}", ""))


def test_ris_is_read_back(folders: paths.Folders) -> None:
    bay, harbour, quay = read_ris(citations.ris(citations.references(folders)))
    assert bay[0] == ("TY", "RPRT") and bay[-1] == ("ER", "")
    assert [value for tag, value in bay if tag == "AU"] == [
        "Department for Boats Bays and Piers", "Coffeyson, Ann", "Éva Bay",
    ]  # fmt: skip
    assert {("TI", ODD), ("ST", "Bay ER -"), ("PY", "2033"), ("DA", "2033/06/09/"), ("M3", "local review")} <= set(bay)
    assert ("N1", "Licence: OGL v3.0 (usual terms)") in bay and ("UR", ADDRESSES[1]["url"]) in bay
    assert ("N1", f"Authors as catalogued: {CATALOGUE[0]['authors']}") in bay
    assert ("DA", "2031///") in harbour and ("DA", "2032/11//") in quay and ("AU", "Home Office") in quay
    assert [tag for tag, _ in harbour] == ["TY", "ID", "TI", "PY", "DA", "M3", "ER"]


def test_bibtex_is_read_back(folders: paths.Folders) -> None:
    entries = read_bibtex(citations.bibtex(citations.references(folders)))
    bay, harbour, quay = entries.values()
    assert list(entries) == ["bay-2033", "harbour-2031", "quay-2032"]
    assert plain(bay["title"]) == ODD
    assert bay["author"] == "{Department for Boats, Bays and Piers} and Coffeyson, Ann and {Éva Bay}"
    assert (bay["year"], bay["month"], bay["date"]) == ("2033", "jun", "2033-06-09")
    assert "month" not in harbour and (quay["date"], quay["month"]) == ("2032-11", "nov")
    assert bay["url"] == "https://bay.example/a_b?x=1&y=%7B2%7D" and quay["url"] == "https://quay.example/q.pdf"
    assert plain(bay["note"]).startswith("Licence: OGL v3.0 (usual terms)")


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Ann Coffeyson MP", Author("Coffeyson", "Ann")),
        ("Mary J. Abdel-Haqq (Chair)", Author("Abdel-Haqq", "Mary J.")),
        ("Louise O’Bay, Baroness O’Bay of Pier", Author("O’Bay", "Louise")),
        ("Home Office", Author("Home Office")),
        ("Pier Safety Board", Author("Pier Safety Board")),
        ("Committee on Boats (Chair: Ann Coffeyson MP)", Author("Committee on Boats")),
        ("Ofpiers", Author("Ofpiers")),
        ("(unnamed)", Author("(unnamed)")),
    ],
)
def test_persons_are_told_from_bodies(name: str, author: Author) -> None:
    assert author_of(name, {"home office"}, frozenset({"board"})) == author


def test_the_command_writes_our_own_catalogue_and_refuses_other_endings(folders: paths.Folders, tmp_path: Path) -> None:
    out = tmp_path / "r.bib"
    done = CliRunner().invoke(cli.app, ["--corpus", str(paths.ROOT / "corpus"), "cite", "--out", str(out)])
    catalogue = tables.load(paths.ROOT / "corpus" / paths.CATALOGUE, "catalogue")
    assert done.exit_code == 0 and f"{len(catalogue)} documents" in done.stderr
    assert sorted(read_bibtex(out.read_text(encoding="utf-8"))) == sorted(catalogue["review_id"])
    with pytest.raises(InputError, match=r"end it in \.ris or \.bib"):
        citations.write_citations(folders, tmp_path / "r.txt")
