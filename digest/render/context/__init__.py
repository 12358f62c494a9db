"""What templates see: every name with its type and meaning. This package is the manual of theme authors.

A template gets `site` and `page`, and what its kind of page has: `item` and `article`, or `listing`, or
`overview` (see templates.py). Nothing else is there: a page shows its own inputs only, so that a build knows what to
render again. docs/themes.md is made from the classes of these modules, and templates are checked against them before a
build. Others import them from here; which module has one is of no matter to them. This package must not know where the
values come from.
"""

from digest.render.context.article import Article, Correction, Neighbour, Timeline, TimelineEntry
from digest.render.context.common import Date, Group, Item, Link, Meta, Page, Part, Picture, Row, Site, Source
from digest.render.context.editions import (
    Calendar,
    Day,
    DayStrip,
    Edition,
    EditionLayout,
    EditionLead,
    Email,
    EmailGroup,
    Front,
    Month,
    MonthRow,
    Story,
    TopicGroup,
    Year,
)  # fmt: skip
from digest.render.context.listings import (
    Bar,
    Entry,
    Index,
    IndexRow,
    Letter,
    Listing,
    Overview,
    Profile,
    Search,
    SearchFile,
    Sparkline,
)  # fmt: skip

__all__ = [
    "Article", "Bar", "Calendar", "Correction", "Date", "Day", "DayStrip", "Edition", "EditionLayout", "EditionLead",
    "Email", "EmailGroup", "Entry", "Front", "Group", "Index", "IndexRow", "Item", "Letter", "Link", "Listing",
    "Meta", "Month", "MonthRow", "Neighbour", "Overview", "Page", "Part", "Picture", "Profile", "Row", "Search",
    "SearchFile", "Site", "Source", "Sparkline", "Story", "Timeline", "TimelineEntry", "TopicGroup", "Year",
]  # fmt: skip
