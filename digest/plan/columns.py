"""Fills the three columns at the top of the front page, by the estimated heights of their stories."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model.named_tuple import NamedTuple
from digest.plan import heights
from digest.plan.candidates import ALSO, Candidate, StoryChoice

PAIR = 2
"""Number of stories next to each other under a lead without an image."""
SECOND = (2, 5)
"""Minimum and maximum number of stories in the second column."""
BRIEFS = (3, 14)
"""Minimum and maximum number of articles in "In brief"."""
HEAVY = 24
"""An edition with this many articles or more has a large story under a lead without an image."""


class Columns(NamedTuple):
    """What is in the columns, besides the lead."""

    second: tuple[StoryChoice, ...]
    under: tuple[StoryChoice, ...]
    """Below the lead, in the first column."""
    briefs: tuple[int, ...]


def fill(candidates: Sequence[Candidate], lead: StoryChoice, rest: Sequence[StoryChoice], newest: str) -> Columns:
    """Fill the columns from the stories `rest`, most important first. `newest`: the newest edition.

    The second column has the number of stories whose height is nearest to that of the first one, and the briefs fill the
    height of the higher one.
    """
    page = _Heights(candidates)
    secondary = _of_different_topics(candidates, rest, 1 + PAIR + SECOND[1], lead)
    height = page.lead(lead)
    under: list[StoryChoice] = []
    if not candidates[lead.lead].has_image and len(secondary) >= PAIR + SECOND[0]:
        if sum(c.edition == newest for c in candidates) >= HEAVY and len(secondary) > PAIR + SECOND[0]:
            under = secondary[:1]
            height += heights.story(page.text(under[0]), heights.LARGE)
        pair = _pair(candidates, secondary[len(under) :])
        height += heights.pair([page.text(p) for p in pair])
        under += pair
    taken = {p.lead for p in under}
    secondary = [p for p in secondary if p.lead not in taken]
    least, most = SECOND
    numbers = range(least, most + 1)
    number = min(numbers, key=lambda n: (abs(page.column(secondary[:n]) - height), -n))
    second = secondary[:number]
    taken |= {p.lead for p in second}
    others = [p.lead for p in rest if p.lead not in taken]
    briefs = _briefs(candidates, others, max(height, page.column(second)))
    return Columns(tuple(second), tuple(under), briefs)


class _Heights:
    """The heights of the stories of one page."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates

    def text(self, choice: StoryChoice) -> heights.Text:
        """Return what a story shows."""
        c = self.candidates[choice.lead]
        also = tuple(self.candidates[n].title for n in choice.others[:ALSO])
        summary = c.summary if choice.has_summary else ""
        return heights.Text(c.title, summary, bool(c.topics), also, len(choice.others) > ALSO)

    def lead(self, choice: StoryChoice) -> float:
        """Return the height of the lead."""
        c, text = self.candidates[choice.lead], self.text(choice)
        return heights.lead_with_picture(text, c.ratio, c.caption) if c.has_image else heights.lead(text)

    def column(self, stories: Sequence[StoryChoice]) -> float:
        """Return the height of the second column."""
        has_picture = bool(stories) and self.candidates[stories[0].lead].has_image
        return heights.column([self.text(p) for p in stories], has_picture=has_picture)


def _of_different_topics(
    candidates: Sequence[Candidate], choices: Sequence[StoryChoice], number: int, lead: StoryChoice
) -> list[StoryChoice]:
    """Return the first `number` choices, preferring those with a first topic that no other one has."""
    seen = set(candidates[lead.lead].topics[:1])
    found: list[StoryChoice] = []
    for choice in choices:
        topic = candidates[choice.lead].topics[:1]
        if len(found) < number and not seen & set(topic):
            found.append(choice)
            seen |= set(topic)
    others = [p for p in choices if p not in found][: number - len(found)]
    return found + others


def _pair(candidates: Sequence[Candidate], choices: Sequence[StoryChoice]) -> list[StoryChoice]:
    """Return two stories to show next to each other, preferring those with a summary. Either both show one or neither."""
    pair = sorted(choices, key=lambda p: not candidates[p.lead].summary)[:PAIR]
    has_summary = all(candidates[p.lead].summary for p in pair)
    return [p._replace(has_summary=has_summary) for p in pair]


def _briefs(candidates: Sequence[Candidate], articles: Sequence[int], height: float) -> tuple[int, ...]:
    """Return the articles of "In brief", newest first: as many as fill a height. None if too few are left."""
    newest_first = sorted(articles, key=lambda n: (candidates[n].sort_key, candidates[n].path))
    least, most = BRIEFS
    found: list[int] = []
    filled: float = heights.BRIEFS_FRAME
    for n in newest_first[:most]:
        filled += heights.brief(candidates[n].title)
        if len(found) >= least and filled > height + heights.SLACK:
            break
        found.append(n)
    return tuple(found) if len(found) >= least else ()
