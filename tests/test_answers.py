"""Which recommendations a response answers, and what it says of each, in the manners in which bodies answer."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
import typst

from reviewkit.base import paths
from reviewkit.extraction import answers, reader, verdicts

PROGRAM = paths.ROOT / "benchmarks" / "responses.py"
WEB_PAGE = """<!doctype html><html lang="en"><head><title>Government response to the Ferry Safety Review</title></head>
<body><main><h1>Government response to the Ferry Safety Review</h1>
<p>The review made five recommendations. We are grateful for it, and recommend that operators read it.</p>
<h2>Recommendation 1: lamps</h2>
<blockquote><p>Every pier should have two lamps that burn all night, and a keeper who looks after them.</p></blockquote>
<h3>Our response</h3><p>The Government accepts this recommendation in full. Lamps will be bought by May.</p>
<h2>Recommendation 2: a register</h2>
<blockquote><p>The Ministry of Ferries should keep a register of boats and publish it each quarter.</p></blockquote>
<h3>Our response</h3>
<p>We welcome the attention that the review has given to this matter. The Government does not accept this
recommendation. A register would cost more than the boats.</p>
<h2>Recommendation 3: crews</h2>
<blockquote><p>Crews should be trained in rescue every year, at the cost of the operator.</p></blockquote>
<h3>Our response</h3>
<p>The Government agrees that training matters. Each operator knows its own waters best.</p>
<h2>Recommendations 4 and 5</h2>
<blockquote><p>The inspectorate should visit each pier twice a year.</p>
<p>Its reports should be published.</p></blockquote>
<h3>Our response</h3><p>Both recommendations are accepted in principle, subject to the next spending review.</p>
<h2>Next steps</h2><p>We do not accept that ferries are unsafe. We will report on progress in the spring.</p>
</main></body></html>"""
LETTER = """#set page(paper: "a4", margin: 2.5cm)
#set text(font: "DejaVu Sans Mono", size: 10pt)
#set par(leading: 0.6em)
*The council’s response to the Independent Review of Night Ferries*

Dear Dr Marsh,

Thank you for your report, which the council discussed on 4 March. You asked us to say of each recommendation whether
we accept it.

We accept recommendations 1, 3 and 5 to 7 in full, and work on them has begun. Recommendation 2 is accepted in part:
lamps will be put on the piers that the council owns.

The council rejects recommendation 4. The piers belong to the harbour company, which recommended a bridge in 2019. We
have noted what you say of the interim report, and accept recommendation 9 of that interim report.

