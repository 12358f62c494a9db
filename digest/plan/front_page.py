"""Which articles lead an edition, and where on a page each of them stands.

The largest story leads, told by most sources; else the newest article with the longest text; a weight in front matter
goes before both. What stands once on a page stands nowhere else on it. Pure functions of plain facts; this module must
not know heads, the store or templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

ALSO = 3
"""Articles of other sources that are named with their headlines; those of more sources with the source's name."""
SECOND, UNDER, BRIEFS, CLUSTERS, TOPICS, OF_TOPIC = 3, 2, 10, 2, 8, 4
"""How many stories, articles and topics the parts of a front page have at most."""
BESIDE_TEXT = 8
"""Briefs beside a lead without a picture, whose column is shorter."""
OF_EMAIL = 5
"""Articles of a topic that are sent by mail."""
FEW = 5
"""With so many articles or fewer, there are a lead and a second column only."""


class Candidate(NamedTuple):
    """An article that an edition may show."""

    edition: str
    """The edition it stands in; a later one sorts after."""
    at: int
    """Its place in time, newest first; see `store.listings.Member.at`."""
    path: str
    weight: int
    words: int
    source: str
    """Its source's key, or the host of its original; may be empty."""
    story: str
    """Key of its story; may be empty."""
    topics: tuple[str, ...]
    """Keys, the most important first."""
    pictured: bool


class StoryChoice(NamedTuple):
    """A story on a page, as numbers of candidates."""

    lead: int
    others: tuple[int, ...] = ()
    """One article of each other source that tells it, newest first; none where there are fewer than two."""
    members: tuple[int, ...] = ()
    """All articles of the story, `lead` too; empty for a plain article."""

    @property
    def sources(self) -> int:
        """How many tell it; 0 for a plain article."""
        return len(self.others) + 1 if self.others else 0

    def used(self) -> set[int]:
        """What is shown when it is."""
        return {self.lead, *self.others, *self.members}


class FrontLayout(NamedTuple):
    """What stands where on the front page, as numbers of candidates."""

    lead: StoryChoice | None = None
    second: tuple[StoryChoice, ...] = ()
    under: tuple[StoryChoice, ...] = ()
    briefs: tuple[int, ...] = ()
    clusters: tuple[StoryChoice, ...] = ()
    topics: tuple[tuple[str, int, tuple[int, ...]], ...] = ()
    """(key, articles of the newest edition in it, those to show)."""


class IssueLayout(NamedTuple):
    """What stands where on the page of a day or week."""

    leads: tuple[StoryChoice, ...]
    groups: tuple[tuple[str, int, tuple[int, ...]], ...]
    """(key of the topic or empty, how many of it stand above, the others)."""


class EmailLayout(NamedTuple):
    """What stands in the mail of an edition, as numbers of candidates."""

    lead: StoryChoice
    groups: tuple[tuple[str, int, tuple[int, ...]], ...]
    """(key of the topic or empty, articles in it, those to show)."""


def ranked(candidates: Sequence[Candidate]) -> list[StoryChoice]:
    """All stories and plain articles, the most important first."""
    of_story: dict[str, list[int]] = {}
    plain: list[int] = []
    for number, c in enumerate(candidates):
        (of_story.setdefault(c.story, []) if c.story else plain).append(number)
    picks = []
    for members in of_story.values():
        pick = _cluster(candidates, members)
        if pick:
            picks.append(pick)
        else:
            plain += members
    order = {e: n for n, e in enumerate(sorted({c.edition for c in candidates}, reverse=True))}

    def rank(pick: StoryChoice) -> tuple[int | str, ...]:
        c = candidates[pick.lead]
        return order[c.edition], -c.weight, -pick.sources, -len(pick.members), -c.words, c.at, c.path

    return sorted([*picks, *map(StoryChoice, plain)], key=rank)


def _cluster(candidates: Sequence[Candidate], members: list[int]) -> StoryChoice | None:
    """The articles of a story as one; None when fewer than two other sources tell it."""
    newest = sorted(members, key=lambda n: (candidates[n].at, candidates[n].path))
    lead = leading(candidates, newest)
    others: dict[str, int] = {}
    for n in newest:
        source = candidates[n].source
        if source and n != lead and source != candidates[lead].source:
            others.setdefault(source, n)
    return StoryChoice(lead, tuple(others.values()), tuple(newest)) if len(others) > 1 else None


def leading(candidates: Sequence[Candidate], members: Sequence[int]) -> int:
    """The article that stands for a story: of those in its newest edition the one with most weight, else the longest, else
    the newest."""
    edition = max(candidates[n].edition for n in members)

    def rank(n: int) -> tuple[int | str, ...]:
        c = candidates[n]
        return -c.weight, -c.words, c.at, c.path

    return min((n for n in members if candidates[n].edition == edition), key=rank)


