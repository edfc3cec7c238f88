"""The rules of the figures, each with its numbers, as they come out of the books."""

from decimal import Decimal

import pytest

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import DOT
from acctmgr.documents import payment_service as payments
from acctmgr.documents import service as documents
from acctmgr.documents.line_rules import parse_line
from acctmgr.documents.tables import Document
from acctmgr.invoices import credit_service, service, told_service
from acctmgr.invoices.gap_queries import gaps
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.settings_service import set_book_setting
from acctmgr.store.write import change
from acctmgr.tax import rules
from acctmgr.tax import service as taxes
from builders import a_client, a_credit, a_payment, an_invoice, balances, count, day, open_on


def test_an_invoice_debits_the_client_and_credits_sales_and_tax(book: Book) -> None:
    invoice = change(lambda s: an_invoice(s, "Consulting; 10; 100.00; tax=21"), book)
    assert (invoice.number, invoice.total_minor, invoice.status) == ("INV-2026-0001", 121000, "open")
    assert balances(book) == {"Receivable": 121000, "Sales": -100000, "Tax": -21000}


def test_a_credit_of_a_cent_may_be_all_tax(book: Book) -> None:
    """Of 1.21 with 0.21 of tax: 0.02 is net, the next 0.01 the first cent of tax."""

    def history(session: service.Session) -> list[tuple[int, int]]:
        invoice = an_invoice(session, "a; 1; 1.00; tax=iva21")
        notes = [a_credit(session, invoice, minor) for minor in (2, 1)]
        return [(note.net_minor, note.tax_minor) for note in notes]

    assert change(history, book) == [(2, 0), (0, 1)]


def test_withheld_tax_is_not_for_the_client_to_pay(book: Book) -> None:
    invoice = change(lambda s: an_invoice(s, "Consulting; 1; 1000; tax=iva21-irpf15"), book)
    assert (invoice.net_minor, invoice.tax_minor, invoice.withheld_minor, invoice.total_minor) == (
        100000,
        21000,
        15000,
        106000,
    )
    assert balances(book) == {"Receivable": 106000, "Withheld tax": 15000, "Sales": -100000, "Tax": -21000}


def test_tax_inside_three_ones_is_fifty_two_cents(book: Book) -> None:
    lines = ("a; 1; 1.00; tax=21", "b; 1; 1.00; tax=21", "c; 1; 1.00; tax=21")
    change(lambda s: an_invoice(s, *lines, tax_included=True), book)
    with reading(book) as db:
        nets = [row[0] for row in db.run("SELECT net_minor FROM document_line ORDER BY position")]
    assert nets == [83, 83, 82]
    assert balances(book) == {"Receivable": 300, "Sales": -248, "Tax": -52}


def test_a_discount_on_the_document_lowers_each_tax(book: Book) -> None:
    change(lambda s: an_invoice(s, "a; 1; 100; tax=iva21", "b; 1; 100; tax=iva10", discount="50.00"), book)
    with reading(book) as db:
        taxes = [row[0] for row in db.run("SELECT tax_minor FROM document_tax ORDER BY id")]
    assert taxes == [1575, 750]


def test_a_payment_entered_late_counts_from_its_own_day(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s)
        a_payment(s, 6000, invoice, on="05-10")
        a_payment(s, 4000, invoice, on="05-01")
        return invoice

    invoice = change(history, book)
    assert open_on(book, "INV-2026-0001", "05-05") == 6000
    assert open_on(book, "INV-2026-0001", "05-10") == 0
    assert invoice.settled_on == day("05-10")


def test_what_is_more_than_open_becomes_the_clients_credit(book: Book) -> None:
    payment = change(lambda s: a_payment(s, 15000, an_invoice(s)), book)
    assert payment.open_minor == 5000
    assert balances(book) == {"Bank": 15000, "Client credits": -5000, "Sales": -10000}


def test_a_prepayment_waits_as_credit_until_the_invoice_is_there(book: Book) -> None:
    change(lambda s: a_payment(s, 10000, an_invoice(s, on="05-20"), on="05-10"), book)
    assert balances(book, "05-15") == {"Bank": 10000, "Client credits": -10000}
    assert balances(book, "05-20") == {"Bank": 10000, "Sales": -10000}


def test_a_credit_is_applied_on_the_day_said(book: Book) -> None:
    def history(s: service.Session) -> object:
        first, second = an_invoice(s), an_invoice(s, on="05-02")
        payment = a_payment(s, 15000, first, on="05-10")
        return payments.apply(s, payment, second, amount_minor=None, on=day("06-01"))

    assert change(history, book) == (5000, day("06-01"))
    assert open_on(book, "INV-2026-0002", "05-31") == 10000
    assert open_on(book, "INV-2026-0002", "06-01") == 5000


