"""List the documents behind a briefing, each so that it can be looked up.

Input: a corpus, its passages, and the findings of a briefing.
Output: a line a document: title, publisher, date, link, and on what terms and whose words are shown, once where they
are the same for all.
Limitations: the link is the publisher's page as far as it is known, else a page on which the substance was seen.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reviewkit.base.types import Row
from reviewkit.corpus import provenance
from reviewkit.corpus.addresses import first_page, load_addresses
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports.content import Finding

WORDS_SHOWN = "Words shown"
NO_DOCUMENT = "No document is counted in what is shown."
SEEN_AT = " Seen at "
LEGEND = "Seen at: where what a review asks for was seen, if not at its link."
MOST_HOSTS = 4  # named of the pages on which the paraphrases of one document were seen


def source_lines(corpus: Corpus, passages: pd.DataFrame, findings: Iterable[Finding]) -> list[str]:
    """Return a line for each document counted or shown, the oldest first, after the terms that all of them share."""
    ids = {rec_id for finding in findings for rec_id in _ids_behind(finding)}
    rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(ids)]
    terms = passages[passages["rec_id"].isin(ids)].groupby("review_id")["licence"].agg(_joined)
    shared = terms.iloc[0] if terms.nunique() == 1 else ""
    addresses = load_addresses(corpus.folders)
    documents = corpus.reviews[corpus.reviews["review_id"].isin(rows["review_id"])]
    lines = []
    for review in documents.sort_values(["published", "review_id"]).itertuples(index=False):
        own = rows[rows["review_id"] == review.review_id]
        seen = [address for address in own["seen_at"].drop_duplicates() if address]
        link = first_page(addresses, review.review_id) or (seen[0] if seen else "")
        source = provenance.source_line(_title(review), review.publisher, review.published, link)
        lines.append(f"{source}{_seen_at(seen, link)}{_own_terms(terms.get(review.review_id, ''), shared)}")
    if not lines:
        return [NO_DOCUMENT]
    legend = LEGEND if any(SEEN_AT in line for line in lines) else ""
    head = " ".join(filter(None, [f"{WORDS_SHOWN}: {shared}." if shared else "", legend]))
    return [*([head] if head else []), *lines]


def _title(review: Row) -> str:
    """Return the title of a document after the short one by which it is called above.

    >>> from types import SimpleNamespace
    >>> _title(SimpleNamespace(short_title="Pier", title="Pier: a review")), _title(
    ...     SimpleNamespace(short_title="Quay 2031", title="The lamps"))
    ('Pier: a review', 'Quay 2031: The lamps')
    """
    own = str(review.title)
    return own if own.lower().startswith(str(review.short_title).lower()) else f"{review.short_title}: {own}"


def _own_terms(terms: str, shared: str) -> str:
    """Return on what terms the words of one document are shown, where these are not those of all."""
    return f" {WORDS_SHOWN}: {terms}." if terms and not shared else ""


def _ids_behind(finding: Finding) -> list[str]:
    """Return the ids of what a finding counts or shows."""
    support = finding.figure.support if finding.figure else None
    counted = [] if support is None else list(support.loc[support["counted"] == "yes", "rec_id"])
    return [*finding.table.ids, *counted]


def _seen_at(addresses: list[str], link: str) -> str:
    """Return on which pages the substance of a document was seen, by their hosts, where that is not the link's own."""
    hosts = list(dict.fromkeys(provenance.host(address) for address in addresses))
    if not hosts or hosts == [provenance.host(link)]:
        return ""
    more = f" and {len(hosts) - MOST_HOSTS} more" if len(hosts) > MOST_HOSTS else ""
    return f"{SEEN_AT}{', '.join(hosts[:MOST_HOSTS])}{more}."


def _joined(names: pd.Series) -> str:
    return "; ".join(sorted(set(names)))
