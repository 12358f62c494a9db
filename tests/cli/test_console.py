"""Output for terminals: excerpts of files, colours, progress."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from digest.cli import main, progress
from digest.cli.console import Console
from digest.files.excerpts import WIDEST, SourceExcerpts
from digest.model.events import Progress
from digest.model.problem import Problem


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def excerpt(tmp_path: Path, text: str, line: int, column: int) -> tuple[str, str]:
    (tmp_path / "a.md").write_bytes(text.encode())
    return SourceExcerpts(str(tmp_path)).of(Problem("x", "x", "a.md", line, column))


def test_the_caret_is_below_the_place(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "one\r\ntwo words\r\n", 2, 5) == ("two words", "    ^")
    assert excerpt(tmp_path, "\ufeffone\rtwo", 1, 1) == ("one", "^")
    assert excerpt(tmp_path, "\tx: y\x1b[2J\n", 1, 5) == (" x: y [2J", "    ^")
    assert excerpt(tmp_path, "漢字: no\u0301 x\n", 1, 8) == ("漢字: no\u0301 x", " " * 8 + "^")
    assert excerpt(tmp_path, "one\n", 1, 0) == ("one", "")
    assert excerpt(tmp_path, "one\n", 7, 1) == ("", "")
    assert SourceExcerpts(str(tmp_path)).of(Problem("x", "x", "b.md", 1, 1)) == ("", "")


@pytest.mark.parametrize("column", [1, 70, 81, 200, 421, 500])
def test_a_long_line_is_cut_around_the_place(tmp_path: Path, column: int) -> None:
    text = "".join("漢" if n % 50 == 0 else f"{n:04}"[n % 4] for n in range(500))
    line, caret = excerpt(tmp_path, text + "\n", 1, column)
    assert len(line) == WIDEST
    assert line.endswith("…") == (column < 421)
    assert line.startswith("…") == (column > 81)
    at = next(n for n in range(WIDEST) if len(caret) - 1 == n + line[:n].count("漢"))
    assert line[at : at + 40].rstrip("…") == text[column - 1 : column + 39]


def test_colours_are_used_on_terminals_unless_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    def told(stream: io.StringIO) -> str:
        Console(io.StringIO(), stream).error("a \x1b[2J b", "c")
        return stream.getvalue()

    plain = "error: a \\x1b[2J b\n  c\n"
    assert told(io.StringIO()) == plain
    assert told(Terminal()) == plain.replace("error:", "\x1b[1;31merror:\x1b[0m")
    monkeypatch.setenv("NO_COLOR", "1")
    assert told(Terminal()) == plain


def test_progress_is_shown_on_terminals_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")

    def shown(stream: io.StringIO) -> str:
        meter = progress.ProgressBar(stream)
        for done in range(3):
            meter.show(Progress("render", done, 3))
        meter.close()
        return stream.getvalue()

    assert shown(Terminal()) == ""
    monkeypatch.setattr(progress, "DELAY", 0)
    assert "Rendering pages" in shown(Terminal())
    assert shown(io.StringIO()) == ""


CLIP = "# Talks in Oslo\n\nMay 6, 2021\n\nThe talks in Oslo, in Norway, went on for a third day, and Norway said nothing.\n"


def inspected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int, encoding: str = "utf-8") -> str:
    """What `digest inspect` prints on a terminal of this width."""
    (tmp_path / "a.md").write_text(CLIP, "utf-8")
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding)
    stream.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main.main(["inspect", str(tmp_path / "a.md")]) == 0
    return raw.getvalue().decode(encoding)


def test_a_narrow_terminal_shows_origins_below_the_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = inspected(tmp_path, monkeypatch, 80)
    assert "\ntitle       Talks in Oslo\n            from heading, line 1\n" in "\n" + text
    assert (
        "summary     The talks in Oslo, in Norway, went on for a third day, and Norway\n            said nothing.\n"
        in text
    )
    assert "\nupdated\n" in text
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("\n            from ") >= 6


def test_a_wide_terminal_shows_origins_beside_the_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = inspected(tmp_path, monkeypatch, 100)
    assert text.startswith("FIELD       VALUE")
    assert "  heading, line 1\n" in text


@pytest.mark.parametrize("columns", [80, 200])
def test_an_ascii_terminal_shows_no_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    text = inspected(tmp_path, monkeypatch, columns, "ascii")
    assert "'Norway' x2" in text
    assert "\\x" not in text
