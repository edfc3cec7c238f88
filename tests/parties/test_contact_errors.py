"""What is refused of contacts: the words, the exit code, and that nothing is written."""

import pytest

from conftest import Run
from parties.samples import count

TABLES = ("contact", "contact_email", "contact_phone", "contact_tag", "contact_field", "operation")


@pytest.fixture(autouse=True)
def _two(run: Run) -> None:
    run("config set company.country ES")
    run("client add Acme")
    run("client add Bolt")
    run("contact add 'Ana Ruiz' --client acme --email ana@acme.example --phone '600 000 000' --tag vip")
    run("contact add 'Ana Gil' --client bolt --field region=north")


ERRORS = [
    ("contact add Bea --client nobody", 3, "there is no client nobody", "see: acctmgr client list"),
    ("contact add '  ' --client acme", 2, "NAME is empty", "leave it out, or give it a value"),
    (
        "contact add Bea --client acme --email ANA@acme.example",
        4,
        "ana@acme.example is the e-mail of Ana Ruiz (acme, 1)",
        "if they are one person: acctmgr contact edit 1",
    ),
    (
        "contact edit 2 --email ana@ACME.example",
        4,
        "ana@acme.example is the e-mail of Ana Ruiz (acme, 1)",
        "if they are one person: acctmgr contact merge 2 1",
    ),
    (
        "contact add Bea --client acme --email bea",
        1,
        "'bea' is no e-mail address",
        "write it like ana@acme.example",
    ),
    (
        "contact add Bea --client acme --phone abc",
        1,
        "'abc' is no phone number",
        "write it like +34 600 000 000",
    ),
    (
        "contact add Bea --client acme --birthday 02-30",
        1,
        "02-30 is not a day of the calendar",
        "write it like 1980-05-17, or 05-17 where the year is not known",
    ),
    (
        "contact add Bea --client acme --birthday 2026-07-16",
        1,
        "2026-07-16 is still to come, so it is no birthday",
        "write it like 1980-05-17, or 05-17 where the year is not known",
    ),
    (
        "contact add Bea --client acme --influence boss",
        2,
        "there is no influence boss",
        "one of: decider champion influencer user blocker",
    ),
    (
        "contact add Bea --client acme --prefers fax",
        2,
        "there is no way to reach people fax",
        "one of: phone email message visit post",
    ),
    (
        "contact add Bea --client acme --field role=CEO",
        2,
        "role is no custom field, every contact has it",
        "see: acctmgr contact edit --help",
    ),
    ("contact add Bea --client acme --field x", 2, "'x' is no field", "write it like --field region=north"),
    (
        "contact add Bea --client acme --field x=",
        2,
        "field x is empty",
        "to take it away: acctmgr contact edit ID --clear x",
    ),
    (
        "contact show ana",
        4,
        "ana fits more than one contact: Ana Gil (bolt, 2) and Ana Ruiz (acme, 1)",
        "name one by its id or e-mail",
    ),
    ("contact show 'Ana Riuz'", 3, "there is no contact Ana Riuz", "did you mean Ana Ruiz?"),
    ("contact show Giil", 3, "there is no contact Giil", "did you mean Ana Gil?"),
    ("contact show 99", 3, "there is no contact 99", "see: acctmgr contact list"),
    ("contact edit 1", 2, "nothing to change was named", "see: acctmgr contact edit --help"),
    (
        "contact edit 1 --rm-email x@acme.example",
        3,
        "Ana Ruiz has no e-mail x@acme.example",
        "did you mean ana@acme.example?",
    ),
    ("contact edit 2 --rm-email x@bolt.example", 3, "Ana Gil has no e-mail x@bolt.example", "it has none"),
    ("contact edit 1 --rm-phone 611111111", 3, "Ana Ruiz has no phone 611111111", "its phones: 600 000 000"),
    ("contact edit 1 --rm-tag big", 3, "Ana Ruiz has no tag big", "its tags: vip"),
    (
        "contact edit 1 --phone 611111111 --rm-phone +34611111111",
        2,
        "phone 611111111 is both given and taken away",
        None,
    ),
    (
        "contact edit 1 --email a@b.example --rm-email A@b.example",
        2,
        "e-mail a@b.example is both given and taken away",
        None,
    ),
    ("contact edit 1 --tag x --rm-tag X", 2, "tag x is both given and taken away", None),
    ("contact edit 1 --role CEO --clear role", 2, "role is both given and cleared", None),
    ("contact edit 1 --clear name", 2, "a contact always has a name", "give another: --name"),
    ("contact edit 1 --clear client", 2, "a contact always has a client", "give another: --client"),
    ("contact edit 1 --clear emails", 2, "emails are taken away one by one", "--rm-email"),
    (
        "contact edit 1 --clear no-contact",
        2,
        "no_contact is not cleared",
        "who may be contacted again: --may-contact",
    ),
    ("contact edit 2 --clear regio", 3, "Ana Gil has no regio to clear", "did you mean region?"),
    ("contact edit 2 --clear xyz", 3, "Ana Gil has no xyz to clear", "see: acctmgr contact show 2"),
    ("contact merge 1 1 --yes", 1, "both are the same contact", "see: acctmgr contact list"),
    ("contact merge 1 9 --yes", 3, "there is no contact 9", "see: acctmgr contact list"),
    ("contact merge 1 2", 2, "this needs a confirmation, and nobody can be asked here", "add --yes"),
    ("contact rm 1", 2, "this needs a confirmation, and nobody can be asked here", "add --yes"),
    ("contact rm zz --yes", 3, "there is no contact zz", "see: acctmgr contact list"),
    ("contact list --sort size", 2, "contacts can't be sorted by size", None),
    ("contact list --birthday x", 2, "--birthday x is no number of days", "a whole number from 0 to 366"),
    ("contact list --birthday 367", 2, "--birthday 367 is no number of days", "a whole number from 0 to 366"),
    ("contact list --client zz", 3, "there is no client zz", "see: acctmgr client list"),
    ("contact list --influence boss", 2, "there is no influence boss", None),
]


