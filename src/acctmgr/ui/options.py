"""Option types that commands share, and the global options that every command takes."""

import os
import re
import sys
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean, is_whole, safe
from acctmgr.ui.output import FORMATS

F = TypeVar("F", bound=Callable[..., Any])

_MOST_ROWS = 10**12  # beyond what a book holds; a database stumbles over larger limits
_NEGATIVE = re.compile(r"-[.,]?[0-9]", re.ASCII)
_PATHS = ("FILE", "FOLDER", "PATH", "PATH|URL")  # metavars of what may hold bytes of any kind
HELP_NAMES = {"help_option_names": ["-h", "--help"]}

PANEL = "Global options"

# an option of every list; how a list takes it: store/where.py
Where = Annotated[
    str | None,
    typer.Option(
        metavar="CONDITION",
        help='Only where it holds: "tier=A and (open>1000 or not tag=vip)". Any field, custom ones too, with'
        " = != ~ > >= < <= (~ contains); and, or, not, parentheses; quotes around values with blanks. Days as ever:"
        " since>=-30d. What is empty: owner=''; it is neither more nor less than anything, and not ana: owner!=ana"
        " and not owner=ana show it too.",
    ),
]


class Given:
    """The global options as typed, wherever on the line; what is nearer to the command wins."""

    values: ClassVar[dict[str, Any]] = {}
    rows: int = 50  # of a list on a terminal, from the machine's settings


class Globals(NamedTuple):
    """The global options, resolved: typed, then the environment."""

    book: str | None
    db: str | None
    format: str | None
    today: str | None
    quiet: bool
    yes: bool
    no_color: bool


def _remember(_: Any, parameter: Any, value: Any) -> Any:
    if value == "":
        raise WrongUsage(f"--{parameter.name} is empty", hint="leave it out, or give it a value")
    if value is not None and value is not False:
        Given.values[parameter.name] = value
    return value


def _option(name: str, *names: str, help: str, metavar: str = "", is_flag: bool = False) -> TyperOption:
    return TyperOption(
        param_decls=[name, *names],
        help=help,
        metavar=metavar or None,
        is_flag=is_flag,
        default=False if is_flag else None,
        expose_value=False,
        is_eager=True,  # so that the other values of the line can be read in their light
        callback=_remember,
        rich_help_panel=PANEL,
    )


def global_options() -> list[TyperOption]:
    """The options that stand anywhere on the line."""
    return [
        _option("book", "--book", metavar="NAME", help="A book of the config file."),
        _option("db", "--db", metavar="PATH|URL", help="A book by its path or postgresql:// URL."),
        _option("format", "--format", "-f", metavar="FORMAT", help="One of: table json csv md ids."),
        _option("today", "--today", metavar="DATE", help="Take this day for today."),
        _option("quiet", "--quiet", "-q", is_flag=True, help="Say nothing but facts and errors."),
        _option("yes", "--yes", "-y", is_flag=True, help="Answer yes to every question."),
        _option("no_color", "--no-color", is_flag=True, help="No colours."),
    ]


def resolved() -> Globals:
    """What was typed, else what the environment says."""
    typed = Given.values

    def text(name: str, variable: str) -> str | None:
        return typed.get(name) or os.environ.get(variable) or None

    format = text("format", "ACCTMGR_FORMAT")
    if format is not None and format not in FORMATS:
        raise WrongUsage(f"no format {format}", hint=f"one of: {' '.join(FORMATS)}")
    return Globals(
        book=typed.get("book"),
        db=typed.get("db"),
        format=format,
        today=text("today", "ACCTMGR_TODAY"),
        quiet=bool(typed.get("quiet")),
        yes=bool(typed.get("yes")),
        no_color=bool(typed.get("no_color")) or bool(os.environ.get("NO_COLOR")),
    )


def confirmed() -> bool:
    """Whether `--yes` was given."""
    return bool(Given.values.get("yes"))


def typed_format() -> str | None:
    """The format as typed on the line, None where it comes from elsewhere or nowhere."""
    typed = Given.values.get("format")
    return str(typed) if typed else None


def limit_of(typed: int | None) -> int:
    """How many rows a list fetches: as typed, else the machine's `rows` on a terminal, else all (0)."""
    if typed is not None:
        return min(typed, _MOST_ROWS)
    return Given.rows if sys.stdout.isatty() else 0


