"""Heads of saved articles in many languages and shapes, from `tests/cases/heads/`.

Each shape is filled with the words of each language. `python -m tests.support.heads` prints the share that is read right.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from digest.model.config import Config
from digest.read.article import Reader
from tests.support.paths import CASES

HEADS = CASES / "heads"
FIELDS = ("title", "date", "authors", "language")


class Head(NamedTuple):
    language: str
    shape: str
    text: str
    expected: dict[str, str]


class Miss(NamedTuple):
    head: Head
    field: str
    found: str


def sections(name: str) -> Iterator[tuple[str, str]]:
    """Yield the sections of a file: the name after `%%`, and the lines below."""
    parts = re.split(r"^%% (.*)\n", (HEADS / name).read_text(encoding="utf-8"), flags=re.M)[1:]
    yield from zip(parts[::2], parts[1::2], strict=True)


def pairs(text: str) -> dict[str, str]:
    return {key: value.strip() for key, _, value in (line.partition(":") for line in text.splitlines())}


def heads() -> list[Head]:
    """Return each shape in each language, and the heads that are written by hand."""
    shapes = list(sections("shapes.txt"))
    composed = [
        compose(language, pairs(words), *shape) for language, words in sections("languages.txt") for shape in shapes
    ]
    return composed + [by_hand(name, text) for name, text in sections("by_hand.txt")]


def by_hand(name: str, text: str) -> Head:
    """Parse a head with its values, which a line `--` separates from the text."""
    values, _, text = text.partition("--\n")
    expected = pairs(values)
    return Head(expected["language"], f"by hand: {name}", text, expected)


def compose(language: str, words: dict[str, str], shape: str, template: str) -> Head:
    a, b = words["names"].split(" | ")
    settings = re.match(r"(?:[a-z]+:.*\n)+", template)
    assert settings is not None, shape
    values = {**words, "a": a, "b": b, "ab": joined(a, words["and"], b)}
    for who in ("a", "b", "ab", "outlet"):
        values[f"by_{who}"] = words["by"].format(values[who])
        values[f"label_{who}"] = words["label"].format(values[who])
    expected = pairs(settings[0])
    of_whom = {"a": a, "b": b, "ab": f"{a}; {b}", "outlet": words["outlet"]}
    expected["authors"] = of_whom.get(expected["authors"], expected["authors"])
    title = "second" if "{second}" in template else "title"
    expected |= {"title": words[title], "language": language}
    return Head(language, shape, template[settings.end() :].format(**values), expected)


def joined(a: str, conjunction: str, b: str) -> str:
    if conjunction in "、·":
        return a + conjunction + b
    return f"{a} {conjunction}{b}" if conjunction in ("و", "ו") else f"{a} {conjunction} {b}"


def misses(cases: list[Head]) -> list[Miss]:
    """Read all heads with an empty configuration, and return the values that differ."""
    reader = Reader(Config())
    found = []
    for number, case in enumerate(cases):
        head = reader.read(f"{number}.md", case.text.encode()).article
        assert head is not None
        seen = {
            "title": head.head.title,
            "date": head.head.date[:16],
            "updated": head.head.updated[:16],
            "authors": "; ".join(author.name for author in head.head.authors),
            "language": head.head.language,
            "agency": head.head.agency,
            "source": head.head.source.name if head.head.source else "",
        }
        found += [Miss(case, field, seen[field]) for field, value in case.expected.items() if seen[field] != value]
    return found


def main() -> None:
    """Print the values that are wrong, and their share by field, language and shape."""
    cases = heads()
    wrong = misses(cases)
    for miss in wrong if "-v" in sys.argv else ():
        print(
            f"{miss.head.language}\t{miss.head.shape}\t{miss.field}\t{miss.found!r} != {miss.head.expected[miss.field]!r}"
        )
    values = Counter(field for case in cases for field in case.expected)
    total = sum(values.values())
    print(f"{len(cases)} heads, {total} values, {100 - 100 * len(wrong) / total:.2f} % right")
    for name, group in (
        ("field", Counter(miss.field for miss in wrong)),
        ("language", Counter(miss.head.language for miss in wrong)),
        ("shape", Counter(miss.head.shape for miss in wrong)),
    ):
        print(f"wrong by {name}:", ", ".join(f"{key} {count}" for key, count in group.most_common()) or "none")


if __name__ == "__main__":
    main()
