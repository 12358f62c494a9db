"""Topics that are inferred from texts: places, subjects, false friends, precedence, and names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digest.model.article import Name
from digest.model.config import Config, Infer, Topic
from digest.read.article import Reader
from digest.read.infer.topics import TopicInference
from tests.support.paths import CASES

EVERYTHING = TopicInference("en", places=True, subjects=True)


def keys(title: str, text: str, language: str = "en") -> list[str]:
    return [topic.key for topic in EVERYTHING.infer(title, text, language)]


def cases() -> list[tuple[str, str, str, list[str]]]:
    """Return (language, title, text, keys) of each case in the data file."""
    found = []
    for case in (CASES / "topics.txt").read_text("utf-8").split("%% ")[1:]:
        head, title, text = case.split("\n", 2)
        language, *expected = head.split()
        found.append((language, title, text.strip(), expected))
    return found


@pytest.mark.parametrize(("language", "title", "text", "expected"), cases())
def test_topics_of_a_text(language: str, title: str, text: str, expected: list[str]) -> None:
    assert keys(title, text, language) == expected


ARTICLE = """# Ferry to Norway stops for repairs

Norway and Denmark lose a ferry for two weeks. Norway said the ship needs a new engine.
Denmark agreed, and Denmark pays.
"""


def topics(config: Config, text: str = ARTICLE) -> list[Name]:
    article = Reader(config).read("a.md", text.encode()).article
    assert article is not None
    return list(article.head.topics)


def test_places_are_topics_without_settings() -> None:
    assert topics(Config()) == [("norway", "Norway"), ("denmark", "Denmark")]


@pytest.mark.parametrize(("front", "expected"), [
    ("topics: []", []),
    ("tags: [Ships]", [("ships", "Ships")]),
    ("topics:", [("norway", "Norway"), ("denmark", "Denmark")]),
])  # fmt: skip
def test_topics_in_front_matter_are_final(front: str, expected: list[tuple[str, str]]) -> None:
    assert topics(Config(), f"---\n{front}\n---\n{ARTICLE}") == expected


def test_topics_in_the_settings_turn_inference_off() -> None:
    config = Config(topics={"ships": Topic(match=("ferry",))})
    assert topics(config, ARTICLE.replace("ferry", "boat").replace("Ferry", "Boat")) == []


def test_matched_topics_come_before_inferred_ones() -> None:
    config = Config(topics={"ships": Topic(match=("ferry", "Ferry"))}, infer=Infer(places=True))
    assert [key for key, _ in topics(config)] == ["ships", "norway", "denmark"]


def test_an_article_has_at_most_five_topics() -> None:
    matched = {f"t{n}": Topic(match=("Ferry",)) for n in range(4)}
    assert len(topics(Config(topics=matched, infer=Infer(places=True)))) == 5
    many = {f"t{n}": Topic(match=("Ferry",)) for n in range(7)}
    assert len(topics(Config(topics=many, infer=Infer(places=True)))) == 7


@pytest.mark.parametrize(("slug", "topic", "expected"), [
    ("norway", Topic(name="Norway and the fjords"), ("norway", "Norway and the fjords")),
    ("north", Topic(name="The North", aliases=("Norway",)), ("north", "The North")),
    ("no", Topic(name="Norwegen"), ("no", "Norwegen")),
])  # fmt: skip
def test_a_topic_in_the_settings_takes_the_place_over(slug: str, topic: Topic, expected: tuple[str, str]) -> None:
    config = Config(language="de", topics={slug: topic}, infer=Infer(places=True))
    assert topics(config)[0] == expected


def test_two_inferred_topics_can_be_one_in_the_settings() -> None:
    config = Config(topics={"north": Topic(name="The North", aliases=("norway", "denmark"))}, infer=Infer(places=True))
    assert topics(config) == [("north", "The North")]


def test_each_kind_can_be_turned_off() -> None:
    assert topics(Config(infer=Infer(places=False))) == []
    assert topics(Config(infer=Infer(without=("Norway",)))) == [("denmark", "Denmark")]
    assert topics(Config(infer=Infer(without=("norway", "denmark")))) == []


@pytest.mark.parametrize(("language", "names"), [
    ("de", ["Norwegen", "Dänemark"]),
    ("uk", ["Норвегія", "Данія"]),
    ("pt-BR", ["Noruega", "Dinamarca"]),
])  # fmt: skip
def test_names_are_in_the_language_of_the_site_and_keys_in_english(language: str, names: list[str]) -> None:
    found = topics(Config(language=language), f"---\nlanguage: en\n---\n{ARTICLE}")
    assert [key for key, _ in found] == ["norway", "denmark"]
    assert [name for _, name in found] == names


MAYOR = """# Rivers opens the bridge

Mayor Ann Rivers opened the bridge with members of the Lakeside Club and the Ministry of Roads on Monday morning.

Rivers said the bridge is safe. The Lakeside Club paid for the lamps, and the Lakeside Club wants more.
"""


def test_names_are_topics_only_if_the_settings_ask_for_them() -> None:
    assert topics(Config(), MAYOR) == []
    config = Config(infer=Infer(names=True))
    assert topics(config, MAYOR) == [("ann-rivers", "Ann Rivers"), ("lakeside-club", "Lakeside Club")]
    assert topics(config, "---\nlanguage: de\n---\n" + MAYOR) == []


def test_places_and_common_words_are_not_names() -> None:
    text = (
        MAYOR.replace("Ann Rivers", "New York").replace("Rivers", "New York").replace("Lakeside Club", "Covid Update")
    )
    assert topics(Config(infer=Infer(names=True, places=False)), text) == []


def test_the_evidence_has_words_counts_parts_and_the_runner_up() -> None:
    article = Reader(Config()).read("a.md", ARTICLE.encode()).article
    assert article is not None
    assert article.origins["topics"] == (
        "place norway 6.0: 'Norway' ×3 (title, first paragraph); place denmark 4.5: 'Denmark' ×3 (first paragraph)"
    )
    trial = EVERYTHING.infer(
        "Jury convicts baker of murder", "The prosecutor told the court that the election was near.", "en"
    )
    assert [t.key for t in trial] == ["crime"]
    assert trial[0].evidence.startswith("subject crime ")
    assert trial[0].evidence.endswith("(next: politics 2.6)")


def test_tables_are_loaded_only_for_an_article_without_topics() -> None:
    code = (
        "import sys; from digest.read.infer import tables; from digest.model.config import Config\n"
        "from digest.read.article import Reader\n"
        "reader = Reader(Config())\n"
        "reader.read('a.md', b'---\\ntitle: A\\ntopics: [b]\\n---\\nNorway, Norway')\n"
        "assert tables.tables.cache_info().misses == 0\n"
        "reader.read('b.md', b'---\\ntitle: A\\nlanguage: en\\n---\\nNorway, Norway')\n"
        "assert tables.tables.cache_info().misses == 1\n"
        "assert 'babel' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
