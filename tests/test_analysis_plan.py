"""The plan of the analysis cannot be changed without a trace: its hash stands in the changelog."""

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_newest_hash_in_the_changelog_is_that_of_the_plan() -> None:
    plan = hashlib.sha256((ROOT / "ANALYSIS-PLAN.md").read_bytes()).hexdigest()
    listed = re.findall(r"ANALYSIS-PLAN\.md[^\n]*\n?[^\n]*?([0-9a-f]{64})", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert listed and listed[0] == plan
