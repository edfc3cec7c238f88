"""Adding, editing, merging and removing contacts, and what a list of them shows."""

import json
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.ui import screen
from conftest import Run
from parties.contact_samples import names_contact
from parties.samples import count

LIST_KEYS = (
    "id name client role influence emails phones birthday prefers no_contact note tags fields key".split()
)
CARD_KEYS = [*LIST_KEYS, "client_name", "follow_ups", "activities"]


@pytest.fixture(autouse=True)
def _clients(run: Run) -> None:
    run("config set company.country ES")
    run("client add Acme")
    run("client add Bolt")


def whole(run: Run) -> None:
    run(
        "contact add 'Ana Ruiz' --client acme --role 'Head of Purchasing' --influence Decider "
        "--email Ana@Acme.example --email ana@home.example --phone '600 000 000' --phone '+49 (0)171 1234567' "
        "--birthday 1980-05-17 --prefers phone --no-contact --note 'likes tea' --tag VIP --tag export "
        "--field region=north"
    )


def listed(run: Run, options: str = "") -> Any:
    return json.loads(run(f"contact list {options} --format json").out)


def card(run: Run, reference: str = "1") -> Any:
    return json.loads(run(f"contact show {reference} --format json").out)


def ids(run: Run, options: str) -> str:
    result = run(f"contact list {options} --format ids")
    assert result.code == 0, result.err
    return " ".join(result.out.split())


def test_add_prints_the_id_and_tells_people_who_and_where(run: Run) -> None:
    result = run("contact add 'Ana Ruiz' --client acme")
    assert (result.code, result.out, result.err) == (0, "1\n", "added Ana Ruiz at acme\n")


def test_add_names_others_of_that_name_at_the_client(run: Run) -> None:
    run("contact add 'Ana Ruiz' --client acme")
    run("contact add 'Ana Ruiz' --client bolt")
    assert (
        run("contact add 'ANA RUIZ' --client acme").err
        == "added ANA RUIZ at acme; there is another of that name: 1\n"
    )
    assert (
        run("contact add 'Ana Ruiz' --client acme").err
        == "added Ana Ruiz at acme; there are others of that name: 1 and 3\n"
    )


def test_a_listed_contact_has_these_keys_in_this_order(run: Run) -> None:
    whole(run)
    (row,) = listed(run)
    assert list(row) == LIST_KEYS
    assert row == {
        "id": 1,
        "name": "Ana Ruiz",
        "client": "acme",
        "role": "Head of Purchasing",
        "influence": "decider",
        "emails": ["ana@acme.example", "ana@home.example"],
        "phones": ["600 000 000", "+49 (0)171 1234567"],
        "birthday": "1980-05-17",
        "prefers": "phone",
        "no_contact": True,
        "note": "likes tea",
        "tags": ["export", "vip"],
        "fields": {"region": "north"},
        "key": None,
    }


def test_show_adds_what_is_to_do_and_what_happened(run: Run) -> None:
    whole(run)
    names_contact("1")
    shown = card(run, "ana@home.example")
    assert list(shown) == CARD_KEYS
    assert shown["client_name"] == "Acme"
    assert shown["follow_ups"] == [{"id": 1, "due_on": "2026-07-20", "text": "call Ana Ruiz"}]
    assert shown["activities"] == [
        {"id": 1, "on": "2026-07-01", "kind": "call", "text": "spoke with Ana Ruiz"}
    ]


def test_add_gives_the_whole_card_as_json(run: Run) -> None:
    added = json.loads(run("contact add 'Ana Ruiz' --client acme --birthday 05-17 --format json").out)
    assert added == card(run)
    assert added["birthday"] == "--05-17"
    assert added["no_contact"] is False


def test_filters_narrow_the_list(run: Run) -> None:
    run("contact add Ana --client acme --role 'Head of Purchasing' --influence decider --tag VIP")
    run("contact add Bea --client bolt --role 'Ingeniería' --influence user --no-contact")
    run("contact add Carl --client acme")
    assert ids(run, "") == "1 2 3"
    assert ids(run, "--client ACME") == "1 3"
    assert ids(run, "--role purchasing") == "1"
    assert ids(run, "--role ingenieria") == "2"
    assert ids(run, "--role baker") == ""
    assert ids(run, "--influence USER") == "2"
    assert ids(run, "--tag Vip") == "1"
    assert ids(run, "--no-contact") == "2"
    assert ids(run, '--where "client.name=bolt or name~car"') == "2 3"
    assert ids(run, "--where no_contact=yes") == "2"


