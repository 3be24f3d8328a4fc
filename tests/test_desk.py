"""The desk: in a real browser by mouse and by keyboard, with two tabs and a lost connection; and who is refused."""

from __future__ import annotations

import asyncio
import http.client
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers import corpora
from helpers.inventing import typeset
from helpers.program import RUN
from playwright.sync_api import Browser, Page, expect, sync_playwright
from typer.testing import CliRunner

from reviewkit import notebook, pipeline
from reviewkit.base import paths
from reviewkit.base.errors import InputError
from reviewkit.base.progress import no_progress
from reviewkit.cli import app
from reviewkit.corpus import corrections, tables
from reviewkit.desk import acts, listing, server, state
from reviewkit.desk import frame as desk_frame

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
REVIEW, WEB, EARLIER = "harbour-2031", "harbour-2033", "harbour-2029"
FIRST = "The council should light every pier of the town from dusk."
SWALLOWED = "We are grateful to the keepers who spoke to us."
HOSTILE = "The police should read <img src=x onerror=alert(1)> each night."
MISSED = "The harbour board keeps a list of every lamp that has failed."
NEARLY = "We also think that the ministry should pay for a second boat, and should tell the town when it comes."
HOSTILE_PAGE = f"""<html><body><main><h1>Review of piers</h1><h2 id="asks">Recommendations</h2>
<p>Recommendation 1: {FIRST} {SWALLOWED}</p>
<p>Recommendation 2: The police should &lt;script&gt;document.title = "taken"&lt;/script&gt; count boats.</p>
</main></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of three invented reviews after a run; the second has a swallowed sentence and one thing missed."""
    made = corpora.written(tmp_path_factory.mktemp("desk") / "corpus", tuple(map(corpora.Held, (EARLIER, REVIEW, WEB))))
    escaped = HOSTILE.replace("<", "\\<").replace(">", "\\>")
    asks = [f"{FIRST} {SWALLOWED}", escaped, f"Schools should teach children to swim. \n\n {MISSED} \n\n {NEARLY}"]
    typeset("Harbour review", 2031, asks, made / "official" / f"{REVIEW}.pdf")
    typeset("Earlier review", 2029, ["The council should light the pier."], made / "official" / f"{EARLIER}.pdf")
    (made / "official" / f"{WEB}.html").write_text(HOSTILE_PAGE, encoding="utf-8")
    pipeline.run(made)
    echo = {"rec_id": f"{REVIEW}/r1", "earlier_rec_id": f"{EARLIER}/r1", "relation": "related", "score": 0.4,
            "by": "model", "years": 2, "text": "", "earlier_text": ""}  # fmt: skip
    tables.save(tables.build([echo], "echoes"), "echoes", made / "tables")
    return made


@pytest.fixture(scope="module")
def opened(folder: Path) -> state.Desk:
    desk = state.Desk(paths.folders(folder), no_progress)
    desk.warm()
    return desk


@pytest.fixture(autouse=True)
def _nothing_is_said(folder: Path) -> None:
    """Each test begins with nothing said."""
    (folder / "corrections.csv").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def address(opened: state.Desk) -> Iterator[str]:
    """The desk, served in a thread of its own, by its address."""
    ready, addresses = threading.Event(), []
    loop = asyncio.new_event_loop()

    async def begin() -> None:
        addresses.append(server.serve(opened, server.bind()).address)
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(begin())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    yield addresses[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: the page was not tried in a browser")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def tab(browser: Browser, address: str, review: str = REVIEW, name: str = "AB") -> Page:
    """Open the desk in a tab of its own, as a person who has said who they are."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.add_init_script(f"sessionStorage.setItem('name', sessionStorage.getItem('name') || '{name}')")
    page.goto(f"{address}#{review}")
    page.wait_for_selector(".row.open")
    return page


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The desk with the review open; it fails where a script complains, or anything else is asked for."""
    faults: list[str] = []
    opened = tab(browser, address)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url))
    opened.wait_for_selector(".mark.chosen")
    yield opened
    opened.close()
    assert faults == []


