"""Documents are data from outside, and a run can be killed: neither costs more than its own row, and nothing is lost.

Each hostile file lies in the corpus beside a good review. It gives its right recommendations, or a row in `problems`
that names it; the good one is read all the same. The files are written here, by hand, byte by byte.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import os
import pickle
import random
import re
import runpy
import shutil
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pypdfium2
import pytest
from helpers import quick
from helpers.corpora import BODIES, DATA, Held, hashes, of, truth, written
from helpers.program import FIGURES, PACK, RUN
from PIL import Image

from reviewkit import pipeline
from reviewkit.base import atomic, cache, workers
from reviewkit.base import paths as base_paths
from reviewkit.corpus.corpus import TABLES
from reviewkit.extraction import reader
from reviewkit.figures import all_figures
from reviewkit.reports import outputs

pytestmark = [pytest.mark.drawn, pytest.mark.real_workers]
GOOD = Held("harbour-good-2031", official=DATA / "boxes-over-a-page.pdf")
SECONDS = 15  # for one document here: well under what the workers allow
PDF = runpy.run_path(str(DATA / "broken_files.py"))["pdf"]
ASKS = [
    "The harbour board should count the lamps on every pier each spring.",
    "The ferry company should train each deck hand in first aid before summer.",
    "The town council should publish its map of safe moorings every year.",
]
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
SHEET = b"/MediaBox [0 0 595 842]"
FONTS = (
    b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    b" /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >> >> >>"
)
TURNED = {90: b"0 1 -1 0 595 0 cm", 180: b"-1 0 0 -1 595 842 cm", 270: b"0 -1 1 0 0 842 cm"}


# --- PDFs, written by hand


def line(words: str, y: float, x: float = 72, size: float = 11, font: str = "F1") -> bytes:
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n".encode()


def asking(y: int = 720) -> bytes:
    """What a page draws that makes the three recommendations."""
    drawn = line("Recommendations", y, size=16, font="F2") + line("We make three recommendations.", y - 30)
    for number, ask in enumerate(ASKS, start=1):
        drawn += line(f"Recommendation {number}", y - 20 - 50 * number, size=12, font="F2")
        drawn += line(ask, y - 38 - 50 * number)
    return drawn


def stream(drawn: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(drawn), more, drawn)


def page(parent: int, content: int, sheet: bytes = SHEET) -> bytes:
    return b"<< /Type /Page /Parent %d 0 R %s %s /Contents %d 0 R >>" % (parent, sheet, FONTS, content)


def single(drawn: bytes, sheet: bytes = SHEET, filtered: bytes = b"") -> bytes:
    """A PDF of one page."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return PDF([CATALOGUE, pages, page(2, 4, sheet), stream(drawn, filtered)])


def many(count: int, lines: int = 2) -> bytes:
    """Pages of some lines; the last makes the recommendations."""
    objects = [CATALOGUE, b""]
    for number in range(1, count + 1):
        few = b"".join(line(f"Lamps were counted on pier {number}.", 720 - 14 * row) for row in range(lines))
        objects += [page(2, len(objects) + 2), stream(asking() if number == count else few)]
    kids = b" ".join(b"%d 0 R" % number for number in range(3, len(objects) + 1, 2))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return PDF(objects)


