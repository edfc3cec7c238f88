"""Papers: what the template gets of a document, word by word, in both languages and on both stores."""

import json
from functools import partial

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.core.money import DOT, Notation
from acctmgr.documents.intake_service import Raw
from acctmgr.invoices import look_queries, told_service
from acctmgr.invoices.statement_paper_reports import statement_sheet
from acctmgr.invoices.statement_reports import moves_statement
from acctmgr.parties.queries import find_party
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run
from documents.story import Story
from invoices.papers import TODAY, a_studio, sheet_of


@pytest.fixture
def studio(book: Book) -> Story:
    return a_studio(book)


def cells(sheet: dict, *columns: int) -> list[list[str]]:  # type: ignore[type-arg]
    (section,) = sheet["sections"]
    return [[row[place] for place in columns] for row in section["table"]["rows"]]


def sums(sheet: dict) -> list[tuple[str, str]]:  # type: ignore[type-arg]
    (section,) = sheet["sections"]
    return [(row["label"], row["amount"].replace("\u00a0", " ")) for row in section["sums"]]


def heads(sheet: dict) -> list[str]:  # type: ignore[type-arg]
    return [column["head"] for column in sheet["sections"][0]["table"]["columns"]]


def test_a_whole_invoice_in_english(book: Book, studio: Story, snapshot: SnapshotAssertion) -> None:
    number = studio.invoice(
        "blue-harbour", "800+120.50", "2026-07-01", "2026-07-31", tax="iva21", discount="5%", reference="PO-7",
        note="Thank you.\nSee you.",
    )  # fmt: skip
    studio.pay(number, "100", "2026-07-10")
    assert json.dumps(sheet_of(book, number), indent=1, ensure_ascii=False) == snapshot


def test_a_whole_invoice_in_spanish(book: Book, studio: Story, snapshot: SnapshotAssertion) -> None:
    studio.setting("number_style", "1.250,00")
    number = studio.invoice("ana-ruiz", "1.000", "2026-07-01", "2026-07-31", tax="iva21-irpf15")
    assert json.dumps(sheet_of(book, number), indent=1, ensure_ascii=False) == snapshot


def test_withheld_tax_is_taken_off_and_its_sign_is_on_the_line(book: Book, studio: Story) -> None:
    sheet = sheet_of(book, studio.invoice("ana-ruiz", "1000", "2026-07-01", tax="iva21-irpf15"))
    assert cells(sheet, -2, -1) == [["21\u00a0%\u00a0−\u00a015\u00a0%", "1,000.00"]]
    assert sums(sheet) == [
        ("Base imponible", "1,000.00"),
        ("IVA 21 % de 1,000.00", "210.00"),
        ("IRPF 15 % de 1,000.00", "−150.00"),
        ("Total", "1,060.00 EUR"),
    ]


def test_lines_show_their_amounts_before_the_discount_on_the_document(book: Book, studio: Story) -> None:
    sheet = sheet_of(
        book, studio.invoice("blue-harbour", "100+50", "2026-07-01", tax="iva21", discount="10%")
    )
    assert cells(sheet, 0, -1) == [["Work", "100.00"], ["Work", "50.00"]]
    assert sums(sheet) == [
        ("Subtotal", "150.00"),
        ("Discount 10 %", "−15.00"),
        ("Net", "135.00"),
        ("IVA 21 % of 135.00", "28.35"),
        ("Total", "163.35 EUR"),
    ]


def test_prices_with_tax_inside_say_so(book: Book, studio: Story) -> None:
    sheet = sheet_of(
        book, studio.invoice("blue-harbour", "121", "2026-07-01", tax="iva21", tax_included=True)
    )
    assert sheet["sections"][0]["table"]["note"] == "Prices include tax."
    assert cells(sheet, -1) == [["121.00"]]
    assert sums(sheet) == [("Net", "100.00"), ("IVA 21 % of 100.00", "21.00"), ("Total", "121.00 EUR")]


def test_reverse_charge_has_the_words_of_the_law_and_no_tax(book: Book, studio: Story) -> None:
    sheet = sheet_of(book, studio.invoice("blue-harbour", "100", "2026-07-01", tax="iva-eu-services"))
    assert sheet["words"] == ["Inversión del sujeto pasivo: artículo 196 de la Directiva 2006/112/CE"]
    assert heads(sheet) == ["Description", "Quantity", "Price", "Amount"]
    assert sums(sheet) == [("Net", "100.00"), ("Total", "100.00 EUR")]


def test_without_tax_there_is_but_a_total(book: Book, studio: Story) -> None:
    sheet = sheet_of(book, studio.invoice("blue-harbour", "100", "2026-07-01"))
    assert sums(sheet) == [("Total", "100.00 EUR")]


