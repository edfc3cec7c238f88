"""`init` makes a book, once."""

from pathlib import Path

from conftest import Run


def test_init_makes_a_private_book(run_plain: Run, tmp_path: Path) -> None:
    result = run_plain("--db", tmp_path / "new.db", "init", "--currency", "usd", "--name", "Acme")
    assert result.code == 0
    assert result.out == ""
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600


def test_init_over_a_book_is_a_conflict_and_leaves_it_alone(run_plain: Run, tmp_path: Path) -> None:
    place = tmp_path / "new.db"
    run_plain("--db", place, "init")
    before = place.read_bytes()
    result = run_plain("--db", place, "init", "--currency", "USD")
    assert result.code == 4
    assert "error: there is something at" in result.err
    assert place.read_bytes() == before


def test_a_new_book_holds_its_first_operation(run: Run, book: object) -> None:
    from acctmgr.store.read import reading

    with reading() as db:
        assert db.value("SELECT COUNT(*) FROM operation") == 1
        assert db.value("SELECT operations FROM head") == 1
        assert db.value("SELECT COUNT(*) FROM account WHERE key = 'receivable'") == 1
