"""Changes to contacts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import NotFound, WrongUsage
from acctmgr.core.text import did_you_mean, fold
from acctmgr.parties import contact_clash_rules, contact_fact_rules, contact_rules, service
from acctmgr.parties.contact_fact_rules import Edit, phones_of
from acctmgr.parties.contact_tables import Contact, ContactEmail, ContactField, ContactPhone, ContactTag
from acctmgr.parties.email_rules import like_kept
from acctmgr.parties.phone_rules import digits_of
from acctmgr.parties.rules import NAMED_MAX
from acctmgr.parties.tables import Party
from acctmgr.store.settings_service import book_setting
from acctmgr.store.write import connection_of


class Owned(NamedTuple):
    """What a contact has besides its facts."""

    emails: dict[str, ContactEmail]  # by what they would be kept as today
    phones: dict[str, ContactPhone]  # by the digits that they have in the book's country of today
    tags: dict[str, ContactTag]
    fields: dict[str, ContactField]


def find(session: Session, reference: str, party: Party | None = None) -> Contact:
    """The contact meant, of all or of one party; NotFound or Conflict if that is not clear."""
    session.flush()
    ask, party_id = connection_of(session).run, party.id if party else 0
    found = contact_rules.find(ask, reference, party_id or 0, party.handle if party else "")
    contact = session.get(Contact, found.id)
    assert contact is not None
    return contact


def by_id(session: Session, contact_id: int) -> Contact:
    """The contact of this id, once it is known who is meant; NotFound where it was removed since."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(f"contact {contact_id} is gone", hint="see: acctmgr contact list")
    return contact


def country_of(session: Session) -> str:
    """Whose numbers those without a prefix are."""
    return book_setting(session, "company.country")


def owned(session: Session, contact: Contact) -> Owned:
    """What the contact has."""
    country = country_of(session)
    return Owned(
        {like_kept(row.email): row for row in rows(session, ContactEmail, contact)},
        {digits_of(row.phone, country): row for row in rows(session, ContactPhone, contact)},
        {row.tag: row for row in rows(session, ContactTag, contact)},
        {row.name: row for row in rows(session, ContactField, contact)},
    )


def rows(session: Session, table: Any, contact: Contact) -> Sequence[Any]:
    """The contact's rows of one table, the oldest first."""
    return session.exec(select(table).where(table.contact_id == contact.id).order_by(table.id)).all()


def add(session: Session, party: Party, wanted: Edit, *, is_sure: bool = False) -> Contact:
    """A new contact at a party, with all that `wanted` says.

    Doubtful where it would make a reference ambiguous, unless that is_sure to be meant.
    """
    service.check_active(party)
    for email in wanted.emails:
        _check_free(session, email)
    if not is_sure:
        _check_sure(session, contact_clash_rules.Named(None, wanted.facts["name"], "", wanted.emails))
    assert party.id is not None
    contact = Contact(party_id=party.id, name_key=fold(wanted.facts["name"]), **wanted.facts)
    session.add(contact)
    session.flush()
    _change(session, contact, Owned({}, {}, {}, {}), wanted._replace(facts={}))
    session.flush()
    return contact


def namesakes(session: Session, contact: Contact) -> Sequence[int]:
    """The ids of others at the same client with the same name in any case."""
    same = select(Contact.id).where(
        Contact.party_id == contact.party_id, Contact.name_key == contact.name_key, Contact.id != contact.id
    )
    found = session.exec(same.order_by(col(Contact.id)).limit(NAMED_MAX + 1)).all()
    return [other for other in found if other is not None]


def edit(
    session: Session, contact: Contact, wanted: Edit, party: Party | None = None, *, is_sure: bool = False
) -> bool:
    """Change what is asked for, and move the contact to `party`; gives whether anything is different now.

    Doubtful where it would make a reference ambiguous, unless that is_sure to be meant.
    """
    contact_fact_rules.check_edit(wanted)
    name = wanted.facts.get("name", contact.name)
    if not is_sure and (name != contact.name or wanted.emails):
        new_name = name if name != contact.name else ""
        _check_sure(session, contact_clash_rules.Named(contact.id, new_name, "", wanted.emails))
    there = owned(session, contact)
    if party and party.id != contact.party_id:
        service.check_active(party)
        assert party.id is not None
        contact.party_id = party.id
    with session.no_autoflush:  # what is not flushed yet tells whether anything is different
        _change(session, contact, there, wanted)
    is_changed = bool(session.new or session.deleted or any(map(session.is_modified, session.dirty)))
    session.flush()
    return is_changed


