"""For every history: today says the same for the same day, and every row of it is true."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from acctmgr import cli
from acctmgr.reports.today_queries import due
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from histories import FIRST, HISTORIES, Action, play, prepare
from reports.builders import a_contact, a_deal, a_follow_up

ODD = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
DAYS = st.integers(0, 130).map(lambda days: FIRST + timedelta(days))
CLIENTS = st.sampled_from(["Acme", "Bluebird", "Cobalt"])
FOLLOW_UPS = st.lists(st.tuples(CLIENTS, DAYS, st.none() | DAYS), max_size=4)
DEALS = st.lists(st.tuples(CLIENTS, DAYS, DAYS, st.sampled_from(["Qualified", "Won", "Lost"])), max_size=3)
BIRTHDAYS = st.lists(st.tuples(CLIENTS, st.dates(date(1950, 1, 1), date(2010, 12, 31))), max_size=3)


@pytest.fixture(scope="module")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("today") / "book.db"
    shutil.copyfile(sqlite_template, path)
    prepare(Book(str(path)))
    return path


def fill(session: Session, follow_ups: Any, deals: Any, birthdays: Any) -> None:
    for place, (client, due_on, done_on) in enumerate(follow_ups):
        a_follow_up(session, f"Call {place}", due_on.isoformat(), client, done_on=done_on)
    for place, (client, expected_on, moved_on, stage) in enumerate(deals):
        first, then = sorted([FIRST, moved_on])
        moves = (("Lead", first.isoformat()), (stage, then.isoformat()))
        a_deal(session, f"Deal {place}", expected_on.isoformat(), *moves, client=client)
    for place, (client, birthday) in enumerate(birthdays):
        a_contact(session, f"Ana {place}", birthday.isoformat(), client)


def owed_on(db: Any, day: date) -> dict[str, tuple[date, int]]:
    """Due date and open amount of every invoice that is not settled at the end of a day, by number."""
    rows = db.run(
        "SELECT number, due_on, issued_on, total_minor, (SELECT COALESCE(SUM(amount_minor), 0) FROM allocation a "
        "WHERE a.document_id = d.id AND a.effective_on <= :day) FROM document d "
        "WHERE kind = 'invoice' AND number IS NOT NULL AND posted_on <= :day",
        {"day": day},
    ).fetchall()
    return {
        number: (date.fromisoformat(due_on or issued_on), total - settled)
        for number, due_on, issued_on, total, settled in rows
        if total - settled
    }


def check_truth(book: Book, day: date, follow_ups: Any, deals: Any, birthdays: Any) -> None:
    with reading(book) as db:
        found = due(db, today=day)
        rows = {kind: [row for row in found.rows if row.kind == kind] for kind in
                ("invoice", "followup", "deal", "birthday")}  # fmt: skip
        owed = {n: known for n, known in owed_on(db, day).items() if known[0] <= day + timedelta(7)}
    assert {row.what: (row.on, row.amount_minor) for row in rows["invoice"]} == owed
    assert {row.what for row in rows["followup"]} == {
        f"Call {place}"
        for place, (_, due_on, done_on) in enumerate(follow_ups)
        if due_on <= day and (done_on is None or done_on > day)
    }
    assert {row.what for row in rows["deal"]} == {
        f"Deal {place}"
        for place, (_, expected_on, moved_on, stage) in enumerate(deals)
        if expected_on < day and min(FIRST, moved_on) <= day
        and (stage == "Qualified" or max(FIRST, moved_on) > day)
    }  # fmt: skip
    week = [day + timedelta(days) for days in range(8)]
    assert {row.what for row in rows["birthday"]} == {
        f"Ana {place}"
        for place, (_, birthday) in enumerate(birthdays)
        if any((on.month, on.day) == (birthday.month, birthday.day) for on in week)
        or ((birthday.month, birthday.day) == (2, 29) and date(2026, 2, 28) in week)
    }
    lateness = [(row.on > day) - (row.on < day) for row in found.rows]
    assert lateness == sorted(lateness)


@ODD
@given(HISTORIES, FOLLOW_UPS, DEALS, BIRTHDAYS, st.lists(DAYS, min_size=1, max_size=3))
def test_every_row_of_every_day_is_true_and_said_twice_the_same(
    prepared: Path,
    tmp_path_factory: pytest.TempPathFactory,
    history: list[Action],
    follow_ups: Any,
    deals: Any,
    birthdays: Any,
    days: list[date],
) -> None:
    path = tmp_path_factory.mktemp("one") / "book.db"
    shutil.copyfile(prepared, path)
    book = Book(str(path))
    play(book, history)
    change(lambda session: fill(session, follow_ups, deals, birthdays), book)
    for day in days:
        check_truth(book, day, follow_ups, deals, birthdays)
        said = [spoken(path, day), spoken(path, day)]
        assert said[0] == said[1]
    shutil.rmtree(path.parent)


def spoken(path: Path, day: date) -> str:
    """What the command says of a day, byte by byte."""
    import io
    from contextlib import redirect_stdout

    with redirect_stdout(io.StringIO()) as out:
        assert cli.main(["--db", str(path), "--today", day.isoformat(), "today", "-f", "json"]) == 0
    json.loads(out.getvalue())
    return out.getvalue()


def test_what_happens_later_changes_no_earlier_day(prepared: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    shutil.copyfile(prepared, path)
    book = Book(str(path))
    line = [("1", "100", "none", "")]
    play(book, [Action("invoice", 0, 0, 0, (line, "", False, "plain"))])
    change(lambda session: a_follow_up(session, "Call", "2026-02-01") and None, book)
    day = FIRST + timedelta(40)
    before = spoken(path, day)
    play(book, [Action("pay", 0, 0, 60), Action("invoice", 0, 0, 70, (line, "", False, "plain"))])

    def done(session: Session) -> None:
        from acctmgr.followups.tables import FollowUp

        session.get_one(FollowUp, 1).done_on = day + timedelta(1)

    change(done, book)
    assert spoken(path, day) == before
    assert "INV-2026-0001" in before