def deep_tree(depth: int) -> bytes:
    """A page under so many nodes, each the only child of the one before."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(2, depth + 2)]
    last = depth + 2
    return PDF([CATALOGUE, *nodes, page(last - 1, last + 1), stream(asking())])


def circular_tree() -> bytes:
    """A page tree whose second branch points back to its root."""
    root, back = b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 3 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 2 >>"
    return PDF([CATALOGUE, root, page(2, 4), stream(asking()), back])


def bomb() -> bytes:
    """A page of 300 kB that draws 300 MB."""
    packer, blank = zlib.compressobj(9), b" " * 1_000_000
    packed = [packer.compress(asking()), *(packer.compress(blank) for _ in range(300)), packer.flush()]
    return single(b"".join(packed), filtered=b"/Filter /FlateDecode ")


def million(before: bool) -> bytes:
    """A page of a million small characters, before or after the recommendations."""
    words = ("lamps and piers and boats at night " * 58)[:2000]
    small = b"".join(line(words, 2900 - 4 * row, size=2) for row in range(500))
    wide = b"/MediaBox [0 0 3000 3000]"
    return single(small + asking(500) if before else asking(500) + small, wide)


def drawings() -> bytes:
    """A page of 50,000 small squares under its text."""
    squares = (b"%d %d 5 5 re f\n" % (number % 500, number // 100) for number in range(50_000))
    return single(b"0.9 g\n" + b"".join(squares) + b"0 g\n" + asking())


def displaced(harm: Callable[[bytes], bytes]) -> bytes:
    """A PDF with its table of places harmed."""
    return harm(single(asking()))


def wrong_places(whole: bytes) -> bytes:
    return re.sub(rb"(\d{10}) 00000 n", lambda found: b"%010d 00000 n" % (int(found[1]) + 7), whole)


def own_place(whole: bytes) -> bytes:
    """The table of places says that the one before it is itself."""
    at = re.search(rb"startxref\n(\d+)", whole)
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + at[1])


def zipped() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("review.pdf", single(asking()))
    return into.getvalue()


def picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (60, 60)).save(into, "PNG")
    return into.getvalue()


# --- web pages


def web(before: str = "", after: str = "", charset: str = "utf-8") -> str:
    """A web page that makes the three recommendations."""
    asks = "".join(f'<h3 id="r{n}">Recommendation {n}</h3><p>{ask}</p>' for n, ask in enumerate(ASKS, start=1))
    head = f'<head><meta charset="{charset}"><title>Lamps in the harbour</title></head>'
    listed = f'<h1>Lamps in the harbour</h1>{before}<h2 id="asks">Recommendations</h2>{asks}{after}'
    return f'<!DOCTYPE html><html lang="en">{head}<body><main>{listed}</main></body></html>'


def null_bytes() -> bytes:
    return web().replace("harbour", "har\0bour").replace("</p>", "\0</p>").encode()


# --- the corpus of them

READ = {  # what is only odd: its recommendations are found
    "plain.pdf": lambda: single(asking()),
    "thousand-pages.pdf": lambda: many(1000),
    "deep-tree.pdf": lambda: deep_tree(500),
    **{f"rotated-{turn}.pdf": functools.partial(single, asking(), SHEET + b" /Rotate %d" % turn) for turn in TURNED},
    **{
        f"drawn-turned-{turn}.pdf": functools.partial(
            single, b"q %s\n%sQ" % (how, asking(500)), SHEET + b" /Rotate %d" % turn
        )
        for turn, how in TURNED.items()
    },
    "plain-page.html": lambda: web().encode(),
    "utf-16.html": lambda: web(charset="utf-16").encode("utf-16"),
}
HOSTILE = {  # what is read right, or named
    "huge-page.pdf": lambda: single(asking(), b"/MediaBox [0 0 20000 20000]"),
    "circular-tree.pdf": circular_tree,
    "circular-root.pdf": lambda: PDF([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
    "deep-objects.pdf": lambda: single(asking(), SHEET + b" /Deep " + b"[" * 10_000 + b"]" * 10_000),
    "deep-operands.pdf": lambda: single(b"[" * 10_000 + b"]" * 10_000 + b" TJ\n" + asking()),
    "bomb.pdf": bomb,
    "wrong-places.pdf": lambda: displaced(wrong_places),
    "wrong-start.pdf": lambda: displaced(lambda whole: re.sub(rb"startxref\n\d+", b"startxref\n99999", whole)),
    "own-place.pdf": lambda: displaced(own_place),
    "million-after.pdf": lambda: million(before=False),
    "million-before.pdf": lambda: million(before=True),
    "drawings.pdf": drawings,
    "random.pdf": lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(200_000) + b"\n%%EOF\n",
    "zipped.pdf": zipped,
    "picture.pdf": picture,
    "web.pdf": lambda: web().encode(),
    "forty-megabytes.html": lambda: web(after="<p>" + "Lamps on piers. " * 2_600_000 + "</p>").encode(),
    "deep-blocks.html": lambda: web("<div>" * 100_000, "</div>" * 100_000).encode(),
    "deep-runs.html": lambda: web(after="<b>" * 100_000 + "Lamps." + "</b>" * 100_000).encode(),
    "null-bytes.html": null_bytes,
    "utf-16-unmarked.html": lambda: web(charset="utf-16").encode("utf-16-le"),
}
FILES = READ | HOSTILE


def review_id(name: str) -> str:
    """The id under which a hostile file is laid into the corpus."""
    return f"hostile-{name.replace('.', '-')}-2031"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Done:
    """One run over a corpus of them all, and one good review."""
    held = (GOOD, *(Held(review_id(name), stated=len(ASKS)) for name in FILES))
    corpus = written(tmp_path_factory.mktemp("hostile") / "corpus", held)
    for name, made in FILES.items():
        path = Path(name)
        (corpus / "official" / f"{review_id(name)}{path.suffix}").write_bytes(made())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workers, "map_documents", functools.partial(workers.map_documents, seconds=SECONDS))
        return pipeline.run(corpus)


def asked(done: pipeline.Done, name: str) -> list[str]:
    """The words found in one of the files."""
    return [" ".join(text.split()) for text in of(done, review_id(name))["text"]]


def faults(done: pipeline.Done, name: str) -> pd.DataFrame:
    """The problems that name one of the files."""
    problems = done.corpus.problems[done.corpus.problems["what"] != "a body that is asked is not known"]
    return problems[problems["document"] == f"official/{review_id(name)}{Path(name).suffix}"]


def test_the_good_review_is_read_in_any_company(done: pipeline.Done) -> None:
    found = of(done, GOOD.review_id)
    assert [" ".join(text.split()) for text in found["text"]] == [
        row["text"] for row in truth("boxes-over-a-page")["recommendations"]
    ]
    assert done.read == len(FILES) + 1


@pytest.mark.parametrize("name", sorted(READ))
def test_what_is_only_odd_is_read(name: str, done: pipeline.Done) -> None:
    assert asked(done, name) == ASKS
    assert faults(done, name).empty


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_hostile_is_read_right_or_named(name: str, done: pipeline.Done) -> None:
    """And the row says what ails the file and what to do: not that the fault is ours."""
    said = faults(done, name)
    assert asked(done, name) == ASKS or not said.empty
    assert said["next_step"].all()
    assert said[said["what"].str.contains("fault of reviewkit")].empty


# --- memory

MEASURED = """
import os, resource, sys
from pathlib import Path
from reviewkit.extraction import reader

