"""Regular expressions that are compiled when they are first used.

A build after an edit imports about two hundred, and uses a third of them. Compiling all would take a fifth of its time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    lazy_regex = re.compile
else:

    class lazy_regex:  # noqa: N801 (used like `re.compile`)
        """A regular expression with the methods of a compiled one, which it gets when one of them is first used."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self.pattern, self._flags = pattern, flags

        def __getattr__(self, name: str) -> Any:
            """An attribute of the compiled expression. Called only until it is compiled."""
            if name.startswith("__"):
                raise AttributeError(name)
            compiled = re.compile(self.pattern, self._flags)
            for method in ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"):
                setattr(self, method, getattr(compiled, method))
            return getattr(compiled, name)
