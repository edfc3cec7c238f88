"""`invoice remind`: who is reminded, at which level, once."""

import json
import subprocess
import sys
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel import Session, col, select, update
from syrupy.assertion import SnapshotAssertion

from acctmgr.core.errors import BookBusy, Conflict
from acctmgr.invoices import mail_commands, mail_service
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.tables import Setting
from builders import count
from conftest import Run
from documents.story import Story
from invoices.mailbox import running
from invoices.papers import a_studio
from invoices.test_mail_commands import a_contact, parts, serve


@pytest.fixture
def studio(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    story = a_studio(book)
    a_contact(story, "Ana Ruiz", "ana@ana.example")
    return story


_SENDER = col(Setting.key) == "smtp.from"


def change_party(story: Story, handle: str, **facts: Any) -> None:
    def step(session: Session) -> None:
        party = session.exec(select(Party).where(Party.handle == handle)).one()
        for name, value in facts.items():
            setattr(party, name, value)
        session.add(party)

    story.do(step)


def due(run: Run, line: str = "") -> list[dict[str, Any]]:
    done = run(f"invoice remind --format json {line}")
    assert done.code == 0
    return list(json.loads(done.out))


def levels(run: Run, line: str = "") -> list[tuple[str, int, str | None]]:
    return [(row["number"][-1], row["level"], row["skipped"]) for row in due(run, line)]


def drafts(folder: str = "drafts") -> dict[str, EmailMessage]:
    return {
        path.name: cast("EmailMessage", message_from_bytes(path.read_bytes(), policy=default))
        for path in sorted(Path(folder).iterdir())
    }


def said(mail: EmailMessage) -> str:
    """The text of a mail without attachments."""
    return str(mail.get_content()).replace("\r\n", "\n")


def test_a_row_has_these_keys(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-07-08")
    assert due(run) == [
        {
            "number": "INV-2026-0001", "client": "blue-harbour", "name": "Blue Harbour", "due_on": "2026-07-08",
            "late_days": 7, "currency": "EUR", "open": "100.00", "level": 1, "to": "hello@blueharbour.example",
            "skipped": None,
        }
    ]  # fmt: skip


def test_only_what_is_late_enough_is_listed(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-07-09")  # six days late
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-07-08")
    studio.pay(studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-02"), "100", "2026-07-01")
    studio.invoice("ana-ruiz", "100", "2026-06-01", "2026-06-02", draft=True)
    assert levels(run) == [("2", 1, None)]
    run("config set remind.days 5,30")
    assert levels(run) == [("2", 1, None), ("1", 1, None)]


def test_each_client_gets_one_draft_with_its_invoices(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    studio.invoice("ana-ruiz", "70", "2026-05-01", "2026-05-31")
    studio.invoice("blue-harbour", "50", "2026-06-01", "2026-07-01")
    done = run("invoice remind --write drafts --format json")
    assert done.code == 0
    assert json.loads(done.out) == [
        {
            "client": "ana-ruiz", "to": "ana@ana.example", "level": 1, "numbers": ["INV-2026-0002"], "way": "draft",
            "path": "drafts/ana-ruiz-INV-2026-0002-reminder-1.eml",
        },
        {
            "client": "blue-harbour", "to": "hello@blueharbour.example", "level": 1,
            "numbers": ["INV-2026-0001", "INV-2026-0003"], "way": "draft",
            "path": "drafts/blue-harbour-INV-2026-0001-reminder-1.eml",
        },
    ]  # fmt: skip
    ana, blue = drafts().values()
    assert ana["Subject"] == "Recordatorio de pago: INV-2026-0002"
    assert blue["Subject"] == "Reminder: 2 invoices"
    text, papers = parts(blue)
    assert text == (
        "Hello,\n\nthis may have escaped your attention: we have not seen payment of\n\n"
        "- INV-2026-0001 of 1 June 2026, due 15 June 2026 (30 days late): 100.00 EUR\n"
        "- INV-2026-0003 of 1 June 2026, due 1 July 2026 (14 days late): 50.00 EUR\n\n"
        "Open in all: 150.00 EUR.\n\nIf it is on its way already, please take this for thanks.\n\n"
        "Kind regards\nAcme Studio\n"
    )
    assert [name for name, _ in papers] == ["INV-2026-0001.pdf", "INV-2026-0003.pdf"]
    assert "Hola, Ana Ruiz:" in parts(ana)[0]


def test_running_it_again_reminds_nobody(run: Run, studio: Story, book: Book) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    run("invoice remind --write drafts")
    again = run("invoice remind --write other --format json")
    assert (again.code, json.loads(again.out)) == (0, [])
    assert not Path("other").exists()
    assert count(book, "mailing") == 1


def test_the_next_level_comes_when_its_time_has_come(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-07-08")

    def on(day: str) -> int:
        return len(json.loads(run(f"invoice remind --write drafts --no-pdf --today {day} -f json").out))

    days = ["07-14", "07-15", "07-16", "07-28", "07-29", "07-30", "08-11", "08-12", "08-13", "12-31"]
    assert [on(f"2026-{day}") for day in days] == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert [said(mail).split("\n")[2] for mail in drafts().values()] == [
        "this may have escaped your attention: we have not seen payment of",
        "we have written before, and this is still open:",
        "in spite of our reminders this has not been paid:",
    ]


def test_who_has_a_reason_is_left_alone_and_the_reason_told(run: Run, studio: Story, book: Book) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    change_party(studio, "blue-harbour", dispute="two crates broken")
    assert levels(run) == [("1", 1, "in dispute: two crates broken")]
    done = run("invoice remind --write drafts --exit-code")
    assert done.code == 0  # nothing is due
    assert done.err.startswith(
        "INV-2026-0001 of Blue Harbour (blue-harbour) is left out: in dispute: two crates broken\n"
    )
    change_party(studio, "blue-harbour", dispute=None, email=None)
    assert levels(run) == [("1", 1, "no e-mail that may be written to")]
    assert count(book, "mailing") == 0
    assert not Path("drafts").exists()


def test_a_credit_that_covers_what_is_overdue_keeps_the_reminder_back(run: Run, studio: Story) -> None:
    number = studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    studio.invoice("blue-harbour", "500", "2026-07-01", "2026-12-31")  # not overdue: nobody asks for it
    payment = studio.pay(number, "100", "2026-07-01")
    studio.unapply(payment, number, "2026-07-02")
    assert levels(run) == [("1", 1, "its credit covers it")]
    studio.invoice("blue-harbour", "1", "2026-06-01", "2026-06-20")
    assert levels(run) == [("1", 1, None), ("3", 1, None)]
    run("invoice remind --write drafts --no-pdf")
    (mail,) = drafts().values()
    assert "Your credit of 100.00 EUR with us is not set against it yet." in said(mail)


def test_the_exit_code_says_whether_one_is_due(run: Run, studio: Story) -> None:
    assert run("invoice remind --exit-code").code == 0
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    assert run("invoice remind").code == 0
    assert run("invoice remind --exit-code --quiet").code == 10
    assert run("invoice remind --client ana-ruiz --exit-code").code == 0
    assert run("invoice remind --write drafts --exit-code").code == 10
    assert run("invoice remind --write drafts --exit-code").code == 0


def test_they_are_sent_and_one_that_fails_holds_up_no_other(run: Run, studio: Story, book: Book) -> None:
    studio.invoice("ana-ruiz", "70", "2026-05-01", "2026-05-31")
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    with running() as box:
        serve(run, box.port)
        box.refused.add("ana@ana.example")
        done = run("invoice remind --send --format json")
        assert done.code == 1
        assert [row["client"] for row in json.loads(done.out)] == ["blue-harbour"]
        assert "refused the recipient: ana@ana.example" in done.err
        assert "error: 1 of 2 reminders did not go out\nhint: mend what the warnings name" in done.err
        assert levels(run) == [("1", 1, None)]
        box.refused.clear()
        assert run("invoice remind --send").code == 0
        assert run("invoice remind --send").code == 0
    assert [mail["To"] for mail in box.mails] == ["hello@blueharbour.example", "Ana Ruiz <ana@ana.example>"]
    assert count(book, "mailing") == 2


@pytest.mark.parametrize(
    "address", ["a..b@old.example", "ana", "josé@old.example", "x@y\\z", "@", "a b@c.example"]
)
def test_a_bad_address_of_an_older_book_stops_its_own_letter_alone(
    run: Run, studio: Story, address: str
) -> None:
    studio.invoice("ana-ruiz", "70", "2026-05-01", "2026-05-31")
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    change_party(studio, "ana-ruiz", email=address)
    assert run("invoice mail 1").code == 1
    written = run("invoice remind --write drafts --no-pdf")
    assert (written.code, list(drafts())) == (1, ["blue-harbour-INV-2026-0002-reminder-1.eml"])
    assert (
        f"warning: the reminder to ana-ruiz did not go out: {address!r} is no e-mail address" in written.err
    )
    assert "error: 1 of 2 reminders did not go out" in written.err
    change_party(studio, "ana-ruiz", email="ana@old.example")
    assert run("invoice remind --write drafts --no-pdf").code == 0
    assert len(drafts()) == 2


def test_a_bad_sender_of_an_older_book_stops_all_of_them_at_once(run: Run, studio: Story, book: Book) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    with running() as box:
        serve(run, box.port)
        run("config set smtp.from a@b.example")
        studio.do(lambda session: session.exec(update(Setting).values(value="Acme <a..b@c>").where(_SENDER)))
        done = run("invoice remind --send")
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("error: 'a..b@c' is no e-mail address\n")
    assert (box.mails, count(book, "mailing")) == ([], 0)


def test_a_letter_to_an_international_domain_has_its_ascii_form(run: Run, studio: Story) -> None:
    run("client edit blue-harbour --email Hola@Müller.example")
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    with running() as box:
        serve(run, box.port)
        assert run("invoice remind --send").code == 0
    assert [mail["To"] for mail in box.mails] == ["hola@xn--mller-kva.example"]


def test_a_machine_that_was_slower_sends_nothing(studio: Story, book: Book) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    mails = [mail_service.Mailed(1, 1)]

    def remember(session: Session) -> list[int]:
        from conftest import TODAY

        return mail_service.remember(
            session, mails, on=TODAY, way="smtp", recipient="a@b.example", again=False
        )

    studio.do(remember)
    with pytest.raises(Conflict, match=r"mailed to a@b\.example on 2026-07-15 already"):
        studio.do(remember)
    assert count(book, "mailing") == 1


def test_one_that_was_begun_and_may_not_have_gone_out_is_told_and_sent_again_when_asked(
    run: Run, studio: Story, book: Book
) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    mails = [mail_service.Mailed(1, 1)]
    studio.do(  # as a process leaves it that is killed while it talks to the server
        lambda session: mail_service.remember(
            session, mails, on=date(2026, 7, 14), way="attempt", recipient="a@b.example", again=False
        )
    )
    told = "attempted on 2026-07-14, and it may not have gone out; --again sends it once more"
    (row,) = json.loads(run("invoice remind --format json").out)
    assert (row["level"], row["skipped"]) == (1, told)
    assert json.loads(run("invoice show 1 --format json").out)["mailings"] == [
        {"mailed_on": "2026-07-14", "level": 1, "way": "attempt", "recipient": "a@b.example"}
    ]
    with running() as box:
        serve(run, box.port)
        assert run("invoice remind --send").err.splitlines()[0].endswith(told)
        assert box.mails == []
        assert run("invoice remind --send --again").code == 0
        assert len(box.mails) == 1
    assert json.loads(run("invoice show 1 --format json").out)["mailings"] == [
        {"mailed_on": "2026-07-15", "level": 1, "way": "smtp", "recipient": "hello@blueharbour.example"}
    ]
    assert run("invoice remind --format json --again").out == "[]\n"


def test_a_draft_is_not_written_over_an_attempt_of_another_process(
    run: Run, studio: Story, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both had listed before either began; who begins later finds that it is begun."""
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    made = mail_commands.draft

    def late(*given: Any, **named: Any) -> None:
        studio.do(
            lambda session: mail_service.remember(
                session,
                [mail_service.Mailed(1, 1)],
                on=date(2026, 7, 15),
                way="attempt",
                recipient="a@b.example",
                again=False,
            )
        )
        made(*given, **named)

    monkeypatch.setattr(mail_commands, "draft", late)
    assert run("invoice remind --write drafts --no-pdf").code == 0
    assert drafts() == {}
    assert count(book, "mailing") == 1


def test_a_mail_that_went_out_is_told_so_though_the_book_can_not_note_it(
    run: Run, studio: Story, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")

    def taken(*_: object) -> None:
        raise BookBusy("the book is in use by another program")

    monkeypatch.setattr(mail_service, "arrived", taken)
    with running() as box:
        serve(run, box.port)
        done = run("invoice remind --send --format ids")
    assert (done.code, done.out, len(box.mails)) == (0, "blue-harbour\n", 1)
    assert (
        "went out, though the book shows it as attempted: the book is in use by another program" in done.err
    )


def test_write_and_send_together_make_no_sense(run: Run, studio: Story) -> None:
    done = run("invoice remind --write drafts --send")
    assert (done.code, done.err) == (2, "error: --write makes drafts, --send sends\nhint: give one of them\n")


def test_a_reminder_is_shown_on_the_invoice_and_in_the_history(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    run("invoice remind --write drafts")
    assert json.loads(run("invoice show 1 -f json").out)["mailings"] == [
        {"mailed_on": "2026-07-15", "level": 1, "way": "draft", "recipient": "hello@blueharbour.example"}
    ]
    assert run("db check").code == 0


def test_people_see(run: Run, studio: Story, snapshot: SnapshotAssertion) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    studio.invoice("ana-ruiz", "70", "2026-05-01", "2026-05-31", currency="JPY", rate="0.006")
    change_party(studio, "ana-ruiz", dispute="wrong colour")
    assert run("invoice remind").out == snapshot


def test_four_runners_at_once_remind_each_client_once(run: Run, studio: Story, book: Book) -> None:
    studio.invoice("blue-harbour", "100", "2026-06-01", "2026-06-15")
    studio.invoice("ana-ruiz", "70", "2026-05-01", "2026-05-31")
    with running() as box:
        serve(run, box.port)
        words = [
            sys.executable,
            "-m",
            "acctmgr",
            "--db",
            book.place,
            "invoice",
            "remind",
            "--send",
            "--no-pdf",
        ]
        runners = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
        told = [runner.communicate(timeout=120) for runner in runners]
    assert [runner.returncode for runner in runners] == [0] * 4, told
    assert sorted(mail["To"] for mail in box.mails) == [
        "Ana Ruiz <ana@ana.example>",
        "hello@blueharbour.example",
    ]
    assert count(book, "mailing") == 2
