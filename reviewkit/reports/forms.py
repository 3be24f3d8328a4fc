"""The forms that a briefing has. Nothing heavy is loaded here, so that a wrong one is refused at once."""

from __future__ import annotations

from pathlib import Path

from reviewkit.base.errors import InputError

FORMS = ("pptx", "docx", "html")


def check_form(file: Path, form: str = "") -> str:
    """Return the form of a briefing, as given or by the ending of its file; raise `InputError` where there is none."""
    form = form or file.suffix.removeprefix(".")
    if form not in FORMS:
        raise InputError(f"{file}: a briefing is one of {', '.join(FORMS)}", "name the file so, or give --format")
    return form
