"""`client`: who buys from us."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import today
from acctmgr.parties.currency_rules import in_currencies
from acctmgr.ui.options import Where, confirmed, limit_of, noun
from acctmgr.ui.output import Card, Listing, added, is_whole_wanted, say, show
from acctmgr.ui.prompts import confirm, settled

if TYPE_CHECKING:
    from sqlmodel import Session

app = noun("Clients: the whole card.")
_LATEST = 5  # invoices on the card

_TABLE = ("handle", "name", "status", "tier", "owner", "open", "overdue")
_OPTIONAL = ("owner", "tier", "status", "overdue")
_OWED = ("open", "overdue")
_EMPTY = "no clients yet: acctmgr client add NAME"

Client = Annotated[
    str, typer.Argument(metavar="CLIENT", help="Handle, id, e-mail or name, or the beginning of one.")
]
Handle = Annotated[
    str | None, typer.Option(metavar="HANDLE", help="The short name to type; else made from the name.")
]
LegalName = Annotated[str | None, typer.Option(metavar="TEXT", help="The name on documents, if another.")]
TaxId = Annotated[str | None, typer.Option(metavar="TEXT", help="Tax number.")]
Email = Annotated[str | None, typer.Option(metavar="ADDRESS", help="E-mail.")]
Phone = Annotated[str | None, typer.Option(metavar="TEXT", help="Phone.")]
Website = Annotated[str | None, typer.Option(metavar="TEXT", help="Website.")]
Industry = Annotated[str | None, typer.Option(metavar="TEXT", help="Industry.")]
Address = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Postal address, several lines if need be.")
]
Country = Annotated[str | None, typer.Option(metavar="CC", help="Country, two letters.")]
Language = Annotated[
    str | None, typer.Option(metavar="en|es", help="Language of what is sent to it; else the book's.")
]
Currency = Annotated[
    str | None, typer.Option(metavar="CODE", help="Currency of its invoices; else the book's.")
]
Terms = Annotated[str | None, typer.Option(metavar="DAYS", help="Days to pay; else the book's.")]
Status = Annotated[
    str | None, typer.Option(metavar="STATUS", help="lead, prospect, active, dormant or lost.")
]
Tier = Annotated[str | None, typer.Option(metavar="A|B|C", help="How much it matters.")]
Owner = Annotated[str | None, typer.Option(metavar="TEXT", help="Who of us looks after it.")]
Source = Annotated[str | None, typer.Option(metavar="TEXT", help="Where it came from.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Client since.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="A note.")]
Dispute = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="What it disputes: while this stands, nobody reminds it of invoices."),
]
Field = Annotated[
    list[str] | None, typer.Option(metavar="KEY=VALUE", help="A custom field, as often as needed.")
]
Tag = Annotated[list[str] | None, typer.Option(metavar="TAG", help="A tag, as often as needed.")]


@app.verb(
    "add", 'client add "Acme Corp"', "client add Acme --email ana@acme.example --tier A --tag vip --terms 15"
)
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")],
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
    language: Language = None,
    currency: Currency = None,
    terms: Terms = None,
    status: Status = None,
    tier: Tier = None,
    owner: Owner = None,
    source: Source = None,
    since: Since = None,
    note: Note = None,
    dispute: Dispute = None,
    field: Field = None,
    tag: Tag = None,
) -> None:
    """Add a client; prints its handle."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.parties import fact_rules, rules, service
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(typed, today())
    fields, tags = fact_rules.fields_of(field or ()), fact_rules.tags_of(tag or ())
    wish = "" if handle is None else rules.check_handle(handle)

    def add(session: "Session", is_sure: bool) -> tuple[int, str, str, str]:
        party = service.add(session, handle=wish, tags=tags, fields=fields, is_sure=is_sure, **facts)
        assert party.id is not None
        shared = rules.shared_sentence(party.email, service.email_sharers(session, party))
        sentence = rules.added_sentence(party.name, party.handle, service.namesakes(session, party))
        return party.id, party.handle, sentence, shared

    new_id, handle_now, sentence, shared = settled(
        lambda is_sure: change(lambda session: add(session, is_sure)), yes=confirmed()
    )
    added(handle_now, sentence, _card(new_id) if is_whole_wanted() else None)
    if shared:
        say(shared)


