"""Receipts: a copy lies beside the book under its hash, private, and the check proves it."""

import hashlib
import stat
from pathlib import Path

import pytest

from acctmgr.store.book import Book
from builders import count
from cash.builders import done, shown
from conftest import Run

PDF = b"%PDF-1.7 a ticket"
SHA = hashlib.sha256(PDF).hexdigest()
CHECK = "receipts lie beside the book"


@pytest.fixture
def ticket(tmp_path: Path) -> Path:
    path = tmp_path / "Ticket ñ.PDF"
    path.write_bytes(PDF)
    return path


def book_it(run: Run, path: Path) -> None:
    result = run(*"cash out 5 --to Taxi --category travel --receipt".split(), path)
    assert result.code == 0, result.err


def folder(book: Book, tmp_path: Path) -> Path:
    """Where it must lie: beside the file, or in the user's data by the identity of the book."""
    if not book.is_postgres:
        return Path(f"{book.place}.files")
    (found,) = (tmp_path / "data" / "acctmgr" / "files").iterdir()
    return found


def test_a_copy_lies_beside_the_book_for_the_user_alone(
    run: Run, book: Book, ticket: Path, tmp_path: Path
) -> None:
    book_it(run, ticket)
    place = folder(book, tmp_path) / f"{SHA}.pdf"
    assert place.read_bytes() == PDF
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert shown(run, "cash show 1")["receipts"] == [
        {"name": "Ticket ñ.PDF", "size": 17, "sha256": SHA, "place": str(place), "machine": None}
    ]
    assert f"kept at   {place}\n" in run("cash show 1").out
    assert shown(run, "cash list")[0]["receipt"] == "Ticket ñ.PDF"
    assert run("db check").code == 0


def test_the_same_content_lies_there_once(run: Run, book: Book, ticket: Path, tmp_path: Path) -> None:
    book_it(run, ticket)
    again = tmp_path / "again.pdf"
    again.write_bytes(PDF)
    book_it(run, again)
    assert [path.name for path in folder(book, tmp_path).iterdir()] == [f"{SHA}.pdf"]
    assert count(book, "receipt") == 2


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_the_check_notices_what_is_gone_or_changed(
    run: Run, book: Book, ticket: Path, tmp_path: Path, damage: str
) -> None:
    book_it(run, ticket)
    place = folder(book, tmp_path) / f"{SHA}.pdf"
    if damage == "gone":
        place.unlink()
    else:
        place.write_bytes(b"%PDF-1.7 another!")
    result = run("db check")
    assert result.code == 5
    assert f"is not sound: {CHECK}" in result.err
    assert f"the receipt Ticket ñ.PDF of cash 1 is not there, or not as it was: {place}" in result.out
    book_it(run, ticket)  # whoever has it still puts it back
    assert run("db check").code == 0


def test_what_is_no_receipt_is_refused_and_nothing_is_kept(run: Run, book: Book, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    line = ["cash", "out", "5", "--to", "Taxi", "--category", "travel", "--receipt"]
    assert [run(*line, path).code for path in (empty, tmp_path, tmp_path / "no.pdf")] == [1, 1, 3]
    assert run(*line, empty).err == f"error: {empty} is empty\n"
    assert run(*line, tmp_path).err == f"error: {tmp_path} is a folder\nhint: name a file in it\n"
    assert count(book, "entry") == 0
    assert not Path(f"{book.place}.files").exists()


def test_a_refused_entry_keeps_no_receipt(run: Run, book: Book, ticket: Path, tmp_path: Path) -> None:
    assert run("cash", "out", "5", "--to", "T", "--category", "nothing", "--receipt", ticket).code == 3
    assert not Path(f"{book.place}.files").exists()
    assert not (tmp_path / "data").exists()


def test_where_it_cannot_be_kept_nothing_is_booked(run: Run, sqlite_book: Book, ticket: Path) -> None:
    Path(f"{sqlite_book.place}.files").write_text("in the way")
    done(run, f"--db {sqlite_book.place} client add Acme")
    result = run("--db", sqlite_book.place, *"cash out 5 --to T --category travel --receipt".split(), ticket)
    assert result.code == 1
    assert result.err.startswith(f"error: can't keep Ticket ñ.PDF in {sqlite_book.place}.files: ")
    assert count(sqlite_book, "entry") == 0


def test_a_receipt_of_another_machine_is_not_looked_for_here(
    run: Run, postgres_book: Book, ticket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", postgres_book.place)
    book_it(run, ticket)
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other"))
    assert run("db check").code == 0
    (receipt,) = shown(run, "cash show 1")["receipts"]
    assert receipt["machine"] not in (None, "", "elsewhere")
