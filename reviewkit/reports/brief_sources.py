"""List the documents behind a briefing, each so that it can be looked up.

Input: a corpus, its passages, and the findings of a briefing.
Output: a line a document: title, publisher, date, link, and on what terms and whose words are shown.
Limitations: the link is the publisher's page as far as it is known, else a page on which the substance was seen.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reviewkit.corpus import provenance
from reviewkit.corpus.addresses import first_page, load_addresses
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports.content import Finding

NO_DOCUMENT = "No document is counted in what is shown."
MOST_HOSTS = 4  # named of the pages on which the paraphrases of one document were seen


def source_lines(corpus: Corpus, passages: pd.DataFrame, findings: Iterable[Finding]) -> list[str]:
    """Return a line for each document counted or shown, the oldest first."""
    ids = {rec_id for finding in findings for rec_id in _ids_behind(finding)}
    rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(ids)]
    terms = passages[passages["rec_id"].isin(ids)].groupby("review_id")["licence"].agg(_joined)
    addresses = load_addresses(corpus.folders)
    documents = corpus.reviews[corpus.reviews["review_id"].isin(rows["review_id"])]
    lines = []
    for review in documents.sort_values(["published", "review_id"]).itertuples(index=False):
        own = rows[rows["review_id"] == review.review_id]
        seen = [address for address in own["seen_at"].drop_duplicates() if address]
        link = first_page(addresses, review.review_id) or (seen[0] if seen else "")
        words = f"Words: {terms.get(review.review_id, '')}{_seen_at(seen)}."
        source = provenance.source_line(review.title, review.publisher, review.published, link)
        lines.append(f"{review.short_title}: {source} {words}")
    return lines or [NO_DOCUMENT]


def _ids_behind(finding: Finding) -> list[str]:
    """Return the ids of what a finding counts or shows."""
    support = finding.figure.support if finding.figure else None
    counted = [] if support is None else list(support.loc[support["counted"] == "yes", "rec_id"])
    return [*finding.table.ids, *counted]


def _seen_at(addresses: list[str]) -> str:
    """Return on which pages the substance of a document was seen, by their hosts."""
    hosts = list(dict.fromkeys(provenance.host(address) for address in addresses))
    more = f" and {len(hosts) - MOST_HOSTS} more" if len(hosts) > MOST_HOSTS else ""
    return f", seen at {', '.join(hosts[:MOST_HOSTS])}{more}" if hosts else ""


def _joined(names: pd.Series) -> str:
    return "; ".join(sorted(set(names)))
