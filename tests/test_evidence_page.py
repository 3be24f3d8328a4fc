"""The evidence page: in a real browser, with hostile words, by keyboard, and for 3,000 recommendations."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.corpora import corpus_of
from playwright.sync_api import Browser, Page, sync_playwright

import reviewkit
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import evidence_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = '</script><script>document.title="taken"</script><img src=x onerror=\'document.title="taken"\'>'
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
THEMES = pd.DataFrame([("training", "Training"), ("taxis", "Taxis")], columns=["theme", "name"])


def made_of(n: int) -> tuple[Corpus, pd.DataFrame]:
    """A corpus of n invented recommendations, ten a review: the 13th restates the first, every third is about taxis."""
    ids, numbers = [f"review-{at // 10}/r{at}" for at in range(n)], range(n)
    names = list(dict.fromkeys(name.partition("/")[0] for name in ids))
    reviews = pd.DataFrame({"review_id": names}).assign(
        short_title=[f"Review {at}" for at in range(len(names))],
        title=[f"A review of piers, volume {at}" for at in range(len(names))],
        published=[f"{2009 + at * 16 // len(names)}-03" for at in range(len(names))],
        publisher="Harbour board", edition="official", in_denominator="yes",
        address="https://harbour.example/pier.pdf",
    )  # fmt: skip
    reviews.loc[0, ["short_title", "title", "publisher"]] = HOSTILE
    reviews.loc[0, "address"] = "javascript:document.title='taken'"
    rows = [
        {"rec_id": name, "page": 3, "edition": "official", "bodies": "councils;ofsted" if at % 5 == 0 else "councils",
         "confidence": 0.9 - (at % 3) / 10, "seen_at": "data:text/html,x" if at == 0 else ""}
        for at, name in enumerate(ids)
    ]  # fmt: skip
    passages = pd.DataFrame({"rec_id": ids}).assign(
        review_id=[name.partition("/")[0] for name in ids],
        label=[f"Recommendation {at}" for at in numbers],
        words=[f"The council should mend pier number {at}, and light the café’s “Fairway” lamps." for at in numbers],
        asked_of=["the authority; inspectors of schools" if at % 5 == 0 else "local councils" for at in numbers],
        where="p. 3", licence="OGL v3.0", kind="recommendation",
    )  # fmt: skip
    passages.loc[0, ["words", "label"]] = HOSTILE
    passages.loc[1, "words"] = "=1+1"
    bodies = [("councils", "Councils", "council or safeguarding partnership", "the authority;local councils"),
              ("ofsted", "Ofsted", "inspectorate", "inspectors of schools")]  # fmt: skip
    near = {"rec_id": ids[12], "rank": 1, "earlier_id": ids[3], "score": 0.31, "relation": "related"}
    made = {
        "recommendations": tables.build(rows, "recommendations"),
        "reviews": tables.build(reviews.to_dict("records"), "reviews"),
        "codes": tables.build(
            [{"rec_id": name, "theme": ("training", "taxis")[at % 3 == 0], "by": "model", "score": 0.9,
              "phrases": "pier;mend"} for at, name in enumerate(ids)], "codes"),
        "echoes": tables.build(
            [{"rec_id": ids[late], "earlier_rec_id": ids[early], "relation": "restates", "score": 0.8, "by": "model",
              "years": 2.5} for late, early in ((12, 0), (23, 12))], "echoes"),
        "nearest": tables.build([near, near | {"rank": 2, "earlier_id": ids[0], "relation": "restates"}], "nearest"),
        "bodies": pd.DataFrame(bodies, columns=tables.column_names("bodies")),
        "themes": THEMES,
    }  # fmt: skip
    return corpus_of(Path("nowhere"), **made), passages


def page_of(count: int) -> bytes:
    return evidence_page.evidence_page(*made_of(count))


def data_of(content: bytes) -> dict:
    """The data in a page."""
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', content.decode(), re.DOTALL)
    return json.loads(found)


def test_a_long_page_comes_in_parts_each_with_what_its_rows_are_linked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, passages = made_of(30)
    (whole,) = evidence_page.evidence_pages(corpus, passages, "evidence").values()
    assert whole == evidence_page.evidence_page(corpus, passages)
    monkeypatch.setattr(evidence_page, "MOST_ROWS", 12)
    pages = evidence_page.evidence_pages(corpus, passages, "evidence")
    assert len(pages) > 1 and list(pages)[:2] == ["evidence.html", "evidence-2.html"]
    held = {name: [row["id"] for row in data_of(content)["rows"]] for name, content in pages.items()}
    assert set().union(*held.values()) == {row["id"] for row in data_of(whole)["rows"]}
    for name, content in pages.items():
        named = set(re.findall(r'href="(evidence[^"]*\.html)"', content.decode()))
        assert named == set(pages) - {name}
        assert len(held[name]) < 30
    linked = {(row["id"], link["why"]) for row in data_of(whole)["rows"] for link in row["before"]}
    assert linked <= {
        (row["id"], link["why"]) for page in pages.values() for row in data_of(page)["rows"] for link in row["before"]
    }


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


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 3,000 recommendations."""
    path = tmp_path_factory.mktemp("evidence") / "evidence.html"
    path.write_bytes(page_of(3000))
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """That page, opened; the test fails where the page asks for anything or a script complains."""
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
    """Counted by hand: every third is about taxis, every fifth asks Ofsted too."""
    assert count(page) == "3000"
    page.locator("#search").press_sequentially('"pier number 77"')
    assert count(page) == "11"  # 77, and 770 to 779
    page.fill("#search", "pier number 77")
    assert count(page) == "57"  # 30 numbers that end in 77, 30 with 77 before their last digit, 3 of them both
    page.fill("#search", "")
    page.select_option("#theme", "taxis")
    assert count(page) == "1000"
    page.select_option("#body", "inspectorate")
    assert count(page) == "200"
    page.select_option("#body", "")
    page.select_option("#theme", "")
    page.select_option("#echo", "before")
    assert count(page) == "2"
    page.click("#clear")
    page.wait_for_function("document.getElementById('count').textContent.startsWith('3000')")
    page.select_option("#from", "2024")
    assert count(page) == "180"  # reviews 282 to 299


