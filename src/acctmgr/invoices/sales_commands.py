"""`report sales`: what was sold, to whom, when and of what."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import Notation
from acctmgr.core.text import did_you_mean
from acctmgr.ui.options import noun
from acctmgr.ui.output import Report, show, warn
from acctmgr.ui.values import key_of

if TYPE_CHECKING:
    from acctmgr.invoices.sales_reports import Sales, Wanted

_BY = ("client", "month", "item", "owner")

sales = noun("What was sold, by client, month, item or owner.", is_single=True)


@sales.verb(
    "sales",
    "report sales",
    "report sales --by month --from 2026-01-01 --to 2026-12-31",
    "report sales --by item --client acme --format json",
)
def sales_command(
    *,
    by: Annotated[
        str, typer.Option(metavar="VIEW", help="A row for each: client, month, item or owner.")
    ] = "client",
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day; the year's first if not given.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The last day; today if not given.")
    ] = "today",
    client: Annotated[str | None, typer.Option(metavar="REF", help="To one client alone.")] = None,
) -> None:
    """Show the income of issued documents without tax: invoices, less credit notes and discounts at payment.

    In the book's currency, with the proof by the ledger.

    What is void is taken back on the day of its void. The number of invoices leaves out
    those that were void again within their month.

    The owner is whom the client belonged to when the invoice was issued.

    An invoice of several items counts on each of them, and once in the total.

    A deposit is no sale until the final invoice; a cash sale is no document: see report cash.
    """
    from acctmgr.invoices import sales_reports
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading

    if by not in _BY:
        raise WrongUsage(
            f"there are no sales by {by}", hint=did_you_mean(by, _BY) or f"one of: {', '.join(_BY)}"
        )
    to_on = dates.parse_date(last, dates.today())
    from_on = dates.parse_date(first, dates.today()) if first else to_on.replace(month=1, day=1)
    if from_on > to_on:
        raise WrongUsage(f"the period ends on {to_on}, before it begins on {from_on}")
    with reading() as db:
        party = find_party(db, client) if client is not None else None
        wanted = sales_reports.Wanted(from_on, to_on, party.id if party else None)
        found = sales_reports.sales(db, wanted, by=by)
        notation = db.notation
    show(sales_report(found, wanted, notation, by=by, to=party.name if party else ""))
    if found.difference_minor:
        warn(f"{_tie(found, notation)}; see: acctmgr db check")


def sales_report(found: "Sales", wanted: "Wanted", notation: Notation, *, by: str, to: str = "") -> Report:
    """Sales to be shown, to one client where that is named."""
    return Report(
        "sales",
        notation,
        found.rows,
        found.row_type,
        found.totals,
        period=(wanted.first, wanted.last),
        table=tuple(key_of(name) for name in found.row_type._fields if name != "client"),  # names may be cut
        bars="total",
        optional=("share", "discounts", "invoices"),
        extra={"proof": _proof(found)},
        title=f"Sales{f' to {to}' if to else ''} by {by}, without tax",
        note=_tie(found, notation),
    )


def _proof(found: "Sales") -> dict[str, object]:
    return {
        "accounts": found.accounts,
        "elsewhere_minor": found.elsewhere_minor,
        "ledger_minor": found.ledger_minor,
        "difference_minor": found.difference_minor,
    }


def _tie(found: "Sales", notation: Notation) -> str:
    """The proof in words."""
    parts = " + ".join(f"{row.account} {notation.format(row.movement_minor)}" for row in found.accounts)
    if found.elsewhere_minor:
        parts += f" - {notation.format(found.elsewhere_minor)} by no document"
    ledger = f"the ledger: {parts or 'no income'} = {notation.format(found.ledger_minor)}"
    if found.difference_minor:
        return f"differs by {notation.format(found.difference_minor)} from {ledger}"
    return f"ties to {ledger}"
