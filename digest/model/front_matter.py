"""The keys of front matter, with types, descriptions, and the names that other programs give them.

The reader, the JSON Schema and the manual use this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from digest.model.named_tuple import NamedTuple

Kind = Literal[
    "markdown", "text", "slug", "published", "date", "names", "source", "topics", "paths", "path", "url", "image",
    "language", "number", "switch", "corrections",
]  # fmt: skip


class Key(NamedTuple):
    """A key of front matter."""

    name: str
    kind: Kind
    """Type of its value."""
    doc: str
    """Description for the manual and for editors."""
    also: tuple[str, ...] = ()
    """Alternative names in order of precedence. An invalid value is reported, as for `name`."""
    guessed: tuple[str, ...] = ()
    """Names that other programs also use for something else. A value that does not fit is ignored."""
    example: str = ""


KEYS = (
    Key(
        "title", "markdown", "Headline. Inline Markdown such as `*italics*` is rendered.", ("headline",),
        example="Talks resume in Vienna",
    ),
    Key(
        "date", "published",
        "Publication date, in the site's time zone unless it states another. `none`: no date. `published: false` is the "
        "same as `draft: true`.",
        (
            "published", "published_at", "publishDate", "pubDate", "date_published", "publication_date", "created",
            "created_at", "date created", "clipped", "date_saved", "saved",
        ),
        example="2021-05-06 14:30",
    ),
    Key(
        "updated", "date", "Date of the last change.",
        ("updated_at", "modified", "lastmod", "last_modified", "last_modified_at", "date_modified", "date_updated"),
        example="2021-05-07",
    ),
    Key(
        "authors", "names", "Authors: a list, or text with names separated by commas or `and`.",
        ("author", "byline", "creator"),
    ),
    Key("agency", "text", "News agency.", example="AFP"),
    Key(
        "source", "source",
        "Original publication: a name, a host name from `sources` in `config.yaml`, or the URL of the original.",
        ("publication", "outlet"), ("publisher", "site_name", "og:site_name", "site"),
    ),
    Key(
        "source_url", "url", "URL of the original.",
        ("original_url", "canonical_url", "external_url"), ("url", "link"),
    ),
    Key(
        "topics", "topics",
        "Topics by name, alias or slug: a list, or text separated by commas. `news/ports` is the topic `ports`, a part of "
        "`news`. Values of all these keys are combined.",
        ("tags", "categories", "category", "keywords"), ("taxonomies",),
    ),
    Key(
        "summary", "text", "One or two sentences for lists, feeds and search engines.",
        ("description", "excerpt", "standfirst", "deck", "dek", "subtitle", "subhead", "abstract"),
    ),
    Key("language", "language", "Language of the article, if it differs from the site's.", ("lang",), ("locale",), "pt-BR"),
    Key("slug", "slug", "Last part of the URL. Default: derived from the title.", example="talks-resume"),
    Key(
        "permalink", "path", "Path of the page, instead of the one from `permalinks` in `config.yaml`.",
        guessed=("path", "url"), example="/2021/talks.html",
    ),
    Key(
        "aliases", "paths", "Former paths of the article on this site. Each becomes a redirect page.",
        ("redirect_from",), ("alias",),
    ),
    Key("redirect_to", "url", "URL to which lists link instead of a page of the article."),
    Key("guid", "text", "Id of the article in feeds. Default: its URL.", guessed=("id",)),
    Key("translation_key", "text", "Articles with the same key are translations of each other."),
    Key(
        "image", "image",
        "Image: a file next to the article, a URL, or a mapping with `src`, `alt`, `caption` and `credit`.", (),
        (
            "featured_image", "cover", "cover_image", "primary_image", "hero", "banner", "og_image", "thumbnail", "images",
            "resources",
        ),
        example="talks.jpg",
    ),
    Key("caption", "text", "Caption of the image.", ("image_caption",)),
    Key("credit", "text", "Credit of the image.", ("image_credit",)),
    Key("alt", "text", "Alternative text of the image.", ("image_alt",)),
    Key(
        "story", "text", "Name or key of the running story that the article belongs to.", example="vienna-talks",
    ),
    Key(
        "weight", "number", "Importance within the edition. The article with the highest weight leads it.", example="10",
    ),
    Key("draft", "switch", "`true` to leave the article out. `publish: false` and `status: draft` mean the same."),
    Key("expires", "date", "Date from which the article is left out.", ("expiry_date", "unpublish")),
    Key("corrections", "corrections", "Corrections shown above the article: text, or `{date: …, text: …}`."),
)  # fmt: skip
"""All known keys. Unknown keys are passed to templates."""

SWITCHES = ("publish", "status")
"""Names that are read as `draft` if their value says so; `published` is one of these and also a name of `date`."""


class Meaning(NamedTuple):
    """One meaning of a name in front matter."""

    key: Key
    rank: int
    """Precedence among the names of the key; 0 for its own name."""
    guessed: bool
    """Whether a value that does not fit is ignored (see `Key.guessed`)."""


def fold(name: str) -> str:
    """Reduce the spellings of a name to one: `publishDate`, `Publish date` and `publish_date` are the same."""
    return name.lower().replace("_", "").replace(" ", "").replace("-", "")


def _meanings() -> Mapping[str, tuple[Meaning, ...]]:
    found: dict[str, tuple[Meaning, ...]] = {}
    for key in KEYS:
        for rank, name in enumerate((key.name, *key.also, *key.guessed)):
            meaning = Meaning(key, rank, rank > len(key.also))
            found[fold(name)] = (*found.get(fold(name), ()), meaning)
    return MappingProxyType(found)


BY_NAME = _meanings()
"""The meanings of all names, folded. `url` has two: an address of the original or a path on this site."""


@lru_cache(maxsize=1024)
def meanings_of(name: str) -> tuple[Meaning, ...]:
    """Return the meanings of a name; none if it is unknown. Cached, because sites repeat keys."""
    return BY_NAME.get(fold(name), ())


def name_of(key: str) -> str:
    """Replace an alternative name of a key (`tags`) by its main name (`topics`)."""
    meanings = meanings_of(key)
    return meanings[0].key.name if meanings else key


FOREIGN: Mapping[str, str] = MappingProxyType({
    word: line.split()[0]
    for line in """
