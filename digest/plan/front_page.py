"""What an edition leads with, and the layout of the front page, of days and weeks, and of the e-mail.

The lead is the story covered by most sources; without such a story, the newest article with the longest text. A weight in
front matter has priority over both. Each article appears once on a page. Articles are `Candidate`s here, and layouts refer
to them by their index in the list of candidates. The columns of the front page are filled by estimated heights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digest.model.named_tuple import NamedTuple
from digest.plan import columns
from digest.plan.candidates import ALSO, Candidate, StoryChoice

CLUSTERS, TOPICS, TOPIC_ARTICLES, CHIPS = 2, 8, 4, 12
"""Maximum number of stories, articles and topics in the parts of a front page."""
MANY_TOPICS = 3
"""If a front page is not divided by topic, it lists this many topics or more."""
EMAIL_TOPIC_ARTICLES = 5
"""Maximum number of articles of a topic in the e-mail."""
SMALL = 5
"""A front page with this many articles or fewer has only a lead and a second column."""


class FrontLayout(NamedTuple):
    """The layout of the front page. The parts are explained in `render.context.Front`."""

    lead: StoryChoice | None = None
    second: tuple[StoryChoice, ...] = ()
    under: tuple[StoryChoice, ...] = ()
    briefs: tuple[int, ...] = ()
    clusters: tuple[StoryChoice, ...] = ()
    topics: tuple[tuple[str, int, tuple[int, ...]], ...] = ()
    """(key, number of articles in the newest edition, articles to show)."""
    chips: tuple[str, ...] = ()
    """Keys of topics to list if `topics` is empty."""
    is_complete: bool = True
    """Whether all articles of the newest edition are shown."""

    def shown(self) -> set[int]:
        """Return the articles that are shown, or named by their source."""
        stories = (*([self.lead] if self.lead else []), *self.under, *self.second, *self.clusters)
        listed = [n for _, _, articles in self.topics for n in articles]
        return {n for story in stories for n in (story.lead, *story.others)} | {*self.briefs, *listed}


class IssueLayout(NamedTuple):
    """The layout of the page of a day or week."""

    leads: tuple[StoryChoice, ...]
    groups: tuple[tuple[str, int, tuple[int, ...]], ...]
    """(key of the topic or empty, number of its articles that are shown above, the other articles)."""


class EmailLayout(NamedTuple):
    """The layout of the e-mail of an edition."""

    lead: StoryChoice
    groups: tuple[tuple[str, int, tuple[int, ...]], ...]
    """(key of the topic or empty, number of articles, articles to show)."""


def ranked(candidates: Sequence[Candidate]) -> list[StoryChoice]:
    """Return all stories and single articles, most important first."""
    by_story: dict[str, list[int]] = {}
    single: list[int] = []
    for number, c in enumerate(candidates):
        (by_story.setdefault(c.story, []) if c.story else single).append(number)
    stories = []
    for members in by_story.values():
        story = _story(candidates, members)
        if story:
            stories.append(story)
        else:
            single += members
    edition_rank = {e: n for n, e in enumerate(sorted({c.edition for c in candidates}, reverse=True))}

    def rank(choice: StoryChoice) -> tuple[int | str, ...]:
        c = candidates[choice.lead]
        return edition_rank[c.edition], -c.weight, -choice.sources, -len(choice.members), -c.words, c.sort_key, c.path

    return sorted([*stories, *map(StoryChoice, single)], key=rank)


def _story(candidates: Sequence[Candidate], members: list[int]) -> StoryChoice | None:
    """Return the articles of a story as one choice, or None if fewer than two other sources cover it."""
    newest_first = sorted(members, key=lambda n: (candidates[n].sort_key, candidates[n].path))
    lead = leading(candidates, newest_first)
    others: dict[str, int] = {}
    for n in newest_first:
        source = candidates[n].source
        if source and n != lead and source != candidates[lead].source:
            others.setdefault(source, n)
    return StoryChoice(lead, tuple(others.values()), tuple(newest_first)) if len(others) > 1 else None


def leading(candidates: Sequence[Candidate], members: Sequence[int]) -> int:
    """Return the lead of a story: from its newest edition, the article with the largest weight, then the longest."""
    edition = max(candidates[n].edition for n in members)

    def rank(n: int) -> tuple[int | str, ...]:
        c = candidates[n]
        return -c.weight, -c.words, c.sort_key, c.path

    return min((n for n in members if candidates[n].edition == edition), key=rank)


def front(candidates: Sequence[Candidate], newest: str) -> FrontLayout:
    """Return the layout of the front page. `newest` is the newest edition; candidates of older ones fill it up."""
    choices = ranked(candidates)
    if not choices:
        return FrontLayout()
    lead, rest = choices[0], choices[1:]
    if len(candidates) <= SMALL:
        layout = FrontLayout(lead, tuple(rest))
    else:
        clusters = sorted((p for p in rest if p.sources), key=lambda p: (-p.sources, -len(p.members), rest.index(p)))
        clusters = clusters[:CLUSTERS]
        top = columns.fill(candidates, lead, [p for p in rest if p not in clusters], newest)
        briefs = [p for p in rest if p.lead in top.briefs]
        used = {n for p in (lead, *clusters, *top.under, *top.second, *briefs) for n in p.used()}
        topics = _by_topic(candidates, newest, used)
        layout = FrontLayout(lead, top.second, top.under, top.briefs, tuple(clusters), topics)
    chips = [key for key, _ in _topics(candidates, candidates)] if len(candidates) > 1 and not layout.topics else []
    edition = {n for n, c in enumerate(candidates) if c.edition == newest}
    return layout._replace(
        chips=tuple(chips[:CHIPS]) if len(chips) >= MANY_TOPICS else (), is_complete=edition <= layout.shown()
    )


def _by_topic(
    candidates: Sequence[Candidate], newest: str, used: set[int]
) -> tuple[tuple[str, int, tuple[int, ...]], ...]:
    """Return the topics of the newest edition with their remaining articles, largest topic first."""
    remaining = [n for n in range(len(candidates)) if n not in used]
    found: list[tuple[str, int, tuple[int, ...]]] = []
    for key, total in _topics(candidates, (c for c in candidates if c.edition == newest)):
        articles = [n for n in remaining if key in candidates[n].topics][:TOPIC_ARTICLES]
        if len(articles) > 1 and len(found) < TOPICS:
            found.append((key, total, tuple(articles)))
            remaining = [n for n in remaining if n not in articles]
    return tuple(found) if len(found) > 1 else ()


def _topics(candidates: Sequence[Candidate], counted: Iterable[Candidate]) -> list[tuple[str, int]]:
    """Return (key, number of articles) of the topics, largest first."""
    total: dict[str, int] = {}
    for c in counted:
        for key in dict.fromkeys(c.topics):
            total[key] = total.get(key, 0) + 1
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def issue(candidates: Sequence[Candidate]) -> IssueLayout:
    """Return the layout of the page of a day or week: the two most important stories, and the other articles by topic."""
    leads = ranked(candidates)[:2]
    above = {n for p in leads for n in (p.lead, *p.others)}
    groups = [
        (key, sum(n in above for n in articles), tuple(n for n in articles if n not in above))
        for key, articles in _grouped(candidates).items()
    ]
    return IssueLayout(tuple(leads), tuple(group for group in groups if group[2]))


def email(candidates: Sequence[Candidate]) -> EmailLayout:
    """Return the layout of the e-mail of an edition with at least one article: the lead of the front page, the rest by topic."""
    lead = ranked(candidates)[0]
    above = {lead.lead, *lead.others[:ALSO]}
    groups = [(key, [n for n in articles if n not in above]) for key, articles in _grouped(candidates).items()]
    groups.sort(key=lambda group: (group[0] == "", -len(group[1])))
    return EmailLayout(
        lead, tuple((key, len(rest), tuple(rest[:EMAIL_TOPIC_ARTICLES])) for key, rest in groups if rest)[:TOPICS]
    )


def _grouped(candidates: Sequence[Candidate]) -> dict[str, list[int]]:
    """Return the articles by topic, largest topic first, those without a topic last. Each is under its largest topic."""
    order = {key: n for n, (key, _) in enumerate(_topics(candidates, candidates))}
    groups: dict[str, list[int]] = {}
    for n, c in enumerate(candidates):
        groups.setdefault(min(c.topics, key=order.__getitem__, default=""), []).append(n)
    return {k: groups[k] for k in sorted(groups, key=lambda k: (k == "", -len(groups[k]), order.get(k, 0)))}
