"""`export`: every field of every row, to move data to another book or program."""

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.errors import WrongUsage
from acctmgr.ui.options import noun, typed_format
from acctmgr.ui.output import pour, say
from acctmgr.ui.prompts import replacing

if TYPE_CHECKING:
    from acctmgr.exchange.export_queries import Kind as Exported

app = noun(
    """Write every field of every row as CSV or JSON Lines, for another book or program.

    Imported into an empty book in the order of the commands below they make
    an equal one; make stages, accounts and tax codes there first.

    What stays behind: drafts, recurring invoices, settings, files of
    receipts, entries that close an account, and the history of changes. To
    take all of a book along, copy its file.
    """
)

Output = Annotated[
    str,
    typer.Option(
        "--output",
        metavar="FILE",
        help="Write to this file, private to you; - or nothing is standard output.",
    ),
]
JsonLines = Annotated[
    bool,
    typer.Option(
        "--jsonl", help="Write JSON Lines, one object a line; also when FILE ends in .jsonl. Default: CSV."
    ),
]


def perform(kind: "Exported", output: str, *, is_jsonl: bool) -> None:
    """Write all rows of a kind, one by one; a file appears under its name when it is whole."""
    from acctmgr.exchange import export_queries
    from acctmgr.store.output_files import Kind, writing_text
    from acctmgr.store.read import reading
    from acctmgr.ui.formats import csv_lines, json_lines

    is_jsonl = _is_jsonl(output, is_jsonl=is_jsonl)
    output = "" if output == "-" else output
    like = Kind(partial(export_queries.is_of, kind, is_jsonl=is_jsonl))
    kept = writing_text(output, like, may=replacing()) if output else nullcontext()
    with reading() as db, kept as file:
        rows = export_queries.Counted(export_queries.rows(db, kind))
        lines = (
            json_lines(rows, db.currency)
            if is_jsonl
            else csv_lines(
                export_queries.flat(kind, rows),
                export_queries.flat_type(kind),
                export_queries.field_names(db, kind),
                db.currency,
            )
        )
        pour(lines, file)
    if output:
        say(f"{kind.name}: {rows.count} written to {output}")


def _is_jsonl(output: str, *, is_jsonl: bool) -> bool:
    """Whether JSON Lines are wanted; --format is for what people look at, and says nothing else here than csv."""
    asked = typed_format()
    if asked and (asked != "csv" or is_jsonl):
        raise WrongUsage(
            f"export does not write {asked}" if asked != "csv" else "--format csv and --jsonl contradict",
            hint="it writes CSV, and JSON Lines with --jsonl",
        )
    return is_jsonl or (output.lower().endswith(".jsonl") and not asked)


@app.verb(
    "clients",
    "export clients --output clients.csv",
    "export clients --jsonl",
    "export clients | acctmgr --db other.db import clients -",
)
def clients_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all clients, also archived and merged ones, with tags and custom fields.

    `import clients` reads them.
    """
    from acctmgr.exchange.export_party_queries import CLIENTS

    perform(CLIENTS, output, is_jsonl=jsonl)


@app.verb(
    "vendors",
    "export vendors --output vendors.csv",
    "export vendors --jsonl",
    "export vendors | acctmgr --db other.db import vendors -",
)
def vendors_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all vendors, also archived and merged ones, with tags and custom fields.

    `import vendors` reads them.
    """
    from acctmgr.exchange.export_party_queries import VENDORS

    perform(VENDORS, output, is_jsonl=jsonl)


@app.verb(
    "contacts",
    "export contacts --output contacts.csv",
    "export contacts --jsonl",
    "export contacts | acctmgr --db other.db import contacts -",
)
def contacts_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all contacts with their e-mails, phones, tags and custom fields.

    `import contacts` reads them; import their clients first.
    """
    from acctmgr.exchange.export_contact_queries import CONTACTS

    perform(CONTACTS, output, is_jsonl=jsonl)


@app.verb(
    "deals",
    "export deals --output deals.csv",
    "export deals --jsonl",
    "export deals | acctmgr --db other.db import deals -",
)
def deals_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all deals, open and closed, with their way through the stages, tags and custom fields.

    `import deals` reads them; import their clients first.
    """
    from acctmgr.exchange.export_deal_queries import DEALS

    perform(DEALS, output, is_jsonl=jsonl)


@app.verb(
    "followups",
    "export followups --output followups.csv",
    "export followups --jsonl",
    "export followups | acctmgr --db other.db import followups -",
)
def followups_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all follow-ups, also those that are done, with their contacts and deals.

    `import followups` reads them; import clients, contacts and deals first.
    """
    from acctmgr.exchange.export_work_queries import FOLLOW_UPS

    perform(FOLLOW_UPS, output, is_jsonl=jsonl)


@app.verb(
    "activities",
    "export activities --output activities.csv",
    "export activities --jsonl",
    "export activities | acctmgr --db other.db import activities -",
)
def activities_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all activities with their contacts, deals and the follow-ups that they did.

    `import activities` reads them; import clients, contacts, deals and follow-ups first.
    """
    from acctmgr.exchange.export_work_queries import ACTIVITIES

    perform(ACTIVITIES, output, is_jsonl=jsonl)


@app.verb(
    "invoices",
    "export invoices --output invoices.csv",
    "export invoices --jsonl",
    "export invoices | acctmgr --db other.db import invoices -",
)
def invoices_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all invoices and credit notes with their lines and taxes.

    CSV has a row for each line and repeats the document on it; JSON Lines
    nest the lines. `import invoices` reads them, but for drafts; import
    their clients first, and load or add the tax codes and accounts that
    they use. What settles them is in `export payments`.
    """
    from acctmgr.exchange.export_invoice_queries import INVOICES

    perform(INVOICES, output, is_jsonl=jsonl)


@app.verb(
    "payments",
    "export payments --output payments.csv",
    "export payments --jsonl",
    "export payments | acctmgr --db other.db import payments -",
)
def payments_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all payments and refunds with what they settled, and when.

    Fees, discounts and what was taken back stand with their payment;
    credit notes that settle an invoice, and write-offs, have rows without
    one. CSV has a row for each event and repeats the payment on it; JSON
    Lines nest them. `import payments` reads them; import clients and
    invoices first.
    """
    from acctmgr.exchange.export_payment_queries import PAYMENTS

    perform(PAYMENTS, output, is_jsonl=jsonl)


@app.verb(
    "cash",
    "export cash --output cash.csv",
    "export cash --jsonl",
    "export cash | acctmgr --db other.db import cash -",
)
def cash_command(output: Output = "", jsonl: JsonLines = False) -> None:
    """Write all money in, out and between accounts, and the opening balances of accounts.

    Each has its tax as it was booked, and the day since which it is void;
    a transfer is one row with both sides. Money of payments and refunds is
    in `export payments` and not here. `import cash` reads it; import
    clients and vendors first, and add the accounts and tax codes that it
    uses. The files of receipts stay beside the book.
    """
    from acctmgr.exchange.export_cash_queries import CASH

    perform(CASH, output, is_jsonl=jsonl)
