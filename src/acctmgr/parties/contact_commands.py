"""`contact`: the verbs that look; those that write are in contact_write_commands."""

from typing import Annotated

import typer

from acctmgr.core.dates import today
from acctmgr.core.errors import WrongUsage
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, show

app = noun("Contacts: the people at clients.")

Reference = Annotated[
    str, typer.Argument(metavar="CONTACT", help="Id, e-mail or name, or the beginning of one.")
]

_TABLE = ("id", "name", "client", "role", "influence", "main_email", "main_phone", "birthday")
_OPTIONAL = ("influence", "birthday", "role")
_EMPTY = "no contacts yet: acctmgr contact add NAME --client CLIENT"


@app.verb(
    "list",
    "contact list --client acme",
    "contact list --influence decider --tag vip",
    "contact list --birthday 30 --sort birthday",
    'contact list --where "client.tier=A and influence=decider"',
)
def list_command(
    *,
    client: Annotated[str | None, typer.Option(metavar="REF", help="Only those of this client.")] = None,
    role: Annotated[str, typer.Option(metavar="TEXT", help="Only those with this text in their role.")] = "",
    influence: Annotated[
        str, typer.Option(metavar="WORD", help="Only these: decider, champion, influencer, user or blocker.")
    ] = "",
    tag: Annotated[str, typer.Option(metavar="TAG", help="Only those with this tag.")] = "",
    birthday: Annotated[
        str, typer.Option(metavar="DAYS", help="Only those with a birthday today or in so many days.")
    ] = "",
    where: Where = None,
    no_contact: Annotated[bool, typer.Option("--no-contact", help="Only those who opted out.")] = False,
    archived: Annotated[bool, typer.Option("--archived", help="Those of archived clients too.")] = False,
    sort: Annotated[
        str,
        typer.Option(
            metavar="KEY",
            help="name, client, role, influence or birthday (the next one first); -KEY the other way round.",
        ),
    ] = "name",
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List contacts.

    A list is for looking and leaves fields out. To move data: `export contacts`.
    """
    from acctmgr.parties import contact_fact_rules, contact_queries
    from acctmgr.parties.fact_rules import one_word
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    filters = contact_queries.Filters(
        role=role.strip(),
        influence=one_word(influence, "influence", contact_fact_rules.INFLUENCES) if influence else "",
        tag=tag.strip().lower(),
        birthday_days=_days(birthday) if birthday else None,
        is_no_contact=no_contact,
        with_archived=archived or client is not None,
    )
    with reading() as db:
        if client is not None:
            filters = filters._replace(party_id=find_party(db, client).id)
        page = filtered(
            db,
            where,
            contact_queries.CONTACT_FACTS,
            limit_of(limit),
            lambda limit: contact_queries.contacts(db, filters, today=today(), sort=sort, limit=limit),
        )
        is_all = filters == contact_queries.Filters(with_archived=archived) and where is None
        empty = _EMPTY if is_all else "no contacts like that"
        result = Listing(
            page.rows,
            contact_queries.ContactRow,
            db.notation,
            (*_TABLE, "no_contact") if any(row.no_contact for row in page.rows) else _TABLE,
            "id",
            page.left_out,
            empty,
            _OPTIONAL,
        )
    show(result)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 366):
        raise WrongUsage(f"--birthday {text} is no number of days", hint="a whole number from 0 to 366")
    return int(text)


@app.verb("show", "contact show 3", "contact show ana@acme.example --format json")
def show_command(contact: Reference) -> None:
    """Show one contact: facts, what is to do, what happened last."""
    from acctmgr.parties import contact_queries
    from acctmgr.store.read import reading

    with reading() as db:
        found = contact_queries.find_contact(db, contact)
    show(card_of(found.id))


def card_of(contact_id: int) -> Card:
    """The card of a contact."""
    from acctmgr.parties import contact_queries
    from acctmgr.store.read import reading

    with reading() as db:
        card = contact_queries.contact_card(db, contact_id)
        return Card(card, db.notation, title=card.name, hidden=("name",))
