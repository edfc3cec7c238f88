"""`import clients`: who is new, who is known, what changes."""

import json

from conftest import Run
from exchange.conftest import Ask, CsvFile


def test_a_client_comes_in_with_all_its_facts(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "name,legal_name,tax_id,email,country,currency,terms,status,tier,since,tags,field:region",
        "Acme,Acme Ltd,B123,Ana@Acme.example,es,usd,14,lead,a,2024-02-29,vip;new,north",
    )
    assert run("import", "clients", file).code == 0
    assert ask("SELECT handle, name, legal_name, tax_id, email, country, currency FROM party") == [
        ("acme", "Acme", "Acme Ltd", "B123", "ana@acme.example", "ES", "USD")
    ]
    assert ask("SELECT terms_days, status, tier, since_on, is_client, is_vendor FROM party") == [
        (14, "lead", "A", "2024-02-29", 1, 0)
    ]
    assert ask("SELECT tag FROM party_tag ORDER BY tag") == [("new",), ("vip",)]
    assert ask("SELECT name, value FROM party_field") == [("region", "north")]


def test_the_result_is_the_number_of_the_import_and_its_counts(run: Run, csv: CsvFile) -> None:
    result = run("import", "clients", csv("name", "Acme", "Bolt"), "-f", "json")
    assert json.loads(result.out) == {
        "import": 1,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "left_aside": 0,
    }


def test_people_read_what_was_found_out_and_what_happened(run: Run, csv: CsvFile) -> None:
    result = run("import", "clients", csv("name;revenue", "Acme;5"))
    assert result.out == "1\n"
    assert result.err.splitlines() == [
        "in.csv: utf-8, semicolon between cells",
        "columns not used: revenue",
        "import 1: clients: 1 created, 0 updated, 0 unchanged, 0 rejected",
    ]


def test_what_is_said_on_the_line_is_not_told_again(run: Run, csv: CsvFile) -> None:
    result = run("import", "clients", csv("name", "Acme"), "--encoding", "utf-8", "--delimiter", "comma")
    assert result.err == "import 1: clients: 1 created, 0 updated, 0 unchanged, 0 rejected\n"


