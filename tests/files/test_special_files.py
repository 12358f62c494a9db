"""Symbolic links, pipes, unreadable files, folders at the path of files, and changed outputs and stores."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable

import pytest

from tests.support.bad_input import GOOD, GOOD_PAGES, article, link, need_permissions, no_hang, put, told
from tests.support.pictures import raster
from tests.support.sites import Site

__all__ = ["no_hang"]

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


# -- symbolic links, pipes, unreadable files -------------------------------------------------------


def test_symbolic_links_out_of_content_are_refused(site: Site) -> None:
    put(site.write(GOOD), "outside/secret.md", article("Secret", "SECRET"))
    put(site, "content/odd.md", article("Odd", "![x](leak.png) [y](folder/secret.md)"))
    link(site, "content/leak.md", "../outside/secret.md")
    link(site, "content/leak.png", "../outside/secret.md")
    link(site, "content/folder", "../outside")
    link(site, "content/dangling.md", "nowhere.md")
    link(site, "content/self.md", "self.md")
    report = site.build()
    assert told(report) == (
        "error unreadable content/dangling.md",
        "warning link-leaves-content content/folder",
        "warning link-leaves-content content/leak.md",
        "warning link-leaves-content content/leak.png",
        "error link-missing content/odd.md:5",
        "error link-missing content/odd.md:5",
        "error unreadable content/self.md",
    )
    assert b"SECRET" not in b"".join(site.output().values())
    assert all(path in site.output() for path in GOOD_PAGES)


def test_symbolic_links_within_content_are_followed(site: Site) -> None:
    put(site.write(GOOD), "content/pictures/a.png", raster())
    put(site, "content/2021/odd.md", article("Odd", "![x](pictures/a.png)"))
    link(site, "content/2021/pictures", "../pictures")
    assert site.build().problems == ()
    assert site.output()["2021/05/06/odd/pictures/a.png"] == raster()


def test_circles_of_symbolic_links_end(site: Site) -> None:
    site.write(GOOD)
    for name in ("a", "b"):
        put(site, f"content/{name}/{name}.md", article(f"In {name}"))
    for number in range(3):
        link(site, f"content/a/{number}", "../b")
        link(site, f"content/b/{number}", "../a")
    link(site, "content/up", ".")
    report = site.build()
    assert {p.code for p in report.problems} == {"link-circle", "address-taken"}
    assert report.articles == 1 + 2 + 6


@needs_pipes
def test_pipes_and_sockets_are_reported_without_waiting(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(
        GOOD + "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n-- static/a.txt --\nA\n"
    )
    for path in ("content/pipe.md", "content/pipe.png", "static/pipe.txt", "themes/mine/pipe.css"):
        os.mkfifo(site.root / path)
    monkeypatch.chdir(site.root)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as open_socket:
        open_socket.bind("content/socket.md")
    expected = (
        "error not-a-file content/pipe.md",
        "error not-a-file content/pipe.png",
        "error not-a-file content/socket.md",
        "error not-a-file static/pipe.txt",
        "error not-a-file themes/mine/pipe.css",
    )
    assert told(site.build()) == expected
    assert told(site.build()) == expected
    assert all(path in site.output() for path in GOOD_PAGES)


@needs_pipes
@pytest.mark.parametrize("path", ["config.yaml", "themes/plain/theme.yaml"])
def test_a_pipe_as_config_is_reported_without_waiting(site: Site, path: str) -> None:
    (site.write(GOOD).root / path).parent.mkdir(parents=True, exist_ok=True)
    (site.root / path).unlink(missing_ok=True)
    os.mkfifo(site.root / path)
    assert told(site.build()) == (f"error config-read {path}",)


@needs_pipes
def test_a_pipe_at_the_path_of_a_page_is_replaced(site: Site) -> None:
    site.write(GOOD).build()
    (site.root / "output/index.html").unlink()
    os.mkfifo(site.root / "output/index.html")
    assert site.build().problems == ()
    assert "A good article" in site.page("index.html")


def test_an_unreadable_config_is_not_a_missing_one(site: Site) -> None:
    (site.write(GOOD).root / "config.yaml").unlink()
    (site.root / "config.yaml").mkdir()
    assert told(site.build()) == ("error config-read config.yaml",)
    (site.root / "config.yaml").rmdir()
    link(site, "config.yaml", "nowhere.yaml")
    assert told(site.build()) == ("error config-read config.yaml",)


def test_a_folder_can_have_the_name_of_an_article(site: Site) -> None:
    report = put(site.write(GOOD), "content/odd.md/in.md", article("In")).build()
    assert report.problems == ()
    assert "2021/05/06/in.html" in site.output()


def test_an_unreadable_article_is_reported_and_its_page_stays(site: Site) -> None:
    need_permissions(site)
    put(site.write(GOOD), "content/odd.md", article())
    put(site, "content/folder/in.md", article("In"))
    site.build()
    (site.root / "content/odd.md").chmod(0)
    (site.root / "content/folder").chmod(0)
    report = site.build(full=True)
    (site.root / "content/folder").chmod(0o755)
    assert told(report) == ("error unreadable content/folder", "error unreadable content/odd.md")
    assert {"2021/05/06/in.html", "2021/05/06/odd.html"} <= set(site.output())


def test_an_unreadable_attachment_is_reported(site: Site) -> None:
    need_permissions(site)
    put(site.write(GOOD), "static/secret.txt", "Words.")
    (site.root / "static/secret.txt").chmod(0)
    assert told(site.build()) == ("error unreadable static/secret.txt",)


# -- folders ---------------------------------------------------------------------------------------


def test_without_a_content_folder_nothing_is_removed(site: Site) -> None:
    site.write(GOOD).build()
    before = site.output()
    shutil.rmtree(site.root / "content")
    assert told(site.build()) == ("error content-missing content",)
    put(site, "content", "a file")
    assert told(site.build()) == ("error not-a-folder content",)
    assert site.output() == before


def test_a_file_as_output_folder_is_one_error(site: Site) -> None:
    assert told(put(site.write(GOOD), "output", "a file").build()) == ("error not-a-folder output",)
    assert (site.root / "output").read_text() == "a file"


def test_a_file_named_static_is_reported(site: Site) -> None:
    assert told(put(site.write(GOOD), "static", "a file").build()) == ("error not-a-folder static",)
    assert all(path in site.output() for path in GOOD_PAGES)


def test_a_file_as_state_folder_is_an_error(site: Site) -> None:
    report = put(site.write(GOOD), ".digest", "a file").build()
    assert [(p.severity, p.code) for p in report.problems] == [("error", "disk")]


def test_an_unwritable_output_is_kept_and_updated_later(site: Site) -> None:
    site.write(GOOD).build()
    (site.root / "output/2021/05/06/a-good-article.html").unlink()
    (site.root / "output/2021/05/06/a-good-article.html").mkdir()
    put(site, "output/2021/05/06/a-good-article.html/mine.txt", "mine")
    report = put(site, "content/odd.md", article()).build()
    assert told(report) == ("error output-write output/2021/05/06/a-good-article.html",)
    assert "2021/05/06/odd.html" in site.output()
    shutil.rmtree(site.root / "output/2021/05/06/a-good-article.html")
    assert site.build().problems == ()
    assert "Good words." in site.page(GOOD_PAGES[0])


def test_a_read_only_output_is_reported_for_each_page(site: Site) -> None:
    need_permissions(site)
    site.write(GOOD).build()
    (site.root / "output/2021/05/06").chmod(0o555)
    report = put(site, "content/odd.md", article()).build()
    (site.root / "output/2021/05/06").chmod(0o755)
    assert {p.code for p in report.problems} == {"output-write"}
    assert site.build().problems == ()


def test_a_symbolic_link_in_the_output_is_not_written_through(site: Site) -> None:
    put(site.write(GOOD), "precious.txt", "precious").build()
    (site.root / "output/index.html").unlink()
    link(site, "output/index.html", "../precious.txt")
    assert site.build().problems == ()
    assert (site.root / "precious.txt").read_text() == "precious"
    assert "A good article" in site.page("index.html")


def test_files_of_static_and_articles_with_the_same_path_are_reported(site: Site) -> None:
    for path in ("index.html", "2021/05/06/index.html", "2021/05/06/a-good-article.html"):
        put(site.write(GOOD), f"static/{path}", "mine")
    report = site.build()
    assert told(report) == (
        "error path-taken content/good.md",
        "error path-taken static/2021/05/06/index.html",
        "error path-taken static/index.html",
    )
    assert site.page("2021/05/06/a-good-article.html") == "mine"
    assert "A good article" in site.page("index.html")


def test_a_file_of_static_at_the_path_of_a_folder_is_reported(site: Site) -> None:
    report = put(site.write(GOOD), "static/archive", "mine").build()
    assert told(report) == ("error output-write output/archive/index.html",)
    assert all(path in site.output() for path in GOOD_PAGES)


def test_a_deleted_page_is_restored_and_a_changed_one_by_a_full_build(site: Site) -> None:
    site.write(GOOD).build()
    before = site.output()
    (site.root / "output/index.html").unlink()
    shutil.rmtree(site.root / "output/theme")
    assert site.build().problems == ()
    assert site.output() == before
    put(site, "output/index.html", "changed")
    site.build(full=True)
    assert site.output() == before
    shutil.rmtree(site.root / "output")
    site.build()
    assert site.output() == before


# -- the store -------------------------------------------------------------------------------------


def change_store(site: Site, statement: str) -> None:
    db = sqlite3.connect(site.root / ".digest/store.db")
    db.execute(statement)
    db.commit()
    db.close()


def cut_store(site: Site) -> None:
    path = site.root / ".digest/store.db"
    path.write_bytes(path.read_bytes()[:5000])


DAMAGE: dict[str, Callable[[Site], object]] = {
    "garbage": lambda site: put(site, ".digest/store.db", "garbage" * 999),
    "cut short": cut_store,
    "another layout": lambda site: change_store(site, "UPDATE meta SET value = '0' WHERE key = 'schema'"),
    "a table is missing": lambda site: change_store(site, "DROP TABLE pages"),
    "rows of nonsense": lambda site: change_store(site, "UPDATE sources SET head = 'nonsense', detail = '['"),
    "facts of nonsense": lambda site: change_store(site, "UPDATE meta SET value = 'nonsense' WHERE key != 'schema'"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_unusable_store_is_replaced_and_reported_once(site: Site, damage: str) -> None:
    site.write(GOOD).build()
    DAMAGE[damage](site)
    report = put(site, "content/odd.md", article("Odd", "![x](missing.png)")).build()
    assert told(report) == ("warning store-lost", "error link-missing content/odd.md:5")
    assert "Good words." in site.page(GOOD_PAGES[0])
    assert "2021/05/06/odd.html" in site.output()
    assert told(site.build()) == ("error link-missing content/odd.md:5",)


def test_an_empty_store_is_like_a_missing_one(site: Site) -> None:
    assert put(site.write(GOOD), ".digest/store.db", "").build().problems == ()


def test_damaged_compiled_templates_are_replaced(site: Site) -> None:
    site.write(GOOD).build()
    for path in (site.root / ".digest/templates").iterdir():
        path.write_bytes(b"garbage")
    assert put(site, "content/odd.md", article()).build().problems == ()
    assert "2021/05/06/odd.html" in site.output()


def test_the_lock_file_of_a_dead_process_is_ignored(site: Site) -> None:
    assert put(site.write(GOOD), ".digest/lock", "999999\n").build().problems == ()