Yours sincerely, the chief executive
"""
TABLE = """#set page(paper: "a4", margin: 2cm)
#set text(font: "DejaVu Sans Mono", size: 9pt)
= Government response to the Harbour Inquiry
#v(1em)
The Inquiry made five recommendations. The table gives our response to each recommendation, and what comes next.
#v(1em)
#table(columns: (1fr, 3fr, 3fr, 2fr), inset: 6pt,
  [*No.*], [*Recommendation*], [*Response*], [*Next step*],
  [R1], [The harbour board should name one officer who answers for safety.], [Accept in full. The officer began in
    June.], [1. Report by May.],
  [R2], [The board should publish each accident within a week.], [Accept in principle. A week may be too short.],
    [1. Ask the boats.],
  [R3], [Parliament should make it an offence to sail without lamps.], [Not accepted. The law suffices.], [None.],
  [R4], [The county should pay for a second lifeboat.], [Noted. This is for the county.], [Write to the county.],
  [R5], [Schools on the coast should teach children to swim.], [Partially accepted. Schools decide for themselves.],
    [2. Write to schools.],
)
"""


def read(path: Path) -> dict[str, tuple[str, str]]:
    """What is read of a response: the answer by number, and whether it is sure."""
    found = reader.read_document(path)["answers"]
    return {row.number: (row.answer, row.sure) for row in found.itertuples()}


def typeset(folder: Path, source: str) -> Path:
    path = folder / "response.pdf"
    path.write_bytes(typst.compile(source.encode()))
    return path


def test_a_web_page_with_headings_is_read(tmp_path: Path) -> None:
    """Agreeing with an aim is unsure; what stands under the next larger heading is no answer."""
    path = tmp_path / "response.html"
    path.write_text(WEB_PAGE, encoding="utf-8")
    assert read(path) == {
        "1": ("accepted", "yes"),
        "2": ("rejected", "yes"),
        "3": ("accepted", "no"),
        "4": ("in principle", "yes"),
        "5": ("in principle", "yes"),
    }


def test_a_letter_that_answers_in_sentences_is_read(tmp_path: Path) -> None:
    """A range is every number in it; a recommendation of another report is none of these."""
    accepted = dict.fromkeys(["1", "3", "5", "6", "7"], ("accepted", "yes"))
    expected = accepted | {"2": ("in part", "yes"), "4": ("rejected", "yes")}
    assert read(typeset(tmp_path, LETTER)) == expected


def test_a_table_is_read_and_its_numbered_steps_are_not(tmp_path: Path) -> None:
    assert read(typeset(tmp_path, TABLE)) == {
        "1": ("accepted", "yes"),
        "2": ("in principle", "yes"),
        "3": ("rejected", "yes"),
        "4": ("none", "yes"),
        "5": ("in part", "yes"),
    }


def test_a_report_that_answers_nothing_has_no_answers() -> None:
    path = Path(__file__).parent / "data" / "decimals.pdf"
    assert reader.read_document(path)["answers"].empty


def test_the_other_invented_responses_say_what_their_pages_say() -> None:
    """As read on the pages: a box with the answer beneath, and a label that carries the answer."""
    data = Path(__file__).parent / "data"
    boxes = {number: answer for number, (answer, _) in read(data / "response.pdf").items()}
    assert boxes == {"1": "accepted", "2": "in principle", "3": "accepted", "4": "accepted", "5": "rejected"}
    labels = read(data / "publishers" / "response-national-audit-exploitation.pdf")
    said = ["accepted", "accepted", "rejected", "in principle", "in part", "accepted", "none", "accepted"]
    assert labels == {str(number): (answer, "yes") for number, answer in enumerate(said, start=1)}


@pytest.mark.parametrize(
    ("paragraphs", "answer", "sure"),
    [
        (["The Government accepts this recommendation."], "accepted", True),
        (["These recommendations are accepted in principle by the Government."], "in principle", True),
        (["We partially accept this recommendation."], "in part", True),
        (["Ministers do not agree with the Committee’s conclusion."], "rejected", True),
        (["The council accepts this recommendation in full, and we accept it in principle."], "accepted", False),
        (["The Government agrees with the need for lamps."], "accepted", False),
        (["The Government agrees with the need for lamps.", "However, a third lamp is unnecessary."], "in part", False),
        (["The Government does not believe that a third lamp is appropriate."], "rejected", False),
        (["We will consider whether lamps are needed."], "none", False),
        (["Lamps were bought in 2004.", "The keeper is well."], "none", False),
        (["We will buy brighter lamps for the northern piers this year."], "accepted", False),
        (["The report asked whether the recommendations had been accepted or rejected."], "none", False),
        (["It is not for us to say who accepts this recommendation."], "none", False),
        ([], "none", False),
    ],
)  # fmt: skip
def test_words_are_sure_only_where_they_name_the_recommendation(paragraphs: list[str], answer: str, sure: bool) -> None:
    verdict = verdicts.read_verdict(paragraphs, "The ministry should buy brighter lamps for the northern piers.")
    assert (verdict.answer, verdict.sure) == (answer, sure)


def test_what_is_asked_to_end_and_is_retained_is_accepted_in_part_at_most() -> None:
    verdict = verdicts.read_verdict(
        ["The Government agrees with the need for more lamps. We will retain the old model."],
        "The ministry should abolish the old model.",
    )
    assert (verdict.answer, verdict.sure) == ("in part", False)


def test_nothing_to_read_gives_the_declared_columns() -> None:
    assert list(answers.read_answers([]).columns) == answers.COLUMNS


def test_the_program_that_scores_real_responses_skips_without_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("REVIEWKIT_BENCH", raising=False)
    assert runpy.run_path(str(PROGRAM))["main"]([]) == 0
    assert "skipped" in capsys.readouterr().err


def test_the_real_responses_are_read_as_by_eye(bench: Path) -> None:
    """Nineteen in twenty are right, and none of those that are called sure is wrong."""
    program = runpy.run_path(str(PROGRAM))
    shares = program["summary"](program["score"](bench))
    assert shares["share_right"] >= 0.95
    assert shares["wrong_and_sure"] == 0
