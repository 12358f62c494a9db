"""Read front matter into typed values.

Front matter takes precedence over what is found in the text. An invalid value is reported and costs its key only; but if it
cannot be determined whether an article may be published, the article is withheld. Unknown keys are passed to templates, with
a warning if they look like typing mistakes. `metadata` resolves names and dates with the settings of the site.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from digest.model.article import Correction
from digest.model.front_matter import SWITCHES, Key, Meaning, foreign_key, meanings_of, near_key
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.web_address import host_of
from digest.read import value_lists, values
from digest.read.syntax import nodes, simple_yaml
from digest.read.syntax.front_matter import too_long
from digest.read.syntax.nodes import MappingNode, Node, Scalar
from digest.read.values import Context, Image, InvalidValueError

MAX_ITEMS = 1000
"""Maximum number of authors, topics or aliases of an article. Each one gets its own pages."""
TOO_MANY_HINT = "Remove the others."

_UNPUBLISHED = frozenset(("draft", "private", "pending", "unpublished"))
"""Values of `status` that mean a draft, in lower case."""
_SWITCHES = frozenset((*SWITCHES, "published"))
"""Names that can mean a draft, in lower case."""
_DECISIVE = frozenset(("draft", "expires"))
"""Keys that decide whether an article may be published."""


class FrontMatter(NamedTuple):
    """The values in front matter. A missing key has its default and is not in `lines`."""

    title: str = ""
    date: str = ""
    """`2021-05-06`, `2021-05-06T14:30:00` (local time of the site) or `2021-05-06T14:30:00+03:00`; or NONE."""
    updated: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    source: str = ""
    source_url: str = ""
    topics: tuple[str, ...] = ()
    summary: str = ""
    language: str = ""
    slug: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    redirect_to: str = ""
    guid: str = ""
    translation_key: str = ""
    image: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    story: str = ""
    weight: int = 0
    draft: bool = False
    expires: str = ""
    corrections: tuple[Correction, ...] = ()
    extra: Mapping[str, Any] = MappingProxyType({})
    """All other keys."""
    lines: Mapping[str, int] = MappingProxyType({})
    """Line in the file by key, for each key that has a value. Alternative names of keys (`tags`) are replaced."""
    invalid: frozenset[str] = frozenset()
    """Keys with an invalid value, which was reported."""


class FrontMatterReader:
    """Reads the front matter of the articles of a site."""

    def __init__(
        self,
        languages: tuple[str, ...] = (),
        own: Collection[str] = (),
        fields: Mapping[str, Collection[str]] = MappingProxyType({}),
        is_topic: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`languages`: those in which dates are recognized. `own`: keys that group articles in collections of the site, and
        that get no warning. `fields`: additional names of keys, by key. `is_topic`: whether
        `config.yaml` has a topic of this name."""
        self._languages, self._is_topic = languages, is_topic
        known = {name: meanings_of(name)[0].key for name in fields}
        added = {n: (Meaning(known[name], 0, False),) for name, names in fields.items() for n in names}
        self._names = _Names(frozenset(own), added)

    def read(
        self, front: str, *, file: str, first_line: int = 2, fence: str = "---"
    ) -> tuple[FrontMatter | None, list[Problem]]:
        """Read front matter. Returns no values if the article must be withheld.

        `fence`: the line around the front matter, `---` for YAML or `+++` for TOML; `{` for JSON.
        """
        if problem := too_long(front, file, first_line):
            return None, [problem]
        node, problems = _compose(front, file, first_line, fence)
        if node is None:
            return (None if problems else FrontMatter()), problems
        front_matter, more = self.read_node(node, file=file, first_line=first_line)
        return front_matter, [*problems, *more]

    def read_node(self, node: Node, *, file: str, first_line: int) -> tuple[FrontMatter | None, list[Problem]]:
        """Read front matter that was parsed."""
        context = Context(file, first_line, self._languages, self._is_topic)
        if not isinstance(node, MappingNode):
            hint = "Write `title: …`. If `---` is a horizontal rule of the text, insert an empty line before it."
            message = f"expected keys and values (`key: value`), found {nodes.describe(node)}"
            context.report(InvalidValueError(message, node, hint, "front-matter-yaml"))
            return None, context.problems
        return _ArticleReader(context, self._names).read(node)


def _compose(front: str, file: str, first_line: int, fence: str) -> tuple[Node | None, list[Problem]]:
    if fence == "+++":
        from digest.read.syntax import toml

        return toml.compose(front, file=file, first_line=first_line)
    if fence == "{":
        from digest.read.syntax import json_head

        return json_head.compose(front, file=file, first_line=first_line)
    if node := simple_yaml.parse(front):
        return node, []
    from digest.read.syntax import tolerant_yaml

    return tolerant_yaml.compose(front, file=file, first_line=first_line, is_decisive=_is_decisive)


def _is_decisive(name: str) -> bool:
    """Whether a key decides if the article may be published."""
    return name.lower() in _SWITCHES or any(m.key.name in _DECISIVE for m in meanings_of(name))


_Candidate = tuple[int, Key, Scalar, Node, bool]
"""A value for a key: (rank, key, its name as written, value, whether it is ignored if it does not fit)."""


class _Names(dict[str, tuple[tuple[Meaning, ...], bool]]):
    """What the names in the front matter of a site mean, and whether each can say that an article is a draft.

    Filled when a name is first looked up, because an archive repeats its names.
    """

    def __init__(self, own: frozenset[str], fields: Mapping[str, tuple[Meaning, ...]]) -> None:
        super().__init__()
        self.own, self._fields = own, fields

    def __missing__(self, name: str) -> tuple[tuple[Meaning, ...], bool]:
        found = self._meanings(name), name.lower() in _SWITCHES
        if len(self) < MAX_ITEMS:
            self[name] = found
        return found

    def _meanings(self, name: str) -> tuple[Meaning, ...]:
        if name in self._fields:
            return self._fields[name]
        meanings = meanings_of(name)
        if name in self.own:  # a collection of the site uses it: other programs' use of it as a topic does not count
            return tuple(m for m in meanings if not m.guessed and (m.key.kind != "topics" or m.rank < 2))
        return meanings


