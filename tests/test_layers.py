"""What modules may do: each can be imported alone, only the command prints, only the command knows the time.

That they import only from the layers above them is shown in test_docs.py, from the table in docs/architecture.md.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.paths import REPOSITORY

MODULES = {
    p.relative_to(REPOSITORY).as_posix(): ast.parse(p.read_text("utf-8")) for p in (REPOSITORY / "digest").rglob("*.py")
}
COMMAND = {path for path in MODULES if path.startswith(("digest/__main__.py", "digest/cli/"))}
"""The modules that know a terminal and a clock."""
LOCK = {"digest/files/lock.py"}
"""It waits, for so many seconds."""
PROFILE = {"digest/build/profile.py"}
"""It says how long a build took, when it is asked."""
STREAMS = {"sys.stdout", "sys.stderr", "sys.stdin", "os.write", "print()", "input()"}
CHANCE = {"time", "random", "secrets", "uuid"}
"""Modules that give something else each time."""
NOW = {f"{name}()" for name in ("now", "utcnow", "today", "localtime", "gmtime", "urandom", "getrandom")}

ALONE = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [m for m in sys.modules if m == "digest" or m.startswith("digest.")]:
        del sys.modules[known]
    importlib.import_module(name)
"""


def used_in(tree: ast.AST) -> Iterator[str]:
    """What a module calls (`print()`), every `module.attribute` that it uses, and every module that it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield f"{node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id}()"
        elif isinstance(node, ast.Import):
            yield from (f"import {alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"import {node.module}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_each_module_can_be_imported_first() -> None:
    names = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in MODULES]
    names = [name for name in names if not name.endswith("__main__")]
    assert len(names) > 60
    done = subprocess.run([sys.executable, "-W", "error", "-c", ALONE, *names], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("path", sorted(set(MODULES) - COMMAND - LOCK - PROFILE))
def test_only_the_command_prints_and_knows_the_time(path: str) -> None:
    used = set(used_in(MODULES[path]))
    assert sorted(used & STREAMS) == []
    assert sorted(used & {f"import {name}" for name in CHANCE}) == []
    assert sorted(used & NOW) == []


def test_the_lock_writes_to_its_own_file_and_only_waits_by_the_clock() -> None:
    used = {name for name in used_in(MODULES["digest/files/lock.py"]) if name.startswith(("time.", "sys.", "random"))}
    assert used == {"time.monotonic", "time.sleep"}


def test_a_profile_knows_how_long_and_not_when() -> None:
    used = set(used_in(MODULES["digest/build/profile.py"]))
    assert {name for name in used if name.startswith("time.")} == {"time.perf_counter", "time.process_time"}
    assert sorted(used & STREAMS) == []
    assert sorted(used & NOW) == []


def test_a_module_that_prints_or_asks_the_clock_would_be_seen() -> None:
    text = "import time, sys\nfrom datetime import datetime\nfrom random import choice\nprint(datetime.now(), file=sys.stderr)\n"
    used = set(used_in(ast.parse(text)))
    assert {"print()", "sys.stderr", "now()", "import time", "import random"} <= used
