"""Find the files that articles refer to by name: `[[harbour]]`, `![[map.png]]`, `{% post_url 2021-05-06-harbour %}`.

Only the build knows all files. It writes the path into the reference, so that everything after this step sees an ordinary
reference to a file. The table of references has a row for the name too: an article is resolved again if a file or an article
with this name is added, changed or removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from digest.files.scan import ARTICLES
from digest.model.article import Ref, unpack_detail, unpack_head
from digest.model.folders import CONTENT
from digest.model.named_tuple import NamedTuple
from digest.model.packing import pack
from digest.store import Store
from digest.store.sources import NAME, SourceRow


class _Candidate(NamedTuple):
    """A file that has a name. The best one is the least."""

    rank: int
    """0 if it is the name of the file, 1 if it is the title, 2 if it is another name of the article."""
    depth: int
    path: str


def ref_rows(refs: Iterable[Ref]) -> dict[str, bool]:
    """Return the rows of an article in the table of references: what it refers to, and whether as images."""
    rows: dict[str, bool] = {}
    for ref in refs:
        if ref.name:
            rows.setdefault(NAME + _key(ref.name), False)
        if ref.target:
            rows[ref.target] = rows.get(ref.target, False) or ref.kind == "image"
    return rows


def resolve_names(
    store: Store, before: Mapping[str, SourceRow | None], files: Iterable[str], *, full: bool
) -> dict[str, SourceRow]:
    """Write the paths of files into the references by name that may lead to another file than before.

    `before`: the rows of changed sources before the build; `files`: other files that changed. Returns the rows that were
    replaced, by path.
    """
    if not store.has_names():
        return {}
    if full:
        paths = store.referring_by_name()
    else:
        rows = [row for path, old in before.items() for row in (old, store.source(path)) if row]
        keys = {key for row in rows for key in _names_of(row)} | {key for file in files for key in _names_of_file(file)}
        paths = sorted({path for key in keys for path in store.referring_sources(NAME + key)} | before.keys())
    replaced: dict[str, SourceRow] = {}
    names: dict[str, list[_Candidate]] = {}
    for path in paths:
        row = store.source(path)
        detail = unpack_detail(row.detail) if row and row.detail else None
        if row is None or detail is None or not any(ref.name for ref in detail.refs):
            continue
        names = names or _all_names(store)
        refs = tuple([ref._replace(target=_find(ref, path, names)) if ref.name else ref for ref in detail.refs])
        if refs != detail.refs:
            store.put_sources([row._replace(detail=pack(detail._replace(refs=refs)))])
            store.set_refs(path, ref_rows(refs))
            replaced[path] = row
    return replaced


def _find(ref: Ref, source: str, names: Mapping[str, list[_Candidate]]) -> str:
    """Return the path of the file that a reference names; empty if there is none.

    Of several files, the one whose folder is given is chosen, then one next to the article, then the one with the shortest path.
    """
    folder = "/" + ref.name.casefold().rpartition("/")[0]
    beside = source.rpartition("/")[0]

    def order(candidate: _Candidate) -> tuple[object, ...]:
        parent = candidate.path.rpartition("/")[0]
        is_given = folder == "/" or f"/{parent}".casefold().endswith(folder)
        return not is_given, candidate.rank, parent != beside, candidate.depth, candidate.path

    found = [c for c in names.get(_key(ref.name), ()) if ref.kind == "link" or not c.path.lower().endswith(ARTICLES)]
    return min(found, key=order).path if found else ""


def _all_names(store: Store) -> dict[str, list[_Candidate]]:
    names: dict[str, list[_Candidate]] = {}
    for path, title, aliases, extra in store.names():
        for rank, key in enumerate(_keys(path, title, json.loads(aliases), json.loads(extra))):
            if key:
                names.setdefault(key, []).append(_Candidate(min(rank, 2), path.count("/"), path))
    for path in store.file_paths(CONTENT):
        for rank, key in enumerate(_names_of_file(path)):
            names.setdefault(key, []).append(_Candidate(2 * rank, path.count("/"), path))
    return names


def _names_of(row: SourceRow) -> Iterator[str]:
    if row.body:
        detail = unpack_detail(row.detail)
        yield from _keys(row.path, unpack_head(row.head).title, detail.aliases, detail.extra)


def _keys(path: str, title: str, aliases: Iterable[str], extra: Mapping[str, object]) -> list[str]:
    """The names of an article: of its file, its title, and others. The name of `harbour/index.md` is `harbour`."""
    folder, _, name = path.rpartition("/")
    stem = _key(name)
    others = [_key(alias.removesuffix("/")) for alias in aliases]
    names = extra.get("aliases")
    for name in (extra.get("id"), *(names if isinstance(names, list) else ())):
        if isinstance(name, str):
            others.append(_key(name))
    return [_key(folder) if stem == "index" and folder else stem, _key(title), *others]


def _names_of_file(path: str) -> tuple[str, str]:
    name = _folded(path.rpartition("/")[2])
    return name, name.rpartition(".")[0] or name


def _key(name: str) -> str:
    """What two spellings of a name have in common."""
    key = " ".join(_folded(name.rpartition("/")[2]).split())
    return key.rpartition(".")[0] if key.endswith(ARTICLES) else key


_QUOTES = dict.fromkeys(map(ord, "\"'“”„‘’‚«»‹›"))


def _folded(name: str) -> str:
    """A name without case, quotation marks and kinds of dashes, which are straight in a link and typographic in a title."""
    dashes = name.replace("—", "-").replace("–", "-").replace("---", "-").replace("--", "-").replace("…", "...")
    return dashes.casefold().translate(_QUOTES)