@app.verb(
    "list",
    "client list --tier A --sort -overdue",
    "client list --tag vip --format csv",
    'client list --where "industry=retail and (tier=A or employees>100)"',
)
def list_command(
    *,
    status: Annotated[str, typer.Option(metavar="STATUS", help="Only those in this status.")] = "",
    tier: Annotated[str, typer.Option(metavar="A|B|C", help="Only this tier.")] = "",
    tag: Annotated[str, typer.Option(metavar="TAG", help="Only those with this tag.")] = "",
    owner: Annotated[str, typer.Option(metavar="TEXT", help="Only those of this owner.")] = "",
    industry: Annotated[str, typer.Option(metavar="TEXT", help="Only this industry.")] = "",
    where: Where = None,
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones too.")] = False,
    sort: Annotated[
        str,
        typer.Option(
            metavar="KEY",
            help="name, handle, open, overdue, tier, status or since; -KEY the other way round.",
        ),
    ] = "name",
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List clients with what they owe today.

    A list is for looking and leaves fields out. To move data: `export clients`.
    """
    from acctmgr.parties import client_queries, fact_rules
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    filters = client_queries.Filters(
        status=fact_rules.one_word(status, "status", fact_rules.STATUSES) if status else "",
        tier=fact_rules.one_word(tier, "tier", fact_rules.TIERS) if tier else "",
        tag=tag.strip().lower(),
        owner=owner,
        industry=industry,
        with_archived=archived,
    )
    with reading() as db:
        page = filtered(
            db,
            where,
            client_queries.CLIENT_FACTS,
            limit_of(limit),
            lambda limit: client_queries.clients(db, filters, today=today(), sort=sort, limit=limit),
        )
        shown = in_currencies(page.rows, _OWED, db.currency)
        table = (*_TABLE, "open_by_currency") if shown.foreign else _TABLE
        is_all = filters == client_queries.Filters(with_archived=archived) and where is None
        empty = _EMPTY if is_all else "no clients like that"
        result = Listing(
            page.rows,
            client_queries.ClientRow,
            db.notation,
            table,
            "handle",
            page.left_out,
            empty,
            _OPTIONAL,
            shown.heads,
        )
    show(result)


@app.verb("show", "client show acme", "client show ana@acme.example --format json")
def show_command(client: Client) -> None:
    """Show one client: facts, open money, contacts, open deals, latest invoices, what is to do, what was."""
    from acctmgr.parties import queries
    from acctmgr.store.read import reading

    with reading() as db:
        party = queries.find_party(db, client)
    show(_card(party.id))


def _card(party_id: int) -> Card:
    from acctmgr.followups.card_queries import latest as last_activities
    from acctmgr.followups.card_queries import still_to_do
    from acctmgr.invoices.queries import Wanted, invoices
    from acctmgr.parties import card_queries
    from acctmgr.store.read import reading

    with reading() as db:
        card = card_queries.client_card(db, party_id, today=today())
        latest = Wanted(party_id=party_id, is_issued=True)
        page = invoices(db, latest, today=today(), limit=_LATEST)
        card = card._replace(
            invoices=[card_queries.InvoiceRow.of(row) for row in page.rows],
            follow_ups=still_to_do(db, today=today(), party_id=party_id),
            activities=last_activities(db, party_id=party_id),
        )
        amounts = in_currencies([card], (*_OWED, "credit"), db.currency)
        own = (f"{key}_by_currency" for key in (*_OWED, "credit") if key not in amounts.foreign)
        return Card(
            card,
            db.notation,
            ref="handle",
            title=card.name,
            hidden=("id", "name", *own),
            heads=amounts.heads,
        )


@app.verb(
    "edit",
    "client edit acme --tier B --owner ana",
    "client edit acme --clear phone --rm-tag vip",
    "client edit acme --field region=north",
)
def edit_command(
    client: Client,
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
    language: Language = None,
    currency: Currency = None,
    terms: Terms = None,
    status: Status = None,
    tier: Tier = None,
    owner: Owner = None,
    source: Source = None,
    since: Since = None,
    note: Note = None,
    dispute: Dispute = None,
    field: Field = None,
    tag: Tag = None,
    rm_tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Take a tag away, as often as needed.")
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="Take away a fact or a custom field: --clear dispute."),
    ] = None,
) -> None:
    """Change what is named; all else stays as it is."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.parties import fact_rules, rules, service
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
        party = service.find(session, client)
        is_changed = service.edit(session, party, wanted, is_sure=is_sure)
        sharers = service.email_sharers(session, party) if "email" in wanted.facts else ()
        return party.handle, is_changed, rules.shared_sentence(party.email, sharers)

    changed, is_changed, shared = settled(
        lambda is_sure: change(lambda session: edit(session, is_sure)), yes=confirmed()
    )
    say(f"changed {changed}" if is_changed else f"{changed} is like that already; nothing was changed")
    if shared:
        say(shared)


@app.verb("archive", "client archive acme")
def archive_command(client: Client) -> None:
    """Put a client away: lists leave it out, its history stays."""
    from acctmgr.parties import service
    from acctmgr.store.write import change

    party = change(lambda session: service.archive(service.find(session, client), on=today()))
    say(f"archived {party.handle}; bring it back with: acctmgr client restore {party.handle}")


@app.verb("restore", "client restore acme")
def restore_command(client: Client) -> None:
    """Bring an archived client back."""
    from acctmgr.parties import service
    from acctmgr.store.write import change

    party = change(lambda session: service.restore(service.find(session, client)))
    say(f"restored {party.handle}")


@app.verb("rm", "client rm acme", "client rm acme --yes")
def rm_command(client: Client) -> None:
    """Remove a client for good, unless something hangs on it."""
    from acctmgr.parties import queries
    from acctmgr.store.read import reading

    with reading() as db:
        party = queries.find_party(db, client)
    confirm(f"remove {party.name} ({party.handle}) for good?", yes=confirmed())
    from acctmgr.parties import service
    from acctmgr.store.write import change

    change(lambda session: service.remove(session, service.kept(session, party.id)))
    say(f"removed {party.handle}")
