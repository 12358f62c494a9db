"""The newest edition as an email, in HTML or plain text. What it contains is the optional value `email`."""

from __future__ import annotations

from digest.model.page import Page
from digest.pages.content import PageContent
from digest.pages.frame import PageRenderer
from digest.pages.inputs import TemplateInputs


class EmailInputs(TemplateInputs):
    """Both forms of the email."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        super().__init__(pages, page, {})

    def content(self) -> PageContent:
        return PageContent(self.pages.config.title, self.pages.config.description, {})
