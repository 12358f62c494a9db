"""`digest serve`: puts together what listens, what watches and what builds, and runs until it is interrupted.

This module must not parse arguments or print.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import webbrowser
from collections.abc import Callable
from typing import NamedTuple

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate, HTTPServerConnectionDelegate
from tornado.web import Application

from digest.build.load_site import load_site
from digest.model.site import Options
from digest.serve.access import Short, is_loopback, names_of
from digest.serve.http import ClientScript, FileHandler, LiveReloadScript
from digest.serve.loop import Loop, ServeReporter
from digest.serve.ports import bind
from digest.serve.reload import OWN, Connections, ReloadSocket
from digest.serve.site import not_yet, served
from digest.serve.status import History, Overlay, Status

MOST_SENT = 1 << 16
"""Bytes of the longest message that a browser may send: its own are short."""


class ServerOptions(NamedTuple):
    """What the command line asked for."""

    host: str
    port: int
    open: bool
    """Whether to open a browser."""
    poll: bool


def serve(options: Callable[[], Options], wishes: ServerOptions, terminal: ServeReporter) -> None:
    """Serve a site. `options`: those of a build that begins now. Raises CannotListen when nobody can;
    KeyboardInterrupt passes through, and nothing is left running then."""
    asyncio.run(_serve(options, wishes, terminal))


async def _serve(options: Callable[[], Options], wishes: ServerOptions, terminal: ServeReporter) -> None:
    now = options()
    site = load_site(now)[0]  # what is wrong is told by the first build
    visitors, history = Connections(served(site) if site else not_yet(now.root)), History()
    _allow_many_connections()
    bound = bind(wishes.host, wishes.port)
    server = HTTPServer(_Short(_application(wishes.host, visitors, history)), max_body_size=MOST_SENT, body_timeout=30)
    server.add_sockets(bound.sockets)
    address = f"http://{_shown(wishes.host)}:{bound.port}{visitors.served.base}"
    if bound.taken:
        terminal.note(f"port {wishes.port} {bound.taken}; listening on port {bound.port} instead")
    terminal.note(f"{address} shows {visitors.served.output}; {address_of_status(address)} says how it is; Ctrl-C ends it")
    if not is_loopback(wishes.host):
        terminal.note(f"careful: other machines can reach it too, since it listens on {wishes.host}")
    loop = Loop(options, wishes.poll, visitors, history, terminal)
    if wishes.open:
        task = asyncio.create_task(_open(loop, address))
        task.add_done_callback(lambda _: None)
    try:
        await loop.run()
    finally:
        server.stop()


def address_of_status(address: str) -> str:
    """The address of the server's own page."""
    return "/".join(address.split("/")[:3]) + OWN


async def _open(loop: Loop, address: str) -> None:
    await loop.first.wait()
    await asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)


def _shown(host: str) -> str:
    """The host of an address that a browser on this machine can open."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


def _application(host: str, visitors: Connections, history: History) -> Application:
    """Where what is answered. Only faults are logged: requests are nobody's business."""
    logging.getLogger("tornado.access").disabled = True
    logging.getLogger("tornado.general").disabled = True
    hosts = {"hosts": names_of(host)}
    live = {**hosts, "visitors": visitors}
    return Application(
        [
            ("/livereload", ReloadSocket, live),
            (f"{OWN}livereload.js", LiveReloadScript, hosts),
            (f"{OWN}client.js", ClientScript, hosts),
            (f"{OWN}problems.json", Overlay, {**live, "history": history}),
            (OWN, Status, {**live, "history": history}),
            (".*", FileHandler, live),
        ],
        websocket_ping_interval=30,
        websocket_max_message_size=MOST_SENT,
    )


class _Short(HTTPServerConnectionDelegate):
    """Hands each request to an application, when its name was looked at."""

    def __init__(self, to: Application) -> None:
        self._to = to

    def start_request(self, server: object, request: HTTPConnection) -> HTTPMessageDelegate:
        """As Tornado calls it."""
        return Short(self._to.start_request(server, request))

    def on_close(self, server: object) -> None:
        """A connection ended."""
        self._to.on_close(server)


def _allow_many_connections() -> None:
    """Systems begin with few open files for a process, and let it have more."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, most) if most > 0 else 65536, most))
