"""The default pipeline, and how deals go through it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import AcctError, Conflict, NotFound, Refused
from acctmgr.core.text import did_you_mean, fold, listed
from acctmgr.parties.rules import counted

_MANY = 5  # names that an error lists before it gives up


class StageRow(NamedTuple):
    """A stage that every book starts with."""

    name: str
    kind: str
    probability: int


STAGES = (
    StageRow("Lead", "open", 10),
    StageRow("Qualified", "open", 25),
    StageRow("Proposal", "open", 50),
    StageRow("Negotiation", "open", 75),
    StageRow("Won", "won", 100),
    StageRow("Lost", "lost", 0),
)


def stage_named(reference: str, names: Sequence[str]) -> str:
    """The stage meant: its name in any case, or a beginning that fits only one."""
    wanted = fold(reference.strip())
    by_key = {fold(name): name for name in names}
    if wanted in by_key:
        return by_key[wanted]
    found = [name for key, name in by_key.items() if wanted and key.startswith(wanted)]
    if len(found) > 1:
        raise Conflict(f"{reference} fits several stages", hint=f"one of: {listed(found)}")
    if not found:
        hint = did_you_mean(reference, names) or f"there is: {', '.join(names)}"
        raise NotFound(f"no stage {reference}", hint=hint)
    return found[0]


def imported_history(
    kind: str, stage_id: int, first_open_stage_id: int, counted_from_on: date, closed_on: date | None
) -> list[tuple[int, date, date | None]]:
    """Stage, first day and day after the last of a deal known only by its ends.

    A closed one was in the first open stage until it was closed; without a day of closing, or with one before
    it is counted, it counts as closed from its first day.
    """
    if kind == "open" or closed_on is None or closed_on <= counted_from_on:
        return [(stage_id, counted_from_on, None)]
    return [(first_open_stage_id, counted_from_on, closed_on), (stage_id, closed_on, None)]


def place_on(starts: Sequence[date], on: date) -> int:
    """Which of a deal's stage changes, oldest first, holds on a day; Refused before the first."""
    place = bisect_right(starts, on) - 1
    if place < 0:
        raise Refused(f"the deal is counted only from {starts[0]} on", hint="date it then or later")
    return place


def moved_sentence(deal: str, held: str, stage: str, kind: str, on: date) -> str:
    """What a move did to a deal, which is named by its id and name; kind: of the stage it is in now."""
    return f"deal {deal}: {held} to {stage} on {on}" if kind == "open" else f"deal {deal} is {kind} on {on}"


def check_not_ahead(on: date, today: date) -> None:
    """What happened has a day that is over or today."""
    if on > today:
        raise Refused(f"{on} is still to come", hint="for what you expect: acctmgr deal edit ID --close DATE")


def check_expected(opened_on: date | None, expected_on: date | None) -> None:
    """Nothing is expected to close before it was opened."""
    if opened_on and expected_on and expected_on < opened_on:
        raise Refused(f"expected to close on {expected_on}, before it was opened on {opened_on}")


def ordered(names: Sequence[str], wanted: Iterable[str]) -> list[str]:
    """The stages wanted first, in that order; then the others as they stood."""
    first: list[str] = []
    for reference in wanted:
        name = stage_named(reference, names)
        if name in first:
            raise Refused(f"{name} is named twice")
        first.append(name)
    return [*first, *(name for name in names if name not in first)]


def check_unlinked(deal_id: int | None, follow_ups: int, activities: int) -> None:
    """Refuse to delete a deal that something was planned or logged about."""
    counts = ((follow_ups, "follow-ups"), (activities, "activities"))
    about = [f"{count} {counted(things, count)}" for count, things in counts if count]
    if about:
        hint = f"lose it instead: acctmgr deal lose {deal_id}"
        raise Refused(f"deal {deal_id} has a history: {listed(about, 'and')}", hint=hint)


def id_in(reference: str) -> int | None:
    """The id that a reference is, None when it can only be a key."""
    is_id = reference.isascii() and reference.isdigit() and len(reference) < 19  # what a BIGINT holds
    return int(reference) if is_id else None


def no_deal(reference: str, named: Mapping[int, str], keys: Iterable[str]) -> AcctError:
    """The error for a reference that is no deal's; `named`: deals of that name or beginning with it, by id."""
    shown = [f"{deal_id} ({name})" for deal_id, name in list(named.items())[:_MANY]]
    hint = f"by that name there is: {', '.join(shown)}" if shown else did_you_mean(reference, keys)
    return NotFound(f"no deal {reference}", hint=hint or "see: acctmgr deal list")
