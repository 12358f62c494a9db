"""Random histories of edits: an incremental build equals a clean one, byte for byte. Faults planted in digest are found.

`DIGEST_EXAMPLES=1000` plays that many histories; the default is a sample.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import digest.build.pipeline
import digest.build.planner
import digest.build.runner
import digest.store
from digest.pages.article import ArticleInputs
from digest.pages.date_archive import EditionInputs
from digest.pages.inputs import PageInputs
from digest.pages.search import SearchIndexInputs
from tests.support.edits import Article, damages, differences, differences_after_damage, histories, starts, stories

EXAMPLES = int(os.environ.get("DIGEST_EXAMPLES", "40"))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
pytestmark = pytest.mark.slow
History = list[list[tuple[str, object, object]]]
executors = st.sampled_from(
    ["", "fork", "spawn", "concurrent.futures:ThreadPoolExecutor", "concurrent.futures:ProcessPoolExecutor"]
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories)
def test_any_sequence_of_edits_built_incrementally_equals_a_clean_build(
    start: dict[str, Article], history: History, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "equal"
    assert differences(history, start, root) == []


@settings(max_examples=max(8, EXAMPLES // 3), deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories, damage=st.lists(damages, min_size=1, max_size=3))
def test_damage_to_what_digest_remembers_is_not_published(
    start: dict[str, Article],
    history: History,
    damage: list[tuple[int, str, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.getbasetemp() / "damaged"
    assert differences_after_damage(history, start, root, damage) == []


@settings(max_examples=max(4, EXAMPLES // 20), deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories, told=stories)
def test_incremental_builds_with_gazette_equal_clean_ones(
    start: dict[str, Article], history: History, told: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    start = {p: dataclasses.replace(a, more=f"story: {told[p]}") if p in told else a for p, a in start.items()}
    assert differences(history, start, tmp_path_factory.getbasetemp() / "newspaper", theme="gazette") == []


@settings(max_examples=max(8, EXAMPLES // 8), deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories, jobs=st.integers(1, 4), executor=executors)
def test_workers_cannot_be_told_from_the_output(
    start: dict[str, Article], history: History, jobs: int, executor: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "workers"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digest.build.runner, "SMALL", 2)
        patch.setattr(digest.build.runner, "SMALL_IMAGES", 1)
        assert differences(history, start, root, jobs=jobs, executor=executor) == []


@settings(max_examples=max(8, EXAMPLES // 8), deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories)
def test_sizes_of_images_that_are_made_last_cannot_be_told_from_the_output(
    start: dict[str, Article], history: History, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert differences(history, start, tmp_path_factory.getbasetemp() / "served", served=True) == []


def _none(*_: Any, **__: Any) -> None:
    return None


def _without(name: str, kind: type[PageInputs]) -> tuple[Any, str, Any]:
    """Leave out one input of a kind of page."""
    create = kind.__init__

    def changed(self: PageInputs, *args: Any) -> None:
        create(self, *args)
        self.fingerprints = {k: v for k, v in self.fingerprints.items() if k != name}

    return kind, "__init__", changed


def _nothing_due(*_: Any) -> list[str]:
    return []


def _none_but_all(store: digest.store.Store, paths: Iterable[str] | None, *, measured: bool) -> list[tuple[str, str]]:
    return _to_process(store, None, measured=measured) if paths is None else []


_to_process = digest.store.Store.images_to_process


P = digest.build.planner._Planner
ARTICLE = r"(\d{4}/\d\d/\d\d|undated)/[^/]+\.html"


class Fault(NamedTuple):
    """A fault that is planted in digest by replacing an attribute."""

    owner: Any
    name: str
    replacement: Any
    shows_on: str
    """Pattern of the paths that differ because of it."""


FAULTS = {
    "neighbours of a changed article are not planned": Fault(P, "_mark_neighbours", _none, ARTICLE),
    "translations of a changed article are not planned": Fault(P, "_mark_translations", _none, ARTICLE),
    "articles that become due are not noticed": Fault(digest.store.Store, "due_changes", _nothing_due, ARTICLE),
    "an article that moved leaves its old page": Fault(digest.store.Store, "mark_gone", _none, ARTICLE),
    "neighbours of an article are not among its inputs": Fault(*_without("around", ArticleInputs), ARTICLE),
    "articles of a list are not among its inputs": Fault(*_without("items", EditionInputs), r"\d{4}/.*index\.html"),
    "overviews are not planned": Fault(P, "_mark_overview", _none, r"(topics|sources|authors)/index\.html"),
    "images in a text are not among its inputs": Fault(*_without("pictures", ArticleInputs), r".*\.html"),
    "sizes of an image that no page shows stay": Fault(digest.build.pipeline, "plan_images", _none, r"pictures/.*"),
    "articles of the search index are not among its inputs": Fault(
        *_without("items", SearchIndexInputs), r"search/.*\.json"
    ),
    "changed images are not processed": Fault(
        digest.store.Store, "images_to_process", _none_but_all, r".*\.(html|webp)"
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(fault: Fault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fault.owner, fault.name, fault.replacement)
    found: list[str] = []

    @settings(max_examples=40, deadline=None, suppress_health_check=QUIET, phases=[Phase.generate], database=None)
    @given(start=starts, history=histories)
    def play(start: dict[str, Article], history: History) -> None:
        if not found:
            found.extend(path for path in differences(history, start, tmp_path) if re.fullmatch(fault.shows_on, path))

    for number in range(1, 9):  # a few examples of several seeds are more varied than many of one
        if not found:
            seed(number)(play)()
    assert found
