"""`export`: every field of every row, as CSV and as JSON Lines."""

import json
import os
import stat
from pathlib import Path

import pytest

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