for path in sys.argv[1:]:
    assert len(reader.read_document(Path(path))["recommendations"]) == 3
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
os._exit(0)  # pages that were left open are not closed now
"""
LEFT_OPEN = """
import pypdfium2
left = []
for one in (pypdfium2.PdfDocument, pypdfium2.PdfPage, pypdfium2.PdfTextPage):
    one.close = lambda opened, *more, **named: left.append(opened)
"""
BETWEEN = """
import subprocess, sys
sys.exit(subprocess.run([sys.executable, "-c", *sys.argv[1:]]).returncode)
"""  # a small process: a child's peak begins with that of the process that started it
FLAT = 5  # times less than with everything left open; measured: 8.6


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is not told here")
def test_memory_is_flat_in_the_number_of_pages(tmp_path: Path) -> None:
    """Against the same reading that leaves open what it opened, on this machine and with its allocator."""
    paths = [tmp_path / f"{count}.pdf" for count in (200, 1000)]
    for path in paths:
        path.write_bytes(many(int(path.stem), lines=45))
    readings = [
        subprocess.Popen([sys.executable, "-c", BETWEEN, before + MEASURED, *paths], stdout=subprocess.PIPE, text=True)
        for before in ("", LEFT_OPEN)
    ]
    peaks = [[int(line) for line in reading.communicate()[0].split()] for reading in readings]
    assert [reading.returncode for reading in readings] == [0, 0]
    grown, grown_open = (after - before for before, after in peaks)
    assert grown * FLAT < grown_open, peaks


def test_no_more_than_one_page_of_a_document_is_open_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor more than one layer of text; each is counted at every opening and at the end."""
    opened: dict[str, list[pypdfium2.PdfPage | pypdfium2.PdfTextPage]] = {"pages": [], "layers": []}
    most = {"pages": 0, "layers": 0}

    def counted(what: str, opens: Callable[..., object]) -> Callable[..., object]:
        def counts(*given: object, **named: object) -> object:
            opened[what].append(opens(*given, **named))
            most[what] = max(most[what], sum(each.raw is not None for each in opened[what]))
            return opened[what][-1]

        return counts

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", counted("pages", pypdfium2.PdfDocument.get_page))
    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", lambda document, at: document.get_page(at))
    monkeypatch.setattr(pypdfium2.PdfPage, "get_textpage", counted("layers", pypdfium2.PdfPage.get_textpage))
    path = tmp_path / "many.pdf"
    path.write_bytes(many(20))
    for file in (path, DATA / "boxes-over-a-page.pdf"):
        assert len(reader.read_document(file)["recommendations"])
    assert len(opened["pages"]) > 20 and len(opened["layers"]) > 20
    assert most == {"pages": 1, "layers": 1}
    assert [each for found in opened.values() for each in found if each.raw is not None] == []


