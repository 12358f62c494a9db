"""HTTP answers of `digest serve`: files, ranges, compression, and refused requests."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import re
import socket
from collections.abc import Iterator

import pytest

from tests.support.serving import Server, serving
from tests.support.sites import Site

LONG = "A long line of text that can be packed. " * 100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site under /sub/ with files of many kinds, and private files around it."""
    root = tmp_path_factory.mktemp("served") / "site"
    site = Site(root).write(f"""\
-- config.yaml --
title: Daily
url: https://host.example/sub/
-- content/a.md --
---
title: Alpha
date: 2021-05-06
---

{LONG}
-- static/plain.txt --
0123456789
-- static/data.json --
{{"a": 1}}
-- static/code.js --
{LONG}
-- static/font.woff2 --
font
-- static/odd.unheard --
odd
-- static/page.html --
<p>No head at all
-- static/schön.txt --
schön
-- static/with space/x y.txt --
space
-- secret.txt --
secret
""")
    (root / "static/big.bin").write_bytes(bytes(range(256)) * 4096 * 20)
    (root / "static/empty.txt").write_bytes(b"")
    with serving(root) as found:
        output = site.root / "output"
        (output / "leak.txt").symlink_to(root / "secret.txt")
        (output / "leaks").symlink_to(root)
        (output / "inner.txt").symlink_to(output / "plain.txt")
        (output / ".page.html.digest-new").write_text("half")
        if hasattr(os, "mkfifo"):
            os.mkfifo(output / "pipe")
        yield found


# -- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("", "text/html; charset=utf-8"),
        ("theme/style.css", "text/css; charset=utf-8"),
        ("code.js", "text/javascript; charset=utf-8"),
        ("data.json", "application/json; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("plain.txt", "text/plain; charset=utf-8"),
        ("font.woff2", "font/woff2"),
        ("odd.unheard", "application/octet-stream"),
        ("inner.txt", "text/plain; charset=utf-8"),
    ],
)
def test_media_types_and_character_sets(path: str, type: str, server: Server) -> None:
    answer, body = server.get(f"/sub/{path}")
    assert (answer.status, answer.headers["Content-Type"], len(body)) == (
        200,
        type,
        int(answer.headers["Content-Length"]),
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["2021/05/06/alpha.html", "plain.txt", "big.bin", "empty.txt", "gone"])
def test_head_has_the_headers_of_get(path: str, server: Server) -> None:
    get, body = server.get(f"/sub/{path}")
    head, nothing = server.get(f"/sub/{path}", "HEAD")
    assert nothing == b""
    assert head.status == get.status
    given, wanted = dict(head.headers), dict(get.headers)
    given.pop("Date"), wanted.pop("Date")
    assert given == wanted
    assert int(head.headers["Content-Length"]) == len(body)


def test_folders_show_their_index_and_redirect_to_a_slash(server: Server) -> None:
    answer, _ = server.get("/sub/2021/05?a=1")
    assert (answer.status, answer.headers["Location"]) == (302, "/sub/2021/05/?a=1")
    assert server.get("/sub/2021/05/")[0].status == 200
    assert server.get("/sub/with%20space")[0].status == 404
    assert server.get("/sub/with%20space/x%20y.txt")[1] == b"space\n"


@pytest.mark.parametrize("path", ["/", "/sub"])
def test_the_root_redirects_to_the_base_path(path: str, server: Server) -> None:
    answer, _ = server.get(path)
    assert (answer.status, answer.headers["Location"]) == (302, "/sub/")


def test_urls_can_be_encoded(server: Server) -> None:
    assert server.get("/sub/sch%C3%B6n.txt")[0].status == 200
    assert server.get("/sub/2021/%30%35/06/alpha.html")[0].status == 200
    assert server.get("/sub/sch%F6n.txt")[0].status == 404


def test_a_missing_page_shows_404_html(server: Server) -> None:
    answer, body = server.get("/sub/no/such.html")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"Page not found" in body
    assert b'href="/sub/"' in body
    assert server.get("/elsewhere.html")[0].status == 404


