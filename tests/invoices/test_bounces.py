"""What takes a payment back mirrors all that the payment did: a returned write-off, and gains and losses."""

import pytest
from sqlmodel import Session

from acctmgr.documents import payment_service as payments
from acctmgr.documents.payment_service import Short
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices import service, write_off_service
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.upkeep.queries import findings
from builders import a_credit, a_payment, an_invoice, balances, day, open_on

SMALL = "Work; 1; 100; tax=iva21"


def lost(s: Session, *, relief: bool = False, on: str = "06-01", amount: str = "") -> Document:
    """An invoice of 121.00, written off."""
    invoice = an_invoice(s, SMALL)
    write_off_service.write_off(
        s, str(invoice.number), amount=amount, on=day(on), has_relief=relief, reason="bankrupt"
    )
    return invoice


def is_sound(book: Book) -> bool:
    with reading(book) as db:
        return [row for row in findings(db, book) if not row.ok] == []


def test_payments_that_all_bounce_leave_no_unit_of_gain_or_loss(book: Book) -> None:
    """99 yen relieve 0.39 of 0.40 and bring 0.40, the last yen brings 0.00 for 0.01."""

    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "Tea; 1; 100; tax=none", currency="JPY", rate="0.004")
        first = a_payment(s, 99, invoice, currency="JPY", rate="0.004", on="05-10")
        second = a_payment(s, 1, invoice, currency="JPY", rate="0.004", on="05-11")
        payments.void(s, first, on=day("05-12"))
        payments.void(s, second, on=day("05-13"))

    change(history, book)
    assert balances(book, "05-11") == {"Bank": 40, "Sales": -40, "Currency gain": -1, "Currency loss": 1}
    assert balances(book) == {"Receivable": 40, "Sales": -40}
    assert is_sound(book)


# a late payment that bounces


@pytest.mark.parametrize(
    ("relief", "left"),
    [
        (True, {"Bad debts": 10000, "Sales": -10000}),
        (False, {"Bad debts": 12100, "Sales": -10000, "Tax": -2100}),
    ],
)
def test_a_late_payment_that_bounces_brings_the_write_off_back(
    book: Book, relief: bool, left: dict[str, int]
) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s, relief=relief)
        payment = a_payment(s, 12100, invoice, on="07-01")
        payments.void(s, payment, on=day("07-10"))
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.open_minor, invoice.settled_on) == ("written_off", 0, day("06-01"))
    assert balances(book, "06-30") == left
    assert balances(book, "07-09") == {"Bank": 12100, "Sales": -10000, "Tax": -2100}
    assert balances(book) == left
    with reading(book) as db:
        rows = db.run(
            "SELECT amount_minor, note FROM allocation WHERE kind = 'write_off' ORDER BY id"
        ).fetchall()
        back = db.value("SELECT CAST(SUM(tax_minor) AS BIGINT) FROM allocation_tax")
    assert [tuple(row) for row in rows] == [(12100, "bankrupt"), (-12100, None), (12100, "bankrupt")]
    assert back == (2100 if relief else None)
    assert is_sound(book)


def test_a_late_payment_that_is_unapplied_brings_the_write_off_back_and_is_credit(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s, relief=True)
        payment = a_payment(s, 12100, invoice, on="07-01")
        payments.unapply(s, payment, invoice, on=day("07-10"))
        return invoice

    assert change(history, book).status == "written_off"
    assert balances(book) == {"Bank": 12100, "Client credits": -12100, "Bad debts": 10000, "Sales": -10000}
    assert is_sound(book)


def test_two_late_payments_bounce_in_any_order(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s, relief=True)
        first = a_payment(s, 4000, invoice, on="07-01")
        second = a_payment(s, 8100, invoice, on="07-02")
        payments.void(s, first, on=day("07-05"))
        payments.void(s, second, on=day("07-06"))
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.settled_on) == ("written_off", day("06-01"))
    # 40.00 of 121.00 is 33.06 and 6.94 of tax
    assert balances(book, "07-05") == {"Bank": 8100, "Bad debts": 3306, "Sales": -10000, "Tax": -1406}
    assert balances(book) == {"Bad debts": 10000, "Sales": -10000}
    assert is_sound(book)


