"""Which addresses may be asked: http and https, no credentials, and no machine of a private network."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from urllib.parse import SplitResult, parse_qsl, urlsplit

from equalterms.errors import StudyError

PRIVATE = "EQUALTERMS_FETCH_PRIVATE"
_SECRET = re.compile(
    r"(api|access|auth|subscription|secret)?[-_]?(key|token|secret|password|passwd|pwd|signature)\Z", re.I
)


def checked(address: str) -> str:
    """The address, if it may be asked at all; a StudyError says why not.

    A study may come from anyone, so it can name no machine of a private network: only who sets
    EQUALTERMS_FETCH_PRIVATE=1 in the environment allows that.
    """
    parts = parted(address)
    if not _allowed() and private(parts.hostname or ""):
        raise StudyError(
            "is an address of a private network", address, f"set {PRIVATE}=1 if this machine is really meant"
        )
    return address


def redirected(declared: str, target: str) -> str:
    """The target of a redirect, if the declared address may lead there.

    No redirect leaves https for http, and none leads to a private network from an address outside it.
    """
    parts, from_ = parted(target), urlsplit(declared)
    if from_.scheme == "https" and parts.scheme != "https":
        raise StudyError("leads from https to http", declared, "the source has moved: check its address")
    if private(parts.hostname or "") and not private(from_.hostname or ""):
        raise StudyError(
            f"leads to {parts.hostname}, an address of a private network", declared, "nothing was asked there"
        )
    return target


def private(host: str) -> bool:
    """Whether a host is told to be of a private network by its name or its number alone; no name is looked up."""
    if host.lower().rstrip(".") == "localhost" or host.lower().rstrip(".").endswith(
        (".localhost", ".local", ".internal")
    ):
        return True
    number = _number(host)
    return number is not None and not _public(number)


def reached(declared: str, peer: str) -> None:
    """Refuse the machine that a connection has led to, where its number is private and the declared host is not."""
    number = _number(peer)
    inside = number is not None and not _public(number)
    if inside and not _allowed() and not private(urlsplit(declared).hostname or ""):
        raise StudyError(
            f"its name leads to {peer}, an address of a private network", declared, "nothing was asked there"
        )


def _allowed() -> bool:
    return os.environ.get(PRIVATE, "") == "1"


def parted(address: str) -> SplitResult:
    """The parts of an http(s) address without credentials; a StudyError where it is none."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # reading it checks it
    except ValueError:
        raise StudyError("is no address", address[:200], "write https://...") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StudyError("is no http(s) address", address[:200], "write https://...")
    if any(c.isspace() or not c.isprintable() or ord(c) > 126 for c in address):
        raise StudyError("holds a blank or a letter that no address has", address[:200], "write it percent-encoded")
    secret = parts.username is not None or parts.password is not None
    if secret or any(_SECRET.match(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        # The address itself is not repeated: what is refused must not end in a log.
        raise StudyError(
            "the address holds a credential", parts.hostname, "credentials stand in no file: use a source without"
        )
    return parts


def _public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    return (inner or number).is_global and not (inner or number).is_multicast


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The number that a host is written as, in any form that a resolver takes (127.1, 0x7f000001); None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host)) if re.match(r"[0-9]", host) else None
    except OSError:
        return None
