"""`export`: every field of every row, to move data to another book or program."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.errors import WrongUsage
from acctmgr.ui.options import noun, typed_format
from acctmgr.ui.output import pour, say

if TYPE_CHECKING:
    from acctmgr.exchange.export_queries import Kind

app = noun("Write every field of every row as CSV or JSON Lines, for another book or program.")

Output = Annotated[
    str,
    typer.Option(
        "--output", metavar="FILE", help="Write to this file, private to you, instead of standard output."
    ),
]
JsonLines = Annotated[
    bool,
    typer.Option(
        "--jsonl", help="Write JSON Lines, one object a line; also when FILE ends in .jsonl. Default: CSV."
    ),
]


def perform(kind: "Kind", output: str, *, is_jsonl: bool) -> None:
    """Write all rows of a kind, one by one; a file appears under its name when it is whole."""
    from acctmgr.exchange import export_queries
    from acctmgr.store.files import replacing
    from acctmgr.store.read import reading
    from acctmgr.ui.formats import csv_lines, json_lines

    is_jsonl = _is_jsonl(output, is_jsonl=is_jsonl)
    count = 0
    with reading() as db, replacing(output) if output else nullcontext() as file:
        rows = export_queries.rows(db, kind)
        lines = (
            json_lines(rows, db.currency)
            if is_jsonl
            else csv_lines(rows, kind.row_type, export_queries.field_names(db, kind), db.currency)
        )
        count = pour(lines, file)
    if output:
        say(f"{kind.name}: {count - (not is_jsonl)} written to {output}")


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
