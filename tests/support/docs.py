"""The reference of the context in docs/themes.md, made from `digest/render/context/`.

`python -m tests.support.docs` updates the page; a test compares it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from digest.model.kinds import KINDS
from digest.render import context
from tests.support.paths import DOCS

PAGE = DOCS / "themes.md"
BEGIN, END = "<!-- names: made by `python -m tests.support.docs` -->", "<!-- end of names -->"
PLAIN = {"str": "text", "int": "number", "bool": "yes or no", "Markup": "safe HTML", "Mapping": "values by name"}
KEPT = ("Site", "Page", "Item", "Article", "Listing", "Overview")
"""Classes of values that templates get by name; the others are types of their fields."""


class Field(NamedTuple):
    """A field of a class of the context."""

    name: str
    type: ast.expr
    doc: str


def classes() -> dict[str, tuple[str, list[Field]]]:
    """Docstring and fields of every class of the context, in the order of the source."""
    files = sorted(Path(context.__file__).parent.glob("*.py"))
    nodes = [
        node for file in files for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.ClassDef)
    ]
    found = {node.name: node for node in nodes}
    assert len(found) == len(nodes), "two classes of the context have one name"
    return {name: (ast.get_docstring(node) or "", list(_fields(node))) for name, node in found.items()}


def _fields(node: ast.ClassDef) -> Iterator[Field]:
    for at, part in enumerate(node.body):
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            after = node.body[at + 1] if at + 1 < len(node.body) else None
            said = after.value if isinstance(after, ast.Expr) else None
            yield Field(part.target.id, part.annotation, str(said.value) if isinstance(said, ast.Constant) else "")
        elif isinstance(part, ast.FunctionDef) and any(ast.unparse(d) == "property" for d in part.decorator_list):
            assert part.returns is not None
            yield Field(part.name, part.returns, ast.get_docstring(part) or "")


def shown(of: ast.expr) -> str:
    """A type in words: `tuple[Link, ...]` is "list of Link", with a link to it."""
    if isinstance(of, ast.BinOp):
        return f"{shown(of.left)} or none"
    if isinstance(of, ast.Subscript) and isinstance(of.slice, ast.Tuple) and ast.unparse(of.value) == "tuple":
        return f"list of {shown(of.slice.elts[0])}"
    name = ast.unparse(of.value if isinstance(of, ast.Subscript) else of)
    return PLAIN.get(name) or f"[{name}](#{name.lower()})"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def reference() -> str:
    """The tables: which template shows what, which names it gets, and what those hold."""
    lines = [
        "| `page.kind` | template (the first that exists) | names in addition to `site` and `page` |",
        "| --- | --- | --- |",
    ]
    for kind in (kind for kind in KINDS.values() if kind.templates):
        names, files = (", ".join(f"`{name}`" for name in listed) for listed in (kind.values, kind.templates))
        lines.append(f"| `{kind.name}` | {files} | {names or 'none'} |")
    known = classes()
    for name in [*KEPT, *sorted(set(known) - set(KEPT))]:
        doc, fields = known[name]
        said = f"`{name.lower()}`: {doc[0].lower()}{doc[1:]}" if name in KEPT else doc
        lines += ["", f"### {name}", "", " ".join(said.split()), "", "| name | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{f.name}` | {shown(f.type)} | {_cell(f.doc)} |" for f in fields]
    return "\n".join(lines)


def renewed(page: str) -> str:
    """The page with an updated reference."""
    assert BEGIN in page
    assert END in page
    return re.sub(
        f"(?<={re.escape(BEGIN)}\n).*(?=\n{re.escape(END)})", lambda _: f"\n{reference()}\n", page, flags=re.DOTALL
    )


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
