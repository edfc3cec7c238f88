"""`vendor`: who sells to us. The facts are those of a client; a client can be a vendor too."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import today
from acctmgr.parties.commands import (
    Address,
    Country,
    Currency,
    Email,
    Field,
    Handle,
    Industry,
    LegalName,
    Note,
    Owner,
    Phone,
    Since,
    Source,
    Tag,
    TaxId,
    Terms,
    Website,
)
from acctmgr.parties.currency_rules import in_currencies
from acctmgr.ui.options import Where, confirmed, limit_of, noun
from acctmgr.ui.output import Card, Listing, added, is_whole_wanted, say, show
from acctmgr.ui.prompts import confirm, settled

if TYPE_CHECKING:
    from sqlmodel import Session

app = noun("Vendors: who you buy from.")

_TABLE = ("handle", "name", "email", "phone", "paid", "last_on")
_OPTIONAL = ("phone", "email", "last_on")
_EMPTY = "no vendors yet: acctmgr vendor add NAME"

Vendor = Annotated[
    str, typer.Argument(metavar="VENDOR", help="Handle, id, e-mail or name, or the beginning of one.")
]


@app.verb("add", 'vendor add "Papeleria Sol"', "vendor add acme --terms 30")
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called, or a client's handle.")],
    *,
    handle: Handle = None,
    legal_name: LegalName = None,
    tax_id: TaxId = None,
    email: Email = None,
    phone: Phone = None,
    website: Website = None,
    industry: Industry = None,
    address: Address = None,
    country: Country = None,
    currency: Currency = None,
    terms: Terms = None,
    owner: Owner = None,
    source: Source = None,
    since: Since = None,
    note: Note = None,
    field: Field = None,
    tag: Tag = None,
) -> None:
    """Add a vendor; a client of that name or handle becomes one too. Prints its handle."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.parties import fact_rules, rules, service, vendor_service
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(typed, today())
    fields, tags = fact_rules.fields_of(field or ()), fact_rules.tags_of(tag or ())
    wish = "" if handle is None else rules.check_handle(handle)
    title = facts.pop("name")

    def add(session: "Session", is_sure: bool) -> tuple[int, str, str, str]:
        party, was_there = vendor_service.add(
            session, name=title, handle=wish, tags=tags, fields=fields, is_sure=is_sure, **facts
        )
        assert party.id is not None
        shared = rules.shared_sentence(party.email, service.email_sharers(session, party))
        if was_there:
            return party.id, party.handle, f"{party.name} is a client, and a vendor from now on", shared
        sentence = rules.added_sentence(party.name, party.handle, service.namesakes(session, party))
        return party.id, party.handle, sentence, shared

    new_id, handle_now, sentence, shared = settled(
        lambda is_sure: change(lambda session: add(session, is_sure)), yes=confirmed()
    )
    added(handle_now, sentence, _card(new_id) if is_whole_wanted() else None)
    if shared:
        say(shared)


