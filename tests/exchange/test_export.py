"""`export`: every field of every row, as CSV and as JSON Lines."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from acctmgr.store.book import Book
from conftest import Run


def test_a_client_goes_out_with_all_its_facts(run: Run) -> None:
    run(
        'client add "Acme; Ltd" --handle acme --tier A --terms 14 --since 2024-02-29 --tag vip --tag new'
        ' --field "Region=North" --dispute "Crate 7" --note "=1+1"'
    )
    assert run("export clients").out.splitlines() == [
        "id,key,handle,name,legal_name,tax_id,email,phone,website,industry,address,country,language,currency,terms,"
        "status,tier,owner,source,since,note,dispute,archived_on,merged_into,tags,field:Region",
        "1,,acme,Acme; Ltd,,,,,,,,,,,14,active,A,,,2024-02-29,'=1+1,Crate 7,,,new;vip,North",
    ]
    assert json.loads(run("export clients --jsonl").out) == {
        "id": 1,
        "key": None,
        "handle": "acme",
        "name": "Acme; Ltd",
        "legal_name": None,
        "tax_id": None,
        "email": None,
        "phone": None,
        "website": None,
        "industry": None,
        "address": None,
        "country": None,
        "language": None,
        "currency": None,
        "terms": 14,
        "status": "active",
        "tier": "A",
        "owner": None,
        "source": None,
        "since": "2024-02-29",
        "note": "=1+1",
        "dispute": "Crate 7",
        "archived_on": None,
        "merged_into": None,
        "tags": ["new", "vip"],
        "fields": {"Region": "North"},
    }


def test_archived_and_merged_clients_go_out_too(run: Run) -> None:
    for line in (
        "client add Acme",
        "client add Bolt",
        "client add Old",
        "client archive old",
        "client merge acme bolt --yes",
    ):
        assert run(line).code == 0, line
    rows = [json.loads(line) for line in run("export clients --jsonl").out.splitlines()]
    assert [(row["handle"], row["archived_on"], row["merged_into"]) for row in rows] == [
        ("acme", None, None),
        ("old", "2026-07-15", None),
        ("bolt", None, "acme"),
    ]


def test_vendors_go_out_apart_from_clients(run: Run) -> None:
    run("vendor add Bakery")
    run("client add Acme")
    assert [json.loads(line)["handle"] for line in run("export vendors --jsonl").out.splitlines()] == [
        "bakery"
    ]
    assert [json.loads(line)["handle"] for line in run("export clients --jsonl").out.splitlines()] == ["acme"]


def test_a_file_is_private_and_its_ending_chooses_json_lines(run: Run, tmp_path: Path) -> None:
    run("client add Acme")
    csv, lines = tmp_path / "out.csv", tmp_path / "out.jsonl"
    done = run("export", "clients", "--output", csv)
    assert (done.code, done.out, done.err) == (0, "", f"clients: 1 written to {csv}\n")
    assert csv.read_text("utf-8").splitlines()[1].startswith("1,,acme,Acme,")
    assert stat.S_IMODE(csv.stat().st_mode) == 0o600
    run("export", "clients", "--output", lines)
    assert json.loads(lines.read_text("utf-8"))["handle"] == "acme"


def test_an_export_that_fails_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("old")
    done = run("export", "clients", "--db", tmp_path / "none.db", "--output", file)
    assert done.code == 5
    assert file.read_text() == "old"
    assert os.listdir(tmp_path).count("out.csv") == 1
    assert [name for name in os.listdir(tmp_path) if name.startswith("out.csv.")] == []


def test_a_format_for_looking_is_refused_with_the_way(run: Run) -> None:
    done = run("export clients --format json")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: export does not write json\nhint: it writes CSV, and JSON Lines with --jsonl\n"


def test_a_format_from_the_environment_does_not_touch_an_export(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_FORMAT", "json")
    assert run("export clients").out.startswith("id,key,handle,name,")


HEADERS = {
    "clients": (
        "id,key,handle,name,legal_name,tax_id,email,phone,website,industry,address,country,language,currency,terms,"
        "status,tier,owner,source,since,note,dispute,archived_on,merged_into,tags,fields"
    ),
    "vendors": (
        "id,key,handle,name,legal_name,tax_id,email,phone,website,industry,address,country,language,currency,terms,"
        "status,tier,owner,source,since,note,dispute,archived_on,merged_into,tags,fields"
    ),
    "contacts": "id,key,name,client,role,influence,emails,phones,prefers,birthday,no_contact,note,twin,tags,fields",
    "deals": (
        "id,key,name,client,stage,amount,currency,probability,opened_on,expected_on,closed_on,owner,source,competitor,"
        "note,lost_reason,stage_history,twin,tags,fields"
    ),
    "followups": (
        "id,previous_id,client,text,due_on,due_time,priority,repeat,planned_on,month_day,done_on,contact_email,"
        "contact_name,contact_twin,contact_client,deal_key,deal_name,deal_opened_on,deal_twin,deal_client"
    ),
    "activities": (
        "id,key,client,on,kind,text,minutes,contact_email,contact_name,contact_twin,contact_client,deal_key,deal_name,"
        "deal_opened_on,deal_twin,deal_client,followup_text,followup_due_on,followup_twin,followup_client"
    ),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_the_fields_of_an_export_are_a_contract(kind: str, sqlite_book: Book, run_plain: Run) -> None:
    place = sqlite_book.place
    for line in (
        "client add Acme",
        "vendor add Bakery",
        "contact add Ana --client acme",
        "deal add Shop --client acme",
        "log acme Called --follow-up 'fri: Ask'",
    ):
        assert run_plain(f"{line} --db {place}").code == 0, line
    fields = HEADERS[kind].split(",")
    assert list(json.loads(run_plain(f"export {kind} --jsonl --db {place}").out)) == fields
    # as columns, custom fields have their own names; here are none
    header = run_plain(f"export {kind} --db {place}").out.splitlines()[0]
    assert header.split(",") == [field for field in fields if field != "fields"]


def test_a_deal_goes_out_with_its_way_through_the_stages(run: Run) -> None:
    for line in (
        "client add Acme",
        "deal add Shop --client acme --amount 1000 --currency JPY --opened 2026-05-01",
        "deal move 1 Proposal --on 2026-06-01",
        "deal lose 1 --on 2026-07-01 --reason 'too dear'",
    ):
        assert run(line).code == 0, line
    row = json.loads(run("export deals --jsonl").out)
    assert row["stage_history"] == ["2026-05-01 Lead", "2026-06-01 Proposal", "2026-07-01 Lost"]
    assert (row["amount"], row["currency"], row["probability"], row["twin"]) == ("1000", "JPY", None, None)
    assert (row["stage"], row["closed_on"], row["lost_reason"]) == ("Lost", "2026-07-01", "too dear")


def test_namesakes_are_numbered_so_that_links_find_the_right_one(run: Run) -> None:
    for line in (
        "client add Acme",
        "contact add Ana --client acme",
        "contact add Ana --client acme",
        "deal add Shop --client acme",
        "deal add Shop --client acme",
        "log acme Called --contact 2 --deal 2",
    ):
        assert run(line).code == 0, line
    assert [json.loads(line)["twin"] for line in run("export contacts --jsonl").out.splitlines()] == [1, 2]
    assert [json.loads(line)["twin"] for line in run("export deals --jsonl").out.splitlines()] == [1, 2]
    row = json.loads(run("export activities --jsonl").out)
    assert (row["contact_name"], row["contact_twin"]) == ("Ana", 2)
    assert (row["deal_name"], row["deal_opened_on"], row["deal_twin"]) == ("Shop", "2026-07-15", 2)


def test_a_dash_is_standard_output_and_a_folder_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("export clients --output -").out.startswith("id,key,handle,")
    done = run("export", "clients", "--output", tmp_path)
    assert (done.code, done.err) == (1, f"error: {tmp_path} is a folder\nhint: name a file in it\n")


def test_what_is_no_file_is_written_to_and_stays(sqlite_book: Book, run_plain: Run, tmp_path: Path) -> None:
    run_plain(f"client add Acme --db {sqlite_book.place}")
    line = ["export", "clients", "--db", sqlite_book.place, "--output", "/dev/stdout"]
    done = subprocess.run(
        [sys.executable, "-m", "acctmgr", *line],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[1].startswith("1,,acme,Acme,")
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("id,key,handle,name,legal_name,of an older version\n")
    link.symlink_to(real)
    assert run_plain("export", "clients", "--db", sqlite_book.place, "--output", link).code == 0
    assert link.is_symlink()
    assert real.read_text("utf-8").splitlines()[1].startswith("1,,acme,Acme,")


def test_a_pipe_gets_utf_8_whatever_the_locale_says(sqlite_book: Book, run_plain: Run) -> None:
    run_plain(f"client add 'Łódź Żagle' --db {sqlite_book.place}")
    done = subprocess.run(
        [sys.executable, "-m", "acctmgr", "export", "clients", "--db", sqlite_book.place],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
    )
    assert "Łódź Żagle" in done.stdout.decode("utf-8")