def _check_sure(session: Session, new: contact_clash_rules.Named) -> None:
    others = contact_clash_rules.others_of(connection_of(session).run, [new])
    contact_clash_rules.check_sure(new, others)


def _change(session: Session, contact: Contact, there: Owned, wanted: Edit) -> None:
    for column, value in wanted.facts.items():
        setattr(contact, column, value)
    contact.name_key = fold(contact.name)
    _set_emails(session, contact, there.emails, wanted)
    _set_phones(session, contact, there.phones, wanted)
    _set_tags(session, contact, there.tags, wanted)
    _set_fields(session, contact, there.fields, wanted.fields)
    _clear(session, contact, there.fields, wanted.clear)


def _set_emails(session: Session, contact: Contact, there: dict[str, ContactEmail], wanted: Edit) -> None:
    assert contact.id is not None
    for email in wanted.rm_emails:
        session.delete(_owned(there, email, f"{contact.name} has no e-mail {email}", "e-mails"))
    for email in wanted.emails:
        if email not in there:
            _check_free(session, email, contact.id)
            session.add(ContactEmail(contact_id=contact.id, email=email))


def _check_free(session: Session, email: str, contact_id: int | None = None) -> None:
    """Refuse an e-mail that a contact has already; the error names that one."""
    owner = session.exec(
        select(Contact, Party.handle)
        .join(Party, col(Party.id) == Contact.party_id)
        .join(ContactEmail, col(ContactEmail.contact_id) == Contact.id)
        .where(ContactEmail.email == email)
    ).first()
    if owner:
        contact, client = owner
        assert contact.id is not None
        named = contact_rules.Candidate(contact.id, contact.name, contact.name_key, client, is_email=1)
        raise contact_rules.taken(email, named, contact_id)


def _set_phones(session: Session, contact: Contact, there: dict[str, ContactPhone], wanted: Edit) -> None:
    assert contact.id is not None
    country = country_of(session)
    gone = phones_of(wanted.rm_phones, country)
    new = phones_of(wanted.phones, country)
    if both := {phone.digits for phone in gone} & {phone.digits for phone in new}:
        typed = next(phone.phone for phone in new if phone.digits in both)
        raise WrongUsage(f"phone {typed} is both given and taken away")
    shown = {row.phone: row for row in there.values()}
    for phone in gone:
        row = there.get(phone.digits)
        session.delete(
            row or _owned(shown, phone.phone, f"{contact.name} has no phone {phone.phone}", "phones")
        )
    session.add_all(
        ContactPhone(contact_id=contact.id, phone=phone.phone, digits=phone.digits)
        for phone in new
        if phone.digits not in there
    )


def _owned(there: Mapping[str, Any], word: str, missing: str, what: str) -> Any:
    """One of the rows by its word; NotFound with the nearest if it is not there."""
    if word not in there:
        hint = did_you_mean(word, there) or (
            f"its {what}: {', '.join(sorted(there))}" if there else "it has none"
        )
        raise NotFound(missing, hint=hint)
    return there[word]


def _set_tags(session: Session, contact: Contact, there: dict[str, ContactTag], wanted: Edit) -> None:
    assert contact.id is not None
    for tag in wanted.rm_tags:
        session.delete(_owned(there, tag, f"{contact.name} has no tag {tag}", "tags"))
    session.add_all(ContactTag(contact_id=contact.id, tag=tag) for tag in wanted.tags if tag not in there)


def _set_fields(
    session: Session, contact: Contact, there: dict[str, ContactField], wanted: Mapping[str, str]
) -> None:
    assert contact.id is not None
    for name, value in wanted.items():
        if name in there:
            there[name].value = value
        else:
            session.add(ContactField(contact_id=contact.id, name=name, value=value))


def _clear(session: Session, contact: Contact, there: dict[str, ContactField], words: Iterable[str]) -> None:
    """Take facts and custom fields away by their names."""
    for word in words:
        if column := contact_fact_rules.column_to_clear(word):
            setattr(contact, column, None)
        elif word in there:
            session.delete(there[word])
        else:
            near = did_you_mean(word, [*contact_fact_rules.clear_words(), *there])
            hint = near or f"see: acctmgr contact show {contact.id}"
            raise NotFound(f"{contact.name} has no {word} to clear", hint=hint)


def remove(session: Session, contact: Contact) -> None:
    """Delete a contact with all that it has; nothing may name it any more."""
    for table in (ContactEmail, ContactPhone, ContactTag, ContactField):
        for row in rows(session, table, contact):
            session.delete(row)
    session.flush()  # before the contact that they refer to
    session.delete(contact)
    session.flush()
