"""Social cards: the images that link previews show for articles without one, and for all other pages."""

from __future__ import annotations

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.frame import PageRenderer
from digest.pages.inputs import PageInputs
from digest.render import card


class CardInputs(PageInputs):
    """The card of an article or of the site: what it says, and the fonts."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.painter = pages.card_painter
        row = pages.queries.store.source(page.key) if page.key else None
        if page.key and row is None:
            raise KeyError(page.key)
        self.text = pages.queries.card_text(unpack_head(row.head) if row else None)
        super().__init__({"card": hash_text(card.VERSION, self.painter.fonts, *self.text)})

    def render(self) -> bytes:
        return self.painter.paint(self.text)
