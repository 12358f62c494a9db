"""Malformed and hostile messages to the reload socket of `digest serve`."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator

import pytest

from tests.support.attacks import DIGITS, Visitor, answers, attacked, framed
from tests.support.serving import Server
from tests.support.sites import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The folder of a small site."""
    return Site(tmp_path_factory.mktemp("attacked") / "site")


@pytest.fixture(scope="module")
def server(site: Site) -> Iterator[Server]:
    """Its server."""
    with attacked(site.root) as found:
        yield found


def info(url: str = '"http://localhost/"', page: str = '"1"', more: str = "") -> bytes:
    """A message in which a page describes itself."""
    return f'{{"command": "info", "url": {url}, "plugins": {{"digest": {{"page": {page}{more}}}}}}}'.encode()


MESSAGES = [
    b"[" * 100_000,
    b"[" * 30_000,
    b'{"a":' * 12_000,
    info("[" * 900 + "]" * 900),
    info("[" * 990 + "]" * 990),
    info(page="[" * 990 + "]" * 990),
    b"[" * 990 + b"]" * 990,
    info("1"),
    info("null"),
    info("[]"),
    info("{}"),
    info('"\\ud800"'),
    info('"http://[/"'),
    info('"' + "/" * 50_000 + '"'),
    info('"//[::1"'),
    info(DIGITS),
    info(page="null"),
    info(page=DIGITS),
    info(more=', "parts": 1'),
    info(more=f', "parts": "1-{DIGITS}"'),
    info(more=', "parts": "²-²"'),
    info(more=', "parts": {}'),
    info(more=', "unknown": [1, {"x": 2}]'),
    b'{"command": []}',
    b'{"command": {}}',
    b'{"command": "info", "command": "hello"}',
    b'{"command": "hello", "protocols": ' + b"9" * 5_000 + b"}",
    b"NaN",
    b"Infinity",
    b"-",
    b'"',
    b"\0",
    b"",
    b'{"command": "hello"',
    b'\xef\xbb\xbf{"command": "hello"}',
    b"\xff\xfe\xfd",
    b"\xed\xa0\x80",
    b'{"command": "nothing known"}',
    b" " * 60_000,
    b"x" * 200_000,
]


@pytest.mark.parametrize("message", MESSAGES, ids=range(len(MESSAGES)))
def test_odd_messages(message: bytes, server: Server) -> None:
    for kind in (1, 2):
        visitor = Visitor(server)
        with contextlib.suppress(OSError):
            visitor.send(message, kind)
            visitor.send(b'{"command": "hello"}')
            visitor.send(b"", 8)
        visitor.rest()
        visitor.close()
        assert answers(server)


def test_invalid_frames_end_their_own_connection(server: Server) -> None:
    for raw in (
        b"\x81\x05hello",
        b"\xff\xff",
        b"\x80\x80\0\0\0\0",
        b"\xf1\x80\0\0\0\0",
        b"\x89\xfe\x10\0\0\0\0\0" + b"x" * 4096,
        b"\x88\x81\0\0\0\0x",
        b"\x88\x82\0\0\0\0\0\0",
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0",
        b"\x01\x81\0\0\0\0[" + b"\x00\x81\0\0\0\0[" * 20_000,
        random.Random(7).randbytes(4096),
    ):
        visitor = Visitor(server)
        with contextlib.suppress(OSError):
            visitor.socket.sendall(raw)
            visitor.rest(0.5)
        visitor.close()
        assert answers(server)


def test_impossible_urls_of_pages(server: Server, site: Site) -> None:
    visitors = [Visitor(server) for _ in range(4)]
    for visitor, url in zip(visitors, ('"\\ud800"', '"/\\udfff.html"', '"/\\u0000"', f'"/{"a" * 9_000}"'), strict=True):
        visitor.send(info(url))
    site.write("-- content/b.md --\n---\ntitle: Beta\ndate: 2021-05-07\n---\nText.\n")
    assert server.shows("/2021/05/07/beta.html", "Beta", 20)
    for visitor in visitors:
        visitor.close()
    assert answers(server)


def test_thousands_of_messages_and_clients_that_read_none_take_no_memory(server: Server) -> None:
    def memory() -> int:
        with open(f"/proc/{server.process.pid}/status") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    before = memory()
    silent = Visitor(server)
    silent.socket.settimeout(1)
    frame = framed(info(page='"other"'))
    sent = 0
    with contextlib.suppress(OSError):  # it waits until its message is read
        for _ in range(500):
            silent.socket.sendall(frame * 200)
            sent += 200
    assert sent > 1_000
    assert answers(server)
    assert memory() - before < 20_000
    silent.close()
    for _ in range(200):
        Visitor(server).close()
    assert answers(server)
