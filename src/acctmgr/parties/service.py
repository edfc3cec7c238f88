"""Changes to parties."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, and_, col, select

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.text import did_you_mean, fold
from acctmgr.parties import clash_rules, fact_rules, rules
from acctmgr.parties.tables import Party, PartyField, PartyTag
from acctmgr.store.write import connection_of

_HISTORY = """
    SELECT (SELECT COUNT(*) FROM deal WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM document WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM payment WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM posting WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM contact WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM follow_up WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM activity WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM recurring WHERE party_id IN (:ids)),
           (SELECT COUNT(*) FROM cash_entry WHERE party_id IN (:ids))
"""


def find(session: Session, reference: str) -> Party:
    """The party meant, archived or not, the kept one of those merged; NotFound or Conflict if that is not clear."""
    return _kept(session, match(session, reference))


def kept(session: Session, party_id: int) -> Party:
    """The party of this id, or the one that it was merged into."""
    return _kept(session, session.get_one(Party, party_id))


def _kept(session: Session, party: Party) -> Party:
    return session.get_one(Party, party.merged_into_id) if party.merged_into_id else party


def ids_of(session: Session, party: Party) -> list[int]:
    """The ids that documents may name a party by: its own and those of what was merged into it."""
    assert party.id is not None
    merged = session.exec(select(Party.id).where(Party.merged_into_id == party.id).order_by(col(Party.id)))
    return [party.id, *(party_id for party_id in merged if party_id is not None)]


def match(session: Session, reference: str) -> Party:
    """The row that a reference fits, be it one that was merged away."""
    wanted = rules.wanted(reference)
    found = rules.find(wanted, partial(_exact, session), partial(_beginning, session))
    if found is None:
        shown = select(Party.handle).where(col(Party.merged_into_id).is_(None)).order_by(Party.handle)
        raise rules.unknown(wanted, session.exec(shown))
    return found


def check_active(party: Party) -> None:
    """Nothing new is begun with a client that was put away."""
    if party.archived_on:
        hint = f"bring it back: acctmgr client restore {party.handle}"
        raise Refused(f"{party.handle} is archived since {party.archived_on}", hint=hint)


def _exact(session: Session, wanted: rules.Wanted) -> Iterable[Party]:
    fits = or_(
        col(Party.handle) == wanted.handle,
        col(Party.id) == wanted.id,
        col(Party.email).in_(wanted.emails),
        col(Party.name_key) == wanted.name_key,
    )
    return session.exec(select(Party).where(fits).order_by(Party.handle))


def _beginning(session: Session, wanted: rules.Wanted) -> Iterable[Party]:
    handle, name_key = col(Party.handle), col(Party.name_key)
    begins = or_(
        and_(handle >= wanted.handle, handle < wanted.handle + rules.LAST_SIGN),
        and_(name_key >= wanted.name_key, name_key < wanted.name_key + rules.LAST_SIGN),
    )
    is_merged = col(Party.merged_into_id).is_not(None)
    return session.exec(select(Party).where(begins).order_by(is_merged, handle).limit(rules.NAMED_MAX + 1))


def add(
    session: Session,
    *,
    name: str,
    handle: str = "",
    tags: Iterable[str] = (),
    fields: Mapping[str, str] | None = None,
    is_sure: bool = False,
    **facts: Any,
) -> Party:
    """A new client; `facts` are columns with their values, and without a handle the name gives a free one.

    Doubtful where it would make a reference ambiguous, unless that is_sure to be meant.
    """
    if handle:
        _check_free(session, handle)
    handle = handle or _free_handle(session, name)
    if not is_sure:
        _check_sure(session, clash_rules.named(handle, name, facts.get("email")))
    party = Party(name=name, name_key=fold(name), handle=handle, **facts)
    session.add(party)
    session.flush()
    assert party.id is not None
    session.add_all(PartyTag(party_id=party.id, tag=tag) for tag in tags)
    session.add_all(
        PartyField(party_id=party.id, name=key, value=value) for key, value in (fields or {}).items()
    )
    return party


def namesakes(session: Session, party: Party) -> Sequence[str]:
    """The handles of others with the same name in any case."""
    same = select(Party.handle).where(
        Party.name_key == party.name_key, Party.id != party.id, col(Party.merged_into_id).is_(None)
    )
    return session.exec(same.order_by(Party.handle).limit(rules.NAMED_MAX + 1)).all()


def email_sharers(session: Session, party: Party) -> Sequence[str]:
    """The handles of others with the same e-mail, none where it has no e-mail."""
    if not party.email:
        return []
    same = session.exec(select(Party).where(Party.email == party.email, Party.id != party.id))
    others = {_kept(session, other).handle for other in same} - {party.handle}
    return sorted(others)[: rules.NAMED_MAX + 1]


def _check_free(session: Session, handle: str) -> None:
    other = session.exec(select(Party).where(Party.handle == handle)).first()
    if other:
        raise Conflict(f"the handle {handle} belongs to {other.name}", hint="give another: --handle")


def _check_sure(session: Session, new: clash_rules.Named) -> None:
    for word in clash_rules.words_of(new):
        clash_rules.check_sure(new, _exact(session, rules.wanted_text(word)))


def _free_handle(session: Session, name: str) -> str:
    """A handle that nobody has, be it as a name."""
    stem = rules.handle_stem(name)
    taken: set[str] = set()
    for column in (col(Party.handle), col(Party.name_key)):
        taken.update(session.exec(select(column).where(column >= stem, column < stem + rules.LAST_SIGN)))
    return rules.free_handle(name, taken)


def edit(session: Session, party: Party, changes: fact_rules.Edit, *, is_sure: bool = False) -> bool:
    """Change what is asked for; gives whether anything is different now.

    Doubtful where it would make a reference ambiguous, unless that is_sure to be meant.
    """
    fact_rules.check_edit(changes)
    if changes.handle and changes.handle != party.handle:
        _check_free(session, changes.handle)
    if not is_sure:
        _check_named(session, party, changes)
    tags, fields = _tags(session, party), _fields(session, party)
    party.handle = changes.handle or party.handle
    _set_facts(party, changes.facts)
    _set_tags(session, party, tags, changes)
    _set_fields(session, party, fields, changes.fields)
    _clear(session, party, fields, changes.clear)
    return _is_changed(session)  # all was read before the first change, so nothing is flushed yet


def _check_named(session: Session, party: Party, changes: fact_rules.Edit) -> None:
    """Check a party whose name, handle or e-mail changes."""
    now = (party.handle, party.name, party.email)
    name, email = (changes.facts.get(column, getattr(party, column)) for column in ("name", "email"))
    then = (changes.handle or party.handle, name, email)
    if then != now:
        _check_sure(session, clash_rules.named(*then, party_id=party.id))


def _tags(session: Session, party: Party) -> dict[str, PartyTag]:
    return {row.tag: row for row in session.exec(select(PartyTag).where(PartyTag.party_id == party.id))}


def _fields(session: Session, party: Party) -> dict[str, PartyField]:
    return {row.name: row for row in session.exec(select(PartyField).where(PartyField.party_id == party.id))}


def _set_facts(party: Party, facts: Mapping[str, Any]) -> None:
    for column, value in facts.items():
        setattr(party, column, value)
    party.name_key = fold(party.name)


def _set_tags(session: Session, party: Party, tags: dict[str, PartyTag], changes: fact_rules.Edit) -> None:
    assert party.id is not None
    for tag in changes.rm_tags:
        if tag not in tags:
            hint = did_you_mean(tag, tags) or (
                f"its tags: {', '.join(sorted(tags))}" if tags else "it has none"
            )
            raise NotFound(f"{party.handle} has no tag {tag}", hint=hint)
        session.delete(tags[tag])
    session.add_all(PartyTag(party_id=party.id, tag=tag) for tag in changes.tags if tag not in tags)


def _set_fields(
    session: Session, party: Party, fields: dict[str, PartyField], wanted: Mapping[str, str]
) -> None:
    assert party.id is not None
    for name, value in wanted.items():
        if name in fields:
            fields[name].value = value
        else:
            session.add(PartyField(party_id=party.id, name=name, value=value))


def _clear(session: Session, party: Party, fields: dict[str, PartyField], words: Iterable[str]) -> None:
    """Take facts and custom fields away by their names."""
    for word in words:
        if column := fact_rules.column_to_clear(word):
            setattr(party, column, None)
        elif word in fields:
            session.delete(fields[word])
        else:
            near = did_you_mean(word, [*fact_rules.clear_words(), *fields])
            hint = near or f"see: acctmgr client show {party.handle}"
            raise NotFound(f"{party.handle} has no {word} to clear", hint=hint)


def _is_changed(session: Session) -> bool:
    return bool(session.new or session.deleted or any(map(session.is_modified, session.dirty)))


def archive(party: Party, *, on: date) -> Party:
    """Put a client away: lists leave it out, its history stays."""
    if party.archived_on:
        raise Refused(f"{party.handle} is archived since {party.archived_on}")
    party.archived_on = on
    return party


def restore(party: Party) -> Party:
    """Bring an archived client back."""
    if not party.archived_on:
        raise Refused(f"{party.handle} is not archived")
    party.archived_on = None
    return party


def remove(session: Session, party: Party) -> None:
    """Delete a client that nothing hangs on, with its tags and fields; refused with a history."""
    session.flush()
    ids = ids_of(session, party)
    counts = connection_of(session).run(_HISTORY, {"ids": ids}).fetchone()
    rules.check_no_history(party.handle, rules.History(*counts))
    for row in (*_tags(session, party).values(), *_fields(session, party).values()):
        session.delete(row)
    for merged_id in ids[1:]:
        session.delete(session.get_one(Party, merged_id))
    session.flush()  # before the party that they refer to
    session.delete(party)