def test_more_credit_than_there_is_cannot_be_applied(book: Book) -> None:
    def history(s: service.Session) -> None:
        payment = a_payment(s, 15000, an_invoice(s))
        payments.apply(s, payment, an_invoice(s, on="05-02"), amount_minor=5001, on=day("06-01"))

    with pytest.raises(Refused, match=r"p1 has only 50\.00 EUR left to apply on 2026-06-01"):
        change(history, book)
    assert count(book, "document") == 0


def test_a_bounced_payment_reopens_the_invoice_from_that_day_on(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s)
        payment = a_payment(s, 10000, invoice, on="05-10")
        payments.void(s, payment, on=day("05-20"))
        return invoice

    invoice = change(history, book)
    assert (invoice.status, invoice.settled_on) == ("open", None)
    assert open_on(book, "INV-2026-0001", "05-19") == 0
    assert open_on(book, "INV-2026-0001", "05-20") == 10000
    assert balances(book) == {"Receivable": 10000, "Sales": -10000}


def test_a_payment_bounces_once(book: Book) -> None:
    def history(s: service.Session) -> None:
        payment = a_payment(s, 10000, an_invoice(s))
        payments.void(s, payment, on=day("05-20"))
        payments.void(s, payment, on=day("05-21"))

    with pytest.raises(Refused, match="p1 is void since 2026-05-20"):
        change(history, book)


def test_four_credits_of_a_quarter_give_back_exactly_the_tax(book: Book) -> None:
    def history(s: service.Session) -> list[int]:
        invoice = an_invoice(s, "a; 1; 10.00; tax=21", tax_included=True)
        assert invoice.tax_minor == 174
        return [a_credit(s, invoice, 250, on=f"05-{10 + n}").tax_minor for n in range(4)]

    assert sum(change(history, book)) == 174
    assert balances(book) == {}


def test_an_invoice_is_not_credited_past_its_total(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s)
        a_credit(s, invoice, 6000)
        a_credit(s, invoice, 4001)

    with pytest.raises(Refused, match="more than what is left to credit"):
        change(history, book)


def test_crediting_a_paid_invoice_gives_the_client_credit(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s)
        a_payment(s, 10000, invoice)
        return a_credit(s, invoice, 3000)

    note = change(history, book)
    assert (note.number, note.open_minor, note.status) == ("CN-2026-0001", 3000, "open")
    assert balances(book) == {"Bank": 10000, "Client credits": -3000, "Sales": -7000}


def test_a_fully_credited_invoice_is_credited_not_paid(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s)
        a_credit(s, invoice)
        return invoice

    assert change(history, book).status == "credited"


def test_a_void_counts_from_its_day_and_keeps_its_number(book: Book) -> None:
    def history(s: service.Session) -> Document:
        first = an_invoice(s)
        service.void(s, first, on=day("05-15"))
        return an_invoice(s, on="05-16")

    assert change(history, book).number == "INV-2026-0002"
    assert open_on(book, "INV-2026-0001", "05-14") == 10000
    assert open_on(book, "INV-2026-0001", "05-15") == 0
    assert balances(book, "05-15") == {}


def test_an_invoice_with_something_paid_is_not_voided(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s)
        a_payment(s, 1, invoice)
        service.void(s, invoice, on=day("06-01"))

    with pytest.raises(Refused, match="has something settled on it"):
        change(history, book)


def test_a_draft_has_no_number_and_no_entry(book: Book) -> None:
    draft = change(lambda s: an_invoice(s, is_draft=True), book)
    assert (draft.number, draft.status, draft.total_minor) == (None, "draft", 10000)
    assert count(book, "entry") == 0


def test_numbers_follow_the_year_of_issue(book: Book) -> None:
    def history(s: service.Session) -> list[str | None]:
        first = an_invoice(s, on="12-31")
        later = an_invoice(s, is_draft=True)
        later.issued_on = day("12-31").replace(year=2027)
        from acctmgr.documents.issue_service import issue

        issue(s, later)
        return [first.number, later.number]

    assert change(history, book) == ["INV-2026-0001", "INV-2027-0001"]


def test_a_date_before_the_latest_of_the_series_needs_backdate(book: Book) -> None:
    def history(s: service.Session) -> None:
        an_invoice(s, on="05-02")
        an_invoice(s, on="05-01", backdate=False)

    with pytest.raises(Refused, match="2026-05-01 is before 2026-05-02, the date of the latest invoice"):
        change(history, book)


