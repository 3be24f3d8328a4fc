"""Give the nearest earlier asks of a recommendation, to be said yes or no to.

They are those of the table `nearest` where the corpus has it, else the links of `echoes`, the likeliest first.

Limitations: what was added since the last run has none until the next.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from reviewkit.corpus import corpus as corpus_tables
from reviewkit.corpus.corpus import Corpus

MOST = 5  # of one recommendation


def nearest_asks(corpus: Corpus, review_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return by id the nearest earlier asks of a review's recommendations: `id`, `relation` (as read) and `score`."""
    if "nearest" in corpus_tables.TABLES:
        table = corpus.table("nearest").sort_values(["rec_id", "rank"], kind="stable")
    else:
        table = corpus.echoes.rename(columns={"earlier_rec_id": "earlier_id"})
        table = table.sort_values(["rec_id", "score", "earlier_id"], ascending=[True, False, True])
    own = table[table["rec_id"].str.startswith(f"{review_id}/")]
    return {
        str(rec_id): [
            {"id": row.earlier_id, "relation": row.relation, "score": None if pd.isna(row.score) else row.score}
            for row in asks.head(MOST).itertuples(index=False)
        ]
        for rec_id, asks in own.groupby("rec_id")
    }