def said(folder: Path) -> list[tuple[str, ...]]:
    """What corrections.csv holds, without who and when."""
    there = tables.load_or_empty(folder, "corrections")
    return list(there[["what", "id", "field", "value"]].itertuples(index=False, name=None))


def written(page: Page, words: str = "Written") -> None:
    expect(page.locator("#status")).to_contain_text(words)
    page.evaluate("document.getElementById('status').textContent = ''")


def point(page: Page, view: object, word: str, side: str) -> tuple[float, float]:
    """Where a word of the page is on the screen: its left or right edge, in the middle of its height."""
    number, found = next((n, w) for n in view.page_numbers for w in view.words(n) if w.text == word)
    box = page.locator(f"figure[data-page='{number}']").bounding_box()
    width, height = view.size(number)
    x = found.x0 + 1 if side == "left" else found.x1 - 1
    return box["x"] + x / width * box["width"], box["y"] + (found.top + found.bottom) / 2 / height * box["height"]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


# --- in a browser


def test_the_list_shows_what_was_read_and_the_page_marks_it(page: Page) -> None:
    assert page.inner_text("#title") == REVIEW
    assert "3 recommendations in 3 rows" in page.inner_text("#counts")
    assert SWALLOWED in page.inner_text(".row.open .text")
    assert page.locator(".mark.chosen").count() == 2 and page.locator(".mark.row").count() >= 2


def test_a_swallowed_sentence_is_cut_off_by_the_keyboard_alone(page: Page, folder: Path) -> None:
    page.keyboard.press("e")
    expect(page.locator("#marked")).to_contain_text("to us.”")
    for _ in SWALLOWED.split():
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#marked")).to_contain_text("from dusk.”")
    page.keyboard.press("Enter")
    written(page)
    assert page.inner_text(".row.open .text") == FIRST
    ((what, rec_id, field, value),) = said(folder)
    assert (what, rec_id, field) == ("recommendation", f"{REVIEW}/r1", "text")
    assert value.startswith("1 | The council") and value.endswith("dusk.")


def test_a_cut_is_mended_by_dragging_its_handle(page: Page, folder: Path, opened: state.Desk) -> None:
    view = opened.document(REVIEW)
    drag(page, point(page, view, "us.", "right"), point(page, view, "dusk.", "right"))
    page.click("#take")
    written(page)
    assert page.inner_text(".row.open .text") == FIRST
    assert len(said(folder)) == 1


def test_what_was_missed_is_added_by_dragging_over_it_and_is_split_and_merged(
    page: Page, folder: Path, opened: state.Desk
) -> None:
    view = opened.document(REVIEW)
    drag(page, point(page, view, "Schools", "left"), point(page, view, "failed.", "right"))
    page.click("#take-new")
    written(page)
    assert MISSED in page.inner_text(".row.open .text")
    page.keyboard.press("s")
    page.get_by_role("radio", name=MISSED).check()
    page.get_by_role("button", name="Split", exact=True).last.click()
    written(page)
    assert page.inner_text(".row.open .text") == MISSED
    assert [row[0] for row in said(folder)] == ["add", "split"]
    page.keyboard.press("u")
    written(page, "Taken back")
    assert [row[0] for row in said(folder)] == ["add"]


def test_what_was_nearly_taken_is_pale_and_a_click_adds_it(page: Page, folder: Path, opened: state.Desk) -> None:
    assert "Nearly taken: 1" in page.inner_text("#near")
    page.mouse.click(*point(page, opened.document(REVIEW), "ministry", "left"))
    written(page)
    assert page.inner_text(".row.open .text") == NEARLY and page.locator("#near").count() == 0
    assert said(folder) == [("add", f"{REVIEW}/we-also-think-that-the", "", corrections.place_value(
        corrections.Place(1, 1, "We also think that the ministry", "tell the town when it comes.")))]  # fmt: skip


