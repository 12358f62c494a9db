"""Names of people and organizations that an article is about, by the capitals of English.

A name is written in full in the first paragraph, and again after that. Many are wrong where headings have capitals, so names
are topics only if the settings ask for them.
"""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.infer.tables import PlaceWord, Tables

LANGUAGES = frozenset({"en"})
_FIRST_PARAGRAPH = 400
_SHORTEST, _LONGEST = 80, 600
"""Length of a first paragraph. A text with a shorter or longer one is cut."""
_SEQUENCE = lazy_regex(
    r"(?:(?:[A-Z][\w']*[a-z][\w'-]*|[A-Z]\.|(?:[A-Z]\.){2,}|[A-Z]{2,})"
    r"(?: (?:of|the|for|de|da|del|la|van|von|der|bin|bint|al|el|and)(?= [A-Z]))?(?: the(?= [A-Z]))?(?: |$)?)+"
)
_TITLES = frozenset(
    """A Acting Actor Actress Admiral Agriculture Ambassador American An And Archbishop As At Australian Bishop Brazilian
    British But By Cabinet Canadian Capt Captain Cardinal Chairman Chancellor Chief Chinese Coach Col Colonel Comedian
    Conservative Culture Dame Defence Defense Democrat Democratic Deputy Detective Director Dr East Economy Education
    Environment Ex Ex-President Executive Finance For Foreign Former French From Gen General German Gov Governor He Health
    Her His Home If In Indian Inspector Interior Iranian Iraqi Irish Israeli It Italian Its Japanese Judge Justice Kenyan
    King Labour Lady Last Leader Liberal Lord Lt Major Manager Mayor Midfielder Minister Miss Mr Mrs Ms My New Nigerian
    North Of On Opposition Or Our PC Palestinian Playwright Pope Presenter President Prime Prince Princess Prof Professor
    Queen Rapper Rep Republican Rev Russian Scottish Secretary Sen Senator Sgt Shadow She Since Singer Sir South Spanish
    Spokesman Spokeswoman Star State Striker Superintendent That The Their These They This Those To Tory Trade Transport
    Treasury UK US Ukrainian Vice We Welsh West When While With You""".split()
)
"""Words that come before a name and do not belong to it."""
_NO_NAMES = frozenset(
    """AFP AI AP April August BBC Breaking CEO CNN COVID-19 Christmas Covid Covid-19 December EU Easter English Facebook
    February Follow Friday GDP Getty God Image Images Instagram Internet January July June Live MP MPs March May Monday More
    Mr Mrs NATO Nato News November October PM Photo Read Reuters Saturday September Sunday TV Thursday Tuesday Twitter UK UN
    US Update Video Wednesday""".split()
)
"""Words that no name contains."""
_LINKS = frozenset("of the for de da del la van von der bin bint al el and".split())
_ORGANIZATIONS = frozenset(
    """Agency Airlines Airways Army Assembly Association Authority Bank Center Centre Church City Club Co College Commission
    Committee Company Congress Corp Council Court Cup Department Federation Force Forces Foundation Fund Group Holdings
    Hospital House Inc Industries Institute International Journal League Ltd Ministry Motors Museum Office Organisation
    Organization Parliament Party Plc Police Post School Service Times Union United University""".split()
)
"""Words of names that are not shortened to their last word."""


class Named(NamedTuple):
    """A name in an article."""

    name: str
    mentions: int


def names(title: str, head: str, tables: Tables) -> list[Named]:
    """Return the names, the most frequent first. `head`: the start of the text, see `words.prose`."""
    title, head = title.replace("’", "'"), head.replace("’", "'")
    cut = head.find("\n\n")
    first = head[: cut if _SHORTEST < cut < _LONGEST else _FIRST_PARAGRAPH]
    found: dict[str, Named] = {}
    for name in _full_names(first, tables):
        last = name.rpartition(" ")[2]
        is_short = len(last) > 3 and _ORGANIZATIONS.isdisjoint(name.split())
        word = last if is_short else name
        in_title = word in title
        mentions = head.count(word) + in_title
        if mentions >= 3 or (in_title and mentions >= 2):
            found[name] = Named(name, mentions)
    return sorted(found.values(), key=lambda named: (-named.mentions, named.name))


def _full_names(text: str, tables: Tables) -> list[str]:
    """Return the names of two to five words in a text."""
    found: list[str] = []
    for match in _SEQUENCE.finditer(" ".join(text.split())):
        for part in re.split(r"'s (?=[A-Z])", match[0]):
            words = _stripped(part.strip().removesuffix("'s").split())
            is_pair = "and" in words and _ORGANIZATIONS.isdisjoint(words)
            middle = words.index("and") if is_pair else len(words)
            for some in (words[:middle], words[middle + 1 :]):
                name = _stripped(some)
                if 2 <= len(name) <= 5 and not _rejected(name, tables):
                    found.append(" ".join(name).strip(".,'"))
    return found


def _stripped(words: list[str]) -> list[str]:
    """Remove titles before a name, and words that connect it with others."""
    start, end = 0, len(words)
    while start < end and (words[start].strip(".'") in _TITLES or words[start] in _LINKS):
        start += 1
    while end > start and (words[end - 1] in _LINKS or words[end - 1].strip(".'") in _NO_NAMES):
        end -= 1
    return words[start:end]


def _rejected(name: list[str], tables: Tables) -> bool:
    if not _NO_NAMES.isdisjoint(name) or sum([len(word) > 2 for word in name]) < 2:
        return True
    return any(isinstance(meaning, PlaceWord) for word in name for _, meaning in _entries(tables, word))


def _entries(tables: Tables, word: str) -> list[tuple[tuple[str, ...], PlaceWord | str]]:
    """Return what the tables know of a single word."""
    entries = tables.words.get(word)
    return [entry for entry in entries if not entry[0]] if isinstance(entries, list) else []


def evidence(key: str, named: Named) -> str:
    """Return what `digest inspect` shows: `name ann-lee: ×4`."""
    return f"name {key}: ×{named.mentions}"
