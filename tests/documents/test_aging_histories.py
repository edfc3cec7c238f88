"""Whatever happens, on every day: the aging is what the ledger says, in total and for each client."""

import shutil
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr.core.errors import AcctError
from acctmgr.documents.reports import Wanted, aging_by_client, aging_by_invoice
from acctmgr.invoices import queries
from acctmgr.parties.queries import find_party
from acctmgr.store.book import Book
from acctmgr.store.read import Reader, reading
from documents.story import Story

CLIENTS = ("acme", "ana-ruiz")
FIRST = date(2026, 3, 20)
DAYS = 20  # over the end of a month, where the ledger changes from postings to whole months


class Step(NamedTuple):
    """One thing that may happen; what makes no sense just then is refused, and that is well."""

    what: str
    client: int
    thing: int
    other: int
    cents: int
    day: int

    @property
    def on(self) -> str:
        return (FIRST + timedelta(days=self.day)).isoformat()

    @property
    def amount(self) -> str:
        return f"{self.cents / 100:.2f}"


STEPS = st.builds(
    Step,
    what=st.sampled_from(
        "invoice invoice foreign pay pay receive credit void bounce apply unapply void_credit".split()
    ),
    client=st.integers(0, 1),
    thing=st.integers(0, 5),
    other=st.integers(0, 5),
    cents=st.integers(1, 30_000),
    day=st.integers(0, DAYS),
)


class Told(NamedTuple):
    """The references that a history has made so far."""

    invoices: list[str]
    credits: list[str]
    payments: list[str]


def tell(story: Story, told: Told, step: Step) -> None:
    if step.what in {"invoice", "foreign"}:
        more: dict[str, Any] = (
            {"currency": "USD", "rate": "0.9137"} if step.what == "foreign" else {"tax": "21"}
        )
        told.invoices.append(story.invoice(CLIENTS[step.client], step.amount, step.on, **more))
    elif step.what == "receive":
        told.payments.append(story.receive(CLIENTS[step.client], step.amount, step.on))
    elif step.what == "pay":
        number = picked(told.invoices, step.thing)
        with suppress(AcctError):  # a foreign invoice is paid at another rate, one of ours at none
            told.payments.append(story.pay(number, step.amount, step.on, rate="0.9521"))
            return
        told.payments.append(story.pay(number, step.amount, step.on))
    else:
        tell_more(story, told, step)


def tell_more(story: Story, told: Told, step: Step) -> None:
    if step.what == "credit":
        told.credits.append(story.credit(picked(told.invoices, step.thing), step.amount, step.on))
    elif step.what == "void":
        story.void(picked(told.invoices, step.thing), step.on)
    elif step.what == "void_credit":
        story.void(picked(told.credits, step.thing), step.on)
    elif step.what == "bounce":
        story.bounce(picked(told.payments, step.thing), step.on)
    else:
        source, number = picked(told.payments + told.credits, step.thing), picked(told.invoices, step.other)
        if step.what == "apply":
            story.apply(source, number, "", step.on)
        else:
            story.unapply(source, number, step.on)


def picked(references: list[str], place: int) -> str:
    if not references:
        return "nothing yet"
    return references[place % len(references)]


def check(db: Reader, day: date) -> None:
    by_client = aging_by_client(db, Wanted(day))
    by_invoice = aging_by_invoice(db, Wanted(day))
    assert by_client.difference_minor == 0
    assert by_invoice.totals == by_client.totals
    assert all(minor >= 0 for row in by_client.rows for minor in row[2:-2])
    assert all(row.credit_minor <= 0 for row in by_client.rows)
    for handle in CLIENTS:
        alone = aging_by_client(db, Wanted(day, party_id=find_party(db, handle).id))
        assert alone.difference_minor == 0
        assert alone.rows == [row for row in by_client.rows if row.client == handle]
    check_list(db, day, by_invoice.rows)


def check_list(db: Reader, day: date, rows: list[Any]) -> None:
    """What is open in the list is in the aging, at the same amount where it is in the book's currency."""
    listed = queries.invoices(db, queries.Wanted(last=day), today=day).rows
    assert all(0 <= row.open_minor <= row.total_minor for row in listed)
    assert all((row.status in {"open", "part_paid"}) == (row.open_minor > 0) for row in listed)
    wanted = queries.Wanted(last=day, is_open=True)
    assert queries.invoices(db, wanted, today=day).rows == [row for row in listed if row.open_minor]
    aged = {row.number: row.total_minor for row in rows if row.credit_minor == 0}
    ours = [row for row in listed if row.open_minor and row.currency == "EUR"]
    assert {row.number: aged[row.number] for row in ours} == {row.number: row.open_minor for row in ours}


def check_every_day(book: Book) -> None:
    with reading(book) as db:
        for offset in range(-1, DAYS + 2):
            check(db, FIRST + timedelta(days=offset))


@settings(max_examples=25)
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_aging_is_the_ledger_on_every_day(sqlite_template: Path, tmp_path: Path, steps: list[Step]) -> None:
    path = tmp_path / "history.db"
    shutil.copyfile(sqlite_template, path)
    story, told = Story(Book(str(path)), "Acme", "Ana Ruiz"), Told([], [], [])
    story.tax("vat", "21")
    for step in steps:
        with suppress(AcctError):
            tell(story, told, step)
    check_every_day(story.book)


LONG = (
    Step("invoice", 0, 0, 0, 12_345, 0),
    Step("foreign", 1, 0, 0, 10_000, 1),
    Step("pay", 0, 0, 0, 5_000, 3),
    Step("pay", 0, 1, 0, 3_333, 4),
    Step("receive", 0, 0, 0, 20_000, 6),
    Step("invoice", 0, 0, 0, 7_000, 8),
    Step("apply", 0, 2, 2, 1, 13),
    Step("credit", 0, 0, 0, 2_500, 9),
    Step("bounce", 0, 0, 0, 1, 12),
    Step("unapply", 0, 2, 2, 1, 15),
    Step("pay", 0, 1, 0, 3_333, 2),
    Step("invoice", 1, 0, 0, 999, 10),
    Step("void", 1, 3, 0, 1, 14),
)


def test_a_history_is_the_same_on_both_stores(book: Book) -> None:
    story, told = Story(book, "Acme", "Ana Ruiz"), Told([], [], [])
    story.tax("vat", "21")
    for step in LONG:
        with suppress(AcctError):
            tell(story, told, step)
    assert (len(told.invoices), len(told.credits), len(told.payments)) == (4, 1, 4)
    check_every_day(book)