def test_a_row_is_dropped_brought_back_and_undone(page: Page, folder: Path) -> None:
    page.keyboard.press("j")
    page.keyboard.press("n")
    written(page)
    assert page.locator("#rows .row").count() == 2 and "Bring it back" in page.inner_text("#dropped")
    page.get_by_role("button", name="Bring it back").click()
    written(page)
    assert page.locator("#rows .row").count() == 3
    page.keyboard.press("u")
    written(page, "Taken back")
    page.keyboard.press("u")
    written(page, "Taken back")
    assert said(folder) == [] and page.locator("#rows .row").count() == 3


def test_kind_body_theme_status_and_an_earlier_ask_are_set_in_place_and_the_list_is_ticked(
    page: Page, folder: Path
) -> None:
    page.fill("#why", "read on paper")
    page.select_option("#field-kind", "conclusion")
    written(page)
    page.select_option("#field-kind", "recommendation")
    written(page)
    page.select_option("#field-bodies", "police-forces")
    written(page)
    page.select_option("#field-themes", "lamps")
    written(page)
    page.select_option("#field-answer", "in part")
    written(page)
    page.get_by_role("button", name="Yes, restates it").click()
    written(page)
    page.click("#tick")
    written(page)
    first = f"{REVIEW}/r1"
    assert said(folder) == [
        ("recommendation", first, "kind", "conclusion"),
        ("recommendation", first, "kind", "recommendation"),
        ("recommendation", first, "bodies", "county-councils;police-forces"),
        ("theme", first, "lamps", "yes"),
        ("status", first, "answer", "in part"),
        ("link", first, f"{EARLIER}/r1", "restates"),
        ("list", REVIEW, "checked", "yes"),
    ]
    rows = tables.load_or_empty(folder, "corrections")
    assert rows["why"].tolist() == ["read on paper"] + [""] * 6 and set(rows["by"]) == {"AB"}
    assert page.get_attribute("#tick", "aria-pressed") == "true"


def test_yes_checks_a_row_and_goes_on_and_quick_keys_do_not_hinder_each_other(page: Page, folder: Path) -> None:
    for _ in range(3):
        page.keyboard.press("y")
    expect(page.locator(".row.checked")).to_have_count(3)
    assert [row[2:] for row in said(folder)] == [("checked", "yes")] * 3


def test_two_tabs_do_not_overwrite_each_other(page: Page, browser: Browser, address: str, folder: Path) -> None:
    other = tab(browser, address, name="CD")
    other.select_option("#field-kind", "conclusion")
    written(other)
    page.select_option("#field-answer", "accepted")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("conclusion")
    assert "answer is accepted" in dialog.inner_text() and len(said(folder)) == 1
    page.get_by_role("button", name="Write mine all the same").click()
    written(page)
    assert [row[2:] for row in said(folder)] == [("kind", "conclusion"), ("answer", "accepted")]
    assert page.input_value("#field-kind") == "conclusion"
    other.close()


def test_a_lost_connection_is_told_and_the_act_is_sent_when_it_is_back(page: Page, folder: Path) -> None:
    page.context.set_offline(True)
    page.keyboard.press("y")
    expect(page.locator("#alert")).to_contain_text("One act waits")
    assert said(folder) == []
    page.context.set_offline(False)
    written(page)
    assert len(said(folder)) == 1 and not page.is_visible("#alert")


def test_an_act_whose_answer_was_lost_is_not_written_twice(page: Page, folder: Path) -> None:
    seen: list[str] = []

    def lose(route: object) -> None:
        if seen:
            route.continue_()
        else:
            seen.append(route.fetch().text())  # it is written, and the page never hears of it
            route.abort()

    page.route("**/api/act", lose)
    page.keyboard.press("y")
    expect(page.locator("#alert")).to_contain_text("One act waits")
    assert len(said(folder)) == 1
    written(page)
    assert len(said(folder)) == 1