# --- names

NAMES = ("A review of lamps.pdf", 'it\'s "quoted".pdf', "Éclairé — ‘été’.pdf", "50% off & #1; $x.pdf", "lamps.PDF")


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    files = [tmp_path / name for name in (*NAMES, "Éclairé d'été.html")]
    for file in files:
        file.write_bytes(web().encode() if file.suffix == ".html" else single(asking()))
    for file, (answered, found, problems) in zip(files, reader.recommendations_of(files, BODIES), strict=True):
        assert answered == file
        assert [" ".join(text.split()) for text in found["text"]] == ASKS
        assert problems.empty


def test_a_corpus_may_lie_in_a_folder_of_any_name(tmp_path: Path) -> None:
    done = pipeline.run(written(tmp_path / 'l\'été "à" la mer & 50%', (GOOD,)))
    assert len(of(done, GOOD.review_id)) == len(truth("boxes-over-a-page")["recommendations"])


def test_a_file_in_the_folder_that_no_review_owns_is_named(tmp_path: Path) -> None:
    """Somebody put it there to be read; its name is no id of the catalogue, and silence would lose it."""
    corpus = written(tmp_path / "corpus", (Held("harbour-nothing-2034"),))
    for name in NAMES:
        (corpus / "official" / name).write_bytes(single(asking()))
    problems = pipeline.run(corpus).corpus.problems
    assert set(problems["document"]) == {f"official/{name}" for name in NAMES}
    assert problems["next_step"].all()


# --- a killed run

CHANGES = {"figures/changes.md", "figures/changes.csv"}
MIDST = "half of it"  # of a write: as before it, with what waits beside it
TORN = """
import os, signal, sys
from reviewkit.base import atomic

def write_with(path, writer, shared=False, whole=atomic.write_with, name=sys.argv.pop()):
    def fills(waiting):
        writer(waiting)
        if path.name == name:
            os.truncate(waiting, waiting.stat().st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
    return whole(path, fills, shared)

atomic.write_with = write_with
"""  # the program kills itself when half of one of its files is written
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop()),) * 2)
"""  # the system kills the program in the midst of the first file that grows larger
HELD = """
import sys
from reviewkit import build

def build_tables(*given, whole=build.build_tables):
    print("at work", flush=True)
    sys.stdin.readline()
    return whole(*given)

