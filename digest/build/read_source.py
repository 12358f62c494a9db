"""Worker job: read one source file and return an `IndexedArticle`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from digest.build.addresses import requested_address
from digest.build.names import ref_rows
from digest.build.results import problems_to_json
from digest.model.article import Article, Detail, Head, pack_head
from digest.model.fingerprint import content_hash, hash_text
from digest.model.folders import file_path
from digest.model.named_tuple import NamedTuple
from digest.model.packing import pack
from digest.model.problem import Problem
from digest.model.site import Site
from digest.plan.collections import keys_of
from digest.store.bodies import Bodies
from digest.store.sources import SourceRow

if TYPE_CHECKING:
    from digest.read.article import Reader


class IndexedArticle(NamedTuple):
    """One source as a worker read it. Small, because it is sent from process to process; the body is in a file already."""

    row: SourceRow
    """`body` is empty if the article could not be read."""
    wall_time: int
    date: str
    """Both as in the head of the article."""
    keys: tuple[tuple[str, str], ...]
    """(collection, key) of the listings that contain the article."""
    refs: tuple[tuple[str, bool], ...]
    """Files of the site that the article refers to, and whether as images."""
    same: bool
    """Whether the file has the same bytes as at the last build. Then only the stamp of `row` counts."""
    failed: bool = False
    """Whether it could not be read because of an error, so that its last version stays published."""


class _NewSource(NamedTuple):
    """A source file whose bytes changed since the last build."""

    path: str
    stamp: str
    hash: str
    data: bytes


class ReadWorker:
    """Reads source files of one site. The reader, which is slow to import, is created when it is first needed."""

    def __init__(self, site: Site, bodies: Bodies) -> None:
        self.site, self.bodies = site, bodies
        self._reader: Reader | None = None

    def reader(self) -> Reader:
        """The reader of articles. Created once, because it holds parsers and tables."""
        if self._reader is None:
            from digest.read.article import Reader

            self._reader = Reader(self.site.config, self.site.git.dates if self.site.git else {})
        return self._reader

    def read(self, jobs: list[tuple[str, str, str]]) -> list[IndexedArticle]:
        """Read sources. Each job is (path below content/, stamp, content hash of the last build)."""
        opened = [self._open(*job) for job in jobs]
        changed = [(source.path, source.data) for source in opened if isinstance(source, _NewSource)]
        articles = iter(self.reader().read_all(changed) if changed else ())
        return [self._index(source, *next(articles)) if isinstance(source, _NewSource) else source for source in opened]

    def _open(self, path: str, stamp: str, known_hash: str) -> _NewSource | IndexedArticle:
        try:
            with open(self.site.file(path), "rb", buffering=0) as file:
                data = file.read()
        except OSError as error:
            problem = Problem(
                "unreadable", f"cannot be read: {error.strerror}", self._shown(path), hint="Check its permissions."
            )
            return _failed(path, "", "", [problem])
        hash = content_hash(data)
        if hash == known_hash:
            return IndexedArticle(_empty_row(path, stamp, hash, None), 0, "", (), (), True)
        return _NewSource(path, stamp, hash, data)

    def _index(self, source: _NewSource, article: Article | None, problems: tuple[Problem, ...]) -> IndexedArticle:
        if article is None:
            return _failed(source.path, source.stamp, source.hash, problems)
        try:
            return self._indexed(source, article, problems)
        except Exception as error:
            from digest.read.faults import crashed, is_fault

            if not is_fault(error):
                raise
            problem = crashed(error, self._shown(source.path))
            return _failed(source.path, source.stamp, source.hash, [*problems, problem])

    def _indexed(self, source: _NewSource, article: Article, problems: tuple[Problem, ...]) -> IndexedArticle:
        head = article.head
        body = self.bodies.add(article.body.html)
        row = source_row(article, source.stamp, source.hash, body, problems_to_json(problems), self.site)
        refs = tuple(ref_rows(article.body.refs).items()) if article.body.refs else ()
        return IndexedArticle(row, head.wall_time, head.date, keys_of(head), refs, False)

    def _shown(self, path: str) -> str:
        return file_path(self.site.config, path)


def source_row(article: Article, stamp: str, hash: str, body: str, problems: str | None, site: Site) -> SourceRow:
    """The row of an article in the store, with the address that it requests. `body`: where its body is stored."""
    a = article
    url, url_changed = requested_address(a.head, site)
    detail = Detail(
        a.body.refs,
        a.body.words,
        a.corrections,
        a.aliases,
        a.extra,
        a.head.picture.src if a.head.picture else "",
        int(a.origins["aliases"].rpartition(" ")[2]) if a.aliases else 0,
        a.nav,
    )
    packed = pack(detail)
    head = pack_head(a.head._replace(url=url))
    row = SourceRow(
        path=a.head.id, stamp=stamp, hash=hash, live=0, url=url, requested_url=_request(a.head, url), head=head,
        head_hash=hash_text(head), body=body, body_hash=hash_text(a.body.html, packed), detail=packed, draft=int(a.draft),
        due=_timestamp(a.publish), expires=_timestamp(a.expires), url_changed=int(url_changed),
        has_own_image=int(detail.picture.startswith("digest-")), has_more_pages=int(bool(detail.refs or detail.aliases)),
        problems=problems,
        translation=a.head.translation,
    )  # fmt: skip
    return row._replace(live=int(is_published(row, site)))


def _request(head: Head, url: str) -> str:
    """The address as articles compete for it. Articles without a page of their own do not compete."""
    return f"{head.id} {url}" if head.external else url.casefold()


def is_published(row: SourceRow, site: Site) -> bool:
    """Whether an article that was read without errors is published at the time of the build."""
    o = site.options
    if (row.draft and not site.config.drafts) or (row.expires is not None and row.expires <= o.clock):
        return False
    return row.due is None or row.due <= o.clock or o.future


def _timestamp(iso: str) -> float | None:
    return datetime.fromisoformat(iso).timestamp() if iso else None


def _failed(path: str, stamp: str, hash: str, problems: Sequence[Problem]) -> IndexedArticle:
    row = _empty_row(path, stamp, hash, problems_to_json(problems))
    failed = any(p.severity == "error" for p in problems)
    return IndexedArticle(row, 0, "", (), (), False, failed)


def _empty_row(path: str, stamp: str, hash: str, problems: str | None) -> SourceRow:
    return SourceRow(path, stamp, hash, 0, "", "", "", "", "", "", "", 0, None, None, 0, 0, 0, problems)
