"""Named tuples are those of `typing`, and regular expressions those of `re`, but later or faster."""

from __future__ import annotations

import copy
import pickle
import re
import typing

import pytest

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 2
    """Up."""

    @property
    def sum(self) -> int:
        return self.x + self.y

    @classmethod
    def origin(cls) -> Point:
        return cls(0, 0)


class TypedPoint(typing.NamedTuple):
    """A point."""

    x: int
    y: int = 2


def test_a_named_tuple_is_like_one_of_typing() -> None:
    assert Point(1) == TypedPoint(1) == (1, 2)
    assert (Point(1).sum, Point.origin(), Point(1)._replace(y=5)) == (3, Point(0, 0), Point(1, 5))
    assert repr(Point(1)) == "Point(x=1, y=2)"
    assert typing.get_type_hints(Point) == typing.get_type_hints(TypedPoint) == {"x": int, "y": int}
    assert (Point.__doc__, Point.__module__, Point._field_defaults) == ("A point.", __name__, {"y": 2})
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_a_named_tuple_can_be_copied_and_pickled() -> None:
    assert pickle.loads(pickle.dumps(Point(1))) == copy.deepcopy(Point(1)) == Point(1)
    assert type(pickle.loads(pickle.dumps(Point(1)))) is Point


def test_a_regular_expression_is_compiled_when_it_is_used() -> None:
    wrong, word = lazy_regex("("), lazy_regex(r"([a-z])\w*", re.I)
    with pytest.raises(re.error):
        wrong.match("a")
    for _ in range(2):
        assert [match[1] for match in word.finditer("One two")] == ["O", "t"]
        assert word.sub("-", "One two") == "- -"
        assert word.fullmatch("One")
    assert (word.pattern, word.groups) == (r"([a-z])\w*", 1)
