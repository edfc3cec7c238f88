"""`report cash`: money in and out by month and category."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import Notation
from acctmgr.ui.options import noun
from acctmgr.ui.output import Listing, Part, Report, show, warn

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
    """Show opening balance, money in, money out and closing balance of this year, with the proof by the ledger.

    By month and category, and for each account. Amounts include tax. A payment counts as income of the
    invoices that it paid on its day; the rest of it counts as Client credits. A bounce is money out on its
    date. A transfer between your accounts is money in or out of each account, and neither in the total.
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
    from acctmgr.cash.account_reports import AccountFlow
    from acctmgr.cash.reports import FlowRow

    accounts = Listing(found.accounts, AccountFlow, notation, ref="account", empty="no money yet")

    return Report(
        "cash",
        notation,
        found.rows,
        FlowRow,
        found.totals,
        period=(wanted.first, wanted.last),
        extra={
            "accounts": found.accounts,
            "proof": {
                "accounts": found.balances,
                "ledger_minor": found.ledger_minor,
                "difference_minor": found.difference_minor,
            },
        },
        title=f"Money in and out of {of or 'all accounts'}, tax inside",
        note=_tie(found, notation),
        rare=("transfers",),
        parts=(Part("Accounts", accounts),),
    )


def _tie(found: "Flow", notation: Notation) -> str:
    """The proof in words."""
    balances = " + ".join(f"{row.account} {notation.format(row.balance_minor)}" for row in found.balances)
    ledger = f"the ledger: {balances or 'nothing'} = {notation.format(found.ledger_minor)}"
    if found.difference_minor:
        return f"closing differs by {notation.format(found.difference_minor)} from {ledger}"
    return f"closing ties to {ledger}"
