"""The verbs of `contact` that add, change, merge and remove it."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import today
from acctmgr.parties.contact_commands import Reference
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import Card, added, is_whole_wanted, say, show
from acctmgr.ui.prompts import confirm, is_asking, settled

if TYPE_CHECKING:
    from sqlmodel import Session

app = noun("")

Role = Annotated[str | None, typer.Option(metavar="TEXT", help="What they do there: head of purchasing.")]
Influence = Annotated[
    str | None, typer.Option(metavar="WORD", help="decider, champion, influencer, user or blocker.")
]
Emails = Annotated[
    list[str] | None, typer.Option("--email", metavar="ADDRESS", help="An e-mail, as often as needed.")
]
Phones = Annotated[
    list[str] | None,
    typer.Option(
        "--phone",
        metavar="TEXT",
        help="A phone, as often as needed; without + it is one of the country in company.country.",
    ),
]
Birthday = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="1980-05-17, or 05-17 where the year is not known."),
]
Prefers = Annotated[
    str | None,
    typer.Option(metavar="WAY", help="How to reach them best: phone, email, message, visit or post."),
]
NoContact = Annotated[
    bool | None,
    typer.Option(
        "--no-contact/--may-contact", help="They opted out: nobody writes or calls. Or they may again."
    ),
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="A note.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag, as often as needed.")]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="KEY=VALUE", help="A custom field, as often as needed."),
]


@app.verb(
    "add",
    'contact add "Ana Ruiz" --client acme --email ana@acme.example --phone "600 000 000"',
    'contact add "Luis Gil" --client acme --role CFO --influence decider --birthday 05-17 --prefers phone',
)
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their name.")],
    client: Annotated[str, typer.Option(metavar="REF", help="Where they work: handle, id, e-mail or name.")],
    *,
    role: Role = None,
    influence: Influence = None,
    email: Emails = None,
    phone: Phones = None,
    birthday: Birthday = None,
    prefers: Prefers = None,
    no_contact: NoContact = None,
    note: Note = None,
    tag: Tags = None,
    field: Fields = None,
) -> None:
    """Add a contact; prints its id."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.parties import contact_fact_rules, contact_rules, contact_service, service
    from acctmgr.parties.contact_commands import card_of
    from acctmgr.store.write import change

    wanted = contact_fact_rules.edit_of(typed, today())

    def add(session: "Session", is_sure: bool) -> tuple[int | None, str]:
        party = service.find(session, client)
        contact = contact_service.add(session, party, wanted, is_sure=is_sure)
        others = contact_service.namesakes(session, contact)
        return contact.id, contact_rules.added_sentence(contact.name, party.handle, others)

    new_id, sentence = settled(lambda is_sure: change(lambda session: add(session, is_sure)), yes=confirmed())
    assert new_id is not None
    added(str(new_id), sentence, card_of(new_id) if is_whole_wanted() else None)


@app.verb(
    "edit",
    "contact edit ana@acme.example --role CEO --influence decider",
    'contact edit 3 --email ana@home.example --rm-phone "600 000 000"',
    "contact edit 3 --client bolt --clear birthday",
)
def edit_command(
    contact: Reference,
    *,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Another name.")] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="They work there now.")] = None,
    role: Role = None,
    influence: Influence = None,
    email: Emails = None,
    rm_email: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="Take an e-mail away, as often as needed.")
    ] = None,
    phone: Phones = None,
    rm_phone: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="Take a phone away, however it is spelt; as often as needed."),
    ] = None,
    birthday: Birthday = None,
    prefers: Prefers = None,
    no_contact: NoContact = None,
    note: Note = None,
    tag: Tags = None,
    rm_tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Take a tag away, as often as needed.")
    ] = None,
    field: Fields = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="Take away a fact or a custom field: --clear birthday."),
    ] = None,
) -> None:
    """Change what is named, all else stays; e-mails, phones and tags are added to those there."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.parties import contact_fact_rules, contact_service, service
    from acctmgr.store.write import change

    wanted = contact_fact_rules.edit_of(typed, today())

    def edit(session: "Session", is_sure: bool) -> tuple[str, bool]:
        found = contact_service.find(session, contact)
        party = service.find(session, client) if client is not None else None
        is_changed = contact_service.edit(session, found, wanted, party, is_sure=is_sure)
        return f"{found.name} ({found.id})", is_changed

    title, is_changed = settled(
        lambda is_sure: change(lambda session: edit(session, is_sure)), yes=confirmed()
    )
    say(f"changed {title}" if is_changed else f"{title} is like that already; nothing was changed")


@app.verb("merge", "contact merge 3 7", "contact merge ana@acme.example 7 --yes --format json")
def merge_command(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The contact that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that becomes part of the first.")],
) -> None:
    """Make two contacts one: the first stays, and gets all that the other has.

    What the first lacks is filled from the other; e-mails, phones, tags, fields and notes come together;
    follow-ups and activities of the other name the first. What the first has otherwise, its name and client too,
    is told, and what the other had of it goes into the note.
    """
    from acctmgr.parties import contact_merge_queries, contact_merge_rules, contact_queries
    from acctmgr.parties.contact_rules import check_two
    from acctmgr.parties.merged_row_rules import MergedRow, merged_sentence
    from acctmgr.store.read import reading

    with reading() as db:
        notation = db.notation
        kept, gone = contact_queries.find_contact(db, keep), contact_queries.find_contact(db, other)
        check_two(kept.id, gone.id)
        left = contact_merge_queries.left(db, kept.id, gone.id)
    is_told = not confirmed() and is_asking()
    if is_told:
        for line in contact_merge_rules.left_sentences(kept.name, left):
            say(line)
    confirm(f"merge {gone.title} into {kept.title}?", yes=confirmed())
    from acctmgr.followups import contact_service as followups
    from acctmgr.parties import contact_merge_service, contact_service
    from acctmgr.store.write import change

    def merge(session: "Session") -> MergedRow:
        stays, goes = (contact_service.by_id(session, one.id) for one in (kept, gone))
        follow_ups, activities = followups.pass_on(session, gone.id, to=kept.id)
        moved = {"follow_ups": follow_ups, "activities": activities}
        return contact_merge_service.merge(session, stays, goes, moved)

    merged = change(merge)
    if is_whole_wanted():
        show(Card(merged, notation, ref="kept"))
    say(merged_sentence(f"merged {gone.title} into {kept.title}", merged))
    if not (is_told and merged.not_taken_over == left):
        for line in contact_merge_rules.left_sentences(kept.name, merged.not_taken_over):
            say(line)


@app.verb("rm", "contact rm 3", "contact rm ana@acme.example --yes")
def rm_command(contact: Reference) -> None:
    """Remove a contact for good; what names it stays, without the name."""
    from acctmgr.parties import contact_queries
    from acctmgr.store.read import reading

    with reading() as db:
        found = contact_queries.find_contact(db, contact)
        hanging = str(contact_queries.hanging(db, found.id))
    told = f" ({hanging} will stay, without the name)" if hanging else ""
    confirm(f"remove {found.title} for good?{told}", yes=confirmed())
    from acctmgr.followups import contact_service as followups
    from acctmgr.parties import contact_service
    from acctmgr.parties.contact_rules import Hanging
    from acctmgr.store.write import change

    def remove(session: "Session") -> str:
        counts = Hanging(*followups.pass_on(session, found.id))
        contact_service.remove(session, contact_service.by_id(session, found.id))
        return str(counts)

    freed = change(remove)
    say(f"removed {found.title}" + (f"; {freed} stay, without the name" if freed else ""))
