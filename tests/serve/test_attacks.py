"""Malformed and hostile HTTP requests to `digest serve`: no faults, no waiting, and others are still answered."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator

import pytest

from digest.serve.access import allowed_hosts, is_allowed
from tests.support.attacks import DIGITS, LONG, PAGE, answers, attacked, exchange, handshake, request, status
from tests.support.serving import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a small site."""
    with attacked(tmp_path_factory.mktemp("attacked") / "site") as found:
        yield found


# -- host and origin ----------------------------------------------------------------------------

GOOD = [
    "localhost",
    "LOCALHOST",
    "127.0.0.1",
    "127.0.0.1:8111",
    "[::1]",
    "[::1]:8111",
    "[0:0:0:0:0:0:0:1]",
    "localhost:1",
]
BAD = [
    "[::1]evil.com",
    "[::1]evil.com:80",
    "[::1].evil.com",
    "[::1]:80evil.com",
    "[::1]:",
    "localhost:",
    "[::1",
    "::1",
    "[]",
    "[localhost]",
    "[127.0.0.1]",
    "[::1%25lo]",
    "localhost.evil.com",
    "127.0.0.1.evil.com",
    "localhost:80:80",
    " localhost",
    "localhost ",
    "localhost\n",
    "localhost\t",
    "localhost@evil.com",
    "evil.com@localhost",
    "a:b@localhost",
    "localhost/",
    "localhost?",
    "localhost#",
    "localhost\\evil.com",
    "localhost,evil.com",
    "localhost:-1",
    "localhost:+80",
    "localhost: 80",
    "localhost:٨٠",
    "localhost:8_0",
    f"localhost:{DIGITS}",
    f"[::1]:{DIGITS}",
    "localhost." + "a" * LONG,
    "a" * 100_000,
    "löcalhost",
    "ⅼocalhost",
    "locaLhost\u0130",
    "127.0.0.1\u2488",
    "127.1",
    "0x7f.0.0.1",
    "2130706433",
    "0",
    "",
    None,
]


SENT = [header for header in BAD if header is not None and header == header.strip()]


@pytest.mark.parametrize("header", GOOD)
def test_valid_hosts(header: str) -> None:
    assert is_allowed(header, allowed_hosts("127.0.0.1"))


@pytest.mark.parametrize("header", BAD, ids=range(len(BAD)))
def test_invalid_hosts(header: str | None) -> None:
    assert not is_allowed(header, allowed_hosts("127.0.0.1"))
    assert not is_allowed(header, allowed_hosts("0.0.0.0"))


def test_hosts_when_listening_on_all_addresses() -> None:
    names = allowed_hosts("0.0.0.0")
    assert all(is_allowed(header, names) for header in [*GOOD, "192.168.0.7:8111", "[fe80::7]:8111"])
    assert not any(
        is_allowed(header, names)
        for header in ("evil.com", "[fe80::7]evil.com", "[fe80::7", "fe80::7", "192.168.0.7.evil.com")
    )


@pytest.mark.parametrize("header", SENT, ids=range(len(SENT)))
def test_requests_with_an_invalid_host_or_origin_are_refused(header: str, server: Server) -> None:
    answer = exchange(server, request(f"Host: {header}", host=""))
    assert status(answer) in (0, 400, 403, 431), answer[:200]
    assert b"0123456789" not in answer
    for named in (header, f"127.0.0.1:{server.port}"):
        assert status(handshake(server, f"Origin: http://{header}", host=named)) in (0, 400, 403, 431)
    assert answers(server)


def test_two_hosts_or_two_origins_are_refused(server: Server) -> None:
    for pair in (("localhost", "evil.com"), ("evil.com", "localhost"), ("localhost", "localhost")):
        assert status(exchange(server, request(*(f"Host: {h}" for h in pair), host=""))) in (400, 403)
    own = f"http://127.0.0.1:{server.port}"
    assert status(handshake(server, f"Origin: {own}")) == 101
    assert status(handshake(server, f"Origin: {own}", f"Origin: {own}")) in (400, 403)
    assert status(handshake(server, f"Origin: {own}", "Origin: http://evil.com")) in (400, 403)


