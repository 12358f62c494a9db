"""What can be written after `digest`: commands, options, their values, and the help that teaches them.

Wrong ones are answered with the nearest right one. This module must not know what a command does, and
prints nothing but what argparse prints for --help and --version.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import digest

_INTRODUCTION = """\
Turn a folder of news articles into a static archive: a front page, days,
topics, sources and feeds, as plain files that any web server can show."""

_TEACHING = """\
a site:
  A folder with a config.yaml, or one that just holds content/ (every setting
  then has its default). Articles are the *.md, *.markdown and *.txt files in
  content/, in any folders, with or without front matter. The archive is
  written to output/.

examples:
  digest init news               a new site in the folder news
  digest build news              build it, into news/output
  digest build                   build the site that is here
  digest serve                   show it in a browser, new after every edit
  digest build --explain         ... and say of each page why it was made
  digest inspect content/a.md    what was understood of an article
  digest why output/index.html   what a file of the output was made from

exit codes:
  0    done
  1    there are errors (with --strict: or warnings); all that can be built
       is built
  2    the command line is wrong, or there is no site
  130  interrupted with Ctrl-C; the next build goes on from there

`digest COMMAND --help` explains a command with all its options."""

_BUILD = """\
Bring output/ to what the files of the site say. Only what changed is read and
made again; files that would stay as they are keep their time, and files that
digest did not write are never touched."""

_BUILD_EXAMPLES = """\
examples:
  digest build --drafts --future    see what is not published yet
  digest build --output ../try      leave output/ alone
  digest build --strict             fail on warnings too, before publishing
  digest build --clock 2021-05-06T12:00Z
                                    as if it were then: decides what is due
  digest build --json               every step, for another program"""

_SERVE = """\
Build the site, show it at http://127.0.0.1:8000/, and build it again whenever
one of its files changes. Open pages reload by themselves; what is wrong is
shown on them. Ctrl-C ends it."""

_SERVE_EXAMPLES = """\
examples:
  digest serve --open               with a browser window
  digest serve --drafts --future    with what is not published yet
  digest serve --host 0.0.0.0       for other machines in the network too
  digest serve --poll               where changes are not announced, as on
                                    network drives"""

_INIT = """\
Make a new site: config.yaml with every setting explained, config.schema.json
for editors, two articles (one with front matter, one without) and .gitignore.
The folder must be new or empty."""

_INSPECT = """\
Show what digest understands of one article, and where it found each thing:
title, date, authors, source, topics and the rest; then what is wrong with it."""

_WHY = """\
Say of one file of the output which article or list it comes from, by which
template, what it depends on, and why it was made when that was last done. PATH
is a file on disk, a path in the site, or an address."""

_WHY_EXAMPLES = """\
examples:
  digest why output/2021/05/06/index.html
  digest why /topics/ukraine/
  digest why https://example.com/feed.xml --site news"""

_CLEAN = """\
Remove the folder .digest/ and the files in output/ that digest wrote, and
nothing else. The next build makes everything anew."""

_SCHEMA = """\
Print the JSON Schema of config.yaml, for editors that complete and check as
you type. That of an article's front matter is in it, as #/$defs/article."""

_THEME = """\
For those who change how a site looks: which themes there are, a copy of one
file of a theme to change, and what was changed."""

_LIST = """\
List the themes that ship and the site's own, and say which one is in use."""

_EJECT = """\
Copy a file of a theme that ships, PATH, to themes/NAME/PATH of the site, where
it goes before the one that ships. What it was made from is kept in
themes/NAME/.ejected/, for `digest theme diff`. A file that the site changed is
never overwritten; one that it did not is brought up to date."""

_EJECT_EXAMPLES = """\
examples:
  digest theme eject plain article.html
  digest theme eject plain style.css --site news"""

_DIFF = """\
Show each file of a theme that the site has of its own: what is different from
the one that ships, and whether and how that has changed since it was ejected."""

_SITE = "the site's folder (without it: this one)"


class UsageError(Exception):
    """The command line cannot be followed; `hint` says what can."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class _ParseError(Exception):
    """What argparse found wrong, and in which command."""


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help as it is written, for 80 columns; to ask the terminal for more would cost every start 2 ms."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, **{"width": 80, **settings})


class _Parser(argparse.ArgumentParser):
    """argparse that raises instead of printing and exiting, and never takes half an option for a whole one."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_HelpFormatter, add_help=False, **settings)
        self.options: list[str] = []
        """Every spelling of every option, for suggestions and for the test of the manual."""
        self.actions: list[str] = []
        """What may follow a command that does several things."""
        self.option("-h", "--help", action="help", help="show this help")

    def option(self, *names: str, **settings: Any) -> None:
        self.options += self.add_argument(*names, **settings).option_strings

    def error(self, message: str) -> NoReturn:
        raise _ParseError(message.removeprefix("argument "), self)


