"""Changes to deals, and their moves through the pipeline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.core.text import fold
from acctmgr.deals import rules, stage_service
from acctmgr.deals.tables import Deal, DealField, DealTag, Stage, StageChange
from acctmgr.parties.tables import Party

Facts = Mapping[str, Any]  # columns of a deal by name, only those that are given; None takes one away


def seed(session: Session) -> None:
    """The default stages of a new book."""
    session.add_all(
        Stage(**row._asdict(), name_key=fold(row.name), position=place)
        for place, row in enumerate(rules.STAGES, start=1)
    )


def find(session: Session, reference: str) -> Deal:
    """A deal by its id, or by the key it came with."""
    if reference.isascii() and reference.isdigit() and (deal := session.get(Deal, int(reference[:18]))):
        return deal
    deal = session.exec(select(Deal).where(Deal.key == reference)).first()
    if deal is None:
        rows = session.exec(select(Deal.id, Deal.name, Deal.name_key, Deal.key).order_by(col(Deal.id))).all()
        named = {row[0] or 0: row[1] for row in rows if row[2].startswith(fold(reference))}
        raise rules.no_deal(reference, named, [row[3] for row in rows if row[3]])
    return deal


def add(session: Session, *, name: str, client: Party, stage: Stage, opened_on: date, facts: Facts) -> Deal:
    """A new deal, in an open stage from the day it was opened."""
    if stage.kind != "open":
        raise Refused("a deal starts open", hint=f"add it, then: acctmgr deal {'win' if stage.kind == 'won' else 'lose'} ID")
    rules.check_expected(opened_on, facts.get("expected_on"))
    rules.check_probability(facts.get("probability"))
    assert client.id is not None
    assert stage.id is not None
    deal = Deal(
        name=name,
        name_key=fold(name),
        party_id=client.id,
        stage_id=stage.id,
        counted_from_on=opened_on,
        opened_on=opened_on,
        **facts,
    )
    session.add(deal)
    session.flush()
    assert deal.id is not None
    session.add(StageChange(deal_id=deal.id, stage_id=stage.id, from_on=opened_on))
    return deal


def edit(session: Session, deal: Deal, *, facts: Facts) -> None:
    """Change what is known of a deal; a new day of opening moves the beginning of its history."""
    rules.check_probability(facts.get("probability"))
    if facts.keys() & {"opened_on", "expected_on"}:
        rules.check_expected(facts.get("opened_on", deal.opened_on), facts.get("expected_on", deal.expected_on))
    if opened_on := facts.get("opened_on"):
        _begin_on(session, deal, opened_on)
    for column, value in facts.items():
        setattr(deal, column, value)
    if name := facts.get("name"):
        deal.name_key = fold(name)


def _begin_on(session: Session, deal: Deal, opened_on: date) -> None:
    first = history(session, deal)[0]
    if first.until_on and opened_on > first.until_on:
        raise Refused(f"deal {deal.id} moved on {first.until_on}: it was opened by then")
    first.from_on = deal.counted_from_on = opened_on


def remove(session: Session, deal: Deal) -> None:
    """Delete a deal with its history, tags and fields."""
    for table in (StageChange, DealTag, DealField):
        for row in session.exec(select(table).where(table.deal_id == deal.id)):
            session.delete(row)
    session.flush()
    session.delete(deal)


def tag(session: Session, deal: Deal, tags: Iterable[str], *, without: Iterable[str] = ()) -> None:
    """Put words on a deal and take others off; one that is there already, or is not, is left so."""
    rows = session.exec(select(DealTag).where(DealTag.deal_id == deal.id))
    known = {row.tag: row for row in rows}
    assert deal.id is not None
    session.add_all(DealTag(deal_id=deal.id, tag=word) for word in dict.fromkeys(tags) if word not in known)
    for word in without:
        if word not in known:
            raise Refused(f"deal {deal.id} has no tag {word}", hint=f"it has: {', '.join(known) or 'none'}")
        session.delete(known[word])


def set_fields(session: Session, deal: Deal, fields: Mapping[str, str | None]) -> None:
    """Set custom fields by name; None takes one away."""
    rows = session.exec(select(DealField).where(DealField.deal_id == deal.id))
    known = {row.name: row for row in rows}
    assert deal.id is not None
    for name, value in fields.items():
        if name not in known and value is not None:
            session.add(DealField(deal_id=deal.id, name=name, value=value))
        elif name in known and value is not None:
            known[name].value = value
        elif name in known:
            session.delete(known[name])
        else:
            raise Refused(f"deal {deal.id} has no field {name}", hint=f"it has: {', '.join(known) or 'none'}")


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


def _change(session: Session, deal: Deal, rows: Sequence[StageChange], place: int, stage: Stage, on: date) -> None:
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
        raise Refused(f"deal {deal.id} changed its stage on {last}, after {on}", hint=f"date it {last} or later")
    _change(session, deal, rows, place, stage, on)


def _check_open(session: Session, deal: Deal) -> None:
    stage = session.get_one(Stage, deal.stage_id)
    if stage.kind != "open":
        since = f" since {deal.closed_on}" if deal.closed_on else ""
        raise Refused(f"deal {deal.id} is {stage.name}{since}", hint=f"open it again: acctmgr deal reopen {deal.id}")
