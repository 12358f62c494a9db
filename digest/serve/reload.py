"""The connections of open pages: which page each one shows, and notifications when it changes.

The protocol is that of the `livereload` package, whose handler is extended here: it accepts only pages of this server, keeps
its connections per server, sends every change even if another one came just before, and does not watch files itself. A page
reports its version when it connects, so that changes during loading or without a connection are not missed.
"""

from __future__ import annotations

import asyncio
import json
import os
from asyncio import Future
from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler
from tornado.websocket import WebSocketClosedError

from digest.model.events import Progress
from digest.model.named_tuple import NamedTuple
from digest.plan import urls
from digest.serve import static_files
from digest.serve.access import LocalOnlyHandler
from digest.serve.site import ServedSite

MAX_ASSETS = 1000
"""Number of written assets that are remembered for pages that were not connected at the time."""
HELLO = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"], "serverName": "digest"}
"""The answer to the first message of a browser."""
WAITING = "waiting"
"""The version of a page that the first build may still write."""
OWN = "/__digest__/"
"""The path of the server's own pages."""


class ShownPage(NamedTuple):
    """The page that a connection shows."""

    address: str
    """The path of its URL, still encoded."""
    version: str


class Connections:
    """All open connections, and what was written while pages were open.

    An asset is an output file that is not an HTML page, such as a style sheet or an image.
    """

    def __init__(self, served: ServedSite) -> None:
        self.served = served
        self.builds = 0
        """Number of builds: the version of the status page, which lists them."""
        self.is_ready = False
        """Whether a build has made all pages. Until then, missing pages are shown as pages that are being built."""
        self.progress: Progress | None = None
        """How far the first build is."""
        self.moved: Mapping[str, str] = {}
        """See `digest.model.events.Moved`."""
        self._shown: dict[ReloadSocket, ShownPage] = {}
        """The newest connection is last."""
        self._assets: deque[tuple[int, str]] = deque(maxlen=MAX_ASSETS)
        """Written assets with consecutive numbers."""

    @property
    def position(self) -> str:
        """The number of the last written asset, with the id of this server. A page that is sent now has all assets so far."""
        return f"{os.getpid()}-{self._assets[-1][0] if self._assets else 0}"

    def register(self, socket: ReloadSocket, shown: ShownPage, position: str) -> None:
        """Add a page that connects, and notify it of what has changed since it was sent. `position`: see there."""
        self._shown.pop(socket, None)
        self._shown[socket] = shown
        self._notify_if_stale(socket, {})
        server, _, number = position.partition("-")
        if server == str(os.getpid()) and number.isdigit():
            for name in dict.fromkeys(name for other, name in self._assets if other > int(number)):
                socket.send_reload(self.served.base + name, position=self.position)
        socket.send_reload(f"{OWN}problems.json")

    def unregister(self, socket: ReloadSocket) -> None:
        """Remove a closed connection."""
        self._shown.pop(socket, None)

    def count(self) -> int:
        """Number of connections."""
        return len(self._shown)

    def names(self) -> tuple[str, ...]:
        """Output paths of the open pages, the newest connection first."""
        names = {self._name(shown.address): None for shown in reversed(self._shown.values())}
        return tuple(name for name in names if name)

    def _name(self, address: str) -> str | None:
        name = static_files.name_of(address, self.served.base)
        return f"{name}index.html" if name is not None and (not name or name.endswith("/")) else name

    def notify_stale_pages(self) -> None:
        """Reload all open pages whose version has changed."""
        versions: dict[str, str] = {}
        for socket in list(self._shown):
            self._notify_if_stale(socket, versions)

    def page_written(self, name: str) -> None:
        """An output file was written: notify the browsers that show this page, also at a former address, or all browsers if it
        is an asset."""
        if name.endswith(".html"):
            for socket, shown in list(self._shown.items()):
                shown_name = self._name(shown.address) or ""
                if name in (shown_name, self.moved.get(shown_name)):
                    self._notify_if_stale(socket, {})
        else:
            self._assets.append((self._assets[-1][0] + 1 if self._assets else 1, name))
            for socket in list(self._shown):
                socket.send_reload(self.served.base + name, position=self.position)

    def problems_changed(self) -> None:
        """Make all pages fetch the problems."""
        for socket in list(self._shown):
            socket.send_reload(f"{OWN}problems.json")

    def version(self, address: str) -> str:
        """The current version of the page at the path of a URL."""
        if address.startswith(OWN):
            return str(self.builds)
        if moved := self.moved_to(address):
            return f"moved to {moved}"
        name = static_files.name_of(address, self.served.base)
        if not self.is_ready and not (name is not None and static_files.find(self.served.output, name)):
            return WAITING
        return static_files.version(self.served.output, name)

    def moved_to(self, address: str) -> str:
        """The present address of the page that had this address earlier, as the path of a URL; empty if it has not moved, or is
        not written yet."""
        name = static_files.name_of(address, self.served.base) if self.moved else None
        paths = urls.paths_at(f"/{name}") if name is not None else ()
        target = next((self.moved[path] for path in paths if path in self.moved), "")
        exists = target and isinstance(static_files.find(self.served.output, target), static_files.File)
        return self.served.base + urls.link(target) if exists else ""

    def _notify_if_stale(self, socket: ReloadSocket, versions: dict[str, str]) -> None:
        """Reload a page if its version has changed, or show the page at its new address. `versions`: cache of current versions
        by address."""
        shown = self._shown[socket]
        if shown.address not in versions:
            versions[shown.address] = self.version(shown.address)
        if versions[shown.address] != shown.version:
            self._shown[socket] = shown._replace(version=versions[shown.address])
            socket.send_reload(shown.address, moved_to=self.moved_to(shown.address))