def parser() -> tuple[_Parser, Mapping[str, _Parser]]:
    """The parser of the whole command line, and those of its commands by name."""
    top = _Parser(prog="digest", usage="digest COMMAND [options]", description=_INTRODUCTION, epilog=_TEACHING)
    top.option("--version", action="version", version=f"digest {digest.__version__}", help="show the version")
    commands = top.add_subparsers(
        prog="digest", dest="command", metavar="COMMAND", title="commands", parser_class=_Parser
    )

    def command(name: str, short: str, description: str, epilog: str = "") -> _Parser:
        return commands.add_parser(name, help=short, description=description, epilog=epilog)

    found = {
        "build": _build(command("build", "make or update the archive", _BUILD, _BUILD_EXAMPLES)),
        "serve": _serve(command("serve", "show the archive while you edit", _SERVE, _SERVE_EXAMPLES)),
        "init": _init(command("init", "make a new site", _INIT)),
        "inspect": _inspect(command("inspect", "show what is understood of an article", _INSPECT)),
        "why": _why(command("why", "say where a file of the output comes from", _WHY, _WHY_EXAMPLES)),
        "clean": _clean(command("clean", "remove what builds made", _CLEAN)),
        "schema": command("schema", "print the JSON Schema of config.yaml and of front matter", _SCHEMA),
        "theme": _theme(command("theme", "list themes, override a file of one, compare", _THEME)),
    }
    for each in found.values():
        each.option("-v", "--verbose", action="store_true", help="say more: all problems, and faults in full")
    return top, found


def _build(p: _Parser) -> _Parser:
    p.add_argument("site", metavar="SITE", nargs="?", default=".", help=_SITE)
    p.option("--output", metavar="DIR", default="", help="write there and not into the site's output folder")
    p.option("--base-url", metavar="URL", type=_web_address, help="where the site will stand, for `url:`")
    p.option("--drafts", action="store_true", help="publish drafts too")
    p.option("--future", action="store_true", help="publish what is dated later than now too")
    about_clock = "the moment of the build (no zone: UTC); also SOURCE_DATE_EPOCH in the environment"
    p.option("--clock", metavar="ISO-TIME", type=_clock, help=about_clock)
    p.option("--jobs", metavar="N", type=_jobs, default=0, help="processes to work with (without it: one a processor)")
    p.option("--full", action="store_true", help="read and make everything again, changed or not")
    p.option("--strict", action="store_true", help="exit with 1 for warnings too")
    p.option("--explain", action="store_true", help="print `path: reason` for each page that is rendered")
    p.option("--profile", action="store_true", help="say where the time went, and what was slowest")
    p.option("--json", action="store_true", help="print one JSON object a line for each step and problem")
    p.option("--manifest", metavar="FILE", default="", help="write path, size and hash of every page to FILE, as JSON")
    p.option("-q", "--quiet", action="store_true", help="print problems only")
    return p


def _serve(p: _Parser) -> _Parser:
    p.add_argument("site", metavar="SITE", nargs="?", default=".", help=_SITE)
    p.option("--port", metavar="N", type=_port, default=8000, help="listen there, or on the next that is free (8000)")
    p.option("--host", metavar="HOST", default="127.0.0.1", help="listen there (127.0.0.1: for this machine only)")
    p.option("--open", action="store_true", help="open a browser when the first build is done")
    p.option("--drafts", action="store_true", help="show drafts too")
    p.option("--future", action="store_true", help="show what is dated later than now too")
    p.option("--poll", action="store_true", help="look for changes every second, and wait for no announcements")
    return p


def _init(p: _Parser) -> _Parser:
    p.add_argument("folder", metavar="DIR", help="the folder to make")
    return p


def _inspect(p: _Parser) -> _Parser:
    p.add_argument("file", metavar="FILE", help="an article; its site is looked for in the folders above it")
    p.option("--json", action="store_true", help="print one JSON object, with the body as HTML")
    return p


