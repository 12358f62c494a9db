"""The articles that an edition may show, and the stories that are chosen from them."""

from __future__ import annotations

from digest.model.named_tuple import NamedTuple

ALSO = 3
"""Maximum number of articles of other sources to name with their titles. Further ones are named by their sources."""
USUAL_RATIO = 2 / 3
"""Height divided by width of an image whose size is unknown."""


class Candidate(NamedTuple):
    """An article that an edition may show."""

    edition: str
    """Key of its edition. Keys sort by date."""
    sort_key: int
    """See `store.listings.sort_key_of`; smaller is newer."""
    path: str
    weight: int
    words: int
    source: str
    """Key of its source, or the host of its original; may be empty."""
    story: str
    """Key of its story; may be empty."""
    topics: tuple[str, ...]
    """Keys, most important first."""
    has_image: bool
    title: str = ""
    summary: str = ""
    ratio: float = USUAL_RATIO
    """Height of its image divided by its width."""
    caption: str = ""
    """Caption and credit of its image; may be empty."""


class StoryChoice(NamedTuple):
    """A story or a single article to show."""

    lead: int
    others: tuple[int, ...] = ()
    """The newest article of each other source of the story, newest first; empty if there are fewer than two."""
    members: tuple[int, ...] = ()
    """All articles of the story, including `lead`; empty for a single article."""
    has_summary: bool = True
    """Whether to show the summary. Not if the story next to it has none."""

    @property
    def sources(self) -> int:
        """Number of sources of the story; 0 for a single article."""
        return len(self.others) + 1 if self.others else 0

    def used(self) -> set[int]:
        """Return the articles that must not be shown elsewhere on the page."""
        return {self.lead, *self.others, *self.members}
