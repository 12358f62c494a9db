"""Find the link to the original in the last lines of a saved article.

Examples: `Original url:` with a link below it, `Source: <…>`, `Read more at: …`, `Originally published at [..](..)`.
A label must be followed only by a link, so a last sentence that contains a link is not removed.
"""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex

_LABEL = lazy_regex(
    r"""(?:(?P<original>original|(?:this\s+(?:article|story|post|piece)\s+)?(?:was\s+)?(?:originally|first)\s+(?:published|appeared|posted)
        (?:\s+(?:at|on|in|by))?|originalartikel|zuerst\s+erschienen(?:\s+(?:bei|in|auf))?|оригинал|оригінал
        |publicado\s+originalmente(?:\s+en|\s+em)?|publié\s+à\s+l[’']origine\s+(?:par|sur)|artículo\s+original|article\s+original
        |исходная\s+статья|первоисточник|першоджерело|articolo\s+originale|artigo\s+original|oryginał)
    |source|published\s+(?:at|on)|(?:article\s+)?url|link|permalink|via|from
    |read\s+(?:more|the\s+(?:full|original|whole|rest)(?:\s+of\s+the)?(?:\s+(?:article|story|text))?)|full\s+(?:story|article|text)
    |quelle|link\s+zum\s+artikel|mehr\s+(?:dazu\s+)?(?:unter|bei|auf)|weiterlesen
    |lire\s+(?:la\s+suite|l[’']article(?:\s+(?:complet|original))?)|en\s+savoir\s+plus|fuente|leer\s+más|fonte|leggi\s+(?:tutto|di\s+più)|leia\s+mais
    |источник|ссылка(?:\s+на\s+(?:оригинал|источник))?|подробнее|джерело|посилання|докладніше|źródło|czytaj\s+więcej|bron|källa|kilde|zdroj|kaynak
    |来源|來源|原文|出典|المصدر|מקור)
    (?:\s+(?:url|link|article|story|source|here|at|on|in|sur|en|auf|bei|unter|на|статьи|статті))*\s*[:：—–-]?\s*""",
    re.I | re.X,
)
_LINK = lazy_regex(
    r"<(?P<angle>https?://[^\s<>]+)>|\[(?P<text>[^\[\]]*)\]\(<?(?P<target>https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"]*\")?\)|(?P<bare>https?://[^\s<>]+)"
)
_RULE = lazy_regex(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")


def find_source_link(
    lines: list[str], start: int, end: int, first_line: int, found: dict[str, str], origins: dict[str, str]
) -> int:
    """Replace the closing lines by empty lines, and add their values to `found` and `origins`.

    Returns the new end of the text.
    """
    found_original = False
    for _ in range(4):
        closing = _last_closing(lines, start, end)
        if closing is None:
            break
        first, link_line, is_original, link = closing
        if is_original or not found_original:
            found["source_url"] = link["angle"] or link["target"] or (link["bare"] or "").rstrip(".,;")
            origins["source_url"] = f"closing link, line {first_line + link_line}"
            name = link["text"] or ""
            if name and "://" not in name and "." not in name.strip(".") and len(name) < 60 and not _LABEL.match(name):
                found["outlet"], origins["outlet"] = name.strip("*_ "), origins["source_url"]
        found_original = found_original or is_original
        for number in range(first, end):
            lines[number] = ""
        end = _trim(lines, start, first)
        if end - start > 1 and _RULE.match(lines[end - 1]) and not lines[end - 2].strip():
            lines[end - 1] = ""
            end = _trim(lines, start, end)
    return end


def _last_closing(lines: list[str], start: int, end: int) -> tuple[int, int, bool, re.Match[str]] | None:
    """Return first line, line of the link, whether its label means "original", and the link of the last closing."""
    number, links = end - 1, 0
    topmost: tuple[int, re.Match[str]] | None = None
    while number >= start and end - number < 50 and links < 4:
        line = lines[number].strip().strip("*_ ")
        if len(line) > 2000:
            return None
        if not line:
            number -= 1
            continue
        if link := _LINK.fullmatch(line):
            topmost = (number, link)
            links += 1
            number -= 1
            continue
        label = _LABEL.match(line)
        if not label:
            return None
        rest = line[label.end() :].strip("*_ ")
        if not rest:
            return (number, topmost[0], bool(label["original"]), topmost[1]) if topmost else None
        link = _LINK.fullmatch(rest.removesuffix("."))
        if link is None or topmost:
            return None
        return number, number, bool(label["original"]), link
    return None


def _trim(lines: list[str], start: int, end: int) -> int:
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end
