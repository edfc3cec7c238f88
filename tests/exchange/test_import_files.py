"""Files that are none, options that make no sense, and what of them stays outside: everything."""

import json
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from acctmgr.store.audit import Actor, Trail
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run
from exchange.conftest import Ask, CsvFile


def test_a_file_that_is_not_there(run: Run) -> None:
    result = run("import clients nowhere.csv")
    assert (result.code, result.err) == (3, "error: there is no file nowhere.csv\n")


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    result = run("import", "clients", tmp_path)
    assert (result.code, result.err) == (1, f"error: {tmp_path} is a folder\nhint: name a file in it\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01\x02\xff" * 40, "this is not a text file"),
        (b"PK\x03\x04abc", "this is an Excel workbook or a zip file, not CSV"),
        (b'name\n"Acme\n', "line 2: a quote is opened and never closed"),
    ],
)
def test_what_is_no_csv_is_refused_and_nothing_is_in(
    run: Run, csv: CsvFile, ask: Ask, data: bytes, message: str
) -> None:
    result = run("import", "clients", csv(data))
    assert result.code == 1
    assert result.err.splitlines()[-2].startswith(f"error: {message}")
    assert ask("SELECT COUNT(*) FROM party") == [(0,)]


def test_a_header_alone_imports_nothing(run: Run, csv: CsvFile, ask: Ask) -> None:
    result = run("import", "clients", csv("name,tier"))
    assert (result.code, result.out) == (0, "")
    assert "clients: 0 created, 0 updated, 0 unchanged, 0 rejected" in result.err
    assert ask("SELECT COUNT(*) FROM import_run") == [(0,)]


def test_rows_that_do_not_fit_the_header_are_rejected(run: Run, csv: CsvFile, ask: Ask) -> None:
    long = [f"Client {number},A" for number in range(30)]  # a NUL at the top would say that this is no text
    result = run(
        "import",
        "clients",
        csv("name,tier", "Acme;A", "Bolt,A,x", "name,tier", "Dune,B,", *long, b"C\0r,A\n"),
    )
    assert result.code == 1
    assert "line 2: has 1 cell with ';' in it, the header has 2" in result.err
    assert "line 3: has 3 cells, the header has 2" in result.err
    assert "line 4: repeats the header" in result.err
    assert "line 36: has a NUL byte, the row is damaged" in result.err
    assert ask("SELECT COUNT(*) FROM party") == [(31,)]


def test_a_wrong_encoding_is_refused_and_the_right_one_is_found(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name\nCafé Olé\n".encode("windows-1252"))
    assert run("import", "clients", file, "--encoding", "utf-8").err.startswith(
        "error: line 2: this is not utf-8"
    )
    assert run("import", "clients", file, "--encoding", "klingon").code == 2
    result = run("import", "clients", file)
    guess = "windows-1252 (a guess, it reads Café; --encoding NAME says another)"
    assert f"in.csv: {guess}, comma between cells" in result.err
    assert ask("SELECT name FROM party") == [("Café Olé",)]


def test_a_column_or_field_that_is_not_there(run: Run, csv: CsvFile) -> None:
    file = csv("name,tier", "Acme,A")
    result = run("import", "clients", file, "--map", "name=nmae")
    assert (result.code, result.err.splitlines()[0]) == (2, "error: the file has no column 'nmae'")
    result = run("import", "clients", file, "--set", "colour=red")
    assert (result.code, result.err.splitlines()[0]) == (2, "error: --set: unknown field 'colour'")
    result = run("import", "clients", file, "--map", "name")
    assert (result.code, result.err.splitlines()[0]) == (2, "error: --map 'name' is not understood")


def test_a_needed_field_without_a_column(run: Run, csv: CsvFile) -> None:
    result = run("import", "deals", csv("title,client", "A,Acme"))
    assert (result.code, result.err.splitlines()[0]) == (1, "error: no column gives name")


def test_dates_are_not_guessed_and_the_formats_that_fit_are_named(run: Run, csv: CsvFile, ask: Ask) -> None:
    result = run("import", "deals", csv("name,client,opened_on", "A,Acme,03/04/2026"), "--create-missing")
    assert result.code == 1
    assert result.err.splitlines() == [
        "error: '03/04/2026' is not an ISO date like 2026-12-01, and dates are not guessed",
        "hint: --date-format %d/%m/%Y reads it as 2026-04-03, --date-format %m/%d/%Y reads it as 2026-03-04",
    ]
    assert ask("SELECT COUNT(*) FROM party") == [(0,)]


def test_one_date_beyond_doubt_leaves_one_format(run: Run, csv: CsvFile) -> None:
    file = csv("name,client,opened_on", "A,Acme,03.04.2026", "B,Acme,29.04.2026")
    result = run("import", "deals", file, "--create-missing")
    assert result.err.splitlines()[-1] == "hint: --date-format %d.%m.%Y reads it as 2026-04-03"


def test_a_lone_bad_date_among_iso_ones_is_a_reject(run: Run, csv: CsvFile) -> None:
    file = csv("name,client,opened_on", "A,Acme,2026-01-01", "B,Acme,2026-01-02", "C,Acme,1/3/2026")
    result = run("import", "deals", file, "--create-missing")
    assert (result.code, "deals: 2 created, 0 updated, 0 unchanged, 1 rejected" in result.err) == (1, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--date-format", "%d/%m"), "'%d/%m' does not name a day, a month and a year once each"),
        (("--decimal", ";"), "';' is not a decimal sign"),
        (("--delimiter", "ab"), "'ab' is not a delimiter"),
        (("--key", "ID"), "the file has no column 'ID'"),
    ],
)
def test_options_that_make_no_sense(run: Run, csv: CsvFile, options: tuple[str, str], message: str) -> None:
    result = run("import", "deals", csv("name,client", "A,Acme"), *options)
    assert (result.code, result.err.splitlines()[0]) == (2, f"error: {message}")


