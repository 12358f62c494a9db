"""Pages in other languages: dates, numbers, plural forms, words, and the direction of writing."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po

from digest.render import translations
from digest.render.language import Language, direction
from digest.render.loader import Folder
from digest.render.theme import Theme
from tests.support.paths import REPOSITORY
from tests.support.pieces import article, daily, plain
from tests.support.sites import Site

pytestmark = pytest.mark.slow

SHIPPED = ("ar", "de", "es", "fr", "ru", "uk", "zh-Hans")
THEMES = sorted(p.parent.name for p in (REPOSITORY / "themes").glob("*/theme.yaml"))
MINE = '-- themes/mine/theme.yaml --\nextends: plain\n-- themes/mine/locale/{}.po --\nmsgid ""\nmsgstr "{}"\n\n'
HEADER = "Content-Type: text/plain; charset=utf-8\\n"


def language(tag: str) -> Language:
    return translations.load_language(tag, [(str(REPOSITORY / "themes/plain/locale"), "")])[0]


def built(site: Site, tag: str, articles: str, config: str = "") -> Site:
    """Build a site of these articles in a language without problems."""
    assert site.write(f"-- config.yaml --\nlanguage: {tag}\n{config}{articles}").build().problems == ()
    return site


FIELDS = 'date: 2021-05-06 06:40\nauthors: [Ann Lee, Jo Berg]\nagency: AFP\ntopics: [Arts]\nsource_url: "https://example.com/a"'
PIECE = f"-- content/a.md --\n---\ntitle: Grain\n{FIELDS}\n---\n\nText.\n"


# -- sites ----------------------------------------------------------------------------------------


def test_a_german_site(site: Site) -> None:
    built(site, "de", PIECE + daily(1_200 - 1, topics="[Über]"))
    page = plain(site.page("2021/05/06/grain.html"))
    for words in ("Von Ann Lee und Jo Berg für AFP", "6. Mai 2021, 06:40", "Original auf example.com", "Themen: Arts"):
        assert words in page
    assert "1.199 Artikel" in plain(site.page("topics/uber/index.html"))
    assert "<h1>Mai 2021</h1>" in site.page("2021/05/index.html")
    assert "<title>Seite nicht gefunden – The Digest</title>" in site.page("404.html")
    assert '<a href="/archive/">Archiv</a>' in site.page("index.html")


def test_a_russian_site_has_three_plural_forms(site: Site) -> None:
    articles = "".join(daily(n, 2000 + n, topics=f"[T{n}]").replace("content/", f"content/{n}-") for n in (1, 2, 5, 21))
    built(site, "ru", articles)
    shown = [plain(site.page(f"topics/t{n}/index.html")) for n in (1, 2, 5, 21)]
    for page, words in zip(shown, ("1 статья", "2 статьи", "5 статей", "21 статья"), strict=True):
        assert words in page


def test_an_arabic_site_is_right_to_left_and_isolates_foreign_names(site: Site) -> None:
    built(site, "ar", PIECE)
    page = site.page("2021/05/06/grain.html")
    assert '<html lang="ar" dir="rtl">' in page
    assert "بقلم" in page
    assert "<bdi>Ann Lee</bdi></a> و<a" in page
    assert "6 مايو 2021، 6:40 ص" in page
    assert "مقال واحد" in site.page("topics/arts/index.html")


def test_a_chinese_site(site: Site) -> None:
    built(site, "zh", PIECE)
    assert "2021年5月6日 06:40" in site.page("2021/05/06/grain.html")
    assert "撰文：" in site.page("2021/05/06/grain.html")
    assert "1篇文章" in site.page("topics/arts/index.html")
    assert "<h1>2021年</h1>" in site.page("2021/index.html")


@pytest.mark.parametrize(
    ("tag", "first", "month", "day"),
    [
        ("en", "Thursday, 6 May 2021. One article", "May 2021", "Thursday, 6 May 2021"),
        ("fr", "Jeudi 6 mai 2021. Un article", "Mai 2021", "Jeudi 6 mai 2021"),
        ("ru", "Четверг, 6 мая 2021 г. Одна статья", "Май 2021 г.", "Четверг, 6 мая 2021 г."),
        ("zh", "2021年5月6日星期四。 一篇文章", "2021年5月", "2021年5月6日星期四"),
    ],
)
def test_dates_as_headings_and_sentences(tag: str, first: str, month: str, day: str, site: Site) -> None:
    """They begin with a capital letter, and end with one full stop of the language."""
    built(site, tag, PIECE, "theme: gazette\ntheme_options:\n  email: true\n")
    front, of_month, of_day, *mails = (
        " ".join(site.page(path).split())  # without no-break spaces
        for path in ("index.html", "2021/05/index.html", "2021/05/06/index.html", "email/index.txt", "email/index.html")
    )
    assert f'<p class="issue">{first}</p>' in re.sub(
        r'(<p class="issue">)<a href="/2021/05/06/">(.*?)</a>', r"\1\2", front
    )
    assert f"<h1>{month}</h1>" in of_month
    assert f"<h1>{day}</h1>" in of_day
    assert all(first + ("。" if tag == "zh" else ".") in re.sub("</?a[^>]*>", "", mail) for mail in mails)


def test_an_article_in_another_language_has_lang_in_lists_and_on_its_page(site: Site) -> None:
    built(
        site,
        "en",
        article("a.md", date="2021-05-06", language="ar") + article("b.md", date="2021-05-06", language="de"),
    )
    for path in ("index.html", "2021/05/06/a.html"):
        assert re.search(r'<article[^>]* lang="ar" dir="rtl">', site.page(path))
        assert '<p class="meta" lang="en" dir="ltr">' in site.page(path)  # in English
    assert re.search(r'<article[^>]* lang="de">', site.page("2021/05/06/b.html"))


@pytest.mark.parametrize("theme", ["plain", "gazette"])
def test_links_to_neighbours_in_another_language_have_lang(theme: str, site: Site) -> None:
    three = "".join(article(f"{name}.md", date=f"2021-05-0{i}") for i, name in enumerate("abc", 1))
    built(site, "en", three, f"theme: {theme}\n")
    assert 'lang="ar"' not in site.page("2021/05/02/b.html")
    site.write(
        article("a.md", date="2021-05-01", language="ar") + article("c.md", date="2021-05-03", language="de")
    ).build()
    before, after = re.findall(r'<a rel="(?:prev|next)".*?</a>', site.page("2021/05/02/b.html"))
    assert re.search('<(b|bdi) lang="ar" dir="rtl">a</', before)
    assert re.search('<(b|bdi) lang="de">c</', after)


# -- translations ---------------------------------------------------------------------------------


def test_a_site_can_override_translations(site: Site) -> None:
    config = "theme: mine\n"
    own = MINE.format("de", HEADER) + 'msgid "Feed"\nmsgstr "{}"\n'
    built(site, "de", PIECE + own.format("Neues"), config)
    assert ">Neues</a>" in site.page("index.html")
    assert "Zum Text springen" in site.page("index.html")
    site.write(own.format("Newsfeed"))
    assert site.build().problems == ()
    assert ">Newsfeed</a>" in site.page("index.html")
    assert {r.reason for r in site.rendered} == {"changed: words"}
    assert not [path for path in site.output() if path.endswith(".po")]


def test_a_missing_translation_is_shown_in_english_and_reported_once(site: Site) -> None:
    base = '{% extends "plain/base.html" %}{% block head %}{{ _("A new word") }}{{ _("A new word") }}{% endblock %}'
    site.write(f"-- config.yaml --\nlanguage: de\ntheme: mine\n{PIECE}" + MINE.format("de", HEADER))
    (problem,) = site.write(f"-- themes/mine/base.html --\n{base}\n").build().problems
    assert (problem.code, problem.severity) == ("word-missing", "warning")
    assert (problem.file, problem.line) == ("themes/mine/base.html", 1)
    assert problem.message == "“A new word” is not translated into German (de)"
    assert "themes/mine/locale/de.po" in problem.hint
    assert "A new wordA new word" in site.page("index.html")
    assert site.build().problems == (problem,)


def test_a_language_without_translations_has_dates(site: Site) -> None:
    (problem,) = site.write(f"-- config.yaml --\ntitle: A\nlanguage: nl\n{PIECE}").build().problems
    assert (problem.code, problem.file, problem.line) == ("word-missing", "config.yaml", 2)
    assert "not translated into Dutch (nl)" in problem.message
    assert "6 mei 2021" in site.page("2021/05/06/grain.html")
    assert "Original at example.com" in site.page("2021/05/06/grain.html")


def test_an_unknown_language_is_reported(site: Site) -> None:
    problems = site.write(f"-- config.yaml --\nlanguage: ua\n{PIECE}").build().problems
    assert [p.code for p in problems] == ["language-unknown", "word-missing"]
    assert all(p.hint.startswith("Did you mean `uk`?") for p in problems)
    assert "6 May 2021" in site.page("2021/05/06/grain.html")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('msgid "Original at %(host)s"\nmsgstr "bei %(hots)s"\n', "contains %(hots)s"),
        ('msgid "Original at %(host)s"\nmsgstr "100 % %(host)s"\n', "contains a % that is neither"),
        (
            'msgid "%(n)s article"\nmsgid_plural "%(n)s articles"\nmsgstr[0] "%(n)s Stück"\n',
            "needs 2 plural forms",
        ),
    ],
)
def test_an_invalid_translation_is_reported_and_not_used(site: Site, entry: str, message: str) -> None:
    site.write(f"-- config.yaml --\nlanguage: de\ntheme: mine\n{PIECE}" + MINE.format("de", HEADER) + entry)
    (problem,) = site.build().problems
    assert (problem.code, problem.severity, problem.file) == ("translation", "warning", "themes/mine/locale/de.po")
    assert message in problem.message
    assert problem.line == 4


def test_an_unreadable_catalogue_is_an_error_with_its_line(site: Site) -> None:
    site.write(f"-- config.yaml --\nlanguage: de\ntheme: mine\n{PIECE}" + MINE.format("de", HEADER) + "msgfoo bar\n")
    (problem,) = site.build().problems
    assert (problem.code, problem.file, problem.line) == ("catalogue", "themes/mine/locale/de.po", 4)


# -- built-in translations ------------------------------------------------------------------------


def words_of(name: str, tmp_path: Path) -> set[str]:
    """The keys of all words in a theme's templates."""
    theme = Theme((Folder(name, str(REPOSITORY / "themes" / name), name),), str(tmp_path), language("en"))
    theme.check()
    for template in filter(lambda name: name.endswith(".html"), theme.loader.list_templates()):
        theme.dependencies.tree(template)
    return {word.key for word in theme.words()}


