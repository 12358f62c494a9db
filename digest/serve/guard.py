"""Who may ask: requests by the names that the server was started with, from pages of its own.

A page of another site can make a browser send requests here, and a name of another site can be made to lead here (DNS
rebinding); the Host and Origin headers tell. This module must not know what is asked for.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

ANY = ("0.0.0.0", "::", "")
"""Hosts that mean all of a machine's addresses."""


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
    try:
        parts = urlsplit(f"//{header}")
        host = parts.hostname or ""
        parts.port  # noqa: B018 (raises for what is no number)
        if not header or parts.netloc != header or "@" in header or parts.path:
            return False
        return host in names or ("*" in names and bool(ipaddress.ip_address(host)))
    except ValueError:
        return False


class Guarded(RequestHandler):
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