def test_decimal_commas(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name;client;amount", "A;Acme;1.250,50")
    result = run("import", "deals", file, "--create-missing")
    assert (
        "line 2: amount: '1.250,50' is not an amount (if ',' is the decimal sign: --decimal ,)" in result.err
    )
    run("import", "deals", file, "--create-missing", "--decimal", ",")
    assert ask("SELECT amount_minor FROM deal") == [(125050,)]


def test_strict_takes_all_or_nothing(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,tier", "Acme,A", "Bolt,Z", "Cord,Q")
    bad = file.with_name("bad.csv")
    result = run("import", "clients", file, "--strict", "--rejects", bad)
    assert result.code == 1
    assert result.err.splitlines()[-4:] == [
        "line 3: there is no tier Z (one of: A B C)",
        "line 4: there is no tier Q (one of: A B C)",
        "error: 2 rows are bad, so nothing was imported",
        "hint: mend the file, or leave out --strict",
    ]
    assert len(bad.read_text().splitlines()) == 3
    assert ask("SELECT COUNT(*) FROM party") == [(0,)]
    assert run("import", "clients", csv("name", "Acme"), "--strict").code == 0


def test_a_dry_run_tells_and_writes_nothing(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name,client,amount,opened_on", "A,Acme,1250.5,03/04/2026", "B,Acme,x,03/04/2026")
    before = ask("SELECT operations, last_hash FROM head")
    result = run(
        "import", "deals", file, "--create-missing", "--date-format", "%d/%m/%Y", "--dry-run", "-f", "json"
    )
    assert result.code == 1
    assert json.loads(result.out) == {
        "import": None,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "left_aside": 0,
    }
    assert "line 2 is understood as opened_on 2026-04-03, amount 1,250.50 EUR" in result.err
    assert "(dry run: nothing was written)" in result.err
    for table in ("deal", "party", "stage_change", "import_run"):
        assert ask(f"SELECT COUNT(*) FROM {table}") == [(0,)]
    assert ask("SELECT operations, last_hash FROM head") == before


def test_rejects_keep_the_original_columns_and_come_back_mended(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("Name;tier;phone", "Acme;Z;=1+2", "Bolt;A;-5.00", "Cord;Y;;x")
    bad = file.with_name("bad.csv")
    run("import", "clients", file, "--rejects", bad)
    assert bad.read_text().splitlines() == [
        "Name,tier,phone,line,reason",
        "Acme,Z,'=1+2,2,there is no tier Z (one of: A B C)",
        'Cord,Y,,4,"has 4 cells, the header has 3"',
    ]
    assert bad.stat().st_mode & 0o777 == 0o600
    mended = csv(bad.read_bytes().replace(b",Z,", b",B,").replace(b",Y,", b",Q,"), name="mended.csv")
    run("import", "clients", mended, "--rejects", bad)
    assert ask("SELECT name, tier, phone FROM party ORDER BY name") == [
        ("Acme", "B", "=1+2"),
        ("Bolt", "A", "-5.00"),
    ]
    assert bad.read_text().splitlines() == [
        "Name,tier,phone,line,reason",
        "Cord,Q,,3,there is no tier Q (one of: A B C)",
    ]


def test_without_rejects_no_file_is_written_and_one_that_is_there_stays(
    run: Run, csv: CsvFile, tmp_path: Path
) -> None:
    file = csv("name", "Acme")
    kept = csv("name,line,reason", "what somebody has mended,2,the name is empty", name="bad.csv")
    assert run("import", "clients", file, "--rejects", kept).code == 0
    assert kept.read_text() == "name,line,reason\nwhat somebody has mended,2,the name is empty\n"
    assert run("import", "clients", file, "--rejects", tmp_path / "none.csv").code == 0
    assert not (tmp_path / "none.csv").exists()


def test_rejects_that_can_not_be_written_stop_the_import(
    run: Run, csv: CsvFile, ask: Ask, tmp_path: Path
) -> None:
    file = csv("name,tier", "Acme,A", "Bolt,Z")
    result = run("import", "clients", file, "--rejects", tmp_path / "no" / "bad.csv")
    assert (result.code, f"error: there is no folder {tmp_path / 'no'}" in result.err) == (1, True)
    result = run("import", "clients", file, "--rejects", file)
    assert (result.code, "names the file that is imported" in result.err) == (1, True)
    assert ask("SELECT COUNT(*) FROM party") == [(0,)]
    assert file.read_text() == "name,tier\nAcme,A\nBolt,Z\n"


def test_a_file_without_a_header_loses_no_row(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("2026-01-02,Rent,-900.00", "2026-01-03,Fee,-5.00", "2026-01-04,Client A,500.00")
    places = ("--map", "date=#1", "--map", "memo=#2", "--map", "amount=#3", "--default", "category=6990")
    result = run("import", "cash", file, *places)
    assert (result.code, result.err.splitlines()) == (
        1,
        [
            "error: line 1 is no header, it seems: it holds '2026-01-02' and '-900.00'",
            "hint: --no-header if line 1 is data: columns are named by their place then, as in --map date=#1;"
            " --header if it names the columns",
        ],
    )
    assert run("import", "cash", file, *places, "--no-header").code == 0
    assert ask("SELECT direction, amount_minor FROM cash_entry ORDER BY moved_on") == [
        ("out", 90000),
        ("out", 500),
        ("in", 50000),
    ]


@pytest.mark.parametrize("first", ["Acme,Oslo", "1,Acme", "a@b.example,Acme", "3.5,x"])
def test_line_1_that_names_no_column_is_asked_about(
    sqlite_book: Book, run_plain: Run, csv: CsvFile, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    file = csv(first, "Bolt,Rome")
    result = run_plain("import", "clients", file, "--map", "name=#1")
    assert (result.code, "hint: --no-header if line 1 is data" in result.err) == (1, True)
    assert "clients: 1 created" in run_plain("import", "clients", file, "--map", "name=#1", "--header").err


def test_rejects_of_a_file_without_a_header_come_back_by_the_same_command(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv("Acme,A", "Bolt,Z")
    bad = file.with_name("bad.csv")
    line = ("--map", "name=#1", "--map", "tier=#2", "--no-header")
    run("import", "clients", file, *line, "--rejects", bad)
    assert bad.read_text() == "Bolt,Z,2,there is no tier Z (one of: A B C)\n"
    assert run("import", "clients", csv(bad.read_bytes().replace(b",Z,", b",B,")), *line).code == 0
    assert ask("SELECT name, tier FROM party ORDER BY name") == [("Acme", "A"), ("Bolt", "B")]


def test_cells_missing_at_the_end_of_a_row_are_empty(run: Run, csv: CsvFile, ask: Ask) -> None:
    assert run("import", "clients", csv("name,tier,phone", "Acme", "Bolt,A")).code == 0
    assert ask("SELECT name, tier FROM party ORDER BY name") == [("Acme", None), ("Bolt", "A")]


def test_the_foot_of_a_report_is_no_client(run: Run, csv: CsvFile, ask: Ask) -> None:
    foot = ("", '"Copyright (c) 2026 Acme Reports"', '"Generated by Ana"')
    result = run("import", "clients", csv("name,tier,phone", "Acme,A,", "Bolt", *foot))
    assert result.code == 1
    said = "has 1 cell behind an empty line, the header has 3 cells: is it the foot of a report?"
    assert f"line 5: {said}\nline 6: {said}\n" in result.err
    assert ask("SELECT name FROM party ORDER BY name") == [("Acme",), ("Bolt",)]


def test_a_text_wrapped_for_excel_is_that_text(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("key,name,phone", '="007",="Acme ""A""",="+34600"')
    assert run("import", "clients", file, "--key", "key").code == 0
    assert ask("SELECT outside_key, name, phone FROM party") == [("007", 'Acme "A"', "+34600")]


@pytest.mark.parametrize(
    ("kind", "header", "gone", "here"),
    [
        ("clients", "name,IsDeleted", "Dead Ltd,true", "Live Ltd,false"),
        ("vendors", "name,Deleted", "Dead Ltd,Sí", "Live Ltd,No"),
        ("contacts", "name,client,Deleted At", "Di,Acme,2026-01-02T10:00:00Z", "Lu,Acme,"),
        ("deals", "name,client,is deleted", "Old,Acme,1", "New,Acme,0"),
        (
            "invoices",
            "number,client,issued_on,total,isdeleted",
            "A-1,Acme,2026-05-01,5,Ja",
            "A-2,Acme,2026-05-01,5,Nein",
        ),
        ("cash", "date,amount,category,deleted", "2026-05-01,5,sales,yes", "2026-05-01,7,sales,no"),
        ("activities", "text,client,on,deleted", "Call,Acme,2026-05-01,x", "Mail,Acme,2026-05-01,"),
        (
            "followups",
            "text,client,due_on,deleted",
            "Call,Acme,2026-05-01,TRUE",
            "Mail,Acme,2026-05-01,FALSE",
        ),
    ],
)
def test_deleted_rows_are_left_aside_and_counted_in_every_import(
    run: Run, csv: CsvFile, kind: str, header: str, gone: str, here: str
) -> None:
    run("client add Acme")
    result = run("import", kind, csv(header, gone, here))
    assert (result.code, "1 deleted row left aside" in result.err) == (0, True)
    assert f"{kind}: 1 created, 0 updated, 0 unchanged, 0 rejected" in result.err
    odd = run("import", kind, csv(header, gone.rpartition(",")[0] + ",perhaps"), "--dry-run")
    assert (odd.code, "'perhaps' is neither yes nor no (write true or false)" in odd.err) == (1, True)


def test_what_is_typed_on_the_line_is_in_the_style_of_the_book(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("number;client;issued_on;total", "A-1;Acme;01/05/2026;1.250,50", "A-2;Acme;2026-05-02;7,00")
    result = run(
        *("import", "invoices", file, "--create-missing", "--decimal", ",", "--date-format", "%d/%m/%Y"),
        *("--default", "paid=2.50", "--default", "paid_on=2026-05-03"),
    )
    assert result.code == 0
    assert ask("SELECT number, issued_on, total_minor, open_minor FROM document ORDER BY number") == [
        ("A-1", "2026-05-01", 125050, 124800),
        ("A-2", "2026-05-02", 700, 450),
    ]


def test_the_sign_of_the_books_currency_reads_and_another_is_refused(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(
        "date,amount,category",
        "2026-01-02,€5.01,sales",
        "2026-01-03,-7.50 EUR,6990",
        "2026-01-04,$9.00,sales",
    )
    result = run("import", "cash", file)
    assert result.code == 1
    assert (
        "line 4: amount: '$9.00' is not an amount in EUR"
        " (--set currency=USD where it is meant, or --map currency=COLUMN)" in result.err
    )
    assert ask("SELECT direction, amount_minor, currency FROM cash_entry ORDER BY id") == [
        ("in", 501, "EUR"),
        ("out", 750, "EUR"),
    ]
    said = csv("date,amount,category,currency,rate", "2026-01-04,$9.00,sales,USD,0.9")
    assert run("import", "cash", said).code == 0
    assert ask("SELECT amount_minor FROM cash_entry WHERE currency = 'USD'") == [(900,)]


def test_cyrillic_reads_as_written_and_is_called_a_guess(run: Run, csv: CsvFile, ask: Ask) -> None:
    text = "Название;Город\nООО Ромашка;Москва\nПивоварня Балтика;Санкт-Петербург\n"
    result = run("import", "clients", csv(text.encode("windows-1251")), "--map", "name=Название")
    guess = "windows-1251 (a guess, it reads Санкт-Петербург; --encoding NAME says another)"
    assert (result.code, f"in.csv: {guess}, semicolon between cells" in result.err) == (0, True)
    assert ask("SELECT name FROM party ORDER BY id") == [("ООО Ромашка",), ("Пивоварня Балтика",)]


def test_an_encoding_that_is_not_clear_is_refused_with_its_readings(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("name\nİstanbul Güneş\n".encode("windows-1254"))
    result = run("import", "clients", file)
    assert (result.code, result.err.splitlines()[0]) == (
        1,
        "error: the file does not say which encoding it has",
    )
    assert "--encoding windows-1254 reads İstanbul" in result.err
    assert "--encoding windows-1252 reads Ýstanbul" in result.err
    assert run("import", "clients", file, "--encoding", "windows-1254").code == 0
    assert ask("SELECT name FROM party") == [("İstanbul Güneş",)]


def test_an_encoding_that_is_not_clear_is_asked_about_on_a_terminal(sqlite_book: Book, csv: CsvFile) -> None:
    file = csv("name\nİstanbul Güneş\n".encode("windows-1254"))
    line = ["-m", "acctmgr", "--db", sqlite_book.place, "import", "clients", str(file)]
    child = pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=60, dimensions=(24, 120))
    child.expect("Which encoding reads it right\\?")
    assert "windows-1254 reads İstanbul" in str(child.before)
    child.sendline("1254")
    child.expect(pexpect.EOF)
    with reading(sqlite_book) as db:
        assert db.value("SELECT name FROM party") == "İstanbul Güneş"


def test_quiet_says_nothing_but_facts(run: Run, csv: CsvFile) -> None:
    result = run("import", "clients", csv("name,x", "Acme,1"), "-q")
    assert (result.out, result.err) == ("1\n", "")


def test_an_import_loads_no_orm(sqlite_book: Book, csv: CsvFile) -> None:
    file = csv("number,client,issued_on,total,paid_on", "1,Acme,2026-05-01,100,2026-05-02")
    program = (
        "import sys; from acctmgr.cli import main; code = main(sys.argv[1:]); "
        "print(code, sorted({'sqlmodel', 'sqlalchemy', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    line = ["--db", sqlite_book.place, "import", "invoices", str(file), "--create-missing", "-q"]
    out = subprocess.run([sys.executable, "-c", program, *line], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "0 []"


def test_an_import_that_the_server_asks_for_again_takes_every_row_once(
    postgres_book: Book, run_plain: Run, csv: CsvFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", postgres_book.place)
    left = ["DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"]
    close = Trail.close

    def fail_once(trail: Trail, actor: Actor) -> int | None:
        if left:
            trail.connection.run(left.pop())
        return close(trail, actor)

    monkeypatch.setattr(Trail, "close", fail_once)
    result = run_plain("import", "clients", csv("name", "Acme", "Bolt"))
    assert (result.code, "clients: 2 created" in result.err, left) == (0, True, [])
    with reading(postgres_book) as db:
        assert db.value("SELECT COUNT(*) FROM party") == 2


def test_json_lines_come_in_as_csv_does(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        '{"name": "Acme", "tags": ["vip", "new"], "fields": {"Region": "North"}, "note": "=1+1"}',
        '{"name": "Bolt", "terms": 14}',
        name="clients.jsonl",
    )
    done = run("import", "clients", file)
    assert done.err.splitlines()[0] == "clients.jsonl: utf-8, JSON Lines"
    assert ask("SELECT handle, note, terms_days FROM party ORDER BY id") == [
        ("acme", "=1+1", None),
        ("bolt", None, 14),
    ]
    assert ask("SELECT tag FROM party_tag ORDER BY tag") == [("new",), ("vip",)]
    assert ask("SELECT name, value FROM party_field") == [("Region", "North")]


def test_rejected_json_lines_come_back_as_csv_that_imports(run: Run, csv: CsvFile, tmp_path: Path) -> None:
    file = csv("""{"name": "Acme", "tier": "Z", "note": "'=1"}""", name="clients.jsonl")
    assert run("import", "clients", file, "--rejects", tmp_path / "bad.csv").code == 1
    assert (tmp_path / "bad.csv").read_text("utf-8").splitlines() == [
        "name,tier,note,line,reason",
        "Acme,Z,''=1,1,there is no tier Z (one of: A B C)",
    ]