# -- ranges and conditions ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("range", "answered", "body"),
    [
        (f"bytes={DIGITS}-", 200, b"0123456789\n"),
        (f"bytes=0-{DIGITS}", 200, b"0123456789\n"),
        (f"bytes=-{DIGITS}", 200, b"0123456789\n"),
        (f"bytes={DIGITS}-{DIGITS}", 200, b"0123456789\n"),
        (f"bytes={DIGITS}-1", 200, b"0123456789\n"),
        (f"bytes={'0' * LONG}3-{'0' * LONG}4", 200, b"0123456789\n"),
        ("bytes=3-9999999999999999999999", 206, b"3456789\n"),
        ("bytes=9999999999999999999999-", 416, b""),
        ("bytes=-", 200, b"0123456789\n"),
        ("bytes=5-2", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=1-2,3-4", 200, b"0123456789\n"),
        ("bytes=" + "0-0," * 10_000 + "0-0", 200, b"0123456789\n"),
        ("lines=1-2", 200, b"0123456789\n"),
        ("bytes=1", 200, b"0123456789\n"),
        ("bytes=--1", 200, b"0123456789\n"),
        ("bytes=+1-2", 200, b"0123456789\n"),
        ("bytes=1_0-", 200, b"0123456789\n"),
        ("bytes=0x1-", 200, b"0123456789\n"),
        ("bytes=1e1-", 200, b"0123456789\n"),
        ("bytes=٣-٤", 200, b"0123456789\n"),
        ("bytes=²-³", 200, b"0123456789\n"),
        ("bytes", 200, b"0123456789\n"),
        ("=", 200, b"0123456789\n"),
    ],
    ids=range(24),
)
def test_a_range_is_part_of_the_file_or_refused(range: str, answered: int, body: bytes, server: Server) -> None:
    found = exchange(server, request(f"Range: {range}"))
    assert (status(found), found.partition(b"\r\n\r\n")[2]) == (answered, body)
    assert status(exchange(server, request(f"Range: {range}", start="GET /empty.txt HTTP/1.1"))) in (200, 416)
    assert status(exchange(server, request(f"Range: {range}", start=f"GET {PAGE} HTTP/1.1"))) in (200, 206, 416)
    assert answers(server)


MOMENTS = [
    "",
    " ",
    ",",
    "Mon",
    "Mon,",
    "0",
    DIGITS,
    f"Thu, 01 Jan {DIGITS} 00:00:00 GMT",
    "Thu, 01 Jan 0001 00:00:00 GMT",
    "Thu, 01 Jan 9999 23:59:59 -2359",
    "Thu, 99 Jan 2021 99:99:99 GMT",
    f"Thu, 01 Jan 2021 00:00:00 +{DIGITS}",
    "Thu, 01 Jan 2021 00:00:00 +99999999",
    "Thu 01 Jan",
    "1 Jan 2021 1:1:1:1:1",
    '"',
    'W/"',
    "*",
    "*,*",
    '"a' * 1000,
    "," * 30_000,
    "Thu, 01 Jan 2021 00:00:00 ²",
    "é" * 100,
    "- - - - -",
    "(" * 20_000,
    "()" * 1000,
    "\\" * 100,
    "Thu, 1 Jan 2021 :: GMT",
]


