"""The verbs of `cash` that change the book."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.cash.rules import OpenInvoices
from acctmgr.core.dates import parse_date, today
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import added, is_whole_wanted, say, warn
from acctmgr.ui.prompts import confirm, is_asking, moved_on, one_of

if TYPE_CHECKING:
    from acctmgr.cash.told_service import Raw, Told
    from acctmgr.store.files import Content

app = noun("")

Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="All that moved, its tax inside.")]
Category = Annotated[
    str, typer.Option(metavar="ACCOUNT", help="What it was for: an account by name, code or beginning.")
]
On = Annotated[str, typer.Option(metavar="DATE", help="The day it moved; today if not given.")]
Account = Annotated[
    str, typer.Option(metavar="ACCOUNT", help="Bank, cash or card account; Bank if not given.")
]
Tax = Annotated[
    str, typer.Option(metavar="CODE", help="The tax code or rate inside the amount: 121 at 21 is 100 + 21.")
]
Memo = Annotated[str, typer.Option(metavar="TEXT", help="What to remember of it.")]
Client = Annotated[str, typer.Option(metavar="REF", help="The client it belongs to.")]
Vendor = Annotated[str, typer.Option(metavar="REF", help="The vendor it belongs to.")]
Currency = Annotated[
    str, typer.Option(metavar="CODE", help="Currency of the amount; the account's if not given.")
]
Rate = Annotated[str, typer.Option(metavar="RATE", help="Book currency for one unit of a foreign amount.")]
ReceiptFile = Annotated[
    str, typer.Option("--receipt", metavar="FILE", help="A copy of it is kept beside the book.")
]


@app.verb(
    "in",
    'cash in 500.00 --from "Ana Ruiz" --category capital',
    "cash in 121.00 --from acme --category sales --tax 21 --account Cash",
)
def in_command(
    amount: Amount,
    *,
    category: Category,
    who: Annotated[str, typer.Option("--from", metavar="TEXT", help="Who it came from.")] = "",
    on: On = "",
    account: Account = "",
    tax: Tax = "",
    memo: Memo = "",
    client: Client = "",
    vendor: Vendor = "",
    currency: Currency = "",
    rate: Rate = "",
    receipt: ReceiptFile = "",
) -> None:
    """Book money that came in, with the tax inside it.

    Money from a client with open invoices most likely pays one: this
    asks, and without a terminal it refuses unless --yes says that it is
    other income. What pays an invoice goes by `invoice pay`.
    """
    from acctmgr.cash.told_service import Raw

    raw = Raw(True, amount, category, moved_on(on), who, account, tax, memo, client, vendor, currency, rate)
    raw = raw._replace(receipt=_content(receipt), is_own_income=confirmed())
    try:
        _booked(raw)
    except OpenInvoices as waiting:
        if not is_asking():
            raise
        _settle(raw, waiting)


@app.verb(
    "out",
    "cash out 60.50 --to Papeleria --category office --tax 21 --receipt ticket.pdf",
    "cash out 40 --to Taxi --category travel --account cash --on yesterday",
    "cash out 900 --vendor landlord --category rent",
)
def out_command(
    amount: Amount,
    *,
    category: Category,
    who: Annotated[str, typer.Option("--to", metavar="TEXT", help="Who it went to.")] = "",
    on: On = "",
    account: Account = "",
    tax: Tax = "",
    memo: Memo = "",
    client: Client = "",
    vendor: Vendor = "",
    currency: Currency = "",
    rate: Rate = "",
    receipt: ReceiptFile = "",
) -> None:
    """Book money that went out, with the tax inside it; tax that nobody gives back is part of the cost."""
    from acctmgr.cash.told_service import Raw

    raw = Raw(False, amount, category, moved_on(on), who, account, tax, memo, client, vendor, currency, rate)
    _booked(raw._replace(receipt=_content(receipt)))


@app.verb(
    "transfer",
    "cash transfer 200 --from bank --to cash",
    'cash transfer 500 --from "Dollar account" --to bank --received 457.80 --on 2026-07-10',
)
def transfer_command(
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="What left the first account.")],
    *,
    source: Annotated[str, typer.Option("--from", metavar="ACCOUNT", help="Where it left.")],
    target: Annotated[str, typer.Option("--to", metavar="ACCOUNT", help="Where it arrived.")],
    on: On = "",
    received: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What arrived, where that is in another currency.")
    ] = "",
    rate: Annotated[
        str,
        typer.Option(metavar="RATE", help="Only between two foreign currencies: the book's for one unit."),
    ] = "",
    memo: Memo = "",
) -> None:
    """Move money between your own accounts: it is neither income nor expense."""
    from acctmgr.cash import told_service
    from acctmgr.store.write import change

    raw = told_service.RawTransfer(amount, source, target, moved_on(on), received, rate, memo)
    _told(change(lambda session: told_service.transfer(session, raw)))


@app.verb("void", "cash void 12", "cash void 12 --on 2026-07-10")
def void_command(
    entry: Annotated[str, typer.Argument(metavar="ID", help="Its number, as `cash list` shows it.")],
    on: Annotated[
        str, typer.Option(metavar="DATE", help="The day it takes effect; today, or the first open day.")
    ] = "",
) -> None:
    """Take a cash entry or transfer back by an entry the other way round; before that day it still counts."""
    from acctmgr.cash import told_service
    from acctmgr.store.write import change

    day = parse_date(on, today()) if on else None
    if not confirmed():
        from acctmgr.cash import card_queries
        from acctmgr.store.read import reading

        with reading() as db:
            card = card_queries.card(db, entry)
            amount = db.notation._replace(currency=card.currency).format(abs(card.amount_minor))
        confirm(f"Void cash {card.id}, {amount} {card.currency} of {card.on}?", yes=False)
    say(change(lambda session: told_service.void(session, entry, on=day)).sentence)


def _booked(raw: "Raw") -> None:
    from acctmgr.cash import told_service
    from acctmgr.store.write import change

    _told(change(lambda session: told_service.book(session, raw)))


def _settle(raw: "Raw", waiting: OpenInvoices) -> None:
    """Ask which of the open invoices the money pays, and book it so."""
    say(str(waiting))
    number = one_of("Which does it pay? A number, or no: it is other income", waiting.numbers, waiting.best)
    if number is None:
        _booked(raw._replace(is_own_income=True))
        return
    from acctmgr.documents.intake_service import RawMoney
    from acctmgr.invoices import money_service, pay_commands
    from acctmgr.store.write import change

    money = RawMoney(raw.amount, raw.on, raw.account, "", raw.rate, "", raw.memo)
    pay_commands.told(*change(lambda session: money_service.pay(session, number, money)))


def _content(path: str) -> "Content | None":
    if not path:
        return None
    from acctmgr.store.files import read_file

    return read_file(path)


def _told(told: "Told") -> None:
    """Say what was booked; the whole of it where the format wants that."""
    card = None
    if is_whole_wanted():
        from acctmgr.cash.commands import card_of
        from acctmgr.store.read import reading

        with reading() as db:
            card = card_of(db, told.reference)
    added(told.reference, told.sentence, card)
    if told.warning:
        warn(told.warning)
