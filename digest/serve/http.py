"""Answers to requests for files of the output, as a good static host gives them, with the reload script put into pages.

The script is put in on the way: files stay as the build wrote them. This module must not know what a build is.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import html
import os
import re
from importlib import resources

from livereload.handlers import LiveReloadJSHandler
from tornado.iostream import StreamClosedError

from digest.model.fingerprint import mark
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
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)").fullmatch
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


class FileHandler(SiteHandler):
    """Files of the output."""

    async def get(self, *_: str) -> None:
        """The file at an address, its folder's page, or the page for what is missing."""
        served, path = self.visitors.served, self.request.path
        if path == "/" != served.base or path + "/" == served.base:
            self.redirect(served.base)
            return
        name = static_files.name_of(path, served.base)
        found = None if name is None else static_files.find(served.output, name)
        if isinstance(found, Folder):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"{path}/{query}")
        elif found is None:
            await self._missing()
        else:
            await self._send(found, 200)

    async def _missing(self) -> None:
        served = self.visitors.served
        page = static_files.find(served.output, "404.html")
        if isinstance(page, File):
            await self._send(page, 404, f"missing-{page.version}")
            return
        text = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not found</title></head><body>
<h1>There is nothing here yet</h1>
<p>This page comes by itself when there is something at this address. Go to the <a href="{html.escape(served.base)}">front
page</a>, or see <a href="{OWN}">what is built and what is wrong</a>.</p></body></html>"""
        self.page(text, "missing", 404)

    async def _send(self, file: File, status: int, version: str = "") -> None:
        """A file, or the part of it that is asked for."""
        try:
            with open(file.path, "rb") as stream:
                if os.fstat(stream.fileno()).st_size != file.size:  # replaced just now
                    file = file._replace(size=os.fstat(stream.fileno()).st_size)
                self._describe(file, status)
                held = file.size <= LARGEST and (file.type.startswith("text/html") or self._packs(file))
                data = self._held(stream.read(), file, version or file.version) if held else None
                if status == 200 and self._is_known(file):
                    self.set_status(304)
                    await self.finish()
                    return
                size = file.size if data is None else len(data)
                start, end = self._range(size, file) if status == 200 and "Content-Encoding" not in self._headers else (0, size)
                self.set_header("Content-Length", str(end - start))
                if self.request.method == "HEAD" or start == end:
                    await self.finish()
                elif data is not None:
                    await self.finish(data[start:end])
                else:
                    stream.seek(start)
                    while start < end:
                        piece = stream.read(min(PIECE, end - start))
                        if not piece:
                            break
                        start += len(piece)
                        self.write(piece)
                        await self.flush()  # waits for slow readers
                    await self.finish()
        except FileNotFoundError:  # it went just now
            self.refuse(404, "It was removed just now.")
        except StreamClosedError:  # nobody waits for it any more
            return

    def _describe(self, file: File, status: int) -> None:
        self.set_status(status)
        self.set_header("Content-Type", file.type)
        self.set_header("Accept-Ranges", "bytes")
        self.set_header("Last-Modified", dt.datetime.fromtimestamp(file.changed // 10**9, dt.UTC))
        self.set_header("ETag", f'"{file.version}"')
        if file.type.startswith(PACKED):
            self.set_header("Vary", "Accept-Encoding")

    def _packs(self, file: File) -> bool:
        wanted = self.request.headers.get("Accept-Encoding", "").lower().split(",")
        accepted = any(_GZIP(w.strip()) for w in wanted)
        return accepted and file.type.startswith(PACKED) and "Range" not in self.request.headers

    def _held(self, data: bytes, file: File, version: str) -> bytes:
        """The bytes to send of a file that is read as a whole: with the script, packed."""
        tag = file.version
        if file.type.startswith("text/html"):
            parts = self.visitors.mark
            data, tag = with_script(data, version, parts), f"{tag}-{mark(CLIENT, 3)}-{parts}"
        if self._packs(file) and len(data) >= SMALLEST:
            data, tag = gzip.compress(data, 1, mtime=0), f"{tag}-gz"
            self.set_header("Content-Encoding", "gzip")
        self.set_header("ETag", f'"{tag}"')
        return data

    def _is_known(self, file: File) -> bool:
        """Whether the browser has this version."""
        given = self.request.headers.get("If-None-Match")
        if given is not None:
            tags = [t.strip().removeprefix("W/") for t in given.split(",")]
            return "*" in tags or self._headers["ETag"] in tags
        since = _moment(self.request.headers.get("If-Modified-Since"))
        return since is not None and file.changed // 10**9 <= since

    def _range(self, size: int, file: File) -> tuple[int, int]:
        """The bytes that are asked for: all, or one piece. Several pieces at once are answered with all."""
        asked = _RANGE(self.request.headers.get("Range", "").strip())
        condition = self.request.headers.get("If-Range")
        fits = condition in (None, self._headers["ETag"]) or _moment(condition) == file.changed // 10**9
        if not asked or not fits or asked.groups() == ("", ""):
            return 0, size
        first, last = map(_count, asked.groups())
        if first is not None and last is not None and last < first:
            return 0, size  # that is no range
        start = max(0, size - (last or 0)) if first is None else first
        end = size if first is None or last is None else min(last + 1, size)
        if start >= size or end <= start:
            self.set_status(416)
            self.set_header("Content-Range", f"bytes */{size}")
            return 0, 0
        self.set_status(206)
        self.set_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        return start, end

    def compute_etag(self) -> None:
        """Set above, where there is one."""


def _count(digits: str) -> int | None:
    """A number of bytes, however many digits it has: Python reads no number of more than 4,300. None: without digits."""
    if not digits:
        return None
    needed = digits.lstrip("0")
    return int(needed or "0") if len(needed) < 19 else 10**18


def _moment(header: str | None) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(header).timestamp() if header else None
    except (ValueError, TypeError, LookupError, OverflowError, OSError, RecursionError):
        return None


class ClientScript(LocalOnlyHandler):
    """The script of the pages."""

    def get(self) -> None:
        """As it stands in client.js."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(CLIENT)

    head = get


class LiveReloadScript(LocalOnlyHandler, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload.js, from its package."""
