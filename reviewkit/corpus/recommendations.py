"""Say which kinds of entry ask for something and which are coded, and give the text that is coded."""

from __future__ import annotations

import pandas as pd

ASKS = ("recommendation", "commitment", "duty")  # what is asked or promised; a conclusion asks nothing
CODED = ("recommendation", "conclusion", "commitment", "duty")  # what is quoted was coded where it was made


def coded_text(rows: pd.DataFrame) -> pd.Series:
    """Return the text of each recommendation that is coded: its title, where one is printed, and its words."""
    return (rows["title"] + ". " + rows["text"]).where(rows["title"] != "", rows["text"])
