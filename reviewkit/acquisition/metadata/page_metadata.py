"""Read what a web page says of itself: what its head declares, its first heading, and the line that says when.

Input: an HTML file. Output: title, publisher and date, each with where it was taken from.

Limitations: a page that is one chapter of a report names the report only in its trail of links or its title's second
part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from reviewkit.acquisition.metadata import bodies, dates, phrases, publishers
from reviewkit.acquisition.metadata.phrases import Proposal
from reviewkit.acquisition.metadata.titles import remove_site_name
from reviewkit.reading import documents

TITLE_NAMES = (  # of the metadata in a page's head; the first that is there counts
    "citation_title", "dc.title", "dcterms.title", "eprints.title", "bepress_citation_title",
)  # fmt: skip
PUBLISHER_NAMES = (
    "citation_publisher", "dc.publisher", "dcterms.publisher", "govuk:primary-publishing-organisation", "publisher",
    "citation_technical_report_institution", "dc.creator", "dcterms.creator", "og:site_name", "application-name",
)  # fmt: skip
DATE_NAMES = (
    "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dcterms.date", "article:published_time", "govuk:first-published-at", "og:published_time", "datepublished",
    "publication_date", "date",
)  # fmt: skip
CHAPTER = re.compile(  # a part of a report, not the report: "D.4: Recommendations", "Chapter 3: Registers"
    r"(?i)[a-z]?\.?\d+(?:\.\d+)*[.:)]?\s|(?:chapter|part|section|appendix|annex)\s+[\w.]+\b|[A-Z]\.\d+"
    r"|(?:conclusions?|recommendations?|summary|contents|introduction|foreword|executive summary|findings)(?:\W.*)?$"
    r"|(?:summary of |list of )?(?:conclusions|recommendations)\b.{0,30}$"
)
SECTION_LINKS = re.compile(  # links of a trail that name no report
    r"(?i)home|reports?( and recommendations)?|publications?|inquiries|investigations|documents|news|search|back.*"
)
YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")  # "2014-09"
TEXT_ELEMENTS = ("p", "span", "dd", "dt", "li", "td", "time", "div", "i", "h2", "h3")
SHORTEST_LINE, LONGEST_LINE = 5, 90  # letters of a line that can say when
FIRST_LINES = 12  # that can name the publisher
PUBLISHED_BEFORE = re.compile(r"\b(?:first )?(?:published|publication date|date of publication)(?: on)?\s*:?$", re.I)
SHORTEST_REPORT = 12  # letters: a shorter link in a trail names no report
TITLE_SEPARATORS = re.compile(r"\s+[|–—-]\s+")


def propose_from_page(path: Path, names: dict[str, str], texts: list[str]) -> dict[str, Proposal | None]:
    """Propose `title`, `publisher` and `date` of a web page; `texts` are its sections, `names` the known bodies.

    Raises: `DocumentError` where the file is too large or no web page.
    """
    tree = _parse(path)
    declared = _declared(tree)
    title = _title(tree, declared, names)
    return {
        "title": title,
        "publisher": _publisher(tree, declared, names, texts, title.value if title else ""),
        "date": _date(tree, declared),
    }


def _parse(path: Path) -> html.HtmlElement:
    """Return the parsed page without comments, and with a space where a line ends."""
    tree = documents.parse_web_page(path)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for line_break in tree.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    return tree


def _declared(tree: html.HtmlElement) -> dict[str, str]:
    """Return what the head declares, by name in small letters; the first of each, and a publication's JSON-LD."""
    declared: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        value = phrases.clean(meta.get("content") or "")
        if name and value:
            declared.setdefault(name, value)
    for item in _json_ld_items(tree):
        for key in ("datePublished", "publisher"):
            thing = item.get(key)
            name = thing.get("name") if isinstance(thing, dict) else thing
            if isinstance(name, str) and name.strip():
                declared.setdefault(key.lower(), phrases.clean(name))
    return declared


