"""Files that other programs give: a JSON object a line, each with an id and its texts.

Comes in: a file. Goes out: its rows, and a word on each line that is none. Limit: what a line holds besides is passed
over in silence.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd


def read_requests(file: Path, texts: tuple[str, ...] = ("text",)) -> tuple[pd.DataFrame, list[str]]:
    """A file and the names of its texts in; the lines that can be read, and what is wrong with the others, out.

    Columns: `id`, and each text with who is asked: `addressed_to`, or, of several texts, the text's name and `_to`.
    """
    names = dict(zip(texts, ("addressed_to",) if len(texts) == 1 else [f"{text}_to" for text in texts], strict=True))
    wanted = ", ".join(f'"{text}": "..."' for text in texts)
    rows, problems = [], []
    for at, line in enumerate(file.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line.decode("utf-8")), names))
        except (ValueError, RecursionError):  # no UTF-8, no JSON, or no such object
            shown = line[:60].decode("utf-8", "replace")
            problems.append(f'{file}, line {at}: is no {{"id": ..., {wanted}}}; mend it ({shown!r})')
    columns = ["id", *(name for pair in names.items() for name in pair)]
    return pd.DataFrame(rows, columns=columns, dtype=object), problems


def _row(said: object, names: dict[str, str]) -> dict[str, object]:
    """An object of that file, checked: an id, texts, and who is asked by each; `ValueError` where it is none."""
    said = said if isinstance(said, dict) else {}
    if not isinstance(said.get("id"), (str, int, float)):
        raise ValueError("no id")
    row = {"id": said["id"]}
    for text, to in names.items():
        asked = said.get(to) or ""
        listed = isinstance(asked, list) and all(isinstance(each, str) for each in asked)
        asked = ";".join(asked) if listed else asked
        if not isinstance(said.get(text), str) or not isinstance(asked, str):
            raise ValueError("no text, or the bodies asked are neither text nor a list of texts")
        (said[text] + asked).encode("utf-8")  # a half of a pair of surrogates is no text
        row |= {text: said[text], to: asked}
    return row
