"""The evidence page: in a real browser, with hostile words, by keyboard, and for 3,000 recommendations."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

import reviewkit
from reviewkit.corpus import tables
from reviewkit.reports import evidence_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = '</script><script>document.title="taken"</script><img src=x onerror=\'document.title="taken"\'>'
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
THEMES = pd.DataFrame([("training", "Training"), ("taxis", "Taxis")], columns=["theme", "name"])


def page_of(n: int) -> bytes:
    """A page of n invented recommendations: the second restates the first, and every third is about taxis."""
    ids = [f"review-{at // 10}/r{at}" for at in range(n)]
    passages = pd.DataFrame({"rec_id": ids}).assign(
        review_id=[f"review-{at // 10}" for at in range(n)],
        review=[f"Review {at // 10}" for at in range(n)],
        published=[f"{2009 + at * 16 // n}-03" for at in range(n)],
        label=[f"Recommendation {at}" for at in range(n)],
        words=[f"The council should mend pier number {at}." for at in range(n)],
        asked_of=["Councils; Ofsted" if at % 5 == 0 else "Councils" for at in range(n)],
        where="p. 3", licence="OGL v3.0", kind="recommendation",
        classes=["police" if at % 2 else "health" for at in range(n)],
    )  # fmt: skip
    passages.loc[0, ["words", "label", "review"]] = HOSTILE
    codes = tables.build([{"rec_id": ids[at], "theme": ("training", "taxis")[at % 3 == 0], "by": "model", "score": 0.9,
                           "phrases": "pier;mend"} for at in range(n)], "codes")  # fmt: skip
    echoes = tables.build([{"rec_id": ids[12], "earlier_rec_id": ids[0], "relation": "restates", "score": 0.8,
                            "by": "model", "years": 2.5}], "echoes")  # fmt: skip
    reviews = pd.DataFrame({"published": ["2025-06"], "in_denominator": ["yes"]})
    return evidence_page.evidence_page(passages, codes, echoes, THEMES, reviews)


def test_words_of_documents_cannot_end_the_data_or_begin_a_script() -> None:
    content = page_of(30).decode()
    assert len(re.findall(r"<script\b", content)) == 2  # the data, and ours
    assert "<img" not in content and "onerror='" not in content.split("\\u003e")[0]
    assert re.findall(r'(?:src|href)="http', content) == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: the page was not tried in a browser")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of 3,000 recommendations; it fails where the page asks for anything or a script complains."""
    file = tmp_path / "evidence.html"
    file.write_bytes(page_of(3000))
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: asked.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    assert [url.partition("#")[0] for url in asked] == [file.as_uri()]
    assert opened.title() == "Recommendations behind the figures"  # no hostile word ran
    opened.close()


def count(page: Page) -> str:
    return page.inner_text("#count").partition(" ")[0]


def test_search_and_filters_answer_as_they_are_typed(page: Page) -> None:
    """Counted by hand: every third is about taxis, half ask health."""
    assert count(page) == "3000"
    page.locator("#search").press_sequentially("pier number 77")
    assert count(page) == "57"  # 30 numbers that end in 77, 30 with 77 before their last digit, 3 of them both
    page.fill("#search", "")
    page.select_option("#theme", "taxis")
    assert count(page) == "1000"
    page.select_option("#body", "health")
    assert count(page) == "500"
    page.select_option("#named", "Ofsted")
    assert count(page) == "100"
    page.select_option("#named", "")
    page.select_option("#echo", "before")
    assert count(page) == "1"
    page.click("#clear")
    page.wait_for_function("document.getElementById('count').textContent.startsWith('3000')")
    page.select_option("#from", "2024")
    assert count(page) == "187"  # numbers 2813 to 2999


def test_one_opens_with_its_chain_side_by_side_by_keyboard_alone(page: Page) -> None:
    page.locator("#search").focus()
    page.keyboard.type("pier number 12.")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.row') !== null"):
            break
    page.keyboard.press("Enter")
    assert page.get_attribute(".row button", "aria-expanded") == "true"
    chain = page.inner_text(".chain")
    assert "Restates" in chain and "onerror=" in chain and "2.5 years between" in chain
    assert "words that carried it: pier, mend" in page.inner_text(".detail")
    page.keyboard.press("Enter")
    assert page.locator(".detail").count() == 0


def test_a_link_opens_the_recommendation_that_it_names(page: Page) -> None:
    page.goto(page.url + "#review-250%2Fr2504")
    page.wait_for_selector(".detail")
    assert "Recommendation 2504" in page.inner_text("button[aria-expanded=true]")


def test_it_prints_what_is_shown_and_no_filters(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.is_visible("#filters") and page.is_visible(".row")


def test_there_is_no_serious_accessibility_finding(
    page: Page, browser: Browser, our_copy: Path, tmp_path: Path
) -> None:
    """With one open; and the same for the page of a briefing."""
    page.click(".row button")
    found = Axe().run(page).response["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"][:80]) for fault in found if fault["impact"] in ("serious", "critical")
    ] == []
    file = tmp_path / "brief.html"
    reviewkit.brief(file, corpus=our_copy)
    other = browser.new_page()
    other.goto(file.as_uri())
    assert [fault["id"] for fault in Axe().run(other).response["violations"]] == []
    other.close()