def test_the_list_of_words_in_the_code() -> None:
    found = set()
    for path in (REPOSITORY / "digest").rglob("*.py"):
        names = {"_": None, "gettext": None, "pgettext": ((1, "c"), 2), "ngettext": (1, 2)}
        if "gettext(" in path.read_text("utf-8"):
            with path.open("rb") as file:
                for _, function, texts, _ in extract_python(file, names, (), {}):
                    given = [t for t in (texts if isinstance(texts, tuple) else (texts,)) if t]
                    if given:
                        found.add("\x04".join(given[:2]) if function == "pgettext" else given[0])
    assert sorted(found) == sorted(translations.WORDS)


def entries(path: Path) -> dict[str, tuple[list[str], list[str]]]:
    """(English forms, translated forms) by key."""
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    assert catalogue.fuzzy is False or not [m for m in catalogue if m.id and m.fuzzy]
    found = translations.translations(catalogue)
    return {f"{context}\x04{one[0]}" if context else one[0]: (one, forms) for _, context, one, forms in found}


@pytest.mark.parametrize(("name", "tag"), list(itertools.product([*THEMES, "digest"], SHIPPED)))
def test_translations_are_complete(name: str, tag: str, tmp_path: Path) -> None:
    ours = entries(REPOSITORY / f"digest/locale/{tag}.po")
    if name == "digest":
        assert sorted(ours) == sorted(translations.WORDS)
        return
    found = entries(REPOSITORY / f"themes/{name}/locale/{tag}.po")
    assert sorted(found) == sorted(words_of(name, tmp_path) - ours.keys())