def test_a_body_counts_under_its_name_whatever_the_document_prints(page: Page) -> None:
    """Ofsted is printed as "inspectors of schools": the filter has it by name, the card has the printed words."""
    assert page.locator("#named optgroup").count() == 2
    page.select_option("#named", label="Ofsted (600)")
    assert count(page) == "600"
    page.click(".row button")
    assert "the authority; inspectors of schools" in page.inner_text(".detail")
    assert "Ofsted (inspectorate)" in page.inner_text(".detail")


@pytest.mark.parametrize(
    ("typed", "hits", "told"),
    [
        ("CAFE", "2998", ""),  # without accents; the first two have other words
        ('café\'s "fairway"', "2998", ""),  # quotation marks and apostrophes of any kind
        ("fairwya lapms", "2998", "looked for: fairway"),  # letters exchanged
        ("nummber 2999", "1", "looked for: number"),
        ("zeppelin", "0", "Nothing holds “zeppelin”"),
    ],
)
def test_search_forgives_accents_quotation_marks_and_slips(page: Page, typed: str, hits: str, told: str) -> None:
    page.fill("#search", typed)
    assert count(page) == hits
    assert told in page.inner_text("#hint") if told else page.inner_text("#hint") == ""


def test_one_opens_with_its_chain_side_by_side_by_keyboard_alone(page: Page) -> None:
    page.locator("#search").focus()
    page.keyboard.type('"number 12,"')
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.row') !== null"):
            break
    page.keyboard.press("Enter")
    assert page.get_attribute(".row button", "aria-expanded") == "true"
    chain = page.inner_text(".chain")
    assert "Restates" in chain and "onerror=" in chain and "2.5 years between" in chain
    detail = page.inner_text(".detail")
    assert "words that carried it: pier, mend" in detail and "0.90: of a hundred" in detail
    page.keyboard.press("Enter")
    assert page.locator(".detail").count() == 0


