"""The arguments and options of a command: how they are declared and parsed, and the errors.

`argparse` would take a tenth of the time of a build with nothing to do. It only formats the help (help.py).
"""

from __future__ import annotations

from digest.model.named_tuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

SITE_HELP = "site folder (default: current folder)"
"""Help of the argument SITE."""

VERBOSE_HELP = "show all problems, and the traceback of an internal error"
"""Help of the option -v, which all commands have."""


class UsageError(Exception):
    """The command line is invalid; `hint` says how to fix it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InvalidValue(Exception):  # noqa: N818
    """The function that converts the text of an argument does not accept it. Says what it expects."""


class HelpRequested(Exception):  # noqa: N818
    """The option --help was given to a parser."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser


class Argument(NamedTuple):
    """An argument or an option of a command."""

    names: tuple[str, ...]
    """The spellings of an option; none for an argument."""
    dest: str
    """The name of its value."""
    metavar: str
    """The name of its value in help and messages; empty for an option without a value, which is False or True."""
    help: str
    default: Any
    required: bool
    convert: Callable[[str], Any]
    """Converts the text on the command line. Raises InvalidValue."""
    choices: Sequence[str]
    """The valid texts; empty if all are."""

    def value(self, text: str, parser: Parser) -> Any:
        """The value for a text on the command line. Raises UsageError."""
        if self.choices and text not in self.choices:
            valid = ", ".join(map(repr, self.choices))
            raise parser.error(f"invalid choice: {text!r} (choose from {valid})", self)
        try:
            return self.convert(text)
        except InvalidValue as error:
            raise parser.error(str(error), self) from None


class Values:
    """The values of all arguments and options, as attributes."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class Parser:
    """What a command accepts: arguments, options and subcommands."""

    def __init__(self, prog: str, summary: str = "", description: str = "", epilog: str = "") -> None:
        """`prog`: how it is called, such as `digest build`. `summary`: one line. The others are the text around its help."""
        self.prog, self.summary, self.description, self.epilog = prog, summary, description, epilog
        self.usage = ""
        """The first line of the help; empty to derive it."""
        self.arguments: list[Argument] = []
        self.options: list[Argument] = []
        self.commands: dict[str, Parser] = {}
        """Its subcommands, such as `list` of `theme`."""
        self.action = ""
        """The name of the value that says which subcommand was given."""
        self.option("-h", "--help", help="show this help")

    def argument(self, dest: str, metavar: str, help: str, choices: Sequence[str] = ()) -> None:
        """Add an argument, which must be given."""
        self.arguments.append(Argument((), dest, metavar, help, None, True, str, choices))

    def site_argument(self) -> None:
        """Add the optional argument SITE."""
        self.arguments.append(Argument((), "site", "SITE", SITE_HELP, ".", False, str, ()))

    def option(
        self, *names: str, help: str, metavar: str = "", default: Any = None, convert: Callable[[str], Any] = str,
        dest: str = "",
    ) -> None:  # fmt: skip
        """Add an option. Without a `metavar`, it has no value."""
        dest = dest or names[-1].lstrip("-").replace("-", "_")
        self.options.append(Argument(names, dest, metavar, help, default if metavar else False, False, convert, ()))

    def command(self, name: str, summary: str, description: str = "", epilog: str = "") -> Parser:
        """Add a subcommand."""
        self.commands[name] = Parser(f"{self.prog} {name}", summary, description, epilog)
        return self.commands[name]

    def spellings(self) -> list[str]:
        """All spellings of its options and of those of its subcommands."""
        own = [name for option in self.options for name in option.names]
        return list(dict.fromkeys(own + [name for command in self.commands.values() for name in command.spellings()]))

    def error(self, message: str, argument: Argument | None = None) -> UsageError:
        """An error. `argument`: the one that it is about."""
        name = f"{'/'.join(argument.names) or argument.metavar}: " if argument else ""
        return UsageError(name + message, f"See `{self.prog} --help`.")

    # -- parsing ----------------------------------------------------------------------------------

    def parse(self, words: list[str], values: dict[str, Any]) -> list[str]:
        """Put the values of all arguments and options into `values`. Returns the words that the command does not accept. Raises
        UsageError and HelpRequested."""
        for argument in (*self.arguments, *self.options):
            values.setdefault(argument.dest, argument.default)
        expected, unknown, literal = list(self.arguments), list[str](), False
        while words:
            word = words.pop(0)
            if literal or not _is_option(word):
                if self.commands:
                    return unknown + self._parse_command(word, words, values)
                if expected:
                    argument = expected.pop(0)
                    values[argument.dest] = argument.value(word, self)
                else:
                    unknown.append(word)
            elif word == "--":
                literal = True
            elif not self._parse_option(word, words, values):
                unknown.append(word)
        missing = [argument.metavar for argument in expected if argument.required]
        if missing or (self.commands and self.action):
            raise self.error(f"the following arguments are required: {', '.join(missing or ['COMMAND'])}")
        return unknown

    def _parse_command(self, word: str, words: list[str], values: dict[str, Any]) -> list[str]:
        """Parse the words after the name of a subcommand."""
        command = self.commands.get(word)
        if command is None:
            parent = self.prog.removeprefix("digest").lstrip()
            names = [f"{parent} {name}".lstrip() for name in self.commands] + ([] if parent else ["help"])
            raise unknown_word("command", f"{parent} {word}".lstrip(), names)
        values[self.action or "command"] = word
        return command.parse(words, values)

    def _parse_option(self, word: str, words: list[str], values: dict[str, Any]) -> bool:
        """Parse an option and take its value from the following words. Returns whether there is such an option."""
        name, equals, text = word.partition("=")
        option = self._find(name)
        if option is None and word[1] != "-" and (option := self._find(word[:2])):  # several letters, such as -qv
            equals, text = "", ""
            if self._find(f"-{word[2]}") is None:
                raise self.error(f"ignored explicit argument {word[2:]!r}", option)
            words.insert(0, f"-{word[2:]}")
        if option is None:
            return False
        if option.dest == "help":
            raise HelpRequested(self)
        if not option.metavar:
            if equals:
                raise self.error(f"ignored explicit argument {text!r}", option)
            values[option.dest] = True
            return True
        if not equals:
            if not words or _is_option(words[0]):
                raise self.error("expected one argument", option)
            text = words.pop(0)
        values[option.dest] = option.value(text, self)
        return True

    def _find(self, name: str) -> Argument | None:
        return next((option for option in self.options if name in option.names), None)


def _is_option(word: str) -> bool:
    """Whether a word looks like an option: not like a file that is called `-`, a negative number, or a sentence."""
    name = word.partition("=")[0]
    return name[:1] == "-" and len(name) > 1 and " " not in name and not name[1:].replace(".", "", 1).isdigit()


def unknown_word(what: str, word: str, valid: Sequence[str]) -> UsageError:
    """The error of a command or an option that does not exist, with the nearest valid spelling."""
    import difflib

    similar = difflib.get_close_matches(word.lower(), valid, n=1, cutoff=0.55)
    shown = ", ".join(name for name in valid if what == "command" or name.startswith("--"))
    hint = f"Did you mean `{similar[0]}`?" if similar else f"Available {what}s: {shown}."
    return UsageError(f"unknown {what} `{word}`", hint)
