"""What a book holds, and every check of it in turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from acctmgr.core.errors import BookError
from acctmgr.store import proof
from acctmgr.store.book import Book
from acctmgr.store.connection import book_errors, engine_errors
from acctmgr.store.read import Reader
from acctmgr.upkeep import (
    cash_queries,
    correction_queries,
    credit_queries,
    deposit_queries,
    figure_queries,
    history_queries,
    merge_queries,
    number_queries,
    quick_queries,
    search_text_queries,
    withheld_queries,
)
from acctmgr.upkeep.rules import SEARCH_CHECK

_SHOWN = 3  # problems that a check names before it counts the rest
_COUNTED = 1_000_000  # where it stops to count: a forged number could make it go on for ever

_INFO = """
    SELECT CAST(:place AS TEXT) AS place,
           CAST(:engine AS TEXT) AS engine,
           (SELECT version_num FROM alembic_version) AS schema_version,
           CAST(:size AS BIGINT) AS size_bytes,
           CAST(:currency AS TEXT) AS currency,
           created_at,
           operations,
           (SELECT COUNT(*) FROM party WHERE is_client = 1 AND merged_into_id IS NULL) AS clients,
           (SELECT COUNT(*) FROM deal) AS deals,
           (SELECT COUNT(*) FROM document) AS documents,
           (SELECT COUNT(*) FROM payment) AS payments,
           (SELECT COUNT(*) FROM entry) AS entries,
           (SELECT COUNT(*) FROM posting) AS postings
      FROM head
"""
_POSTGRES_SIZE = "SELECT pg_database_size(current_database())"
_SQLITE_SIZE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"


class InfoRow(NamedTuple):
    """A book from outside; size in bytes."""

    place: str
    engine: str
    schema_version: str
    size_bytes: int
    currency: str
    created_at: datetime
    operations: int
    clients: int
    deals: int
    documents: int
    payments: int
    entries: int
    postings: int


class CheckRow(NamedTuple):
    """One check, whether it holds, and what is wrong if it does not."""

    check: str
    ok: bool
    detail: str


def info(db: Reader, place: str) -> InfoRow:
    """What the book holds."""
    size = db.value(_POSTGRES_SIZE if db.is_postgres else _SQLITE_SIZE)
    found = db.row(InfoRow, _INFO, place=place, engine=_engine(db), size=size, currency=db.currency)
    if found is None:
        raise BookError(f"{place} has lost its head row", hint="go back to a copy that was sound")
    return found


def _engine(db: Reader) -> str:
    if db.is_postgres:
        return f"PostgreSQL {db.value('SHOW server_version')}"
    return f"SQLite {db.value('SELECT sqlite_version()')}"


def findings(
    db: Reader, book: Book, advance: Callable[[int], None] = lambda _: None, *, quick: bool = False
) -> Iterator[CheckRow]:
    """Every check in turn, one by one; `advance(1)` after each. Quick: what takes no more than a second."""
    for name, problems in QUICK if quick else CHECKS:
        yield _row(db, book, name, problems)
        advance(1)


def _row(db: Reader, book: Book, name: str, problems: Callable[[Reader], Iterator[str]]) -> CheckRow:
    try:
        with book_errors(book), _by_itself(db):
            found = problems(db)
            shown = list(islice(found, _SHOWN))
            more = sum(1 for _ in islice(found, _COUNTED))
    except BookError as error:  # what can't be read is a finding too
        return CheckRow(name, ok=False, detail=str(error))
    except engine_errors() as error:
        return CheckRow(name, ok=False, detail=f"the engine can't read it: {error}")
    except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
        return CheckRow(name, ok=False, detail=f"there is something that no acctmgr wrote: {error}")
    many = f"more than {_COUNTED}" if more == _COUNTED else more
    words = "; ".join(shown) + (f"; and {many} more" if more else "")
    return CheckRow(name, not shown, words)


@contextmanager
def _by_itself(db: Reader) -> Iterator[None]:
    """What one check stumbles over leaves the next ones as they were; PostgreSQL would refuse them all."""
    if not db.is_postgres:
        yield
        return
    db.run("SAVEPOINT one_check")
    is_through = False
    try:
        yield
        is_through = True
    finally:
        if not is_through:
            db.run("ROLLBACK TO one_check")
        db.run("RELEASE one_check")


def _file(db: Reader) -> Iterator[str]:
    """What the engine itself finds, indexes against their tables; PostgreSQL keeps pages and foreign keys by itself."""
    if db.is_postgres:
        return
    for (text,) in db.run("PRAGMA integrity_check(10)"):
        if text != "ok":
            yield text
    for table, row_id, parent, _ in db.run("PRAGMA foreign_key_check"):
        yield f"{table} {row_id} names a row of {parent} that is not there"


CHECKS: tuple[tuple[str, Callable[[Reader], Iterator[str]]], ...] = (
    ("the file is sound", _file),
    ("the schema is ours", proof.wrong_schema),
    ("there is one head, and ids go on", proof.wrong_heads),
    ("values are of their column's type", proof.wrong_values),
    ("the history is unbroken", history_queries.broken_links),
    ("rows are as the history left them", history_queries.strayed_rows),
    ("entries balance", figure_queries.unbalanced_entries),
    ("postings name known parties", figure_queries.unknown_parties),
    ("monthly balances are the sum of the postings", figure_queries.wrong_months),
    ("open amounts are what was not settled", figure_queries.wrong_open_amounts),
    ("aging equals the control accounts", figure_queries.unproved_days),
    ("credits and voids take back what was posted", credit_queries.wrong_take_backs),
    ("cash entries are what they posted", cash_queries.wrong_cash),
    ("receipts lie beside the book", cash_queries.lost_receipts),
    ("taxes are what documents and corrections say", correction_queries.stray_taxes),
    ("tax withheld from us and by us is kept apart", withheld_queries.mixed_withheld),
    ("refunds are what left the credits they paid out", correction_queries.wrong_refunds),
    ("deposits are what waits for their invoices", deposit_queries.wrong_deposits),
    ("merged clients hold together", merge_queries.broken_merges),
    ("numbers have no gaps", number_queries.missing_numbers),
    (SEARCH_CHECK, search_text_queries.wrong_search_text),
)

# what can be known in a second, however long the history is
QUICK: tuple[tuple[str, Callable[[Reader], Iterator[str]]], ...] = (
    ("the pages that there was time for are sound", quick_queries.broken_pages),
    ("the schema is ours", proof.wrong_schema),
    ("there is one head, and ids go on", proof.wrong_heads),
    ("the history ends where the head says", quick_queries.broken_end),
    ("balances sum to zero, control accounts to what is open", quick_queries.wrong_sums),
)
NOT_LOOKED_AT = (
    "not looked at: indexes against their tables, the rows and the hashes of the history, single entries, documents, "
    "cash, receipts, number gaps and search; acctmgr db check proves them"
)
