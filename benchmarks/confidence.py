"""How often rows with a given confidence are right, in families that neither scores nor confidence were trained on.

    python benchmarks/confidence.py [--json]

The rows are those of the real documents of `bench-families` and of tests/data/families, on which no rule was made, each
found by scores that had not seen its family and judged by signs learned on the other families. The second table says
how many of the errors are among the rows that are least sure.
"""

from __future__ import annotations

import json
import sys

import numpy as np
import train_selection
import truth

EDGES = (0.0, 0.3, 0.5, 0.7, 0.9, 1.0001)
FLAGGED = (0.15, 0.25, 0.35)  # of the rows, the least sure


def judged() -> tuple[np.ndarray, np.ndarray]:
    """Return the confidence of each row, and whether it is right."""
    examples = [one for one in map(train_selection.example, truth.documents()) if one.blocks]
    found = train_selection.found_left_out(examples)
    families = sorted({row.document.family for row in found})
    chances, rights = [], []
    for family in families:
        weights = train_selection.train_confidence([row for row in found if row.document.family != family])
        for row in (row for row in found if row.document.family == family):
            total = weights[""] + sum(weights[name] * value for name, value in row.signs.items())
            chances.append(1 / (1 + np.exp(-total)))
            rights.append(row.right)
    return np.array(chances), np.array(rights)


def main() -> int:
    """Print the tables, or one JSON object."""
    chances, rights = judged()
    bins = [
        {"from": low, "to": min(high, 1.0), "rows": int(here.sum()), "right": float(rights[here].mean())}
        for low, high in zip(EDGES, EDGES[1:], strict=False)
        if (here := (chances >= low) & (chances < high)).any()
    ]
    order = np.argsort(chances, kind="stable")
    errors = max(int((~rights).sum()), 1)
    flagged = {share: float((~rights)[order[: round(share * len(order))]].sum() / errors) for share in FLAGGED}
    if "--json" in sys.argv:
        print(json.dumps({"rows": len(rights), "bins": bins, "errors_in_least_sure": flagged}))
        return 0
    print(f"{'confidence':12} {'rows':>6} {'right':>6}")
    for row in bins:
        print(f"{row['from']:.1f} to {row['to']:.1f}   {row['rows']:6d} {row['right']:6.2f}")
    for share, held in flagged.items():
        print(f"the least sure {share:.0%} of the rows hold {held:.0%} of the {errors} errors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
