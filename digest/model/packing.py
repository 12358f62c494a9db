"""Encode named tuples as JSON lists, and decode them by the types of their fields."""

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
    """Encode a value as JSON. Equal values give equal texts."""
    return _ENCODER.encode(value)


def unpack(kind: type[T], text: str) -> T:
    """Decode a value of a type, such as `Head` or `tuple[Problem, ...]`. Raises ValueError or TypeError for invalid text."""
    value, decode = json.loads(text), _decoder(typing.cast(Any, kind))
    if not isinstance(value, list) or not decode:
        raise TypeError
    return typing.cast(T, decode(value))


@cache
def _decoder(kind: Any) -> Callable[[Any], Any] | None:
    """Return a function that converts a JSON value to a type; None if no conversion is needed."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _optional(_decoder(next(t for t in arguments if t is not types.NoneType)))
    if origin is tuple and arguments[-1] is ...:
        item = _decoder(arguments[0])
        return (lambda values: tuple([item(value) for value in values])) if item else tuple
    if origin is tuple:
        return _fields(tuple, arguments)
    if hasattr(kind, "_fields"):
        hints = typing.get_type_hints(kind)
        return _fields(lambda values: kind(*values), tuple(hints[name] for name in kind._fields))
    return None


def _optional(decode: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return decode and (lambda value: None if value is None else decode(value))


def _fields(make: Callable[[list[Any]], Any], kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Return a function that converts a JSON list to a tuple with fields of these types."""
    decoders = [(index, decode) for index, decode in enumerate(map(_decoder, kinds)) if decode]
    if not decoders:
        return make

    def convert(values: Any) -> Any:
        for index, decode in decoders:
            if index < len(values):
                values[index] = decode(values[index])
        return make(values)

    return convert
