"""What imports make of the columns that only exports have."""

import pytest

from acctmgr.store.book import Book
from conftest import Run
from exchange.conftest import Ask, CsvFile


def test_a_client_as_another_system_wrote_it_comes_in_with_every_field(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(
        "key,name,legal_name,tax_id,email,phone,website,industry,address,country,language,currency,terms,status,tier,"
        "owner,source,since,note,tags,field:Region",
        'K1,Full Ltd,Full Limited,ES-A1,f@full.example,1,https://full.example,IT,"1 Main',
        'Oslo",NO,en,EUR,15,active,A,Ann,Web,2020-01-02,"n1',
        'n2",x;y,North',
    )
    run("import", "clients", file)
    first = run("export clients").out
    assert first.splitlines()[1:] == [
        '1,K1,full-ltd,Full Ltd,Full Limited,ES-A1,f@full.example,1,https://full.example,IT,"1 Main',
        'Oslo",NO,en,,15,active,A,Ann,Web,2020-01-02,"n1',
        'n2",,,,x;y,North',
    ]


def test_a_deal_as_another_system_wrote_it_comes_in_with_every_field(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(
        "key,name,client,stage,amount,currency,probability,opened_on,expected_on,owner,source,competitor,note,tags,"
        "field:Plan",
        'D1,Deal,full-ltd,Proposal,10.00,EUR,40,2026-01-02,2026-09-01,Ann,Web,Rival,"line1',
        'line2",t1;t2,Gold',
    )
    run('client add "Full Ltd"')
    run("import", "deals", file)
    assert run("export deals").out.splitlines()[1:] == [
        '1,D1,Deal,full-ltd,Proposal,10.00,EUR,40,2026-01-02,2026-09-01,,Ann,Web,Rival,"line1',
        'line2",,2026-01-02 Proposal,,t1;t2,Gold',
    ]


def test_what_a_book_knows_already_takes_the_way_of_the_file(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Acme")
    run("deal add Shop --client acme --opened 2026-05-01")
    file = csv(
        "name,client,stage,opened_on,closed_on,stage_history",
        "Shop,acme,Won,2026-05-01,2026-07-01,2026-05-01 Lead;2026-06-01 Proposal;2026-07-01 Won",
    )
    assert "1 updated" in run("import", "deals", file).err
    way = "SELECT stage.name, from_on, until_on FROM stage_change JOIN stage ON stage.id = stage_id ORDER BY from_on"
    assert ask(way) == [
        ("Lead", "2026-05-01", "2026-06-01"),
        ("Proposal", "2026-06-01", "2026-07-01"),
        ("Won", "2026-07-01", None),
    ]
    shorter = csv(
        "name,client,stage,opened_on,closed_on,stage_history",
        "Shop,acme,Lost,2026-05-01,2026-05-09,2026-05-01 Lead;2026-05-09 Lost",
    )
    assert "1 updated" in run("import", "deals", shorter).err
    assert ask(way) == [("Lead", "2026-05-01", "2026-05-09"), ("Lost", "2026-05-09", None)]
    assert "1 unchanged" in run("import", "deals", shorter).err
    assert run("db check").code == 0


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ("Lead", "stage_history: 'Lead' is no day and stage"),
        ("2026-05-01", "stage_history: '2026-05-01' is no day and stage"),
        ("2026-06-01 Lead;2026-05-01 Won", "stage_history is not in the order of its days"),
        ("2026-05-02 Lead;2026-05-03 Won", "stage_history begins on 2026-05-02, and opened_on is 2026-05-01"),
        ("2026-05-01 Lead", "stage is Won, and stage_history ends with Lead"),
        ("2026-05-01 Lead;2027-05-01 Won", "2027-05-01 is still to come"),
        ("2026-05-01 Leed;2026-05-02 Won", "there is no stage Leed"),
    ],
)
def test_a_way_that_can_not_be_is_rejected(
    history: str, reason: str, sqlite_book: Book, run_plain: Run, csv: CsvFile
) -> None:
    file = csv("name,client,stage,opened_on,stage_history", f"Shop,Acme,Won,2026-05-01,{history}")
    done = run_plain("import", "deals", file, "--create-missing", "--db", sqlite_book.place)
    assert done.code == 1
    assert f"line 2: {reason}" in done.err


def test_an_alias_comes_in_as_another_name_of_the_one_that_was_kept(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("handle,name,merged_into", "bolt,Bolt,", "bolt-ag,Bolt AG,bolt")
    assert "2 created" in run("import", "clients", file).err
    assert ask(
        "SELECT other.handle, kept.handle FROM party AS other JOIN party AS kept ON kept.id = other.merged_into_id"
    ) == [("bolt-ag", "bolt")]
    assert "2 unchanged" in run("import", "clients", file).err
    assert run("db check").code == 0


def test_an_import_merges_nobody_who_stands_alone(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Bolt")
    run('client add "Bolt AG"')
    done = run("import", "clients", csv("handle,name,merged_into", "bolt-ag,Bolt AG,bolt"))
    assert done.code == 1
    assert "line 2: bolt-ag is not merged into bolt in this book" in done.err
    assert "acctmgr client merge bolt bolt-ag" in done.err
    done = run("import", "clients", csv("handle,name,merged_into", "x,X,nobody"))
    assert "line 2: merged_into: there is no client nobody" in done.err
    assert ask("SELECT COUNT(*) FROM party WHERE merged_into_id IS NOT NULL") == [(0,)]


def test_an_export_names_clients_by_their_handles_alone(run: Run, csv: CsvFile, ask: Ask) -> None:
    run('client add "First" --handle acme')
    run('client add "Acme" --handle acme-2 --yes')
    run("contact add Ana --client acme-2")
    exported = run("export contacts").out
    run("contact rm 1 --yes")
    assert run("import", "contacts", csv(exported.encode())).code == 0
    assert ask("SELECT party.handle FROM contact JOIN party ON party.id = party_id") == [("acme-2",)]


def test_a_vendor_that_is_a_client_is_both_from_then_on(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Acme")
    file = csv("name,tags", "Acme,paper", "Bakery,food")
    assert "vendors: 1 created, 1 updated" in run("import", "vendors", file).err
    assert ask("SELECT handle, is_client, is_vendor FROM party ORDER BY id") == [
        ("acme", 1, 1),
        ("bakery", 0, 1),
    ]
    assert "2 unchanged" in run("import", "vendors", file).err
    assert run("vendor show bakery").code == 0


def test_a_deal_by_its_name_alone_is_found_among_those_of_the_client(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    run("client add Acme")
    run("deal add Shop --client acme")
    run("import", "activities", csv("Text,Account Name,Date,Deal Name", "Called,Acme,2026-07-01,Shop"))
    assert ask("SELECT deal_id, activity_id FROM deal_activity") == [(1, 1)]
