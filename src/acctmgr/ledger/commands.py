"""`account`: the verbs that look; those that write are in write_commands."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, show

if TYPE_CHECKING:
    from acctmgr.store.read import Reader

app = noun("Accounts: where money lies, and what it is for.")

AccountArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="Its code or name, or the beginning of one.")
]

_TABLE = ("code", "name", "type", "balance", "closed_on")

AsOf = Annotated[str, typer.Option(metavar="DATE", help="As it was at the end of this day.")]


@app.verb("list", "account list", "account list --type expense", "account list --money --as-of 2026-06-30")
def list_command(
    *,
    type: Annotated[
        str, typer.Option(metavar="WORD", help="asset, liability, equity, income or expense.")
    ] = "",
    money: Annotated[bool, typer.Option("--money", help="Only bank, cash and card accounts.")] = False,
    closed: Annotated[bool, typer.Option("--closed", help="Closed ones too.")] = False,
    as_of: AsOf = "today",
    where: Where = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List the chart of accounts with what each holds in its own sense.

    What is owned, owed, put in, earned or spent is positive there: a card
    that 350 is owed on holds 350. In `cash balance` it is -350.
    """
    from acctmgr.ledger import account_queries
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    day, kind = dates.parse_date(as_of, dates.today()), _kind(type)
    with reading() as db:
        chosen = [
            row
            for row in account_queries.all_accounts(db)
            if kind in ("", row.type)
            and (row.is_money or not money)
            and (closed or not row.closed_on or row.closed_on > day)
        ]
        page = filtered(
            db,
            where,
            account_queries.ACCOUNT_FACTS,
            limit_of(limit),
            lambda limit: account_queries.accounts(db, chosen, as_of=day, limit=limit),
        )
        table = _TABLE if any(row.closed_on for row in page.rows) else _TABLE[:-1]
        result = Listing(
            page.rows,
            account_queries.AccountRow,
            db.notation,
            table,
            "code",
            page.left_out,
            "no accounts like that",
            ("closed_on",),
        )
    show(result)


def _kind(typed: str) -> str:
    from acctmgr.ledger.account_rules import TYPES

    kind = typed.strip().lower()
    if kind and kind not in TYPES:
        hint = did_you_mean(kind, TYPES) or f"one of: {' '.join(TYPES)}"
        raise WrongUsage(f"there is no type {typed}", hint=hint)
    return kind


@app.verb("show", "account show bank", "account show 6100 --as-of eoy")
def show_command(account: AccountArgument, as_of: AsOf = "today") -> None:
    """Show one account: what it is, what it holds, since when it moves."""
    from acctmgr.store.read import reading

    day = dates.parse_date(as_of, dates.today())
    with reading() as db:
        card = card_of(db, account, as_of=day)
    show(card)


def card_of(db: "Reader", reference: str, *, as_of: date) -> Card:
    """Everything known of an account, to be shown."""
    from acctmgr.ledger import account_queries

    card = account_queries.account_card(db, account_queries.find_account(db, reference), as_of=as_of)
    return Card(card, db.notation, ref="code", title=f"{card.code} {card.name}", hidden=("code", "name"))
