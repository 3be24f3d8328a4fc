"""Tell the doors which review is looked for, and whose hosts are publishers'.

Input: the catalogue and the addresses of a corpus. Output: `Wanted` for a review. Words that many titles share say
little of any one of them, so they are counted over the catalogue.
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from reviewkit.acquisition.fetch.doors import choice
from reviewkit.acquisition.fetch.doors.steps import Wanted, host_of
from reviewkit.base import paths
from reviewkit.base.files import read_text_columns

LEAST_TITLES = 5  # with a word, to call it common
COMMON_SHARE = 0.08  # of the titles
MOST_NAMES = 12  # of a review: its titles, long and short
Abbreviations = tuple[tuple[str, str], ...]  # phrase, short form
HOSTS_FILE = "publisher_hosts.csv"


def publisher_hosts() -> tuple[str, ...]:
    """Return the hosts of publishers, each of which stands for those below it too."""
    return tuple(read_text_columns(paths.data_file(HOSTS_FILE))["host"])


def common_words(catalogue: pd.DataFrame, abbreviations: Abbreviations = ()) -> frozenset[str]:
    """Return the words that many titles of a catalogue share, and the abbreviations of its subject."""
    counts = Counter(word for title in catalogue["title"] for word in set(choice.title_words(title)))
    least = max(LEAST_TITLES, COMMON_SHARE * len(catalogue))
    return frozenset(word for word, count in counts.items() if count >= least) | {
        short.lower() for _, short in abbreviations
    }


def wanted_review(
    row: dict[str, object],
    catalogue: pd.DataFrame,
    common: frozenset[str],
    hosts: tuple[str, ...],
    urls: list[str],
    abbreviations: Abbreviations = (),
) -> Wanted:
    """Return what is looked for, for one row of the catalogue; `urls` are its addresses.

    `abbreviations` are the phrases of the subject that titles of links have short.
    """
    title, short_title = str(row["title"]), str(row["short_title"])
    head = title.partition(":")[0]
    heads = [str(other).partition(":")[0] for other in catalogue["title"]]
    own_head = head != title and heads.count(head) == 1 and len(choice.title_words(head)) >= choice.LEAST_WORDS
    names = [title, short_title, head if own_head else ""]
    for phrase, short in abbreviations:
        names += [re.sub(re.escape(phrase), short, name, flags=re.I) for name in names]
    years = {str(row["date_published"])[:4], *choice.YEAR.findall(title)} - {""}
    own_hosts = [host for url in urls if (host := host_of(url))]
    unique = tuple(dict.fromkeys(filter(None, names)))[:MOST_NAMES]
    return Wanted(title, unique, frozenset(years), common, tuple(dict.fromkeys([*hosts, *own_hosts])))
