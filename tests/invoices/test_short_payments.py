"""Short and bounced payments, write-offs, refunds: each rule with its numbers, as they come out of the books."""

from datetime import date

import pytest

from acctmgr.cash import fee_service
from acctmgr.core.errors import NotFound, Refused
from acctmgr.documents import payment_service as payments
from acctmgr.documents.payment_service import Short
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices import money_service, service, write_off_service
from acctmgr.ledger import service as ledger
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.settings_service import set_book_setting
from acctmgr.store.write import change
from builders import a_client, a_credit, a_payment, an_invoice, balances, count, day, open_on

TAXED = "Work; 1; 1000; tax=iva21"
SMALL = "Work; 1; 100; tax=iva21"


def short(
    s: service.Session,
    minor: int,
    invoice: Document,
    *,
    fee: int = 0,
    discount: int = 0,
    on: str = "05-10",
    rate: str | None = None,
) -> Payment:
    """Money that arrived, with what did not."""
    from decimal import Decimal

    account = ledger.money_account(s, None)
    money = payments.Money(minor, day(on), account, invoice.currency, Decimal(rate) if rate else None)
    return payments.receive(s, a_client(s), money, [invoice], Short(fee, discount))


def lose(
    s: service.Session, number: str, amount: str = "", *, on: str = "06-01", relief: bool = False
) -> None:
    write_off_service.write_off(s, number, amount=amount, on=day(on), has_relief=relief, reason="")


# rule 14: short payments


def test_985_arrive_of_1000_and_the_bank_kept_15(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, "Work; 1; 1000; tax=none")
        short(s, 98500, invoice, fee=1500)
        return invoice

    assert change(history, book).status == "paid"
    assert open_on(book, "INV-2026-0001", "05-09") == 100000
    assert open_on(book, "INV-2026-0001", "05-10") == 0
    assert balances(book) == {"Bank": 98500, "Bank fees": 1500, "Sales": -100000}


def test_two_percent_of_1210_is_24_20_and_4_20_of_it_is_tax(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, TAXED)
        short(s, 118580, invoice, discount=2420)
        return invoice

    assert change(history, book).status == "paid"
    assert balances(book) == {"Bank": 118580, "Sales": -98000, "Tax": -20580}
    with reading(book) as db:
        rows = db.run("SELECT kind, base_minor, tax_minor, tax_book_minor FROM allocation_tax").fetchall()
    assert [tuple(row) for row in rows] == [("added", 2000, 420, 420)]


def test_the_rest_of_a_short_payment_stays_open(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, "Work; 1; 1000; tax=none")
        a_payment(s, 98500, invoice)
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.open_minor) == ("part_paid", 1500)


def test_a_discount_takes_each_tax_by_what_the_invoice_has_of_it(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "a; 1; 1000; tax=iva21", "b; 1; 1000; tax=iva10", "c; 1; 690; tax=none")
        short(s, 290000, invoice, discount=10000)  # of 3,000.00: 1,210.00, 1,100.00 and 690.00

    change(history, book)
    with reading(book) as db:
        rows = db.run("SELECT base_minor, tax_minor FROM allocation_tax ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(3333, 700), (3334, 333)]
    assert balances(book) == {"Bank": 290000, "Sales": -269000 + 8967, "Tax": -31000 + 1033}


def test_a_discount_on_withheld_tax_gives_that_back_too(book: Book) -> None:
    def history(s: service.Session) -> None:
        short(s, 95400, an_invoice(s, "a; 1; 1000; tax=iva21-irpf15"), discount=10600)  # a tenth of 1,060.00

    change(history, book)
    assert balances(book) == {"Bank": 95400, "Withheld tax": 13500, "Sales": -90000, "Tax": -18900}


def test_a_discount_and_the_credit_notes_give_back_exactly_the_tax(book: Book) -> None:
    def history(s: service.Session) -> list[int]:
        invoice = an_invoice(s, "a; 1; 10.00; tax=21", tax_included=True)  # tax 1.74
        short(s, 250, invoice, discount=250)
        return [a_credit(s, invoice, minor, on="05-20").tax_minor for minor in (250, 250, 250)]

    assert change(history, book) == [43, 44, 43]  # and 0.44 with the discount
    assert balances(book) == {"Bank": 250, "Client credits": -250}


def test_fee_and_discount_are_in_the_invoices_currency(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "a; 1; 1000; tax=none", currency="USD", rate="0.92")
        short(s, 96500, invoice, fee=1500, discount=2000, rate="0.95")

    change(history, book)
    # 1,000.00 USD were booked at 920.00; the discount is worth 18.40 of that, and 980.00 USD came at 0.95: 931.00
    assert balances(book) == {
        "Bank": 91675,
        "Bank fees": 1425,
        "Sales": -92000 + 1840,
        "Currency gain": -2940,
    }


def test_what_is_more_than_open_with_the_fee_becomes_credit(book: Book) -> None:
    payment = change(lambda s: short(s, 99000, an_invoice(s, "a; 1; 1000; tax=none"), fee=1500), book)
    assert payment.open_minor == 500
    assert balances(book) == {"Bank": 99000, "Bank fees": 1500, "Client credits": -500, "Sales": -100000}


def test_a_fee_that_is_more_than_open_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match=r"5\.00 EUR of the fee is more than is open"):
        change(lambda s: short(s, 1000, an_invoice(s), fee=10500), book)
    assert count(book, "payment") == 0


