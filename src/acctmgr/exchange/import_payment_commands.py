"""`import payments`."""

from typing import Annotated

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

app = noun("Payments from a file.")


@app.verb(
    "payments",
    "import payments receipts.csv --map document='Invoice No' --map paid_on=Date --date-format %d/%m/%Y",
    "export payments | acctmgr --db other.db import payments -",
)
def payments_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    key: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help="What the other system calls the payment: rows of one are one payment."
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
    """Import payments and what they settle; what the book has already is left as it is.

    Fields: client paid_on amount document settled account currency rate
    reference note payment

    document is the number of an invoice. Without settled a payment settles
    as much of it as is open; without a document it is the client's credit.
    A payment of several invoices has a row for each, with the same payment,
    paid_on and amount. It comes in whole or not at all, and a file that is
    imported again changes nothing. A date after today is rejected, unless
    --yes says that it is meant.

    What `export payments` writes comes back as it was: fees, discounts,
    write-offs, refunds, credit notes that settle, and all that was taken
    back. Import clients and invoices first.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.payment_rules import KIND
    from acctmgr.exchange.payment_service import Payments

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    asked = asked._replace(rejects=rejects, strict=strict, dry_run=dry_run, header=header)
    perform(KIND, Payments, asked, through_services=True)
