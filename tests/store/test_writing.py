"""A change is one transaction and one operation, with the images of what it touched, or nothing at all."""

import json
import shlex
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from sqlmodel import Session, select

from acctmgr.core.errors import BookError, Refused
from acctmgr.parties.tables import Party
from acctmgr.store import bulk as bulk_lane
from acctmgr.store import ready, write
from acctmgr.store.audit import hash_of
from acctmgr.store.book import Book, Choice, choose
from acctmgr.store.bulk import Bulk, bulk
from acctmgr.store.connection import Connection, opened
from acctmgr.store.read import reading
from acctmgr.store.tables import Setting
from acctmgr.store.write import change
from conftest import Run


class Image(NamedTuple):
    operation_id: int
    table_name: str
    row_id: int
    before: str | None
    after: str | None


class Lane(NamedTuple):
    module: ModuleType
    write_terms: Callable[[Book], None]


def images(book: Book) -> list[tuple[str, int, Any, Any]]:
    """Table, row and what the terms were before and after, of every change but the birth of the book."""
    with reading(book) as db:
        rows = db.rows(
            Image,
            "SELECT operation_id, table_name, row_id, before, after FROM change WHERE operation_id > 1 ORDER BY id",
        )
    return [(row.table_name, row.row_id, value(row.before), value(row.after)) for row in rows]


def value(image: str | None) -> Any:
    return json.loads(image)["value"] if image else None


def operations(book: Book) -> int:
    with reading(book) as db:
        return int(db.value("SELECT operations FROM head"))


def terms(session: Session) -> Setting:
    return session.exec(select(Setting).where(Setting.key == "terms")).one()


def add_terms(session: Session) -> None:
    session.add(Setting(key="terms", value="10"))


def change_terms(session: Session) -> None:
    terms(session).value = "20"


def load_terms(writer: Bulk) -> None:
    writer.add("setting", ("id", "key", "value"), [(writer.next_id("setting"), "terms", "10")])


def drop_terms(session: Session) -> None:
    session.delete(terms(session))


def test_every_change_leaves_the_row_before_and_after(book: Book) -> None:
    for deed in (add_terms, change_terms, drop_terms):
        change(deed, book)
    with reading(book) as db:
        row_id = db.value("SELECT row_id FROM change WHERE operation_id = 2")
    assert images(book) == [
        ("setting", row_id, None, "10"),
        ("setting", row_id, "10", "20"),
        ("setting", row_id, "20", None),
    ]


def test_a_row_changed_twice_in_one_operation_leaves_its_first_and_last_state(book: Book) -> None:
    change(add_terms, book)

    def twice(session: Session) -> None:
        row = terms(session)
        for text in ("15", "25"):
            row.value = text
            session.add(row)
            session.flush()

    change(twice, book)
    assert [image[2:] for image in images(book)] == [(None, "10"), ("10", "25")]


def test_a_row_that_comes_and_goes_in_one_operation_leaves_no_image(book: Book) -> None:
    def come_and_go(session: Session) -> None:
        add_terms(session)
        session.flush()
        drop_terms(session)

    change(come_and_go, book)
    assert images(book) == []
    assert operations(book) == 1


def test_what_changes_nothing_is_no_operation(book: Book) -> None:
    change(add_terms, book)
    change(lambda session: None, book)

    def same_again(session: Session) -> None:
        row = terms(session)
        row.value = "99"
        session.flush()
        row.value = "10"

    change(same_again, book)
    assert operations(book) == 2


def test_an_operation_says_who_did_what_and_on_which_day(run: Run, book: Book) -> None:
    assert run("config set terms 10").code == 0
    with reading(book) as db:
        row = db.run("SELECT actor, command, today FROM operation WHERE id = 2").fetchone()
    assert tuple(row) == ("ana", "config set terms 10", "2026-07-15")


def test_a_password_on_the_line_stays_out_of_the_history(sqlite_book: Book) -> None:
    choose(book=None, db=None, command="--db postgresql://ana:sesame@db/books config set terms 10")
    change(add_terms, sqlite_book)
    with reading(sqlite_book) as db:
        command = db.value("SELECT command FROM operation WHERE id = 2")
    assert command == "--db 'postgresql://ana:***@db/books' config set terms 10"


