"""A credit of a final invoice gives its deposit back in the same proportion: it waits again, and can be credited."""

from pathlib import Path

import pytest
from sqlmodel import Session

from acctmgr.core.errors import Refused
from acctmgr.core.money import DOT
from acctmgr.documents import payment_service as payments
from acctmgr.documents.line_rules import parse_line
from acctmgr.documents.tables import Document
from acctmgr.invoices import credit_service, service
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.upkeep.queries import findings
from builders import a_credit, a_payment, an_invoice, balances, day
from conftest import Run

ADVANCE = "Advance; 1; 300; tax=iva21"
KITCHEN = "Kitchen; 1; 1000; tax=iva21"


def is_sound(book: Book) -> bool:
    with reading(book) as db:
        return all(row.ok for row in findings(db, book))


def a_final(s: Session, **more: object) -> tuple[Document, Document]:
    """A deposit of 363.00 and the final invoice of 1,210.00 that takes it off: 847.00 are left."""
    deposit = an_invoice(s, ADVANCE, is_deposit=True, **more)  # type: ignore[arg-type]
    return deposit, an_invoice(s, KITCHEN, on="06-01", deducts=[deposit], **more)  # type: ignore[arg-type]


def by_lines(s: Session, invoice: Document, *lines: str, on: str = "06-10") -> Document:
    typed = [parse_line(line, style=DOT, digits=2) for line in lines]
    return credit_service.credit(s, invoice, amount_minor=None, lines=typed, issued_on=day(on), backdate=True)


def lines_of(book: Book, number: str) -> list[tuple[str, int, int | None]]:
    with reading(book) as db:
        rows = db.run(
            "SELECT description, l.net_minor, deducts_id FROM document_line l JOIN document d ON d.id = l.document_id "
            "WHERE d.number = :number ORDER BY position",
            {"number": number},
        )
        return [(words, net, deducts) for words, net, deducts in rows]


def test_a_full_credit_gives_the_deposit_back(book: Book) -> None:
    def history(s: Session) -> Document:
        deposit, final = a_final(s)
        a_payment(s, 36300, deposit)
        a_payment(s, 84700, final, on="06-02")
        return a_credit(s, final, on="06-10")

    note = change(history, book)
    assert (note.net_minor, note.tax_minor, note.total_minor) == (70000, 14700, 84700)
    assert lines_of(book, "CN-2026-0001") == [
        ("Credit for INV-2026-0002", 100000, None),
        ("Deposit INV-2026-0001 given back", -30000, 1),
    ]
    assert balances(book, "06-09") == {"Bank": 121000, "Sales": -100000, "Tax": -21000}
    assert balances(book) == {
        "Bank": 121000,
        "Client credits": -84700,
        "Client deposits": -30000,
        "Tax": -6300,
    }
    assert is_sound(book)


def test_a_half_credit_gives_half_of_the_deposit_back(book: Book) -> None:
    change(lambda s: a_credit(s, a_final(s)[1], 42350, on="06-10").number, book)
    assert lines_of(book, "CN-2026-0001") == [
        ("Credit for INV-2026-0002", 50000, None),
        ("Deposit INV-2026-0001 given back", -15000, 1),
    ]
    assert balances(book) == {
        "Receivable": 36300 + 42350,
        "Client deposits": -15000,
        "Sales": -50000,
        "Tax": -6300 - 14700 + 7350,
    }
    assert is_sound(book)


def test_thirds_give_back_exactly_the_whole(book: Book) -> None:
    def history(s: Session) -> list[int]:
        _, final = a_final(s)
        return [a_credit(s, final, minor, on="06-10").tax_minor for minor in (28233, 28233, None)]

    assert change(history, book) == [4900, 4900, 4900]
    assert [lines_of(book, f"CN-2026-000{n}")[1][1] for n in (1, 2, 3)] == [-10000, -10000, -10000]
    assert balances(book) == {"Receivable": 36300, "Client deposits": -30000, "Tax": -6300}


def test_a_line_credited_gives_the_same_share_of_the_deposit_back(book: Book) -> None:
    note = change(lambda s: by_lines(s, a_final(s)[1], "Kitchen; 0.5; 1000"), book)
    assert (note.net_minor, note.tax_minor, note.total_minor) == (35000, 7350, 42350)
    assert lines_of(book, "CN-2026-0001") == [
        ("Kitchen", 50000, None),
        ("Deposit INV-2026-0001 given back", -15000, 1),
    ]


def test_prices_with_tax_inside_are_credited_as_typed_before_the_deposit(book: Book) -> None:
    def history(s: Session) -> Document:
        deposit = an_invoice(s, "a; 1; 363; tax=iva21", is_deposit=True, tax_included=True)
        final = an_invoice(s, "b; 1; 1210; tax=iva21", on="06-01", tax_included=True, deducts=[deposit])
        return by_lines(s, final, "b; 1; 605")

    note = change(history, book)
    assert (note.net_minor, note.tax_minor, note.total_minor) == (35000, 7350, 42350)


def test_what_a_deposit_leaves_nothing_of_is_given_back_by_the_share_of_the_whole(book: Book) -> None:
    def history(s: Session) -> None:
        deposit = an_invoice(s, "a; 1; 300; tax=iva21", is_deposit=True)
        final = an_invoice(s, "a; 1; 300; tax=iva21", "b; 1; 100; tax=iva10", on="06-01", deducts=[deposit])
        a_credit(s, final, 5500, on="06-10")  # half of 110.00
        assert lines_now(s) == [5000, 15000, -15000]
        a_credit(s, final, on="06-11")

    change(history, book)
    assert balances(book) == {"Receivable": 36300, "Client deposits": -30000, "Tax": -6300}
    assert is_sound(book)


