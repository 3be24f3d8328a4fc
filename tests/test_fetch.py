"""Fetch: official documents come whole, politely and from the public network alone, and nothing at hand is lost."""

from __future__ import annotations

import _socket  # the resolver under the one that the tests close: it reads numbers without asking anybody
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pandas as pd
import pytest
from helpers import serving
from helpers.serving import Publisher, api, begins, cut, document, first, moved, publisher, says
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from protego import Protego

from reviewkit.acquisition.fetch import addresses, connection, fetching, http, retry, robots
from reviewkit.acquisition.fetch.fetching import fetch_address
from reviewkit.acquisition.fetch.policy import FetchPolicy, Outcome
from reviewkit.base import paths
from reviewkit.base.errors import OfflineError, TableError
from reviewkit.corpus import tables

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1200 + b"\n%%EOF\n"  # 300 KB: more than is read at a time
NEWER = PDF.replace(b"1.7", b"2.0")
PAGE = b"<!DOCTYPE html>\n<html><body><h1>A review</h1></body></html>"
HALF = len(PDF) // 2
PUBLIC = "93.184.215.14"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no certificates of the machine that the tests run on."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name.endswith("CA_BUNDLE")]:
        monkeypatch.delenv(name)


@pytest.fixture
def site() -> Iterator[Publisher]:
    """A publisher."""
    with publisher() as there:
        yield there


@pytest.fixture
def corpus(tmp_path: Path) -> paths.Folders:
    """An empty corpus in a folder of its own."""
    (tmp_path / "corpus" / "official").mkdir(parents=True)
    corpus = tmp_path / "corpus"
    return paths.Folders(corpus, corpus / "figures", corpus / "build")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names resolve to, one number after the other, the last for good; numbers are read as ever."""
    known: dict[str, list[str]] = {"localhost": ["127.0.0.1"]}

    def resolve(host: str, port: int, *given: object, **named: object) -> list[tuple]:
        if host in known:
            host = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return _socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(retry, "check_connection", lambda policy: None)
    return known


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between requests, without the waiting."""
    waits: list[float] = []
    monkeypatch.setattr("reviewkit.acquisition.fetch.http.time.sleep", waits.append)
    return waits


def opened(site: Publisher, **rules: object) -> FetchPolicy:
    """Doors that let a test ask this publisher, and lose no time."""
    told = {"ports": frozenset({site.port}), "gov_uk": frozenset(), "pause": 0, "attempts": 3, "back_off": 0.001}
    return FetchPolicy(**{"private": True, "seconds": 5.0, "whole": 30.0, **told, **rules})


def row(review_id: str = "one", url: str = "", page: str = "", title: str = "A review") -> dict[str, object]:
    return {"review_id": review_id, "document": url, "landing": page, "title": title}


