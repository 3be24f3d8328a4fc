"""Have a document converted by a program that is on this machine: pandoc, else LibreOffice.

The program gets a copy in a folder of its own, no network, a limit of time, and no shell. It is looked for on the PATH
and never required: where there is none, the person is told what to install, or how to save the document.

Input: the type and the bytes of a document. Output: the bytes of a web page or a Word file.
Limitations: what the program leaves out is left out; the memory that it may take is that of the worker.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from reviewkit.base import file_types
from reviewkit.base.errors import ProgramError

SECONDS = 120  # the longest report tried takes pandoc five
LARGEST_RESULT = 100_000_000  # bytes
KINDS = file_types.CONVERTED
PANDOC_READS = ("odt", "rtf")
SAVE_AGAIN = "open it in Word or LibreOffice, and save it as .docx or PDF"
NO_NETWORK = "http://127.0.0.1:9"  # nothing listens there
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
        run(command, Path(folder), f"{name}: {Path(program).name}", SECONDS, SAVE_AGAIN)
        if not result.is_file() or not 0 < result.stat().st_size <= LARGEST_RESULT:
            raise ProgramError(f"{name}: {Path(program).name} made nothing of it that can be read", SAVE_AGAIN)
        return Converted(result_kind, result.read_bytes())


def run(command: list[str], folder: Path, who: str, seconds: float, next_step: str) -> None:
    """Run a program in a folder, without a shell, input or network.

    Raises: `ProgramError` where it cannot be started, fails, or runs longer than the limit: then it is stopped, with
    what it started itself.
    """
    environment = {
        name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    }
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), NO_NETWORK)
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramError(f"{who} cannot be started ({error.strerror})", next_step) from error
    with process:
        try:
            _, complaint = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            _stop(process)
            raise ProgramError(f"{who} was still at it after {seconds:.0f} seconds", next_step) from error
    if process.returncode:
        words = " ".join(complaint.decode("utf-8", "replace").split())[-80:]
        raise ProgramError(f"{who} failed{f' ({words})' if words else ''}", next_step)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a program and what it started itself."""
    if sys.platform == "win32":
        process.kill()
    else:
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