class ReloadSocket(LocalOnlyHandler, LiveReloadHandler):  # type: ignore[misc]
    """The WebSocket connection of an open page."""

    def initialize(self, hosts: frozenset[str], connections: Connections) -> None:  # type: ignore[override]
        """`connections`: where the connection is registered."""
        super().initialize(hosts)
        self._connections = connections
        self._sending: Future[None] | None = None
        """The last message, until the browser has received it."""

    def prepare(self) -> None:
        """Refuse pages of other servers. Programs that are no browser send no Origin header."""
        super().prepare()
        given = [self.request.headers.get(name) for name in ("Origin", "Sec-WebSocket-Origin")]
        if not self._finished and not all(self.is_own_origin(origin) for origin in given if origin is not None):
            self.refuse(403, "Only pages of this server can connect.")

    def check_origin(self, origin: str) -> bool:
        """`prepare` has checked it: Tornado would ignore the scheme, and livereload accepts every origin."""
        return True

    async def on_message(self, message: str | bytes) -> None:
        """Handle `hello`, and `info`, with which a page reports its version. The next message is read when the browser has
        received the answer, so that a browser which never reads cannot fill the memory."""
        try:
            content: Any = json.loads(message)
            command = content["command"]
            if command == "hello":
                self._send(HELLO)
            elif command == "info":
                self._connections.register(self, *_shown_by_page(content))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self.close(1008, "this is not the livereload protocol")
        if self._sending:
            await asyncio.wait([self._sending])

    def send_reload(self, path: str, *, position: str = "", moved_to: str = "") -> None:
        """Make the browser reload its page, an asset (with `position`), or the problems, by the path of its URL. `moved_to`: the
        path to open instead."""
        message = {"command": "reload", "path": path, "liveCSS": True, "liveImg": True}
        self._send({**message, "originalPath": position, "overrideURL": moved_to})

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._sending = self.write_message(message)
            self._sending.add_done_callback(_ignore_closed)
        except WebSocketClosedError:
            self._connections.unregister(self)

    def on_close(self) -> None:
        """The connection was closed."""
        self._connections.unregister(self)


def _shown_by_page(info: Any) -> tuple[ShownPage, str]:
    """The page and the position in an `info` message. Raises an error if the message is invalid."""
    plugin = info["plugins"]["digest"]
    url, version, position = info["url"], plugin["page"], plugin.get("parts", "")
    if not all(isinstance(value, str) for value in (url, version, position)):
        raise TypeError("expected a string")
    path = urlsplit(url).path or "/"
    path.encode()  # raises an error for lone surrogates
    return ShownPage(path, version), position


def _ignore_closed(sent: Future[None]) -> None:
    """Ignore write errors on closed connections."""
    if not sent.cancelled():
        sent.exception()
