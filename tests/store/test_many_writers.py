"""Many writers at once queue and lose nothing; one that is killed leaves the book as it was."""

import signal
import subprocess
import sys
import time

from sqlmodel import Session

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.tables import Setting
from acctmgr.store.write import change
from conftest import Run

# one process that has everything imported, and becomes eight
WRITERS = """
import os, sys
from acctmgr.store.book import at
from acctmgr.store.tables import Setting
from acctmgr.store.write import change

def write(name):
    for count in range(20):
        change(lambda session: session.add(Setting(key=f"{name}.{count}", value="x")), at(sys.argv[1]))

for name in range(8):
    if not os.fork():
        write(name)
        os._exit(0)
sys.exit(any([os.wait()[1] for _ in range(8)]))
"""
SLEEPER = """
import sys, time
from acctmgr.store.book import at
from acctmgr.store.tables import Setting
from acctmgr.store.write import change

def write(session):
    session.add(Setting(key="terms", value="10"))
    session.flush()
    print("written", flush=True)
    time.sleep(60)

change(write, at(sys.argv[1]))
"""


def test_eight_writers_at_once_lose_nothing(run: Run, book: Book) -> None:
    subprocess.run([sys.executable, "-c", WRITERS, book.place], check=True, timeout=120)
    with reading(book) as db:
        assert db.value("SELECT COUNT(*) FROM setting WHERE value = 'x'") == 160
        assert db.run("SELECT MIN(id), MAX(id), COUNT(*) FROM operation").fetchone() == (1, 161, 161)
    assert run("db check").code == 0


def test_a_killed_writer_leaves_the_book_whole(run: Run, book: Book) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEPER, book.place], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        started = time.monotonic()
        writer.send_signal(signal.SIGKILL)
    change(_add_after, book)  # nobody holds the lock any more
    assert time.monotonic() - started < 5
    assert run("config get terms").out == "30\n"
    assert run("db check").code == 0


def _add_after(session: Session) -> None:
    session.add(Setting(key="after", value="x"))
