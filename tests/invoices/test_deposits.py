"""Deposits: taxed when they are asked for, no income until the final invoice takes them off."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from acctmgr.core.errors import Refused
from acctmgr.documents import payment_service as payments
from acctmgr.documents import service as documents
from acctmgr.documents.tables import Document
from acctmgr.invoices import service, told_service
from acctmgr.ledger import service as ledger
from acctmgr.ledger.tables import Account
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.tax import rules
from acctmgr.tax import service as taxes
from acctmgr.upkeep.queries import findings
from builders import a_client, a_credit, a_payment, an_invoice, balances, count, day

ADVANCE = "Advance; 1; 300; tax=iva21"
KITCHEN = "Kitchen; 1; 1000; tax=iva21"


def is_sound(book: Book) -> bool:
    with reading(book) as db:
        return all(row.ok for row in findings(db, book))


def test_a_deposit_is_taxed_at_once_and_is_no_income_yet(book: Book) -> None:
    deposit = change(lambda s: an_invoice(s, ADVANCE, is_deposit=True), book)
    assert (deposit.number, deposit.total_minor) == ("INV-2026-0001", 36300)
    assert balances(book) == {"Receivable": 36300, "Client deposits": -30000, "Tax": -6300}


def test_the_final_invoice_takes_it_off_with_its_tax(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        a_payment(s, 36300, deposit)
        return an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])

    final = change(history, book)
    assert (final.net_minor, final.tax_minor, final.total_minor) == (70000, 14700, 84700)
    assert balances(book, "05-31") == {"Bank": 36300, "Client deposits": -30000, "Tax": -6300}
    assert balances(book) == {"Bank": 36300, "Receivable": 84700, "Sales": -100000, "Tax": -21000}
    with reading(book) as db:
        rows = db.run(
            "SELECT description, unit_price, net_minor, deducts_id FROM document_line WHERE document_id = 2 ORDER BY id"
        )
        lines = [(words, Decimal(price), net, deducts) for words, price, net, deducts in rows]
    assert lines == [
        ("Kitchen", Decimal(1000), 100000, None),
        ("Deposit INV-2026-0001 of 2026-05-01", Decimal(-300), -30000, 1),
    ]
    assert is_sound(book)


def test_the_tax_left_is_the_whole_less_what_the_deposit_had_to_the_cent(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, "a; 1; 0.10; tax=iva21", is_deposit=True)  # tax 0.02
        return an_invoice(s, "b; 1; 0.20; tax=iva21", on="06-01", deducts=[deposit])  # tax 0.04

    assert change(history, book).tax_minor == 2  # and not 0.02 of 0.10, twice rounded down: 0.0210


def test_a_deposit_goes_off_by_tax_code(book: Book) -> None:
    def history(s: service.Session) -> list[tuple[str, int, int]]:
        deposit = an_invoice(s, "a; 1; 100; tax=iva21", "b; 1; 100; tax=iva10", is_deposit=True)
        an_invoice(s, "a; 1; 500; tax=iva21", "b; 1; 400; tax=iva10", on="06-01", deducts=[deposit])
        query = "SELECT rate, base_minor, tax_minor FROM document_tax WHERE document_id = 2 ORDER BY id"
        from acctmgr.store.write import connection_of

        s.flush()
        return [(str(rate), base, tax) for rate, base, tax in connection_of(s).run(query).fetchall()]

    assert change(history, book) == [("21", 40000, 8400), ("10", 30000, 3000)]
    assert balances(book)["Sales"] == -90000
    assert "Client deposits" not in balances(book)


def test_with_tax_inside_the_line_shows_the_gross_of_the_deposit(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, "a; 1; 363; tax=iva21", is_deposit=True, tax_included=True)
        return an_invoice(s, "b; 1; 1210; tax=iva21", on="06-01", tax_included=True, deducts=[deposit])

    assert change(history, book).total_minor == 84700
    with reading(book) as db:
        price, net = db.run(
            "SELECT unit_price, net_minor FROM document_line WHERE deducts_id IS NOT NULL"
        ).fetchone()
    assert (Decimal(price), net) == (Decimal(-363), -30000)


def test_a_discount_on_the_final_invoice_leaves_the_deposit_alone(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        return an_invoice(s, KITCHEN, on="06-01", discount="10%", deducts=[deposit])

    final = change(history, book)
    assert (final.net_minor, final.tax_minor, final.total_minor) == (60000, 12600, 72600)
    assert balances(book) == {"Receivable": 108900, "Sales": -90000, "Tax": -18900}


def test_several_deposits_may_cover_all_of_it(book: Book) -> None:
    def history(s: service.Session) -> Document:
        first, second = (
            an_invoice(s, "a; 1; 500; tax=iva21", is_deposit=True, on=on) for on in ("05-01", "05-02")
        )
        return an_invoice(s, KITCHEN, on="06-01", deducts=[first, second])

    final = change(history, book)
    assert (final.total_minor, final.status) == (0, "paid")
    assert balances(book) == {"Receivable": 121000, "Sales": -100000, "Tax": -21000}


def test_a_foreign_deposit_goes_off_at_what_it_was_booked_at(book: Book) -> None:
    def history(s: service.Session) -> None:
        deposit = an_invoice(s, "a; 1; 300; tax=iva21", is_deposit=True, currency="USD", rate="0.92")
        an_invoice(s, "b; 1; 1000; tax=iva21", on="06-01", currency="USD", rate="0.95", deducts=[deposit])

    change(history, book)
    # 276.00 of income at the old rate, 700.00 USD at the new one: 665.00; tax 57.96 and 139.65
    assert balances(book) == {"Receivable": 113861, "Sales": -94100, "Tax": -19761}
    assert is_sound(book)


def test_what_was_credited_of_a_deposit_is_not_taken_off_again(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        a_credit(s, deposit, 12100)
        return an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])

    final = change(history, book)
    assert (final.net_minor, final.total_minor) == (80000, 96800)
    assert balances(book, "05-31") == {"Receivable": 24200, "Client deposits": -20000, "Tax": -4200}
    assert "Client deposits" not in balances(book)


def test_a_void_of_the_final_invoice_frees_the_deposit(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        final = an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])
        service.void(s, final, on=day("06-02"))
        assert balances_now(s)["Client deposits"] == -30000
        return an_invoice(s, "Bath; 1; 400; tax=iva21", on="06-03", deducts=[deposit])

    assert change(history, book).total_minor == 12100
    assert balances(book) == {"Receivable": 48400, "Sales": -40000, "Tax": -8400}
    assert is_sound(book)


def balances_now(s: service.Session) -> dict[str, int]:
    from acctmgr.store.write import connection_of

    s.flush()
    rows = connection_of(s).run(
        "SELECT a.name, CAST(SUM(p.amount_minor) AS BIGINT) FROM posting p JOIN account a ON a.id = p.account_id "
        "GROUP BY a.name"
    )
    return dict(rows.fetchall())


def test_a_deposit_is_taken_off_once(book: Book) -> None:
    def history(s: service.Session) -> None:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])
        an_invoice(s, KITCHEN, on="06-02", deducts=[deposit])

    with pytest.raises(Refused, match="INV-2026-0001 is taken off INV-2026-0002 already"):
        change(history, book)
    assert count(book, "document") == 0


def refusal(book: Book, spoil: object) -> str:
    """What is said to taking a deposit off after something was done to it."""

    def history(s: service.Session) -> None:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        assert callable(spoil)
        spoil(s, deposit)

    with pytest.raises(Refused) as caught:
        change(history, book)
    assert count(book, "document") == 0
    return str(caught.value)


def test_more_than_the_invoice_is_not_taken_off(book: Book) -> None:
    said = refusal(book, lambda s, one: an_invoice(s, "a; 1; 299; tax=iva21", on="06-01", deducts=[one]))
    assert said == "the deposits are more than the invoice"


def test_another_clients_deposit_is_not_taken_off(book: Book) -> None:
    said = refusal(book, lambda s, one: an_invoice(s, KITCHEN, on="06-01", client="Bolt", deducts=[one]))
    assert said == "INV-2026-0001 belongs to another client"


def test_the_deposit_of_a_client_that_was_merged_is_taken_off(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        kept = a_client(s, "Bolt")
        a_client(s).merged_into_id = kept.id
        s.flush()
        return an_invoice(s, KITCHEN, on="06-01", client="Bolt", deducts=[deposit])

    assert change(history, book).total_minor == 84700


def test_a_deposit_in_another_currency_is_not_taken_off(book: Book) -> None:
    said = refusal(
        book,
        lambda s, one: an_invoice(s, KITCHEN, on="06-01", currency="USD", rate="0.9", deducts=[one]),
    )
    assert said == "INV-2026-0001 is in EUR, the invoice is in USD"


def test_a_deposit_is_not_taken_off_before_its_day(book: Book) -> None:
    said = refusal(book, lambda s, one: an_invoice(s, KITCHEN, on="04-30", deducts=[one]))
    assert said == "INV-2026-0001 was issued on 2026-05-01: nothing earlier can take it off"


def test_a_draft_and_a_void_deposit_are_not_taken_off(book: Book) -> None:
    def with_draft(s: service.Session, _: Document) -> None:
        draft = an_invoice(s, ADVANCE, is_deposit=True, is_draft=True)
        an_invoice(s, KITCHEN, on="06-01", deducts=[draft])

    def with_void(s: service.Session, deposit: Document) -> None:
        service.void(s, deposit, on=day("05-02"))
        an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])

    assert refusal(book, with_draft) == "d2 is draft: there is nothing to take off"
    assert refusal(book, with_void) == "INV-2026-0001 is void: there is nothing to take off"


def test_a_credited_deposit_is_not_taken_off(book: Book) -> None:
    def spoil(s: service.Session, deposit: Document) -> None:
        a_credit(s, deposit)
        an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])

    assert refusal(book, spoil) == "INV-2026-0001 is credited in full: there is nothing to take off"


def test_a_credit_note_that_is_void_later_keeps_the_deposit_back_until_then(book: Book) -> None:
    def spoil(s: service.Session, deposit: Document) -> None:
        note = a_credit(s, deposit, 12100, on="05-20")
        payments.unapply(s, note, deposit, on=day("06-10"))
        service.void(s, note, on=day("06-10"))
        an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])

    assert refusal(book, spoil) == "INV-2026-0001 was credited until 2026-06-10: take it off from that day on"


def test_an_invoice_that_is_no_deposit_is_not_taken_off(book: Book) -> None:
    def spoil(s: service.Session, _: Document) -> None:
        an_invoice(s, KITCHEN, on="06-01", deducts=[an_invoice(s)])

    assert refusal(book, spoil) == "INV-2026-0002 is no deposit"


def test_a_deposit_takes_no_other_off(book: Book) -> None:
    said = refusal(book, lambda s, one: an_invoice(s, KITCHEN, on="06-01", is_deposit=True, deducts=[one]))
    assert said == "a deposit does not take another one off"


def test_a_deposit_that_is_taken_off_is_not_voided_or_credited(book: Book) -> None:
    def history(s: service.Session) -> None:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])

    change(history, book)
    for doing, verb, option in (
        (lambda s, one: service.void(s, one, on=day("06-02")), "void", "--on"),
        (lambda s, one: a_credit(s, one, on="06-02"), "credit", "--issued"),
    ):
        with pytest.raises(Refused, match="INV-2026-0001 is taken off INV-2026-0002") as caught:
            change(lambda s, doing=doing: doing(s, service.find(s, "1")), book)
        assert caught.value.hint == (
            f"acctmgr invoice {verb} INV-2026-0002 {option} 2026-06-02\n"
            f"acctmgr invoice {verb} INV-2026-0001 {option} 2026-06-02"
        )


def test_the_credit_note_of_a_deposit_that_is_taken_off_is_not_voided(book: Book) -> None:
    def history(s: service.Session) -> None:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        note = a_credit(s, deposit, 12100)
        an_invoice(s, KITCHEN, on="06-01", deducts=[deposit])
        payments.unapply(s, note, deposit, on=day("06-02"))
        service.void(s, note, on=day("06-02"))

    with pytest.raises(Refused, match="INV-2026-0001 is taken off INV-2026-0002"):
        change(history, book)


def test_nothing_of_a_deposit_is_written_off_or_taken_off_early(book: Book) -> None:
    from acctmgr.documents.payment_service import Short
    from acctmgr.invoices import write_off_service

    change(lambda s: an_invoice(s, ADVANCE, is_deposit=True), book)
    lose = {"amount": "", "on": day("06-01"), "has_relief": True, "reason": ""}
    with pytest.raises(Refused, match="INV-2026-0001 is a deposit") as caught:
        change(lambda s: write_off_service.write_off(s, "1", **lose), book)
    assert caught.value.hint == "acctmgr invoice credit INV-2026-0001"

    def early(s: service.Session) -> None:
        money = payments.Money(30000, day("06-01"), ledger.money_account(s, None), "EUR")
        payments.receive(s, a_client(s), money, [service.find(s, "1")], Short(0, 6300))

    with pytest.raises(Refused, match="INV-2026-0001 is a deposit"):
        change(early, book)
    assert count(book, "allocation") == 0


def test_a_draft_keeps_its_deposit_through_edit_and_issue(book: Book) -> None:
    def history(s: service.Session) -> list[int]:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        draft = an_invoice(s, KITCHEN, on="06-01", is_draft=True, deducts=[deposit])
        seen = [draft.total_minor]
        documents.rewrite(s, draft, documents.Typed(note="Thank you"))
        a_credit(s, deposit, 12100)  # now 200.00 are left of it
        told_service.issue(s, f"d{draft.id}", issued_on=None, backdate=True)
        return [*seen, draft.total_minor]

    assert change(history, book) == [84700, 96800]
    assert is_sound(book)


def test_a_draft_whose_deposit_is_gone_is_not_issued(book: Book) -> None:
    def history(s: service.Session) -> None:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        draft = an_invoice(s, KITCHEN, on="06-01", is_draft=True, deducts=[deposit])
        service.void(s, deposit, on=day("06-01"))
        told_service.issue(s, f"d{draft.id}", issued_on=None, backdate=True)

    with pytest.raises(Refused, match="INV-2026-0001 is void: there is nothing to take off"):
        change(history, book)


def test_a_draft_lets_its_deposit_go(book: Book) -> None:
    def history(s: service.Session) -> Document:
        deposit = an_invoice(s, ADVANCE, is_deposit=True)
        draft = an_invoice(s, KITCHEN, on="06-01", is_draft=True, deducts=[deposit])
        documents.rewrite(s, draft, documents.Typed(deducts=[]))
        return draft

    assert change(history, book).total_minor == 121000


def test_a_deposit_at_the_tax_of_its_day_goes_off_at_that_tax(book: Book) -> None:
    def history(s: service.Session) -> Document:
        taxes.add(s, rules.TaxCode("vat", "VAT", valid_to=day("06-30"), components=(_vat("16"),)))
        taxes.add(s, rules.TaxCode("vat", "VAT", valid_from=day("07-01"), components=(_vat("19"),)))
        deposit = an_invoice(s, "a; 1; 100; tax=vat", is_deposit=True)
        return an_invoice(s, "b; 1; 1000; tax=vat", on="07-01", deducts=[deposit])

    final = change(history, book)
    assert (final.net_minor, final.tax_minor) == (90000, 19000 - 1600)
    assert balances(book) == {"Receivable": 11600 + 107400, "Sales": -100000, "Tax": -19000}
    assert is_sound(book)


def _vat(rate: str) -> rules.TaxComponent:
    return rules.TaxComponent("VAT", Decimal(rate))


def test_an_older_book_gets_the_account_when_it_is_first_needed(book: Book) -> None:
    def older(s: service.Session) -> None:
        known = s.exec(select(Account).where(Account.key == "deposits")).one()
        s.delete(known)
        s.flush()
        s.add(Account(code="2060", name="Client deposits", type="liability"))

    change(older, book)
    change(lambda s: an_invoice(s, ADVANCE, is_deposit=True), book)
    change(lambda s: an_invoice(s, ADVANCE, is_deposit=True, on="05-02"), book)
    with reading(book) as db:
        rows = db.run("SELECT code, name, is_control FROM account WHERE key = 'deposits'").fetchall()
    assert [tuple(row) for row in rows] == [("2061", "Client deposits 2", 1)]
    assert balances(book)["Client deposits 2"] == -60000


def test_a_copy_of_a_deposit_is_a_deposit(book: Book) -> None:
    def history(s: service.Session) -> Document:
        return service.copy(s, an_invoice(s, ADVANCE, is_deposit=True), today=date(2026, 6, 1))

    assert change(history, book).is_deposit == 1
