"""Rules for modules: which may import which, and which may print or ask for the time."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping

import pytest

from tests.support.paths import DOCS, REPOSITORY

MODULES = {
    p.relative_to(REPOSITORY).as_posix(): ast.parse(p.read_text("utf-8")) for p in (REPOSITORY / "digest").rglob("*.py")
}
NAMES = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): tree for path, tree in MODULES.items()}
COMMAND = {path for path in MODULES if path.startswith(("digest/__main__.py", "digest/cli/"))}
"""The modules that may use the terminal and the clock."""
LOCK = "digest/files/lock.py"
"""It measures how long it has waited."""
PROFILE = "digest/build/profile.py"
"""It measures how long a build takes."""
STREAMS = {"sys.stdout", "sys.stderr", "sys.stdin", "os.write", "print()", "input()"}
CHANCE = {"time", "random", "secrets", "uuid"}
"""Modules whose functions return something else at each call."""
NOW = {f"{name}()" for name in ("now", "utcnow", "today", "localtime", "gmtime", "urandom", "getrandom")}
DATA = {"tzdata"}
"""Dependencies that are used without an import."""

ALONE = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [m for m in sys.modules if m == "digest" or m.startswith("digest.")]:
        del sys.modules[known]
    try:
        importlib.import_module(name)
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}")
"""


# -- imports --------------------------------------------------------------------------------------


def imports(tree: ast.Module, names: Mapping[str, ast.Module]) -> set[str]:
    """The modules of digest that a module imports, at its top or in a function."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            members = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= members & names.keys() if members & names.keys() else {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & names.keys()


def circle(names: Mapping[str, ast.Module]) -> list[str]:
    """Modules of which each imports the next and the last is the first; empty if there are none."""
    try:
        graphlib.TopologicalSorter({name: imports(tree, names) for name, tree in names.items()}).prepare()
    except graphlib.CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_named_tuples_are_those_that_are_created_quickly() -> None:
    """See digest/model/named_tuple.py, which is the only one that may import that of typing."""
    slow = [
        path
        for path, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "typing" and "NamedTuple" in [a.name for a in node.names]
    ]
    assert slow == ["digest/model/named_tuple.py"]


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(NAMES) == []


def test_a_circle_of_imports_is_found() -> None:
    texts = {"digest.a": "from digest import b", "digest.b": "def f():\n    from digest.c import x", "digest.c": ""}
    assert circle({name: ast.parse(text) for name, text in texts.items()}) == []
    texts["digest.c"] = "import digest.a"
    assert sorted(set(circle({name: ast.parse(text) for name, text in texts.items()}))) == sorted(texts)


@pytest.mark.slow
def test_each_module_can_be_imported_first() -> None:
    names = [name for name in NAMES if not name.endswith("__main__")]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE, *names], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == []


def test_packages_import_only_from_the_layers_above_them() -> None:
    table = re.search(r"^```text\nlayers\n(.*?)^```", (DOCS / "architecture.md").read_text("utf-8"), re.M | re.S)
    assert table
    place = {package: number for number, layer in enumerate(table[1].splitlines()) for package in layer.split(" | ")}
    parts = {name: name.split(".")[1] for name in NAMES if "." in name}
    assert set(place) == set(parts.values()) - {"__main__"}
    wrong = []
    for name, own in parts.items():
        above = {part for part, number in place.items() if number < place.get(own, len(place))} | {own}
        wrong += [
            f"{name} imports {other}" for other in imports(NAMES[name], NAMES) - {"digest"} if parts[other] not in above
        ]
    assert wrong == []


def test_the_dependencies_are_what_is_imported() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    dependencies = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    declared = {re.split(r"[><=~!;\[ ]", d)[0].lower() for d in dependencies}
    packages = {"markdown_it": "markdown-it-py", "mdit_py_plugins": "mdit-py-plugins", "yaml": "pyyaml"}
    packages |= {"ahocorasick": "pyahocorasick", "slugify": "python-slugify", "PIL": "pillow"}
    imported = {name for tree in MODULES.values() for name in _imported_packages(tree)}
    outside = imported - set(sys.stdlib_module_names) - {"digest"}
    assert {packages.get(name, name) for name in outside} | DATA == declared


def _imported_packages(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


# -- printing and time ----------------------------------------------------------------------------


def used_in(tree: ast.AST) -> Iterator[str]:
    """What a module calls (`print()`), each `module.attribute` that it uses, and each module that it imports."""
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


def test_only_the_command_prints_and_knows_the_time() -> None:
    forbidden = STREAMS | NOW | {f"import {name}" for name in CHANCE}
    used = {path: sorted(forbidden & set(used_in(tree))) for path, tree in MODULES.items()}
    assert {path: names for path, names in used.items() if names and path not in COMMAND | {LOCK, PROFILE}} == {}


def test_the_lock_uses_the_clock_only_to_wait() -> None:
    used = {name for name in used_in(MODULES[LOCK]) if name.startswith(("time.", "sys.", "random"))}
    assert used == {"time.monotonic", "time.sleep"}


def test_a_profile_measures_durations_only() -> None:
    used = set(used_in(MODULES[PROFILE]))
    assert {name for name in used if name.startswith("time.")} == {"time.perf_counter", "time.process_time"}
    assert sorted(used & (STREAMS | NOW)) == []


def test_printing_and_asking_for_the_time_is_found() -> None:
    text = "import time, sys\nfrom datetime import datetime\nfrom random import choice\nprint(datetime.now(), file=sys.stderr)\n"
    used = set(used_in(ast.parse(text)))
    assert {"print()", "sys.stderr", "now()", "import time", "import random"} <= used
