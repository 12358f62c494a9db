"""Tiny whole sites, written in the test that uses them, built for real in a temporary folder."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

from digest.build.run import build
from digest.model.events import Event, Rendered, Report
from digest.model.site import Options

CLOCK = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp()


@dataclasses.dataclass
class Site:
    """A site on disk. `build` returns the report; `rendered` holds (path, reason) of the last build's rendered pages."""

    root: Path
    rendered: list[Rendered] = dataclasses.field(default_factory=list)

    def write(self, text: str) -> Site:
        """Files from one text: `-- content/a.md --` begins each; what stood in a file before is replaced."""
        (self.root / "content").mkdir(parents=True, exist_ok=True)  # without it, a site is not built
        name, lines = "", []
        for line in [*text.splitlines(), "--  --"]:
            if line.startswith("-- ") and line.endswith(" --"):
                if name:
                    path = self.root / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
                name, lines = line[3:-3].strip(), []
            else:
                lines.append(line)
        self._in_plain()
        return self

    def _in_plain(self) -> None:
        """A test that names no theme is about pages of the small one, unless its settings are such that none can be."""
        config = self.root / "config.yaml"
        text = config.read_text("utf-8") if config.is_file() else ""
        keys = not text or re.match(r"[a-z_]+:|#", text)
        if (config.is_file() or not config.exists()) and keys and not re.search("^theme:", text, re.MULTILINE):
            config.write_text(f"{text}theme: plain\n", "utf-8")

    def build(self, *, clock: float = CLOCK, jobs: int = 1, full: bool = False, **options: object) -> Report:
        """One build in this process."""
        self.rendered = []

        def note(event: Event) -> None:
            if isinstance(event, Rendered):
                self.rendered.append(event)

        given = Options(str(self.root), clock, jobs=jobs, full=full)._replace(**options)  # type: ignore[arg-type]
        return build(given, note)

    def page(self, path: str) -> str:
        """The text of a file of the output."""
        return (self.root / "output" / path).read_text("utf-8")

    def output(self) -> dict[str, bytes]:
        """Every file of the output."""
        top = self.root / "output"
        return {p.relative_to(top).as_posix(): p.read_bytes() for p in sorted(top.rglob("*")) if p.is_file()}

    def written(self) -> list[str]:
        """Paths that the last build wrote."""
        return sorted(r.path for r in self.rendered if r.written)
