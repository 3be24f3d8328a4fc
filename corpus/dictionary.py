"""Write the data dictionary of `corpus/README.md` from `reviewkit/corpus/schema.py`, between its two markers.

    python corpus/dictionary.py            rewrites that part of the README
    python corpus/dictionary.py --check    exits 1 where it is not what schema.py declares

Limit: it says what is declared, not what a table holds; `tables.load` checks that.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reviewkit.corpus import schema

README = Path(__file__).resolve().parent / "README.md"
MARKER = "<!-- dictionary -->"


def main(arguments: list[str] | None = None) -> int:
    """Return the exit code: 0 when the README is current or was rewritten, 1 when `--check` finds it stale."""
    parser = argparse.ArgumentParser(description="The data dictionary of corpus/README.md.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the dictionary is stale")
    only_check = parser.parse_args(arguments).check
    before = README.read_text(encoding="utf-8")
    after = renewed(before)
    if only_check:
        if before != after:
            print("corpus/README.md: the data dictionary is stale; run python corpus/dictionary.py", file=sys.stderr)
        return int(before != after)
    README.write_text(after, encoding="utf-8", newline="\n")
    return 0


def renewed(readme: str) -> str:
    """The README's text in, the same with the dictionary as declared now out; `ValueError` without two markers."""
    parts = readme.split(MARKER)
    if len(parts) != 3:
        raise ValueError(f"corpus/README.md: {MARKER} is there {len(parts) - 1} times; it needs to be there twice")
    return f"{parts[0]}{MARKER}\n\n{dictionary()}\n{MARKER}{parts[2]}"


def dictionary() -> str:
    """Every declared table, as Markdown."""
    return "\n".join(section(table) for table in schema.TABLES)


def section(table: str) -> str:
    """One table, as Markdown: a row a column, with the values that a column is limited to."""
    lines = [f"### `{table}`", "", "| column | type | meaning | origin |", "|---|---|---|---|"]
    for column in schema.TABLES[table]:
        meaning = column.meaning + (f" (one of: {', '.join(column.values)})" if column.values else "")
        lines.append(f"| `{column.name}` | {column.type} | {_cell(meaning)} | {_cell(column.origin)} |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