def test_three_part_payments_relieve_all_of_a_foreign_invoice(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, currency="USD", rate="0.9137")
        for minor, on in ((3333, "05-02"), (3333, "05-03"), (3334, "05-04")):
            a_payment(s, minor, invoice, on=on, currency="USD", rate="0.9137")
        return invoice

    invoice = change(history, book)
    assert (invoice.total_book_minor, invoice.open_book_minor) == (9137, 0)
    assert balances(book)["Sales"] == -9137
    assert "Receivable" not in balances(book)


def test_a_better_rate_on_payment_is_a_currency_gain(book: Book) -> None:
    def history(s: service.Session) -> Document:
        invoice = an_invoice(s, "a; 1; 1000; tax=none", currency="USD", rate="0.92")
        a_payment(s, 40000, invoice, currency="USD", rate="0.95")
        return invoice

    assert change(history, book).open_book_minor == 92000 - 36800
    assert balances(book) == {"Bank": 38000, "Receivable": 55200, "Sales": -92000, "Currency gain": -1200}


def test_a_foreign_invoice_needs_its_rate(book: Book) -> None:
    with pytest.raises(WrongUsage, match="an amount in USD needs its rate"):
        change(lambda s: an_invoice(s, currency="USD"), book)


def test_money_in_another_currency_does_not_pay_the_invoice(book: Book) -> None:
    with pytest.raises(Refused, match=r"INV-2026-0001 is in EUR, that money is in USD"):
        change(lambda s: a_payment(s, 100, an_invoice(s), currency="USD", rate="0.9"), book)


def test_nothing_is_dated_behind_the_lock(book: Book) -> None:
    change(lambda s: set_book_setting(s, "locked_until", "2026-05-31"), book)
    with pytest.raises(Refused, match="2026-05-31 is locked"):
        change(lambda s: an_invoice(s, on="05-31"), book)
    assert count(book, "document") == 0
    assert change(lambda s: an_invoice(s, on="06-01"), book).status == "open"


def test_the_due_date_of_a_locked_invoice_stays(book: Book) -> None:
    change(an_invoice, book)
    change(lambda s: set_book_setting(s, "locked_until", "2026-05-31"), book)

    def re_date(s: service.Session) -> None:
        service.set_due(s, service.find(s, "1"), due_on=day("09-01"))

    with pytest.raises(Refused, match="2026-05-01 is locked"):
        change(re_date, book)


def test_what_was_issued_keeps_the_seller_and_buyer_of_its_day(book: Book) -> None:
    def history(s: service.Session) -> Document:
        set_book_setting(s, "company.name", "Ana Ruiz Studio")
        invoice = an_invoice(s)
        set_book_setting(s, "company.name", "Ruiz and Partners")
        a_client(s).name = "Acme Worldwide"
        return invoice

    change(history, book)
    with reading(book) as db:
        seller, buyer = db.run("SELECT seller, buyer FROM document").fetchone()
    assert '"name": "Ana Ruiz Studio"' in seller
    assert '"name": "Acme"' in buyer


def test_a_mistyped_date_that_is_void_does_not_stop_the_series(book: Book) -> None:
    def history(s: service.Session) -> str | None:
        mistyped = an_invoice(s, on="11-15")
        service.void(s, mistyped, on=day("11-15"))
        return an_invoice(s, on="05-02", backdate=False).number

    assert change(history, book) == "INV-2026-0002"


def test_another_pattern_begins_another_series(book: Book) -> None:
    def history(s: service.Session) -> list[str | None]:
        first = an_invoice(s)
        set_book_setting(s, "series.invoice", "F{seq}")
        second = an_invoice(s)
        set_book_setting(s, "series.invoice", "INV-{year}-{seq:4}")
        return [first.number, second.number, an_invoice(s).number]

    assert change(history, book) == ["INV-2026-0001", "F1", "INV-2026-0002"]
    with reading(book) as db:
        rows = [(row.first, row.last, row.used, row.missing) for row in gaps(db)]
    assert rows == [("F1", "F1", 1, []), ("INV-2026-0001", "INV-2026-0002", 2, [])]


def test_a_credited_invoice_is_not_voided_under_its_credit_note(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s)
        note = a_credit(s, invoice)
        payments.unapply(s, note, invoice, on=day("05-21"))
        service.void(s, invoice, on=day("05-22"))

    with pytest.raises(Refused, match="INV-2026-0001 is credited by CN-2026-0001"):
        change(history, book)


def test_a_credit_note_by_lines_keeps_its_lines(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "Days; 10; 80.00; tax=iva21")
        lines = [
            parse_line(text, style=DOT, digits=2) for text in ("A less; 1; 80.00", "B less; 2; 80; disc=5%")
        ]
        credit_service.credit(s, invoice, amount_minor=None, lines=lines, issued_on=day("05-20"))

    change(history, book)
    with reading(book) as db:
        query = (
            "SELECT description, quantity, l.net_minor FROM document_line l JOIN document d ON d.id = l.document_id "
            "WHERE d.kind = 'credit_note' ORDER BY position"
        )
        rows = [(words, Decimal(quantity), net) for words, quantity, net in db.run(query)]
        assert rows == [("A less", Decimal(1), 8000), ("B less", Decimal(2), 15200)]
        assert db.value("SELECT tax_minor FROM document WHERE kind = 'credit_note'") == 4872