@pytest.mark.parametrize("value", MOMENTS, ids=range(len(MOMENTS)))
def test_invalid_conditions_are_ignored(value: str, server: Server) -> None:
    for path in ("/plain.txt", PAGE, "/", "/none"):
        for name in ("If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "If-Match"):
            found = exchange(server, request(f"{name}: {value}", "Range: bytes=0-1", start=f"GET {path} HTTP/1.1"))
            assert status(found) in (200, 206, 304, 400, 404), found[:300]
    assert answers(server)


@pytest.mark.parametrize(
    "value",
    [
        "x" + " " * 60_000 + "x",
        "gzip;q=0." + "1" * 60_000 + "x",
        "gzip" + " " * 60_000 + "x",
        "gzip;" + "\t" * 60_000,
        "," * 60_000,
        "gzip;q=" + DIGITS,
        "gzip;q=1." + "0" * 60_000 + "x",
        "gzip;q=0." + "0" * 60_000 + "x",
        ", gzip" * 9_000,
    ],
    ids=range(9),
)
def test_long_headers_are_read_within_ten_seconds(value: str, server: Server) -> None:
    answer = exchange(server, request(f"Accept-Encoding: {value}", start="GET /code.js HTTP/1.1"), seconds=10)
    assert status(answer) in (200, 400, 431)
    assert answers(server)


# -- odd requests -------------------------------------------------------------------------------

STARTS: list[str | bytes] = [
    *(
        f"{method} {PAGE} HTTP/1.1"
        for method in ("POST", "PUT", "TRACE", "CONNECT", "get", "FOO", "G" * 9_000, "GET\x01", "*")
    ),
    *(
        b"GET " + path + b" HTTP/1.1"
        for path in (
            b"/%",
            b"/%%",
            b"/%2",
            b"/%zz",
            b"/%00",
            b"/\0",
            b"/plain.txt%00",
            b"/%ff%fe",
            b"/\xff\xfe",
            b"/%ed%a0%80",
            b"/%f0%9f",
            b"/..",
            b"/../..",
            b"/%2e%2e/%2e%2e/etc/passwd",
            b"/..%5c..",
            b"/.%00./",
            b"/%c0%ae%c0%ae/",
            b"*",
            b"",
            b"//",
            b"///",
            b"?",
            b"/?",
            b"/?%",
            b"/?a=%ff&=&&;",
            b"/?" + b"a=1&" * 10_000,
            b"/2021?\xff",
            b"/2021?\x01",
            b"/2021?a=\x7f",
            b"/2021?[",
            b"/2021/05?%0d%0aX: y",
            b"/2021%0d%0aX:y",
            b"/2021#x",
            b"//2021",
            b"/2021\\",
            b"/2021;a",
            b"http://[/2021",
            b"http://localhost/2021",
            b"http://evil.com/plain.txt",
            b"//[/2021",
            b"http:///",
            b"http://",
            b"ftp://x/",
            b"data:,",
            b"javascript:1",
            b"localhost:80",
            b"/" + b"a" * 60_000,
            b"/" + b"a/" * 30_000,
            b"/" + b"%2e" * 20_000,
            b"/" + b"../" * 20_000,
            b"/__digest__/%00",
            b"/__digest__/..",
            b"/__digest__",
            b"/__digest__//",
            b"/livereload?%ff",
            b"/livereload/",
            b"/\xe2\x80\xae",
            b"/ /",
            b"/a b HTTP/1.1 c",
            b"/" + b"~" * 255,
            b"/" + "ü".encode() * 200,
            b"/\t",
            b"/\x0b",
            b"/\x80",
        )
    ),
    "GET / HTTP/1.0",
    "GET / HTTP/2.0",
    "GET / HTTP/0.9",
    "GET / HTTP/9999999999.1",
    "GET / http/1.1",
    "GET / HTTP/1.1.1",
    "GET /",
    "GET",
    " ",
    "GET  /  HTTP/1.1",
    "\x16\x03\x01",
    "PRI * HTTP/2.0",
    "GET / HTTP/1.٣",
    "HTTP/1.1 200 OK",
]


@pytest.mark.parametrize("start", STARTS, ids=range(len(STARTS)))
def test_odd_request_lines(start: str | bytes, server: Server) -> None:
    for lines in ([], ["Range: bytes=0-1"], ["Accept-Encoding: gzip", "Content-Length: 0"]):
        found = exchange(server, request(*lines, start=start))
        assert status(found) < 500, found[:300]
        assert b"root:" not in found
        assert b"\r\nX: y" not in found
    assert answers(server)


HEADERS: list[tuple[list[str | bytes], bytes]] = [
    ([f"X: {'a' * 70_000}"], b""),
    ([f"X{n}: {n}" for n in range(20_000)], b""),
    (["Cookie: " + "a=b;" * 15_000], b""),
    (["X" * 60_000], b""),
    ([b"\xff\xfe: \xff"], b""),
    ([b"X: a\0b"], b""),
    ([b"X: \x01\x02\x7f"], b""),
    ([b" folded: yes"], b""),
    ([b"X: a", b" b"], b""),
    ([b": no name"], b""),
    ([b"Na me: x"], b""),
    (["Content-Length: -1"], b""),
    (["Content-Length: +5"], b"12345"),
    (["Content-Length: 5_0"], b"12345"),
    (["Content-Length: ٥"], b"12345"),
    (["Content-Length: 0x5"], b"12345"),
    (["Content-Length: "], b""),
    ([f"Content-Length: {DIGITS}"], b""),
    (["Content-Length: 99999999999999999999"], b"x"),
    (["Content-Length: 5", "Content-Length: 6"], b"123456"),
    (["Content-Length: 5, 5"], b"12345"),
    (["Content-Length: 5", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
    (["Transfer-Encoding: chunked"], b"0\r\n\r\n"),
    (["Transfer-Encoding: chunked"], b"zz\r\n"),
    (["Transfer-Encoding: chunked"], b"-1\r\nx\r\n"),
    (["Transfer-Encoding: chunked"], b"ffffffffffffffffffff\r\nx"),
    (["Transfer-Encoding: chunked"], b"f" * 70_000),
    (["Transfer-Encoding: chunked"], b"1\r\nxx\r\n0\r\n\r\n"),
    (["Transfer-Encoding: chunked"], b"ffff\r\n" + b"x" * 65_535 + b"\r\nffff\r\n" + b"x" * 65_535 + b"\r\n0\r\n\r\n"),
    (["Transfer-Encoding: gzip, chunked"], b"0\r\n\r\n"),
    (["Transfer-Encoding: xchunked"], b""),
    (["Content-Encoding: gzip", "Content-Length: 5"], b"\x1f\x8b\x08\0\0"),
    (["Content-Type: multipart/form-data; boundary=" + "a" * 1000, "Content-Length: 5"], b"--a\r\n"),
    (["Content-Type: multipart/form-data", "Content-Length: 5"], b"--a\r\n"),
    (["Content-Type: application/x-www-form-urlencoded; charset=utf-99", "Content-Length: 5"], b"%ff=%"),
    (["Expect: 100-continue", "Content-Length: 5"], b"12345"),
    (["Expect: nonsense"], b""),
    (["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"], b""),
    (["X-Forwarded-For: evil", "X-Forwarded-Host: evil.com", "X-Scheme: x"], b""),
    (["Accept-Language: " + "a-b;q=0.1," * 5_000], b""),
]


@pytest.mark.parametrize(("lines", "body"), HEADERS, ids=range(len(HEADERS)))
def test_odd_headers_and_bodies(lines: list[str | bytes], body: bytes, server: Server) -> None:
    for start in (f"GET {PAGE} HTTP/1.1", "POST /__digest__/ HTTP/1.1", "GET /livereload HTTP/1.1"):
        found = exchange(server, request(*lines, start=start, body=body))
        assert status(found) < 500, found[:300]
    assert answers(server)


def test_slow_clients_block_no_others(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        for n in range(100):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            one.sendall(
                [
                    b"",
                    b"G",
                    b"GET / HTTP/1.1\r\nHo",
                    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx",
                ][n % 4]
            )
        assert answers(server)
        # a client that requests much and reads nothing
        one = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
        one.sendall(b"GET /code.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 1_000)
        assert answers(server)


def test_aborted_connections(server: Server) -> None:
    for path in ("/code.js", PAGE, "/__digest__/", "/none"):
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as one:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
                one.sendall(request(start=f"GET {path} HTTP/1.1"))
    assert answers(server)