def test_contacts_of_archived_clients_are_left_out_unless_asked_for(run: Run) -> None:
    run("contact add Ana --client acme")
    run("contact add Bea --client bolt")
    run("client archive bolt")
    assert ids(run, "") == "1"
    assert ids(run, "--archived") == "1 2"
    assert ids(run, "--client bolt") == "2"


def test_sorting(run: Run) -> None:
    run("contact add Carl --client acme --influence user --role b --birthday 07-14")
    run("contact add Ana --client bolt --influence decider --birthday 1990-07-15")
    run("contact add bea --client acme --role a --birthday 01-01")
    assert ids(run, "") == "2 3 1"
    assert ids(run, "--sort -name") == "1 3 2"
    assert ids(run, "--sort client") == "3 1 2"
    assert ids(run, "--sort role") == "3 1 2"
    assert ids(run, "--sort influence") == "2 1 3"
    assert ids(run, "--sort birthday") == "2 3 1"


def test_birthdays_of_the_coming_days(run: Run) -> None:
    run("contact add Today --client acme --birthday 1990-07-15")
    run("contact add Tomorrow --client acme --birthday 07-16")
    run("contact add Yesterday --client acme --birthday 07-14")
    run("contact add Never --client acme")
    assert ids(run, "--birthday 0") == "1"
    assert ids(run, "--birthday 1 --sort birthday") == "1 2"
    assert ids(run, "--birthday 366 --sort birthday") == "1 2 3"
    assert ids(run, "--birthday 3 --today 2026-12-30") == ""


def test_the_limit_says_nothing_to_a_pipe_and_holds(run: Run) -> None:
    for name in ("Ana", "Bea", "Carl"):
        run("contact", "add", name, "--client", "acme")
    assert ids(run, "--limit 2") == "1 2"
    assert ids(run, "--limit 0") == "1 2 3"


def test_a_contact_is_meant_by_id_email_name_or_beginning(run: Run) -> None:
    run("contact add 'Ana Ruiz' --client acme --email ana@acme.example")
    run("contact add 'Álvaro Gil' --client acme")
    for reference in ("1", "ANA@acme.example", "'ana ruiz'", "'ANA RU'", "an"):
        assert card(run, reference)["id"] == 1
    for reference in ("'alvaro gil'", "ÁLV", "al"):
        assert card(run, reference)["id"] == 2


def test_what_is_there_already_is_no_change_and_no_error(run: Run) -> None:
    whole(run)
    before = count("operation")
    result = run(
        "contact edit 1 --email ANA@ACME.EXAMPLE --phone 0034-600000000 --phone '+34 600 000 000' "
        "--phone '0049 171 12 34 567' --tag vip --role 'Head of Purchasing' --field region=north --no-contact"
    )
    assert (result.code, result.err) == (0, "Ana Ruiz (1) is like that already; nothing was changed\n")
    assert count("operation") == before


def test_edit_changes_what_is_named_and_adds_and_removes(run: Run) -> None:
    whole(run)
    result = run(
        "contact edit ana@acme.example --name 'Ana Ruiz Gil' --client bolt --influence champion --may-contact "
        "--email ana@bolt.example --rm-email ANA@acme.example --phone '611 111 111' --rm-phone '+34600000000' "
        "--rm-tag EXPORT --tag new --field region=south --field size=9 --clear birthday --clear prefers"
    )
    assert (result.code, result.err) == (0, "changed Ana Ruiz Gil (1)\n")
    shown = card(run)
    assert {key: shown[key] for key in LIST_KEYS} == {
        "id": 1,
        "name": "Ana Ruiz Gil",
        "client": "bolt",
        "role": "Head of Purchasing",
        "influence": "champion",
        "emails": ["ana@home.example", "ana@bolt.example"],
        "phones": ["+49 (0)171 1234567", "611 111 111"],
        "birthday": None,
        "prefers": None,
        "no_contact": False,
        "note": "likes tea",
        "tags": ["new", "vip"],
        "fields": {"region": "south", "size": "9"},
        "key": None,
    }


def test_a_custom_field_is_cleared_by_its_name(run: Run) -> None:
    whole(run)
    run("contact edit 1 --clear region")
    assert card(run)["fields"] == {}


