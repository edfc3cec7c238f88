"""`import contacts`: who is new, who is known, under whichever names the columns go."""

import json

import pytest

from conftest import Run
from exchange.conftest import Ask, CsvFile

CONTACTS = (
    "SELECT contact.name, party.handle, role, influence, birthday, prefers, is_no_contact, contact.note "
    "FROM contact JOIN party ON party.id = contact.party_id ORDER BY contact.id"
)
EMAILS = "SELECT contact_id, email FROM contact_email ORDER BY id"
PHONES = "SELECT contact_id, phone FROM contact_phone ORDER BY id"
TAGS = "SELECT contact_id, tag FROM contact_tag ORDER BY contact_id, tag"


@pytest.fixture(autouse=True)
def _acme(run: Run) -> None:
    run("config set company.country ES")
    run("client add Acme")


def figures(run: Run, *words: object) -> tuple[int, int, int, int]:
    found = json.loads(run("import", "contacts", *words, "-f", "json").out)
    return found["created"], found["updated"], found["unchanged"], found["rejected"]


def test_a_contact_comes_in_with_all_its_facts(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "name,client,role,influence,emails,phones,birthday,prefers,no_contact,note,tags,field:region",
        "Ana Ruiz,ACME,CEO,Decider,Ana@Acme.example;ana@home.example,600 000 000;+34600000000;611 111 111,"
        "1980-05-17,Phone,yes,likes tea,vip;new,north",
        "Luis,acme,,,,,--05-17,,no,,,",
    )
    result = run("import", "contacts", file)
    assert (result.code, result.out) == (0, "1\n")
    assert result.err.splitlines() == [
        "in.csv: utf-8, comma between cells",
        "import 1: contacts: 2 created, 0 updated, 0 unchanged, 0 rejected",
    ]
    assert ask(CONTACTS) == [
        ("Ana Ruiz", "acme", "CEO", "decider", "1980-05-17", "phone", 1, "likes tea"),
        ("Luis", "acme", None, None, "--05-17", None, 0, None),
    ]
    assert ask(EMAILS) == [(1, "ana@acme.example"), (1, "ana@home.example")]
    assert ask(PHONES) == [(1, "600 000 000"), (1, "611 111 111")]
    assert ask(TAGS) == [(1, "new"), (1, "vip")]
    assert ask("SELECT contact_id, name, value FROM contact_field") == [(1, "region", "north")]


def test_importing_again_changes_nothing_and_writes_no_operation(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "name,client,email,phone,tags", "Ana,Acme,a@acme.example,600000000,x", "Bea,Acme,,,", "C,Bolt,,,"
    )
    assert figures(run, file, "--create-missing") == (3, 0, 0, 0)
    before = ask("SELECT COUNT(*) FROM operation")
    assert figures(run, file, "--create-missing") == (0, 0, 3, 0)
    assert ask("SELECT COUNT(*) FROM operation") == before


def test_an_export_of_hubspot_needs_no_mapping(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,Company Name,Lead Status",
        "101,Ana,Ruiz,ana@acme.example,600 000 000,+34 611 111 111,CEO,Acme,New",
        "102,,,noname@acme.example,,,,Acme,",
        "103,Luis,Gil,,,,,Bolt,",
    )
    result = run("import", "contacts", file, "--create-missing")
    assert "columns not used: Lead Status" in result.err
    assert "1 client was made" in result.err
    assert ask("SELECT name, role, outside_key FROM contact ORDER BY id") == [
        ("Ana Ruiz", "CEO", "101"),
        ("noname@acme.example", None, "102"),
        ("Luis Gil", None, "103"),
    ]
    assert ask(PHONES) == [(1, "600 000 000"), (1, "+34 611 111 111")]
    assert figures(run, file) == (0, 0, 3, 0)


