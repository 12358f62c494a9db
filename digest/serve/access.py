"""Access control: only requests to this server's own names, and only connections from its own pages.

Otherwise other websites could send requests through the user's browser, directly or with a host name of their own that
resolves to this machine (DNS rebinding). The headers Host and Origin reveal both.
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

ALL_ADDRESSES = ("0.0.0.0", "::", "")
"""Values of --host that mean all addresses of this machine."""
MAX_HOST_LENGTH = 300
"""Characters of the longest Host header that is parsed."""
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?").fullmatch
"""A Host header: an IPv6 address in brackets or a name, then an optional port."""


def allowed_hosts(host: str) -> frozenset[str]:
    """The host names that requests to a server on `host` may use; `*` allows every IP address."""
    local = {"localhost", "127.0.0.1", "::1"}
    if host in ALL_ADDRESSES:
        return frozenset({*local, socket.gethostname().lower(), "*"})
    return frozenset({host.lower(), *(local if is_loopback(host) else ())})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_allowed(header: str | None, hosts: frozenset[str]) -> bool:
    """Whether a Host header names an allowed host."""
    match = _HOST(header or "")
    if not match:
        return False
    ipv6, name, _ = match.groups()
    try:
        host = str(ipaddress.IPv6Address(ipv6) if ipv6 else ipaddress.IPv4Address(name))
    except ValueError:
        return not ipv6 and name.lower() in hosts
    return host in hosts or "*" in hosts


class HostLengthLimit(HTTPMessageDelegate):
    """Remove Host headers that are longer than any name, because Tornado raises an error for very long port numbers."""

    def __init__(self, delegate: HTTPMessageDelegate) -> None:
        """`delegate`: receives the request."""
        self._delegate = delegate

    def headers_received(self, start_line: Any, headers: HTTPHeaders) -> Awaitable[None] | None:
        """Receive the headers of a request."""
        if len(headers.get("Host", "")) > MAX_HOST_LENGTH:
            headers["Host"] = ""
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Receive a part of the body."""
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        """The request is complete."""
        self._delegate.finish()

    def on_connection_close(self) -> None:
        """The connection was closed before the request was complete."""
        self._delegate.on_connection_close()


class LocalOnlyHandler(RequestHandler):
    """Base of all handlers: refuse requests for other host names, and methods other than GET and HEAD."""

    def initialize(self, hosts: frozenset[str]) -> None:
        """`hosts`: see `allowed_hosts`."""
        self._hosts = hosts

    def set_default_headers(self) -> None:
        """Set the headers of all responses."""
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")

    def prepare(self) -> None:
        """Check the request before it is handled."""
        if not is_allowed(self.request.headers.get("Host"), self._hosts):
            names = ", ".join(sorted(self._hosts - {"*"}))
            self.refuse(403, f"Host name not allowed. Use one of: {names}.")
        elif self.request.method not in ("GET", "HEAD"):
            self.set_header("Allow", "GET, HEAD")
            self.refuse(405, "Only GET and HEAD are supported.")

    def refuse(self, status: int, reason: str) -> None:
        """Send an error as plain text."""
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(reason + "\n")

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log errors, but not that a browser closed its connection."""
        if not isinstance(error, StreamClosedError):
            super().log_exception(kind, error, trace)

    def is_own_origin(self, origin: str) -> bool:
        """Whether an Origin header is that of a page of this server."""
        return origin.lower() == f"{self.request.protocol}://{self.request.headers.get('Host', '')}".lower()
