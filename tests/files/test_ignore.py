"""Patterns of files that are left out, as in `.gitignore`."""

from __future__ import annotations

import pytest

from digest.files.ignore import ignored
from digest.model.config import Config


@pytest.mark.parametrize(
    ("patterns", "left_out", "kept"),
    [
        ("README*", ["README.md", "a/readme.txt", "README/a.md"], ["a/my-readme.md"]),
        ("_index.md", ["_index.md", "a/b/_index.md"], ["index.md", "_index.md.md"]),
        ("templates/", ["templates/a.md", "a/templates/b/c.md"], ["templates", "a/templates.md"]),
        ("/notes", ["notes", "notes/a.md"], ["a/notes", "notes.md"]),
        ("a/b.md", ["a/b.md"], ["x/a/b.md", "a/b.md.txt"]),
        ("*.tmp.md", ["x.tmp.md", "a/y.tmp.md"], ["tmp.md", "x.tmp.md.txt"]),
        ("a/*/c.md", ["a/b/c.md"], ["a/c.md", "a/b/b/c.md"]),
        ("a/**/c.md", ["a/c.md", "a/b/c.md", "a/b/b/c.md"], ["c.md", "x/a/c.md"]),
        ("drafts/**", ["drafts/a.md", "drafts/b/c.md"], ["drafts", "a/drafts.md"]),
        ("?.md", ["a.md", "x/b.md"], ["ab.md"]),
        ("[a-c].md", ["a.md", "x/C.md"], ["d.md", "ab.md"]),
        ("[!a].md", ["b.md"], ["a.md"]),
        ("x/ !x/kept.md", ["x/a.md"], ["x/kept.md"]),
        ("# a comment", [], ["# a comment", "a.md"]),
        ("a.b", ["a.b"], ["axb"]),
    ],
)
def test_patterns_are_those_of_git(patterns: str, left_out: list[str], kept: list[str]) -> None:
    is_ignored = ignored([patterns] if patterns[0] == "#" else patterns.split())
    assert [p for p in left_out if not is_ignored(p)] == []
    assert [p for p in kept if is_ignored(p)] == []


def test_files_that_are_no_articles_are_left_out_by_default() -> None:
    is_ignored = ignored(Config().ignore)
    paths = ["README.md", "posts/_index.md", "templates/clip.md", "node_modules/x/HISTORY.md", "a.md", "2021/index.md"]
    assert [p for p in paths if is_ignored(p)] == paths[:4]
