"""Stand-in."""

from __future__ import annotations
from pathlib import Path
import pandas as pd


def proposals(path: Path, pages: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Stand-in."""
    return pd.DataFrame(columns=["field", "value", "where"])
