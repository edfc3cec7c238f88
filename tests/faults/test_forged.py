"""Books that somebody forged: a check tells what is wrong, and no command that looks crashes or hangs."""

import json
import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import tree
from acctmgr import cli
from acctmgr.invoices import typeset_reports
from acctmgr.store import read
from conftest import Run

STORY = (
    "init --currency EUR",
    "client add Acme",
    'contact add "Ana Ruiz" --client acme --email ana@acme.example',
    "deal add Website --client acme --amount 900",
    'log acme "Called Ana" --kind call --follow-up "fri: Send the offer"',
    'invoice add acme --line "Consulting; 10; 80.00"',
    "invoice pay 1 100.00",
    "cash out 60.50 --to Bakery --category office",
)
READS = (
    *("client list", "client show acme", "invoice list", "invoice show 1", "today", "cash list", "deal list"),
    *("report aging", "report sales", "report statement acme", "search acme", "invoice gaps", "account list"),
    *("activity list", "followup list", "export invoices", "db info", "config list"),
)
LONG = "printf('%.*c', 10000000, 'x')"

# what was done to the book: the check that fails, and what it says
FORGED: dict[str, tuple[str, str]] = {
    "UPDATE document SET total_minor = 'much'": (
        "values are of their column's type",
        "total_minor of document 1 holds no whole number",
    ),
    "UPDATE posting SET amount_minor = 1.5 WHERE id = 1": (
        "values are of their column's type",
        "amount_minor of posting 1 holds no whole number",
    ),
    "UPDATE party SET name = x'00ff01'": (
        "values are of their column's type",
        "name of party 1 holds no text",
    ),
    "UPDATE party SET name = NULL": ("values are of their column's type", "name of party 1 holds no text"),
    "UPDATE document SET issued_on = NULL, posted_on = NULL, due_on = NULL": (
        "rows are as the history left them",
        "document 1 is not as its last operation left it",
    ),
    "UPDATE activity SET happened_on = NULL": (
        "values are of their column's type",
        "happened_on of activity 1 holds no text",
    ),
    "UPDATE document SET issued_on = 'yesterday', due_on = '2026-99-99'": (
        "values are of their column's type",
        "issued_on of document 1 is no day",
    ),
    "UPDATE posting SET amount_minor = 9223372036854775807": (
        "values are of their column's type",
        "amount_minor of posting 1 is too large; amount_minor of posting 2 is too large; "
        "amount_minor of posting 3 is too large; and 3 more",
    ),
    "UPDATE document_line SET quantity = '1e999999999'": (
        "values are of their column's type",
        "quantity of document line 1 holds no plain number",
    ),
    "UPDATE number_series SET next_seq = 4611686018427387904": (
        "numbers have no gaps",
        "INV-2026-0002 is missing; INV-2026-0003 is missing; INV-2026-0004 is missing; and more than 1000000 more",
    ),
    f"UPDATE party SET name = {LONG}": ("values are of their column's type", "is too long"),
    "UPDATE party SET name = CAST(x'ff41' AS TEXT)": ("rows are as the history left them", "is damaged"),
    "INSERT INTO alembic_version VALUES ('0001')": (
        "there is one head, and ids go on",
        "there are 2 version rows, the first of them 0001; there must be one, 0003",
    ),
    "DELETE FROM head": ("there is one head, and ids go on", "there are 0 head rows, and there must be one"),
    "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'party'": (
        "there is one head, and ids go on",
        "the sequence of party stands at 0, before its last id 1",
    ),
    "UPDATE change SET after = '[1,2' WHERE id = 1": (
        "the history is unbroken",
        "operation 1 was changed after it was written",
    ),
    "INSERT INTO setting (key, value) VALUES ('number_style', 'odd')": (
        "rows are as the history left them",
        "setting 1 is in no operation",
    ),
    "DROP TRIGGER entry_no_update": ("the schema is ours", "the trigger entry_no_update is missing"),
    "DROP INDEX change_of_row": ("the schema is ours", "the index change_of_row is missing"),
    "CREATE TRIGGER evil AFTER INSERT ON operation BEGIN DELETE FROM party; END": (
        "the schema is ours",
        "the trigger evil is none of ours",
    ),
    "CREATE TABLE evil (id INTEGER)": ("the schema is ours", "the table evil is none of ours"),
    "ALTER TABLE party RENAME COLUMN note TO gone": (
        "the schema is ours",
        "the table party is not as it must be: its column note is missing",
    ),
    "DROP TABLE deal_tag": ("the schema is ours", "the table deal_tag is missing"),
}