def test_yen_have_no_decimals_and_dinars_three(book: Book, studio: Story) -> None:
    yen = sheet_of(book, studio.invoice("blue-harbour", "1234.5", "2026-07-01", currency="JPY", rate="0.006"))
    assert cells(yen, 2, 3) == [["1,234.5", "1,235"]]
    assert yen["pay"]["ask"] == "Please pay 1,235\u00a0JPY by 1 July 2026."
    assert yen["pay"]["code"] == ""  # the code is for euro alone
    dinar = sheet_of(
        book,
        studio.invoice("blue-harbour", "100.125", "2026-07-01", currency="BHD", rate="2.44", tax="iva21"),
    )
    assert sums(dinar)[-1] == ("Total", "121.151 BHD")
    assert dinar["words"] == ["1 BHD = 2.44 EUR; tax 51.30 EUR."]


def test_what_was_paid_and_credited_is_taken_off_and_the_code_asks_for_the_rest(
    book: Book, studio: Story
) -> None:
    number = studio.invoice("blue-harbour", "100", "2026-07-01", "2026-07-31", tax="iva21")
    studio.pay(number, "21", "2026-07-05")
    studio.credit(number, "12.10", "2026-07-06")
    studio.pay(number, "5", "2026-08-01")  # after today
    sheet = sheet_of(book, number)
    assert sums(sheet)[-4:] == [
        ("Total", "121.00 EUR"),
        ("Paid", "−21.00"),
        ("Credited", "−12.10"),
        ("Amount due", "87.90 EUR"),
    ]
    assert sheet["pay"]["ask"] == "Please pay 87.90\u00a0EUR by 31 July 2026."
    assert sheet["pay"]["code"].split("\n")[5:8] == ["Acme Studio", "ES9121000418450200051332", "EUR87.90"]


def test_the_paper_of_a_later_day_asks_for_what_will_be_open_then(book: Book, studio: Story) -> None:
    number = studio.invoice("blue-harbour", "100", "2026-08-01", "2026-08-31")
    studio.pay(number, "30", "2026-07-05")
    sheet = sheet_of(book, number)
    assert sums(sheet)[-1] == ("Amount due", "70.00 EUR")
    assert sheet["pay"]["ask"] == "Please pay 70.00\u00a0EUR by 31 August 2026."


def test_a_paid_invoice_asks_for_nothing(book: Book, studio: Story) -> None:
    number = studio.invoice("blue-harbour", "100", "2026-07-01")
    studio.pay(number, "100", "2026-07-05")
    sheet = sheet_of(book, number)
    assert sheet["pay"] is None
    assert sums(sheet)[-1] == ("Amount due", "0.00 EUR")


def test_a_credit_note_names_its_invoice_and_asks_for_nothing(book: Book, studio: Story) -> None:
    number = studio.invoice("ana-ruiz", "100", "2026-07-01", tax="iva21")
    sheet = sheet_of(book, studio.credit(number, "12.10", "2026-07-06"))
    assert sheet["title"] == "Factura rectificativa"
    assert ["Rectifica la factura", "INV-2026-0001"] in sheet["facts"]
    assert cells(sheet, 0) == [["Abono de la factura INV-2026-0001"]]
    assert sums(sheet)[-1] == ("Total", "12.10 EUR")
    assert sheet["pay"] is None


@pytest.mark.parametrize(
    ("client", "words"),
    [
        ("blue-harbour", "Deposit INV-2026-0001 of 1 July 2026"),
        ("ana-ruiz", "Anticipo INV-2026-0001 del 1 de julio de 2026"),
    ],
)
def test_a_deposit_is_taken_off_in_the_words_of_the_client(
    book: Book, studio: Story, client: str, words: str
) -> None:
    for raw in (
        Raw(lines=["Advance; 1; 300; tax=iva21"], issued="2026-07-01", is_deposit=True),
        Raw(lines=["Kitchen; 1; 1000; tax=iva21"], issued="2026-07-06", deducts=["1"]),
    ):
        studio.do(
            partial(told_service.add, client=client, raw=raw, today=TODAY, is_draft=False, backdate=False)
        )
    sheet = sheet_of(book, "INV-2026-0002")
    assert cells(sheet, 0, -1) == [["Kitchen", "1,000.00"], [words, "−300.00"]]


