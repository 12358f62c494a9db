"""Encode named tuples as JSON lists, and decode them by the types of their fields."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from functools import cache
from itertools import starmap
from typing import Any, TypeVar

T = TypeVar("T")

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def pack(value: object) -> str:
    """Encode a value as JSON. Equal values give equal texts."""
    return _ENCODER.encode(value)


def unpack(kind: type[T], text: str) -> T:
    """Decode a value of a type, such as `Head` or `tuple[Problem, ...]`. Raises ValueError or TypeError for invalid text."""
    value, decode = json.loads(text), _decoder(kind)  # type: ignore[arg-type]
    if not isinstance(value, list) or not decode:
        raise TypeError
    return decode(value)  # type: ignore[no-any-return]


@cache
def _decoder(kind: Any) -> Callable[[list[Any]], Any] | None:
    """Return a function that converts a JSON list to a type; None if values of this type are no lists, or need no conversion."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _decoder(next(t for t in arguments if t is not types.NoneType))
    if origin is tuple and arguments[-1] is ...:
        return _items(arguments[0], _decoder(arguments[0]))
    if origin is tuple:
        return _fields(tuple, arguments)
    if hasattr(kind, "_fields"):
        return _fields(lambda values: kind(*values), _field_types(kind))
    return None


def _field_types(kind: Any) -> tuple[Any, ...]:
    hints = typing.get_type_hints(kind)
    return tuple([hints[name] for name in kind._fields])


def _items(kind: Any, decode: Callable[[list[Any]], Any] | None) -> Callable[[list[Any]], Any]:
    """Return a function that converts a JSON list to a tuple of values of a type."""
    if not decode:
        return tuple
    if hasattr(kind, "_fields") and not any(map(_decoder, _field_types(kind))):
        return lambda values: tuple(starmap(kind, values))
    return lambda values: tuple([decode(value) for value in values])


def _fields(make: Callable[[list[Any]], Any], kinds: tuple[Any, ...]) -> Callable[[list[Any]], Any]:
    """Return a function that converts a JSON list to a tuple with fields of these types."""
    decoders = [(i, decode, _empty(kind)) for i, kind in enumerate(kinds) if (decode := _decoder(kind))]
    if not decoders:
        return make

    def convert(values: list[Any]) -> Any:
        for index, decode, empty in decoders:
            if index < len(values):
                value = values[index]
                values[index] = decode(value) if value else empty
        return make(values)

    return convert


def _empty(kind: Any) -> tuple[()] | None:
    """What an empty list, or null, becomes: most fields of most articles are empty."""
    return None if typing.get_origin(kind) is types.UnionType else ()
