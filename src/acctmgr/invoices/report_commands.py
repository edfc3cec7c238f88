"""`report aging`: who owes what since when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import Notation
from acctmgr.core.text import did_you_mean
from acctmgr.ui.options import noun
from acctmgr.ui.output import Report, show, warn

if TYPE_CHECKING:
    from acctmgr.documents.reports import Aging, Wanted

aging = noun("Who owes what since when.", is_single=True)


@aging.verb(
    "aging",
    "report aging",
    "report aging --as-of 2026-06-30 --by invoice",
    "report aging --buckets 15,30 --basis issued --client acme --format json",
)
def aging_command(
    *,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="As it was at the end of this day.")] = "today",
    by: Annotated[str, typer.Option(metavar="client|invoice", help="A row for each.")] = "client",
    buckets: Annotated[str, typer.Option(metavar="DAYS", help="Last day late of each bucket.")] = "30,60,90",
    basis: Annotated[str, typer.Option(metavar="due|issued", help="What the days count from.")] = "due",
    client: Annotated[str | None, typer.Option(metavar="REF", help="One client alone.")] = None,
) -> None:
    """Show who owes what since when, as of any day, in the book's currency, with the proof by the ledger.

    With --basis issued the columns are the age of invoices, whether they are due yet or not.
    """
    from acctmgr.documents import aging_rules, reports
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading

    is_by_issue = _choice("--basis", basis, ("due", "issued")) == "issued"
    is_by_client = _choice("--by", by, ("client", "invoice")) == "client"
    day = dates.parse_date(as_of, dates.today())
    bounds = aging_rules.bucket_bounds(buckets)
    with reading() as db:
        party = find_party(db, client) if client is not None else None
        wanted = reports.Wanted(day, bounds, is_by_issue, party.id if party else None)
        found = (reports.aging_by_client if is_by_client else reports.aging_by_invoice)(db, wanted)
        notation = db.notation
    show(aging_report(found, wanted, notation, of=party.name if party else ""))
    if found.difference_minor:
        warn(f"{_tie(found, notation)}; see: acctmgr db check")


def aging_report(found: "Aging", wanted: "Wanted", notation: Notation, *, of: str = "") -> Report:
    """An aging to be shown, of one client where that is named."""
    from acctmgr.documents.aging_rules import age_heads

    whose = f" of {of}" if of else ""
    return Report(
        "aging",
        notation,
        found.rows,
        found.row_type,
        found.totals,
        as_of=wanted.as_of,
        table=_columns(found.row_type._fields, is_by_issue=wanted.is_by_issue),
        optional=("not_due", "credit") if "number" not in found.row_type._fields else ("due_on", "issued_on"),
        extra={"basis": "issued" if wanted.is_by_issue else "due", "proof": _proof(found)},
        heads=age_heads(wanted.bounds) if wanted.is_by_issue else {},
        title=f"Open invoices{whose} by days since they were {'issued' if wanted.is_by_issue else 'due'}",
        note=_tie(found, notation),
    )


def _columns(fields: Sequence[str], *, is_by_issue: bool) -> tuple[str, ...]:
    """What fits a terminal: handles are never cut, names are; an invoice is in one bucket, and its days say which."""
    if "number" in fields:
        days = ("issued_on", "age_days") if is_by_issue else ("due_on", "late_days")
        return ("number", "name", *days, "total")
    return tuple(field for field in fields if field != "client")


def _choice(option: str, typed: str, known: Sequence[str]) -> str:
    if typed not in known:
        hint = did_you_mean(typed, known) or f"one of: {', '.join(known)}"
        raise WrongUsage(f"{option} {typed} is not known", hint=hint)
    return typed


def _proof(found: "Aging") -> dict[str, object]:
    return {
        "accounts": found.accounts,
        "ledger_minor": found.ledger_minor,
        "difference_minor": found.difference_minor,
    }


def _tie(found: "Aging", notation: Notation) -> str:
    """The proof in words."""
    balances = " + ".join(f"{row.account} {notation.format(row.balance_minor)}" for row in found.accounts)
    ledger = f"the ledger: {balances} = {notation.format(found.ledger_minor)}"
    if found.difference_minor:
        return f"differs by {notation.format(found.difference_minor)} from {ledger}"
    return f"ties to {ledger}"
