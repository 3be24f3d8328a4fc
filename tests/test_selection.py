"""Choosing by trained scores: lists that no rule knows, documents that make none, and how sure each row is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import typst

from reviewkit.extraction import cues, features, list_doubts, reader, selection

FINDINGS = """
= What we found
The service is not yet good. Managers did not always know which children were missing. Records were kept late and some
were not kept at all, and in nine of the thirty cases that were read the plan had not been looked at since the spring.

The council has told us that it must by law keep a register. It was kept, but nobody read it between May and July.
"""
LIST = """
= Areas for improvement
Within three months:
- ensure that every child who goes missing is offered a talk with somebody who is not their social worker
- publish the number of children who went missing, and how many of them were seen within three days

Within six months:
- review the training of night staff, so that each of them knows whom to call when a child does not come home
- strengthen the oversight of placements outside the county by the independent reviewing officers
"""
SUBJECTS = (
    "the number of missing children",
    "its plan for night staff",
    "what placements cost",
    "a list of homes",
    "who reads files",
)
LABELLED = "".join(
    f"*Recommendation {number}* The council should publish {subject} each spring.\n\n"
    for number, subject in enumerate(SUBJECTS, start=1)
)
ASKS = [
    "ensure that every child who goes missing is offered a talk with somebody who is not their social worker",
    "publish the number of children who went missing, and how many of them were seen within three days",
    "review the training of night staff, so that each of them knows whom to call when a child does not come home",
    "strengthen the oversight of placements outside the county by the independent reviewing officers",
]


def read(folder: Path, markup: str) -> dict[str, pd.DataFrame]:
    """What reading a PDF of this markup gives."""
    path = folder / "made.pdf"
    head = '#set page(height: 400pt)\n#set text(font: "Libertinus Serif")\n'
    path.write_bytes(typst.compile((head + markup).encode(), format="pdf", ignore_system_fonts=True))
    return reader.read_document(path)


def test_bullets_in_small_letters_are_found_where_nothing_says_recommendation(tmp_path: Path) -> None:
    found = read(tmp_path, FINDINGS * 2 + LIST)["recommendations"]
    assert found["text"].tolist() == ASKS
    assert found["kind"].tolist() == ["recommendation"] * 4


def test_findings_alone_give_nothing_and_the_nearest_pages_are_named(tmp_path: Path) -> None:
    reading = read(tmp_path, FINDINGS * 3)
    assert reading["recommendations"].empty
    row = reading["problems"].iloc[0]
    assert row["what"] == "no recommendation was found in it"
    assert row["next_step"].startswith("if it makes some: look first at page")


def test_a_label_at_the_end_is_the_label_and_the_words_stay_whole(tmp_path: Path) -> None:
    asks = [
        "The Director of the Agency should write to each school about its register of visitors. (018/14)",
        "The operator should fit a second lamp to every crossing that buses use at night. (019/14)",
        "The Ministry should say by the spring who inspects the ferries of the northern lakes. (020/14)",
    ]
    found = read(tmp_path, FINDINGS + "= Safety action\n" + "\n\n".join(asks))["recommendations"]
    assert found["label"].tolist() == ["018/14", "019/14", "020/14"]
    assert found["text"].tolist() == asks


def test_response_in_the_title_of_a_report_empties_nothing(tmp_path: Path) -> None:
    title = "#align(center)[Police response to the winter floods \\ Second Report of Session 2031]\n#pagebreak()\n"
    listed = (
        "= Conclusions and recommendations\n"
        "1. The floods were foreseen by nobody whom we heard. (Conclusion, Paragraph 4)\n\n"
        "2. We recommend that each force name an officer who answers for boats. (Recommendation, Paragraph 5)\n\n"
        "3. The Home Office should publish what it spent on pumps within a year. (Recommendation, Paragraph 9)\n\n"
    )
    found = read(
        tmp_path, title + FINDINGS + listed.replace("1. ", "1\\. ").replace("2. ", "2\\. ").replace("3. ", "3\\. ")
    )
    assert found["recommendations"]["kind"].tolist() == ["conclusion", "recommendation", "recommendation"]


def test_each_row_says_how_sure_it_is_and_a_labelled_one_is_surer_than_a_stray_bullet(tmp_path: Path) -> None:
    sure = read(tmp_path, FINDINGS + "= Recommendations\n" + LABELLED)["recommendations"]["confidence"]
    assert len(sure) == 5 and sure.between(0.7, 1).all()


def test_a_number_that_the_document_tells_of_itself_is_held_against_its_list(tmp_path: Path) -> None:
    told = "This report makes seven recommendations.\n\n= Recommendations\n"
    problems = read(tmp_path, told + LABELLED)["problems"]
    assert "it says that it makes 7 recommendations, and 5 were found" in problems["what"].tolist()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We make 12 recommendations to the council.", 12),
        ("This review sets out twenty-one key recommendations.", 21),
        ("The 2012 inquiry was told that 40 recommendations had been made.", 0),
        ("This report makes two recommendations. Our review makes nine recommendations.", 0),
        ("We make recommendations.", 0),
    ],
)
def test_the_number_a_document_tells(text: str, count: int) -> None:
    assert list_doubts.stated_count([text]) == count


def test_the_model_that_ships_weighs_every_feature_and_holds_no_sentence() -> None:
    """A feature without a weight would stop the reader; a long entry would be a sentence of somebody's document."""
    model = selection.shipped_model()
    blocks, body = reader.read_blocks(Path(__file__).parent / "data" / "decimals.pdf")
    own = features.own_features(blocks, features.structure(blocks, body))
    assert set(own) | {""} == set(model.own)
    assert set(own) <= set(model.context)
    assert max(len(word.split()) for word in model.words) <= 2


CUE_EXAMPLES = {  # one for each way in which a cue with hints can match
    "should": ["It should act"],
    "must": ["It must act", "It shall act", "It ought to act"],
    "will": ["It will act"],
    "needs to": ["It needs to act", "They need to act", "It requires to be told", "It is required to act"],
    "we recommend": [
        f"The panel {verb}"
        for verb in (
            "recommends it", "calls on it", "calls upon it", "calls for it", "urges it", "proposes it", "suggests it",
            "invites it", "asks it",
        )
    ],
    "recommend": ["recommendations"],
    "recommended": ["It recommended a plan", "The recommendation was heard"],
    "ensure": ["to ensure it", "ensuring it"],
    "has been": ["It has not been so"],
    "year": ["in 1999", "in 2031"],
    "deadline": ["within six months", "by the end", "by May", "immediately", "annually"],
    "you": ["you", "your"],
    "answer": ["accepted", "agrees", "responds", "responded", "progress"],
    "citation": ["https://a", "www.a", "doi", "ibid", "pp. 4", "p.4"],
    "figure": ["40%", "40 %", "40 per cent", "40 percent", "figure 4", "table 4"],
    "law": ["section 4", "regulation 4", "article 4", "schedule 4", "act 1989", "act 2004"],
    "purpose": ["including it", "such as it", "so that it acts", "in order to act", "to ensure it"],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(cues.TEXT_HINTS))
def test_no_text_that_holds_a_cue_is_passed_over_for_its_hints(name: str) -> None:
    examples = [text for example in CUE_EXAMPLES[name] for text in (example, example.upper(), example.title())]
    assert [text for text in examples if not cues.TEXT_CUES[name].search(text)] == []
    assert cues.may_hold([cues.folded(text) for text in examples], name) == [True] * len(examples)
