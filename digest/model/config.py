"""config.yaml as frozen values: every key with its type, default and meaning.

The classes here are the one description of the settings: the reader checks a file against them, the
JSON Schema and docs/config.md are made from them. `key` holds what a type cannot say. This module
must not know YAML, or what the settings are used for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal


def key(
    default: Any,
    doc: str,
    *,
    at_least: int | None = None,
    pattern: str = "",
    example: Any = None,
    removed: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """A setting: its default (a class or `{}` means a new one), a sentence for the manual, and what it must satisfy.

    `removed`: choices that earlier versions had, with a hint for each.
    """
    meta = {"doc": doc, "at_least": at_least, "pattern": pattern, "example": example, "removed": removed}
    if isinstance(default, (dict, list)) or callable(default):
        return field(default_factory=default if callable(default) else type(default), metadata=meta)
    return field(default=default, metadata=meta)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: `topics:` maps its slug to this."""

    name: str = key("", "Name shown to readers; without it, the slug with capitals.")
    description: str = key("", "A sentence or two at the top of the topic's page.")
    parent: str = key("", "Slug of the topic that this one is part of.")
    aliases: tuple[str, ...] = key((), "Other names in articles' front matter that mean this topic.")
    match: tuple[str, ...] = key(
        (), "Phrases that file an article without `topics` under this topic: whole words, case as written."
    )


@dataclass(frozen=True, slots=True)
class Source:
    """One newspaper or site: `sources:` maps its host name to this."""

    name: str = key("", "Name shown to readers; without it, the host name.")
    url: str = key("", "Its own site, linked on its page.")
    language: str = key("", "Language of its articles, when they do not say.", pattern="language")


@dataclass(frozen=True, slots=True)
class Author:
    """One author: `authors:` maps a slug to this."""

    name: str = key("", "Name shown to readers.")
    description: str = key("", "A sentence or two at the top of the author's page.")
    url: str = key("", "The author's own page or mail address (`mailto:…`), linked on theirs.")
    aliases: tuple[str, ...] = key((), "Other spellings in bylines that mean this author.")


@dataclass(frozen=True, slots=True)
class Collection:
    """One more way to group articles: `collections:` maps its name to this."""

    field: str = key("", "The front-matter key whose value (or list of values) names the groups.")
    title: str = key("", "Name of the overview page; without it, the collection's name with a capital.")


@dataclass(frozen=True, slots=True)
class Permalinks:
    """Addresses of pages. One that ends in `/` is a folder with `index.html`."""

    article: str = key(
        "/{year}/{month}/{day}/{slug}.html", "An article: `{year}`, `{month}`, `{day}`, `{slug}`, `{source}`."
    )
    undated: str = key("/undated/{slug}.html", "An article without a date: `{slug}`, `{source}`.")
    topics: str = key("/topics/", "The topics overview; each topic's page is a folder below it.")
    sources: str = key("/sources/", "The sources overview; each source's page is a folder below it.")
    authors: str = key("/authors/", "The authors overview; each author's page is a folder below it.")


@dataclass(frozen=True, slots=True)
class Listing:
    """How long lists are cut. Pages are bounded by date, so that a new article changes few of them."""

    front: int = key(60, "How many of the newest articles the first page of a topic or source shows.", at_least=1)
    split: int = key(200, "A year of a listing with more articles than this is split into months.", at_least=1)


@dataclass(frozen=True, slots=True)
class Markdown:
    """How the text of articles is read."""

    html: Literal["sanitize", "trust"] = key(
        "sanitize",
        "HTML in articles: keep what is safe, or keep it all (for your own words only).",
        removed={
            "escape": "`escape` was removed. Write `sanitize`, which drops HTML that is not safe; to show HTML as text, put it "
            "between backticks."
        },
    )
    typographer: bool = key(False, "Turn straight quotes and `--` into the article language's quotes and dashes.")
    extensions: tuple[Literal["tables", "strikethrough", "footnotes"], ...] = key(
        ("tables", "strikethrough", "footnotes"), "Additions to CommonMark."
    )


