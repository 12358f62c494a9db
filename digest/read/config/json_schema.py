"""The keys of config.yaml and of the front matter as JSON Schema, for editors, and as tables, for the manual.

Made from the very descriptions that the readers go by, so that neither can promise what the program does
not do. This module must not know YAML.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from collections.abc import Mapping
from typing import Any, Literal

from digest.model.config import Config
from digest.model.front_matter import KEYS, Kind
from digest.read.config.schema import PATTERNS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Any scalar is read as the text that stands there, so `title: 2021` is no mistake.
_TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
_SWITCH: Mapping[str, Any] = {"enum": [True, False, "yes", "no", "on", "off"]}


def site_schema() -> dict[str, Any]:
    """The JSON Schema of config.yaml, with that of an article's front matter as `#/$defs/article`."""
    article = article_schema()
    del article["$schema"]
    return json_schema(Config) | {"$defs": {"article": article}}


def json_schema(cls: type) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a settings class, for editors."""
    return {"$schema": _DRAFT, "title": cls.__name__} | _object_schema(cls)


def article_schema() -> dict[str, Any]:
    """The JSON Schema of an article's front matter. Other keys are allowed: templates get them."""
    properties: dict[str, Any] = {}
    for key in KEYS:
        example = {"examples": [key.example]} if key.example else {}
        described = {"description": key.doc} | example | _kind_schema(key.kind)
        properties |= {key.name: described} | {
            name: described | {"description": f"The same as `{key.name}`."} for name in key.also
        }
    return {
        "$schema": _DRAFT,
        "title": "Front matter",
        "description": "What an article says about itself between two lines of `---`.",
        "type": "object",
        "properties": properties,
        "additionalProperties": True,
    }


def _object_schema(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    properties: dict[str, Any] = {}
    for f in dataclasses.fields(cls):
        described: dict[str, Any] = {"description": f.metadata["doc"]}
        if not dataclasses.is_dataclass(hints[f.name]):
            described["default"] = _default(f)
        if f.metadata["example"] is not None:
            described["examples"] = [f.metadata["example"]]
        properties[f.name] = described | _type_schema(hints[f.name], f.metadata)
    return {
        "description": (cls.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _type_schema(hint: Any, meta: Mapping[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return {}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return _list_of(_type_schema(arguments[0], meta))
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _type_schema(arguments[1], {}) or True}
    if dataclasses.is_dataclass(hint):
        inner = _object_schema(typing.cast(type, hint))
        del inner["description"]
        return inner
    if hint is bool:
        return dict(_SWITCH)
    if hint is int:
        least = meta.get("at_least")
        return {"type": "integer"} | ({} if least is None else {"minimum": least})
    pattern = meta.get("pattern", "")
    return {"type": "string", **PATTERNS[pattern].json} if pattern else dict(_TEXT)


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    """A list, or one value that stands for a list of one."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _default(f: dataclasses.Field[Any]) -> Any:
    value = f.default if f.default_factory is dataclasses.MISSING else f.default_factory()
    return list(value) if isinstance(value, tuple) else value


def markdown_table(cls: type) -> str:
    """The manual of a settings class: a table of its keys, and one more for each class inside it."""
    hints = typing.get_type_hints(cls)
    rows = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    inner: list[tuple[str, Any]] = []
    for f in dataclasses.fields(cls):
        hint = hints[f.name]
        nested = typing.get_args(hint)[1] if typing.get_origin(hint) is Mapping else hint
        if dataclasses.is_dataclass(nested):
            inner.append((f.name if nested is hint else f"{f.name}.NAME", nested))
        default = "" if dataclasses.is_dataclass(hint) or _default(f) in ("", [], {}) else f"`{_shown(_default(f))}`"
        example = f" Example: `{f.metadata['example']}`." if f.metadata["example"] is not None else ""
        rows.append(f"| `{f.name}` | {_kind(hint, f.metadata)} | {default} | {f.metadata['doc']}{example} |")
    sections = [f"\n### `{name}`\n\n{(c.__doc__ or '').strip()}\n\n{markdown_table(c)}" for name, c in inner]
    return "\n".join(rows) + "\n" + "".join(sections)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value).replace('"', "")


def _kind(hint: Any, meta: Mapping[str, Any]) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return "anything"
    if origin is Literal:
        return " or ".join(f"`{a}`" for a in arguments)
    if origin is tuple:
        return f"list of {_kind(arguments[0], meta)}"
    if origin is Mapping:
        return "name → " + ("keys below" if dataclasses.is_dataclass(arguments[1]) else _kind(arguments[1], {}))
    if dataclasses.is_dataclass(hint):
        return "keys below"
    if hint is bool:
        return "yes or no"
    if hint is int:
        least = meta.get("at_least")
        return "whole number" if least is None else f"whole number from {least}"
    if meta.get("pattern"):
        return re.sub(r"^an? |,? such as.*", "", PATTERNS[meta["pattern"]].expected)
    return "text"


def article_table() -> str:
    """The manual of the front matter: a table of its keys."""
    rows = ["| key | value | meaning |", "| --- | --- | --- |"]
    for key in KEYS:
        names = ", ".join(f"`{name}`" for name in (key.name, *key.also))
        example = f" Example: `{key.example}`." if key.example else ""
        rows.append(f"| {names} | {_KIND_WORDS[key.kind]} | {key.doc}{example} |")
    return "\n".join(rows) + "\n"


_KIND_WORDS: Mapping[Kind, str] = {
    "text": "text",
    "slug": "text without `/`",
    "published": "date, or date and time, or `none`",
    "date": "date, or date and time",
    "names": "list of names, or text",
    "topics": "list of names, or text",
    "paths": "list of paths",
    "url": "web address",
    "language": "language tag",
    "number": "whole number",
    "switch": "yes or no",
    "corrections": "list of texts",
}


def _kind_schema(kind: Kind) -> dict[str, Any]:
    text = dict(_TEXT)
    if kind == "names":
        named = {"type": "object", "properties": {"name": text}, "required": ["name"]}
        return _list_of({"anyOf": [text, named]})
    if kind == "corrections":
        properties = {"date": {"type": "string"}, "text": text}
        full = {"type": "object", "properties": properties, "required": ["text"], "additionalProperties": False}
        return _list_of({"anyOf": [text, full]})
    simple: Mapping[Kind, dict[str, Any]] = {
        "slug": {"type": ["string", "number"], "pattern": "^[^/\\\\]+$"},
        "published": {"type": "string"},
        "date": {"type": "string"},
        "topics": _list_of(text),
        "paths": _list_of({"type": "string"}),
        "url": {"type": "string", **PATTERNS["url"].json},
        "language": {"type": "string", **PATTERNS["language"].json},
        "number": {"type": "integer"},
        "switch": dict(_SWITCH),
    }
    return simple.get(kind, text)
