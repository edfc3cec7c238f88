"""`client merge`: two clients become one everywhere, and nothing that was posted changes."""

import json
import sys
from typing import Any

import pexpect
import pytest

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run

TOLD = (
    "client add Acme --phone '600 111 222' --tag key --field region=north --field team=a",
    "client add 'Acme Corporation' --email Ana@Acme.example --tax-id 'B-123.456' --tier A --tag key --tag vip "
    "--field region=south --field size=big --note 'met at a fair' --since 2024-01-01 --terms 10",
    "client add Borges --tax-id X999",
    'invoice add acme --line "Work; 1; 100; tax=none" --issued 2026-05-01',
    'invoice add acme-corporation --line "Work; 1; 200; tax=none" --issued 2026-05-02',
    'invoice add borges --line "Work; 1; 70; tax=none" --issued 2026-05-03',
    'invoice add acme-corporation --line "Later; 1; 7; tax=none" --draft',
    "payment add acme-corporation 250 --on 2026-05-10",
    "deal add Website --client acme-corporation --amount 900",
)


@pytest.fixture
def told(run: Run) -> Run:
    """Two clients that are one, each with an invoice; the second has 50.00 of credit, a draft and a deal."""
    for line in TOLD:
        result = run(line)
        assert result.code == 0, (line, result.err)
    return run


def merged(told: Run) -> Run:
    assert told("client merge acme acme-corporation --yes").code == 0
    return told


def rows(run: Run, line: str) -> Any:
    result = run(f"{line} --format json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def postings(book: Book) -> list[Any]:
    with reading(book) as db:
        return [
            tuple(row)
            for row in db.run("SELECT entry_id, account_id, amount_minor, party_id FROM posting ORDER BY id")
        ]


def operations(book: Book) -> int:
    with reading(book) as db:
        return int(db.value("SELECT operations FROM head"))


def test_what_was_merged_is_said_and_is_one_operation(book: Book, told: Run) -> None:
    before, posted = operations(book), postings(book)
    result = told("client merge acme acme-corporation --yes")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        "acme-corporation is now another name of acme: moved 1 deal and 1 draft; took over tax id, e-mail, terms, "
        "tier, since, note and size; tags vip\n"
        "acme keeps its own name Acme (not Acme Corporation) and region north (not south)\n"
        "acme is still found by Acme Corporation\n"
    )
    assert operations(book) == before + 1
    assert postings(book) == posted


EVERY_FACT = (
    "client add Acme --legal-name 'Acme SL' --email ana@acme.example --phone '600 111 222' --website https://acme.example"
    " --industry IT --address Oslo --country NO --language en --terms 10 --tier A --owner ana --source fair"
    " --since 2024-01-01 --status active --note one --dispute late --field region=north --currency EUR",
    "client add 'Acme Corp' --legal-name 'Acme Inc' --email luis@corp.example --phone '600 333 444'"
    " --website https://corp.example --industry Tools --address Rome --country IT --language es --terms 20 --tier B"
    " --owner luis --source mail --since 2025-01-01 --status lead --note two --dispute broken --field region=south"
    " --currency USD",
)
KEPT = (
    "acme keeps its own name Acme (not Acme Corp), legal name Acme SL (not Acme Inc), "
    "e-mail ana@acme.example (not luis@corp.example), phone 600 111 222 (not 600 333 444), "
    "website https://acme.example (not https://corp.example), industry IT (not Tools), address Oslo (not Rome), "
    "country NO (not IT), language en (not es), currency EUR (not USD), terms 10 (not 20), status active (not lead), "
    "tier A (not B), owner ana (not luis), source fair (not mail), since 2024-01-01 (not 2025-01-01), "
    "dispute late (not broken) and region north (not south)"
)
FOUND_BY = "acme is still found by Acme Corp, luis@corp.example and 600 333 444"


def test_every_fact_that_is_not_taken_over_is_told(run: Run) -> None:
    for line in EVERY_FACT:
        assert run(line).code == 0
    result = run("client merge acme acme-corp --yes")
    assert result.err == f"acme-corp is now another name of acme: took over note\n{KEPT}\n{FOUND_BY}\n"
    assert rows(run, "client show acme")["note"] == "one\n\ntwo"


def test_the_second_name_email_and_phone_still_find_the_kept_one(run: Run, tmp_path: Any) -> None:
    for line in EVERY_FACT:
        run(line)
    run("client merge acme acme-corp --yes")
    for typed in ("luis@corp.example", "Acme Corp"):
        assert rows(run, f"client show '{typed}'")["handle"] == "acme"
    for words in ("luis@corp.example", "Acme Corp", "600 333 444"):
        assert [row["ref"] for row in rows(run, f"search '{words}'")] == ["acme"]
    deals = tmp_path / "deals.csv"
    deals.write_text("name,client\nShop,luis@corp.example\nApp,Acme Corp\n")
    assert run("import", "deals", deals).code == 0
    assert {row["client"] for row in rows(run, "deal list")} == {"acme"}


