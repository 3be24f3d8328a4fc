"""Load the addresses at which a publisher offers its documents, best first.

Input: `addresses.csv` of a corpus; a corpus may have none. Output: the table `addresses`, in the order in which a
person would try them.

Limitations: an address is where a source saw the document, or where a publisher's rule puts it; only `fetch` tells
whether it is still there.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base import paths
from reviewkit.corpus import schema, tables

CONFIDENCES = ("high", "medium", "low")


def load_addresses(folders: paths.Folders) -> pd.DataFrame:
    """Load the addresses of a corpus, by review; of one review documents first, then web editions, then landing pages.

    Of one role the likelier come first, and rows of one likelihood keep the order of the file.
    Raises: `TableError` where the file is not as declared.
    """
    listed = tables.load_or_empty(folders.corpus, "addresses")
    order = listed.assign(
        by_role=listed["role"].map({role: place for place, role in enumerate(schema.ROLES_OF_ADDRESS)}),
        by_confidence=listed["confidence"].map({level: place for place, level in enumerate(CONFIDENCES)}),
    )
    ordered = order.sort_values(["review_id", "by_role", "by_confidence"], kind="stable", ignore_index=True)
    return ordered[tables.column_names("addresses")]


def review_addresses(addresses: pd.DataFrame, review_id: str) -> list[dict[str, str]]:
    """Return the addresses of one review, best first, a dictionary an address."""
    rows = addresses[addresses["review_id"] == review_id]
    return [{str(name): str(value) for name, value in row.items()} for row in rows.to_dict("records")]


def first_page(addresses: pd.DataFrame, review_id: str) -> str:
    """Return the publisher's page about a review, else its web edition or document; "" where none is known."""
    best = {row["role"]: row["url"] for row in reversed(review_addresses(addresses, review_id))}
    return next((best[role] for role in reversed(schema.ROLES_OF_ADDRESS) if role in best), "")
