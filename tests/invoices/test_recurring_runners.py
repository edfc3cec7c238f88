"""Eight that run at once, one that is killed: each period has one invoice, whatever the store."""

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from builders import count
from conftest import Run

# one process that has everything imported, and becomes eight
RUNNERS = """
import os, sys
from acctmgr import cli
from acctmgr.invoices import recurring_run_service
from acctmgr.store import write

line = ["--db", sys.argv[1], "invoice", "recurring", "run"]
for name in range(8):
    if not os.fork():
        code = cli.main(line)
        sys.stdout.flush()
        os._exit(code)
sys.exit(max(os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(8)))
"""
# makes the first invoice that is due, and sleeps before it is committed
SLEEPER = """
import sys, time
from datetime import date
from acctmgr.invoices import recurring_run_service as runs
from acctmgr.store.book import at
from acctmgr.store.write import change

def make(session):
    due = runs.Due(1, "acme", date(2026, 1, 31))
    assert runs.make(session, due, runs.How(date(2026, 7, 15), {}))
    print("made", flush=True)
    time.sleep(60)

change(make, at(sys.argv[1]))
"""


def told(run: Run) -> None:
    """A monthly one with six periods due, and one every two weeks that skips all but the latest."""
    for name in ("Acme", "Zeta"):
        assert run(f"client add {name}").code == 0
    for words in (
        ("acme", "--line", "Hosting {month}; 1; 80", "--every", "1m", "--from", "2026-01-31"),
        ("zeta", "--line", "Care; 1; 50", "--every", "2w", "--from", "2026-01-05", "--missed", "skip"),
        ("zeta", "--line", "Papers; 1; 5", "--every", "1m", "--from", "2026-06-01", "--draft"),
    ):
        assert run("invoice", "recurring", "add", *words).code == 0


def check(run: Run, book: Book) -> None:
    """Each period has one row, each that was made one invoice, and the book is sound."""
    with reading(book) as db:
        periods = db.run(
            "SELECT recurring_id, COUNT(*), COUNT(document_id) FROM recurring_run GROUP BY 1 ORDER BY 1"
        )
        assert [tuple(row) for row in periods] == [(1, 6, 6), (2, 14, 1), (3, 2, 2)]
        assert db.value("SELECT COUNT(DISTINCT document_id) FROM recurring_run") == 9
        numbers = [
            row[0] for row in db.run("SELECT number FROM document WHERE number IS NOT NULL ORDER BY 1")
        ]
    assert count(book, "document") == 9
    assert numbers == [f"INV-2026-{place:04}" for place in range(1, 8)]
    assert run("db check").code == 0


def test_eight_runners_at_once_make_each_invoice_once(run: Run, book: Book) -> None:
    told(run)
    done = subprocess.run(
        [sys.executable, "-c", RUNNERS, book.place], capture_output=True, text=True, timeout=240, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "error" in line]) == (0, [])
    assert sorted(done.stdout.split()) == sorted(everything(run))
    check(run, book)


def everything(run: Run) -> list[str]:
    """The references of all invoices and drafts that there are."""
    rows: list[dict[str, Any]] = json.loads(run("invoice list --sort date -f json").out)
    return [row["number"] or f"d{row['id']}" for row in rows]


@pytest.mark.parametrize("again", [1, 2])
def test_a_runner_that_is_killed_leaves_the_rest_to_the_next(run: Run, book: Book, again: int) -> None:
    told(run)
    with subprocess.Popen([sys.executable, "-c", SLEEPER, book.place], stdout=subprocess.PIPE) as runner:
        assert runner.stdout is not None
        assert runner.stdout.readline() == b"made\n"
        runner.send_signal(signal.SIGKILL)
    assert (count(book, "recurring_run"), count(book, "document")) == (0, 0)
    for _ in range(again):
        assert run("invoice recurring run").code == 0
    check(run, book)
