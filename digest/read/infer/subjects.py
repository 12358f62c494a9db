"""The subject of an article: one of thirteen, by the words that belong to each. The keys are words of IPTC."""

from __future__ import annotations

from collections.abc import Mapping

from digest.model.named_tuple import NamedTuple

_MOST_PER_WORD = 3.0
"""A word counts at most as often as this, however often it occurs."""
_SECOND_NEEDED, _SECOND_WORDS = 16.0, 3
_EVIDENCE = 3
"""Words that are shown as evidence."""


class _Rule(NamedTuple):
    score: float
    margin: float
    """How many times the score of the next subject is needed."""


_RULE = _Rule(9.0, 1.5)
_RULES = {"de": _Rule(11.0, 1.8)}
"""Stricter for tables that have fewer words."""

_LANGUAGES = ("en", "de", "fr", "es", "ru", "uk", "ar", "zh")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "conflict": ("Conflict", "Konflikt", "Conflit", "Conflicto", "Конфликт", "Конфлікт", "نزاعات", "冲突"),
    "crime": ("Crime", "Kriminalität", "Criminalité", "Delincuencia", "Преступность", "Злочинність", "جرائم", "犯罪"),
    "culture": ("Culture", "Kultur", "Culture", "Cultura", "Культура", "Культура", "ثقافة", "文化"),
    "disaster": ("Disaster", "Katastrophen", "Catastrophes", "Desastres", "Катастрофы", "Катастрофи", "كوارث", "灾害"),
    "economy": ("Economy", "Wirtschaft", "Économie", "Economía", "Экономика", "Економіка", "اقتصاد", "经济"),
    "education": ("Education", "Bildung", "Éducation", "Educación", "Образование", "Освіта", "تعليم", "教育"),
    "environment": ("Environment", "Umwelt", "Environnement", "Medio ambiente", "Экология", "Довкілля", "بيئة", "环境"),
    "health": ("Health", "Gesundheit", "Santé", "Salud", "Здоровье", "Здоров’я", "صحة", "健康"),
    "labour": ("Labour", "Arbeit", "Travail", "Trabajo", "Труд", "Праця", "عمل", "劳工"),
    "politics": ("Politics", "Politik", "Politique", "Política", "Политика", "Політика", "سياسة", "政治"),
    "religion": ("Religion", "Religion", "Religion", "Religión", "Религия", "Релігія", "دين", "宗教"),
    "science": (
        "Science and technology", "Wissenschaft und Technik", "Sciences et technologies", "Ciencia y tecnología",
        "Наука и техника", "Наука і техніка", "علوم وتكنولوجيا", "科技",
    ),
    "sport": ("Sport", "Sport", "Sport", "Deportes", "Спорт", "Спорт", "رياضة", "体育"),
}  # fmt: skip


KEYS = frozenset(_NAMES)


class Subject(NamedTuple):
    """A subject of an article."""

    key: str
    score: float
    words: dict[str, float]
    """Words with their scores."""


def subjects(
    counted: Mapping[str, float], weights: Mapping[str, tuple[tuple[str, float], ...]], language: str
) -> tuple[list[Subject], Subject | None]:
    """Return the subject that leads clearly, or none, and the next one after those that are returned.

    Two are returned only if both are strong: the trial of a bank is crime and economy.
    """
    scores: dict[str, float] = {}
    numbers: dict[str, int] = {}
    for word, times in counted.items():
        for subject, weight in weights[word]:
            scores[subject] = scores.get(subject, 0.0) + weight * (times if times < _MOST_PER_WORD else _MOST_PER_WORD)
            numbers[subject] = numbers.get(subject, 0) + 1
    need, margin = _RULES.get(language, _RULE)
    ranked = sorted([(-round(score, 2), subject) for subject, score in scores.items()])
    if not ranked or -ranked[0][0] < need or numbers[ranked[0][1]] < 2:
        return [], None
    top, second, third = [(-score, subject) for score, subject in [*ranked, (0.0, ""), (0.0, "")][:3]]
    if top[0] >= margin * second[0]:
        count = 1
    elif second[0] >= max(_SECOND_NEEDED, 1.5 * third[0]) and numbers[second[1]] >= _SECOND_WORDS:
        count = 2
    else:
        return [], None
    found = [Subject(subject, -score, _words(subject, counted, weights)) for score, subject in ranked[: count + 1]]
    return found[:count], found[count] if len(found) > count else None


def _words(
    subject: str, counted: Mapping[str, float], weights: Mapping[str, tuple[tuple[str, float], ...]]
) -> dict[str, float]:
    return {
        word: weight * min(times, _MOST_PER_WORD)
        for word, times in counted.items()
        for of, weight in weights[word]
        if of == subject
    }


def subject_name(key: str, language: str) -> str:
    """Return the name of a subject in a language; in English if there is none."""
    base = language.partition("-")[0]
    return _NAMES[key][_LANGUAGES.index(base) if base in _LANGUAGES else 0]


def evidence(subject: Subject, following: Subject | None) -> str:
    """Return what `digest inspect` shows: `subject conflict 24.6: 'troops', 'shelling' … (next: politics 9.9)`."""
    words = sorted(subject.words.items(), key=lambda word: -word[1])
    shown = ", ".join([f"'{word}'" for word, _ in words[:_EVIDENCE]]) + " …" * (len(words) > _EVIDENCE)
    after = f" (next: {following.key} {following.score:.1f})" if following else ""
    return f"subject {subject.key} {subject.score:.1f}: {shown}{after}"
