"""Parse the command line. Mistakes raise UsageError with the nearest valid spelling.

The options of a command are in its module in commands/.
"""

from __future__ import annotations

from digest.cli.arguments import VERBOSE_HELP, Parser, UsageError, Values, unknown_word
from digest.cli.commands import COMMANDS, load
from digest.model.named_tuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from typing import Any

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


def build_parser(loaded: Collection[str]) -> Parser:
    """The parser of the whole command line. `loaded`: the commands that get their options; their modules are imported."""
    top = Parser("digest", description=_DESCRIPTION, epilog=_EPILOG)
    top.usage = "digest COMMAND [options]"
    top.option("--version", help="show the version")
    for name, summary in COMMANDS:
        parser = top.command(name, summary)
        if name in loaded:
            module = load(name)
            parser.description, parser.epilog = module.DESCRIPTION, module.EXAMPLES
            module.add_options(parser)
            for command in (parser, *parser.commands.values()):
                command.option("-v", "--verbose", help=VERBOSE_HELP)
    return top


def parse(argv: Sequence[str]) -> Values:
    """Parse the arguments; `command` is None if none is given. Raises UsageError, and HelpRequested after --help."""
    if argv and argv[0] == "help":
        argv = [*(word for word in argv if word != "help"), "--help"]
    top = build_parser([_first_word(argv)])
    values: dict[str, Any] = {"command": None}
    unknown = top.parse(list(argv), values)
    command = values["command"]
    for word in unknown:
        name = word.partition("=")[0]
        if not name.startswith("-"):
            raise UsageError(f"unexpected argument `{word}`", f"See `digest {command} --help`.")
        if command and name in top.commands[command].spellings():
            raise UsageError(f"`{name}` must come after the command", f"Write `digest {command} {name}`.")
        options = top.commands[command].spellings() if command else [n for o in top.options for n in o.names]
        raise unknown_word("option", name, options)
    return Values(values)


def _first_word(argv: Iterable[str]) -> str:
    return next((word for word in argv if not word.startswith("-")), "")
