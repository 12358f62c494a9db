"""The test above all: whatever is edited, in whatever order, an incremental build equals a clean one, byte for byte.

And the test of that test: with any of some faults planted in the program, it fails.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import digest.build.pipeline
import digest.build.planner
import digest.build.runner
import digest.store
from digest.pages.article import ArticlePages
from digest.pages.date_archive import DatePages
from digest.pages.newspaper.search import SearchInputs
from digest.pages.queries import OptionalValue
from tests.support.edits import Article, damages, differences, differences_after_damage, histories, starts, stories

EXAMPLES = int(os.environ.get("DIGEST_EXAMPLES", "60"))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
History = list[list[tuple[str, object, object]]]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories)
def test_any_sequence_of_edits_built_incrementally_equals_a_clean_build(
    start: dict[str, Article], history: History, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "equal"
    assert differences(history, start, root) == []


@settings(max_examples=max(8, EXAMPLES // 2), deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories, damage=st.lists(damages, min_size=1, max_size=3))
def test_damage_to_what_digest_remembers_is_not_published(
    start: dict[str, Article], history: History, damage: list[tuple[int, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "damaged"
    assert differences_after_damage(history, start, root, damage) == []


@settings(max_examples=max(8, EXAMPLES // 8), deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories, told=stories)
def test_the_pages_of_a_newspaper_equal_those_of_a_clean_build_too(
    start: dict[str, Article], history: History, told: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    start = {p: dataclasses.replace(a, more=f"story: {told[p]}") if p in told else a for p, a in start.items()}
    assert differences(history, start, tmp_path_factory.getbasetemp() / "newspaper", theme="gazette") == []


@settings(max_examples=max(8, EXAMPLES // 8), deadline=None, suppress_health_check=QUIET, phases=PHASES)
@given(start=starts, history=histories, jobs=st.integers(2, 4))
def test_the_number_of_workers_cannot_be_told_from_the_output(
    start: dict[str, Article], history: History, jobs: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "workers"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digest.build.runner, "SMALL", 2)
        assert differences(history, start, root, jobs=jobs) == []


def _none(*_: Any, **__: Any) -> None:
    return None


def _without(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    def changed(*args: Any, **kwargs: Any) -> Any:
        inputs = method(*args, **kwargs)
        return inputs._replace(parts={k: v for k, v in inputs.parts.items() if k != name})

    return changed


def _nothing_due(*_: Any) -> list[str]:
    return []


def _none_but_all(store: digest.store.Store, paths: Iterable[str] | None) -> list[tuple[str, str]]:
    return _to_process(store, None) if paths is None else []


_to_process = digest.store.Store.images_to_process


def _index_without_items(self: SearchInputs, month: str) -> OptionalValue:
    return OptionalValue("", _index(self, month).make)


_index = SearchInputs.index
P = digest.build.planner._Planner
A, D = ArticlePages, DatePages
FAULTS: dict[str, tuple[Any, str, Any]] = {
    "neighbours of an article are not looked at": (P, "_mark_neighbours", _none),
    "what falls due is not noticed": (digest.store.Store, "due_changes", _nothing_due),
    "an article that moved to another address leaves its old page": (digest.store.Store, "mark_gone", _none),
    "an article's neighbours are not among its inputs": (A, "article", _without("around", A.article)),
    "a list's articles are not among its inputs": (D, "edition", _without("items", D.edition)),
    "the overviews are forgotten": (P, "_mark_overview", _none),
    "pictures in an article's text are not among its inputs": (A, "article", _without("pictures", A.article)),
    "sizes of a picture that nobody shows any more stay": (digest.build.pipeline, "plan_images", _none),
    "the articles that are searched are not among the inputs of gazette's index": (SearchInputs, "index", _index_without_items),
    "that an article is five years old by now is not noticed for gazette": (digest.build.pipeline, "plan_ages", _none),
    "a picture that changed is not looked at": (digest.store.Store, "images_to_process", _none_but_all),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    owner, name, replacement = FAULTS[fault]
    monkeypatch.setattr(owner, name, replacement)

    @settings(max_examples=150, deadline=None, suppress_health_check=QUIET, phases=[Phase.generate], derandomize=True)
    @given(start=starts, history=histories)
    def play(start: dict[str, Article], history: History) -> None:
        assert differences(history, start, tmp_path / "equal", theme="gazette" if "gazette" in fault else "plain") == []

    with pytest.raises(AssertionError):
        play()
