"""Commands loaded as the table says when they are needed, the global options, and errors to exit codes."""

import errno
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

import typer
import typer.main
from typer._click.exceptions import ClickException, NoArgsIsHelpError, NoSuchOption
from typer.core import TyperCommand, TyperOption

from acctmgr import __version__
from acctmgr.core import dates
from acctmgr.core.errors import AcctError, BookError, WrongUsage
from acctmgr.core.text import nearest
from acctmgr.store import book, settings, signals
from acctmgr.table import COMMANDS, Row
from acctmgr.ui import options, output, streams

_INTERRUPTED = 130
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}  # of the disk that output goes to


def load(row: Row) -> Any:
    """The command or group of a row, imported."""
    name = row.path.rpartition(" ")[2]
    if not row.target:
        return _with_rows(options.Group(name=name, help=row.help, no_args_is_help=True), row.path)
    module, _, attribute = row.target.partition(":")
    app = getattr(import_module(module), attribute)
    if app.is_single:
        command = typer.main.get_command(app)
    elif name in app.verbs:
        return typer.main.get_group(app.only(name)).commands[name]
    else:
        command = _with_rows(typer.main.get_group(app), row.path)
    command.name = name
    return command


def _with_rows(group: Any, path: str) -> Any:
    """A group that imports each command of the rows below it when that one is needed."""
    for row in COMMANDS:
        parent, _, name = row.path.rpartition(" ")
        if parent == path:
            stub = TyperCommand(name, help=row.help, rich_help_panel=None if path else row.panel)
            group.add_elsewhere(stub, partial(load, row))
    return group


def _version(ctx: Any, _: Any, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"acctmgr {__version__}\n")
        ctx.exit()


def root() -> options.Group:
    """The whole command tree."""
    version = TyperOption(
        param_decls=["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        help="Show the version.",
    )
    whole = options.Group(
        name="acctmgr",
        help="Clients, follow-ups, deals, invoices, cash and a double-entry ledger in one file.",
        no_args_is_help=True,
        params=[version],
        context_settings=options.HELP_NAMES,
    )
    group: options.Group = _with_rows(whole, "")
    return group


def prepare(line: str, path: str) -> None:
    """Resolve the global options once and hand each to the module that owns it.

    line: as typed; path: the words of the command alone.
    """
    given = options.resolved()
    book.choose(book=given.book, db=given.db, command=line, path=path)
    book.Choice.tell = output.say
    dates.set_today(None)
    if given.today:
        dates.set_today(dates.parse_date(given.today, dates.today()))
    config = (
        {} if path.startswith("acctmgr config ") else settings.load()
    )  # `config` mends what is wrong in it
    options.Given.rows = settings.rows(config)
    format = given.format or settings.machine_setting("format", config)
    output.configure(format=format, color=False if given.no_color else None, quiet=given.quiet)


def main(arguments: Sequence[str]) -> int:
    """Run one command line; gives its exit code, errors told on stderr."""
    streams.prepare()
    options.Given.values = {}
    options.Command.before = partial(prepare, shlex.join(arguments))
    signals.watch()
    try:
        code = _run([*arguments])
        if signals.is_stopped():
            output.fail(AcctError("interrupted; what is told above is done, the rest is not begun"))
            code = _INTERRUPTED
        if lost := streams.lost():
            output.warn(lost)
        sys.stdout.flush()
        sys.stderr.flush()
        return code
    except (BrokenPipeError, SystemExit):  # the reader has seen enough; the latter is how Rich puts it
        return 0
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        with suppress(OSError):  # nor may this
            output.fail(_unsaid(error))
        return BookError.exit_code
    finally:
        signals.release()


def _unsaid(error: OSError) -> BookError:
    """What to say of output that failed, of the change above all, which stands whoever was told."""
    message = f"the output can't be written: {error.strerror}"
    if not signals.has_changed():
        return BookError(message, hint="make room; the book is in order")
    return BookError(f"{message}; {_what_stands()}", hint="it is done: do not run it again")


def _what_stands() -> str:
    made = output.last_fact()
    return f"the change is in the book: {made}" if made else "the change is in the book"


def _run(arguments: list[str]) -> int:
    command = root()  # its own `main` would end a closed pipe as an error, and an interruption in silence
    try:
        with command.make_context("acctmgr", arguments) as context:
            command.invoke(context)
            return 0
    except typer.Exit as done:
        return done.exit_code
    except AcctError as error:
        output.fail(error)
        if signals.has_changed() and isinstance(error, BookError):
            output.warn(_what_stands())
        return error.exit_code
    except NoArgsIsHelpError:  # by the time it is raised the help is on the screen
        return WrongUsage.exit_code
    except ClickException as error:
        return _usage(error)
    except (KeyboardInterrupt, typer.Abort):
        output.fail(AcctError("interrupted; nothing is half done"))
        return _INTERRUPTED


def _option_hint(typed: str, known: list[str]) -> str:
    """The option that was meant, if one is near; the dashes, which all have, make none nearer."""
    by_word = {name.lstrip("-"): name for name in known if name.startswith("--")}
    near = nearest(typed.lstrip("-"), by_word)
    return f"did you mean {by_word[near]}?" if near else ""


def _usage(error: ClickException) -> int:
    """What Typer says of a wrong line, in our form."""
    message = error.format_message().rstrip(".").replace("\n", " ").replace("valid int range", "whole number")
    hint = ""
    context = getattr(error, "ctx", None)
    if isinstance(error, NoSuchOption) and context:
        known = [name for parameter in context.command.get_params(context) for name in parameter.opts]
        message, hint = f"no option {error.option_name}", _option_hint(error.option_name, known)
    if not hint and context:
        hint = f"see: {context.command_path} --help"
    output.fail(WrongUsage(message, hint=hint))
    return WrongUsage.exit_code