def test_an_export_of_salesforce_finds_clients_by_their_id(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("Id,name", "001A,Acme Group", name="accounts.csv"), "--key", "Id")
    file = csv(
        "Id,IsDeleted,AccountId,Salutation,FirstName,LastName,Title,Phone,MobilePhone,Email,Birthdate,"
        "HasOptedOutOfEmail,DoNotCall,Description",
        "003A,false,001A,Ms.,Ana,Ruiz,CEO,912345678,600000000,ana@acme.example,1980-05-17,true,false,hello",
        "003B,true,001A,,Old,Gone,,,,,,false,false,",
        "003C,false,001Z,,No,Where,,,,,,false,false,",
    )
    result = run("import", "contacts", file, "--key", "Id")
    assert result.code == 1
    assert "line 4: no client came with the id 001Z (import the clients first, with --key)" in result.err
    assert "1 deleted row left aside" in result.err
    assert ask(CONTACTS) == [("Ana Ruiz", "acme-group", "CEO", None, "1980-05-17", None, 1, "hello")]
    assert ask(PHONES) == [(1, "912345678"), (1, "600000000")]


def test_an_export_of_zoho(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Record Id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,Title,Phone,Mobile,"
        "Date of Birth,Email Opt Out,Salutation,Secondary Email,Tag",
        "zcrm_1,Me,Ana,Ruiz,zcrm_9,Acme,a@acme.example,CFO,912345678,,17/05/1980,true,Ms.,b@acme.example,vip;big",
    )
    assert run("import", "contacts", file, "--date-format", "%d/%m/%Y").code == 0
    assert ask(CONTACTS) == [("Ana Ruiz", "acme", "CFO", None, "1980-05-17", None, 1, None)]
    assert ask(EMAILS) == [(1, "a@acme.example"), (1, "b@acme.example")]
    assert ask(TAGS) == [(1, "big"), (1, "vip")]


def test_organisations_in_a_file_of_capsule_are_left_aside(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "ID,Type,Title,First Name,Last Name,Job Title,Organisation,Email Address,Work Email,Phone Number",
        "1,Organisation,,,,,,info@acme.example,,",
        "2,Person,Mr,Luis,Gil,,Acme,l@acme.example,l2@acme.example,600 000 000",
    )
    result = run("import", "contacts", file)
    assert result.code == 0
    assert "1 organisation row left aside" in result.err
    assert ask("SELECT name, role FROM contact") == [("Luis Gil", None)]
    assert ask(EMAILS) == [(1, "l@acme.example"), (1, "l2@acme.example")]


def test_an_address_book_of_google(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,Birthday,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Value",
        "Eva,María,Sanz,Acme,Buyer,--05-17,* myContacts ::: friends,* Work,e@a.example ::: e@b.example,"
        "600000000 ::: 611111111",
    )
    assert run("import", "contacts", file).code == 0
    assert ask("SELECT name, role, birthday FROM contact") == [("Eva María Sanz", "Buyer", "--05-17")]
    assert ask(EMAILS) == [(1, "e@a.example"), (1, "e@b.example")]
    assert ask(PHONES) == [(1, "600000000"), (1, "611111111")]
    assert ask(TAGS) == [(1, "friends"), (1, "mycontacts")]


