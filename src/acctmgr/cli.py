"""The table of commands, loaded lazily, the global options, and errors to exit codes."""

import errno
import shlex
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import typer
import typer.main
from typer._click.exceptions import ClickException, NoArgsIsHelpError, NoSuchOption
from typer.core import TyperCommand, TyperOption

from acctmgr import __version__
from acctmgr.core import dates
from acctmgr.core.errors import AcctError, BookError, WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.store import book, settings
from acctmgr.ui import options, output

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}  # of the disk that output goes to

RELATIONSHIP, MONEY, REPORTS, DATA, SETUP = "Relationship", "Money", "Reports", "Data", "Setup"


class Row(NamedTuple):
    """A command or a group: where it is, what it is and what the help of its parent says."""

    path: str  # "client", or "report aging" where a noun spans features
    target: str  # module:attribute; empty for a noun made of the rows below it
    panel: str
    help: str


COMMANDS = (
    Row("search", "acctmgr.upkeep.search_commands:search", RELATIONSHIP, "Find anything by its words."),
    Row("client", "acctmgr.parties.commands:app", RELATIONSHIP, "Clients: the whole card."),
    Row("contact", "acctmgr.parties.contact_commands:app", RELATIONSHIP, "Contacts: the people at clients."),
    Row("vendor", "acctmgr.parties.vendor_commands:app", RELATIONSHIP, "Vendors: who you buy from."),
    Row("deal", "acctmgr.deals.commands:app", RELATIONSHIP, "Deals and the stages of the pipeline."),
    Row(
        "followup",
        "acctmgr.followups.commands:app",
        RELATIONSHIP,
        "Follow-ups: what to do, for whom and when.",
    ),
    Row(
        "log",
        "acctmgr.followups.log_commands:log",
        RELATIONSHIP,
        "Log a call, a meeting, a mail: what happened with a client.",
    ),
    Row(
        "activity",
        "acctmgr.followups.activity_commands:app",
        RELATIONSHIP,
        "Activities: the calls, meetings and mails that were logged.",
    ),
    Row("invoice", "acctmgr.invoices.commands:app", MONEY, "Invoices and credit notes."),
    Row(
        "payment",
        "acctmgr.invoices.payment_commands:app",
        MONEY,
        "Money received and paid back, and what it settles.",
    ),
    Row("cash", "acctmgr.cash.commands:app", MONEY, "Money in, out and between your accounts."),
    Row("account", "acctmgr.ledger.commands:app", MONEY, "Accounts: where money lies, and what it is for."),
    Row("tax", "acctmgr.tax.commands:app", MONEY, "Tax codes and their components."),
    Row("today", "acctmgr.reports.commands:today", REPORTS, "What wants doing today, and why."),
    Row("report", "", REPORTS, "Pipeline, aging: what is coming, who owes what."),
    Row(
        "report pipeline",
        "acctmgr.deals.report_commands:pipeline",
        REPORTS,
        "What is in the pipeline, stage by stage.",
    ),
    Row("report aging", "acctmgr.invoices.report_commands:aging", REPORTS, "Who owes what since when."),
    Row(
        "report cash",
        "acctmgr.cash.report_commands:cash",
        REPORTS,
        "What came in and went out, by month and category.",
    ),
    Row(
        "report sales",
        "acctmgr.invoices.sales_commands:sales",
        REPORTS,
        "What was sold, by client, month, item or owner.",
    ),
    Row(
        "report statement",
        "acctmgr.invoices.statement_commands:statement",
        REPORTS,
        "A client's account: open items, or every movement.",
    ),
    Row(
        "report daily",
        "acctmgr.reports.daily_commands:daily",
        REPORTS,
        "What is due, what happened, and how things stand.",
    ),
    Row(
        "import",
        "acctmgr.exchange.commands:app",
        DATA,
        "People, deals, activities, invoices and cash from CSV files.",
    ),
    Row("db", "acctmgr.upkeep.commands:app", DATA, "The book as a whole: where it is, whether it is sound."),
    Row("init", "acctmgr.setup.commands:init", SETUP, "Make a new book."),
    Row("demo", "acctmgr.setup.demo_commands:demo", SETUP, "A made-up book to look at."),
    Row("config", "acctmgr.setup.config_commands:app", SETUP, "Settings of this machine and of the book."),
    Row("book", "acctmgr.setup.book_commands:app", SETUP, "Named books of this machine."),
    Row(
        "completion",
        "acctmgr.setup.completion_commands:completion",
        SETUP,
        "Complete commands and values with TAB.",
    ),
)


