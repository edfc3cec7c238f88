"""`import deals`: where each deal stands, since when, and how a file brings it up to date."""

import json

from conftest import Run
from exchange.conftest import Ask, CsvFile

_HISTORY = """
    SELECT stage.name, from_on, until_on
      FROM stage_change JOIN stage ON stage.id = stage_id
     ORDER BY deal_id, from_on, stage_change.id
"""


def test_a_won_deal_was_open_until_it_closed(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,client,stage,amount,opened_on,closed_on", "Site,Acme,won,1250.50,2026-01-10,2026-03-01")
    assert run("import", "deals", file, "--create-missing").code == 0
    assert ask("SELECT name, amount_minor, currency, opened_on, counted_from_on, closed_on FROM deal") == [
        ("Site", 125050, "EUR", "2026-01-10", "2026-01-10", "2026-03-01")
    ]
    assert ask(_HISTORY) == [("Lead", "2026-01-10", "2026-03-01"), ("Won", "2026-03-01", None)]


def test_an_open_deal_is_in_its_own_stage_from_the_day_it_was_opened(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv("name,client,stage,opened_on", "Site,Acme,PROPOSAL,2026-01-10")
    run("import", "deals", file, "--create-missing")
    assert ask(_HISTORY) == [("Proposal", "2026-01-10", None)]


def test_a_deal_without_a_day_counts_from_the_import_in_the_first_stage(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    run("import", "deals", csv("name,client", "Site,Acme"), "--create-missing")
    assert ask("SELECT opened_on, counted_from_on, amount_minor FROM deal") == [(None, "2026-07-15", None)]
    assert ask(_HISTORY) == [("Lead", "2026-07-15", None)]


def test_importing_again_on_a_later_day_changes_nothing(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "name,client,stage,amount,closed_on"
    file = csv(header, "Site,Acme,Lead,5,", "Shop,Acme,Won,7,2026-05-01", "Site,Bolt,Lost,,2026-05-02")
    run("import", "deals", file, "--create-missing")
    before = ask("SELECT COUNT(*) FROM operation")
    result = run("import", "deals", file, "--create-missing", "--today", "2026-08-20", "-f", "json")
    assert json.loads(result.out) == {
        "import": None,
        "created": 0,
        "updated": 0,
        "unchanged": 3,
        "rejected": 0,
        "left_aside": 0,
    }
    assert ask("SELECT COUNT(*) FROM operation") == before


def test_facts_tags_and_fields_of_a_deal_come_in(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "name,client,currency,probability,expected_on,owner,source,competitor,note,tags,field:size"
    file = csv(header, "Site,Acme,JPY,40%,2026-12-01,Ana,fair,Bolt,hello,hot;new,big")
    run("import", "deals", file, "--create-missing")
    assert ask("SELECT currency, probability, expected_on, owner, source, competitor, note FROM deal") == [
        ("JPY", 40, "2026-12-01", "Ana", "fair", "Bolt", "hello")
    ]
    assert ask("SELECT tag FROM deal_tag ORDER BY tag") == [("hot",), ("new",)]
    assert ask("SELECT name, value FROM deal_field") == [("size", "big")]


def test_amounts_have_the_decimals_of_their_currency(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,client,amount,currency", "A,Acme,1000,JPY", "B,Acme,1.5,JPY", "C,Acme,1.555,BHD")
    result = run("import", "deals", file, "--create-missing")
    assert ask("SELECT amount_minor FROM deal ORDER BY id") == [(1000,), (1555,)]
    assert "line 3: amount: '1.5' has decimals, and its currency has none" in result.err


def test_clients_are_found_by_handle_mail_and_name_in_any_case(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("handle,name,email", "acme-1,Acmé GmbH,ana@acme.example"))
    file = csv("name,client", "A,ACME-1", "B,Ana@acme.example", "C,acme gmbh")
    assert run("import", "deals", file).code == 0
    assert ask("SELECT COUNT(*), COUNT(DISTINCT party_id) FROM deal") == [(3, 1)]
    assert ask("SELECT COUNT(*) FROM party") == [(1,)]


def test_an_unknown_client_is_rejected_with_the_nearest(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("name", "Acme"))
    result = run("import", "deals", csv("name,client", "A,Acmee", "B,Zzz"))
    assert result.code == 1
    assert "line 2: there is no client Acmee (did you mean Acme?)" in result.err
    assert "line 3: there is no client Zzz (--create-missing makes it)" in result.err
    assert ask("SELECT COUNT(*) FROM deal") == [(0,)]


def test_missing_clients_are_made_once_and_told(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("handle,name", "bolt,Other"))
    file = csv("name,client", "A,Bolt Ltd", "B,BOLT LTD", "C,", "D,Bolt!")
    result = run("import", "deals", file, "--default", "client=Unassigned", "--create-missing")
    assert result.code == 0
    assert "3 clients were made" in result.err
    assert ask("SELECT handle, name, status FROM party ORDER BY id")[1:] == [
        ("bolt-ltd", "Bolt Ltd", "active"),
        ("unassigned", "Unassigned", "active"),
        ("bolt-2", "Bolt!", "active"),
    ]


def test_no_client_is_made_for_a_row_that_is_rejected(run: Run, csv: CsvFile, ask: Ask) -> None:
    run(
        "import", "deals", csv("name,client,stage,amount", "A,Acme,Nowhere,", "B,Acme,,x"), "--create-missing"
    )
    assert ask("SELECT COUNT(*) FROM party") == [(0,)]


def test_an_unknown_stage_is_rejected_with_the_way_to_add_it(run: Run, csv: CsvFile) -> None:
    result = run(
        "import", "deals", csv("name,client,stage", "A,Acme,Zoom", "B,Acme,Wonn"), "--create-missing"
    )
    assert "line 2: there is no stage Zoom (add it: acctmgr deal stage add Zoom)" in result.err
    assert "line 3: there is no stage Wonn (did you mean Won?)" in result.err


def test_bad_deals_are_rejected_row_by_row(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "name,client,stage,amount,opened_on,closed_on,probability",
        "A,Acme,,-5,,,",
        "B,Acme,,1e9,,,",
        "C,Acme,,,2026-02-30,,",
        "D,Acme,Lead,,,2026-01-01,",
        "E,Acme,Won,,2026-01-02,2026-01-01,",
        "F,Acme,,,,,101",
        ",Acme,,,,,",
        "H,,,,,,",
        "ok,Acme,,0,,,",
    )
    result = run("import", "deals", file, "--create-missing", "--rejects", file.with_name("bad.csv"))
    assert result.code == 1
    assert "... and 3 more rejected (all of them are in " in result.err
    reasons = [line.rpartition(",,")[2] for line in file.with_name("bad.csv").read_text().splitlines()[1:]]
    assert len(reasons) == 8
    text = file.with_name("bad.csv").read_text()
    for reason in (
        "2,amount: amounts are not negative",
        "3,\"amount: '1e9' is not an amount (write it like 1,250.00)\"",
        "4,opened_on: 2026-02-30 is not a day of the calendar",
        '5,"closed_on is given, and Lead is an open stage (is it expected_on?)"',
        "6,closed_on 2026-01-01 is before opened_on 2026-01-02",
        "7,'101' is not a probability (a whole percentage from 0 to 100)",
        "8,name is empty",
        "9,client is empty",
    ):
        assert reason in text
    assert ask("SELECT name, amount_minor FROM deal") == [("ok", 0)]


def test_a_deal_that_was_won_since_is_won_from_its_day_of_closing(run: Run, csv: CsvFile, ask: Ask) -> None:
    key = ("--key", "id", "--create-missing")
    run("import", "deals", csv("id,name,client,stage,opened_on", "x,Site,Acme,Proposal,2026-01-10"), *key)
    file = csv("id,name,client,stage,opened_on,closed_on", "x,Site,Acme,Won,2026-01-10,2026-06-01")
    assert "1 updated" in run("import", "deals", file, *key).err
    assert ask("SELECT key, closed_on FROM deal") == [("x", "2026-06-01")]
    assert ask(_HISTORY) == [("Proposal", "2026-01-10", "2026-06-01"), ("Won", "2026-06-01", None)]
    assert "1 unchanged" in run("import", "deals", file, *key).err


def test_a_stage_change_without_a_day_is_of_today_and_reopening_clears_the_close(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    key = ("--key", "id", "--create-missing")
    run("import", "deals", csv("id,name,client,stage,closed_on", "x,Site,Acme,Won,2026-05-01"), *key)
    run("import", "deals", csv("id,name,client,stage", "x,Site,Acme,Lead"), *key, "--today", "2026-08-01")
    assert ask("SELECT closed_on FROM deal") == [(None,)]
    assert ask(_HISTORY) == [("Won", "2026-07-15", "2026-08-01"), ("Lead", "2026-08-01", None)]


def test_another_day_of_opening_or_closing_moves_the_history(run: Run, csv: CsvFile, ask: Ask) -> None:
    header, key = "id,name,client,stage,opened_on,closed_on", ("--key", "id", "--create-missing")
    run("import", "deals", csv(header, "x,Site,Acme,Won,2026-02-01,2026-05-01"), *key)
    run("import", "deals", csv(header, "x,Site,Acme,Won,2026-01-01,2026-06-01"), *key)
    assert ask(_HISTORY) == [("Lead", "2026-01-01", "2026-06-01"), ("Won", "2026-06-01", None)]
    assert ask("SELECT counted_from_on FROM deal") == [("2026-01-01",)]


def test_without_a_key_name_client_and_opening_tell_deals_apart(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "name,client,opened_on,amount"
    run(
        "import", "deals", csv(header, "Site,Acme,2026-01-01,1", "Site,Acme,2026-02-01,2"), "--create-missing"
    )
    result = run("import", "deals", csv(header, "site,acme,2026-01-01,3", "Site,Acme,2026-01-01,4"))
    assert "line 3: has the same name, client and opened_on as line 2" in result.err
    assert ask("SELECT amount_minor FROM deal ORDER BY id") == [(300,), (200,)]


def test_the_same_key_twice_in_a_file_is_rejected_also_far_apart(run: Run, csv: CsvFile, ask: Ask) -> None:
    rows = [f"k{number},Site,Acme" for number in range(2100)]
    result = run(
        "import", "deals", csv("id,name,client", *rows, "k0,Other,Acme"), "--key", "id", "--create-missing"
    )
    assert (result.code, "line 2102: has the same key as line 2" in result.err) == (1, True)
    assert ask("SELECT COUNT(*) FROM deal WHERE name = 'Other'") == [(0,)]


def test_an_export_of_deals_comes_back_equal(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "key,name,client,stage,amount,probability,opened_on,expected_on,closed_on,owner",
        "a,=SUM(1),Acme,Won,10.5,,2026-01-01,,2026-02-01,Ana",
        ",Shop,Acme,Proposal,,60,2026-01-02,2026-12-01,,",
    )
    run("import", "deals", file, "--create-missing")
    exported = csv(run("deal list -f csv").out.encode(), name="out.csv")
    result = run("import", "deals", exported)
    assert (result.code, "0 updated, 2 unchanged" in result.err) == (0, True)
    assert "columns not used: id, kind, weighted" in result.err
    columns = "key, name, amount_minor, probability, opened_on, expected_on, closed_on, owner"
    facts = f"SELECT {columns} FROM deal ORDER BY id"
    before = ask(facts)
    for row in ("1", "2"):
        assert run("deal", "rm", row, "--yes").code == 0
    assert run("import", "deals", exported).code == 0
    assert sorted(ask(facts), key=str) == sorted(before, key=str)


def test_every_change_of_an_import_is_one_operation_with_its_images(run: Run, csv: CsvFile, ask: Ask) -> None:
    before = ask("SELECT operations FROM head")[0][0]
    run("import", "deals", csv("name,client", "A,Acme", "B,Acme"), "--create-missing")
    assert ask("SELECT operations FROM head") == [(before + 1,)]
    assert ask(
        "SELECT table_name, COUNT(*) FROM change WHERE operation_id = :id GROUP BY table_name ORDER BY table_name",
        id=before + 1,
    ) == [("deal", 2), ("import_run", 1), ("party", 1), ("stage_change", 2)]
    assert run("db check").code == 0


def test_one_close_date_is_the_day_of_the_win_and_the_day_that_is_expected(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(
        "Deal Name,Company,Stage,Amount,Create Date,Close Date",
        "Old win,Acme,Closed Won,100,2023-01-10,2023-06-30",
        "Gone,Acme,Perdida,70,2023-01-10,2023-07-01",
        "Open one,Acme,Proposal,50,2026-01-10,2027-06-30",
    )
    assert run("import", "deals", file, "--create-missing").code == 0
    assert ask(
        "SELECT deal.name, stage.name, opened_on, closed_on, expected_on"
        " FROM deal JOIN stage ON stage.id = stage_id ORDER BY deal.id"
    ) == [
        ("Old win", "Won", "2023-01-10", "2023-06-30", None),
        ("Gone", "Lost", "2023-01-10", "2023-07-01", None),
        ("Open one", "Proposal", "2026-01-10", None, "2027-06-30"),
    ]
    assert "3 unchanged" in run("import", "deals", file).err


def test_a_closed_deal_needs_a_day_and_is_not_closed_today(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,client,stage,opened_on", "A,Acme,Won,", "B,Acme,Won,2026-01-02", "C,Acme,Lead,")
    result = run("import", "deals", file, "--create-missing")
    assert result.code == 1
    reason = "Won is a closed stage, and the file does not say since when"
    assert f"line 2: {reason} (--map closed_on=COLUMN or --default closed_on=DATE)" in result.err
    assert "1 closed deal has no day of closing: counted as closed on the day they were opened" in result.err
    assert run("import", "deals", file, "--default", "closed_on=2026-02-03").code == 0
    assert ask("SELECT name, closed_on FROM deal ORDER BY name") == [
        ("A", "2026-02-03"),
        ("B", "2026-02-03"),
        ("C", None),
    ]


def test_a_stage_that_is_not_known_is_rejected(run: Run, csv: CsvFile, ask: Ask) -> None:
    result = run("import", "deals", csv("name,client,stage", "A,Acme,Nurturing"), "--create-missing")
    assert (result.code, "line 2: there is no stage Nurturing" in result.err) == (1, True)
    assert ask("SELECT COUNT(*) FROM deal") == [(0,)]


def test_a_probability_is_in_per_cent_or_asked_about(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,client,probability", "A,Acme,100.0", "B,Acme,50 %", "C,Acme,0.5", "D,Acme,12.5")
    result = run("import", "deals", file, "--create-missing")
    assert "line 4: probability: 0.5 may be 0.5 % or a share of 1" in result.err
    assert "line 5: '12.5' is not a probability" in result.err
    assert ask("SELECT name, probability FROM deal ORDER BY name") == [("A", 100), ("B", 50)]


def test_a_client_that_a_file_names_by_what_is_anothers_is_rejected_with_a_sure_way(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    for client in (
        "Alpha --handle beta",
        "Beta --handle gamma",
        "2",
        "ana@x.example",
        "Delta --email ana@x.example",
    ):
        run(f"client add {client} --yes")
    rows = ("A,Beta", "B,2", "C,Ana@x.example", "D,party-2", "E,1", "F,gamma")
    result = run("import", "deals", csv("name,client", *rows))
    assert result.code == 1
    assert [line for line in result.err.splitlines() if line.startswith("line ")] == [
        "line 2: Beta fits more than one client: beta and gamma "
        "(give Beta another name: acctmgr client edit gamma --name NAME)",
        "line 3: 2 fits more than one client: gamma and party-2 (type gamma for Beta and party-2 for 2)",
        "line 4: Ana@x.example fits more than one client: ana-x-example and delta "
        "(type ana-x-example for ana@x.example and delta for Delta)",
        "line 6: there is no client 1 (--create-missing makes it)",
    ]
    assert ask("SELECT deal.name, handle FROM deal JOIN party ON party.id = party_id ORDER BY deal.id") == [
        ("D", "party-2"),
        ("F", "gamma"),
    ]


def test_a_key_of_the_other_system_is_no_id_of_ours(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("key,name", "2,First", "1,Second"), "--key", "key")
    assert run("import", "deals", csv("name,client", "A,2", "B,1")).code == 0
    assert ask("SELECT deal.name, handle FROM deal JOIN party ON party.id = party_id ORDER BY deal.id") == [
        ("A", "first"),
        ("B", "second"),
    ]


def test_a_key_that_is_the_name_of_another_is_not_clear(run: Run, csv: CsvFile) -> None:
    run("import", "clients", csv("key,name", "north,First"), "--key", "key")
    run("client add North")
    result = run("import", "deals", csv("name,client", "A,North", "B,north"))
    assert "line 2" not in result.err
    assert "line 3: north fits more than one client: first and north" in result.err
