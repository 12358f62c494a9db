"""Templates compiled with constants of the site give the same output as with Jinja alone."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from digest.render.context import Link, Site
from digest.render.environment import Environment
from tests.support.sample import copy_of_sample

SECTIONS = tuple(Link(name, f"/{name.lower()}/?a=1&b=2") for name in ("Topics", "Sources & more", "Authors"))
SITE = Site(
    title="Ships & <Harbours>", tagline="", description="", language="en", direction="ltr", url="/", feed="/feed.xml",
    sections=SECTIONS, pages=(), search="/search/", email="", style="/theme/", icon="/favicon.svg", touch_icon="",
    options={"footer": "", "wide": True, "columns": 3, "names": ["a", "b"]},
)  # fmt: skip

SAME = {
    "a value": "<p>{{ site.title }}</p>",
    "a value that is empty": "[{{ site.tagline }}]",
    "a value in a condition": "{% if site.tagline %}a{% elif site.title %}b{% else %}c{% endif %}",
    "no branch of a condition": "{% if site.tagline %}a{% elif site.description %}b{% endif %}.",
    "the last branch of a condition": "{% if site.tagline %}a{% else %}{{ x }}{% endif %}",
    "a condition of the page among them": "{% if x == 'no' %}a{% elif site.title %}{{ x }}{% endif %}",
    "not, and, or": "{{ not site.tagline }} {{ site.tagline or site.title }} {{ site.title and x }} {{ x or site.title }}",
    "an option": "{{ site.options.columns }} {{ site.options.wide }} {{ site.options['columns'] + 1 }}",
    "an option that is a method's name": "{{ site.options.items()|list|length }}",
    "a filter": "{{ site.title|upper }} {{ site.sections|length }} {{ site.title|safe }}",
    "a comparison": "{{ 'same' if x == site.title else 'other' }}",
    "a loop": "{% for s in site.sections %}<a href='{{ s.url }}'>{{ s.title }}</a>{{ ', ' if not loop.last }}{% endfor %}",
    "a loop that counts": "{% for s in site.sections %}{{ loop.index }}{{ loop.first }}{{ loop.length }}{{ x }}{% endfor %}",
    "a loop that asks for more": "{% for s in site.sections %}{{ loop.cycle('odd', 'even') }}{{ s.title }}{% endfor %}",
    "a loop whose value goes on": "{% for s in site.sections %}{{ s|length }}{% endfor %}",
    "a loop in a loop": "{% for s in site.sections %}{% for y in names %}{{ s.url, y, loop.index }}{% endfor %}{% endfor %}",
    "a loop in a loop of one name": "{% for s in site.sections %}{% for s in names %}{{ s }}{% endfor %}{{ s.url }}{% endfor %}",
    "a loop that sets": "{% for s in site.sections %}{% set t = s.title %}{{ t }}{% endfor %}",
    "a loop that sets its own name": "{% for s in site.sections %}{% set s = 'new' %}{{ s }}{% endfor %}",
    "a loop with a filter": "{% for s in site.sections if s.title != 'Topics' %}{{ s.title }}{% endfor %}",
    "a loop with an else": "{% for s in site.sections %}{{ s.title }}{% else %}none{% endfor %}",
    "a loop over nothing": "{% for s in site.tagline %}{{ s }}{% else %}none{% endfor %}",
    "a loop over a list": "{% for s in site.options.names %}{{ s }}{% endfor %}",
    "a loop with a block in it": "{% for s in site.sections %}{% block b scoped %}{{ s.title }}{% endblock %}{% endfor %}",
    "a loop with a with": "{% for s in site.sections %}{% with s = 'w' %}{{ s }}{% endwith %}{{ s.url }}{% endfor %}",
    "a macro's argument of that name": "{% macro m(site) %}{{ site }}{% endmacro %}{{ m('mine') }}",
    "a macro's argument of that name beside it": (
        "{% macro m(site) %}{{ site.title }}{% endmacro %}{{ m({'title': x}) }}{{ site.title }}"
    ),
    "a with of that name": "{% with site = {'title': x} %}{{ site.title }}{% endwith %}{{ site.title }}",
    "a with of that name and another": (
        "{% with (site, y) = ({'title': x}, 2) %}{{ site.title }}{{ y }}{% endwith %}{{ site.url }}"
    ),
    "a call with an argument of that name": (
        "{% macro m() %}{{ caller({'title': x}) }}{% endmacro %}{% call(site) m() %}{{ site.title }}{% endcall %}{{ site.title }}"
    ),
    "a macro with missing arguments": (
        "{% macro m(a, b='<b>', c=none) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(x) }}{{ m(x, c=1) }}"
    ),
    "a macro that takes all arguments": (
        "{% macro m(a) %}{{ a }}{{ varargs|length }}{{ kwargs }}{% endmacro %}{{ m(x, 2, k=3) }}"
    ),
    "a macro in a block, a loop and a set": (
        "{% macro m(a) %}<{{ a }}>{% endmacro %}{% set t = m(x) %}{% block b %}{{ m(x)|upper }}{% endblock %}"
        "{% for n in names %}{{ m(n) }}{{ m(loop.index) }}{% endfor %}{{ t }}{{ t|e }}"
    ),
    "a name set anew": "{% set site = 'mine' %}{{ site }}",
    "a loop's name set anew": "{% for site in names %}{{ site }}{% endfor %}",
    "a macro of that name": "{% macro site() %}mine{% endmacro %}{{ site() }}",
    "a macro that uses it": "{% macro m(a) %}{{ site.title }}{{ a }}{% endmacro %}{{ m(site.url) }}",
    "the whole value given on": "{% macro m(a) %}{{ a.title }}{% endmacro %}{{ m(site) }}",
    "text and markup": "{{ x }}{{ x|e }}{{ '<b>'|safe }}{{ 3 }}{{ none }}{{ '<'  ~ x }}",
    "a key of a mapping": "{{ values.title }}{{ values['a b'] }}{{ values.items()|list }}{{ x.title() }}",
    "a key that is a word of Python": "{{ {'class': x}.class }}{{ {'if': x}.if }}",
    "an attribute that may be missing": "{{ x.nothing|default('none') }}{{ x.nothing is defined }}{{ values.a is defined }}",
    "attributes of constants and results": "{{ 5.real }}{{ 'a'.upper() }}{{ (names + ['b']).copy() }}{{ x.upper().lower() }}",
    "a filter and a test in a branch": "{% if x is string %}{{ x|upper }}{% endif %}{{ x is number }}{{ 3 is odd }}",
    "a block of text": "{% set t %}<{{ x }}>{% endset %}{{ t }}{% filter upper %}{{ x }}{% endfilter %}",
}


def text(env: jinja2.Environment, source: str) -> str:
    env.loader = jinja2.DictLoader({"t": source})
    return env.get_template("t").render(site=SITE, x="<x & y>", names=["n1", "n2"], values={"title": "T", "a b": 1})


@pytest.mark.parametrize("name", SAME)
def test_the_output_is_the_same_as_with_jinja_alone(name: str) -> None:
    ours = Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    ours.known = {"site": SITE}
    assert text(ours, SAME[name]) == text(jinja2.Environment(autoescape=True), SAME[name])


@pytest.mark.parametrize("theme", ["gazette", "plain"])
@pytest.mark.slow
def test_whole_sites_are_the_same_without_folding(theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def output(name: str) -> dict[str, bytes]:
        site = copy_of_sample(tmp_path / name)
        settings = f"title: Desk\nlanguages: [de, uk, ar]\ntheme: {theme}\npictures: {{enabled: false}}\n"
        (site.root / "config.yaml").write_text(settings, "utf-8")
        site.build()
        return site.output()

    with monkeypatch.context() as patch:
        patch.setattr(Environment, "exact", property(lambda env: pytest.fail("a template had to be rendered twice")))
        folded = output("folded")
    monkeypatch.setattr(Environment, "folding", False)
    plain = output("plain")
    assert len(plain) > 20
    assert folded == plain


@pytest.mark.parametrize(
    "source",
    [
        "{{ site.title }}",
        "{% for s in site.sections %}<a href='{{ s.url }}'>{{ s.title }}</a>{{ ', ' if not loop.last }}{% endfor %}",
        "{% if site.tagline %}{{ site.tagline }}{% endif %}",
    ],
)
def test_constants_of_the_site_are_folded(source: str) -> None:
    env = Environment(autoescape=True)
    env.known = {"site": SITE}
    code = env.compile(source, raw=True)
    assert "site" not in code
    assert "for " not in code
    assert "if " not in code.replace("if 0: yield None", "")


def test_a_template_that_reads_keys_as_attributes_is_tried_once_only() -> None:
    env = Environment(autoescape=True, loader=jinja2.DictLoader({"t": "{{ first() }}{{ values.key }}"}))
    template, calls = env.get_template("t"), []
    texts = [template.render(first=lambda: calls.append("x") or "", values={"key": n}) for n in range(3)]
    assert texts == ["0", "1", "2"]
    assert len(calls) == 4


def test_missing_names_are_errors_when_the_page_is_rendered() -> None:
    env = Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    env.known = {"site": SITE}
    env.loader = jinja2.DictLoader({"t": "{% if x %}{{ site.options.nothing }}{% endif %}."})
    template = env.get_template("t")
    assert template.render(site=SITE, x="") == "."
    with pytest.raises(jinja2.UndefinedError, match="no attribute 'nothing'"):
        template.render(site=SITE, x="x")