def test_merging_fills_what_is_empty_and_keeps_all_that_both_have(run: Run) -> None:
    run(
        "contact add 'Ana Ruiz' --client acme --role CEO --email ana@acme.example --phone '600 000 000' --tag vip "
        "--field a=1 --birthday 05-17 --note tea"
    )
    run(
        "contact add 'A. Ruiz' --client bolt --role CFO --influence decider --email ana@home.example "
        "--phone '+34 600000000' --phone '611 111 111' --tag vip --tag new --field a=2 --field b=3 "
        "--birthday 1980-05-17 --no-contact --note coffee"
    )
    names_contact("2", follow_ups=2)
    operations = count("operation")
    result = run("contact merge 1 2 --yes")
    assert (result.code, result.err) == (
        0,
        "merged A. Ruiz (bolt, 2) into Ana Ruiz (acme, 1): moved 2 follow-ups and 1 activity; took over no contact, "
        "influence, birthday, note, ana@home.example, 611 111 111 and b; tags new\n"
        "Ana Ruiz keeps its own name Ana Ruiz (not A. Ruiz), role CEO (not CFO), client acme (not bolt) "
        "and a 1 (not 2)\n"
        "what Ana Ruiz does not take over goes into its note\n",
    )
    assert count("operation") == operations + 1
    shown = card(run)
    assert {key: shown[key] for key in LIST_KEYS} == {
        "id": 1,
        "name": "Ana Ruiz",
        "client": "acme",
        "role": "CEO",
        "influence": "decider",
        "emails": ["ana@acme.example", "ana@home.example"],
        "phones": ["600 000 000", "611 111 111"],
        "birthday": "1980-05-17",
        "prefers": None,
        "no_contact": True,
        "note": "tea\n\ncoffee\n\nMerged with: name A. Ruiz; role CFO; client bolt; a 2",
        "tags": ["new", "vip"],
        "fields": {"a": "1", "b": "3"},
        "key": None,
    }
    assert [row["text"] for row in shown["follow_ups"]] == ["call A. Ruiz", "call A. Ruiz"]
    assert [row["text"] for row in shown["activities"]] == ["spoke with A. Ruiz"]
    assert ids(run, "") == "1"
    assert run("db check").code == 0


def test_removing_takes_the_contact_alone(run: Run) -> None:
    whole(run)
    names_contact("1", follow_ups=2)
    result = run("contact rm 1 --yes")
    assert (result.code, result.err) == (
        0,
        "removed Ana Ruiz (acme, 1); 2 follow-ups and 1 activity stay, without the name\n",
    )
    tables = ("contact", "contact_email", "contact_phone", "contact_tag", "contact_field")
    assert [count(table) for table in tables] == [0, 0, 0, 0, 0]
    assert [count("follow_up"), count("activity")] == [2, 1]
    assert run("db check").code == 0


def test_a_contact_whose_numbers_became_one_with_the_country_is_removed_whole(run: Run) -> None:
    run("config set company.country ''")
    run("contact add Ana --client acme --phone '0171 1234567' --phone '+49 171 1234567'")
    run("config set company.country DE")
    assert run("contact edit 1 --phone 0049-171-1234567").err == (
        "Ana (1) is like that already; nothing was changed\n"
    )
    assert run("contact rm 1 --yes").code == 0
    assert count("contact_phone") == 0


def test_the_card_of_a_client_lists_its_contacts(run: Run) -> None:
    whole(run)
    run("contact add Bea --client bolt")
    contacts = json.loads(run("client show acme --format json").out)["contacts"]
    assert contacts == [
        {
            "id": 1,
            "name": "Ana Ruiz",
            "role": "Head of Purchasing",
            "influence": "decider",
            "emails": ["ana@acme.example", "ana@home.example"],
            "phones": ["600 000 000", "+49 (0)171 1234567"],
        }
    ]


def test_a_client_has_a_language_and_a_dispute(run: Run) -> None:
    run("client add Cielo --language ES --dispute 'the June delivery'")
    shown = json.loads(run("client show cielo --format json").out)
    assert (shown["language"], shown["dispute"]) == ("es", "the June delivery")
    assert run("client edit cielo --clear dispute --clear language").err == "changed cielo\n"
    shown = json.loads(run("client show cielo --format json").out)
    assert (shown["language"], shown["dispute"]) == (None, None)
    assert (
        run("client edit cielo --language fr").err == "error: there is no language fr\nhint: one of: en es\n"
    )


@pytest.mark.parametrize("line", ["contact list", "contact show 1", "client show acme"])
@pytest.mark.parametrize("width", [80, 140])
def test_a_terminal_shows(
    run: Run, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, line: str, width: int
) -> None:
    whole(run)
    run("contact add 'Bea Sanz' --client acme --role CFO --email bea@acme.example --birthday 05-17")
    names_contact("1")
    monkeypatch.setattr(screen, "is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(f"{line} --no-color").out == snapshot
