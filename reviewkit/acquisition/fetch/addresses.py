"""Which addresses may be asked.

Comes in: an address. Goes out: the request that is ready to be sent, or `Refused` and why. Only http and https, no
names or passwords, the usual ports, and hosts that lie on the public network with every address they have. What is
judged is the address as it will be sent: judging one spelling and asking another is how such rules are got round.

Limit: a name can resolve to something else a moment later; `door` looks again at who has answered.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urljoin, urlsplit

import requests

from reviewkit.acquisition.fetch.policy import FetchPolicy, Refused, RetryLater, shorten_line, shown_address

UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")  # http://publisher.example\@127.0.0.1/
GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # all that is handed out so far
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address as networks without IPv4 see it
USUAL = {"http": 80, "https": 443}
MEND = "mend the address, or save the document by hand"


def prepare(address: str, headers: dict[str, str], doors: FetchPolicy) -> requests.PreparedRequest:
    """An address and headers in, the request out; `Refused` where the address is none that may be asked."""
    address = address.strip()
    if UNSAFE.search(address):
        raise Refused("has a sign that no address has", MEND)
    try:
        request = requests.Request("GET", address, headers=headers).prepare()
        parts = urlsplit(request.url or "")
        port = parts.port
    except (requests.RequestException, ValueError) as error:
        raise Refused("is no address that can be asked", MEND) from error
    if parts.scheme not in USUAL:
        raise Refused(f"is an address of the kind '{shorten_line(parts.scheme)}:'; only http and https are asked", MEND)
    if "@" in parts.netloc:
        raise Refused("has a name or a password in it", MEND)
    if not parts.hostname or "%" in parts.hostname:  # http://[fe80::1%25eth0]/: a network card of this machine
        raise Refused("names no host that there can be", MEND)
    port = USUAL[parts.scheme] if port is None else port
    if port not in doors.ports:
        raise Refused(f"asks at port {port}", MEND)
    return request


def resolve(address: str, doors: FetchPolicy, by_proxy: bool = False) -> None:
    """A prepared address in; `Refused` where its host, or any address of it, is not public, `Again` without an address.

    Behind a proxy a name may resolve only there; such a name passes, a known private one does not.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or USUAL[parts.scheme], type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if by_proxy:
            return
        raise RetryLater(
            f"has a host that is not known ({shorten_line(host)})", "mend the address, or try again later"
        ) from error
    except (ValueError, OverflowError) as error:  # a label longer than names have
        raise Refused("names no host that there can be", MEND) from error
    for *_, where in found:
        if not doors.private and not is_public(where[0]):
            raise Refused(f"leads to {where[0]}, which is no public address", MEND)


def is_public(number: str) -> bool:
    """Whether an address is one of the public network, and so is every IPv4 address inside it.

    >>> [is_public(one) for one in ("93.184.215.14", "64:ff9b::5db8:d70e", "10.0.0.1", "64:ff9b::a00:1")]
    [True, True, False, False]
    """
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast
    inside = found.ipv4_mapped or found.sixtofour
    if found in NAT64:
        inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if inside is not None:
        return is_public(str(inside))
    return found in GLOBAL_IPV6 and found.is_global and not found.is_multicast


def join(here: str, there: str) -> str:
    """An address and what it points to in; where that is, out; `Refused` for a way from https back to http."""
    try:
        target = urljoin(here, there.strip()).partition("#")[0]
        schemes = urlsplit(here).scheme, urlsplit(target).scheme
    except ValueError as error:
        raise Refused(f"leads to no address ({shown_address(there)})", MEND) from error
    if schemes == ("https", "http"):
        raise Refused(
            f"leads from https to http ({shown_address(target)}), where anybody on the way can change it", MEND
        )
    return target


def host(address: str) -> str:
    """The host of a prepared address.

    >>> host("https://www.gov.uk:443/government")
    'www.gov.uk'
    """
    return urlsplit(address).hostname or ""


def origin(address: str) -> str:
    """Scheme, host and port of a prepared address.

    >>> origin("https://www.gov.uk/government?x=1")
    'https://www.gov.uk'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
