"""Values packed as JSON for the store are equal after unpacking."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from digest.model.article import Correction, Detail, Head, Name, Picture, Ref, pack_head, unpack_detail, unpack_head
from digest.model.image import ImageInfo, pack_info, unpack_info
from digest.model.packing import pack, unpack
from digest.model.problem import Problem, warning

SIZES = (("avif", (480, 800)), ("webp", (480,)))
NAMES = (Name("a", "A"), Name("ü", "Ü \u2028 'x' \"y\""))
BARE = Head("a.md", "a.html", "a", "A", "A", "", -1, "", (), "", None, "", (), "", "en", None, None, 0, ())
FULL = BARE._replace(
    authors=NAMES, source=NAMES[0], topics=NAMES[1:], picture=Picture("a.jpg", "", "", "", 3, 2, "m", SIZES), story=NAMES[1],
    groups=(("region", NAMES), ("none", ())), wall_time=1_620_259_200,
)  # fmt: skip


@pytest.mark.parametrize("head", [BARE, FULL])
def test_a_head_is_equal_after_unpacking(head: Head) -> None:
    found = unpack_head(pack_head(head))
    assert found == head
    assert repr(found) == repr(head)  # named tuples are equal to plain ones


def test_details_image_infos_and_problems_are_equal_after_unpacking() -> None:
    extra = {"b": [1, 10**39, 1.5, None], "a": {"x": True}}
    detail = Detail((Ref("a.md", "#x", 3, "link"),), 7, (Correction("", "Text."),), ("old.html",), extra, "a.jpg", 0)
    assert repr(unpack_detail(pack(detail))) == repr(detail._replace(extra={"a": extra["a"], "b": extra["b"]}))
    for facts in (ImageInfo("m", 3, 2, SIZES, ""), ImageInfo("", 0, 0, (), "bad", (1, 2, 3))):
        assert repr(unpack_info(pack_info(facts))) == repr(facts)
    problems = (Problem("a", "b"), warning("c", "d", "e.md", 1, 2, "f"))
    assert repr(unpack(tuple[Problem, ...], pack(problems))) == repr(problems)


def test_a_field_with_a_default_may_be_missing() -> None:
    class Old(NamedTuple):
        code: str
        message: str

    assert unpack(Problem, pack(Old("a", "b"))) == Problem("a", "b")


@pytest.mark.parametrize("text", ["", "{}", "1", "null", '"text"', "[]", "[1]", "[[]]", "no JSON", f"[{'0, ' * 30}0]"])
def test_other_values_are_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpack(Problem, text)
    with pytest.raises((ValueError, TypeError)):
        unpack_head(text)
