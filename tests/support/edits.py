"""Random small sites and random edits of them, to compare incremental builds with clean ones."""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from digest.build.session import NO_CHANGES, BuildRequest, BuildSession
from digest.model.events import Report
from digest.model.kinds import KINDS
from tests.support.pictures import photo, talkative
from tests.support.sites import CLOCK, Site

PATHS = ["a.md", "b.md", "x/c.md", "x/d.txt", "x/y/e.md", "2021-05-03-f.md", "g.md", "h.md", "z/i.md"]
PATHS += ["a.pl.md", "b.de.md", "_drafts/j.md", "README.md", "p.html"]
PATHS += ["../pages/about.md", "../pages/about.de.md", "../pages/legal/index.md"]
DATES = [
    "2019-12-31", "2020-01-01", "2021-05-03", "2021-05-04", "2021-05-04 08:30", "2021-05-05T23:30:00Z",
    "2021-06-01", "2021-12-27", "2022-01-02", "2026-01-05", "2026-02-01T10:00:00+02:00", "",
]  # fmt: skip
TITLES = ["Alpha", "Beta", "Gamma *ray*", "Alpha", "Delta & more", "alpha"]
TOPICS = [None, None, [], ["Ukraine"], ["ukraine", "Energy"], ["Energy"], ["Sport", "Ukraine"], ["UKRAINE"]]
PLACES = ["", "Norway", "Ukraine", "Kenya", "Norway Ukraine", "Kenya Norway"]
"""Countries that a text is about, and that are its topics if it states none."""
SOURCES = ["", "Harbour Times", "northernwire.example"]
AUTHORS = [[], ["Ann Lee"], ["Ann Lee", "Jo Berg"], ["A. Lee"]]
LINKS = [
    "", "[x](a.md)", "[x](x/c.md#top)", "![p](photo.jpg)", "[x](../b.md) ![p](../photo.jpg)", "[f](x/file.pdf)",
    "![s](/logo.png)", "<img src='photo.jpg' width=20>", "![p](x/photo.jpg) [p](photo.jpg)", "![f](x/file.pdf)",
    "[[Alpha]] [[c|words]]", "![[photo.jpg|20]] [[file.pdf]]", "![[x/photo.jpg]] [[beta#part]]", "[[a]] [[a]]",
    "https://old.example/2021/05/03/alpha.html", "[[Other name]]", "{% tag %} {{< tag >}}", "> [!note] Of [[Beta]]",
    "[p](../pages/about.md#x) [q](../content/a.md)", "[p](about.md) [q](/about/) ![p](../pages/photo.jpg)",
    "[a](/2021/05/03/alpha.html) [b](/a.txt) [c](/topics/ukraine/)", "[a](/2021/05/04) [b](/2021/) ![s](/logo.png)",
]  # fmt: skip
LINKS += ["![p](photo.jpg)"] * 6  # often, because some faults show only if such a picture changes twice
CONFIGS = [
    "",
    "title: Another\n",
    "edition: week\n",
    "edition: month\n",
    "relative_urls: true\n",
    "timezone: America/New_York\n",
    "topics:\n  ukraine: {name: The Ukraine, match: [Kyiv]}\n  energy: {parent: ukraine, description: Watts}\n",
    "authors:\n  ann-lee: {name: Ann Lee, aliases: [A. Lee]}\n",
    "permalinks: {article: '/{year}/{slug}/'}\n",
    "feeds: {topics: false, content: summary}\n",
    "collections:\n  regions: {field: region}\n",
    "drafts: true\n",
    "url: https://host.example/sub/\n",
    "pictures: {enabled: false}\n",
    "slugs: file\n",
    "pages: content/x\n",
    "ignore: [x/, '!x/c.md']\n",
    "fields: {topics: [region]}\n",
    "former_urls: ['https://old.example/']\n",
    "markdown: {linkify: false}\n",
    "pictures: {widths: [12, 24], quality: 30}\n",
    "infer: {least: 1}\n",
    "infer: {least: 3}\n",
    "infer: {least: auto, except: [kenya]}\n",
    "infer: {least: 2, places: false}\n",
    "infer: {least: 2, places: true}\ntopics:\n  ukraine: {}\n  north: {name: The North, aliases: [Norway], parent: ukraine}\n",
]
BASE = "listing: {front: 2, split: 3}\nfeeds: {entries: 2}\npictures: {widths: [16, 32]}\ninfer: {least: 2}\n"
FILES = ["photo.jpg", "x/photo.jpg", "x/file.pdf", "static:a.txt", "static:robots.txt", "static:2021/index.html"]
FILES += ["../pages/photo.jpg", "static:about/index.html"]
PICTURES = ["photo.jpg", "x/photo.jpg", "static:logo.png", "../pages/photo.jpg"]
LOOKS = {
    "wide": lambda: photo(60, 40),
    "tall": lambda: photo(40, 60),
    "small": lambda: photo(12, 10),
    "lean": lambda: photo(30, 600),
    "broken": lambda: photo(60, 40)[:400],
    "turned": lambda: talkative(60, 40, turn=6),
    "gone": None,
}
TEMPLATES = {
    "item.html": ["<p>{{ item.name }}</p>", "<p>{{ item.url }} {{ item.picture.url if item.picture else '' }}</p>"],
    "list.html": ["{% extends 'base.html' %}{% block main %}{{ listing }}{% endblock %}"],
    "style.css": ["p { color: red }", "p { color: blue }"],
    "redirect.html": ["{{ target }} {{ page.title }}"],
    "article.html": ["{{ item.title }}{{ article }}"],
}


