"""`import cash`."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.exchange.commands import (
    DateFormat,
    DecimalSign,
    Defaults,
    Delimiter,
    DryRun,
    Encoding,
    FileName,
    Header,
    Maps,
    Rejects,
    Sets,
    Strict,
)
from acctmgr.exchange.import_commands import perform
from acctmgr.ui.options import noun

if TYPE_CHECKING:
    from acctmgr.exchange.import_service import Importer
    from acctmgr.exchange.run_rules import Terms
    from acctmgr.store.bulk import Bulk

app = noun("Money in and out from a file.")


@app.verb(
    "cash",
    "import cash bank.csv --map date=Booked --map party=Payee --date-format %d/%m/%Y --default category=6990",
    "import cash till.csv --set account=Cash --set category=sales --set tax=21",
    "export cash | acctmgr --db other.db import cash -",
)
def cash_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    key: Annotated[
        str,
        typer.Option(
            metavar="COLUMN",
            help="The id in the other system; without it: account, date, amount, party and memo.",
        ),
    ] = "",
    date_format: DateFormat = "",
    decimal: DecimalSign = ".",
    header: Header = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    rejects: Rejects = "",
    strict: Strict = False,
    dry_run: DryRun = False,
) -> None:
    """Import money in and out, and transfers between your accounts; what the book has already is left as it is.

    Fields: date amount (or in and out) account category party memo tax
    currency rate key kind

    A negative amount went out, or one whose kind says debit or out; its
    tax is inside it. A category that is
    a bank, cash or card account makes a transfer. Without an account it
    is the Bank. Two rows alike are two movements, and importing the file
    again changes nothing. A date after today is rejected, unless --yes
    says that it is meant. Payments, openings and what is void in a list
    of ours are left aside: they have ways of their own.

    What `export cash` writes comes back as it was booked: tax, rates, both
    sides of a transfer, opening balances, and what is void. Import clients
    and vendors first. Payments are not in it: `import payments` brings
    their money too.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.cash_rules import KIND
    from acctmgr.exchange.cash_service import CashRows
    from acctmgr.exchange.own_cash_service import OwnCashRows
    from acctmgr.tax.queries import stored

    def make(db: "Bulk", terms: "Terms", run_id: int) -> "Importer":
        return (OwnCashRows if terms.is_export else CashRows)(db, terms, run_id, stored(db))

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    perform(KIND, make, asked._replace(rejects=rejects, strict=strict, dry_run=dry_run, header=header))
