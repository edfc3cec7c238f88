"""Whenever a run comes, and wherever it breaks off: each period is made once, in order, or skipped as told."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from acctmgr.core.errors import AcctError
from acctmgr.documents.intake_service import Raw
from acctmgr.invoices import recurring_queries, recurring_service
from acctmgr.invoices import recurring_run_service as runs
from acctmgr.invoices.recurring_rules import Plan, due_days
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from builders import a_client, an_invoice
from documents.test_histories import check_relations

FIRST = date(2026, 1, 1)


class Step(NamedTuple):
    """Days later something happens: a run, one that breaks off, somebody else's invoice, a lock."""

    days: int
    what: str
    breaks_after: int


STEPS = st.builds(
    Step,
    days=st.integers(0, 45),
    what=st.sampled_from(["run", "run", "broken run", "invoice", "lock"]),
    breaks_after=st.integers(0, 3),
)
PLANS = st.builds(
    Plan,
    starts_on=st.dates(FIRST, date(2026, 3, 1)),
    every=st.sampled_from(["2w", "1m", "45d", "1y"]),
    until_on=st.none() | st.dates(date(2026, 3, 1), date(2026, 12, 31)),
    stopped_on=st.none() | st.dates(FIRST, date(2026, 12, 31)),
    missed=st.sampled_from(["all", "skip"]),
    month_day=st.none(),
)


class Broken(Exception):
    """The machine is gone before the transaction ends."""


def begin(session: Session, plans: list[Plan], is_draft: bool) -> None:
    for place, plan in enumerate(plans):
        client = a_client(session, f"Client{place}").handle
        order = recurring_service.Order(client, None, plan, Raw(["Care {month}; 1; 10"]), None, is_draft)
        recurring_service.add(session, order, today=FIRST)


def take(book: Book, step: Step, today: date) -> None:
    if step.what == "invoice":
        change(lambda session: an_invoice(session, on=today.strftime("%m-%d"), client="Other"), book)
    elif step.what == "lock":
        from acctmgr.store.settings_service import set_book_setting

        lock = (today - timedelta(days=20)).isoformat()
        change(lambda session: set_book_setting(session, "locked_until", lock), book)
    else:
        run_once(book, today, step.breaks_after if step.what == "broken run" else None)


def run_once(book: Book, today: date, breaks_after: int | None) -> None:
    """A run; after so many invoices it makes one more, and is gone before that is committed."""
    with reading(book) as db:
        due = [runs.Due(*row) for row in recurring_queries.due(db, today=today)]
    made = 0

    def attempt(each: runs.Due) -> runs.Made | None:
        def make(session: Session) -> runs.Made | None:
            found = runs.make(session, each, runs.How(today, {}))
            if made == breaks_after:
                raise Broken
            return found

        return change(make, book)

    try:
        for outcome in runs.run(due, attempt):
            assert isinstance(outcome, runs.Made), outcome
            made += 1
    except Broken:
        pass


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    plans=st.lists(PLANS, min_size=1, max_size=2),
    steps=st.lists(STEPS, min_size=1, max_size=7),
    is_draft=st.booleans(),
)
def test_each_period_is_run_once_whatever_happens(
    sqlite_template: Path, tmp_path: Path, plans: list[Plan], steps: list[Step], is_draft: bool
) -> None:
    path = tmp_path / "history.db"
    path.unlink(missing_ok=True)
    shutil.copyfile(sqlite_template, path)
    book, today = Book(str(path)), FIRST
    change(lambda session: begin(session, plans, is_draft), book)
    for step in steps:
        today = min(today + timedelta(days=step.days), date(2026, 12, 31))
        try:
            take(book, step, today)
        except AcctError:
            assert step.what in {"invoice", "lock"}
    run_once(book, today, None)
    check(book, plans, today)


def check(book: Book, plans: list[Plan], today: date) -> None:
    with reading(book) as db:
        assert recurring_queries.due(db, today=today) == []
        for recurring_id, plan in enumerate(plans, start=1):
            card = recurring_queries.card(db, recurring_id, today=today)
            due = due_days(plan, None, today)
            assert [run.period_on for run in reversed(card.runs)] == due
            documents = [run.document for run in card.runs if run.document]
            assert len(set(documents)) == len(documents)
            if plan.missed == "all":
                assert len(documents) == len(due)
            elif due:
                assert card.runs[0].document
            for run in card.runs:
                assert run.issued_on is None or run.period_on <= run.issued_on <= today
        check_relations(db)