class LazyGroup(options.Group):
    """Imports a feature only when one of its commands runs; its help comes from the table alone."""

    prefix = ""
    _only_names = False

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for row in COMMANDS:
            parent, _, name = row.path.rpartition(" ")
            if parent == self.prefix:
                self.commands[name] = TyperCommand(name, help=row.help, rich_help_panel=row.panel)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The stub while help is written, else the command itself, imported."""
        if self._only_names or cmd_name not in self.commands:
            return super().get_command(ctx, cmd_name)
        path = f"{self.prefix} {cmd_name}".strip()
        return load(next(row for row in COMMANDS if row.path == path))

    @contextmanager
    def _names(self) -> Any:
        self._only_names = True
        try:
            yield
        finally:
            self._only_names = False

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help without importing any feature."""
        with self._names():
            super().format_help(ctx, formatter)


class ReportGroup(LazyGroup):
    """The noun `report`, whose commands live in the features they report on."""

    prefix = "report"


def load(row: Row) -> Any:
    """The command or group of a row, imported."""
    name = row.path.rpartition(" ")[2]
    if not row.target:
        return ReportGroup(name=name, help=row.help, no_args_is_help=True)
    module, _, attribute = row.target.partition(":")
    app = getattr(import_module(module), attribute)
    command = typer.main.get_command(app) if app.is_single else typer.main.get_group(app)
    command.name = name
    return command


def _version(ctx: Any, _: Any, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"acctmgr {__version__}\n")
        ctx.exit()


def root() -> LazyGroup:
    """The whole command tree."""
    version = TyperOption(
        param_decls=["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        help="Show the version.",
    )
    return LazyGroup(
        name="acctmgr",
        help="Clients, deals, invoices and a double-entry ledger in one file.",
        no_args_is_help=True,
        params=[version],
        context_settings=options.HELP_NAMES,
    )


def prepare(line: str, path: str) -> None:
    """Resolve the global options once and hand each to the module that owns it.

    line: as typed; path: the words of the command alone.
    """
    given = options.resolved()
    book.choose(book=given.book, db=given.db, command=line)
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
    options.Given.values = {}
    options.Command.before = partial(prepare, shlex.join(arguments))
    try:
        code = _run([*arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        return code
    except (BrokenPipeError, SystemExit):  # the reader has seen enough; the latter is how Rich puts it
        return 0
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        output.fail(
            BookError(
                f"the output can't be written: {error.strerror}", hint="make room; the book is in order"
            )
        )
        return BookError.exit_code


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
        return error.exit_code
    except NoArgsIsHelpError:  # by the time it is raised the help is on the screen
        return WrongUsage.exit_code
    except ClickException as error:
        return _usage(error)
    except (KeyboardInterrupt, typer.Abort):
        output.fail(AcctError("interrupted; nothing is half done"))
        return 130


def _usage(error: ClickException) -> int:
    """What Typer says of a wrong line, in our form."""
    message = error.format_message().rstrip(".").replace("\n", " ").replace("valid int range", "whole number")
    hint = ""
    context = getattr(error, "ctx", None)
    if isinstance(error, NoSuchOption) and context:
        known = [name for parameter in context.command.get_params(context) for name in parameter.opts]
        message, hint = f"no option {error.option_name}", did_you_mean(error.option_name, known)
    if not hint and context:
        hint = f"see: {context.command_path} --help"
    output.fail(WrongUsage(message, hint=hint))
    return WrongUsage.exit_code
