"""Settings: each checked by what it is, kept where it belongs, shown with where it comes from."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from acctmgr.setup import rules
from acctmgr.setup.rules import checked
from acctmgr.store.book import Book
from acctmgr.store.schema import BOOK_DEFAULTS
from acctmgr.store.settings import MACHINE
from acctmgr.store.write import change
from acctmgr.ui.options import FORMATS
from conftest import Run
from upkeep.histories import client, invoice

KEYS = [
    "user",
    "format",
    "rows",
    "default_book",
    "lock_timeout",
    "smtp.host",
    "smtp.port",
    "smtp.security",
    "smtp.user",
    "smtp.password_command",
    "currency",
    "number_style",
    "company.name",
    "company.address",
    "company.country",
    "company.tax_id",
    "company.iban",
    "terms",
    "rounding",
    "tax.default",
    "series.invoice",
    "series.invoice.next",
    "series.credit_note",
    "series.credit_note.next",
    "locked_until",
    "language",
    "paper.logo",
    "paper.color",
    "paper.footer",
    "paper.size",
    "paper.fonts",
    "paper.template",
    "smtp.from",
    "mail.subject.en",
    "mail.body.en",
    "mail.subject.es",
    "mail.body.es",
    "remind.days",
    "remind.subject.en",
    "remind.body.en",
    "remind.subject.es",
    "remind.body.es",
]


def listed(run: Run) -> dict[str, tuple[str, str]]:
    """Value and source of every setting."""
    rows = json.loads(run("--format json config list").out)
    assert [list(row) for row in rows] == [["key", "value", "source", "help"]] * len(KEYS)
    assert [row["key"] for row in rows] == KEYS
    return {row["key"]: (row["value"], row["source"]) for row in rows}


def issue(book: Book, *days: date) -> None:
    def write(session: Session) -> None:
        acme = client(session, f"Acme{len(days)}")
        for day in days:
            invoice(session, acme, day, "100.00")

    change(write, book)


def test_every_setting_is_listed_with_its_source(run: Run) -> None:
    run("config set terms 14")
    run("config set rows 20")
    found = listed(run)
    assert found["terms"] == ("14", "book")
    assert found["rows"] == ("20", "config.toml")
    assert found["user"] == ("ana", "environment")
    assert found["rounding"] == ("document", "default")
    assert found["series.invoice.next"] == ("1", "default")


def test_without_a_book_the_defaults_are_listed_and_no_book_is_made(run_plain: Run, tmp_path: Path) -> None:
    found = listed(run_plain)
    assert found["currency"] == ("EUR", "default")
    assert found["series.credit_note.next"] == ("1", "default")
    assert not (tmp_path / "data").exists()


def test_the_environment_goes_before_the_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("config set format csv")
    monkeypatch.setenv("ACCTMGR_FORMAT", "json")
    assert listed(run)["format"] == ("json", "environment")


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("currency", "usd", "USD"),
        ("number_style", "1.250,00", "1.250,00"),
        ("company.name", "  Acme   Studio ", "Acme Studio"),
        ("company.address", "1 High Street\nSpringfield", "1 High Street\nSpringfield"),
        ("company.country", "es", "ES"),
        ("company.tax_id", "B 123", "B 123"),
        ("company.iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("company.iban", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("terms", "0", "0"),
        ("terms", "3650", "3650"),
        ("rounding", "line", "line"),
        ("tax.default", "none", "none"),
        ("series.invoice", "F{seq}", "F{seq}"),
        ("series.invoice.next", "041", "41"),
        ("locked_until", "2026-06-30", "2026-06-30"),
        ("locked_until", "yesterday", "2026-07-14"),
        ("user", "Ana Ruiz", "Ana Ruiz"),
        ("format", "JSON", "json"),
        ("rows", "0", "0"),
        ("lock_timeout", "060", "60"),
        ("default_book", "main", "main"),
    ],
)
def test_a_setting_is_kept_in_one_spelling(key: str, typed: str, kept: str) -> None:
    assert checked(key, typed, date(2026, 7, 15)) == kept


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("currency EURO", "'EURO' is not a currency"),
        ("number_style 1250", "'1250' is not a number style"),
        ("company.name '\u200b'", "the name is empty"),
        ("company.country Spain", "'Spain' is not a country"),
        ("company.country É", "'É' is not a country"),
        ("company.iban DE89370400440532013001", "its check digits don't fit"),
        ("company.iban DE8937", "'DE8937' is not an IBAN"),
        ("terms 3651", "'3651' is not a whole number from 0 to 3650"),
        ("terms 1.5", "'1.5' is not a whole number from 0 to 3650"),
        ("terms ٣", "'٣' is not a whole number from 0 to 3650"),
        ("rounding lines", "'lines' is not document or line"),
        ("series.invoice INV", "'INV' must hold {seq} once, and {year} at most once"),
        ("series.invoice.next 0", "'0' is not a whole number from 1 to 999999999"),
        ("locked_until someday", "'someday' is not a date"),
        ("format xml", "'xml' is not table, json, csv, md or ids"),
        ("rows -- -1", "'-1' is not a whole number from 0 to 1000000"),
        ("rows many", "'many' is not a whole number from 0 to 1000000"),
        ("lock_timeout forever", "'forever' is not a whole number from 0 to 86400"),
        ("lock_timeout 0.5", "'0.5' is not a whole number from 0 to 86400"),
        ("default_book 'my book'", "'my book' is no name for a book"),
        ("default_book nope", "no book nope"),
        ("tax.default nope", "no tax code nope"),
    ],
)
def test_what_makes_no_sense_is_refused(run_plain: Run, sqlite_book: Book, line: str, error: str) -> None:
    result = run_plain(f"--db {sqlite_book.place} config set {line}")
    assert result.code in (1, 2, 3)
    assert error in result.err


def test_a_mistyped_key_names_the_nearest(run: Run) -> None:
    for line in ("get curency", "set curency USD", "unset curency"):
        result = run(f"config {line}")
        assert result.code == 3
        assert result.err == "error: no setting curency\nhint: did you mean currency?\n"


def test_get_gives_the_bare_value_or_all_of_it(run: Run) -> None:
    assert run("config get CURRENCY").out == "EUR\n"
    assert json.loads(run("config get terms --format json").out) == {
        "key": "terms",
        "value": "30",
        "source": "default",
        "help": "days to pay, where a client has no terms of its own",
    }


def test_unset_brings_back_the_default(run: Run, tmp_path: Path) -> None:
    run("config set terms 14")
    run("config set rows 20")
    assert run("config unset terms").err == "terms is 30\n"
    assert run("config unset rows").err == "rows is 50\n"
    assert listed(run)["terms"] == ("30", "default")
    assert tomllib.loads((tmp_path / "config.toml").read_text()) == {}


def test_unset_of_what_was_never_set_changes_nothing(run: Run) -> None:
    assert run("config unset company.name").err == "company.name is empty\n"
    assert run("config unset rows").code == 0


def test_machine_settings_are_kept_by_their_type_beside_what_is_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[books]\nteam = "/team.db"\n')
    run("config set rows 20")
    run("config set user 'Ana Ruiz'")
    assert tomllib.loads((tmp_path / "config.toml").read_text()) == {
        "rows": 20,
        "user": "Ana Ruiz",
        "books": {"team": "/team.db"},
    }


def test_path_says_where_the_settings_are(run_plain: Run, tmp_path: Path) -> None:
    assert run_plain("config path").out == f"{tmp_path / 'config.toml'}\n"


def test_the_currency_is_fixed_once_something_is_posted(run: Run, book: Book) -> None:
    assert run("config set currency USD").code == 0
    assert run("config set currency EUR").code == 0
    issue(book, date(2026, 7, 1))
    result = run("config set currency USD")
    assert result.code == 1
    assert "error: something is posted: the books stay in EUR" in result.err
    assert run("config set currency EUR").code == 0
    assert run("config unset currency").code == 0


def test_the_next_number_is_a_place_in_this_years_series(run: Run, book: Book) -> None:
    assert run("config set series.invoice.next 41").err == "series.invoice.next is 41\n"
    assert listed(run)["series.invoice.next"] == ("41", "book")
    issue(book, date(2026, 7, 1))
    assert run("config get series.invoice.next").out == "42\n"
    assert run("--today 2027-01-02 config get series.invoice.next").out == "1\n"


def test_a_series_without_a_year_goes_on_for_ever(run: Run) -> None:
    run("config set series.invoice F{seq}")
    run("config set series.invoice.next 7")
    assert run("--today 2031-01-02 config get series.invoice.next").out == "7\n"


def test_a_used_number_is_never_given_again(run: Run, book: Book) -> None:
    issue(book, date(2026, 7, 1), date(2026, 7, 2))
    for typed in (1, 2):
        result = run(f"config set series.invoice.next {typed}")
        assert result.code == 1
        assert result.err == "error: INV-2026-0002 is used already\nhint: the next can be 3 or later\n"
    assert run("config get series.invoice.next").out == "3\n"


def test_a_series_moved_too_far_may_come_back(run: Run, book: Book) -> None:
    issue(book, date(2026, 7, 1))
    run("config set series.invoice.next 410")
    assert run("config set series.invoice.next 41").code == 0
    assert run("config unset series.invoice.next").err == "series.invoice.next is 2\n"
    assert run("config get series.invoice.next").out == "2\n"


def test_a_lock_moves_forward_freely_and_back_only_when_confirmed(run: Run) -> None:
    assert run("config set locked_until 2026-05-31").code == 0
    assert run("config set locked_until 2026-06-30").code == 0
    for line in ("set locked_until 2026-05-31", "unset locked_until"):
        result = run(f"config {line}")
        assert result.code == 2
        assert "needs a confirmation" in result.err
    assert run("config get locked_until").out == "2026-06-30\n"
    assert run("config set locked_until 2026-05-31 --yes").code == 0
    assert run("config unset locked_until --yes").err == "locked_until is empty\n"


def test_days_to_come_are_closed_only_by_somebody_who_insists(run: Run) -> None:
    assert run("config set locked_until 2062-06-30") == (
        1,
        "",
        "error: 2062-06-30 is after today\nhint: to close days that are still to come, add --yes\n",
    )
    assert run("config get locked_until").out == "\n"
    assert run("config set locked_until tomorrow --yes").err == "locked_until is 2026-07-16\n"
    assert run("config set locked_until today --yes").err == "locked_until is 2026-07-15\n"


def test_a_tax_code_is_kept_as_it_is_spelled(run: Run) -> None:
    assert run("tax load ES").code == 0
    assert run("config set tax.default IVA10").err == "tax.default is iva10\n"
    assert run("config set tax.default 21").err == "tax.default is iva21\n"
    assert run("config get tax.default").out == "iva21\n"
    assert run("config set tax.default None").err == "tax.default is none\n"


def test_the_currency_of_no_book_is_set_with_the_book(run_plain: Run, tmp_path: Path) -> None:
    assert run_plain("config set currency USD").code == 0
    assert run_plain("config get currency").out == "USD\n"
    assert (tmp_path / "data" / "acctmgr" / "main.db").exists()


def test_every_setting_has_its_check() -> None:
    keys = {setting.key for setting in MACHINE} | set(BOOK_DEFAULTS)
    assert keys == set(KEYS) == {*rules._CHECKS, "locked_until"}
    assert rules.FORMATS == FORMATS


def test_two_series_do_not_share_their_numbers(run_plain: Run, sqlite_book: Book) -> None:
    result = run_plain(f"--db {sqlite_book.place} config set series.credit_note INV-{{year}}-{{seq:4}}")
    assert (result.code, result.err.splitlines()[0]) == (1, "error: series.invoice numbers like that already")
