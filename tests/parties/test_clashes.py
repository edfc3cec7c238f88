"""A client that is called like the handle, e-mail or number of another is asked about, or refused."""

import json
import shlex
import sys

import pexpect
import pytest

from acctmgr.store.book import Book
from conftest import Run

THERE = ("client add 'Acme SL' --email ana@acme.example", "vendor add Paper --handle sun")
SLUG = "acme-sl is already the handle of Acme SL (acme-sl); with this name, acme-sl would fit both"
MAIL = "ana@acme.example is already the e-mail of Acme SL (acme-sl); with this name, ana@acme.example would fit both"
NUMBER = "2 is already the number of Paper (sun); with this name, 2 would fit both"
COMING = "the name 7 reads as the number of a client"
NAMED = "paper is already the name of Paper (sun); with this handle, paper would fit both"
DOUBTED = [
    ("client add acme-sl", SLUG),
    ("client add ACME-SL", SLUG),
    ("vendor add 'Äcme-SL'", SLUG),
    ("client add Ana@Acme.example", MAIL),
    ("client add 2", NUMBER),
    ("client add 7", COMING),
    ("client add Bolt --handle paper", NAMED),
    ("vendor edit sun --name acme-sl", SLUG),
    ("client edit acme-sl --name 2", NUMBER),
    ("client edit acme-sl --handle paper", NAMED),
]
FINE = [
    "client add 'Acme SL'",  # two may share a name: the handles tell them apart
    "client add 'Acme S.L.'",
    "client add 1234567890",  # no client's number is so long
    "client edit acme-sl --name acme-sl",
    "client edit acme-sl --name 1",  # its own number
    "vendor add acme-sl",  # the client is a vendor too from now on
    "client edit acme-sl --email sun@paper.example",
]


def told(run: Run, *lines: str) -> None:
    for line in lines:
        result = run(line)
        assert result.code == 0, result.err


@pytest.mark.parametrize(("line", "doubt"), DOUBTED)
def test_what_would_fit_two_is_refused_where_nobody_is_asked(run: Run, line: str, doubt: str) -> None:
    told(run, *THERE)
    before = run("export clients").out + run("export vendors").out
    result = run(line)
    assert (result.code, result.out) == (4, "")
    assert result.err == f"error: {doubt}\nhint: give another, or add --yes if it is meant\n"
    assert run("export clients").out + run("export vendors").out == before
    told(run, f"{line} --yes")


@pytest.mark.parametrize("line", FINE)
def test_what_stays_sure_is_not_asked_about(run: Run, line: str) -> None:
    told(run, *THERE, line)


def test_a_handle_that_is_made_is_nobodys_name(run: Run) -> None:
    told(run, "client add Acme --handle north", "client add Bolt --handle acme-2 --yes", "client add ACME")
    assert [row["handle"] for row in json.loads(run("client list --format json").out)] == [
        "acme-3",
        "north",
        "acme-2",
    ]


def test_what_would_fit_two_is_asked_about_on_a_terminal(
    run_plain: Run, sqlite_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    told(run_plain, *THERE)
    for answer, handles in (("n", ["acme-sl"]), ("y", ["acme-sl", "acme-sl-2"])):
        words = ["-m", "acctmgr", "client", "add", "acme-sl"]
        child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=60, dimensions=(40, 2000))
        child.expect_exact(f"{SLUG}. Go on? [y/N]")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        shown = json.loads(run_plain("client list --format json --sort handle").out)
        assert [row["handle"] for row in shown] == handles


def test_the_hint_for_an_ambiguous_client_says_what_works(run: Run) -> None:
    told(run, "client add 2 --yes", "client add Beta", "client add acme --yes", "client add acme --yes")
    for typed, hint in (
        ("2", "type beta for Beta and party-2 for 2"),
        ("acme", "type 3 for acme and acme-2 for acme"),
    ):
        result = run(f"client show {typed}")
        assert (result.code, result.err.splitlines()[1]) == (4, f"hint: {hint}")
    shown = [
        json.loads(run(f"client show {way} --format json").out)["id"]
        for way in ("beta", "party-2", "3", "acme-2")
    ]
    assert shown == [2, 1, 3, 4]


def test_a_client_that_nothing_means_is_freed_by_what_the_hint_says(run: Run) -> None:
    told(run, "client add Alpha --handle beta", "client add Beta --handle gamma --yes", "client add 1 --yes")
    hint = run("client show beta").err.splitlines()[1]
    assert hint == "hint: give Beta another name: acctmgr client edit gamma --name NAME"
    told(run, hint.partition("acctmgr ")[2].replace("NAME", shlex.quote("Beta Two")))
    assert json.loads(run("client show beta --format json").out)["name"] == "Alpha"


FILE = "name,email\nacme-sl,\nana@acme.example,\n2,\n7,\nBolt,b@bolt.example\nb@bolt.example,\nGood,\n"


def test_an_import_rejects_what_would_fit_two(run: Run, tmp_path: object) -> None:
    told(run, *THERE)
    path = f"{tmp_path}/clients.csv"
    with open(path, "w") as file:
        file.write(FILE)
    result = run("import", "clients", path, "--format", "json")
    assert result.code == 1
    doubts = [
        f"line 2: {SLUG}",
        f"line 3: {MAIL}",
        f"line 4: {NUMBER}",
        f"line 5: {COMING}",
        "line 7: b@bolt.example is already the e-mail of Bolt (bolt); with this name, b@bolt.example would fit both",
    ]
    for doubt in doubts:
        assert f"{doubt} (give another, or add --yes if it is meant)\n" in result.err
    assert "clients: 2 created, 0 updated, 0 unchanged, 5 rejected" in result.err
    assert run("import", "clients", path, "--yes").code == 0
    assert "7 unchanged" in run("import", "clients", path, "--yes").err


def test_an_import_that_renames_a_client_rejects_what_would_fit_two(run: Run, tmp_path: object) -> None:
    told(run, *THERE, "client add Bolt")
    path = f"{tmp_path}/clients.csv"
    with open(path, "w") as file:
        file.write("handle,name\nbolt,acme-sl\n")
    assert SLUG in run("import", "clients", path).err
    assert json.loads(run("client show bolt --format json").out)["name"] == "Bolt"


def test_a_client_that_an_import_makes_is_looked_at_too(run: Run, tmp_path: object) -> None:
    told(run, *THERE)
    path = f"{tmp_path}/deals.csv"
    with open(path, "w") as file:
        file.write("name,client\nShop,7\nApp,Äcme-SL\nSite,Good\n")
    result = run("import", "deals", path, "--create-missing")
    assert f"line 2: {COMING} (" in result.err
    assert f"line 3: {SLUG} (" in result.err
    assert [row["client"] for row in json.loads(run("deal list --format json").out)] == ["good"]
    assert run("import", "deals", path, "--create-missing", "--yes").code == 0


def test_an_export_comes_back_though_a_reference_fits_two(run: Run, tmp_path: object) -> None:
    told(run, *THERE, "client add acme-sl --yes", "client add 9 --yes")
    path = f"{tmp_path}/clients.csv"
    with open(path, "w") as file:
        file.write(run("export clients").out)
    told(run, "client rm acme-sl-2 --yes", "client rm party-9 --yes")
    result = run("import", "clients", path)
    assert (result.code, "2 created" in result.err) == (0, True)