def test_conditional_requests(server: Server) -> None:
    for path in ("2021/05/06/alpha.html", "plain.txt", "big.bin"):
        answer, _ = server.get(f"/sub/{path}")
        tag = answer.headers["ETag"]
        for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again, body = server.get(f"/sub/{path}", If_None_Match=given)
            assert (again.status, body, again.headers["ETag"]) == (304, b"", tag)
        assert server.get(f"/sub/{path}", If_None_Match='"other"')[0].status == 200
        since = answer.headers["Last-Modified"]
        assert server.get(f"/sub/{path}", If_Modified_Since=since)[0].status == 304
        assert server.get(f"/sub/{path}", If_Modified_Since=since, If_None_Match='"other"')[0].status == 200
        assert server.get(f"/sub/{path}", If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT")[0].status == 200
        assert server.get(f"/sub/{path}", If_Modified_Since="nonsense")[0].status == 200


@pytest.mark.parametrize(
    ("range", "status", "said", "body"),
    [
        ("bytes=0-3", 206, "bytes 0-3/11", b"0123"),
        ("bytes=8-", 206, "bytes 8-10/11", b"89\n"),
        ("bytes=-2", 206, "bytes 9-10/11", b"9\n"),
        ("bytes=-99", 200, None, b"0123456789\n"),
        ("bytes=5-999", 206, "bytes 5-10/11", b"56789\n"),
        ("bytes=11-", 416, "bytes */11", b""),
        ("bytes=-0", 416, "bytes */11", b""),
        ("bytes=4-2", 416, "bytes */11", b""),
        ("bytes=0-1,4-5", 200, None, b"0123456789\n"),
        ("lines=1-2", 200, None, b"0123456789\n"),
        ("bytes=-", 200, None, b"0123456789\n"),
    ],
)
def test_ranges(range: str, status: int, said: str | None, body: bytes, server: Server) -> None:
    answer, found = server.get("/sub/plain.txt", Range=range)
    assert (answer.status, answer.headers.get("Content-Range"), found) == (status, said, body)


def test_ranges_of_large_files_and_of_pages(server: Server) -> None:
    _, whole = server.get("/sub/big.bin")
    assert len(whole) == 256 * 4096 * 20
    assert server.get("/sub/big.bin", Range="bytes=1000000-5999999")[1] == whole[1000000:6000000]
    answer, page = server.get("/sub/")
    assert server.get("/sub/", Range="bytes=10-99", Accept_Encoding="gzip")[1] == page[10:100]
    assert server.get("/sub/", Range="bytes=10-99", If_Range=answer.headers["ETag"])[1] == page[10:100]
    assert server.get("/sub/", Range="bytes=10-99", If_Range='"other"')[1] == page


@pytest.mark.parametrize(
    ("path", "accepted", "packed"),
    [
        ("2021/05/06/alpha.html", "gzip, deflate, br", True),
        ("code.js", "br;q=1, gzip;q=0.5", True),
        ("code.js", "gzip;q=0", False),
        ("code.js", "br", False),
        ("plain.txt", "gzip", False),
        ("big.bin", "gzip", False),
    ],
)
def test_texts_are_compressed_on_request(path: str, accepted: str, packed: bool, server: Server) -> None:
    plain, body = server.get(f"/sub/{path}")
    answer, found = server.get(f"/sub/{path}", Accept_Encoding=accepted)
    assert (answer.headers.get("Content-Encoding") == "gzip") is packed
    assert (gzip.decompress(found) if packed else found) == body
    assert (answer.headers["ETag"] != plain.headers["ETag"]) is packed
    assert int(answer.headers["Content-Length"]) == len(found)
    if packed:
        assert plain.headers["Vary"] == answer.headers["Vary"] == "Accept-Encoding"
        assert (
            server.get(f"/sub/{path}", Accept_Encoding=accepted, If_None_Match=answer.headers["ETag"])[0].status == 304
        )


def test_only_pages_get_the_script(server: Server) -> None:
    script = re.compile(rb'<script src="/__digest__/client.js" data-page="[^"]+" data-parts="[^"]+"></script>')
    for path in ("", "2021/05/06/alpha.html", "page.html", "gone"):
        assert len(script.findall(server.get(f"/sub/{path}")[1])) == 1
    for path in ("theme/style.css", "feed.xml", "plain.txt", "code.js"):
        assert not script.search(server.get(f"/sub/{path}")[1])
    for file in (server.root / "output").rglob("*.html"):
        assert b"__digest__" not in file.read_bytes()


def test_the_scripts(server: Server) -> None:
    assert b"LiveReloadPluginDigest" in server.get("/__digest__/client.js")[1]
    assert b"livereload" in server.get("/__digest__/livereload.js?port=1")[1]
    assert json.loads(server.get("/__digest__/problems.json")[1])["errors"] == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(method: str, server: Server) -> None:
    for path in ("/sub/", "/livereload", "/__digest__/"):
        assert server.get(path, method)[0].status == 405


# -- host and origin --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/sub/", "/sub/plain.txt", "/__digest__/", "/__digest__/problems.json", "/livereload"]
)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:PORT", "127.0.0.1.evil.example:PORT", "localhost.evil.example", "localhost.:PORT",
        "localhost@evil.example", "evil.example@localhost:PORT", "localhost/evil", "", "[::1", "localhost:PORT, evil.example",
        "127.0.0.2", "2130706433", "0x7f.1", "192.168.0.1:PORT", "localhost:port",
    ],
)  # fmt: skip
def test_requests_with_another_host_are_refused(host: str, path: str, server: Server) -> None:
    answer = server.raw(f"GET {path} HTTP/1.1", f"Host: {host.replace('PORT', str(server.port))}")
    assert answer.split(b"\r\n")[0].split(b" ")[1] in (b"403", b"400"), answer
    assert b"Daily" not in answer