def test_a_bounced_write_off_is_recovered_and_bounces_again(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s, relief=True)
        for on, off in (("07-01", "07-05"), ("07-06", "07-08"), ("07-09", "07-11")):
            payments.void(s, a_payment(s, 12100, invoice, on=on), on=day(off))
        a_payment(s, 12100, invoice, on="07-12")
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.settled_on) == ("paid", day("06-01"))
    assert balances(book, "07-11") == {"Bad debts": 10000, "Sales": -10000}
    assert balances(book) == {"Bank": 12100, "Sales": -10000, "Tax": -2100}
    assert is_sound(book)


def test_a_payment_of_before_the_write_off_bounces_before_it_too(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s)
        payment = a_payment(s, 12100, invoice, on="05-20")
        payments.void(s, payment, on=day("05-25"))
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.settled_on) == ("written_off", day("06-01"))
    assert [open_on(book, "INV-2026-0001", on) for on in ("05-24", "05-25", "05-31", "06-01")] == [
        0,
        12100,
        12100,
        0,
    ]
    assert balances(book) == {"Bad debts": 12100, "Sales": -10000, "Tax": -2100}
    assert is_sound(book)


def test_fee_and_discount_of_a_late_payment_go_before_the_write_off_comes_back(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s, relief=True)
        money = a_payment(s, 12100, on="07-01")
        payments.apply(s, money, invoice, amount_minor=11500, on=day("07-01"), short=Short(358, 242))
        payments.void(s, money, on=day("07-10"))
        return invoice

    assert change(history, book).status == "written_off"
    assert balances(book, "07-09") == {
        "Bank": 12100,
        "Client credits": -600,
        "Bank fees": 358,
        "Sales": -9800,
        "Tax": -2058,
    }
    assert balances(book) == {"Bad debts": 10000, "Sales": -10000}
    assert is_sound(book)


def test_what_was_credited_meanwhile_is_not_lost_as_well(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s)
        payment = a_payment(s, 12100, invoice, on="07-01")
        a_credit(s, invoice, 4000, on="07-05")
        payments.void(s, payment, on=day("07-10"))
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.open_minor) == ("open", 4000)  # the credit note settles it
    assert balances(book) == {
        "Receivable": 4000,
        "Client credits": -4000,
        "Bad debts": 8100,
        "Sales": -6694,
        "Tax": -1406,
    }
    assert is_sound(book)


def test_a_credit_note_that_is_unapplied_or_void_brings_the_write_off_back(book: Book) -> None:
    def history(s: Session) -> list[str]:
        invoice = lost(s)
        other = an_invoice(s, SMALL, on="05-02")
        old = a_credit(s, other, 12100, on="05-03")
        payments.unapply(s, old, other, on=day("05-03"))
        payments.apply(s, old, invoice, amount_minor=None, on=day("07-01"))
        said = [invoice.status]
        payments.unapply(s, old, invoice, on=day("07-02"))
        said.append(invoice.status)
        note = a_credit(s, invoice, 12100, on="07-03")
        said.append(invoice.status)
        payments.unapply(s, note, invoice, on=day("07-04"))
        said.append(invoice.status)
        service.void(s, note, on=day("07-05"))
        return [*said, invoice.status]

    assert change(history, book) == ["credited", "written_off", "credited", "open", "written_off"]
    assert balances(book) == {
        "Receivable": 12100,
        "Client credits": -12100,
        "Bad debts": 12100,
        "Sales": -10000,
        "Tax": -2100,
    }
    assert is_sound(book)


def test_what_was_taken_back_by_hand_stays_so_when_a_payment_bounces(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s)
        write_off_service.take_back(s, "1", amount="", on=day("06-10"))
        payments.void(s, a_payment(s, 12100, invoice, on="07-01"), on=day("07-10"))
        return invoice

    assert change(history, book).status == "open"
    assert balances(book) == {"Receivable": 12100, "Sales": -10000, "Tax": -2100}


