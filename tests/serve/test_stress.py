"""Random changes of files while a site is served: the server survives, and at the end the output equals a clean build.

`DIGEST_OPERATIONS=10000` makes that many changes; the default is a sample.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from tests.support.edits import TEMPLATES
from tests.support.processes import article, fill, until, workers
from tests.support.serving import Server, serving
from tests.support.sites import Site

pytestmark = pytest.mark.slow
OPERATIONS = int(os.environ.get("DIGEST_OPERATIONS", "300"))
CONFIGS = [
    "", "title: Another\n", "title: [\n", "url: https://host.example/sub/\n", "content: texts\n",
    "listing: {front: 2, split: 3}\n",
]  # fmt: skip


class Hands:
    """Changes files at random, as users and programs do."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.chance = root, chance

    def work(self) -> None:
        """Make one change; nothing happens if it is impossible."""
        kinds = ["edit"] * 8 + [
            "write",
            "write",
            "remove",
            "rename",
            "half",
            "atomic",
            "folder",
            "folder_gone",
            "folder_renamed",
        ]
        kinds += ["static", "picture", "template", "style", "settings", "binary", "touch"]
        try:
            getattr(self, f"_{self.chance.choice(kinds)}")()
        except (OSError, shutil.Error):
            return

    def _any(self, pattern: str = "*.md") -> Path:
        found = sorted((self.root / "content").rglob(pattern))
        return self.chance.choice(found) if found else self.root / "content/none.md"

    def _folder_of_some(self) -> Path:
        found = sorted(p for p in (self.root / "content").rglob("*") if p.is_dir())
        return self.chance.choice([self.root / "content", *found])

    def _new(self) -> Path:
        return self._folder_of_some() / f"n{self.chance.randrange(200)}.md"

    def _text(self) -> str:
        return article(self.chance.randrange(300), f"Word {self.chance.randrange(10**6)}.")

    def _edit(self) -> None:
        self._any().write_text(self._text())

    def _write(self) -> None:
        self._new().write_text(self._text())

    def _remove(self) -> None:
        self._any().unlink()

    def _rename(self) -> None:
        self._any().rename(self._new())

    def _half(self) -> None:
        path, text = self._any(), self._text()
        path.write_text(text[: self.chance.randrange(len(text))])

    def _atomic(self) -> None:
        (self.root / "part").write_text(self._text())
        (self.root / "part").replace(self._any())

    def _folder(self) -> None:
        (self._folder_of_some() / f"f{self.chance.randrange(8)}").mkdir()

    def _folder_gone(self) -> None:
        path = self._folder_of_some()
        if path.name != "content":
            shutil.rmtree(path)

    def _folder_renamed(self) -> None:
        path = self._folder_of_some()
        if path.name != "content":
            path.rename(path.with_name(f"r{self.chance.randrange(8)}"))

    def _static(self) -> None:
        (self.root / "static").mkdir(exist_ok=True)
        path = self.root / f"static/s{self.chance.randrange(4)}.txt"
        path.unlink() if path.exists() and self.chance.random() < 0.3 else path.write_text(self._text())

    def _picture(self) -> None:
        (self._folder_of_some() / "photo.jpg").write_bytes(self.chance.randbytes(9))

    def _template(self) -> None:
        name = self.chance.choice(["article.html", "item.html"])
        path = self.root / "themes/plain" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = self.chance.choice([*TEMPLATES[name], "", "{% if"])
        path.write_text(text) if text else path.unlink()

    def _style(self) -> None:
        (self.root / "themes/plain/style.css").write_text(f"p {{ margin: {self.chance.randrange(9)}px }}")

    def _settings(self) -> None:
        (self.root / "config.yaml").write_text(self.chance.choice(CONFIGS))

    def _binary(self) -> None:
        self._any().write_bytes(self.chance.randbytes(200))

    def _touch(self) -> None:
        os.utime(self._any())


def clean(site: Site, place: Path) -> dict[str, bytes]:
    """The output of a clean build, whatever its problems."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(site.root, place, ignore=shutil.ignore_patterns(".digest", "output"))
    copy = Site(place)
    copy.build(clock=time.time())
    return copy.output()


def memory(server: Server) -> int:
    """Memory of the server and its build process, in megabytes."""
    total = 0
    for process in [server.process.pid, *workers(server.process.pid)]:
        status = Path(f"/proc/{process}/status").read_text()
        total += int(status.partition("VmRSS:")[2].split()[0])
    return total // 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads how much memory is held in /proc")
def test_random_changes_end_with_the_output_of_a_clean_build(tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 60)
    shutil.copytree(site.root / "content", site.root / "texts")
    chance = random.Random(OPERATIONS)
    hands = Hands(site.root, chance)
    held = []
    with serving(site.root) as server:
        for number in range(OPERATIONS):
            hands.work()
            time.sleep(chance.choice([0, 0, 0, 0.002, 0.01, 0.05]))
            if number % max(OPERATIONS // 10, 1) == 0:
                held.append(memory(server))
        # a clean build has no last good pages, so all errors are fixed
        (site.root / "config.yaml").write_text("title: The end\n")
        shutil.rmtree(site.root / "themes", ignore_errors=True)
        for path in (site.root / "content").rglob("*.md"):
            path.write_text(hands._text())
        assert until(lambda: site.output() == clean(site, tmp_path / "clean"), 30), server.text[-3000:]
        assert server.process.poll() is None
        held.append(memory(server))
        assert sum(p.stat().st_size for p in (site.root / ".digest/bodies").iterdir()) < 8 << 20
    assert held[-1] < held[len(held) // 2] + 20, f"megabytes held: {held}"
    print(f"{OPERATIONS} operations; megabytes held: {held}")
