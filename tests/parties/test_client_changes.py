"""Adding, editing, archiving and removing clients, and what is refused."""

import json
from typing import Any

import pytest

from conftest import Run
from parties.samples import count, deal, invoice, payment, posting

TABLES = ("party", "party_tag", "party_field", "operation", "change")


def rows() -> list[int]:
    return [count(table) for table in TABLES]


def card(run: Run, reference: str = "acme") -> Any:
    return json.loads(run(f"client show {reference} --format json").out)


def told(error: str, hint: str | None) -> str:
    return f"error: {error}\n" + (f"hint: {hint}\n" if hint else "")


def facts(run: Run, *keys: str) -> list[Any]:
    shown = card(run)
    return [shown[key] for key in keys]


def test_add_prints_the_handle_and_tells_people_the_name(run: Run) -> None:
    result = run("client add 'Acme Corp'")
    assert (result.code, result.out, result.err) == (0, "acme-corp\n", "added Acme Corp\n")


def test_a_taken_handle_gets_a_number_when_none_was_asked_for(run: Run) -> None:
    assert [run("client add Acme").out for _ in range(3)] == ["acme\n", "acme-2\n", "acme-3\n"]


def test_a_name_that_only_begins_like_another_keeps_its_handle(run: Run) -> None:
    run("client add 'Acme Corp'")
    assert run("client add Acme").out == "acme\n"


def test_a_taken_handle_that_was_asked_for_is_a_conflict(run: Run) -> None:
    run("client add 'Acme Corp' --handle acme")
    before = rows()
    result = run("client add Other --handle ACME")
    assert (result.code, result.out) == (4, "")
    assert result.err == "error: the handle acme belongs to Acme Corp\nhint: give another: --handle\n"
    assert rows() == before


def test_add_names_the_others_who_are_called_so(run: Run) -> None:
    run("client add Acme")
    assert run("client add ACME").err == "added ACME as acme-2; there is another ACME: acme\n"
    assert (
        run("client add Acme --handle tools").err
        == "added Acme as tools; there are others called Acme: acme and acme-2\n"
    )
    for _ in range(3):
        run("client add Acme")
    assert run("client add Acme").err == (
        "added Acme as acme-6; there are others called Acme: acme, acme-2, acme-3, acme-4, acme-5 and others\n"
    )


def test_a_relative_day_is_counted_from_today(run: Run) -> None:
    run("client add Acme --since yesterday")
    assert facts(run, "since_on") == ["2026-07-14"]


STRANGE = [
    ("O'Brien & Söhne", "O'Brien & Söhne", "obrien-sohne"),
    ("[red]Acme[/red]", "[red]Acme[/red]", "red-acme-red"),
    ("\x1b[31mAcme\x1b[0m", "Acme", "acme"),
    ("A\u202ecme\u200f", "Acme", "acme"),
    ("  Acme \t Corp\n", "Acme Corp", "acme-corp"),
    ("🍎 Acme", "🍎 Acme", "acme"),
    ("👨‍👩‍👧 ❤️ Acme", "👨‍👩‍👧 ❤️ Acme", "acme"),
    ("日本", "日本", "riben"),
    ("=SUM(A1)", "=SUM(A1)", "sum-a1"),
    ("--", "--", "party"),
    ("n" * 200, "n" * 200, "n" * 40),
]


def test_a_strange_name_is_stored_clean_and_shown_as_it_is(run: Run) -> None:
    for name, stored, handle in STRANGE:
        seen = "👨👩👧 ❤ Acme" if "👧" in name else stored  # a terminal can't be trusted to join them
        assert run("client", "add", "--", name) == (0, f"{handle}\n", f"added {seen}\n")
        shown = card(run, handle)
        assert (shown["name"], shown["handle"]) == (stored, handle)
        assert seen in run("client list").out
        assert seen in run(f"client show {handle}").out
        run(f"client rm {handle} --yes")


