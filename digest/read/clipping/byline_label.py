"""Find the word for "by" in a byline: a label (`Author: Ann Lee`), a preposition (`Von Anna Weiß`) or a suffix."""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.clipping.byline_words import AND, LABELS, PREPOSITIONS, SOURCES, SUFFIXES


class Labelled(NamedTuple):
    """A byline and its label."""

    rest: str
    """The text without the label."""
    is_strong: bool
    """Whether only names can follow, so that one word is a name: `Author: Madonna`."""
    is_source: bool = False
    """Whether the label names a publication: `Source: Reuters`."""


_ENGLISH = lazy_regex(
    r"""(?:(?:written|reported|reporting|story|words|text|analysis|opinion|review|commentary|posted|published|compiled|edited|report)\s+)?
        by\s*(?P<colon>[:：]\s*|\s)
    |(?:von|par|por)\s*(?:[:：]\s*|\s)
    |(?:ein(?:e|en)?\s+\w+\s+von|propos\s+recueillis\s+par|texto\s+de|testo\s+di|texte\s+de|un\s+(?:article|texte)\s+de|tekst\s+(?:av|af)
        |skrevet\s+(?:av|af)|skriven\s+av|geschreven\s+door|rédigé\s+par|écrit\s+par|escrito\s+por|scritto\s+da|a\s+cura\s+di|articolo\s+di
        |geschrieben\s+von|scris\s+de|text\s+de|text\s+av|ditulis\s+oleh|được\s+viết\s+bởi|viết\s+bởi)\s
    |(?:автор(?:ы|и|ка|ки)?|بقلم|מאת|به\s+قلم|نوشته|द्वारा|লিখেছেন|โดย|เขียนโดย)\s""",
    re.I | re.X,
)
"""Words that are recognized in all languages, because clippers and translated pages mix them."""
_COLON = lazy_regex(r"\s*[:：／/｜|＝=・]\s*(?=\S)|\s+[–—-]\s+")
_LONGEST_LABEL = 30
_AND = frozenset(AND.split())
_CJK = "\u3040-\u30ff\u4e00-\u9fff"
_CJK_NAME = lazy_regex(rf"[{_CJK}가-힯、·]{{2,12}}")
_CJK_LABEL = lazy_regex(
    rf"(?:文|撰文|作者|记者|記者|编辑|編輯|執筆|著者|筆者|取材・文)\s*(?:[:：／/｜|＝=・]\s*|\s+)(?=[{_CJK}])"
)


def find_label(text: str, languages: tuple[str, ...]) -> Labelled | None:
    """Return the text after the word for "by"; None without such a word."""
    if m := _ENGLISH.match(text):
        return Labelled(text[m.end() :], m[0].rstrip()[-1] in ":：")
    if m := _CJK_LABEL.match(text):
        return Labelled(text[m.end() :], True)
    if m := _COLON.search(text[: _LONGEST_LABEL + 3]):
        label = text[: m.start()].lower()
        if label in LABELS:
            return Labelled(text[m.end() :], True)
        if label in SOURCES and m[0].strip() in (":", "："):
            return Labelled(text[m.end() :], True, True)
    first, _, rest = text.partition(" ")
    small = first.lower().rstrip(".:")
    if rest and any(small in PREPOSITIONS.get(tag.partition("-")[0], "").split() for tag in languages):
        return Labelled(rest, False)
    if rest and small in LABELS and _may_be_names(rest):
        return Labelled(rest, False)
    for suffix in SUFFIXES:
        if text.endswith(suffix) and len(text) > len(suffix) + 1:
            return Labelled(text[: -len(suffix)].rstrip(), True)
    return None


def _may_be_names(text: str) -> bool:
    """Whether all words can be names: two that are not in lower case, or one in Chinese, Japanese or Korean."""
    parts = text.split()
    if any(part[0].islower() and part not in _AND for part in parts):
        return False
    return len(parts) > 1 or _CJK_NAME.fullmatch(text) is not None
