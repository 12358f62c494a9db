"""Parse bylines into authors, agency and publication.

Examples: `By Ann Lee and Jo Berg for AFP`, `Von Anna Weiß (mit dpa)`, `Ann Lee | Reuters`, `Автор: Анна Вайс`. Every part
of a byline must be a name, role, place, agency or publication, so a sentence that begins with "By" is not a byline.
"""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.clipping.agencies import agency
from digest.read.clipping.byline_label import find_label
from digest.read.clipping.byline_words import AND
from digest.read.clipping.furniture import FURNITURE

_LONGEST = 200
"""Maximum length of a byline."""
_LONGEST_BARE = 90
"""Maximum length of a byline without "by"."""


class Byline(NamedTuple):
    """The parts of a byline."""

    authors: tuple[str, ...]
    """People and editorial boards, as written. Names in capitals are converted to title case."""
    agency: str
    """`AFP`, or `AFP / Reuters`; may be empty."""
    outlet: str
    """Publication that is not an agency; may be empty."""
    is_certain: bool
    """True if it contains "by" or a known agency. Otherwise it may be any two capitalized words."""


_SEGMENTS = lazy_regex(r"\s*[|•·]\s*|\s+[–—-]+\s+|\s*(?<!RFE)/\s*")
_SEPARATOR = lazy_regex(r"[|•·/–—]| -")
_AND = "|".join(sorted(map(re.escape, dict.fromkeys(AND.split())), key=len, reverse=True))
_PARTS = lazy_regex(rf"(\s*[,;،؛、，；]\s*(?:(?:{_AND}|AND|UND)\s)?|\s+(?:{_AND}|AND|And|UND|ET|И|ТА)\s+)")
_FOR = lazy_regex(
    r"\s+(?:(?:exclusively|specially)\s+)?(?:for|FOR|für|pour|para|per|для|dla|voor|för|til|pro|pre|pentru|για|za)\s+(?:(?:die|das|den|le|la|el|il|the)\s+)?"
)
_WITH = lazy_regex(
    r"(?:\s+|^)(?:(?i:of|via|from|with|mit(?:\s+material\s+von)?|avec(?:\s+l[’'])?)|con|com|z|с|з|per|para|pour|für|für\s+die|med|met|s|με)\s*(?:the\s+)?(?=\S)"
)
_PLACE = lazy_regex(r"\s+(?:in|at|near|aus|à|au|en|em|from|у|в|во|из|із|з|w)\s+(?:the\s+)?(?=[^\W\d_a-zа-я])\S.*$")
_SPECIAL = lazy_regex(r"(?:special|exclusive)\s+(?:to|for)\s+(.+)", re.I)
_CAPITALS = lazy_regex(r"[A-Z]{2,6}")


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


_PAPERS = words(
    """times news journal herald tribune gazette guardian telegraph post chronicle observer magazine weekly daily today
    review media agency radio tv wire courier bulletin ledger network zeitung spiegel monde figaro mundo signal
    independent mail standard examiner globe inquirer dispatch sentinel правда газета новости новини"""
)
_SMALL = words(
    "de del della da das do dos di du van von der den dem ter ten bin bint ibn al el la le los y e zu zum zur af av d"
)
_ROLES = words(
    """writer writers reporter reporters reporting correspondent correspondents editor editors staff contributor
    contributors contributing columnist columnists analyst analysts bureau chief newsroom producer producers agencies
    agenturen agences agencias agenzie agências redakteur redakteurin korrespondent korrespondentin redaktion
    journaliste journalistes journalist envoyé envoyée correspondant correspondante rédaction corresponsal enviado
    enviada redacción redação redazione corrispondente inviato inviata редакция редакція агентства журналист
    журналистка журналіст журналістка корреспондент кореспондент кореспондентка she/her he/him they/them phd md"""
)
"""Job titles, pronouns and degrees, which are not part of names."""
_NO_NAMES = words(
    """all any no now then this that these those what which his her their our its a an the popular land sea air train
    chance contrast comparison design default definition far law night day noon dawn morning evening nature accident
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december popular some most many and but when while if using choosing"""
)
_ENDS = ".!?…:;"
_ABBREVIATED_END = lazy_regex(r"\b(?:[A-Z]|Jr|Sr|Ph\.?D|M\.?D)\.$")


