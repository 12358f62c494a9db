"""Bytes for a `digest serve` under test that no browser sends, and what comes of them."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from tests.support.serving import Server, serving
from tests.support.sites import Site

LONG = 5_000
DIGITS = "9" * LONG
"""More than Python reads as a number."""
PAGE = "/2021/05/06/alpha.html"
UPGRADE = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]


@contextlib.contextmanager
def attacked(root: Path) -> Iterator[Server]:
    """A server of a small site with a page, a text, an empty file and a folder."""
    Site(root).write(
        "-- config.yaml --\ntitle: Daily\n-- content/a.md --\n---\ntitle: Alpha\ndate: 2021-05-06\n---\nText.\n"
    )
    Site(root).write("-- static/plain.txt --\n0123456789\n")
    (root / "static/empty.txt").write_bytes(b"")
    (root / "static/code.js").write_text("let a = 1;\n" * 500)
    with serving(root) as found:
        yield found


def answers(server: Server) -> bool:
    """Whether the server still answers, and reported no fault."""
    status = server.get("/plain.txt")[0].status
    said, server.said[1:] = "".join(server.said), []  # one fault fails one test
    assert "Traceback" not in said
    assert "Error" not in said
    return status == 200


def exchange(server: Server, request: bytes, seconds: float = 2) -> bytes:
    """The answer to these bytes, up to the end of the connection or a pause of this length."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        found = b""
        with contextlib.suppress(OSError):
            connection.sendall(request)
            while piece := connection.recv(65536):
                found += piece
        return found


def status(answer: bytes) -> int:
    """The status of an answer; 0 for a connection that was closed without one."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


def request(
    *lines: str | bytes, start: str | bytes = "GET /plain.txt HTTP/1.1", host: str = "localhost", body: bytes = b""
) -> bytes:
    """A request with these headers."""
    named = [f"Host: {host}"] if host else []
    every = [start, *named, *lines, "Connection: close", "", ""]
    return b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in every) + body


def handshake(server: Server, *lines: str, host: str = "") -> bytes:
    """The answer to one who asks for the reload socket."""
    named = host or f"127.0.0.1:{server.port}"
    asked = request(*UPGRADE, *lines, start="GET /livereload HTTP/1.1", host=named).replace(
        b"Connection: close", b"Connection: Upgrade"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=2) as connection, contextlib.suppress(OSError):
        connection.sendall(asked)
        return connection.recv(4096)
    return b""


def framed(content: bytes, first: int = 0x81) -> bytes:
    """One frame of a browser. `first`: its kind and whether it is the last one of a message."""
    size = len(content)
    if size < 126:
        length = bytes([0x80 | size])
    else:
        length = b"\xfe" + struct.pack(">H", size) if size < 65536 else b"\xff" + struct.pack(">Q", size)
    return bytes([first]) + length + b"\0\0\0\0" + content


class Visitor:
    """A connection to the reload socket that sends whatever bytes it is given."""

    def __init__(self, server: Server) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        asked = request(*UPGRADE, start="GET /livereload HTTP/1.1", host=f"127.0.0.1:{server.port}")
        self.socket.sendall(asked.replace(b"Connection: close", b"Connection: Upgrade"))
        assert self.socket.recv(4096).startswith(b"HTTP/1.1 101")

    def send(self, content: bytes, kind: int = 1) -> None:
        """One message."""
        self.socket.sendall(framed(content, 0x80 | kind))

    def rest(self, seconds: float = 2) -> bytes:
        """What comes, up to the end of the connection or for this time."""
        self.socket.settimeout(seconds)
        found = b""
        with contextlib.suppress(OSError):
            while piece := self.socket.recv(65536):
                found += piece
        return found

    def close(self) -> None:
        """Without a word."""
        self.socket.close()
