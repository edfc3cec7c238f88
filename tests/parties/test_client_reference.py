"""Whom a reference means, the same in both lanes."""

import json

import pytest
from sqlmodel import Session

from acctmgr.core.errors import AcctError, Conflict, NotFound, Refused
from acctmgr.parties import queries, rules, service
from acctmgr.parties.contact_tables import ContactEmail
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from conftest import Run


def found(reference: str) -> str:
    """The handle that both lanes find."""
    with reading() as db:
        handle = queries.find_party(db, reference).handle
    assert change(lambda session: service.find(session, reference)).handle == handle
    return handle


def refused(reference: str) -> AcctError:
    """The error that both lanes give."""
    with reading() as db, pytest.raises(AcctError) as read:
        queries.find_party(db, reference)
    with pytest.raises(AcctError) as written:
        change(lambda session: service.find(session, reference))
    assert (type(read.value), str(read.value), read.value.hint) == (
        type(written.value),
        str(written.value),
        written.value.hint,
    )
    return read.value


@pytest.fixture
def three(run: Run) -> None:
    run("client", "add", "Acme Corp", "--email", "ana@acme.example")
    run("client", "add", "Acme North")
    run("client", "add", "Müller & Söhne", "--handle", "sohn")


FOUND = [
    ("acme-corp", "acme-corp"),
    ("ACME-CORP", "acme-corp"),
    ("2", "acme-north"),
    ("Ana@Acme.Example", "acme-corp"),
    ("acme corp", "acme-corp"),
    ("  Acme   North ", "acme-north"),
    ("MULLER & SOHNE", "sohn"),
    ("mül", "sohn"),
    ("so", "sohn"),
    ("acme n", "acme-north"),
    ("acme-n", "acme-north"),
]


def test_a_party_is_found_by_any_of_its_names(three: None) -> None:
    for reference, handle in FOUND:
        assert found(reference) == handle


def test_what_fits_exactly_goes_before_what_begins_so(run: Run) -> None:
    run("client add Acme")
    run("client add 'Acme North'")
    assert found("acme") == "acme"


DOUBLE = [  # what the clients are, what is typed, the error and its hint
    (
        ["Alpha --handle beta", "Beta --handle gamma"],
        "Beta",
        "Beta fits more than one client: beta and gamma",
        "type 1 for Alpha and gamma for Beta",
    ),
    (
        ["Alpha", "2"],
        "2",
        "",  # nobody else is 2: it is its own id and its own name
        "",
    ),
    (
        ["2", "Beta"],
        "2",
        "2 fits more than one client: beta and party-2",
        "type beta for Beta and party-2 for 2",
    ),
    (
        ["Alpha --email ana@x.example", "ana@x.example"],
        "ANA@x.example",
        "ANA@x.example fits more than one client: alpha and ana-x-example",
        "type alpha for Alpha and ana-x-example for ana@x.example",
    ),
    (
        ["acme", "acme"],
        "acme",
        "acme fits more than one client: acme and acme-2",
        "type 1 for acme and acme-2 for acme",
    ),
    (
        ["Alpha --handle beta --email a@x.example", "Beta --handle gamma", "1"],
        "beta",
        "beta fits more than one client: beta and gamma",
        "type a@x.example for Alpha and gamma for Beta",
    ),
    (
        ["Alpha --handle beta", "Beta --handle gamma", "1"],
        "beta",
        "beta fits more than one client: beta and gamma",
        "give Beta another name: acctmgr client edit gamma --name NAME",
    ),
]


