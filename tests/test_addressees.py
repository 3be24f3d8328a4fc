"""Who is asked: the bodies before the verb that asks, or those that the document prints."""

from __future__ import annotations

import pandas as pd
import pytest

from reviewkit.base import paths
from reviewkit.base.text import split_list
from reviewkit.corpus import tables
from reviewkit.extraction import addressees

BODIES = tables.load(paths.ROOT / "corpus" / "bodies.csv", "bodies")

ASKED = [  # the text, the bodies that it asks
    ("The Home Office should share data with police forces.", "home-office"),
    ("The Home Secretary should write to local authorities.", "home-office"),
    (
        "We recommend that the Department for Education and chief constables agree one form.",
        "department-for-education;police-forces",
    ),
    ("We urge the Home Office to act.", "home-office"),
    ("We call on ministers and Ofsted to act.", "hm-government;ofsted"),
    ("The committee recommends that local authorities publish the number.", "local-authorities"),
    ("The council and the police must meet each week.", "local-authorities;police-forces"),
    ("Ofsted, the CQC and HMICFRS should inspect together.", "ofsted;care-quality-commission;hmicfrs"),
    ("By 31 December 2031, all chief constables should work with safeguarding partners.", "police-forces"),
    ("The Government should legislate so that the police must record each report.", "hm-government"),
    ("Chief constables need to record each report.", "police-forces"),
    (
        "The Home Office should set out what is wanted. Local authorities should then report to Ofsted.",
        "home-office;local-authorities",
    ),
    # possessives and apostrophes of either shape
    ("Derby City Council's lead member should read the list.", "derby-city-council"),
    ("Derby City Council’s lead member should read the list.", "derby-city-council"),
    ("The National Police Chiefs’ Council should publish it.", "national-police-chiefs-council"),
    ("Children's homes should keep a list.", "childrens-homes"),
    ("Children’s homes should keep a list.", "childrens-homes"),
    # the longest name wins: no "police" in the force, no "council" in the city
    ("The Metropolitan Police Service should act.", "metropolitan-police"),
    ("Manchester City Council must act.", "manchester-city-council"),
    ("The Secretary of State for Health and Social Care must act.", "department-of-health-and-social-care"),
    # case says nothing, and short names are no other word
    ("THE HOME OFFICE SHOULD ACT.", "home-office"),
    ("The CPS should publish its reasons.", "crown-prosecution-service"),
    # nothing named
    ("The list should be read aloud.", ""),
    ("They should do so within a year.", ""),
    ("The Home Office has read the list.", ""),
    ("", ""),
]


def asked(text: str, printed: str = "") -> pd.Series:
    return addressees.add_addressees(
        pd.DataFrame({"title": "", "text": [text], "addressed_to": [printed]}), BODIES
    ).iloc[0]


@pytest.mark.parametrize(("text", "bodies"), ASKED)
def test_who_is_asked_and_not_what_is_asked_about(text: str, bodies: str) -> None:
    assert asked(text)["bodies"] == bodies


def test_the_words_are_the_documents_and_the_classes_follow_the_bodies() -> None:
    found = asked("We recommend that the Home Secretary and chief constables agree.")
    assert found["addressed_to"] == "Home Secretary;chief constables"
    assert found["classes"] == "national government;police"


def test_a_body_and_a_class_are_counted_once() -> None:
    found = asked("The police and chief constables should act. The police and Ofsted should meet. Ofsted must lead.")
    assert found["bodies"] == "police-forces;ofsted"
    assert asked("The Home Office and the Ministry of Justice should act.")["classes"] == "national government"


def test_printed_names_win_over_the_text() -> None:
    found = asked("The Home Office should act.", "Ofsted; Police")
    assert (found["addressed_to"], found["bodies"]) == ("Ofsted;Police", "ofsted;police-forces")


@pytest.mark.parametrize(
    ("printed", "bodies"),
    [
        ("The Home Office", "home-office"),
        ("Children’s homes", "childrens-homes"),
        ("Home Office and Ofsted", "home-office;ofsted"),
        ("Guild of Lamplighters", ""),
        ("Guild of Lamplighters; Ofsted", "ofsted"),
    ],
)
def test_printed_names_are_matched_whole_and_else_by_the_names_inside_them(printed: str, bodies: str) -> None:
    assert asked("Anyone should act.", printed)["bodies"] == bodies


def test_a_printed_name_stays_in_the_documents_own_words() -> None:
    """A town's council is not "Council", and a reader must be able to find who it was."""
    assert asked("Agree one form.", "Thornwick Council; police")["addressed_to"] == "Thornwick Council;police"


def test_an_unknown_printed_name_is_kept_and_listed_once_in_order() -> None:
    printed = ["Guild of Lamplighters;Ofsted", "Army of Clerks", "Guild of Lamplighters", ""]
    recommendations = pd.DataFrame({"title": "", "text": "", "addressed_to": printed})
    assert addressees.unknown_bodies(recommendations, BODIES) == ["Army of Clerks", "Guild of Lamplighters"]
    assert asked("", "Guild of Lamplighters")["addressed_to"] == "Guild of Lamplighters"


@pytest.mark.parametrize("row", list(BODIES.itertuples(index=False)), ids=lambda row: row.body_id)
def test_every_name_and_alias_leads_to_its_own_body(row: object) -> None:
    """Two bodies with one alias would be counted for each other without a word."""
    for name in [row.name, *split_list(row.aliases)]:
        assert asked("", name)["bodies"] == row.body_id


def test_nothing_is_lost_and_no_column_but_three_is_touched() -> None:
    found = pd.DataFrame(
        {"title": "", "text": [text for text, _ in ASKED], "addressed_to": "", "label": range(len(ASKED))}
    )
    out = addressees.add_addressees(found, BODIES)
    assert out["label"].tolist() == found["label"].tolist()
    assert out["text"].tolist() == found["text"].tolist()
    empty = addressees.add_addressees(found.head(0), BODIES)
    assert len(empty) == 0
    assert {"addressed_to", "bodies", "classes"} <= set(empty)
