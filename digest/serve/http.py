"""Answers to requests for files of the output, as a good static host gives them, with the reload script put into pages.

The script is put in on the way: files stay as the build wrote them. This module must not know what a build is.
"""

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
from digest.serve.reload import OWN, Connections
from digest.serve.static_files import PACKED, File, Folder

CLIENT = resources.files("digest.serve").joinpath("client.js").read_text("utf-8")
"""What runs in the browser."""
PIECE = 256 * 1024
"""Bytes of a file that are read and sent at once."""
LARGEST = 16 * 1024 * 1024
"""Bytes of the largest file that is held in memory, to be packed or to get the script; larger ones are sent as they are."""
SMALLEST = 1024
"""Bytes from which on packing is worth it."""
_OPENING = (re.compile(rb"<head\b[^>]*>", re.I), re.compile(rb"<html\b[^>]*>", re.I), re.compile(rb"<!doctype[^>]*>", re.I))
_RANGE = re.compile(r"bytes=[0-9]*-[0-9]*").fullmatch
_GZIP = re.compile(r"gzip(?:[ \t]*;[ \t]*q=(?:1(?:\.0{0,3})?|0\.(?=0{0,2}[1-9])[0-9]{1,3}))?").fullmatch


def with_script(page: bytes, version: str, mark: str) -> bytes:
    """A page that reloads itself; `mark`: see `Visitors`. The script stands as early as it can, so that no broken
    template swallows it."""
    script = f'<script src="{OWN}client.js" data-page="{html.escape(version)}" data-parts="{mark}"></script>'.encode()
    at = next((found.end() for found in (tag.search(page) for tag in _OPENING) if found), len(page))
    return page[:at] + script + page[at:]


class SiteHandler(LocalOnlyHandler):
    """What all answers have in common that know the site."""

    def initialize(self, hosts: frozenset[str], visitors: Connections) -> None:  # type: ignore[override]
        """`visitors`: knows what is served."""
        super().initialize(hosts)
        self.visitors = visitors

    async def head(self, *_: str) -> None:
        """As for GET; the body is left out."""
        await self.get()

    async def get(self, *_: str) -> None:
        """To be answered."""
        raise NotImplementedError

    def page(self, text: str, version: str, status: int = 200) -> None:
        """Answer with a page of the server's own."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(with_script(text.encode(), version, self.visitors.mark))

    def on_finish(self) -> None:
        """Nothing is held on to."""


class FileHandler(SiteHandler, StaticFileHandler):
    """Files of the output: Tornado answers, and this says which file it is, and puts the script in."""

    def initialize(self, hosts: frozenset[str], visitors: Connections) -> None:  # type: ignore[override]
        """`visitors`: knows what is served."""
        SiteHandler.initialize(self, hosts, visitors)
        self.root = visitors.served.output
        self._tag: str | None = None

    async def head(self, *_: str) -> None:
        """As for GET; the body is left out."""
        await self.get(include_body=False)

    async def get(self, *_: str, include_body: bool = True) -> None:  # type: ignore[override]
        """The file at an address, its folder's page, or the page for what is missing."""
        served, path = self.visitors.served, self.request.path
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
            found = static_files.find(served.output, "404.html")
            if not isinstance(found, File):
                self._nothing_here()
                return
            self.set_status(404)
            version = f"missing-{found.version}"
        try:
            with open(found.path, "rb") as stream:  # a build may replace the file meanwhile: what is open stays as it is
                self._prepare(found, stream, version)
                await StaticFileHandler.get(self, found.name, include_body)
        except FileNotFoundError:  # it went just now
            self.refuse(404, "It was removed just now.")
        except StreamClosedError:  # nobody waits for it any more
            return

    def _nothing_here(self) -> None:
        base = html.escape(self.visitors.served.base)
        text = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not found</title></head><body>
<h1>There is nothing here yet</h1>
<p>This page comes by itself when there is something at this address. Go to the <a href="{base}">front
page</a>, or see <a href="{OWN}">what is built and what is wrong</a>.</p></body></html>"""
        self.page(text, "missing", 404)

    def _prepare(self, file: File, stream: BinaryIO, version: str) -> None:
        """What is to be sent, under which tag; and what is asked of it. `version`: of the page for what is missing."""
        self._file, self._stream, tag = file, stream, file.version
        asked, is_page, texts = self.request.headers, file.type.startswith("text/html"), file.type.startswith(PACKED)
        if texts:
            self.set_header("Vary", "Accept-Encoding")
        packs = texts and "Range" not in asked and any(
            _GZIP(wanted.strip()) for wanted in asked.get("Accept-Encoding", "").lower().split(",")
        )
        if (is_page or packs) and os.fstat(stream.fileno()).st_size <= LARGEST:
            data = stream.read()
            if is_page:
                data = with_script(data, version or file.version, self.visitors.mark)
                tag = f"{tag}-{short_hash(CLIENT, 3)}-{self.visitors.mark}"
            if packs and len(data) >= SMALLEST:
                data, tag = gzip.compress(data, 1, mtime=0), f"{tag}-gz"
                self.set_header("Content-Encoding", "gzip")
            self._stream = BytesIO(data)
        self._tag = f'"{tag}"'
        ranges = (self._tag, format_timestamp(file.changed // 10**9))
        if version or not _RANGE(asked.get("Range", "")) or asked.get("If-Range", self._tag) not in ranges:
            asked.pop("Range", None)
        if version:
            asked.pop("If-None-Match", None), asked.pop("If-Modified-Since", None)

    # -- what Tornado asks of a file ----------------------------------------------------------------

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """As `static_files.find` says."""
        return path

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:
        """`static_files.find` has done it."""
        return absolute_path

    def get_content(self, abspath: str, start: int | None = None, end: int | None = None) -> Iterator[bytes]:  # type: ignore[override]
        """The bytes that are asked for, from the file as it was opened."""
        left = (self.get_content_size() if end is None else end) - (start or 0)
        self._stream.seek(start or 0)
        while left and (piece := self._stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece

    def get_content_size(self) -> int:
        """Of what is open."""
        return self._stream.seek(0, os.SEEK_END)

    def get_modified_time(self) -> dt.datetime:
        """When the file was written."""
        return dt.datetime.fromtimestamp(self._file.changed // 10**9, dt.UTC)

    def get_content_type(self) -> str:
        """The same on every machine."""
        return self._file.type

    def compute_etag(self) -> str | None:
        """Another one for another file, another script, and what is packed."""
        return self._tag


class ClientScript(LocalOnlyHandler):
    """The script of the pages."""

    def get(self) -> None:
        """As it stands in client.js."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(CLIENT)

    head = get


class LiveReloadScript(LocalOnlyHandler, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload.js, from its package."""
