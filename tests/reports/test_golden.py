"""Golden files: a day as terminals of two widths, a pipe and Markdown show it, and the page of the daily report."""

from datetime import date

import pytest
from sqlmodel import Session
from syrupy.assertion import SnapshotAssertion

from acctmgr.reports.commands import today_report
from acctmgr.reports.today_queries import due
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.ui.screen import Screen
from acctmgr.ui.shapes import Report
from acctmgr.ui.views import as_table
from builders import a_payment, an_invoice
from conftest import Run
from reports.builders import a_contact, a_deal, a_follow_up, an_activity

TODAY = date(2026, 7, 15)


def fill(session: Session) -> None:
    late = an_invoice(session, "Website; 1; 2,876.00; tax=iva21", on="05-01", due="05-31")
    a_payment(session, 10000, late, on="07-14")
    an_invoice(session, on="06-18", due="07-18", client="Bluebird", currency="USD", rate="0.9137")
    a_payment(session, 12000, on="07-01", client="Cobalt")
    an_invoice(session, on="06-15", due="07-15", client="Cobalt")
    a_follow_up(
        session, "Call about the renewal of the yearly support contract, and ask for a reference", "2026-07-13",
        priority="high",
    )  # fmt: skip
    a_follow_up(session, "Send the offer", "2026-07-15", "Bluebird", due_time="09:30")
    a_deal(session, "Website and care plan", "2026-07-01", ("Lead", "2026-05-01"), ("Proposal", "2026-06-01"))
    a_contact(session, "Ana Ruiz", "1980-07-16")
    an_activity(session, "Talked about prices", "2026-07-14", kind="call")


@pytest.fixture
def report(sqlite_book: Book) -> Report:
    change(fill, sqlite_book)
    with reading(sqlite_book) as db:
        return today_report(due(db, today=TODAY), TODAY, db.notation)


@pytest.mark.parametrize("width", [30, 80, 140])
def test_a_terminal_shows(report: Report, width: int, snapshot: SnapshotAssertion) -> None:
    lines = list(as_table(report, Screen(width, has_colour=False)))
    assert max(map(len, lines)) <= width
    assert "\n".join(lines) == snapshot


def test_a_pipe_gets(report: Report, snapshot: SnapshotAssertion) -> None:
    assert "\n".join(as_table(report, None)) == snapshot


@pytest.mark.parametrize("line", ["today -f md", "report daily -f md", "report daily", "report daily --html"])
def test_both_stores_say(run: Run, book: Book, line: str, snapshot: SnapshotAssertion) -> None:
    change(fill, book)
    assert run(line).out == snapshot(name=line)