@pytest.mark.parametrize(
    "path", sorted(REPOSITORY.glob("themes/*/locale/*.po")) + sorted(REPOSITORY.glob("digest/locale/*.po")), ids=str
)
def test_translations_keep_their_placeholders(path: Path) -> None:
    with path.open("rb") as file:
        number = read_po(file).num_plurals
    for one, forms in entries(path).values():
        assert translations.fault(one, forms, number) == ""
        for form in forms if len(one) == 1 else forms[-1:]:
            assert sorted(re.findall(r"%\((\w+)\)s", form)) == sorted(re.findall(r"%\((\w+)\)s", one[-1])), form


@pytest.mark.parametrize("tag", SHIPPED)
def test_plural_forms_agree_with_cldr(tag: str) -> None:
    there = language(tag)
    classes = {}
    for n in range(250):
        forms = there._plural_rules[0](n)
        assert classes.setdefault(Locale.parse(tag, sep="-").plural_form(n), forms) == forms, n
    assert len(set(classes.values())) == len(classes)


# -- dates, numbers, order ------------------------------------------------------------------------


def test_languages_do_not_share_names() -> None:
    assert language("zh").dates.month_name("2021-10") == "十月"
    assert language("he").dates.month_name("2021-10") == "אוקטובר"
    assert [language(tag).dates.month_name("2021-10") for tag in ("nl", "de", "hi")] == ["oktober", "Oktober", "अक्टूबर"]


