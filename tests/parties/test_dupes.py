"""`client dupes`: which clients look like one, and why."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from acctmgr.parties.dupe_queries import dupes
from acctmgr.parties.dupe_rules import PartyFacts, domain_of, is_similar, is_typo, pairs, phone_keys, words_of
from acctmgr.parties.tax_id_rules import tax_key
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run


def party(number: int, name: str = "", **facts: object) -> PartyFacts:
    base = PartyFacts(
        number, f"p{number}", name or f"Only {number} {'abcdefghij'[number % 10] * 6}", *[None] * 3, [], []
    )
    return base._replace(**facts)


def found(*parties: PartyFacts) -> list[tuple[str, str, list[str]]]:
    return [(pair.keep.handle, pair.other.handle, pair.reasons) for pair in pairs(parties)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Acme GmbH", ("acme",)),
        ("ACME, S.L.", ("acme",)),
        ("Acme S. L. U.", ("acme",)),
        ("Acmé Co., Ltd.", ("acme",)),
        ("Acme Inc", ("acme",)),
        ("Müller & Söhne GmbH & Co. KG", ("muller", "sohne")),
        ("The Acme Company", ("acme",)),
        ("Ana Ruiz y Hijos, S.A.", ("ana", "ruiz", "hijos")),
        ("Acme Sp. z o.o.", ("acme",)),
        ("AG", ("ag",)),
        ("O'Brien & Sons", ("obrien", "sons")),
        ("&", ()),
    ],
)
def test_legal_forms_accents_and_connecting_words_are_no_part_of_a_name(
    name: str, words: Sequence[str]
) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bluebird Bakery", "Blubird Bakery"),
        ("Bluebird Bakery", "Bakery Bluebird SL"),
        ("Bluebird Bakery", "Bluebird-Bakery Ltd"),
        ("Betasoloin", "Betasolion"),
        ("Ana Ruiz", "Anaruiz"),
        ("Marigold Events", "Marigold Evnets"),
    ],
)
def test_names_are_alike_but_for_a_typo_their_order_and_legal_form(one: str, other: str) -> None:
    ((_, _, reasons),) = found(party(1, one), party(2, other))
    assert reasons[0] in ("same name", "similar name")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Client number 1", "Client number 2"),
        ("Studio 54", "Studio 55"),
        ("Sol", "Sal"),
        ("Nova Bakery", "Nova Dental"),
        ("Acme", "Acme Consulting"),
        ("North Oak Design", "North Pine Design"),
    ],
)
def test_names_that_only_share_words_or_differ_by_a_number_are_not_alike(one: str, other: str) -> None:
    assert found(party(1, one), party(2, other)) == []


def test_each_reason_is_told_the_strongest_first_and_the_strongest_pair_first() -> None:
    told = found(
        party(1, "Acme", tax_id="ES B-123.456.78", emails=["ana@acme.example"], phones=["+34 600 111 222"]),
        party(
            2, "Acme SL", tax_id="b12345678", emails=["ANA@acme.example"], phones=["600111222"], documents=3
        ),
        party(3, "Other", website="https://www.acme.example/shop"),
        party(4, "Dupont", phones=["0034 600-111-222"]),
    )
    assert told == [
        ("p2", "p1", ["same tax id", "same e-mail", "same name", "same phone", "same domain acme.example"]),
        ("p1", "p4", ["same phone"]),
        ("p2", "p4", ["same phone"]),
        ("p1", "p3", ["same domain acme.example"]),
        ("p2", "p3", ["same domain acme.example"]),
    ]


def test_two_tax_ids_are_never_one_client() -> None:
    assert found(party(1, "Acme", tax_id="B1"), party(2, "Acme", tax_id="B2")) == []


def test_the_one_with_more_documents_is_kept_but_never_an_archived_one() -> None:
    old, busy = party(1, "Acme"), party(2, "Acme", documents=9)
    assert found(old, busy) == [("p2", "p1", ["same name"])]
    assert found(old, busy._replace(is_archived=True)) == [("p1", "p2", ["same name"])]
    assert found(old._replace(is_archived=True), busy._replace(is_archived=True)) == []


def test_a_legal_name_counts_as_a_name() -> None:
    assert found(party(1, "Moreno Citrus"), party(2, "The shop", legal_name="Moreno Citrus SL")) == [
        ("p1", "p2", ["same name"])
    ]


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ana@acme.example", "acme.example"),
        ("https://www.Acme.example:8080/a?b#c", "acme.example"),
        ("acme.example", "acme.example"),
        ("shop.acme.example", "shop.acme.example"),
        ("ana@gmail.com", ""),
        ("ana@yahoo.co.uk", ""),
        ("ana@T-Online.de", ""),
        ("https://www.facebook.com/acme", ""),
        ("acme.wixsite.com/shop", ""),
        ("nothing", ""),
    ],
)
def test_a_domain_is_that_of_an_address_unless_anybody_can_have_one_there(address: str, domain: str) -> None:
    assert domain_of(address) == domain


def test_each_phone_of_a_text_compares_without_its_extension() -> None:
    assert phone_keys("+34 600 111 222 / 600-333-444 ext. 5") == ["600111222", "600333444"]


@pytest.mark.parametrize(
    ("phone", "key"),
    [
        ("+34 600 111 222", "600111222"),
        ("0034-600.111.222", "600111222"),
        ("(555) 123-4567", "551234567"),
        ("112", ""),
    ],
)
def test_a_phone_compares_by_its_last_digits(phone: str, key: str) -> None:
    assert phone_keys(phone) == ([key] if key else [])


@pytest.mark.parametrize(
    ("tax_id", "key"),
    [
        ("ES B-12345678", "B12345678"),
        ("b 12.345.678", "B12345678"),
        ("ESTHER", "ESTHER"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_tax_id_compares_by_its_signs_without_the_state(tax_id: str | None, key: str) -> None:
    assert tax_key(tax_id) == key


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("bakery", "bakery", False),
        ("bakery", "bkaery", True),
        ("bakery", "bakkery", True),
        ("bakery", "baker", True),
        ("bakery", "bakers", True),
        ("bakery", "cakers", False),
        ("abc", "abd", False),
        ("unit1", "unit2", False),
        ("unit12", "unit1", False),
    ],
)
def test_a_typo_is_one_letter_and_never_a_digit(word: str, other: str, expected: bool) -> None:
    assert is_typo(word, other) is expected
    assert is_typo(other, word) is expected


NAMES = st.lists(st.sampled_from("acme nova bakery ana 54 sl gmbh ß é 株式".split()), max_size=4).map(
    " ".join
)
PARTIES = st.lists(
    st.builds(
        lambda name, tax_id, email, phone, website: (name, tax_id, email, phone, website),
        NAMES | st.text(max_size=12),
        st.sampled_from([None, "B1234567", "b-123 4567", "X9"]),
        st.sampled_from([[], ["a@acme.example"], ["a@gmail.com"], ["@"]]),
        st.sampled_from([[], ["600111222"], ["+34 600111222"], ["x"]]),
        st.none() | st.text(max_size=12) | st.just("acme.example"),
    ),
    max_size=15,
)


@given(PARTIES)
def test_pairs_name_two_parties_once_whatever_they_hold(facts: list[tuple[object, ...]]) -> None:
    people = [
        PartyFacts(number, f"p{number}", str(name), None, tax_id, website, emails, phones)  # type: ignore[arg-type]
        for number, (name, tax_id, emails, phones, website) in enumerate(facts, start=1)
    ]
    told = pairs(people)
    seen = [frozenset((pair.keep.id, pair.other.id)) for pair in told]
    assert all(len(two) == 2 for two in seen)
    assert len(set(seen)) == len(seen)
    assert all(pair.reasons and len(set(pair.reasons)) == len(pair.reasons) for pair in told)
    assert {frozenset((pair.keep.id, pair.other.id)) for pair in pairs(people[::-1])} == set(seen)


@given(NAMES, NAMES)
def test_being_alike_goes_both_ways(one: str, other: str) -> None:
    assert is_similar(words_of(one), words_of(other)) is is_similar(words_of(other), words_of(one))


def test_a_crowd_that_shares_everything_takes_no_time() -> None:
    crowd = [party(n, "Acme", emails=["a@acme.example"], phones=["600111222"]) for n in range(1, 5001)]
    began = time.process_time()
    assert len(pairs(crowd)) == 4999
    assert time.process_time() - began < 10


@pytest.fixture
def told(run: Run) -> Run:
    run("client add Acme --email ana@acme.example --tax-id B12345678")
    run("client add 'Acme GmbH' --website https://acme.example")
    run("client add Borges --phone '600 111 222'")
    run("client add Cielo --phone '+34 600111222'")
    run("client add Dora --email dora@gmail.com")
    run("client add Elsa --email elsa@gmail.com")
    return run


def test_the_list_as_json_names_both_why_and_the_command(told: Run) -> None:
    result = told("client dupes --format json")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == [
        {
            "client": "acme",
            "name": "Acme",
            "other": "acme-gmbh",
            "other_name": "Acme GmbH",
            "reasons": ["same name", "same domain acme.example"],
            "command": "acctmgr client merge acme acme-gmbh",
        },
        {
            "client": "borges",
            "name": "Borges",
            "other": "cielo",
            "other_name": "Cielo",
            "reasons": ["same phone"],
            "command": "acctmgr client merge borges cielo",
        },
    ]


def test_the_table(told: Run, snapshot: SnapshotAssertion) -> None:
    result = told("client dupes")
    assert result.out == snapshot
    assert result.err == "merge the first two with: acctmgr client merge acme acme-gmbh\n"


def test_a_limit_and_a_condition_narrow_it(told: Run) -> None:
    assert told("client dupes --limit 1 --format ids").out == "acme\n"
    assert told("client dupes --where reasons~phone --format ids").out == "borges\n"


def test_merged_clients_are_no_pair_any_more(told: Run) -> None:
    told("client merge acme acme-gmbh -y")
    told("client merge borges cielo -y")
    result = told("client dupes")
    assert (result.code, result.out, result.err) == (0, "", "no two clients look like one\n")


def test_a_phone_of_a_contact_counts(told: Run) -> None:
    told("contact add Dora --client dora --phone '600 999 888'")
    told("contact add Elsa --client elsa --phone '600999888'")
    assert "dora" in told("client dupes --where \"reasons='same phone'\" --format ids").out.split()


def test_the_commands_name_each_client_by_what_fits_no_other(told: Run) -> None:
    told("client add Fuchs --handle fox --email fox@fox.example --website fox.example")
    told("client add 'Fuchs GmbH' --handle fuchs-gmbh")
    told("client add fox --handle den --yes")  # so fox is one's handle and the other's name
    found = json.loads(told("client dupes --format json --where client=fox").out)
    assert [row["command"] for row in found] == ["acctmgr client merge 7 fuchs-gmbh"]


def test_the_number_of_queries_is_that_of_few_clients_however_many_look_alike(
    run_plain: Run, sqlite_book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    path = tmp_path / "clients.csv"
    path.write_text("name,phone\n" + "".join(f"Acme {n},+34 600 111 {n // 2:03}\n" for n in range(100)))
    assert run_plain("import", "clients", str(path)).code == 0
    asked: list[str] = []
    with reading(sqlite_book) as db:
        db.raw.set_trace_callback(asked.append)
        found = dupes(db)
    assert len(found.rows) == 50
    assert found.rows[0].command == "acctmgr client merge acme-0 acme-1"
    assert len(asked) <= 10


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("600 333 444 - 600 333 445", ["600333444", "600333445"]),
        ("600333444 600333445", ["600333444", "600333445"]),
        ("+34 600 333 444 +34 600 333 445", ["600333444", "600333445"]),
        ("600 333 444", ["600333444"]),
        ("1234567890 1234567890 1234567890", ["234567890"] * 3),
        ("123456789012345678901", []),
    ],
)
def test_each_phone_of_a_cell_is_compared(text: str, keys: list[str]) -> None:
    assert phone_keys(text) == keys
