"""Say what the recommendations behind a number rest on: our paraphrase or a published text, seen where, checked or not.

Input: rows of `recommendations` (`edition`, `seen_in`, `seen_at`) and `reviews` (`checked`, which people's corrections
give). Output: an `Evidence` of counts, and the words for it. Whatever leaves the suite with a number takes its words on
the evidence from here, and no other sentence of that kind is written anywhere.

Limitations: where the substance of a paraphrase was seen is what the digest says; nobody looks the page up again. A
review counts as checked where a person ticked its list, whatever single rows of it were checked besides.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from reviewkit.base.types import Row
from reviewkit.corpus import denominator
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.recommendations import ASKS

OFFICIAL_PAGE, SECONDARY = "official page", "secondary source"  # the values of `seen_in`
KINDS_OF_SECONDARY = "news, law firms' notes and the like"
COUNTED = ("recommendation counted", "recommendations counted")  # one, and several
RECOMMENDATIONS = ("recommendation", "recommendations")
LINKED = ("commitment or recommendation", "commitments and recommendations")
SHOWN = ("recommendation shown", "recommendations shown")
ENTRIES = ("entry", "entries")
ASKED_OR_PROMISED = ("recommendation, commitment or duty here", "recommendations, commitments and duties here")
OF_ONE_REVIEW = ("recommendation or promise found of it", "recommendations and promises found of it")
AT_LEAST = "Counts say at least how many."
NOTHING = "No recommendation has been found."


class Evidence(NamedTuple):
    """What some recommendations rest on; parts of one number are one recommendation."""

    recommendations: int
    published: int  # read from published texts
    official: int  # our paraphrase, each part of it seen on an official page
    secondary: int  # our paraphrase, seen in a secondary source
    lists: int  # reviews (documents) that they are of
    checked: int  # of these, those whose list a person ticked as checked

    @property
    def paraphrased(self) -> int:
        """Return how many are our paraphrase."""
        return self.recommendations - self.published

    @property
    def unknown(self) -> int:
        """Return of how many it is not noted where they were seen."""
        return self.paraphrased - self.official - self.secondary


def weigh(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> Evidence:
    """Return what the recommendations that reviews in the denominator made rest on."""
    made = denominator.counted_recommendations(recommendations, reviews)
    return weigh_rows(made, reviews)


def weigh_rows(rows: pd.DataFrame, reviews: pd.DataFrame, each_part: bool = False) -> Evidence:
    """Return what some rows of `recommendations` rest on, whatever they are and whoever made them.

    What has a part from a secondary source was seen in one, and what has a part of our own words is our paraphrase.
    With `each_part` every row counts, as in a list that shows parts of one number apart.
    """
    numbered = rows.assign(
        number=rows["rec_id"] if each_part else rows["rec_id"].map(recommendation_number),
        ours=rows["edition"] != "official",
        official=rows["seen_in"] == OFFICIAL_PAGE,
        secondary=rows["seen_in"] == SECONDARY,
    )
    numbers = numbered.groupby("number").agg({"ours": "any", "official": "all", "secondary": "any"}).astype(bool)
    ours = numbers["ours"]
    checked = set(reviews.loc[reviews["checked"] == "yes", "review_id"])
    lists = set(rows["review_id"])
    return Evidence(
        recommendations=len(numbers),
        published=int((~ours).sum()),
        official=int((ours & numbers["official"]).sum()),
        secondary=int((ours & numbers["secondary"]).sum()),
        lists=len(lists),
        checked=len(lists & checked),
    )


def sentence(evidence: Evidence, nouns: tuple[str, str] = COUNTED) -> str:
    """Return in one sentence what recommendations rest on, for the head of whatever tells a number of them.

    `nouns` name one of them, and several.

    >>> sentence(Evidence(recommendations=3, published=1, official=1, secondary=1, lists=2, checked=1))
    "Of 3 recommendations counted 1 was read from a published text and 2 are our paraphrase (1 seen on an official \
page, 1 in a secondary source: news, law firms' notes and the like), and a person has checked 1 of the 2 lists."
    """
    total, published, ours = evidence.recommendations, evidence.published, evidence.paraphrased
    if not total:
        return NOTHING
    whole = f"The one {nouns[0]}" if total == 1 else f"All {total} {nouns[1]}"
    from_texts = "read from a published text" if published == 1 else "read from published texts"
    seen = f"our paraphrase ({_where_seen(evidence, f': {KINDS_OF_SECONDARY}')})"
    if not published:
        rests = f"{whole} {_be(total)} {seen}, none was read from a published text"
    elif not ours:
        rests = f"{whole} {_be(total, past=True)} {from_texts}"
    else:
        texts = f"{published} {_be(published, past=True)} {from_texts}"
        rests = f"Of {total} {nouns[1]} {texts} and {ours} {_be(ours)} {seen}"
    return f"{rests}, and {_checked_words(evidence)}."


def in_full(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> str:
    """Return how many reviews there are, of how many recommendations were found, and what that rests on."""
    counted = denominator.counted_reviews(reviews)
    held, whole = denominator.held_lists(reviews).total, counted[counted["complete"] == "yes"]
    empty = int((whole["n_recommendations"].fillna(1) == 0).sum())
    years = denominator.year_range(counted["published"])
    of_which = f"all recommendations of {len(whole) or 'none'} of these" + (f" ({empty} make none)" if empty else "")
    found = f"{held} of {len(counted)} reviews{years}, were found in whole or part, and {of_which}."
    return f"{found} {sentence(weigh(recommendations, reviews))}"


def short(evidence: Evidence, nouns: tuple[str, str] = RECOMMENDATIONS) -> str:
    """Return the same for the foot of a figure.

    >>> short(Evidence(recommendations=3, published=0, official=1, secondary=2, lists=2, checked=0))
    'Rests on our paraphrase of 3 recommendations (1 seen on an official page, 2 in secondary sources); lists checked \
by a person: 0 of 2. Counts say at least how many.'
    """
    published, ours = evidence.published, evidence.paraphrased
    if not evidence.recommendations:
        return NOTHING
    parts = [f"the published text of {_several(published, nouns)}"] if published else []
    if ours:
        parts.append(f"our paraphrase of {_several(ours, nouns)} ({_where_seen(evidence)})")
    least = f" {AT_LEAST}" if ours else ""
    checked = f"lists checked by a person: {evidence.checked} of {evidence.lists}"
    return f"Rests on {' and on '.join(parts)}; {checked}.{least}"


def of_review(recommendations: pd.DataFrame, reviews: pd.DataFrame, review_id: str) -> str:
    """Return in one sentence what the recommendations found of one review rest on."""
    own = recommendations[recommendations["review_id"] == review_id]
    return sentence(weigh_rows(own[own["kind"].isin(ASKS)], reviews), OF_ONE_REVIEW)


def of_row(row: Row | pd.Series) -> str:
    """Return what one recommendation rests on: our paraphrase and where it was seen, or the published text.

    The host of a page stands for its publisher.
    """
    if row.edition == "official":
        return "the published text"
    if not row.seen_at:
        return "our paraphrase, of which it is not noted where it was seen"
    where = f", {row.seen_in}" if row.seen_in else ""
    return f"our paraphrase, seen at {host(row.seen_at)}{where}"


def host(address: str) -> str:
    """Return the host of an address as a reader knows it, or the address itself where it has none.

    >>> host("https://www.harbour.example/pier?page=2"), host("the library of the harbour")
    ('harbour.example', 'the library of the harbour')
    """
    return (urlsplit(address).hostname or address).removeprefix("www.")


def source_line(title: str, publisher: str, published: str, link: str = "") -> str:
    """Return where a document can be looked up: title, publisher, date and link, as far as each is known."""
    return ". ".join(part for part in (title, publisher, published or "no date known", link) if part)


def _be(count: int, past: bool = False) -> str:
    """Return the verb that goes with a number of things."""
    return ("was" if past else "is") if count == 1 else ("were" if past else "are")


def _several(count: int, nouns: tuple[str, str]) -> str:
    return f"{count} {nouns[0] if count == 1 else nouns[1]}"


def _where_seen(evidence: Evidence, kinds: str = "") -> str:
    """Return where the substance of our paraphrases was seen."""
    places = [f"{evidence.official or 'none'} seen on an official page"]
    if evidence.secondary:
        places.append(
            f"{evidence.secondary} in {'a secondary source' if evidence.secondary == 1 else 'secondary sources'}{kinds}"
        )
    if evidence.unknown:
        places.append(f"of {evidence.unknown} it is not noted where")
    return ", ".join(places)


def _checked_words(evidence: Evidence) -> str:
    """Return how many of the lists a person has checked."""
    if evidence.lists == 1:
        return f"{'a' if evidence.checked else 'no'} person has checked the list"
    return f"a person has checked {evidence.checked or 'none'} of the {evidence.lists} lists"