def test_a_password_of_odd_signs_stays_out_of_the_history(run: Run, sqlite_book: Book) -> None:
    words = ["--db=postgresql://ana:se sa'me\"@db/books?sslpassword=se sa'me", "config", "set"]
    choose(book=None, db=None, command=shlex.join(words))
    assert shlex.split(Choice.command) == [
        "--db=postgresql://ana:***@db/books?sslpassword=***",
        "config",
        "set",
    ]


@pytest.fixture(params=["write", "bulk"])
def lane(request: pytest.FixtureRequest) -> Lane:
    """Each of the two lanes that write, with the setting `terms` to write."""
    if request.param == "write":
        return Lane(write, lambda book: change(add_terms, book))
    return Lane(bulk_lane, lambda book: bulk(load_terms, book))


def asked_again(lane: Lane, code: str, times: int, patch: pytest.MonkeyPatch) -> None:
    """Let the server fail the first transactions with an error code."""
    left = [f"DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '{code}'; END $$"] * times

    def begin(connection: Connection, book: Book) -> dict[str, str]:
        if left:
            connection.run(left.pop())
        return ready.begin(connection, book)

    patch.setattr(lane.module, "begin", begin)
    patch.setattr(ready.time, "sleep", lambda seconds: None)


@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_a_transaction_that_the_server_asks_for_again_is_done_once(
    postgres_book: Book, lane: Lane, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_again(lane, code, 4, monkeypatch)
    lane.write_terms(postgres_book)
    assert [image[2:] for image in images(postgres_book)] == [(None, "10")]
    assert operations(postgres_book) == 2


def test_a_server_that_keeps_asking_is_given_up(
    postgres_book: Book, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_again(lane, "40001", 5, monkeypatch)
    with pytest.raises(BookError, match="is in use by too many others"):
        lane.write_terms(postgres_book)
    assert operations(postgres_book) == 1


def test_a_book_that_was_upgraded_since_we_looked_is_not_written(
    book: Book, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgraded(connection: Connection, book: Book) -> dict[str, str]:
        with opened(book, write=True) as db:
            db.run("UPDATE alembic_version SET version_num = '0099'")
            db.raw.commit()
        return ready.begin(connection, book)

    monkeypatch.setattr(lane.module, "begin", upgraded)
    with pytest.raises(BookError, match="is of schema 0099"):
        lane.write_terms(book)


def test_a_change_that_fails_leaves_nothing(book: Book) -> None:
    def half_way(session: Session) -> None:
        add_terms(session)
        session.flush()
        raise Refused("that is not allowed")

    with pytest.raises(Refused, match="not allowed"):
        change(half_way, book)
    assert operations(book) == 1
    with reading(book) as db:
        assert db.value("SELECT COUNT(*) FROM setting WHERE key = 'terms'") == 0


def test_a_row_that_breaks_a_rule_of_the_table_leaves_nothing(book: Book) -> None:
    def twins(session: Session) -> None:
        session.add_all(Party(handle="acme", name="Acme", name_key="acme") for _ in range(2))

    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        change(twins, book)
    assert operations(book) == 1


def test_the_bulk_lane_leaves_one_operation_with_all_images(book: Book) -> None:
    columns = ("id", "key", "value")

    def load(writer: Bulk) -> None:
        first = writer.next_id("setting")
        writer.add("setting", columns, [(first + n, f"key{n}", str(n)) for n in range(3)])

    bulk(load, book)
    assert operations(book) == 2
    assert [image[2:] for image in images(book)] == [(None, "0"), (None, "1"), (None, "2")]


def test_remembering_no_row_at_all_leaves_no_operation(book: Book) -> None:
    before = operations(book)
    bulk(lambda db: db.trail.remember("setting", []), book)
    assert operations(book) == before


def test_a_hash_is_that_of_the_json_text_whatever_somebody_forged() -> None:
    operation = (2, "2026-07-15T10:00:00.000000+00:00", "2026-07-15", "ana", "config set", "")
    # sha256 of [2, "2026-07-15T10:00:00.000000+00:00", "2026-07-15", "ana", "config set", ""]
    # and right behind it [7, "setting", 1, null, "{\"value\":\"é\"}"] and ["b'x'"]
    images = [(7, "setting", 1, None, '{"value":"é"}'), (b"x",)]
    assert hash_of(operation, images) == "6b2c9ac07f28e1bc4733aaf9e47fef41b080ec5a77c4834ba4d40afead7f6f3c"


def test_a_dry_run_of_the_bulk_lane_leaves_nothing(book: Book) -> None:
    bulk(load_terms, book, dry_run=True)
    assert operations(book) == 1
    assert images(book) == []
