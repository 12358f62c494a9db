"""A port to listen on: the one that is asked for, or the next that is free.

This module must not know what is served.
"""

from __future__ import annotations

import errno
import os
import socket
from typing import Any, NamedTuple

TRIES = 20
"""So many ports are tried, one after the other."""


class Bound(NamedTuple):
    """Sockets that listen."""

    sockets: list[socket.socket]
    port: int
    taken: str
    """When it is not the port that was asked for, why not, as the end of a sentence about that port; else empty."""


class CannotListen(Exception):
    """No port can be listened on; says why."""


def bind(host: str, port: int) -> Bound:
    """Listen. Raises CannotListen, also when all ports that were tried are taken."""
    taken = ""
    for number in range(port, port + TRIES):
        try:
            found = _listen(host, number)
        except OSError as error:
            last = number in (port + TRIES - 1, 65535)
            if error.errno not in (errno.EADDRINUSE, errno.EACCES) or last or not port:
                raise CannotListen(f"cannot listen on {host}, port {number}: {error.strerror or error}") from None
            taken = taken or ("is in use" if error.errno == errno.EADDRINUSE else "needs rights that digest does not have")
            continue
        return Bound(found, found[0].getsockname()[1], taken)
    raise AssertionError("the last try returns or raises")


def _listen(host: str, port: int) -> list[socket.socket]:
    """Sockets on all addresses of a host, with one port for all. Raises OSError, and leaves none open then."""
    found: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in _addresses(host, port):
            one = socket.socket(family, kind, protocol)
            found.append(one)
            if os.name == "posix":  # elsewhere it lets two programs have one port
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind((address[0], port, *address[2:]))
            port = one.getsockname()[1]
            one.setblocking(False)
            one.listen(1024)
        return found
    except BaseException:
        for one in found:
            one.close()
        raise


def _addresses(host: str, port: int) -> list[Any]:
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys(a for a in found if a[0] == socket.AF_INET or (socket.has_ipv6 and a[0] == socket.AF_INET6)))