def test_requests_with_two_hosts_or_none_are_refused(server: Server) -> None:
    for lines in (["Host: localhost", "Host: evil.example"], ["Host: evil.example", "Host: localhost"], []):
        answer = server.raw("GET /sub/ HTTP/1.1", *lines)
        assert answer.split(b" ")[1] in (b"403", b"400"), answer
    assert b"403" in server.raw("GET /sub/ HTTP/1.0").split(b"\r\n")[0]
    assert b"404" in server.raw("GET http://evil.example/sub/ HTTP/1.1", host="localhost").split(b"\r\n")[0]


@pytest.mark.parametrize("host", ["localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT", "LOCALHOST:PORT", "localhost"])
def test_names_of_this_machine_are_accepted(host: str, server: Server) -> None:
    answer = server.raw("GET /sub/ HTTP/1.1", f"Host: {host.replace('PORT', str(server.port))}")
    assert answer.startswith(b"HTTP/1.1 200")


def _handshake(server: Server, *lines: str, host: str = "") -> bytes:
    upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        named = f"Host: {host or f'127.0.0.1:{server.port}'}"
        request = ["GET /livereload HTTP/1.1", named, *upgrade, "Connection: Upgrade", *lines]
        connection.sendall("\r\n".join([*request, "", ""]).encode())
        return connection.recv(4096).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example", "https://127.0.0.1:PORT", "http://127.0.0.1", "http://127.0.0.1:1", "null", "file://", "",
        "http://localhost:PORT", "http://127.0.0.1:PORT.evil.example", "http://evil.example#http://127.0.0.1:PORT",
    ],
)  # fmt: skip
def test_pages_of_other_sites_get_no_connection(origin: str, server: Server) -> None:
    assert b"403" in _handshake(server, f"Origin: {origin.replace('PORT', str(server.port))}")


def test_pages_of_this_server_get_a_connection(server: Server) -> None:
    assert b"101" in _handshake(server, f"Origin: http://127.0.0.1:{server.port}")
    own = f"localhost:{server.port}"
    assert b"101" in _handshake(server, f"Origin: http://{own}", host=own)
    assert b"403" in _handshake(server, f"Origin: http://{own}", host="evil.example")


