"""Give the nearest earlier asks of a recommendation, to be said yes or no to.

Limitations: what was added since the last run has none until the next.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from reviewkit.corpus.corpus import Corpus

MOST = 5  # of one recommendation


def nearest_asks(corpus: Corpus, review_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return by id the nearest earlier asks of a review's recommendations: `id`, `relation` (as read) and `score`."""
    own = corpus.echoes[corpus.echoes["rec_id"].str.startswith(f"{review_id}/")]
    own = own.sort_values(["rec_id", "score", "earlier_rec_id"], ascending=[True, False, True])
    return {
        str(rec_id): [
            {"id": row.earlier_rec_id, "relation": row.relation, "score": None if pd.isna(row.score) else row.score}
            for row in links.head(MOST).itertuples(index=False)
        ]
        for rec_id, links in own.groupby("rec_id")
    }