def test_an_email_finds_a_contact_whose_name_changed(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("contact add 'Ana Ruiz' --client acme --email ana@acme.example --phone '600 000 000'")
    file = csv("name,client,email,phone,role", "Ana Gil,Acme,ANA@acme.example,+34600000000,CEO")
    assert figures(run, file) == (0, 1, 0, 0)
    assert ask("SELECT name, role FROM contact") == [("Ana Gil", "CEO")]
    assert ask(PHONES) == [(1, "600 000 000")]


def test_a_name_at_its_client_finds_a_contact_without_an_email(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("contact add 'Ana Ruiz' --client acme")
    assert figures(run, csv("name,client,email", "ANA RUIZ,Acme,ana@acme.example")) == (0, 1, 0, 0)
    assert ask(EMAILS) == [(1, "ana@acme.example")]


def test_the_same_name_with_another_email_is_somebody_else(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("contact add 'Ana Ruiz' --client acme --email ana@acme.example")
    file = csv("name,client,email", "Ana Ruiz,Acme,other@acme.example")
    assert figures(run, file) == (1, 0, 0, 0)
    assert figures(run, file) == (0, 0, 1, 0)


def test_the_key_finds_a_contact_who_moved_to_another_client(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Bolt")
    run("import", "contacts", csv("Id,name,client", "7,Ana,Acme"), "--key", "Id")
    assert figures(run, csv("Id,name,client", "7,Ana Ruiz,Bolt"), "--key", "Id") == (0, 1, 0, 0)
    assert ask(CONTACTS) == [("Ana Ruiz", "bolt", None, None, None, None, 0, None)]


def test_two_of_one_name_are_two_when_their_keys_say_so(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("contact add Ana --client acme")
    file = csv("Id,name,client", "7,Ana,Acme", "8,Ana,Acme")
    assert figures(run, file, "--key", "Id") == (1, 1, 0, 0)
    assert figures(run, file, "--key", "Id") == (0, 0, 2, 0)
    assert ask("SELECT outside_key FROM contact ORDER BY id") == [("7",), ("8",)]


def test_an_empty_cell_leaves_what_is_there_and_no_file_takes_an_opt_out_back(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    run(
        "contact add Ana --client acme --role CEO --email a@acme.example --email b@acme.example --no-contact --tag x"
    )
    file = csv("name,client,role,email,no_contact,tags", "Ana,Acme,,a@acme.example,false,")
    assert figures(run, file) == (0, 0, 1, 0)
    assert ask(CONTACTS) == [("Ana", "acme", "CEO", None, None, None, 1, None)]
    assert ask(EMAILS) == [(1, "a@acme.example"), (1, "b@acme.example")]


def test_rows_that_mean_the_same_are_rejected(run: Run, csv: CsvFile) -> None:
    result = run(
        "import",
        "contacts",
        csv(
            "key,name,client,email",
            "1,Ana,Acme,a@acme.example",
            "1,Ana B,Acme,",
            ",Bea,Acme,A@acme.example",
            ",Cai,Acme,",
            ",CAI,Acme,",
            ",Ana,Acme,",
        ),
    )
    assert result.code == 1
    assert "line 3: has the same key as line 2" in result.err
    assert "line 4: has the same e-mail as line 2" in result.err
    assert "line 6: has the same name as line 5" in result.err
    assert "line 7: has the same name as line 2" in result.err
    assert "2 created, 0 updated, 0 unchanged, 4 rejected" in result.err


def test_what_no_contact_can_have_is_rejected_row_by_row(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "name,client,influence,email,phone,birthday,no_contact",
        ",Acme,,,,,",
        "B,,,,,,",
        "C,Nobody,,,,,",
        "D,Acme,boss,,,,",
        "E,Acme,,x,,,",
        "F,Acme,,,ab,,",
        "G,Acme,,,,17/05/1980,",
        "H,Acme,,,,2030-01-01,",
        "I,Acme,,,,,maybe",
        "J,Acme,,,,,",
    )
    result = run("import", "contacts", file, "--rejects", file.with_name("bad.csv"))
    assert result.code == 1
    rejected = file.with_name("bad.csv").read_text().splitlines()
    assert [line.partition(",")[2].split(",", 5)[5] for line in rejected[1:]] == [
        ",2,name is empty",
        ",3,client is empty (--default client=NAME takes such rows)",
        ",4,there is no client Nobody (--create-missing makes it)",
        ",5,there is no influence boss (one of: decider champion influencer user blocker)",
        ",6,'x' is no e-mail address (write it like ana@acme.example)",
        ",7,'ab' is no phone number (write it like +34 600 000 000)",
        ",8,\"birthday: '17/05/1980' is not a date written as %Y-%m-%d (say how the file writes dates, for example: "
        '--date-format %d/%m/%Y)"',
        ',9,"2030-01-01 is still to come, so it is no birthday (write it like 1980-05-17, or 05-17 where the year is '
        'not known)"',
        "maybe,10,no_contact: 'maybe' is neither yes nor no (write true or false)",
    ]
    assert ask("SELECT name FROM contact") == [("J",)]


def test_emails_of_two_contacts_in_one_row_are_a_conflict(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("contact add Ana --client acme --email a@acme.example")
    run("contact add Bea --client acme --email b@acme.example")
    result = run("import", "contacts", csv("name,client,email", "Ana,Acme,a@acme.example;b@acme.example"))
    assert (
        "line 2: its e-mails belong to Ana (1) and Bea (2) "
        "(if they are one person: acctmgr contact merge 1 2)" in result.err
    )


def test_a_name_that_several_have_is_a_conflict(run: Run, csv: CsvFile) -> None:
    run("contact add Ana --client acme")
    run("contact add Ana --client acme")
    result = run("import", "contacts", csv("name,client,role", "Ana,Acme,CEO"))
    assert (
        "line 2: Ana fits more than one contact: 1 and 2 "
        "(give an e-mail or --key, or merge them: acctmgr contact merge)" in result.err
    )


def test_a_list_comes_back_equal(run: Run, csv: CsvFile, ask: Ask) -> None:
    run(
        "contact add '=Ana; Ruiz' --client acme --role CEO --influence user --email a@acme.example "
        "--email b@acme.example --phone '+34 600 000 000' --phone '611 111 111' --birthday 05-17 --prefers post "
        "--no-contact --note 'a;b' --tag 'x;y' --tag z --field region=-north"
    )
    exported = run("contact list -f csv").out
    assert figures(run, csv(exported.encode())) == (0, 0, 1, 0)
    queries = (CONTACTS, EMAILS, PHONES, TAGS, "SELECT name, value FROM contact_field")
    before = [ask(query) for query in queries]
    run("contact rm 1 --yes")
    assert figures(run, csv(exported.encode())) == (1, 0, 0, 0)
    assert [[row[-1] for row in ask(query)] for query in queries] == [
        [row[-1] for row in rows] for rows in before
    ]
    assert ask(CONTACTS) == before[0]


def test_a_file_without_names_is_refused_as_a_whole(run: Run, csv: CsvFile) -> None:
    result = run("import", "contacts", csv("Who,Firm", "Ana,Acme"))
    assert (result.code, result.err) == (
        1,
        "error: no column gives name and client\n"
        "hint: say which column it is, for example: --map name=Who; the columns are: Who, Firm\n",
    )
    assert (
        run(
            "import", "contacts", csv("Who,Firm", "Ana,Acme"), "--map", "name=Who", "--map", "client=Firm"
        ).code
        == 0
    )


def test_a_mapped_field_uses_that_column_alone(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,Company Name,Firm,Email,Work Email", "Ana,Bolt,Acme,a@acme.example,w@acme.example")
    result = run("import", "contacts", file, "--map", "client=Firm", "--map", "emails=Work Email")
    assert "columns not used: Company Name, Email" in result.err
    assert ask(EMAILS) == [(1, "w@acme.example")]
    assert ask("SELECT handle FROM party JOIN contact ON party_id = party.id") == [("acme",)]


def test_a_default_fills_in_only_where_no_column_of_the_field_says_anything(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    run("client add Unassigned")
    file = csv("First Name,Company Name,Organization", "Ana,Acme,", "Bea,,", "Cai,,Acme")
    assert run("import", "contacts", file, "--default", "client=Unassigned").code == 0
    assert ask(
        "SELECT contact.name, handle FROM contact JOIN party ON party_id = party.id ORDER BY contact.id"
    ) == [
        ("Ana", "acme"),
        ("Bea", "unassigned"),
        ("Cai", "acme"),
    ]


def test_a_dry_run_says_how_the_first_row_is_understood_and_writes_nothing(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    result = run("import", "contacts", csv("name,client,birthday", "Ana,Acme,05-17"), "--dry-run")
    assert "line 2 is understood as Ana at Acme, born --05-17" in result.err
    assert ask("SELECT COUNT(*) FROM contact") == [(0,)]


def test_strict_takes_all_or_nothing(run: Run, csv: CsvFile, ask: Ask) -> None:
    assert run("import", "contacts", csv("name,client", "Ana,Acme", ",Acme"), "--strict").code == 1
    assert ask("SELECT COUNT(*) FROM contact") == [(0,)]


def test_every_column_of_e_mails_and_phones_comes_in(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Name,E-mail 2 Address,Primary Email,Company,Phone,Correo electrónico,Phone,Owner Email",
        "Jo,jo@x.example,jo2@x.example,Acme,600000001,jo3@x.example,600000002,boss@x.example",
    )
    result = run("import", "contacts", file, "--create-missing")
    assert (result.code, "columns not used: Owner Email" in result.err) == (0, True)
    assert ask(EMAILS) == [(1, "jo2@x.example"), (1, "jo@x.example"), (1, "jo3@x.example")]
    assert ask("SELECT COUNT(*) FROM contact_phone") == [(2,)]


def test_a_column_of_yes_and_no_is_no_company(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("Name,Customer,Email", "Gil,TRUE,g@x.example")
    result = run("import", "contacts", file, "--create-missing")
    assert (result.code, result.err.splitlines()[-2]) == (1, "error: no column gives client")
    named = csv("Name,Customer,Company", "Gil,TRUE,Hub", "Ana,Acme,")
    result = run("import", "contacts", named, "--create-missing")
    assert ask("SELECT name FROM party ORDER BY name") == [("Acme",), ("Hub",)]
    mapped = run(
        "import", "contacts", csv("Name,Firm", "Gil,yes"), "--map", "client=Firm", "--create-missing"
    )
    assert "line 2: client: 'yes' is a yes or no, and nobody is called so" in mapped.err


def test_of_several_companies_the_first_that_exists_is_taken_and_the_others_are_told(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    run('client add "Other Co"')
    file = csv(
        "First Name,Last Name,Associated Company",
        "G,P,Hub & Co;Other Co",
        "Q,R,New Ltd;Newer Ltd",
        "S,T,Newer Ltd;New Ltd",
    )
    result = run("import", "contacts", file, "--create-missing")
    told = "rows that name several clients are taken for the first; the others: Hub & Co, Newer Ltd"
    assert (result.code, told in result.err) == (0, True)
    assert ask(
        "SELECT contact.name, party.name FROM contact JOIN party ON party.id = party_id ORDER BY 1"
    ) == [
        ("G P", "Other Co"),
        ("Q R", "New Ltd"),
        ("S T", "New Ltd"),
    ]
    assert "3 unchanged" in run("import", "contacts", file).err


def test_a_client_with_a_semicolon_in_its_name_is_one(run: Run, csv: CsvFile, ask: Ask) -> None:
    run('client add "Hub; Sons"')
    result = run("import", "contacts", csv("name,client", 'Gil,"Hub; Sons"'), "--create-missing")
    assert (result.code, "several" in result.err) == (0, False)
    assert ask("SELECT party.name FROM contact JOIN party ON party.id = party_id") == [("Hub; Sons",)]


def test_of_several_ids_of_companies_the_first_that_exists_is_taken(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("Id,name", "8,Bolt", "9,Cord"), "--key", "Id")
    header = "First Name,Last Name,Associated Company IDs,Associated Company"
    result = run("import", "contacts", csv(header, "G,P,7;9;8,Hub;Cord;Bolt"))
    assert "taken for the first; the others: Hub, Bolt" in result.err
    assert ask("SELECT party.name FROM contact JOIN party ON party.id = party_id") == [("Cord",)]


def test_a_birthday_in_three_columns_is_one(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "Name,Client,Birth Year,Birth Month,Birth Day"
    file = csv(header, "Jo,Acme,1980,4,21", "Al,Acme,,5,7", "Di,Acme,1990,March,3")
    assert run("import", "contacts", file, "--create-missing").code == 0
    assert ask("SELECT birthday FROM contact ORDER BY id") == [("1980-04-21",), ("--05-07",), ("1990-03-03",)]


def test_a_type_is_a_person_or_an_organisation_or_its_row_is_rejected(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv("Type,Name,Client", "Person,Ana,Acme", "Robot,Bo,Acme", "Empresa,Hub,Acme")
    result = run("import", "contacts", file, "--create-missing")
    assert "line 3: type: 'Robot' is not known" in result.err
    assert ask("SELECT name FROM contact") == [("Ana",)]
    other = csv("Type,Name,Client", "Partner,Cy,Acme")
    assert "columns not used: Type" in run("import", "contacts", other).err
