"""Addresses: best first, of publishers' own hosts alone, and each with where it was seen."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from reviewkit.acquisition.fetch import archives, wanted
from reviewkit.acquisition.fetch.doors.steps import host_of, is_publishers
from reviewkit.base import paths
from reviewkit.corpus import addresses, tables

CORPUS = paths.ROOT / "corpus"
TRACES = re.compile(
    r"find_string|find_files|read_file|\bfetch\(|corpus=|crawl|\bshared/|/work|/tmp|https?://(localhost|127\.)", re.I
)


@pytest.fixture(scope="module")
def listed() -> pd.DataFrame:
    return addresses.load_addresses(paths.Folders(CORPUS, CORPUS, CORPUS))


@pytest.fixture(scope="module")
def catalogue() -> pd.DataFrame:
    return tables.load(CORPUS / "catalogue.csv", "catalogue")


def test_documents_come_before_web_editions_and_those_before_landing_pages(tmp_path: Path) -> None:
    rows = [("landing", "high", "a"), ("document", "medium", "b"), ("html_edition", "high", "c"),
            ("document", "high", "d"), ("document", "medium", "e")]  # fmt: skip
    known = [{"review_id": "one", "role": role, "confidence": level, "url": url} for role, level, url in rows]
    tables.save(tables.build(known, "addresses"), "addresses", tmp_path)
    ordered = addresses.load_addresses(paths.Folders(tmp_path, tmp_path, tmp_path))
    assert "".join(ordered["url"]) == "dbeca"
    assert addresses.first_page(ordered, "one") == "a" and addresses.first_page(ordered, "two") == ""


def test_most_reviews_that_count_have_an_address(listed: pd.DataFrame, catalogue: pd.DataFrame) -> None:
    counted = set(catalogue.loc[catalogue["in_denominator"] == "yes", "review_id"])
    texts = listed[listed["role"] != "landing"]
    assert len(counted & set(texts["review_id"])) >= 18 and len(counted & set(listed["review_id"])) >= 50


def test_every_address_is_of_a_document_of_the_catalogue(listed: pd.DataFrame, catalogue: pd.DataFrame) -> None:
    assert set(listed["review_id"]) - set(catalogue["review_id"]) == set()


def test_every_row_says_where_its_address_was_seen_and_how_likely_it_is(listed: pd.DataFrame) -> None:
    for column in ("role", "url", "format", "seen_in", "how", "confidence"):
        assert listed.loc[listed[column] == "", "url"].tolist() == [], f"addresses.csv: {column} is empty"
    derived = listed[~listed["how"].isin(["seen"])]
    assert derived["how"].str.startswith("derived: ").all() and not (derived["confidence"] == "high").any()


def test_no_address_is_of_a_third_partys_copy(listed: pd.DataFrame) -> None:
    hosts = wanted.publisher_hosts()
    for row in listed.itertuples():
        assert is_publishers(row.url, "", hosts), (
            f"addresses.csv, {row.review_id}: {host_of(row.url)} is no publisher's host that is known; if it is the "
            "publisher's own, add it to reviewkit/data/publisher_hosts.csv with whose it is, else take the row out"
        )
        assert not archives.is_archive(row.url), (
            f"addresses.csv, {row.review_id}: an archive's copy; give the page itself"
        )


def test_each_host_of_a_publisher_says_whose_it_is() -> None:
    hosts = pd.read_csv(paths.data_file(wanted.HOSTS_FILE))
    assert hosts["publisher"].notna().all() and hosts["host"].is_unique
    assert not [host for host in hosts["host"] if archives.is_archive(f"https://{host}/") or host.startswith("www.")]


def test_no_row_has_a_trace_of_how_it_was_looked_up(listed: pd.DataFrame) -> None:
    cells = [str(cell) for row in listed.itertuples(index=False) for cell in row]
    assert [cell for cell in cells if TRACES.search(cell)] == []
