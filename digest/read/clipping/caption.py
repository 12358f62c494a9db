"""Find captions and credits of images, and convert a line of Markdown to plain text.

A caption differs from a paragraph by its credit (in bold or brackets at the end, or after "Photo:") or by an image above it.
"""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.read.clipping.agencies import agency
from digest.read.clipping.byline import is_name, words

_LINK = lazy_regex(r"\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_ADDRESS = lazy_regex(r"[<(]?(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}[>)]?|\(@\w{1,40}\)")
_ESCAPE = lazy_regex(r"\\([!-/:-@\[-`{-~])")
_MARKED = lazy_regex(r"[\[*_@<\\\xa0]|  ")

_CREDIT_LABEL = lazy_regex(
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


def plain_text(line: str) -> str:
    """Convert a line of Markdown to plain text, without links, emphasis, email addresses and escapes."""
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
    """Return caption and credit as plain text, one of which may be empty; None if the line is not a caption.

    `after_image`: there is an image above it. Then both are empty, because the line stays in the text and becomes the caption
    of that image. `same_block`: without a blank line between them and with no text below.
    """
    if "![" in line:
        return None
    found = caption_parts(line, after_image=after_image, same_block=same_block)
    return ("", "") if found and after_image else found


def caption_parts(line: str, *, after_image: bool, same_block: bool) -> tuple[str, str] | None:
    """Return caption and credit as `find_caption`, also of a line below an image."""
    italic = False
    for marker in ("*", "_"):
        inner = line[1:-1]
        ends = line[0] == marker == line[-1] and len(line) > 3
        if ends and line[1] != marker and line[-2] != marker and marker not in inner:
            line, italic = inner.strip(), True
    if line[0] in "#>|<-+`~" or line.startswith(("* ", "***")):
        return None
    for find in (_bold_at_end, _in_brackets, _labelled):
        if parts := find(line):
            return plain_text(parts[0]), plain_text(parts[1]).strip("()[] ")
    if after_image and (italic or (same_block and len(line) <= 200)):
        return plain_text(line), ""
    return None


def _bold_at_end(line: str) -> tuple[str, str] | None:
    """Parse `The harbour at night. **Ann Lee / Pool / AFP**`."""
    for marker in ("**", "__"):
        if not line.endswith(marker) or len(line) < 6:
            continue
        start = line.rfind(marker, 0, -2)
        if start < 0:
            return None
        caption, credit = line[:start].strip(), line[start + 2 : -2].strip()
        if m := _CREDIT_LABEL.match(credit):
            return caption, credit[m.end() :]
        if _is_credit(credit) or (caption and caption[-1] in _SENTENCE_ENDS and _is_people(credit)):
            return caption, credit
    return None


def _in_brackets(line: str) -> tuple[str, str] | None:
    """Parse `The harbour at night. (AP Photo/Ann Lee)`."""
    line = line.rstrip(". ")
    if not line.endswith((")", "]")):
        return None
    start = line.rfind("(" if line[-1] == ")" else "[")
    credit = line[start + 1 : -1].strip()
    if start < 0 or not credit or len(credit) > _LONGEST_CREDIT or line[max(start - 1, 0)] == "]":
        return None  # also for the address of a link
    if m := _CREDIT_LABEL.match(credit):
        return line[:start].strip(), credit[m.end() :]
    return (line[:start].strip(), credit) if _is_credit(credit) and start > 0 else None


def _labelled(line: str) -> tuple[str, str] | None:
    """Parse `The harbour at night. Photo: Ann Lee / AFP`."""
    labels = list(_CREDIT_LABEL.finditer(line))
    if not labels:
        return None
    label = labels[-1]
    caption, credit = line[: label.start()].strip(" *_|–—-"), line[label.end() :].strip(" *_.")
    if caption and caption[-1] not in _SENTENCE_ENDS and line[label.start() - 1] not in "|–—-([":
        return None  # a sentence such as "… the photo: …"
    is_credit = _is_credit(credit) or _is_people(credit)
    is_short = not caption and len(credit.split()) <= 6 and not credit[0].islower()
    return (caption, credit) if is_credit or is_short else None


def _is_credit(text: str) -> bool:
    """Whether a text names a photographer with an agency, or an image archive."""
    if not text or len(text) > _LONGEST_CREDIT or text[0].islower() or text[-1] in "!?;:":
        return False
    parts = text.replace("/", " ").replace(",", " ").split()
    if len(parts) > 10 or sum(word[0].islower() for word in parts) > 2:
        return False
    if "/" in text or "|" in text or "©" in text or agency(text):
        return all(not word[0].isdecimal() or len(word) == 4 for word in parts)
    return any(word.lower() in _CREDIT_WORDS for word in parts) or bool(agency(parts[-1]) and len(parts) > 1)


def _is_people(text: str) -> bool:
    """Whether a text consists of names of people."""
    return all(is_name(part) for part in re.split(r"\s*,\s*|\s+(?:and|und|et|y|и|та)\s+", text))