class Command(TyperCommand):
    """A command that takes the global options and resolves them before it runs."""

    before: Callable[[str], None] | None = None

    def get_params(self, ctx: Any) -> list[Any]:
        """The command's parameters, then the global ones."""
        return [*super().get_params(ctx), *global_options()]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the line; -50 is an amount, and an empty word is a mistake of the script that wrote it."""
        ctx.ignore_unknown_options = any(map(_NEGATIVE.match, args))
        rest = super().parse_args(ctx, args)
        for parameter in self.params:
            if _is_typed_empty(ctx, parameter):
                raise WrongUsage(f"{_shown(parameter)} is empty", hint="leave it out, or give it a value")
            _check_text(parameter, ctx.params.get(parameter.name))
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Resolve the global options, then run."""
        if Command.before:
            Command.before(ctx.command_path)
        return super().invoke(ctx)


def _is_typed_empty(ctx: Any, parameter: Any) -> bool:
    source = ctx.get_parameter_source(parameter.name)
    if source is None or source.name != "COMMANDLINE":
        return False
    value = ctx.params.get(parameter.name)
    values = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(one, str) and not one.strip() for one in values)


def _check_text(parameter: Any, value: Any) -> None:
    """Refuse bytes that are no text; a path may hold any."""
    if (parameter.metavar or "") in _PATHS:
        return
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, str) and not is_whole(one):
            raise WrongUsage(
                f"{_shown(parameter)} is not in UTF-8: {safe(one)}",
                hint="set the terminal to UTF-8, and type it again",
            )


def _shown(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    return str(parameter.opts[0] if is_option else (parameter.metavar or parameter.name).strip("[]"))


class Group(TyperGroup):
    """A noun whose mistyped verbs suggest the nearest, and whose verbs may be imported one by one."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.elsewhere: dict[str, Callable[[], Any]] = {}
        self._only_names = False

    def add_elsewhere(self, stub: TyperCommand, load: Callable[[], Any]) -> None:
        """Add a command that is imported when it runs; until then a stub stands for it in the help."""
        assert stub.name
        self.commands[stub.name] = stub
        self.elsewhere[stub.name] = load

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The stub while help is written, else the command itself."""
        if self._only_names or cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        return self.elsewhere[cmd_name]()

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help without importing what is elsewhere."""
        self._only_names = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._only_names = False

    def get_params(self, ctx: Any) -> list[Any]:
        """The group's parameters, then the global ones."""
        return [*super().get_params(ctx), *global_options()]

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb named; WrongUsage with the nearest one when there is none of that name."""
        name = args[0]
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            hint = did_you_mean(name, known) or f"there is: {', '.join(known)}"
            raise WrongUsage(f"no command {ctx.command_path} {name}", hint=hint)
        return super().resolve_command(ctx, args)


def _in_whole_paragraphs(text: str) -> str:
    """A docstring for a terminal of any width: Typer would keep the ends of its lines behind the first paragraph."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))


class Noun(typer.Typer):
    """The commands of one noun; every one of them shows an example in its help."""

    def __init__(self, help: str, *, is_single: bool = False) -> None:
        super().__init__(
            help=help,
            cls=Group,
            no_args_is_help=True,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode="rich",
            context_settings=HELP_NAMES,
        )
        self.is_single = is_single  # one command that is no group: `init`, `report aging`

    @property
    def verbs(self) -> set[str]:
        """The names of its own commands."""
        return {info.name for info in self.registered_commands if info.name}

    def only(self, name: str) -> "Noun":
        """The noun with one of its verbs alone: the others need not be put together."""
        alone = Noun("")
        alone.registered_commands = [info for info in self.registered_commands if info.name == name]
        return alone

    def verb(self, name: str, *examples: str, hidden: bool = False) -> Callable[[F], F]:
        """Register a function as a command; `examples` are lines without the program's name."""
        lines = "\n\n".join(f"[bold]acctmgr {line}[/bold]" for line in examples)

        def register(function: F) -> F:
            return self.command(
                name,
                cls=Command,
                help=_in_whole_paragraphs(function.__doc__ or ""),
                epilog=f"Example:\n\n{lines}",
                hidden=hidden,
                context_settings=HELP_NAMES,
            )(function)

        return register


def noun(help: str, *, is_single: bool = False) -> Noun:
    """The commands of one noun, or a single command that is no group."""
    return Noun(help, is_single=is_single)
