"""Have a document converted by a program that is on this machine: pandoc, else LibreOffice.

The program gets a copy in a folder of its own, no network, a limit of time, and no shell. It is looked for on the PATH
and never required: where there is none, the person is told what to install, or how to save the document.

Input: the type and the bytes of a document. Output: the bytes of a web page or a Word file.
Limitations: what the program leaves out is left out; the memory that it may take is that of the worker.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from reviewkit.base import file_types, programs
from reviewkit.base.errors import ProgramError

SECONDS = 120  # the longest report tried takes pandoc five
LARGEST_RESULT = 100_000_000  # bytes
KINDS = file_types.CONVERTED
PANDOC_READS = ("odt", "rtf")
SAVE_AGAIN = "open it in Word or LibreOffice, and save it as .docx or PDF"
WORD_FILE, WEB_PAGE = "docx", "html"


class Converted(NamedTuple):
    """What a program made of a document: a Word file or a web page."""

    kind: str
    content: bytes


def program_for(kind: str) -> str:
    """Return the path of the program that converts documents of a type; "" where there is none."""
    if kind not in KINDS:
        return ""
    names = [*(["pandoc"] if kind in PANDOC_READS else []), "soffice", "libreoffice"]
    return next((found for name in names if (found := shutil.which(name))), "")


def convert(kind: str, content: bytes, name: str) -> Converted:
    """Convert a document of one of the `KINDS`.

    Raises: `ProgramError` where no program is at hand, or it fails or takes too long.
    """
    program = program_for(kind)
    if not program:
        wanted = "pandoc or LibreOffice" if kind in PANDOC_READS else "LibreOffice"
        what_it_is = "an old Word file (.doc)" if kind == "doc" else f"a .{kind} file"
        what = f"{name}: is {what_it_is}, and no program here reads it"
        raise ProgramError(what, f"install {wanted} and run again; or {SAVE_AGAIN}")
    by_pandoc = Path(program).stem == "pandoc"
    result_kind = WEB_PAGE if by_pandoc else WORD_FILE
    with TemporaryDirectory() as folder:
        source, result = Path(folder) / f"document.{kind}", Path(folder) / "converted" / f"document.{result_kind}"
        source.write_bytes(content)
        result.parent.mkdir()
        command = (
            [program, "--sandbox", "--standalone", f"--from={kind}", "--to=html", f"--output={result}", str(source)]
            if by_pandoc
            else [program, "--headless", "--norestore", f"-env:UserInstallation={(Path(folder) / 'home').as_uri()}",
                  "--convert-to", WORD_FILE, "--outdir", str(result.parent), str(source)]
        )  # fmt: skip
        programs.run(command, Path(folder), f"{name}: {Path(program).name}", SECONDS, SAVE_AGAIN)
        if not result.is_file() or not 0 < result.stat().st_size <= LARGEST_RESULT:
            raise ProgramError(f"{name}: {Path(program).name} made nothing of it that can be read", SAVE_AGAIN)
        return Converted(result_kind, result.read_bytes())
