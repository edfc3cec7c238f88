"""`today`: one screen of what wants doing."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.money import Notation
from acctmgr.reports.today_rules import Row, sections
from acctmgr.ui.options import noun
from acctmgr.ui.output import Report, is_quiet, show

if TYPE_CHECKING:
    from acctmgr.reports.today_queries import Today

today = noun("What wants doing today, and why.", is_single=True)

SOMETHING_IS_DUE = 10
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Leave with 10 when something is due.")]
_TABLE = ("kind", "client", "what", "why", "on", "amount", "command")


@today.verb("today", "today", "today --quiet --exit-code || acctmgr today --format md", "today --format json")
def today_command(exit_code: ExitCode = False) -> None:
    """What wants doing today and why, the most urgent first, with the line that deals with it.

    Follow-ups and invoices that are due or overdue, invoices due within a week, deals past their expected day,
    birthdays of today and the coming week, and the money in hand. With --quiet it is silent when there is nothing.
    """
    from acctmgr.reports.today_queries import due
    from acctmgr.store.read import reading

    day = dates.today()
    with reading() as db:
        found = due(db, today=day)
        report = today_report(found, day, db.notation)
    if found.rows or not is_quiet():
        show(report)
    if found.rows and exit_code:
        raise typer.Exit(SOMETHING_IS_DUE)


def today_report(found: "Today", day: date, notation: Notation) -> Report:
    """What is due, to be shown."""
    accounts = ", ".join(f"{row.account} {notation.format(row.balance_minor)}" for row in found.money)
    return Report(
        "today",
        notation,
        found.rows,
        Row,
        found.totals,
        as_of=day,
        table=_TABLE,
        extra={"money": found.money},
        title=f"Today, {day:%A}",
        note=f"in hand: {accounts}" if found.rows else f"Nothing is due. In hand: {accounts}",
        ref="ref",
        optional=("on", "kind"),  # the line below says what kind it is
        sections=sections(found.rows, day),
        below="command",
    )