def test_nearest_earlier_asks_stand_under_an_ask_with_the_row_that_says_yes(page: Page) -> None:
    """What is counted as restated is not among them; the chain goes on beyond the next."""
    page.fill("#search", '"number 12,"')
    page.click(".row button")
    near = page.inner_text(".near")
    assert "pier number 3," in near and "score 0.31; judged related" in near
    assert page.inner_text(".near code") == "link,review-1/r12,review-0/r3,restates,,,"
    assert "not counted: read and decide" in page.inner_text(".detail")
    page.fill("#search", '"number 23,"')
    page.click(".row button")
    assert "through the one before it" in page.inner_text(".chain section >> nth=0")


def test_sources_are_links_of_the_web_and_nothing_else_is(page: Page) -> None:
    page.fill("#search", '"number 12,"')
    page.click(".row button")
    assert page.get_attribute(".detail dd a", "href") == "https://harbour.example/pier.pdf#page=3"
    page.goto(page.url.partition("#")[0] + "#review-0%2Fr0")
    page.wait_for_selector(".detail")
    links = page.eval_on_selector_all(".row a", "all => all.map(each => each.getAttribute('href'))")
    assert links and all(link.startswith(("#", "https://")) for link in links)


def test_order_is_by_date_and_the_least_sure_can_come_first(page: Page) -> None:
    assert page.inner_text(".row button").startswith("2024-03, Review 282")
    page.select_option("#order", "oldest")
    assert page.locator(".row button").nth(1).text_content().startswith("2009-03")  # it may lie below the screen
    page.select_option("#order", "unsure")
    page.wait_for_function("document.querySelector('.row')?.innerText.includes('confidence 0.70')")


def test_a_link_opens_the_recommendation_that_it_names(page: Page) -> None:
    page.goto(page.url + "#review-250%2Fr2504")
    page.wait_for_selector(".detail")
    assert "Recommendation 2504" in page.inner_text("button[aria-expanded=true]")


def test_the_address_holds_the_filters_and_opens_the_same_list_again(page: Page, browser: Browser) -> None:
    page.fill("#search", "pier 77")
    page.select_option("#theme", "taxis")
    page.select_option("#order", "oldest")
    page.wait_for_url(re.compile("theme=taxis.*order=oldest"))
    other = browser.new_page()
    other.goto(page.url)
    assert count(other) == count(page) != "3000"
    assert other.inner_text(".row button") == page.inner_text(".row button")
    other.close()


def test_what_is_shown_is_saved_as_csv_with_formulas_guarded(page: Page, tmp_path: Path) -> None:
    page.select_option("#to", "2009")
    with page.expect_download() as saving:
        page.click("#save")
    file = tmp_path / "saved.csv"
    saving.value.save_as(file)
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    assert str(len(rows)) == count(page)
    rows = rows.set_index("id")
    assert rows.loc["review-0/r1", "words"] == "'=1+1"
    assert rows.loc["review-0/r0", "words"] == HOSTILE
    assert rows.loc["review-0/r5", "bodies"] == "Councils; Ofsted"
    assert rows.loc["review-0/r0", "restated by"] == "review-1/r12"


def test_it_prints_all_that_the_filters_leave_and_no_filters(page: Page) -> None:
    page.select_option("#theme", "taxis")
    assert page.locator(".row").count() < 1000
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".row").count() == 1000
    assert not page.is_visible("#filters") and page.is_visible(".row")
    assert page.inner_text("#chosen") == "Theme: Taxis (1000)"  # a printed list says what it is a list of


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_is_no_accessibility_finding_by_day_or_by_night(page: Page, scheme: str) -> None:
    """With one open that has a chain and nearest asks; a dark page where the reader's machine is dark."""
    page.emulate_media(color_scheme=scheme)
    page.fill("#search", '"number 12,"')
    page.click(".row button")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:80]) for fault in found] == []


def test_there_is_no_accessibility_finding_on_the_page_of_a_briefing(
    browser: Browser, our_copy: Path, tmp_path: Path
) -> None:
    file = tmp_path / "brief.html"
    reviewkit.brief(file, corpus=our_copy)
    other = browser.new_page()
    other.goto(file.as_uri())
    assert [fault["id"] for fault in Axe().run(other).response["violations"]] == []
    other.close()
