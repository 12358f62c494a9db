"""Determine the metadata of an article: title, date, authors, source, language, topics and slug.

Each value comes from front matter, else from the text (see clipping/), else from the URL of the original, the path or the
settings. `origins` records where.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from digest.model.article import Head, Name
from digest.model.config import Config
from digest.model.folders import is_standing, source_folders
from digest.model.front_matter import name_of
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem, warning
from digest.model.web_address import host_of
from digest.read.clipping.clipping import Clipping
from digest.read.front_matter import MAX_ITEMS, TOO_MANY_HINT, FrontMatter, FrontMatterReader
from digest.read.infer.topics import TopicInference
from digest.read.markdown.markdown import Markdown
from digest.read.text import validators
from digest.read.text.dates import date_in_path, date_in_url
from digest.read.text.file_names import parse_path
from digest.read.text.names import KnownSource, NameResolver
from digest.read.text.slugs import key_of, slug_of
from digest.read.text.timestamps import UNDATED, Timestamp, to_timestamp
from digest.read.text.topics import TopicMatcher
from digest.read.values import NONE, single_line

MAX_TOPICS = 5
"""Topics are inferred until an article has this number."""
_EXTENSION = lazy_regex(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")


class ReaderContext:
    """What all articles of a site share: the settings, and objects built from them."""

    def __init__(self, config: Config, git_dates: Mapping[str, str]) -> None:
        self.git_dates = git_dates
        zone = validators.valid_zone(config.zone())
        if zone is None:
            raise ValueError(f"unknown time zone {config.zone()}: the settings were not validated")
        self.config, self.zone = config, zone
        self.names = NameResolver(config)
        self.topics = TopicMatcher(config.topics)
        self.inference = _inference(config)
        self.markdown = Markdown(config.markdown, config.former_urls, source_folders(config))
        of_sources = [s.language for s in config.sources.values() if s.language]
        self.languages = tuple(dict.fromkeys((config.language, *config.languages, *of_sources)))
        """Languages that are preferred for articles that do not state theirs."""
        own = frozenset(c.field for c in config.collections.values())
        self.front_matter = FrontMatterReader(self.languages, own, config.fields, self.names.is_topic)


def _inference(config: Config) -> TopicInference | None:
    """Return what infers topics, if the settings ask for it."""
    places, subjects = config.infers("places"), config.infers("subjects")
    if not (places or subjects or config.infer.names):
        return None
    return TopicInference(
        config.language,
        places=places,
        subjects=subjects,
        names=config.infer.names,
        without=config.infer.without,
    )


class Metadata(NamedTuple):
    """The metadata of an article."""

    head: Head
    """Without the image."""
    expires: str
    """ISO timestamp with zone; empty if the article does not expire."""
    publish: str
    """ISO timestamp with zone; empty if undated."""
    origins: dict[str, str]
    """Where each value was found, by field: `front matter, line 3`."""
    is_draft: bool
    """Whether its path says that it is a draft."""
    withheld: bool
    """Whether it cannot be determined when the article expires."""
    problems: list[Problem]


def read_metadata(
    context: ReaderContext, id: str, file: str, front: FrontMatter, clip: Clipping, *, has_text: bool
) -> Metadata:
    """Determine the metadata. `id`: path under content/; `file`: the same path for messages."""
    return _MetadataReader(context, id, file, front, clip, has_text).read()


class _MetadataReader:
    """Determines the metadata of one article, and collects origins and problems."""

    def __init__(
        self, context: ReaderContext, id: str, file: str, front: FrontMatter, clip: Clipping, has_text: bool
    ) -> None:
        self.context, self.config, self.names = context, context.config, context.names
        self.id, self.file, self.front, self.clip = id, file, front, clip
        self.path, self.has_text = parse_path(id), has_text
        self.origins = {**{key: f"front matter, line {line}" for key, line in front.lines.items()}, **clip.origins}
        self.problems: list[Problem] = []

    def read(self) -> Metadata:
        front, clip = self.front, self.clip
        title, title_html = self.title()
        source_url = self.source_url()
        date, updated = self.date(source_url), self.timestamp("updated", front.updated or clip.updated)
        expires = self.timestamp("expires", front.expires)
        source, known = self.source(source_url)
        language = self.language(known)
        topics, parents = self.topics(title, language)
        inferred = () if "topics" in front.lines else topics
        authors = self.names.authors(front.authors or clip.authors)
        agency = front.agency or clip.agency
        slug = self.slug(title)
        found = {"agency": agency, "language": language, "source": source, "authors": authors, "topics": topics}
        groups = tuple([(name, self.group(c.field, found)) for name, c in self.config.collections.items()])
        head = Head(
            id=self.id,
            url="",
            slug=slug,
            title=title,
            title_html=title_html,
            date=date.date,
            wall_time=date.wall_time,
            updated=updated.date,
            authors=authors,
            agency=agency,
            source=source,
            source_url=source_url,
            topics=topics,
            summary=front.summary,
            language=language,
            picture=None,
            story=self.names.story(front.story) if front.story else None,
            weight=front.weight,
            groups=groups,
            parents=parents,
            inferred=inferred,
            permalink=self.permalink(),
            external=validators.quote_url(front.redirect_to) or ("" if self.has_text else source_url),
            guid=front.guid,
            translation=f"key:{front.translation_key}" if front.translation_key else self.path.translation,
        )
        withheld = bool(front.expires) and not expires.instant
        return Metadata(head, expires.instant, date.instant, self.origins, self.path.is_draft, withheld, self.problems)

    def warn(self, code: str, message: str, hint: str) -> None:
        self.problems.append(warning(code, message, self.file, hint=hint))

    def title(self) -> tuple[str, str]:
        """Return the title as plain text and as HTML."""
        if markdown := self.front.title or self.clip.title:
            plain, markup = self.context.markdown.inline(markdown)
            if plain := single_line(plain):
                return plain, markup
        title = self.path.title()
        self.origins["title"] = "file name"
        hint = "Add `title: …` to the front matter, or begin the text with `# Title`."
        self.warn("no-title", f"no title found; using the file name: {title}", hint)
        return title, html.escape(title, quote=False)

    def source_url(self) -> str:
        """Return the URL of the original. Only a URL from the text has to be validated."""
        url = self.front.source_url or self.clip.source_url
        if url and not host_of(url):
            origin = self.origins.pop("source_url", "")
            message = f"the link to the original is not a valid URL: `{single_line(url)}` ({origin})"
            self.warn("original-address", message, "Correct or remove it.")
            return ""
        return validators.quote_url(url)

    def date(self, source_url: str) -> Timestamp:
        """Return the date in front matter, the text, the URL of the original or the path."""
        if self.front.date == NONE:
            return UNDATED
        if date := self.front.date or self.clip.date:
            return self.timestamp("date", date)
        if source_url and (date := date_in_url(source_url)):
            self.origins["date"] = "URL"
        elif self.front.permalink and (date := date_in_url(self.front.permalink)):
            self.origins["date"] = f"permalink, line {self.front.lines['permalink']}"
        elif date := date_in_path(self.id):
            self.origins["date"] = "path"
        elif date := self.clip.updated:  # the only date that the text states
            self.origins["date"] = self.origins.get("updated", "")
        elif date := self.context.git_dates.get(self.id, ""):
            self.origins["date"] = "first commit"
        elif not (self.front.draft or self.path.is_draft or self.has_invalid_date()):
            hint = (
                "Add `date: 2021-05-06` to the front matter, or `date: none` if the article has no date. If the file is not "
                "an article, add it to `ignore` in config.yaml."
            )
            self.warn("no-date", "no date found; the article is listed as undated", hint)
        return self.timestamp("date", date)

    def has_invalid_date(self) -> bool:
        """Whether a date was reported as invalid, so that a second message would say less."""
        return "date" in self.front.invalid or any(p.code == "date-impossible" for p in self.clip.problems)

    def timestamp(self, key: str, text: str) -> Timestamp:
        if not text:
            return UNDATED
        timestamp = to_timestamp(text, self.context.zone, bool(self.config.timezone))
        if timestamp is None:
            message = f"the date `{text}` is not in the years 1000 to 9999"
            self.problems.append(Problem("date-impossible", message, self.file, self.front.lines.get(key, 0)))
        return timestamp or UNDATED

    def source(self, source_url: str) -> tuple[Name | None, KnownSource | None]:
        """Return the source in front matter, of the host of the original, or in the byline."""
        at_host = self.names.source_at(host_of(source_url)) if source_url else None
        if self.front.source:
            name, known = self.names.source(self.front.source)
            return name, known or at_host
        if at_host:
            self.origins["source"] = f"config source {at_host.host}"
            return at_host.name, at_host
        if self.clip.outlet:
            self.origins["source"] = self.clip.origins.get("outlet", "byline")
            return self.names.source(self.clip.outlet)
        if host := host_of(source_url):
            self.origins["source"] = "URL"
            return self.names.source(host)
        return None, None

    def language(self, source: KnownSource | None) -> str:
        """Return the language in front matter, of the source, of the text, or of the site."""
        if self.front.language:
            return self.front.language
        if self.path.language:
            self.origins["language"] = "file name"
            return self.path.language
        if source and source.language:
            self.origins["language"] = f"config source {source.host}"
            return source.language
        if self.clip.language:
            self.origins["language"] = "text"
            return self.clip.language
        self.origins["language"] = "default"
        return self.config.language

    def topics(self, title: str, language: str) -> tuple[tuple[Name, ...], tuple[tuple[str, str], ...]]:
        """Return the topics in front matter with their parents, or those of title and text.

        Topics whose phrases occur come first, then those that are inferred, until there are MAX_TOPICS.
        """
        if "topics" in self.front.lines:
            return self.names.topics(self.front.topics)
        found: dict[str, Name] = {}
        evidence: list[str] = []
        for slug, words in self.context.topics.match(title, self.clip.text):
            found[slug] = self.names.topic(slug)
            evidence.append(words)
        if self.context.inference and len(found) < MAX_TOPICS:
            for inferred in self.context.inference.infer(title, self.clip.text, language):
                topic = self.names.inferred_topic(inferred.key, inferred.english, inferred.name)
                if topic.key not in found and len(found) < MAX_TOPICS:
                    found[topic.key] = topic
                    evidence.append(inferred.evidence)
        if evidence:
            self.origins["topics"] = "; ".join(evidence)
        return tuple(found.values()), ()

    def slug(self, title: str) -> str:
        if "slug" in self.front.lines:
            return self.front.slug
        language = "" if self.path.language in ("", self.config.language) else f"-{self.path.language.lower()}"
        if self.config.slugs == "file" or is_standing(self.id):
            self.origins["slug"] = "file name"
            return self.path.slug() + language
        self.origins["slug"] = "title"
        return slug_of(title) + language

    def permalink(self) -> str:
        """Return the path that front matter requests; empty without one."""
        path = self.front.permalink
        if not path:
            return ""
        path = validators.site_path(path)
        name = path.rpartition("/")[2]
        if not name or name.lower().endswith((".html", ".htm")):
            return path
        if not _EXTENSION.search(name):
            return path + "/"  # web servers send files without an extension as an unknown type
        line, hint = self.front.lines["permalink"], "End it with `/` or `.html`."
        message = f"`permalink`: `{single_line(path)}` is not the path of a page"
        self.problems.append(Problem("front-matter-value", message, self.file, line, hint=hint))
        return ""

    def group(self, field: str, found: Mapping[str, Any]) -> tuple[Name, ...]:
        """Return the groups of the article in a collection of config.yaml. `found`: values that are not only in front
        matter."""
        front, key = self.front, name_of(field)
        value: Any = front.extra[field] if field in front.extra else found.get(key) or front.extra.get(key)
        if value is None and key in front.lines:
            value = getattr(front, key)
        many = isinstance(value, (list, tuple)) and not isinstance(value, Name)
        if many and len(value) > MAX_ITEMS:
            message = f"`{field}` has {len(value):,} values; only the first {MAX_ITEMS:,} are used"
            self.warn("front-matter-value", message, TOO_MANY_HINT)
            value = value[:MAX_ITEMS]
        names: list[Name] = []
        for item in value if many else (value,):
            if isinstance(item, Name):
                names.append(item)
            elif isinstance(item, (str, int, float)):
                if text := single_line(str(item).lower() if isinstance(item, bool) else str(item)):
                    names.append(Name(key_of(text), text))
            elif item is not None:
                message = f"`{field}`: expected the name of a group"
                self.warn("front-matter-value", message, "Write text or a list of texts.")
        return tuple(dict.fromkeys(names))