@pytest.mark.parametrize(("clients", "typed", "error", "hint"), DOUBLE, ids=str)
def test_what_is_one_thing_of_one_client_and_another_of_another_is_ambiguous(
    run_plain: Run,
    sqlite_book: Book,
    monkeypatch: pytest.MonkeyPatch,
    clients: list[str],
    typed: str,
    error: str,
    hint: str,
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    for client in clients:
        assert run_plain(f"client add {client} --yes").code == 0
    if not error:
        assert found(typed) == "party-2"
        return
    conflict = refused(typed)
    assert (type(conflict), str(conflict), conflict.hint) == (Conflict, error, hint)


def test_a_sure_way_to_type_a_client_is_one(run: Run) -> None:
    run("client add Alpha --handle beta")
    run("client add Beta --handle gamma --yes")
    assert [found(typed) for typed in ("1", "alpha", "gamma")] == ["beta", "beta", "gamma"]
    assert run("client rm 1 --yes").err == "removed beta\n"


def test_what_was_added_is_shown_though_its_handle_is_the_name_of_another(run: Run) -> None:
    run("client add Foo --handle bar")
    assert run("client add 'Foo!' --handle foo --yes --format json").code == 0
    assert run("vendor add 'Foo?' --handle foo-2 --yes --format json").code == 0
    assert run("client show foo").code == 4


def test_a_handle_as_it_is_written_tells_namesakes_apart(run: Run) -> None:
    run("client add Acme")
    run("client add Acme")
    assert [found(typed) for typed in ("acme", "acme-2")] == ["acme", "acme-2"]
    for typed in ("Acme", "ACME"):
        assert str(refused(typed)) == f"{typed} fits more than one client: acme and acme-2"


def test_an_archived_client_is_still_found(run: Run) -> None:
    run("client add Acme --currency USD --terms 15")
    run("client archive acme")
    with reading() as db:
        assert queries.find_party(db, "acm") == (1, "acme", "Acme", "USD", 15, True)


def test_a_beginning_that_fits_two_is_a_conflict_that_names_them(three: None) -> None:
    error = refused("acme")
    assert isinstance(error, Conflict)
    assert str(error) == "acme fits more than one client: acme-corp and acme-north"
    assert error.hint == "name one by its handle"


def test_two_clients_of_one_name_are_told_apart_by_their_handles(run: Run) -> None:
    run("client add Acme --handle north")
    run("client add ACME --handle east")
    assert str(refused("acme")) == "acme fits more than one client: east and north"


def test_two_clients_of_one_email_are_a_conflict(run: Run) -> None:
    run("client add Beta --email info@x.example")
    shared = "beta has the e-mail info@x.example too: as a reference it fits both\n"
    assert run("client add Acme --email info@x.example") == (0, "acme\n", f"added Acme\n{shared}")
    assert str(refused("INFO@x.example")) == "INFO@x.example fits more than one client: acme and beta"


@pytest.mark.parametrize(
    "typed", ["anna@xn--bcher-kva.example", "Anna@XN--Bcher-KVA.example", "anna@BÜCHER.example"]
)
def test_an_address_of_an_international_domain_is_found_in_each_of_its_forms(run: Run, typed: str) -> None:
    assert run("client add Bücher --email anna@xn--bcher-kva.example").code == 0
    assert run("contact add Anna --client bucher --email anna@xn--bcher-kva.example").code == 0
    for line in (("client", "show"), ("contact", "show"), ("search",)):
        assert "anna@bücher.example" in run(*line, typed, "--format", "json").out
    assert run("contact", "edit", typed, "--rm-email", typed).code == 0
    assert json.loads(run("contact show 1 --format json").out)["emails"] == []


def test_an_address_that_an_older_book_holds_in_ascii_is_found_as_it_was_given(run: Run, book: Book) -> None:
    run("client add Bücher")
    run("contact add Anna --client bucher")
    typed = "anna@xn--bcher-kva.example"

    def as_before(session: Session) -> None:
        session.get_one(Party, 1).email = typed
        session.add(ContactEmail(contact_id=1, email=typed))

    change(as_before, book)
    for reference in (typed, "anna@bücher.example"):
        assert run("client", "show", reference).code == 0
        assert run("contact", "show", reference).code == 0
    assert run("contact", "edit", typed, "--rm-email", "anna@bücher.example").code == 0


def test_who_has_an_email_too_is_told_of_clients_and_vendors_added_or_changed(run: Run) -> None:
    run("client add Beta --email info@x.example")
    run("client add Gamma --email info@x.example")
    assert run("vendor add Delta --email INFO@x.example").err.endswith(
        "beta and gamma have the e-mail info@x.example too: as a reference it fits all of them\n"
    )
    run("client add Acme --email info@y.example")
    assert run("client edit acme --tier A").err == "changed acme\n"
    assert run("client edit beta --email info@y.example").err == (
        "changed beta\nacme has the e-mail info@y.example too: as a reference it fits both\n"
    )
    run("client merge acme beta --yes")
    assert run("client edit acme --email info@y.example").err == (
        "acme is like that already; nothing was changed\n"  # what was merged into it is no other
    )


def test_an_error_names_five_candidates_at_most(run: Run) -> None:
    for letter in "gfedcba":
        run(f"client add 'Acme {letter}'")
    assert str(refused("acme")) == (
        "acme fits more than one client: acme-a, acme-b, acme-c, acme-d, acme-e and others"
    )


UNKNOWN = [
    ("acme-crop", "did you mean acme-corp?"),
    ("Amce Nroth", "did you mean acme-north?"),
    ("amce", "did you mean acme-corp?"),
    ("zzzz", "see: acctmgr client list"),
    ("99", "see: acctmgr client list"),
    ("123456789012345678901234567890", "see: acctmgr client list"),
    ("%", "see: acctmgr client list"),
    ("\u0301", "see: acctmgr client list"),
    ("'; DROP TABLE party; --", "see: acctmgr client list"),
]


def test_an_unknown_reference_names_the_nearest(three: None) -> None:
    for reference, hint in UNKNOWN:
        error = refused(reference)
        assert isinstance(error, NotFound)
        assert (str(error), error.hint) == (f"there is no client {reference}", hint)


def test_an_empty_reference_means_nobody(three: None) -> None:
    error = refused("  ")
    assert isinstance(error, Refused)
    assert str(error) == "the client's reference is empty"


def test_a_command_tells_the_error_and_its_code(three: None, run: Run) -> None:
    unknown = run("client show nobody")
    assert (unknown.code, unknown.out) == (3, "")
    assert unknown.err == "error: there is no client nobody\nhint: see: acctmgr client list\n"
    ambiguous = run("client edit acme --tier A")
    assert (ambiguous.code, ambiguous.out) == (4, "")
    assert ambiguous.err == (
        "error: acme fits more than one client: acme-corp and acme-north\nhint: name one by its handle\n"
    )


def test_the_lookup_of_ten_thousand_clients_scans_no_table(sqlite_book: object, run: Run) -> None:
    """On SQLite, whose plan is plain to read."""
    assert isinstance(sqlite_book, Book)
    with reading(sqlite_book) as db:
        exact = {"handle": "a", "id": 1, "emails": ["a"], "name_key": "a"}
        beginning = {**exact, "handle_end": "b", "name_key_end": "b"}
        plans = [
            str(row[3])
            for sql in (queries._EXACT, queries._BEGINNING)
            for row in db.run(f"EXPLAIN QUERY PLAN {sql}", beginning)
        ]
    assert not [step for step in plans if step.startswith("SCAN")]


@pytest.mark.parametrize(
    ("name", "taken", "handle"),
    [
        ("Acme", set(), "acme"),
        ("Acme", {"acme"}, "acme-2"),
        ("Acme", {"acme", "acme-2", "acme-3"}, "acme-4"),
        ("O'Brien & Söhne", set(), "obrien-sohne"),
        ("🍎", {"party"}, "party-2"),
        ("42", set(), "party-42"),
        ("a" * 60, {"a" * 40}, "a" * 38 + "-2"),
    ],
)
def test_a_handle_is_the_first_free_one(name: str, taken: set[str], handle: str) -> None:
    assert rules.free_handle(name, taken) == handle
