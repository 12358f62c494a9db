"""The command line: output streams, exit codes, options, interrupts."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digest import __version__
from digest.cli import main, parser
from digest.cli.commands import COMMANDS, load
from digest.cli.console import Console
from digest.files.lock import BuildLocked
from tests.support.paths import REPOSITORY
from tests.support.sites import Site

NOW = ["--clock", "2026-01-01"]
SMALL = """
-- content/a.md --
---
title: A harbour
date: 2021-05-06T12:00
---

Some words.
"""
FAULTY = """
-- content/a.md --
---
title: A harbour
expires: 2021-02-30
---

Some words.
-- content/b.md --
---
title: A bridge
date: 2021-05-06
tiltle: again
---

Some words.
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process; return (exit code, stdout, stderr)."""

    def command(*argv: str | Path) -> tuple[int, str, str]:
        code = main.main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def process(*argv: str | Path, **settings: object) -> subprocess.Popen[str]:
    """Start the command line in a new process."""
    command = [sys.executable, "-m", "digest", *map(str, argv)]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=env, stdout=pipe, stderr=pipe, text=True, **settings)  # type: ignore[call-overload,no-any-return]


# -- build --------------------------------------------------------------------------------------


def test_a_build_ends_with_a_summary(site: Site) -> None:
    site.write(SMALL)
    with process("build", *NOW, cwd=site.root) as done:
        out, err = done.communicate()
    assert (done.returncode, out) == (0, "")
    assert re.fullmatch(r"Built 1 article, (\d+) pages → output \(\d+\.\d\d s\)\n", err)
    assert (site.root / "output/2021/05/06/a-harbour.html").is_file()
    pages = sum(path.endswith(".html") for path in site.output())
    assert f"1 article, {pages} pages" in err


def test_the_summary_names_what_changed_and_what_did_not(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def summary() -> str:
        return re.sub(r"\d+\.\d\d s", "N s", run("build", "news", *NOW)[2].splitlines()[-1])

    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path / "news").write(SMALL)
    first, pages = summary(), sum(path.endswith(".html") for path in site.output())
    assert first == f"Built 1 article, {pages} pages → news/output (N s)"
    assert summary() == f"Up to date: 1 article, {pages} pages (N s)"
    total = len(site.output())
    (site.root / "output/robots.txt").unlink()
    assert summary() == f"Built 1 article, {pages} pages → news/output: 1 file written, {total - 1} unchanged (N s)"
    site.write("-- static/x.txt --\nx\n")
    summary()
    (site.root / "static/x.txt").unlink()
    assert summary() == f"Built 1 article, {pages} pages → news/output: {total} files unchanged, 1 removed (N s)"
    site.write("-- content/a.md --\n---\ntitle: A harbour\nexpires: 2021-02-30\n---\n\nWords.\n")
    assert summary() == f"Nothing changed: 1 article, {pages} pages; 1 error (N s)"
    site.write("-- config.yaml --\ntitel: x\n")
    assert summary() == "Build failed: 1 error (N s)"


@pytest.mark.slow
def test_an_ascii_terminal_gets_ascii(site: Site) -> None:
    site.write(SMALL.replace("A harbour", "“A harbour”"))
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "digest"]
    done = subprocess.run([*command, "build", *NOW], cwd=site.root, env=env, capture_output=True, check=True)
    assert b" pages -> output (" in done.stderr
    done = subprocess.run(
        [*command, "why", "2021/05/06/a-harbour.html"], cwd=site.root, env=env, capture_output=True, check=True
    )
    assert b'about     the article ""A harbour""' in done.stdout
    site.write("-- content/ä.md --\n---\ntitel: x\n---\n\nWords.\n")
    done = subprocess.run([*command, "build", *NOW], cwd=site.root, env=env, capture_output=True, check=True)
    assert b"content/\\xe4.md\n" in done.stderr


def test_paths_in_messages_lead_to_the_file_from_the_current_folder(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(FAULTY)
    for folder, start in ((site.root, ""), (site.root.parent, f"{site.root.name}/"), (site.root / "content", "")):
        monkeypatch.chdir(folder)
        _, _, err = run("build", site.root, *NOW)
        place = "a.md" if folder.name == "content" else f"{start}content/a.md"
        assert f"\n  {place}:3:10\n    expires: 2021-02-30\n" in err
    _, out, _ = run("build", site.root, *NOW, "--json")
    files = {event["file"] for event in map(json.loads, out.splitlines()) if event["event"] == "problem"}
    assert files == {"content/a.md", "content/b.md"}


def test_a_problem_is_printed_with_place_excerpt_and_hint(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.write(FAULTY).root)
    code, _, err = run("build", *NOW)
    assert code == 1
    assert err.startswith(
        "error: `2021-02-30` is not a valid date\n"
        "  content/a.md:3:10\n"
        "    expires: 2021-02-30\n"
        "             ^\n"
        "  Write it as `2021-05-06` or `2021-05-06 14:30`.\n"
        "\n"
        "warning: "
    )
    assert "; 1 error, 1 warning (" in err.splitlines()[-1]
    assert (site.root / "output/2021/05/06/a-bridge.html").is_file()


def test_warnings_fail_a_strict_build_only(site: Site, run: Run) -> None:
    site.write(FAULTY)
    (site.root / "content/a.md").unlink()
    assert run("build", site.root, *NOW)[0] == 0
    code, _, err = run("build", site.root, *NOW, "--strict")
    assert code == 1
    assert "; 1 warning (" in err


def test_settings_with_errors_fail_the_build(site: Site, run: Run) -> None:
    site.write(SMALL + "-- config.yaml --\ntitel: X\n")
    code, _, err = run("build", site.root, *NOW)
    assert code == 1
    assert "config.yaml:1:1\n    titel: X\n    ^\n  Did you mean `title`?\n" in err
    assert err.splitlines()[-1].startswith("Build failed: 1 error (")


def test_a_quiet_build_prints_problems_only(site: Site, run: Run) -> None:
    site.write(FAULTY)
    _, out, err = run("build", site.root, *NOW, "-q")
    assert out == ""
    assert err.rstrip().endswith("Did you mean `title`?")
    site.write(SMALL)
    (site.root / "content/b.md").unlink()
    assert run("build", site.root, *NOW, "-q") == (0, "", "")


def test_left_out_articles_are_counted_and_listed_with_an_option(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.root)
    site.write(SMALL.replace("title", "draft: true\ntitle"))
    site.write(
        "-- content/b.md --\n# Later\n\nMay 6, 2031\n\nWords.\n-- content/c.md --\n# Last\n\nMay 6, 2032\n\nWords.\n"
    )
    _, _, err = run("build", site.root, *NOW)
    assert err.splitlines()[0] == "3 left out: 1 draft, 2 future"
    _, _, err = run("build", site.root, *NOW, "-v")
    assert err.splitlines()[:3] == [
        f"left out: content/{n}" for n in ("a.md (draft)", "b.md (future)", "c.md (future)")
    ]
    _, _, err = run("build", site.root, *NOW, "--drafts", "--future")
    assert err.startswith("Built 3 articles, ")


def test_json_has_one_object_for_each_event_and_problem_and_a_summary(site: Site, run: Run) -> None:
    site.write(FAULTY + "-- content/c.md --\n---\ntitle: Läter 漢\ndate: 2031-05-06\n---\n\nWords.\n")
    code, out, err = run("build", site.root, *NOW, "--json")
    *events, last = [json.loads(line) for line in out.splitlines()]
    assert {e["event"] for e in events} == {"progress", "rendered", "problem", "hidden"}
    rendered = [e for e in events if e["event"] == "rendered"]
    assert {"event": "rendered", "path": "404.html", "reason": "new", "written": True} in rendered
    place = [(e["file"], e["line"], e["column"], e["severity"]) for e in events if e["event"] == "problem"]
    assert place == [("content/a.md", 3, 10, "error"), ("content/b.md", 4, 1, "warning")]
    assert last["event"] == "done"
    assert code == 1
    assert (last["exit"], last["articles"], last["read"]) == (1, 1, 3)
    assert last["written"] == last["pages"] == len(rendered)
    assert (last["problems"], last["errors"], last["warnings"], last["hidden"]) == (2, 1, 1, 1)
    assert "error:" not in err


def test_explain_names_each_rendered_page_and_why(site: Site, run: Run) -> None:
    site.write(SMALL).build()
    site.write(SMALL.replace("Some words", "Other words"))
    code, out, _ = run("build", site.root, *NOW, "--explain")
    assert code == 0
    assert "2021/05/06/a-harbour.html: changed: body\n" in out


def test_the_manifest_lists_size_and_hash_of_every_file(site: Site, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(SMALL + "-- static/robots/notes.txt --\nHello.\n")
    monkeypatch.chdir(site.root)
    assert run("build", "--manifest", "pages.json", *NOW)[0] == 0
    listed = json.loads(Path("pages.json").read_bytes())
    output = site.output()
    assert [e["path"] for e in listed] == sorted(output)
    assert {"static", "article"} <= {"static" if "notes" in p else "article" for p in output}
    for entry in listed:
        data = output[entry["path"]]
        assert entry["size"] == len(data)
        assert entry["hash"] == hashlib.blake2b(data, digest_size=16).hexdigest()


@pytest.mark.parametrize(
    "file", ["config.yaml", "content/a.md", "content/new.json", "themes/new.json", "notes.json", "folder"]
)
def test_a_manifest_overwrites_only_a_manifest(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    site.write(SMALL + "-- notes.json --\n[1]\n-- folder/x --\n\n")
    monkeypatch.chdir(site.root)
    before = Path(file).read_bytes() if Path(file).is_file() else None
    code, _, err = run("build", "--manifest", file, *NOW)
    assert (code, "error: --manifest: " in err) == (2, True)
    assert (Path(file).read_bytes() if Path(file).is_file() else None) == before
    assert not (site.root / "output").exists()
    for name in ("pages.json", "pages.json", "empty.json"):
        Path("empty.json").touch()
        assert run("build", "--manifest", name, *NOW)[0] == 0
        assert '{"path": "404.html"' in Path(name).read_text()
    assert run("build", "--manifest", "output/index.html", *NOW)[0] == 2
    assert "A harbour" in site.page("index.html")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.skipif(os.name != "posix", reason="there is no shell that closes them")
@pytest.mark.slow
def test_commands_work_without_standard_streams(site: Site, closed: str) -> None:
    site.write(SMALL)
    for options, code in (["--json"], 0), (["--explain", "--full"], 0), (["--jobs", "x"], 2):
        command = f'exec "$@" {closed}'
        given = ["sh", "-c", command, "sh", sys.executable, "-m", "digest", "build", str(site.root), *NOW, *options]
        done = subprocess.run(given, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        assert "internal error" not in done.stderr
        assert site.page("index.html")


def test_output_is_relative_to_the_working_folder_and_base_url_overrides_the_config(
    site: Site, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(SMALL)
    monkeypatch.chdir(tmp_path.parent)
    elsewhere = f"{tmp_path.name}-elsewhere"
    assert run("build", site.root, *NOW, "--output", elsewhere, "--base-url", "https://example.com/sub")[0] == 0
    assert not (site.root / "output").exists()
    assert "https://example.com/sub/" in (tmp_path.parent / elsewhere / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize("folder", [".", "..", "content", "content/../static/new", ".digest"])
def test_output_cannot_be_a_folder_of_the_site(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    site.write(SMALL)
    monkeypatch.chdir(site.root)
    code, _, err = run("build", "--output", folder)
    assert code == 2
    assert err.startswith(f"error: --output: {folder} overlaps the sources of the site\n")
    assert sorted(p.name for p in site.root.iterdir()) == ["config.yaml", "content"]


def test_output_cannot_be_a_configured_folder_of_the_site(site: Site, run: Run) -> None:
    site.write(SMALL.replace("content/", "articles/") + "-- config.yaml --\ncontent: articles\n")
    before = sorted(p for p in (site.root / "articles").rglob("*"))
    code, _, err = run("build", site.root, *NOW, "--output", site.root / "articles/pages")
    assert code == 1
    assert "overlaps articles" in err
    (site.root / "output").symlink_to(site.root / "articles")
    assert run("build", site.root, *NOW)[0] == 1
    assert sorted(p for p in (site.root / "articles").rglob("*")) == before


@pytest.mark.parametrize(
    ("clock", "epoch", "articles"),
    [
        ("2021-05-06T12:00", "", 1),
        ("2021-05-06T11:59:59", "", 0),
        ("2021-05-06T14:00+02:00", "", 1),
        ("2021-05-06T12:00+02:00", "", 0),
        ("2021-05-07", "0", 1),
        ("", "1620302400", 1),
        ("", "1620302399", 0),
        ("", "", 1),
    ],
)
def test_the_clock_is_taken_from_option_environment_or_system(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch, clock: str, epoch: str, articles: int
) -> None:
    site.write(SMALL)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    _, out, _ = run("build", site.root, "--json", *(["--clock", clock] if clock else []))
    assert json.loads(out.splitlines()[-1])["articles"] == articles


def test_the_first_of_many_problems_are_shown_and_the_rest_is_counted(site: Site, run: Run) -> None:
    for n in range(56):
        site.write(
            f"-- content/{n:02}.md --\n---\ntitle: T{n}\ndate: 2021-05-{n % 28 + 1:02}\ntiltle: x\n---\n\nWords.\n"
        )
    site.write(FAULTY)
    _, _, err = run("build", site.root, *NOW)
    assert err.count("warning: ") == 10
    assert err.count("error: ") == 1
    assert "Not shown (use -v to see all):\n  front-matter-unknown-key: 47 in 47 files\n" in err
    _, _, err = run("build", site.root, *NOW, "-v")
    assert err.count("warning: ") == 57
    assert "more" not in err


def test_all_unpublished_files_are_listed_if_there_are_many_problems(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.root)
    for n in range(70):
        text = "".join(f"[a](none-{n}-{k}.md) " for k in range(3))
        site.write(f"-- content/a{n:02}.md --\n---\ntitle: A{n}\ndate: 2021-05-{n % 28 + 1:02}\n---\n\n{text}\n")
        site.write(f"-- content/z{n:02}.md --\n---\ntitle: Z{n}\nexpires: 2021-02-30\n---\n\nWords.\n")
    site.write("-- content/zz.md --\n---\ndraft: [\n---\n\nWords.\n")
    code, out, err = run("build", site.root, *NOW)
    assert (code, out) == (1, "")
    blocks, _, lines = err.partition("error: content/z10.md:3:10: `2021-02-30` is not a valid date\n")
    assert blocks.count("error: content/none-") == 10
    assert blocks.count("is not a valid date") == 10
    assert blocks.count("    expires: 2021-02-30\n             ^\n") == 10
    assert "  content/zz.md:" in blocks
    assert lines.splitlines()[:61] == [
        *(f"error: content/z{n}.md:3:10: `2021-02-30` is not a valid date" for n in range(11, 70)),
        "Not shown (use -v to see all):",
        "  link-missing: 200 in 67 files",
    ]
    _, _, err = run("build", site.root, *NOW, "--quiet")
    assert all(f"content/z{n:02}.md:3:10" in err for n in range(70))
    _, _, err = run("build", site.root, *NOW, "-v")
    assert err.count("\n  content/") == 281
    assert "more" not in err


# -- arguments ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        ("buidl", "unknown command `buidl`", "Did you mean `build`?"),
        (
            "xyzzy",
            "unknown command `xyzzy`",
            "Available commands: build, serve, init, new, inspect, topics, why, clean, schema, completion, theme, help.",
        ),
        ("build --drfats", "unknown option `--drfats`", "Did you mean `--drafts`?"),
        ("build --draft", "unknown option `--draft`", "Did you mean `--drafts`?"),
        ("build --ouptut=x", "unknown option `--ouptut`", "Did you mean `--output`?"),
        ("--versoin", "unknown option `--versoin`", "Did you mean `--version`?"),
        ("--full build", "`--full` must come after the command", "Write `digest build --full`."),
        ("build a b", "unexpected argument `b`", "See `digest build --help`."),
        ("hlep build", "unknown command `hlep`", "Did you mean `help`?"),
        ("help buidl", "unknown command `buidl`", "Did you mean `build`?"),
        ("help theme lst", "unknown command `theme lst`", "Did you mean `theme list`?"),
        ("whi output/index.html", "unknown command `whi`", "Did you mean `why`?"),
        ("build --profil", "unknown option `--profil`", "Did you mean `--profile`?"),
        ("why", "the following arguments are required: PATH", "See `digest why --help`."),
        ("why x --stie y", "unknown option `--stie`", "Did you mean `--site`?"),
        ("why x --site y", "no site found: y does not exist", "Name the folder that contains config.yaml"),
        (
            "why x",
            "no site found: . has no config.yaml, no content/ and no articles",
            "`digest init DIR` creates a new site",
        ),
        ("inspect", "the following arguments are required: FILE", "See `digest inspect --help`."),
        ("build --jobs 0", "--jobs: expected a number from 1 to 9999, found `0`", "See `digest build --help`."),
        ("build --jobs x", "--jobs: expected a number from 1 to 9999, found `x`", "See `digest build --help`."),
        ("build --clock noon", "--clock: expected a time such as ", "See `digest build --help`."),
        ("build --clock 0003-01-01", "--clock: expected a time such as ", "See `digest build --help`."),
        ("build --base-url example.com", "--base-url: expected a URL such as ", "See `digest build --help`."),
        ("theme", "the following arguments are required: COMMAND", "See `digest theme --help`."),
        ("theme lst", "unknown command `theme lst`", "Did you mean `theme list`?"),
        ("theme list --stie y", "unknown option `--stie`", "Did you mean `--site`?"),
        ("theme diff nowhere", "no site found: nowhere does not exist", "Name the folder that contains config.yaml"),
        ("build nowhere", "no site found: nowhere does not exist", "Name the folder that contains config.yaml"),
        (
            "build .",
            "no site found: . has no config.yaml, no content/ and no articles",
            "`digest init DIR` creates a new site",
        ),
        (
            "clean .",
            "no site found: . has no config.yaml, no content/ and no articles",
            "`digest init DIR` creates a new site",
        ),
    ],
)
def test_wrong_arguments_are_reported_with_a_suggestion(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: str, message: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*argv.split())
    assert (code, out) == (2, "")
    first, second, *rest = err.splitlines()
    assert first.startswith(f"error: {message}")
    assert second.startswith(f"  {hint}")
    assert rest == []


def test_a_wrong_time_in_the_environment_is_reported(site: Site, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(SMALL)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    code, _, err = run("build", site.root)
    assert code == 2
    assert "SOURCE_DATE_EPOCH" in err


def test_help_and_a_command_without_arguments(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for taught in ("site:", "examples:", "exit codes:", "config.yaml", "content/", "digest init"):
        assert taught in out
    assert run() == (2, "", out)
    assert run("--version")[:2] == (0, f"digest {__version__}\n")


@pytest.mark.parametrize("command", ["", *(command.name for command in COMMANDS), "theme eject"])
def test_help_is_a_command_too(run: Run, command: str) -> None:
    expected = run(*command.split(), "--help")
    assert expected[0] == 0
    assert "usage: digest" in expected[1]
    assert all(len(line) <= 80 for line in expected[1].splitlines())
    assert run("help", *command.split()) == expected
    assert run("help", "help") == run("--help")


def test_each_command_is_a_module_and_a_row_of_the_table() -> None:
    folder = REPOSITORY / "digest/cli/commands"
    assert sorted(command.name for command in COMMANDS) == sorted(
        p.stem for p in folder.glob("*.py") if p.stem != "__init__"
    )
    for command in COMMANDS:
        module = load(command.name)
        assert module.DESCRIPTION.strip()
        assert not module.EXAMPLES or module.EXAMPLES.startswith("examples:")
        assert callable(module.add_options)
        assert callable(module.run)


def test_only_the_module_of_the_command_that_runs_is_imported(site: Site) -> None:
    code = (
        "import sys; from digest.cli.main import main; code = main(sys.argv[1:]);"
        "print(code, sorted(m for m in sys.modules if m.startswith('digest.cli.commands.')))"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    for argv, loaded in ((["clean", str(site.write(SMALL).root)], "['digest.cli.commands.clean']"), (["--help"], "[]")):
        done = subprocess.run([sys.executable, "-c", code, *argv], env=env, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == f"0 {loaded}"


def test_the_manual_names_every_command_and_option() -> None:
    manual = (REPOSITORY / "docs/commands.md").read_text("utf-8")
    top, commands = parser.build_parser([command.name for command in COMMANDS])
    common, *sections = manual.split("\n## ")
    assert [s.split("`")[1].split()[1] for s in sections] == list(commands)
    for section, command in zip(sections, commands.values(), strict=True):
        missing = [o for o in command.options if f"`{o}`" not in common + section and f"`{o} " not in section]
        assert missing == []
    assert [o for o in top.options if o not in common] == []


def test_parsing_arguments_loads_no_heavy_modules() -> None:
    heavy = "rich jinja2 yaml markdown_it dataclasses sqlite3 inspect datetime difflib shutil subprocess"
    code = (
        f"import sys, digest.cli.main as c; c.parse(['build']); print([m for m in {heavy.split()} if m in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    # -S: without modules that site packages load on startup
    done = subprocess.run([sys.executable, "-S", "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_schema_prints_both_schemas(run: Run) -> None:
    schema = json.loads(run("schema")[1])
    assert "timezone" in schema["properties"]
    assert "authors" in schema["$defs"]["article"]["properties"]


# -- errors and interrupts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (BuildLocked("4711"), 1, "error: another build of this site is running (process 4711)"),
        (PermissionError(13, "Permission denied", "/x/output"), 1, "error: Permission denied: /x/output"),
        (ZeroDivisionError("oops"), 1, "error: internal error: ZeroDivisionError: oops"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_every_exception_is_reported_in_one_message(raised: BaseException, code: int, said: str) -> None:
    def fail() -> int:
        raise raised

    err = io.StringIO()
    assert main.run_safely(fail, Console(io.StringIO(), err)) == code
    assert err.getvalue().splitlines()[0] == said
    assert "Traceback" not in err.getvalue()


def test_verbose_prints_the_traceback() -> None:
    err = io.StringIO()
    assert main.run_safely(lambda: 1 // 0, Console(io.StringIO(), err, verbose=True)) == 1
    assert err.getvalue().startswith("Traceback")


@pytest.mark.skipif(os.name == "nt", reason="signals are other there")
@pytest.mark.slow
def test_an_interrupted_build_ends_and_the_next_one_is_complete(site: Site) -> None:
    for n in range(400):
        site.write(f"-- content/{n}.md --\n# Piece {n}\n\nMay {n % 28 + 1}, 2021\n\n{'Some words here. ' * 40}\n")
    started = process(
        "build", site.root, *NOW, "--json", "--jobs", "2", start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    with started as building:
        assert building.stdout is not None
        building.stdout.readline()
        os.killpg(building.pid, signal.SIGINT)
        _, err = building.communicate(timeout=20)
    assert (building.returncode, err) == (130, "interrupted\n")
    report = site.build()
    assert (report.articles, report.problems) == (400, ())


@pytest.mark.skipif(os.name == "nt", reason="pipes are other there")
@pytest.mark.slow
def test_a_closed_output_stream_does_not_end_the_build(site: Site) -> None:
    site.write(SMALL)
    with process("build", site.root, *NOW, "--explain") as building:
        assert building.stdout is not None
        building.stdout.close()
        assert building.stderr is not None
        err = building.stderr.read()
    assert building.returncode == 0
    assert len(err.splitlines()) == 1
    assert (site.root / "output/index.html").is_file()