@pytest.mark.parametrize(
    ("tag", "number", "first", "digits"),
    [
        ("en", "1,234,567", "Mon", "7 May 2021"), ("en-US", "1,234,567", "Sun", "May 7, 2021"),
        ("fr", "1\u202f234\u202f567", "lun.", "7 mai 2021"), ("hi", "12,34,567", "रवि", "7 मई 2021"),
        ("ar-EG", "١٬٢٣٤٬٥٦٧", "السبت", "٧ مايو ٢٠٢١"), ("zh", "1,234,567", "周一", "2021年5月7日"),
    ],
)  # fmt: skip
def test_numbers_weeks_and_digits(tag: str, number: str, first: str, digits: str) -> None:
    there = language(tag)
    assert (there.number(1234567), there.dates.weekdays()[0].short, there.dates.date("2021-05-07")) == (
        number,
        first,
        digits,
    )


def test_the_form_of_a_month_after_a_preposition() -> None:
    assert (language("ru").dates.month("2019-03"), language("ru").dates.of_month("2019-03")) == (
        "март 2019\u202fг.",
        "марта 2019\u202fг.",
    )


@pytest.mark.parametrize(
    ("tag", "days", "months", "years"),
    [
        ("en", "2 to 14 March 2020", "28 April to 7 May 2021", "30 December 2020 to 1 January 2021"),
        ("de", "2.–14. März 2020", "28. April – 7. Mai 2021", "30. Dezember 2020 – 1. Januar 2021"),
        ("zh", "2020年3月2日 – 14日", "2021年4月28日 – 5月7日", "2020年12月30日 – 2021年1月1日"),
    ],
)
def test_ranges_of_dates_name_months_and_years_once(tag: str, days: str, months: str, years: str) -> None:
    dates = language(tag).dates
    pairs = ("2020-03-02", "2020-03-14"), ("2021-04-28", "2021-05-07"), ("2020-12-30", "2021-01-01")
    assert [dates.date_range(*pair).replace("\u2009", " ") for pair in pairs] == [days, months, years]
    assert dates.date_range("2020-03-02T10:00", "2020-03-02") == dates.date("2020-03-02")


def test_directions_agree_with_cldr() -> None:
    wrong = []
    for name in locale_identifiers():
        order = Locale.parse(name).character_order
        if direction(name.replace("_", "-")) != ("rtl" if order == "right-to-left" else "ltr"):
            wrong.append(name)
    assert wrong == []
    assert direction("az-Arab") == "rtl"
    assert direction("ar-Latn") == "ltr"


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("de", "Afrika Ägypten Öl Osten Straße Zoll"), ("es", "Nube Ñandú Oro"), ("ru", "Ёлка Жук Иран Йемен Кино"),
        ("uk", "Гора Ґанок Дім Європа Житло Ирій Ізмаїл Їжак Йод Київ"), ("sv", "Zoo Ångström Ärende Ö"),
    ],
)  # fmt: skip
def test_names_are_sorted_alphabetically(tag: str, names: str) -> None:
    there = language(tag)
    assert sorted(names.split(), key=there.sort_key) == names.split()


def test_the_letters_of_an_index() -> None:
    shown = [language(tag).initial(name) for tag, name in (
        ("de", "Ärzte"), ("es", "Ñandú"), ("uk", "Їжак"), ("ru", "«Йемен»"), ("zh", "中国"), ("en", "2024"), ("ar", "أخبار"),
    )]  # fmt: skip
    assert shown == ["A", "Ñ", "Ї", "Й", "", "", "ا"]


def test_constant_words_are_translated_when_a_template_is_compiled(tmp_path: Path) -> None:
    theme = Theme((), str(tmp_path), language("de"))
    code = theme.env.compile('{{ _("Feed") }} {{ _("Original at %(host)s", host="a.b") }}', raw=True)
    assert "Original auf a.b" in code
    assert "'_'" not in code
    mine = theme.env.compile('{% for _ in names %}{{ _ }}{% endfor %}{{ _("Feed") }}', raw=True)
    assert "'_'" in mine
    assert ast.parse(code)


def test_values_in_words_are_escaped() -> None:
    there = language("en").functions()["_"]
    from markupsafe import Markup

    assert there("Original at %(host)s", host="<b>") == "Original at <b>"
    assert there("By %(a)s & %(b)s", a="<b>", b=Markup("<i>")) == Markup("By &lt;b&gt; &amp; <i>")
