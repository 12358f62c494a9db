"""The page that web servers show for an address without a page."""

from __future__ import annotations

from digest.model.page import Page
from digest.pages.content import PageContent
from digest.pages.frame import PageRenderer
from digest.pages.inputs import TemplateInputs


class NotFoundInputs(TemplateInputs):
    """It shows nothing of the site."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        super().__init__(pages, page, {})

    def content(self) -> PageContent:
        return PageContent(self.pages.queries.gettext("Page not found"), "", {}, canonical="")
