"""See that a site wants a person, or that a page is no document.

Input: an answer. Output: nothing, or an error: `TurnedAway` where a site turns programs away, asks for a sign that a
person is there, for consent or for a login; `NotThere` where a page only says that nothing is there. Such an answer is
never worked round and never kept.

Limitations: a page is told by its words, so a new manner of turning away may pass for a short document.
"""

from __future__ import annotations

import re

import requests
from lxml import html

from reviewkit.acquisition.fetch.doors.links import parse
from reviewkit.acquisition.fetch.policy import NotThere, TurnedAway

OPEN_BY_HAND = "open it in a browser, and save the document by hand"
LOOK_ELSEWHERE = "look for its new address on the publisher's page"
TURNED_AWAY = frozenset({401, 403, 407, 451})
SHORT = 250  # words: a page with more is no check
FEW_LINKS = 10  # on a page that only checks who asks
LARGEST_CHECK = 2_000_000  # bytes: nor is a longer one
CHECK_TITLE = re.compile(
    r"just a moment|attention required|access denied|are you (a )?(human|robot)|pardon our interruption|ddos.guard"
    r"|security check|checking your browser|one moment, please|human verification|request rejected|forbidden",
    re.I,
)
CHECK_MARK = re.compile(  # in the source of a short page
    rb"cf-chl|challenge-platform|cdn-cgi/challenge|g-recaptcha|recaptcha/api|h-?captcha|px-captcha|_Incapsula_Resource"
    rb"|incident_id|turnstile|captcha-delivery",
    re.I,
)
CHECK_WORDS = re.compile(
    r"(enable|requires?|turn on|need) (javascript|cookies)"
    r"|javascript (is|must be|needs to be) (disabled|enabled|required)"
    r"|verify (that )?you are (a )?human|not a robot|unusual traffic|checking your browser",
    re.I,
)
CONSENT = re.compile(r"\b(accept|consent|agree)\b.{0,80}\bcookies\b|\bcookies\b.{0,80}\b(accept|consent|agree)\b", re.I)
LOGIN_TITLE = re.compile(r"\b(log ?in|sign ?in|logon)\b", re.I)
NOT_FOUND = re.compile(
    r"^\W*(error )?404\b|\bnot found\b"
    r"|\b(page|document) (cannot|can ?not|can['’]t|could not|couldn['’]t) be found"
    r"|\bwe (can['’]t|cannot|couldn['’]t) find (that|this|the) page|\bpage (does not|doesn['’]t|no longer) exists?"
    r"|\bno longer (available|exists)\b|^\W*archived site\W*$",
    re.I,
)


def check_answer(answer: requests.Response) -> None:
    """Raise `TurnedAway` where a site turns a program away by the status or the head of its answer."""
    if answer.headers.get("cf-mitigated", "").strip().lower() == "challenge":
        raise TurnedAway("asks for a sign that a person is there", OPEN_BY_HAND, closes_host=True)
    if answer.status_code in TURNED_AWAY:
        raise TurnedAway(f"turns programs away (answers {answer.status_code})", OPEN_BY_HAND)
    if answer.status_code == 429 and not answer.headers.get("Retry-After", "").strip():
        raise TurnedAway("turns programs away (answers 429: too many requests)", OPEN_BY_HAND, closes_host=True)


def check_page(body: bytes) -> None:
    """Raise where a web page is a check, a login or a notice that nothing is there, and no document."""
    if len(body) > LARGEST_CHECK or (tree := parse(body)) is None:
        return
    title = " ".join((tree.findtext(".//title") or "").split())
    heading = tree.find(".//h1")
    headline = "" if heading is None else " ".join(heading.text_content().split())
    for element in tree.iter("script", "style"):
        element.text = ""
    words = " ".join(" ".join(tree.xpath("//text()")).split())
    if len(words.split()) > SHORT:
        return
    if CHECK_TITLE.search(title):
        raise TurnedAway("asks for a sign that a person is there", OPEN_BY_HAND, closes_host=True)
    if LOGIN_TITLE.search(title):
        raise TurnedAway("is a page to log in", OPEN_BY_HAND)
    if NOT_FOUND.search(title) or NOT_FOUND.search(headline):
        raise NotThere("says that the page is not there, though it answers 200", LOOK_ELSEWHERE)
    if len(tree.xpath("//a[@href]")) <= FEW_LINKS:
        _check_bare_page(tree, body, words)


def _check_bare_page(tree: html.HtmlElement, body: bytes, words: str) -> None:
    """Raise where a page of few words and hardly a link is a check, a login or a demand for consent.

    Other pages have banners about cookies and scripts too, and a form to log in.
    """
    if CHECK_MARK.search(body) or CHECK_WORDS.search(words):
        raise TurnedAway("asks for a sign that a person is there", OPEN_BY_HAND, closes_host=True)
    if tree.xpath("//input[@type='password']"):
        raise TurnedAway("is a page to log in", OPEN_BY_HAND)
    if CONSENT.search(words) and len(words.split()) < SHORT // 3:
        raise TurnedAway("asks for consent before it shows anything", OPEN_BY_HAND)
