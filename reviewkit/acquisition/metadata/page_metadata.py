"""What a web page says of itself: what its head declares, its first heading, and the line that says when.

Comes in: an HTML file. Goes out: title, publisher and date, each with where it was taken from.

Limit: a page that is one chapter of a report names the report only in its trail of links or its title's second part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from reviewkit.acquisition.metadata import bodies, dates, phrases, publishers
from reviewkit.acquisition.metadata.phrases import Proposal
from reviewkit.acquisition.metadata.titles import sited
from reviewkit.reading import documents

TITLES = ("citation_title", "dc.title", "dcterms.title", "eprints.title", "bepress_citation_title")
PUBLISHERS = (
    "citation_publisher", "dc.publisher", "dcterms.publisher", "govuk:primary-publishing-organisation", "publisher",
    "citation_technical_report_institution", "dc.creator", "dcterms.creator", "og:site_name", "application-name",
)  # fmt: skip
DATES = (
    "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "article:published_time", "govuk:first-published-at", "og:published_time", "datepublished", "publication_date",
    "date",
)  # fmt: skip
CHAPTER = re.compile(  # a part of a report, not the report: "D.4: Recommendations", "Chapter 3: Registers"
    r"(?i)[a-z]?\.?\d+(?:\.\d+)*[.:)]?\s|(?:chapter|part|section|appendix|annex)\s+[\w.]+\b|[A-Z]\.\d+"
    r"|(?:conclusions?|recommendations?|summary|contents|introduction|foreword|executive summary|findings)(?:\W.*)?$"
    r"|(?:summary of |list of )?(?:conclusions|recommendations)\b.{0,30}$"
)
WAYS = re.compile(
    r"(?i)home|reports?( and recommendations)?|publications?|inquiries|investigations|documents|news|search|back.*"
)
MONTHLY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")  # "2014-09"
BLOCKS = ("p", "span", "dd", "dt", "li", "td", "time", "div", "i", "h2", "h3")
SHORTEST, LONGEST = 5, 90  # letters of a line that can say when


def propose_from_page(path: Path, known: dict[str, str], texts: list[str]) -> dict[str, Proposal | None]:
    """An HTML file, the known bodies and the text of its sections in; `title`, `publisher` and `date` out.

    Raises `documents.DocumentError` where the file is too large or no web page.
    """
    tree = _tree(path)
    declared = _declared(tree)
    found = _title(tree, declared, known)
    return {
        "title": found,
        "publisher": _publisher(tree, declared, known, texts, found.value if found else ""),
        "date": _date(tree, declared),
    }


def _tree(path: Path) -> html.HtmlElement:
    """The parsed page without comments, and with a space where a line ends."""
    tree = documents.parse_web_page(path)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for end in tree.iter("br"):
        end.tail = f" {end.tail or ''}"
    return tree


def _declared(tree: html.HtmlElement) -> dict[str, str]:
    """What the head declares by name, in small letters; the first of each, and a publication's JSON-LD."""
    made: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        value = phrases.clean(meta.get("content") or "")
        if name and value:
            made.setdefault(name, value)
    for thing in _linked(tree):
        for key in ("datePublished", "publisher"):
            said = thing.get(key)
            said = said.get("name") if isinstance(said, dict) else said
            if isinstance(said, str) and said.strip():
                made.setdefault(key.lower(), phrases.clean(said))
    return made


def _linked(tree: html.HtmlElement) -> Iterator[dict]:
    """The things that a page describes in JSON-LD."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            said = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # the page's own fault; its other words remain
        things = said if isinstance(said, list) else [said]
        graphs = [thing["@graph"] for thing in things if isinstance(thing, dict) and "@graph" in thing]
        things = [*things, *(inner for graph in graphs if isinstance(graph, list) for inner in graph)]
        yield from (thing for thing in things if isinstance(thing, dict))


def _title(tree: html.HtmlElement, declared: dict[str, str], known: dict[str, str]) -> Proposal | None:
    """The title that the page declares, else its first heading, else what its title says beside the site's name."""
    for name in TITLES:
        if name in declared and not CHAPTER.match(declared[name]):
            return Proposal(sited(declared[name]), f"the web page's {name}")
    whole = phrases.clean(tree.findtext(".//title") or "") or declared.get("og:title", "")
    heading = tree.find(".//h1")
    first = "" if heading is None else sited("".join(heading.itertext()))
    chapter = bool(CHAPTER.match(first))
    if first and not chapter and not bodies.bodies_named(first, known):
        return Proposal(first, "the web page's first heading")
    trail = _trail(tree, known) if chapter else ""
    if trail:
        return Proposal(trail, "the web page's trail of links")
    parts = [sited(part) for part in re.split(r"\s+[|–—-]\s+|\s+::\s+", sited(whole))]
    for before, part in zip(parts, parts[1:], strict=False):
        if bodies.COMMITTEE.fullmatch(part) and not CHAPTER.match(before):  # "House - title - committee"
            return Proposal(before, "the web page's <title>")
    kept = [part for part in parts if part and not CHAPTER.match(part) and not _is_site(part, declared, known)]
    value = kept[0] if kept else sited(whole) if not chapter and len(parts) == 1 else ""
    return Proposal(value, "the web page's <title>") if value else None