def test_what_is_asked_says_what_is_not_taken_over(
    run_plain: Run, sqlite_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    for line in EVERY_FACT:
        run_plain(line)
    words = ["-m", "acctmgr", "client", "merge", "acme", "acme-corp"]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=60, dimensions=(40, 2000))
    child.expect_exact(
        f"{KEPT}\r\n{FOUND_BY}\r\nmerge Acme Corp (acme-corp) into Acme (acme) for good? [y/N]"
    )
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()
    assert rows(run_plain, "client list --format json")[1]["handle"] == "acme-corp"


def test_a_currency_is_taken_over_only_while_nothing_is_invoiced(run: Run) -> None:
    for line in ("client add Acme", "client add Bolt --currency USD", "client add Core --currency USD"):
        run(line)
    taken = run("client merge acme bolt -y").err
    assert taken.startswith("bolt is now another name of acme: took over currency\n")
    run("client edit acme --clear currency")
    run('invoice add acme --line "Work; 1; 100; tax=none"')
    kept = run("client merge acme core -y").err
    assert "acme keeps its own name Acme (not Core) and currency EUR (not USD)\n" in kept


def test_a_note_that_is_too_long_to_be_added_is_told_and_found(run: Run) -> None:
    run("client", "add", "Acme", "--note", "x" * 9_990)
    run("client", "add", "Bolt", "--note", "the brass key is lost")
    told = run("client merge acme bolt -y").err
    assert "the note of bolt is too long to be added; a search for its words still finds acme\n" in told
    assert [row["ref"] for row in rows(run, "search brass")] == ["acme"]


def test_the_kept_one_has_the_facts_tags_and_fields_of_both(told: Run) -> None:
    card = rows(merged(told), "client show acme")
    assert {
        key: card[key] for key in ("name", "email", "phone", "tax_id", "tier", "since_on", "terms_days")
    } == {
        "name": "Acme",
        "email": "ana@acme.example",
        "phone": "600 111 222",
        "tax_id": "B-123.456",
        "tier": "A",
        "since_on": "2024-01-01",
        "terms_days": 10,
    }
    assert card["tags"] == ["key", "vip"]
    assert card["fields"] == {"region": "north", "size": "big", "team": "a"}
    assert card["note"] == "met at a fair"
    assert card["aliases"] == ["acme-corporation"]


@pytest.mark.parametrize(
    "reference", ["acme-corporation", "2", "ana@acme.example", "acme corporation", "acme-corp"]
)
def test_the_old_references_find_the_kept_one(told: Run, reference: str) -> None:
    assert rows(merged(told), f"client show '{reference}'")["handle"] == "acme"


def test_a_name_that_both_have_is_not_ambiguous(told: Run) -> None:
    told("client add ACME")
    assert told("client show acMe corp").code != 0
    told("client merge acme acme-2 --yes")
    assert rows(told, "client show ACME")["handle"] == "acme"


def test_a_name_of_an_alias_and_of_another_client_is_ambiguous(told: Run) -> None:
    merged(told)
    told("client add 'Acme Corporation' --handle newcomer")
    result = told("client show 'acme corporation'")
    assert result.code == 4
    assert result.err.startswith(
        "error: acme corporation fits more than one client: acme-corporation and newcomer\n"
    )


def test_every_list_shows_the_kept_one(told: Run) -> None:
    merged(told)
    assert [(row["handle"], row["open"]) for row in rows(told, "client list")] == [
        ("acme", "100.00"),
        ("borges", "70.00"),
    ]
    invoices = rows(told, "invoice list --sort number")
    assert [(row["number"], row["client"], row["open"]) for row in invoices] == [
        ("INV-2026-0001", "acme", "100.00"),
        ("INV-2026-0002", "acme", "0.00"),
        ("INV-2026-0003", "borges", "70.00"),
        (None, "acme", "0.00"),
    ]
    for reference in ("acme", "acme-corporation"):
        assert len(rows(told, f"invoice list --client {reference}")) == 3
        assert [row["client"] for row in rows(told, f"payment list --client {reference}")] == ["acme"]
        assert [row["client"] for row in rows(told, f"deal list --client {reference}")] == ["acme"]
    assert rows(told, "payment show p1")["client_name"] == "Acme"
    assert rows(told, "invoice show 2")["client_name"] == "Acme"
    (pipeline,) = rows(told, "report pipeline --by client")["rows"]
    assert pipeline["client"] == "acme"


