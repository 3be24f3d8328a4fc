"""Give memory that was let go of back to the system, which the C library of Linux keeps for later."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give back what was let go of, where the C library can (`malloc_trim` of glibc); elsewhere do nothing.

    For steps between which gigabytes are let go of: it takes a tenth of a second.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
