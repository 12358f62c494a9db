"""Find the caption of an image: in its paragraph, or in the paragraph below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.escaping import escape_html, escape_placeholders

if TYPE_CHECKING:
    from markdown_it.token import Token

_LONGEST = 400
"""A longer line is not a caption."""
_LONGEST_WITHOUT_CREDIT = 200
_BREAKS = ("softbreak", "hardbreak")
_DESTINATION = lazy_regex(r"\]\([^()\s]{0,2000}\)")
_BARE_FIGURE = lazy_regex('<figure>(?:<a [^>]*>)?<img (?:[^>"]|"[^"]*")*>(?:</a>)?(?=</figure>)')
_IMAGE = lazy_regex(r"!\[[^\[\]]{0,500}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])")


def image_and_caption(children: Sequence[Token], source: str) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """Split a paragraph that consists of one image, which may be a link, and its caption; None for other paragraphs.

    The caption is the line below the image, or the rest of its line if that ends in a credit.
    """
    images = [index for index, token in enumerate(children) if token.type == "image"]
    if len(images) != 1:
        return None
    start, end = images[0], images[0] + 1
    if start and end < len(children) and (children[start - 1].type, children[end].type) == ("link_open", "link_close"):
        start, end = start - 1, end + 1
    image, rest = children[start:end], children[end:]
    if start == 0 and rest and rest[0].type in _BREAKS and not any(token.type in _BREAKS for token in rest[1:]):
        if _is_caption(source.rpartition("\n")[2], same_block=True):
            return image, _unwrapped(rest[1:])
    elif "\n" not in source and len(children) > end - start:
        parts = _caption(_IMAGE.sub("", source), same_block=False)
        if parts and parts[1]:
            return image, [*children[:start], *rest]
    return None


def caption_below(tokens: Sequence[Token], i: int) -> Sequence[Token]:
    """Return the caption in the paragraph below that of the inline token `i`; empty if there is none."""
    if i + 4 >= len(tokens) or tokens[i + 2].type != "paragraph_open" or tokens[i + 2].hidden:
        return ()
    source, children = tokens[i + 3].content, tokens[i + 3].children or []
    if "\n" in source or any(token.type == "image" for token in children) or not _is_caption(source, same_block=False):
        return ()
    return _unwrapped(children)


def add_caption(html: str, caption: str, credit: str) -> str:
    """Add a caption that was found elsewhere in the text to its first image without one, or else above the text."""
    words = " ".join(escape_placeholders(escape_html(part)) for part in (caption, credit) if part)
    found = _BARE_FIGURE.search(html)
    if found is None:
        return f"<p><small>{words}</small></p>\n{html}"
    return f"{html[: found.end()]}<figcaption>{words}</figcaption>{html[found.end() :]}"


def _is_caption(line: str, *, same_block: bool) -> bool:
    return _caption(line, same_block=same_block) is not None


def _caption(line: str, *, same_block: bool) -> tuple[str, str] | None:
    line = _DESTINATION.sub("]", line).strip()
    if not line or len(line) > _LONGEST:
        return None
    from digest.read.clipping.caption import caption_parts  # few articles have images with text below

    parts = caption_parts(line, after_image=True, same_block=same_block)
    return parts if parts and (parts[1] or len(line) <= _LONGEST_WITHOUT_CREDIT) else None


def _unwrapped(children: Sequence[Token]) -> Sequence[Token]:
    """Remove emphasis around a whole caption."""
    if len(children) > 2 and (children[0].type, children[-1].type) == ("em_open", "em_close"):
        inner = children[1:-1]
        if not any(token.type == "em_close" and token.level == children[0].level for token in inner):
            return inner
    return children
