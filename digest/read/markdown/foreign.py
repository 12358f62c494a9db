"""Convert what other programs would replace before they read Markdown: template tags, shortcodes and comments.

Most texts have none, so each kind has a quick check, and its module is loaded when a text needs it.
"""

from __future__ import annotations

from collections.abc import Callable

from digest.model.lazy_regex import lazy_regex

_SHORTCODE = lazy_regex(
    r"\[/?(?i:(?:wp_)?caption|embed|youtube|vimeo|video|audio|playlist|gallery|sourcecode|code|contact-form|vc_|et_pb_|fusion_|av_)"
)


def without_foreign_tags(text: str, drop: Callable[[str, str, int], None]) -> str:
    """Convert or remove these tags. The number of lines stays. `drop(kind, sample, line)` is told what is removed."""
    if "]" in text and _SHORTCODE.search(text):
        from digest.read.dialects.wordpress import without_shortcodes

        text = without_shortcodes(text, drop)
    if "{" in text and ("{%" in text or "{{" in text or "{#" in text):
        from digest.read.dialects.templates import without_templates

        text = without_templates(text, drop)
    if "%" in text and "%%" in text:
        from digest.read.dialects.obsidian import without_comments

        text = without_comments(text)
    return text
