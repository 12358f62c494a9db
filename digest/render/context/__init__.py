"""The types of the values that templates get.

A template gets `site`, `page`, and the values of its kind of page (see templates.py and `digest.model.kinds`). It sees
nothing else, so that a build knows what a page depends on. The reference in docs/themes.md is made from these classes, and
templates are checked against them before a build.
"""

from digest.render.context.article import Article, Correction, More, Neighbour, Timeline, TimelineEntry, Translation
from digest.render.context.common import Date, Group, Item, Link, Meta, Page, Part, Picture, Row, Site, Source
from digest.render.context.editions import (
    Calendar,
    Day,
    DayStrip,
    EarlierYear,
    Edition,
    EditionLayout,
    EditionLead,
    Email,
    EmailGroup,
    Front,
    Month,
    MonthRow,
    Opening,
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
    "Article", "Bar", "Calendar", "Correction", "Date", "Day", "DayStrip", "EarlierYear", "Edition", "EditionLayout",
    "EditionLead", "Email", "EmailGroup", "Entry", "Front", "Group", "Index", "IndexRow", "Item", "Letter", "Link", "Listing",
    "Meta", "Month", "MonthRow", "More", "Neighbour", "Opening", "Overview", "Page", "Part", "Picture", "Profile", "Row",
    "Search", "SearchFile", "Site", "Source", "Sparkline", "Story", "Timeline", "TimelineEntry", "TopicGroup", "Translation",
    "Year",
]  # fmt: skip
