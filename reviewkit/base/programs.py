"""Run a program of this machine on a document: no shell, no input, no network, and a limit of time.

Input: a command and a folder for it to work in. Output: nothing; what the program wrote lies in the folder.
Limitations: a program that does not ask the environment for its way to the network is not kept from it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reviewkit.base.errors import ProgramError

NO_NETWORK = "http://127.0.0.1:9"  # nothing listens there
PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")  # of the environment
MESSAGE_LENGTH = 80  # characters of a program's complaint that are shown


def run(command: list[str], folder: Path, who: str, seconds: float, next_step: str) -> None:
    """Run a program in a folder, without a shell, input or network.

    Raises: `ProgramError` where it cannot be started, fails, or runs longer than the limit: then it is stopped, with
    what it started itself.
    """
    environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
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
        words = " ".join(complaint.decode("utf-8", "replace").split())[-MESSAGE_LENGTH:]
        raise ProgramError(f"{who} failed{f' ({words})' if words else ''}", next_step)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a program and what it started itself."""
    if sys.platform == "win32":
        process.kill()
    else:
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
