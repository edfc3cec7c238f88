"""`invoice list`, `show` and `gaps`: true of today, with the keys that scripts rely on."""

import json
from typing import Any

import pytest

from acctmgr.store.book import Book
from conftest import Run
from documents.story import Story

LIST_KEYS = (
    "id number status client issued_on due_on currency net tax withheld total open late_days reference lines"
).split()
SHOW_KEYS = [
    *LIST_KEYS,
    *"kind client_name credits supplied_on posted_on voided_on rate tax_included".split(),
    *"discount_percent discount note recurring deposit taken_off taxes settlements credit_notes".split(),
    *"seller buyer mailings".split(),
]


@pytest.fixture
def story(book: Book) -> Story:
    return Story(book, "Acme", "Ana Ruiz")


def rows(run: Run, line: str) -> list[dict[str, Any]]:
    result = run(f"{line} --format json")
    assert result.err == ""
    return list(json.loads(result.out))


def standing(run: Run, line: str) -> list[tuple[str, str, str, int]]:
    """Number, status, open amount and late days of each row."""
    return [(row["number"], row["status"], row["open"], row["late_days"]) for row in rows(run, line)]


def test_a_list_has_these_keys(run: Run, story: Story) -> None:
    story.taxes("es")
    story.invoice("acme", "1000", "2026-06-01", "2026-07-01", tax="iva21-irpf15", reference="PO 11")
    (row,) = rows(run, "invoice list")
    assert list(row) == LIST_KEYS
    assert row == {
        "id": 1,
        "number": "INV-2026-0001",
        "status": "open",
        "client": "acme",
        "issued_on": "2026-06-01",
        "due_on": "2026-07-01",
        "currency": "EUR",
        "net": "1000.00",
        "tax": "210.00",
        "withheld": "150.00",
        "total": "1060.00",
        "open": "1060.00",
        "late_days": 14,
        "reference": "PO 11",
        "lines": [
            {
                "description": "Work",
                "quantity": "1",
                "unit_price": "1000",
                "discount_percent": None,
                "discount": "0.00",
                "tax": "iva21-irpf15",
                "net": "1000.00",
                "deducts": None,
            }
        ],
    }


def test_an_empty_list_says_how_to_begin(run: Run) -> None:
    result = run("invoice list")
    assert (result.code, result.out) == (0, "")
    assert result.err == 'no invoices here: acctmgr invoice add CLIENT --line "Consulting; 10; 80.00"\n'