@pytest.mark.parametrize(("line", "code", "error", "hint"), ERRORS, ids=[case[0] for case in ERRORS])
def test_it_is_refused_and_nothing_is_written(
    run: Run, line: str, code: int, error: str, hint: str | None
) -> None:
    before = [count(table) for table in TABLES]
    result = run(line)
    assert (result.code, result.out) == (code, "")
    told = result.err.splitlines()
    assert told[0] == f"error: {error}"
    if hint:
        assert told[1:] == [f"hint: {hint}"]
    assert [count(table) for table in TABLES] == before


def test_nobody_new_comes_to_a_client_that_was_put_away(run: Run) -> None:
    run("client archive bolt")
    refused = "error: bolt is archived since 2026-07-15\nhint: bring it back: acctmgr client restore bolt\n"
    for line in ("contact add Bea --client bolt", "contact edit 1 --client bolt"):
        result = run(line)
        assert (result.code, result.err) == (1, refused)


def test_a_client_with_contacts_is_not_removed(run: Run) -> None:
    result = run("client rm bolt --yes")
    assert result.code == 1
    assert result.err == (
        "error: bolt has a history: 1 contact\nhint: put it away instead: acctmgr client archive bolt\n"
    )


def test_what_is_one_thing_of_one_contact_and_another_of_another_is_ambiguous(run: Run) -> None:
    run("contact add 1 --client bolt --yes")
    run("contact add ana@acme.example --client bolt --yes")
    by_id = run("contact show 1")
    assert (by_id.code, by_id.err) == (
        4,
        "error: 1 fits more than one contact: 1 (bolt, 3) and Ana Ruiz (acme, 1)\n"
        "hint: type 3 for 1 (bolt, 3) and the name or an e-mail of Ana Ruiz for Ana Ruiz (acme, 1)\n",
    )
    by_email = run("contact edit ana@acme.example --role CEO")
    assert (by_email.code, by_email.err) == (
        4,
        "error: ana@acme.example fits more than one contact: Ana Ruiz (acme, 1) and ana@acme.example (bolt, 4)\n"
        "hint: type 1 for Ana Ruiz (acme, 1) and 4 for ana@acme.example (bolt, 4)\n",
    )
    assert run("contact show 'Ana Ruiz' -f ids").out == "1\n"
    assert run("contact show 1 --format json").code == 4
    assert run("contact rm 3 --yes").err == "removed 1 (bolt, 3)\n"
    assert run("contact show 1 -f ids").out == "1\n"