def find_byline(text: str, languages: tuple[str, ...], *, linked: bool = False) -> Byline | None:
    """Parse a line of plain text as byline; None if it is not one.

    `linked`: the line contained links, as the names in bylines often do. Then a single word can be a name.
    """
    if not text or len(text) > _LONGEST or (text[-1] in _ENDS and not _ABBREVIATED_END.search(text)):
        return None
    if languages[:1] == ("sl",):
        text = text.replace(" in ", " and ")  # elsewhere a place follows: "Ann Lee in Kyiv"
    label = find_label(text, languages)
    if label is None and len(text) > _LONGEST_BARE:
        return None
    rest = (label.rest if label else text).strip(" ,;|–—")
    if known := agency(rest):
        return Byline((), known, "", True)
    if label and label.is_source and (m := _AUTHOR_AFTER_SOURCE.search(rest)):
        people_after = find_byline(rest[m.end() :], languages, linked=True)
        names = people_after.authors if people_after else ()
        return Byline(names, "", rest[: m.start()].strip(), True)
    if label and label.is_source:
        return Byline((), "", rest, True) if _is_organisation(rest) else None
    rest = _with_spaced_conjunctions(rest)
    people = _People(linked=label is not None and (linked or label.is_strong), labelled=label is not None)
    if people.read_all(rest):
        return people.byline() or (_organisation(rest, linked or label.is_strong) if label else None)
    return _organisation(rest, linked or label.is_strong) if label else None


_JOINED_AND = lazy_regex(r"^(\S+ \S+(?: \S+)?) ([وו])(\S+ \S+(?: \S+)?)$")
_NAMES_IN_V = ("وليد", "وائل", "وفاء", "وسام", "وجيه", "وديع", "وردة", "وسيم", "ورד", "ורד", "ויקטור")
_AUTHOR_AFTER_SOURCE = lazy_regex(r"\s(?:作者|记者|記者|编辑|編輯)\s*[:：]\s*")
_INTERPUNCT = lazy_regex(r"(?<=[가-힯])·(?=[가-힯])")


def _with_spaced_conjunctions(text: str) -> str:
    """Separate the Arabic and Hebrew "and", which is written together with the next word, from a second full name."""
    if text.isascii():
        return text
    text = _INTERPUNCT.sub("、", text)
    if (m := _JOINED_AND.match(text)) and not m[0][m.start(2) :].startswith(_NAMES_IN_V):
        return f"{m[1]} و {m[3]}"
    return text


_CJK_NAME = lazy_regex(r"[\u4e00-\u9fff]{2,4}|[가-힯]{2,4}|[\u3040-\u30ff\u4e00-\u9fff・]{2,7}")
_DOMAIN = lazy_regex(r"[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}")
_JOINS = words(
    "of for the and de del la le les du des der die das von und et e y di della dello do da dos i и та en och og für & al a"
)
_LONGEST_ORGANISATION = 7
"""Maximum number of words in the name of an organisation."""


def _organisation(text: str, sure: bool) -> Byline | None:
    """Parse a byline that is an organisation: `By ORF.at`, `By Ministry of Ports`. None if it may be a sentence.

    `sure`: a link or a label such as `Author:` says that it is no sentence.
    """
    if _is_organisation(text) or (sure and not text[0].islower() and len(text.split()) <= _LONGEST_ORGANISATION):
        return Byline((text,), "", "", True)
    return None


