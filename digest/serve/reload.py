"""The open pages: which browser shows what, and who is told when that changes.

The protocol is that of the `livereload` package, whose handler this one extends: it takes only pages of this server,
holds no list that all servers share, drops no change because another came just before, and looks at no files by itself.
A page says which version of itself it shows, so that nothing is missed while it loads or was without a connection. This
module must not know how files come to change.
"""

from __future__ import annotations

import asyncio
import json
import os
from asyncio import Future
from collections import deque
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler
from tornado.websocket import WebSocketClosedError

from digest.serve import static_files
from digest.serve.access import LocalOnlyHandler
from digest.serve.site import ServedSite

REMEMBERED = 1000
"""So many parts of pages that were written are told to pages that were not connected then."""
HELLO = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"], "serverName": "digest"}
"""What a browser is answered that begins to talk."""
OWN = "/__digest__/"
"""Where the server's own pages stand."""


class ShownPage(NamedTuple):
    """What a connection shows."""

    address: str
    """The path of the page's address, still encoded."""
    version: str


class Connections:
    """All connections, the newest last."""

    def __init__(self, served: ServedSite) -> None:
        self.served = served
        self.builds = 0
        """How many builds there were: the version of the page that lists them."""
        self._shown: dict[ReloadSocket, ShownPage] = {}
        self._parts: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)

    @property
    def mark(self) -> str:
        """Up to which part of pages a page is new that is sent now; good for this server only."""
        return f"{os.getpid()}-{self._parts[-1][0] if self._parts else 0}"

    def register(self, visitor: ReloadSocket, shown: ShownPage, mark: str) -> None:
        """A browser that shows a page, maybe not the newest version of it, or not with all parts of it."""
        self._shown.pop(visitor, None)
        self._shown[visitor] = shown
        self._look(visitor, {})
        server, _, number = mark.partition("-")
        if server == str(os.getpid()) and number.isdigit():
            for name in dict.fromkeys(name for at, name in self._parts if at > int(number)):
                visitor.tell(self.served.base + name, part=self.mark)
        visitor.tell(f"{OWN}problems.json")

    def unregister(self, visitor: ReloadSocket) -> None:
        """A browser that is gone."""
        self._shown.pop(visitor, None)

    def count(self) -> int:
        """How many there are."""
        return len(self._shown)

    def names(self) -> tuple[str, ...]:
        """Paths of the output that are shown, the newest first."""
        found = {self._name(shown.address): None for shown in reversed(self._shown.values())}
        return tuple(name for name in found if name)

    def _name(self, address: str) -> str | None:
        name = static_files.name_of(address, self.served.base)
        return f"{name}index.html" if name is not None and (not name or name.endswith("/")) else name

    def notify_stale_pages(self) -> None:
        """Tell all whose page is another now."""
        versions: dict[str, str] = {}
        for visitor in list(self._shown):
            self._look(visitor, versions)

    def page_written(self, name: str) -> None:
        """A file of the output was written: a page for those who show it, else a part of pages."""
        if name.endswith(".html"):
            for visitor, shown in list(self._shown.items()):
                if self._name(shown.address) == name:
                    self._look(visitor, {})
        else:
            self._parts.append((self._parts[-1][0] + 1 if self._parts else 1, name))
            for visitor in list(self._shown):
                visitor.tell(self.served.base + name, part=self.mark)

    def problems_changed(self) -> None:
        """Other problems than before, or none."""
        for visitor in list(self._shown):
            visitor.tell(f"{OWN}problems.json")

    def version(self, address: str) -> str:
        """The version of what stands at an address now."""
        if address.startswith(OWN):
            return str(self.builds)
        return static_files.version(self.served.output, static_files.name_of(address, self.served.base))

    def _look(self, visitor: ReloadSocket, versions: dict[str, str]) -> None:
        shown = self._shown[visitor]
        if shown.address not in versions:
            versions[shown.address] = self.version(shown.address)
        if versions[shown.address] != shown.version:
            self._shown[visitor] = shown._replace(version=versions[shown.address])
            visitor.tell(shown.address)


class ReloadSocket(LocalOnlyHandler, LiveReloadHandler):  # type: ignore[misc]
    """One connection."""

    def initialize(self, hosts: frozenset[str], visitors: Connections) -> None:  # type: ignore[override]
        """`visitors`: where it is kept."""
        super().initialize(hosts)
        self._visitors = visitors
        self._sending: Future[None] | None = None
        """The last message, until the browser has taken it."""

    def prepare(self) -> None:
        """Only pages of this very server; what is no page sends no Origin."""
        super().prepare()
        given = [self.request.headers.get(name) for name in ("Origin", "Sec-WebSocket-Origin")]
        if not self._finished and not all(self.is_own_origin(origin) for origin in given if origin is not None):
            self.refuse(403, "Only pages of this server get a connection.")

    def check_origin(self, origin: str) -> bool:
        """Settled above: Tornado would take another scheme for the same, and livereload takes all."""
        return True

    async def on_message(self, message: str | bytes) -> None:
        """`hello` is answered; with `info` a page says what it shows. The next message is read once the browser has taken
        what it was sent, so that one which only asks fills no memory."""
        try:
            said: Any = json.loads(message)
            command = said["command"]
            if command == "hello":
                self._send(HELLO)
            elif command == "info":
                self._visitors.register(self, *_said_by_page(said))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self.close(1008, "this is not the livereload protocol")
        if self._sending:
            await asyncio.wait([self._sending])

    def send_reload(self, path: str, *, part: str = "") -> None:
        """A page is to be loaded again; with `part`, the mark that it then has, the part of it that has this address."""
        self._send({"command": "reload", "path": path, "liveCSS": True, "liveImg": True, "originalPath": part})

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._sending = self.write_message(message)
            self._sending.add_done_callback(_heed)
        except WebSocketClosedError:
            self._visitors.unregister(self)

    def on_close(self) -> None:
        """It is gone."""
        self._visitors.unregister(self)


def _said_by_page(said: Any) -> tuple[ShownPage, str]:
    """What a page shows, and the mark of its parts. Raises an error for what no page says."""
    own = said["plugins"]["digest"]
    url, page, parts = said["url"], own["page"], own.get("parts", "")
    if not all(isinstance(value, str) for value in (url, page, parts)):
        raise TypeError("not a text")
    path = urlsplit(url).path or "/"
    path.encode()  # half a character is none of an address
    return ShownPage(path, page), parts


def _heed(sent: Future[None]) -> None:
    """A browser that went away while it was told something is none that should be told of."""
    if not sent.cancelled():
        sent.exception()
