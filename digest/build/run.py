"""Build a site: the function that `digest build` and `digest serve` call.

Nothing is raised for mistakes of a user; they are problems in the report. If nothing changed since the last build
(up_to_date.py), the modules that read, plan and render are not imported. What happens otherwise is in rebuild.py.
"""

from __future__ import annotations

import os

from digest.build.garbage import CollectionOff
from digest.build.up_to_date import invocation_stamp, up_to_date_report
from digest.files.lock import WAIT, Lock
from digest.model.events import Event, Report
from digest.model.named_tuple import TYPE_CHECKING
from digest.model.problem import disk_problem
from digest.model.site import Options

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.build.profile import Profiler
    from digest.build.session import BuildRequest
    from digest.files.scan import Scan


def ignore_event(event: Event) -> None:
    """For a build without a progress display."""


def build(
    options: Options,
    on_event: Callable[[Event], None] = ignore_event,
    wait: float = WAIT,
    request: BuildRequest | None = None,
) -> Report:
    """Build a site. `request`: for a process that builds many times.

    Raises BuildLocked if another build of the site does not end within `wait` seconds. KeyboardInterrupt is not caught.
    """
    if not options.profile:
        return _locked(options, on_event, wait, None, request)
    from digest.build.profile import Profiler

    profiler = Profiler()
    report = _locked(options, on_event, wait, profiler, request)
    on_event(profiler.profile())
    return report


def _locked(
    options: Options,
    on_event: Callable[[Event], None],
    wait: float,
    profiler: Profiler | None,
    request: BuildRequest | None,
) -> Report:
    """Build while no other build of the site runs."""
    state_folder = os.path.join(options.root, ".digest")
    try:
        with Lock(state_folder, wait) as lock, CollectionOff():
            if profiler:
                profiler.stage("scan")
            scans: dict[str, Scan] = {}
            stamp = invocation_stamp(options)
            report = None if request and request.hint else up_to_date_report(options, lock.now, stamp, scans)
            if report:
                return report
            from digest.build.rebuild import rebuild

            return rebuild(options, lock.now, stamp, scans, on_event, profiler, request)
    except OSError as error:
        return Report(problems=(disk_problem(error.strerror or str(error), error.filename or "the disk"),))