title titel titre título titulo titolo tytuł tytul заголовок название überschrift otsikko tittel başlık
date datum fecha дата veröffentlicht erschienen päivämäärä tarih
authors autor autorin autoren auteur auteurs autore autores verfasser автор författare forfatter kirjoittaja yazar
source quelle fuente fonte источник джерело bron källa kilde źródło zrodlo kaynak
topics themen thema schlagwörter schlagworte kategorien kategorie temas tema sujets onderwerpen темы теми ämnen emner etiquetas
summary zusammenfassung kurzfassung résumé resumen riassunto resumo samenvatting sammanfattning резюме анотація
language sprache langue idioma lingua taal språk sprog язык мова język
image bild titelbild imagen imagem immagine afbeelding изображение зображення obraz
caption bildunterschrift légende leyenda didascalia bijschrift
draft entwurf brouillon borrador bozza utkast kladde черновик чернетка
""".strip().split("\n")
    for word in line.split()[1:]
})  # fmt: skip
"""Words of other languages for keys. They are not read, because a site may mean something else, but suggested."""


@lru_cache(maxsize=1024)
def foreign_key(name: str) -> str:
    """Return the key that a name in another language probably means; empty if none."""
    return FOREIGN.get(fold(name), "")


@lru_cache(maxsize=1024)
def near_key(name: str) -> str:
    """Return the known key that is most similar to an unknown one; empty if none is."""
    import difflib

    names = {n.lower(): n for key in KEYS for n in (key.name, *key.also)}
    swapped = [name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)]
    if found := next((names[word.lower()] for word in swapped if word.lower() in names), ""):
        return found
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.84)
    return names[near[0]] if near else ""
