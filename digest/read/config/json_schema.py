"""The keys of config.yaml and of front matter as JSON Schema, for editors.

Generated from the same descriptions that the readers use, so the schema matches the program.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any, Literal

from digest.model.config import Config, Key, keys_of
from digest.model.front_matter import KEYS, Kind
from digest.read.config.schema import PATTERNS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Any scalar is valid as text: `title: 2021`.
_TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
_SWITCH: Mapping[str, Any] = {"enum": [True, False, "yes", "no", "on", "off"]}
_SWITCH_IN_QUOTES: Mapping[str, Any] = {"enum": [*_SWITCH["enum"], "true", "false"]}


def site_schema() -> dict[str, Any]:
    """Return the JSON Schema of config.yaml, with that of front matter as `#/$defs/article`."""
    article = article_schema()
    del article["$schema"]
    return json_schema(Config) | {"$defs": {"article": article}}


def json_schema(cls: type) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a settings class."""
    return {"$schema": _DRAFT, "title": cls.__name__} | _object_schema(cls)


def article_schema() -> dict[str, Any]:
    """Return the JSON Schema of front matter. Other keys are valid too; templates can use them."""
    properties: dict[str, Any] = {}
    for key in KEYS:
        example = {"examples": [key.example]} if key.example else {}
        described = {"description": key.doc} | example | _kind_schema(key.kind)
        properties |= {key.name: described} | {
            name: described | {"description": f"Same as `{key.name}`."} for name in key.also
        }
        for name in key.guessed:  # any value is valid, because one that does not fit is ignored
            other = properties.get(name, {}).get("description", "")
            same = f"Same as `{key.name}`, if the value is suitable."
            properties[name] = {"description": f"{other} {same}".strip()}
    properties["published"] = {"anyOf": [properties["published"], _SWITCH_IN_QUOTES]}
    properties["publish"] = {"description": "`false` is the same as `draft: true`.", **_SWITCH_IN_QUOTES}
    properties["status"] = {"description": "`draft`, `private` and `pending` are the same as `draft: true`."}
    return {
        "$schema": _DRAFT,
        "title": "Front matter",
        "description": "Metadata of an article, between two lines of `---`.",
        "type": "object",
        "properties": properties,
        "additionalProperties": True,
    }


def _object_schema(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    properties: dict[str, Any] = {}
    for key in keys_of(cls) or []:
        hint, default = hints[key.field], default_of(key)
        described: dict[str, Any] = {"description": key.meta["doc"]}
        has_default = hint is Any or default is not None
        if has_default and keys_of(hint) is None and (default != "" or not key.meta["pattern"]):
            described["default"] = default
        if key.meta["example"] is not None:
            described["examples"] = [key.meta["example"]]
        properties[key.name] = described | _type_schema(hint, key.meta)
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
    if origin in (types.UnionType, typing.Union):
        words = typing.get_args(arguments[1])
        kind = _type_schema(arguments[0], meta)
        return {"anyOf": [kind, {"enum": list(words)}]} if words else kind
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return _list_of(_type_schema(arguments[0], meta))
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _type_schema(arguments[1], {}) or True}
    if keys_of(hint) is not None:
        inner = _object_schema(hint)
        del inner["description"]
        return inner
    if hint is bool:
        return dict(_SWITCH)
    if hint is int:
        minimum = meta.get("at_least")
        return {"type": "integer"} | ({} if minimum is None else {"minimum": minimum})
    pattern = meta.get("pattern", "")
    return {"type": "string", **PATTERNS[pattern].json} if pattern else dict(_TEXT)


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list, which can also be written as a single value."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def default_of(key: Key) -> Any:
    """Return the default of a setting; a list instead of a tuple."""
    return list(key.default) if isinstance(key.default, tuple) else key.default


def _mapping_with_one_of(*names: str) -> dict[str, Any]:
    return {"type": "object", "anyOf": [{"required": [name]} for name in names]}


def _kind_schema(kind: Kind) -> dict[str, Any]:
    text = dict(_TEXT)
    if kind == "names":
        named = {"type": "object", "properties": {"name": text}, "required": ["name"]}
        return _list_of({"anyOf": [text, named]})
    if kind == "corrections":
        properties = {"date": {"type": "string"}, "text": text}
        full = {"type": "object", "properties": properties, "required": ["text"], "additionalProperties": False}
        return _list_of({"anyOf": [text, full]})
    if kind == "topics":
        return {"anyOf": [text, {"type": "array", "items": text}, _mapping_with_one_of("tags", "categories")]}
    if kind in ("image", "source"):
        names = ("src", "path", "url", "feature") if kind == "image" else ("name", "title", "url")
        return _list_of({"anyOf": [text, _mapping_with_one_of(*names)]})
    simple: Mapping[Kind, dict[str, Any]] = {
        "slug": {"type": ["string", "number"], "pattern": "^[^/\\\\]+$"},
        "published": {"type": "string"},
        "date": {"type": "string"},
        "paths": _list_of({"type": "string"}),
        "path": {"type": "string"},
        "url": {"type": "string", **PATTERNS["url"].json},
        "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"},
        "number": {"type": "integer"},
        "switch": dict(_SWITCH_IN_QUOTES),
    }
    return simple.get(kind, text)
