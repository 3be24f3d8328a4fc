"""Load the code frame: the themes, with their names and definitions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.files import read_toml


def load_themes(path: Path) -> pd.DataFrame:
    """Load the code frame, a row a theme.

    Columns: `theme`, `name`, `definition`, `highlight` (whether the code frame marks it).
    Raises: `TableError` for a theme without a name or a definition, and for a file that is not TOML.
    """
    themes = read_toml(path)
    for theme, entry in themes.items():
        for field in ("name", "definition"):
            if not isinstance(entry, dict) or not str(entry.get(field, "")).strip():
                raise TableError(f"{path.name}, theme '{theme}': has no {field}", f'add {field} = "..."')
    return pd.DataFrame(
        [(theme, entry["name"], entry["definition"], bool(entry.get("highlight"))) for theme, entry in themes.items()],
        columns=["theme", "name", "definition", "highlight"],
    )