def listed(*rows: dict[str, object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A catalogue and its addresses, unchecked: what hostile ones may hold."""
    known = [
        {"review_id": one["review_id"], "role": role, "url": one[role]}
        for one in rows
        for role in ("document", "html_edition", "landing")
        if one.get(role)
    ]
    return tables.build(list(rows), "catalogue"), tables.build(known, "addresses")


def fetch_documents(rows: tuple[pd.DataFrame, pd.DataFrame], *given: object, **named: object) -> list[Outcome]:
    """What became of these reviews."""
    return fetching.fetch_documents(*rows, *given, **named)


def asked_for(site: Publisher, corpus: paths.Folders, path: str = "/one.pdf", **rules: object) -> Outcome:
    """One document of the publisher's."""
    return fetch_documents(listed(row(url=site.address + path)), corpus, doors=opened(site, **rules))[0]


def files(corpus: paths.Folders) -> list[str]:
    return sorted(path.name for path in corpus.official.iterdir())


def tree(corpus: paths.Folders) -> dict[str, bytes]:
    """All that is in the corpus and around it."""
    found = {path: path.read_bytes() if path.is_file() else b"" for path in corpus.corpus.parent.rglob("*")}
    return {str(path): body for path, body in found.items()}


def locked(corpus: paths.Folders) -> dict[str, str]:
    rows = tables.load(corpus.corpus / "fetched.csv", "fetched")
    return dict(zip(rows["document"], rows["sha256"], strict=True))


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


# What comes, and how it is asked for


def test_a_document_comes_byte_for_byte_and_the_lock_says_where_from(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = document(PDF)
    outcome = asked_for(site, corpus)
    assert outcome == Outcome("one", "fetched", "one.pdf", f"{site.address}/one.pdf", "0.3 MB", "")
    assert files(corpus) == ["one.pdf"] and (corpus.official / "one.pdf").read_bytes() == PDF
    lock = tables.load(corpus.corpus / "fetched.csv", "fetched").to_dict("records")
    said = {"review_id": "one", "document": "one.pdf", "address": f"{site.address}/one.pdf", "sha256": sha256(PDF)}
    assert lock == [{**said, "bytes": len(PDF), "etag": '"one"', "last_modified": ""}]


def test_documents_come_in_the_order_of_the_catalogue_one_at_a_time(site: Publisher, corpus: paths.Folders) -> None:
    for name in "bca":
        site.pages[f"/{name}.pdf"] = document(PDF + name.encode())
    told: list[tuple[str, int, int]] = []
    rows = listed(*(row(name, f"{site.address}/{name}.pdf") for name in "bca"))
    outcomes = fetch_documents(rows, corpus, tell=lambda *said: told.append(said), doors=opened(site))
    assert [one.review_id for one in outcomes] == ["b", "c", "a"] and {one.state for one in outcomes} == {"fetched"}
    assert site.paths() == ["/b.pdf", "/c.pdf", "/a.pdf"] and set(site.at_once) == {1}
    assert list(locked(corpus)) == ["a.pdf", "b.pdf", "c.pdf"] and told[-1] == ("documents", 3, 3)


def test_a_host_is_given_time_between_two_requests(site: Publisher, corpus: paths.Folders, slept: list[float]) -> None:
    site.pages.update({"/one.pdf": document(PDF), "/two.pdf": document(PDF)})
    rows = listed(row("one", f"{site.address}/one.pdf"), row("two", f"{site.address}/two.pdf"))
    fetch_documents(rows, corpus, doors=opened(site, pause=7.0))
    assert len(slept) == 2 and all(6 < wait <= 7 for wait in slept)  # robots.txt, then the two


@pytest.mark.parametrize(("wanted", "at_most"), [("4", 4), ("86400", 30)])
def test_the_pause_that_robots_txt_wants_is_kept_within_reason(
    site: Publisher, corpus: paths.Folders, slept: list[float], wanted: str, at_most: float
) -> None:
    site.pages.update(
        {"/one.pdf": document(PDF), "/robots.txt": says(f"User-agent: *\nCrawl-delay: {wanted}".encode())}
    )
    assert asked_for(site, corpus, whole=100.0).state == "fetched"
    assert len(slept) == 1 and at_most - 1 < slept[0] <= at_most


def test_only_the_reviews_named_are_asked_for(site: Publisher, corpus: paths.Folders) -> None:
    site.pages.update({"/one.pdf": document(PDF), "/two.pdf": document(PDF)})
    rows = listed(row("one", f"{site.address}/one.pdf"), row("two", f"{site.address}/two.pdf"))
    assert [one.review_id for one in fetch_documents(rows, corpus, ["two"], doors=opened(site))] == ["two"]
    assert site.paths() == ["/two.pdf"]
    with pytest.raises(TableError, match="'three'"):
        fetch_documents(rows, corpus, ["one", "three"], doors=opened(site))


def test_a_server_is_told_who_asks_and_nothing_else(
    site: Publisher, corpus: paths.Folders, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    site.pages["/one.pdf"] = says(status=302, Location="/two.pdf", Set_Cookie="who=you; Path=/")
    site.pages["/two.pdf"] = document(PDF)
    rows = listed(row(url=f"{site.address}/one.pdf"))
    assert fetch_documents(rows, corpus, contact="ann@example.org\r\nX: y", doors=opened(site))[0].state == "fetched"
    for asked in site.asked:
        assert asked.headers["user-agent"].startswith("reviewkit/")
        assert "(reads published reviews for policy research; one request at a time; ann@example.org" in str(asked)
        assert asked.headers["accept-encoding"] == "identity"
        assert not {"cookie", "authorization", "x"} & set(asked.headers)


def test_a_person_behind_a_proxy_can_fetch_and_no_private_address_is_asked_of_it(
    site: Publisher, corpus: paths.Folders, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]
) -> None:
    monkeypatch.setenv("http_proxy", site.address)
    names["127.0.0.1"] = ["127.0.0.1"]
    site.pages["http://publisher.example/one.pdf"] = document(PDF)  # a name that only the proxy knows
    rows = listed(row("one", "http://publisher.example/one.pdf"), row("two", "http://10.0.0.1/two.pdf"))
    outcomes = fetch_documents(rows, corpus, doors=FetchPolicy(pause=0))
    assert [one.state for one in outcomes] == ["fetched", "refused"]
    assert site.paths() == ["http://publisher.example/one.pdf"]


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    corpus: paths.Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secured, vouched = certificate(tmp_path)
    with publisher(secured) as site:
        site.pages.update({"/one.pdf": document(PDF), "/two.pdf": moved("http://127.0.0.1/two.pdf")})
        assert asked_for(site, corpus).state == "failed" and site.asked == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(vouched))
        assert asked_for(site, corpus).state == "fetched"
        rules = opened(site, ports=frozenset({80, site.port}))
        (back,) = fetch_documents(listed(row("two", f"{site.address}/two.pdf")), corpus, doors=rules)
        assert (back.state, "from https to http" in back.what) == ("refused", True)


def certificate(folder: Path) -> tuple[object, Path]:
    """A server's secrets for this machine, and the file by which a client may trust it."""
    import datetime
    import ipaddress
    import ssl

    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - datetime.timedelta(1))
    made = made.not_valid_after(now + datetime.timedelta(1))
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = made.add_extension(here, False).add_extension(x509.BasicConstraints(True, None), True)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = made.sign(key, hashes.SHA256()).public_bytes(pem)
    (folder / "server.pem").write_bytes(private + public)
    (folder / "vouched.pem").write_bytes(public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context, folder / "vouched.pem"


# robots.txt


def test_what_robots_txt_closes_is_not_asked_for(site: Publisher, corpus: paths.Folders) -> None:
    site.pages.update({"/robots.txt": says(b"User-agent: reviewkit\nDisallow: /shut/"), "/shut/one.pdf": document(PDF)})
    site.pages.update({"/open.pdf": document(PDF), "/way.pdf": moved("/shut/one.pdf")})
    rows = [row("a", f"{site.address}/shut/one.pdf"), row("b", f"{site.address}/way.pdf")]
    outcomes = fetch_documents(listed(*rows, row("c", f"{site.address}/open.pdf")), corpus, doors=opened(site))
    assert [one.state for one in outcomes] == ["refused", "refused", "fetched"]
    assert "robots.txt" in outcomes[0].what and "corpus/inbox/" in outcomes[0].next_step
    assert [one.path for one in site.asked] == ["/robots.txt", "/way.pdf", "/open.pdf"]  # robots.txt once


def test_a_robots_txt_that_names_thousands_of_programs_is_short_work() -> None:
    """Kept apart, each of them would get a copy of each rule: some hundred million."""
    names = [f"User-agent: *bot{number}*\nuser  agent bot{number}" for number in range(10_000)]
    rules = [f"Disallow: /{number}" for number in range(20_000)]
    read = robots.our_rules("\n".join([*names, "User-agent: Review*", *rules]))
    assert len({rule for rule in read.splitlines() if rule.startswith("User-agent")}) == 2
    assert not Protego.parse(read).can_fetch("http://publisher.example/7", "reviewkit")


def test_where_robots_txt_cannot_be_had_nothing_is_asked_for_this_time(site: Publisher, corpus: paths.Folders) -> None:
    site.pages.update({"/robots.txt": says(status=500), "/one.pdf": document(PDF)})
    outcome = asked_for(site, corpus)
    assert (outcome.state, "robots.txt" in outcome.what) == ("failed", True) and site.paths() == []


# Attempts


def test_a_server_that_is_down_for_a_moment_is_asked_again(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = first(says(status=503), says(status=503), document(PDF))
    assert asked_for(site, corpus).state == "fetched" and len(site.paths()) == 3


def test_what_is_not_there_is_asked_for_once(site: Publisher, corpus: paths.Folders) -> None:
    outcome = asked_for(site, corpus)
    assert (outcome.state, outcome.file, len(site.paths())) == ("failed", "", 1) and "404" in outcome.what


@pytest.mark.parametrize(("said", "state", "times"), [("8", "fetched", 2), ("7200", "by hand", 1)])
def test_a_server_that_says_when_to_come_back_is_heard(
    site: Publisher, corpus: paths.Folders, slept: list[float], said: str, state: str, times: int
) -> None:
    site.pages["/one.pdf"] = first(says(status=429, Retry_After=said), document(PDF))
    assert asked_for(site, corpus, whole=86_400.0).state == state and len(site.paths()) == times
    assert slept == [8.0] * (times - 1)


def test_a_silent_server_is_given_up(site: Publisher, corpus: paths.Folders) -> None:
    quiet = threading.Event()
    site.pages["/one.pdf"] = lambda asked: bool(quiet.wait(3)) or begins(asked, 503, {})
    outcome = asked_for(site, corpus, seconds=0.5, attempts=2)
    quiet.set()
    assert (outcome.state, "is silent" in outcome.what, len(site.paths())) == ("failed", True, 2)


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_sends_a_byte_at_a_time_is_given_up(site: Publisher, corpus: paths.Folders, where: str) -> None:
    over, sent = threading.Event(), []

    def dribbles(asked: BaseHTTPRequestHandler) -> None:
        if where == "body":
            begins(asked, 200, {"Content_Length": str(len(PDF)), "Content_Type": "application/pdf", "ETag": '"one"'})
        said = PDF if where == "body" else b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000
        for place in range(1000):
            asked.wfile.write(said[place : place + 1])
            sent.append(place)
            if over.wait(0.02):
                break

    site.pages["/one.pdf"] = dribbles
    outcome = asked_for(site, corpus, whole=1.5)
    over.set()
    assert (outcome.state, "was not done" in outcome.what) == ("failed", True) and 0 < len(sent) < 500
    assert files(corpus) == ([".one.part", ".one.part.json"] if where == "body" else [])
    site.pages["/one.pdf"] = document(PDF)
    assert asked_for(site, corpus).state == "fetched" and files(corpus) == ["one.pdf"]
    assert ("range" in site.asked[-1].headers) == (where == "body")


# Going on after a cut


def test_after_a_cut_only_the_rest_is_asked_for(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = first(cut(PDF, HALF, ETag='"one"'), document(PDF))
    assert asked_for(site, corpus).state == "fetched"
    assert (corpus.official / "one.pdf").read_bytes() == PDF and files(corpus) == ["one.pdf"]
    again = site.asked[-1].headers
    assert (again["range"], again["if-range"]) == (f"bytes={HALF}-", '"one"')


OLD = {"Last_Modified": "Wed, 21 Oct 2015 07:28:00 GMT", "Date": "Thu, 22 Oct 2015 07:28:00 GMT"}
AGAIN = {
    "a server without ranges": ({"ETag": '"one"'}, document(PDF, ranges=False)),
    "a new edition meanwhile": ({"ETag": '"zero"'}, document(PDF)),
    "a part from another place": ({"ETag": '"one"'}, says(PDF[7:], 206, Content_Range=f"bytes 7-{len(PDF)}/*")),
    "a part of another edition": (
        {"ETag": '"one"'},
        says(PDF[HALF:], 206, ETag='"two"', Content_Range=f"bytes {HALF}-{len(PDF) - 1}/{len(PDF)}"),
    ),
    "nothing more to send": ({"ETag": '"one"'}, says(status=416)),
}


@pytest.mark.parametrize("case", AGAIN)
def test_where_the_rest_does_not_fit_the_document_comes_anew(site: Publisher, corpus: paths.Folders, case: str) -> None:
    headers, second = AGAIN[case]
    site.pages["/one.pdf"] = first(cut(NEWER, HALF, **headers), second, document(PDF))
    assert asked_for(site, corpus).state == "fetched"
    assert (corpus.official / "one.pdf").read_bytes() == PDF and files(corpus) == ["one.pdf"]
    assert any("range" in asked.headers for asked in site.asked)


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"one"'}, {"Last_Modified": OLD["Last_Modified"]}])
def test_what_names_no_edition_to_the_byte_comes_anew(
    site: Publisher, corpus: paths.Folders, headers: dict[str, str]
) -> None:
    site.pages["/one.pdf"] = first(cut(NEWER, HALF, Date=OLD["Last_Modified"], **headers), document(PDF))
    assert asked_for(site, corpus).state == "fetched" and (corpus.official / "one.pdf").read_bytes() == PDF
    assert not any("range" in asked.headers for asked in site.asked)


def test_a_part_goes_on_by_an_old_enough_date_too(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = first(cut(PDF, HALF, **OLD), document(PDF, etag=""))
    assert asked_for(site, corpus).state == "fetched" and (corpus.official / "one.pdf").read_bytes() == PDF
    assert site.asked[-1].headers["if-range"] == OLD["Last_Modified"]


def test_a_part_of_another_address_is_not_gone_on_with(site: Publisher, corpus: paths.Folders) -> None:
    site.pages.update({"/old.pdf": cut(NEWER, HALF, ETag='"one"'), "/one.pdf": document(PDF)})
    assert asked_for(site, corpus, "/old.pdf", attempts=1).state == "failed"
    assert files(corpus) == [".one.part", ".one.part.json"]
    assert asked_for(site, corpus).state == "fetched" and (corpus.official / "one.pdf").read_bytes() == PDF


def test_a_server_may_send_the_rest_in_pieces(site: Publisher, corpus: paths.Folders) -> None:
    piece = f"bytes {HALF}-{HALF + 99}/{len(PDF)}"
    pieces = says(PDF[HALF : HALF + 100], 206, Content_Range=piece, ETag='"one"', Content_Type="application/pdf")
    site.pages["/one.pdf"] = first(cut(PDF, HALF, ETag='"one"'), pieces, document(PDF))
    assert asked_for(site, corpus).state == "fetched" and (corpus.official / "one.pdf").read_bytes() == PDF
    assert site.asked[-1].headers["range"] == f"bytes={HALF + 100}-"


def test_a_cut_in_chunks_is_a_cut(site: Publisher, corpus: paths.Folders) -> None:
    def chunked(asked: BaseHTTPRequestHandler) -> None:
        begins(asked, 200, {"Transfer_Encoding": "chunked", "Content_Type": "application/pdf"})
        asked.wfile.write(b"%x\r\n" % HALF + PDF[:HALF] + b"\r\n")
        asked.close_connection = True

    site.pages["/one.pdf"] = chunked
    outcome = asked_for(site, corpus)
    assert (outcome.state, "cut off" in outcome.what, files(corpus)) == ("failed", True, [])


def test_what_comes_in_chunks_is_whole_whatever_length_is_declared(site: Publisher, corpus: paths.Folders) -> None:
    def chunked(asked: BaseHTTPRequestHandler) -> None:
        begins(asked, 200, {"Transfer_Encoding": "chunked", "Content_Length": "7", "Content_Type": "application/pdf"})
        asked.wfile.write(b"%x\r\n" % len(PDF) + PDF + b"\r\n0\r\n\r\n")

    site.pages["/one.pdf"] = chunked
    assert asked_for(site, corpus).state == "fetched" and (corpus.official / "one.pdf").read_bytes() == PDF


def test_a_killed_run_leaves_a_part_from_which_the_next_goes_on(site: Publisher, corpus: paths.Folders) -> None:
    """The program says when the part that was sent is on its disk and it asks for more: then it is killed."""
    over, come = threading.Event(), 2 * http.CHUNK + 100  # the last of it smaller than what a file holds back

    def stalls(asked: BaseHTTPRequestHandler) -> None:
        begins(asked, 200, {"Content_Length": str(len(PDF)), "Content_Type": "application/pdf", "ETag": '"one"'})
        asked.wfile.write(PDF[:come])
        asked.wfile.flush()
        over.wait()
        asked.close_connection = True

    site.pages["/one.pdf"] = stalls
    code = f"""
from pathlib import Path
from reviewkit.acquisition.fetch import http
from reviewkit.acquisition.fetch.fetching import fetch_documents
from reviewkit.acquisition.fetch.policy import FetchPolicy
from reviewkit.base.paths import Folders
from reviewkit.corpus import tables

def telling(*given, whole=http.chunks):
    had = 0
    for chunk in whole(*given):
        yield chunk
        had += len(chunk)
        if had == {come}:
            print("part", flush=True)

http.chunks = telling
corpus = Path({str(corpus.corpus)!r})
rows = tables.build([{{"review_id": "one", "title": "A review"}}], "catalogue")
known = [{{"review_id": "one", "role": "document", "url": "{site.address}/one.pdf"}}]
addresses = tables.build(known, "addresses")
policy = FetchPolicy(private=True, ports=frozenset({{{site.port}}}))
fetch_documents(rows, addresses, Folders(corpus, corpus / "figures", corpus / "build"), doors=policy)
"""
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    told = run.stdout.readline()
    run.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    run.communicate()
    over.set()
    assert told == "part\n"
    assert files(corpus) == [".one.part", ".one.part.json"]
    assert (corpus.official / ".one.part").stat().st_size == come
    site.pages["/one.pdf"] = document(PDF)
    assert asked_for(site, corpus).state == "fetched" and files(corpus) == ["one.pdf"]
    assert (corpus.official / "one.pdf").read_bytes() == PDF
    assert site.asked[-1].headers["range"] == f"bytes={come}-"


# What it is

KINDS = {
    "a PDF": (PDF, "application/pdf", ".pdf"),
    "a PDF that says nothing": (PDF, "", ".pdf"),
    "a PDF as any bytes": (PDF, "application/octet-stream", ".pdf"),
    "a PDF that is called a page": (PDF, "text/html; charset=utf-8", ".pdf"),
    "a PDF after some bytes": (b"\n" * 900 + PDF, "application/pdf", ".pdf"),
    "a page": (PAGE, "text/html; charset=utf-8", ".html"),
    "a page after comments": (b"\xef\xbb\xbf <!-- a --> <!-- %PDF-1.7 -->\n" + PAGE, "text/html", ".html"),
    "a page that is called a PDF": (PAGE, "application/pdf", "is a web page where a PDF was to come"),
    "a page as any bytes": (PAGE, "application/octet-stream", "is a web page where a PDF was to come"),
    "a page without a beginning": (b"<p>Please log in</p>", "text/html", "is neither a PDF nor a web page"),
    "a page of comments only": (b"<!---->" * 30_000, "text/html", "is neither a PDF nor a web page"),
    "an archive": (b"PK\x03\x04" + PDF, "application/pdf", "is an archive"),
    "a compressed file": (b"\x1f\x8b\x08" + PDF, "application/octet-stream", "is an archive"),
    "a picture": (b"\x89PNG" + PDF[10:], "image/png", "is a picture"),
    "a PDF that is called a film": (PDF, "video/mp4", "is called video/mp4"),
    "nothing": (b"", "application/pdf", "is empty"),
}


@pytest.mark.parametrize("case", KINDS)
def test_what_it_is_is_seen_by_its_bytes(site: Publisher, corpus: paths.Folders, case: str) -> None:
    body, kind, found = KINDS[case]
    site.pages["/one"] = says(body, Content_Type=kind) if kind else says(body)
    outcome = asked_for(site, corpus, "/one")
    if found.startswith("."):
        assert (outcome.state, outcome.file, files(corpus)) == ("fetched", f"one{found}", [f"one{found}"])
    else:
        assert outcome.state in ("refused", "failed") and found in outcome.what
        assert files(corpus) == [] and outcome.next_step


@pytest.mark.parametrize("path", ["/one.pdf", "/way.pdf"])
def test_a_page_to_log_in_is_no_review(site: Publisher, corpus: paths.Folders, path: str) -> None:
    """It is an honest web page; but the address was that of a PDF."""
    site.pages.update({"/one.pdf": says(PAGE, Content_Type="text/html"), "/way.pdf": moved("/login")})
    site.pages["/login"] = says(PAGE, Content_Type="text/html")
    assert asked_for(site, corpus, path).state == "refused" and files(corpus) == []


def test_what_is_sent_compressed_is_not_unpacked(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = says(b"\x1f\x8b\x08", Content_Type="application/pdf", Content_Encoding="gzip")
    outcome = asked_for(site, corpus)
    assert (outcome.state, "compressed" in outcome.what, files(corpus)) == ("refused", True, [])


@pytest.mark.parametrize("declared", [True, False])
def test_what_is_too_large_is_left_and_nothing_is_kept(site: Publisher, corpus: paths.Folders, declared: bool) -> None:
    def endless(asked: BaseHTTPRequestHandler) -> None:
        begins(asked, 200, {"Transfer_Encoding": "chunked", "Content_Type": "application/pdf"})
        for _ in range(1000):
            asked.wfile.write(b"%x\r\n" % len(PDF) + PDF + b"\r\n")

    site.pages["/one.pdf"] = document(PDF) if declared else endless
    outcome = asked_for(site, corpus, largest=len(PDF) - 1 if declared else 2 * len(PDF))
    assert (outcome.state, files(corpus)) == ("refused", [])
    assert (f"has {len(PDF)} bytes" if declared else "has more than") in outcome.what


def test_what_a_server_says_cannot_write_on_the_screen(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = says(PDF, Content_Type="text/\x1b[2Jplain\u0085")
    said = asked_for(site, corpus)
    assert said.state == "refused" and all(part.isprintable() for part in said)


# Where it leads


def test_a_document_that_moved_is_found(site: Publisher, corpus: paths.Folders) -> None:
    site.pages.update({"/old.pdf": moved("/new%20place/one.pdf", 301), "/new%20place/one.pdf": document(PDF)})
    outcome = asked_for(site, corpus, "/old.pdf")
    assert (outcome.state, outcome.address) == ("fetched", f"{site.address}/new%20place/one.pdf")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("/one.pdf", "more than 10 times"),
        ("file:///etc/passwd", "only http and https"),
        ("data:application/pdf,%25PDF-1.7", "only http and https"),
        ("http://127.0.0.1:9/one.pdf", "at port 9"),
        ("http://somebody:secret@127.0.0.1/one.pdf", "a name or a password"),
        ("http://127.0.0.2:{port}/one.pdf", "no public address"),
        ("//10.0.0.1:{port}/one.pdf", "no public address"),
        ("http://[::1]:{port}/one.pdf", "no public address"),
        ("http://[::1/one.pdf", "no address"),
        ("http://127.0.0.1\\@10.0.0.1/", "a sign that no address has"),
    ],
)
def test_a_document_that_moved_somewhere_else_is_left_there(
    site: Publisher, corpus: paths.Folders, names: dict, monkeypatch: pytest.MonkeyPatch, to: str, why: str
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda number: number == "127.0.0.1")  # the one that may be asked
    site.pages["/one.pdf"] = moved(to.replace("{port}", str(site.port)))
    outcome = asked_for(site, corpus, private=False)
    assert (outcome.state, files(corpus)) == ("refused", []) and why in outcome.what
    assert len(site.paths()) == (11 if "times" in why else 1) == len(site.connections) - 1


HOSTILE = [
    "file:///etc/passwd", "ftp://publisher.example/one.pdf", "data:application/pdf,%25PDF-1.7", "javascript:alert(1)",
    "//127.0.0.1:{port}/one.pdf", "/one.pdf", "one.pdf", "http://", "http:///one.pdf", "http://:{port}/", "https://[",
    "http://somebody:secret@127.0.0.1:{port}/one.pdf", "http://publisher.example@127.0.0.1:{port}/one.pdf",
    "http://publisher.example\\@127.0.0.1:{port}/one.pdf", "http://publisher.example:22/",
    "http://publisher.example:99999/", "http://127.0.0.1:{port}/one.pdf", "http://10.0.0.1/one.pdf",
    "http://169.254.169.254/latest/meta-data/", "http://[::1]/one.pdf", "http://[::ffff:127.0.0.1]:{port}/one.pdf",
    "http://[64:ff9b::7f00:1]/one.pdf", "http://[2002:7f00:1::]/one.pdf", "http://[::7f00:1]/one.pdf",
    "http://[fe80::1%25lo]/one.pdf", "http://[ff02::1]/one.pdf", "http://2130706433:{port}/one.pdf",
    "http://0x7f.1:{port}/one.pdf", "http://017700000001:{port}/one.pdf", "http://１２７.0.0.1:{port}/one.pdf",
    "http://0:{port}/one.pdf", "http://224.0.0.1/one.pdf", "http://100.64.0.1/one.pdf", "http://localhost:{port}/one.pdf",
    "http://LOCALHOST.:{port}/one.pdf", "http://inside.example:{port}/one.pdf", "http://a\r\nHost: b/", "http://\x00/",
    " http://127.0.0.1 :{port}/one.pdf", "http://" + "a" * 300 + ".example/one.pdf", "http://unknown.example/one.pdf",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_is_not_public_is_not_asked_and_leaves_no_trace(
    site: Publisher, corpus: paths.Folders, names: dict[str, list[str]], address: str
) -> None:
    names.update({"inside.example": ["127.0.0.1"], "localhost.": ["127.0.0.1"], "publisher.example": [PUBLIC]})
    address = address.replace("{port}", str(site.port))
    corpus.official.rmdir()
    before = tree(corpus)
    rows = listed(row("one", address), row("two", page=address), row("three", page=f"{address}.pdf"))
    rules = FetchPolicy(pause=0, attempts=1, ports=frozenset({80, 443, site.port}))
    found = fetch_documents(rows, corpus, doors=rules)
    wrong = "failed" if "unknown" in address else "refused"
    assert found[0].state == wrong and {one.state for one in found} <= {wrong, "by hand"}
    assert fetch_address(address, corpus.official / "one", doors=rules).state == found[0].state
    learned = {name: body for name, body in tree(corpus).items() if wrong == "refused" or "attempts.csv" not in name}
    assert learned == before and site.connections == []


def test_one_private_address_among_public_ones_is_enough(
    corpus: paths.Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in (PUBLIC, "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: both)
    (found,) = fetch_documents(listed(row(url="http://both.example/one.pdf")), corpus, doors=FetchPolicy(pause=0))
    assert (found.state, "10.0.0.1" in found.what) == ("refused", True)


def test_a_name_that_turns_private_between_the_look_and_the_asking_is_not_asked(
    site: Publisher, corpus: paths.Folders, names: dict[str, list[str]]
) -> None:
    names["turns.example"] = [PUBLIC, "127.0.0.1"]
    rules = FetchPolicy(pause=0, ports=frozenset({site.port}))
    before = tree(corpus)
    (found,) = fetch_documents(listed(row(url=f"http://turns.example:{site.port}/one.pdf")), corpus, doors=rules)
    assert (found.state, "led to 127.0.0.1 when it was asked" in found.what) == ("refused", True)
    assert site.asked == [] and tree(corpus) == before


@pytest.mark.parametrize(
    "review_id", ["", ".", "..", "../one", "a/b", "/tmp/one", "a\\b", "one.pdf", "One", "a b", "a\n"]
)
def test_a_review_whose_id_is_no_id_is_not_asked_for_and_leaves_no_trace(
    site: Publisher, corpus: paths.Folders, review_id: str
) -> None:
    site.pages["/one.pdf"] = document(PDF)
    before = tree(corpus)
    (found,) = fetch_documents(listed(row(review_id, f"{site.address}/one.pdf")), corpus, doors=opened(site))
    assert found.state == "refused" and tree(corpus) == before and site.connections == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.from_regex(r"https?://[^/]{0,20}(/.{0,20})?"), st.from_regex(r"[a-z]{0,6}:.{0,20}")))
def test_whatever_stands_for_an_address_is_answered_in_one_line(names: dict, tmp_path: Path, address: str) -> None:
    found = fetch_address(
        address, tmp_path / "one", doors=FetchPolicy(pause=0, attempts=1, seconds=0.01, ports=frozenset())
    )
    assert found.state == "refused" and all(part.isprintable() for part in found)
    assert list(tmp_path.iterdir()) == []


# Nothing at hand is lost


def test_what_has_not_changed_is_not_sent_again(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = document(PDF)
    asked_for(site, corpus)
    before = tree(corpus)
    (corpus.official / ".one.part").write_bytes(b"of an edition that was taken back")
    assert asked_for(site, corpus)[1:3] == ("unchanged", "one.pdf") and tree(corpus) == before
    assert site.asked[-1].headers["if-none-match"] == '"one"'


def test_the_same_bytes_again_are_no_new_edition(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = document(PDF, etag="")
    asked_for(site, corpus)
    before = tree(corpus)
    assert asked_for(site, corpus).state == "unchanged" and tree(corpus) == before


def test_the_date_of_a_document_is_asked_by_where_it_has_no_name(site: Publisher, corpus: paths.Folders) -> None:
    modified = OLD["Last_Modified"]
    site.pages["/one.pdf"] = says(PDF, Content_Type="application/pdf", Last_Modified=modified)
    asked_for(site, corpus)
    site.pages["/one.pdf"] = says(status=304)
    assert asked_for(site, corpus).state == "unchanged"
    assert site.asked[-1].headers["if-modified-since"] == modified


def test_a_new_edition_goes_beside_the_one_in_use(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = document(PDF)
    asked_for(site, corpus)
    site.pages["/one.pdf"] = document(NEWER, etag='"two"')
    beside = f"one@{sha256(NEWER)[:8]}.pdf"
    changed = asked_for(site, corpus)
    assert (changed.state, changed.file) == ("changed", beside)
    assert f"reviewkit add corpus/official/{beside} --id one" in changed.next_step
    assert (corpus.official / "one.pdf").read_bytes() == PDF and (corpus.official / beside).read_bytes() == NEWER
    assert locked(corpus) == {"one.pdf": sha256(PDF), beside: sha256(NEWER)}
    before = tree(corpus)
    again = asked_for(site, corpus)
    assert (again.state, again.file) == ("unchanged", "one.pdf") and beside in again.what
    assert tree(corpus) == before and site.asked[-1].headers["if-none-match"] == '"one", "two"'


def test_a_page_that_is_put_together_anew_each_time_is_a_new_edition_only_in_its_words(
    site: Publisher, corpus: paths.Folders
) -> None:
    body = PAGE.replace(b"<body>", b"<body><!-- 1 --><script nonce=1>var made = 1</script>")
    site.pages["/one"] = document(body, "text/html", etag="")
    asked_for(site, corpus, "/one")
    site.pages["/one"] = document(body.replace(b"1", b"2"), "text/html", etag="")
    before = tree(corpus)
    assert asked_for(site, corpus, "/one").state == "unchanged" and tree(corpus) == before
    site.pages["/one"] = document(body.replace(b"A review", b"The review"), "text/html", etag="")
    assert asked_for(site, corpus, "/one").state == "changed" and len(files(corpus)) == 2


def test_an_edition_that_a_person_took_over_is_the_one_in_use(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = document(PDF)
    asked_for(site, corpus)
    site.pages["/one.pdf"] = document(NEWER, etag='"two"')
    beside = asked_for(site, corpus).file
    (corpus.official / "one.pdf").write_bytes(NEWER)
    again = asked_for(site, corpus)
    assert (again.state, again.file, beside in again.what) == ("unchanged", "one.pdf", False)


def test_a_document_that_a_person_changed_is_not_touched(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/one.pdf"] = document(PDF)
    asked_for(site, corpus)
    (corpus.official / "one.pdf").write_bytes(PDF + b"a note")
    site.asked.clear()
    before = tree(corpus)
    found = asked_for(site, corpus)
    assert (found.state, found.file) == ("refused", "one.pdf") and "has been changed" in found.what
    assert tree(corpus) == before and site.asked == []


@pytest.mark.parametrize("name", ["one.pdf", "one.html"])
def test_a_document_that_a_person_put_there_is_left_alone(site: Publisher, corpus: paths.Folders, name: str) -> None:
    (corpus.official / name).write_bytes(b"mine")
    site.pages["/one.pdf"] = document(PDF)
    before = tree(corpus)
    found = asked_for(site, corpus)
    assert found[1:3] == ("unchanged", name) and "by hand" in found.what
    assert tree(corpus) == before and site.asked == []


def test_a_lost_document_is_fetched_again_and_another_edition_is_not_passed_off_as_it(
    site: Publisher, corpus: paths.Folders
) -> None:
    site.pages["/one.pdf"] = document(PDF)
    asked_for(site, corpus)
    (corpus.official / "one.pdf").unlink()
    assert asked_for(site, corpus).state == "fetched"
    (corpus.official / "one.pdf").unlink()
    site.pages["/one.pdf"] = document(NEWER, etag='"two"')
    found = asked_for(site, corpus)
    assert (found.state, found.file) == ("changed", "one.pdf") and sha256(PDF)[:8] in found.what


def test_a_lock_that_cannot_be_read_is_said_before_anything_is_asked(site: Publisher, corpus: paths.Folders) -> None:
    (corpus.corpus / "fetched.csv").write_text("document\none.pdf\n", encoding="utf-8")
    with pytest.raises(TableError, match="fetched.csv"):
        asked_for(site, corpus)
    assert site.asked == []


@pytest.mark.parametrize("link", ["official", "official/one.pdf", "official/.one.part", "official/.one.part.json"])
def test_nothing_is_written_through_a_link_that_leads_out(
    site: Publisher, corpus: paths.Folders, tmp_path: Path, link: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    if link == "official":
        corpus.official.rmdir()
    (corpus.corpus / link).symlink_to(outside if link == "official" else outside / "theirs")
    site.pages["/one.pdf"] = document(PDF)
    found = asked_for(site, corpus)
    assert (found.state, "link" in found.what) == ("refused", True)
    assert list(outside.iterdir()) == [] and site.asked == []


# Landing pages

LANDING = "/government/publications/a-review-of-cases"
TITLE = "A review of cases in the county"


def attached(title: str, url: str, kind: str = "application/pdf") -> dict[str, object]:
    form = "html" if kind == "text/html" else "file"
    return {
        "title": title,
        "url": url,
        "attachment_type": form,
        "content_type": kind,
        "filename": url.rpartition("/")[2],
    }


def landed(site: Publisher, corpus: paths.Folders, *attachments: dict[str, object]) -> Outcome:
    site.pages[f"/api/content{LANDING}"] = api(*attachments)
    site.pages.update({"/media/a.pdf": document(PDF), f"{LANDING}/a": says(PAGE, Content_Type="text/html")})
    rules = opened(site, gov_uk=frozenset({"127.0.0.1"}))
    return fetch_documents(listed(row(page=site.address + LANDING, title=TITLE)), corpus, doors=rules)[0]


RIGHT = attached(TITLE, "/media/a.pdf")
OTHER = attached("Equality impact assessment", "/media/b.pdf")
TAKEN = {
    "the only PDF": ([attached("Download", "/media/a.pdf")], "one.pdf"),
    "the one of that title": ([OTHER, RIGHT], "one.pdf"),
    "the one of that file name": ([OTHER, attached("", "/media/A_review_of-cases_in_the_county.pdf")], "one.pdf"),
    "the PDF before the page": (
        [attached(f"{TITLE} (accessible version)", f"{LANDING}/a", "text/html"), RIGHT],
        "one.pdf",
    ),
    "the page where there is no PDF": ([attached(TITLE, f"{LANDING}/a", "text/html"), OTHER], "one.html"),
    "the PDF among tables": ([attached(TITLE, "/media/a.csv", "text/csv"), RIGHT], "one.pdf"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_of_a_gov_uk_page_the_document_is_taken(site: Publisher, corpus: paths.Folders, case: str) -> None:
    attachments, name = TAKEN[case]
    site.pages["/media/A_review_of-cases_in_the_county.pdf"] = document(PDF)
    found = landed(site, corpus, *attachments)
    assert (found.state, found.file) == ("fetched", name) and files(corpus) == [name]


@pytest.mark.parametrize(
    "attachments",
    [
        [RIGHT, attached(f"{TITLE}: executive summary", "/media/b.pdf")],
        [OTHER, attached("Terms of reference", "/media/c.pdf")],
        [attached("Annex", f"{LANDING}/annex", "text/html")],
    ],
    ids=["two alike", "none alike", "a page of another title"],
)
def test_of_a_gov_uk_page_without_a_clear_choice_a_person_chooses(
    site: Publisher, corpus: paths.Folders, attachments: list[dict[str, object]]
) -> None:
    found = landed(site, corpus, *attachments)
    assert (found.state, found.file, files(corpus)) == ("by hand", "", [])
    for one_of in attachments:
        assert str(one_of["title"]) in found.next_step and f"{site.address}{one_of['url']}" in found.next_step


HOSTILE_API = [b"", b"[]", b"[" * 100_000, b'{"details": []}', b'{"details": {"attachments": [1, {"url": 1}, {}]}}']


@pytest.mark.parametrize("body", HOSTILE_API, ids=range(len(HOSTILE_API)))
def test_a_content_api_that_says_nothing_of_use_leaves_it_to_a_person(
    site: Publisher, corpus: paths.Folders, body: bytes
) -> None:
    site.pages[f"/api/content{LANDING}"] = says(body)
    rules = opened(site, gov_uk=frozenset({"127.0.0.1"}))
    assert fetch_documents(listed(row(page=site.address + LANDING)), corpus, doors=rules)[0].state == "by hand"


def test_an_attachment_inside_a_network_is_not_asked_for(
    site: Publisher, corpus: paths.Folders, names: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda number: number == "127.0.0.1")
    site.pages[f"/api/content{LANDING}"] = api(attached(TITLE, f"http://10.0.0.1:{site.port}/a.pdf"))
    rules = opened(site, gov_uk=frozenset({"127.0.0.1"}), private=False)
    (found,) = fetch_documents(listed(row(page=site.address + LANDING, title=TITLE)), corpus, doors=rules)
    assert (found.state, "10.0.0.1" in found.what) == ("refused", True)


def test_a_web_edition_of_gov_uk_is_the_document_itself(site: Publisher, corpus: paths.Folders) -> None:
    site.pages[f"{LANDING}/a"] = says(PAGE, Content_Type="text/html")
    rules = opened(site, gov_uk=frozenset({"127.0.0.1"}))
    (found,) = fetch_documents(listed(row(page=f"{site.address}{LANDING}/a")), corpus, doors=rules)
    assert (found.state, found.file) == ("fetched", "one.html")


def test_a_page_without_links_and_no_page_at_all_are_for_a_person(site: Publisher, corpus: paths.Folders) -> None:
    site.pages["/reviews/one"] = says(PAGE, Content_Type="text/html")
    rows = listed(row("one", page=f"{site.address}/reviews/one"), row("two"))
    about, nowhere = fetch_documents(rows, corpus, doors=opened(site))
    assert (about.state, nowhere.state, site.paths()) == ("by hand", "by hand", ["/reviews/one"])
    assert about.next_step.startswith(f"open {site.address}/reviews/one") and "corpus/inbox/" in about.next_step
    assert "corpus/inbox/" in nowhere.next_step


# One address, without a catalogue


def test_one_address_comes_into_the_file_named_and_nothing_is_written_over(site: Publisher, tmp_path: Path) -> None:
    site.pages.update({"/one.pdf": document(PDF), "/page": says(PAGE, Content_Type="text/html")})
    found = fetch_address(f"{site.address}/one.pdf", tmp_path / "new.review", doors=opened(site))
    assert found[:4] == ("", "fetched", "new.review.pdf", f"{site.address}/one.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["new.review.pdf"]
    assert fetch_address(f"{site.address}/page", tmp_path / "new.review", doors=opened(site)).state == "refused"
    assert (tmp_path / "new.review.pdf").read_bytes() == PDF and len(site.paths()) == 1


def test_a_server_that_nobody_answers_at_is_said_to_be_down(tmp_path: Path) -> None:
    with serving.publisher() as site:
        pass
    found = fetch_address(f"{site.address}/one.pdf", tmp_path / "one", doors=opened(site))
    assert found.state == "failed" and "does not answer" in found.what and list(tmp_path.iterdir()) == []


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No host is known to this machine; the hosts that it was asked for."""
    hosts: list[str] = []

    def resolve(host: str, *given: object, **named: object) -> list[tuple]:
        hosts.append(host)
        raise socket.gaierror("temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return hosts


def test_without_a_connection_that_is_told_at_once_and_nothing_more_is_tried(
    corpus: paths.Folders, unplugged: list[str], slept: list[float]
) -> None:
    rows = listed(*(row(f"review-{number}", url=f"https://host{number}.example/one.pdf") for number in range(3)))
    before = tree(corpus)
    with pytest.raises(OfflineError, match="no connection to the internet"):
        fetch_documents(rows, corpus)
    assert (slept, sorted(unplugged)) == ([], sorted(["host0.example", *connection.HOSTS]))
    assert tree(corpus) == before


def test_a_host_that_is_not_known_is_no_lost_connection_where_others_answer(
    corpus: paths.Folders, unplugged: list[str], slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_call", lambda host, reached: reached.set())
    (found,) = fetch_documents(listed(row(url="https://mistyped.example/one.pdf")), corpus)
    assert (found.state, "host that is not known (mistyped.example)" in found.what) == ("failed", True)


def test_where_a_proxy_is_set_a_lost_connection_is_not_guessed(
    unplugged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    connection.check_connection(FetchPolicy())
    assert unplugged == []
