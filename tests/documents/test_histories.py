"""What holds on every day, for every history of invoices, payments, credits, voids and takings-back."""

import shutil
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acctmgr.documents.reports import Wanted, aging_by_client, aging_by_invoice
from acctmgr.store.book import Book
from acctmgr.store.read import Reader, reading
from acctmgr.store.settings_service import set_book_setting
from acctmgr.store.write import change
from acctmgr.upkeep.queries import findings
from histories import FIRST, HISTORIES, Action, play, prepare

ODD = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="session")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with clients and tax codes, to copy for every history."""
    path = tmp_path_factory.mktemp("prepared") / "book.db"
    shutil.copyfile(sqlite_template, path)
    prepare(Book(str(path)))
    return path


class Copy:
    """A copy of the prepared book that goes away with its block."""

    def __init__(self, prepared: Path) -> None:
        self.prepared = prepared

    def __enter__(self) -> Book:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "book.db"
        shutil.copyfile(self.prepared, path)
        return Book(str(path))

    def __exit__(self, *_: object) -> None:
        self.folder.cleanup()


def days_of(db: Reader) -> list[date]:
    """Every day that something happens on, and the days around it."""
    found = db.run("SELECT posted_on FROM entry UNION SELECT effective_on FROM allocation").fetchall()
    days = {date.fromisoformat(row[0]) if isinstance(row[0], str) else row[0] for row in found}
    return sorted(
        days | {day + timedelta(days=1) for day in days} | {day - timedelta(days=1) for day in days}
    )


def ledger_by_party(db: Reader, day: date) -> dict[int, int]:
    """Receivable and Client credits of each party at the end of a day, from all postings."""
    rows = db.run(
        "SELECT p.party_id, CAST(SUM(p.amount_minor) AS BIGINT) FROM posting p JOIN account a ON a.id = p.account_id "
        "WHERE a.key IN ('receivable', 'client_credits') AND p.posted_on <= :day GROUP BY p.party_id",
        {"day": day},
    ).fetchall()
    return {party: total for party, total in rows if total}


def open_by_party(db: Reader, day: date) -> dict[int, int]:
    """What each party owes less its credits at the end of a day, one document and payment at a time."""
    owed: dict[int, int] = defaultdict(int)
    for party, total, settled in db.run(_DOCUMENTS, {"day": day, "kind": "invoice"}):
        owed[party] += total - settled
    for query in (_CREDITS, _PAYMENTS):
        for party, total, spent in db.run(query, {"day": day}):
            owed[party] -= total - spent
    return {party: total for party, total in owed.items() if total}


_SUM = (
    "SELECT CAST(COALESCE(SUM(a.{what}), 0) AS BIGINT) FROM allocation a "
    "WHERE a.{key} = {of}.id AND a.effective_on <= :day"
)
_DOCUMENTS = (
    f"SELECT d.party_id, d.total_book_minor, ({_SUM.format(what='book_minor', key='document_id', of='d')}) "
    "FROM document d WHERE d.kind = :kind AND d.number IS NOT NULL AND d.posted_on <= :day"
)
_CREDITS = (
    f"SELECT d.party_id, d.total_book_minor, ({_SUM.format(what='source_book_minor', key='credit_id', of='d')}) "
    "FROM document d WHERE d.kind = 'credit_note' AND d.number IS NOT NULL AND d.posted_on <= :day"
)
_PAYMENTS = (
    f"SELECT p.party_id, p.amount_book_minor, ({_SUM.format(what='source_book_minor', key='payment_id', of='p')}) "
    "FROM payment p WHERE p.direction = 'in' AND p.paid_on <= :day"
)


def check_relations(db: Reader) -> None:
    """All of them."""
    unbalanced = db.run(
        "SELECT entry_id FROM posting GROUP BY entry_id HAVING SUM(amount_minor) <> 0"
    ).fetchall()
    assert unbalanced == []
    check_months(db)
    for day in days_of(db):
        assert open_by_party(db, day) == ledger_by_party(db, day), f"on {day}"
    check_every_document(db)
    check_every_source(db)
    check_credits(db)
    check_given_back(db)
    check_withheld(db)
    check_deposits(db)


def check_months(db: Reader) -> None:
    """Monthly balances are the sums of the postings."""
    kept = db.run(
        "SELECT account_id, currency, month, amount_minor, foreign_minor FROM account_month"
    ).fetchall()
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for account, currency, on, amount, foreign in db.run(
        "SELECT account_id, currency, posted_on, amount_minor, foreign_minor FROM posting"
    ):
        total = sums[account, currency, str(on)[:7]]
        total[0] += amount
        total[1] += foreign
    assert {(a, c, m): [x, y] for a, c, m, x, y in kept} == dict(sums)


def running(db: Reader, key: str, thing_id: int, book: str) -> list[tuple[date, int, int]]:
    """Settled and relieved so far at the end of each day."""
    rows = db.run(
        f"SELECT effective_on, CAST(SUM(amount_minor) AS BIGINT), CAST(SUM({book}) AS BIGINT) FROM allocation "
        f"WHERE {key} = :id GROUP BY effective_on ORDER BY effective_on",
        {"id": thing_id},
    ).fetchall()
    so_far, relieved, days = 0, 0, []
    for on, amount, carrying in rows:
        so_far, relieved = so_far + amount, relieved + carrying
        days.append((date.fromisoformat(on) if isinstance(on, str) else on, so_far, relieved))
    return days


def check_every_document(db: Reader) -> None:
    """Open stays between nothing and the total, carrying is 0 exactly when open is, and settled_on is right."""
    rows = db.run(
        "SELECT id, total_minor, total_book_minor, open_minor, open_book_minor, settled_on, posted_on "
        "FROM document WHERE kind = 'invoice' AND number IS NOT NULL"
    ).fetchall()
    for thing_id, total, total_book, open_now, open_book_now, settled, posted in rows:
        days = running(db, "document_id", thing_id, "book_minor")
        check_side(days, total, total_book, open_now, open_book_now)
        assert str(settled) == str(first_settled(days, total, posted))


def first_settled(days: list[tuple[date, int, int]], total: int, posted: Any) -> Any:
    """The first day from which nothing is open for good."""
    since = posted if total == 0 else None
    for on, so_far, _ in days:
        since = (since or on) if so_far == total else None
    return since


def check_every_source(db: Reader) -> None:
    """Payments and credit notes never give more than they have."""
    for thing_id, total, book, open_now, open_book in db.run(
        "SELECT id, amount_minor, amount_book_minor, open_minor, open_book_minor FROM payment "
        "WHERE direction = 'in'"
    ).fetchall():
        check_side(running(db, "payment_id", thing_id, "source_book_minor"), total, book, open_now, open_book)
    for thing_id, total, book, open_now, open_book in db.run(
        "SELECT id, total_minor, total_book_minor, open_minor, open_book_minor FROM document WHERE kind = 'credit_note'"
    ).fetchall():
        check_side(running(db, "credit_id", thing_id, "source_book_minor"), total, book, open_now, open_book)


def check_side(
    days: list[tuple[date, int, int]], total: int, total_book: int, open_now: int, open_book_now: int
) -> None:
    """Between nothing and all on every day; in the book 0 exactly when nothing is open; the stored figures agree."""
    for _, so_far, relieved in days:
        assert 0 <= so_far <= total
        assert 0 <= relieved <= total_book
        if total_book:
            assert (total_book == relieved) == (total == so_far)
    last = days[-1] if days else (None, 0, 0)
    assert (open_now, open_book_now) == (total - last[1], total_book - last[2])


def check_credits(db: Reader) -> None:
    """Credit notes never exceed their invoice, in net, by tax or in total, and equal it when full."""
    invoices = db.run(
        "SELECT id, net_minor, total_minor, total_book_minor FROM document WHERE kind = 'invoice'"
    )
    for thing_id, net, total, book in invoices.fetchall():
        credited = db.run(
            "SELECT CAST(COALESCE(SUM(net_minor), 0) AS BIGINT), CAST(COALESCE(SUM(total_minor), 0) AS BIGINT), "
            "CAST(COALESCE(SUM(total_book_minor), 0) AS BIGINT) "
            "FROM document WHERE credits_id = :id AND status <> 'void'",
            {"id": thing_id},
        ).fetchone()
        assert credited[1] <= total
        if total and credited[1] == total:
            assert tuple(credited) == (net, total, book)
            assert taxes_of(db, "id", thing_id) == taxes_of(db, "credits_id", thing_id)


def check_given_back(db: Reader) -> None:
    """What documents and corrections say of each tax is what its account holds."""
    held: dict[int, int] = defaultdict(int)
    for account, kind, document, tax in db.run(
        "SELECT t.account_id, t.kind, d.kind, t.tax_book_minor FROM document_tax t "
        "JOIN document d ON d.id = t.document_id WHERE d.number IS NOT NULL AND d.status <> 'void'"
    ):
        held[account] += WAYS[kind] * (-tax if document == "invoice" else tax)
    for account, kind, tax in db.run("SELECT account_id, kind, tax_book_minor FROM allocation_tax"):
        held[account] += WAYS[kind] * tax
    posted = db.run(
        "SELECT p.account_id, CAST(SUM(p.amount_minor) AS BIGINT) FROM posting p JOIN account a ON a.id = p.account_id "
        "WHERE a.key IN ('tax', 'withheld_tax') GROUP BY p.account_id"
    )
    assert {account: minor for account, minor in held.items() if minor} == {
        row[0]: row[1] for row in posted if row[1]
    }


def check_withheld(db: Reader) -> None:
    """Of an invoice that was lost, and nothing paid of it, nothing is left of what was to be withheld."""
    for thing_id, withheld in db.run(
        "SELECT id, withheld_minor FROM document d WHERE kind = 'invoice' AND status = 'written_off' "
        "AND withheld_minor > 0 AND open_minor = 0 AND NOT EXISTS (SELECT 1 FROM allocation "
        "WHERE document_id = d.id AND (kind IN ('payment', 'fee') OR kind = 'credit' "
        "AND credit_id NOT IN (SELECT id FROM document WHERE credits_id = d.id)))"
    ).fetchall():
        back = db.run(
            "SELECT CAST(COALESCE(SUM(tax_minor), 0) AS BIGINT) FROM allocation_tax t JOIN allocation a "
            "ON a.id = t.allocation_id WHERE a.document_id = :id AND t.kind = 'withheld'",
            {"id": thing_id},
        ).fetchone()[0]
        credited = db.run(
            "SELECT CAST(COALESCE(SUM(withheld_minor), 0) AS BIGINT) FROM document "
            "WHERE credits_id = :id AND number IS NOT NULL AND status <> 'void'",
            {"id": thing_id},
        ).fetchone()[0]
        assert withheld - back - credited == 0


WAYS = {"added": 1, "withheld": -1, "self_assessed": 0}


def check_deposits(db: Reader) -> None:
    """In the book's own currency Client deposits hold the nets of deposits less what took them off or credited them."""
    if db.value("SELECT COUNT(*) FROM document WHERE currency <> 'EUR' AND is_deposit = 1"):
        return
    nets = db.value(
        "SELECT CAST(COALESCE(SUM(CASE WHEN d.kind = 'invoice' THEN l.net_minor ELSE -l.net_minor END), 0) AS BIGINT) "
        "FROM document_line l JOIN document d ON d.id = l.document_id JOIN account a ON a.id = l.account_id "
        "WHERE a.key = 'deposits' AND d.number IS NOT NULL AND d.status <> 'void'"
    )
    posted = db.value(
        "SELECT CAST(COALESCE(SUM(p.amount_minor), 0) AS BIGINT) FROM posting p JOIN account a ON a.id = p.account_id "
        "WHERE a.key = 'deposits'"
    )
    assert posted == -nets


