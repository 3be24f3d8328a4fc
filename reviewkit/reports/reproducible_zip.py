"""Office files -> the same bytes with every run: no time of writing, entries in one order.

Comes in: the bytes of a pptx or docx. Goes out: the same content, written anew. Limit: only what the zip itself carries
is fixed; dates inside the files are for whoever writes them to fix.
"""

from __future__ import annotations

import io
import zipfile

FIRST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can carry
CONTENT = "[Content_Types].xml"  # readers expect it first


def fix_dates(content: bytes) -> bytes:
    """The bytes of a zip in, the same files with fixed times in a fixed order out."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != CONTENT, name)):
            entry = zipfile.ZipInfo(name, FIRST)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, old.read(name))
    return into.getvalue()