build.build_tables = build_tables
"""  # the program says when it has the corpus to itself, and goes on when it is told


class Killed(BaseException):
    """What ends a run from outside, and no handler of errors stops."""


def command(corpus: Path, before: str = "", *last: str) -> list[str]:
    return [sys.executable, "-c", before + RUN, "--corpus", str(corpus), "run", *last]


def ended(arguments: Sequence[str]) -> int:
    """Run the program in a group of its own until it ends, end what it leaves behind, and return its exit code."""
    silent = subprocess.DEVNULL
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    program = subprocess.Popen(arguments, stdout=silent, stderr=silent, env=quiet, start_new_session=True)
    code = program.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    return code


def made(corpus: Path) -> dict[str, str]:
    """Every table, figure and briefing of a corpus, and the tables that people may write too, each with a hash."""
    folders = base_paths.folders(corpus)
    beside = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in corpus.glob("*.csv")}
    return beside | {f"{place.name}/{name}": code
                     for place in (folders.tables, folders.figures, folders.build / "briefing")
                     if place.is_dir() for name, code in hashes(place).items()}  # fmt: skip


def half_written(corpus: Path, *wholes: dict[str, str]) -> list[str]:
    """Tables and figures that are there and not as an undisturbed run writes them; what still waits is hidden."""
    return [
        name
        for name, code in made(corpus).items()
        if not Path(name).name.startswith(".") and code not in [whole.get(name) for whole in wholes]
    ]


@contextlib.contextmanager
def at_each_write(meets: Callable[[Path, str], None]) -> Iterator[None]:
    """Call `meets` with a file and where it stands whenever half of a file is written.

    What is half there is whatever the writer fills: the file itself, if it were written in its place.
    """

    def write_with(path: Path, writer: Callable[[Path], object], shared: bool = False) -> Path:
        def fills(waiting: Path) -> None:
            writer(waiting)
            content = waiting.read_bytes()
            waiting.write_bytes(content[: len(content) // 2])
            meets(path, MIDST)
            waiting.write_bytes(content)

        return whole(path, fills, shared)

    whole = atomic.write_with
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(atomic, "write_with", write_with)
        yield


def once_each(make: Callable[..., object], key: Callable[..., object]) -> Callable[..., object]:
    """Give what was made before for the same key."""
    known: dict[object, object] = {}

    def remembered(*given: object) -> object:
        name = key(*given)
        if name not in known:
            known[name] = make(*given)
        return known[name]

    return remembered


ANSWER = once_each(
    lambda function, file: pickle.dumps(next(quick.each(function, [file]))[1]),
    lambda function, file: (pickle.dumps(function), file.name, file.read_bytes()),
)
PICTURES = once_each(  # the same figures, by which their drawings are kept too
    all_figures.draw_all, lambda corpus: cache.table_key([corpus.table(name) for name in outputs.DRAWN_FROM])
)


@contextlib.contextmanager
def quickly(drawn: bool) -> Iterator[None]:
    """Read the same documents, and draw the same tables, once only: at stake is what a run writes, and when."""

    def each(function: Callable[[Path], object], files: Sequence[Path]) -> Iterator[tuple[Path, object]]:
        yield from ((file, pickle.loads(ANSWER(function, file))) for file in files)

    with pytest.MonkeyPatch.context() as patched:
        quick.patch(patched, drawn=drawn, real_workers=False)
        patched.setattr(workers, "map_documents", each)
        patched.setattr(all_figures, "draw_all", PICTURES)
        yield


class Moment(NamedTuple):
    """A corpus as a kill leaves it: when it came, on which side of a write, and of which file."""

    name: str
    side: str
    corpus: Path


class Undisturbed(NamedTuple):
    """A corpus given a review after its run; the same after two runs more; what each of the three made; all between."""

    before: Path
    after: Path
    was: dict[str, str]
    makes: list[dict[str, str]]
    moments: list[Moment]
    unseen: set[str]  # files that were written, and not by the writer that is watched


def watched(folder: Path, wanted: Callable[[str], bool]) -> Undisturbed:
    """Run a corpus to which a review was just added, and copy it in the midst of each write of a wanted file."""
    before = written(folder / "before", (GOOD, Held("harbour-new-2038")))
    pipeline.run(before)
    shutil.copy(DATA / "decimals.pdf", before / "official" / "harbour-new-2038.pdf")
    corpus, moments, seen = shutil.copytree(before, folder / "corpus"), [], set()
    there = {path: path.stat() for path in corpus.rglob("*")}

    def meets(path: Path, side: str) -> None:
        name = path.relative_to(corpus).as_posix()
        seen.add(name)
        if wanted(name):
            moments.append(Moment(name, side, shutil.copytree(corpus, folder / f"{len(moments)}")))

    with at_each_write(meets):
        pipeline.run(corpus)
    once = made(corpus)
    moments.append(Moment("all of them", "after", shutil.copytree(corpus, folder / "whole")))
    new = {path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file() and (
        path not in there or (path.stat().st_ino, path.stat().st_mtime_ns)
        != (there[path].st_ino, there[path].st_mtime_ns))}  # fmt: skip
    pipeline.run(corpus)
    return Undisturbed(before, corpus, made(before), [once, made(corpus)], moments, new - seen)


def carried_on(moment: Moment, undisturbed: Undisturbed, folder: Path) -> str:
    """Say what is wrong with a corpus that was killed, now and after the next run; nothing, where all is well.

    What changed is told as if nothing had been, unless the run had come to its end.
    """
    where = f"{moment.side} {moment.name}"
    once, twice = undisturbed.makes
    corpus = shutil.copytree(moment.corpus, folder / f"{moment.corpus.name} carried on")
    torn = half_written(corpus, undisturbed.was, once)
    pipeline.run(corpus)
    after, whole = made(corpus), twice if moment.side == "after" else once
    others = sorted(name for name in whole.keys() | after.keys() if whole.get(name) != after.get(name))
    return f"{where}: torn {torn}, other after the next run {others}" if torn or others else ""


def spread(moments: list[Moment]) -> list[Moment]:
    """Every third moment, and the last: a run carries on from those between as from these."""
    return [*moments[:-1:3], moments[-1]]


@pytest.fixture(scope="module")
def undrawn_moments(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Every write of a run that draws nothing."""
    with quickly(drawn=False):
        return watched(tmp_path_factory.mktemp("undrawn"), lambda name: True)


