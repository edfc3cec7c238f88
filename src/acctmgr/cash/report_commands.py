"""`report cash`: money in and out by month and category."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import Notation
from acctmgr.ui.options import noun
from acctmgr.ui.output import Report, show, warn

if TYPE_CHECKING:
    from acctmgr.cash.reports import Flow, Wanted

cash = noun("What came in and went out, by month and category.", is_single=True)


@cash.verb(
    "cash",
    "report cash",
    "report cash --from bom --account bank",
    "report cash --from 2025-01-01 --to 2025-12-31",
)
def cash_command(
    *,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="From this day on.")] = "boy",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Up to this day.")] = "today",
    account: Annotated[
        str, typer.Option(metavar="ACCOUNT", help="One bank, cash or card account alone.")
    ] = "",
) -> None:
    """Show what came in and went out by month and category, this year, with the proof by the ledger.

    All amounts are what moved, tax and all. A payment counts for the
    income accounts of the invoices it paid that day, what it had left
    for Client credits. Transfers between your accounts are left out.
    """
    from acctmgr.cash import reports
    from acctmgr.ledger.account_queries import find_money
    from acctmgr.store.read import reading

    begin, end = (dates.parse_date(text, dates.today()) for text in (first, last))
    if end < begin:
        raise WrongUsage(f"{end} is before {begin}", hint="give --from the earlier day")
    with reading() as db:
        chosen = find_money(db, account) if account else None
        wanted = reports.Wanted(begin, end, chosen.id if chosen else None)
        found = reports.flow(db, wanted)
        notation = db.notation
    show(cash_report(found, wanted, notation, of=chosen.name if chosen else ""))
    if found.difference_minor:
        warn(f"{_tie(found, notation)}; see: acctmgr db check")


def cash_report(found: "Flow", wanted: "Wanted", notation: Notation, *, of: str = "") -> Report:
    """The report to be shown, of one account where that is named."""
    from acctmgr.cash.reports import FlowRow

    return Report(
        "cash",
        notation,
        found.rows,
        FlowRow,
        found.totals,
        period=(wanted.first, wanted.last),
        extra={
            "proof": {
                "accounts": found.accounts,
                "ledger_minor": found.ledger_minor,
                "difference_minor": found.difference_minor,
            }
        },
        title=f"Money in and out of {of or 'all accounts'}",
        note=_tie(found, notation),
    )


def _tie(found: "Flow", notation: Notation) -> str:
    """The proof in words."""
    moved = (
        " + ".join(f"{row.account} {notation.format(row.moved_minor)}" for row in found.accounts) or "nothing"
    )
    said = "net" if not found.transfers_minor else "net with transfers"
    ledger = f"what moved in the ledger: {moved} = {notation.format(found.ledger_minor)}"
    if found.difference_minor:
        return f"{said} differs by {notation.format(found.difference_minor)} from {ledger}"
    return f"{said} ties to {ledger}"
