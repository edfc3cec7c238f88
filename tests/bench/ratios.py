"""The figures we hold ourselves to: python tests/bench/ratios.py [FOLDER]

Books of a thousand and a million transactions are made in the folder and kept there for the next time;
without one they are made for this run. A million takes some minutes and 2.5 GB.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a script

from bench.bulk_rates import ImportRate, import_rate
from bench.generate import TODAY, generate, generate_cash
from bench.measure import Measured, Ratio, Run, best, cpu_seconds, imports, measured, program

DAY = ("--today", TODAY.isoformat())
SETTINGS = 'user = "Ana Ruiz"\nrows = "20"\n\n[books]\nstudio = "/nowhere/studio.db"\n'
REPORTS = (
    "report aging",
    "report aging --as-of 2026-03-31",
    "report pipeline",
    "report sales --from bom",
    "report sales --by month --from 2026-04-01 --to 2027-03-31",
    "report sales --by owner --from bom --client client-7",
    "report cash --from bom",
    "cash list --category sales --from bom --limit 20",
    "cash list --sort category --from bom --limit 20",
    "today",
)
LOOKS = (
    "today",
    "search person 7",
    "report daily",
    "report statement client-7",
    "report sales",
    "report cash",
    "invoice list",
    "invoice remind",
    "client list",
    "contact list",
    "followup list",
    "cash list",
)
WRITES = (
    ("client add", "Acme"),
    ("contact add", "Ana Ruiz", "--client", "client-7"),
    ("followup add", "Send the offer", "--client", "client-7", "--due", "+2w"),
    ("log", "client-7", "Talked about the work"),
    ("cash out", "12.50", "--category", "Bank fees", "--to", "Blue Bank"),
    ("invoice add", "client-7", "--line", "Work; 1; 100"),
    ("invoice pay", "INV-2026-0300", "0.01"),
)


READ_ALL = """
import sqlite3, sys
link = sqlite3.connect(sys.argv[1])
assert link.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
for (table,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
    cursor = link.execute(f"SELECT * FROM {table}")
    while cursor.fetchmany(5_000):
        pass
"""


def start_up(book: Path, folder: Path) -> list[Ratio]:
    """What reading and writing commands cost beside the libraries they can't do without."""
    settings = folder / "config.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    rich = imports("typer", "rich.table", "rich.console", "sqlite3")
    bare, model = imports("typer", "sqlite3"), imports("sqlmodel")
    line = ("--db", str(book), *DAY, "client", "list", "--limit", "20")
    change = ("--db", str(book), *DAY, "-q", "client", "add", "Acme")
    found = []
    for words, path in (("", folder / "none.toml"), (", with settings", settings)):
        place = {"ACCTMGR_CONFIG": str(path)}
        terminal, piped = program(*line, on_terminal=True, **place), program(*line, **place)
        json, adding = program(*line, "-f", "json", **place), program(*change, **place)
        found += [
            Ratio(f"read 20 rows on a terminal{words}", "typer, rich, sqlite3", terminal, rich, 1.2, 1.5),
            Ratio(f"read 20 rows into a pipe{words}", "typer, sqlite3", piped, bare, 1.2, 1.5),
            Ratio(f"read 20 rows as json{words}", "typer, sqlite3", json, bare, 1.2, 1.5),
            Ratio(f"write a client{words}", "sqlmodel", adding, model, 0.95, 1.25),
        ]
    return found


def a_day(book: Path, folder: Path) -> list[Ratio]:
    """What looking costs through a day, beside the libraries of reading; a list is of 20 rows."""
    rich = imports("typer", "rich.table", "rich.console", "sqlite3")
    bare, place = imports("typer", "sqlite3"), {"ACCTMGR_CONFIG": str(folder / "none.toml")}
    found = []
    for words in LOOKS:
        line = ("--db", str(book), *DAY, *words.split(), *_twenty(words))
        terminal, json = program(*line, on_terminal=True, **place), program(*line, "-f", "json", **place)
        found += [
            Ratio(f"{words} on a terminal", "typer, rich, sqlite3", terminal, rich, 1.2, 1.5),
            Ratio(f"{words} as json", "typer, sqlite3", json, bare, 1.2, 1.5),
        ]
    return found


def _twenty(words: str) -> tuple[str, ...]:
    return ("--limit", "20") if words.endswith("list") or words.startswith("search") else ()


def changes(book: Path, folder: Path) -> list[Ratio]:
    """What writing costs through a day, beside the library of writing; the book grows by what is written."""
    model, place = imports("sqlmodel"), {"ACCTMGR_CONFIG": str(folder / "none.toml")}
    copy = folder / "written.db"
    shutil.copyfile(book, copy)
    return [
        Ratio(
            verb,
            "sqlmodel",
            program("--db", str(copy), *DAY, "-q", *verb.split(), *words, **place),
            model,
            0.95,
            1.25,
        )
        for verb, *words in WRITES
    ]


def print_paper(book: Path, folder: Path) -> None:
    """What an invoice as PDF costs, from the prompt to the file; a library that sets type has no bare line."""
    line = ("--db", str(book), *DAY, "-q", "invoice", "pdf", "INV-2026-0300")
    (seconds,) = best([program(*line, "--output", str(folder / "paper.pdf"))], times=5)
    print(f"\nan invoice as PDF: {seconds * 1000:.0f} ms of CPU")


def book_of_a_day(folder: Path) -> Path:
    """A thousand clients, ten thousand invoices and two thousand cash entries, made if they are not there."""
    path = folder / "day.db"
    if not path.exists():
        generate(path, 20_000, 1_000)
        generate_cash(path, 2_000)
    return path


def tab(book: Path, folder: Path) -> list[Ratio]:
    """What a press of TAB costs that looks into the book, beside the library that it can't do without."""
    saved, by_hand = folder / "saved.toml", folder / "by_hand.toml"
    saved.unlink(missing_ok=True)
    for line in (f"book add studio {book}", "book use studio"):
        cpu_seconds(program(*line.split(), ACCTMGR_CONFIG=str(saved)))
    by_hand.write_text(saved.read_text(encoding="utf-8"), encoding="utf-8")
    typed = ("--complete", "client=client-1")
    bare = imports("sqlite3")
    return [
        Ratio(
            "TAB with values",
            "sqlite3",
            program(*typed, f"--db={book}", ACCTMGR_CONFIG=str(folder / "none.toml")),
            bare,
            1.3,
            2.0,
        ),
        Ratio(
            "TAB with values, with settings",
            "sqlite3",
            program(*typed, ACCTMGR_CONFIG=str(saved)),
            bare,
            1.3,
            2.0,
        ),
        Ratio(
            "TAB with values, settings by hand",
            "sqlite3",
            program(*typed, ACCTMGR_CONFIG=str(by_hand)),
            bare,
            2.0,
            2.0,
        ),
    ]


def reports(small: Path, large: Path, names: str) -> list[Ratio]:
    """What history costs a report."""
    return [
        Ratio(
            f"{line}, {names}",
            "the small book",
            program("--db", str(large), *DAY, *line.split(), "-f", "json"),
            program("--db", str(small), *DAY, *line.split(), "-f", "json"),
            1.1,
            2.0,
        )
        for line in REPORTS
    ]


def book_of(folder: Path, transactions: int) -> Path:
    """The book of so many transactions, made if it is not there."""
    path = folder / f"{transactions}.db"
    if not path.exists():
        generate(path, transactions)
        generate_cash(path, transactions // 10)
    return path


def proof(book: Path, name: str) -> Ratio:
    """What proving a book costs beside what nobody can spare who would: its pages, and every row once."""
    base = Run((sys.executable, "-c", READ_ALL, str(book)))
    ours = program("--db", str(book), *DAY, "-q", "db", "check")
    return Ratio(f"db check, {name}", "integrity, every row", ours, base, 4.0, 8.0)


def print_ratios(figures: list[Measured]) -> None:
    print(f"{'':<60} {'ms':>7}  {'against':<22} {'ms':>7}  {'ratio':>5}  {'aim':>5}  never past")
    for ratio, seconds, base_seconds in figures:
        print(
            f"{ratio.what:<60} {seconds * 1000:7.1f}  {ratio.against:<22} {base_seconds * 1000:7.1f}"
            f"  {seconds / base_seconds:5.2f}  {ratio.aim:5.2f}  {ratio.never_past:.2f}"
        )


def print_rate(rate: ImportRate) -> None:
    print(
        f"\nimport of {rate.lines:,} invoices: {rate.rows:,} rows in {rate.seconds:.1f} s of CPU, "
        f"{rate.rows / rate.seconds:,.0f} rows/s; executemany of the same {rate.base_seconds:.1f} s, "
        f"{rate.rows / rate.base_seconds:,.0f} rows/s: {rate.share:.2f} of it (aim 0.5, never past 0.25)"
    )


def main(folder: Path) -> None:
    """Measure all of it and print the table."""
    small, large = book_of(folder, 1_000), book_of(folder, 1_000_000)
    day = book_of_a_day(folder)
    figures = measured([*start_up(small, folder), *tab(large, folder), *a_day(day, folder)], times=20)
    figures += measured(changes(day, folder), times=20)
    figures += measured(reports(small, large, "1,000,000 against 1,000"), times=10)
    figures += measured([proof(large, "1,000,000 transactions")], times=1)
    print_ratios(figures)
    print_paper(day, folder)
    print_rate(import_rate(folder, invoices=20_000))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
