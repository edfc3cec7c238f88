"""Lock a day, then do anything: every report as of that day stays as it was, to the byte."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acctmgr.cash import queries, reports
from acctmgr.cash import told_service as cash
from acctmgr.core.errors import AcctError
from acctmgr.documents.reports import Wanted, aging_by_client, aging_by_invoice
from acctmgr.invoices import sales_reports as sales
from acctmgr.invoices.statement_reports import moves_statement, open_statement
from acctmgr.ledger.account_queries import accounts, all_accounts
from acctmgr.parties.card_queries import client_card
from acctmgr.reports.today_queries import due
from acctmgr.store.book import Book
from acctmgr.store.read import Reader, reading
from acctmgr.store.settings_service import set_book_setting
from acctmgr.store.write import change
from histories import FIRST, HISTORIES, Action, play, prepare

CASH = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["sales", "office", "travel"]),
        st.sampled_from(["", "iva21", "iva21-car"]),
        st.integers(1, 30_000),
        st.integers(0, 130),
    ),
    max_size=4,
)
ODD = settings(deadline=None, suppress_health_check=list(HealthCheck))
_BEGIN = FIRST - timedelta(days=4)


@pytest.fixture(scope="module")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with clients and tax codes, to copy for every history."""
    path = tmp_path_factory.mktemp("locked") / "book.db"
    shutil.copyfile(sqlite_template, path)
    prepare(Book(str(path)))
    return path


def move_cash(book: Book, steps: list[tuple[Any, ...]]) -> None:
    """Money in and out; what the lock refuses is refused, and that is well."""
    for is_in, category, tax, cents, offset in steps:
        on = FIRST + timedelta(days=offset)
        raw = cash.Raw(is_in, f"{cents // 100}.{cents % 100:02}", category, on, who="Zoe", tax=tax)
        with suppress(AcctError):
            change(lambda session, raw=raw: cash.book(session, raw), book)


def reports_on(db: Reader, day: date) -> str:
    """Every report as of a day, spelled out."""
    said: list[Any] = [aging(db, Wanted(day)) for aging in (aging_by_client, aging_by_invoice)]
    said += [sales.sales(db, sales.Wanted(_BEGIN, day), by=by) for by in sales.VIEWS]
    said += [reports.flow(db, reports.Wanted(_BEGIN, day)), due(db, today=day)]
    said += [accounts(db, all_accounts(db), as_of=day)]
    moved = queries.movements(db, queries.Wanted(last=day), sort="date", limit=0).rows
    said += [
        row._replace(voided_on=None) for row in moved
    ]  # that it was voided later is no figure of the day
    for party_id in (1, 2, 3):
        said += [open_statement(db, party_id, as_of=day), client_card(db, party_id, today=day)]
        said += [moves_statement(db, party_id, first=_BEGIN, last=day)]
    return "\n".join(map(repr, said))


def check(book: Book, before: list[Action], after: list[Action], money: list[Any], locked: int) -> None:
    """The same on the locked day, and a week before it."""
    days = [FIRST + timedelta(days=locked), FIRST + timedelta(days=locked - 7)]
    play(book, before)
    move_cash(book, money[:2])
    change(lambda session: set_book_setting(session, "locked_until", days[0].isoformat()), book)
    with reading(book) as db:
        held = [reports_on(db, day) for day in days]
    play(book, after)
    move_cash(book, money)
    with reading(book) as db:
        assert [reports_on(db, day) for day in days] == held


@settings(parent=ODD, max_examples=8)
@given(before=HISTORIES, after=HISTORIES, money=CASH, locked=st.integers(5, 110))
def test_no_report_moves_behind_the_lock(
    prepared: Path, tmp_path: Path, before: list[Action], after: list[Action], money: list[Any], locked: int
) -> None:
    path = tmp_path / "history.db"
    shutil.copyfile(prepared, path)
    check(Book(str(path)), before, after, money, locked)


@settings(parent=ODD, max_examples=2)
@given(before=HISTORIES, after=HISTORIES, money=CASH, locked=st.integers(5, 110))
def test_no_report_moves_behind_the_lock_on_postgres(
    postgres_prepared: Callable[[], Any],
    before: list[Action],
    after: list[Action],
    money: list[Any],
    locked: int,
) -> None:
    with postgres_prepared() as book:
        check(book, before, after, money, locked)
