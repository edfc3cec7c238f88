"""Follow-ups and activities with a contact: found as people name them, and always one of the client's."""

import json
from typing import Any

import pytest
from sqlmodel import Session

from acctmgr.parties.contact_tables import Contact, ContactEmail
from acctmgr.store.book import Book
from acctmgr.store.write import change
from conftest import Run


@pytest.fixture(autouse=True)
def _people(run: Run, book: Book) -> None:
    """Ana Ruiz and Ana Lind at Acme, Bo Ruiz at Bolt."""
    run("client add Acme")
    run("client add Bolt")

    def add(session: Session) -> None:
        for party_id, name, email in (
            (1, "Ana Ruiz", "ana@acme.example"),
            (1, "Ana Lind", ""),
            (2, "Bo Ruiz", ""),
        ):
            contact = Contact(party_id=party_id, name=name, name_key=name.lower())
            session.add(contact)
            session.flush()
            if email:
                session.add(ContactEmail(contact_id=contact.id or 0, email=email))

    change(add, book)


def read(run: Run, line: str) -> Any:
    return json.loads(run(f"{line} --format json").out)


@pytest.mark.parametrize("reference", ["1", "ANA@acme.example", "ana ruiz", "Ana R"])
def test_a_contact_is_found_by_id_e_mail_name_and_beginning(run: Run, reference: str) -> None:
    run("followup", "add", "Call", "--client", "acme", "--due", "fri", "--contact", reference)
    run("log", "acme", "Called", "--contact", reference)
    assert [row["contact"] for row in read(run, "followup list")] == ["Ana Ruiz"]
    assert [row["contact"] for row in read(run, f"activity list --contact '{reference}'")] == ["Ana Ruiz"]
    assert read(run, "followup list --contact 'ana lind'") == []


def test_the_client_is_the_contacts_where_none_is_named(run: Run) -> None:
    run("followup add Call --contact bo --due fri")
    assert [row["client"] for row in read(run, "followup list")] == ["bolt"]


def test_a_name_is_looked_for_among_the_clients_own_first(run: Run) -> None:
    run("log acme Called --contact 'ana r'")
    run("log bolt Called --contact bo")
    assert [row["contact"] for row in read(run, "activity list --sort id")] == ["Ana Ruiz", "Bo Ruiz"]


@pytest.mark.parametrize(
    ("line", "code", "message", "hint"),
    [
        (
            "log acme hello --contact ana",
            4,
            "ana fits more than one contact: Ana Lind (acme, 2) and Ana Ruiz (acme, 1)",
            "name one by its id or e-mail",
        ),
        (
            "log acme hello --contact bo",
            3,
            "there is no contact bo at acme",
            "see: acctmgr contact list --client acme",
        ),
        (
            "log bolt hello --contact 'bo riuz'",
            3,
            "there is no contact bo riuz at bolt",
            "did you mean Bo Ruiz?",
        ),
        (
            "followup edit 1 --client bolt",
            1,
            "Ana Ruiz is a contact of Acme (acme), not of Bolt (bolt)",
            "add --clear contact",
        ),
    ],
)
def test_a_contact_that_is_not_clear_or_not_the_clients_is_an_error(
    run: Run, line: str, code: int, message: str, hint: str
) -> None:
    run("followup add Call --client acme --contact 1 --due fri")
    result = run(line)
    assert (result.code, result.err) == (code, f"error: {message}\nhint: {hint}\n")
    assert read(run, "activity list") == []
    assert [row["client"] for row in read(run, "followup list")] == ["acme"]


def test_a_contact_goes_when_it_is_cleared(run: Run) -> None:
    run("followup add Call --client acme --contact 1 --due fri")
    assert run("followup edit 1 --client bolt --clear contact").code == 0
    assert [(row["client"], row["contact"]) for row in read(run, "followup list")] == [("bolt", None)]


def test_what_repeats_and_what_is_logged_with_it_keep_the_contact(run: Run) -> None:
    run("followup add Call --client acme --contact 1 --due fri --repeat 1w")
    run("followup done 1 --note called")
    assert [row["contact"] for row in read(run, "followup list")] == ["Ana Ruiz"]
    assert [row["contact"] for row in read(run, "activity list")] == ["Ana Ruiz"]


def test_what_is_to_do_about_a_deal_leaves_the_contact_of_the_client_it_leaves(run: Run) -> None:
    run("deal add Site --client acme")
    run("followup add Call --deal 1 --contact 1 --due fri")
    run("deal edit 1 --client bolt")
    assert [(row["client"], row["contact"]) for row in read(run, "followup list")] == [("bolt", None)]
