"""One source, understood: bytes in, an Article out, with everything that is wrong with it.

The steps are decoding, front matter, the clipping heuristics for what front matter leaves out, the
names of the site, and Markdown. Front matter wins field by field; where each value was found is kept.
An error in what an article says about itself withholds it, so that the build keeps its last good page; an
error in its text does not. This module must not know files, other articles, or the clock.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from digest.model.article import Article, Body, Head, Name, Picture
from digest.model.config import Config
from digest.model.front_matter import name_of
from digest.model.problem import Problem, warning
from digest.model.web_address import host_of
from digest.read import front_matter
from digest.read.clipping.clipping import Clipping, parse_clipping
from digest.read.faults import crashed, is_fault
from digest.read.front_matter import FrontMatter, single_line
from digest.read.markdown.links import Links, normal
from digest.read.markdown.markdown import Markdown
from digest.read.syntax import decoding
from digest.read.syntax.front_matter import split
from digest.read.text import validators
from digest.read.text.dates import date_in_path, date_in_url
from digest.read.text.language import detect_language
from digest.read.text.names import KnownSource, NameResolver
from digest.read.text.slugs import key_of, slug_of
from digest.read.text.timestamps import UNDATED, Timestamp, to_timestamp
from digest.read.text.topics import TopicMatcher

_DATE_IN_NAME = re.compile(r"^(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d(?=[-_. ]|$)")
_BLANKS_IN_NAME = re.compile(r"[-_\s]+")


class Reading(NamedTuple):
    """What came of reading one source."""

    article: Article | None
    """None when an error in what it says about itself withholds it."""
    problems: tuple[Problem, ...]


class Reader:
    """Reads the articles of a site. Made once for its settings; does not change afterwards."""

    def __init__(self, config: Config) -> None:
        zone = validators.time_zone(config.timezone)
        if zone is None:
            raise ValueError(f"no time zone {config.timezone}: the settings were not checked")
        self.config, self.zone = config, zone
        self.names = NameResolver(config)
        self.matcher = TopicMatcher(config.topics)
        self.markdown = Markdown(config.markdown)
        self.candidates = tuple(dict.fromkeys((config.language, *config.languages)))
        foreign = [s.language for s in config.sources.values() if s.language]
        self.languages = tuple(dict.fromkeys((*self.candidates, *foreign)))
        self.fields = frozenset(c.field for c in config.collections.values())

    def read(self, id: str, data: bytes) -> Reading:
        """The article in a file's bytes; `id` is its path under content/."""
        return self.read_all([(id, data)])[0]

    def read_all(self, sources: Iterable[tuple[str, bytes]]) -> list[Reading]:
        """Several sources. All are begun before the text of the first is read, since what reads Markdown then stays in the
        processor's caches. A fault of the program costs only the source in which it happens."""
        sources = list(sources)
        try:
            begun = [self._begin(*source) for source in sources]
            return [source if isinstance(source, Reading) else source.finish() for source in begun]
        except BaseException as error:
            if not is_fault(error):
                raise
        return [self._alone(*source) for source in sources]

    def _alone(self, id: str, data: bytes) -> Reading:
        """One source, whatever happens while it is read."""
        try:
            begun = self._begin(id, data)
            return begun if isinstance(begun, Reading) else begun.finish()
        except BaseException as error:
            if not is_fault(error):
                raise
            return Reading(None, (crashed(error, f"{self.config.content}/{id}"),))

    def _begin(self, id: str, data: bytes) -> _ArticleBuilder | Reading:
        file = f"{self.config.content}/{id}"
        text, problem = decoding.article_text(data, file)
        if problem:
            return Reading(None, (problem,))
        parts = split(text)
        if not parts.closed:
            fence = parts.fence
            hint = f"Add a line `{fence}` after the last key; or put an empty line on top if `{fence}` is part of the text."
            return Reading(None, (Problem("front-matter-open", "front matter is never closed", file, 1, 1, hint),))
        front: FrontMatter | None = FrontMatter()
        problems: list[Problem] = []
        if parts.front is not None:
            front, problems = front_matter.read(
                parts.front, file=file, languages=self.languages, own=self.fields, fence=parts.fence
            )
        if front is None:
            return Reading(None, tuple(problems))
        if not parts.text or parts.text.isspace():
            if not front.title:
                problems.append(
                    Problem("empty-article", "there is nothing in this file", file, hint="Write it, or delete it.")
                )
                return Reading(None, tuple(problems))
            problems.append(warning("empty-article", "the article has no text", file, parts.first_line))
        return _ArticleBuilder(self, id, file, front, problems).begin(parts.text, parts.first_line)