def test_what_a_page_that_is_gone_could_not_send_is_sent_by_the_next(
    browser: Browser, address: str, folder: Path, opened: state.Desk
) -> None:
    """As after a desk was killed and started again at its usual port."""
    left = json.dumps({"at": 0, "acts": [act_of("drop", opened) | {"words": "Recommendation 1: dropped"}]})
    page = browser.new_page()
    page.add_init_script(f"localStorage.setItem('reviewkit-desk-waiting-gone', {json.dumps(left)})")
    page.goto(f"{address}#{REVIEW}")
    expect(page.locator("#dropped")).to_contain_text("Bring it back")
    assert said(folder) == [("drop", f"{REVIEW}/r1", "", "")]
    page.close()


def test_words_of_documents_are_shown_and_never_run(page: Page, browser: Browser, address: str) -> None:
    page.keyboard.press("j")
    assert "<img src=x onerror=alert(1)>" in page.inner_text(".row.open .text")
    assert page.locator("#rows img").count() == 0
    other = tab(browser, address, WEB)
    other.keyboard.press("j")
    assert '<script>document.title = "taken"</script>' in other.inner_text(".row.open .text")
    assert other.title() == f"Desk: {WEB}"
    other.close()


def test_of_a_web_page_a_selection_of_text_is_the_cut(browser: Browser, address: str, folder: Path) -> None:
    page = tab(browser, address, WEB)
    page.wait_for_selector("span.chosen")
    begin = page.locator("#pages span", has_text="The").first.bounding_box()
    end = page.locator("#pages span", has_text="dusk.").bounding_box()
    drag(page, (begin["x"] + 1, begin["y"] + 5), (end["x"] + end["width"] - 1, end["y"] + 5))
    page.click("#take")
    written(page)
    assert page.inner_text(".row.open .text") == FIRST
    page.close()


def test_there_is_no_serious_accessibility_finding(page: Page) -> None:
    """With a row open, while words are marked, in a dialog, in the list of reviews, and in the dark."""
    found = []

    def look(where: str) -> None:
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                found.append((where, fault["id"], fault["nodes"][0]["html"][:80]))

    look("row")
    page.locator("#near summary").click()
    look("nearly taken")
    page.emulate_media(color_scheme="dark")
    look("dark")
    page.keyboard.press("e")
    page.wait_for_selector("#take")
    look("marking")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    look("dialog")
    page.keyboard.press("Escape")
    page.click("#back")
    page.wait_for_selector("table")
    look("reviews")
    page.get_by_role("link", name=WEB).click()
    page.wait_for_selector("span.chosen")
    look("web page")
    assert found == []


# --- without one


class Answer(NamedTuple):
    """What the desk answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        return json.loads(self.body)


def ask(address: str, path: str, act: dict[str, object] | None = None, **headers: str) -> Answer:
    """Ask the desk as its page does; headers that are given replace the page's own."""
    host, _, token = address.removeprefix("http://").partition("/")
    place = path if path.startswith("/") else f"/{token}{path}"
    own = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection(host, timeout=30)
    body = None if act is None else json.dumps(act)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET" if act is None else "POST", place, body, {**own, **named})
    answer = connection.getresponse()
    return Answer(answer.status, dict(answer.getheaders()), answer.read())