def test_a_credit_note_is_void_after_a_real_payment_and_nothing_is_lost_again(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = lost(s)
        note = a_credit(s, invoice, 12100, on="06-10")
        payments.unapply(s, note, invoice, on=day("06-11"))
        a_payment(s, 12100, invoice, on="06-12")
        service.void(s, note, on=day("06-13"))
        return invoice

    assert change(history, book).status == "paid"
    assert balances(book) == {"Bank": 12100, "Sales": -10000, "Tax": -2100}
    assert is_sound(book)


# a gain is taken off the gain, a loss off the loss

DOLLARS = "Work; 1; 1000; tax=none"


def paid_in_dollars(s: Session, rate: str, minor: int = 100000) -> tuple[Document, Payment]:
    """1,000 USD at 0.92, and money for it at another rate."""
    invoice = an_invoice(s, DOLLARS, currency="USD", rate="0.92")
    return invoice, a_payment(s, minor, on="05-10", currency="USD", rate=rate)


@pytest.mark.parametrize(
    ("rate", "moved"), [("0.95", {"Currency gain": -3000}), ("0.90", {"Currency loss": 2000})]
)
def test_applied_and_freed_any_number_of_times_gains_and_losses_are_as_they_were(
    book: Book, rate: str, moved: dict[str, int]
) -> None:
    def history(s: Session) -> None:
        invoice, payment = paid_in_dollars(s, rate)
        for on in ("05-11", "05-13", "05-15"):
            payments.apply(s, payment, invoice, amount_minor=None, on=day(on))
            payments.unapply(s, payment, invoice, on=day(on).replace(day=day(on).day + 1))

    change(history, book)
    bank = {"0.95": 95000, "0.90": 90000}[rate]
    free = {"Bank": bank, "Client credits": -bank, "Receivable": 92000, "Sales": -92000}
    assert balances(book, "05-15") == {"Bank": bank, "Sales": -92000, **moved}
    assert balances(book, "05-14") == free
    assert balances(book) == free
    assert is_sound(book)


def test_a_bounce_in_dollars_takes_the_gain_back_as_a_gain(book: Book) -> None:
    def history(s: Session) -> None:
        invoice = an_invoice(s, DOLLARS, currency="USD", rate="0.92")
        payment = a_payment(s, 100000, invoice, on="05-10", currency="USD", rate="0.95")
        payments.void(s, payment, on=day("05-20"))

    change(history, book)
    assert balances(book, "05-19") == {"Bank": 95000, "Sales": -92000, "Currency gain": -3000}
    assert balances(book) == {"Receivable": 92000, "Sales": -92000}


def test_a_write_off_in_dollars_comes_back_with_a_bounce_and_leaves_no_gain(book: Book) -> None:
    def history(s: Session) -> Document:
        invoice = an_invoice(s, "Work; 1; 1000; tax=iva21", currency="USD", rate="0.9137")
        write_off_service.write_off(s, "1", amount="", on=day("06-01"), has_relief=True, reason="")
        first = a_payment(s, 33333, invoice, on="07-01", currency="USD", rate="0.95")
        second = a_payment(s, 33333, invoice, on="07-02", currency="USD", rate="0.90")
        payments.void(s, first, on=day("07-03"))
        payments.void(s, second, on=day("07-04"))
        return invoice

    assert change(history, book).status == "written_off"
    assert balances(book) == {"Bad debts": 91370, "Sales": -91370}
    assert is_sound(book)


def test_a_refund_in_dollars_that_is_void_takes_its_loss_back(book: Book) -> None:
    from decimal import Decimal

    from acctmgr.documents import refund_service as refunds
    from acctmgr.ledger import service as ledger

    def history(s: Session) -> None:
        payment = a_payment(s, 100000, on="05-10", currency="USD", rate="0.92")
        money = payments.Money(40000, day("05-11"), ledger.money_account(s, None), "USD", Decimal("0.95"))
        refunds.void_refund(s, refunds.refund(s, payment, money), on=day("05-12"))

    change(history, book)
    assert balances(book, "05-11") == {"Bank": 54000, "Client credits": -55200, "Currency loss": 1200}
    assert balances(book) == {"Bank": 92000, "Client credits": -92000}


def test_a_back_dated_part_does_not_turn_a_gain_into_a_gain_and_a_loss(book: Book) -> None:
    def history(s: Session) -> None:
        invoice = an_invoice(s, "Work; 1; 100; tax=none", currency="USD", rate="0.9137")
        later = a_payment(s, 3333, invoice, on="05-20", currency="USD", rate="0.95")
        earlier = a_payment(s, 3333, invoice, on="05-10", currency="USD", rate="0.95")
        payments.void(s, earlier, on=day("05-25"))
        payments.void(s, later, on=day("05-26"))

    change(history, book)
    assert balances(book) == {"Receivable": 9137, "Sales": -9137}
    assert is_sound(book)
