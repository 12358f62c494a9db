"""The settings in config.yaml and theme.yaml: every key with its type, default and description.

The reader (digest/read/config/), the JSON Schema and docs/config.md are derived from these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from digest.model.named_tuple import NamedTuple

_Settings = TypeVar("_Settings")


class Key(NamedTuple):
    """A setting, with all that is known besides its type."""

    field: str
    """The name of the field in its class."""
    name: str
    """The key in the file."""
    default: Any
    meta: Mapping[str, Any]
    """The other arguments of `key`, by name."""


def key(
    default: Any,
    doc: str,
    *,
    at_least: int | None = None,
    pattern: str = "",
    name: str = "",
    example: Any = None,
    removed: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """Declare a setting with its default and its description.

    `default`: a value, or the class of a group of settings. `at_least`: minimum of a number. `pattern`: format of a text (see
    read/config/schema.py). `name`: the key, if it is not the name of the field. `removed`: choices of earlier versions, with a
    hint for each.
    """
    meta = {"doc": doc, "at_least": at_least, "pattern": pattern, "example": example, "removed": removed}
    return Key("", name, default() if callable(default) else default, meta)


def settings(cls: type[_Settings]) -> type[_Settings]:
    """Complete a class of settings whose fields were declared with `key`: the fields get their defaults."""
    made: Any = cls
    made.KEYS = [key._replace(field=field, name=key.name or field) for field, key in made._field_defaults.items()]
    made.__new__.__defaults__ = tuple(key.default for key in made.KEYS)
    return cls


def keys_of(cls: Any) -> list[Key] | None:
    """The keys of a class of settings; None if it is another type."""
    return getattr(cls, "KEYS", None)


@settings
class Topic(NamedTuple):
    """A topic. `topics` maps the slug of a topic to these keys."""

    name: str = key("", "Display name. Default: the slug, capitalized.")
    description: str = key("", "One or two sentences shown at the top of the topic page.")
    parent: str = key("", "Slug of the parent topic.")
    aliases: tuple[str, ...] = key((), "Other names for this topic in front matter.")
    match: tuple[str, ...] = key(
        (),
        "Assign articles without `topics` to this topic if they contain one of these phrases. Whole words, case-sensitive.",
    )


@settings
class Source(NamedTuple):
    """A newspaper or website. `sources` maps its host name to these keys."""

    name: str = key("", "Display name. Default: the name of a large newspaper, otherwise one derived from the host.")
    url: str = key("", "Website of the source, linked from its page.")
    language: str = key("", "Language of its articles, unless an article sets its own.", pattern="language")


@settings
class Author(NamedTuple):
    """An author. `authors` maps the slug of an author to these keys."""

    name: str = key("", "Display name.")
    description: str = key("", "One or two sentences shown at the top of the author page.")
    url: str = key("", "The author's website or e-mail address (`mailto:…`), linked from the author page.")
    aliases: tuple[str, ...] = key((), "Other spellings of the name in bylines.")


@settings
class Collection(NamedTuple):
    """An additional way to group articles. `collections` maps its name to these keys."""

    field: str = key("", "The front-matter key to group by. Its value is one group or a list of groups.")
    title: str = key("", "Title of the overview page. Default: the name of the collection, capitalized.")


@settings
class Permalinks(NamedTuple):
    """URLs of pages. A URL that ends in `/` is written as a folder with an `index.html`."""

    article: str = key(
        "/{year}/{month}/{day}/{slug}.html",
        "Articles. Placeholders: `{year}`, `{month}`, `{day}`, `{slug}`, `{source}`.",
    )
    undated: str = key("/undated/{slug}.html", "Articles without a date. Placeholders: `{slug}`, `{source}`.")
    topics: str = key("/topics/", "Overview of topics. The page of each topic is a folder below it.")
    sources: str = key("/sources/", "Overview of sources. The page of each source is a folder below it.")
    authors: str = key("/authors/", "Overview of authors. The page of each author is a folder below it.")


@settings
class Listing(NamedTuple):
    """How long lists are split into pages. They are split by date, so that a new article changes few pages."""

    front: int = key(60, "Number of articles on the first page of a topic or source, newest first.", at_least=1)
    split: int = key(200, "Split a year into months if a listing has more articles than this in that year.", at_least=1)


@settings
class Markdown(NamedTuple):
    """How the text of articles is converted to HTML."""

    html: Literal["sanitize", "trust"] = key(
        "sanitize",
        "HTML in articles: keep safe elements only, or keep all of it (only if you trust all articles).",
        removed={
            "escape": "`escape` was removed. Write `sanitize`, which drops unsafe HTML, or put HTML to be shown in backticks."
        },
    )
    typographer: bool = key(
        True,
        "Replace straight quotes with those of the article's language, and `--` and `...` with a dash and an ellipsis.",
    )
    linkify: bool = key(True, "Make links of bare addresses: `https://…` and `www.…`.")
    engine: Literal["auto", "reference"] = key(
        "auto",
        "`auto`: texts with simple markup are converted directly, others by markdown-it-py, with the same result. "
        "`reference`: all texts are converted by markdown-it-py.",
    )
    extensions: tuple[Literal["tables", "strikethrough", "footnotes"], ...] = key(
        ("tables", "strikethrough", "footnotes"), "Extensions to CommonMark that are enabled."
    )


@settings
class Feeds(NamedTuple):
    """Atom feeds."""

    entries: int = key(20, "Number of articles in a feed, newest first.", at_least=1)
    content: Literal["full", "summary"] = key(
        "full", "What the main feed contains: the full text of each article, or only its summary."
    )
    topics: bool = key(True, "Create a feed for each topic. It contains summaries only.")
    sources: bool = key(True, "Create a feed for each source. It contains summaries only.")
    authors: bool = key(True, "Create a feed for each author. It contains summaries only.")
    stories: bool = key(True, "Create a feed for each story. It contains summaries only.")


@settings
class Pictures(NamedTuple):
    """Images in the content folder or in `static`. `digest` creates several sizes, from which browsers choose."""

    enabled: bool = key(True, "Create smaller sizes. If `false`, images are published in their original size only.")
    widths: tuple[int, ...] = key(
        (480, 800, 1200, 1600),
        "Widths in pixels. Images are never enlarged. An image that is not wider than the largest width is also offered in"
        " its own width: the original itself if its file is small, else a copy.",
        at_least=1,
    )
    formats: tuple[Literal["webp", "avif"], ...] = key(
        ("webp",),
        "File formats. `avif` files are smaller, take seven times as long, and require Pillow with AVIF support.",
    )
    quality: int = key(
        80, "Quality from 1 to 100, on the scale of WebP. AVIF images are encoded to look alike.", at_least=1
    )
    max_pixels: int = key(
        64_000_000,
        "Do not create sizes of images with more pixels than this. Decoding takes up to four bytes of memory for each of"
        " these pixels. Formats that take more have a lower limit: a fifth for WebP, a third for AVIF.",
        at_least=1,
    )


@settings
class Infer(NamedTuple):
    """What is inferred from the text of an article if its front matter does not have it."""

    summary: bool = key(True, "Use the first sentences of the text as summary in lists, feeds and search.")
    places: bool | None = key(
        None,
        "Assign articles without `topics` to the countries that they are about. Default: yes, unless `topics` is set.",
    )
    subjects: bool | None = key(
        None,
        "Assign articles without `topics` to a subject, such as economy or sport, by their words. English and German "
        "only. Default: yes, unless `topics` is set.",
    )
    names: bool = key(
        False,
        "Assign articles without `topics` to the people and organizations that they are about. English only, and "
        "less precise than places and subjects.",
    )
    language: bool = key(
        True,
        "Detect the language of an article from its text. Otherwise it is the language of its source or of the site.",
    )
    least: int | Literal["auto"] = key(
        "auto",
        "Number of articles that an inferred topic needs to get a page and to be shown with its articles. `auto`: 1 for up "
        "to 49 articles on the site, 2 for up to 499, else 3. Topics that are stated need no number.",
        at_least=1,
        example=2,
    )
    without: tuple[str, ...] = key(
        (), "Topics that are not assigned in this way, by slug or name.", name="except", example=["science"]
    )


@settings
class Config(NamedTuple):
    """The settings of a site."""

    title: str = key("The Digest", "Title of the site.")
    tagline: str = key("", "A few words shown next to the title.")
    description: str = key("", "One or two sentences for search engines and feeds.")
    url: str = key("http://localhost:8000/", "Public URL of the site, including its folder, if any.", pattern="url")
    language: str = key("en", "Language of the user interface.", pattern="language", example="de")
    languages: tuple[str, ...] = key(
        (),
        "Other languages of articles. They are preferred if the language of a text is in doubt.",
        pattern="language",
    )
    timezone: str = key(
        "",
        "Time zone of the site, to which times with another zone are converted. Default: UTC, and each article keeps the "
        "day that is written in it.",
        pattern="timezone",
        example="Europe/Kyiv",
    )
    theme: str = key("gazette", "A folder in `themes/` of the site, or a built-in theme.")
    theme_options: Mapping[str, Any] = key({}, "Options of the theme, as documented in its `theme.yaml`.")
    content: str = key(
        "content",
        "Folder with the articles, relative to `config.yaml`. `.` is the folder of `config.yaml` itself; without "
        "`config.yaml` and `content/`, this is the default.",
        pattern="content",
    )
    ignore: tuple[str, ...] = key(
        ("README*", "_index.md", "templates/", "node_modules/"),
        "Files of the content folder that are left out: patterns as in `.gitignore`, in any case.",
    )
    output: str = key("output", "Folder to write the site to, relative to `config.yaml`.", pattern="folder")
    static: str = key("static", "Folder with files that are copied to the output unchanged.", pattern="folder")
    pages: str = key(
        "pages", "Folder with standing pages, such as an imprint, relative to `config.yaml`.", pattern="folder"
    )
    permalinks: Permalinks = key(Permalinks, "URLs of pages.")
    dates: Literal["written", "git"] = key(
        "written",
        "Where dates come from: the article and its path, or, if these have none, also the first commit of the file in Git.",
    )
    slugs: Literal["title", "file"] = key(
        "title",
        "What the slug of an article is derived from: its title, or its file name (keeps URLs of other generators).",
    )
    former_urls: tuple[str, ...] = key(
        (), "Earlier URLs of the site. Links to them in articles lead to the same path of this site.", pattern="url"
    )
    relative_urls: bool = key(False, "Make all links relative, so that the output can be opened without a web server.")
    edition: Literal["day", "week", "month"] = key("day", "Period of one edition.")
    topics: Mapping[str, Topic] = key(
        {}, "Topics by slug: names, descriptions, and phrases that assign articles to them."
    )
    infer: Infer = key(Infer, "What is derived from the text of articles.")
    sources: Mapping[str, Source] = key({}, "Sources by host name. `example.com` also matches `www.example.com`.")
    collections: Mapping[str, Collection] = key({}, "Additional ways to group articles, by name.")
    authors: Mapping[str, Author] = key({}, "Authors by slug. Only needed to merge spellings or to describe a person.")
    fields: Mapping[str, tuple[str, ...]] = key(
        {},
        "Other names of front-matter keys, by key. They take precedence over the names that `digest` knows.",
        example={"date": ["erschienen"]},
    )
    listing: Listing = key(Listing, "How long lists are split into pages.")
    markdown: Markdown = key(Markdown, "How the text of articles is converted to HTML.")
    feeds: Feeds = key(Feeds, "Atom feeds.")
    pictures: Pictures = key(Pictures, "Image sizes.")
    drafts: bool = key(False, "Publish drafts.")

    def infers(self, kind: Literal["places", "subjects"]) -> bool:
        """Whether topics of this kind are inferred from texts."""
        chosen: bool | None = getattr(self.infer, kind)
        return not self.topics if chosen is None else chosen

    def zone(self) -> str:
        """Return the IANA name of the time zone in which times without a zone are."""
        return self.timezone or "UTC"


@settings
class ThemeOption(NamedTuple):
    """One option that a theme offers."""

    default: Any = key(None, "Value if `config.yaml` does not set the option.")
    doc: str = key("", "What the option does, for users of the theme.")


@settings
class ThemeInfo(NamedTuple):
    """The settings of a theme, in `theme.yaml`."""

    description: str = key("", "One-line description of the theme.")
    extends: str = key("", "The parent theme, which provides all templates and files that this theme does not have.")
    options: Mapping[str, ThemeOption] = key({}, "Options that `theme_options` in `config.yaml` can set.")