def act_of(kind: str, opened: state.Desk, rec_id: str = f"{REVIEW}/r1", **more: object) -> dict[str, object]:
    """An act of the page on a row as it is now."""
    rows = {row["rec_id"]: row for row in listing.list_rows(opened, opened.list_of(REVIEW))}
    version = rows[rec_id]["version"] if rec_id in rows else ""
    return {"act": kind, "review": REVIEW, "id": rec_id, "by": "AB", "why": "", "version": version, **more}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/wrong-token/", {}, 403),
        ("/wrong-token/api/reviews", {}, 403),
        ("/", {}, 404),
        ("", {"Host": "harbour.example:8421"}, 421),
        ("api/reviews", {"Host": "127.0.0.1"}, 421),
        ("api/reviews", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
        ("..%2Fknown.toml", {}, 404),
        ("../../catalogue.csv", {}, 404),
        ("known.toml", {}, 404),
        ("api/image?id=../catalogue&page=1", {}, 422),
        (f"api/image?id={REVIEW}&page=99", {}, 422),
        (f"api/image?id={REVIEW}&page=-1", {}, 422),
        (f"api/words?id={REVIEW}", {}, 400),
        (f"api/image?id={WEB}&page=1", {}, 422),
        ("api/review?id=nothing-2031", {}, 422),
    ],
)
def test_whoever_does_not_know_the_address_or_asks_for_other_files_gets_nothing(
    address: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = ask(address, path, **headers)
    assert answer.status == status and len(answer.body) < 500 and b"Traceback" not in answer.body


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://harbour.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Host": "harbour.example"}, 421),
    ],
)
def test_nothing_is_written_for_another_page(
    address: str, opened: state.Desk, folder: Path, headers: dict[str, str], status: int
) -> None:
    act = act_of("drop", opened)
    assert ask(address, "api/act", act, **headers).status == status and said(folder) == []
    assert ask(address, "api/act", act).status == 200 and len(said(folder)) == 1


def test_the_page_may_load_nothing_from_outside_and_stand_in_no_frame(address: str) -> None:
    answer = ask(address, "")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and b"http" not in answer.body.replace(
        b"http-equiv", b""
    )
    assert address.startswith("http://127.0.0.1:") and len(address.split("/")[3]) > 40
    assert ask(address, f"api/image?id={REVIEW}&page=1").body.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("kind", "more", "wrong"),
    [
        ("set", {"field": "kind", "value": "=1+1"}, "none of"),
        ("set", {"field": "bodies", "value": "coastguard"}, "is no body"),
        ("set", {"field": "text", "value": "1 | a | b"}, "cannot be set"),
        ("set", {"field": "label", "value": "x" * 3000}, "no text of"),
        ("theme", {"field": "taxis", "value": "yes"}, "no theme"),
        ("link", {"field": "elsewhere/r1", "value": "restates"}, "is not there"),
        ("split", {"words": "We curse"}, "are not in it"),
        ("cut", {"from": [1, 9], "to": [1, 2]}, "ends before it begins"),
        ("cut", {"from": [7, 1], "to": [7, 2]}, "lies on no page"),
        ("cut", {"from": "1", "to": [1, 2]}, "no word of a page"),
        ("drop", {"by": ""}, "say who you are"),
        ("drop", {"by": "=cmd()"}, "say who you are"),
        ("drop", {"id": f"{EARLIER}/r1"}, "no recommendation of"),
        ("sweep", {}, "no act"),
    ],
)
def test_what_does_not_fit_is_refused_with_one_line_and_not_written(
    address: str, opened: state.Desk, folder: Path, kind: str, more: dict[str, object], wrong: str
) -> None:
    answer = ask(address, "api/act", act_of(kind, opened, **more))
    assert answer.status == 422 and wrong in str(answer.json()["what"]) and said(folder) == []


def test_a_tick_of_a_list_that_another_changed_is_not_written(opened: state.Desk, folder: Path) -> None:
    seen = listing.list_version(listing.list_rows(opened, opened.list_of(REVIEW)))
    acts.write(opened, act_of("set", opened, field="kind", value="conclusion"))
    with pytest.raises(acts.Conflict):
        acts.write(opened, act_of("tick", opened, REVIEW, version=seen, value="yes"))
    assert len(said(folder)) == 1


