"""What stands on each page: its inputs, fetched from the store by key, with their fingerprints.

One method a kind of page. Each says first what the page depends on, as short named fingerprints; the page is
rendered only when one of them differs from its trace. This is where plan, store and render meet for one page;
it must not know which pages are to be made, or write anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from digest.inputs_base import Base
from digest.inputs_front import FRONT_PAGE
from digest.inputs_optional import OptionalInputs
from digest.inputs_pictures import BodyPictures
from digest.model.article import Detail, Head, Name, unpack_detail, unpack_head
from digest.model.config import Config
from digest.model.fingerprint import of_text
from digest.model.page import Page
from digest.model.picture import Facts
from digest.model.problem import Problem
from digest.plan import listings as cut
from digest.plan import pages, periods, urls
from digest.render import context as c
from digest.render.html import Addresses, Renderer, Views, host_of, quoted, resolved
from digest.render.templates import row_template
from digest.store import Row, Store
from digest.store.bodies import Bodies
from digest.store.listings import UNDATED_AT, Listed, Listings, place


class Inputs(NamedTuple):
    """A page's inputs."""

    parts: dict[str, str]
    """Their fingerprints by name; the names are what `--explain` says."""
    make: Callable[[], str]
    """Renders the page from them."""
    problems: tuple[Problem, ...] = ()
    head: Head | None = None
    """Of an article's page."""


