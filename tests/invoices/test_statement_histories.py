"""Whatever happens, on every day: a client's statement ends at its row of the aging and at its card."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from acctmgr.documents.reports import Wanted, aging_by_client
from acctmgr.invoices.statement_reports import Statement, moves_statement, open_statement
from acctmgr.parties.card_queries import client_card
from acctmgr.store.book import Book
from acctmgr.store.create import create
from acctmgr.store.read import Reader, reading
from histories import FIRST, HISTORIES, play, prepare

DAYS = 160


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statement") / "book.db"
    create(Book(str(path)), {"currency": "EUR"})
    prepare(Book(str(path)))
    return path


def check(book: Book) -> None:
    with reading(book) as db:
        for offset in range(-1, DAYS, 3):
            aging = aging_by_client(db, Wanted(FIRST + timedelta(days=offset)))
            rows = {row.client: row for row in aging.rows}
            for party_id, handle in enumerate(("acme", "bluebird", "cobalt"), start=1):
                check_one(db, party_id, offset, rows.get(handle))


def check_one(db: Reader, party_id: int, offset: int, row: Any) -> None:
    day = FIRST + timedelta(days=offset)
    is_open = open_statement(db, party_id, as_of=day)
    moves = moves_statement(db, party_id, first=day - timedelta(days=10), last=day)
    card = client_card(db, party_id, today=day)
    assert is_open.in_book == moves.in_book
    assert is_open.in_book["balance_minor"] == (row.total_minor if row else 0)
    assert is_open.in_book["credit_minor"] == (row.credit_minor if row else 0)
    assert (card.open_minor, card.credit_minor) == (
        is_open.in_book["owed_minor"],
        is_open.in_book["credit_minor"],
    )
    assert card.open_by_currency_minor == {"EUR": 0} | {
        code: sums["owed_minor"] for code, sums in is_open.sums.items() if sums["owed_minor"]
    }
    assert card.credit_by_currency_minor == {"EUR": 0} | {
        code: sums["credit_minor"] for code, sums in is_open.sums.items() if sums["credit_minor"]
    }
    assert balances(is_open) == balances(moves)
    assert all(sum(sums.values()) == 2 * sums["balance_minor"] for sums in moves.sums.values())
    assert balances(is_open) == last_of(is_open.rows)
    assert balances(moves) == last_of(moves.rows, opening=True, of=moves)


def balances(found: Statement) -> dict[str, int]:
    return {code: sums["balance_minor"] for code, sums in found.sums.items() if sums["balance_minor"]}


def last_of(rows: list[Any], *, opening: bool = False, of: Statement | None = None) -> dict[str, int]:
    """The balance after the last row of each currency, which is what the rows above it add up to."""
    ends: dict[str, int] = {}
    for row in rows:
        amount = row.amount_minor if opening else row.open_minor
        assert row.balance_minor == ends.get(row.currency, 0) + amount
        ends[row.currency] = row.balance_minor
    return {code: minor for code, minor in ends.items() if minor}


@settings(max_examples=25)
@given(history=HISTORIES)
def test_a_statement_ends_where_the_aging_and_the_card_do(
    prepared: Path, tmp_path: Path, history: list[Any]
) -> None:
    path = tmp_path / "history.db"
    shutil.copyfile(prepared, path)
    play(Book(str(path)), history)
    check(Book(str(path)))


@settings(max_examples=3, deadline=None)
@given(history=HISTORIES)
def test_a_statement_ends_there_on_the_other_store_too(
    postgres_prepared: Callable[[], Any], history: list[Any]
) -> None:
    with postgres_prepared() as book:
        play(book, history)
        check(book)
