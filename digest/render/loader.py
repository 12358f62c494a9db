"""Loads templates from a chain of theme folders, and caches them in compiled form."""

from __future__ import annotations

import contextlib
import io
import os

import jinja2
import jinja2.bccache

from digest.model.fingerprint import content_hash, file_hash, hash_text
from digest.model.named_tuple import NamedTuple


class Folder(NamedTuple):
    """One theme of the chain."""

    name: str
    path: str
    shown: str
    """The folder in messages: relative to the site, or `NAME (built-in)`."""

    @property
    def is_built_in(self) -> bool:
        """Whether the theme is a part of digest."""
        return self.shown == f"{self.name} (built-in)"


class Loader(jinja2.BaseLoader):
    """Finds `list.html` in the first theme of the chain that has it, and `plain/list.html` in the theme `plain` only.

    The second form lets a template extend the one that it overrides.
    """

    def __init__(self, chain: tuple[Folder, ...]) -> None:
        self.chain = chain
        self._sources: dict[str, tuple[str, str, None]] = {}
        """Templates are read once, so that the text that was checked is the text that is rendered."""
        self._found: dict[str, tuple[Folder, str] | None] = {}

    def find(self, name: str) -> tuple[Folder, str] | None:
        """Return the folder and path of a template, or None if no theme has it."""
        if name not in self._found:
            self._found[name] = self._search(name)
        return self._found[name]

    def _search(self, name: str) -> tuple[Folder, str] | None:
        first, _, rest = name.partition("/")
        theme = [f for f in self.chain if f.name == first][-1:]
        for folder, file in [*((f, rest) for f in theme if rest), *((f, name) for f in self.chain)]:
            path = os.path.join(folder.path, *file.split("/"))
            if ".." not in file.split("/") and os.path.isfile(path):
                return folder, path
        return None

    def list_templates(self) -> list[str]:
        """Return all files of the themes, by the names that templates can load them with."""
        return sorted({
            os.path.relpath(os.path.join(root, name), folder.path).replace(os.sep, "/")
            for folder in self.chain for root, _, names in os.walk(folder.path) for name in names
            if "/." not in root[len(folder.path) :].replace(os.sep, "/")
        })  # fmt: skip

    def fingerprint(self) -> str:
        """Return a fingerprint of all files of the themes, for templates whose dependencies are computed."""
        found = []
        for path in (os.path.join(folder.path, name) for folder in self.chain for name in self.list_templates()):
            with contextlib.suppress(OSError):  # the file is in another theme of the chain, or unreadable
                found += [path, file_hash(path)]
        return hash_text(*found)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        """Implement `jinja2.BaseLoader`. Raises TemplateNotFound."""
        if template not in self._sources:
            found = self.find(template)
            if not found:
                raise jinja2.TemplateNotFound(template)
            with open(found[1], encoding="utf-8-sig") as file:
                self._sources[template] = (file.read(), found[1], None)
        return self._sources[template]


class BytecodeCache(jinja2.FileSystemBytecodeCache):
    """Compiled templates on disk. `salt` changes when the same source must be compiled again."""

    def __init__(self, folder: str, salt: str) -> None:
        super().__init__(folder, "%s")
        self.salt = salt

    def get_source_checksum(self, source: str) -> str:
        """Return what must be equal for a compiled template to be used."""
        return hash_text(source, self.salt)

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Read a compiled template. A damaged file is ignored, because it would be executed."""
        with (
            contextlib.suppress(OSError, ValueError, EOFError, TypeError),
            open(self._get_cache_filename(bucket), "rb") as file,
        ):
            checksum, data = file.read(32), file.read()
            if checksum == content_hash(data).encode():
                bucket.load_bytecode(io.BytesIO(data))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Write a compiled template, preceded by a checksum. If the disk is full, it is compiled again next time."""
        data, path = bucket.bytecode_to_string(), self._get_cache_filename(bucket)
        with contextlib.suppress(OSError):
            with open(f"{path}.{os.getpid()}", "wb") as file:
                file.write(content_hash(data).encode() + data)
            os.replace(file.name, path)
