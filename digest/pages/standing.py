"""A standing page, such as an imprint. It is read and shown like an article, but belongs to no list and has no neighbours."""

from __future__ import annotations

from digest.pages.article import ArticleInputs


class StandingInputs(ArticleInputs):
    """A standing page: its head and text, with what the text refers to, and its translations."""
