"""The screen of exports: what it masks, what it leaves, and how well it does on passages that others invented."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from reviewkit.base import paths
from reviewkit.base.errors import TableError
from reviewkit.redaction import dictionary, redact

DATA = Path(__file__).parent / "data"
SETS = sorted(DATA.glob("passages-*.jsonl"))
PROGRAM = paths.ROOT / "benchmarks" / "screening.py"


@pytest.fixture(scope="module")
def known() -> dictionary.Dictionary:
    return dictionary.load_dictionary(paths.folders())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tamsin Oakhurst told the Home Office.", "[name] told the Home Office."),
        ("Her carer, Zbigniew, rang Ofsted on Monday.", "Her carer, [name], rang Ofsted on Monday."),
        ("Samira left; PC Hill and Mrs Young stayed.", "[name] left; PC [name] and Mrs [name] stayed."),
        ("Grace told staff. Training should begin.", "[name] told staff. Training should begin."),
        ("Kai, Skye and Blue moved to Rotherham.", "[name], [name] and [name] moved to Rotherham."),
        ("It was signed by J. van der Merwe.", "It was signed by [name]."),
        ('He was known as "Tig" in Leeds.', 'He was known as "[name]" in Leeds.'),
        ("Oakhurst's mother met Detective Sergeant Thorpe.", "[name]'s mother met Detective Sergeant [name]."),
        ("A boy (dob 3.5.04) was missed.", "A boy (dob [date of birth]) was missed."),
        ("Born on the 3rd of May 2002, she left.", "Born on the [date of birth], she left."),
        ("The plan is due by 31 March 2026.", "The plan is due by 31 March 2026."),
        ("Child A and Young Person 3 were seen by MASH.", "Child A and Young Person 3 were seen by MASH."),
        ("The Modern Slavery Act 2015 applies here.", "The Modern Slavery Act 2015 applies here."),
        ("Operation Linden applies here.", "Operation Linden applies here."),
        ("Hope is not a plan. Councils should act.", "Hope is not a plan. Councils should act."),
        ("RECOMMENDATION 4: INFORMATION SHARING.", "RECOMMENDATION 4: INFORMATION SHARING."),
        ("NHS Exampleshire and NHS North Elmwell met.", "NHS Exampleshire and NHS North Elmwell met."),
        ("NHS Director Samira Khan and NHS\nSamira met.", "NHS Director [name] and NHS\n[name] met."),
        ("Elmwell ICB and Elmley Fire and Rescue Service met.", "Elmwell ICB and Elmley Fire and Rescue Service met."),
        ("The Police and Crime Commissioner for Elmwell met.", "The Police and Crime Commissioner for Elmwell met."),
        ("Elmwell Council told Samira Khan, of Elmwell Police.", "Elmwell Council told [name], of Elmwell Police."),
        ("", ""),
    ],
)  # fmt: skip
def test_names_and_births_are_masked_and_nothing_else(text: str, expected: str, known: dictionary.Dictionary) -> None:
    assert redact.redact(text, known)[0] == expected


def test_a_name_is_masked_wherever_it_stands_again(known: dictionary.Dictionary) -> None:
    said, found = redact.redact("Mr Baker left early. Nobody asked Baker why.", known)
    assert "Baker" not in said
    assert [words for _, words in found] == ["Baker", "Baker"]


def test_what_was_masked_is_listed_with_its_place(known: dictionary.Dictionary) -> None:
    said, masked = redact.redact_all(["All is well.", "Tamsin Oakhurst (born 3 May 2004)."], known)
    assert said == ["All is well.", "[name] (born [date of birth])."]
    assert masked.to_numpy().tolist() == [[1, "name", "Tamsin Oakhurst"], [1, "date of birth", "3 May 2004"]]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_recall_and_over_masking_hold_on_invented_passages(path: Path, known: dictionary.Dictionary) -> None:
    """Bars of the project; which sets were looked at while the screen was made is told in METHOD.md."""
    spec = importlib.util.spec_from_file_location("screening", PROGRAM)
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    found = program.score(path, known)
    assert found["passages"] >= 160
    assert found["recall"] >= 0.98
    assert found["over_masked"] <= 0.03


def test_the_names_of_the_passages_stand_in_no_list_of_the_screen() -> None:
    """Whole names: a screen that knew them would prove nothing."""
    known = paths.data_file("known.toml").read_text(encoding="utf-8").lower()
    lines = [line for path in SETS for line in path.read_text(encoding="utf-8").splitlines()]
    entries = {entry for line in lines for entry in json.loads(line)["personal"] if " " in entry}
    entries = {entry for entry in entries if not any(part.isdigit() for part in entry)}
    assert len(entries) > 200
    assert [entry for entry in entries if f"; {entry.lower()};" in known] == []


def test_a_spoilt_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalogue.csv").touch()
    (tmp_path / "known.toml").write_text("places = 3\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"known\.toml"):
        dictionary.load_dictionary(paths.folders(tmp_path))
