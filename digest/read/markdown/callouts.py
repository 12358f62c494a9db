"""Callouts (`> [!info] Title`) and task lists (`- [x] done`), as Obsidian and GitHub write them."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

_CALLOUT = lazy_regex(r"\[!([A-Za-z][\w -]{0,40})(?:\|[^\[\]\n]{0,60})?\]([+-]?)[ \t]*")
_BREAKS = ("softbreak", "hardbreak")
_TASKS = {"[ ] ": "\u2610 ", "[x] ": "\u2611 ", "[X] ": "\u2611 "}


class Callout(NamedTuple):
    """The first line of a callout."""

    title: Sequence[Token]
    fold: str
    """`-` if it is closed until the reader opens it, `+` if the reader can close it, or empty."""


def callout(tokens: Sequence[Token], i: int) -> Callout | None:
    """Return the title of the callout that begins with the quote at `i`, and remove it from the text; None for other quotes."""
    if i + 3 >= len(tokens) or tokens[i + 2].type != "inline" or not tokens[i + 2].content.startswith("[!"):
        return None
    inline = tokens[i + 2]
    children = inline.children or []
    match = _CALLOUT.match(children[0].content) if children and children[0].type == "text" else None
    if match is None:
        return None
    children[0].content = children[0].content[match.end() :]
    end = next((index for index, token in enumerate(children) if token.type in _BREAKS), len(children))
    title, inline.children = children[:end], children[end + 1 :]
    if not inline.children:
        tokens[i + 1].hidden = tokens[i + 3].hidden = True
    if not any(token.content or token.type != "text" for token in title):
        title = [Token("text", "", 0, content=match[1].replace("-", " ").strip().capitalize())]
    return Callout(title, match[2])


def mark_task(tokens: Sequence[Token], i: int) -> None:
    """Replace the box of a task by a character. `i`: the index of a list item."""
    if i + 2 < len(tokens) and tokens[i + 2].type == "inline" and tokens[i + 2].content.startswith("["):
        children = tokens[i + 2].children or []
        text = children[0].content if children and children[0].type == "text" else ""
        if text[:4] in _TASKS:
            children[0].content = _TASKS[text[:4]] + text[4:]
