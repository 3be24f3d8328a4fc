"""Closes the network to a Python process, but for this machine itself (notebook kernels talk over it).

Python imports a module of this name as it starts, so with this folder on PYTHONPATH the programs, kernels and
workers that the tests start are closed too. Not covered: programs that are not Python, and sockets opened in C.
"""

from __future__ import annotations

import socket
from typing import Any, NoReturn

HERE = ("localhost", "127.", "::1", "0.0.0.0")


def _refuse(where: object) -> NoReturn:
    # No OSError: code that falls back quietly when the network is down would swallow it.
    raise RuntimeError(f"the network is closed in tests: {where}")


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return not name or str(name).startswith(HERE)


def _closed(name: str) -> None:
    """Puts a check of the address before one method of every socket."""
    was = getattr(socket.socket, name)

    def checked(self: socket.socket, *given: Any) -> Any:
        address = given[-1]
        if self.family != getattr(socket, "AF_UNIX", None) and not _is_here(address[0]):
            _refuse(address)
        return was(self, *given)

    setattr(socket.socket, name, checked)


def close() -> None:
    """Closes the network to this process; a second call changes nothing."""
    if getattr(socket, "closed_by_tests", False):
        return
    resolve = socket.getaddrinfo

    def resolved(host: Any, *given: Any, **named: Any) -> Any:
        return resolve(host, *given, **named) if _is_here(host) else _refuse(host)

    socket.getaddrinfo = resolved
    for name in ("connect", "connect_ex", "sendto"):
        _closed(name)
    socket.closed_by_tests = True


close()
