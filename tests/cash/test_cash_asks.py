"""`cash in` on a terminal: money of a client with open invoices asks which it pays."""

import os
import sys

import pexpect
import pytest

from acctmgr.store.book import Book
from builders import count
from cash.builders import done, shown
from conftest import Run


@pytest.fixture
def owing(run: Run) -> Run:
    done(
        run,
        "client add Acme",
        "invoice add acme --line 'Work; 1; 121'",
        "invoice add acme --line 'More; 1; 50'",
    )
    return run


def answered(*answers: str) -> str:
    """What a terminal shows of `cash in 50` while somebody answers."""
    child = pexpect.spawn(
        sys.executable,
        "-m acctmgr cash in 50 --from acme --category sales".split(),
        env={**os.environ},
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 120),
    )
    for answer in answers:
        child.expect(r"\[INV-2026-0002\] ")
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return str(child.before)


@pytest.mark.parametrize(
    ("answers", "paid"), [(("",), "INV-2026-0002"), (("1",), "INV-2026-0001"), (("9", "2"), "INV-2026-0002")]
)
def test_it_pays_the_invoice_that_is_named(
    owing: Run, book: Book, answers: tuple[str, ...], paid: str
) -> None:
    assert f"received 50.00 EUR from Acme: {paid} " in answered(*answers)
    assert (count(book, "payment"), count(book, "cash_entry")) == (1, 0)
    (allocation,) = shown(owing, "payment show p1")["allocations"]
    assert allocation["document"] == paid


@pytest.mark.parametrize("answer", ["no", "n", "-"])
def test_or_it_is_income_of_its_own(owing: Run, book: Book, answer: str) -> None:
    assert "this money is booked as income of its own, and they stay open" in answered(answer)
    assert (count(book, "payment"), count(book, "cash_entry")) == (0, 1)
