"""Named tuples as JSON, for the store: each is a list of its fields, in their order, and is read back as their types say.

A field is so added to its class, and nowhere else. This module must not know which classes there are.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def pack(value: object) -> str:
    """Named tuples, and what JSON has, as JSON text; the same value is always the same text."""
    return _ENCODER.encode(value)


def unpack(kind: type[T], text: str) -> T:
    """The value of a type (`Head`, `tuple[Problem, ...]`) that was packed. Raises ValueError or TypeError for anything else."""
    value, read = json.loads(text), _reader(typing.cast(Any, kind))
    if not isinstance(value, list) or not read:
        raise TypeError
    return typing.cast(T, read(value))


@cache
def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """What makes a value of a type from what JSON makes of it; None where that is one already."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _optional(_reader(next(t for t in inside if t is not types.NoneType)))
    if origin is tuple and inside[-1] is ...:
        item = _reader(inside[0])
        return (lambda values: tuple([item(value) for value in values])) if item else tuple
    if origin is tuple:
        return _fields(tuple, inside)
    if hasattr(kind, "_fields"):
        hints = typing.get_type_hints(kind)
        return _fields(lambda values: kind(*values), tuple(hints[name] for name in kind._fields))
    return None


def _optional(read: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return read and (lambda value: None if value is None else read(value))


def _fields(make: Callable[[list[Any]], Any], kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    readers = [(at, read) for at, read in enumerate(map(_reader, kinds)) if read]
    if not readers:
        return make

    def made(values: Any) -> Any:
        for at, read in readers:
            if at < len(values):
                values[at] = read(values[at])
        return make(values)

    return made
