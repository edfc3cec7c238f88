"""What holds for every history of a pipeline, on every day of it."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from acctmgr.core.errors import Refused
from acctmgr.deals import reports, service, stage_service
from acctmgr.deals.tables import Deal, Stage
from acctmgr.store.book import Book
from acctmgr.store.read import Reader
from acctmgr.store.write import change, connection_of
from deals import builders

FIRST = date(2026, 3, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(15)]
AMOUNTS = (None, 0, 1, 333, 12_345)
STAGES = {"Lead": 10, "Qualified": 25, "Proposal": 50, "Negotiation": 75, "Won": 100, "Lost": 0}

many_histories = settings(max_examples=25)


class Step(NamedTuple):
    """Something that a user does to a deal."""

    verb: str
    deal: int
    day: int
    stage: str


class Held(NamedTuple):
    """The naive book: a deal's amount, and every stage it was put into with its day, as it was typed."""

    deal: Deal
    amount_minor: int | None
    moves: list[tuple[date, str]]

    def stage_on(self, day: date) -> str | None:
        """The stage typed last of those with the latest day up to this one."""
        begun = [move for move in self.moves if move[0] <= day]
        latest = max((on for on, _ in begun), default=None)
        return [stage for on, stage in begun if on == latest][-1] if begun else None


steps = st.lists(
    st.builds(
        Step,
        verb=st.sampled_from(["move", "move", "win", "lose", "reopen"]),
        deal=st.integers(0, 2),
        day=st.integers(0, len(DAYS) - 1),
        stage=st.sampled_from(list(STAGES)[:4]),
    ),
    max_size=25,
)
openings = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(AMOUNTS)), min_size=3, max_size=3)


class _Over(Exception):
    """Takes the transaction back, so that every example begins with the same book."""


def in_passing(book: Book, fn: Callable[[Session, Reader], None]) -> None:
    """Run in a transaction that leaves nothing behind; the reader sees what the session did."""

    def run(session: Session) -> None:
        connection = connection_of(session)
        reader = Reader(connection.raw, is_postgres=connection.is_postgres)
        reader.settings = {"currency": "EUR"}
        fn(session, reader)
        raise _Over

    with pytest.raises(_Over):
        change(run, book)


def opened(session: Session, facts: list[tuple[int, int | None]]) -> list[Held]:
    buyer = builders.client(session)
    found = []
    for day, amount_minor in facts:
        deal = builders.deal(session, buyer, amount_minor=amount_minor, opened_on=DAYS[day])
        found.append(Held(deal, amount_minor, [(DAYS[day], "Lead")]))
    return found


def play(session: Session, held: list[Held], script: list[Step]) -> None:
    """Do what the steps say; what is refused is not done in the naive book either."""
    for step in script:
        deal, on = held[step.deal].deal, DAYS[step.day]
        try:
            stage = _done(session, deal, step, on)
        except Refused:
            continue
        held[step.deal].moves.append((on, stage))
    session.flush()


def _done(session: Session, deal: Deal, step: Step, on: date) -> str:
    stage = stage_service.stage_named(session, step.stage)
    if step.verb == "move":
        service.move(session, deal, stage=stage, on=on)
    elif step.verb == "reopen":
        service.reopen(session, deal, stage=stage, on=on)
    else:
        kind = "won" if step.verb == "win" else "lost"
        service.close(session, deal, kind=kind, on=on)
        return kind.capitalize()
    return stage.name


def figures(reader: Reader, day: date) -> dict[str, tuple[int, int, int, int]]:
    """Deals, amount, weighted amount and deals without one, by stage."""
    rows: Any = reports.pipeline(reader, as_of=day, with_closed=True).rows
    return {row.stage: (row.deals, row.amount_minor, row.weighted_minor, row.without_amount) for row in rows}


def replayed(held: list[Held], day: date) -> dict[str, tuple[int, int, int, int]]:
    found = dict.fromkeys(STAGES, (0, 0, 0, 0))
    for each in held:
        stage = each.stage_on(day)
        if stage is not None:
            deals, amount, weighted, without = found[stage]
            known = each.amount_minor or 0
            weighted += floor(Fraction(known * STAGES[stage], 100) + Fraction(1, 2))
            found[stage] = (deals + 1, amount + known, weighted, without + (each.amount_minor is None))
    return found


@many_histories
@given(facts=openings, script=steps)
def test_on_every_day_the_pipeline_is_what_a_replay_of_the_moves_gives(
    book: Book, facts: list[tuple[int, int | None]], script: list[Step]
) -> None:
    def check(session: Session, reader: Reader) -> None:
        held = opened(session, facts)
        play(session, held, script)
        for day in DAYS:
            assert figures(reader, day) == replayed(held, day)

    in_passing(book, check)


@many_histories
@given(facts=openings, script=steps)
def test_on_every_day_exactly_one_stage_holds_each_deal(
    book: Book, facts: list[tuple[int, int | None]], script: list[Step]
) -> None:
    def check(session: Session, _: Reader) -> None:
        held = opened(session, facts)
        play(session, held, script)
        for each in held:
            rows = service.history(session, each.deal)
            for day in DAYS:
                holding = [
                    row for row in rows if row.from_on <= day and (row.until_on is None or day < row.until_on)
                ]
                assert len(holding) == (day >= each.deal.counted_from_on)
            stage = session.get_one(Stage, each.deal.stage_id)
            assert rows[-1].stage_id == stage.id
            assert (each.deal.closed_on is None) == (stage.kind == "open")

    in_passing(book, check)


@many_histories
@given(facts=openings, script=steps, last=st.integers(0, len(DAYS) - 1))
def test_what_is_dated_later_never_moves_the_pipeline_of_a_past_day(
    book: Book, facts: list[tuple[int, int | None]], script: list[Step], last: int
) -> None:
    def check(session: Session, reader: Reader) -> None:
        held = opened(session, facts)
        play(session, held, [step for step in script if step.day <= last])
        before = [figures(reader, day) for day in DAYS[: last + 1]]
        play(session, held, [step for step in script if step.day > last])
        assert [figures(reader, day) for day in DAYS[: last + 1]] == before

    in_passing(book, check)