def _printing(values: Iterable[str]) -> str:
    """A template that prints these values of the context."""
    return f"{{% extends 'base.html' %}}{{% block main %}}{''.join(f'{{{{ {value} }}}}' for value in values)}{{% endblock %}}"


FACTS = {
    "theme.yaml": "description: Prints everything that templates get.\n",
    "base.html": "{{ site }}{{ page }}{{ meta }}{% block main %}{% endblock %}",
    "item.html": "{{ item }}",
    "item-day.html": "{{ item }}",
    "item-source.html": "{{ item }}",
    "list.html": _printing(["listing"]),
    "overview.html": _printing(["overview"]),
    "style.css": "p { color: green }",
} | {kind.templates[0]: _printing(kind.values) for kind in KINDS.values() if kind.templates}
"""The theme `facts`, whose pages contain all values of the context. It takes a seventh of the time of `gazette`."""
CLOCKS = [0.0, 5 * 86400.0, 45 * 86400.0, 123 * 86400.0]
"""Seconds after the start. At the last one, more articles of DATES are five years old."""


@dataclasses.dataclass
class Article:
    """The parts of an article."""

    title: str = "Alpha"
    date: str = "2021-05-03"
    topics: list[str] | None = dataclasses.field(default_factory=list)
    about: str = ""
    source: str = ""
    authors: list[str] = dataclasses.field(default_factory=list)
    body: str = "Words."
    more: str = ""
    bare: bool = False

    def text(self) -> str:
        """The text of its file."""
        about = "".join(f" {place} said so. {place} agrees, and {place} waits." for place in self.about.split())
        if self.bare:
            return f"# {self.title}\n\nBy Ann Lee\n\n{self.date[:10]}\n\n{self.body}{about or ' Kyiv, Kyiv.'}\n"
        lines = [f"title: {self.title}", f"date: {self.date}" if self.date else "", self.more]
        lines += [] if self.topics is None else [f"topics: [{', '.join(self.topics)}]"]
        lines += [f"authors: [{', '.join(self.authors)}]"]
        lines += [f"source: {self.source}"] if self.source else []
        return "\n".join(["---", *[x for x in lines if x], "---", "", self.body + about, ""])


MORE = [
    "", "draft: true", "expires: 2026-01-20", "slug: same", "aliases: [old/a.html]", "aliases: [/2021/05/same.html, b/]",
    "region: North", "region: [North, South]", "image: photo.jpg", "image: /logo.png",
    "summary: Short", "weight: 3", "updated: 2022-01-01", "permalink: /kept/page/", "permalink: /kept/page.html",
    "redirect_to: https://elsewhere.example/x", "url: https://elsewhere.example/2021/05/04/y", "translation_key: k",
    "lang: pl", "lang: de_AT", "published: false", "status: private", "guid: a-guid", "category: news/ports",
    "cover: {src: x/photo.jpg, alt: Alt}", "aliases: [Other name]", "expiryDate: 2026-01-20", "date_saved: 2021-05-04",
    "nav: Other", "nav: {title: Another, order: 2}", "nav: 1", "nav: false", "nav: []",
]  # fmt: skip

