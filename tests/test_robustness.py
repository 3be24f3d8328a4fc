"""Documents are data from outside, and a run can be killed: neither costs more than its own row, and nothing is lost.

Each hostile file lies in the corpus beside a good review. It gives its right recommendations, or a row in `problems`
that names it; the good one is read all the same. The files are written here, by hand, byte by byte.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import random
import re
import runpy
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from PIL import Image
from test_pipeline import BODIES, DATA, Held, hashes, of, truth, written

from reviewkit import paths, pipeline, workers

GOOD = Held("harbour-good-2031", official=DATA / "boxes-over-a-page.pdf")
SECONDS = 15  # for one document here: well under what the workers allow
FLAT = 38_000  # kB: what 800 more pages of 45 lines may take; left open, they take 54,000
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
        patched.setattr(workers, "each", functools.partial(workers.each, seconds=SECONDS))
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

MEASURE = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-c", sys.argv[1], sys.argv[2]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""  # from a small process between: a child's peak begins with that of the process that started it
ONE = """
import sys
from pathlib import Path
from reviewkit import pipeline
assert len(pipeline.document(Path(sys.argv[1]))["recommendations"]) == 3
"""


def peak(path: Path) -> int:
    """The most memory that reading a document took, in kB."""
    told = subprocess.run([sys.executable, "-c", MEASURE, ONE, path], capture_output=True, text=True, check=True)
    return int(told.stdout) // (1024 if sys.platform == "darwin" else 1)


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is not told here")
def test_memory_is_flat_in_the_number_of_pages(tmp_path: Path) -> None:
    peaks = []
    for count in (200, 1000):
        path = tmp_path / f"{count}.pdf"
        path.write_bytes(many(count, lines=45))
        peaks.append(peak(path))
    assert peaks[1] - peaks[0] < FLAT, peaks


# --- names

NAMES = ("A review of lamps.pdf", 'it\'s "quoted".pdf', "Éclairé — ‘été’.pdf", "50% off & #1; $x.pdf", "lamps.PDF")


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    files = [tmp_path / name for name in (*NAMES, "Éclairé d'été.html")]
    for file in files:
        file.write_bytes(web().encode() if file.suffix == ".html" else single(asking()))
    for file, (answered, found, problems) in zip(files, pipeline.recommendations(files, BODIES), strict=True):
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

MOMENTS, SEED = 20, 7
RUN = "from reviewkit.cli import app; app()"
WRITING = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop()),) * 2)
"""  # the system kills the program in the midst of the first file that grows larger


def command(corpus: Path, before: str = "", *last: str) -> list[str]:
    return [sys.executable, "-c", before + RUN, "--corpus", str(corpus), "run", *last]


def started(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """The program in a group of its own, so that what it leaves behind can be ended with it."""
    silent = subprocess.DEVNULL
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(arguments, stdout=silent, stderr=silent, env=quiet, start_new_session=True)


def ended(program: subprocess.Popen[bytes]) -> None:
    """The workers of a killed program, ended too."""
    program.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)


def made(corpus: Path) -> dict[str, str]:
    """Every table, figure and briefing of a corpus, with a hash of its bytes."""
    places = paths.places(corpus)
    return {f"{place.name}/{name}": code for place in (places.tables, places.figures, places.build / "briefing")
            if place.is_dir() for name, code in hashes(place).items()}  # fmt: skip


def half_written(corpus: Path, *wholes: dict[str, str]) -> list[str]:
    """Tables and figures that are there and not as an undisturbed run writes them; what still waits is hidden."""
    return [
        name
        for name, code in made(corpus).items()
        if "/." not in name and code not in [whole.get(name) for whole in wholes]
    ]


class Undisturbed(NamedTuple):
    """A corpus given a review after its run, one after the next run, how long that took, and what each run makes."""

    before: Path
    after: Path
    seconds: float
    makes: list[dict[str, str]]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """A corpus run once, then given another review, and a copy of it that is run by the program and left in peace."""
    folder = tmp_path_factory.mktemp("undisturbed")
    before = written(folder / "before", (GOOD, Held("harbour-new-2038")))
    pipeline.run(before)
    shutil.copy(DATA / "decimals.pdf", before / "official" / "harbour-new-2038.pdf")
    after = shutil.copytree(before, folder / "after")
    began = time.monotonic()
    assert started(command(after)).wait() == 0
    seconds, makes = time.monotonic() - began, [made(after)]
    again = shutil.copytree(after, folder / "again")
    pipeline.run(again)
    return Undisturbed(before, after, seconds, [*makes, made(again)])


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise here")
def test_a_run_that_is_killed_leaves_nothing_half_written_and_the_next_carries_on(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """At twenty random moments. What changed is told as if nothing had been, unless the run had come to its end."""
    told = {"figures/changes.md", "figures/changes.csv"}
    once, twice = undisturbed.makes
    assert {name for name in once if twice[name] != once[name]} == told

    def killed(moment: float) -> tuple[list[str], dict[str, str]]:
        """What is half-written when a run is killed at a moment, and what the next run makes of it."""
        corpus = shutil.copytree(undisturbed.before, tmp_path / str(moment))
        program = started(command(corpus))
        time.sleep(undisturbed.seconds * moment)
        program.kill()
        ended(program)
        torn = half_written(corpus, made(undisturbed.before), once)
        assert started(command(corpus)).wait() == 0
        return torn, made(corpus)

    chance = random.Random(SEED)
    with ThreadPoolExecutor(2) as pool:  # each in a folder of its own, on a processor of its own
        for torn, after in pool.map(killed, [chance.random() for _ in range(MOMENTS)]):
            assert torn == []
            assert after in undisturbed.makes


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit here")
@pytest.mark.parametrize("size", [8_000, 36_000])
def test_a_run_that_is_killed_while_it_writes_leaves_nothing_half_written(
    size: int, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """In the midst of a table, and in the midst of a figure: each is there whole, as it was before, or not at all."""
    corpus = shutil.copytree(undisturbed.after, tmp_path / "corpus")
    whole = undisturbed.makes[1]
    for place in ("tables", "figures", "build/briefing"):
        shutil.rmtree(corpus / place)
    program = started(command(corpus, WRITING, str(size)))
    ended(program)
    assert program.returncode == -signal.SIGXFSZ
    assert half_written(corpus, whole) == []
    pipeline.run(corpus)
    assert made(corpus) == whole


def test_of_two_runs_at_once_the_second_waits_and_says_so(tmp_path: Path) -> None:
    """Both end well, and leave what one alone would."""
    corpus, alone = (written(tmp_path / name / "corpus", (GOOD,)) for name in ("two", "one"))
    first = started(command(corpus))
    while not (corpus / "build" / "lock").exists():
        assert first.poll() is None
        time.sleep(0.05)
    second = subprocess.run(command(corpus), capture_output=True, text=True)
    assert first.wait() == 0 and second.returncode == 0, second.stderr
    assert "another run is at work on this corpus: waiting until it ends" in second.stderr
    assert "Read 0 documents (1 kept from before)" in second.stderr
    pipeline.run(alone)
    assert made(corpus) == made(alone)