REFUSED_BY_ADD = [
    (["x" * 10_000], 1, "the name is longer than 200 characters", None),
    ([""], 2, "NAME is empty", "leave it out, or give it a value"),
    (["A", "--email", ""], 2, "--email is empty", "leave it out, or give it a value"),
    (["\x1b[31m"], 1, "the name is empty", None),
    (
        ["A", "--handle", "A b"],
        1,
        "'A b' is no handle: letters a to z, digits and single hyphens, at most 40, with a letter among them",
        "write it like a-b",
    ),
    (
        ["A", "--handle", "12"],
        1,
        "'12' is no handle: letters a to z, digits and single hyphens, at most 40, with a letter among them",
        "write it like party-12",
    ),
    (["A", "--email", "ana"], 1, "'ana' is no e-mail address", "write it like ana@acme.example"),
    (["A", "--email", "a@b@c"], 1, "'a@b@c' is no e-mail address", "write it like ana@acme.example"),
    (["A", "--email", "a b@c"], 1, "'a b@c' is no e-mail address", "write it like ana@acme.example"),
    (["A", "--email", "@c"], 1, "'@c' is no e-mail address", "write it like ana@acme.example"),
    (["A", "--country", "Spain"], 1, "'Spain' is no country", "write its two letters, like ES or US"),
    (["A", "--country", "ÑÑ"], 1, "'ÑÑ' is no country", "write its two letters, like ES or US"),
    (["A", "--currency", "EURO"], 1, "'EURO' is not a currency", "did you mean EUR?"),
    (["A", "--terms", "3651"], 1, "'3651' are no days to pay", "a whole number from 0 to 3650"),
    (["A", "--terms", "-1"], 1, "'-1' are no days to pay", "a whole number from 0 to 3650"),
    (["A", "--terms", "3.5"], 1, "'3.5' are no days to pay", "a whole number from 0 to 3650"),
    (["A", "--terms", "٣"], 1, "'٣' are no days to pay", "a whole number from 0 to 3650"),
    (["A", "--status", "activ"], 2, "there is no status activ", "did you mean active?"),
    (["A", "--tier", "D"], 2, "there is no tier D", "one of: A B C"),
    (["A", "--phone", "1" * 51], 1, "the phone is longer than 50 characters", None),
    (["A", "--note", "1" * 10_001], 1, "the note is longer than 10000 characters", None),
    (["A", "--field", "region"], 2, "'region' is no field", "write it like --field region=north"),
    (["A", "--field", "=x"], 1, "the name of a field is empty", None),
    (
        ["A", "--field", "region="],
        2,
        "field region is empty",
        "to take it away: acctmgr client edit CLIENT --clear region",
    ),
    (["A", "--field", "Tax-ID=1"], 2, "Tax-ID is no custom field, every client has it", "--tax-id"),
    (["A", "--tag", "\x1b[31m"], 1, "a tag is empty", None),
    (["A", "--tag", "t" * 51], 1, "a tag is longer than 50 characters", None),
]


def test_what_add_refuses_leaves_no_trace(run: Run) -> None:
    before = rows()
    for words, code, error, hint in REFUSED_BY_ADD:
        assert run("client", "add", *words) == (code, "", told(error, hint))
    assert rows() == before


def test_since_must_be_a_date(run: Run) -> None:
    result = run("client add Acme --since someday")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: 'someday' is not a date\n")


def test_edit_changes_what_is_named_and_nothing_else(run: Run) -> None:
    run("client add Acme --tier A --phone 1 --tag vip --field region=north --field size=1")
    result = run(
        "client edit acme --name 'Acme Corp' --handle ac --tier C --clear phone --clear size --rm-tag VIP --tag new "
        "--field region=south --field colour=red"
    )
    assert (result.code, result.out, result.err) == (0, "", "changed ac\n")
    shown = card(run, "'acme corp'")
    assert (shown["id"], shown["handle"], shown["name"], shown["tier"], shown["phone"]) == (
        1,
        "ac",
        "Acme Corp",
        "C",
        None,
    )
    assert shown["tags"] == ["new"]
    assert shown["fields"] == {"colour": "red", "region": "south"}


def test_every_fact_can_be_changed_and_cleared(run: Run) -> None:
    run("client add Acme")
    values = {
        "legal-name": ("legal_name", "Acme Inc."),
        "tax-id": ("tax_id", "B1"),
        "email": ("email", "a@b"),
        "phone": ("phone", "1"),
        "website": ("website", "x"),
        "industry": ("industry", "y"),
        "address": ("address", "z"),
        "country": ("country", "ES"),
        "terms": ("terms_days", 0),
        "tier": ("tier", "A"),
        "owner": ("owner", "ana"),
        "source": ("source", "fair"),
        "since": ("since_on", "2026-01-01"),
        "note": ("note", "n"),
    }
    for option, (key, value) in values.items():
        assert run("client", "edit", "acme", f"--{option}", value).code == 0
        assert card(run)[key] == value
        assert run("client", "edit", "acme", "--clear", option).code == 0
        assert card(run)[key] is None


def test_clearing_the_currency_goes_back_to_that_of_the_book(run: Run) -> None:
    run("client add Acme --currency USD")
    run("client edit acme --clear currency")
    assert facts(run, "currency") == ["EUR"]


def test_an_edit_to_what_is_there_already_writes_nothing(run: Run) -> None:
    run("client add Acme --tier A --terms 15 --since 2026-01-01 --tag vip --field region=north")
    before = rows()
    result = run(
        "client edit acme --name Acme --handle acme --tier a --terms 15 --since 2026-01-01 --tag VIP "
        "--field region=north --clear phone"
    )
    assert (result.code, result.err) == (0, "acme is like that already; nothing was changed\n")
    assert rows() == before


