"""Mails: who gets them, how texts are filled in, and that no text ever becomes a header."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import AcctError, NotFound, Refused
from acctmgr.invoices.mail_rules import (
    Attachment,
    Person,
    To,
    check_sender,
    check_text,
    chosen,
    filled,
    message,
    recipient,
)

ANA = Person("Ana Ruiz", "ana@acme.example", None, is_no_contact=False)
BEN = Person("Ben Hall", "ben@acme.example", "email", is_no_contact=False)
EVA = Person("Eva Moss", "eva@acme.example", "email", is_no_contact=True)


def test_the_clients_own_address_goes_first_with_the_name_of_whom_it_is() -> None:
    assert recipient("hello@acme.example", [ANA]) == To("", "hello@acme.example")
    assert recipient("ana@acme.example", [ANA]) == To("Ana Ruiz", "ana@acme.example")


def test_then_whoever_prefers_mail_then_the_first() -> None:
    assert recipient(None, [ANA, BEN]) == To("Ben Hall", "ben@acme.example")
    assert recipient(None, [ANA]) == To("Ana Ruiz", "ana@acme.example")


def test_nobody_who_opted_out_is_written_to() -> None:
    assert recipient("eva@acme.example", [EVA]) is None
    assert recipient("eva@acme.example", [EVA, ANA]) == To("Ana Ruiz", "ana@acme.example")
    assert recipient(None, [EVA]) is None
    for typed in ("Eva Moss", "eva", "EVA@acme.example"):
        with pytest.raises(Refused, match="Eva Moss does not want to be contacted"):
            chosen(typed, [ANA, EVA], "acme")


def test_a_contact_is_named_by_the_beginning_of_its_name_or_an_address_is_typed() -> None:
    assert chosen("ana", [ANA, BEN], "acme") == To("Ana Ruiz", "ana@acme.example")
    assert chosen("books@acme.example", [ANA], "acme") == To("", "books@acme.example")
    with pytest.raises(NotFound, match="no contact of acme is Annika"):
        chosen("Annika", [ANA], "acme")


def test_a_sender_may_have_a_name() -> None:
    assert check_sender("billing@acme.example") == "billing@acme.example"
    assert check_sender(" Acme Studio  <billing@acme.example>") == "Acme Studio <billing@acme.example>"
    with pytest.raises(Refused):
        check_sender("Acme Studio")


def test_places_are_filled_in_once() -> None:
    assert filled("{a} and {b}, {c}", {"a": "{b}", "b": "x"}) == "{b} and x, {c}"


def test_a_place_that_no_mail_knows_is_refused_with_the_nearest() -> None:
    assert check_text("Dear {contact}", ["contact", "open"]) == "Dear {contact}"
    with pytest.raises(Refused) as raised:
        check_text("Dear {contcat}", ["contact", "open"])
    assert raised.value.hint == "did you mean contact?"


def mail(**changes: object) -> bytes:
    facts = {
        "sender": "Acme Studio <billing@acme.example>",
        "to": To("Ana Ruiz", "ana@client.example"),
        "subject": "Factura Ñ-7",
        "body": "Buenos días:\n\nadiós",
        "attachments": [Attachment("INV-7.pdf", b"%PDF-1.7 x")],
        "at": None,
    } | changes
    return message(facts.pop("sender"), facts.pop("to"), **facts).as_bytes()  # type: ignore[arg-type]


def test_a_draft_opens_to_be_sent_and_holds_all() -> None:
    found = message_from_bytes(mail(), policy=default)
    assert found["X-Unsent"] == "1"
    assert found["From"] == "Acme Studio <billing@acme.example>"
    assert found["To"] == "Ana Ruiz <ana@client.example>"
    assert found["Subject"] == "Factura Ñ-7"
    assert found["Date"] is None
    body, paper = found.iter_parts()
    assert body.get_content().replace("\r\n", "\n") == "Buenos días:\n\nadiós\n"
    assert (paper.get_filename(), paper.get_content_type()) == ("INV-7.pdf", "application/pdf")
    assert paper.get_content() == b"%PDF-1.7 x"


def test_a_mail_that_is_sent_has_its_moment_and_an_id() -> None:
    found = message_from_bytes(mail(at=datetime(2026, 7, 15, 9, 30, tzinfo=UTC)), policy=default)
    assert found["Date"] == "Wed, 15 Jul 2026 09:30:00 +0000"
    assert found["Message-ID"].endswith("@acme.example>")
    assert found["X-Unsent"] is None


def test_a_draft_without_a_sender_leaves_that_to_the_mail_program() -> None:
    assert message_from_bytes(mail(sender=""), policy=default)["From"] is None


EVIL = st.text(st.sampled_from('aé \r\n\t:<>@",\x00\x1b\u2028\x85Bc'), max_size=30)


@given(name=EVIL, subject=EVIL, body=EVIL)
def test_no_text_becomes_a_header(name: str, subject: str, body: str) -> None:
    try:
        raw = mail(
            to=To(name, "ana@client.example"), subject=f"x{subject}\r\nBcc: eve@evil.example", body=body
        )
    except AcctError:
        return
    found = message_from_bytes(raw, policy=default)
    assert [key.lower() for key in found] == [
        "x-unsent", "from", "to", "subject", "mime-version", "content-type",
    ]  # fmt: skip
    assert [address.addr_spec for address in found["To"].addresses] == ["ana@client.example"]
