"""`import vendors`."""

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

app = noun("Vendors from a file.")


@app.verb(
    "vendors",
    "import vendors suppliers.csv --map name=Supplier --dry-run",
    "export vendors | acctmgr --db other.db import vendors -",
)
def vendors_command(
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
    """Import vendors: new ones are added, known ones brought up to date.

    Fields: those of `import clients`. A client that the file names is a vendor
    too from now on.

    An empty cell leaves what is there.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.client_rules import VENDORS
    from acctmgr.exchange.client_service import vendor_rows

    asked = Asked(
        file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter, key
    )
    perform(
        VENDORS, vendor_rows, asked._replace(rejects=rejects, strict=strict, dry_run=dry_run, header=header)
    )
