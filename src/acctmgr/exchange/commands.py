"""`import`: people, deals, activities and invoices from CSV or JSON Lines; others have files of their own."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import parse_date, today
from acctmgr.exchange.import_commands import perform
from acctmgr.ui.options import noun

if TYPE_CHECKING:
    from acctmgr.exchange.run_rules import Terms
    from acctmgr.store.bulk import Bulk

app = noun("People, deals, activities, invoices and cash from CSV or JSON Lines.")

FileName = Annotated[
    str, typer.Argument(metavar="FILE", help="A file of CSV or JSON Lines; - is standard input.")
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column is this field; columns of its name map themselves. Repeatable.",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="The same value in every row. Repeatable."),
]
Defaults = Annotated[
    list[str] | None,
    typer.Option("--default", metavar="FIELD=VALUE", help="The value where the cell is empty. Repeatable."),
]
DateFormat = Annotated[
    str,
    typer.Option(
        "--date-format",
        metavar="FORMAT",
        help="How the file writes dates: %d/%m/%Y. Without it they must be ISO.",
    ),
]
DecimalSign = Annotated[str, typer.Option("--decimal", metavar=".|,", help="The decimal sign of the file.")]
Encoding = Annotated[str, typer.Option(metavar="NAME", help="Found out when not given.")]
Delimiter = Annotated[
    str, typer.Option(metavar="SIGN", help="comma, semicolon, tab, pipe or a sign; found out when not given.")
]
Header = Annotated[
    bool | None,
    typer.Option(
        "--header/--no-header",
        help="Whether line 1 names the columns; without a header they are called #1, #2 and so on.",
        show_default=False,
    ),
]
Missing = Annotated[
    bool, typer.Option("--create-missing", help="Make the clients that are named and not there yet.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Strict = Annotated[bool, typer.Option("--strict", help="One bad row, and nothing is imported.")]
Rejects = Annotated[
    str, typer.Option("--rejects", metavar="FILE", help="Write the rows that were not taken here, as CSV.")
]


@app.verb(
    "clients",
    "import clients accounts.csv --map name=Account --map industry=Sector --dry-run",
    "export clients | acctmgr --db other.db import clients -",
)
def clients_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    key: Annotated[
        str, typer.Option(metavar="COLUMN", help="The id in the other system; without it: handle, else name.")
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
    """Import clients: new ones are added, known ones brought up to date.

    Fields: name handle legal_name tax_id email phone website industry
    address country language currency terms status tier owner source since
    note dispute archived_on merged_into tags (joined by ;) field:NAME

    merged_into is the handle of the client that this one is an alias of.
    An empty cell leaves what is there.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.client_rules import KIND
    from acctmgr.exchange.client_service import ClientRows

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    perform(KIND, ClientRows, asked._replace(rejects=rejects, strict=strict, dry_run=dry_run, header=header))


@app.verb(
    "contacts",
    "import contacts hubspot-contacts.csv --create-missing --dry-run",
    "import contacts contacts.csv --key Id --map client=Account --default client=Unassigned --rejects bad.csv",
    "export contacts | acctmgr --db other.db import contacts -",
)
def contacts_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    key: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help="The id in the other system; without it: e-mail, else name and client."
        ),
    ] = "",
    create_missing: Missing = False,
    date_format: DateFormat = "",
    decimal: DecimalSign = ".",
    header: Header = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    rejects: Rejects = "",
    strict: Strict = False,
    dry_run: DryRun = False,
) -> None:
    """Import contacts: new ones are added, known ones brought up to date.

    Fields: name (or first_name last_name) client (or client_id, the id
    that the client came with) role influence emails phones birthday
    prefers no_contact note twin tags (joined by ;) field:NAME

    twin numbers contacts of one name at a client, the oldest first.

    Columns are found under the names that HubSpot, Salesforce, Zoho,
    Capsule, Insightly and Google give them too, all e-mails and phones
    together. Organisations and deleted rows are left aside.

    E-mails and phones are added to those there; an empty cell leaves what
    is there, and no file takes an opt-out back.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.contact_rules import KIND
    from acctmgr.exchange.contact_service import Contacts

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    asked = asked._replace(
        create_missing=create_missing, rejects=rejects, strict=strict, dry_run=dry_run, header=header
    )
    perform(KIND, Contacts, asked)


@app.verb(
    "deals",
    "import deals pipeline.csv --key opportunity_id --map name=product --map client=account --date-format %d-%m-%y",
    "import deals pipeline.csv --default client=Unassigned --create-missing --rejects bad.csv",
    "export deals | acctmgr --db other.db import deals -",
)
def deals_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    key: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help="The id in the other system; without it: name, client and opened_on."
        ),
    ] = "",
    create_missing: Missing = False,
    date_format: DateFormat = "",
    decimal: DecimalSign = ".",
    header: Header = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    rejects: Rejects = "",
    strict: Strict = False,
    dry_run: DryRun = False,
) -> None:
    """Import deals: new ones are added, known ones brought up to date.

    Fields: name client stage amount currency probability opened_on
    closed_on expected_on (or close_date, which its stage makes one of
    the two) owner source competitor note lost_reason stage_history twin
    tags (joined by ;) field:NAME

    stage_history is each stage behind its first day, joined by ;. twin
    numbers deals of one name, client and opened_on, the oldest first.
    Without a stage_history a deal is in the first open stage from
    opened_on until closed_on, then in its won or lost stage; an open one
    is in its own stage from opened_on, else today. An empty cell leaves
    what is there.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.deal_rules import KIND
    from acctmgr.exchange.deal_service import Deals

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    asked = asked._replace(
        create_missing=create_missing, rejects=rejects, strict=strict, dry_run=dry_run, header=header
    )
    perform(KIND, Deals, asked)