def test_what_was_issued_keeps_the_buyer_that_it_was_issued_to(told: Run) -> None:
    merged(told)
    assert rows(told, "invoice show 2")["buyer"]["name"] == "Acme Corporation"


def test_the_card_adds_both_up(told: Run) -> None:
    card = rows(merged(told), "client show acme")
    assert {key: card[key] for key in ("open", "overdue", "credit")} == {
        "open": "100.00",
        "overdue": "100.00",
        "credit": "-50.00",
    }
    assert [row["number"] for row in card["invoices"]] == ["INV-2026-0002", "INV-2026-0001"]
    assert [row["name"] for row in card["deals"]] == ["Website"]


@pytest.mark.parametrize("client", ["", "--client acme", "--client acme-corporation"])
@pytest.mark.parametrize("day", ["2026-05-01", "2026-05-02", "2026-05-10", "2026-07-15"])
def test_aging_has_one_row_that_is_what_the_ledger_says(told: Run, client: str, day: str) -> None:
    alone = rows(told, f"report aging --client acme --as-of {day}")["totals"]["total"]
    other = rows(told, f"report aging --client acme-corporation --as-of {day}")["totals"]["total"]
    merged(told)
    report = rows(told, f"report aging --as-of {day} {client}")
    mine = [row["total"] for row in report["rows"] if row["client"] == "acme"]
    assert mine == [f"{float(alone) + float(other):.2f}"]
    assert report["proof"]["difference"] == "0.00"
    assert {row["client"] for row in report["rows"]} <= {"acme", "borges"}


def test_a_credit_of_the_one_settles_an_invoice_of_the_other(told: Run) -> None:
    refused = told("payment apply p1 1")
    assert (refused.code, refused.err) == (1, "error: INV-2026-0001 belongs to another client\n")
    merged(told)
    assert told("payment apply p1 1").code == 0
    report = rows(told, "report aging --client acme")
    assert (report["totals"]["credit"], report["totals"]["total"]) == ("0.00", "50.00")
    assert report["proof"]["difference"] == "0.00"
    assert told("payment unapply p1 1").code == 0
    assert told("payment void p1 --yes").code == 0
    assert rows(told, "report aging --client acme")["totals"]["total"] == "300.00"
    assert told("db check --quiet").code == 0


def test_new_money_and_papers_are_the_kept_ones(told: Run) -> None:
    merged(told)
    assert (
        "from Acme: INV-2026-0001 is paid; INV-2026-0002" not in told("payment add acme-corporation 100").err
    )
    assert told("invoice credit 2 20").code == 0
    assert told('invoice add "acme corporation" --line "More; 1; 5; tax=none"').err.startswith(
        "invoice INV-2026-0004 for Acme"
    )
    assert told("invoice issue d4").code == 0
    assert told("db check --quiet").code == 0


def test_merging_again_flattens_the_chain(book: Book, told: Run) -> None:
    merged(told)
    told("client edit borges --clear tax-id")
    assert told("client merge borges acme --yes").code == 0
    with reading(book) as db:
        aliases = db.run("SELECT handle, merged_into_id FROM party ORDER BY id").fetchall()
    assert [tuple(row) for row in aliases] == [("acme", 3), ("acme-corporation", 3), ("borges", None)]
    assert rows(told, "client show acme-corporation")["handle"] == "borges"
    assert len(rows(told, "invoice list --client acme")) == 4
    assert told("db check --quiet").code == 0


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (
            "client merge acme acme-corporation",
            2,
            "error: this needs a confirmation, and nobody can be asked here\nhint: add --yes\n",
        ),
        ("client merge acme ACME -y", 1, "error: both are acme: a client is not merged with itself\n"),
        (
            "client merge acme nobody -y",
            3,
            "error: there is no client nobody\nhint: see: acctmgr client list\n",
        ),
        (
            "client merge nobody acme -y",
            3,
            "error: there is no client nobody\nhint: see: acctmgr client list\n",
        ),
        (
            "client merge acme-corporation borges -y",
            1,
            "error: acme-corporation has the tax id B-123.456 and borges has X999: they are not one party\n"
            "hint: if one of them is mistyped: acctmgr client edit borges --tax-id B-123.456\n",
        ),
    ],
)
def test_what_can_not_be_merged_is_refused_and_nothing_is_written(
    book: Book, told: Run, line: str, code: int, message: str
) -> None:
    before = operations(book)
    result = told(line)
    assert (result.code, result.out, result.err) == (code, "", message)
    assert operations(book) == before


