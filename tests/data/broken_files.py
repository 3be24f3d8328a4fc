"""Files that no reader can read, for the tests: each is written by hand, byte by byte.

Comes in: a folder and one whole PDF. Goes out: the broken files, and `broken.json`, which says what ails each.
Limit: the password file uses the oldest encryption (RC4 with 40 bits), which every reader still knows.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")  # PDF 1.7, 7.6.3.3
FILE_ID = b"invented-review-"
PERMISSIONS = -4

WHAT = {
    "not-a-pdf.pdf": "text, and no PDF",
    "empty.pdf": "no bytes at all",
    "no-pages.pdf": "a PDF without a page",
    "encrypted.pdf": "needs a password",
    "cut-short.pdf": "the first half of a PDF",
}


def write(folder: Path, whole: bytes) -> None:
    """Write every broken file into `folder`; `whole` is the PDF that is cut short."""
    folder.mkdir(exist_ok=True)
    (folder / "not-a-pdf.pdf").write_bytes(b"This file was saved under the wrong name. It holds plain text.\n")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "no-pages.pdf").write_bytes(pdf([b"<< /Type /Catalog /Pages 2 0 R >>",
                                               b"<< /Type /Pages /Kids [] /Count 0 >>"]))  # fmt: skip
    (folder / "encrypted.pdf").write_bytes(encrypted(b"Recommendation 1. Nobody can read this.", b"invented"))
    (folder / "cut-short.pdf").write_bytes(whole[: len(whole) // 2])
    said = [{"file": file, "what": what} for file, what in WHAT.items()]
    (folder / "broken.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out_of_use = b"0000000000 65535 f \n"  # entry 0 of every table
    end = b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n" % size + out_of_use + table + end


def encrypted(text: bytes, password: bytes) -> bytes:
    """One page that holds `text` and opens with `password` only (PDF 1.7, 7.6, revision 2)."""
    padded = (password + PAD)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    rights = PERMISSIONS.to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + FILE_ID).digest()[:5]
    drawn = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text
    content = 4  # the number of the stream below: its key is made from it
    stream = rc4(hashlib.md5(key + content.to_bytes(3, "little") + b"\0\0").digest()[:10], drawn)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>"
        % (owner.hex().encode(), rc4(key, PAD).hex().encode(), PERMISSIONS),
    ]
    name = FILE_ID.hex().encode()
    return pdf(objects, b"/Encrypt 5 0 R /ID [<%s> <%s>] " % (name, name))


def rc4(key: bytes, data: bytes) -> bytes:
    """The stream cipher of old PDFs; the same call encrypts and decrypts."""
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
