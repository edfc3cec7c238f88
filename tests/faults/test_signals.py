"""Interruptions at every point of a change: what the caller hears is what stands in the book."""

import os
import pty
import signal
import subprocess
import sys

import pytest

from acctmgr.store.book import Book
from conftest import Run

# a signal that arrives at a chosen point, as soon as a function is through
WITH_SIGNALS = """
import os, signal, sys
from importlib import import_module
signal.signal(signal.SIGINT, signal.default_int_handler)
import acctmgr.store.write
where, name, number, times, *words = sys.argv[1:]
module = import_module(where)
whole = getattr(module, name)
def then_signalled(*given, **named):
    found = whole(*given, **named)
    for _ in range(int(times)):
        os.kill(os.getpid(), int(number))
    return found
setattr(module, name, then_signalled)
sys.argv[1:] = words
from acctmgr.__main__ import main
main()
"""
COMMITTED = ("acctmgr.store.write", "committed")
RECORDED = ("acctmgr.store.write", "recorded")


def signalled(
    book: Book, point: tuple[str, str], number: int, times: int, line: str = "client add Bluebird"
) -> "subprocess.CompletedProcess[str]":
    words = [*point, str(int(number)), str(times), "--db", book.place, *line.split()]
    return subprocess.run(
        [sys.executable, "-c", WITH_SIGNALS, *words], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_after_the_commit_the_reference_still_comes_out(sqlite_book: Book, number: int) -> None:
    ended = signalled(sqlite_book, COMMITTED, number, 1)
    assert (ended.returncode, ended.stdout) == (0, "bluebird\n")


def test_before_the_commit_nothing_is_there(sqlite_book: Book, run_plain: Run) -> None:
    ended = signalled(sqlite_book, RECORDED, signal.SIGINT, 1)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "error: interrupted; nothing is half done\n"
    assert run_plain(f"--db {sqlite_book.place} client list --format ids").out == ""


def test_a_second_interruption_ends_at_once(sqlite_book: Book, run_plain: Run) -> None:
    ended = signalled(sqlite_book, COMMITTED, signal.SIGINT, 2)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert run_plain(f"--db {sqlite_book.place} client list --format ids").out == "bluebird\n"


def test_afterwards_signals_are_heard_as_before(sqlite_book: Book, run_plain: Run) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    run_plain(f"--db {sqlite_book.place} client add Acme")
    assert {number: signal.getsignal(number) for number in before} == before


def test_output_that_fails_after_the_commit_says_what_is_in_the_book(
    sqlite_book: Book, run_plain: Run
) -> None:
    screen, ours = pty.openpty()
    os.close(screen)  # a terminal that is gone
    line = [sys.executable, "-m", "acctmgr", "--db", sqlite_book.place, "client", "add", "Bluebird"]
    ended = subprocess.run(line, stdout=ours, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    os.close(ours)
    assert ended.returncode == 5
    assert ended.stderr.splitlines()[-2:] == [
        "error: the output can't be written: Input/output error; the change is in the book: bluebird",
        "hint: it is done: do not run it again",
    ]
    assert run_plain(f"--db {sqlite_book.place} client list --format ids").out == "bluebird\n"


def test_a_command_of_many_changes_stops_before_the_next_one(sqlite_book: Book, run_plain: Run) -> None:
    def run(line: str) -> str:
        done = run_plain(f"--db {sqlite_book.place} {line}")
        assert done.code == 0, done.err
        return done.out

    run("client add Acme")
    run("invoice recurring add acme --line 'Hosting; 1; 10' --every month --from 2026-01-01")
    ended = signalled(sqlite_book, COMMITTED, signal.SIGINT, 1, "invoice recurring run --today 2026-06-15")
    assert (ended.returncode, ended.stdout) == (130, "INV-2026-0001\n")
    assert (
        ended.stderr.splitlines()[-1]
        == "error: interrupted; what is told above is done, the rest is not begun"
    )
    assert run("invoice list --format ids") == "INV-2026-0001\n"
    again = run("invoice recurring run --today 2026-06-15 --quiet")
    assert again.split() == [f"INV-2026-000{number}" for number in range(2, 7)]


FAILED_COMMIT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from acctmgr.store import signals
signals.watch()
try:
    with signals.committing():
        os.kill(os.getpid(), signal.SIGINT)
        raise OSError("the disk is full")
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_an_interruption_of_a_commit_that_fails_is_not_lost() -> None:
    assert subprocess.run([sys.executable, "-c", FAILED_COMMIT], check=False).returncode == 130
