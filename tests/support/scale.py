"""How long cold builds of very large archives take, calculated: the table in docs/scale.md.

`python -m tests.support.scale` writes it there.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.paths import DOCS

SERIAL, PARALLEL = 0.11, 0.94
"""Milliseconds of processor time per article, in the process of the build and in workers: measured at 50,000 and at 10,000
articles, theme `plain`, two forked processes, on a busy machine (a quiet one needs about two thirds)."""
DASK = 0.04
"""What dask adds to the process of the build: 3 ms for each piece of work, in large builds one for 75 articles."""
STORE = 3_000
"""Bytes of the store per article. Each worker of dask copies it once."""
NETWORKS = {"1 Gbit/s": 125e6, "10 Gbit/s": 1.25e9}
"""Bytes per second that the machine with the shared folder sends to all workers together."""
BEGIN, END = "<!-- calculated by tests/support/scale.py -->\n", "<!-- end -->\n"


def seconds(articles: int, workers: int, network: str = "") -> tuple[float, float, float]:
    """The serial part, the parallel part and the copies of the store. `network`: if the workers are on other machines."""
    serial = articles * (SERIAL + (DASK if network else 0)) / 1000
    copies = workers * articles * STORE / NETWORKS[network] if network else 0.0
    return serial, articles * PARALLEL / 1000 / workers, copies


def table() -> str:
    """The table in Markdown, in minutes."""
    lines = [
        "| articles | workers | serial | parallel | copies of the store | together | times as fast |",
        "| --: | --- | --: | --: | --: | --: | --: |",
    ]
    for articles in (1_000_000, 10_000_000):
        alone = sum(seconds(articles, 1))
        here = [(1, ""), (2, ""), (8, ""), (32, "")]
        for workers, network in [*here, *((w, n) for n in NETWORKS for w in (8, 32))]:
            parts = seconds(articles, workers, network)
            where = f"{workers}, dask, {network}" if network else f"{workers}"
            minutes = " | ".join(f"{part / 60:.0f}" if part else "" for part in (*parts, sum(parts)))
            lines.append(f"| {articles:,} | {where} | {minutes} | {alone / sum(parts):.1f} |")
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """A page with the table in its place."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n" + table() + "\n" + END + rest.partition(END)[2]


def path() -> Path:
    """The page with the table."""
    return DOCS / "scale.md"


if __name__ == "__main__":
    path().write_text(page(path().read_text("utf-8")), "utf-8")
