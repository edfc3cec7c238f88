"""`vendor`: who we buy from, on the tables of clients."""

import pytest

from acctmgr.store.book import Book
from builders import count
from cash.builders import done, shown
from conftest import Run


@pytest.fixture
def shop(run: Run) -> Run:
    done(run, "vendor add 'Papeleria Sol' --email hola@sol.example --tag local --field region=north")
    return run


def test_a_vendor_is_no_client(shop: Run) -> None:
    assert shown(shop, "client list") == []
    assert shown(shop, "vendor list") == [
        {
            "id": 1, "handle": "papeleria-sol", "name": "Papeleria Sol", "email": "hola@sol.example",
            "phone": None, "website": None, "industry": None, "tags": ["local"], "fields": {"region": "north"},
            "is_client": False, "paid": "0.00", "paid_by_currency": {"EUR": "0.00"}, "last_on": None,
        }
    ]  # fmt: skip


def test_what_went_out_to_it_is_counted(shop: Run) -> None:
    done(
        shop,
        "cash out 60.50 --vendor pap --category office --on 2026-07-01",
        "cash in 10.50 --vendor papeleria-sol --category office --on 2026-07-02",
        "cash out 9 --to 'papeleria sol' --category office --on 2026-07-03",
        "cash void 3 --on 2026-07-04 --yes",
        "cash out 7 --to 'papeleria sol' --category office --on 2026-08-01 --yes",
    )
    (row,) = shown(shop, "vendor list --sort -paid")
    assert (row["paid"], row["last_on"]) == ("50.00", "2026-07-02")
    card = shown(shop, "vendor show papeleria")
    assert card["paid"] == "50.00"
    assert card["movements"] == [
        {
            "id": 2, "on": "2026-07-02", "category": "Office", "memo": None, "amount": "10.50",
            "currency": "EUR",
        },
        {
            "id": 1, "on": "2026-07-01", "category": "Office", "memo": None, "amount": "-60.50",
            "currency": "EUR",
        },
    ]  # fmt: skip


def test_a_client_becomes_a_vendor_too(run: Run, book: Book) -> None:
    done(run, "client add Acme --tier A")
    result = run("vendor add acme --terms 15")
    assert (result.out, result.err) == ("acme\n", "Acme is a client, and a vendor from now on\n")
    assert count(book, "party") == 1
    assert shown(run, "client show acme")["tier"] == "A"
    assert shown(run, "vendor show acme")["terms_days"] == 15
    assert shown(run, "vendor list")[0]["is_client"] is True


def test_money_that_a_client_paid_is_nothing_that_went_to_the_vendor(run: Run) -> None:
    done(
        run,
        "client add Acme",
        "vendor add acme",
        "cash in 100 --from acme --category sales",
        "cash out 30 --to acme --category travel",
    )
    assert shown(run, "vendor list")[0]["paid"] == "30.00"


def test_a_vendor_of_the_same_name_as_a_vendor_is_another_one(shop: Run) -> None:
    result = shop("vendor add 'Papeleria Sol'")
    assert (result.out, result.err) == (
        "papeleria-sol-2\n",
        "added Papeleria Sol as papeleria-sol-2; there is another Papeleria Sol: papeleria-sol\n",
    )


def test_facts_of_a_vendor_change(shop: Run) -> None:
    done(shop, "vendor edit pap --phone '+34 600' --clear email --rm-tag local --name 'Sol SL'")
    card = shown(shop, "vendor show papeleria-sol")
    assert (card["name"], card["phone"], card["email"], card["tags"]) == ("Sol SL", "+34 600", None, [])


def test_a_vendor_is_put_away_and_brought_back(shop: Run) -> None:
    done(shop, "vendor archive pap")
    assert shown(shop, "vendor list") == []
    assert len(shown(shop, "vendor list --archived")) == 1
    done(shop, "vendor restore pap")
    assert len(shown(shop, "vendor list --where 'tag=local and region=north'")) == 1


def test_a_vendor_is_removed_unless_money_went_to_it(shop: Run, book: Book) -> None:
    done(shop, "vendor rm pap --yes")
    assert count(book, "party") == 0
    done(shop, "vendor add Taxi", "cash out 5 --vendor taxi --category travel")
    result = shop("vendor rm taxi --yes")
    assert result.code == 1
    assert result.err.startswith("error: taxi has a history: 2 postings and 1 cash entry\n")


def test_a_vendor_that_is_a_client_stays_a_client(run: Run) -> None:
    done(run, "client add Acme", "vendor add acme")
    result = run("vendor rm acme --yes")
    assert result.err == "acme is no vendor any more, and still a client\n"
    assert [row["handle"] for row in shown(run, "client list")] == ["acme"]


@pytest.mark.parametrize("verb", ["show", "archive", "restore", "rm", "edit --phone 1"])
def test_who_is_no_vendor_is_not_found(run: Run, book: Book, verb: str) -> None:
    done(run, "client add Acme")
    operations = count(book, "operation")
    word, _, rest = verb.partition(" ")
    unknown, client = (run(f"vendor {word} {name} {rest} --yes") for name in ("nobody", "acme"))
    assert (unknown.code, unknown.err) == (
        3, "error: there is no vendor nobody\nhint: see: acctmgr vendor list\n",
    )  # fmt: skip
    assert (client.code, client.err) == (
        3, "error: acme is no vendor\nhint: make it one: acctmgr vendor add acme\n",
    )  # fmt: skip
    assert count(book, "operation") == operations


def test_a_name_of_two_clients_must_be_told_apart(run: Run) -> None:
    done(run, "client add Acme", "client add Acme")
    result = run("vendor add Acme")
    assert (result.code, result.out) == (4, "")
    done(run, "vendor add acme-2")
    assert [row["handle"] for row in shown(run, "vendor list")] == ["acme-2"]


def test_what_went_out_is_told_in_the_currency_of_the_book_and_in_its_own(run: Run) -> None:
    for line in (
        "vendor add Hosting",
        "account add Dollars --type asset --currency USD --money",
        "cash out 20 --vendor hosting --account dollars --rate 0.9 --category office --on 2026-07-01",
        "cash out 7 --vendor hosting --category office --on 2026-07-02",
    ):
        assert run(line).code == 0
    (row,), card = shown(run, "vendor list"), shown(run, "vendor show hosting")
    for told in (row, card):
        assert (told["paid"], told["paid_by_currency"]) == ("25.00", {"EUR": "7.00", "USD": "20.00"})
    assert "paid (EUR)" in run("vendor list").out
    assert "7.00 EUR, 20.00 USD" in run("vendor list").out
    assert "7.00 EUR, 20.00 USD" in run("vendor show hosting").out