def test_an_alias_is_not_merged_once_more(book: Book, told: Run) -> None:
    merged(told)
    before = operations(book)
    again, astray = (
        told("client merge acme acme-corporation -y"),
        told("client merge borges acme-corporation -y"),
    )
    assert (again.code, again.err) == (1, "error: acme-corporation is merged into acme already\n")
    assert (astray.code, astray.err) == (
        1,
        "error: acme-corporation is merged into acme\nhint: name that one: acctmgr client merge borges acme\n",
    )
    assert operations(book) == before


def test_an_archived_client_may_go_but_not_be_kept(told: Run) -> None:
    told("client archive acme")
    result = told("client merge acme acme-corporation -y")
    assert (result.code, result.err) == (
        1,
        "error: acme is archived since 2026-07-15\nhint: bring it back: acctmgr client restore acme\n",
    )
    assert told("client merge acme-corporation acme -y").code == 0
    assert rows(told, "client show acme")["handle"] == "acme-corporation"


@pytest.mark.parametrize("tax_id", ["b123456", "B 123 456", "b-123-456"])
def test_a_tax_id_compares_however_it_is_written(told: Run, tax_id: str) -> None:
    told(f"client edit acme --tax-id '{tax_id}'")
    assert told("client merge acme acme-corporation -y").code == 0


def test_the_handle_of_an_alias_stays_taken_and_its_name_makes_no_twin(told: Run) -> None:
    merged(told)
    result = told("client add 'Acme Corporation'")
    assert result.out == "acme-corporation-2\n"
    assert result.err == "added Acme Corporation\n"


def test_a_client_without_history_goes_with_its_aliases(book: Book, run: Run) -> None:
    run("client add One --tag a")
    run("client add Two --tag b")
    run("client merge one two -y")
    assert run("client rm one -y").code == 0
    with reading(book) as db:
        assert db.value("SELECT COUNT(*) FROM party") == 0
    run("client add Three")
    assert run("db check --quiet").code == 0


def test_a_client_whose_alias_has_a_history_stays(told: Run) -> None:
    told("client add Empty")
    told("client merge empty borges -y")
    result = told("client rm empty -y")
    assert result.code == 1
    assert result.err.startswith("error: empty has a history: 1 document and 2 postings\n")


def test_what_is_imported_for_an_alias_lands_on_the_kept_one(told: Run, tmp_path: Any) -> None:
    merged(told)
    deals, invoices = tmp_path / "deals.csv", tmp_path / "invoices.csv"
    deals.write_text("name,client,amount\nShop,acme-corporation,50\nApp,Acme Corporation,60\n")
    invoices.write_text(
        "number,client,issued_on,total\nOLD-1,ana@acme.example,2026-04-01,10\nINV-2026-0002,Acme,2026-05-02,200\n"
    )
    assert told("import", "deals", deals).code == 0
    assert {row["client"] for row in rows(told, "deal list")} == {"acme"}
    result = told("import", "invoices", invoices, "--opening", "2026-06-30")
    assert "1 created" in result.err and "1 unchanged" in result.err
    assert rows(told, "invoice show OLD-1")["client"] == "acme"
    assert told("db check --quiet").code == 0


def test_a_client_file_that_names_an_alias_fills_the_kept_one_and_brings_no_twin(
    told: Run, tmp_path: Any
) -> None:
    merged(told)
    path = tmp_path / "clients.csv"
    path.write_text(
        "handle,name,phone,website,owner\n"
        "acme-corporation,Acme Corporation,999,https://acme.example,ana\n"
        "acme,Acme,600 111 222,,luis\n"
    )
    assert "2 updated" in told("import", "clients", path).err
    card = rows(told, "client show acme")
    assert (card["name"], card["phone"], card["website"], card["owner"]) == (
        "Acme",
        "600 111 222",
        "https://acme.example",
        "luis",
    )
    assert "2 unchanged" in told("import", "clients", path).err
    assert [row["handle"] for row in rows(told, "client list")] == ["acme", "borges"]
    assert told("db check --quiet").code == 0


def test_db_check_finds_an_alias_of_an_alias_and_what_was_left_behind(book: Book, told: Run) -> None:
    from acctmgr.parties.tables import Party
    from acctmgr.store.write import change

    merged(told)

    def spoil(session: Any) -> None:
        session.get_one(Party, 1).merged_into_id = 3

    change(spoil, book)
    result = told("db check")
    assert result.code == 5
    assert "acme-corporation is merged into acme, which is merged away itself" in result.out
    assert "acme is merged away and still has a deal" in result.out


def test_the_help_says_what_moves(run_plain: Run) -> None:
    result = run_plain("client merge --help")
    assert "another name of the one that is kept" in " ".join(result.out.split())