def test_a_draft_issued_on_another_day_has_the_tax_of_that_day(book: Book) -> None:
    def history(s: service.Session) -> int:
        taxes.add(s, rules.TaxCode("vat", "VAT", valid_to=day("06-30"), components=(_vat("10"),)))
        taxes.add(s, rules.TaxCode("vat", "VAT", valid_from=day("07-01"), components=(_vat("20"),)))
        an_invoice(s, "a; 1; 100; tax=vat", on="06-30", is_draft=True)
        told_service.issue(s, "d1", issued_on=day("07-01"), backdate=False)
        return service.find(s, "1").tax_minor

    assert change(history, book) == 2000


def _vat(rate: str) -> rules.TaxComponent:
    return rules.TaxComponent("VAT", Decimal(rate))


def test_nothing_is_due_on_a_credit_note(book: Book) -> None:
    def history(s: service.Session) -> None:
        service.set_due(s, a_credit(s, an_invoice(s)), due_on=day("09-01"))

    with pytest.raises(Refused, match="CN-2026-0001 is no invoice"):
        change(history, book)


def test_an_amount_that_no_book_can_hold_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="more than a book can hold"):
        change(lambda s: an_invoice(s, "a; 1; 99999999999; tax=none", currency="USD", rate="999999999"), book)


def test_money_does_not_settle_a_credit_note(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s)
        payment = a_payment(s, 15000, invoice)
        payments.apply(s, payment, a_credit(s, invoice), amount_minor=None, on=day("06-01"))

    with pytest.raises(Refused, match="CN-2026-0001 is no invoice: nothing settles it"):
        change(history, book)


def test_money_does_not_settle_a_draft(book: Book) -> None:
    def history(s: service.Session) -> None:
        payment = a_payment(s, 15000, an_invoice(s))
        payments.apply(s, payment, an_invoice(s, is_draft=True), amount_minor=None, on=day("06-01"))

    with pytest.raises(Refused, match="d2 is draft, there is nothing to settle"):
        change(history, book)


def test_a_credit_note_void_later_still_counts_on_the_days_before(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "x; 1; 100; tax=21")
        note = a_credit(s, invoice, on="05-10")
        payments.unapply(s, note, invoice, on=day("06-01"))
        service.void(s, note, on=day("06-01"))
        a_credit(s, invoice, on="05-15")

    with pytest.raises(Refused, match="INV-2026-0001 is credited in full already"):
        change(history, book)


def test_a_credit_after_voids_never_takes_back_less_than_nothing(book: Book) -> None:
    def history(s: service.Session) -> list[int]:
        invoice = an_invoice(s, "x; 1; 100000; tax=none", currency="JPY", rate="0.006")
        notes = [a_credit(s, invoice, 1, on="05-20") for _ in range(5)]
        for note in (notes[1], notes[3]):
            payments.unapply(s, note, invoice, on=day("05-21"))
            service.void(s, note, on=day("05-21"))
        return [
            a_credit(s, invoice, 1, on="05-22").total_book_minor,
            a_credit(s, invoice, on="05-23").total_minor,
        ]

    smallest, rest = change(history, book)
    assert smallest >= 0
    assert rest == 99996


def test_a_draft_in_another_currency_needs_its_lines_again(book: Book) -> None:
    def history(s: service.Session) -> None:
        draft = an_invoice(s, "x; 1; 1000; tax=none; disc=1.50", is_draft=True)
        documents.rewrite(s, draft, documents.Typed(currency="JPY", rate=Decimal("0.006")))

    with pytest.raises(WrongUsage, match="its lines are in EUR"):
        change(history, book)


def test_credit_lines_with_tax_inside_give_back_the_gross_typed(book: Book) -> None:
    def history(s: service.Session) -> list[tuple[int, int]]:
        invoice = an_invoice(s, "x; 1; 3.00; tax=21", tax_included=True)
        line = parse_line("x; 1; 1", style=DOT, digits=2)
        notes = [
            credit_service.credit(s, invoice, amount_minor=None, lines=[line], issued_on=day("05-20"))
            for _ in range(3)
        ]
        return [(note.total_minor, note.tax_minor) for note in notes]

    assert change(history, book) == [(100, 17), (100, 18), (100, 17)]
    assert balances(book) == {}
