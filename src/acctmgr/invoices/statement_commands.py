"""`report statement`: what a client owes, to look at and to send."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from acctmgr.core import dates
from acctmgr.core.dates import day_or_today
from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import Notation
from acctmgr.invoices.statement_rules import TOTALS
from acctmgr.ui.options import noun
from acctmgr.ui.output import Report, say, show

if TYPE_CHECKING:
    from acctmgr.invoices.statement_reports import Statement

statement = noun("A client's account: open items, or every movement.", is_single=True)

_OPEN_TABLE = ("ref", "on", "due_on", "late_days", "total", "open", "balance")
_MOVES_TABLE = ("on", "what", "ref", "amount", "balance")


@statement.verb(
    "statement",
    "report statement acme",
    "report statement acme --as-of 2026-06-30",
    "report statement acme --from 2026-01-01 --to 2026-06-30",
    "report statement acme --currency USD --pdf acme.pdf",
)
def statement_command(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Handle, id, e-mail or name.")],
    *,
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="Open items at the end of this day; today if not given.")
    ] = "",
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help="Every movement since this day instead.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Every movement up to this day instead.")
    ] = "",
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="Only what is in this currency; the totals are in it too.")
    ] = "",
    pdf: Annotated[
        str, typer.Option(metavar="FILE", help="Write it as PDF to this file too, in the client's language.")
    ] = "",
) -> None:
    """Show what is open of a client on a day; with --from or --to every movement and the balance it leaves.

    It ends at the client's row of the aging on that day. Credits are negative. The totals are in the
    currency of the statement where it has only one, else in the book's, with other currencies apart.
    """
    from acctmgr.core.money import check_currency
    from acctmgr.invoices import look_queries, statement_reports
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading

    if as_of and (first or last):
        raise WrongUsage("--as-of shows open items, --from and --to movements", hint="give one or the other")
    start, end = _period(first, last or as_of)
    code = check_currency(currency) if currency else None
    with reading() as db:
        party = look_queries.recipient(db, find_party(db, client).id)
        if first or last:
            found = statement_reports.moves_statement(db, party.id, first=start, last=end, currency=code)
        else:
            found = statement_reports.open_statement(db, party.id, as_of=end, currency=code)
        period = _span(found, start, end, first or last)
        if pdf:
            _print(db, party, found, period, Path(pdf).expanduser())
        notation = db.notation
    show(statement_report(found, notation, party.name, period=period))


def _period(first: str, last: str) -> tuple[date | None, date]:
    end = day_or_today(last)
    start = dates.parse_date(first, dates.today()) if first else None
    if start and start > end:
        raise WrongUsage(f"{start} is after {end}", hint="--from comes before --to")
    return start, end


def _span(found: "Statement", start: date | None, end: date, moves: str) -> tuple[date | None, date]:
    """First and last day of what is shown; None first: the state on a day."""
    if not moves:
        return None, end
    return start or min((row.on for row in found.rows), default=end), end


def statement_report(
    found: "Statement", notation: Notation, name: str, *, period: tuple[date | None, date]
) -> Report:
    """A statement to be shown, in its own currency where it has only one."""
    first, last = period
    is_carried = any(code != notation.currency for code in found.sums if any(found.sums[code].values()))
    what = "Open items" if first is None else "Account"
    return Report(
        "statement",
        notation._replace(currency=found.currency),
        found.rows,
        found.row_type,
        found.totals,
        as_of=last if first is None else None,
        period=(first, last) if first else None,
        table=_OPEN_TABLE if first is None else _MOVES_TABLE,
        extra={"client": name, "in_book": found.in_book},
        title=f"{what} of {name}",
        note=_carried(found, notation) if is_carried else "",
        rare=TOTALS,
        ref="ref",
        optional=("total", "due_on") if first is None else (),
    )


def _carried(found: "Statement", notation: Notation) -> str:
    total = notation.format(found.in_book["balance_minor"])
    return f"in the books, in {notation.currency}: {total}"


def _print(db: Any, party: Any, found: "Statement", period: tuple[date | None, date], path: Path) -> None:
    from acctmgr.invoices import look_queries, pdf_commands, pdf_reports, statement_paper_reports

    pdf_reports.check_extra()
    look = look_queries.look_for(db, party.language)
    made = statement_paper_reports.statement_sheet(
        found,
        look,
        db.notation,
        seller=look_queries.seller_now(db),
        buyer=look_queries.buyer_now(party),
        period=period,
    )
    pdf_commands.written(path, pdf_reports.printed(made, look))
    say(f"written to {path}")
