"""Decide which addresses may be asked.

Input: an address. Output: the request that is ready to be sent, or `Refused` and why. Only http and https, no names or
passwords, the usual ports, and hosts that lie on the public network with every address they have. The address is judged
as it will be sent: to judge one spelling and ask another is how such rules are got round.

Limitations: a name can resolve to something else a moment later; `http` looks again at which server has answered.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urljoin, urlsplit

import requests

from reviewkit.acquisition.fetch.policy import FetchPolicy, NoAnswer, Refused, shorten_line, shown_address

UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")  # http://publisher.example\@127.0.0.1/
GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # all that is handed out so far
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address as networks without IPv4 see it
DEFAULT_PORTS = {"http": 80, "https": 443}
CORRECT_ADDRESS = "mend the address, or save the document by hand"


def prepare(address: str, headers: dict[str, str], policy: FetchPolicy) -> tuple[requests.PreparedRequest, str]:
    """Return the request for an address, and the address as it will be sent.

    Raises: `Refused` where the address may not be asked.
    """
    address = address.strip()
    if UNSAFE.search(address):
        raise Refused("has a sign that no address has", CORRECT_ADDRESS)
    try:
        request = requests.Request("GET", address, headers=headers).prepare()
        url = request.url or ""
        parts = urlsplit(url)
        port = parts.port
    except (requests.RequestException, ValueError) as error:
        raise Refused("is no address that can be asked", CORRECT_ADDRESS) from error
    if parts.scheme not in DEFAULT_PORTS:
        scheme = shorten_line(parts.scheme)
        raise Refused(f"is an address of the kind '{scheme}:'; only http and https are asked", CORRECT_ADDRESS)
    if "@" in parts.netloc:
        raise Refused("has a name or a password in it", CORRECT_ADDRESS)
    if not parts.hostname or "%" in parts.hostname:  # http://[fe80::1%25eth0]/: a network card of this machine
        raise Refused("names no host that there can be", CORRECT_ADDRESS)
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in policy.ports:
        raise Refused(f"asks at port {port}", CORRECT_ADDRESS)
    return request, url


def resolve(url: str, policy: FetchPolicy, by_proxy: bool = False) -> None:
    """Look up the host of a prepared address, and raise unless every address of it is public.

    Behind a proxy a name may resolve only there: such a name passes, a name that is known to be private does not.
    Raises: `Refused` where the host, or any address of it, is not public; `NoAnswer` where it has no address.
    """
    parts = urlsplit(url)
    hostname = parts.hostname or ""
    try:
        answers = socket.getaddrinfo(hostname, parts.port or DEFAULT_PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if by_proxy:
            return
        what = f"has a host that is not known ({shorten_line(hostname)})"
        raise NoAnswer(what, "mend the address, or try again later") from error
    except (ValueError, OverflowError) as error:  # a label longer than names have
        raise Refused("names no host that there can be", CORRECT_ADDRESS) from error
    for *_, socket_address in answers:
        number = str(socket_address[0])
        if not policy.private and not is_public(number):
            raise Refused(f"leads to {number}, which is no public address", CORRECT_ADDRESS)


def is_public(number: str) -> bool:
    """Return whether an IP address, and every IPv4 address inside it, belongs to the public network.

    >>> [is_public(number) for number in ("93.184.215.14", "64:ff9b::5db8:d70e", "10.0.0.1", "64:ff9b::a00:1")]
    [True, True, False, False]
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    inner = address.ipv4_mapped or address.sixtofour
    if address in NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return address in GLOBAL_IPV6 and address.is_global and not address.is_multicast


def join(page: str, link: str) -> str:
    """Return the full address of a link on a page, or of a redirect.

    Raises: `Refused` for no address, and for a way from https back to http.
    """
    try:
        target = urljoin(page, link.strip()).partition("#")[0]
        schemes = urlsplit(page).scheme, urlsplit(target).scheme
    except ValueError as error:
        raise Refused(f"leads to no address ({shown_address(link)})", CORRECT_ADDRESS) from error
    if schemes == ("https", "http"):
        what = f"leads from https to http ({shown_address(target)}), where anybody on the way can change it"
        raise Refused(what, CORRECT_ADDRESS)
    return target


def host(url: str) -> str:
    """Return the host of a prepared address.

    >>> host("https://www.gov.uk:443/government")
    'www.gov.uk'
    """
    return urlsplit(url).hostname or ""


def origin(url: str) -> str:
    """Return scheme, host and port of a prepared address.

    >>> origin("https://www.gov.uk/government?x=1")
    'https://www.gov.uk'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
