"""The page of an article, and the redirects from its former addresses."""

from __future__ import annotations

from digest.model.article import Head, unpack_detail, unpack_head
from digest.model.config import Config
from digest.model.fingerprint import hash_text
from digest.model.folders import file_path
from digest.model.page import Page
from digest.model.problem import Problem, warning
from digest.pages.content import PageContent
from digest.pages.frame import PageRenderer
from digest.pages.inputs import TemplateInputs
from digest.plan import periods
from digest.render import context as c
from digest.render.markup import markup


class ArticleInputs(TemplateInputs):
    """The page of an article: its head and text, with what the text refers to, and its neighbours in time."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.pages = pages
        self.row, older, newer, self.translations = pages.queries.article(page.key)
        self.head, self.detail = unpack_head(self.row.head), unpack_detail(self.row.detail)
        # An article without a date is not older or newer than any other.
        self.older, self.newer = older if older and older.date else None, newer if self.head.date else None
        self.links = pages.bodies.links(self.head, self.detail)
        self.missing = pages.bodies.missing_from_root(self.detail)
        self.images = pages.bodies.images.infos(self.detail)
        fingerprints = {
            "head": self.row.head_hash,
            "body": self.row.body_hash,
            "around": hash_text(*(self._neighbour_text(head) for head in (self.older, self.newer))),
            "links": hash_text(*(link or "" for link in self.links), *sorted(self.missing)),
            "pictures": hash_text(repr(self.images)) if self.images else "",
        }
        if self.translations:
            fingerprints["translations"] = hash_text(*(f"{head.url} {head.language}" for head in self.translations))
        problems = self._link_problems(pages.config)
        problems += pages.bodies.images.problems(self.row.path, self.detail, self.images)
        super().__init__(pages, page, fingerprints, problems, self.head)

    def _link_problems(self, config: Config) -> list[Problem]:
        file, hint = file_path(config, self.row.path), "Correct the link, or add the file."
        found = []
        for ref, link in zip(self.detail.refs, self.links, strict=True):
            if ref.name and link is None:
                message = f"no published article or file has the name `{ref.name}`"
                found.append(warning("link-missing", message, file, ref.line, 0, hint))
            elif link is None:
                message = f"{file_path(config, ref.target)} does not exist"
                found.append(Problem("link-missing", message, file, ref.line, 0, hint))
            elif ref.target in self.missing:
                message = f"the site has no page or file {ref.target}"
                advice = "Correct the link, add the file to `static/`, or add an alias to the article that moved."
                found.append(warning("link-missing", message, file, ref.line, 0, advice))
        return found

    def content(self) -> PageContent:
        views, head, detail = self.pages.queries.views, self.head, self.detail
        item = views.item_of(self.row.head)
        article = c.Article(
            body=markup(self.pages.bodies.html(self.row.body, detail, self.links, self.images)),
            words=detail.words,
            corrections=tuple(
                c.Correction(views.date(d, has_page=False) if d else None, t) for d, t in detail.corrections
            ),
            host=item.host,
            extra=detail.extra,
            older=self._neighbour(self.older),
            newer=self._neighbour(self.newer),
            translations=tuple([self._translation(head) for head in self.translations]),
        )
        return PageContent(head.title, head.summary, {"item": item, "article": article})

    def _neighbour(self, head: Head | None) -> c.Neighbour | None:
        return self.pages.queries.views.neighbour(head, in_edition=self._is_in_edition(head)) if head else None

    def _is_in_edition(self, other: Head) -> bool:
        """Whether another article is in the edition of this one."""
        edition = self.pages.config.edition
        return periods.containing(other.day(), edition) == periods.containing(self.head.day(), edition)

    def _neighbour_text(self, head: Head | None) -> str:
        """What the page shows of the article before or after it."""
        return f"{head.url} {head.language} {self._is_in_edition(head)} {head.title}" if head else ""

    def _translation(self, head: Head) -> c.Translation:
        queries = self.pages.queries
        language, url = head.language, head.url
        return c.Translation(language, queries.language_name(language), queries.href(url), queries.absolute(url))


class RedirectInputs(TemplateInputs):
    """A former address of an article: a link to the present one."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        row = pages.queries.store.source(page.key)
        if row is None:
            raise KeyError(page.key)
        self.url, self.title = row.url, unpack_head(row.head).title
        super().__init__(pages, page, {"target": hash_text(self.url, self.title)})

    def content(self) -> PageContent:
        queries = self.pages.queries
        return PageContent(self.title, "", {"target": queries.href(self.url)}, canonical=queries.absolute(self.url))