class PageInputs:
    """The inputs of HTML pages."""

    def __init__(
        self, store: Store, bodies: Bodies, config: Config, renderer: Renderer, titles: Mapping[str, str], clock: float
    ) -> None:
        """`titles`: what the overview of each collection is called. `clock`: the moment of the build."""
        self.store, self.bodies, self.config, self.renderer, self.titles = store, bodies, config, renderer, titles
        self.listings = Listings(store.db)
        self.views: Views = renderer.views
        self.addresses: Addresses = renderer.views.addresses
        self.pictures = BodyPictures(store, self.views, config, renderer.site.options)
        self.date, self.gettext = self.views.language.date, self.views.language.gettext
        self.base = Base(store, config, self.views, clock)
        self.optional = OptionalInputs(self.base, renderer.named, lambda listed: self.rows(listed, "item-day"))
        self._kinds: dict[str, Callable[[Page], Inputs]] = {
            "article": self.article, "redirect": self.redirect, "front": self.front, "day": self.edition,
            "week": self.edition, "month": self.edition, "year": self.year, "undated": self.undated,
            "archive": self.archive, "listing": self.listing, "overview": self.overview, "404": self.missing,
            "search": self.search, "email": self.email, "email-text": self.email,
        }  # fmt: skip
        self._given: dict[str, Any] = {}
        self._expected: dict[str, tuple[Row, Head | None, Head | None]] = {}
        """Sources by path, with the articles just before and after them in time (older, newer)."""

    def of(self, page: Page) -> Inputs:
        """The inputs of an HTML page. One whose article or listing is gone must not be asked for (KeyError, TypeError)."""
        inputs = self._kinds[page.kind](page)
        extras = self.optional.of(page, inputs.head)
        if not extras:
            return inputs
        prints = {name: extra.print for name, extra in extras.items()}

        def make() -> str:
            self._given = {name: extra.make() for name, extra in extras.items()}
            try:
                return inputs.make()
            finally:
                self._given = {}

        return inputs._replace(parts={**inputs.parts, **prints}, make=make)

    def expect(self, keys: Sequence[str]) -> None:
        """Articles whose pages are asked for next: what these need of the store comes in two queries for all."""
        rows = {key: row for key, row in self.store.sources(keys).items() if row.head}
        heads = [unpack_head(row.head) for row in rows.values()]
        around = self.listings.around([(place(h.when, h.date), h.id) for h in heads])
        self._expected = {
            key: (row, unpack_head(older) if older else None, unpack_head(newer) if newer else None)
            for (key, row), (older, newer) in zip(rows.items(), around, strict=True)
        }

    # -- one article ----------------------------------------------------------------------------

    def article(self, page: Page) -> Inputs:
        """An article's own page: its head and body, what it links to, and its neighbours in time."""
        if page.key not in self._expected:
            self.expect([page.key])
        row, older, newer = self._expected[page.key]
        head, detail = unpack_head(row.head), unpack_detail(row.detail)
        pictures = self.pictures.of(detail)
        links = [self.target(head, *ref[:2]) for ref in detail.refs]
        problems = [
            Problem(
                "link-missing", f"there is no {ref[0]} in {self.config.content}/",
                f"{self.config.content}/{row.path}", ref[2], 0, "Correct the link, or add the file.",
            )
            for ref, link in zip(detail.refs, links, strict=True) if link is None
        ]  # fmt: skip
        problems += self.pictures.problems(row.path, detail, pictures)
        # What has no date is neither earlier nor later than anything.
        older, newer = older if older and older.date else None, newer if head.date else None
        parts = {
            "head": row.head_hash,
            "body": row.body_hash,
            "around": of_text(*(_neighbour(x) for x in (older, newer))),
            "links": of_text(*(link or "" for link in links)),
            "pictures": of_text(repr(pictures)) if pictures else "",
        }
        make = lambda: self._article(page, row, head, detail, links, pictures, older, newer)  # noqa: E731
        return Inputs(parts, make, tuple(problems), head)

    def _article(
        self, page: Page, row: Row, head: Head, detail: Detail, links: list[str | None],
        pictures: Mapping[str, Facts], older: Head | None, newer: Head | None,
    ) -> str:  # fmt: skip
        hrefs = [link if link is None else self.addresses.href(quoted(link)) for link in links]
        body = self.pictures.put(self.bodies.get(row.body), detail, hrefs, pictures)
        body = resolved(body, hrefs.__getitem__, self.addresses.href)
        article = c.Article(
            body=Markup(body),
            words=detail.words,
            corrections=tuple(c.Correction(self.views.date(d, ours=False) if d else None, t) for d, t in detail.corrections),
            host=host_of(head.source_url),
            extra=detail.extra,
            older=self.views.neighbour(older) if older else None,
            newer=self.views.neighbour(newer) if newer else None,
        )
        context = {"item": self.views.item(head), "article": article}
        return self.render(page, head.title, head.summary, context, head=head)

    def target(self, head: Head, target: str, fragment: str) -> str | None:
        """Where a file of content/ that an article refers to stands, as a link; None when there is none."""
        row = self.store.source(target)
        if row and row.live:
            return urls.link(row.url) + fragment
        if target.startswith("/"):
            return urls.link(target[1:]) + fragment
        if self.store.has_file(target):
            return urls.link(urls.beside(head.url, head.id, target)) + fragment
        return None

    def redirect(self, page: Page) -> Inputs:
        """A former address: only where it leads."""
        row = self.store.source(page.key)
        if row is None:
            raise KeyError(page.key)
        link = urls.link(row.url)
        context = {"target": self.addresses.href(link)}
        title = unpack_head(row.head).title
        canonical = self.addresses.absolute(link)
        return Inputs(
            {"target": of_text(row.url, title)}, lambda: self.render(page, title, "", context, canonical=canonical)
        )

    def missing(self, page: Page) -> Inputs:
        """The page for addresses at which nothing stands."""
        return Inputs({}, lambda: self.render(page, self.gettext("Page not found"), "", {}, canonical=None))

    def search(self, page: Page) -> Inputs:
        """The search page: what it says is worked out where its template asks for it."""
        return Inputs({}, lambda: self.render(page, self.gettext("Search"), "", {}))

    def email(self, page: Page) -> Inputs:
        """The newest edition as a mail, in HTML or in plain text; likewise."""
        return Inputs({}, lambda: self.render(page, self.config.title, self.config.description, {}))

    # -- the date archive -----------------------------------------------------------------------

    def front(self, page: Page) -> Inputs:
        """The newest edition, topped up with the ones before it when it is small."""
        rows = self.listings.newest("", "", FRONT_PAGE)
        first = unpack_head(rows[0].head).day() if rows else ""
        if first:
            days = periods.span(periods.edition(first, self.config.edition))
            rows = self.dated(*days) if len(self.dated(*days)) > FRONT_PAGE else rows

        def make() -> str:
            listing = self.simple(self.config.title, self.grouped(rows, 10), self.store.count_articles())
            return self.render(page, self.config.title, self.config.description, {"listing": listing})

        return Inputs({"items": _hashes(rows), "total": str(self.store.count_articles())}, make)

    def dated(self, first: str, last: str) -> list[Listed]:
        """The articles of a range of days, newest first."""
        begin, end = periods.moments(first, last)
        return self.listings.between("", "", -end, -begin)

    def edition(self, page: Page) -> Inputs:
        """A day, a week or a month: all of its articles."""
        first, last = periods.span(page.key)
        rows = self.dated(first, last)
        near = self.near(page.kind, first, last)
        up = {"day": (page.key[:7], urls.month), "month": (page.key[:4], urls.year)}
        if page.kind == "week":  # the first days of January may lie in the last week of a year without articles
            up["week"] = (unpack_head(rows[0].head).date[:4], urls.year)
        elif self.config.edition == "week":
            up["day"] = (periods.week(first), urls.week)

        def make() -> str:
            groups = self.grouped(rows, 10) if page.kind != "day" else (c.Group("", "", self.rows(rows, "item-day")),)
            key, address = up[page.kind]
            above = c.Link(self.date(key), self.views.href(address(key)))
            title = self.date(page.key)
            listing = self.simple(title, groups, len(rows))
            listing = listing._replace(older=near[0], newer=near[1], up=above, iso=page.key)
            return self.render(page, title, "", {"listing": listing})

        return Inputs({"items": _hashes(rows), "around": of_text(repr(near))}, make)

    def near(self, kind: str, first: str, last: str) -> tuple[c.Link | None, c.Link | None]:
        """The editions before and after, as links."""
        keys: dict[str, Callable[[str], str]] = {
            "day": str, "week": periods.week, "month": lambda d: d[:7], "year": lambda d: d[:4],
        }  # fmt: skip
        address = {"day": urls.day, "week": urls.week, "month": urls.month, "year": urls.year}[kind]
        found = [keys[kind](d) if d else "" for d in self.listings.neighbour_days(first, last)]
        links = [c.Link(self.date(k), self.views.href(address(k))) if k else None for k in found]
        return links[0], links[1]

    def year(self, page: Page) -> Inputs:
        """A year: its months, and its articles when they are few."""
        first, last = periods.span(page.key)
        months: dict[str, int] = {}
        for day, total in self.listings.tally("", "").items():
            if first <= day <= last:
                months[day[:7]] = months.get(day[:7], 0) + total
        total = sum(months.values())
        rows = self.dated(first, last) if total <= self.config.listing.split else []
        near = self.near("year", first, last)

        def make() -> str:
            parts = tuple(
                c.Part(self.date(m), self.views.href(urls.month(m)), months[m], m) for m in sorted(months, reverse=True)
            )
            up = c.Link(self.gettext("Archive"), self.views.href("archive/index.html"))
            listing = self.simple(self.date(page.key), self.grouped(rows, 7), total)
            listing = listing._replace(parts=parts, older=near[0], newer=near[1], up=up, iso=page.key)
            return self.render(page, self.date(page.key), "", {"listing": listing})

        return Inputs({"items": _hashes(rows), "months": of_text(repr(months)), "around": of_text(repr(near))}, make)

    def undated(self, page: Page) -> Inputs:
        """The articles without a date."""
        rows = self.undated_rows()

        def make() -> str:
            title = self.gettext("Undated")
            listing = self.simple(title, (c.Group("", "", self.rows(rows)),), len(rows))
            return self.render(page, title, "", {"listing": listing})

        return Inputs({"items": _hashes(rows)}, make)

    def undated_rows(self) -> list[Listed]:
        """The articles without a date."""
        return self.listings.between("", "", UNDATED_AT, UNDATED_AT)

    def archive(self, page: Page) -> Inputs:
        """The years, with how many articles each has."""
        totals = cut.years({d if d == cut.UNDATED else d[:7]: 0 for d in self.listings.tally("", "")})
        for day, number in self.listings.tally("", "").items():
            totals[day if day == cut.UNDATED else day[:4]] += number

        def make() -> str:
            entries = tuple(
                c.Entry(self.gettext("Undated"), self.views.href("undated/index.html"), n, None)
                if y == cut.UNDATED
                else c.Entry(self.date(y), self.views.href(urls.year(y)), n, None)
                for y, n in totals.items()
            )
            title = self.gettext("Archive")
            return self.render(page, title, "", {"overview": c.Overview(title, entries)})

        return Inputs({"years": of_text(repr(totals))}, make)

    # -- topics, sources, authors, collections --------------------------------------------------

    def listing(self, page: Page) -> Inputs:
        """A page of one listing: the newest and its years, or one year, or one month."""
        tally = self.listings.tally(page.collection, page.key)
        facts = self.listings.facts(page.collection, page.key)[0]
        front, split = self.config.listing.front, self.config.listing.split
        parts = cut.parts(tally, front, split)
        shown: dict[str, int] = {}
        if not page.part:
            rows = self.listings.newest(page.collection, page.key, front)
            shown = cut.years(tally) if len(parts) > 1 else {}
        elif page.part == cut.UNDATED:
            rows = self.listings.between(page.collection, page.key, UNDATED_AT, UNDATED_AT)
        elif len(page.part) == 4 and f"{page.part}-" in "".join(f"{p}-" for p in parts if len(p) == 7):
            rows, shown = [], cut.months(tally, page.part)
        else:
            begin, end = periods.moments(*periods.span(page.part))
            rows = self.listings.between(page.collection, page.key, -end, -begin)
        near = self._near_parts(page, parts)
        depends = {
            "items": _hashes(rows),
            "parts": of_text(repr(shown)),
            "around": of_text(repr(near)),
            "name": of_text(facts.name),
            "total": str(facts.total if not page.part else len(rows) or sum(shown.values())),
            "related": of_text(repr(self._described(page, facts.name)[2])),
        }
        return Inputs(depends, lambda: self._listing(page, facts.name, rows, shown, near, int(depends["total"])))

    def _listing(
        self, page: Page, name: str, rows: list[Listed], shown: dict[str, int],
        near: tuple[c.Link | None, c.Link | None], total: int,
    ) -> str:  # fmt: skip
        name, description, related, website = self._described(page, name)
        title = name
        if page.part == cut.UNDATED:
            title = self.gettext("%(name)s, undated", name=name)
        elif page.part:
            title = self.gettext("%(name)s, %(part)s", name=name, part=self.date(page.part))
        parts = tuple(
            c.Part(self.gettext("Undated"), self._part(page, p), n)
            if p == cut.UNDATED
            else c.Part(self.date(p), self._part(page, p), n, p)
            for p, n in shown.items()
        )
        top = c.Link(name, self._part(page, ""))
        all_of = c.Link(self.titles[page.collection], self.views.href(self.overview_of(page.collection)))
        listing = c.Listing(
            title=title,
            description=description if not page.part else "",
            total=total,
            groups=self.grouped(rows, 10 if row_template(page.kind, page.part) == "item-day" else 7),
            parts=parts,
            older=near[0],
            newer=near[1],
            up=top if page.part else all_of,
            related=related if not page.part else (),
            website=website if not page.part else None,
        )
        return self.render(page, title, description, {"listing": listing})

    def _part(self, page: Page, part: str) -> str:
        return self.views.href(urls.listing(page.collection, page.key, part, self.config.permalinks))

    def _near_parts(self, page: Page, parts: list[str]) -> tuple[c.Link | None, c.Link | None]:
        alike = sorted(p for p in parts if len(p) == len(page.part) and p not in ("", cut.UNDATED))
        if page.part not in alike:
            return None, None
        at = alike.index(page.part)
        older = c.Link(self.date(alike[at - 1]), self._part(page, alike[at - 1])) if at else None
        newer = c.Link(self.date(alike[at + 1]), self._part(page, alike[at + 1])) if at + 1 < len(alike) else None
        return older, newer

    def _described(self, page: Page, name: str) -> tuple[str, str, tuple[c.Link, ...], c.Link | None]:
        """(name, description, related topics, website) of a listing, from config."""
        if page.collection == "authors" and page.key in self.config.authors:
            author = self.config.authors[page.key]
            return name, author.description, (), _website(author.url)
        if page.collection == "sources":
            sites = (s.url for host, s in self.config.sources.items() if s.url and (s.name or host) == name)
            return name, "", (), _website(next(sites, ""))
        if page.collection != "topics":
            return name, "", (), None
        topics = self.config.topics
        own = topics.get(page.key)
        near = [own.parent] if own and own.parent else []
        near += [k for k, t in topics.items() if t.parent == page.key]
        there = {f.key: f.name for k in near for f in self.listings.facts("topics", k)}
        links = tuple(self.views.named("topics", Name(k, there[k])) for k in near if k in there)
        return name, own.description if own else "", links, None

    def overview_of(self, collection: str) -> str:
        """The file of a collection's overview."""
        return urls.overview(collection, self.config.permalinks)

    def overview(self, page: Page) -> Inputs:
        """All listings of one collection."""
        facts = sorted(self.listings.facts(page.collection), key=lambda f: (self.views.language.sort_key(f.name), f.key))
        title = self.titles[page.collection]

        def make() -> str:
            entries = tuple(
                c.Entry(
                    f.name,
                    self.views.href(urls.listing(page.collection, f.key, "", self.config.permalinks)),
                    f.total,
                    self.views.item(unpack_head(f.newest)),
                )
                for f in facts
            )
            return self.render(page, title, "", {"overview": c.Overview(title, entries)})

        return Inputs({"entries": of_text(*(x for f in facts for x in (f.key, f.name, str(f.total), f.newest)))}, make)

    # -- what they share ------------------------------------------------------------------------

    def rows(self, listed: list[Listed], template: str = "item") -> tuple[c.Row, ...]:
        """Articles as lists show them, rendered once each. `template`: one of `templates.ROWS`."""
        return tuple([self.renderer.row(x.head, x.head_hash, template) for x in listed])

    def grouped(self, listed: list[Listed], length: int) -> tuple[c.Group, ...]:
        """Rows under their day (length 10) or month (7), in the order they come."""
        groups: dict[str, list[c.Row]] = {}
        for x, row in zip(listed, self.rows(listed, "item-day" if length == 10 else "item"), strict=True):
            day = "" if x.at == UNDATED_AT else periods.day_at(-x.at)
            groups.setdefault(day[:length], []).append(row)
        address = urls.day if length == 10 else urls.month
        return tuple(
            c.Group(self.date(k) if k else self.gettext("Undated"), self.views.href(address(k)) if k else "", tuple(rows), k)
            for k, rows in groups.items()
        )

    def simple(self, title: str, groups: tuple[c.Group, ...], total: int) -> c.Listing:
        """A listing with nothing around it."""
        return c.Listing(title, "", total, groups, (), None, None, None, ())

    def render(
        self, page: Page, title: str, description: str, context: Mapping[str, Any], *, canonical: str | None = "",
        head: Head | None = None,
    ) -> str:  # fmt: skip
        """The page's text. `canonical`: None where a page has no address of its own. `head`: of an article's page."""
        own = self.addresses.absolute(urls.link(page.path))
        has_feed = page.kind == "listing" and pages.has_feed(page.collection, self.config)
        feed = urls.feed(page.collection, page.key, self.config.permalinks) if has_feed else ""
        about = c.Page(
            kind=page.kind,
            title=title,
            description=description,
            canonical="" if canonical is None else canonical or own,
            feed=self.addresses.href(urls.link(feed)) if feed else "",
            collection=page.collection,
            part=page.part if page.kind == "listing" else "",
        )
        extra = {**self.optional.meta(page, title, head), **self._given}
        return self.renderer.page(page.kind, page.path, about, {**context, **extra} if extra else context)


def _neighbour(head: Head | None) -> str:
    return f"{head.url} {head.language} {head.title}" if head else ""


def _website(url: str) -> c.Link | None:
    return c.Link(url.removeprefix("mailto:") if url.startswith("mailto:") else host_of(url), url) if url else None


def _hashes(listed: list[Listed]) -> str:
    return of_text(*(x.head_hash for x in listed))