def front(candidates: Sequence[Candidate], newest: str) -> FrontLayout:
    """The front page of the edition `newest`; others are there to top it up."""
    picks = ranked(candidates)
    if not picks:
        return FrontLayout()
    lead, rest = picks[0], picks[1:]
    if len(candidates) <= FEW:
        return FrontLayout(lead, tuple(rest))
    clusters = sorted((p for p in rest if p.sources), key=lambda p: (-p.sources, -len(p.members), rest.index(p)))[:CLUSTERS]
    rest = [p for p in rest if p not in clusters]
    wanted = SECOND + (0 if candidates[lead.lead].pictured else UNDER)
    side = _of_different_topics(candidates, rest, wanted, lead)
    if len(side) < SECOND + UNDER:  # what does not fill the place under the lead stands in brief
        side = side[:SECOND]
    rest = [p for p in rest if p not in side]
    briefs = rest[: BRIEFS if candidates[lead.lead].pictured else BESIDE_TEXT]
    used = {n for p in (lead, *clusters, *side, *briefs) for n in p.used()}
    return FrontLayout(
        lead=lead,
        second=tuple(side[:SECOND]),
        under=tuple(side[SECOND:]),
        briefs=tuple(p.lead for p in briefs),
        clusters=tuple(clusters),
        topics=_by_topic(candidates, newest, used),
    )


def _of_different_topics(candidates: Sequence[Candidate], picks: list[StoryChoice], number: int, lead: StoryChoice) -> list[StoryChoice]:
    """The first so many with no two of one topic, as far as there are topics enough."""
    seen = set(candidates[lead.lead].topics[:1])
    found: list[StoryChoice] = []
    for pick in picks:
        topic = candidates[pick.lead].topics[:1]
        if len(found) < number and not seen & set(topic):
            found.append(pick)
            seen |= set(topic)
    more = [p for p in picks if p not in found][: number - len(found)]
    return found + more


def _by_topic(
    candidates: Sequence[Candidate], newest: str, used: set[int]
) -> tuple[tuple[str, int, tuple[int, ...]], ...]:
    """Topics with what is left in them, those with most articles in the newest edition first."""
    left = [n for n in range(len(candidates)) if n not in used]
    found: list[tuple[str, int, tuple[int, ...]]] = []
    for key, total in _topics(candidates, (c for c in candidates if c.edition == newest)):
        items = [n for n in left if key in candidates[n].topics][:OF_TOPIC]
        if len(items) > 1 and len(found) < TOPICS:
            found.append((key, total, tuple(items)))
            left = [n for n in left if n not in items]
    return tuple(found) if len(found) > 1 else ()


def _topics(candidates: Sequence[Candidate], counted: Iterable[Candidate]) -> list[tuple[str, int]]:
    """(key, articles) of the topics, most first."""
    total: dict[str, int] = {}
    for c in counted:
        for key in dict.fromkeys(c.topics):
            total[key] = total.get(key, 0) + 1
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def issue(candidates: Sequence[Candidate]) -> IssueLayout:
    """The page of an edition: two stories, the second with those who tell it too, and all other articles by topic."""
    picks = ranked(candidates)
    leads = [StoryChoice(p.lead) for p in picks[:1]] + picks[1:2]
    above = {n for p in leads for n in (p.lead, *p.others)}
    groups = _grouped(candidates).items()
    parts = [(k, sum(n in above for n in of), tuple(n for n in of if n not in above)) for k, of in groups]
    return IssueLayout(tuple(leads), tuple(part for part in parts if part[2]))


def email(candidates: Sequence[Candidate]) -> EmailLayout:
    """The mail of an edition (of one article at least): the lead of the front page, and what else there is by topic."""
    lead = ranked(candidates)[0]
    above = {lead.lead, *lead.others[:ALSO]}
    parts = [(key, [n for n in of if n not in above]) for key, of in _grouped(candidates).items()]
    parts.sort(key=lambda part: (part[0] == "", -len(part[1])))
    return EmailLayout(lead, tuple((key, len(left), tuple(left[:OF_EMAIL])) for key, left in parts if left)[:TOPICS])


def _grouped(candidates: Sequence[Candidate]) -> dict[str, list[int]]:
    """Each article under the topic of its own that most have; topics with most articles first, those of none last."""
    order = {key: n for n, (key, _) in enumerate(_topics(candidates, candidates))}
    groups: dict[str, list[int]] = {}
    for n, c in enumerate(candidates):
        groups.setdefault(min(c.topics, key=order.__getitem__, default=""), []).append(n)
    return {k: groups[k] for k in sorted(groups, key=lambda k: (k == "", -len(groups[k]), order.get(k, 0)))}