REFUSED_BY_EDIT = [
    ([], 2, "nothing to change was named", "see: acctmgr client edit --help"),
    (["--email", ""], 2, "--email is empty", "leave it out, or give it a value"),
    (["--legal-name", "\x1b[31m"], 1, "the legal name is empty", None),
    (["--clear", "name"], 2, "a client always has a name", "give another: --name"),
    (["--clear", "status"], 2, "a client always has a status", "give another: --status"),
    (["--clear", "handle"], 2, "a client always has a handle", "give another: --handle"),
    (["--clear", "emial"], 3, "acme has no emial to clear", "did you mean email?"),
    (["--clear", "zzz"], 3, "acme has no zzz to clear", "see: acctmgr client show acme"),
    (["--rm-tag", "vpi"], 3, "acme has no tag vpi", "did you mean vip?"),
    (["--rm-tag", "zzz"], 3, "acme has no tag zzz", "its tags: eu, vip"),
    (["--tag", "x", "--rm-tag", "X"], 2, "tag x is both given and taken away", None),
    (["--email", "a@b", "--clear", "email"], 2, "email is both given and cleared", None),
    (["--field", "a=1", "--clear", "a"], 2, "a is both given and cleared", None),
    (["--handle", "beta"], 4, "the handle beta belongs to Beta", "give another: --handle"),
    (["--tier", "A", "--email", "ana"], 1, "'ana' is no e-mail address", "write it like ana@acme.example"),
]


def test_what_edit_refuses_changes_nothing(run: Run) -> None:
    run("client add Acme --tag vip --tag eu")
    run("client add Beta")
    before, shown = rows(), card(run)
    for words, code, error, hint in REFUSED_BY_EDIT:
        assert run("client", "edit", "acme", *words) == (code, "", told(error, hint))
    assert rows() == before
    assert card(run) == shown


def test_a_client_without_tags_has_none_to_take_away(run: Run) -> None:
    run("client add Acme")
    assert run("client edit acme --rm-tag vip").err == "error: acme has no tag vip\nhint: it has none\n"


def test_archive_puts_away_and_restore_brings_back(run: Run) -> None:
    run("client add Acme")
    result = run("client archive acme")
    assert (result.code, result.out) == (0, "")
    assert result.err == "archived acme; bring it back with: acctmgr client restore acme\n"
    assert facts(run, "archived_on") == ["2026-07-15"]
    assert run("client restore acme") == (0, "", "restored acme\n")
    assert facts(run, "archived_on") == [None]


def test_archiving_twice_and_restoring_what_is_there_are_refused(run: Run) -> None:
    run("client add Acme")
    assert run("client restore acme") == (1, "", "error: acme is not archived\n")
    run("client archive acme")
    before = rows()
    result = run("client archive acme --today 2026-08-01")
    assert result == (1, "", "error: acme is archived since 2026-07-15\n")
    assert rows() == before


def test_rm_takes_the_client_with_its_tags_and_fields(run: Run) -> None:
    run("client add Acme --tag vip --field region=north")
    assert run("client rm acme --yes") == (0, "", "removed acme\n")
    assert rows()[:3] == [0, 0, 0]
    assert run("client show acme").code == 3


def test_rm_asks_and_without_a_terminal_refuses(run: Run) -> None:
    run("client add Acme")
    before = rows()
    result = run("client rm acme")
    assert (result.code, result.out) == (2, "")
    assert result.err == "error: this needs a confirmation, and nobody can be asked here\nhint: add --yes\n"
    assert rows() == before


def test_rm_goes_on_only_after_a_yes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from acctmgr.ui import prompts

    run("client add Acme")
    monkeypatch.setattr(prompts, "is_terminal", lambda stream: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    refused = run("client rm acme")
    assert (refused.code, count("party")) == (1, 1)
    assert refused.err == "remove Acme (acme) for good? [y/N] error: nothing was changed\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert run("client rm acme").code == 0
    assert count("party") == 0


def test_rm_of_somebody_unknown_says_so_before_it_asks(run: Run) -> None:
    assert run("client rm nobody").code == 3


HINT = "hint: put it away instead: acctmgr client archive acme\n"


def test_a_client_with_a_deal_stays(run: Run) -> None:
    run("client add Acme")
    deal("acme", "Website")
    before = rows()
    assert run("client rm acme --yes") == (1, "", f"error: acme has a history: 1 deal\n{HINT}")
    assert rows() == before


def test_a_client_with_a_draft_stays(run: Run) -> None:
    from conftest import TODAY

    run("client add Acme")
    invoice("acme", None, 100, issued_on=TODAY, due_on=None)
    assert run("client rm acme --yes") == (1, "", f"error: acme has a history: 1 document\n{HINT}")


def test_a_client_with_payments_stays(run: Run) -> None:
    from conftest import TODAY

    run("client add Acme")
    payment("acme", 100, paid_on=TODAY)
    payment("acme", 100, paid_on=TODAY)
    deal("acme", "Website")
    assert run("client rm acme --yes") == (1, "", f"error: acme has a history: 1 deal and 2 payments\n{HINT}")


def test_a_client_with_a_posting_stays(run: Run) -> None:
    run("client add Acme")
    posting("acme")
    assert run("client rm acme --yes") == (1, "", f"error: acme has a history: 1 posting\n{HINT}")
