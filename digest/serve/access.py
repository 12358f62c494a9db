"""Who may ask: requests by the names that the server was started with, from pages of its own.

A page of another site can make a browser send requests here, and a name of another site can be made to lead here (DNS
rebinding); the Host and Origin headers tell. This module must not know what is asked for.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Awaitable
from typing import Any

from tornado.httputil import HTTPHeaders, HTTPMessageDelegate
from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

ANY = ("0.0.0.0", "::", "")
"""Hosts that mean all of a machine's addresses."""
LONGEST = 300
"""Characters of the longest Host header that is looked at."""
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?").fullmatch
"""A Host header: an IPv6 address in brackets or a name, then maybe a port, and nothing else."""


def names_of(host: str) -> frozenset[str]:
    """The names by which a server may be asked for that listens on `host`; with `*`, also by any address in digits."""
    local = {"localhost", "127.0.0.1", "::1"}
    if host in ANY:
        return frozenset({*local, socket.gethostname().lower(), "*"})
    return frozenset({host.lower(), *(local if is_loopback(host) else ())})


def is_loopback(host: str) -> bool:
    """Whether only this machine can ask."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_allowed(header: str | None, names: frozenset[str]) -> bool:
    """Whether a Host header names this server."""
    match = _HOST(header or "")
    if not match:
        return False
    six, name, _ = match.groups()
    try:
        host = str(ipaddress.IPv6Address(six) if six else ipaddress.IPv4Address(name))
    except ValueError:
        return not six and name.lower() in names
    return host in names or "*" in names


class Short(HTTPMessageDelegate):
    """What a request is handed to, without a Host header that is longer than any name: Tornado would stumble over its port."""

    def __init__(self, to: HTTPMessageDelegate) -> None:
        """`to`: takes the request."""
        self._to = to

    def headers_received(self, start: Any, headers: HTTPHeaders) -> Awaitable[None] | None:
        """The head of a request."""
        if len(headers.get("Host", "")) > LONGEST:
            headers["Host"] = ""
        return self._to.headers_received(start, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """A piece of its body."""
        return self._to.data_received(chunk)

    def finish(self) -> None:
        """The end of it."""
        self._to.finish()

    def on_connection_close(self) -> None:
        """It does not come to an end."""
        self._to.on_connection_close()


class LocalOnlyHandler(RequestHandler):
    """Refuses what does not come by a name of this server."""

    def initialize(self, hosts: frozenset[str]) -> None:
        """`hosts`: as `names_of` has them."""
        self._hosts = hosts

    def set_default_headers(self) -> None:
        """For every answer."""
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")

    def prepare(self) -> None:
        """Before anything else is done."""
        if not is_allowed(self.request.headers.get("Host"), self._hosts):
            names = ", ".join(sorted(self._hosts - {"*"}))
            self.refuse(403, f"This server answers to these names only: {names}.")
        elif self.request.method not in ("GET", "HEAD"):
            self.set_header("Allow", "GET, HEAD")
            self.refuse(405, "Only GET and HEAD are answered.")

    def refuse(self, status: int, why: str) -> None:
        """Answer with a short text."""
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(why + "\n")

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Only faults: that nobody waits for an answer any more is none."""
        if not isinstance(error, StreamClosedError):
            super().log_exception(kind, error, trace)

    def is_own_origin(self, origin: str) -> bool:
        """Whether a page with this origin is one of this server."""
        return origin.lower() == f"{self.request.protocol}://{self.request.headers.get('Host', '')}".lower()
