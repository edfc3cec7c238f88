"""`search`: things by their words, wherever they stand."""

from typing import Annotated

import typer

from acctmgr.ui.options import limit_of, noun
from acctmgr.ui.output import Listing, show

search = noun("Find anything by its words.", is_single=True)


@search.verb(
    "search",
    "search renewal",
    'search "ana ruiz" --kind contact --kind client',
    "search logo --kind invoice --format ids",
)
def search_command(
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Words, or how they begin; all must be there.")
    ],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help="client, contact, deal, invoice, credit_note, followup or activity."
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """Find clients, contacts, deals, documents, follow-ups and activities by their words, the best first.

    Names, numbers, notes, lines, tags and custom fields are looked through. Case and accents do not matter.
    """
    from acctmgr.store.read import reading
    from acctmgr.upkeep import search_queries
    from acctmgr.upkeep.search_rules import look_for
    from acctmgr.upkeep.search_text_queries import KINDS

    look = look_for(" ".join(text), kind or (), KINDS)
    with reading() as db:
        page = search_queries.found(db, look, limit=limit_of(limit))
        empty = f"nothing has a word that begins with {' and one with '.join(look.words)}"
        result = Listing(
            page.rows, search_queries.FoundRow, db.notation, ref="ref", left_out=page.left_out, empty=empty
        )
    show(result)