def test_two_desks_on_one_corpus_see_what_the_other_wrote(opened: state.Desk, folder: Path) -> None:
    second = state.Desk(opened.folders, no_progress)
    acts.write(opened, act_of("drop", opened))
    with pytest.raises(acts.Conflict):
        acts.write(second, act_of("set", second, field="kind", value="conclusion") | {"version": "seen-before"})
    acts.write(second, act_of("set", second, f"{REVIEW}/r2", field="label", value="R2"))
    assert [row[0] for row in said(folder)] == ["drop", "recommendation"]


def test_only_ones_own_words_are_taken_back_and_not_what_another_said_after(opened: state.Desk, folder: Path) -> None:
    first = acts.write(opened, act_of("set", opened, field="kind", value="conclusion"))
    acts.write(opened, act_of("set", opened, field="kind", value="recommendation") | {"by": "CD"})
    for by, wrong in (("AB", "of the same since"), ("CD", "own words")):
        with pytest.raises(InputError, match=wrong):
            acts.undo(opened, {"review": REVIEW, "by": by, "rows": first.rows})
    assert len(said(folder)) == 2


def test_a_desk_that_is_killed_loses_nothing_that_it_acknowledged(opened: state.Desk, folder: Path) -> None:
    """As a person starts it: its address is all that it writes to standard output."""
    command = [sys.executable, "-c", RUN, "--corpus", str(folder), "desk", "--review", REVIEW]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        address, _, review = running.stdout.readline().strip().partition("#")
        assert review == REVIEW
        assert ask(address, "api/act", act_of("drop", opened)).status == 200
        running.kill()
    assert said(folder) == [("drop", f"{REVIEW}/r1", "", "")]


def test_a_wrong_review_or_a_taken_port_is_told_in_one_line(address: str, folder: Path) -> None:
    for option, value, words in (("--review", "nothing-2031", "no such review"),
                                 ("--port", address.split(":")[2].partition("/")[0], "cannot be had")):  # fmt: skip
        done = CliRunner().invoke(app, ["--corpus", str(folder), "desk", option, value])
        assert done.exit_code == 2 and words in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_notebook_shows_the_desk_in_a_frame(folder: Path) -> None:
    corpus = pipeline.open_corpus(folder)
    frame = notebook.desk(corpus, REVIEW)
    address = frame.src.partition("#")[0]
    assert "frame-ancestors http://127.0.0.1:*" in ask(address, "").headers["Content-Security-Policy"]
    assert notebook.desk(corpus).src.partition("#")[0] == address  # one is enough
    desk_frame.close_all()


def test_what_was_merged_is_parted_again(opened: state.Desk, folder: Path) -> None:
    rows = {row["rec_id"]: row for row in listing.list_rows(opened, opened.list_of(REVIEW))}
    other = f"{REVIEW}/r2"
    acts.write(opened, act_of("merge", opened, other=other, other_version=rows[other]["version"]))
    merged = listing.review_state(opened, REVIEW)
    assert [row["rec_id"] for row in merged["dropped"]] == [other] and len(merged["rows"]) == 2
    acts.write(opened, act_of("restore", opened, other))
    assert len(listing.review_state(opened, REVIEW)["rows"]) == 3
    assert said(folder)[-1] == ("merge", f"{REVIEW}/r1", "", "")


def test_what_the_page_shows_is_what_the_next_run_makes(opened: state.Desk, folder: Path) -> None:
    acts.write(opened, act_of("set", opened, field="bodies", value="police-forces"))
    acts.write(opened, act_of("drop", opened, f"{REVIEW}/r2"))
    acts.write(opened, act_of("split", opened, f"{REVIEW}/r3", words=MISSED))
    shown = opened.list_of(REVIEW).recommendations
    done = pipeline.run(folder)
    pd.testing.assert_frame_equal(corpora.of(done, REVIEW).reset_index(drop=True), shown.reset_index(drop=True))
    assert corrections.load(opened.folders)["what"].tolist() == ["recommendation", "drop", "split"]
    opened.refresh()
    assert len(listing.review_state(opened, REVIEW)["rows"]) == 3
