"""`cash`: the verbs that look; those that write are in write_commands."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, Report, show

if TYPE_CHECKING:
    from acctmgr.store.read import Reader

app = noun("Money in, out and between your accounts.")

_TABLE = ("ref", "on", "kind", "account", "category", "party", "amount", "balance")
_OPTIONAL = ("kind", "account", "category")
_EMPTY = "no money has moved yet: acctmgr cash in AMOUNT --from NAME --category ACCOUNT"


@app.verb(
    "list",
    "cash list --from bom",
    "cash list --account bank --category rent --from boy",
    "cash list --party acme --sort -amount --limit 10",
    'cash list --where "kind=out and amount<-500"',
)
def list_command(
    *,
    account: Annotated[str, typer.Option(metavar="ACCOUNT", help="Of one bank, cash or card account.")] = "",
    category: Annotated[str, typer.Option(metavar="ACCOUNT", help="Only what was for this.")] = "",
    party: Annotated[
        str, typer.Option("--party", "--client", "--vendor", metavar="REF", help="Only from or to this one.")
    ] = "",
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="On this day or later.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="On this day or earlier.")] = "",
    where: Where = None,
    sort: Annotated[
        str, typer.Option(metavar="KEY", help="date, amount, account, category or party; - turns it round.")
    ] = "-date",
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List every movement of bank, cash and card accounts, payments too, the newest first.

    What went out is negative. The balance is what the account held after
    the movement, whatever else the list leaves out.

    A list is for looking and leaves fields out. To move data: `export cash`, and `export payments` for payments.
    """
    from acctmgr.cash import queries
    from acctmgr.ledger import account_queries
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    with reading() as db:
        ids, texts = queries.of_party(db, party) if party else (None, [])
        wanted = queries.Wanted(
            account_id=account_queries.find_money(db, account).id if account else None,
            category_id=account_queries.find_account(db, category).id if category else None,
            first=_day(first),
            last=_day(last),
            party_ids=ids,
            texts=texts,
        )
        page = filtered(
            db,
            where,
            queries.CASH_FACTS,
            limit_of(limit),
            lambda limit: queries.movements(db, wanted, sort=sort, limit=limit),
        )
        empty = _EMPTY if wanted == queries.Wanted() and where is None else "no movements like that"
        result = Listing(
            page.rows, queries.CashRow, db.notation, _TABLE, "ref", page.left_out, empty, _OPTIONAL
        )
    show(result)


@app.verb("show", "cash show 12")
def show_command(
    entry: Annotated[str, typer.Argument(metavar="ID", help="Its number, as `cash list` shows it.")],
) -> None:
    """Show a cash entry: its tax, where its receipt lies, what was posted."""
    from acctmgr.store.read import reading

    with reading() as db:
        card = card_of(db, entry)
    show(card)


@app.verb("balance", "cash balance", "cash balance --as-of 2026-06-30 --format json")
def balance_command(
    *,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="As it was at the end of this day.")] = "today",
) -> None:
    """Show what every bank, cash and card account holds, and what that is in all.

    What you owe on a card, or overdrew, is negative. The total is in the
    book's currency; accounts in others count as they are carried.
    """
    from acctmgr.cash import card_queries
    from acctmgr.store.read import reading

    day = dates.parse_date(as_of, dates.today())
    with reading() as db:
        found = card_queries.balances(db, as_of=day)
        notation = db.notation
    totals: dict[str, object] = {"balance_minor": found.total_minor}
    if found.others:
        totals["other_currencies"] = {code: {"balance_minor": own} for code, own in found.others.items()}
    carried = [
        f"{row.account} is carried at {notation.format(minor)} {notation.currency}"
        for row, minor in found.carried
    ]
    report = Report(
        "balance",
        notation,
        found.rows,
        card_queries.BalanceRow,
        totals,
        as_of=day,
        table=("account", "balance"),
        title="Money in hand",
        note="; ".join(carried),
        ref="code",
    )
    show(report)


def card_of(db: "Reader", reference: str) -> Card:
    """Everything known of a cash entry, to be shown."""
    from acctmgr.cash import card_queries

    card = card_queries.card(db, reference)
    hidden = ("id", "receipts", "rate") if card.currency == db.currency else ("id", "receipts")
    return Card(card, db.notation, title=f"Cash {card.id}", hidden=hidden)


def _day(text: str) -> date | None:
    return dates.parse_date(text, dates.today()) if text else None
