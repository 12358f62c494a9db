"""`digest theme`: list themes, copy a file of a theme to change it, and show the changes of the site and of digest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digest.build.theme_folders import SHIPPED
from digest.cli import main
from tests.support.sites import Site

SMALL = "-- content/a.md --\n# A harbour\n\nMay 6, 2021\n\nSome words.\n"
OWN = SMALL + (
    "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\ndescription: Ours.\n"
    '-- themes/mine/base.html --\n{% extends "plain/base.html" %}\n-- themes/mine/extra.css --\np {}\n'
)
ARTICLE = (Path(SHIPPED) / "plain" / "article.html").read_text("utf-8")
Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *argv: str | Path) -> tuple[int, str, str]:
    """Run the command line in this process; return (exit code, stdout, stderr)."""
    code = main.main(["theme", *(str(a) for a in argv)])
    return code, *capsys.readouterr()


def eject(capsys: Capture, site: Site, name: str, path: str) -> tuple[int, str, str]:
    """Run `digest theme eject` in a site."""
    return run(capsys, "eject", name, path, "--site", site.root)


def shown(site: Site, path: str) -> str:
    """A path of the site as messages show it: the tests run in another folder."""
    return min(os.path.relpath(site.root), str(site.root), key=len) + f"/{path}"


# -- list ---------------------------------------------------------------------------------------


def test_all_themes_are_listed_and_those_in_use_are_marked(site: Site, capsys: Capture) -> None:
    site.write(OWN + "-- themes/old/base.html --\nOld.\n")
    code, out, err = run(capsys, "list", site.root)
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in out.splitlines()}
    assert (code, err) == (0, "")
    assert lines["mine"] == "in use themes/mine extends plain; Ours."
    assert lines["plain"].startswith("extended built-in A small reference theme")
    assert lines["old"] == "themes/old"
    assert list(lines) == sorted(lines)


def test_a_partly_overridden_theme_is_listed_with_both_folders(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n-- themes/plain/style.css --\np {}\n")
    _, out, _ = run(capsys, "list", site.root)
    (line,) = [line for line in out.splitlines() if line.startswith("plain ")]
    assert "in use  themes/plain, built-in  A small" in line


def test_the_list_works_with_a_missing_theme(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plian\n")
    code, out, err = run(capsys, "list", site.root)
    assert code == 1
    assert "plain" in out
    assert "in use" not in out
    assert "there is no theme named plian" in err
    assert "Did you mean `plain`?" in err


# -- eject --------------------------------------------------------------------------------------


def test_an_ejected_file_overrides_the_built_in_one(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n").build()
    before = site.output()
    assert eject(capsys, site, "plain", "article.html") == (0, shown(site, "themes/plain/article.html\n"), "")
    assert (site.root / "themes/plain/article.html").read_text("utf-8") == ARTICLE
    assert site.build().problems == ()
    assert site.output() == before
    site.write("-- themes/plain/article.html --\nMine: {{ item.name }}")
    site.build()
    assert site.page("2021/05/06/a-harbour.html") == "Mine: A harbour"


def test_originals_of_ejected_files_are_not_published(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n")
    eject(capsys, site, "plain", "style.css")
    assert (site.root / "themes/plain/.ejected/style.css").is_file()
    assert site.build().problems == ()
    assert [path for path in site.output() if path.startswith("theme/")] == ["theme/style.css"]


def test_an_existing_file_is_not_overwritten(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n-- themes/plain/article.html --\nMine.")
    code, out, err = eject(capsys, site, "plain", "article.html")
    assert (code, out) == (2, "")
    assert "themes/plain/article.html exists and was changed" in err
    assert (site.root / "themes/plain/article.html").read_text("utf-8") == "Mine.\n"
    assert not (site.root / "themes/plain/.ejected").exists()


@pytest.mark.parametrize(
    ("name", "path", "message", "hint"),
    [
        ("plane", "article.html", "there is no built-in theme `plane`", "Built-in themes: "),
        ("plain", "artcle.html", "the theme plain has no file `artcle.html`", "Did you mean `article.html`?"),
        ("plain", "../plain/article.html", "the theme plain has no file `../plain/article.html`", "Did you mean"),
        ("plain", "x", "the theme plain has no file `x`", "Available files: 404.html, article.html, base.html"),
        ("mine", "base.html", "there is no built-in theme `mine`", "Built-in themes: "),
        ("../themes/plain", "article.html", "there is no built-in theme `../themes/plain`", "Built-in themes: "),
    ],
)
def test_unknown_files_are_reported_with_suggestions(
    site: Site, capsys: Capture, name: str, path: str, message: str, hint: str
) -> None:
    site.write(OWN)
    before = sorted(site.root.rglob("*"))
    code, out, err = eject(capsys, site, name, path)
    assert (code, out) == (2, "")
    assert err.splitlines()[0].startswith(f"error: {message}")
    assert err.splitlines()[1].startswith(f"  {hint}")
    assert sorted(site.root.rglob("*")) == before


def test_a_file_of_an_unused_theme_is_ejected_with_a_note(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: alone\n-- themes/alone/theme.yaml --\ndescription: Alone.\n")
    code, out, err = eject(capsys, site, "plain", "article.html")
    assert (code, out) == (0, shown(site, "themes/plain/article.html\n"))
    assert err.startswith("warning: the site uses the theme alone, which does not extend plain\n  Write `theme: plain`")


# -- diff ---------------------------------------------------------------------------------------


def test_a_site_without_files_of_a_theme_overrides_nothing(site: Site, capsys: Capture) -> None:
    assert run(capsys, "diff", site.write(SMALL).root) == (0, "", "the site overrides no theme files\n")


def test_diff_of_changes_by_the_site(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n")
    eject(capsys, site, "plain", "article.html")
    file = site.root / "themes/plain/article.html"
    file.write_text(ARTICLE.replace('"By %(agency)s"', '"Von %(agency)s"'), "utf-8")
    code, out, err = run(capsys, "diff", site.root)
    assert (code, err) == (0, "1 file overridden\n")
    first, one, other, _, *lines = out.splitlines()
    of = "plain (built-in)/article.html"
    assert first == shown(site, "themes/plain/article.html") + f": ejected from {of}, which has not changed since"
    assert (one, other) == (f"--- {of}", "+++ themes/plain/article.html")
    changed = [line for line in lines if line[:1] in "+-" and line]
    assert [line[0] for line in changed] == ["-", "+"]
    assert ['"By %(agency)s"' in changed[0], '"Von %(agency)s"' in changed[1]] == [True, True]


def test_an_unchanged_ejected_file_can_be_deleted(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n")
    eject(capsys, site, "plain", "style.css")
    _, out, _ = run(capsys, "diff", site.root)
    assert "No changes: the file can be deleted." in out


def shipped_otherwise(site: Site) -> None:
    """Change the original of an ejected file as if an earlier version of digest had another text."""
    kept = site.root / "themes/plain/.ejected/article.html"
    kept.write_text(ARTICLE.replace("Corrected", "Erratum"), "utf-8")


def test_diff_of_changes_by_digest(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n")
    eject(capsys, site, "plain", "article.html")
    shipped_otherwise(site)
    code, out, err = run(capsys, "diff", site.root)
    assert (code, err) == (0, "1 file overridden; the original of 1 has changed since it was ejected\n")
    assert "which has changed since" in out.splitlines()[0]
    since = out.split("plain (built-in)/article.html has changed since it was ejected:\n")[1].splitlines()
    assert since[0] == "--- plain (built-in)/article.html (when it was ejected)"
    assert [line[0] for line in since[2:] if "Erratum" in line or "Corrected" in line] == ["-", "+"]


def test_ejecting_again_updates_only_unchanged_files(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n")
    eject(capsys, site, "plain", "article.html")
    mine, kept = site.root / "themes/plain/article.html", site.root / "themes/plain/.ejected/article.html"
    new = mine.read_bytes()
    shipped_otherwise(site)
    old = kept.read_bytes()
    mine.write_text("Mine.\n", "utf-8")
    assert eject(capsys, site, "plain", "article.html")[0] == 2
    assert (mine.read_text("utf-8"), kept.read_bytes()) == ("Mine.\n", old)
    for unchanged in (old, new):
        mine.write_bytes(unchanged)
        assert eject(capsys, site, "plain", "article.html") == (0, shown(site, "themes/plain/article.html\n"), "")
        assert (mine.read_bytes(), kept.read_bytes()) == (new, new)
        kept.write_bytes(old)


def test_an_empty_file_or_a_link_counts_as_changed(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n-- themes/plain/x --\n")
    (site.root / "themes/plain/style.css").write_bytes(b"")
    (site.root / "themes/plain/article.html").symlink_to("nowhere")
    assert [eject(capsys, site, "plain", path)[0] for path in ("style.css", "article.html")] == [2, 2]


def test_files_of_an_own_theme_are_compared_with_those_they_override(site: Site, capsys: Capture) -> None:
    code, out, err = run(capsys, "diff", site.write(OWN).root)
    assert (code, err) == (0, "1 file overridden\n")
    assert out.splitlines()[0] == shown(site, "themes/mine/base.html: overrides plain (built-in)/base.html")
    assert '+{% extends "plain/base.html" %}' in out
    assert "extra.css" not in out


def test_ejected_files_of_unused_themes_are_compared(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: alone\n-- themes/alone/theme.yaml --\ndescription: Alone.\n")
    eject(capsys, site, "plain", "article.html")
    assert run(capsys, "diff", site.root)[1].startswith(shown(site, "themes/plain/article.html: ejected from plain "))


def test_binary_files_are_reported_as_different(site: Site, capsys: Capture) -> None:
    site.write(SMALL + "-- config.yaml --\ntheme: plain\n")
    eject(capsys, site, "plain", "style.css")
    (site.root / "themes/plain/style.css").write_bytes(b"\xff\x00\xfe")
    assert "binary files plain (built-in)/style.css and themes/plain/" in run(capsys, "diff", site.root)[1]


def test_a_site_with_an_invalid_config_is_not_compared(site: Site, capsys: Capture) -> None:
    code, out, err = run(capsys, "diff", site.write(SMALL + "-- config.yaml --\ntheme: nowhere\n").root)
    assert (code, out) == (1, "")
    assert "there is no theme named nowhere" in err
