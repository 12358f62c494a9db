"""Topics from the text of an article alone: places, subjects, names. Other articles and the clock play no part."""

from __future__ import annotations

from digest.model.named_tuple import NamedTuple
from digest.read.infer import places, subjects
from digest.read.infer.scan import Evidence
from digest.read.infer.tables import english_names, tables
from digest.read.infer.words import prose, zones
from digest.read.text.slugs import key_of


class Inferred(NamedTuple):
    """A topic that the text suggests."""

    key: str
    """The same in all languages: `ukraine`, `conflict`."""
    english: str
    """Its English name."""
    name: str
    """Its name in the language of the site."""
    evidence: str
    """For `digest inspect`."""


def kind_of(key: str) -> str:
    """Return what kind of inferred topic has a key: `subject`, `place` or `name`."""
    if key in subjects.KEYS:
        return "subject"
    return "place" if key in map(key_of, english_names().values()) else "name"


class TopicInference:
    """Infers topics for a site."""

    def __init__(
        self, language: str, *, places: bool, subjects: bool, names: bool = False, without: tuple[str, ...] = ()
    ) -> None:
        """`language`: of the site, for names. `without`: keys or names of topics that are not wanted."""
        self._language, self._places, self._subjects, self._names = language, places, subjects, names
        self._without = frozenset(map(key_of, without))

    def infer(self, title: str, text: str, language: str) -> list[Inferred]:
        """Return the topics of a text in Markdown, which is in `language`."""
        base = language.partition("-")[0].lower()
        known = tables(base, self._places, self._subjects)
        found, head = Evidence(known), prose(text)
        found.scan(zones(title, head, base))
        topics = []
        for code, mentions in places.places(found.places, title, head):
            english = english_names()[code]
            key = key_of(english)
            name = places.place_name(code, self._language)
            topics.append(Inferred(key, english, name, places.evidence(key, mentions)))
        chosen, following = subjects.subjects(found.words, known.weights, base)
        for number, subject in enumerate(chosen):
            shown = subjects.evidence(subject, following if number == len(chosen) - 1 else None)
            names = subjects.subject_name(subject.key, "en"), subjects.subject_name(subject.key, self._language)
            topics.append(Inferred(subject.key, *names, shown))
        if self._names:
            topics += self._infer_names(title, head, base)
        if self._without:
            topics = [t for t in topics if self._without.isdisjoint({t.key, key_of(t.english), key_of(t.name)})]
        return topics

    def _infer_names(self, title: str, head: str, language: str) -> list[Inferred]:
        from digest.read.infer import names

        if language not in names.LANGUAGES:
            return []
        found = [(key_of(named.name), named) for named in names.names(title, head, tables(language, True, True))]
        return [Inferred(key, named.name, named.name, names.evidence(key, named)) for key, named in found]
