"""Read articles that are written in HTML."""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex

_BLANK = lazy_regex(r"^[ \t]*$", re.MULTILINE)


def html_block(text: str) -> str:
    """Return HTML as Markdown that consists of a single block of HTML with the same lines.

    In Markdown, a blank line ends a block of HTML; a comment in its place does not.
    """
    return f"<div>{_BLANK.sub('<!-- -->', text)}</div>"
