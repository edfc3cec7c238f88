"""Changes to deals, and their moves through the pipeline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.text import did_you_mean, fold
from acctmgr.deals import rules, stage_service
from acctmgr.deals.fact_rules import Edit, check_edit, clear_words, column_to_clear
from acctmgr.deals.tables import Deal, DealField, DealTag, Stage, StageChange
from acctmgr.parties.service import check_active
from acctmgr.parties.tables import Party
from acctmgr.store.write import connection_of

_LINKED = """
    SELECT (SELECT COUNT(*) FROM deal_follow_up WHERE deal_id = :id),
           (SELECT COUNT(*) FROM deal_activity WHERE deal_id = :id)
"""


def seed(session: Session) -> None:
    """The default stages of a new book."""
    session.add_all(
        Stage(**row._asdict(), name_key=fold(row.name), position=place)
        for place, row in enumerate(rules.STAGES, start=1)
    )


def find(session: Session, reference: str) -> Deal:
    """A deal by its id, or by the key it came with."""
    deal_id = rules.id_in(reference)
    deal = session.get(Deal, deal_id) if deal_id else None
    deal = deal or session.exec(select(Deal).where(Deal.key == reference)).first()
    if deal is None:
        rows = session.exec(select(Deal.id, Deal.name, Deal.name_key, Deal.key).order_by(col(Deal.id))).all()
        named = {row[0] or 0: row[1] for row in rows if row[2].startswith(fold(reference))}
        raise rules.no_deal(reference, named, [row[3] for row in rows if row[3]])
    return deal


def add(session: Session, *, client: Party, stage: Stage, opened_on: date, facts: Mapping[str, Any]) -> Deal:
    """A new deal, in an open stage from the day it was opened; `facts` are columns with their values."""
    if stage.kind != "open":
        verb = "win" if stage.kind == "won" else "lose"
        raise Refused("a deal starts open", hint=f"add it, then: acctmgr deal {verb} ID")
    check_active(client)
    rules.check_expected(opened_on, facts.get("expected_on"))
    assert client.id is not None
    assert stage.id is not None
    deal = Deal(
        **{**facts, "opened_on": opened_on},
        name_key=fold(facts["name"]),
        party_id=client.id,
        stage_id=stage.id,
        counted_from_on=opened_on,
    )
    session.add(deal)
    session.flush()
    assert deal.id is not None
    session.add(StageChange(deal_id=deal.id, stage_id=stage.id, from_on=opened_on))
    return deal


def give(session: Session, deal: Deal, client: Party) -> None:
    """Make it a deal with another client."""
    check_active(client)
    assert client.id is not None
    deal.party_id = client.id


def edit(session: Session, deal: Deal, changes: Edit) -> None:
    """Change what is known of a deal; a new day of opening moves the beginning of its history."""
    check_edit(changes)
    cleared = {word: column_to_clear(word) for word in changes.clear}
    facts = {**changes.facts, **{column: None for column in cleared.values() if column}}
    if facts.keys() & {"opened_on", "expected_on"}:
        rules.check_expected(
            facts.get("opened_on", deal.opened_on), facts.get("expected_on", deal.expected_on)
        )
    if facts.get("lost_reason") and session.get_one(Stage, deal.stage_id).kind != "lost":
        raise Refused(
            f"deal {deal.id} is not lost", hint=f"lose it: acctmgr deal lose {deal.id} --reason TEXT"
        )
    if opened_on := facts.get("opened_on"):
        _begin_on(session, deal, opened_on)
    for column, value in facts.items():
        setattr(deal, column, value)
    deal.name_key = fold(deal.name)
    _set_tags(session, deal, changes)
    _set_fields(session, deal, changes.fields, [word for word, column in cleared.items() if not column])


def _begin_on(session: Session, deal: Deal, opened_on: date) -> None:
    first = history(session, deal)[0]
    if first.until_on and opened_on > first.until_on:
        raise Refused(f"deal {deal.id} moved on {first.until_on}: it was opened by then")
    first.from_on = deal.counted_from_on = opened_on


def _set_tags(session: Session, deal: Deal, changes: Edit) -> None:
    rows = {row.tag: row for row in session.exec(select(DealTag).where(DealTag.deal_id == deal.id))}
    assert deal.id is not None
    session.add_all(DealTag(deal_id=deal.id, tag=tag) for tag in changes.tags if tag not in rows)
    for tag in changes.rm_tags:
        if tag not in rows:
            raise NotFound(f"deal {deal.id} has no tag {tag}", hint=_near(tag, rows, "tags"))
        session.delete(rows[tag])


def _set_fields(session: Session, deal: Deal, fields: Mapping[str, str], cleared: Iterable[str]) -> None:
    rows = {row.name: row for row in session.exec(select(DealField).where(DealField.deal_id == deal.id))}
    assert deal.id is not None
    for name, value in fields.items():
        if name in rows:
            rows[name].value = value
        else:
            session.add(DealField(deal_id=deal.id, name=name, value=value))
    for name in cleared:
        if name not in rows:
            raise NotFound(
                f"deal {deal.id} has no {name} to clear", hint=did_you_mean(name, [*clear_words(), *rows])
            )
        session.delete(rows[name])


def _near(word: str, known: Mapping[str, object], what: str) -> str:
    return did_you_mean(word, known) or (
        f"its {what}: {', '.join(sorted(known))}" if known else "it has none"
    )


def remove(session: Session, deal: Deal) -> None:
    """Delete a deal with its way, tags and fields; refused while follow-ups or activities are about it."""
    session.flush()
    counts = connection_of(session).run(_LINKED, {"id": deal.id}).fetchone()
    rules.check_unlinked(deal.id, *counts)
    for table in (StageChange, DealTag, DealField):
        for row in session.exec(select(table).where(table.deal_id == deal.id)):
            session.delete(row)
    session.flush()  # before the deal that they refer to
    session.delete(deal)


def history(session: Session, deal: Deal) -> Sequence[StageChange]:
    """The deal's stage changes, oldest first; those of one day in the order they were made."""
    query = select(StageChange).where(StageChange.deal_id == deal.id)
    return session.exec(query.order_by(col(StageChange.from_on), col(StageChange.id))).all()