class _ArticleReader:
    """Reads the front matter of one article."""

    def __init__(self, context: Context, names: _Names) -> None:
        self.context, self.names = context, names
        self.extra: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        self.invalid: set[str] = set()
        self.foreign: list[tuple[str, Scalar, str]] = []
        """Unknown keys in other languages: the key that each one means, its name, and a message."""
        self.draft = False
        self.withheld = False

    def read(self, root: MappingNode) -> tuple[FrontMatter | None, list[Problem]]:
        candidates: dict[str, list[_Candidate]] = {}
        for name, node in root.value:
            meanings, can_be_switch = self.names[name.value]
            if (can_be_switch and self.is_switch(name, node)) or not meanings:
                self.keep(name, node)
                continue
            if nodes.is_missing(node):
                continue
            for key, rank, guessed in meanings:
                candidates.setdefault(key.name, []).append((rank, key, name, node, guessed))
                if key.kind == "paths" and (names := value_lists.other_names(node)):
                    self.extra[key.name] = names[:MAX_ITEMS]
        for found in candidates.values():
            self.read_key(found)
        self.warn_of_foreign_keys()
        if self.withheld:
            return None, self.context.problems
        return self.finished(), self.context.problems

    def keep(self, name: Scalar, node: Node) -> None:
        """Keep a key for templates, with a warning if it looks like a typing mistake."""
        self.extra[name.value] = nodes.plain_value(node)
        if name.value in self.names.own or meanings_of(name.value) or name.value.lower() in SWITCHES:
            return
        message = f"unknown key {nodes.describe(name)} in front matter"
        if near := foreign_key(name.value):
            self.foreign.append((near, name, message))
        elif near := near_key(name.value):
            self.context.warn("front-matter-unknown-key", message, name, f"Did you mean `{near}`?")

    def warn_of_foreign_keys(self) -> None:
        """Warn of keys in another language, unless the article also has the key that each one means."""
        for near, name, message in self.foreign:
            if near not in self.values and near not in self.invalid:
                setting = f"`fields: {{{near}: [{name.value}]}}`"
                hint = f"Did you mean `{near}`? To read it in all articles, add {setting} to config.yaml."
                self.context.warn("front-matter-unknown-key", message, name, hint)

    def is_switch(self, name: Scalar, node: Node) -> bool:
        """Read `published`, `publish` and `status`, if their value says whether the article is a draft."""
        folded = name.value.lower()
        if folded == "status":
            word = node.value.strip().lower() if isinstance(node, Scalar) else ""
            self.mark_draft(word in _UNPUBLISHED, name)
            return True
        switch = values.switch_of(node)
        self.mark_draft(switch is False, name)
        if folded == "publish" and switch is None and not nodes.is_missing(node):
            self.context.name = name.value
            self.context.report(values.not_a_switch(node))
            self.withheld = True
        return switch is not None or folded == "publish"

    def mark_draft(self, is_draft: bool, name: Scalar) -> None:
        if is_draft:
            self.draft = True
            self.lines.setdefault("draft", self.context.place(name)[0])

    def read_key(self, candidates: list[_Candidate]) -> None:
        """Read the values of a key: of the names with the highest precedence that is valid; topics and paths of all
        names."""
        if len(candidates) > 1:
            candidates = sorted(candidates, key=lambda candidate: candidate[0])
        for _, key, name, node, guessed in candidates:
            value = self.value(key, name, node, guessed)
            if value is None or value == "":
                continue
            line = name.line + self.context.first_line
            if key.kind in ("topics", "paths") and key.name in self.values:
                self.values[key.name] = tuple(dict.fromkeys([*self.values[key.name], *value]))
                continue
            self.values[key.name], self.lines[key.name] = value, line
            if key.kind not in ("topics", "paths"):
                break

    def value(self, key: Key, name: Scalar, node: Node, guessed: bool) -> Any:
        """Convert a value; None if it is invalid, after its problem was reported."""
        self.context.name = name.value
        if guessed and key.kind == "path" and not values.is_page_path(node):
            return None
        try:
            value = value_lists.READERS[key.kind](node, self.context)
        except InvalidValueError as error:
            if guessed:
                self.keep(name, node)
                return None
            self.context.report(error)
            self.invalid.add(key.name)
            self.withheld = self.withheld or key.name in _DECISIVE
            return None
        if isinstance(value, tuple) and not isinstance(value, Image) and len(value) > MAX_ITEMS:
            message = f"`{name.value}` has {len(value):,} values; only the first {MAX_ITEMS:,} are used"
            self.context.warn("front-matter-value", message, node, TOO_MANY_HINT)
            return value[:MAX_ITEMS]
        return value

    def finished(self) -> FrontMatter:
        """Derive values from each other: an URL in `source` is that of the original, an image may have a caption."""
        found = self.values
        image = found.get("image")
        if image is not None:
            found["image"] = image.src
            for name in ("alt", "caption", "credit"):
                if name not in found and getattr(image, name):
                    found[name], self.lines[name] = getattr(image, name), self.lines["image"]
        if "source_url" not in found and host_of(found.get("source", "")):
            found["source_url"], self.lines["source_url"] = found["source"], self.lines["source"]
        if self.draft:
            found["draft"] = True
        return FrontMatter(**found, extra=self.extra, lines=self.lines, invalid=frozenset(self.invalid))
