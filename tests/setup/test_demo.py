"""The made-up book: believable, sound and the same for everybody on the same day."""

import json
import os
import resource
import shlex
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from acctmgr.core.errors import Refused
from acctmgr.setup import demo_service
from acctmgr.setup.demo_commands import NEXT
from acctmgr.setup.demo_firm_rules import FIRMS
from acctmgr.setup.demo_invoice_rules import Dice
from acctmgr.store.book import Book
from acctmgr.store.create import create
from acctmgr.store.write import change
from conftest import Run

AWKWARD_DAYS = ("2028-02-29", "2026-12-31", "2027-01-01")
CPU_SECONDS_MAX = 5.0  # three on a quiet machine
_KEPT = (
    "party contact contact_email contact_phone stage deal stage_change document document_line document_tax payment "
    "allocation posting follow_up activity deal_follow_up deal_activity"
).split()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo book of 15 July 2026."""
    folder = tmp_path_factory.mktemp("demo")
    book = Book(str(folder / "demo.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCTMGR_CONFIG", str(folder / "config.toml"))
        create(book, {"currency": "EUR"})
        change(lambda session: demo_service.write(session, today=date(2026, 7, 15)), book)
    return book.path


def _rows(path: Path, sql: str) -> list[Any]:
    with closing(connect(path)) as connection:
        return connection.execute(sql).fetchall()


def _tables(path: Path) -> dict[str, list[Any]]:
    return {table: _rows(path, f"SELECT * FROM {table} ORDER BY id") for table in _KEPT}


def _words(path: Path, sql: str) -> set[str]:
    return {row[0] for row in _rows(path, sql)}


def test_it_shows_what_is_coming_and_who_owes_what(kept: Path, run_plain: Run, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    result = run_plain(f"demo --keep {path}")
    lines = result.out.splitlines()
    assert result.code == 0
    assert "total                 20  143,800.00  68,500.00               1" in lines
    assert "ties to the ledger: Receivable 28,676.23 + Client credits -202.50 = 28,473.73" in lines
    assert result.err.startswith("Northlight Studio SL is invented: 40 clients, 44 deals, 148 invoices\n")
    assert _tables(path) == _tables(kept)  # the same day gives the same book


def test_chance_falls_the_same_way_everywhere() -> None:
    dice = Dice(20)
    assert [dice.roll(100) for _ in range(8)] == [52, 20, 78, 12, 24, 20, 78, 15]


@pytest.mark.parametrize("day", AWKWARD_DAYS)
def test_on_any_day_the_book_is_sound_and_holds_one_of_everything(
    run_plain: Run, tmp_path: Path, day: str
) -> None:
    path = tmp_path / "demo.db"
    assert run_plain(f"demo --keep {path} --today {day}").code == 0
    stages = _words(path, "SELECT stage.name FROM deal JOIN stage ON stage.id = deal.stage_id")
    statuses = _words(path, "SELECT status FROM document WHERE kind = 'invoice'")
    assert stages == {"Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"}
    assert statuses == {"draft", "open", "part_paid", "paid", "credited", "void"}
    kinds = {"call", "email", "meeting", "visit", "note", "message"}
    assert _words(path, "SELECT kind FROM activity") == kinds
    assert _words(path, "SELECT priority FROM follow_up") == {"high", "normal", "low"}
    assert _rows(path, f"SELECT COUNT(*) FROM follow_up WHERE due_on < '{day}'") == [(2,)]
    assert _rows(path, f"SELECT COUNT(*) FROM follow_up WHERE due_on = '{day}'") == [(2,)]
    assert _rows(path, "SELECT DISTINCT repeat FROM follow_up ORDER BY repeat") == [(None,), ("1m",), ("3m",)]
    assert _words(path, "SELECT currency FROM document") == {"EUR", "USD"}
    assert run_plain(f"--db {path} --today {day} db check").code == 0
    aging = json.loads(run_plain(f"--db {path} --today {day} report aging --format json").out)
    assert aging["proof"]["difference"] == "0.00"
    assert [key for key, amount in aging["totals"].items() if amount == "0.00"] == []
    assert _rows(path, f"SELECT COUNT(*) FROM document WHERE issued_on > '{day}'") == [(0,)]


def test_a_payment_bounced_one_was_too_much_and_an_old_debt_is_left(kept: Path) -> None:
    assert _rows(kept, "SELECT COUNT(*) FROM payment WHERE voided_on IS NOT NULL") == [(1,)]
    assert _rows(kept, "SELECT open_minor FROM payment WHERE open_minor > 0 AND voided_on IS NULL") == [
        (20250,)
    ]
    assert _rows(kept, "SELECT status FROM document WHERE status = 'open' AND due_on < '2026-04-15'") == [
        ("open",),
        ("open",),
    ]


def test_a_program_gets_its_facts_and_the_users_own_book_is_not_written(
    run_plain: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path, own = tmp_path / "demo.db", tmp_path / "own.db"
    monkeypatch.setenv("ACCTMGR_DB", str(own))
    result = run_plain(f"demo --keep {path} --format json")
    assert json.loads(result.out) == {
        "path": str(path),
        "company": "Northlight Studio SL",
        "currency": "EUR",
        "clients": 40,
        "deals": 44,
        "invoices": 148,
        "credit_notes": 2,
        "payments": 129,
    }
    assert result.err == ""
    assert not own.exists()


def test_what_it_says_to_try_next_works(
    run_plain: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    said = run_plain("demo --today 2026-07-14").err.splitlines()
    lines = [line.removeprefix("  acctmgr ") for line in said if line.startswith("  acctmgr ")]
    assert len(lines) == len(NEXT)
    place = next(tmp_path.glob("acctmgr-demo-*/demo.db"))
    assert place.stat().st_mode & 0o777 == 0o600
    for line in lines:
        assert shlex.split(line)[:4] == ["--db", str(place), "--today", "2026-07-14"]
        result = run_plain(line)
        assert (result.code, result.out != "") == (0, True), line


def test_a_file_that_is_there_is_left_alone(run_plain: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")
    result = run_plain(f"demo --keep {path}")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"error: there is something at {path} already\n")
    assert path.read_text() == "mine"


def test_a_demo_that_fails_leaves_no_file(
    run_plain: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise Refused("the disk went away")

    monkeypatch.setattr(demo_service, "write", broken)
    assert run_plain(f"demo --keep {tmp_path / 'kept' / 'demo.db'}").code == 1
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize(
    "line", ["--db mine.db demo", "--book main demo", "demo --keep postgresql://db.example/x"]
)
def test_it_is_always_a_file_of_its_own(run_plain: Run, line: str) -> None:
    result = run_plain(line)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("hint: say where: acctmgr demo --keep PATH\n")


def test_nobody_in_it_has_an_address_that_could_be_real() -> None:
    assert {firm.email.rpartition(".")[2] for firm in FIRMS} == {"example"}
    assert len({firm.handle for firm in FIRMS}) == 40


def test_it_is_made_in_a_moment(tmp_path: Path) -> None:
    def seconds(turn: int) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        line = [sys.executable, "-m", "acctmgr", "demo", "--keep", str(tmp_path / f"{turn}.db")]
        subprocess.run(line, check=True, capture_output=True, env=dict(os.environ))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert any(seconds(turn) < CPU_SECONDS_MAX for turn in (1, 2))  # a busy machine has a second try
