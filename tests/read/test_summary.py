"""Summaries that are derived from the text, and the ends of sentences in many languages."""

from __future__ import annotations

import itertools

import pytest

from digest.model.config import Config, Infer
from digest.read.article import Reader
from digest.read.infer.sentences import sentence_ends
from digest.read.infer.summary import LONGEST, find_summary, without_dateline

SENTENCES = [
    # language, sentences separated by |
    ("en", "The U.S. Navy sent two ships.| Dr. A. Lee saw them at 5 p.m.| The sea was calm.| Nobody spoke."),
    (
        "en",
        "Is it over?| “Not yet!” said the pilot.| He is 25.| She left on Oct. 3 for St. Petersburg, Fla., by train.",
    ),
    ("en", "Version 2.5 of example.org is out.| See Fig. 3 etc. for more.| Wait…| What?"),
    (
        "de",
        "Am 11. Mai kam Papst Johannes XXIII. nach Bonn.| Das galt u. a. für Hr. Weber, d. h. für alle.| So z. B. hier.",
    ),
    ("de", "Er sagte: „Wir gehen.“| Dann blieb er.| Das Schiff kostet 3 Mio. Euro, ggf. mehr."),
    ("fr", "M. Dupont a vu Mme. Leroy au port.| Elle y vit depuis janv. 2019.| « Quoi ?» demanda-t-il."),
    ("es", "El Sr. López llegó a EE. UU. con la Sra. Ruiz.| ¿Quién paga?| Nadie, dijo el Dr. Gil."),
    ("ru", "В 2021 г. Иванов жил на ул. Садовой.| Он заплатил 5 млн. Рублей не хватило, т.е. денег.| Всё."),
    ("ru", "«Пора!» — сказал А. С. Петров.| Никто не ответил."),
    ("uk", "Зустріч тривала на вул. Зеленій.| Див. карту.| Усі прийшли."),
    ("pl", "Spotkanie 3. Maja odbyło się przy ul. Długiej.| Przyszło np. 5 tys. Polaków.| Koniec."),
    ("zh", "船到了。|他说：“走吧。”|没有人回答！"),
    ("hi", "जहाज आ गया।| सब लोग घर गए।"),
    ("ar", "هل وصلت السفينة؟| نعم وصلت."),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES, ids=[f"{c[0]}-{i}" for i, c in enumerate(SENTENCES)])
def test_sentences_end_where_a_reader_would_end_them(language: str, text: str) -> None:
    plain, cuts = text.replace("|", ""), [0]
    cuts += list(sentence_ends(plain, language))
    assert "|".join(plain[a:b] for a, b in itertools.pairwise(cuts)) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("KYIV, Ukraine (Reuters) - The pier is open.", "The pier is open."),
        ("WASHINGTON, May 6 (AP) — The pier is open.", "The pier is open."),
        ("LONDON — The pier is open.", "The pier is open."),
        ("Berlin (dpa) – Der Steg ist offen.", "Der Steg ist offen."),
        ("МОСКВА, 6 мая. /ТАСС/. Причал открыт.", "Причал открыт."),
        ("КИЇВ, 6 травня — Причал відкрито.", "Причал відкрито."),
        ("The pier (built in 1900) - a ruin - is open.", None),
        ("The old pier — a ruin — is open.", None),
        ("NASA says it – and means it.", None),
    ],
)
def test_the_dateline_is_left_out(text: str, rest: str | None) -> None:
    assert without_dateline(text) == (rest or text)


FIRST = "The ferry to the northern islands sails again from Monday, the harbour office said."


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        (f"<p>{FIRST}</p>", FIRST),
        ("<p>Short words.</p>\n<p>" + FIRST + "</p>", FIRST),
        (f"<blockquote>\n<p>{FIRST} Quoted.</p>\n</blockquote>\n<p>{FIRST}</p>", FIRST),
        (f"<ul>\n<li>\n<p>{FIRST} Item.</p>\n</li>\n</ul>\n<p>{FIRST}</p>", FIRST),
        (f"<p><em>This text was first printed in the spring of that year.</em></p>\n<p>{FIRST}</p>", FIRST),
        (f"<p>Photo: A harbour in the north of the country at dawn.</p><p>{FIRST}</p>", FIRST),
        (
            f'<p>The <a href="digest-ref:0">ferry</a><sup><a href="#n">1</a></sup> &amp; {FIRST}</p>',
            f"The ferry & {FIRST}",
        ),
        (f"<p>{FIRST} The boats are these:</p>", FIRST),
        (
            "<p>The office is glad to announce version {{ boat.version }} of {% x %} the ferry.</p>",
            "The office is glad to announce version of the ferry.",
        ),
        ("<p>A line of words without an end that goes on for some time</p>", ""),
        ("<p>Ferries sail again</p>" * 4 + f"<p>{FIRST}</p>", ""),
        (f"<p>{FIRST} She said: “We sail. {'And we sail on. ' * 12}”</p>", FIRST),
        (f"<p>{FIRST} ({'We sail. ' * 20})</p>", FIRST),
        (f'<p>{FIRST} He said: "Now. {"We sail. " * 20}"</p>', FIRST),
    ],
)
def test_the_first_paragraph_of_prose_is_the_summary(html: str, summary: str) -> None:
    found = find_summary(html, "Ferries", "en")
    assert (found.text if found else "") == summary


def test_a_paragraph_that_repeats_the_title_is_not_the_summary() -> None:
    found = find_summary(
        f"<p>{FIRST}</p>\n<p>All boats are full for the whole of the first week.</p>", FIRST[:-1], "en"
    )
    assert found
    assert (found.paragraph, found.text) == (2, "All boats are full for the whole of the first week.")


def test_whole_sentences_fill_the_summary() -> None:
    found = find_summary(f"<p>{FIRST} {FIRST} {FIRST}</p>", "T", "en")
    assert found
    assert found.text == f"{FIRST} {FIRST}"


def test_only_a_very_long_sentence_is_cut_after_a_clause() -> None:
    long = "The ferry sails to " + ", to ".join(f"island number {n}" for n in range(15)) + "."
    assert LONGEST < len(long) <= 320
    kept = find_summary(f"<p>{long}</p>", "T", "en")
    assert kept
    assert kept.text == long
    longer = long[:-1] + ", to " + long
    cut = find_summary(f"<p>{longer}</p>", "T", "en")
    assert cut
    assert cut.text == longer[: longer.rindex(", ", 0, LONGEST)] + " …"


def test_the_summary_is_found_with_its_line() -> None:
    text = (
        "---\ntitle: T\ndate: 2021-05-06\n---\n\n## Part\n\n"
        "KYIV (Reuters) - **The** ferry [sails](https://a.example) \nagain and again, the harbour office said.\n"
    )
    article = Reader(Config()).read("a.md", text.encode()).article
    assert article
    assert article.head.summary_derived
    assert article.head.summary == "The ferry sails again and again, the harbour office said."
    assert article.origins["summary"] == "paragraph 1, line 8"


def test_a_stated_summary_is_kept_and_a_setting_turns_the_derived_one_off() -> None:
    text = f"---\ntitle: T\ndate: 2021-05-06\nsummary: Mine\n---\n{FIRST}\n"
    stated = Reader(Config()).read("a.md", text.encode()).article
    assert stated
    assert (stated.head.summary, stated.head.summary_derived) == ("Mine", False)
    off = Reader(Config(infer=Infer(summary=False))).read("a.md", text.replace("summary: Mine\n", "").encode()).article
    assert off
    assert (off.head.summary, off.head.summary_derived) == ("", False)