@app.verb("list", "vendor list", "vendor list --sort -paid --limit 10", 'vendor list --where "tag=local"')
def list_command(
    *,
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones too.")] = False,
    where: Where = None,
    sort: Annotated[
        str, typer.Option(metavar="KEY", help="name, handle, paid or last; -KEY the other way round.")
    ] = "name",
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List vendors with what went out to them.

    A list is for looking and leaves fields out. To move data: `export vendors`.
    """
    from acctmgr.parties import vendor_queries
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    with reading() as db:
        page = filtered(
            db,
            where,
            vendor_queries.VENDOR_FACTS,
            limit_of(limit),
            lambda limit: vendor_queries.vendors(
                db, with_archived=archived, today=today(), sort=sort, limit=limit
            ),
        )
        empty = _EMPTY if where is None else "no vendors like that"
        paid = in_currencies(page.rows, ["paid"], db.currency)
        result = Listing(
            page.rows,
            vendor_queries.VendorRow,
            db.notation,
            (*_TABLE, "paid_by_currency") if paid.foreign else _TABLE,
            "handle",
            page.left_out,
            empty,
            _OPTIONAL,
            paid.heads,
        )
    show(result)


@app.verb("show", "vendor show papeleria-sol")
def show_command(vendor: Vendor) -> None:
    """Show one vendor: facts, and the latest money that went out to it."""
    from acctmgr.parties import vendor_queries
    from acctmgr.store.read import reading

    with reading() as db:
        party = vendor_queries.find_vendor(db, vendor)
    show(_card(party.id))


@app.verb("edit", "vendor edit papeleria-sol --phone '+34 600 000 000' --clear website")
def edit_command(
    vendor: Vendor,
    *,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Another name; the handle stays.")] = None,
    handle: Annotated[str | None, typer.Option(metavar="HANDLE", help="Another short name to type.")] = None,
    legal_name: LegalName = None,
    tax_id: TaxId = None,
    email: Email = None,
    phone: Phone = None,
    website: Website = None,
    industry: Industry = None,
    address: Address = None,
    country: Country = None,
    currency: Currency = None,
    terms: Terms = None,
    owner: Owner = None,
    source: Source = None,
    since: Since = None,
    note: Note = None,
    field: Field = None,
    tag: Tag = None,
    rm_tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Take a tag away, as often as needed.")
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="Take away a fact or a custom field: --clear phone."),
    ] = None,
) -> None:
    """Change what is named; all else stays as it is."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.parties import fact_rules, rules, service, vendor_service
    from acctmgr.store.write import change

    wanted = fact_rules.Edit(
        facts=fact_rules.facts_of(typed, today()),
        handle="" if handle is None else rules.check_handle(handle),
        clear=clear or (),
        tags=fact_rules.tags_of(tag or ()),
        rm_tags=fact_rules.tags_of(rm_tag or ()),
        fields=fact_rules.fields_of(field or ()),
    )

    def edit(session: "Session", is_sure: bool) -> tuple[str, bool, str]:
        party = vendor_service.find(session, vendor)
        is_changed = service.edit(session, party, wanted, is_sure=is_sure)
        sharers = service.email_sharers(session, party) if "email" in wanted.facts else ()
        return party.handle, is_changed, rules.shared_sentence(party.email, sharers)

    changed, is_changed, shared = settled(
        lambda is_sure: change(lambda session: edit(session, is_sure)), yes=confirmed()
    )
    say(f"changed {changed}" if is_changed else f"{changed} is like that already; nothing was changed")
    if shared:
        say(shared)


@app.verb("archive", "vendor archive papeleria-sol")
def archive_command(vendor: Vendor) -> None:
    """Put a vendor away: lists leave it out, its history stays. A client of the same name goes with it."""
    from acctmgr.parties import service, vendor_service
    from acctmgr.store.write import change

    party = change(lambda session: service.archive(vendor_service.find(session, vendor), on=today()))
    say(f"archived {party.handle}; bring it back with: acctmgr vendor restore {party.handle}")


@app.verb("restore", "vendor restore papeleria-sol")
def restore_command(vendor: Vendor) -> None:
    """Bring an archived vendor back."""
    from acctmgr.parties import service, vendor_service
    from acctmgr.store.write import change

    party = change(lambda session: service.restore(vendor_service.find(session, vendor)))
    say(f"restored {party.handle}")


@app.verb("rm", "vendor rm papeleria-sol")
def rm_command(vendor: Vendor) -> None:
    """Remove a vendor for good, unless money went out to it; one that is a client too stays a client."""
    from acctmgr.parties import service, vendor_queries, vendor_service
    from acctmgr.store.read import reading
    from acctmgr.store.write import change

    with reading() as db:
        party = vendor_queries.find_vendor(db, vendor)
    confirm(f"remove the vendor {party.name} ({party.handle}) for good?", yes=confirmed())
    is_gone = change(lambda session: vendor_service.remove(session, service.kept(session, party.id)))
    say(f"removed {party.handle}" if is_gone else f"{party.handle} is no vendor any more, and still a client")


def _card(party_id: int) -> Card:
    from acctmgr.parties import vendor_queries
    from acctmgr.store.read import reading

    with reading() as db:
        card = vendor_queries.vendor_card(db, party_id, today=today())
    paid = in_currencies([card], ["paid"], db.currency)
    hidden = ("id", "name", *([] if paid.foreign else ["paid_by_currency"]))
    return Card(card, db.notation, ref="handle", title=card.name, hidden=hidden, heads=paid.heads)
