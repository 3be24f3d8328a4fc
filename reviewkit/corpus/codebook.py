"""The code frame: one row a theme."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd

from reviewkit.base.errors import TableError


def load_themes(path: Path) -> pd.DataFrame:
    """The code frame in; one row a theme out: `theme`, `name`, `definition`, `casey`.

    Raises `tables.TableError` for a theme without a name or a definition, and for a file that is no TOML.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}: cannot be read as TOML ({error})", "mend that line") from error
    for theme, said in listed.items():
        for field in ("name", "definition"):
            if not isinstance(said, dict) or not str(said.get(field, "")).strip():
                raise TableError(f"{path.name}, theme '{theme}': has no {field}", f'add {field} = "..."')
    return pd.DataFrame(
        [(theme, said["name"], said["definition"], bool(said.get("casey"))) for theme, said in listed.items()],
        columns=["theme", "name", "definition", "casey"],
    )
