"""Serve output files, like a static web host. HTML pages get the reload script as they are sent; the files stay unchanged."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import os
import re
from collections.abc import Iterator
from importlib import resources
from io import BytesIO
from typing import BinaryIO

from livereload.handlers import LiveReloadJSHandler
from tornado.httputil import format_timestamp
from tornado.iostream import StreamClosedError
from tornado.web import StaticFileHandler

from digest.model.fingerprint import short_hash
from digest.serve import static_files
from digest.serve.access import LocalOnlyHandler
from digest.serve.own_pages import own_page, progress_text, waiting_page
from digest.serve.reload import OWN, WAITING, Connections
from digest.serve.static_files import COMPRESSED, File, Folder

CLIENT = resources.files("digest.serve").joinpath("client.js").read_text("utf-8")
"""The script that runs in the browser."""
CHUNK_SIZE = 256 * 1024
"""Bytes of a file that are read and sent at once."""
MAX_IN_MEMORY = 16 * 1024 * 1024
"""Bytes of the largest file that is read into memory to compress it or to insert the script. Larger files are sent as is."""
MIN_COMPRESSED = 1024
"""Bytes of the smallest file that is compressed."""
_START_TAGS = (
    re.compile(rb"<head\b[^>]*>", re.I),
    re.compile(rb"<html\b[^>]*>", re.I),
    re.compile(rb"<!doctype[^>]*>", re.I),
)
_RANGE = re.compile(r"bytes=[0-9]*-[0-9]*").fullmatch
_GZIP = re.compile(r"gzip(?:[ \t]*;[ \t]*q=(?:1(?:\.0{0,3})?|0\.(?=0{0,2}[1-9])[0-9]{1,3}))?").fullmatch


def with_script(page: bytes, version: str, position: str) -> bytes:
    """Insert the reload script into a page, as early as possible, so that invalid HTML cannot disable it. `position`: see
    `Connections`."""
    script = (
        f'<script src="{OWN}client.js" data-page="{html.escape(version)}" data-parts="{position}"></script>'.encode()
    )
    index = next((match.end() for match in (tag.search(page) for tag in _START_TAGS) if match), len(page))
    return page[:index] + script + page[index:]


class SiteHandler(LocalOnlyHandler):
    """Base of the handlers that need the site."""

    def initialize(self, hosts: frozenset[str], connections: Connections) -> None:  # type: ignore[override]
        """`connections`: also has the site that is served."""
        super().initialize(hosts)
        self.connections = connections

    async def head(self, *_: str) -> None:
        """Handle HEAD like GET; Tornado omits the body."""
        if pending := self.get():
            await pending

    def send_page(self, text: str, version: str, status: int = 200) -> None:
        """Send a page that the server generates."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(with_script(text.encode(), version, self.connections.position))


