"""Fill the HTML templates of the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def fill_template(template: Path, **values: Any) -> bytes:
    """Return a template with values filled in; text is escaped, and a name without a value is an error."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    return environment.from_string(template.read_text(encoding="utf-8")).render(**values).encode()