def lines_now(s: Session) -> list[int]:
    from acctmgr.store.write import connection_of

    s.flush()
    rows = connection_of(s).run(
        "SELECT l.net_minor FROM document_line l JOIN document d ON d.id = l.document_id "
        "WHERE d.kind = 'credit_note' ORDER BY l.id"
    )
    return [row[0] for row in rows.fetchall()]


def test_a_foreign_deposit_comes_back_at_what_it_was_taken_off_at(book: Book) -> None:
    def history(s: Session) -> None:
        deposit = an_invoice(s, "a; 1; 300; tax=none", is_deposit=True, currency="USD", rate="0.90")
        final = an_invoice(
            s, "b; 1; 3000; tax=none", on="06-01", currency="USD", rate="0.95", deducts=[deposit]
        )
        a_credit(s, final, 135000, on="06-10")
        assert balances_of(s, "deposits") == -13500
        a_credit(s, final, on="06-11")

    change(history, book)
    assert balances(book) == {"Receivable": 27000, "Client deposits": -27000}
    assert is_sound(book)


def balances_of(s: Session, key: str) -> int:
    from acctmgr.store.write import connection_of

    s.flush()
    rows = connection_of(s).run(
        "SELECT CAST(SUM(p.amount_minor) AS BIGINT) FROM posting p JOIN account a ON a.id = p.account_id "
        "WHERE a.key = :key",
        {"key": key},
    )
    return int(rows.fetchone()[0])


def test_what_was_given_back_is_credited_or_taken_off_again(book: Book) -> None:
    def history(s: Session) -> list[int]:
        deposit, final = a_final(s)
        a_credit(s, final, 42350, on="06-10")
        to_client = a_credit(s, deposit, 12100, on="06-11")  # of the 181.50 that wait again
        second = an_invoice(s, "Bath; 1; 400; tax=iva21", on="06-12", deducts=[deposit])
        return [to_client.total_minor, second.net_minor, second.tax_minor]

    assert change(history, book) == [12100, 35000, 7350]
    assert balances(book, "06-11")["Client deposits"] == -5000
    assert "Client deposits" not in balances(book)
    assert is_sound(book)


def test_a_void_of_the_credit_note_takes_the_deposit_off_again(book: Book) -> None:
    def history(s: Session) -> None:
        _, final = a_final(s)
        note = a_credit(s, final, on="06-10")
        payments.unapply(s, note, final, on=day("06-20"))
        service.void(s, note, on=day("06-20"))

    change(history, book)
    assert balances(book, "06-19") == {"Receivable": 36300, "Client deposits": -30000, "Tax": -6300}
    assert balances(book) == {"Receivable": 121000, "Sales": -100000, "Tax": -21000}
    assert is_sound(book)


def test_a_credit_note_whose_deposit_is_used_again_is_not_voided(book: Book) -> None:
    def history(s: Session) -> None:
        deposit, final = a_final(s)
        note = a_credit(s, final, on="06-10")
        a_credit(s, deposit, on="06-11")
        payments.unapply(s, note, final, on=day("06-20"))
        service.void(s, note, on=day("06-20"))

    with pytest.raises(Refused, match="the deposit that CN-2026-0001 gave back is used by CN-2026-0002"):
        change(history, book)


def test_a_deposit_waits_again_only_from_the_day_of_the_credit_note(book: Book) -> None:
    def history(s: Session) -> None:
        deposit, final = a_final(s)
        a_credit(s, final, on="06-10")
        a_credit(s, deposit, on="06-09")

    with pytest.raises(Refused, match="INV-2026-0001 is taken off INV-2026-0002"):
        change(history, book)


def test_an_early_payment_discount_leaves_the_deposit_alone(book: Book) -> None:
    from acctmgr.ledger import service as ledger
    from builders import a_client

    def history(s: Session) -> None:
        _, final = a_final(s)
        money = payments.Money(83006, day("06-05"), ledger.money_account(s, None), "EUR")
        payments.receive(s, a_client(s), money, [final], payments.Short(0, 1694))  # 2 % of 847.00
        a_credit(s, final, 41503, on="06-10")  # half of what is left

    change(history, book)
    assert balances(book)["Client deposits"] == -15000
    assert is_sound(book)


def test_a_book_that_was_moved_knows_what_waits_in_its_deposits(run: Run, tmp_path: Path) -> None:
    """The final invoice was a draft when the deposit was credited: in the other book it comes first."""
    for line in (
        "client add Acme",
        "tax load es",
        'invoice add acme --line "Advance; 1; 300; tax=21" --deposit',
        'invoice add acme --line "Kitchen; 1; 1000; tax=21" --deduct 1 --draft',
        "invoice credit 1 121",
        "invoice issue d2",
    ):
        assert run(line).code == 0, line
    (tmp_path / "invoices.csv").write_text(run("export invoices").out, encoding="utf-8")
    other = f"--db {tmp_path / 'other.db'}"
    for line in (
        "init --currency EUR",
        "client add Acme",
        "tax load es",
        f"import invoices {tmp_path / 'invoices.csv'}",
        "invoice credit INV-2026-0002",
        "invoice credit INV-2026-0001",
        "db check",
    ):
        assert run(f"{line} {other}").code == 0, line