def test_a_discount_that_is_more_than_open_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match=r"INV-2026-0001 has only 100\.00 EUR open on 2026-05-10"):
        change(lambda s: short(s, 1000, an_invoice(s), discount=10500), book)
    assert count(book, "entry") == 0


def test_a_payment_that_bounces_takes_its_fee_and_discount_along(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, TAXED)
        payment = short(s, 117080, invoice, fee=1500, discount=2420)
        payments.void(s, payment, on=day("05-20"))
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.open_minor) == ("open", 121000)
    assert open_on(book, "INV-2026-0001", "05-19") == 0
    assert open_on(book, "INV-2026-0001", "05-20") == 121000
    assert balances(book, "05-19") == {"Bank": 117080, "Bank fees": 1500, "Sales": -98000, "Tax": -20580}
    assert balances(book) == {"Receivable": 121000, "Sales": -100000, "Tax": -21000}


def test_unapply_frees_fee_and_discount_with_the_payment(book: Book) -> None:
    def history(s: service.Session) -> Payment:
        wrong, right = (
            an_invoice(s, "a; 1; 1000; tax=none"),
            an_invoice(s, "b; 1; 1000; tax=none", on="05-02"),
        )
        payment = short(s, 98500, wrong, fee=1500)
        payments.unapply(s, payment, wrong, on=day("05-20"))
        payments.apply(s, payment, right, amount_minor=None, on=day("05-20"), short=Short(1500))
        return payment

    assert change(history, book).open_minor == 0
    assert open_on(book, "INV-2026-0001", "05-20") == 100000
    assert open_on(book, "INV-2026-0002", "05-20") == 0
    assert balances(book) == {"Bank": 98500, "Bank fees": 1500, "Receivable": 100000, "Sales": -200000}


def test_a_fee_goes_to_the_oldest_invoice_when_money_is_for_all(book: Book) -> None:
    from acctmgr.documents.intake_service import RawMoney, RawShort

    def history(s: service.Session) -> None:
        an_invoice(s)
        an_invoice(s, on="05-02")
        money_service.receive_oldest_first(s, "acme", RawMoney("185", day("05-10")), RawShort("15"))

    change(history, book)
    assert balances(book) == {"Bank": 18500, "Bank fees": 1500, "Sales": -20000}


# rule 13: payments that bounce


def test_a_bounce_costs_a_fee_out_of_the_account_it_came_into(book: Book) -> None:
    def history(s: service.Session) -> None:
        payment = a_payment(s, 10000, an_invoice(s), on="05-10")
        payments.void(s, payment, on=day("05-20"))
        bounced = fee_service.Bounced("p1", payment.account_id, payment.rate)
        fee_service.charge(s, bounced, 450, on=day("05-22"))

    change(history, book)
    assert balances(book, "05-21") == {"Receivable": 10000, "Sales": -10000}
    assert balances(book) == {"Bank": -450, "Bank fees": 450, "Receivable": 10000, "Sales": -10000}


def test_only_what_was_applied_is_freed_and_the_payment_stays_credit(book: Book) -> None:
    def history(s: service.Session) -> Payment:
        invoice = an_invoice(s)
        payment = a_payment(s, 10000, invoice, on="05-10")
        payments.unapply(s, payment, invoice, on=day("05-20"))
        return payment

    assert change(history, book).open_minor == 10000
    assert open_on(book, "INV-2026-0001", "05-19") == 0
    assert balances(book) == {
        "Bank": 10000,
        "Receivable": 10000,
        "Client credits": -10000,
        "Sales": -10000,
    }


# rule 15: write-offs


