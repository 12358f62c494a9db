"""What one process of a build holds, and the jobs that it can do: read sources, process images, make pages.

Jobs are keys (paths); a worker fetches everything else itself, and returns small records. The same code runs in the
process of the build and in worker processes.
"""

from __future__ import annotations

import os
from typing import Any

from digest.build.image_cache import ImageCache, ImageJob
from digest.build.make_page import PageWorker, Write
from digest.build.read_source import IndexedArticle, ReadWorker
from digest.build.results import PageResult
from digest.files import output
from digest.model.image import ImageRecord
from digest.model.problem import Problem
from digest.model.site import Site
from digest.store.bodies import Bodies
from digest.store.pages import StalePage


class WorkersFailed(Exception):  # noqa: N818 (it says what happened)
    """Workers cannot do their work. Nothing is lost: the next build goes on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class WorkerDied(WorkersFailed):
    """A worker process ended during its work: it was killed, or ran out of memory."""

    def __init__(self) -> None:
        message = "a worker process was killed, or could not be started"
        hint = "Give it more memory, or build with --jobs 1."
        super().__init__(Problem("worker-died", message, hint=hint))


class Worker:
    """Reads sources, processes images and makes pages of one site."""

    def __init__(self, site: Site, bodies: str, write: Write = output.write, *, store: str = "") -> None:
        """`bodies`: the name of the file to which this process adds bodies. `write` writes a page. `store`: see PageWorker."""
        self.site = site
        self.bodies = Bodies(os.path.join(site.state, "bodies"), bodies)
        self.images = ImageCache(site)
        self.reading = ReadWorker(site, self.bodies)
        self.pages = PageWorker(site, self.bodies, self.images, write, store)

    def use(self, site: Site) -> None:
        """Work for a site that `fits` from now on."""
        self.site = self.reading.site = self.pages.site = site

    def forked(self, bodies: str) -> Worker:
        """This worker in a process that was just forked: it keeps what is loaded, and opens files of its own."""
        self.bodies.close()
        self.bodies = self.reading.bodies = self.pages.bodies = Bodies(self.bodies.folder, bodies)
        self.pages.forget_store()
        return self

    def fits(self, site: Site) -> bool:
        """Whether it can work for this site too, because only the options of the command line differ."""
        return site._replace(options=self.site.options, places=self.site.places) == self.site

    def close(self) -> None:
        """Close all files. They are opened again when there is more to do."""
        self.bodies.close()
        self.pages.close()

    def times(self) -> Any:
        """What it measured. Nothing, unless it is a `ProfiledWorker`."""

    def read(self, jobs: list[tuple[str, str, str]]) -> list[IndexedArticle]:
        """Read sources: (path below content/, stamp, content hash of the last build)."""
        return self.reading.read(jobs)

    def process_images(self, jobs: list[ImageJob]) -> list[ImageRecord]:
        """Find the size of images, and make smaller ones."""
        return [self.images.process(job) for job in jobs]

    def make(self, jobs: list[StalePage]) -> list[PageResult]:
        """Bring pages up to date."""
        return self.pages.make(jobs)