def _is_organisation(text: str) -> bool:
    parts = text.split()
    if not 1 <= len(parts) <= _LONGEST_ORGANISATION or parts[0].lower() in _NO_NAMES or _DOMAIN.fullmatch(text):
        return bool(_DOMAIN.fullmatch(text))
    if any(word[0].islower() and word not in _JOINS and not _DOMAIN.fullmatch(word) for word in parts):
        return False
    if parts[0][0].islower() or not parts[0][0].isalnum() or parts[0].isdecimal():
        return False
    pieces = [piece for piece in _PARTS.split(text)[::2] if piece]
    return len(pieces) == 1 or any(" " in piece or agency(piece) or _DOMAIN.fullmatch(piece) for piece in pieces)


class _People:
    """Collects the parts of one byline."""

    def __init__(self, *, linked: bool, labelled: bool) -> None:
        self.linked, self.labelled = linked, labelled
        self.authors: list[str] = []
        self.agencies: list[str] = []
        self.known = False
        self.outlet = ""
        self.roles = False

    def byline(self) -> Byline | None:
        if not (self.authors or self.agencies or (self.labelled and (self.roles or self.outlet))):
            return None
        authors = tuple(dict.fromkeys(self.authors))
        agencies = " / ".join(dict.fromkeys(self.agencies))
        return Byline(authors, agencies, self.outlet, self.labelled or self.known)

    def read_all(self, text: str) -> bool:
        """Read a byline without its label. Returns False if a part of it cannot be part of a byline."""
        first = True
        for segment in _SEGMENTS.split(text) if _SEPARATOR.search(text) else (text,):
            if segment and not self.read(segment, first):
                return False
            first = False
        return True

    def read(self, segment: str, first: bool) -> bool:
        """Read the text between two bars or dashes. Returns False if it cannot be part of a byline."""
        head, bracket, inner = segment.partition("(")
        if bracket:
            inside, closed, after = inner.partition(")")
            if not closed or after.strip(" ,"):
                return False
            self.add_inside(inside)
            segment = head.strip()
            if not segment:
                return True
        halves = _FOR.split(segment, maxsplit=1)
        if len(halves) == 2 and self.labelled:
            segment = halves[0]
            self.add_paper(_PLACE.sub("", halves[1]))
        pieces = _PARTS.split(segment)
        for n in range(0, len(pieces), 2):
            part = pieces[n].strip()
            listed = n > 0 and pieces[n - 1].strip() in (",", ";")
            if part and not self.add_part(part, opening=first and n == 0, aside=listed or (n == 0 and not first)):
                return False
        return True

    def add_inside(self, inside: str) -> None:
        """Read the text in brackets: an agency, publication, role or place. Only agencies are kept."""
        for name in _PARTS.split(_WITH.sub("", inside, count=1))[::2]:
            if known := agency(name):
                self.agencies.append(known)
                self.known = True

    def add_paper(self, name: str) -> None:
        """Read the text after "for": an agency or publication."""
        name = name.strip(" ,;")
        known = agency(name)
        if known or _CAPITALS.fullmatch(name):
            self.agencies.append(known or name)
            self.known = self.known or bool(known)
        elif name:
            self.outlet = self.outlet or name

    def add_part(self, part: str, *, opening: bool, aside: bool) -> bool:
        """Read a name, role, agency or publication. Returns False if it is none of these."""
        if part.lower() in ("jr.", "jr", "sr.", "sr", "ii", "iii") and self.authors:
            self.authors[-1] += f" {part}"
            return True
        if known := agency(part):
            self.agencies.append(known)
            self.known = True
            return True
        if special := _SPECIAL.fullmatch(part):
            self.add_paper(_PLACE.sub("", special[1]))
            return bool(self.authors)
        if m := _WITH.search(part):
            if known := agency(part[m.end() :]):
                self.agencies.append(known)
                self.known = True
                part = part[: m.start()].strip()
            elif part[m.end() :].lower() in ("agencies", "agenturen", "agences", "agencias", "agenzie", "агентств"):
                part = part[: m.start()].strip()
            if not part:
                return True
        words = part.split()
        if self.labelled and opening and _is_desk(words):
            self.authors.append(part)
            return True
        role = any(word.replace(".", "").lower() in _ROLES for word in words)
        if role and (not opening or self.labelled) and len(words) <= 6:
            self.roles = True
            return True
        if aside and self.authors and (words[-1].lower() in _PAPERS or words[0] == "The"):
            self.outlet = self.outlet or part
            return True
        if aside and self.authors and len(words) == 1 and part.istitle() and part.isalpha():
            return True  # a place: "By Ann Lee, Kyiv"
        if aside and self.authors and _CAPITALS.fullmatch(part) and not self.authors[-1].isupper():
            self.agencies.append(part)
            return True
        for size in (1, 2):  # "ANN LEE Associated Press"
            if len(words) > size + 1 and (known := agency(" ".join(words[-size:]))):
                self.agencies.append(known)
                self.known = True
                part = " ".join(words[:-size])
                break
        name = _PLACE.sub("", part)
        sure = self.linked or (self.labelled and _is_short_name(name.split()))
        if not is_name(name, least=1 if self.linked else 2, sure=sure):
            if aside and self.labelled and self.authors and part[0].isupper() and len(words) <= 6:
                return True  # an affiliation: "University of Kyiv"
            board = self.labelled and opening and words[0] == "The" and is_name(part[4:], least=2)
            if not board:
                return False
        self.authors.append(_title_case(name))
        return True


