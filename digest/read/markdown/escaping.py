"""Escape text for HTML."""

from __future__ import annotations

from digest.model.lazy_regex import lazy_regex

_PLACEHOLDER = lazy_regex("digest-(ref|root):")


def escape_html(text: str) -> str:
    """Escape a text for use between tags and in attributes in double quotes, as CommonMark does: `'` stays as it is."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def escape_placeholders(html: str) -> str:
    """Escape text that looks like a placeholder (see markdown.py)."""
    return _PLACEHOLDER.sub(r"digest-\1&#58;", html) if "digest-r" in html else html