def test_a_draft_has_no_number_and_nothing_open_and_is_typed_by_its_id(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-07-01", draft=True)
    story.invoice("acme", "100", "2026-07-02")
    (draft,) = rows(run, "invoice list --draft")
    assert (draft["number"], draft["status"], draft["open"], draft["late_days"]) == (None, "draft", "0.00", 0)
    assert run("invoice list --format ids").out == "INV-2026-0001\nd1\n"
    assert json.loads(run("invoice show d1 -f json").out)["total"] == "100.00"


def test_a_payment_counts_from_its_day_on_and_on_the_very_day(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01", "2026-06-30")
    story.pay(number, "40", "2026-07-16")
    story.pay(number, "60", "2026-07-20")
    assert standing(run, "invoice list --today 2026-07-15") == [(number, "open", "100.00", 15)]
    assert standing(run, "invoice list --today 2026-07-16") == [(number, "part_paid", "60.00", 16)]
    assert standing(run, "invoice list --today 2026-07-20") == [(number, "paid", "0.00", 0)]


def test_what_is_taken_back_later_counts_until_then(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    payment = story.pay(number, "100", "2026-06-10")
    story.bounce(payment, "2026-07-16")
    assert standing(run, "invoice list --today 2026-07-15") == [(number, "paid", "0.00", 0)]
    assert standing(run, "invoice list --today 2026-07-16") == [(number, "open", "100.00", 45)]
    assert standing(run, "invoice list --open --today 2026-07-15") == []
    assert standing(run, "invoice list --open --today 2026-07-16") == [(number, "open", "100.00", 45)]


def test_a_void_counts_until_its_day(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01", "2026-07-31")
    story.void(number, "2026-07-16")
    assert standing(run, "invoice list --today 2026-07-15") == [(number, "open", "100.00", 0)]
    assert standing(run, "invoice list --today 2026-07-16") == [(number, "void", "0.00", 0)]
    assert standing(run, "invoice list --status void --today 2026-07-15") == []


def test_a_credit_note_settles_and_is_listed_apart(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    story.credit(number, "100", "2026-07-16")
    assert standing(run, "invoice list --today 2026-07-15") == [(number, "open", "100.00", 44)]
    assert standing(run, "invoice list --today 2026-07-16") == [(number, "credited", "0.00", 0)]
    assert standing(run, "invoice list --credits --today 2026-07-16") == [
        ("CN-2026-0001", "credited", "0.00", 0)
    ]


def test_a_credit_note_for_what_was_paid_stays_open_and_is_never_late(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    story.pay(number, "100", "2026-06-02")
    story.credit(number, "30", "2026-06-03")
    assert standing(run, "invoice list --credits") == [("CN-2026-0001", "open", "30.00", 0)]
    other = story.invoice("acme", "20", "2026-07-01")
    story.apply("CN-2026-0001", other, "20", "2026-07-16")
    assert standing(run, "invoice list --credits --today 2026-07-15") == [
        ("CN-2026-0001", "open", "30.00", 0)
    ]
    assert standing(run, "invoice list --credits --today 2026-07-16") == [
        ("CN-2026-0001", "open", "10.00", 0)
    ]


def test_due_today_is_not_overdue(run: Run, story: Story) -> None:
    story.invoice("acme", "1", "2026-06-01", "2026-07-15")
    late = story.invoice("acme", "2", "2026-06-01", "2026-07-14")
    assert standing(run, "invoice list --overdue") == [(late, "open", "2.00", 1)]


def test_filters_narrow_and_the_newest_come_first(run: Run, story: Story) -> None:
    story.invoice("acme", "1", "2026-05-01")
    story.invoice("ana-ruiz", "2", "2026-06-01")
    story.invoice("acme", "3", "2026-07-01")

    def ids(options: str) -> list[str]:
        return [line[-1] for line in run(f"invoice list --format ids {options}").out.splitlines()]

    assert ids("") == ["3", "2", "1"]
    assert ids("--client acme") == ["3", "1"]
    assert ids("--from 2026-06-01") == ["3", "2"]
    assert ids("--to 2026-06-01") == ["2", "1"]
    assert ids("--sort date") == ["1", "2", "3"]
    assert ids("--sort -total --limit 2") == ["3", "2"]
    assert ids("--sort client") == ["1", "3", "2"]
    assert ids("--sort -open --limit 1") == ["3"]
    assert ids("--sort number --client ana-ruiz") == ["2"]
    assert ids("--sort due --overdue --limit 1") == ["1"]


def test_a_limit_counts_what_it_leaves_out(book: Book, story: Story) -> None:
    from datetime import date

    from acctmgr.invoices import queries
    from acctmgr.store.read import reading

    for month in (4, 5, 6, 7):
        story.invoice("acme", "10", f"2026-0{month}-01")
    today = date(2026, 7, 15)
    with reading(book) as db:
        page = queries.invoices(db, queries.Wanted(), today=today, limit=3)
        assert ([row.document[-1] for row in page.rows], page.left_out) == (["4", "3", "2"], 1)
        page = queries.invoices(db, queries.Wanted(is_open=True), today=today, limit=1)
        assert ([row.document[-1] for row in page.rows], page.left_out) == (["4"], 3)


def test_show_has_these_keys(run: Run, story: Story) -> None:
    story.taxes("es")
    story.setting("company.name", "Studio Example")
    number = story.invoice(
        "acme", "100+50", "2026-06-01", "2026-06-15", tax="iva21-irpf15", discount="10%", note="Thanks"
    )
    story.pay(number, "43.10", "2026-06-20")
    story.credit(number, "10", "2026-07-01")
    shown = json.loads(run("invoice show 1 --format json").out)
    assert list(shown) == SHOW_KEYS
    assert shown == {
        "id": 1, "number": "INV-2026-0001", "status": "part_paid", "client": "acme",
        "issued_on": "2026-06-01", "due_on": "2026-06-15", "currency": "EUR",
        "net": "135.00", "tax": "28.35", "withheld": "20.25", "total": "143.10", "open": "90.00",
        "late_days": 30, "reference": None,
        "lines": [
            {
                "description": "Work", "quantity": "1", "unit_price": "100", "discount_percent": None,
                "discount": "0.00", "tax": "iva21-irpf15", "net": "90.00", "deducts": None,
            },
            {
                "description": "Work", "quantity": "1", "unit_price": "50", "discount_percent": None,
                "discount": "0.00", "tax": "iva21-irpf15", "net": "45.00", "deducts": None,
            },
        ],
        "kind": "invoice", "client_name": "Acme", "credits": None, "supplied_on": "2026-06-01",
        "posted_on": "2026-06-01", "voided_on": None, "rate": "1", "tax_included": False,
        "discount_percent": "10", "discount": "15.00", "note": "Thanks", "recurring": None, "deposit": False,
        "taken_off": None,
        "taxes": [
            {"code": "iva21-irpf15", "name": "IVA", "kind": "added", "rate": "21", "base": "135.00", "tax": "28.35"},
            {
                "code": "iva21-irpf15", "name": "IRPF", "kind": "withheld", "rate": "15", "base": "135.00",
                "tax": "20.25",
            },
        ],
        "settlements": [
            {"effective_on": "2026-06-20", "kind": "payment", "amount": "43.10", "ref": "p1", "note": None},
            {"effective_on": "2026-07-01", "kind": "credit", "amount": "10.00", "ref": "CN-2026-0001", "note": None},
        ],
        "credit_notes": [
            {"number": "CN-2026-0001", "issued_on": "2026-07-01", "total": "10.00", "voided_on": None},
        ],
        "seller": {"name": "Studio Example", "address": None, "country": None, "tax_id": None, "iban": None},
        "buyer": {"name": "Acme", "address": None, "country": None, "tax_id": None},
        "mailings": [],
    }  # fmt: skip


def test_a_credit_note_shows_what_it_credits_and_settles(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    story.credit(number, "30", "2026-07-01")
    shown = json.loads(run("invoice show cn-2026-1 --format json").out)
    assert (shown["kind"], shown["credits"], shown["open"]) == ("credit_note", number, "0.00")
    assert shown["settlements"] == [
        {"effective_on": "2026-07-01", "kind": "credit", "amount": "30.00", "ref": number, "note": None}
    ]


def test_amounts_of_a_foreign_invoice_are_in_its_currency(run: Run, story: Story) -> None:
    story.invoice("acme", "1000", "2026-06-01", currency="JPY", rate="0.006")
    (row,) = rows(run, "invoice list")
    assert (row["currency"], row["total"], row["open"]) == ("JPY", "1000", "1000")


def test_gaps_of_a_sound_book(run: Run, story: Story) -> None:
    first = story.invoice("acme", "1", "2025-12-30")
    story.invoice("acme", "2", "2026-01-02")
    story.void(story.invoice("acme", "3", "2026-01-03"), "2026-01-04")
    story.credit(first, "1", "2026-02-01")
    assert rows(run, "invoice gaps") == [
        {
            "kind": "invoice", "year": 2025, "first": "INV-2025-0001", "last": "INV-2025-0001", "used": 1,
            "missing": [], "skipped": [],
        },
        {
            "kind": "invoice", "year": 2026, "first": "INV-2026-0001", "last": "INV-2026-0002", "used": 2,
            "missing": [], "skipped": [],
        },
        {
            "kind": "credit_note", "year": 2026, "first": "CN-2026-0001", "last": "CN-2026-0001", "used": 1,
            "missing": [], "skipped": [],
        },
    ]  # fmt: skip


def test_gaps_names_what_is_missing_within_and_at_the_end(run: Run, story: Story) -> None:
    from acctmgr.store.write import connection_of

    def jump(session: Any) -> None:
        connection_of(session).run(
            "UPDATE number_series SET next_seq = next_seq + 2"
        )  # behind the history's back

    story.invoice("acme", "1", "2026-01-02")
    story.do(jump)
    story.invoice("acme", "2", "2026-01-03")
    story.do(jump)
    (row,) = rows(run, "invoice gaps")
    assert (row["first"], row["last"], row["used"]) == ("INV-2026-0001", "INV-2026-0006", 2)
    assert row["missing"] == ["INV-2026-0002", "INV-2026-0003", "INV-2026-0005", "INV-2026-0006"]


def test_gaps_tells_what_was_skipped_on_purpose(run: Run, story: Story) -> None:
    story.invoice("acme", "1", "2026-01-02")
    assert run("config set series.invoice.next 41").code == 0
    story.invoice("acme", "2", "2026-01-03")
    (row,) = rows(run, "invoice gaps")
    assert (row["last"], row["used"], row["missing"]) == ("INV-2026-0041", 2, [])
    assert row["skipped"] == ["INV-2026-0002..INV-2026-0040"]


def test_a_series_without_a_year_has_none(run: Run, story: Story) -> None:
    story.setting("series.invoice", "F-{seq}")
    story.invoice("acme", "1", "2025-12-30")
    story.invoice("acme", "2", "2026-01-02")
    assert rows(run, "invoice gaps") == [
        {
            "kind": "invoice",
            "year": None,
            "first": "F-1",
            "last": "F-2",
            "used": 2,
            "missing": [],
            "skipped": [],
        }
    ]


REFUSED = {  # line: exit code and error
    "invoice list --status late": (
        2,
        "error: no status late\nhint: one of: draft coming open part_paid paid credited void written_off\n",
    ),
    "invoice list --status pait": (2, "error: no status pait\nhint: did you mean paid?\n"),
    "invoice list --sort size": (
        2,
        "error: invoices can't be sorted by size\n"
        "hint: one of: date due number client total open, with - in front the other way round\n",
    ),
    "invoice list --client nobody": (3, "error: there is no client nobody\nhint: see: acctmgr client list\n"),
    "invoice list --from never": (
        1,
        "error: 'never' is not a date\nhint: write it like 2026-12-01, today, tomorrow, fri, +2w or eom\n",
    ),
    "invoice show 7": (3, "error: no invoice or credit note 7\nhint: see: acctmgr invoice list\n"),
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_is_refused(run: Run, line: str) -> None:
    result = run(line)
    assert (result.code, result.err) == REFUSED[line]
    assert result.out == ""


def test_the_discounts_of_lines_are_shown_as_what_they_come_to(run: Run) -> None:
    """In per cent or as an amount; the document's own discount is another one."""
    run("client add Acme")
    lines = ("A; 2; 100; disc=10%", "B; 1; 50; disc=5.00", "C; -1; 30; disc=50%")
    words = [word for line in lines for word in ("--line", line)]
    assert run("invoice", "add", "acme", *words, "--discount", "5%").code == 0
    card = json.loads(run("invoice show 1 -f json").out)
    assert [(line["discount_percent"], line["discount"]) for line in card["lines"]] == [
        ("10", "20.00"),
        (None, "5.00"),
        ("50", "15.00"),
    ]
    assert (card["discount_percent"], card["discount"], card["net"]) == ("5", "10.50", "199.50")
    told = run("invoice show 1").out.splitlines()
    assert [line.split("  ")[0] for line in told if "discount" in line][:2] == [
        "document discount percent",
        "document discount",
    ]
    listed = json.loads(run("invoice list -f json").out)[0]["lines"]
    assert [line["discount"] for line in listed] == ["20.00", "5.00", "15.00"]


def test_a_recurring_invoice_shows_its_discounts_as_what_they_come_to(run: Run) -> None:
    run("client add Acme")
    words = ("--line", "Care; 2; 50; disc=10%", "--discount", "5%", "--every", "1m", "--from", "2026-08-01")
    assert run("invoice", "recurring", "add", "acme", *words).code == 0
    card = json.loads(run("invoice recurring show 1 -f json").out)
    assert (card["lines"][0]["discount_percent"], card["lines"][0]["discount"]) == ("10", "10.00")
    assert (card["discount_percent"], card["discount"], card["net"]) == ("5", "4.50", "85.50")
