"""The icon of a site that brings none along: the first letter of its title, as a drawing and as images."""

from __future__ import annotations

from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.frame import PageRenderer
from digest.pages.inputs import PageInputs
from digest.render import icon


class IconInputs(PageInputs):
    """One file of the icon. It depends on the title of the site and on the outlines of the theme."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.kind = page.kind
        self.letter = icon.initial(pages.config.title, pages.config.language)
        self.outline = icon.outline(self.letter, pages.renderer.theme.drawn("letters.txt"))
        super().__init__({"name": hash_text(self.letter, self.outline)})

    def render(self) -> str | bytes:
        if self.kind == "icon":
            return icon.svg(self.letter, self.outline)
        return icon.ico(self.outline) if self.kind == "icon-ico" else icon.png(self.outline, icon.TOUCH)