articles = st.builds(
    Article,
    title=st.sampled_from(TITLES),
    date=st.sampled_from(DATES),
    topics=st.sampled_from(TOPICS),
    about=st.sampled_from(PLACES),
    source=st.sampled_from(SOURCES),
    authors=st.sampled_from(AUTHORS),
    body=st.one_of(st.builds("Words {} {}".format, st.integers(0, 2), st.sampled_from(LINKS)), st.just("")),
    more=st.sampled_from(MORE),
    bare=st.sampled_from([False, False, False, True]),
)
changes = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(PATHS), articles),
    st.tuples(st.just("put"), st.sampled_from(PATHS), articles),
    st.tuples(st.just("body"), st.sampled_from(PATHS), st.sampled_from(LINKS)),
    st.tuples(
        st.just("field"),
        st.sampled_from(PATHS),
        st.tuples(st.sampled_from(["title", "date", "more", "about"]), articles),
    ),
    st.tuples(st.just("topics"), st.sampled_from(PATHS), st.sampled_from(TOPICS)),
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("config"), st.sampled_from(CONFIGS), st.none()),
    st.tuples(st.just("template"), st.sampled_from(sorted(TEMPLATES)), st.integers(0, 2)),
    st.tuples(st.just("file"), st.sampled_from(FILES), st.sampled_from(["one", "two", None])),
    st.tuples(st.just("picture"), st.just("photo.jpg"), st.sampled_from(sorted(LOOKS))),
    st.tuples(st.just("picture"), st.just("photo.jpg"), st.sampled_from(sorted(LOOKS))),
    st.tuples(st.just("picture"), st.sampled_from(PICTURES), st.sampled_from(sorted(LOOKS))),
    st.tuples(st.just("clock"), st.sampled_from(CLOCKS), st.none()),
    st.tuples(st.just("lose"), st.integers(0, 50), st.none()),
)
starts = st.dictionaries(st.sampled_from(PATHS), articles, min_size=2, max_size=8)
stories = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["Talks", "talks", "A bridge"]), max_size=4)
"""The story of some articles, by path."""
histories = st.lists(st.lists(changes, min_size=1, max_size=3), min_size=1, max_size=5)


damages = st.tuples(st.integers(0, 3), st.sampled_from(["cut", "flip", "remove", "older"]), st.integers(0, 10_000))
"""Damage to a file of `.digest/`: (step after which it happens, kind, number that chooses file and byte)."""


class Editor:
    """Applies changes to a site on disk."""

    def __init__(self, root: Path, theme: str) -> None:
        self.site, self.theme = Site(root), theme
        self.articles: dict[str, Article] = {}
        self.clock = CLOCK
        self.settings = f"theme: {theme}\n" + ("theme_options: {cards: articles}\n" if theme == "gazette" else "")
        self.write("config.yaml", self.settings + BASE)
        self.templates = FACTS if theme == "facts" else {}
        for name, text in self.templates.items():
            self.write(f"themes/{theme}/{name}", text)

    def write(self, name: str, text: str) -> None:
        path = self.site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def put(self, path: str, article: Article | None) -> None:
        """Write or remove an article."""
        if article is None:
            self.articles.pop(path, None)
            (self.site.root / "content" / path).unlink(missing_ok=True)
        else:
            self.articles[path] = article
            self.write(f"content/{path}", article.text())

    def put_file(self, name: str, data: bytes | None) -> None:
        """Write or remove another file of content/, or of static/ if its name begins with `static:`."""
        path = self.site.root / (name.replace("static:", "static/") if "static:" in name else f"content/{name}")
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def change(self, kind: str, what: object, value: object) -> None:
        """One of `changes`."""
        if kind in ("body", "field", "topics", "delete", "rename"):
            self._change_article(kind, str(what), value)
        elif kind == "put":
            self.put(str(what), value)  # type: ignore[arg-type]
        elif kind == "config":
            own = {line.partition(":")[0] for line in str(what).splitlines()}
            base = [line for line in BASE.splitlines(keepends=True) if line.partition(":")[0] not in own]
            self.write("config.yaml", f"{self.settings}{''.join(base)}{what}")
        elif kind == "template":
            choices = TEMPLATES[str(what)]
            path = self.site.root / "themes" / self.theme / str(what)
            original = self.templates.get(str(what))
            if value == 2 and original is None:
                path.unlink(missing_ok=True)
            else:
                text = original if value == 2 and original else choices[int(str(value)) % len(choices)]
                self.write(f"themes/{self.theme}/{what}", text)
        elif kind == "file":
            self.put_file(str(what), None if value is None else str(value).encode())
        elif kind == "picture":
            make = LOOKS[str(value)]
            self.put_file(str(what), make() if make else None)
        elif kind == "clock":
            self.clock = CLOCK + float(str(what))
        elif kind == "lose":
            files = sorted(p for p in (self.site.root / "output").rglob("*") if p.is_file())
            if files:
                files[int(str(what)) % len(files)].unlink()

    def _change_article(self, kind: str, path: str, value: object) -> None:
        old = self.articles.get(path)
        if old is None:
            return
        if kind == "delete":
            self.put(path, None)
        elif kind == "rename":
            self.put(path, None)
            self.put(str(value), old)
        elif kind == "field":
            name, other = value  # type: ignore[misc]
            self.put(path, dataclasses.replace(old, **{name: getattr(other, name)}))
        else:
            self.put(path, dataclasses.replace(old, **{kind: f"Words again {value}" if kind == "body" else value}))

    def make_old(self) -> None:
        """Set the times of all sources to a minute ago, because recently changed files are read again."""
        for path in (path for name in ("content", "pages") for path in (self.site.root / name).rglob("*")):
            if path.is_file() and time.time() - path.stat().st_mtime < 30:
                os.utime(path, (time.time() - 60, time.time() - 60))

    def damage(self, how: str, number: int, older: Path) -> None:
        """Damage a file of `.digest/`. `older`: a copy of this folder after an earlier build."""
        state = self.site.root / ".digest"
        files = sorted(p for p in state.rglob("*") if p.is_file() and p.name != "lock")
        path = files[number % len(files)]
        data = bytearray(path.read_bytes())
        if how == "remove":
            path.unlink()
        elif how == "older" and (older / path.relative_to(state)).is_file():
            shutil.copy2(older / path.relative_to(state), path)
        elif how == "flip" and data:
            data[number * 7 % len(data)] ^= 1 << number % 8
            path.write_bytes(data)
        elif how == "cut":
            path.write_bytes(data[: len(data) - 1 - number % 20])


