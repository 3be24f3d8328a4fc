"""Choose among links the one that is clearly the review.

Input: links, and the review that is wanted. Output: the link, or None where a person has to choose. The words of a
link, of its file and of the row it stands in are weighed against the review's title: how many of the words that set the
title apart are there, and how many others. A year that is not the review's, or words for another document about it (a
summary, a response, an annex), make a link doubtful.

Limitations: a link that only says "here", in a row that does not name the review, is never clear.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from reviewkit.acquisition.fetch.doors.steps import Link, Wanted, path_of

SURE = 0.7  # of 1: how well a link's words and the title's agree
LEAD = 0.1  # of 1: how much better than the next link
LEAST_WORDS = 2  # that agree
DOUBTFUL = 0.6  # what is left of the score of a link to another document about the review
OTHER_YEAR = 0.7
DOCUMENT = re.compile(  # report.pdf, a council's download, a meeting paper, a committee's document
    r"\.(pdf|docx|odt|epub)$|/downloads/file/\d+|/documents/[sb]\d+|/publications/\d+/documents/\d+/", re.I
)
REPORT_FILE = re.compile(r"\.(pdf|docx|odt|epub)$", re.I)
OTHER_FORMS = re.compile(r"\.(doc|rtf|zip)$", re.I)  # that a person may put into the inbox
ABOUT_IT = re.compile(  # another document about the review
    r"\b(executive|summary|summaries|easy[ -]?read|young people'?s? version|response|appendix|annex|terms of reference"
    r"|press release|overview|action plan|briefing|poster|covering|cover report|minutes|presentation|infographic|letter"
    r"|agenda|fact ?sheet|statement|interim|follow[ -]?up|progress|revisit"
    r"|faqs?|addendum|update|methodology|volume \w+|part \w+|welsh)\b",
    re.I,
)
FORM_WORDS = frozenset({
    "report", "review", "inquiry", "independent", "full", "final", "read", "download", "view", "get", "document",
    "published", "publication", "pdf", "html", "kb", "mb", "opens", "new", "window", "tab", "file", "accessible",
    "version", "web", "edition", "here", "this", "click", "link", "size",
})  # fmt: skip
STOP_WORDS = frozenset({
    "a", "an", "and", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or", "s", "the", "to",
    "was", "were", "with",
})  # fmt: skip
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SIZE = re.compile(r"\b\d+(?:\.\d+)?\s*(?:kb|mb|bytes)\b", re.I)


def is_report_file(address: str) -> bool:
    """Return whether an address ends like the name of a file that a report comes in: a PDF, or a text that is read."""
    return bool(REPORT_FILE.search(path_of(address)))


def is_document(link: Link) -> bool:
    """Return whether a link leads to a document, by its address or because its words say so."""
    return bool(DOCUMENT.search(path_of(link.address))) or bool(re.search(r"\bpdf\b", link.text, re.I))


def clear_link(offered: list[Link], wanted: Wanted) -> Link | None:
    """Return the link that is clearly the review; None where none is, or several are."""
    ranked = ranked_links(offered, wanted)
    if not ranked or score(ranked[0], wanted) < SURE:
        return None
    best = score(ranked[0], wanted)
    near = [link for link in ranked if best - score(link, wanted) < LEAD]
    documents = [link for link in near if path_of(link.address).lower().endswith(".pdf")]
    if len(near) == 1:
        return near[0]
    alike = {" ".join(title_words(link.text)) for link in near}
    return documents[0] if len(documents) == 1 and len(alike) == 1 else None  # the PDF beside its web edition


def ranked_links(offered: list[Link], wanted: Wanted) -> list[Link]:
    """Return links, the likeliest first."""
    return sorted(offered, key=lambda link: -score(link, wanted))


def score(link: Link, wanted: Wanted) -> float:
    """Return how well a link agrees with the review, from 0 to 1."""
    file = PurePosixPath(unquote(path_of(link.address))).stem
    of_link = max(_agreement(text, wanted) for text in (link.text, file))
    of_row = _agreement(link.around, wanted) if link.around != link.text else 0.0
    return max(of_link, of_row * _doubt(link.text, wanted))


def names_review(text: str, wanted: Wanted, least: float = SURE) -> bool:
    """Return whether a text, as a page's heading, names the review."""
    return _agreement(text, wanted) >= least


def title_words(text: str) -> list[str]:
    """Return the words of a title that say something.

    >>> title_words("The Quays_review-2031 (PDF, 2.4 MB)")
    ['quays', 'review', '2031', 'pdf']
    """
    plain = SIZE.sub(" ", text.lower().replace("_", " ").replace("’", "'").replace("'s ", "s "))
    words = re.findall(r"[^\W_]+", plain)
    return [word for word in words if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]


def _agreement(text: str, wanted: Wanted) -> float:
    """Return how well a text agrees with the names of a review, from 0 to 1."""
    words = set(title_words(text))
    best = 0.0
    for name in wanted.names if words else ():
        names = {word for word in title_words(name) if not YEAR.fullmatch(word)}
        telling = (names - wanted.common - FORM_WORDS) or names
        shared = words & names
        if len(shared) < min(LEAST_WORDS, len(names)) or not words & telling:
            continue
        found = len(words & telling) / len(telling)
        fitting = len(words & (names | FORM_WORDS | wanted.years)) / len(words)
        best = max(best, 2 * found * fitting / (found + fitting))
    return best * _doubt(text, wanted)


def _doubt(text: str, wanted: Wanted) -> float:
    """Return what is left of a score: less where a text names another year, or another document about the review."""
    known = " ".join(wanted.names).lower()
    other = any(match[0].lower() not in known for match in ABOUT_IT.finditer(text.replace("_", " ").replace("-", " ")))
    years = set(YEAR.findall(text))
    other_year = bool(years and wanted.years and not years & wanted.years)
    return (DOUBTFUL if other else 1.0) * (OTHER_YEAR if other_year else 1.0)
