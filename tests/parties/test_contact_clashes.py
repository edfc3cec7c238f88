"""A contact that is called like the number or e-mail of another is asked about, or refused, as clients are."""

import json

import pytest

from conftest import Run

THERE = (
    "client add Acme",
    "contact add 'Ana Ruiz' --client acme --email ana@acme.example",
    "contact add bo@acme.example --client acme",
)
MAIL = "ana@acme.example is already the e-mail of Ana Ruiz (acme, 1); with this name, ana@acme.example would fit both"
NUMBER = "1 is already the number of Ana Ruiz (acme, 1); with this name, 1 would fit both"
NAME = (
    "bo@acme.example is already the name of bo@acme.example (acme, 2); "
    "with this e-mail, bo@acme.example would fit both"
)
COMING = "the name 7 reads as the number of a contact"
DOUBTED = [
    ("contact add ana@acme.example --client acme", MAIL),
    ("contact add Ana@ACME.example --client acme", MAIL),
    ("contact add 1 --client acme", NUMBER),
    ("contact add 7 --client acme", COMING),
    ("contact add Cy --client acme --email bo@acme.example", NAME),
    ("contact edit 2 --name ana@acme.example", MAIL),
    ("contact edit 2 --name 1", NUMBER),
    ("contact edit 1 --email bo@acme.example", NAME),
]
FINE = [
    "contact add 'Ana Ruiz' --client acme",  # two may share a name: the ids tell them apart
    "contact add cy@acme.example --client acme --email cy@acme.example",  # its own
    "contact edit 2 --email bo@acme.example",
    "contact edit 2 --name 2",
    "contact edit 2 --role CEO",
    "contact add 1234567890 --client acme",  # no contact's number is so long
]


def told(run: Run, *lines: str) -> None:
    for line in lines:
        result = run(line)
        assert result.code == 0, result.err


@pytest.mark.parametrize(("line", "doubt"), DOUBTED)
def test_a_contact_that_would_fit_like_another_is_refused_where_nobody_is_asked(
    run: Run, line: str, doubt: str
) -> None:
    told(run, *THERE)
    before = run("export contacts").out
    result = run(line)
    assert (result.code, result.out) == (4, "")
    assert result.err == f"error: {doubt}\nhint: give another, or add --yes if it is meant\n"
    assert run("export contacts").out == before
    told(run, f"{line} --yes")


@pytest.mark.parametrize("line", FINE)
def test_a_contact_that_stays_sure_is_not_asked_about(run: Run, line: str) -> None:
    told(run, *THERE, line)


FILE = """name,client,email
1,Acme,
ana@acme.example,Acme,ana.two@acme.example
Cy,Acme,bo@acme.example
dee@acme.example,Acme,
Dee,New,dee@acme.example
Good,Acme,good@acme.example
"""


def test_an_import_rejects_contacts_that_would_fit_like_another(run: Run, tmp_path: object) -> None:
    told(run, *THERE)
    path = f"{tmp_path}/contacts.csv"
    with open(path, "w") as file:
        file.write(FILE)
    result = run("import", "contacts", path, "--create-missing")
    assert result.code == 1
    dee = "dee@acme.example is already the name of dee@acme.example (acme, 3); with this e-mail, dee@acme.example"
    for doubt in (f"line 2: {NUMBER}", f"line 3: {MAIL}", f"line 4: {NAME}", f"line 6: {dee} would fit both"):
        assert f"{doubt} (give another, or add --yes if it is meant)\n" in result.err
    assert "contacts: 2 created, 0 updated, 0 unchanged, 4 rejected" in result.err
    assert [row["handle"] for row in json.loads(run("client list -f json").out)] == ["acme"]
    assert run("import", "contacts", path, "--create-missing", "--yes").code == 0


def test_an_export_of_contacts_comes_back_though_a_reference_fits_two(run: Run, tmp_path: object) -> None:
    told(run, *THERE, "contact add ana@acme.example --client acme --yes")
    path = f"{tmp_path}/contacts.csv"
    told(run, f"export contacts --output {path}", "contact rm 3 --yes")
    assert "1 created, 0 updated, 2 unchanged, 0 rejected" in run("import", "contacts", path).err