@pytest.mark.parametrize(
    ("client", "words"),
    [
        ("blue-harbour", "Deposit INV-2026-0001 given back"),
        ("ana-ruiz", "Devolución del anticipo INV-2026-0001"),
    ],
)
def test_a_deposit_that_is_given_back_is_said_in_the_words_of_the_client(
    run: Run, book: Book, studio: Story, client: str, words: str
) -> None:
    for line in (
        f"invoice add {client} --line 'Advance; 1; 300; tax=iva21' --deposit --issued 2026-07-01",
        f"invoice add {client} --line 'Kitchen; 1; 1000; tax=iva21' --deduct 1 --issued 2026-07-02",
        "invoice credit 2 --issued 2026-07-03",
    ):
        assert run(line).code == 0
    assert words in [row[0] for row in cells(sheet_of(book, "CN-2026-0001"), 0, -1)]


def test_a_draft_and_a_void_one_say_so_across_the_page(book: Book, studio: Story) -> None:
    draft = sheet_of(book, studio.invoice("blue-harbour", "100", "2026-07-01", draft=True))
    assert (draft["mark"], draft["number"], draft["buyer"]["name"]) == (
        "DRAFT",
        "",
        "Blue Harbour Shipping Ltd",
    )
    assert draft["pay"]["code"] == ""
    number = studio.invoice("ana-ruiz", "100", "2026-07-01")
    assert sheet_of(book, number)["mark"] == ""
    studio.void(number, "2026-07-02")
    void = sheet_of(book, number)
    assert (void["mark"], void["pay"]) == ("ANULADA", None)


def test_seller_and_buyer_stay_as_they_were_when_it_was_issued(book: Book, studio: Story) -> None:
    number = studio.invoice("blue-harbour", "100", "2026-07-01")
    studio.setting("company.name", "Another Name")
    studio.setting("company.iban", "DE89370400440532013000")
    sheet = sheet_of(book, number)
    assert sheet["seller"]["name"] == "Acme Studio"
    assert ["IBAN", "ES91 2100 0418 4502 0005 1332"] in sheet["pay"]["lines"]


def test_a_wrong_iban_is_never_printed(book: Book, studio: Story) -> None:
    studio.setting("company.iban", "ES9121000418450200051333")
    number = studio.invoice("blue-harbour", "100", "2026-07-01")
    sheet = sheet_of(book, number)
    assert (sheet["pay"]["lines"], sheet["pay"]["code"]) == ([], "")


def test_the_country_stands_only_where_it_is_abroad(book: Book, studio: Story) -> None:
    abroad = sheet_of(book, studio.invoice("blue-harbour", "1", "2026-07-01"))
    assert abroad["buyer"]["lines"] == ["14 Quay Street", "Dublin", "Ireland", "Tax ID: IE6388047V"]
    at_home = sheet_of(book, studio.invoice("ana-ruiz", "1", "2026-07-01"))
    assert at_home["buyer"]["lines"] == ["Calle Sol 3", "08001 Barcelona"]


def test_the_language_of_the_book_is_for_clients_that_have_none(book: Book, studio: Story) -> None:
    number = studio.invoice("blue-harbour", "1", "2026-07-01")
    assert sheet_of(book, number)["title"] == "Invoice"
    studio.setting("language", "es")
    assert sheet_of(book, number)["title"] == "Factura"


@pytest.mark.parametrize(
    ("client", "words"),
    [
        (
            "blue-harbour",
            ("Payment bounced", "Write-off INV", "Write-off reversed INV", "Bounced", "Written off"),
        ),
        (
            "ana-ruiz",
            ("Pago devuelto", "Baja INV", "Baja anulada INV", "Devuelto por el banco", "Dado de baja"),
        ),
    ],
)
def test_a_statement_says_what_happened_in_the_words_of_the_client(
    run: Run, book: Book, studio: Story, client: str, words: tuple[str, ...]
) -> None:
    number = studio.invoice(client, "100", "2026-05-01")
    studio.bounce(studio.pay(number, "100", "2026-05-10"), "2026-05-12")
    assert run("invoice write-off 1 --on 2026-05-20 --yes").code == 0
    studio.pay(number, "60", "2026-05-25")
    with reading(book) as db:
        party = look_queries.recipient(db, find_party(db, client).id)
        moves = moves_statement(db, party.id, first=None, last=TODAY)
        look, buyer = look_queries.look_for(db, party.language), look_queries.buyer_now(party)
        seller = look_queries.seller_now(db)
    period = (TODAY.replace(month=1, day=1), TODAY)
    made = statement_sheet(moves, look, Notation("EUR", DOT), seller=seller, buyer=buyer, period=period)
    told = [row[0].replace("\u200b", "") for row in cells(made, 1)]
    assert (told[2], told[3], told[5]) == (words[0], f"{words[1]}-2026-0001", f"{words[2]}-2026-0001")
    kept = dict(sums(made))
    assert (kept[words[3]], kept[words[4]]) == ("100.00", "−40.00")