def test_121_without_relief_is_an_expense_of_121(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1")
        return invoice

    assert change(history, book).status == "written_off"
    assert open_on(book, "INV-2026-0001", "05-31") == 12100
    assert open_on(book, "INV-2026-0001", "06-01") == 0
    assert balances(book) == {"Bad debts": 12100, "Sales": -10000, "Tax": -2100}


def test_121_with_relief_is_an_expense_of_100_and_21_of_tax(book: Book) -> None:
    def history(s: service.Session) -> None:
        an_invoice(s, SMALL)
        lose(s, "1", relief=True)

    change(history, book)
    assert balances(book) == {"Bad debts": 10000, "Sales": -10000}


@pytest.mark.parametrize(("relief", "left"), [(False, {"Tax": -2100}), (True, {"Tax": -2100})])
def test_a_later_payment_takes_the_write_off_back(book: Book, relief: bool, left: dict[str, int]) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1", relief=relief)
        a_payment(s, 12100, invoice, on="07-01")
        return invoice

    assert change(history, book).status == "paid"
    assert balances(book, "06-30")["Bad debts"] == (10000 if relief else 12100)
    assert balances(book) == {"Bank": 12100, "Sales": -10000, **left}


def test_half_of_a_write_off_comes_back_with_half_of_its_tax(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1", relief=True)
        a_payment(s, 6050, invoice, on="07-01")
        return invoice

    assert change(history, book).status == "written_off"
    assert balances(book) == {"Bank": 6050, "Bad debts": 5000, "Sales": -10000, "Tax": -1050}


def test_the_taxes_of_one_code_come_back_rounded_as_one(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, "Shop; 1; 100; tax=iva21-re52")
        lose(s, "1", relief=True)
        a_payment(s, 200, invoice, on="07-01")
        return invoice

    invoice = change(history, book)
    # 26.20 x 2.00 / 126.20 is 0.42; its parts alone would be 0.33 and 0.08
    assert balances(book) == {"Bank": 200, "Bad debts": 9842, "Sales": -10000, "Tax": -42}
    change(lambda s: a_payment(s, 12420, s.merge(invoice), on="07-02"), book)
    assert balances(book) == {"Bank": 12620, "Sales": -10000, "Tax": -2620}


def test_a_payment_of_a_day_before_the_write_off_takes_it_back_on_its_day(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1")
        a_payment(s, 12100, invoice, on="05-20")
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.settled_on) == ("paid", day("05-20"))
    assert balances(book) == {"Bank": 12100, "Sales": -10000, "Tax": -2100}


def test_an_old_credit_takes_a_write_off_back_too(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1")
        payment = a_payment(s, 12100, on="07-01")
        payments.apply(s, payment, invoice, amount_minor=None, on=day("07-02"))
        return invoice

    assert change(history, book).status == "paid"
    assert balances(book) == {"Bank": 12100, "Sales": -10000, "Tax": -2100}


def test_a_write_off_is_taken_back_by_hand(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1", relief=True)
        write_off_service.take_back(s, "1", amount="", on=day("07-01"))
        return invoice

    assert change(history, book).status == "open"
    assert balances(book) == {"Receivable": 12100, "Sales": -10000, "Tax": -2100}


def test_relief_never_gives_back_more_tax_than_credit_notes_left(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, SMALL)
        a_credit(s, invoice, 6050, on="05-20")
        lose(s, "1", relief=True)

    change(history, book)
    assert balances(book) == {"Sales": -5000, "Bad debts": 5000}


def test_a_later_payment_with_a_discount_takes_relief_back_before_the_discount_gives_its_own(
    book: Book,
) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1", relief=True)
        short(s, 11858, invoice, discount=242, on="07-01")
        return invoice

    assert change(history, book).status == "paid"
    assert balances(book) == {"Bank": 11858, "Sales": -9800, "Tax": -2058}


def test_a_credit_note_takes_a_write_off_back_first_so_that_nobody_gets_what_was_never_paid(
    book: Book,
) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        a_payment(s, 6050, invoice, on="05-10")
        lose(s, "1")
        a_credit(s, invoice, 7260, on="07-01")
        return invoice

    assert change(history, book).status == "paid"
    assert balances(book, "06-30") == {"Bank": 6050, "Bad debts": 6050, "Sales": -10000, "Tax": -2100}
    assert balances(book) == {"Bank": 6050, "Client credits": -1210, "Sales": -4000, "Tax": -840}


def test_a_credit_note_of_a_day_before_the_write_off_takes_it_back_on_its_day(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        lose(s, "1")
        a_credit(s, invoice, on="05-20")
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.settled_on) == ("credited", day("05-20"))
    assert balances(book, "05-31") == balances(book) == {}


def test_what_a_credit_note_gave_back_is_not_written_off_too(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, SMALL)
        payment = a_payment(s, 12100, invoice, on="05-10")
        a_credit(s, invoice, 6050, on="05-20")
        payments.unapply(s, payment, invoice, on=day("05-25"))

    change(history, book)
    with pytest.raises(
        Refused, match=r"only 60\.50 EUR of INV-2026-0001 is not credited or lost yet"
    ) as caught:
        change(lambda s: lose(s, "1"), book)
    assert caught.value.hint == "acctmgr payment apply CN-2026-0001 INV-2026-0001"
    change(lambda s: lose(s, "1", "60.50"), book)
    assert balances(book) == {
        "Bank": 12100,
        "Receivable": 6050,
        "Client credits": -18150,
        "Sales": -5000,
        "Tax": -1050,
        "Bad debts": 6050,
    }


def test_what_was_written_off_with_its_tax_is_given_back_already(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, SMALL)
        lose(s, "1", relief=True)
        a_credit(s, invoice, on="07-01")

    with pytest.raises(Refused, match="credited in full already") as caught:
        change(history, book)
    undo = "acctmgr invoice write-off INV-2026-0001 --undo"
    assert caught.value.hint == f"{undo}\nacctmgr invoice credit INV-2026-0001"
    assert balances(book) == {}


def test_a_write_off_in_a_foreign_currency_is_what_the_books_carried(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "a; 1; 100; tax=none", currency="USD", rate="0.9137")
        a_payment(s, 3333, invoice, currency="USD", rate="0.9137")
        lose(s, "1")

    change(history, book)
    assert balances(book) == {"Bank": 3045, "Bad debts": 6092, "Sales": -9137}


def test_more_than_is_open_is_not_written_off(book: Book) -> None:
    change(lambda s: an_invoice(s, SMALL), book)
    with pytest.raises(Refused, match=r"INV-2026-0001 has only 121\.00 EUR open on 2026-06-01"):
        change(lambda s: lose(s, "1", "121.01"), book)
    assert count(book, "allocation") == 0


def test_nothing_is_written_off_before_it_was_issued(book: Book) -> None:
    change(an_invoice, book)
    with pytest.raises(
        Refused, match="INV-2026-0001 was issued on 2026-05-01: it can't be written off before"
    ):
        change(lambda s: lose(s, "1", on="04-30"), book)


def test_a_written_off_invoice_is_void_only_after_that_is_taken_back(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s)
        lose(s, "1")
        service.void(s, invoice, on=day("06-02"))

    with pytest.raises(Refused, match="has something settled on it") as caught:
        change(history, book)
    undo = "acctmgr invoice write-off INV-2026-0001 --undo --on 2026-06-02"
    assert caught.value.hint == f"{undo}\nacctmgr invoice void INV-2026-0001 --on 2026-06-02"


def test_a_write_off_behind_the_lock_is_refused_and_a_payment_brings_it_back_after_it(book: Book) -> None:
    def history(s: service.Session) -> None:
        an_invoice(s, SMALL)
        lose(s, "1", on="05-31")

    change(history, book)
    change(lambda s: set_book_setting(s, "locked_until", "2026-05-31"), book)
    with pytest.raises(Refused, match="2026-05-31 is locked"):
        change(lambda s: write_off_service.take_back(s, "1", amount="", on=day("05-31")), book)
    change(lambda s: a_payment(s, 12100, service.find(s, "1"), on="06-01"), book)
    assert balances(book, "05-31") == {"Bad debts": 12100, "Sales": -10000, "Tax": -2100}
    assert balances(book) == {"Bank": 12100, "Sales": -10000, "Tax": -2100}


# rule 11: credits that are paid back


def give_back(
    s: service.Session, source: str, amount: str = "", *, on: str = "06-01", rate: str = ""
) -> None:
    from acctmgr.documents.intake_service import RawMoney

    money_service.refund(s, source, RawMoney(amount, day(on), rate=rate))


def test_what_was_paid_too_much_goes_back(book: Book) -> None:
    def history(s: service.Session) -> Payment:
        payment = a_payment(s, 15000, an_invoice(s))
        give_back(s, "p1", "30")
        return payment

    assert change(history, book).open_minor == 2000
    assert balances(book, "05-31") == {"Bank": 15000, "Client credits": -5000, "Sales": -10000}
    assert balances(book) == {"Bank": 12000, "Client credits": -2000, "Sales": -10000}


def test_a_credit_note_of_a_paid_invoice_goes_back(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, SMALL)
        a_payment(s, 12100, invoice)
        note = a_credit(s, invoice)
        give_back(s, "CN-2026-0001")
        return note

    note = change(history, book)
    assert (note.open_minor, note.settled_on) == (0, day("06-01"))
    assert balances(book) == {}


def test_more_than_the_free_credit_is_not_paid_back(book: Book) -> None:
    change(lambda s: a_payment(s, 15000, an_invoice(s)), book)
    with pytest.raises(Refused, match=r"p1 has only 50\.00 EUR left to pay back on 2026-06-01"):
        change(lambda s: give_back(s, "p1", "50.01"), book)
    assert count(book, "payment") == 1


def test_credit_that_is_used_later_is_not_free_before(book: Book) -> None:
    def history(s: service.Session) -> None:
        first, second = an_invoice(s), an_invoice(s, on="05-02")
        payment = a_payment(s, 15000, first)
        payments.apply(s, payment, second, amount_minor=None, on=day("07-01"))
        give_back(s, "p1", on="06-01")

    with pytest.raises(Refused, match="p1 has nothing left to pay back on 2026-06-01"):
        change(history, book)


def test_a_refund_at_another_rate_is_a_currency_difference(book: Book) -> None:
    def history(s: service.Session) -> None:
        a_payment(s, 10000, currency="USD", rate="0.95")
        give_back(s, "p1", "40", rate="0.90")
        give_back(s, "p1", rate="0.97")

    change(history, book)
    # 95.00 came in; 36.00 of 38.00 and 58.20 of 57.00 went out
    assert balances(book) == {"Bank": 80, "Currency gain": -200, "Currency loss": 120}


def test_a_refund_that_is_void_is_credit_again(book: Book) -> None:
    def history(s: service.Session) -> Payment:
        payment = a_payment(s, 15000, an_invoice(s))
        give_back(s, "p1")
        money_service.void(s, "p2", on=day("06-10"))
        return payment

    assert change(history, book).open_minor == 5000
    assert balances(book, "06-09") == {"Bank": 10000, "Sales": -10000}
    assert balances(book) == {"Bank": 15000, "Client credits": -5000, "Sales": -10000}


def test_a_payment_that_was_paid_back_does_not_bounce(book: Book) -> None:
    def history(s: service.Session) -> None:
        payment = a_payment(s, 15000, an_invoice(s))
        give_back(s, "p1")
        payments.void(s, payment, on=day("06-10"))

    with pytest.raises(Refused, match="p1 was paid back by p2") as caught:
        change(history, book)
    assert caught.value.hint == "acctmgr payment void p2\nacctmgr payment void p1"


def test_a_refund_settles_nothing_and_is_not_paid_back_itself(book: Book) -> None:
    def history(s: service.Session) -> None:
        a_payment(s, 15000, an_invoice(s))
        give_back(s, "p1")

    change(history, book)
    with pytest.raises(Refused, match="p2 went out to the client already"):
        change(lambda s: give_back(s, "p2"), book)
    with pytest.raises(Refused, match="p2 went out to the client: it settles nothing"):
        change(lambda s: money_service.apply(s, "p2", "1", amount="", on=day("06-02")), book)
    with pytest.raises(Refused, match="p2 went out to the client: it does not bounce"):
        change(lambda s: money_service.bounced(s, "p2"), book)
    with pytest.raises(NotFound, match="p2 settles nothing of INV-2026-0001"):
        change(lambda s: money_service.unapply(s, "p2", "1", on=day("06-10")), book)


def test_money_goes_back_only_after_it_came(book: Book) -> None:
    change(lambda s: a_payment(s, 15000, an_invoice(s)), book)
    with pytest.raises(Refused, match="p1 is of 2026-05-10: it can't be paid back on 2026-05-09"):
        change(lambda s: give_back(s, "p1", on="05-09"), book)


# rule 10: an old credit applied


def test_an_old_credit_counts_from_today_unless_a_day_is_said(book: Book) -> None:
    def history(s: service.Session) -> None:
        a_payment(s, 10000, on="05-10")
        an_invoice(s, on="05-20")
        money_service.apply(s, "p1", "1", amount="60", on=date(2026, 7, 15))
        money_service.apply(s, "p1", "1", amount="", on=day("06-01"))

    change(history, book)
    assert open_on(book, "INV-2026-0001", "05-31") == 10000
    assert open_on(book, "INV-2026-0001", "06-01") == 6000
    assert open_on(book, "INV-2026-0001", "07-15") == 0
