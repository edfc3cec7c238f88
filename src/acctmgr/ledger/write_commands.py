"""The verbs of `account` that change the chart."""

from typing import Annotated

import typer

from acctmgr.core.dates import day_or_today, parse_date, today
from acctmgr.ledger.commands import AccountArgument
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import added, is_whole_wanted, say
from acctmgr.ui.prompts import confirm

app = noun("")

Code = Annotated[str, typer.Option(metavar="CODE", help="The number it stands under, like 6110.")]
On = Annotated[str, typer.Option(metavar="DATE", help="The day; today if not given.")]


@app.verb(
    "add",
    'account add "Savings bank" --type asset --money',
    "account add Insurance --type expense --code 6120",
    'account add "Dollar account" --type asset --money --currency USD',
)
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")],
    *,
    type: Annotated[str, typer.Option(metavar="WORD", help="asset, liability, equity, income or expense.")],
    code: Code = "",
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="The only currency of a money account; else the book's.")
    ] = "",
    money: Annotated[
        bool, typer.Option("--money", help="Money lies here: a bank, a cash box; a card is a liability.")
    ] = False,
) -> None:
    """Add an account: a second bank, a category for money that comes in or goes out."""
    from acctmgr.core.money import check_currency
    from acctmgr.ledger import account_rules, account_service
    from acctmgr.store.write import change

    own = check_currency(currency) if currency else None
    title, kind, number = account_rules.check_new(name, type, code, is_money=money, has_currency=bool(own))
    wanted = account_rules.NewAccount(title, kind, number, own, money)
    new = change(lambda session: account_service.add(session, wanted))
    _told(new.code, f"added account {new.code} {new.name}")


@app.verb("edit", 'account edit 6100 --name "Office rent"', "account edit Savings --code 1030")
def edit_command(
    account: AccountArgument,
    *,
    name: Annotated[str, typer.Option(metavar="TEXT", help="Another name.")] = "",
    code: Code = "",
    reopen: Annotated[bool, typer.Option("--reopen", help="Open a closed account again.")] = False,
) -> None:
    """Give an account another name or code, or open it again; what was posted stays."""
    from acctmgr.ledger import account_service
    from acctmgr.store.write import change

    found, is_changed = change(
        lambda session: account_service.edit(session, account, name=name, code=code, reopen=reopen)
    )
    title = f"{found.code} {found.name}"
    say(f"changed {title}" if is_changed else f"{title} is like that already; nothing was changed")


@app.verb("close", "account close Savings", "account close 6120 --into 6990 --on 2026-12-31")
def close_command(
    account: AccountArgument,
    *,
    into: Annotated[
        str, typer.Option(metavar="ACCOUNT", help="Where what it still holds goes, by an entry.")
    ] = "",
    on: On = "",
) -> None:
    """Close an account: nothing more is posted to it, what was stays. It must hold nothing, or say --into."""
    from acctmgr.ledger import account_queries, account_service
    from acctmgr.store.read import reading
    from acctmgr.store.write import change

    day = day_or_today(on)
    if not confirmed():
        with reading() as db:
            found = account_queries.find_account(db, account)
        confirm(f"Close {found.code} {found.name} on {day}?", yes=False)
    closed, entry = change(lambda session: account_service.close(session, account, into=into, on=day))
    moved = f"; {entry.text.rpartition(' into ')[2]} has what it held" if entry else ""
    say(f"{closed.code} {closed.name} is closed since {day}{moved}")


@app.verb(
    "opening",
    "account opening bank 5000.00 --on 2026-01-01",
    "account opening card 350.00 --on 2026-01-01",
    "account opening bank -120.00 --on 2026-01-01 --replace",
)
def opening_command(
    account: AccountArgument,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="What it held, in its own sense.")],
    *,
    on: Annotated[str, typer.Option(metavar="DATE", help="The day from which the book counts.")],
    rate: Annotated[str, typer.Option(metavar="RATE", help="Book currency for one unit of it.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Take the one there is back first.")] = False,
) -> None:
    """Say what an account held on the day the book begins, against Opening balances.

    Money in a bank or a box: what lay there, so 5000; overdrawn it is
    -120. A card or a loan: what you owed on it, so 350 for a debt of 350.
    Equipment, capital, income or expense so far: the plain amount.
    """
    from acctmgr.cash import opening_service
    from acctmgr.store.write import change

    day = parse_date(on, today())
    typed = opening_service.Typed(account, amount, rate, day, replace)
    _told(*change(lambda session: opening_service.open_account(session, typed)))


def _told(code: str, sentence: str) -> None:
    """Say what was made; the whole of it where the format wants that."""
    card = None
    if is_whole_wanted():
        from acctmgr.ledger.commands import card_of
        from acctmgr.store.read import reading

        with reading() as db:
            card = card_of(db, code, as_of=today())
    added(code, sentence, card)
