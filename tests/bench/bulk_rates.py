"""How fast an import writes, beside stdlib `executemany` of the very rows that it wrote.

Search text counts as the rows of its table; what the index over it keeps is no row of ours and counts on
neither side, but both sides fill it, as both keep every other index.
"""

import csv
import shutil
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from acctmgr.store.search import INDEX
from bench.generate import CLIENTS, FIRST, TODAY, generate_clients
from bench.measure import cpu_seconds, program

Rows = dict[str, list[tuple[Any, ...]]]  # by table


class ImportRate(NamedTuple):
    """CPU seconds of an import, and of nothing but writing its rows."""

    lines: int
    rows: int
    seconds: float
    base_seconds: float

    @property
    def share(self) -> float:
        """Our speed as a share of what the engine could do."""
        return self.base_seconds / self.seconds


def import_rate(folder: Path, *, invoices: int) -> ImportRate:
    """Import so many invoices, half of them paid, into a book of their clients."""
    empty, full, again = (folder / f"{name}.db" for name in ("empty", "full", "again"))
    if not empty.exists():
        generate_clients(empty)
    source = folder / "invoices.csv"
    _write_csv(source, invoices)
    shutil.copyfile(empty, full)
    line = ("--db", str(full), "--today", TODAY.isoformat(), "-q", "import", "invoices", str(source))
    seconds = cpu_seconds(program(*line, "--tax", "b21"))
    written = _new_rows(empty, full)
    shutil.copyfile(empty, again)
    rate = ImportRate(invoices, sum(map(len, written.values())), seconds, _executemany(again, written))
    full.unlink()
    again.unlink()
    return rate


def _write_csv(path: Path, invoices: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "client", "issued_on", "due_on", "total", "paid_on"])
        for place in range(invoices):
            day = FIRST + timedelta(days=place * 3_000 // invoices)
            paid_on = day + timedelta(days=20) if place % 2 else ""
            client = f"client-{1 + place % CLIENTS}"
            writer.writerow(
                [f"OLD-{place}", client, day, day + timedelta(days=30), f"{100 + place}.50", paid_on]
            )


def _new_rows(before: Path, after: Path) -> Rows:
    """The rows that are in one book and not in the other; changed ones count as new."""
    link = sqlite3.connect(after)
    link.execute("ATTACH ? AS old", (str(before),))
    tables = [name for (name,) in link.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    found = {
        table: link.execute(f"SELECT * FROM main.{table} EXCEPT SELECT * FROM old.{table}").fetchall()
        for table in tables
        if not table.startswith(("sqlite_", INDEX)) and table != "head"
    }
    link.close()
    return {table: rows for table, rows in found.items() if rows}


def _executemany(path: Path, written: Rows) -> float:
    """CPU seconds for the rows alone, into the same tables with all their rules."""
    link = sqlite3.connect(path, isolation_level=None)
    link.execute("PRAGMA foreign_keys = ON")
    began = time.process_time()
    link.execute("BEGIN IMMEDIATE")
    link.execute("PRAGMA defer_foreign_keys = ON")
    for table, rows in written.items():
        marks = ", ".join("?" * len(rows[0]))
        link.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    texts = [row[0] for row in written.get("search_text", ())]
    link.execute(
        f"INSERT INTO {INDEX} (rowid, words) SELECT id, words FROM search_text WHERE id BETWEEN ? AND ?",
        (min(texts, default=0), max(texts, default=-1)),
    )
    link.execute("COMMIT")
    seconds = time.process_time() - began
    link.close()
    return seconds
