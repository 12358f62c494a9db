"""The text of plain articles to HTML by comrak, an engine in machine code: the same bytes in a seventh of the time.

Most articles are paragraphs, headings, lists and quotes with emphasis and web links. For these comrak writes what
markdown-it-py and our rendering write, but for the ids and levels of headings, which are put in here. A text is one of
them when none of the checks below finds in it what they may read differently; they look for the few forms that are
known to be the same rather than for those known to differ, so what nobody thought of is left to the reference as
well. tests/test_markdown_fast.py compares the two on all kinds of texts.

comrak is optional (`digest-press[fast]`), so which of the two read an article must never show. This module must not
know files, problems or placeholders: an article that has any of them is not for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from comrak import render_markdown

from digest.read.markdown_render import Ids, Outline

# What begins a line of a paragraph and nothing else. Emphasis may, where it cannot be taken for a list or a rule.
_WORDS = r"(?:[^ \n\d#>+*_=~`<|:\[\-]|\d++(?![.)](?: |\n|\Z))|[*_]{1,3}\w|\[|--? ?\w(?<!- \w)|-\w)"
_MARKER = r"(?:[*+-]|\d{1,9}[.)]|>|#{1,6}) "
_LINE = re.compile(rf"\n(?!\n|\Z|(?:{_MARKER})?{_WORDS})")
