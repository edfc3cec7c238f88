"""The made-up book: believable, sound and the same for everybody on the same day."""

import json
import os
import resource
import shlex
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
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
RATIO_MAX = 12  # to what every program that writes begins with; it is about seven
_KEPT = (
    "party party_tag party_field contact contact_email contact_phone stage deal stage_change document document_line "
    "document_tax payment allocation allocation_tax account posting follow_up activity deal_follow_up deal_activity "
    "cash_entry cash_tax recurring recurring_line recurring_run mailing"
).split()


def _made(folder: Path, day: date) -> Path:
    book = Book(str(folder / f"{day}.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCTMGR_CONFIG", str(folder / "config.toml"))
        create(book, {"currency": "EUR"})
        change(lambda session: demo_service.write(session, today=day), book)
    return book.path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo book of 15 July 2026."""
    return _made(tmp_path_factory.mktemp("demo"), date(2026, 7, 15))


@pytest.fixture(scope="module", params=AWKWARD_DAYS)
def awkward(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo book of a day at which counting days goes wrong, and that day."""
    return _made(tmp_path_factory.mktemp("demo"), date.fromisoformat(request.param)), request.param


def _rows(path: Path, sql: str) -> list[Any]:
    with closing(connect(path)) as connection:
        return connection.execute(sql).fetchall()


def _tables(path: Path) -> dict[str, list[Any]]:
    return {table: _rows(path, f"SELECT * FROM {table} ORDER BY id") for table in _KEPT}


def _words(path: Path, sql: str) -> set[str]:
    return {row[0] for row in _rows(path, sql)}


def test_it_shows_the_day_what_is_coming_and_who_owes_what(
    kept: Path, run_plain: Run, tmp_path: Path
) -> None:
    path = tmp_path / "demo.db"
    result = run_plain(f"demo --keep {path}")
    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[1] == "Today, Wednesday"
    totals = [line.split() for line in lines if line.startswith("total")]
    assert ["total", "20", "143,800.00", "68,500.00", "1"] in totals  # what is in dollars is told apart
    assert "ties to the ledger: Receivable 38,403.49 + Client credits -202.50 = 38,200.99" in lines
    assert result.err.startswith("Northlight Studio SL is invented: 40 clients, 44 deals, 161 invoices\n")
    assert _tables(path) == _tables(kept)  # the same day gives the same book


def test_chance_falls_the_same_way_everywhere() -> None:
    dice = Dice(20)
    assert [dice.roll(100) for _ in range(8)] == [52, 20, 78, 12, 24, 20, 78, 15]


def test_on_any_day_the_book_is_sound_and_holds_one_of_everything(
    awkward: tuple[Path, str], run_plain: Run
) -> None:
    path, day = awkward
    stages = _words(path, "SELECT stage.name FROM deal JOIN stage ON stage.id = deal.stage_id")
    statuses = _words(path, "SELECT status FROM document WHERE kind = 'invoice'")
    assert stages == {"Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"}
    assert statuses == {"draft", "open", "part_paid", "paid", "credited", "void", "written_off"}
    assert _words(path, "SELECT kind FROM allocation") == {
        "payment", "credit", "void", "refund", "fee", "discount", "write_off",
    }  # fmt: skip
    assert _words(path, "SELECT direction FROM cash_entry") == {"in", "out", "transfer"}
    kinds = {"call", "email", "meeting", "visit", "note", "message"}
    assert _words(path, "SELECT kind FROM activity") == kinds
    assert _words(path, "SELECT priority FROM follow_up") == {"high", "normal", "low"}
    assert _rows(path, f"SELECT COUNT(*) FROM follow_up WHERE due_on < '{day}'") == [(2,)]
    assert _rows(path, "SELECT DISTINCT repeat FROM follow_up ORDER BY repeat") == [(None,), ("1m",), ("3m",)]
    assert _words(path, "SELECT currency FROM document") == {"EUR", "USD"}
    assert run_plain(f"--db {path} --today {day} db check").code == 0
    aging = json.loads(run_plain(f"--db {path} --today {day} report aging --format json").out)
    assert aging["proof"]["difference"] == "0.00"
    assert [key for key, amount in aging["totals"].items() if amount == "0.00"] == []
    assert _rows(path, f"SELECT COUNT(*) FROM document WHERE issued_on > '{day}'") == [(0,)]
    assert _rows(path, f"SELECT COUNT(*) FROM posting WHERE posted_on > '{day}'") == [(0,)]


def test_on_any_day_there_is_something_of_each_kind_to_do(awkward: tuple[Path, str], run_plain: Run) -> None:
    path, day = awkward
    line = f"--db {path} --today {day}"
    found = json.loads(run_plain(f"{line} today --format json").out)
    due_today = {row["kind"] for row in found["rows"] if row["on"] == day}
    late = {row["kind"] for row in found["rows"] if row["on"] < day}
    to_come = {row["kind"] for row in found["rows"] if row["on"] > day}
    assert due_today == {"followup", "invoice", "birthday"}
    assert late == {"followup", "invoice", "deal"}
    assert to_come == {"invoice", "birthday"}
    assert Decimal(found["totals"]["money_in_hand"]) > 10_000
    period = json.loads(run_plain(f"{line} invoice recurring run --dry-run --format json").out)
    assert [(row["client"], row["period_on"]) for row in period] == [("blue-door", day)]


def test_a_payment_bounced_one_was_too_much_and_an_old_debt_is_left(kept: Path) -> None:
    assert _rows(kept, "SELECT COUNT(*) FROM payment WHERE voided_on IS NOT NULL") == [(1,)]
    assert _rows(kept, "SELECT open_minor FROM payment WHERE open_minor > 0 AND voided_on IS NULL") == [
        (20250,)
    ]
    assert _rows(kept, "SELECT status FROM document WHERE status = 'open' AND due_on < '2026-04-15'") == [
        ("open",),
        ("open",),
    ]


def test_money_went_wrong_in_every_way_and_the_ledger_says_so(kept: Path) -> None:
    settled = """
        SELECT kind, amount_minor FROM allocation WHERE kind IN ('fee', 'discount', 'write_off', 'refund')
         ORDER BY kind, amount_minor
    """
    assert _rows(kept, settled) == [
        ("discount", 3049),
        ("fee", 1500),
        ("refund", 6750),
        ("write_off", -27000),
        ("write_off", 67500),
        ("write_off", 228690),
    ]
    spent = """
        SELECT account.name, SUM(posting.amount_minor) FROM posting JOIN account ON account.id = posting.account_id
         WHERE account.name IN ('Bank fees', 'Bad debts', 'Client deposits') GROUP BY account.name
         ORDER BY account.name
    """
    # a fee of 15 and one of 12 for what bounced; 1,890 without its tax and 675 of which 270 came after all
    assert _rows(kept, spent) == [("Bad debts", 229500), ("Bank fees", 2700), ("Client deposits", 0)]


def test_a_deposit_of_1160_is_taken_off_its_final_invoice_of_2900(kept: Path) -> None:
    sql = """
        SELECT is_deposit, net_minor, tax_minor, total_minor FROM document
         WHERE party_id = (SELECT id FROM party WHERE handle = 'quill-co') ORDER BY id DESC LIMIT 2
    """
    assert _rows(kept, sql) == [(0, 174000, 36540, 210540), (1, 116000, 24360, 140360)]


def test_the_bank_opened_with_18400_and_costs_have_their_tax_inside(kept: Path) -> None:
    opened = """
        SELECT account.name, posting.posted_on, posting.amount_minor
          FROM posting JOIN entry ON entry.id = posting.entry_id JOIN account ON account.id = posting.account_id
         WHERE entry.kind = 'opening' AND account.name <> 'Opening balances' ORDER BY account.name
    """
    assert _rows(kept, opened) == [("Bank", "2025-01-21", 1840000), ("Cash", "2025-01-21", 18000)]
    rent = "SELECT DISTINCT amount_minor, tax_minor FROM cash_entry WHERE party = 'Lantern Yard Offices'"
    assert _rows(kept, rent) == [(84700, 14700)]
    assert _rows(kept, "SELECT party FROM cash_entry WHERE voided_on IS NOT NULL") == [
        ("Blue Heron Telecom",)
    ]


def test_recurring_invoices_are_running_kept_as_drafts_and_stopped(kept: Path) -> None:
    sql = """
        SELECT party.handle, COUNT(*), MAX(recurring_run.period_on), recurring.is_draft, recurring.stopped_on
          FROM recurring JOIN party ON party.id = recurring.party_id
          JOIN recurring_run ON recurring_run.recurring_id = recurring.id
         GROUP BY recurring.id ORDER BY recurring.id
    """
    assert _rows(kept, sql) == [
        ("blue-door", 4, "2026-06-15", 0, None),
        ("bluebird", 1, "2026-06-24", 1, None),
        ("silvermoon", 3, "2026-06-27", 0, "2026-07-15"),
    ]


def test_a_client_disputes_one_reads_spanish_and_one_was_kept_twice(kept: Path) -> None:
    assert _rows(kept, "SELECT handle FROM party WHERE dispute IS NOT NULL") == [("zephyr-sails",)]
    assert _rows(kept, "SELECT handle FROM party WHERE language = 'es' ORDER BY handle") == [
        ("casa-lumbre",),
        ("moreno-citrus",),
    ]
    merged = (
        "SELECT other.handle, party.handle FROM party other JOIN party ON party.id = other.merged_into_id"
    )
    assert _rows(kept, merged) == [("severn-ferries", "harbour-sons")]


def test_tags_fields_and_days_can_be_asked_for(kept: Path, run_plain: Run) -> None:
    def handles(asked: str) -> list[str]:
        return run_plain("--db", kept, "client", "list", "--where", asked, "--format", "ids").out.split()

    assert handles("employees > 80 and tier = A") == ["acme-corp", "harbour-sons", "moreno-citrus", "redwood"]
    assert handles("renews <= 2026-09-30") == ["blue-door", "bluebird"]
    assert handles("tag = care-plan and employees < 10") == ["copper-kettle"]


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
        "contacts": 18,
        "vendors": 10,
        "deals": 44,
        "invoices": 161,
        "credit_notes": 2,
        "payments": 137,
        "cash_entries": 91,
    }
    assert result.err == ""
    assert not own.exists()


def test_what_it_says_to_try_next_works(
    run_plain: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)  # a paper is written to where one is
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
    def seconds(*line: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *line], check=True, capture_output=True, env=dict(os.environ))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def ratio(turn: int) -> float:
        place = str(tmp_path / f"{turn}.db")
        return seconds("-m", "acctmgr", "demo", "--keep", place) / seconds("-c", "import sqlmodel")

    assert any(ratio(turn) < RATIO_MAX for turn in (1, 2))  # a busy machine has a second try
