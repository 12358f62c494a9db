"""Topics from phrases in a text: matches, evidence, and the order of topics."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest

from digest.model.config import Topic
from digest.read.text.topics import TopicMatcher


def matcher(**phrases: tuple[str, ...]) -> TopicMatcher:
    return TopicMatcher({slug: Topic(match=match) for slug, match in phrases.items()})


def found(title: str, text: str, *match: str) -> bool:
    return bool(matcher(topic=match).match(title, text))


def test_one_match_in_the_title_or_two_in_the_text_are_enough() -> None:
    assert found("Talks in Kiev", "", "Kiev")
    assert found("", "From Kiev and to Kiev.", "Kiev")
    assert found("", "From Kiev and to Kharkiv.", "Kiev", "Kharkiv")
    assert not found("Talks", "Once in Kiev.", "Kiev")


def test_the_evidence_has_rule_phrases_and_counts() -> None:
    topics = matcher(ukraine=("Kiev", "Zelenskiy"))
    assert topics.match("Kiev talks", "Zelenskiy in Kiev. Kiev said.") == [
        ("ukraine", "rule ukraine: 'Kiev' ×3, 'Zelenskiy' ×1")
    ]


def test_topics_are_ordered_by_matches_and_config() -> None:
    topics = matcher(b=("Beta",), a=("Alpha",), c=("Gamma",))
    assert [slug for slug, _ in topics.match("", "Alpha Beta Alpha Beta Gamma Gamma Gamma")] == ["c", "b", "a"]
    assert [slug for slug, _ in topics.match("Alpha", "Beta Beta Gamma Gamma")] == ["a", "b", "c"]


@pytest.mark.parametrize(("text", "hit"), [
    ("in Kiev.", True),
    ("Kiev's mayor", True),
    ("Kiev-based", True),
    ("«Kiev»", True),
    ("_Kiev_ and **Kiev**", True),
    ("Kievan Rus", False),
    ("OldKiev", False),
    ("Kiev2", False),
    ("kiev", False),
    ("KIEV", False),
])  # fmt: skip
def test_a_phrase_matches_whole_words_in_the_same_case(text: str, hit: bool) -> None:
    assert found(text, "", "Kiev") is hit


@pytest.mark.parametrize(("phrase", "text", "hit"), [
    ("Київ", "У місті Київ сьогодні", True),
    ("Київ", "Київська область", False),
    ("Київ", "київ", False),
    ("Αθήνα", "στην Αθήνα.", True),
    ("القاهرة", "في القاهرة اليوم", True),
    ("القاهرة", "والقاهرة", False),
    ("दिल्ल", "दिल्ली", False),
    ("北京", "他在北京说", True),
    ("東京", "訪問先の東京都で", True),
    ("กรุงเทพ", "ที่กรุงเทพวันนี้", True),
    ("NATO", "北約NATO首腦", True),
    ("G7峰会", "在G7峰会上", True),
    ("G7峰会", "在BG7峰会上", False),
])  # fmt: skip
def test_word_boundaries_depend_on_the_script(phrase: str, text: str, hit: bool) -> None:
    assert found(text, "", phrase) is hit


@pytest.mark.parametrize("text", [
    "the Group of Seven met", "the Group of\nSeven met", "the Group of\r\nSeven met", "the Group\u00a0of Seven met",
])  # fmt: skip
def test_a_phrase_can_contain_a_line_break(text: str) -> None:
    assert found(text, "", "Group of Seven")
    assert found(text, "", " Group  of Seven ")


def test_apostrophes_and_accents_are_normalized() -> None:
    assert found("The People’s Party", "", "People's Party")
    assert found("The People's Party", "", "People’s Party")
    assert found(unicodedata.normalize("NFD", "à Orléans"), "", "Orléans")
    assert found("à Orléans", "", unicodedata.normalize("NFD", "Orléans"))


def test_overlapping_matches_of_a_topic_count_once() -> None:
    assert not found("", "the NATO summit", "NATO", "NATO summit", "summit")
    topics = matcher(nato=("NATO",), summits=("NATO summit",))
    assert topics.match("NATO summit", "") == [
        ("nato", "rule nato: 'NATO' ×1"),
        ("summits", "rule summits: 'NATO summit' ×1"),
    ]


def test_two_topics_can_share_a_phrase() -> None:
    assert [slug for slug, _ in matcher(a=("Kiev",), b=("Kiev",)).match("Kiev", "")] == ["a", "b"]


def test_empty_phrases_match_nothing() -> None:
    assert matcher(a=("", "  ")).match("a title", "and a text") == []


def test_without_phrases_the_automaton_is_not_imported() -> None:
    code = (
        "import sys; from digest.model.config import Topic; from digest.read.text.topics import TopicMatcher\n"
        "assert TopicMatcher({'a': Topic(name='A')}).match('A', 'A A') == []\n"
        "assert 'ahocorasick' not in sys.modules\n"
        "assert TopicMatcher({'a': Topic(match=('A',))}).match('A', '')\n"
        "assert 'ahocorasick' in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
