"""`db check` proves a book, and finds whatever was changed behind its back."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.create import all_tables
from acctmgr.store.read import Reader, read_head, reading
from acctmgr.store.tables import Setting
from acctmgr.store.write import change
from acctmgr.upkeep.history_queries import AUDITED
from acctmgr.upkeep.queries import findings
from conftest import Run
from upkeep.histories import CHECKS, own_database, trade

ROWS = "rows are as the history left them"
CHAIN = "the history is unbroken"
GAPS = "numbers have no gaps"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def traded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One book with a history, on each store, that no test changes for good."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("traded") / "book.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        book = Book(str(path))
        trade(book)
        yield book
        return
    with own_database(
        request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    ) as book:
        trade(book)
        yield book


def found(book: Book, *forgeries: str, quick: bool = False) -> dict[str, str]:
    """What the checks find after SQL of somebody who minds no guards; the book stays as it was."""
    with opened(book, write=True) as connection:
        db = Reader(connection.raw, is_postgres=book.is_postgres)
        db.settings = read_head(db)[1]
        guards = lift_guards(db)
        for statement in (*forgeries, *guards):
            db.run(statement)
        rows = list(findings(db, book, quick=quick))
        db.run("ROLLBACK")
    return {row.check: row.detail for row in rows if not row.ok}


def lift_guards(db: Reader) -> list[str]:
    """Let a forger in; gives what puts the guards back, so that they are not what is found."""
    if db.is_postgres:
        db.run("SET session_replication_role = replica")  # neither triggers nor foreign keys
        return []
    db.run("PRAGMA foreign_keys = OFF")
    db.run("BEGIN IMMEDIATE")
    guards = db.run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        db.run(f"DROP TRIGGER {name}")
    return [sql for _, sql in guards]


def failing(run: Run) -> dict[str, str]:
    """The checks that fail, each with what it says."""
    result = run("--format json db check")
    rows = json.loads(result.out)
    assert [row["check"] for row in rows] == CHECKS
    failed = {row["check"]: row["detail"] for row in rows if not row["ok"]}
    assert result.code == (5 if failed else 0)
    return failed


def test_a_sound_book_passes_every_check(run: Run, book: Book) -> None:
    trade(book)
    result = run("db check")
    assert result.code == 0
    assert result.err == f"{book.title} is sound\n"
    assert failing(run) == {}


QUICK = [
    "the pages that there was time for are sound",
    "the schema is ours",
    "there is one head, and ids go on",
    "the history ends where the head says",
    "balances sum to zero, control accounts to what is open",
]


def test_a_quick_look_says_what_it_did_not_look_at(run: Run, book: Book) -> None:
    trade(book)
    result = run("--format json db check --quick")
    assert [(row["check"], row["ok"]) for row in json.loads(result.out)] == [(name, True) for name in QUICK]
    assert result.err == (
        "not looked at: indexes against their tables, the rows and the hashes of the history, single entries, "
        "documents, cash, receipts, number gaps and search; acctmgr db check proves them\n"
    )


@pytest.mark.parametrize(
    ("statement", "check", "detail"),
    [
        (
            "UPDATE account_month SET amount_minor = amount_minor + 1 WHERE month = '2026-03' AND account_id = 4",
            QUICK[4],
            "the balances of 2026-03 are off by 0.01; Receivable stands at 0.01 more than what is open",
        ),
        (
            "UPDATE document SET open_book_minor = 9999 WHERE number = 'INV-2026-0002'",
            QUICK[4],
            "Receivable stands at 0.01 more than what is open",
        ),
        (
            "UPDATE head SET operations = 2",
            QUICK[3],
            "the history ends at operation 3, and the book's head says otherwise",
        ),
        (
            "DELETE FROM operation WHERE id = 2",
            QUICK[3],
            "the history ends at operation 3 and has 2 of them",
        ),
        ("DROP INDEX change_of_row", QUICK[1], "the index change_of_row is missing"),
    ],
)
def test_a_quick_look_finds_what_moves_a_sum_or_an_end(
    traded: Book, statement: str, check: str, detail: str
) -> None:
    assert found(traded, statement, quick=True) == {check: detail}


def test_a_new_book_is_sound(run: Run) -> None:
    assert failing(run) == {}


def test_a_failing_check_is_named_on_stderr(run: Run, book: Book) -> None:
    change(lambda session: session.add(Setting(key="terms", value="10")), book)
    with opened(book, write=True) as connection:
        connection.run("UPDATE setting SET value = '90'")
        connection.raw.commit()
    result = run("db check")
    assert result.code == 5
    assert f"error: {book.title} is not sound: rows are as the history left them" in result.err
    assert "setting 1 is not as its last operation left it" in result.out
    assert failing(run) == {ROWS: "setting 1 is not as its last operation left it"}


@pytest.mark.parametrize(
    ("statement", "check", "detail"),
    [
        (
            "UPDATE posting SET amount_minor = amount_minor + 1 WHERE id = 1",
            "entries balance",
            "entry 1 is off by 0.01",
        ),
        (
            "UPDATE posting SET posted_on = '2026-03-03' WHERE id = 1",
            "entries balance",
            "posting 1 is not dated like its entry",
        ),
        (
            "UPDATE posting SET party_id = 99 WHERE id = 1",
            "postings name known parties",
            "posting 1 is for party 99, which is not there",
        ),
        (
            "UPDATE account_month SET amount_minor = amount_minor + 1 WHERE month = '2026-03' AND account_id = 4",
            "monthly balances are the sum of the postings",
            "Receivable in 2026-03, EUR: the postings come to -0.01 more",
        ),
        (
            "UPDATE document SET open_minor = 9999 WHERE number = 'INV-2026-0002'",
            "open amounts are what was not settled",
            "INV-2026-0002 has another amount open than its total less what settles it",
        ),
        (
            "UPDATE document SET open_book_minor = 9999 WHERE number = 'INV-2026-0002'",
            "open amounts are what was not settled",
            "INV-2026-0002 has another carrying amount than its total less what was relieved",
        ),
        (
            "UPDATE document SET settled_on = '2026-04-21' WHERE number = 'INV-2026-0001'",
            "open amounts are what was not settled",
            "INV-2026-0001 is said to be settled since 2026-04-21, which is not so",
        ),
        (
            "UPDATE payment SET applied_on = NULL WHERE id = 1",
            "open amounts are what was not settled",
            "p1 is said to be settled since None, which is not so",
        ),
        (
            "UPDATE allocation SET effective_on = '2026-04-21' WHERE id = 1",
            "aging equals the control accounts",
            "on 2026-04-20 Client credits moves 200.00 more than the documents of party 1; "
            "on 2026-04-20 Receivable moves -200.00 more than the documents of party 1; "
            "on 2026-04-21 Client credits moves -200.00 more than the documents of party 1; "
            "and 1 more",
        ),
        (
            "UPDATE document SET party_id = 2 WHERE number = 'INV-2026-0002'",
            "aging equals the control accounts",
            "on 2026-03-02 Receivable moves 100.00 more than the documents of party 1; "
            "on 2026-03-02 Receivable moves -100.00 more than the documents of party 2",
        ),
        (
            "UPDATE document SET kind = 'credit_note', credits_id = 1 WHERE number = 'INV-2026-0004'",
            "credits and voids take back what was posted",
            "INV-2026-0001 is credited past its total",
        ),
        (
            "UPDATE document SET credits_id = 3 WHERE number = 'INV-2026-0002'",
            "credits and voids take back what was posted",
            "INV-2026-0003 is void and credited too",
        ),
        (
            "UPDATE document SET void_entry_id = 1 WHERE number = 'INV-2026-0003'",
            "credits and voids take back what was posted",
            "the void of INV-2026-0003 leaves something in Sales",
        ),
        (
            "UPDATE document SET number = 'X1' WHERE number = 'INV-2026-0002'",
            "numbers have no gaps",
            "INV-2026-0002 is missing",
        ),
        (
            "UPDATE operation SET actor = 'eve' WHERE id = 2",
            CHAIN,
            "operation 2 was changed after it was written",
        ),
        (
            "DELETE FROM change WHERE id = (SELECT MAX(id) FROM change)",
            CHAIN,
            "operation 3 was changed after it was written",
        ),
        (
            "UPDATE head SET operations = 2",
            CHAIN,
            "the history ends at operation 3, and the book's head says otherwise",
        ),
        ("UPDATE party SET name = 'Eve' WHERE id = 2", ROWS, "party 2 is not as its last operation left it"),
        ("DELETE FROM party_tag WHERE id = 1", ROWS, "party tag 1 is gone, and no operation deleted it"),
        (
            "INSERT INTO party_tag (party_id, tag) VALUES (1, 'forged')",
            ROWS,
            "party tag 3 is in no operation",
        ),
    ],
)
def test_what_was_changed_behind_the_books_back_is_found(
    traded: Book, statement: str, check: str, detail: str
) -> None:
    assert found(traded, statement)[check] == detail


def test_nothing_is_found_where_nothing_was_changed(traded: Book) -> None:
    assert found(traded) == {}


def test_an_operation_that_was_taken_out_is_missed(traded: Book) -> None:
    forged = found(traded, "DELETE FROM change WHERE operation_id = 2", "DELETE FROM operation WHERE id = 2")
    assert forged[CHAIN] == "operation 2 is not there"


def test_images_without_their_operation_are_found(traded: Book) -> None:
    forged = found(traded, "DELETE FROM operation WHERE id = 2")
    assert forged[CHAIN] == "changes of operation 2, which is not there; operation 2 is not there"


def test_a_last_operation_cut_off_whole_is_noticed(traded: Book) -> None:
    forged = found(traded, "DELETE FROM change WHERE operation_id = 3", "DELETE FROM operation WHERE id = 3")
    assert forged[CHAIN] == "the history ends at operation 2, and the book's head says otherwise"


def test_a_deleted_row_that_is_back_is_a_failure(run: Run, book: Book) -> None:
    change(lambda session: session.add(Setting(key="terms", value="10")), book)
    change(_drop_terms, book)
    assert failing(run) == {}
    assert found(book, "INSERT INTO setting (id, key, value) VALUES (1, 'terms', '10')") == {
        ROWS: "setting 1 is in no operation"
    }


def _drop_terms(session: Session) -> None:
    session.delete(session.exec(select(Setting)).one())


def test_columns_that_came_later_are_not_held_against_a_row(traded: Book) -> None:
    forged = found(traded, "ALTER TABLE party ADD COLUMN motto VARCHAR")
    assert forged == {"the schema is ours": "the table party is not as it must be"}


def test_text_that_can_not_be_read_is_a_finding_and_no_crash(sqlite_book: Book) -> None:
    trade(sqlite_book)
    forged = found(sqlite_book, "UPDATE operation SET actor = CAST(x'ff' AS TEXT) WHERE id = 2")
    assert forged == {CHAIN: f"{sqlite_book.title} is damaged"}


def test_a_row_whose_parent_is_gone_is_found(sqlite_book: Book) -> None:
    trade(sqlite_book)
    forged = found(sqlite_book, "UPDATE party_tag SET party_id = 99 WHERE id = 1")
    assert forged["the file is sound"] == "party_tag 1 names a row of party that is not there"


def test_every_audited_table_is_checked() -> None:
    audited = [table.name for table in all_tables().sorted_tables if table.info.get("audit", True)]
    assert sorted(audited) == list(AUDITED)


def test_numbers_skipped_on_purpose_are_no_gap(run: Run, book: Book) -> None:
    trade(book)
    assert run("--today 2026-06-01 config set series.invoice.next 41").code == 0
    assert failing(run) == {}
    assert run("config set series.invoice F{year}/{seq}").code == 0
    assert failing(run) == {}


def test_a_series_that_was_moved_by_hand_has_a_gap(traded: Book) -> None:
    forged = found(traded, "UPDATE number_series SET next_seq = 7")
    assert forged[GAPS] == "INV-2026-0005 is missing; INV-2026-0006 is missing"


def test_a_long_list_of_problems_is_cut_and_counted(traded: Book) -> None:
    assert found(traded, "UPDATE account SET closed_on = '2026-01-01'")[ROWS] == (
        "account 1 is not as its last operation left it; account 2 is not as its last operation left it; "
        "account 3 is not as its last operation left it; and 33 more"
    )


_COLUMNS = {
    "operation": ["id", "at", "today", "actor", "command", "previous_hash", "hash"],
    "change": ["id", "operation_id", "table_name", "row_id", "before", "after"],
}


@pytest.mark.parametrize("table", ["operation", "change"])
@settings(max_examples=30)
@given(data=st.data())
def test_no_byte_of_the_history_can_be_edited_unnoticed(
    traded: Book, table: str, data: st.DataObject
) -> None:
    with reading(traded) as db:
        last = db.value(f"SELECT MAX(id) FROM {table}")
        row_id = data.draw(st.integers(1, last), label="row")
        column = data.draw(st.sampled_from(_COLUMNS[table]), label="column")
        value = db.value(f"SELECT {column} FROM {table} WHERE id = :id", id=row_id)
    forged = _edited(value, data)
    assert CHAIN in found(traded, f"UPDATE {table} SET {column} = {forged} WHERE id = {row_id}")


def _edited(value: str | int | None, data: st.DataObject) -> str:
    """The value with one character changed, as SQL."""
    if isinstance(value, int):
        return str(value + data.draw(st.integers(1, 9), label="more") * 1000)
    if not value:
        return "'x'"
    place = data.draw(st.integers(0, len(value) - 1), label="place")
    other = data.draw(st.sampled_from([char for char in "aZ0~ é" if char != value[place]]), label="char")
    return "'" + f"{value[:place]}{other}{value[place + 1 :]}".replace("'", "''") + "'"


_DEEDS = st.lists(
    st.tuples(st.sampled_from(["set", "unset", "nothing", "fail"]), st.sampled_from(["terms", "rounding"])),
    max_size=6,
)


@settings(max_examples=15)
@given(deeds=_DEEDS)
def test_whatever_is_done_the_history_holds(traded: Book, deeds: list[tuple[str, str]]) -> None:
    for deed, key in deeds:
        with suppress(_Changed):
            change(partial(_do, deed, key), traded)
    assert found(traded) == {}


class _Changed(Exception):
    """The mind of somebody who was about to write."""


def _do(deed: str, key: str, session: Session) -> None:
    row = session.exec(select(Setting).where(Setting.key == key)).first()
    if deed == "unset" and row:
        session.delete(row)
    elif deed != "nothing":
        row = row or Setting(key=key, value="")
        row.value = f"{row.value}x"
        session.add(row)
        session.flush()
        row.value = f"{row.value}y"
    if deed == "fail":
        raise _Changed
