"""Sites with their own theme, and problems of templates."""

from __future__ import annotations

from collections.abc import Iterable

from digest.model.problem import Problem
from tests.support.pieces import article

MINE = "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n"
ONE = article("a.md", date="2021-05-06", topics="[Arts]")
PAGE = "2021/05/06/a.html"


def said(problems: Iterable[Problem]) -> list[tuple[str, str, int, str]]:
    """(severity, file, line, message) of problems."""
    return [(p.severity, p.file, p.line, p.message) for p in problems]


def template(name: str, text: str) -> str:
    """A site with one article and a template in its theme `mine`, which extends `plain`."""
    return f"{MINE}-- themes/mine/{name} --\n{text}\n{ONE}"