@app.verb(
    "invoices",
    "import invoices receivables.csv --map number=invoiceNumber --map total=Amount --date-format %m/%d/%Y",
    "import invoices open.csv --opening 2026-01-01 --create-missing",
    "import invoices sales.csv --tax iva21 --rejects bad.csv",
    "import invoices lines.csv --map 'number=Invoice #' --map 'line_total=Line Total' --set tax_included=no",
    "export invoices | acctmgr --db other.db import invoices -",
)
def invoices_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    key: Annotated[
        str, typer.Option(metavar="COLUMN", help="The column of the number: --map number=COLUMN.")
    ] = "",
    opening: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="Take what is open on that day against Opening balances: no sales, no tax."
        ),
    ] = "",
    tax: Annotated[
        str,
        typer.Option(metavar="CODE", help="The tax code inside the totals; without it the tax is unknown."),
    ] = "",
    create_missing: Missing = False,
    date_format: DateFormat = "",
    decimal: DecimalSign = ".",
    header: Header = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    rejects: Rejects = "",
    strict: Strict = False,
    dry_run: DryRun = False,
) -> None:
    """Import invoices with their payments, and post them.

    Fields: number client issued_on due_on total (or net and tax)
    withheld paid_on paid (or open) description tax_code currency rate
    reference note status document_type

    Rows of one number are the lines of one invoice, wherever they stand;
    each says what it comes to: unit_price (with quantity and discount) or
    line_total or line_net, also income_account and tax_code. Blank facts
    of the invoice are those of its other rows. An invoice comes in with
    all its lines or not at all. tax_included says whether prices hold the
    tax, where no total does.

    Negative totals become credit notes; what is void, draft, credited or
    written off by its status is left aside, what is paid needs a paid_on,
    and a status that is not known rejects its row. Where the file says
    what is open, the rest was paid. What is there already never changes its
    total: a payment that is new pays what is still open, and due_on is
    brought up to date; the rest stays as it was issued. A payment dated
    after today is rejected, unless --yes says that it is meant.

    What `export invoices` writes comes back as it was issued, drafts left
    out, and open; what settled it comes with `import payments`.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.invoice_rules import KIND
    from acctmgr.exchange.invoice_service import Invoices
    from acctmgr.tax.queries import stored

    def make(db: "Bulk", terms: "Terms", run_id: int) -> Invoices:
        return Invoices(db, terms, run_id, stored(db))

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    asked = asked._replace(
        create_missing=create_missing, rejects=rejects, strict=strict, dry_run=dry_run, header=header
    )
    opening_on = parse_date(opening, today()) if opening else None
    perform(KIND, make, asked._replace(opening=opening_on, tax=tax.strip()))


@app.verb(
    "activities",
    "import activities calls.csv --set kind=call --map 'client=Related To' --create-missing",
    "import activities tasks.csv --key Id --rejects bad.csv",
    "export activities | acctmgr --db other.db import activities -",
)
def activities_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    key: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help="The id in the other system; without it: client, day, kind and text."
        ),
    ] = "",
    create_missing: Missing = False,
    date_format: DateFormat = "",
    decimal: DecimalSign = ".",
    header: Header = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    rejects: Rejects = "",
    strict: Strict = False,
    dry_run: DryRun = False,
) -> None:
    """Import activities: calls, mails, meetings and notes that were.

    Fields: text subject client on kind contact minutes (or seconds)
    deal (or deal_key, or deal_name and deal_opened_on) followup_text
    followup_due_on status

    The columns of HubSpot, Salesforce and Zoho map themselves; a title
    stands above its text, and a kind is read as other systems call it, a
    note if not given. Of a moment the day counts. What is still to do by
    its status, or deleted, is left aside. A contact or deal that the
    client does not have is told, and the row comes in without it. An
    empty cell leaves what is there.
    """
    from acctmgr.exchange.activity_rules import KIND
    from acctmgr.exchange.activity_service import Activities
    from acctmgr.exchange.asked_rules import Asked

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    asked = asked._replace(
        create_missing=create_missing, rejects=rejects, strict=strict, dry_run=dry_run, header=header
    )
    perform(KIND, Activities, asked)