@pytest.fixture(scope="module")
def told_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one of everything."""
    path = tmp_path_factory.mktemp("forged") / "book.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCTMGR_DB", str(path))
        for line in STORY:
            assert cli.main([*tree.words(line), "--quiet"]) == 0, line
    return path


Forge = Callable[..., None]


@pytest.fixture
def forge(told_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forge:
    """Make a book into which somebody put what no rule lets in."""
    path = tmp_path / "forged.db"
    monkeypatch.setenv("ACCTMGR_DB", str(path))

    def forge(*statements: str) -> None:
        shutil.copyfile(told_book, path)
        if any("RENAME" in statement for statement in statements):  # needs no rule lifted
            with closing(_raw(path)) as raw:
                raw.execute(*statements)
            return
        guards = _without_rules(path)
        with closing(_raw(path)) as raw:
            for name, _ in guards:
                raw.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                if not statement.startswith("DROP TRIGGER"):
                    raw.execute(statement)
            for name, sql in guards:
                if f"DROP TRIGGER {name}" not in statements and _table_is_there(raw, sql):
                    raw.execute(sql)
        _with_rules(path, told_book)

    return forge


def _raw(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.executescript("PRAGMA ignore_check_constraints = ON; PRAGMA legacy_alter_table = ON")
    return raw


def _without_rules(path: Path) -> list[tuple[str, str]]:
    """Let every column be NULL; gives the guards that there are."""
    with closing(_raw(path)) as raw:
        tables = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK%'"
        )
        _spell(raw, [(re.sub(r"(VARCHAR|DATE|TEXT) NOT NULL", r"\1", sql), name) for name, sql in tables])
        return raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()


def _with_rules(path: Path, pattern: Path) -> None:
    with closing(_raw(pattern)) as told:
        tables = told.execute("SELECT sql, name FROM sqlite_master WHERE type = 'table'").fetchall()
    with closing(_raw(path)) as raw:
        _spell(raw, tables)


def _spell(raw: sqlite3.Connection, tables: list[tuple[str, str]]) -> None:
    raw.execute("PRAGMA writable_schema = ON")
    raw.executemany("UPDATE sqlite_master SET sql = ? WHERE name = ?", tables)
    (version,) = raw.execute("PRAGMA schema_version").fetchone()
    raw.execute(f"PRAGMA schema_version = {version + 1}")


def _table_is_there(raw: sqlite3.Connection, guard: str) -> bool:
    table = guard.partition(" ON ")[2].split()[0]
    return raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def test_the_book_that_is_forged_is_sound(run_plain: Run, forge: Forge) -> None:
    forge()
    assert run_plain("db check").code == 0


@pytest.mark.parametrize("statement", FORGED)
def test_a_forgery_is_a_finding_and_stops_no_look_with_a_crash(
    run_plain: Run, forge: Forge, statement: str
) -> None:
    forge(statement)
    check, detail = FORGED[statement]
    result = run_plain("--format json db check")
    found = {row["check"]: row["detail"] for row in json.loads(result.out) if not row["ok"]}
    assert result.code == 5
    assert detail in found[check]
    for line in READS:
        look = run_plain(line)
        assert look.code in (0, 5), (line, look.err)
        assert (look.code == 5) == look.err.startswith("error: ")


@pytest.mark.parametrize(
    ("statement", "line", "error"),
    [
        ("UPDATE document SET total_minor = 'much'", "invoice list", "text for total minor"),
        ("UPDATE party SET name = x'00ff01'", "client list", "bytes for name"),
        ("UPDATE document SET issued_on = NULL", "invoice list", "nothing for issued on"),
        ("UPDATE document_line SET quantity = '1e999999999'", "invoice show 1", "'1e999999999' for a number"),
        ("CREATE VIEW odd AS SELECT 1", "today", "the view odd"),
    ],
)
def test_what_a_list_can_not_show_is_told_in_a_sentence(
    run_plain: Run, forge: Forge, statement: str, line: str, error: str
) -> None:
    forge(statement)
    assert run_plain(line).err == (
        f"error: the book holds what no acctmgr wrote: {error}\nhint: see what is wrong with it: acctmgr db check\n"
    )


def test_a_list_ends_after_its_time(run_plain: Run, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    forge("DROP INDEX document_by_day")
    monkeypatch.setattr(read, "SECONDS", -1)
    monkeypatch.setattr(read, "_STEPS", 1)
    assert run_plain("invoice list").err.splitlines()[0].endswith("takes too long to read")
    assert run_plain("report aging").code == 0


def test_a_template_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "#for a in range(100000) { for b in range(100000) { let c = a + b } }"
    monkeypatch.setattr(typeset_reports, "SECONDS", 1)
    job = typeset_reports.Job(endless, str(tmp_path), [], True, "{}")
    began = time.monotonic()
    made = typeset_reports.pdf_apart(job)
    assert isinstance(made, typeset_reports.Misprint)
    assert made.message == "it takes longer than 1 seconds, and was stopped"
    assert time.monotonic() - began < 10
