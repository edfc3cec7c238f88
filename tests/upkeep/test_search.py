"""`search`: things found by their words, the best first, on both stores the same."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from acctmgr.deals.tables import DealField, DealTag
from acctmgr.parties.contact_tables import ContactEmail, ContactPhone
from acctmgr.parties.tables import PartyTag
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.migrate import STEPS, upgrade
from acctmgr.store.read import reading
from acctmgr.store.schema import SCHEMA_VERSION
from acctmgr.store.write import change
from acctmgr.upkeep.search_text_queries import wrong_search_text
from builders import a_client, an_invoice
from conftest import Run
from reports.builders import a_contact, a_deal, a_follow_up, an_activity, merged
from store.dump import book_from


@pytest.fixture
def tell(book: Book) -> Callable[[Callable[[Session], object]], None]:
    return lambda fn: change(lambda session: fn(session) and None, book)


def search(run: Run, *words: str) -> list[dict[str, Any]]:
    result = run("search", "--format", "json", *words)
    assert (result.code, result.err) == (0, "")
    return list(json.loads(result.out))


def found(run: Run, *words: str) -> list[tuple[str, str]]:
    """Kind and reference."""
    return [(row["kind"], row["ref"]) for row in search(run, *words)]


def texts(run: Run, *words: str) -> list[str]:
    return [row["text"] for row in search(run, *words)]


def test_a_row_has_these_keys(run: Run, tell: Any) -> None:
    tell(lambda s: an_invoice(s, "Logo and colours; 1; 100; tax=none", on="05-01"))
    assert search(run, "logo") == [
        {
            "kind": "invoice",
            "ref": "INV-2026-0001",
            "client": "acme",
            "text": "Logo and colours",
            "on": "2026-05-01",
        }
    ]


def test_everything_is_found_by_its_words(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        a_client(session, "Acme", note="likes zebras")
        session.add(PartyTag(party_id=1, tag="zebra-friend"))
        a_contact(session, "Zebra Zimmer", None)
        a_deal(session, "Zebra crossing", None)
        an_invoice(session, "Zebra stripes; 1; 100; tax=none", on="05-01")
        an_invoice(session, "Zebra draft; 1; 100; tax=none", on="05-02", is_draft=True)
        a_follow_up(session, "Ask about the zebra", "2026-07-20")
        an_activity(session, "Talked about zebras", "2026-07-14")

    tell(fill)
    assert found(run, "zebra") == [
        ("deal", "1"),  # names before texts
        ("contact", "1"),
        ("followup", "1"),  # then the newest first
        ("activity", "1"),
        ("invoice", "d2"),
        ("invoice", "INV-2026-0001"),
        ("client", "acme"),
    ]


def test_words_match_by_their_beginning_without_case_and_accents(run: Run, tell: Any) -> None:
    tell(lambda s: _party(s, "cafe", "Café Größe Łódź"))
    for typed in ("cafe", "CAF", "größe", "grosse", "GROSS", "lodz", "caf grö"):
        assert found(run, typed) == [("client", "cafe")], typed
    assert found(run, "afe") == []
    assert found(run, "cafe madrid") == []


def _party(session: Session, handle: str, name: str, **facts: object) -> object:
    from acctmgr.parties.tables import Party

    session.add(Party(handle=handle, name=name, name_key=name.lower(), **facts))
    return None


def test_addresses_numbers_and_names_with_apostrophes_are_found(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        _party(
            session, "obrien", "O'Brien & Söhne", email="hello@obrien.example", website="www.obrien.example"
        )
        contact = a_contact(session, "Ana D'Angelo", None)
        session.add(ContactEmail(contact_id=contact.id, email="ana.dangelo@mail.example"))
        session.add(ContactPhone(contact_id=contact.id, phone="+34 600 123 456", digits="34600123456"))
        an_invoice(session, on="05-01")

    tell(fill)
    assert found(run, "O'Brien") == [("client", "obrien")]
    assert found(run, "obrien") == [("client", "obrien")]
    assert found(run, "hello@obrien") == [("client", "obrien")]
    assert found(run, "d’angelo") == [("contact", "1")]
    assert found(run, "ana@") == [("contact", "1")]
    assert found(run, "600 123") == [("contact", "1")]
    assert found(run, "34600123456") == [("contact", "1")]
    assert found(run, "inv-2026-0001") == [("invoice", "INV-2026-0001")]
    assert found(run, "2026-0001") == [("invoice", "INV-2026-0001")]


def test_the_best_comes_first(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        _party(session, "acme-labs", "Acme Labs")
        _party(session, "acme", "Acme")
        _party(session, "the-acme", "The Acme Shop")
        _party(session, "bolt", "Bolt", note="was with Acme before")

    tell(fill)
    assert [row["ref"] for row in search(run, "acme")] == ["acme", "acme-labs", "the-acme", "bolt"]
    assert texts(run, "acme")[-1] == "Bolt: was with Acme before"
    assert [row["ref"] for row in search(run, "acme labs")] == ["acme-labs"]


def test_a_number_goes_before_what_only_mentions_it(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        an_invoice(session, on="05-01")
        an_activity(session, "Sent INV-2026-0001 again", "2026-07-01")

    tell(fill)
    assert found(run, "INV-2026-0001") == [("invoice", "INV-2026-0001"), ("activity", "1")]


def test_what_a_text_is_about_is_cut_out_of_a_long_one(run: Run, tell: Any) -> None:
    note = (
        "The contract runs until the end of the year. " * 3
        + "Ask for the renewal in autumn. "
        + "Nothing else. " * 9
    )
    tell(lambda s: _party(s, "acme", "Acme", note=note))
    assert texts(run, "renewal") == [
        "Acme: … the end of the year. Ask for the renewal in autumn. Nothing else. …"
    ]


def test_a_merged_client_is_found_as_the_kept_one_once(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        a_client(session, "Acme")
        a_client(session, "Azimuth", note="old friends")
        a_deal(session, "Azimuth website", None, client="Azimuth")

    tell(fill)
    assert found(run, "azimuth") == [("client", "azimuth"), ("deal", "1")]
    tell(lambda s: merged(s, "Azimuth", "Acme"))
    assert [(row["kind"], row["ref"], row["client"]) for row in search(run, "azimuth")] == [
        ("client", "acme", "acme"),
        ("deal", "1", "acme"),
    ]
    assert found(run, "acme") == [("client", "acme")]
    assert found(run, "old friends") == [("client", "acme")]


def test_what_is_changed_or_gone_is_found_by_what_it_says_now(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        deal = a_deal(session, "Website", None)
        session.add(DealTag(deal_id=deal.id, tag="urgent"))
        session.add(DealField(deal_id=deal.id, name="region", value="north"))

    tell(fill)
    assert found(run, "urgent") == found(run, "north") == [("deal", "1")]
    run("deal edit 1 --rm-tag urgent --name Shop")
    assert (found(run, "urgent"), found(run, "website"), found(run, "shop")) == ([], [], [("deal", "1")])
    assert run("deal rm 1 --yes").code == 0
    assert found(run, "shop") == []


def test_kinds_and_a_limit_narrow_it(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        for number in range(3):
            a_follow_up(session, f"Call {number}", f"2026-07-2{number}")
        an_activity(session, "Call 9", "2026-07-01")

    tell(fill)
    assert found(run, "call", "--kind", "activity") == [("activity", "1")]
    assert found(run, "call", "--kind", "activity", "--kind", "follow-up", "--limit", "2") == [
        ("followup", "3"),
        ("followup", "2"),
    ]
    assert run("search call --format ids --kind followup").out == "3\n2\n1\n"


def test_nothing_found_is_an_empty_list_with_a_sentence(run: Run) -> None:
    assert run("search nothing here") == (
        0,
        "",
        "nothing has a word that begins with nothing and one with here\n",
    )
    assert run("search nothing -f json") == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("---", "!"), "error: there is no word in '--- !'\nhint: look for letters or digits\n"),
        (("x", "--kind", "clint"), "error: --kind clint is not known\nhint: did you mean client?\n"),
    ],
)
def test_a_look_for_nothing_is_a_mistake(run: Run, words: tuple[str, ...], message: str) -> None:
    typed = ("search", "--", *words) if words[0].startswith("-") else ("search", *words)
    result = run(*typed)
    assert (result.code, result.out, result.err) == (2, "", message)


def test_words_that_mean_something_to_a_database_are_words(run: Run, tell: Any) -> None:
    tell(lambda s: _party(s, "acme", 'Acme AND OR NOT NEAR 100% _x_ a:b c\'d "e" \\f | & ! <-> *'))
    for typed in (
        "AND",
        "OR",
        "NOT near",
        "100%",
        "a:b",
        '"e"',
        "c'd",
        "\\f",
        "x",
        "* acme",
        "| acme",
        "acme & or",
    ):
        assert found(run, typed) == [("client", "acme")], typed
    for typed in ("a%", "%", "_"):
        assert run("search", "--", typed).out.count("acme") <= 3


def test_what_was_refused_is_not_found(run: Run, tell: Any, book: Book) -> None:
    def fail(session: Session) -> None:
        _party(session, "gone", "Gone")
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change(fail, book)
    assert found(run, "gone") == []


def test_a_book_of_the_first_release_can_be_searched_after_its_upgrade(
    tmp_path: Path, run_plain: Run
) -> None:
    schemas = Path(__file__).parents[1] / "store" / "schemas"
    old = book_from(schemas / "0001.sql", "0001", tmp_path / "old.db")
    with opened(old, write=True) as db:
        db.run(
            "INSERT INTO party (id, handle, name, name_key, is_client, is_vendor, status, note) "
            "VALUES (1, 'cafe', 'Café Größe', 'cafe grosse', 1, 0, 'active', 'early bird')"
        )
    upgrade(old, steps=STEPS, target=SCHEMA_VERSION)
    out = run_plain("--db", old.place, "search", "grosse bird", "-f", "json").out
    assert [row["ref"] for row in json.loads(out)] == ["cafe"]
    with reading(old) as db:
        assert list(wrong_search_text(db)) == []


SPOILT = [
    "UPDATE search_text SET words = 'other' WHERE kind = 'client'",
    "DELETE FROM search_text WHERE kind = 'client'",
    "UPDATE search_text SET thing_id = 99",
]


@pytest.mark.parametrize("sql", SPOILT)
def test_the_check_finds_what_is_wrong_and_reindex_mends_it(
    run: Run, tell: Any, book: Book, sql: str
) -> None:
    tell(lambda s: _party(s, "acme", "Acme"))
    with opened(book, write=True) as db:
        db.run(sql)
        if book.is_postgres:
            db.raw.commit()
    result = run("db check --format json")
    failed = [row for row in json.loads(result.out) if not row["ok"]]
    assert result.code == 5
    assert [row["check"] for row in failed] == ["search finds things by what they say"]
    assert "client 1 is not searched by what it says" in failed[0]["detail"]
    assert result.err.splitlines()[-1] == (
        "hint: only what search looks through is out of date, to make it anew: acctmgr db reindex"
    )
    assert run("db reindex").code == 0
    assert run("db check").code == 0
    assert found(run, "acme") == [("client", "acme")]


def test_the_check_reads_the_index_of_a_file_too(sqlite_book: Book) -> None:
    change(lambda session: _party(session, "acme", "Acme"), sqlite_book)
    with opened(sqlite_book, write=True) as db:
        db.run("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    with reading(sqlite_book) as db:
        assert list(wrong_search_text(db)) == ["search text 1 is indexed wrongly"]


def test_reindex_is_no_operation(run: Run, tell: Any, book: Book) -> None:
    tell(lambda s: _party(s, "acme", "Acme"))
    with reading(book) as db:
        before = db.value("SELECT operations FROM head")
    run("db reindex")
    with reading(book) as db:
        assert db.value("SELECT operations FROM head") == before


def test_a_day_stands_beside_what_has_one(run: Run, tell: Any) -> None:
    tell(lambda s: _party(s, "acme", "Acme", since_on=date(2020, 5, 1)))
    tell(lambda s: a_contact(s, "Acme Ann", None))
    assert [row["on"] for row in search(run, "acme")] == ["2020-05-01", None]
