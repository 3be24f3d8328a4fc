"""What a response repeats under a mark, with its answer under another, is quoted whole and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reviewkit.extraction import reader

HEAD = "<html><head><title>Response</title></head><body><main><h1>{}</h1>"
RESPONSE = (
    HEAD.format("Government response to the report of the Harbour Committee")
    + """
<p>We are grateful to the Committee and set out our answers below.</p>
<h2>Recommendation 1</h2>
<p>The harbour authority should publish the tides of each week.</p>
<h2>Government response</h2>
<p>We accept this. The authority should begin in spring, and we will write to it.</p>
<h2>Recommendation 2: Lights on the mole</h2>
<p>Ministers should pay for lights on the mole.</p>
<p>They should also pay for their upkeep.</p>
<h2>Government response</h2>
<p>We do not accept this. Harbour dues must pay for lights.</p>
</main></body></html>"""
)
UNNUMBERED = (
    HEAD.format("Response to the Review of Harbours")
    + """
<p><b>Recommendation:</b> The council should count the boats each month and say how many it saw.</p>
<p><b>Response:</b></p><p>The council should be able to do so from June.</p>
<p><b>Recommendation:</b> The council should train its wardens.</p>
<p><b>Response:</b></p><p>Agreed.</p></main></body></html>"""
)


def recommendations(folder: Path, html: str) -> pd.DataFrame:
    """What is found in a web page."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    return reader.read_document(file)["recommendations"]


def test_what_stands_between_the_marks_is_quoted_with_its_number_and_title(tmp_path: Path) -> None:
    found = recommendations(tmp_path, RESPONSE)
    assert found["kind"].tolist() == ["quoted", "quoted"]
    assert found["label"].tolist() == ["Recommendation 1", "Recommendation 2"]
    assert found["title"].tolist() == ["", "Lights on the mole"]
    assert found["text"].tolist() == [
        "The harbour authority should publish the tides of each week.",
        "Ministers should pay for lights on the mole.\nThey should also pay for their upkeep.",
    ]


def test_marks_without_numbers_open_too_and_answers_are_left_out(tmp_path: Path) -> None:
    found = recommendations(tmp_path, UNNUMBERED)
    assert found["kind"].tolist() == ["quoted", "quoted"]
    assert found["text"].tolist() == [
        "The council should count the boats each month and say how many it saw.",
        "The council should train its wardens.",
    ]


def test_an_auditor_who_prints_answers_under_his_own_recommendations_makes_them(tmp_path: Path) -> None:
    own = RESPONSE.replace("Government response to the report of the Harbour Committee", "Review of harbours").replace(
        "Government response", "Management response"
    )
    found = recommendations(
        tmp_path, own.replace("We are grateful to the Committee and set out our answers below.", "")
    )
    assert set(found.loc[found["label"].str.startswith("Recommendation"), "kind"]) == {"recommendation"}
    assert {"Recommendation 1", "Recommendation 2"} <= set(found["label"])
