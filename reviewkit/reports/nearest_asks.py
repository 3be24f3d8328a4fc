"""Show beside a recommendation the earlier ones nearest to it; a person reads and decides, and none is counted.

Input: a corpus, and the ids of recommendations.
Output: a row for each earlier one, with the row of `corrections.csv` that says yes to it. Words of documents are
screened, and no longer than their licence allows.
Limitations: what counts already as restated is left out, so that fewer than five may be there; commitments, duties and
documents without a date have none.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from reviewkit.corpus.corpus import Corpus
from reviewkit.redaction.shareable_text import shareable

HEADING = "Nearest earlier recommendations - not counted: read and decide"
HOW_TO_SAY_YES = (
    "To count one as asked before, put its row (link, later id, earlier id, restates) into corpus/corrections.csv with "
    "your name in the column by, or say so in the workbook (reviewkit table) or on the desk (reviewkit desk)."
)
COLUMNS = ["rec_id", "rank", "earlier_id", "review", "published", "label", "words", "score", "known", "correction"]


def nearest_asks(corpus: Corpus, rec_ids: Collection[str]) -> pd.DataFrame:
    """Return the nearest earlier asks of some recommendations that are not counted as restated, nearest first.

    Columns: `rec_id`, `rank`, `earlier_id`; of the earlier ask `review`, `published`, `label` and `words` as they may
    leave; `score`; `known`: what is known of the pair and by whom, empty where nobody judged it; `correction`: the row
    of `corrections.csv` that says yes.
    """
    rows = corpus.nearest[corpus.nearest["rec_id"].isin(rec_ids) & (corpus.nearest["relation"] != "restates")]
    passages = shareable(corpus)["passages"][["rec_id", "review", "published", "label", "words"]]
    rows = rows.merge(passages.rename(columns={"rec_id": "earlier_id"}), on="earlier_id", how="left")
    links = corpus.echoes[["rec_id", "earlier_rec_id", "by"]].rename(columns={"earlier_rec_id": "earlier_id"})
    rows = rows.merge(links, on=["rec_id", "earlier_id"], how="left")
    order = {rec_id: place for place, rec_id in enumerate(rec_ids)}
    rows = rows.assign(
        known=[_known(*pair) for pair in zip(rows["relation"], rows["by"].fillna(""), strict=True)],
        correction=[correction_row(*ids) for ids in zip(rows["rec_id"], rows["earlier_id"], strict=True)],
        place=rows["rec_id"].map(order),
    )
    return rows.sort_values(["place", "rank"], kind="stable", ignore_index=True)[COLUMNS]


def correction_row(later_id: str, earlier_id: str) -> str:
    """Return the row of `corrections.csv` that says that one ask restates another; who, why and when are left empty.

    >>> correction_row("harbour-2022/r1", "quay-2019/r4")
    'link,harbour-2022/r1,quay-2019/r4,restates,,,'
    """
    return f"link,{later_id},{earlier_id},restates,,,"


def _known(relation: str, by: str) -> str:
    """Say what is known of a pair, and who says so."""
    who = {"model": "by the model", "coders": "by the coders"}.get(by, "by a person" if by else "as judged")
    return f"{relation}, {who}" if relation else ""
