"""The report of a build, from the store and the results of its steps."""

from __future__ import annotations

import os
from collections.abc import Iterable

from digest.build.addresses import address_conflict_problems
from digest.build.path_conflicts import path_conflict_problems
from digest.build.publish import Made, Published
from digest.build.results import deduplicated
from digest.build.safeguards import foreign_file_problems, kept_file_problems
from digest.model.events import Hidden, Report
from digest.model.folders import file_path
from digest.model.packing import unpack
from digest.model.problem import Problem, sorted_problems
from digest.model.site import Site
from digest.store import Store


def report(
    store: Store,
    site: Site,
    problems: Iterable[Problem],
    read: int,
    made: Made,
    published: Published,
    foreign: Iterable[str],
) -> Report:
    """What the build did. `problems`: those that no source and no page has. `foreign`: see `foreign_file_problems`."""
    results = made.results
    found = [*store.problems(), *problems, *made.problems]
    found += [p for r in results.failed if r.problems for p in unpack(tuple[Problem, ...], r.problems)]
    found += address_conflict_problems(store, site) + path_conflict_problems(store, site)
    found += foreign_file_problems(store, site, foreign)
    found += kept_file_problems(site, [*made.kept, *published.kept])
    hidden = store.hidden(site.options.clock, site.config.drafts)
    return Report(
        articles=store.count_articles(),
        pages=store.count_pages(),
        html_pages=store.count_html_pages(),
        output=site.output.removeprefix(site.options.root + os.sep),
        read=read,
        planned=results.total,
        rendered=results.rendered,
        written=results.written,
        unchanged=store.count_pages() - results.written - len(results.failed),
        removed=published.removed,
        left=made.left,
        problems=tuple(deduplicated(sorted_problems(found))),
        hidden=tuple(Hidden(file_path(site.config, path), reason) for path, reason in hidden),
    )
