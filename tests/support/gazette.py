"""Sites with the theme `gazette`, and the text of elements on their pages."""

from __future__ import annotations

import re

from tests.support.pieces import article

CONFIG = "-- config.yaml --\ntitle: Foreign Desk\ntheme: gazette\nurl: https://foreigndesk.example/\n"


def options(**given: object) -> str:
    """The config of a site that sets options of the theme."""
    return CONFIG + "theme_options:\n" + "".join(f"  {name}: {value}\n" for name, value in given.items())


def edition(*names: str, **front: str) -> str:
    """Articles of one day."""
    return "".join(article(f"{name}.md", date="2021-05-07", **front) + "\n" for name in names)


def texts(html: str, selector: str) -> list[str]:
    """The texts of the elements `tag.class`."""
    tag, _, name = selector.partition(".")
    found = re.findall(rf'<{tag}[^>]*class="{name}[ "][^>]*>(.*?)</{tag}>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", text).split()) for text in found]
