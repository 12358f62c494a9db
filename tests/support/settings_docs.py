"""The tables of settings and of front matter in docs/config.md and docs/articles.md.

`python -m tests.support.settings_docs` updates the pages; tests compare them with the tables.
"""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal

from digest.model.config import Config, keys_of
from digest.model.front_matter import KEYS, Kind
from digest.read.config.json_schema import default_of
from digest.read.config.schema import PATTERNS
from tests.support.paths import DOCS

_KIND_WORDS: Mapping[Kind, str] = {
    "markdown": "text",
    "text": "text",
    "slug": "text without `/`",
    "published": "date, or date and time, or `none`",
    "date": "date, or date and time",
    "names": "list of names, or text",
    "topics": "list of names, or text",
    "source": "text, or URL",
    "paths": "list of paths",
    "path": "path",
    "url": "URL",
    "image": "file, URL, or mapping",
    "language": "language tag",
    "number": "whole number",
    "switch": "yes or no",
    "corrections": "list of texts",
}


_PLURALS = {"text": "texts", "URL": "URLs", "language tag": "language tags"}


def settings_table(cls: type) -> str:
    """Return the tables of a settings class: one of its keys, and one for each class inside it."""
    hints = typing.get_type_hints(cls)
    rows = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    inner: list[tuple[str, Any]] = []
    for key in keys_of(cls) or []:
        hint = hints[key.field]
        nested = typing.get_args(hint)[1] if typing.get_origin(hint) is Mapping else hint
        if keys_of(nested) is not None:
            inner.append((key.field if nested is hint else f"{key.field}.NAME", nested))
        default = (
            "" if keys_of(hint) is not None or default_of(key) in ("", [], {}, None) else f"`{_shown(default_of(key))}`"
        )
        example = f" Example: `{_shown(key.meta['example'])}`." if key.meta["example"] is not None else ""
        rows.append(f"| `{key.name}` | {_kind(hint, key.meta)} | {default} | {key.meta['doc']}{example} |")
    sections = [f"\n### `{name}`\n\n{(c.__doc__ or '').strip()}\n\n{settings_table(c)}" for name, c in inner]
    return "\n".join(rows) + "\n" + "".join(sections)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value).replace('"', "")


def _kind(hint: Any, meta: Mapping[str, Any]) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return "anything"
    if origin in (types.UnionType, typing.Union):
        words = typing.get_args(arguments[1])
        return " or ".join([_kind(arguments[0], meta), *[f"`{word}`" for word in words]])
    if origin is Literal:
        *others, last = [f"`{a}`" for a in arguments]
        return f"{', '.join(others)} or {last}" if others else last
    if origin is tuple:
        kind = _kind(arguments[0], meta)
        return f"list of {_PLURALS.get(kind) or re.sub('^whole number', 'whole numbers', kind)}"
    if origin is Mapping:
        return "name → " + ("keys below" if keys_of(arguments[1]) is not None else _kind(arguments[1], {}))
    if keys_of(hint) is not None:
        return "keys below"
    if hint is bool:
        return "yes or no"
    if hint is int:
        minimum = meta.get("at_least")
        return "whole number" if minimum is None else f"whole number from {minimum}"
    if meta.get("pattern"):
        return re.sub(r"^an? |,? such as.*", "", PATTERNS[meta["pattern"]].expected)
    return "text"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def front_matter_table() -> str:
    """Return the table of the keys of front matter."""
    rows = ["| key | other names, in order of precedence | value | meaning |", "| --- | --- | --- | --- |"]
    for key in KEYS:
        example = f" Example: `{key.example}`." if key.example else ""
        other = _listed(key.also)
        if key.guessed:
            other += (", or " if other else "") + f"if the value is suitable: {_listed(key.guessed)}"
        rows.append(f"| `{key.name}` | {other} | {_KIND_WORDS[key.kind]} | {key.doc}{example} |")
    return "\n".join(rows) + "\n"


TABLES = {("config.md", "reference"): lambda: settings_table(Config), ("articles.md", "keys"): front_matter_table}
"""Page and name of each table."""


def updated(text: str, name: str, table: str) -> str:
    """Return a page with its table replaced."""
    begin = f"<!-- {name}: generated, do not edit -->\n"
    before, _, rest = text.partition(begin)
    _, end, after = rest.partition("<!-- end -->")
    assert end, f"no table {name}"
    return f"{before}{begin}{table.strip()}\n{end}{after}"


if __name__ == "__main__":
    for (page, name), make in TABLES.items():
        file = DOCS / page
        file.write_text(updated(file.read_text("utf-8"), name, make()), "utf-8")
