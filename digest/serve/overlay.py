"""The problems of the last build, as the overlay in the browser gets them: the same texts as on the terminal.

How they look is in client.js. This module must not know how problems come about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digest.files.excerpts import SourceExcerpts
from digest.model.fingerprint import hash_text
from digest.model.problem import Problem

MOST = 20
"""So many errors are shown in full."""


def overlay(problems: Sequence[Problem], root: str, good: str) -> dict[str, Any]:
    """What is wrong, as JSON. `good`: when the last build without errors was, in words."""
    errors = [p for p in problems if p.severity == "error"]
    excerpts = SourceExcerpts(root)
    shown = [
        {
            "message": p.message, "file": p.file, "line": p.line, "column": p.column, "hint": p.hint,
            "lines": [line._asdict() for line in excerpts.around(p)],
        }
        for p in errors[:MOST]
    ]  # fmt: skip
    return {
        "id": hash_text(*(repr(p) for p in problems)),
        "errors": len(errors),
        "warnings": len(problems) - len(errors),
        "problems": shown,
        "good": good,
    }
