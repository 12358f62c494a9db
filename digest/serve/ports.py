"""Listen on the requested port, or on the next free one."""

from __future__ import annotations

import errno
import os
import socket
from typing import Any

from digest.model.named_tuple import NamedTuple

MAX_TRIES = 20
"""Number of consecutive ports that are tried."""


class Bound(NamedTuple):
    """Listening sockets."""

    sockets: list[socket.socket]
    port: int
    unavailable: str
    """Why the requested port is not used, as in `port 8000 is in use`; empty if it is used."""


class ListenError(Exception):
    """No port is available; the message says why."""


def bind(host: str, port: int) -> Bound:
    """Listen on a port. Raises ListenError, also if all ports that were tried are in use."""
    unavailable = ""
    for number in range(port, port + MAX_TRIES):
        try:
            sockets = _listen(host, number)
        except OSError as error:
            is_last = number in (port + MAX_TRIES - 1, 65535)
            if error.errno not in (errno.EADDRINUSE, errno.EACCES) or is_last or not port:
                raise ListenError(f"cannot listen on {host}, port {number}: {error.strerror or error}") from None
            reason = "is in use" if error.errno == errno.EADDRINUSE else "requires elevated privileges"
            unavailable = unavailable or reason
            continue
        return Bound(sockets, sockets[0].getsockname()[1], unavailable)
    raise AssertionError("the last try returns or raises")


def _listen(host: str, port: int) -> list[socket.socket]:
    """Listen on all addresses of a host, with the same port. Raises OSError and leaves no socket open then."""
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in _addresses(host, port):
            one = socket.socket(family, kind, protocol)
            sockets.append(one)
            if os.name == "posix":  # on Windows, it would let two programs use the same port
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind((address[0], port, *address[2:]))
            port = one.getsockname()[1]
            one.setblocking(False)
            one.listen(1024)
        return sockets
    except BaseException:
        for one in sockets:
            one.close()
        raise


def _addresses(host: str, port: int) -> list[Any]:
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(
        dict.fromkeys(a for a in found if a[0] == socket.AF_INET or (socket.has_ipv6 and a[0] == socket.AF_INET6))
    )
