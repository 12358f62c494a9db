"""Who does the work of a build besides its own process: the values of `digest build --executor`.

| value | workers |
| --- | --- |
| (none) | processes of this machine, forked where that is possible |
| `fork`, `spawn` | processes of this machine, started in this way |
| `dask` | processes of this machine that dask starts |
| `dask:ADDRESS` | the workers of a dask scheduler |
| `MODULE:CALLABLE` | those of any `concurrent.futures.Executor`; the callable gets the number of workers |
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from digest.model.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from digest.build.pool import Pool

DASK = lazy_regex(r"dask(?::((?:tcp|tls|ws|wss)://\S+:\d+))?")
FACTORY = lazy_regex(r"[\w.]+:[\w.]+")


class UnknownExecutor(Exception):  # noqa: N818 (it says what is wrong)
    """There is no such executor: what is wrong, and how to fix it."""


def check_executor(name: str) -> None:
    """Raise UnknownExecutor unless workers can be had from this executor, as far as this is known without starting any."""
    if name in ("", "fork", "spawn"):
        if name == "fork" and not hasattr(os, "fork"):
            raise UnknownExecutor("this system cannot fork processes", "Use `spawn`.")
    elif DASK.fullmatch(name):
        if not find_spec("distributed"):
            raise UnknownExecutor("dask is not installed", "Install it with `pip install 'digest-press[cluster]'`.")
    elif name.startswith("dask:"):
        raise UnknownExecutor(f"`{name[5:]}` is not the address of a scheduler", "It looks like `tcp://10.0.0.5:8786`.")
    else:
        _factory(name)


def open_pool(name: str, number: int) -> Pool:
    """The pool of an executor, with this number of workers if it starts them itself. Raises WorkersFailed."""
    from digest.build.pool import ProcessPool

    if name in ("", "fork", "spawn"):
        return ProcessPool(number, name)
    if match := DASK.fullmatch(name):
        from digest.build.dask_pool import DaskPool

        return DaskPool(match[1] or "", number)
    from digest.build.executor_pool import ExecutorPool

    return ExecutorPool(_made_by(name, number), number)


def _made_by(name: str, number: int) -> Executor:
    """The executor that a factory makes. Raises WorkersFailed if it makes none."""
    from concurrent.futures import Executor

    from digest.build.worker import WorkersFailed
    from digest.model.problem import Problem

    try:
        found = _factory(name)(number)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    else:
        if isinstance(found, Executor):
            return found
        reason = f"it returned `{found!r}`"
    hint = "It is called with the number of workers, and must return a `concurrent.futures.Executor`."
    raise WorkersFailed(Problem("executor", f"`{name}` has made no executor: {reason}", hint=hint))


def _factory(name: str) -> Callable[[int], Any]:
    """The function or class that makes an executor. Raises UnknownExecutor."""
    module, _, path = name.partition(":")
    hint = "Use `fork`, `spawn`, `dask`, `dask:ADDRESS` or `MODULE:CALLABLE`."
    if not FACTORY.fullmatch(name):
        raise UnknownExecutor(f"there is no executor `{name}`", hint)
    try:
        found: Any = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except Exception as error:  # a module can fail in any way while it is imported
        raise UnknownExecutor(f"there is no executor `{name}`: {error}", hint) from None
    if not callable(found):
        raise UnknownExecutor(f"`{name}` cannot be called", "It must return a `concurrent.futures.Executor`.")
    factory: Callable[[int], Any] = found
    return factory
