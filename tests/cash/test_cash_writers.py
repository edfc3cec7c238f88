"""Eight at the till at once: nothing is lost, and the balances run true."""

import subprocess
import sys

from acctmgr.store.book import Book
from cash.builders import shown
from conftest import Run

WRITERS = """
import os, sys
from datetime import date
from sqlalchemy.orm import configure_mappers
from acctmgr.cash import told_service
from acctmgr.core.errors import BookError
from acctmgr.store.book import at
from acctmgr.store.write import change

def sell(name):
    for count in range(5):
        raw = told_service.Raw(True, "1.21", "sales", date(2026, 5, 1 + count), f"till {name}")
        while True:
            try:
                change(lambda session: told_service.book(session, raw), at(sys.argv[1]))
                break
            except BookError:  # in use for longer than a machine under load waits: whoever is told so tries again
                continue

configure_mappers()  # before there are eight of us, not in eight transactions
for name in range(8):
    if not os.fork():
        sell(name)
        os._exit(0)
sys.exit(any([os.wait()[1] for _ in range(8)]))
"""


def test_eight_tills_at_once_lose_nothing(run: Run, book: Book) -> None:
    subprocess.run([sys.executable, "-c", WRITERS, book.place], check=True, timeout=120)
    rows = shown(run, "cash list --sort date")
    assert len(rows) == 40
    assert [row["balance"] for row in rows][-1] == "48.40"
    assert shown(run, "cash balance")["totals"]["balance"] == "48.40"
    assert run("db check").code == 0