def _why(p: _Parser) -> _Parser:
    p.add_argument("path", metavar="PATH", help="a file of the output, or its address")
    p.option("--site", metavar="SITE", default="", help="the site's folder (without it: the file's, or this one)")
    p.option("--json", action="store_true", help="print one JSON object")
    return p


def _clean(p: _Parser) -> _Parser:
    p.add_argument("site", metavar="SITE", nargs="?", default=".", help=_SITE)
    p.option("--output", metavar="DIR", default="", help="the folder, if the last build had one outside the site")
    return p


def _theme(p: _Parser) -> _Parser:
    actions = p.add_subparsers(
        prog="digest theme", dest="action", metavar="WHAT", title="what to do", parser_class=_Parser, required=True
    )
    listed = actions.add_parser("list", help="which themes there are", description=_LIST)
    eject = actions.add_parser("eject", help="copy a file of one, to change it", description=_EJECT, epilog=_EJECT_EXAMPLES)
    diff = actions.add_parser("diff", help="what the site changed", description=_DIFF)
    for each in (listed, diff):
        each.add_argument("site", metavar="SITE", nargs="?", default=".", help=_SITE)
    eject.add_argument("name", metavar="NAME", help="a theme that ships")
    eject.add_argument("path", metavar="PATH", help="a file of it, such as article.html")
    eject.option("--site", metavar="SITE", default=".", help=_SITE)
    for each in (listed, eject, diff):
        each.option("-v", "--verbose", action="store_true", default=argparse.SUPPRESS, help="say more")
        p.options += [option for option in each.options if option not in p.options]
    p.actions = list(actions.choices)
    return p


# -- reading ------------------------------------------------------------------------------------


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The command line as values; `command` is None when none is given. Raises Usage (and SystemExit after --help)."""
    top, commands = parser()
    try:
        args, left = top.parse_known_args(argv)
    except _ParseError as misread:
        message, at = misread.args
        word = next((a for a in argv if not a.startswith("-")), "")
        if at is top and word and word not in commands:
            raise _unknown("command", word, list(commands)) from None
        after = next((a for a in argv[argv.index(word) + 1 :] if not a.startswith("-")), "") if word else ""
        if at.actions and after and after not in at.actions:
            raise _unknown("command", f"{word} {after}", [f"{word} {action}" for action in at.actions]) from None
        raise UsageError(message, f"`{at.prog} --help` explains it.") from None
    for word in left:
        name = word.partition("=")[0]
        if not name.startswith("-"):
            raise UsageError(f"unexpected argument `{word}`", f"`digest {args.command} --help` says what it takes.")
        known = commands[args.command].options if args.command else top.options
        if name in known:
            raise UsageError(f"`{name}` stands before the command", f"Write it behind `digest {args.command}`.")
        raise _unknown("option", name, known)
    return args


def help_text() -> str:
    """What `digest --help` prints."""
    return parser()[0].format_help()


def _unknown(what: str, word: str, known: list[str]) -> UsageError:
    import difflib

    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.55)
    shown = ", ".join(k for k in known if what == "command" or k.startswith("--"))
    return UsageError(f"unknown {what} `{word}`", f"Did you mean `{near[0]}`?" if near else f"There are: {shown}.")


# -- values -------------------------------------------------------------------------------------


def clock(given: float | None, now: float) -> float:
    """The moment of a build: as --clock has it, else as SOURCE_DATE_EPOCH has it, else `now`. Raises Usage."""
    if given is not None:
        return given
    text = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not text:
        return now
    if text.isascii() and text.isdigit() and len(text) < 12:
        return float(text)
    message = f"SOURCE_DATE_EPOCH in the environment is not a number of seconds since 1970: `{text}`"
    raise UsageError(message, "Correct it, or unset it; --clock goes before it.")


def _clock(text: str) -> float:
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(text.strip())
        if not 1000 <= moment.year < 9999:  # as the dates of articles, with room for time zones
            raise ValueError(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except ValueError:
        said = f"expected a time such as 2021-05-06T14:30+03:00 or 2021-05-06, found `{text}`"
        raise argparse.ArgumentTypeError(said) from None


def _jobs(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5 and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, found `{text}`")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a port from 0 (any that is free) to 65535, found `{text}`")


def _web_address(text: str) -> str:
    from digest.model.web_address import host_of

    if host_of(text) and "?" not in text and "#" not in text:
        return text
    raise argparse.ArgumentTypeError(f"expected a web address such as https://example.com/news/, found `{text}`")