@pytest.mark.parametrize("path", ["/forcereload", "/forcereload?path=x", "/sub/forcereload"])
def test_clients_cannot_force_a_reload(path: str, server: Server) -> None:
    assert server.get(path)[0].status == 404


MESSAGES = ["{", "[]", "1", "{}", '{"command": "info"}', '{"command": "info", "url": "x", "plugins": 1}']


@pytest.mark.parametrize("message", MESSAGES)
def test_an_invalid_message_ends_its_own_connection(message: str, server: Server) -> None:
    from tornado.websocket import websocket_connect

    async def send() -> object:
        connection = await websocket_connect(f"ws://127.0.0.1:{server.port}/livereload")
        try:
            await connection.write_message(message)
            return await asyncio.wait_for(connection.read_message(), 5)
        finally:
            connection.close()

    assert asyncio.run(send()) is None
    assert server.get("/sub/")[0].status == 200


# -- paths ------------------------------------------------------------------------------------------

PATHS = [
    "/sub/../secret.txt", "/sub/../../secret.txt", "/sub/..%2fsecret.txt", "/sub/%2e%2e/secret.txt",
    "/sub/%2e%2e%2fsecret.txt", "/sub/..%5csecret.txt", "/sub/..\\secret.txt", "/sub/%252e%252e/secret.txt",
    "/sub/.%2e/secret.txt", "/sub/2021/../../secret.txt", "/sub/%c0%ae%c0%ae/secret.txt",
    "/sub/%e0%80%ae%e0%80%ae/secret.txt", "/sub/plain.txt%00.html", "/sub/%00", "/sub//etc/passwd",
    "/sub/%2fetc%2fpasswd", "//etc/passwd", "/etc/passwd", "/../secret.txt", "/%2e%2e/secret.txt", "../secret.txt",
    "/sub/./plain.txt", "/sub/leak.txt", "/sub/leaks/secret.txt", "/sub/leaks/content/a.md", "/sub/leaks",
    "/sub/leaks/", "/sub/pipe", "/sub/.page.html.digest-new", "/sub/2021/..", "/sub/..", "/sub/.", "/sub/...",
    "/sub/~root", "/sub/plain.txt/", "/sub/plain.txt/x", "/sub/C:/secret.txt", "/sub/" + "a" * 5000,
    "/sub/" + "a/" * 2000, "/sub/.digest/store.db", "/.digest/store.db", "/secret.txt", "/__digest__/../secret.txt",
    "/__digest__/secret.txt", "/__digest__/%2e%2e/secret.txt", "/sub/\u2025/secret.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_no_path_leaves_the_output(path: str, server: Server) -> None:
    answer = server.raw(f"GET {path} HTTP/1.1".encode(), host=f"127.0.0.1:{server.port}")
    status = answer.split(b" ")[1]
    assert status in (b"404", b"400"), answer[:300]
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2]
    assert b"root:" not in answer


def test_redirects_stay_on_this_server(server: Server) -> None:
    for path in ("//evil.example/sub", "/sub//evil.example", "/sub/\\evil.example", "//evil.example/%2e%2e"):
        answer = server.raw(f"GET {path} HTTP/1.1", host=f"127.0.0.1:{server.port}")
        assert b"evil" not in answer.partition(b"\r\n\r\n")[0]


def test_an_invalid_request_ends_its_own_connection(server: Server) -> None:
    for request in (
        b"",
        b"nonsense",
        b"GET",
        b"GET / HTTP/9.9",
        b"\x16\x03\x01\x02",
        b"GET /\0 HTTP/1.1",
        b"A" * 100_000,
    ):
        server.raw(request)
    server.raw("POST /sub/ HTTP/1.1", "Content-Length: 99999999", host="localhost", more=b"x" * 1000)
    assert server.get("/sub/")[0].status == 200