_DESKS = words(
    "redaktion redaktionen rédaction redacción redação redazione redactie redakcja redakce редакция редакція"
)
_NAMES_LIKE_WORDS = words("may june april august an dawn summer")


def _is_desk(parts: list[str]) -> bool:
    """Whether a byline is an editorial desk: `Redaktion`, `BBC Staff`. `Staff` alone says nothing."""
    small = [part.lower() for part in parts]
    if len(parts) == 1:
        return small[0] in _DESKS
    named = small[0] not in _ROLES | _NO_NAMES and parts[0][0].isupper() and small[0] not in ("special", "our")
    return len(parts) < 4 and named and small[-1] in ("staff", "newsroom", "desk") and not parts[0].isupper()


def _is_short_name(parts: list[str]) -> bool:
    """Whether two words are a name that begins like a sentence: `An Nguyen`, `May Holm`."""
    return len(parts) == 2 and parts[0].lower() in _NAMES_LIKE_WORDS and parts[1].lower() not in _NO_NAMES


def is_name(text: str, least: int = 2, *, sure: bool = False) -> bool:
    """Whether a text can be the name of a person: `least` to six words, capitalized if the script has capitals.

    `sure`: only a name is possible here, so that it can also begin with a word such as `Some` or `May`.
    """
    words = text.split()
    if len(words) == 1 and _CJK_NAME.fullmatch(text) and text not in FURNITURE:
        return True
    if not least <= len(words) <= 6 or len(text) > 60 or (words[0].lower() in _NO_NAMES and not sure):
        return False
    if not sure and any(word.lower() in FURNITURE for word in words):
        return False
    for n, word in enumerate(words):
        if word.lower() in _SMALL and 0 < n < len(words) - 1:
            continue
        if word[0].islower() and word[:2] not in ("d’", "d'", "al"):
            return False
        if not word[0].isalpha() or not all(c.isalpha() or c in ".'’-‑" or not c.isascii() for c in word):
            return False
    return not words[-1].endswith(".") or bool(_ABBREVIATED_END.search(text))


_ROMAN_NUMERALS = words("II III IV")


def _title_case(name: str) -> str:
    """Convert `ANN O'BRIEN` to `Ann O'Brien`. Other names, and initials such as AJ, are kept."""
    if not name.isupper() or len(name) < 4:
        return name
    words = []
    for word in name.split():
        initials = len(word) == 2 and (word[1] == "J" or not set(word) & set("AEIOUY")) and word.isascii()
        title = word if initials or word in _ROMAN_NUMERALS else word.replace("’", "'").title()
        words.append(title.replace("'", "’") if "’" in word else title)
    return " ".join(words)
