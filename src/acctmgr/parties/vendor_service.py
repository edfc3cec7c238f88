"""Changes to vendors: parties that sell to us, be they clients too or not."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from acctmgr.core.errors import Conflict, NotFound
from acctmgr.core.text import did_you_mean, fold, listed
from acctmgr.parties import fact_rules, service
from acctmgr.parties.tables import Party


def add(
    session: Session,
    *,
    name: str,
    handle: str = "",
    tags: Iterable[str] = (),
    fields: Mapping[str, str] | None = None,
    is_sure: bool = False,
    **facts: Any,
) -> tuple[Party, bool]:
    """A new vendor, or a client that is one from now on; gives the party, and whether it was there already."""
    known = None if handle else _client(session, name)
    if known is None:
        facts |= {"is_client": 0, "is_vendor": 1}
        new = service.add(
            session, name=name, handle=handle, tags=tags, fields=fields, is_sure=is_sure, **facts
        )
        return new, False
    more = fact_rules.Edit(facts=facts, tags=[*tags], fields=fields or {})
    if any(more):
        service.edit(session, known, more, is_sure=is_sure)
    known.is_vendor = 1
    session.add(known)
    return known, True


def _client(session: Session, name: str) -> Party | None:
    """The party that is no vendor yet and goes by this name or handle."""
    fits = (col(Party.name_key) == fold(name)) | (col(Party.handle) == name.lower())
    query = select(Party).where(fits, Party.is_vendor == 0, col(Party.merged_into_id).is_(None))
    found = session.exec(query.order_by(Party.handle)).all()
    if len(found) > 1:
        handles = listed([party.handle for party in found], "and")
        raise Conflict(f"{name} fits more than one client: {handles}", hint="name one by its handle")
    return found[0] if found else None


def find(session: Session, reference: str) -> Party:
    """The vendor meant; NotFound for a client that is none."""
    try:
        party = service.find(session, reference)
    except NotFound:
        known = session.exec(select(Party.handle).where(Party.is_vendor == 1).order_by(Party.handle)).all()
        hint = did_you_mean(reference, known) or "see: acctmgr vendor list"
        raise NotFound(f"there is no vendor {reference}", hint=hint) from None
    if not party.is_vendor:
        raise NotFound(f"{party.handle} is no vendor", hint=f"make it one: acctmgr vendor add {party.handle}")
    return party


def remove(session: Session, party: Party) -> bool:
    """Delete a vendor; one that is a client too stays as that. Gives whether it is gone."""
    if party.is_client:
        party.is_vendor = 0
        return False
    service.remove(session, party)
    return True