def _is_site(part: str, declared: dict[str, str], known: dict[str, str]) -> bool:
    """Whether a part of a page's title is the site's name, or a body's, and not the document's."""
    if bodies.INQUIRY.fullmatch(part) or re.search(r"\bInquiry\b", part):
        return False
    site = phrases.bare(part) == phrases.bare(declared.get("og:site_name", ""))
    parliament = bodies.COMMITTEE.fullmatch(part) or bodies.HOUSES.fullmatch(f"{part} ")
    return bool(site or parliament or bodies.bodies_named(part, known) or re.fullmatch(r"GOV\.UK|Publications?", part))


def _trail(tree: html.HtmlElement, known: dict[str, str]) -> str:
    """Of a chapter's page: the report, which its trail of links names."""
    links = tree.xpath("//*[contains(translate(concat(@class, @id, @aria-label), 'B', 'b'), 'breadcrumb')]//a")
    said = [phrases.clean("".join(link.itertext())) for link in links]
    kept = [name for name in said if len(name) > 12 and not WAYS.fullmatch(name) and not CHAPTER.match(name)]
    return next((sited(name) for name in reversed(kept) if not bodies.bodies_named(name, known)), "")


def _publisher(
    tree: html.HtmlElement, declared: dict[str, str], known: dict[str, str], texts: list[str], title: str
) -> Proposal | None:
    """The body that the page declares, else one in its title or logo, else the host it says it is on."""
    for name in PUBLISHERS:
        body = bodies.bodies_named(declared.get(name, ""), known)
        if body:
            return Proposal(body, f"the web page's {name}")
    whole = phrases.clean(tree.findtext(".//title") or "")
    parts = re.split(r"\s+[|–—-]\s+", whole)
    house = next((part for part in parts if bodies.HOUSES.fullmatch(f"{part} ")), "")
    committee = next((part for part in parts if bodies.COMMITTEE.fullmatch(part)), "")
    if house and committee:
        return Proposal(f"{house} {committee}", f"the web page's <title>, {phrases.quoted(whole)}")
    named = [(body, "the web page's <title>") for part in parts if (body := bodies.bodies_named(part, known))]
    logos = tree.xpath("//*[contains(@class, 'organisation-logo') or contains(@class, 'site-branding')]")
    named += [(body, "the web page's logo") for logo in logos if (body := _body_of(logo, known))]
    named += [
        (body, "the web page's first lines")
        for line in "\n".join(texts[:2]).splitlines()[:12]
        if (body := bodies.bodies_named(line, known)) and phrases.bare(line) not in phrases.bare(title)
    ]
    return Proposal(*named[0]) if named else _host(tree, declared, known) or publishers.publisher_in_title(title, known)


def _body_of(element: html.HtmlElement, known: dict[str, str]) -> str:
    """The body whose name an element's words are."""
    return bodies.bodies_named(phrases.clean("".join(element.itertext())), known)


def _host(tree: html.HtmlElement, declared: dict[str, str], known: dict[str, str]) -> Proposal | None:
    """The body whose own site the page says it is on."""
    links = [str(link) for link in tree.xpath("//link[@rel='canonical']/@href")]
    for address in [*links, declared.get("og:url", "")]:
        host = re.sub(r"^https?://(?:www\.)?|/.*$", "", address.lower())
        name = bodies.body_of_host(host, known)
        if name:
            return Proposal(name, f"the web page's address, {phrases.quoted(host)}")
    return None


def _date(tree: html.HtmlElement, declared: dict[str, str]) -> Proposal | None:
    """The date that the page declares, else a line that says when it was published."""
    for name in DATES:
        said = declared.get(name, "").replace("/", "-")
        found = dates.ALONE.match(said)
        value = said if MONTHLY.fullmatch(said) else dates.date_value(found) if found else ""
        if value:
            return Proposal(value, f"the web page's {name}")
    lines = list(_short(tree))
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        said = dates.published_date(line) or dates.published_date(f"{line} {after}")  # or in the next cell
        if said:
            return Proposal(said, f"the web page: {phrases.quoted(line)}")
    for line in lines:
        prepared = re.fullmatch(rf"prepared:? {dates.DATE}", line, re.I)  # Parliament's pages before 2015
        if prepared:
            return Proposal(dates.date_value(prepared), f"the web page: {phrases.quoted(line)}")
    return _timed(tree)


def _timed(tree: html.HtmlElement) -> Proposal | None:
    """The first date marked as one before the first part of the text: a byline's."""
    for element in tree.iter("time", "h2"):
        said = dates.ALONE.match(element.get("datetime") or "") if element.tag == "time" else None
        if element.tag == "h2" or (said and "updat" in " ".join(element.getparent().itertext()).lower()):
            return None
        if said and dates.date_value(said):
            return Proposal(
                dates.date_value(said), f"the web page's first date, {phrases.quoted(''.join(element.itertext()))}"
            )
    return None


def _begins(element: html.HtmlElement) -> str:
    """The words of an element, as far as a short line needs them."""
    said = ""
    for piece in element.itertext():
        said += piece[: 10 * LONGEST]
        if len(said) > 10 * LONGEST:
            break
    return " ".join(said.split())


def _short(tree: html.HtmlElement) -> Iterator[str]:
    """The short lines of a page, in order."""
    for element in tree.iter(*BLOCKS):
        said = _begins(element) if len(element) < 4 else ""
        if SHORTEST <= len(said) <= LONGEST:
            yield said
