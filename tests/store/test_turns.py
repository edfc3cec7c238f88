"""Who changes a book waits for who is at it already: so long as the user likes, and not in silence."""

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from acctmgr.store import turns
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from conftest import Run

# a shell that runs the tests in the background lets them hear no Ctrl-C
AT_A_TERMINAL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from acctmgr.__main__ import main
main()
"""


@contextmanager
def taken(book: Book, *, is_announced: bool = False) -> Iterator[Any]:
    """Somebody else is writing to the book for the length of the block."""
    with opened(book, write=True) as other:
        other.run("SELECT id FROM head FOR UPDATE" if book.is_postgres else "BEGIN IMMEDIATE")
        if is_announced:
            turns.announce(other)
        yield other
        other.raw.rollback()


@contextmanager
def taken_for(book: Book, seconds: float, *, is_announced: bool = False) -> Iterator[None]:
    """Somebody else is writing to the book and ends after so many seconds."""
    with taken(book, is_announced=is_announced) as other:
        timer = threading.Timer(seconds, other.raw.rollback)
        timer.start()
        yield
        timer.join()


def test_a_change_waits_for_another_one_and_is_made(run: Run, book: Book) -> None:
    began = time.monotonic()
    with taken_for(book, 0.4):
        assert run("client add Acme").code == 0
    assert time.monotonic() - began >= 0.4
    assert run("client list --format ids").out == "acme\n"


def test_who_does_not_wait_is_told_that_the_book_is_in_use(run: Run, book: Book) -> None:
    assert run("config set lock_timeout 0").code == 0
    with taken(book):
        result = run("client add Acme")
    assert result.code == 5
    assert f"error: {book.title} is in use by another program\n" in result.err
    assert run("client list --format ids").out == ""


def test_patience_ends_after_lock_timeout(run: Run, book: Book) -> None:
    assert run("config set lock_timeout 1").code == 0
    with taken(book):
        began = time.monotonic()
        assert run("client add Acme").code == 5
        assert 1 <= time.monotonic() - began < 3


def test_a_lock_timeout_that_is_no_number_is_refused_and_mended(run: Run, book: Book) -> None:
    with open(os.environ["ACCTMGR_CONFIG"], "w", encoding="utf-8") as config:
        config.write('lock_timeout = "long"\n')
    result = run("client add Acme")
    assert result.code == 1
    assert "lock_timeout is long in " in result.err
    assert result.err.endswith("hint: acctmgr config unset lock_timeout\n")
    assert run("config unset lock_timeout").code == 0
    assert run("client add Acme").code == 0


def test_nobody_gives_up_on_an_import_that_announced_itself(run: Run, postgres_book: Book) -> None:
    os.environ["ACCTMGR_DB"] = postgres_book.place
    assert run("config set lock_timeout 1").code == 0
    with taken_for(postgres_book, 2.5, is_announced=True):
        assert run("client add Acme").code == 0
    assert run("client list --format ids").out == "acme\n"


def test_who_waits_is_told_so_and_ctrl_c_gives_up_at_once(run: Run, book: Book) -> None:
    terminal, side = pty.openpty()
    line = [sys.executable, "-c", AT_A_TERMINAL, "--no-color", "--db", book.place, "client", "add", "Acme"]
    with taken(book), subprocess.Popen(line, stdout=subprocess.PIPE, stderr=side) as process:
        os.close(side)
        told = os.read(terminal, 1000).decode()
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert time.monotonic() - began < 1.5
        told += os.read(terminal, 1000).decode()
    os.close(terminal)
    assert told == (
        "another program is writing to this book: waiting until it is done (Ctrl-C gives up)\r\n"
        "error: interrupted; nothing is half done\r\n"
    )
    assert run("client list --format ids").out == ""


@pytest.mark.parametrize(("seconds", "is_over"), [(0, True), (30, False)])
def test_no_patience_is_over_at_once(seconds: int, is_over: bool) -> None:
    assert turns.Wait(seconds).is_over is is_over
