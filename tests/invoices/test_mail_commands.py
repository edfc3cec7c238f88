"""`invoice mail`: drafts, and mails to a real server; what was mailed is remembered."""

import json
import stat
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel import Session

from acctmgr.parties.contact_tables import Contact, ContactEmail
from acctmgr.store.book import Book
from builders import count
from conftest import Run
from documents.story import Story
from invoices.mailbox import running
from invoices.papers import a_studio, text_of


@pytest.fixture
def studio(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return a_studio(book)


def a_contact(story: Story, name: str, email: str, *, client: int = 2, opted_out: bool = False) -> None:
    def step(session: Session) -> None:
        contact = Contact(party_id=client, name=name, name_key=name.lower(), is_no_contact=int(opted_out))
        session.add(contact)
        session.flush()
        assert contact.id is not None
        session.add(ContactEmail(contact_id=contact.id, email=email))

    story.do(step)


def draft(name: str) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(Path(name).read_bytes(), policy=default))


def parts(mail: EmailMessage) -> tuple[str, list[tuple[str | None, bytes]]]:
    body, *papers = list(mail.iter_parts())
    text = cast("EmailMessage", body).get_content().replace("\r\n", "\n")
    return text, [(paper.get_filename(), cast("Any", paper).get_content()) for paper in papers]


def mailings(run: Run, number: str = "1") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(f"invoice show {number} -f json").out)["mailings"]
    return found


def serve(run: Run, port: int, *more: str) -> None:
    for line in ("smtp.host 127.0.0.1", f"smtp.port {port}", "smtp.security none", *more):
        assert run(f"config set {line}").code == 0
    assert run("config", "set", "smtp.from", "Acme Studio <billing@acme.example>").code == 0


