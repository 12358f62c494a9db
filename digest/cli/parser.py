"""Parse the command line. Mistakes raise UsageError with the nearest valid spelling.

The options and help texts of a command are in its module in commands/.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable, Mapping, Sequence

import digest
from digest.cli.arguments import VERBOSE_HELP, ParseError, Parser, UsageError
from digest.cli.commands import COMMANDS, load

_DESCRIPTION = """\
Turn a folder of news articles into a static site with a front page, editions,
topics, sources and feeds. Any web server can serve it."""

_EPILOG = """\
site:
  A folder with a config.yaml or a content/ folder, or a folder of articles.
  Articles are the *.md, *.markdown and *.txt files in content/ (or the folder)
  and its subfolders, with or without front matter. All settings are optional.
  The site is written to output/.

examples:
  digest init news               create a site in the folder news
  digest build news              build it into news/output
  digest build                   build the site in the current folder
  digest serve                   preview it in a browser, with live reload
  digest build --explain         print why each page is rendered
  digest inspect content/a.md    show how digest reads an article
  digest why output/index.html   explain what an output file is made from

exit codes:
  0    success
  1    there are errors (with --strict, errors or warnings); everything that
       can be built is built
  2    the command line is invalid, or there is no site
  130  interrupted with Ctrl-C; the next build continues from there

`digest COMMAND --help` or `digest help COMMAND` describes a command."""


def build_parser(loaded: Collection[str]) -> tuple[Parser, Mapping[str, Parser]]:
    """The parser of the whole command line, and the parsers of the commands by name.

    `loaded`: the commands that get their options; their modules are imported.
    """
    top = Parser(prog="digest", usage="digest COMMAND [options]", description=_DESCRIPTION, epilog=_EPILOG)
    top.option("--version", action="version", version=f"digest {digest.__version__}", help="show the version")
    subparsers = top.add_subparsers(
        prog="digest", dest="command", metavar="COMMAND", title="commands", parser_class=Parser
    )
    parsers = {}
    for name, summary in COMMANDS:
        parsers[name] = subparsers.add_parser(name, help=summary)
        if name in loaded:
            module = load(name)
            parsers[name].description, parsers[name].epilog = module.DESCRIPTION, module.EXAMPLES
            module.add_options(parsers[name])
            parsers[name].option("-v", "--verbose", action="store_true", help=VERBOSE_HELP)
    return top, parsers


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parse the arguments; `command` is None if none is given. Raises UsageError, and SystemExit after --help."""
    if argv and argv[0] == "help":
        argv = [*(word for word in argv if word != "help"), "--help"]
    command = _first_word(argv)
    top, parsers = build_parser([command])
    try:
        args, unknown = top.parse_known_args(argv)
    except ParseError as error:
        message, parser = error.args
        if parser is top and command and command not in parsers:
            raise _unknown("command", command, [*parsers, "help"]) from None
        action = _first_word(argv[list(argv).index(command) + 1 :]) if command else ""
        if parser.actions and action and action not in parser.actions:
            raise _unknown("command", f"{command} {action}", [f"{command} {name}" for name in parser.actions]) from None
        raise UsageError(message, f"See `{parser.prog} --help`.") from None
    for word in unknown:
        name = word.partition("=")[0]
        if not name.startswith("-"):
            raise UsageError(f"unexpected argument `{word}`", f"See `digest {args.command} --help`.")
        options = parsers[args.command].options if args.command else top.options
        if name in options:
            raise UsageError(f"`{name}` must come after the command", f"Write `digest {args.command} {name}`.")
        raise _unknown("option", name, options)
    return args


def help_text() -> str:
    """The text that `digest --help` prints."""
    return build_parser([])[0].format_help()


def _first_word(argv: Iterable[str]) -> str:
    return next((word for word in argv if not word.startswith("-")), "")


def _unknown(what: str, word: str, valid: Sequence[str]) -> UsageError:
    import difflib

    similar = difflib.get_close_matches(word.lower(), valid, n=1, cutoff=0.55)
    shown = ", ".join(name for name in valid if what == "command" or name.startswith("--"))
    hint = f"Did you mean `{similar[0]}`?" if similar else f"Available {what}s: {shown}."
    return UsageError(f"unknown {what} `{word}`", hint)
