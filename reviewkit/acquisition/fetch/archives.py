"""Make the addresses at which web archives keep copies of a page that is gone: for a person to open, never fetched.

Input: an address. Output: the archives' addresses, each of which lists the copies of all dates.
"""

from __future__ import annotations

from urllib.parse import urlsplit

NATIONAL_ARCHIVES = "https://webarchive.nationalarchives.gov.uk/ukgwa/*/"
INTERNET_ARCHIVE = "https://web.archive.org/web/*/"
HOSTS = ("webarchive.nationalarchives.gov.uk", "web.archive.org", "archive.org", "webarchive.org.uk", "archive.ph")
IN_NATIONAL_ARCHIVES = (".gov.uk", ".police.uk", ".nhs.uk", "iicsa.org.uk")  # what that archive takes in


def is_archive(address: str) -> bool:
    """Return whether an address is a web archive's."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return any(host == one or host.endswith(f".{one}") for one in HOSTS)


def named_copies(address: str) -> tuple[tuple[str, str], ...]:
    """Return the archives that may have copies of a page, likeliest first: name, and address of the list of copies.

    >>> named_copies("https://harbour.example/a")
    (('Internet Archive', 'https://web.archive.org/web/*/https://harbour.example/a'),)
    """
    host = urlsplit(address).hostname or ""
    official = any(host.endswith(one) for one in IN_NATIONAL_ARCHIVES)
    national = (("UK Government Web Archive", f"{NATIONAL_ARCHIVES}{address}"),) if official else ()
    return (*national, ("Internet Archive", f"{INTERNET_ARCHIVE}{address}"))


def copies(address: str) -> list[str]:
    """Return the addresses at which archives list copies of a page, likeliest first."""
    return [url for _, url in named_copies(address)]
