"""A book of an old release keeps what it said: every figure of its days, and what nobody had written down apart."""

from datetime import date

import pytest

from acctmgr.core import dates
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.migrate import STEPS, upgrade
from acctmgr.store.read import reading
from acctmgr.store.schema import SCHEMA_VERSION
from acctmgr.upkeep.queries import findings
from conftest import Run
from store.old_books import old_book

BOTH = pytest.mark.parametrize("store", ["sqlite", "postgres"])
_BALANCES = """
    SELECT account.name, CAST(SUM(amount_minor) AS BIGINT)
      FROM posting
      JOIN account ON account.id = posting.account_id
     WHERE posting.posted_on <= :day
     GROUP BY account.name
    HAVING SUM(amount_minor) <> 0
     ORDER BY account.name
"""
_ENTRY = """
    SELECT CAST(posted_on AS TEXT), account.name, amount_minor, currency_of
      FROM (SELECT posted_on, account_id, amount_minor, posting.currency AS currency_of
              FROM posting
             WHERE entry_id IN (SELECT id FROM entry WHERE kind = 'withheld')) AS moved
      JOIN account ON account.id = moved.account_id
     ORDER BY account.code
"""
DAYS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 24), date(2026, 7, 14)]


def balances(book: Book, day: date) -> list[tuple[str, int]]:
    with opened(book) as db:
        return [tuple(row) for row in db.run(_BALANCES, {"day": day})]


def upgraded(book: Book) -> Book:
    upgrade(book, steps=STEPS, target=SCHEMA_VERSION)
    return book


def problems(book: Book) -> list[str]:
    with reading(book) as db:
        return [row.detail for row in findings(db, book) if not row.ok]


@BOTH
@pytest.mark.parametrize("version", ["0001", "0002"])
def test_no_figure_of_its_days_moves_and_the_book_is_sound(
    request: pytest.FixtureRequest, store: str, version: str
) -> None:
    book = old_book(request, store, version)
    before = [balances(book, day) for day in DAYS]
    upgraded(book)
    assert [balances(book, day) for day in DAYS] == before
    assert problems(book) == []


@BOTH
def test_what_we_withheld_leaves_the_account_of_what_others_withheld(
    request: pytest.FixtureRequest, store: str
) -> None:
    book = old_book(request, store, "0002")
    assert dict(balances(book, date(2026, 7, 15)))["Withheld tax"] == -6100
    upgraded(book)
    after = dict(balances(book, date(2026, 7, 15)))
    # 190 and 95 withheld from the landlord, 19 given back; 150 - 15 + 75 withheld from us, 5 by hand
    assert (after["Withheld tax"], after["Tax withheld payable 2"]) == (20500, -26600)
    with opened(book) as db:
        assert db.run(_ENTRY).fetchall() == [
            ("2026-07-15", "Withheld tax", 26600, "EUR"),
            ("2026-07-15", "Tax withheld payable 2", -26600, "EUR"),
        ]
        rows = db.run(
            "SELECT key, code, name, is_control FROM account WHERE key LIKE 'withheld%' ORDER BY code"
        )
        assert rows.fetchall() == [
            ("withheld_tax", "1300", "Withheld tax", 1),
            ("withheld_payable", "2231", "Tax withheld payable 2", 1),
        ]


@pytest.mark.parametrize(
    ("locked", "today", "day"),
    [
        ("2026-12-31", date(2026, 7, 15), "2027-01-01"),
        ("", date(2026, 7, 15), "2026-07-15"),
        (
            "2026-03-31",
            date(2026, 1, 1),
            "2026-04-22",
        ),  # who looks back upgrades too: never before what it moves
    ],
)
def test_it_moves_on_the_first_open_day(
    request: pytest.FixtureRequest, locked: str, today: date, day: str
) -> None:
    book = old_book(request, "sqlite", "0002")
    with opened(book, write=True) as db:
        db.run("UPDATE setting SET value = :locked WHERE key = 'locked_until'", {"locked": locked})
    dates.set_today(today)
    with opened(upgraded(book)) as db:
        assert {row[0] for row in db.run(_ENTRY)} == {day}


@BOTH
def test_each_document_belongs_to_whom_its_client_belonged_to(
    request: pytest.FixtureRequest, store: str
) -> None:
    book = upgraded(old_book(request, store, "0002"))
    with opened(book) as db:
        assert db.run("SELECT number, owner FROM document ORDER BY id").fetchall() == [
            ("INV-2026-0001", "Ana"),
            ("INV-2026-0002", "Ben"),  # merged into a client of another owner since
            ("INV-2026-0003", None),  # whoever the client got later
            ("CN-2026-0001", "Ana"),  # as the invoice that it credits
            ("INV-2026-0004", "Luis"),
            ("X-1", "Luis"),
        ]


def test_what_the_upgrade_changed_stands_in_the_history(request: pytest.FixtureRequest) -> None:
    book = upgraded(old_book(request, "sqlite", "0002"))
    with opened(book) as db:
        found = db.run(
            "SELECT command, table_name, COUNT(*) FROM operation JOIN change ON operation_id = operation.id "
            "WHERE operation.id > 25 GROUP BY 1, 2, operation.id ORDER BY operation.id, 2"
        ).fetchall()
    assert found == [
        ("db upgrade", "account", 2),
        ("db upgrade", "entry", 1),
        ("db upgrade", "posting", 2),
        ("db upgrade", "document", 5),
    ]


def test_money_that_withheld_before_is_void_where_its_tax_is_now(
    request: pytest.FixtureRequest, run: Run, monkeypatch: pytest.MonkeyPatch, sqlite_book: Book
) -> None:
    book = upgraded(old_book(request, "sqlite", "0002"))
    monkeypatch.setenv("ACCTMGR_DB", book.place)
    assert run("cash void 1 --yes").code == 0
    after = dict(balances(book, date(2026, 7, 15)))
    assert (after["Withheld tax"], after["Tax withheld payable 2"]) == (20500, -7600)
    assert problems(book) == []