@dataclass(frozen=True, slots=True)
class Feeds:
    """Atom feeds."""

    entries: int = key(20, "Newest articles in a feed.", at_least=1)
    content: Literal["full", "summary"] = key(
        "full", "What the site's feed carries: the whole text of each article, or its summary only."
    )
    topics: bool = key(True, "A feed for each topic, with summaries: editing a text then changes no feed but the site's.")
    sources: bool = key(True, "A feed for each source, with summaries.")


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of the site's own: beside its articles, or in `static`. Browsers choose among several sizes of each."""

    enabled: bool = key(True, "Make smaller sizes. Without them a picture is published as it is, but for its hidden words.")
    widths: tuple[int, ...] = key(
        (480, 800, 1200, 1600), "Widths in pixels, of those that a picture is wide enough for.", at_least=1
    )
    formats: tuple[Literal["webp", "avif"], ...] = key(
        ("webp",), "Formats to make them in. `avif` is smaller, takes five times as long, and needs a Pillow that has it."
    )
    quality: int = key(80, "From 1 to 100, as WebP counts; AVIF is made to look alike.", at_least=1)
    max_pixels: int = key(
        64_000_000,
        "Pixels of the largest picture that is decoded to make sizes of it, for four bytes of memory each. A format that"
        " takes more bytes may have fewer pixels: WebP a fifth, AVIF a third.",
        at_least=1,
    )


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a site."""

    title: str = key("The Digest", "Name of the publication.")
    tagline: str = key("", "A few words beside the name.")
    description: str = key("", "One or two sentences for search engines and feeds.")
    url: str = key("http://localhost:8000/", "Where the site will stand, with its folder if it has one.", pattern="url")
    language: str = key("en", "Language of the site's own words.", pattern="language", example="de")
    languages: tuple[str, ...] = key(
        (), "Other languages that articles may be in; their dates and bylines are understood.", pattern="language"
    )
    timezone: str = key(
        "UTC", "The time zone that decides an article's day, by its IANA name.", pattern="timezone", example="Europe/Kyiv"
    )
    theme: str = key("gazette", "A folder under the site's themes/, or a theme that ships with digest.")
    theme_options: Mapping[str, Any] = key({}, "Options of the theme; its theme.yaml says which there are.")
    content: str = key("content", "Folder of the articles, relative to config.yaml.", pattern="folder")
    output: str = key("output", "Folder to write to, relative to config.yaml.", pattern="folder")
    static: str = key("static", "Folder whose files are copied to the output as they are.", pattern="folder")
    permalinks: Permalinks = key(Permalinks, "Addresses of pages.")
    relative_urls: bool = key(False, "Make every link relative, so that the output can be opened from a disk.")
    edition: Literal["day", "week", "month"] = key("day", "What one issue of the digest is.")
    topics: Mapping[str, Topic] = key(
        {}, "Topics by slug: names, descriptions, and the phrases that file articles under them."
    )
    sources: Mapping[str, Source] = key({}, "Sources by host name: `example.com` also covers `www.example.com`.")
    collections: Mapping[str, Collection] = key({}, "More ways to group articles, by name.")
    authors: Mapping[str, Author] = key({}, "Authors by slug; only needed to join spellings or describe a person.")
    listing: Listing = key(Listing, "How long lists are cut.")
    markdown: Markdown = key(Markdown, "How the text of articles is read.")
    feeds: Feeds = key(Feeds, "Atom feeds.")
    pictures: Pictures = key(Pictures, "Pictures of the site's own.")
    drafts: bool = key(False, "Publish drafts too.")


@dataclass(frozen=True, slots=True)
class ThemeOption:
    """One option that a theme offers."""

    default: Any = key(None, "Its value when config.yaml says nothing.")
    doc: str = key("", "What it does, for the theme's users.")


@dataclass(frozen=True, slots=True)
class ThemeInfo:
    """theme.yaml: what a theme says of itself."""

    description: str = key("", "One line about the theme.")
    extends: str = key("", "The theme whose templates and files are used where this one has none.")
    options: Mapping[str, ThemeOption] = key({}, "Options that `theme_options` of config.yaml may set.")
