"""Watching and building in `digest serve`: changes, messages, how it ends, and many clients."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.pictures import photo
from tests.support.processes import clean_build, fill, is_alive, until, workers
from tests.support.serving import Server, serving
from tests.support.sites import Site

pytestmark = pytest.mark.slow
DAY = "2021-05-06"


def piece(title: str, text: str = "Text.") -> str:
    """A short article."""
    return f"---\ntitle: {title}\ndate: {DAY}\n---\n\n{text}\n"


def put(site: Site, name: str, text: str) -> None:
    """Save a file of the site."""
    path = site.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Site, Server]]:
    """A small site and its server."""
    site = Site(tmp_path / "site")
    put(site, "content/a.md", piece("Alpha"))
    put(site, "content/deep/er/b.md", piece("Beta"))
    with serving(site.root) as server:
        yield site, server


def is_clean(site: Site, place: Path, seconds: float = 10) -> bool:
    """Wait until the output equals that of a clean build."""
    return until(lambda: site.output() == clean_build(site, place, time.time()), seconds)


# -- changes ----------------------------------------------------------------------------------------


def _atomic(root: Path) -> None:
    (root / "elsewhere.tmp").write_text(piece("Alpha", "New."))
    os.replace(root / "elsewhere.tmp", root / "content/a.md")


def _as_vim_does(root: Path) -> None:
    (root / "content/4913").write_text("")
    (root / "content/4913").unlink()
    (root / "content/a.md").rename(root / "content/a.md~")
    (root / "content/a.md").write_text(piece("Alpha", "New."))
    (root / "content/a.md~").unlink()


def _slowly(root: Path) -> None:
    with open(root / "content/a.md", "w", buffering=1) as file:
        for line in piece("Alpha", "New.").splitlines(keepends=True):
            file.write(line)
            time.sleep(0.02)


def _checkout(root: Path) -> None:
    for n in range(300):
        folder = root / f"content/{n % 30:02}"
        folder.mkdir(exist_ok=True)
        (folder / f"{n}.md").write_text(piece(f"Piece {n}"))
    shutil.rmtree(root / "content/deep")


def _replaced(root: Path) -> None:
    shutil.move(root / "content", root / "before")
    time.sleep(0.3)
    shutil.copytree(root / "before", root / "content")
    (root / "content/c.md").write_text(piece("Gamma"))


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit": lambda root: (root / "content/a.md").write_text(piece("Alpha", "New.")),
    "a file renamed into place": _atomic,
    "an editor's own way": _as_vim_does,
    "a slow write": _slowly,
    "a new folder with folders": lambda root: [
        (root / "content/new/er").mkdir(parents=True), (root / "content/new/er/c.md").write_text(piece("Gamma")),
    ],
    "a renamed folder": lambda root: [
        (root / "content/deep").rename(root / "content/other"), (root / "content/other/er/c.md").write_text(piece("Gamma")),
    ],
    "a folder moved out": lambda root: (root / "content/deep").rename(root / "out"),
    "a removed folder": lambda root: shutil.rmtree(root / "content/deep"),
    "a checkout": _checkout,
    "content/ made again": _replaced,
    "a first static/": lambda root: [(root / "static").mkdir(), (root / "static/x.txt").write_text("x")],
    "a first themes/": lambda root: [
        (root / "themes/gazette").mkdir(parents=True), (root / "themes/gazette/style.css").write_text("p { color: red }"),
    ],
    "a first config.yaml": lambda root: (root / "config.yaml").write_text("title: Named\n"),
    "another content/": lambda root: [
        (root / "texts").mkdir(), (root / "texts/c.md").write_text(piece("Gamma")),
        (root / "config.yaml").write_text("content: texts\n"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_and_later_ones_are_built(change: str, served: tuple[Site, Server], tmp_path: Path) -> None:
    site, server = served
    before = site.output()
    CHANGES[change](site.root)
    assert until(lambda: site.output() != before), server.text
    assert is_clean(site, tmp_path / "clean"), server.text
    content = "texts" if change == "another content/" else "content"
    for number in range(3):
        put(site, f"{content}/late/n{number}.md", piece(f"Late {number}"))
        assert server.shows(f"/2021/05/06/late-{number}.html", "Text."), server.text
    assert is_clean(site, tmp_path / "clean")


def _saved_by_editors(root: Path) -> None:
    """Save an article as editors do, each with its temporary files."""
    content, text = root / "content", piece("Alpha", "New.")
    for name in ("4913", ".a.md.swp", ".a.md.swx", "a.md.swp", "a.md~", "#a.md#", ".~lock.a.md#", ".goutputstream-X"):
        (content / name).write_text(text)
    (content / ".#a.md").symlink_to("me@host.1")
    for backup in ("a.md___jb_old___", "a.md___jb_tmp___"):
        (content / backup).write_text(text)
    (content / "a.md___jb_tmp___").rename(content / "a.md")
    for name in ("4913", ".#a.md", "a.md___jb_old___"):
        (content / name).unlink()


def test_temporary_files_of_editors_are_not_built_and_not_named_as_causes(served: tuple[Site, Server]) -> None:
    site, server = served
    _saved_by_editors(site.root)
    assert server.shows("/2021/05/06/alpha.html", "New.")
    assert server.says(" content/a.md: ")
    (site.root / "content/4913").mkdir()
    (site.root / "content/4913/c.md").write_text(piece("Gamma"))
    assert server.shows("/2021/05/06/gamma.html", "Gamma"), "a folder of this name is one like any other"
    causes = [line.split(" ", 1)[1].rpartition(": ")[0] for line in server.text.splitlines() if " (0." in line]
    assert {name for cause in causes for name in cause.split(", ")} <= {
        "server started", "content/a.md", "content/4913", "content/4913/c.md", "full scan", "remaining pages",
    }, causes  # fmt: skip


def test_hundreds_of_changes_cause_few_builds(served: tuple[Site, Server], tmp_path: Path) -> None:
    site, server = served
    _checkout(site.root)
    assert is_clean(site, tmp_path / "clean"), server.text
    assert server.text.count(" written") < 30


def test_polling(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    put(site, "content/a.md", piece("Alpha"))
    with serving(site.root, "--poll") as server:
        put(site, "content/new/b.md", piece("Beta", "New."))
        assert server.shows("/2021/05/06/beta.html", "New.")
        put(site, "content/a.md", piece("Alpha", "Edited."))
        assert server.shows("/2021/05/06/alpha.html", "Edited.")


def test_deleted_files_of_the_output_are_restored_with_the_next_change(
    served: tuple[Site, Server], tmp_path: Path
) -> None:
    site, _ = served
    (site.root / "output/2021/05/06/alpha.html").unlink()
    put(site, "content/c.md", piece("Gamma"))
    assert is_clean(site, tmp_path / "clean")


def test_an_article_appears_when_it_becomes_due_and_drafts_with_an_option(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    put(site, "content/d.md", piece("Draft").replace("title", "draft: true\ntitle"))
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 4))
    put(site, "content/e.md", f"---\ntitle: Soon\ndate: {soon}\nslug: soon\n---\n\nText.\n")
    with serving(site.root, "--drafts") as server:
        assert "Text." in server.page("/2021/05/06/draft.html")
        path = f"/{soon[:10].replace('-', '/')}/soon.html"
        assert server.page(path) == "status: 404"
        assert server.shows(path, "Text."), server.text
        assert server.says("scheduled article: ")


# -- messages ---------------------------------------------------------------------------------------


def test_each_problem_is_reported_once_and_when_all_are_fixed(served: tuple[Site, Server]) -> None:
    site, server = served
    put(site, "content/a.md", piece("Alpha").replace(DAY, "2021-02-30"))
    assert server.says("`2021-02-30` is not a valid date")
    assert server.says("          ^")
    for number in range(3):
        put(site, "content/c.md", piece("Gamma", f"Edit {number}."))
        assert server.shows("/2021/05/06/gamma.html", f"Edit {number}.")
    assert server.text.count("is not a valid date") == 1
    put(site, "content/a.md", piece("Alpha"))
    assert server.says("all problems fixed")


def test_a_broken_config_at_the_start_is_reported_and_can_be_fixed(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    put(site, "content/a.md", piece("Alpha"))
    put(site, "config.yaml", "title: [\n")
    with serving(site.root) as server:
        answer, body = server.get("/")
        assert answer.status == 404
        assert b'href="/"' in body
        assert b"client.js" in body
        put(site, "config.yaml", "title: Mended\nurl: https://host.example/sub/\n")
        assert server.shows("/sub/", "Mended")


def test_a_port_in_use_is_named_and_the_next_is_used(tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with serving(site.root, port=port) as server:
            assert port < server.port < port + 20
            assert f"port {port} is in use; using {server.port}\n" in server.text


def test_a_warning_if_other_machines_can_connect(tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 1)
    with serving(site.root, "--host", "0.0.0.0") as server:
        assert "warning: other machines on your network can open this site (listening on 0.0.0.0)\n" in server.text
        assert server.raw("GET / HTTP/1.1", host="192.168.7.7:8000").startswith(b"HTTP/1.1 200")
        assert server.raw("GET / HTTP/1.1", host="evil.example").startswith(b"HTTP/1.1 403")
    with serving(site.root) as server:
        assert "warning" not in server.text


def test_an_invalid_host_is_a_usage_error(tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 1)
    with pytest.raises(AssertionError, match=r"error: cannot listen on 203\.0\.113\.1"):
        Server(site.root, "--host", "203.0.113.1")


def test_pages_show_an_image_before_its_sizes_are_made(served: tuple[Site, Server], tmp_path: Path) -> None:
    site, server = served
    (site.root / "content/photo.jpg").write_bytes(photo(600, 400))
    put(site, "content/c.md", piece("Gamma", "![A photo](photo.jpg)"))
    assert server.says(" smaller images: ")
    assert server.text.index("content/c.md") < server.text.index(" smaller images: ")
    assert server.shows("/2021/05/06/gamma.html", "-480.webp 480w")
    assert is_clean(site, tmp_path / "clean")


# -- end --------------------------------------------------------------------------------------------


def test_an_interrupt_ends_the_server_and_its_processes(served: tuple[Site, Server]) -> None:
    _, server = served
    children = workers(server.process.pid)
    code, said = server.interrupt()
    assert (code, said.endswith("interrupted\n"), "Traceback" in said) == (130, True, False)
    assert until(lambda: not any(map(is_alive, children)))


@pytest.mark.parametrize("moment", [0.0, 0.2, 0.5, 1.0])
def test_an_interrupt_during_a_build(moment: float, tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 400)
    server = Server(site.root)
    try:
        time.sleep(moment)
        code, said = server.interrupt()
        assert (code, "Traceback" in said) == (130, False), said
    finally:
        server.kill()
    assert not site.build().problems
    assert site.output() == clean_build(site, tmp_path / "clean")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process that builds in /proc")
def test_a_killed_build_process_is_restarted(served: tuple[Site, Server]) -> None:
    site, server = served
    for child in workers(server.process.pid):
        if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, signal.SIGKILL)
    put(site, "content/c.md", piece("Gamma", "New."))
    assert server.shows("/2021/05/06/gamma.html", "New."), server.text


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process that builds in /proc")
def test_no_process_is_left_when_the_server_is_killed(served: tuple[Site, Server]) -> None:
    _, server = served
    children = workers(server.process.pid)
    assert children
    server.process.kill()
    assert until(lambda: not any(map(is_alive, children)))


# -- many and slow clients --------------------------------------------------------------------------


def test_a_thousand_open_pages_and_clients_that_do_not_read(served: tuple[Site, Server]) -> None:
    site, server = served
    put(site, "static/big.bin", "x" * 8_000_000)
    assert until(lambda: server.get("/big.bin", "HEAD")[0].status == 200)
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    for connection in slow:
        connection.sendall(f"GET /big.bin HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
    half = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    for connection in half:
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
    try:
        told = asyncio.run(_thousand(site, server))
    finally:
        for connection in slow + half:
            connection.close()
    assert told == 1000
    code, said = server.interrupt()
    assert (code, "Traceback" in said) == (130, False), said


async def _thousand(site: Site, server: Server) -> int:
    """Open pages, change the one they show, and count those that are told."""
    import resource

    from tornado.escape import json_decode, json_encode
    from tornado.websocket import websocket_connect

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most), most))
    version = server.page("/2021/05/06/alpha.html").partition('data-page="')[2].partition('"')[0]
    address = f"ws://127.0.0.1:{server.port}/livereload"
    found = []
    for _ in range(20):
        found += await asyncio.gather(*[websocket_connect(address) for _ in range(50)])
    info = {
        "command": "info",
        "url": server.address + "2021/05/06/alpha.html",
        "plugins": {"digest": {"page": version}},
    }
    for connection in found:
        await connection.write_message(json_encode(info))
        await connection.read_message()  # show the problems
    put(site, "content/a.md", piece("Alpha", "New."))
    told = [await asyncio.wait_for(connection.read_message(), 10) for connection in found]
    for connection in found:
        connection.close()
    await asyncio.sleep(0.1)
    return sum(json_decode(message or "{}").get("path") == "/2021/05/06/alpha.html" for message in told)
