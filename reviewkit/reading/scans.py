"""Have OCRmyPDF lay a text over the pages of a scan, where it is on the machine; it is never required.

The copy with text goes into the build folder, under the hash of the scan, and is read in its place; the scan itself is
not touched.

Limitations: a page that holds some text is left as it is, though most of it may be a picture.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewkit.base import atomic, file_types, paths, programs, workers
from reviewkit.base.errors import DocumentError, InputError, ProgramError
from reviewkit.base.progress import Progress
from reviewkit.reading import documents, page_text, text_quality

PROGRAM = "ocrmypdf"
SECONDS_TO_START, SECONDS_A_PAGE = 60, 60
HASH_LENGTH = 32  # hexadecimal digits
INSTALL = "install OCRmyPDF (ocrmypdf.readthedocs.io), then run reviewkit run --ocr"


def file_to_read(folders: paths.Folders, document: str) -> Path:
    """Return the file that is read for a document, a path inside the corpus: itself, or its copy with a text."""
    path = folders.corpus / document
    copies = folders.build / "recognised"
    if not copies.is_dir() or file_types.named_type(path) != "pdf" or not path.is_file():
        return path
    copy = _copy_of(folders, path)
    return copy if copy.is_file() else path


def recognise_scans(folders: paths.Folders, names: Sequence[str], tell: Progress) -> list[DocumentError]:
    """Make the copies of those documents (paths inside the corpus) that are scans, and return what went wrong.

    Raises: `InputError` where OCRmyPDF is not on this machine.
    """
    program = shutil.which(PROGRAM)
    if not program:
        raise InputError("ocrmypdf is not on this machine", INSTALL)
    waiting = [
        folders.corpus / name
        for name in sorted(names)
        if file_types.named_type(Path(name)) == "pdf" and file_to_read(folders, name) == folders.corpus / name
    ]
    scans = [path for path, answer in workers.map_documents(has_pictures_of_pages, waiting) if answer is True]
    faults = []
    for done, path in enumerate(scans):
        tell("recognising the text of scans", done, len(scans))
        try:
            _recognise(program, path, _copy_of(folders, path))
        except DocumentError as error:
            faults.append(error)
    return faults


def has_pictures_of_pages(path: Path) -> bool:
    """Return whether a PDF has pages that are pictures; not where it cannot be read."""
    try:
        return bool(text_quality.picture_problems(page_text.page_texts(path), path.name))
    except DocumentError:
        return False


def _copy_of(folders: paths.Folders, path: Path) -> Path:
    """Return where the copy of a scan with its text lies."""
    with path.open("rb") as file:
        content_hash = hashlib.file_digest(file, "sha256").hexdigest()[:HASH_LENGTH]
    return folders.build / "recognised" / content_hash / path.name


def _recognise(program: str, path: Path, copy: Path) -> None:
    """Make the copy of a scan with its text.

    Raises: `ProgramError` where the program fails, takes too long, or gives something else than the same pages.
    """
    pages = _page_count(path)
    step = f"look at the file; or run {PROGRAM} --skip-text {path.name} by hand"
    with TemporaryDirectory() as folder:
        source, result = Path(folder) / "scan.pdf", Path(folder) / "text.pdf"
        shutil.copyfile(path, source)
        command = [program, "--skip-text", "--output-type", "pdf", "--jobs", "1", "--quiet", str(source), str(result)]
        seconds = SECONDS_TO_START + SECONDS_A_PAGE * pages
        programs.run(command, Path(folder), f"{path.name}: {PROGRAM}", seconds, step)
        if not result.is_file() or _page_count(result) != pages:
            raise ProgramError(f"{path.name}: {PROGRAM} gave no copy with the same pages", step)
        atomic.write(copy, result.read_bytes())


def _page_count(path: Path) -> int:
    document = documents.open_pdf(path)
    try:
        return len(document)
    finally:
        document.close()
