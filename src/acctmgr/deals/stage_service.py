"""Changes to the stages of the pipeline."""

from collections.abc import Sequence
from shlex import quote

from sqlmodel import Session, col, select

from acctmgr.core.errors import Conflict, Refused
from acctmgr.core.text import fold
from acctmgr.deals import rules
from acctmgr.deals.tables import Deal, Stage, StageChange


def stages(session: Session) -> list[Stage]:
    """All stages in the order of the pipeline."""
    return list(session.exec(select(Stage).order_by(col(Stage.position), col(Stage.id))))


def stage_named(session: Session, reference: str) -> Stage:
    """A stage by its name in any case or its beginning."""
    by_name = {stage.name: stage for stage in stages(session)}
    return by_name[rules.stage_named(reference, list(by_name))]


def stage_of_kind(session: Session, kind: str) -> Stage:
    """The first stage of a kind: open, won or lost."""
    return next(stage for stage in stages(session) if stage.kind == kind)


def add(session: Session, *, name: str, probability: int, before: str | None = None) -> Stage:
    """A new open stage, the last of them unless it comes before another."""
    _check_free(session, name)
    known = stages(session)
    place = sum(stage.kind == "open" for stage in known)
    if before is not None:
        place = known.index(_open(stage_named(session, before)))
    new = Stage(name=name, name_key=fold(name), probability=probability, position=place + 1)
    session.add(new)
    _number([*known[:place], new, *known[place:]])
    return new


def edit(session: Session, stage: Stage, *, name: str | None, probability: int | None) -> None:
    """Another name or probability; a won deal stays certain and a lost one without a chance."""
    if probability is not None:
        if stage.kind != "open":
            raise Refused(f"{stage.name} has a probability of {stage.probability} and keeps it")
        stage.probability = probability
    if name is not None and fold(name) != stage.name_key:
        _check_free(session, name)
    if name is not None:
        stage.name, stage.name_key = name, fold(name)


def remove(session: Session, stage: Stage, *, move_to: Stage | None) -> int:
    """Take a stage away; its deals and their history go to another open one. Gives the number of deals moved."""
    if stage.kind != "open":
        raise Refused(
            f"{stage.name} can't be removed: deals end there",
            hint=f"another name: acctmgr deal stage edit {quote(stage.name)} --name NAME",
        )
    rest = [other for other in stages(session) if other is not stage]
    if not any(other.kind == "open" for other in rest):
        raise Refused(f"{stage.name} is the last open stage", hint="add another one first")
    moved = _move_all(session, stage, move_to)
    session.flush()  # nothing may point at the stage when it goes
    session.delete(stage)
    _number(rest)
    return moved


def _move_all(session: Session, stage: Stage, target: Stage | None) -> int:
    changes = session.exec(select(StageChange).where(StageChange.stage_id == stage.id)).all()
    deals = session.exec(select(Deal).where(Deal.stage_id == stage.id)).all()
    if not changes:
        return 0
    if target is None:
        raise Refused(
            f"{stage.name} has deals, now or in their history", hint="say where they go: --move-to STAGE"
        )
    if target is stage:
        raise Refused("deals can't move to the stage that goes")
    target_id = _open(target).id
    assert target_id is not None
    for row in (*changes, *deals):
        row.stage_id = target_id
    return len(deals)


def order(session: Session, wanted: Sequence[str]) -> None:
    """The open stages named come first, in this order; won and lost stay last."""
    known = stages(session)
    for reference in wanted:
        _open(stage_named(session, reference))
    by_name = {stage.name: stage for stage in known if stage.kind == "open"}
    names = rules.ordered(list(by_name), wanted)
    _number([*(by_name[name] for name in names), *(stage for stage in known if stage.kind != "open")])


def _open(stage: Stage) -> Stage:
    if stage.kind != "open":
        raise Refused(f"{stage.name} is no open stage: won and lost stand last")
    return stage


def _check_free(session: Session, name: str) -> None:
    if session.exec(select(Stage).where(Stage.name_key == fold(name))).first():
        raise Conflict(f"there is a stage {name} already", hint="see: acctmgr deal stage list")


def _number(in_order: Sequence[Stage]) -> None:
    for position, stage in enumerate(in_order, start=1):
        stage.position = position
