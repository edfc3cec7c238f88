"""Tax codes in a book: which one a line means on a day, turns that follow each other, packs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.store.book import Book
from acctmgr.store.write import change
from acctmgr.tax import service
from acctmgr.tax.rules import TaxCode, TaxComponent

DAY = date(2026, 7, 15)
NEW_YEAR = date(2027, 1, 1)

Do = Callable[[Callable[..., Any]], Any]


@pytest.fixture
def do(book: Book) -> Do:
    return lambda step: change(step, book)


def rate_of(code: str, rate: str, **more: Any) -> TaxCode:
    return TaxCode(code, code, components=(TaxComponent("VAT", Decimal(rate)),), **more)


def test_a_code_is_found_by_its_name_in_any_case(do: Do) -> None:
    do(lambda session: service.load(session, "es"))
    row, rule = do(lambda session: service.resolve(session, " IVA21-irpf15 ", DAY))
    assert row.code == "iva21-irpf15"
    assert [(part.name, part.rate, part.kind, part.account_key) for part in rule.components] == [
        ("IVA", Decimal(21), "added", "tax"),
        ("IRPF", Decimal(15), "withheld", "withheld_tax"),
    ]


@pytest.mark.parametrize("typed", ["21", "21%", "21 %", "21.0"])
def test_a_bare_rate_means_the_plain_code_of_that_rate(do: Do, typed: str) -> None:
    do(lambda session: service.load(session, "es"))
    row, rule = do(lambda session: service.resolve(session, typed, DAY))
    assert (row.code, rule.code) == ("iva21", "iva21")


def test_a_bare_rate_is_read_in_the_number_style_of_the_book(do: Do) -> None:
    from acctmgr.store.settings_service import set_book_setting

    do(lambda session: set_book_setting(session, "number_style", "1.250,00"))
    do(lambda session: service.add(session, rate_of("ct", "6.35")))
    assert do(lambda session: service.resolve(session, "6,35", DAY))[0].code == "ct"
    with pytest.raises(Refused, match=r"'6\.35' is not a number"):
        do(lambda session: service.resolve(session, "6.35", DAY))


def test_an_unknown_code_names_the_nearest(do: Do) -> None:
    do(lambda session: service.load(session, "es"))
    with pytest.raises(NotFound, match="no tax code iva22") as caught:
        do(lambda session: service.resolve(session, "iva22", DAY))
    assert caught.value.hint == "did you mean iva21?"


def test_an_unknown_code_in_a_book_without_any_says_how_to_load_some(do: Do) -> None:
    with pytest.raises(NotFound, match="no tax code vat") as caught:
        do(lambda session: service.resolve(session, "vat", DAY))
    assert caught.value.hint == "see: acctmgr tax list; new ones come with: acctmgr tax load"


def test_an_unknown_rate_is_not_found(do: Do) -> None:
    with pytest.raises(NotFound, match="no tax code adds 21 % on 2026-07-15"):
        do(lambda session: service.resolve(session, "21", DAY))


def test_a_code_outside_its_days_says_when_it_holds(do: Do) -> None:
    do(lambda session: service.add(session, rate_of("old", "16", valid_to=date(2010, 6, 30))))
    with pytest.raises(NotFound, match="tax code old does not hold on 2026-07-15") as caught:
        do(lambda session: service.resolve(session, "old", DAY))
    assert caught.value.hint == "it holds to 2010-06-30"


def test_a_later_turn_ends_the_one_before_on_the_day_before(do: Do) -> None:
    do(lambda session: service.add(session, rate_of("vat", "21")))
    do(lambda session: service.add(session, rate_of("vat", "22", valid_from=NEW_YEAR)))
    before = do(lambda session: service.resolve(session, "vat", date(2026, 12, 31)))[0]
    assert (before.valid_from, before.valid_to) == (None, date(2026, 12, 31))
    after = do(lambda session: service.resolve(session, "vat", NEW_YEAR))
    assert (after[0].valid_from, after[0].valid_to) == (NEW_YEAR, None)
    assert after[1].components[0].rate == Decimal(22)


def test_a_turn_within_another_is_a_conflict_and_changes_nothing(do: Do) -> None:
    do(lambda session: service.add(session, rate_of("vat", "21", valid_from=date(2020, 1, 1))))
    with pytest.raises(Conflict, match="vat would hold twice on 2020-01-01"):
        do(lambda session: service.add(session, rate_of("vat", "22", valid_from=date(2019, 1, 1))))
    assert do(lambda session: service.resolve(session, "vat", DAY))[1].components[0].rate == 21


def test_a_turn_before_the_first_may_be_added_with_its_end(do: Do) -> None:
    do(lambda session: service.add(session, rate_of("vat", "21", valid_from=date(2020, 1, 1))))
    do(lambda session: service.add(session, rate_of("vat", "18", valid_to=date(2019, 12, 31))))
    assert do(lambda session: service.resolve(session, "vat", date(2019, 5, 1)))[1].components[0].rate == 18


def test_the_same_code_twice_is_a_conflict(do: Do) -> None:
    do(lambda session: service.add(session, rate_of("vat", "21")))
    with pytest.raises(Conflict, match="there is a tax code vat already") as caught:
        do(lambda session: service.add(session, rate_of("vat", "22")))
    assert caught.value.hint == "a new turn of it begins on a day: --from 2027-01-01"


def test_the_word_for_no_tax_is_no_name_of_a_code(do: Do) -> None:
    with pytest.raises(Refused, match="none stands for no tax at all"):
        do(lambda session: service.add(session, rate_of("none", "21")))


@pytest.mark.parametrize("account", ["withheld_tax", "1300", "WITHHELD TAX"])
def test_a_component_names_its_account_by_key_code_or_name(do: Do, account: str) -> None:
    part = TaxComponent("Levy", Decimal(2), "withheld", account)
    do(lambda session: service.add(session, TaxCode("levy", "Levy", components=(part,))))
    code = do(lambda session: service.resolve(session, "levy", DAY))[1]
    assert code.components[0].account_key == "withheld_tax"


def test_a_component_with_an_unknown_account_names_the_nearest(do: Do) -> None:
    part = TaxComponent("Levy", Decimal(2), "added", "Witheld tax")
    with pytest.raises(NotFound, match="no account Witheld tax") as caught:
        do(lambda session: service.add(session, TaxCode("levy", "Levy", components=(part,))))
    assert caught.value.hint == "did you mean Withheld tax?"


@pytest.mark.parametrize(
    ("kind", "account", "name"),
    [
        *(("added", "bank", "Bank"), ("added", "receivable", "Receivable"), ("added", "sales", "Sales")),
        *(("added", "rent", "Rent"), ("added", "withheld_tax", "Withheld tax")),
        *(("withheld", "tax", "Tax"), ("withheld", "withheld_payable", "Tax withheld payable")),
        ("withheld", "tax_settlement", "Tax settlement"),
    ],
)
def test_a_tax_is_not_posted_where_it_would_hide(do: Do, kind: str, account: str, name: str) -> None:
    part = TaxComponent("Levy", Decimal(2), kind, account)
    with pytest.raises(Refused, match=f"no tax is posted to {name}"):
        do(lambda session: service.add(session, TaxCode("levy", "Levy", components=(part,))))


def test_a_closed_account_takes_no_tax(do: Do) -> None:
    from acctmgr.ledger.tables import Account

    account = Account(code="2290", name="Old levy", type="liability", closed_on=date(2025, 12, 31))
    do(lambda session: session.add(account))
    part = TaxComponent("Levy", Decimal(2), "added", "Old levy")
    with pytest.raises(Refused, match="Old levy is closed since 2025-12-31"):
        do(lambda session: service.add(session, TaxCode("levy", "Levy", components=(part,))))


def test_loading_a_country_twice_leaves_what_is_there(do: Do) -> None:
    own = TaxCode("iva21", "Mine", components=(TaxComponent("IVA", Decimal(21)),))
    do(lambda session: service.add(session, own))
    first = do(lambda session: service.load(session, "ES"))
    assert "iva21" not in first.new
    assert (len(first.new), first.known) == (16, ["iva21"])
    again = do(lambda session: service.load(session, "es"))
    assert (again.new, len(again.known)) == ([], 17)
    assert do(lambda session: service.resolve(session, "iva21", DAY))[0].name == "Mine"


@pytest.mark.parametrize(("country", "count"), [("es", 17), ("de", 9), ("uk", 9), ("us", 50)])
def test_every_country_loads_whole(do: Do, country: str, count: int) -> None:
    assert len(do(lambda session: service.load(session, country)).new) == count
    assert len(do(lambda session: service.load(session, country)).known) == count


def test_an_unknown_country_names_those_we_have(do: Do) -> None:
    with pytest.raises(NotFound, match="no tax codes for 'fr'") as caught:
        do(lambda session: service.load(session, "fr"))
    assert caught.value.hint == "there are some for: es, de, uk, us"
