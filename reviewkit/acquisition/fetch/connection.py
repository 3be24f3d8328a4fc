"""Tell whether there is a connection to the internet at all, once a host did not answer.

Input: the rules. Output: nothing, or `OfflineError`. Two well-known hosts are called, and hung up on before anything is
said; whoever asks hears within seconds, and not after every document was tried four times.

Limitations: where a proxy is set, or private addresses are allowed, nothing is told: what lies behind them is not seen.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import requests

from reviewkit.acquisition.fetch.policy import FetchPolicy
from reviewkit.base.errors import OfflineError

HOSTS = ("www.gov.uk", "www.parliament.uk")
PORT = 443
SECONDS = 5.0  # to look up a host and reach it


def check_connection(policy: FetchPolicy) -> None:
    """Raise `OfflineError` where none of the well-known hosts can be reached."""
    if policy.private or any(requests.utils.get_environ_proxies(f"https://{host}") for host in HOSTS):
        return
    reached = threading.Event()
    calls = [threading.Thread(target=_call, args=(host, reached), daemon=True) for host in HOSTS]
    for call in calls:
        call.start()
    for call in calls:  # a look-up has no limit of its own
        call.join(SECONDS)
        if reached.is_set():
            return
    step = "connect, and try again; build/collect.html lists what a person can save by hand"
    raise OfflineError("there is no connection to the internet", step)


def _call(host: str, reached: threading.Event) -> None:
    """Open a connection to a host and close it."""
    with suppress(OSError), socket.create_connection((host, PORT), timeout=SECONDS):
        reached.set()
