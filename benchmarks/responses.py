"""Statuses read from real responses, against those read by eye twice and blind: `responses.csv` beside this file.

    python benchmarks/responses.py [--json] [--list]

`answer_a` and `answer_b` are what two readings by a language model gave, each from the pages and blind to the other;
`answer` is what was settled by looking again, and `sure` is yes where both were sure and alike. A row without `answer`
is told in running text of another report, and is not counted. The documents are those under REVIEWKIT_BENCH (and in
the folder beside it that ends in `-families`); without them nothing is scored, and it says so.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import pandas as pd

TRUTH = Path(__file__).with_suffix(".csv")


def main(arguments: list[str] | None = None) -> int:
    """Print the share that is right, by document and of all; 0 also where there is nothing to score."""
    parser = argparse.ArgumentParser(description="Statuses read from real responses.")
    parser.add_argument("--json", action="store_true", help="one object instead of the table")
    parser.add_argument("--list", action="store_true", help="also each row that is wrong or unsure")
    options = parser.parse_args(arguments)
    bench = os.environ.get("REVIEWKIT_BENCH")
    if not bench:
        print("responses: skipped, REVIEWKIT_BENCH does not name a folder of real documents", file=sys.stderr)
        return 0
    scored = score(Path(bench))
    if scored.empty:
        print(f"responses: skipped, none of the documents is under {bench}", file=sys.stderr)
        return 0
    shares = summary(scored)
    if options.json:
        print(json.dumps(shares))
        return 0
    print(by_document(scored).to_string(index=False))
    print("\n".join(f"{name}: {value}" for name, value in shares.items()))
    if options.list:
        print(scored[(scored["right"] == 0) | (scored["read_sure"] == "no")].to_string(index=False))
    return 0


def score(bench: Path) -> pd.DataFrame:
    """A row for each answer in the truth of a document at hand, with what was read of it."""
    truth = pd.read_csv(TRUTH, dtype=str).fillna("")
    truth = truth[truth["answer"] != ""]
    parts = []
    for document, rows in truth.groupby("document"):
        folders = (bench / "documents", bench.with_name(f"{bench.name}-families") / "documents")
        path = next((folder / f"{document}.pdf" for folder in folders if (folder / f"{document}.pdf").is_file()), None)
        if path:
            parts.append(rows.merge(read(path), on="label", how="left"))
    if not parts:
        return pd.DataFrame()
    scored = pd.concat(parts, ignore_index=True).fillna("")
    return scored.assign(right=(scored["answer"] == scored["read"]).astype(int))


def read(path: Path) -> pd.DataFrame:
    """What is read from a response: `label` as in the truth, `read` and `read_sure`."""
    from reviewkit.extraction import answers, reader

    found = answers.read_answers(reader.read_blocks(path)[0])
    unnumbered = (found["number"] == "").cumsum().map("n{}".format)
    labels = found["number"].where(found["number"] != "", unnumbered)
    again = labels.groupby(labels).cumcount() > 0
    labels = labels.where(~again, labels + " second")
    return pd.DataFrame({"label": labels, "read": found["answer"], "read_sure": found["sure"]})


def by_document(scored: pd.DataFrame) -> pd.DataFrame:
    """A row a document: how many answers, how many right, how many read as sure, and of these how many wrong."""
    sure = scored["read_sure"] == "yes"
    counted = scored.assign(
        answers=1, sure=sure.astype(int), sure_but_wrong=(sure & (scored["right"] == 0)).astype(int)
    )
    columns = ["answers", "right", "sure", "sure_but_wrong"]
    return counted.groupby("document")[columns].sum().reset_index()


def summary(scored: pd.DataFrame) -> dict[str, float | int]:
    """The shares over all answers that are given by number; those without a number are beside."""
    numbered = scored[~scored["label"].str.startswith("n")]
    others = scored[scored["label"].str.startswith("n")]
    sure = numbered[numbered["read_sure"] == "yes"]
    doubtful = numbered[numbered["sure"] == "no"]
    both = numbered[numbered["answer_a"] == numbered["answer_b"]]
    return {
        "answers": len(numbered),
        "share_right": _share(numbered["right"]),
        "share_right_of_sure": _share(sure["right"]),
        "doubtful_to_people": len(doubtful),
        "share_of_these_read_as_unsure": _share(doubtful["read_sure"] == "no"),
        "wrong_and_sure": int((sure["right"] == 0).sum()),
        "share_alike_of_the_two_readings": round(len(both) / len(numbered), 3) if len(numbered) else 0.0,
        "without_number": len(others),
        "share_right_without_number": _share(others["right"]),
    }


def _share(of: pd.Series) -> float:
    return round(float(of.mean()), 3) if len(of) else 0.0


if __name__ == "__main__":
    sys.exit(main())