@pytest.fixture(scope="module")
def drawn_moments(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Of a run that draws: every write of the pack, of its table, of the gallery and the seals; of each figure one."""

    def wanted(name: str) -> bool:
        return name.startswith("build/briefing/") or name.endswith((".svg", "README.md", ".seal.json", "masked.csv"))

    with quickly(drawn=True):
        return watched(tmp_path_factory.mktemp("drawn"), wanted)


def test_every_file_of_a_run_is_written_by_the_one_writer(
    undrawn_moments: Undisturbed, drawn_moments: Undisturbed
) -> None:
    """So that those who look at each of its writes look at every moment in which a file could be torn."""
    assert undrawn_moments.unseen == drawn_moments.unseen == set()


def test_the_run_after_an_undisturbed_one_changes_what_is_told_as_changed_alone(
    undrawn_moments: Undisturbed, drawn_moments: Undisturbed
) -> None:
    for once, twice in (undrawn_moments.makes, drawn_moments.makes):
        assert {name for name in once.keys() | twice.keys() if twice.get(name) != once.get(name)} == CHANGES


def test_a_run_that_is_killed_at_a_write_leaves_nothing_torn_and_the_next_carries_on(
    undrawn_moments: Undisturbed, tmp_path: Path
) -> None:
    assert len(undrawn_moments.moments) > len(TABLES)
    with quickly(drawn=False):
        wrong = [carried_on(moment, undrawn_moments, tmp_path) for moment in spread(undrawn_moments.moments)]
    assert [said for said in wrong if said] == []


def test_a_run_that_is_killed_while_it_draws_leaves_nothing_torn_and_the_next_carries_on(
    drawn_moments: Undisturbed, tmp_path: Path
) -> None:
    assert len(drawn_moments.moments) == len(FIGURES) + len(PACK) + 5
    with quickly(drawn=True):
        wrong = [carried_on(moment, drawn_moments, tmp_path) for moment in spread(drawn_moments.moments)]
    assert [said for said in wrong if said] == []


def test_a_run_that_is_interrupted_leaves_what_a_killed_one_leaves(
    undrawn_moments: Undisturbed, tmp_path: Path
) -> None:
    """At the first, middle and last write: what a run does on its way out mends nothing and harms nothing."""
    halves = [moment for moment in undrawn_moments.moments if moment.side == MIDST]
    with quickly(drawn=False):
        for moment in (halves[0], halves[len(halves) // 2], halves[-1]):
            corpus = shutil.copytree(undrawn_moments.before, tmp_path / moment.corpus.name / "corpus")

            def interrupt(path: Path, side: str, moment: Moment = moment, corpus: Path = corpus) -> None:
                if (path.relative_to(corpus).as_posix(), side) == (moment.name, moment.side):
                    raise Killed

            with at_each_write(interrupt), pytest.raises(Killed):
                pipeline.run(corpus)
            assert hashes(corpus) == hashes(moment.corpus), moment.name


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise here")
@pytest.mark.parametrize("name", ["recommendations.csv", "lineages.svg", "newest"])
def test_the_program_that_is_killed_leaves_nothing_torn_and_the_next_run_carries_on(
    name: str, drawn_moments: Undisturbed, tmp_path: Path
) -> None:
    """In the midst of a table, of a figure, and of the last file of all, when the bytes are those of this process."""
    corpus = shutil.copytree(drawn_moments.before, tmp_path / "corpus")
    assert ended(command(corpus, TORN, name)) == -signal.SIGKILL
    once = drawn_moments.makes[0]
    assert half_written(corpus, drawn_moments.was, once) == []
    assert [waiting.stat().st_size > 0 for waiting in corpus.rglob(f".{name}.part")] == [True]
    told: list[str] = []
    with quickly(drawn=True):
        pipeline.run(corpus, tell=lambda stage, *_: told.append(stage))
    assert "another run is at work on this corpus: waiting until it ends" not in told
    assert made(corpus) == once


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit here")
@pytest.mark.parametrize("size", [8_000, 36_000])
def test_a_run_that_is_killed_while_it_writes_leaves_nothing_half_written(
    size: int, drawn_moments: Undisturbed, tmp_path: Path
) -> None:
    """In the midst of a table, and in the midst of a figure: each is there whole, as it was before, or not at all."""
    corpus = shutil.copytree(drawn_moments.after, tmp_path / "corpus")
    whole = drawn_moments.makes[1]
    for place in ("tables", "figures", "build/briefing"):
        shutil.rmtree(corpus / place)
    assert ended(command(corpus, LIMITED, str(size))) == -signal.SIGXFSZ
    assert half_written(corpus, whole) == []
    with quickly(drawn=True):
        pipeline.run(corpus)
    assert made(corpus) == whole


def test_a_file_takes_its_place_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed just before that step, it is as it was."""

    def kill(*_: object) -> None:
        raise Killed

    path = tmp_path / "table.csv"
    path.write_bytes(b"before")
    monkeypatch.setattr(Path, "replace", kill)
    with pytest.raises(Killed):
        atomic.write(path, b"after")
    assert path.read_bytes() == b"before"
    assert [each.read_bytes() for each in tmp_path.iterdir() if each != path] == [b"after"]


def test_of_two_runs_at_once_the_second_waits_and_says_so(tmp_path: Path) -> None:
    """Both end well, and leave what one alone would."""
    corpus, alone = (written(tmp_path / name / "corpus", (GOOD,)) for name in ("two", "one"))
    piped, silent = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command(corpus, HELD), stdin=piped, stdout=piped, stderr=silent, text=True) as first:
        assert first.stdout.readline() == "at work\n"
        with subprocess.Popen(command(corpus), stderr=piped, text=True) as second:
            waits = next(line for line in second.stderr if not line.endswith(" ...\n"))  # but what takes long
            first.communicate("\n")
            rest = second.stderr.read()
    assert waits == "another run is at work on this corpus: waiting until it ends\n"
    assert (first.returncode, second.returncode) == (0, 0), rest
    assert "Read 0 documents (1 kept from before)" in rest
    with quickly(drawn=True):
        pipeline.run(alone)
    assert made(corpus) == made(alone)
