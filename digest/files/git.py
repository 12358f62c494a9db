"""Dates of files from the history of a Git repository. Runs the program `git`."""

from __future__ import annotations

import subprocess

from digest.model.site import GitDates

_LOG = ("log", "--diff-filter=A", "--no-renames", "--relative", "--format=%x01%aI", "--name-only", "-z", "--", ".")
"""The commits that added files, newest first: `\\x01DATE\\0\\n`, then the paths, each followed by `\\0`."""


class GitError(Exception):
    """Git is not installed, or the folder is not in a repository."""


def head_commit(folder: str) -> str:
    """Return the current commit of the repository that contains a folder. Raises GitError."""
    return _git(folder, "rev-parse", "HEAD").strip()


def git_dates(folder: str, known: GitDates | None = None) -> GitDates:
    """Return the date of the first commit of each file below a folder. Raises GitError.

    `known`: an earlier result, which is returned if there is no new commit.
    """
    head = head_commit(folder)
    if known and known.head == head:
        return known
    dates: dict[str, str] = {}
    date = ""
    for part in _git(folder, *_LOG).split("\0"):
        part = part.lstrip("\n")
        if part.startswith("\x01"):
            date = part[1:]
        elif part:
            dates[part] = date  # the oldest commit is the last
    return GitDates(head, dates)


def _git(folder: str, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"cannot run git: {error.strerror}") from None
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(message[-1].removeprefix("fatal: ") if message else f"git ended with code {done.returncode}")
    return done.stdout.decode("utf-8", "surrogateescape")
