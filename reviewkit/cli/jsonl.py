"""Read requests that other programs make: a JSON object a line, each with an id and its texts.

Input: a file. Output: its requests, and a message for each line that is not one.

Limitations: any other field of a line is ignored without a message.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINE_LENGTH = 60  # bytes of a line that a message shows


def read_requests(file: Path, texts: tuple[str, ...] = ("text",)) -> tuple[pd.DataFrame, list[str]]:
    """Read the lines of a file that hold the named texts, and say what is wrong with each of the others.

    Columns: `id`, and each text with the bodies asked: `addressed_to`, or with several texts the text's name and `_to`.
    """
    body_fields = ("addressed_to",) if len(texts) == 1 else tuple(f"{text}_to" for text in texts)
    body_field_by_text = dict(zip(texts, body_fields, strict=True))
    expected = ", ".join(f'"{text}": "..."' for text in texts)
    rows, problems = [], []
    lines = file.read_bytes().removeprefix(BYTE_ORDER_MARK).split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(_request(json.loads(line.decode("utf-8")), body_field_by_text))
        except (ValueError, RecursionError):  # not UTF-8, not JSON, or not such an object
            quotation = line[:LINE_LENGTH].decode("utf-8", "replace")
            problems.append(f'{file}, line {number}: is no {{"id": ..., {expected}}}; mend it ({quotation!r})')
    columns = ["id", *(column for pair in body_field_by_text.items() for column in pair)]
    return pd.DataFrame(rows, columns=columns, dtype=object), problems


def _request(value: Any, body_field_by_text: dict[str, str]) -> dict[str, object]:
    """Return the id, the texts and the bodies asked of one JSON value.

    Raises: `ValueError` where one of them is missing or of another type.
    """
    fields = value if isinstance(value, dict) else {}
    if not isinstance(fields.get("id"), (str, int, float)):
        raise ValueError("no id")
    request = {"id": fields["id"]}
    for text_field, body_field in body_field_by_text.items():
        text, bodies = fields.get(text_field), fields.get(body_field) or ""
        if isinstance(bodies, list) and all(isinstance(body, str) for body in bodies):
            bodies = ";".join(bodies)
        if not isinstance(text, str) or not isinstance(bodies, str):
            raise ValueError("no text, or the bodies asked are neither text nor a list of texts")
        (text + bodies).encode("utf-8")  # fails on half of a surrogate pair, which JSON lets through
        request |= {text_field: text, body_field: bodies}
    return request