def differences_after_damage(
    history: list[list[tuple[str, object, object]]], start: dict[str, Article], root: Path,
    damages: list[tuple[int, str, int]],
) -> list[str]:  # fmt: skip
    """Play a history with damage between its steps; return the paths that differ from a clean build.

    Files that a damaged store forgot can stay in the output, if a warning names them.
    """
    editor = _begin(root, start, "facts")
    left: set[str] = set()
    for number, step in enumerate([[], *history]):
        for change in step:
            editor.change(*change)
        editor.make_old()
        for when, how, which in damages:
            if number and when == number - 1:
                editor.damage(how, which, root / "older")
        if number > 1:
            shutil.rmtree(root / "older", ignore_errors=True)
        if number and not (root / "older").exists():
            shutil.copytree(editor.site.root / ".digest", root / "older")
        report = editor.site.build(clock=editor.clock)
        clean, fresh = _clean_build(editor, root / "clean")
        one, other = editor.site.output(), clean.output()
        if any(p.code == "output-strangers" for p in report.problems):
            left |= one.keys() - other.keys()
        found = [p for p in {**one, **other} if one.get(p) != other.get(p) and (p in other or p not in left)]
        if found or report.articles != fresh.articles:
            return found or [f"report: {report} instead of {fresh}"]
    return []


def differences(
    history: list[list[tuple[str, object, object]]],
    start: dict[str, Article],
    root: Path,
    *,
    jobs: int = 1,
    executor: str = "",
    theme: str = "facts",
    served: bool = False,
) -> list[str]:
    """Play a history, building after each step; return the paths that differ from a clean build after the first such step.

    A difference in the problems or the numbers of the report counts too. `jobs` and `executor`: of the incremental builds.
    `theme`: its templates are edited too. `served`: build as `digest serve` does, which makes the sizes of images last.
    """
    editor, session = _begin(root, start, theme), BuildSession()
    for step in [[], *history]:
        for change in step:
            editor.change(*change)
        if served:
            editor.site.build(clock=editor.clock, request=BuildRequest(session=session))
            report = editor.site.build(clock=editor.clock, request=BuildRequest(NO_CHANGES, session=session))
        else:
            report = editor.site.build(clock=editor.clock, jobs=jobs, executor=executor)
        clean, fresh = _clean_build(editor, root / "clean")
        one, other = editor.site.output(), clean.output()
        found = [p for p in {**one, **other} if one.get(p) != other.get(p)]
        found += [f"problem: {p}" for p in set(report.problems) ^ set(fresh.problems)]
        if (report.articles, report.pages) != (fresh.articles, fresh.pages):
            found.append(f"report: {report} instead of {fresh}")
        if found:
            return found
    return []


def _begin(root: Path, start: dict[str, Article], theme: str) -> Editor:
    shutil.rmtree(root, ignore_errors=True)
    editor = Editor(root / "edited", theme)
    for path, article in start.items():
        editor.put(path, article)
    return editor


def _clean_build(editor: Editor, place: Path) -> tuple[Site, Report]:
    """A copy of the site as it is now, built for the first time."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(editor.site.root, place, ignore=shutil.ignore_patterns(".digest", "output"))
    clean = Site(place)
    return clean, clean.build(clock=editor.clock)
