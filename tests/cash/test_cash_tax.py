"""The tax inside money that moved, in an accountant's figures, for every kind of tax."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.cash.rules import Currencies, tax_inside, value_of
from acctmgr.core.errors import Refused
from acctmgr.store.book import Book
from acctmgr.tax.packs import PACKS
from acctmgr.tax.rules import TaxCode, TaxComponent
from builders import count
from cash.builders import done, posted, shown
from conftest import Run

CODES = [code for pack in PACKS.values() for code in pack]

# the line, what it posts in cents, and code, base, tax and cost of each component
FIGURES = {
    "in 121 --from Zoe --category sales --tax 21": (
        {"Bank": 12100, "Sales": -10000, "Tax": -2100},
        [("IVA", "added", "100.00", "21.00", "0.00")],
    ),
    "out 121 --to Zoe --category office --tax iva21": (
        {"Bank": -12100, "Office": 10000, "Tax": 2100},
        [("IVA", "added", "100.00", "21.00", "0.00")],
    ),
    "out 121 --to Garage --category travel --tax iva21-car": (
        {"Bank": -12100, "Travel": 11050, "Tax": 1050},
        [("IVA", "added", "100.00", "21.00", "10.50")],
    ),
    "out 100 --to SaaS --category software --tax iva-eu-services": (
        {"Bank": -10000, "Software": 10000},
        [("IVA", "self_assessed", "100.00", "21.00", "0.00")],
    ),
    "in 1060 --from Zoe --category sales --tax iva21-irpf15": (
        {"Bank": 106000, "Sales": -100000, "Tax": -21000, "Withheld tax": 15000},
        [("IVA", "added", "1000.00", "210.00", "0.00"), ("IRPF", "withheld", "1000.00", "150.00", "0.00")],
    ),
    "out 1020 --to Landlord --category rent --tax iva21-irpf19": (
        {"Bank": -102000, "Rent": 100000, "Tax": 21000, "Tax withheld payable": -19000},
        [("IVA", "added", "1000.00", "210.00", "0.00"), ("IRPF", "withheld", "1000.00", "190.00", "0.00")],
    ),
    "in 126.20 --from Zoe --category sales --tax iva21-re52": (
        {"Bank": 12620, "Sales": -10000, "Tax": -2620},
        [
            ("IVA", "added", "100.00", "21.00", "0.00"),
            ("Recargo de equivalencia", "added", "100.00", "5.20", "0.00"),
        ],
    ),
    "out 126.20 --to Mayorista --category purchases --tax iva21-re52": (  # a retailer gets none of it back
        {"Bank": -12620, "Purchases": 12620},
        [
            ("IVA", "added", "100.00", "21.00", "21.00"),
            ("Recargo de equivalencia", "added", "100.00", "5.20", "5.20"),
        ],
    ),
    "out 107 --to Shop --category office --tax us-fl-miami-dade": (
        {"Bank": -10700, "Office": 10700},
        [
            ("FL sales tax", "added", "100.00", "6.00", "6.00"),
            ("Miami-Dade surtax", "added", "100.00", "1.00", "1.00"),
        ],
    ),
    "in 107 --from Zoe --category sales --tax us-fl-miami-dade": (
        {"Bank": 10700, "Sales": -10000, "Tax": -700},
        [
            ("FL sales tax", "added", "100.00", "6.00", "0.00"),
            ("Miami-Dade surtax", "added", "100.00", "1.00", "0.00"),
        ],
    ),
    # the vendor gives half of the car bill back: what was cost is less cost again
    "in 60.50 --from Garage --category travel --tax iva21-car": (
        {"Bank": 6050, "Travel": -5525, "Tax": -525},
        [("IVA", "added", "50.00", "10.50", "5.25")],
    ),
    # a client is given money back: the tax on it is owed no more
    "out 121 --to Zoe --category sales --tax 21": (
        {"Bank": -12100, "Sales": 10000, "Tax": 2100},
        [("IVA", "added", "100.00", "21.00", "0.00")],
    ),
    "in 50 --from Zoe --category sales --tax iva-exempt": (
        {"Bank": 5000, "Sales": -5000},
        [("IVA", "added", "50.00", "0.00", "0.00")],
    ),
    "out 0.01 --to Zoe --category office --tax 21": (
        {"Bank": -1, "Office": 1},
        [("IVA", "added", "0.01", "0.00", "0.00")],
    ),
    "out 40 --to Taxi --category travel --account card": ({"Credit card": -4000, "Travel": 4000}, []),
}


@pytest.mark.parametrize("line", FIGURES)
def test_the_tax_is_inside_what_moved(run: Run, book: Book, line: str) -> None:
    done(run, "tax load es", "tax load us")
    line = line.replace("--account card", "--account 'credit card'")
    done(run, f"cash {line}")
    by_account, taxes = FIGURES[line.replace("'credit card'", "card")]
    assert posted(book) == by_account
    card = shown(run, "cash show 1")
    assert [(t["name"], t["kind"], t["base"], t["tax"], t["cost"]) for t in card["taxes"]] == taxes
    assert run("db check").code == 0


def test_a_car_under_reverse_charge_owes_all_and_claims_half(run: Run, book: Book) -> None:
    done(
        run,
        'tax add rc --treatment reverse_charge --component "VAT; 21; self_assessed; deductible=50"',
        "cash out 100 --to Rental --category travel --tax rc",
    )
    assert posted(book) == {"Bank": -10000, "Travel": 11050, "Tax": -1050}


def test_a_tax_holds_on_the_day_the_money_moved(run: Run, book: Book) -> None:
    done(
        run,
        "tax add vat --rate 20",
        "tax add vat --rate 25 --from 2026-07-01",
        "cash in 120 --from Zoe --category sales --tax vat --on 2026-06-30",
    )
    assert posted(book) == {"Bank": 12000, "Sales": -10000, "Tax": -2000}


def test_an_unknown_tax_code_books_nothing(run: Run, book: Book) -> None:
    result = run("cash in 121 --from Zoe --category sales --tax 21")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("error: no tax code adds 21 % on 2026-07-15\n")
    assert count(book, "entry") == 0


def test_a_code_that_withholds_everything_moves_no_money() -> None:
    code = TaxCode("all", "All", components=(TaxComponent("W", Decimal(100), "withheld"),))
    with pytest.raises(Refused, match="withholds everything"):
        tax_inside(10000, code, is_buying=False)


@given(amount=st.integers(1, 10**12), code=st.sampled_from(CODES), is_buying=st.booleans())
def test_base_and_taxes_always_come_to_what_moved(amount: int, code: TaxCode, is_buying: bool) -> None:
    parts = tax_inside(amount, code, is_buying=is_buying)
    signs = {"added": 1, "withheld": -1, "self_assessed": 0}
    assert parts[0].base_minor + sum(signs[part.kind] * part.tax_minor for part in parts) == amount
    assert len({part.base_minor for part in parts}) == 1
    assert all(0 <= part.cost_minor <= part.tax_minor for part in parts)


DIGITS = Currencies(2, 2)


@pytest.mark.parametrize(
    ("move", "held", "rate", "expected"),
    [
        (10000, (0, 0), "0.92", (9200, 9200)),  # what comes in is worth its rate
        (-4000, (10000, 9100), None, (-3640, -3640)),  # what leaves, what it cost
        (-4000, (10000, 9100), "0.95", (-3640, -3800)),  # and at a better rate there is a gain of 1.60
        (-10000, (10000, 9137), None, (-9137, -9137)),  # the last of it clears the account
        (-15000, (10000, 9100), "0.95", (-13850, -14250)),  # overdrawn: the rest at its rate
        (5000, (-5000, -4750), "0.90", (4750, 4500)),  # filling a debt up takes it at what it is carried
        (8000, (-5000, -4750), "0.90", (7450, 7200)),
    ],
)
def test_a_foreign_account_is_carried_at_average_cost(
    move: int, held: tuple[int, int], rate: str | None, expected: tuple[int, int]
) -> None:
    assert value_of(move, held, Decimal(rate) if rate else None, DIGITS) == expected


def test_what_is_not_covered_needs_a_rate() -> None:
    with pytest.raises(Refused, match="too little of that currency"):
        value_of(-10001, (10000, 9100), None, DIGITS)
