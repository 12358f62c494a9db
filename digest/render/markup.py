"""Escape text for HTML, and mark text as HTML, in less time than markupsafe."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import markupsafe
from markupsafe import Markup

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(markupsafe.escape(text)))

markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""`Markup(text)`, without asking the text whether it is HTML already."""


def escape(value: Any) -> str:
    """Escape as markupsafe does, but return `str`. This is faster, and templates only join the result with other texts."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return value if kind is Markup else markupsafe.escape(value)