class FileHandler(SiteHandler, StaticFileHandler):
    """Serve output files. Tornado handles ranges and conditional requests; this class finds the file and inserts the script."""

    def initialize(self, hosts: frozenset[str], connections: Connections) -> None:  # type: ignore[override]
        """`connections`: also has the site that is served."""
        SiteHandler.initialize(self, hosts, connections)
        self.root = connections.served.output
        self._file: File
        self._stream: BinaryIO
        self._etag: str | None = None

    async def head(self, *_: str) -> None:
        """Handle HEAD like GET, without the body."""
        await self.get(include_body=False)

    async def get(self, *_: str, include_body: bool = True) -> None:  # type: ignore[override]
        """Send the file at a URL, the index page of a folder, or the 404 page."""
        served, path = self.connections.served, self.request.path
        if path == "/" != served.base or path + "/" == served.base:
            self.redirect(served.base)
            return
        name = static_files.name_of(path, served.base)
        found = None if name is None else static_files.find(served.output, name)
        version = ""
        if isinstance(found, Folder):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"{path}/{query}")
            return
        if found is None:
            if moved := self.connections.moved_to(path):
                self.redirect(moved + (f"?{self.request.query}" if self.request.query else ""))
                return
            if not self.connections.is_ready:
                self._send_waiting()
                return
            found = static_files.find(served.output, "404.html")
            if not isinstance(found, File):
                self._send_not_found()
                return
            self.set_status(404)
            version = f"missing-{found.version}"
        try:
            with open(found.path, "rb") as stream:  # a build may replace the file now, but not what is open
                self._prepare(found, stream, version)
                await StaticFileHandler.get(self, found.name, include_body)
        except FileNotFoundError:
            self.refuse(404, "The file was just removed.")
        except StreamClosedError:  # the browser closed the connection
            return

    def _send_not_found(self) -> None:
        base = html.escape(self.connections.served.base)
        text = f"""<p>This page reloads when there is a page at this URL. Go to the <a href="{base}">front page</a> or to the
<a href="{OWN}">build status</a>.</p>"""
        self.send_page(own_page("Page not found", text), "missing", 404)

    def _send_waiting(self) -> None:
        """Send a page that shows the progress of the first build."""
        self.set_header("Retry-After", "1")
        self.send_page(waiting_page(self.connections.served.title), WAITING, 503)

    def _prepare(self, file: File, stream: BinaryIO, version: str) -> None:
        """Set what is sent, its headers and its ETag. `version`: given if it is the 404 page, which is always sent whole."""
        self._file, self._stream, etag = file, stream, file.version
        headers, is_page, is_text = (
            self.request.headers,
            file.type.startswith("text/html"),
            file.type.startswith(COMPRESSED),
        )
        if is_text:
            self.set_header("Vary", "Accept-Encoding")
        accepted = headers.get("Accept-Encoding", "").lower().split(",")
        compress = is_text and "Range" not in headers and any(_GZIP(encoding.strip()) for encoding in accepted)
        if (is_page or compress) and os.fstat(stream.fileno()).st_size <= MAX_IN_MEMORY:
            data = stream.read()
            if is_page:
                data = with_script(data, version or file.version, self.connections.position)
                etag = f"{etag}-{short_hash(CLIENT, 3)}-{self.connections.position}"
            if compress and len(data) >= MIN_COMPRESSED:
                data, etag = gzip.compress(data, 1, mtime=0), f"{etag}-gz"
                self.set_header("Content-Encoding", "gzip")
            self._stream = BytesIO(data)
        self._etag = f'"{etag}"'
        validators = (self._etag, format_timestamp(file.mtime_ns // 10**9))
        if version or not _RANGE(headers.get("Range", "")) or headers.get("If-Range", self._etag) not in validators:
            headers.pop("Range", None)
        if version:
            headers.pop("If-None-Match", None), headers.pop("If-Modified-Since", None)

    # -- methods that Tornado calls -----------------------------------------------------------------

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """The path is not needed: `get` has opened the file."""
        return path

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:
        """`static_files.find` has checked the path."""
        return absolute_path

    def get_content(self, abspath: str, start: int | None = None, end: int | None = None) -> Iterator[bytes]:  # type: ignore[override]
        """The bytes of the requested range, in chunks."""
        remaining = (self.get_content_size() if end is None else end) - (start or 0)
        self._stream.seek(start or 0)
        while remaining and (chunk := self._stream.read(min(CHUNK_SIZE, remaining))):
            remaining -= len(chunk)
            yield chunk

    def get_content_size(self) -> int:
        """The size of what is sent, which differs from that of the file."""
        return self._stream.seek(0, os.SEEK_END)

    def get_modified_time(self) -> dt.datetime:
        """The modification time of the file, in full seconds."""
        return dt.datetime.fromtimestamp(self._file.mtime_ns // 10**9, dt.UTC)

    def get_content_type(self) -> str:
        """The media type."""
        return self._file.type

    def compute_etag(self) -> str | None:
        """The ETag: it depends on the file, the script, and whether the content is compressed."""
        return self._etag


class ClientScript(LocalOnlyHandler):
    """Serve the script that pages load."""

    def get(self) -> None:
        """Send client.js."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(CLIENT)

    head = get


class LiveReloadScript(LocalOnlyHandler, LiveReloadJSHandler):  # type: ignore[misc]
    """Serve livereload.js from the package `livereload`."""


class ProgressHandler(SiteHandler):
    """Serve the progress of the first build as JSON, for the page that waits for it."""

    async def get(self, *_: str) -> None:
        """Send the progress, and whether the page at the URL `page` can be shown."""
        connections, progress = self.connections, self.connections.progress
        is_written = connections.version(self.get_query_argument("page", "/")) != WAITING
        data = {"written": is_written, "text": "", "done": 0, "total": 0}
        if progress:
            data |= {"text": progress_text(progress), "done": progress.done, "total": progress.total}
        self.set_header("Cache-Control", "no-store")
        await self.finish(data)
