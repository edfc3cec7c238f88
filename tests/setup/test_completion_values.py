"""What TAB offers out of a book: right on both stores, quick, and silent whatever is wrong."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from acctmgr.setup.completion_queries import answer, cache_path
from acctmgr.setup.completion_source_queries import VALUES
from acctmgr.store import places, settings
from acctmgr.store.book import Book
from acctmgr.store.bulk import Bulk, NewRows, bulk
from conftest import Run

STORY = (
    "tax add vat21 --rate 21",
    "tax add vat10 --rate 10",
    'client add "O\'Brien & Söhne"',
    "client add Acme",
    "client add Abacus",
    "client archive abacus",
    "deal add Website --client acme --opened 2026-05-01",
    "deal add Signs --client acme --stage qualified --opened 2026-05-01",
    "deal lose 1 --on 2026-06-01",
    'log acme "Met Ana" --follow-up "fri: Call Ana"',
    "followup add Write --client acme --due fri",
    "followup done 2",
    'invoice add acme --line "Advice; 1; 100.00; tax=none"',
    'invoice add obrien-sohne --line "Advice; 1; 50.00; tax=none"',
    'invoice add acme --line "Advice; 1; 10.00; tax=none" --draft',
    "invoice pay 1 100.00",
    "payment add acme 40.00",
    "invoice credit 2 5.00",
    'vendor add "Papelería Sol"',
    'vendor add "Old Press"',
    "vendor archive old-press",
    "cash out 12.00 --vendor papeleria-sol --category office",
    "cash in 5.00 --from Interest --category 4900",
    'invoice recurring add acme --line "Hosting; 1; 10.00; tax=none" --every 1m --from 2026-08-01',
)


@pytest.fixture
def told(run: Run) -> Run:
    """A runner on a book with one of everything."""
    for line in STORY:
        assert run(line).code == 0, line
    return run


def offered(kind: str, prefix: str = "", *more: str) -> list[str]:
    """The values alone."""
    return [line.partition("\t")[0] for line in answer([f"{kind}={prefix}", *more]).splitlines()]


def test_each_kind_of_value_is_offered(told: Run) -> None:
    assert {kind: offered(kind) for kind in VALUES} == {
        "client": ["acme", "obrien-sohne"],
        "archived_client": ["abacus"],
        "invoice": ["INV-2026-0002", "INV-2026-0001"],
        "open_invoice": ["INV-2026-0002"],
        "document": ["INV-2026-0002", "INV-2026-0001", "CN-2026-0001", "d3"],
        "draft": ["d3"],
        "payment": ["p2", "p1"],
        "credit": ["p2", "p1", "CN-2026-0001"],
        "free_credit": ["p2"],
        "deal": ["2", "1"],
        "open_deal": ["2"],
        "follow_up": ["2", "1"],
        "open_follow_up": ["1"],
        "activity": ["1"],
        "contact": [],
        "stage": ["Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"],
        "account": ["Bank", "Cash", "Credit card"],
        "any_account": [
            *(
                "Bank",
                "Cash",
                "Clearing",
                "Receivable",
                "Vendor credits",
                "Withheld tax",
                "Equipment",
                "Payable",
            ),
            *(
                "Client credits",
                "Client deposits",
                "Credit card",
                "Tax",
                "Tax not yet due",
                "Tax settlement",
                "Tax withheld payable",
                "Loans",
            ),
            *(
                "Opening balances",
                "Owner's capital",
                "Owner's drawings",
                "Retained earnings",
                "Sales",
                "Other income",
            ),
            *(
                "Currency gain",
                "Purchases",
                "Office",
                "Rent",
                "Travel",
                "Software",
                "Marketing",
                "Professional fees",
            ),
            *("Wages", "Bank fees", "Bad debts", "Currency loss", "Rounding", "Other expenses"),
        ],
        "category": [
            *("Clearing", "Equipment", "Tax settlement", "Loans", "Opening balances"),
            *(
                "Owner's capital",
                "Owner's drawings",
                "Retained earnings",
                "Sales",
                "Other income",
                "Currency gain",
            ),
            *("Purchases", "Office", "Rent", "Travel", "Software", "Marketing", "Professional fees", "Wages"),
            *("Bank fees", "Bad debts", "Currency loss", "Rounding", "Other expenses"),
        ],
        "cash_entry": ["2", "1"],
        "recurring": ["1"],
        "vendor": ["papeleria-sol"],
        "archived_vendor": ["old-press"],
        "party": ["acme", "obrien-sohne", "papeleria-sol"],
        "tax": ["vat10", "vat21"],
    }


BEGINNINGS = {
    ("client", "ac"): ["acme"],
    ("client", "AC"): ["acme"],
    ("client", "O'B"): ["O'Brien & Söhne"],
    ("client", "o'brien & söh"): ["O'Brien & Söhne"],
    ("client", "zzz"): [],
    ("invoice", "INV-2026-0001"): ["INV-2026-0001"],
    ("invoice", "inv-2026-0001"): ["INV-2026-0001"],
    ("open_invoice", "inv"): ["INV-2026-0002"],
    ("open_invoice", "INV-2026-0001"): [],
    ("document", "d"): ["d3"],
    ("document", "D3"): ["d3"],
    ("document", "c"): ["CN-2026-0001"],
    ("payment", "p"): ["p2", "p1"],
    ("payment", "p1"): ["p1"],
    ("payment", "p0"): [],
    ("payment", "1"): [],
    ("deal", "2"): ["2"],
    ("stage", "NEG"): ["Negotiation"],
    ("account", "cr"): ["Credit card"],
    ("any_account", "own"): ["Owner's capital", "Owner's drawings"],
    ("category", "ow"): ["Owner's capital", "Owner's drawings"],
    ("cash_entry", "2"): ["2"],
    ("vendor", "PAP"): ["papeleria-sol"],
    ("party", "pa"): ["papeleria-sol"],
    ("tax", "VAT2"): ["vat21"],
    ("nothing", "a"): [],
}


def test_a_beginning_narrows_them(told: Run) -> None:
    assert {asked: offered(*asked) for asked in BEGINNINGS} == BEGINNINGS


def test_beside_each_value_stands_what_it_is(told: Run) -> None:
    assert answer(["client=ac"]) == "acme\tAcme\n"
    assert answer(["open_invoice="]) == "INV-2026-0002\tO'Brien & Söhne\n"
    assert answer(["payment=p1"]) == "p1\tAcme, 2026-07-15\n"
    assert answer(["open_deal="]) == "2\tSigns\n"
    assert answer(["account=b"]) == "Bank\t1000\n"
    assert answer(["cash_entry=1"]) == "1\t2026-07-15 Papelería Sol\n"
    assert answer(["recurring="]) == "1\tAcme\n"


def add_clients(book: Book, count: int) -> None:
    def write(db: Bulk) -> None:
        rows = NewRows(db, "party", "handle", "name", "name_key", "is_client", "is_vendor", "status")
        for place in range(count):
            rows.add(f"c{place:03}", f"Client {place}", f"client {place}", 1, 0, "active")
        rows.write()

    bulk(write, book)


def test_fifty_values_are_offered_at_most(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCTMGR_DB", book.place)
    add_clients(book, 120)
    assert offered("client") == [f"c{place:03}" for place in range(50)]
    assert offered("client", "c1") == [f"c{place}" for place in range(100, 120)]


def test_ids_of_every_length_begin_with_a_digit(sqlite_book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    with sqlite3.connect(sqlite_book.place) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        for deal_id in (1, 9, 10, 12, 99, 100, 123, 1_000):
            raw.execute(
                "INSERT INTO deal (id, name, name_key, party_id, stage_id, currency, counted_from_on)"
                " VALUES (?, 'Deal', 'deal', 1, 1, 'EUR', '2026-01-01')",
                (deal_id,),
            )
    raw.close()
    assert offered("deal", "1") == ["1000", "123", "100", "12", "10", "1"]
    assert offered("deal", "12") == ["123", "12"]


def test_what_would_move_the_cursor_is_not_passed_on(
    sqlite_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    with sqlite3.connect(sqlite_book.place) as raw:
        raw.execute("UPDATE stage SET name = 'Le\x1b[2Jad\nx' WHERE id = 1")
    raw.close()
    assert offered("stage", "lead") == ["Le [2Jad x"]


def test_a_change_to_a_postgresql_book_is_offered_at_once(
    postgres_book: Book, run_plain: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", postgres_book.place)
    assert run_plain("client add Acme").code == 0
    assert offered("client") == ["acme"]
    assert run_plain("client edit acme --handle ac-me").code == 0
    assert offered("client") == ["ac-me"]
    kept = Path(cache_path(postgres_book.place))
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_a_change_stands_even_where_its_values_can_not_be_kept(
    postgres_book: Book, run_plain: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", postgres_book.place)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    result = run_plain("client add Acme")
    assert (result.code, result.out, result.err) == (0, "acme\n", "added Acme\n")
    assert offered("client") == []


def test_the_password_of_a_book_is_in_no_name() -> None:
    names = {cache_path(f"postgresql://ana:sesame@db/{book}").rpartition("/")[2] for book in ("one", "two")}
    assert len(names) == 2
    assert all(re.fullmatch("values-[0-9a-f]{32}", name) for name in names)


@pytest.fixture
def three_books(sqlite_template: Path, tmp_path: Path, run_plain: Run) -> Path:
    """Books a, b and c, each with a client of its name, and the default one with main."""
    for name in ("a", "b", "c", "main"):
        path = tmp_path / "data" / "acctmgr" / f"{name}.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sqlite_template.read_bytes())
        assert run_plain(f"--db {path} client add client-{name}").code == 0
    return tmp_path / "data" / "acctmgr"


def test_the_book_is_found_as_every_command_finds_it(
    three_books: Path, run_plain: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert offered("client") == ["client-main"]
    for name in ("a", "b"):
        assert run_plain(f"book add {name} {three_books / name}.db").code == 0
    assert offered("client") == ["client-main"]
    assert run_plain("book use b").code == 0
    assert offered("client") == ["client-b"]
    monkeypatch.setenv("ACCTMGR_BOOK", "a")
    assert offered("client") == ["client-a"]
    monkeypatch.setenv("ACCTMGR_DB", str(three_books / "c.db"))
    assert offered("client") == ["client-c"]
    assert offered("client", "", "--db=", "--book=main") == ["client-main"]
    assert offered("client", "", f"--db={three_books}/b.db", "--book=") == ["client-b"]
    assert offered("client", "", "--book=nobody") == []


def test_a_place_is_read_as_the_shell_would(three_books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(three_books))
    assert offered("client", "", "--db=~/a.db") == ["client-a"]
    assert offered("client", "", "--db=$HOME/b.db") == ["client-b"]
    monkeypatch.chdir(three_books)
    assert offered("client", "", "--db=c.db") == ["client-c"]


def test_a_place_may_hold_what_means_something_in_a_url(three_books: Path) -> None:
    odd = three_books / "50% #1?.db"
    (three_books / "a.db").rename(odd)
    assert offered("client", "", f"--db={odd}") == ["client-a"]


def test_the_named_books_are_offered(three_books: Path, run_plain: Run) -> None:
    assert offered("book") == ["main"]
    assert run_plain(f"book add studio {three_books}/a.db").code == 0
    assert offered("book") == ["main", "studio"]
    assert offered("book", "s") == ["studio"]


def test_settings_that_were_written_by_hand_count_at_once(
    three_books: Path, run_plain: Run, tmp_path: Path
) -> None:
    assert run_plain(f"book add b {three_books}/b.db").code == 0
    assert run_plain("book use b").code == 0
    (tmp_path / "config.toml").write_text(f'default_book = "c"\n[books]\nc = "{three_books}/c.db"\n', "utf-8")
    assert offered("client") == ["client-c"]
    assert offered("book") == ["c", "main"]
    (tmp_path / "config.toml").unlink()
    assert offered("client") == ["client-main"]


def test_the_named_books_stand_privately_beside_the_settings(tmp_path: Path) -> None:
    settings.change(
        lambda config: config.update(
            {"default_book": "b", "books": {"a": "/a.db", "b": "postgresql://ana:sesame@db/books"}}
        )
    )
    beside = tmp_path / "config.toml.books"
    assert beside.read_text("utf-8").splitlines()[1:] == [
        "b",
        "a\t/a.db",
        "b\tpostgresql://ana:sesame@db/books",
    ]
    assert beside.stat().st_mode & 0o777 == 0o600
    assert places.read_books() == ("b", {"a": "/a.db", "b": "postgresql://ana:sesame@db/books"})


def test_a_name_that_no_line_can_hold_is_read_from_the_settings(tmp_path: Path) -> None:
    settings.change(lambda config: config.update({"default_book": "b", "books": {"b": "/odd\nname.db"}}))
    assert not (tmp_path / "config.toml.books").exists()


@pytest.mark.parametrize("arguments", [[], ["client"], ["client=", "--db=/nowhere/book.db"], ["book="]])
def test_where_there_is_no_book_nothing_is_said_and_nothing_made(
    arguments: list[str], tmp_path: Path
) -> None:
    assert answer(arguments) in ("", "main\t\n")
    assert list(tmp_path.iterdir()) == []


def test_looking_leaves_no_file_beside_the_book(sqlite_book: Book) -> None:
    folder = sqlite_book.path.parent
    before = sorted(folder.iterdir())
    assert offered("stage", "lead", f"--db={sqlite_book.place}") == ["Lead"]
    assert sorted(folder.iterdir()) == before


def test_what_a_running_command_has_committed_is_seen(sqlite_book: Book) -> None:
    writer = sqlite3.connect(sqlite_book.place, isolation_level=None)
    writer.execute("UPDATE stage SET name = 'Leads', name_key = 'leads' WHERE id = 1")
    writer.execute("BEGIN IMMEDIATE")
    assert offered("stage", "lead", f"--db={sqlite_book.place}") == ["Leads"]
    writer.close()


def test_a_book_that_is_locked_is_not_waited_for(sqlite_book: Book) -> None:
    writer = sqlite3.connect(sqlite_book.place, isolation_level=None)
    writer.execute("PRAGMA locking_mode = EXCLUSIVE")
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("UPDATE stage SET name = 'Leads' WHERE id = 1")
    start = time.monotonic()
    assert offered("stage", "lead", f"--db={sqlite_book.place}") == []
    assert time.monotonic() - start < 1
    writer.close()


@pytest.mark.parametrize("content", ["no database", "", "SQLite format 3\0 and then nothing of it"])
def test_what_is_no_book_offers_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.db").write_text(content)
    assert answer(["client=", f"--db={tmp_path}/odd.db"]) == ""
    assert answer(["client=", f"--db={tmp_path}"]) == ""


def test_settings_that_are_no_toml_offer_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("rows = = 3")
    assert answer(["client="]) == ""


def test_a_beginning_that_is_no_text_offers_nothing(sqlite_book: Book) -> None:
    assert answer(["client=\udcff", f"--db={sqlite_book.place}"]) == ""


LOADED = """
import os, sys
sys.argv = ["acctmgr", "--complete", *sys.argv[1:]]
leave = os._exit
def told(code):
    sys.stdout.write("\\n".join(sys.modules))
    sys.stdout.flush()
    leave(code)
os._exit = told
from acctmgr.__main__ import main
main()
"""


def loaded(*code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", *code], capture_output=True, text=True, check=True, env=os.environ
    )
    return set(done.stdout.split("\n"))


def test_tab_imports_nothing_beside_sqlite3(sqlite_book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.change(lambda config: config.update({"default_book": "b", "books": {"b": sqlite_book.place}}))
    bare = loaded('import sqlite3, sys; print("\\n".join(sys.modules))')
    mine = loaded(LOADED, "stage=Le")
    assert {"Lead\topen"} < mine
    assert {name for name in mine - bare if not name.startswith("acctmgr")} == {"Lead\topen", "gc"}
    assert {name for name in mine if name.startswith("acctmgr")} == {
        "acctmgr",
        "acctmgr.__main__",
        "acctmgr.setup",
        "acctmgr.setup.completion_queries",
        "acctmgr.setup.completion_source_queries",
        "acctmgr.store",
        "acctmgr.store.places",
    }