def test_importing_again_changes_nothing_and_writes_no_operation(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,tier,tags", "Acme,A,vip", "Bolt,,")
    run("import", "clients", file)
    before = ask("SELECT COUNT(*) FROM operation")
    result = run("import", "clients", file, "-f", "json")
    assert json.loads(result.out) == {
        "import": None,
        "created": 0,
        "updated": 0,
        "unchanged": 2,
        "rejected": 0,
        "left_aside": 0,
    }
    assert ask("SELECT COUNT(*) FROM operation") == before
    assert ask("SELECT COUNT(*) FROM import_run") == [(1,)]


def test_a_changed_cell_updates_and_an_empty_one_leaves_what_is_there(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    run("import", "clients", csv("name,tier,phone", "Acme,A,555", "Bolt,B,556"))
    result = run("import", "clients", csv("name,tier,phone", "ACME,C,", "Bolt,,556"))
    assert "0 created, 1 updated, 1 unchanged" in result.err
    assert ask("SELECT name, tier, phone FROM party ORDER BY id") == [
        ("ACME", "C", "555"),
        ("Bolt", "B", "556"),
    ]


def test_tags_of_a_row_replace_the_old_ones(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("name,tags,field:a,field:b", "Acme,x;y,1,2"))
    run("import", "clients", csv("name,tags,field:a,field:b", "Acme,y;z,3,"))
    assert ask("SELECT tag FROM party_tag ORDER BY tag") == [("y",), ("z",)]
    assert ask("SELECT name, value FROM party_field ORDER BY name") == [("a", "3"), ("b", "2")]


def test_an_outside_key_finds_a_client_whose_name_changed(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("Id,name", "7,Acme"), "--key", "Id")
    result = run("import", "clients", csv("Id,name", "7,Acme Group"), "--key", "Id")
    assert "1 updated" in result.err
    assert ask("SELECT handle, name, outside_key FROM party") == [("acme", "Acme Group", "7")]


def test_a_client_without_a_key_gets_the_one_of_its_row(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("name", "Acme"))
    run("import", "clients", csv("Id,name", "7,Acme"), "--key", "Id")
    assert ask("SELECT name, outside_key FROM party") == [("Acme", "7")]


def test_two_clients_of_one_name_are_two_when_their_keys_say_so(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("Id,name", "7,Acme", "8,Acme")
    assert run("import", "clients", file, "--key", "Id").code == 0
    assert ask("SELECT handle, outside_key FROM party ORDER BY id") == [("acme", "7"), ("acme-2", "8")]
    assert "2 unchanged" in run("import", "clients", file, "--key", "Id").err


def test_the_second_row_of_a_name_is_rejected(run: Run, csv: CsvFile, ask: Ask) -> None:
    result = run("import", "clients", csv("name,tier", "Acme,A", "acme,B"))
    assert result.code == 1
    assert "line 3: has the same name as line 2" in result.err
    assert ask("SELECT name, tier FROM party") == [("Acme", "A")]


def test_a_name_that_two_clients_have_is_rejected_with_their_handles(run: Run, csv: CsvFile) -> None:
    run("import", "clients", csv("handle,name", "a1,Acme", "a2,Acme"))
    result = run("import", "clients", csv("name,tier", "Acme,A"))
    assert result.code == 1
    assert "line 2: Acme fits more than one client: a1 and a2 (give their handle too)" in result.err


def test_a_handle_of_another_client_is_rejected(run: Run, csv: CsvFile) -> None:
    run("import", "clients", csv("Id,handle,name", "1,a1,Acme", "2,b1,Bolt"), "--key", "Id")
    result = run("import", "clients", csv("Id,handle,name", "1,b1,Acme"), "--key", "Id")
    assert "line 2: the handle b1 belongs to another client" in result.err
    assert result.code == 1


def test_an_empty_key_is_rejected_when_a_key_was_asked_for(run: Run, csv: CsvFile) -> None:
    result = run("import", "clients", csv("Id,name", ",Acme"), "--key", "Id")
    assert "line 2: the key is empty" in result.err


def test_what_no_client_can_have_is_rejected_row_by_row(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "name,tier,email,country,terms",
        "A1,Z,,,",
        "B1,,nobody,,",
        "C1,,,Spain,",
        "D1,,,,-1",
        ",A,,,",
        "E1,,,,",
    )
    result = run("import", "clients", file)
    assert result.code == 1
    assert "line 2: there is no tier Z (one of: A B C)" in result.err
    assert "line 3: 'nobody' is no e-mail address (write it like ana@acme.example)" in result.err
    assert "line 4: 'Spain' is no country (write its two letters, like ES or US)" in result.err
    assert "line 5: '-1' are no days to pay (a whole number from 0 to 3650)" in result.err
    assert "line 6: name is empty" in result.err
    assert ask("SELECT name FROM party") == [("E1",)]


def test_constants_and_defaults_fill_the_rows(run: Run, csv: CsvFile, ask: Ask) -> None:
    run(
        "import",
        "clients",
        csv("name,owner", "Acme,Ana", "Bolt,"),
        "--set",
        "status=lead",
        "--default",
        "owner=Luis",
    )
    assert ask("SELECT name, owner, status FROM party ORDER BY id") == [
        ("Acme", "Ana", "lead"),
        ("Bolt", "Luis", "lead"),
    ]


def test_an_export_comes_back_equal_and_defused_cells_too(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,tier,tags,phone,field:region", "\"=Acme, 'Inc'\",A,a\\;b;c,+34 555,-x")
    run("import", "clients", file)
    images = "SELECT name, tier, phone, currency FROM party"
    before = ask(images), ask("SELECT tag FROM party_tag ORDER BY id"), ask("SELECT value FROM party_field")
    exported = run("client list -f csv").out
    assert "'=Acme" in exported
    result = run("import", "clients", csv(exported.encode()))
    assert (result.code, "1 unchanged" in result.err) == (0, True)
    run("import", "clients", csv(exported.replace("'=Acme", "'=Other").replace("acme-inc", "other").encode()))
    assert (
        ask(images),
        ask("SELECT tag FROM party_tag ORDER BY id"),
        ask("SELECT value FROM party_field"),
    ) == (
        [*before[0], ("=Other, 'Inc'", "A", "+34 555", None)],
        [*before[1], *before[1]],
        [*before[2], *before[2]],
    )


def test_a_card_comes_back_equal_under_the_names_that_it_has(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "name,terms,since,tags,field:region,note",
        "Acme,14,2024-02-29,b;a,north,hello",
        "Bolt,30,2025-01-01,,,",
    )
    run("import", "clients", file)
    card = run("client show acme -f csv").out
    assert "since_on" in card
    assert "terms_days" in card
    facts = (
        "SELECT name, terms_days, since_on, note FROM party WHERE name LIKE 'Acme%' ORDER BY name",
        "SELECT tag FROM party_tag ORDER BY id",
        "SELECT name, value FROM party_field ORDER BY id",
    )
    before = [ask(sql) for sql in facts]
    same = run("import", "clients", csv(card.encode()))
    assert (same.code, "1 unchanged" in same.err) == (0, True)
    assert [ask(sql) for sql in facts] == before
    other = card.replace("1,acme,Acme", "9,acme-two,Acme Two").replace(",14,", ",21,")
    assert run("import", "clients", csv(other.encode())).code == 0
    assert [ask(sql) for sql in facts] == [
        [("Acme", 14, "2024-02-29", "hello"), ("Acme Two", 21, "2024-02-29", "hello")],
        [("b",), ("a",), ("a",), ("b",)],
        [("region", "north"), ("region", "north")],
    ]


def test_a_field_by_its_own_name_goes_before_the_one_of_the_card(run: Run, csv: CsvFile, ask: Ask) -> None:
    result = run("import", "clients", csv("name,terms_days,terms", "Acme,7,14"))
    assert "columns not used: terms_days" in result.err
    assert ask("SELECT terms_days FROM party") == [(14,)]
    run("import", "clients", csv("name,terms_days", "Bolt,7"), "--set", "terms=")
    assert ask("SELECT terms_days FROM party WHERE name = 'Bolt'") == [(None,)]
