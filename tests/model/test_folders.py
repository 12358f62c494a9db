"""The folders of a site, and the paths of the files in them."""

from __future__ import annotations

import pytest

from digest.model.config import Config
from digest.model.folders import file_path, site_folders
from digest.model.site import Options, Site

DEFAULT = Config()


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (DEFAULT, [("content:", "content"), ("content:.pages/", "pages"), ("static:", "static")]),
        (DEFAULT._replace(content="."), [("content:", "."), ("static:", "static")]),
        (DEFAULT._replace(pages="content/fixed"), [("content:", "content"), ("static:", "static")]),
        (DEFAULT._replace(content="pages/all"), [("content:", "pages/all"), ("static:", "static")]),
        (
            DEFAULT._replace(content="a", pages="a-b"),
            [("content:", "a"), ("content:.pages/", "a-b"), ("static:", "static")],
        ),
    ],
    ids=["default", "folder of articles", "pages in content", "content in pages", "similar names"],
)
def test_the_folders_of_a_site(config: Config, expected: list[tuple[str, str]]) -> None:
    assert [(folder.start, folder.name) for folder in site_folders("/site", config)] == expected


@pytest.mark.parametrize("output", ["public", "/site/public"])
def test_only_a_folder_of_articles_has_folders_that_are_not_scanned(output: str) -> None:
    config = DEFAULT._replace(output=output)
    assert not any(folder.skipped for folder in site_folders("/site", config))
    here = site_folders("/site", config._replace(content="."))
    assert [folder.skipped for folder in here] == [("public/", "output/", "static/", "themes/"), ()]
    outside = site_folders("/site", config._replace(content=".", output="/elsewhere"))
    assert outside[0].skipped == ("output/", "static/", "themes/")


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("2021/a.md", "texts", "texts/2021/a.md"),
        ("2021/a.md", ".", "2021/a.md"),
        (".pages/about.md", "texts", "fixed/about.md"),
        ("/logo.png", "texts", "static/logo.png"),
        ("/logo.png", ".", "static/logo.png"),
    ],
)
def test_a_path_in_messages_and_on_disk(path: str, content: str, expected: str) -> None:
    config = DEFAULT._replace(content=content, pages="fixed")
    assert file_path(config, path) == expected
    assert Site(Options("/site", 0.0), config, (), {}, {}).file(path) == f"/site/{expected}"


def test_paths_of_all_folders_are_divided_among_them() -> None:
    known = {"content:": "1", "content:a/": "2", "content:.pages/": "3", "content:.pages/b/": "4", "static:c/": "5"}
    signatures = [folder.signatures(known) for folder in site_folders("/site", DEFAULT)]
    assert signatures == [{"": "1", "a/": "2"}, {"": "3", "b/": "4"}, {"c/": "5"}]


def test_a_file_has_a_path_in_the_folder_that_scans_it() -> None:
    content, pages, _ = site_folders("/site", DEFAULT)
    assert content.path_in("/site/content/2021/a.md", "/site") == "2021/a.md"
    assert content.path_in("/site/content-2/a.md", "/site") is None
    assert pages.path_in("/site/pages/a.md", "/site") == "a.md"
    here = site_folders("/site", DEFAULT._replace(content="."))[0]
    assert here.path_in("/site/pages/a.md", "/site") == "pages/a.md"
    assert here.path_in("/site/output/a.md", "/site") is None