def taxes_of(db: Reader, column: str, thing_id: int) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Tax by code and component of a document, or of all that credit it."""
    rows = db.run(
        "SELECT t.tax_code_id, t.position, CAST(SUM(t.tax_minor) AS BIGINT), CAST(SUM(t.tax_book_minor) AS BIGINT) "
        f"FROM document_tax t JOIN document d ON d.id = t.document_id WHERE d.{column} = :id AND d.status <> 'void' "
        "GROUP BY t.tax_code_id, t.position",
        {"id": thing_id},
    ).fetchall()
    return {(code, place): (tax, book) for code, place, tax, book in rows if tax or book}


@ODD
@given(history=HISTORIES)
def test_every_day_of_every_history_ties(prepared: Path, history: list[Action]) -> None:
    with Copy(prepared) as book:
        assert play(book, history) >= 1  # at least one of the invoices that it begins with is not refused
        with reading(book) as db:
            check_relations(db)
            assert [row for row in findings(db, book) if not row.ok] == []


@settings(parent=ODD, max_examples=8)
@given(history=HISTORIES)
def test_every_day_of_every_history_ties_on_postgres(postgres_prepared: Any, history: list[Action]) -> None:
    with postgres_prepared() as book:
        assert play(book, history) >= 1
        with reading(book) as db:
            check_relations(db)
            assert [row for row in findings(db, book) if not row.ok] == []


@settings(parent=ODD, max_examples=30)
@given(before=HISTORIES, after=HISTORIES, locked=st.integers(0, 120))
def test_nothing_moves_behind_the_lock(
    prepared: Path, before: list[Action], after: list[Action], locked: int
) -> None:
    day = FIRST + timedelta(days=locked)
    with Copy(prepared) as book:
        play(book, before)
        change(lambda session: set_book_setting(session, "locked_until", day.isoformat()), book)
        with reading(book) as db:
            days = [d for d in days_of(db) if d <= day] + [day]
            held = [reports_on(db, d) for d in days]
        play(book, after)
        with reading(book) as db:
            assert [reports_on(db, d) for d in days] == held


def reports_on(db: Reader, day: date) -> list[Any]:
    """Every report as of a day, with its proof."""
    found = [
        aging(db, Wanted(day, is_by_issue=is_by_issue))
        for aging in (aging_by_client, aging_by_invoice)
        for is_by_issue in (False, True)
    ]
    return [([tuple(row) for row in one.rows], one.totals, one.accounts) for one in found]
