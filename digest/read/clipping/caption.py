"""The line below a picture: its caption and who made it; and what a line of Markdown says in plain words.

A caption is told from a first paragraph by its credit: in bold or brackets at the end, behind "Photo:", or by
the picture above it. This module must not know where in an article the line stands.
"""

from __future__ import annotations

import re

from digest.read.clipping.agencies import agency
from digest.read.clipping.byline import is_name, words

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_ADDRESS = re.compile(r"[<(]?(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}[>)]?|\(@\w{1,40}\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKED = re.compile(r"[\[*_@<\\\xa0]|  ")

_CREDIT_LABEL = re.compile(
    r"""(?:^|(?<=[\s(\[.]))(?:photo(?:graph)?s?(?:\s+credit)?|images?(?:\s+credit)?|pictures?|credit|fotos?|bild(?:er)?|fotografía|imagen|crédits?
    |créditos?|immagine|zdjęcie|fot\.|фото(?:графия)?|світлина|изображение|снимок|©)\s*(?:by\s+|:\s*|/\s*|(?<=©)\s*)(?=\S)""",
    re.I | re.X,
)
_CREDIT_WORDS = words(
    """photo photos getty images image pool handout courtesy shutterstock istock unsplash flickr wikimedia commons press
    service epa epa-efe zuma sipa alamy imago archive foto фото архів архив via"""
)
_LONGEST_CREDIT = 100
_SENTENCE_ENDS = '.!?…)”"»’'


def plain(line: str) -> str:
    """A line of Markdown in plain words: without links, emphasis, addresses of people and escapes."""
    line = line.strip()
    if not _MARKED.search(line):
        return line
    if "[" in line:
        line = _LINK.sub(r"\1", line)
    if "@" in line:
        line = _ADDRESS.sub("", line)
    line = line.removesuffix("\\")
    if "\\" in line:
        line = _ESCAPE.sub(r"\1", line)
    if "*" in line:
        line = line.replace("*", "")
    if "_" in line:
        line = " ".join(word.strip("_") for word in line.split())
    if "<" in line:
        line = line.replace("<br>", " ").replace("<br/>", " ").replace("<br />", " ")
    return " ".join(line.split()).rstrip(" ,")


def find_caption(line: str, *, after_image: bool, same_block: bool) -> tuple[str, str] | None:
    """Caption and credit of a line that is one: both plain text, one of them may be empty. None for other lines.

    `after_image`: a picture stands above it; `same_block`: with no blank line between, and nothing below.
    """
    italic = False
    for mark in ("*", "_"):
        inner = line[1:-1]
        if line[0] == mark == line[-1] and len(line) > 3 and line[1] != mark and line[-2] != mark and mark not in inner:
            line, italic = inner.strip(), True
    if line[0] in "#>|<-+`~" or line.startswith(("* ", "***")):
        return None
    for read in (_bold_at_end, _in_brackets, _labelled):
        if found := read(line):
            return plain(found[0]), plain(found[1]).strip("()[] ")
    if after_image and (italic or (same_block and len(line) <= 200)):
        return plain(line), ""
    return None


def _bold_at_end(line: str) -> tuple[str, str] | None:
    """`What the picture shows. **Ann Lee / Pool / AFP**`"""
    for mark in ("**", "__"):
        if not line.endswith(mark) or len(line) < 6:
            continue
        at = line.rfind(mark, 0, -2)
        if at < 0:
            return None
        caption, credit = line[:at].strip(), line[at + 2 : -2].strip()
        if m := _CREDIT_LABEL.match(credit):
            return caption, credit[m.end() :]
        if _is_credit(credit) or (caption and caption[-1] in _SENTENCE_ENDS and _is_persons(credit)):
            return caption, credit
    return None


def _in_brackets(line: str) -> tuple[str, str] | None:
    """`What the picture shows. (AP Photo/Ann Lee)`"""
    line = line.rstrip(". ")
    if not line.endswith((")", "]")):
        return None
    at = line.rfind("(" if line[-1] == ")" else "[")
    credit = line[at + 1 : -1].strip()
    if at < 0 or not credit or len(credit) > _LONGEST_CREDIT:
        return None
    if m := _CREDIT_LABEL.match(credit):
        return line[:at].strip(), credit[m.end() :]
    return (line[:at].strip(), credit) if _is_credit(credit) and at > 0 else None


def _labelled(line: str) -> tuple[str, str] | None:
    """`What the picture shows. Photo: Ann Lee / AFP`"""
    labels = list(_CREDIT_LABEL.finditer(line))
    if not labels:
        return None
    label = labels[-1]
    caption, credit = line[: label.start()].strip(" *_|–—-"), line[label.end() :].strip(" *_.")
    if caption and caption[-1] not in _SENTENCE_ENDS and line[label.start() - 1] not in "|–—-([":
        return None  # "… the photo: …" in a sentence
    named = _is_credit(credit) or _is_persons(credit)
    return (
        (caption, credit) if named or (not caption and len(credit.split()) <= 6 and not credit[0].islower()) else None
    )


def _is_credit(text: str) -> bool:
    """Does this name a photographer and an agency, or a picture archive?"""
    if not text or len(text) > _LONGEST_CREDIT or text[0].islower() or text[-1] in "!?;:":
        return False
    parts = text.replace("/", " ").replace(",", " ").split()
    if len(parts) > 10 or sum(word[0].islower() for word in parts) > 2:
        return False
    if "/" in text or "|" in text or "©" in text or agency(text):
        return all(not word[0].isdecimal() or len(word) == 4 for word in parts)
    return any(word.lower() in _CREDIT_WORDS for word in parts) or bool(agency(parts[-1]) and len(parts) > 1)


def _is_persons(text: str) -> bool:
    """Is this the name of one or two people?"""
    return all(is_name(part) for part in re.split(r"\s*,\s*|\s+(?:and|und|et|y|и|та)\s+", text))
