"""`today`: one screen of what wants doing."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.money import Notation
from acctmgr.reports.today_rules import Row, sections
from acctmgr.ui.options import limit_of, noun
from acctmgr.ui.output import Report, is_quiet, show

if TYPE_CHECKING:
    from acctmgr.reports.today_queries import Today

today = noun("What wants doing today, and why.", is_single=True)

SOMETHING_IS_DUE = 10
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Leave with 10 when something is due.")]
_TABLE = ("kind", "client", "what", "why", "on", "amount", "command")


@today.verb("today", "today", "today --quiet --exit-code || acctmgr today --format md", "today --format json")
def today_command(
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
    exit_code: ExitCode = False,
) -> None:
    """What wants doing today and why, the most urgent first, with the line that deals with it.

    Follow-ups and invoices that are due or overdue, invoices due within a week, deals past their expected day,
    birthdays of today and the coming week, and the money in hand. With --quiet it is silent when there is nothing.
    """
    from acctmgr.reports.today_queries import due
    from acctmgr.store.read import reading

    day = dates.today()
    with reading() as db:
        found = due(db, today=day)
        report = _shortened(today_report(found, day, db.notation), limit_of(limit))
    if found.rows or not is_quiet():
        show(report)
    if found.rows and exit_code:
        raise typer.Exit(SOMETHING_IS_DUE)


def _shortened(report: Report, limit: int) -> Report:
    """The first rows of it, and how many more there are; the totals are over all."""
    left_out = len(report.rows) - limit if limit else 0
    if left_out <= 0:
        return report
    note = f"… and {left_out} more (--limit 0 shows all); {report.note}"
    return report._replace(rows=report.rows[:limit], sections=report.sections[:limit], note=note)


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
