"""What is mended stays mended: documents in publishers' manners, kept from three rounds of scoring on first sight."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reviewkit.extraction import reader

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def segmenting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("segmenting", ROOT / "benchmarks" / "segmenting.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(segmenting: ModuleType) -> list[dict[str, Any]]:
    return segmenting.scores(segmenting.PUBLISHERS)


def test_the_mended_documents_stay_found_and_whole(segmenting: ModuleType, rows: list[dict[str, Any]]) -> None:
    total = segmenting.together(rows)
    assert total["documents"] == 54
    assert total["f1"] >= 0.95 and total["whole"] >= 0.92


def test_documents_that_no_rule_was_mended_on_fare_no_worse_than_on_first_sight(segmenting: ModuleType) -> None:
    total = segmenting.together(segmenting.scores(ROOT / "tests" / "data" / "unseen"))
    assert total["documents"] == 14
    assert total["f1"] >= 0.90 and total["whole"] >= 0.86


def test_documents_that_make_none_give_none(rows: list[dict[str, Any]]) -> None:
    """Responses, briefings, strategies, guidance: what they repeat or lay down is not theirs."""
    assert [row["document"] for row in rows if not row["makes"] and row["wrong"]] == []


def test_a_table_of_deadlines_is_no_second_list(segmenting: ModuleType) -> None:
    """ "Recommendation A: 1 October 2031" repeats a label, and asks for nothing."""
    found = reader.read_document(segmenting.PUBLISHERS / "ho-inspectorate-2023.html")["recommendations"]
    labelled = found.loc[found["label"] != "", "label"].tolist()
    assert labelled == ["Recommendation A", "Recommendation B"]
    assert not found["text"].str.fullmatch(r"1 \w+ 2031|1 \w+ 2032").any()


def test_the_score_counts_what_is_missed_wrong_and_cut(segmenting: ModuleType) -> None:
    """Against a truth that is not there, all that is made is wrong and nothing is found."""
    document = ROOT / "tests" / "data" / "dotted-contents.pdf"
    truth = [
        {
            "label": "Recommendation 1",
            "text": "Something that is not there at all, in any word.",
            "kind": "recommendation",
        }
    ]
    missed = segmenting.scored(document, truth, reader.read_document(document)["recommendations"])
    assert (missed["makes"], missed["found"], missed["wrong"]) == (1, 0, 4)
