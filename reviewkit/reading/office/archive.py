"""Open an archive (ZIP) of a document within bounds: how many files, how large, and how large all together.

An archive says how large its files are, and Python's `zipfile` reads no byte more than it says, so the sizes can be
looked at before anything is unpacked.

Limitations: nothing is written to disk; the worker's memory bounds what is held.
"""

from __future__ import annotations

import io
import zipfile

from reviewkit.base.errors import DocumentError

MOST_FILES = 5000  # in one archive: the longest report has a few hundred pictures
LARGEST_FILE = 100_000_000  # bytes unpacked: the text of the longest inquiry report has about four million
LARGEST_ARCHIVE = 400_000_000  # bytes unpacked, with its pictures
ENCRYPTED = 0x1  # the bit of a file's flags that says it is locked


def open_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """Open the archive that a document is; the caller closes it.

    Raises: `DocumentError` where it is damaged, locked, or unpacks to more than the bounds.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DocumentError(f"{name}: is damaged or cut short", "fetch it again") from error
    files = archive.infolist()
    sizes = [file.file_size for file in files]
    fault = ""
    if len(files) > MOST_FILES or max(sizes, default=0) > LARGEST_FILE or sum(sizes) > LARGEST_ARCHIVE:
        fault = f"unpacks to {len(files)} files of {sum(sizes) // 10**6} MB, which no report does"
    elif any(file.flag_bits & ENCRYPTED for file in files):
        fault = "is locked with a password"
    if fault:
        archive.close()
        raise DocumentError(f"{name}: {fault}", "save it as PDF, without a password")
    return archive


def read_file(archive: zipfile.ZipFile, name: str, document: str) -> bytes:
    """Return a file of an archive.

    Raises: `DocumentError` where it is not there, or damaged.
    """
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise DocumentError(f"{document}: holds no {name[:80]} that can be read", "fetch it again") from error