def move(session: Session, deal: Deal, *, stage: Stage, on: date) -> Stage:
    """Put an open deal into another stage from a day on; gives the stage it was in until then.

    A day before later changes splits the stretch that held on it: they stay as they are.
    """
    _check_open(session, deal)
    rows = history(session, deal)
    place = rules.place_on([row.from_on for row in rows], on)
    held = session.get_one(Stage, rows[place].stage_id)
    if held.kind != "open":
        raise Refused(f"deal {deal.id} was {held.name} on {on}", hint="date it while the deal was open")
    if held is stage:
        raise Refused(f"deal {deal.id} is in {stage.name} already, since {rows[place].from_on}")
    if stage.kind != "open":
        close(session, deal, kind=stage.kind, on=on)
    else:
        _change(session, deal, rows, place, stage, on)
    return held


def _change(
    session: Session, deal: Deal, rows: Sequence[StageChange], place: int, stage: Stage, on: date
) -> None:
    split = rows[place]
    assert deal.id is not None
    assert stage.id is not None
    session.add(StageChange(deal_id=deal.id, stage_id=stage.id, from_on=on, until_on=split.until_on))
    split.until_on = on
    if place == len(rows) - 1:
        deal.stage_id = stage.id


def close(session: Session, deal: Deal, *, kind: str, on: date, reason: str | None = None) -> None:
    """Win or lose an open deal on a day, the last of its changes."""
    _check_open(session, deal)
    _change_last(session, deal, stage_service.stage_of_kind(session, kind), on)
    deal.closed_on, deal.lost_reason = on, reason


def reopen(session: Session, deal: Deal, *, stage: Stage | None, on: date) -> Stage:
    """Open a closed deal again from a day on, where it was before unless another stage is named.

    Its history keeps that it was closed until then.
    """
    if session.get_one(Stage, deal.stage_id).kind == "open":
        raise Refused(f"deal {deal.id} is open", hint=f"to move it: acctmgr deal move {deal.id} STAGE")
    stage = stage or _last_open(session, deal)
    if stage.kind != "open":
        raise Refused(f"{stage.name} is no open stage", hint="name one where the deal goes on")
    _change_last(session, deal, stage, on)
    deal.closed_on = deal.lost_reason = None
    return stage


def _last_open(session: Session, deal: Deal) -> Stage:
    for row in reversed(history(session, deal)):
        stage = session.get_one(Stage, row.stage_id)
        if stage.kind == "open":
            return stage
    return stage_service.stage_of_kind(session, "open")


def _change_last(session: Session, deal: Deal, stage: Stage, on: date) -> None:
    rows = history(session, deal)
    place = rules.place_on([row.from_on for row in rows], on)
    if place < len(rows) - 1:
        last = rows[-1].from_on
        raise Refused(
            f"deal {deal.id} changed its stage on {last}, after {on}", hint=f"date it {last} or later"
        )
    _change(session, deal, rows, place, stage, on)


def _check_open(session: Session, deal: Deal) -> None:
    stage = session.get_one(Stage, deal.stage_id)
    if stage.kind != "open":
        since = f" since {deal.closed_on}" if deal.closed_on else ""
        raise Refused(
            f"deal {deal.id} is {stage.name}{since}", hint=f"open it again: acctmgr deal reopen {deal.id}"
        )
