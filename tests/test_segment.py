"""From lines to recommendations: the invented reviews, the digests and the real documents, and then rule by rule."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.base import paths
from reviewkit.base.text import split_list
from reviewkit.corpus import schema, tables
from reviewkit.extraction import (
    blocks,
    boundaries,
    classify,
    deduplicate,
    extract,
    from_prose,
    from_responses,
    from_tables,
    labels,
    numbered_lists,
    reader,
    rec_ids,
)
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.list_items import Occurrence

DATA = Path(__file__).parent / "data"
TRUTH = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted(DATA.glob("*.json"))
    if path.with_suffix(".pdf").is_file()
}
MAKING = [slug for slug, truth in TRUTH.items() if truth["recommendations"] or truth["quoted"]]
CORPUS = paths.ROOT / "corpus"
DIGESTS = tables.load(CORPUS / "digests" / "digests.csv", "digests")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ASCII = st.characters(codec="ascii")
FEW = settings(max_examples=80, deadline=None)


def folded(text: str | None) -> str:
    return " ".join((text or "").split())


# --- the invented reviews


@pytest.fixture(scope="session")
def read() -> dict[str, pd.DataFrame]:
    """The recommendations of every invented review, as the code reads them."""
    return {slug: reader.read_document(DATA / f"{slug}.pdf")["recommendations"] for slug in TRUTH}


def entries(slug: str) -> list[dict[str, Any]]:
    return TRUTH[slug]["recommendations"] + [entry | {"kind": "quoted"} for entry in TRUTH[slug]["quoted"]]


def paired(slug: str, read: dict[str, pd.DataFrame]) -> list[tuple[dict[str, Any], Any]]:
    """Each entry of the truth with the row that has its kind, label and words."""
    rows = {(row.kind, row.label, folded(row.text)): row for row in read[slug].itertuples(index=False)}
    return [(entry, rows[entry["kind"], entry["label"], folded(entry["text"])]) for entry in entries(slug)]


@pytest.mark.parametrize("slug", TRUTH)
def test_every_entry_is_found_to_the_word_and_nothing_more(slug: str, read: dict[str, pd.DataFrame]) -> None:
    said = sorted((entry["kind"], entry["label"], folded(entry["text"])) for entry in entries(slug))
    found = sorted((row.kind, row.label, folded(row.text)) for row in read[slug].itertuples(index=False))
    assert found == said


@pytest.mark.parametrize("slug", MAKING)
def test_every_page_that_prints_it_is_kept_and_where_it_ends(slug: str, read: dict[str, pd.DataFrame]) -> None:
    for entry, row in paired(slug, read):
        found = {int(row.page), *map(int, split_list(row.also_pages))}
        assert found == {entry["page"], *entry.get("also_pages", [])}, entry["label"]
        assert row.page <= row.end_page
        assert row.page != entry["page"] or row.end_page == entry["end_page"], entry["label"]


@pytest.mark.parametrize("slug", MAKING)
def test_titles_and_lettered_items_are_kept(slug: str, read: dict[str, pd.DataFrame]) -> None:
    for entry, row in paired(slug, read):
        assert row.title == (entry.get("title") or "")
        assert split_list(row.items) == [re.search(r"\([a-z]+\)$", item)[0] for item in entry.get("sub_items", [])]


@pytest.mark.parametrize("slug", MAKING)
def test_who_is_asked_is_taken_where_it_is_printed(slug: str, read: dict[str, pd.DataFrame]) -> None:
    """Before bodies are matched: the words of the column "For whom", and nothing where there is none."""
    for entry, row in paired(slug, read):
        assert row.addressed_to == entry.get("addressed_to", "")


@pytest.mark.parametrize("slug", MAKING)
def test_a_source_is_never_a_wrong_one_and_a_reason_always_stands(slug: str, read: dict[str, pd.DataFrame]) -> None:
    for entry, row in paired(slug, read):
        assert row.reason
        assert set(row.quoted_from.lower().split()) <= set(re.findall(r"\w+", entry.get("from", "").lower()))


@pytest.mark.parametrize("slug", ["response", "quoted"])
def test_the_source_is_named_where_the_document_names_it(slug: str, read: dict[str, pd.DataFrame]) -> None:
    series = [row for entry, row in paired(slug, read) if "from" in entry and entry["label"] != "Recommendation 4"]
    assert series
    assert all(row.quoted_from for row in series)


@pytest.mark.parametrize("slug", TRUTH)
def test_rows_stand_in_the_order_of_the_document(slug: str, read: dict[str, pd.DataFrame]) -> None:
    assert read[slug]["page"].is_monotonic_increasing
    assert set(extract.COLUMNS) <= set(read[slug])


# --- the digests


@pytest.mark.parametrize("review_id", sorted(set(DIGESTS["review_id"])))
def test_a_digest_is_read_back_to_the_letter(review_id: str) -> None:
    """This proves the round trip from our own table through our own PDFs, and no more: it is no measure of reading."""
    found = reader.read_document(CORPUS / "digests" / f"{review_id}.pdf")["recommendations"]
    got = {
        name: (row.label, row.text, row.kind, split_list(row.addressed_to), row.seen_in, row.seen_at)
        for name, row in zip(rec_ids.assign_ids(found, review_id), found.itertuples(index=False), strict=True)
    }
    want = {}
    for row in DIGESTS[DIGESTS["review_id"] == review_id].itertuples(index=False):
        numbered = f"{row.number}, part {row.part}" if row.part else row.number
        label = (
            f"{row.kind.capitalize()} {numbered}"
            if row.number
            else f"{row.kind.capitalize()}, no number: {row.short_name}"
        )
        name = f"r{row.number}" + (f"-{row.part}" if row.part else "") if row.number else row.short_name
        want[f"{review_id}/{name}"] = (
            label, row.summary, row.kind, split_list(row.addressed_to), row.seen_in, row.seen_at
        )  # fmt: skip
    assert len(found) == len(want)
    assert got == want


# --- labels


OPENING = [  # the text, and form, numbers, label as printed, and what follows
    ("Recommendation 4: Title", "named", (4,), "Recommendation 4", "Title"),
    ("RECOMMENDATION FOUR", "named", (4,), "RECOMMENDATION FOUR", ""),
    ("Recommendation 12.", "named", (12,), "Recommendation 12", ""),
    ("Local Recommendation 3", "named", (3,), "Local Recommendation 3", ""),
    ("Recommendation No. 7 – A title", "named", (7,), "Recommendation No. 7", "A title"),
    ("Recommendation 7 The council should act", "named", (7,), "Recommendation 7", "The council should act"),
    ("Recommendation 3.2: The council", "named", (3, 2), "Recommendation 3.2", "The council"),
    ("RECOM MENDATION 4", "named", (4,), "RECOM MENDATION 4", ""),
    ("R4 Publish the list", "letter-r", (4,), "R4", "Publish the list"),
    ("Rec. 4: Publish", "letter-r", (4,), "Rec. 4", "Publish"),
    ("8.12. We ask", "decimal", (8, 12), "8.12.", "We ask"),
    ("8.12 We ask", "decimal", (8, 12), "8.12", "We ask"),
    ("4a) ii. The council", "part", (4,), "4a) ii.", "The council"),
    ("4(a) The council", "part", (4,), "4(a)", "The council"),
    ("4. Title", "number", (4,), "4.", "Title"),
    ("4) Title", "number", (4,), "4)", "Title"),
    ("3. 12 officers should", "number", (3,), "3.", "12 officers should"),
    ("(a) The council", "item", (), "(a)", "The council"),
    ("(iv) the council", "item", (), "(iv)", "the council"),
    ("iv) The council", "item", (), "iv)", "The council"),
    ("• a single committee", "bullet", (), "•", "a single committee"),
]
NO_LABEL = [
    "12 months later", "10 Downing Street", "31 December 2031 is the day", "1,940 names stand in it",
    "Recommendation 7 includes an especially", "Recommendation 4 of the 2012 review", "Recommendation 4 was accepted",
    "Recommendations 4 and 5 were accepted", "Recommendation one of the list", "3.5 per cent", "1994. The homes closed",
    "(2014) The review", "i.e. the police", "-5 degrees", "We recommend that", "Recommendation", "", " ",
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "numbers", "printed", "rest"), OPENING)
def test_a_label_is_read_in_every_manner(
    text: str, form: str, numbers: tuple[int, ...], printed: str, rest: str
) -> None:
    assert labels.opening_label(text) == labels.Label(form, numbers, printed, rest)


@pytest.mark.parametrize("text", NO_LABEL)
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert labels.opening_label(text) is None


def test_a_label_after_a_quotation_mark_is_anothers() -> None:
    assert labels.opening_label("“Recommendation 3: The council") == labels.Label(
        "named", (3,), "Recommendation 3", "The council", quoted=True
    )


def test_a_number_word_above_twenty_is_not_read_as_twenty() -> None:
    found = labels.opening_label("RECOMMENDATION TWENTY-ONE")
    assert found is None or found.numbers == (21,)


@pytest.mark.parametrize("word", ["fıve", "ſix"])
def test_letters_that_only_resemble_a_number_word_stop_nothing(word: str) -> None:
    """Python folds a dotless i to i and a long s to s in a pattern, and not in a list of words."""
    labels.opening_label(f"Recommendation {word}: The council")


@FEW
@given(st.one_of(st.text(max_size=60), *(st.from_regex(each, alphabet=ASCII) for each in (labels.NAMED, labels.PART))))
def test_opening_never_fails_and_what_it_finds_stands_in_the_text(text: str) -> None:
    found = labels.opening_label(text)
    if found is not None:
        assert found.printed in text
        assert found.rest in text
        assert bool(found.numbers) == (found.form not in ("item", "bullet"))


MANNERS = {
    "Recommendation {}: The council": "named", "RECOMMENDATION {}": "named", "Recommendation {}. The council": "named",
    "Recommendation {} The council": "named", "Key recommendation {} – The council": "named",
    "R{} The council": "letter-r", "Rec {}: The council": "letter-r", "{}. The council": "number",
    "{}) The council": "number", "{}a) The council": "part",
}  # fmt: skip


@FEW
@given(st.sampled_from(sorted(MANNERS)), st.integers(1, 99))
def test_the_number_of_a_label_is_the_one_printed(manner: str, number: int) -> None:
    found = labels.opening_label(manner.format(number))
    assert (found.form, found.numbers) == (MANNERS[manner], (number,))
    chapter = labels.opening_label(f"8.{number} The council")
    assert (chapter.form, chapter.numbers) == ("decimal", (8, number))


@pytest.mark.parametrize(("number", "word"), list(enumerate(labels.WORDS, start=1)))
def test_a_number_in_words_is_the_same_number(number: int, word: str) -> None:
    for printed in (word, word.upper(), word.capitalize()):
        assert labels.opening_label(f"Recommendation {printed}: The council").numbers == (number,)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("as set out in (Paragraph", True), ("under recommendation", True), ("the council and", True),
        ("(see", True), ("The council acts.", False), ("in 2031", False), ("their command", False),
    ],
)  # fmt: skip
def test_a_line_that_ends_in_mid_sentence_runs_on(text: str, on: bool) -> None:
    assert labels.runs_on(text) is on


# --- blocks and words


def bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@FEW
@given(st.lists(st.text(st.sampled_from("abcXYZ12 -‐.,/:'’\u00adﬁé\t"), max_size=12), max_size=6))
def test_joining_lines_neither_loses_nor_adds_letters(texts: list[str]) -> None:
    words = blocks.vocabulary(texts)
    assert bare(blocks.join_lines(texts, words)) == "".join(bare(unicodedata.normalize("NFKC", text)) for text in texts)


@FEW
@given(st.lists(st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=5), max_size=5))
def test_lines_without_broken_words_are_joined_by_one_space(rows: list[list[str]]) -> None:
    assert blocks.join_lines([" ".join(row) for row in rows], set()) == " ".join(word for row in rows for word in row)


@pytest.mark.parametrize(
    ("texts", "words", "joined"),
    [
        (["a whole-", "system plan"], {"whole-system"}, "a whole-system plan"),
        (["a recom-", "mended plan"], {"recommended"}, "a recommended plan"),
        (["a recom\u00ad", "mended plan"], set(), "a recommended plan"),
        (["what-", "ever it is"], {"what", "ever"}, "whatever it is"),  # one English word
        (["a re\u00adcommended plan"], set(), "a recommended plan"),
        (["a well-", "kept list"], set(), "a well-kept list"),
        (["on a self-", "imposed rule"], {"imposed"}, "on a self-imposed rule"),
        (["of child-", "centred work"], {"child", "centred"}, "of child-centred work"),
        (["see https://example.org/", "a-page"], set(), "see https://example.org/a-page"),
        (["from 2030 -", "and later"], set(), "from 2030 - and later"),
        (["from 2030-", "31 on"], set(), "from 2030- 31 on"),
        (["eﬃcient oﬀices"], set(), "efficient offices"),
        (["a non‐", "stop call"], set(), "a non-stop call"),
    ],
)
def test_a_hyphen_at_a_line_end_is_kept_where_the_document_writes_one(
    texts: list[str], words: set[str], joined: str
) -> None:
    assert blocks.join_lines(texts, words) == joined


@FEW
@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=8),
    st.sampled_from(["-\n", "\ufffe\n", "\x02"]),
)
def test_the_words_of_a_document_are_its_whole_ones(words: list[str], broken: str) -> None:
    assert blocks.vocabulary([" ".join(words).upper()]) == set(words)
    assert blocks.vocabulary(["-".join(words)]) == {"-".join(words)}
    assert blocks.vocabulary([f"{words[0]}{broken}{words[-1]}"]) == set()


def block(text: str, page: int = 1, x0: float = 74.0, **other: Any) -> Block:
    """One block of body text, at the margin of page 1 if nothing else is said."""
    held: dict[str, Any] = {
        "end_page": page, "hang": x0, "top": 0.0, "size": 11.0, "bold": 0.0, "italic": 0.0, "box": 0, "lines": 1,
        "label": labels.opening_label(text),
    }  # fmt: skip
    return Block(text=text, page=page, x0=x0, **held | other)


def down(*found: Block) -> list[Block]:
    """Blocks one under the other."""
    return [each._replace(top=100.0 + 20 * at) for at, each in enumerate(found)]


# --- chains


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("Accordingly, I recommend that:", True),
        ("The Panel makes the following recommendations:", True),
        ("We therefore recommend that", True),
        ("Our findings lead me to recommend the following:", True),
        ("The home was closed in 1994.", False),
        ("We recommend a change. The home was closed in 1994.", False),
        ("The recommendations stand at the end.", False),
        ("", False),
    ],
)
def test_a_lead_in_says_that_recommendations_follow(text: str, leads: bool) -> None:
    assert numbered_lists.is_lead_in(text) is leads


ASK = "The council should read the list of children who are missing each month and write down what it did."


def numbered(*numbers: int, **other: Any) -> list[Block]:
    return [block(f"{number}. {ASK}", **other) for number in numbers]


def heading(text: str, **other: Any) -> Block:
    return block(text, bold=1.0, size=14.0, **other)


@pytest.mark.parametrize(
    ("found", "items"),
    [
        ([heading("Recommendations"), *numbered(1, 2, 3)], [[1, 2, 3]]),
        ([heading("RECOM MENDATIONS"), *numbered(1, 2, 3)], [[1, 2, 3]]),
        ([heading("What we saw"), *numbered(1, 2, 3)], []),  # numbered paragraphs
        ([heading("Progress against earlier recommendations"), *numbered(1, 2, 3)], []),
        ([heading("What we saw"), block("Accordingly, I recommend that:"), *numbered(1, 2)], [[1, 2]]),
        ([heading("Recommendations"), *numbered(1, 2), *numbered(1, 2, 3, x0=200.0)], [[1, 2], [1, 2, 3]]),
        ([heading("Recommendations"), *numbered(1, 2), *numbered(3, page=9)], [[1, 2]]),  # too far on
        ([block(f"Recommendation {number} ........ {number}") for number in (1, 2, 3)], []),  # the contents
        ([block(f"Recommendation {number}: {ASK}") for number in (1, 2)], [[1, 2]]),
    ],
)  # fmt: skip
def test_labels_that_count_up_under_a_heading_that_says_so_are_a_series(
    found: list[Block], items: list[list[int]]
) -> None:
    made = [[item.number for item in chain.items] for chain in numbered_lists.find_lists(down(*found), 11.0)[0]]
    assert [run for run in made if len(run) > 1] == items


# --- ends


MORE = "It should do so before the end of the year."
SAID = "Children told us that nobody had asked them what they wanted, and nobody has asked since."
ENDS = {  # the rule: the blocks from the label on, whether labels are headings, and how many belong
    "the next label of the series": ([block(f"1. {ASK}"), block(MORE), block(f"2. {ASK}")], {2}, False, 2),
    "a heading": ([block(f"1. {ASK}"), block(MORE), block("What we heard", bold=1.0), block(SAID)], set(), False, 2),
    "the end of its box": ([block(f"1. {ASK}", box=1), block(MORE, box=1), block(SAID)], set(), False, 2),
    "not the box's other half overleaf": (
        [block(f"1. {ASK}", box=1), block(MORE, page=2, box=2), block(SAID, page=2)], set(), False, 2,
    ),
    "another box": ([block(f"1. {ASK}", box=1), block(SAID, box=2)], set(), False, 1),
    "the box beneath its label": (
        [block("Recommendation 1", bold=1.0), block(ASK, box=1), block(SAID)], set(), True, 2,
    ),
    "the end of bold": (
        [block(f"1. {ASK}", bold=1.0), block(MORE, bold=1.0), block(SAID)], set(), False, 2,
    ),
    "the end of italics": (
        [block(f"1. {ASK}", italic=1.0), block(MORE, italic=1.0), block(SAID)], set(), False, 2,
    ),
    "a step back to the margin": (
        [block(f"1. {ASK}", x0=100.0), block(MORE, x0=100.0), block(SAID)], set(), False, 2,
    ),
    "no title of a lettered item": (
        [block("2. A record", bold=1.0), block("(a) In the home", bold=1.0), block(ASK), block("Heard", bold=1.0)],
        set(), True, 3,
    ),
    "a page between": ([block(f"1. {ASK}"), block(SAID, page=3)], set(), False, 1),
    "the imprint": ([block(f"1. {ASK}"), block("ISBN 978-0-00-000000-2")], set(), False, 1),
    "the end of the document": ([block(f"1. {ASK}"), block(MORE)], set(), False, 2),
}  # fmt: skip


@pytest.mark.parametrize("rule", ENDS)
def test_a_recommendation_ends_at(rule: str) -> None:
    found, others, titles, end = ENDS[rule]
    assert boundaries.by_layout(0, down(*found), 11.0, {0} | others, titles) == end


def test_the_last_of_a_list_has_one_paragraph_where_the_others_have_one() -> None:
    found = down(*numbered(1, 2, 3), block(SAID), block(SAID))
    assert boundaries.end_of_last_item([0, 1, 2], [1, 2, 5], found) == 3
    bulleted = down(*numbered(1, 2, 3), block("• one thing;"), block("• another."), block(SAID))
    assert boundaries.end_of_last_item([0, 1, 2], [1, 2, 6], bulleted) == 5


def test_the_last_of_a_list_keeps_its_paragraphs_where_others_have_several_or_it_is_alone() -> None:
    found = down(*numbered(1), block(MORE), *numbered(2), block(MORE), block(MORE))
    assert boundaries.end_of_last_item([0, 2], [2, 5], found) == 5
    assert boundaries.end_of_last_item([0], [3], down(*numbered(1), block(MORE), block(MORE))) == 3


@pytest.mark.parametrize(
    ("texts", "end"),
    [
        ([f"1. {ASK}", SAID, MORE], 1),
        ([f"1. {ASK}", MORE, SAID], 2),
        (["1. Lists of children", ASK, SAID], 2),  # nothing is asked yet in the title
        (["1. The council should keep:", "• a list;", "• a book.", SAID], 3),
        (["1. The council should tell,", "in plain words,", "the police.", SAID], 3),
    ],
)
def test_where_argument_follows_it_ends_before_the_first_paragraph_that_asks_for_nothing(
    texts: list[str], end: int
) -> None:
    assert boundaries.end_by_asking(0, len(texts), down(*map(block, texts))) == end


# --- kinds


def printing(text: str, number: int = 0, **other: Any) -> Occurrence:
    held: dict[str, Any] = {
        "form": "number", "label": f"{number}." if number else "", "title": "", "page": 1, "end_page": 1, "items": (),
        "layout": "list", "headings": "Recommendations", "lead_in": "", "box": 0, "italic": 0.0, "position": number,
    }  # fmt: skip
    return Occurrence(text=text, numbers=(number,) if number else (), **held | other)


@pytest.mark.parametrize(
    "title",
    [
        "Government Response to the Committee’s Fourth Report",
        "The Government’s response to the Calderby Homes Inquiry",
        "UK Government Response to the Homes Inquiry Module 1 Report",
        "HMG response to the final report of the inquiry",
        "Council response to the serious case review",
        "Response to the recommendations of the Harrowmere review",
        "The Department’s formal response to the audit",
        "Commons Library Research Briefing: the homes inquiry",
    ],
)
def test_a_title_that_answers_or_describes_a_report_says_so(title: str) -> None:
    assert classify.what_is_answered([f"{title}\nJune 2031\nPresented to the Assembly"])


@pytest.mark.parametrize(
    "title",
    [
        "The Calderby Homes Inquiry: the report",
        "Missing in Harrowmere: a joint inspection",
        "An audit of the response times of night officers",
        "The response to missing children: a joint inspection",
        "Calderby Police’s response to the exploitation of children: an inspection",
        "Overarching report on the police response to the abuse of children in Calderby",
        "The council response to children who go missing: a review",
        "Child harm and the response to local networks. Second Report of the Home Affairs Committee",
        "Child harm and the response to local networks Second Report of Session 2031 Home Affairs Committee",
    ],
)  # fmt: skip
def test_a_report_about_how_somebody_responded_to_harm_is_a_report_of_its_own(title: str) -> None:
    """Inspectorates and committees name their reports so; taken for answers, all that they ask would be left out."""
    assert classify.what_is_answered([f"{title}\nJune 2031"]) == ""


def test_no_review_of_the_catalogue_is_taken_for_an_answer_by_its_title() -> None:
    catalogue = tables.load(CORPUS / "catalogue.csv", "catalogue")
    reviews = catalogue[~catalogue["kind"].isin(["government-response", "government-strategy"])]
    taken = [row.title for row in reviews.itertuples() if classify.what_is_answered([f"{row.title}\n{row.authors}"])]
    assert taken == []


def test_only_the_title_page_says_what_a_document_answers() -> None:
    assert classify.what_is_answered(["The Homes Inquiry", "We await the Government’s response to this report."]) == ""
    assert classify.what_is_answered(["", "Government Response to the Homes Inquiry"])  # behind a blank cover
    assert classify.what_is_answered([]) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Government should publish the number each year.", "recommendation"),
        ("We urge ministers to publish the number.", "recommendation"),
        ("We therefore ask the council to publish it.", "recommendation"),
        ("Forces are required to record each report.", "recommendation"),
        ("A nurse needs to be in each team.", "recommendation"),
        ("Each force shall name an officer.", "recommendation"),
        ("Good practice exists in the north.", "conclusion"),
        ("The records are poor, and nobody knew.", "conclusion"),
        ("It should not be in dispute that children were harmed.", "conclusion"),
        ("The progress of the force should be welcomed.", "conclusion"),
        ("The council should have acted sooner.", "conclusion"),
        ("The clerk should be proud of that.", "conclusion"),
        ("It must be remembered that few were asked.", "conclusion"),
        ("The force should be commended, and others should follow it.", "conclusion"),  # asked of nobody
        ("Why should a child have to ask twice?", "conclusion"),
    ],
)
def test_in_a_mixed_series_an_item_that_asks_is_a_recommendation_and_a_judgement_is_none(text: str, told: str) -> None:
    assert classify.classify(printing(text, 1), "", mixed=True, set_apart=False).kind == told


@pytest.mark.parametrize(
    ("lead_in", "told", "source"),
    [
        ("The 2012 review recommended:", "quoted", "2012 review"),
        ("In the Interim Report, I made the following recommendations:", "quoted", "Interim Report"),
        ("The committee recommended much in 2030. We now recommend that:", "recommendation", ""),
        ("The Panel makes the following recommendations:", "recommendation", ""),
        ("", "recommendation", ""),
    ],
)
def test_the_words_before_a_list_say_whose_it_is(lead_in: str, told: str, source: str) -> None:
    found = classify.classify(printing(ASK, 1, lead_in=lead_in), "", mixed=False, set_apart=False)
    assert (found.kind, found.quoted_from) == (told, source)


def test_italics_tell_where_they_set_recommendations_apart() -> None:
    series = [printing(ASK, 1, italic=1.0), printing(SAID, 2), printing("Others should be like it.", 3)]
    assert classify.italics_mark_recommendations(series)
    assert [classify.classify(one, "", True, True).kind for one in series] == [
        "recommendation",
        "conclusion",
        "conclusion",
    ]
    assert not classify.italics_mark_recommendations([*series, printing("We recommend that it stop.", 4)])
    assert not classify.italics_mark_recommendations(series[1:])


@pytest.mark.parametrize(
    ("series", "mixed"),
    [
        ([printing(ASK, 1, headings="Conclusions and recommendations")], True),
        ([printing(f"{ASK} (Paragraph 4)", 1), printing(f"{SAID} (Paragraphs 5 and 6)", 2)], True),
        ([printing(ASK, 1), printing(ASK, 2)], False),
    ],
)
def test_a_series_is_mixed_where_its_heading_or_its_cross_references_say_so(
    series: list[Occurrence], mixed: bool
) -> None:
    assert classify.holds_conclusions(series) is mixed


def test_what_a_response_repeats_is_quoted_and_a_quotation_stays_one() -> None:
    answer = "Government Response to the Calderby Homes Inquiry"
    found = classify.classify(printing(ASK, 1), answer, mixed=False, set_apart=False)
    assert (found.kind, found.quoted_from) == ("quoted", "Calderby Homes Inquiry")
    assert classify.classify(printing(ASK, 1, quoted=True), "", mixed=True, set_apart=False).kind == "quoted"


# --- printings


FULL = [
    "The council should publish the number of visits that each home received, and what children said at them.",
    "The police should give each child who reports harm a number, the name of an officer and an answer in time.",
    "Schools should hold a meeting with the social worker before they exclude a child who has been missing.",
    "The inspectorate should try the telephone at each visit, and say in its report whether anybody answered it.",
]
TOLD = [
    "Publish visits to each home.",
    "Police should give each child a number and an officer.",
    "Schools: a meeting before they exclude.",
    "The inspectorate should try the telephone.",
]


def series(texts: Sequence[str], page: int, **other: Any) -> list[Occurrence]:
    return [
        printing(text, number, **{"page": page, "end_page": page, "position": 100 * page + number} | other)
        for number, text in enumerate(texts, start=1)
    ]


def pages_of(found: list[deduplicate.Recommendation]) -> list[tuple[str, int, list[int]]]:
    return sorted((one.best.text, one.best.page, sorted(each.page for each in one.others)) for one in found)


@pytest.mark.parametrize("layout", ["list", "box", "open"])
def test_a_summary_beside_the_full_list_is_one_series_and_the_full_words_are_its_text(layout: str) -> None:
    found = deduplicate.merge([series(TOLD, 2, layout=layout), series(FULL, 9)])
    assert pages_of(found) == sorted((text, 9, [2]) for text in FULL)


def test_two_printings_with_the_same_words_are_one_row_and_the_surer_end_is_taken() -> None:
    longer = [f"{text} We heard much about it." for text in FULL]
    found = deduplicate.merge([series(longer, 3, layout="open"), series(FULL, 9)])
    assert pages_of(found) == sorted((text, 9, [3]) for text in FULL)


def test_different_recommendations_of_one_number_stay_two() -> None:
    assert len(deduplicate.merge([series(FULL[:2], 2), series(FULL[2:], 9)])) == 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (printing(FULL[0], 1), printing(FULL[0].replace("’", "'").upper(), 1), True),
        (printing(FULL[0], 1), printing(FULL[0].replace("should", "must"), 1), True),
        (printing(FULL[0], 1), printing(FULL[0], 7), True),  # numbered afresh in an appendix
        (printing(FULL[0], 1, title="Visits to homes"), printing(TOLD[1], 1, title="Visits to homes"), True),
        (printing(FULL[0], 1, title="Visits to homes"), printing(TOLD[1], 2, title="Visits to homes"), False),
        (printing(FULL[0], 1), printing(FULL[1], 1), False),
        (printing("Publish it.", 1), printing("Publish all.", 2), False),
    ],
)
def test_likeness_of_words_or_of_titles_with_one_number_makes_one(
    one: Occurrence, other: Occurrence, same: bool
) -> None:
    assert deduplicate.is_same_recommendation(one, other) is same


# --- running text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SAID} We recommend that councils meet. {SAID}", ["We recommend that councils meet."]),
        ("The Panel strongly recommends that schools meet.", ["The Panel strongly recommends that schools meet."]),
        (
            "We recommend that councils meet. Much was said. We also recommend that schools do.",
            ["We recommend that councils meet.", "We also recommend that schools do."],
        ),
        ("They recommended that councils meet.", []),
        ("We recommend you read chapter 2 first.", []),
        ("The chair wrote: “We recommend that councils meet.", []),  # a quotation that is not closed
        (f"{SAID}", []),
    ],
)
def test_a_sentence_that_recommends_is_one_where_there_is_no_list(text: str, found: list[str]) -> None:
    assert [one.text for one in from_prose.occurrences([block(text)])] == found


def test_a_list_that_the_sentence_introduces_belongs_to_it() -> None:
    items = ["• councils meet;", "• schools write."]
    found = from_prose.occurrences(down(block("We recommend that:"), *map(block, items), block(SAID)))
    assert [one.text for one in found] == ["\n".join(["We recommend that:", *items])]


def test_a_sentence_over_a_page_end_is_joined_and_its_pages_are_kept() -> None:
    found = from_prose.occurrences([block(f"{SAID} We recommend that"), block("councils meet. They may not.", page=2)])
    assert [(one.text, one.page, one.end_page) for one in found] == [("We recommend that councils meet.", 1, 2)]


# --- tables


def table(*rows: tuple[str, ...], page: int = 1) -> pd.DataFrame:
    return pd.DataFrame(
        [(page, 0, at, cells) for at, cells in enumerate(rows)], columns=["page", "table", "row", "cells"]
    )


HEADER = ("No.", "Recommendation", "For whom")


def test_a_table_headed_recommendation_holds_one_a_row_and_says_who_is_asked() -> None:
    rows = table(HEADER, ("1", FULL[0], "Police"), ("2", "Schools should meet\nonce a month, and write.", "Schools"))
    (found,) = from_tables.occurrences(rows, [])
    assert [(one.label, one.text, one.fields) for one in found] == [
        ("1", FULL[0], ("Asked of: Police",)),
        ("2", "Schools should meet once a month, and write.", ("Asked of: Schools",)),
    ]


@pytest.mark.parametrize("again", [(HEADER,), ()], ids=["header repeated", "no header overleaf"])
def test_a_row_without_a_number_overleaf_carries_the_last_one_on(again: tuple[tuple[str, ...], ...]) -> None:
    overleaf = table(*again, ("", "and the police should answer.", ""), ("2", FULL[2], "Schools"), page=2)
    rows = pd.concat([table(HEADER, ("1", FULL[0].rstrip("."), "Police")), overleaf])
    (found,) = from_tables.occurrences(rows, [])
    assert [(one.label, one.page, one.end_page) for one in found] == [("1", 1, 2), ("2", 2, 2)]
    assert found[0].text == f"{FULL[0].rstrip('.')} and the police should answer."


@pytest.mark.parametrize(
    "rows",
    [
        table(("No.", "Home", "Visits"), ("1", FULL[0], "4")),
        table(("1", FULL[0], "Police")),
        table(HEADER, ("1", "Visits", "Police"), ("2", "Telephones", "Schools")),  # it names them, and makes none
        table().head(0),
    ],
    ids=["other header", "no header", "names only", "no rows"],
)  # fmt: skip
def test_other_tables_make_none(rows: pd.DataFrame) -> None:
    assert from_tables.occurrences(rows, []) == []


# --- responses


def test_a_response_repeats_what_stands_in_boxes_and_answers_beneath() -> None:
    found = down(
        block("Recommendation 1", box=1, bold=1.0), block(ASK, box=1), block(SAID),
        block(f"Recommendation 2: {FULL[1]}", box=2), block("This recommendation is accepted.", box=2, bold=1.0),
        block("The Government should not be hurried."),
    )  # fmt: skip
    assert [(one.label, one.text) for one in from_responses.occurrences(found)] == [
        ("Recommendation 1", ASK),
        ("Recommendation 2", FULL[1]),
    ]


def test_a_box_that_runs_overleaf_is_one_printing_and_boxes_that_ask_nothing_are_none() -> None:
    found = [
        block("Recommendation 1: The council should keep a list,", box=1, top=700.0),
        block("and read it each day.", page=2, box=2, top=60.0), block(SAID, page=2, top=90.0),
        block("Table 4: visits to homes", page=2, box=3, top=120.0), block(SAID, page=2, top=150.0),
        block(f"Recommendation 2: {FULL[1]}", page=2, box=4, top=200.0),
    ]  # fmt: skip
    assert [(one.label, one.page, one.end_page) for one in from_responses.occurrences(found)] == [
        ("Recommendation 1", 1, 2),
        ("Recommendation 2", 2, 2),
    ]


def test_a_response_without_boxes_repeats_what_is_bold_and_numbered() -> None:
    found = down(
        block(f"1. {FULL[0]}", bold=1.0), block(SAID), block("What we did", bold=1.0), block(SAID),
        block(f"2. {FULL[1]}", bold=1.0), block(MORE, bold=1.0), block(SAID),
    )  # fmt: skip
    assert [(one.label, one.text) for one in from_responses.occurrences(found)] == [
        ("1.", FULL[0]),
        ("2.", f"{FULL[1]}\n{MORE}"),
    ]


# --- ids


LABELS = st.one_of(
    st.builds(str.format, st.sampled_from([*MANNERS, "8.{}.", "{}", ""]), st.integers(1, 30)).map(
        lambda label: label.removesuffix(" The council").strip()
    ),
    st.text(ASCII, max_size=10),
)
ROWS = st.lists(st.tuples(LABELS, st.text(max_size=40), st.sampled_from(schema.KINDS)), max_size=8)


def named(rows: list[tuple[str, str, str]]) -> list[str]:
    return rec_ids.assign_ids(pd.DataFrame(rows, columns=["label", "text", "kind"]), "a-review-2031")


@FEW
@given(ROWS, st.tuples(LABELS, st.text(max_size=40), st.sampled_from(schema.KINDS)))
def test_ids_are_unique_plain_and_not_shifted_by_a_later_row(
    rows: list[tuple[str, str, str]], later: tuple[str, str, str]
) -> None:
    names = named(rows)
    assert len(set(names)) == len(names) == len(rows)
    assert all(re.fullmatch(r"a-review-2031/[a-z0-9.-]+", name) for name in names)
    assert named([*rows, later])[: len(rows)] == names


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([("Recommendation 4", ASK, "recommendation")], ["r4"]),
        ([("8.12.", ASK, "recommendation")], ["r8.12"]),
        ([("R7", ASK, "recommendation")], ["r7"]),
        ([("Recommendation 1, part police-guidance", ASK, "recommendation")], ["r1-police-guidance"]),
        ([("Duty, no number: child-centred", ASK, "duty")], ["child-centred"]),
        ([("", "We recommend that councils pay for it.", "recommendation")], ["we-recommend-that-councils-pay"]),
        ([("4.", ASK, "recommendation"), ("4.", SAID, "recommendation")], ["r4", "s2-r4"]),
        ([("4.", ASK, "recommendation"), ("4.", ASK, "quoted")], ["r4", "q-r4-the-council-should-read-the"]),
    ],
)
def test_an_id_comes_from_the_printed_number_or_from_the_first_words(
    rows: list[tuple[str, str, str]], names: list[str]
) -> None:
    assert named(rows) == [f"a-review-2031/{name}" for name in names]
