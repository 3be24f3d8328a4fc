"""What the inbox makes of files with the outsides of real reviews: right ones, wrong ones and strangers.

    python benchmarks/inbox.py [--manners] [--json]

The files are those of `tests/helpers/inbox_drops.py`, which were looked at while the matching was written, and those of
`inbox_drops_unseen.py`, which were not. `silently_wrong` are documents that were taken and should not have been. The
row of titles takes each document of the catalogue out of it, and asks whether its title is then taken for another.
`--manners` makes each document of the catalogue in three manners, and what is only about it in two dozen: minutes. With
REVIEWKIT_BENCH, real documents on other subjects are matched too: none may be taken.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

from helpers.dropping import Drop  # noqa: E402
from helpers.inbox_drops import LOOKED_AT  # noqa: E402
from helpers.inbox_drops_unseen import UNSEEN  # noqa: E402
from helpers.inbox_manners import ABOUT_IT, ITSELF, Row  # noqa: E402

from reviewkit.acquisition.inbox import descriptions, matching, scoring, sorting  # noqa: E402
from reviewkit.base import paths, progress  # noqa: E402
from reviewkit.corpus import tables  # noqa: E402
from reviewkit.corpus.subject import load_subject  # noqa: E402

COPIED = ("catalogue.csv", "subject.toml")


def main(arguments: list[str] | None = None) -> int:
    """Print a row for each set of files; 1 where one was silently taken for what it is not."""
    parser = argparse.ArgumentParser(description="What the inbox makes of files with the outsides of real reviews.")
    parser.add_argument("--json", action="store_true", help="one object instead of the table")
    parser.add_argument("--manners", action="store_true", help="also each document in each manner")
    options = parser.parse_args(arguments)
    rows = [scored("looked at", LOOKED_AT), scored("not looked at", UNSEEN), left_out(), *others()]
    rows += [in_manner(name, make, name in ITSELF) for name, make in (ITSELF | ABOUT_IT).items() if options.manners]
    table = pd.DataFrame(rows)
    if options.json:
        print(json.dumps({row.pop("files"): row for row in rows}))
    else:
        print(table.to_string(index=False))
    return int(table["silently_wrong"].sum() > 0)


def scored(name: str, drops: tuple[Drop, ...]) -> dict[str, object]:
    """Drop files at once and count what was taken, asked about and proposed."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for file in COPIED:
            shutil.copy(ROOT / "corpus" / file, corpus / file)
        folders = paths.folders(corpus)
        for drop in drops:
            drop.write(folders.inbox)
        made = sorting.sort_inbox(folders, progress.no_progress)
    taken = {drop.name: _taken(made, drop.name) for drop in drops}
    right = [drop for drop in drops if drop.right]
    return {
        "files": name,
        "dropped": len(drops),
        "right": len(right),
        "matched": sum(taken[drop.name] == [drop.review_id] for drop in right),
        "silently_wrong": sum(
            bool(taken[drop.name]) and not (drop.right and taken[drop.name] == [drop.review_id]) for drop in drops
        ),
        "asked": int((made["state"] == "doubtful").sum()),
        "proposed": int((made["state"] == "new").sum()),
        "not_read": int((made["state"] == "unreadable").sum()),
    }


def _taken(made: pd.DataFrame, name: str) -> list[str]:
    """The reviews for which a drop was taken."""
    own = made[[dropped == name or dropped.startswith((f"{name}:", f"{name}/")) for dropped in made["dropped"]]]
    return own.loc[own["document"] != "", "review_id"].tolist()


def left_out() -> dict[str, object]:
    """Match each document of the catalogue by its title, publisher and date, and with itself left out."""
    listed = tables.load(ROOT / "corpus" / "catalogue.csv", "catalogue")
    known = wrong = 0
    for place, row in enumerate(listed.to_dict("records")):
        front = "\n".join(str(row[name]) for name in ("title", "publisher", "authors", "area", "date_published"))
        described = descriptions.Description(
            "x.pdf", Path("x.pdf"), "0", title=scoring.plain_title(row), publisher=str(row["publisher"]), words=20_000,
            date=str(row["date_published"]), kind=str(row["kind"]), front=front, papers=descriptions.papers_in(front),
        )  # fmt: skip
        found = matching.match(described, listed, {})
        known += found.state == matching.SURELY and found.best.review_id == row["review_id"]
        wrong += matching.match(described, listed.drop(index=place), {}).state == matching.SURELY
    return {"files": "titles of the catalogue", "dropped": len(listed), "right": len(listed), "matched": known,
            "silently_wrong": wrong}  # fmt: skip


def in_manner(name: str, make: Callable[[Row], bytes], right: bool) -> dict[str, object]:
    """Make each document of the catalogue in one manner and match it."""
    listed, subject = tables.load(ROOT / "corpus" / "catalogue.csv", "catalogue"), load_subject(ROOT / "corpus")
    states, matched = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for row in listed.to_dict("records"):
            content = make(row)
            file = Path(folder) / ("x.pdf" if content.startswith(b"%PDF") else "x.html")
            file.write_bytes(content)
            found = matching.match(descriptions.describe(file, {file: file.name}, listed, subject), listed, {})
            states.append(found.state)
            matched += found.state == matching.SURELY and found.best.review_id == row["review_id"]
    sure = states.count(matching.SURELY)
    return {"files": name, "dropped": len(states), "right": len(states) if right else 0,
            "matched": matched if right else 0, "silently_wrong": sure - matched if right else sure,
            "asked": states.count(matching.PERHAPS), "proposed": states.count(matching.NEW)}  # fmt: skip


def others() -> list[dict[str, object]]:
    """Match real documents on other subjects, where they are at hand."""
    bench = os.environ.get("REVIEWKIT_BENCH")
    if not bench:
        print("inbox: real documents skipped, REVIEWKIT_BENCH does not name a folder of them", file=sys.stderr)
        return []
    listed, subject = tables.load(ROOT / "corpus" / "catalogue.csv", "catalogue"), load_subject(ROOT / "corpus")
    folders = (Path(bench), Path(f"{bench}-families"))
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".pdf", ".html"))
    states = [matching.match(descriptions.describe(file, {file: file.name}, listed, subject), listed, {}).state
              for file in files]  # fmt: skip
    return [{"files": "real documents on other subjects", "dropped": len(files), "right": 0, "matched": 0,
             "silently_wrong": states.count(matching.SURELY), "asked": states.count(matching.PERHAPS),
             "proposed": states.count(matching.NEW), "not_read": states.count(matching.UNREADABLE)}]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
