"""Detecting the language of a text."""

from __future__ import annotations

import pytest

from digest.read.text.language import detect_language

TEXTS = {
    "en": "The harbour opened on Monday, and the first ships came in at dawn, said the master of the port.",
    "de": "Der Hafen wurde am Montag wieder geöffnet, und die ersten Schiffe sind nach dem Sturm eingelaufen.",
    "fr": "Le port a rouvert lundi et les premiers navires sont arrivés dans la nuit, selon le maître du port.",
    "es": "El puerto abrió el lunes y los primeros barcos llegaron por la noche, según el jefe de la aduana.",
    "it": "Il porto ha riaperto lunedì e le prime navi sono arrivate nella notte, secondo il capo della dogana.",
    "pt": "O porto abriu na segunda-feira e os primeiros navios não chegaram antes da noite, segundo o chefe.",
    "nl": "De haven is op maandag weer geopend en de eerste schepen zijn in de nacht aangekomen, zei het hoofd.",
    "pl": "Port został otwarty w poniedziałek, a pierwsze statki weszły do niego w nocy, jak podał szef portu na wyspie.",
    "ru": "Порт открылся в понедельник, и первые корабли вошли в него ночью, сообщил начальник порта.",
    "uk": "Порт відкрили в понеділок, і перші кораблі зайшли до нього вночі, повідомив начальник порту.",
    "bg": "Пристанището беше отворено в понеделник и първите кораби са влезли през нощта, каза той на хората.",
    "be": "Порт адкрылі ў панядзелак, і першыя караблі ўвайшлі ў яго ноччу, паведаміў начальнік порта.",
    "ar": "أعيد فتح الميناء يوم الاثنين، ووصلت السفن الأولى في الليل، حسبما قال رئيس الميناء.",
    "he": "הנמל נפתח ביום שני והספינות הראשונות הגיעו בלילה.",
    "el": "Το λιμάνι άνοιξε τη Δευτέρα και τα πρώτα πλοία έφτασαν τη νύχτα.",
    "zh": "港口星期一重新开放，第一批船只在夜间抵达。",
    "ja": "港は月曜日に再開され、最初の船が夜に到着した。",
    "ko": "항구는 월요일에 다시 열렸고 첫 배가 밤에 도착했다.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_text_among_all_languages(language: str) -> None:
    assert detect_language(TEXTS[language], tuple(TEXTS)) == language
    assert detect_language(TEXTS[language], tuple(reversed(TEXTS))) == language


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_text_on_a_site_in_another_language(language: str) -> None:
    assert detect_language(TEXTS[language], ("en",)) == language
    assert detect_language(TEXTS[language], ("de", "uk")) == language
    assert detect_language(TEXTS[language], ()) == language


def test_a_language_of_the_site_wins_if_two_are_close() -> None:
    both = "Det var en dag med sol, og han kom med en hest til havnen."
    assert detect_language(both, ("en", "da")) == "da"
    assert detect_language(both, ("en", "nb")) == "nb"


def test_short_lines_above_the_text_do_not_count() -> None:
    head = "# Port\n\nBy Ann Lee for the Northern Wire\n\nPublished on Monday, May 6, 2021, in the morning\n\n"
    assert detect_language(head + 3 * TEXTS["de"], ("en",)) == "de"


def test_a_language_that_is_not_known_is_not_taken_for_another() -> None:
    for text in (
        "Nuair a dh'fhosgail an cala Diluain, thàinig a' chiad bhàtaichean a-steach tron oidhche.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    ):
        assert detect_language(text, ("en",)) == ""


def test_the_tag_is_spelled_as_in_the_config() -> None:
    assert detect_language(TEXTS["en"], ("uk", "en-GB")) == "en-GB"
    assert detect_language(TEXTS["pt"], ("en", "pt-BR")) == "pt-BR"
    assert detect_language(TEXTS["zh"], ("zh-Hant", "en")) == "zh-Hant"
    assert detect_language("Havnen åpnet mandag, og de første skipene kom inn i natt, sier sjefen.", ("no",)) == "no"
    assert (
        detect_language("Luka je ponovo otvorena u ponedeljak, a prvi brodovi su stigli posle oluje.", ("sr-Latn",))
        == "sr-Latn"
    )


@pytest.mark.parametrize("text", ["", "   \n", "1234 5678", "Kyiv", "!!!", "Ann Lee Jo Berg Bo Cole"])
def test_short_texts_have_no_language(text: str) -> None:
    assert detect_language(text, ("en", "de", "uk", "ru")) == ""


def test_a_foreign_name_does_not_change_the_language() -> None:
    assert detect_language(TEXTS["en"] + " Порт «Чайка».", ("uk", "en")) == "en"
    assert detect_language(TEXTS["uk"] + " Reuters and AFP.", ("en", "uk")) == "uk"
