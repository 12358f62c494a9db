"""Read one source file into an Article: start here.

The steps: decode the file, read front matter, parse the text for values that front matter lacks (see clipping/), resolve
names and dates (see metadata.py), convert the text from Markdown to HTML.

An invalid value costs its key only. An article is not returned if the file cannot be read, or if it cannot be determined
whether it may be published; the build then keeps its last published version. This module must not know other articles or the
current time.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from digest.model.article import Article, Body, Correction, Head, NavEntry, Picture
from digest.model.config import Config
from digest.model.folders import file_path, is_standing, source_folders
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem, warning
from digest.read import standing
from digest.read.clipping.clipping import NOTHING_FOUND, Clipping, parse_clipping
from digest.read.faults import crashed, is_fault
from digest.read.front_matter import FrontMatter
from digest.read.infer.summary import find_summary
from digest.read.markdown.figures import add_caption
from digest.read.markdown.html import html_block
from digest.read.markdown.links import Links, normalize
from digest.read.markdown.typography import typographic_html, typographic_text
from digest.read.metadata import Metadata, ReaderContext, read_metadata
from digest.read.plain_head import find_plain_head
from digest.read.syntax import decoding
from digest.read.syntax.front_matter import split
from digest.read.text import validators
from digest.read.values import single_line

_TAG = lazy_regex("<[^<>]*>")


class Reading(NamedTuple):
    """The result of reading one source file."""

    article: Article | None
    """None if it must not be published: because of an error, or because the file has no text."""
    problems: tuple[Problem, ...]


class _Draft(NamedTuple):
    """An article before its text is converted to HTML."""

    id: str
    file: str
    front: FrontMatter
    clip: Clipping
    first_line: int
    """The line of the file on which the text begins."""
    metadata: Metadata
    problems: list[Problem]
    nav: NavEntry | None


class Reader:
    """Reads the articles of a site."""

    def __init__(self, config: Config, git_dates: Mapping[str, str] = MappingProxyType({})) -> None:
        """`git_dates`: dates of the first commits of files, by path under content/."""
        self._context = ReaderContext(config, git_dates)

    def read(self, id: str, data: bytes) -> Reading:
        """Read a file. `id`: its path under content/."""
        return self.read_all([(id, data)])[0]

    def read_all(self, sources: Iterable[tuple[str, bytes]]) -> list[Reading]:
        """Read several files.

        The metadata of all files is read before the first text, so that the Markdown parser stays in the caches of the
        processor. An unexpected exception affects only the file that causes it.
        """
        sources = list(sources)
        try:
            drafts = [self._begin(*source) for source in sources]
            return [draft if isinstance(draft, Reading) else self._finish(draft) for draft in drafts]
        except BaseException as error:
            if not is_fault(error):
                raise
        return [self._read_safely(*source) for source in sources]

    def _read_safely(self, id: str, data: bytes) -> Reading:
        """Read one file, and turn an unexpected exception into a problem."""
        try:
            draft = self._begin(id, data)
            return draft if isinstance(draft, Reading) else self._finish(draft)
        except BaseException as error:
            if not is_fault(error):
                raise
            return Reading(None, (crashed(error, self._file(id)),))

    def _file(self, id: str) -> str:
        return file_path(self._context.config, id)

    def _begin(self, id: str, data: bytes) -> _Draft | Reading:
        """Read the metadata of a file."""
        file = self._file(id)
        text, problem = decoding.article_text(data, file)
        if problem:
            return Reading(None, (problem,))
        parts = split(text)
        if not parts.closed:
            hint = f"Add it after the last key. If `{parts.fence}` belongs to the text, insert an empty line before it."
            message = f"front matter has no closing `{parts.fence}`"
            return Reading(None, (Problem("front-matter-open", message, file, 1, 1, hint),))
        front: FrontMatter | None = FrontMatter()
        problems: list[Problem] = []
        body = parts.text
        if parts.front is not None:
            reader = self._context.front_matter
            front, problems = reader.read(parts.front, file=file, first_line=parts.front_line, fence=parts.fence)
        elif plain := find_plain_head(body):
            body = plain.text
            front, problems = self._context.front_matter.read_node(plain.node, file=file, first_line=parts.first_line)
        if front is None:
            return Reading(None, tuple(problems))
        has_text = bool(body) and not body.isspace()
        if not has_text:
            problems.append(_no_text(front, file, parts.first_line))
            if not front.source_url and not front.redirect_to:
                return Reading(None, tuple(problems))
        nav = None
        if is_standing(id):
            front = standing.without_article_keys(front)
            nav, problem = standing.navigation(front, text, file)
            problems += [problem] if problem else []
        if id.lower().endswith((".html", ".htm")):
            clip = NOTHING_FOUND._replace(text=html_block(body))
        elif is_standing(id):
            clip = standing.standing_text(body, parts.first_line, front, self._context.languages)
        else:
            clip = self._clipping(body, file, parts.first_line, front)
        problems += clip.problems
        metadata = read_metadata(self._context, id, file, front, clip, has_text=has_text)
        problems += metadata.problems
        if is_standing(id):
            metadata = metadata._replace(head=standing.standing_head(metadata.head))
        return _Draft(id, file, front, clip, parts.first_line, metadata, problems, nav)

    def _clipping(self, text: str, file: str, first_line: int, front: FrontMatter) -> Clipping:
        detects_language = self._context.config.infer.language
        have = {*front.lines} if detects_language else {*front.lines, "language"}
        if not front.title:
            have.discard("title")
        languages = (front.language, *self._context.languages) if front.language else self._context.languages
        return parse_clipping(
            text, file=file, first_line=first_line, languages=languages, have=frozenset(have), title=front.title
        )

    def _finish(self, draft: _Draft) -> Reading:
        """Convert the text of an article to HTML."""
        front, head, problems = draft.front, draft.metadata.head, draft.problems
        body, text_problems = self._context.markdown.body(
            draft.clip.text, file=draft.file, id=draft.id, first_line=draft.first_line, language=head.language
        )
        body, picture = _with_picture(body, draft, source_folders(self._context.config))
        problems += text_problems
        if draft.metadata.withheld:
            return Reading(None, tuple(problems))
        if picture:
            head = head._replace(picture=picture)
        if not head.summary:
            head = self._with_summary(head, body, draft)
        corrections = front.corrections
        if self._context.config.markdown.typographer:
            head, body, corrections = _with_typography(head, body, corrections)
        article = Article(
            head=head,
            body=body,
            corrections=corrections,
            aliases=tuple(map(_alias, front.aliases)),
            draft=front.draft or draft.metadata.is_draft,
            expires=draft.metadata.expires,
            publish=draft.metadata.publish,
            extra=dict(front.extra),
            origins=draft.metadata.origins,
            nav=draft.nav,
        )
        return Reading(article, tuple(problems))

    def _with_summary(self, head: Head, body: Body, draft: _Draft) -> Head:
        """Add the summary from the text: what is above `<!--more-->`, or else the first sentences."""
        text = draft.clip.text
        if "<!--" in text and (excerpt := self._context.markdown.excerpt(text)):
            draft.metadata.origins["summary"] = "text above <!--more-->"
            return head._replace(summary=excerpt, summary_derived=True)
        if self._context.config.infer.summary and (found := find_summary(body.html, head.title, head.language)):
            line = _line_of(found.html, text, draft.first_line)
            draft.metadata.origins["summary"] = f"paragraph {found.paragraph}" + (f", line {line}" if line else "")
            return head._replace(summary=found.text, summary_derived=True)
        return head


def _with_typography(
    head: Head, body: Body, corrections: tuple[Correction, ...]
) -> tuple[Head, Body, tuple[Correction, ...]]:
    """Replace straight quotes and dashes. This is the last step, because all others look for words of the source."""
    language = head.language
    if picture := head.picture:
        picture = picture._replace(
            alt=typographic_text(picture.alt, language), caption=typographic_text(picture.caption, language)
        )
    head = head._replace(
        title=typographic_text(head.title, language),
        title_html=typographic_html(head.title_html, language),
        summary=typographic_text(head.summary, language),
        picture=picture,
    )
    body = body._replace(html=typographic_html(body.html, language))
    return head, body, tuple([c._replace(text=typographic_text(c.text, language)) for c in corrections])


def _line_of(paragraph: str, text: str, first_line: int) -> int:
    """Return the line of the file on which a paragraph begins; 0 if its words are written differently in the source.

    `paragraph`: its HTML. The longest part of its first line without markup is searched in the text.
    """
    part = max(_TAG.split(paragraph.split("\n", 1)[0]), key=len).strip()
    at = text.find((html.unescape(part) if "&" in part else part)[:40]) if len(part) > 2 else -1
    return first_line + text.count("\n", 0, at) if at >= 0 else 0


def _no_text(front: FrontMatter, file: str, line: int) -> Problem:
    """Return the warning about an article without text."""
    if front.source_url or front.redirect_to:
        return warning("empty-article", "article has no text; lists link to its original", file, line)
    if not front.lines:
        return warning("empty-article", "file is empty and is left out", file, hint="Add text, or delete the file.")
    hint = "Add text, or `source_url: https://…`. Lists then link to the original."
    return warning("empty-article", "article has no text and is left out", file, line, hint=hint)


def _with_picture(body: Body, draft: _Draft, folders: Mapping[str, str]) -> tuple[Body, Picture | None]:
    """Return the image of the article. If it is a file, a reference to it is added to the body."""
    front, clip = draft.front, draft.clip
    caption, credit = front.caption or clip.caption, front.credit or clip.credit
    src = front.image
    if src:
        links = Links(draft.file, folders)
        line = front.lines["image"]
        address = links.resolve(normalize(src), "image", line)
        if not address:
            hint = "Write a path inside the content folder, or a URL that begins with `https://`."
            message = f"`image`: expected a file or a URL, found `{src}`"
            draft.problems.append(Problem("image", message, draft.file, line, 0, hint))
            return body, None
        src = f"digest-ref:{len(body.refs)}" if address.startswith("digest-ref:") else address
        body = body._replace(refs=(*body.refs, *links.refs))
    if not (src or caption or credit):
        return body, None
    if not src and "<img " in body.html:
        return body._replace(html=add_caption(body.html, single_line(caption), single_line(credit))), None
    return body, Picture(src, front.alt, single_line(caption), single_line(credit))


def _alias(path: str) -> str:
    """Normalize a former path. A path without a file extension is a folder, since web servers send files without an
    extension as an unknown type."""
    path = validators.site_path(path)
    return path if "." in path.rpartition("/")[2] or path.endswith("/") else path + "/"
