"""`digest serve`: start the HTTP server, the watcher and the build process, and run until interrupted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import webbrowser
from collections.abc import Callable

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate, HTTPServerConnectionDelegate
from tornado.web import Application

from digest.build.load_site import load_site
from digest.model.named_tuple import NamedTuple
from digest.model.site import Options
from digest.serve.access import HostLengthLimit, allowed_hosts, is_loopback
from digest.serve.http import ClientScript, FileHandler, LiveReloadScript, ProgressHandler
from digest.serve.loop import Loop, ServeReporter
from digest.serve.ports import Bound, bind
from digest.serve.reload import OWN, Connections, ReloadSocket
from digest.serve.site import served, with_default_folders
from digest.serve.status import History, ProblemsHandler, StatusHandler

MAX_MESSAGE_SIZE = 1 << 16
"""Bytes of the longest message that a browser may send; those of client.js are short."""


class ServerOptions(NamedTuple):
    """The options of the command line."""

    host: str
    port: int
    open: bool
    """Whether to open a browser."""
    poll: bool


def serve(options: Callable[[], Options], server_options: ServerOptions, reporter: ServeReporter) -> None:
    """Serve a site until KeyboardInterrupt, and stop all processes then.

    `options`: returns the options of a build that starts now. Raises ListenError if no port is available.
    """
    asyncio.run(_serve(options, server_options, reporter))


async def _serve(options: Callable[[], Options], server_options: ServerOptions, reporter: ServeReporter) -> None:
    build_options = options()
    site = load_site(build_options)[0]  # the first build reports the problems
    connections = Connections(served(site) if site else with_default_folders(build_options.root))
    history = History()
    _raise_open_file_limit()
    bound = bind(server_options.host, server_options.port)
    application = _application(server_options.host, connections, history)
    server = HTTPServer(_LimitHostLength(application), max_body_size=MAX_MESSAGE_SIZE, body_timeout=30)
    server.add_sockets(bound.sockets)
    url = f"http://{_browser_host(server_options.host)}:{bound.port}{connections.served.base}"
    _report_start(url, connections.served.root, bound, server_options, reporter)
    loop = Loop(options, server_options.poll, connections, history, reporter)
    if server_options.open:
        task = asyncio.create_task(_open_browser(loop, url))
        task.add_done_callback(lambda _: None)
    try:
        await loop.run()
    finally:
        server.stop()


def _report_start(url: str, root: str, bound: Bound, server_options: ServerOptions, reporter: ServeReporter) -> None:
    host, port = server_options.host, server_options.port
    if bound.unavailable:
        reporter.note(f"port {port} {bound.unavailable}; using {bound.port}")
    reporter.note(f"Serving {os.path.basename(root) or root} at {url}")
    reporter.note(f"Build status: {status_url(url)}")
    if not is_loopback(host):
        reporter.warning(f"other machines on your network can open this site (listening on {host})")
    reporter.note("Press Ctrl-C to stop.")


def status_url(url: str) -> str:
    """The URL of the status page, for a URL of the site."""
    return "/".join(url.split("/")[:3]) + OWN


async def _open_browser(loop: Loop, url: str) -> None:
    await loop.first_build.wait()
    await asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)


def _browser_host(host: str) -> str:
    """The host for a URL that a browser on this machine can open."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


def _application(host: str, connections: Connections, history: History) -> Application:
    """The handlers of all URLs. Requests are not logged, only errors."""
    logging.getLogger("tornado.access").disabled = True
    logging.getLogger("tornado.general").disabled = True
    hosts = {"hosts": allowed_hosts(host)}
    site = {**hosts, "connections": connections}
    return Application(
        [
            ("/livereload", ReloadSocket, site),
            (f"{OWN}livereload.js", LiveReloadScript, hosts),
            (f"{OWN}client.js", ClientScript, hosts),
            (f"{OWN}problems.json", ProblemsHandler, {**site, "history": history}),
            (f"{OWN}progress.json", ProgressHandler, site),
            (OWN, StatusHandler, {**site, "history": history}),
            (".*", FileHandler, site),
        ],
        websocket_ping_interval=30,
        websocket_max_message_size=MAX_MESSAGE_SIZE,
    )


class _LimitHostLength(HTTPServerConnectionDelegate):
    """Pass requests to an application through `HostLengthLimit`."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def start_request(self, server: object, request: HTTPConnection) -> HTTPMessageDelegate:
        """Start a request."""
        return HostLengthLimit(self._application.start_request(server, request))

    def on_close(self, server: object) -> None:
        """A connection was closed."""
        self._application.on_close(server)


def _raise_open_file_limit() -> None:
    """Allow as many connections as the system permits; by default, a process may open only a few files."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, maximum = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, maximum) if maximum > 0 else 65536, maximum))
