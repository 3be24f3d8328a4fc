"""Write office files as the same bytes with every run: no time of writing, entries in one order.

Input: the bytes of a pptx or docx.
Output: the same content, written anew.
Limitations: only what the zip itself carries is fixed; `CREATED` is for the dates inside the files.
"""

from __future__ import annotations

import datetime
import io
import zipfile

CREATED = datetime.datetime(2025, 1, 1)  # a fixed day for documents: the time of writing would change the bytes
LONGEST_PROPERTY = 250  # characters of a property of an Office file: 255, with room for what marks a cut
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can carry
CONTENT_TYPES = "[Content_Types].xml"  # readers expect it first
OWNER_READ_WRITE = 0o600 << 16  # where a zip holds the permissions of a file
UNIX = 3  # the system that a zip names as its maker


def fix_dates(content: bytes) -> bytes:
    """Return a zip with the same files, all with one fixed time, in a fixed order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = OWNER_READ_WRITE, UNIX
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