class _ArticleBuilder:
    """One article on its way from its parts to its values."""

    def __init__(self, reader: Reader, id: str, file: str, front: FrontMatter, problems: list[Problem]) -> None:
        self.reader, self.config, self.names = reader, reader.config, reader.names
        self.id, self.file, self.front, self.problems = id, file, front, problems
        self.came = {key: f"front matter, line {line}" for key, line in front.lines.items()}

    def begin(self, text: str, first_line: int) -> _ArticleBuilder:
        """Understand all but the text, whose body goes between these values."""
        front, came = self.front, self.came
        clip = self.clipping(text, first_line)
        came.update(clip.came_from)
        title, title_html = self.title(clip)
        source_url = self.original(clip)
        dated, updated, expires = self.date(clip, source_url), self.updated(clip), self.moment("expires", front.expires)
        source, known = self.source(clip, source_url)
        language = self.language(clip.text, known)
        topics = self.topics(title, clip.text)
        authors = tuple(dict.fromkeys([self.names.author(a) for a in front.authors or clip.authors]))
        agency = front.agency or clip.agency
        slug = self.slug(title)
        aliases = tuple(map(_alias, front.aliases))
        found = {"agency": agency, "language": language, "source": source, "authors": authors, "topics": topics}
        groups = tuple([(name, self.group(c.field, found)) for name, c in self.config.collections.items()])
        story = self.names.story(front.story) if front.story else None
        self.clip, self.first_line, self.aliases = clip, first_line, aliases
        self.expires, self.publish = expires.instant, dated.instant
        self.head = Head(
            self.id,
            "",
            slug,
            title,
            title_html,
            dated.date,
            dated.wall_time,
            updated.date,
            authors,
            agency,
            source,
            source_url,
            topics,
            front.summary,
            language,
            None,
            story,
            front.weight,
            groups,
        )
        return self

    def finish(self) -> Reading:
        """The article, once its text is read."""
        front, clip, head = self.front, self.clip, self.head
        body, said = self.reader.markdown.body(
            clip.text, file=self.file, id=self.id, first_line=self.first_line, language=head.language
        )
        body, picture = self.picture(body, clip)
        failed = any(p.severity == "error" for p in self.problems)
        self.problems += said
        if failed:
            return Reading(None, tuple(self.problems))
        if picture:
            head = head._replace(picture=picture)
        article = Article(
            head,
            body,
            front.corrections,
            self.aliases,
            front.draft,
            self.expires,
            self.publish,
            dict(front.extra),
            self.came,
        )
        return Reading(article, tuple(self.problems))

    def report(self, code: str, message: str, key: str, hint: str = "") -> None:
        """An error in a value of the front matter."""
        self.problems.append(Problem(code, message, self.file, self.front.lines.get(key, 0), 0, hint))

    def clipping(self, text: str, first_line: int) -> Clipping:
        front = self.front
        have = frozenset([k for k in front.lines if k != "title" or front.title])
        languages = (front.language, *self.reader.languages) if front.language else self.reader.languages
        clip = parse_clipping(
            text, file=self.file, first_line=first_line, languages=languages, have=have, title=front.title
        )
        self.problems += clip.problems
        return clip

    def title(self, clip: Clipping) -> tuple[str, str]:
        """The title as plain text and as HTML."""
        said = self.front.title or clip.title
        if said:
            plain, markup = self.reader.markdown.inline(said)
            if plain := single_line(plain):
                return plain, markup
        title = _readable(self.id)
        self.came["title"] = "file name"
        hint = "Add `title: …` to its front matter, or begin the text with `# Title`."
        self.problems.append(
            warning("no-title", f"no title found, the file's name is used: {title}", self.file, hint=hint)
        )
        return title, html.escape(title, quote=False)

    def original(self, clip: Clipping) -> str:
        """The address of the original. What front matter says is checked already; a clipping may call anything so."""
        url = self.front.source_url or clip.source_url
        if url and not host_of(url):
            where = self.came.pop("source_url", "")
            message = f"the link to the original is not a web address: `{single_line(url)}` ({where})"
            self.problems.append(warning("original-address", message, self.file, hint="Correct it, or take it out."))
            return ""
        return validators.quote_url(url)

    def date(self, clip: Clipping, source_url: str) -> Timestamp:
        if self.front.date == front_matter.NONE:
            return UNDATED
        if said := self.front.date or clip.date:
            return self.moment("date", said)
        if source_url and (said := date_in_url(source_url)):
            self.came["date"] = "URL"
        elif said := date_in_path(self.id):
            self.came["date"] = "path"
        else:
            if not any(p.code == "date-impossible" for p in clip.problems):
                hint = "Add `date: 2021-05-06` to its front matter, or a date line below the title; `date: none` if it has none."
                said = "no date found, the article is listed as undated"
                self.problems.append(warning("no-date", said, self.file, hint=hint))
            return UNDATED
        return self.moment("date", said)

    def updated(self, clip: Clipping) -> Timestamp:
        return self.moment("updated", self.front.updated or clip.updated)

    def moment(self, key: str, text: str) -> Timestamp:
        if not text:
            return UNDATED
        found = to_timestamp(text, self.reader.zone)
        if found is None:
            self.report("date-impossible", f"the date `{text}` is not between the years 1000 and 9999", key)
        return found or UNDATED

    def source(self, clip: Clipping, source_url: str) -> tuple[Name | None, KnownSource | None]:
        """Where it was published: as stated, or by the host of the original, or as the byline has it."""
        at_host = self.names.source_at(host_of(source_url)) if source_url else None
        if self.front.source:
            name, known = self.names.source(self.front.source)
            return name, known or at_host
        if at_host:
            self.came["source"] = f"config source {at_host.host}"
            return at_host.name, at_host
        if clip.outlet:
            self.came["source"] = clip.came_from.get("outlet", "byline")
            return self.names.source(clip.outlet)
        if host := host_of(source_url):
            self.came["source"] = "URL"
            return self.names.source(host)
        return None, None

    def language(self, text: str, known: KnownSource | None) -> str:
        if self.front.language:
            return self.front.language
        if known and known.language:
            self.came["language"] = f"config source {known.host}"
            return known.language
        if len(self.reader.candidates) > 1 and (found := detect_language(text, self.reader.candidates)):
            self.came["language"] = "text"
            return found
        self.came["language"] = "default"
        return self.config.language

    def topics(self, title: str, text: str) -> tuple[Name, ...]:
        if "topics" in self.front.lines:
            return tuple(dict.fromkeys([self.names.topic(t) for t in self.front.topics]))
        matches = self.reader.matcher.match(title, text)
        if matches:
            self.came["topics"] = "; ".join([evidence for _, evidence in matches])
        return tuple([self.names.topic(slug) for slug, _ in matches])

    def slug(self, title: str) -> str:
        if "slug" in self.front.lines:
            return self.front.slug
        self.came["slug"] = "title"
        return slug_of(title)

    def group(self, field: str, found: Mapping[str, Any]) -> tuple[Name, ...]:
        """The keys under which the article stands in one collection of config.yaml."""
        front, field = self.front, name_of(field)
        value: Any = found.get(field) or front.extra.get(field)
        if value is None and field in front.lines:
            value = getattr(front, field)
        many = isinstance(value, (list, tuple)) and not isinstance(value, Name)
        if many and len(value) > front_matter.MAX_ITEMS:
            message = f"`{field}` groups articles and has {len(value):,} values; only the first {front_matter.MAX_ITEMS:,} are used"
            self.problems.append(warning("front-matter-value", message, self.file, hint=front_matter.TOO_MANY_HINT))
            value = value[: front_matter.MAX_ITEMS]
        names: list[Name] = []
        for item in value if many else (value,):
            if isinstance(item, Name):
                names.append(item)
            elif isinstance(item, (str, int, float)):
                if text := single_line(str(item).lower() if isinstance(item, bool) else str(item)):
                    names.append(Name(key_of(text), text))
            elif item is not None:
                message = f"`{field}` groups articles, and its value names no group"
                hint = "Give it a text or a list of texts."
                self.problems.append(warning("front-matter-value", message, self.file, hint=hint))
        return tuple(dict.fromkeys(names))

    def picture(self, body: Body, clip: Clipping) -> tuple[Body, Picture | None]:
        """The article's picture; a file of the site becomes one more reference of the body."""
        front = self.front
        caption, credit = front.caption or clip.caption, front.credit or clip.credit
        src = front.image
        if src:
            links = Links(self.file, self.id)
            address = links.address(normal(src), "image", front.lines["image"])
            if not address:
                hint = "Name a file in the content folder, or an address that begins with https://."
                self.report("image", f"`{src}` is not a file of the site or a web address", "image", hint)
                return body, None
            src = f"digest-ref:{len(body.refs)}" if address.startswith("digest-ref:") else address
            body = body._replace(refs=(*body.refs, *links.refs))
        if not (src or caption or credit):
            return body, None
        return body, Picture(src, front.alt, single_line(caption), single_line(credit))


def _alias(written: str) -> str:
    """A former address as a path from the site's root. Without an ending it is a folder, or hosts would send it as a
    file of an unknown kind."""
    path = validators.site_path(written)
    return path if "." in path.rpartition("/")[2] or path.endswith("/") else path + "/"


def _readable(id: str) -> str:
    """A title from a file's name: `2021-05-06-talks_resume.md` is `Talks resume`."""
    folder, _, name = id.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if stem.lower() in ("index", "readme") and folder:
        stem = folder.rpartition("/")[2]
    words = _BLANKS_IN_NAME.sub(" ", _DATE_IN_NAME.sub("", stem)).strip() or stem
    words = single_line(words) if any(map(str.isalnum, words)) else "Untitled"
    return words[0].upper() + words[1:]