def _json_ld_items(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the things that a page describes in JSON-LD."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # the page's own fault; its other words remain
        items = content if isinstance(content, list) else [content]
        graphs = [item["@graph"] for item in items if isinstance(item, dict) and "@graph" in item]
        items = [*items, *(inner for graph in graphs if isinstance(graph, list) for inner in graph)]
        yield from (item for item in items if isinstance(item, dict))


def _title(tree: html.HtmlElement, declared: dict[str, str], names: dict[str, str]) -> Proposal | None:
    """Propose the title that the page declares, else its first heading, else what its <title> has but the site's name.

    The heading of a page that is one chapter does not count; there the trail of links comes before the <title>.
    """
    for name in TITLE_NAMES:
        if name in declared and not CHAPTER.match(declared[name]):
            return Proposal(remove_site_name(declared[name]), f"the web page's {name}")
    heading = tree.find(".//h1")
    first_heading = "" if heading is None else remove_site_name("".join(heading.itertext()))
    chapter = bool(CHAPTER.match(first_heading))
    if first_heading and not chapter and not bodies.body_named(first_heading, names):
        return Proposal(first_heading, "the web page's first heading")
    report = _report_in_trail(tree, names) if chapter else ""
    if report:
        return Proposal(report, "the web page's trail of links")
    value = _title_element(tree, declared, names, chapter)
    return Proposal(value, "the web page's <title>") if value else None


def _title_element(tree: html.HtmlElement, declared: dict[str, str], names: dict[str, str], chapter: bool) -> str:
    """Return the part of a page's <title> that is the document's; empty where none is."""
    title = remove_site_name(phrases.clean(tree.findtext(".//title") or "") or declared.get("og:title", ""))
    parts = [remove_site_name(part) for part in re.split(r"\s+[|–—-]\s+|\s+::\s+", title)]
    for before, part in zip(parts, parts[1:], strict=False):
        if bodies.COMMITTEE.fullmatch(part) and not CHAPTER.match(before):  # "House - title - committee"
            return before
    candidates = [part for part in parts if part and not CHAPTER.match(part) and not _is_site(part, declared, names)]
    if candidates:
        return candidates[0]
    return title if not chapter and len(parts) == 1 else ""


def _is_site(part: str, declared: dict[str, str], names: dict[str, str]) -> bool:
    """Return whether a part of a page's title is the site's name, or a body's, and not the document's."""
    if bodies.INQUIRY.fullmatch(part) or re.search(r"\bInquiry\b", part):
        return False
    site = phrases.normalise_name(part) == phrases.normalise_name(declared.get("og:site_name", ""))
    parliament = bodies.COMMITTEE.fullmatch(part) or bodies.PARLIAMENT.fullmatch(f"{part} ")
    return bool(site or parliament or bodies.body_named(part, names) or re.fullmatch(r"GOV\.UK|Publications?", part))


def _report_in_trail(tree: html.HtmlElement, names: dict[str, str]) -> str:
    """Return the report that a chapter belongs to, which its page's trail of links names; empty where none is."""
    links = tree.xpath("//*[contains(translate(concat(@class, @id, @aria-label), 'B', 'b'), 'breadcrumb')]//a")
    texts = [phrases.clean("".join(link.itertext())) for link in links]
    reports = [
        text
        for text in texts
        if len(text) > SHORTEST_REPORT and not SECTION_LINKS.fullmatch(text) and not CHAPTER.match(text)
    ]
    return next((remove_site_name(text) for text in reversed(reports) if not bodies.body_named(text, names)), "")


def _publisher(
    tree: html.HtmlElement, declared: dict[str, str], names: dict[str, str], texts: list[str], title: str
) -> Proposal | None:
    """Propose the body that the page declares, else one in its title or logo, else the host it says it is on."""
    for name in PUBLISHER_NAMES:
        body = bodies.body_named(declared.get(name, ""), names)
        if body:
            return Proposal(body, f"the web page's {name}")
    page_title = phrases.clean(tree.findtext(".//title") or "")
    parts = TITLE_SEPARATORS.split(page_title)
    house = next((part for part in parts if bodies.PARLIAMENT.fullmatch(f"{part} ")), "")
    committee = next((part for part in parts if bodies.COMMITTEE.fullmatch(part)), "")
    if house and committee:
        return Proposal(f"{house} {committee}", f"the web page's <title>, {phrases.quoted(page_title)}")
    named = next(_bodies_on_page(tree, parts, names, texts, title), None)
    return named or _body_of_site(tree, declared, names) or publishers.publisher_in_title(title, names)


def _bodies_on_page(
    tree: html.HtmlElement, title_parts: list[str], names: dict[str, str], texts: list[str], title: str
) -> Iterator[Proposal]:
    """Yield the bodies that a page names in its <title>, in its logo and in its first lines."""
    for part in title_parts:
        if body := bodies.body_named(part, names):
            yield Proposal(body, "the web page's <title>")
    for logo in tree.xpath("//*[contains(@class, 'organisation-logo') or contains(@class, 'site-branding')]"):
        if body := bodies.body_named(phrases.clean("".join(logo.itertext())), names):
            yield Proposal(body, "the web page's logo")
    for line in "\n".join(texts[:2]).splitlines()[:FIRST_LINES]:
        before = publishers.BEFORE_PUBLISHED.match(line)
        line = before.group(1) if before else line
        in_title = phrases.normalise_name(line) in phrases.normalise_name(title)
        if not in_title and (body := bodies.body_named(line, names)):
            yield Proposal(body, "the web page's first lines")


def _body_of_site(tree: html.HtmlElement, declared: dict[str, str], names: dict[str, str]) -> Proposal | None:
    """Propose the body whose own site the page says it is on."""
    links = [str(link) for link in tree.xpath("//link[@rel='canonical']/@href")]
    for address in [*links, declared.get("og:url", "")]:
        host = re.sub(r"^https?://(?:www\.)?|/.*$", "", address.lower())
        body = bodies.body_of_host(host, names)
        if body:
            return Proposal(body, f"the web page's address, {phrases.quoted(host)}")
    return None


def _date(tree: html.HtmlElement, declared: dict[str, str]) -> Proposal | None:
    """Propose the date that the page declares, else a line that says when it was published."""
    for name in DATE_NAMES:
        value = declared.get(name, "").replace("/", "-")
        match = dates.ALONE.match(value)
        date = value if YEAR_AND_MONTH.fullmatch(value) else dates.date_value(match) if match else ""
        if date:
            return Proposal(date, f"the web page's {name}")
    lines = list(_short_lines(tree))
    for line, next_line in zip(lines, [*lines[1:], ""], strict=True):
        date = dates.published_date(line) or dates.published_date(f"{line} {next_line}")  # or in the next cell
        if date:
            return Proposal(date, f"the web page: {phrases.quoted(line)}")
    marked = _marked_date(tree)
    if marked:
        return marked
    for line in lines:
        prepared = re.fullmatch(rf"prepared:? {dates.DATE}", line, re.I)  # Parliament's pages before 2015
        if prepared:
            return Proposal(dates.date_value(prepared), f"the web page: {phrases.quoted(line)}")
    return _byline_date(tree)


def _marked_date(tree: html.HtmlElement) -> Proposal | None:
    """Propose a date that a sentence, or the words before a marked date, call that of publication."""
    for element in tree.iter("p", "div", "li", "dd", "td", "span"):
        in_paragraph = dates.date_in_paragraph(_first_words(element)) if len(element) < 4 else None
        if in_paragraph:
            return Proposal(in_paragraph.value, f"the web page: {in_paragraph.where}")
    for element in tree.iter("time"):
        match = dates.ALONE.match(element.get("datetime") or "")
        before = _words_before(element)
        if match and PUBLISHED_BEFORE.search(before) and dates.date_value(match):
            where = f"{before[-SHORTEST_REPORT:].strip()} {''.join(element.itertext())}"
            return Proposal(dates.date_value(match), f"the web page: {phrases.quoted(where)}")
    return None


def _words_before(element: html.HtmlElement) -> str:
    """Return the words right before an element: in its own line, else in the element before it."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return phrases.clean("".join(previous.itertext()) + (previous.tail or ""))
    words = phrases.clean((parent.text if parent is not None else "") or "")
    above = parent.getprevious() if parent is not None and not words else None
    return words if above is None else phrases.clean("".join(above.itertext()))


def _byline_date(tree: html.HtmlElement) -> Proposal | None:
    """Propose the first date marked as one before the first part of the text: a byline's."""
    for element in tree.iter("time", "h2"):
        match = dates.ALONE.match(element.get("datetime") or "") if element.tag == "time" else None
        if element.tag == "h2" or (match and "updat" in " ".join(element.getparent().itertext()).lower()):
            return None
        date = dates.date_value(match) if match else ""
        if date:
            return Proposal(date, f"the web page's first date, {phrases.quoted(''.join(element.itertext()))}")
    return None


def _short_lines(tree: html.HtmlElement) -> Iterator[str]:
    """Yield the short lines of a page, in order."""
    for element in tree.iter(*TEXT_ELEMENTS):
        line = _first_words(element) if len(element) < 4 else ""
        if SHORTEST_LINE <= len(line) <= LONGEST_LINE:
            yield line


def _first_words(element: html.HtmlElement) -> str:
    """Return the words of an element, as far as a short line needs them."""
    text = ""
    for piece in element.itertext():
        text += piece[: 10 * LONGEST_LINE]
        if len(text) > 10 * LONGEST_LINE:
            break
    return " ".join(text.split())