def test_a_draft_holds_the_paper_and_is_remembered(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01", "2026-07-31", tax="iva21")
    done = run("invoice mail 1")
    assert (done.code, done.out) == (0, "INV-2026-0001.eml\n")
    assert done.err == "INV-2026-0001 to hello@blueharbour.example: a draft to send\n"
    mail = draft("INV-2026-0001.eml")
    assert (mail["X-Unsent"], mail["To"]) == ("1", "hello@blueharbour.example")
    assert mail["Subject"] == "Invoice INV-2026-0001 from Acme Studio"
    text, ((name, pdf),) = parts(mail)
    assert text == (
        "Hello,\n\nInvoice INV-2026-0001 of 1 July 2026 for 121.00 EUR is attached.\n"
        "Please pay 121.00 EUR by 31 July 2026.\n\nKind regards\nAcme Studio\n"
    )
    assert name == "INV-2026-0001.pdf"
    assert "Blue Harbour Shipping Ltd" in text_of(pdf)
    assert stat.S_IMODE(Path("INV-2026-0001.eml").stat().st_mode) == 0o600
    assert mailings(run) == [
        {"mailed_on": "2026-07-15", "level": 0, "way": "draft", "recipient": "hello@blueharbour.example"}
    ]


def test_a_mail_as_json_has_these_keys(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    assert json.loads(run("invoice mail 1 -f json").out) == {
        "document": "INV-2026-0001",
        "to": "hello@blueharbour.example",
        "subject": "Invoice INV-2026-0001 from Acme Studio",
        "way": "draft",
        "mailed_on": "2026-07-15",
        "path": "INV-2026-0001.eml",
    }


def test_it_is_written_in_the_clients_language_to_its_contact(run: Run, studio: Story) -> None:
    a_contact(studio, "Eva Moss", "eva@ana.example", opted_out=True)
    a_contact(studio, "Ana Ruiz", "ana@ana.example")
    studio.invoice("ana-ruiz", "100", "2026-05-01", "2026-05-31")
    run("invoice mail 1 --output mail.eml")
    mail = draft("mail.eml")
    assert mail["To"] == "Ana Ruiz <ana@ana.example>"
    assert mail["Subject"] == "Factura INV-2026-0001 de Acme Studio"
    assert parts(mail)[0] == (
        "Hola, Ana Ruiz:\n\nAdjuntamos: Factura INV-2026-0001, de 1 de mayo de 2026, por 100.00 EUR.\n"
        "De ella, 100.00 EUR venció el 31 de mayo de 2026.\n\nUn cordial saludo,\nAcme Studio\n"
    )


def test_texts_of_ones_own_are_used(run: Run, studio: Story) -> None:
    run("config", "set", "mail.subject.en", "{number}: {total}")
    run("config", "set", "mail.body.en", "{greeting}\n\nhere it is.")
    studio.invoice("blue-harbour", "100", "2026-07-01")
    run("invoice mail 1 --to books@blueharbour.example")
    mail = draft("INV-2026-0001.eml")
    assert (mail["To"], mail["Subject"]) == ("books@blueharbour.example", "INV-2026-0001: 100.00 EUR")
    assert parts(mail)[0] == "Hello,\n\nhere it is.\n"
    wrong = run("config", "set", "mail.body.en", "{numbr}")
    assert (wrong.code, wrong.err) == (
        1,
        "error: {numbr} is nothing that a mail knows\nhint: did you mean number?\n",
    )


def test_a_mail_is_sent_and_remembered(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    with running() as box:
        serve(run, box.port)
        done = run("invoice mail 1 --send")
        assert (done.code, done.out) == (0, "INV-2026-0001\n")
        assert done.err == "INV-2026-0001 to hello@blueharbour.example: sent\n"
    (mail,) = box.mails
    assert (mail["From"], mail["To"]) == ("Acme Studio <billing@acme.example>", "hello@blueharbour.example")
    assert mail["Message-ID"].endswith("@acme.example>")
    assert mail["X-Unsent"] is None
    assert parts(mail)[1][0][0] == "INV-2026-0001.pdf"
    assert [row["way"] for row in mailings(run)] == ["smtp"]
    assert list(Path().iterdir()) == []


def test_it_is_not_sent_twice_by_accident(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    with running() as box:
        serve(run, box.port)
        run("invoice mail 1 --send")
        again = run("invoice mail 1 --send")
        assert (again.code, again.out) == (4, "")
        assert again.err == (
            "error: INV-2026-0001: it was mailed to hello@blueharbour.example on 2026-07-15 already\n"
            "hint: to send it once more, add --again\n"
        )
        assert len(box.mails) == 1
        assert run("invoice mail 1 --send --again").code == 0
        assert len(box.mails) == 2
    assert len(mailings(run)) == 2


def test_the_password_comes_from_the_environment_or_a_command(
    run: Run, studio: Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    with running(with_login=True) as box:
        serve(run, box.port, "smtp.user acme")
        none = run("invoice mail 1 --send")
        assert none.code == 1
        assert none.err.startswith(
            "error: no password for acme at 127.0.0.1\nhint: set ACCTMGR_SMTP_PASSWORD"
        )
        monkeypatch.setenv("ACCTMGR_SMTP_PASSWORD", "wrong")
        wrong = run("invoice mail 1 --send")
        assert wrong.code == 1
        assert wrong.err.startswith(f"error: 127.0.0.1:{box.port} refused the login of acme: ")
        assert (box.mails, mailings(run)) == ([], [])
        monkeypatch.setenv("ACCTMGR_SMTP_PASSWORD", "open sesame")
        assert run("invoice mail 1 --send").code == 0
        monkeypatch.delenv("ACCTMGR_SMTP_PASSWORD")
        run("config", "set", "smtp.password_command", "echo 'open sesame'")
        assert run("invoice mail 1 --send --again").code == 0
        run("config", "set", "smtp.password_command", "false")
        failed = run("invoice mail 1 --send --again")
        assert (failed.code, failed.err) == (1, "error: smtp.password_command gave no password (exit 1)\n")
    assert (box.logins[0], box.logins[-2:]) == ("refused", ["in", "in"])
    assert "sesame" not in run("config list").out.replace("echo 'open sesame'", "")


def test_what_the_server_does_not_take_is_not_remembered(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    with running() as box:
        serve(run, box.port)
        box.refused.add("hello@blueharbour.example")
        done = run("invoice mail 1 --send")
        assert (done.code, done.out) == (1, "")
        assert done.err == (
            f"error: 127.0.0.1:{box.port} refused the recipient: hello@blueharbour.example: no such mailbox\n"
        )
        assert mailings(run) == []
    away = run("invoice mail 1 --send")
    assert away.code == 1
    assert away.err == f"error: 127.0.0.1:{box.port} can't be reached: Connection refused\n"
    assert mailings(run) == []
    assert run("db check").code == 0


def test_a_server_that_cannot_be_talked_to_in_secret_gets_nothing(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    with running() as box:
        serve(run, box.port, "smtp.security starttls")
        done = run("invoice mail 1 --send")
        assert (done.code, box.mails, mailings(run)) == (1, [], [])
        assert done.err == f"error: 127.0.0.1:{box.port}: STARTTLS extension not supported by server.\n"


def test_a_password_never_goes_in_the_clear_to_another_machine(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    serve(run, 25, "smtp.host mail.acme.example", "smtp.user acme")
    done = run("invoice mail 1 --send")
    assert (done.code, done.err) == (
        1,
        "error: the password for mail.acme.example would go in the clear\n"
        "hint: acctmgr config set smtp.security starttls, or unset smtp.user\n",
    )


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("invoice mail d3", 1, "error: d3 is a draft\nhint: issue it first: acctmgr invoice issue d3\n"),
        ("invoice mail 2", 1, "error: INV-2026-0002 is void, there is nothing to send\n"),
        ("invoice mail 9", 3, "error: no invoice or credit note 9\nhint: "),
        ("invoice mail 1 --to nobody", 3, "error: no contact of blue-harbour is nobody\n"),
        ("invoice mail 1 --to a@b@c", 1, "error: 'a@b@c' is no e-mail address\n"),
        ("invoice mail 1 --send --output x", 2, "error: --output is for a draft, --send writes none\n"),
        ("invoice mail 1 --send", 1, "error: no sender is set\n"),
        ("invoice mail 4", 1, "error: Ana Ruiz has no e-mail that may be written to\n"),
    ],
)
def test_what_cannot_be_mailed_is_refused(
    run: Run, studio: Story, book: Book, line: str, code: int, said: str
) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    studio.void(studio.invoice("blue-harbour", "100", "2026-07-01"), "2026-07-02")
    studio.invoice("blue-harbour", "100", "2026-07-01", draft=True)
    studio.invoice("ana-ruiz", "100", "2026-07-01")
    number = "INV-2026-0003" if line == "invoice mail 4" else ""
    done = run(f"invoice mail {number}" if number else line)
    assert done.code == code
    assert done.err.startswith(said)
    assert list(Path().iterdir()) == []
    assert count(book, "mailing") == 0


def test_a_draft_that_cannot_be_written_is_not_remembered(run: Run, studio: Story, book: Book) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    Path("mail.eml").write_text("Dear diary")
    done = run("invoice mail 1 --output mail.eml")
    assert (done.code, done.err) == (
        4,
        "error: mail.eml is there already and is something else\nhint: name another file, or replace it with --yes\n",
    )
    assert run("invoice mail 1 --output nowhere/mail.eml").code == 1
    assert count(book, "mailing") == 0


def test_settings_of_the_mail_server_are_in_a_table_of_their_own(
    run: Run, studio: Story, tmp_path: Path
) -> None:
    serve(run, 2525)
    assert (tmp_path / "config.toml").read_text().startswith("[smtp]\n")
    assert run("config get smtp.port").out == "2525\n"
    rows = json.loads(run("config list -f json").out)
    assert [row["source"] for row in rows if row["key"] == "smtp.host"] == ["config.toml"]
    run("config unset smtp.port")
    assert run("config get smtp.port").out == "\n"
    assert run("config set smtp.security ssl").code == 1
