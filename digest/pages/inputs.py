"""The inputs of one page: fingerprints that show whether it changed, and a method that renders it.

Each kind of page has a subclass in this package. It fetches its inputs when it is created, since the fingerprints are
needed for every page that may have changed, and does everything else in `render()`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from digest.model.article import Head
from digest.model.page import Page
from digest.model.problem import Problem
from digest.pages.content import PageContent

if TYPE_CHECKING:
    from digest.pages.frame import PageRenderer


class PageInputs(ABC):
    """What one page is made from."""

    def __init__(self, fingerprints: Mapping[str, str], problems: Sequence[Problem] = ()) -> None:
        self.fingerprints = fingerprints
        """By the name of the input, which `--explain` and `digest why` print. Empty: the input has no effect on this page."""
        self.problems = problems
        """What is wrong with the page, such as links to missing files. It is rendered nevertheless."""

    @abstractmethod
    def render(self) -> str | bytes:
        """Return the text of the page, or the bytes of an image.

        Raises BodyDamaged if the text of an article is lost, and whatever a template raises.
        """


class TemplateInputs(PageInputs):
    """What a page is made from that a template of the theme renders."""

    def __init__(
        self, pages: PageRenderer, page: Page, fingerprints: Mapping[str, str], problems: Sequence[Problem] = (),
        head: Head | None = None,
    ) -> None:  # fmt: skip
        """`head`: of the article whose page this is."""
        self.pages, self.page = pages, page
        self._head = head
        self._optional = pages.optional.values_for(page, head)
        if self._optional:
            fingerprints = {**fingerprints, **{name: value.fingerprint for name, value in self._optional.items()}}
        super().__init__(fingerprints, problems)

    @abstractmethod
    def content(self) -> PageContent:
        """Return what the template needs, besides the optional values."""

    def render(self) -> str:
        optional = {name: value.compute() for name, value in self._optional.items()}
        return self.pages.render(self.page, self.content(), optional, self._head)
