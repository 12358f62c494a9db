"""What the path of a source says about its article: title, slug, language and translations.

Examples: `2021-05-06-talks_resume.md`, `2021-05-06_talks/index.md`, `talks.pl.md`, `talks/index.pt-BR.md`.
"""

from __future__ import annotations

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.text.slugs import slug_of
from digest.read.text.validators import language_tag

_DATE = lazy_regex(r"(?:19|20)\d\d(?:([-_.])\d{1,2}\1\d{1,2}|\d{4})(?:[-_. ]+|$)")
_SEPARATORS = lazy_regex(r"[-_\s]+")
_LANGUAGE = lazy_regex(r"\.([a-z]{2}(?:[-_](?:[A-Za-z]{2}|[A-Z][a-z]{3}))?)$")
_SAFE = lazy_regex(r"[A-Za-z0-9][A-Za-z0-9_~-]*")
INDEX = frozenset(("index", "readme"))
"""Names of files that stand for their folder, in lower case."""
_CODES = """
    ab aa af ak sq am ar an hy as av ay az bm ba eu be bn bi bs br bg my ca ch ce ny zh cv kw co cr hr cs da dv nl dz en eo
    et ee fo fj fi fr ff gl ka de el gn gu ht ha he hz hi ho hu ia id ie ga ig ik io is it iu ja jv kl kn kr ks kk km ki rw ky
    kv kg ko ku kj la lb lg li ln lo lt lu lv gv mk mg ms ml mt mi mr mh mn na nv nd ne ng nb nn no ii nr oc oj om or os pa fa
    pl ps pt qu rm rn ro ru sa sc sd se sm sg sr gd sn si sk sl so st es su sw ss sv ta te tg th ti bo tk tl tn to tr ts tt tw
    ty ug uk ur uz ve vi vo wa cy wo fy xh yi yo za zu
"""
LANGUAGES = frozenset(_CODES.split())
"""The language codes of ISO 639-1."""


class SourcePath(NamedTuple):
    """A path under content/."""

    name: str
    """File name without date, language and extension: `talks_resume`. For `index.md`, the name of its folder."""
    language: str
    """Language tag in the file name; empty without one."""
    translation: str
    """The path without language and extension, which translations of an article share."""

    is_draft: bool
    """Whether it is in a folder `_drafts`, as in Jekyll."""

    def title(self) -> str:
        """Return a title: `Talks resume`."""
        words = self.name if _DATE.fullmatch(self.name) else " ".join(_SEPARATORS.sub(" ", self.name).split())
        if not any(map(str.isalnum, words)):
            words = "Untitled"
        return words[0].upper() + words[1:]

    def slug(self) -> str:
        """Return the name as a slug, spelled as in the file name if possible."""
        return self.name if _SAFE.fullmatch(self.name) and len(self.name) <= 200 else slug_of(self.name)


def parse_path(id: str) -> SourcePath:
    """Parse a path under content/."""
    folder, _, name = id.rpartition("/")
    stem = name.rpartition(".")[0] or name
    language = ""
    if match := _LANGUAGE.search(stem):
        tag = language_tag(match[1].replace("_", "-"))
        if tag[:2] in LANGUAGES and match.start():
            language, stem = tag, stem[: match.start()]
    translation = f"{folder}/{stem}" if folder else stem
    if stem.lower() in INDEX and folder:
        stem = folder.rpartition("/")[2]
    is_draft = "_drafts" in folder and "_drafts" in folder.split("/")
    return SourcePath(_DATE.sub("", stem, count=1) or stem, language, translation, is_draft)
