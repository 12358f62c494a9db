"""Small sites in a temporary folder, written by the test that uses them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

from digest.build.run import build
from digest.build.session import BuildRequest
from digest.model.events import Event, Rendered, Report
from digest.model.site import Options

CLOCK = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp()


@dataclasses.dataclass
class Site:
    """A site on disk. `rendered`: the pages that the last build rendered."""

    root: Path
    rendered: list[Rendered] = dataclasses.field(default_factory=list)

    def write(self, text: str) -> Site:
        """Write files from one text, in which each begins with a line such as `-- content/a.md --`."""
        (self.root / "content").mkdir(parents=True, exist_ok=True)  # which a site must have
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
        self._set_theme()
        return self

    def _set_theme(self) -> None:
        """Set `theme: plain`, which is fast, in a config without a theme. Configs with a syntax error stay unchanged."""
        config = self.root / "config.yaml"
        text = config.read_text("utf-8") if config.is_file() else ""
        keys = not text or re.match(r"[a-z_]+:|#", text)
        if (config.is_file() or not config.exists()) and keys and not re.search("^theme:", text, re.MULTILINE):
            config.write_text(f"{text}theme: plain\n", "utf-8")

    def build(
        self, *, clock: float = CLOCK, jobs: int = 1, full: bool = False, request: BuildRequest | None = None,
        **options: object,
    ) -> Report:  # fmt: skip
        """Build in this process."""
        self.rendered = []

        def note(event: Event) -> None:
            if isinstance(event, Rendered):
                self.rendered.append(event)

        given = Options(str(self.root), clock, jobs=jobs, full=full)._replace(**options)  # type: ignore[arg-type]
        return build(given, note, request=request)

    def page(self, path: str) -> str:
        """The text of a file of the output."""
        return (self.root / "output" / path).read_text("utf-8")

    def output(self) -> dict[str, bytes]:
        """The files of the output by path."""
        top = self.root / "output"
        return {p.relative_to(top).as_posix(): p.read_bytes() for p in sorted(top.rglob("*")) if p.is_file()}

    def written(self) -> list[str]:
        """Paths of the pages that the last build wrote."""
        return sorted(r.path for r in self.rendered if r.written)
