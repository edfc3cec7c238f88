"""The handle that a name gives: Latin letters, digits and hyphens, from whatever script."""

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.parties.handle_rules import handle_of
from conftest import Run


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Acme", "acme"),
        ("Client number 1", "client-number-1"),
        ("  Acme,  Inc. ", "acme-inc"),
        ("Ana Ruiz & Söhne", "ana-ruiz-sohne"),
        ("Straße", "strasse"),
        ("Łódź Øl", "lodz-ol"),
        ("Æther Œuvre", "aether-oeuvre"),
        ("O'Brien’s", "obriens"),
        ("AT&T", "at-t"),
        ("3M", "3m"),
        ("株式会社", "zhushihuishe"),
        ("Пекарня «Солнце»", "pekarnya-solntse"),
        ("Андрей", "andrey"),
        ("Αθήνα ΕΠΕ", "athina-epe"),
        ("北京公司", "beijinggongsi"),
        ("شركة النور", "shrkh-lnwr"),
        ("हिन्दी", "hindi"),
        ("ООО Acme", "acme"),
        ("🍎", "party"),
        ("", "party"),
        ("123", "party-123"),
        ("Ｆｕｌｌ １", "full-1"),
        ("a" * 39 + " bcd", "a" * 39),
    ],
)
def test_a_handle_is_the_name_in_plain_letters(name: str, handle: str) -> None:
    assert handle_of(name) == handle


@given(st.text(max_size=80))
def test_a_handle_can_always_be_typed_and_is_never_a_number(name: str) -> None:
    handle = handle_of(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", handle)
    assert len(handle) <= 40
    assert re.search("[a-z]", handle)
    assert handle_of(handle) == handle


def test_clients_of_other_scripts_are_told_apart_by_their_handles(run: Run, tmp_path: object) -> None:
    for name in ("Пекарня", "Αθήνα", "北京"):
        run("client", "add", name)
    path = f"{tmp_path}/clients.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("name\nПекарня\nКафе\n")
    assert "1 created, 0 updated, 1 unchanged" in run("import", "clients", path).err
    handles = [row["handle"] for row in json.loads(run("client list --format json --sort handle").out)]
    assert handles == ["athina", "beijing", "kafe", "pekarnya"]
    assert run("client add X --handle пекарня").err == (
        "error: 'пекарня' is no handle: letters a to z, digits and single hyphens, at most 40, with a letter among "
        "them\nhint: write it like pekarnya\n"
    )


@pytest.mark.parametrize(
    ("name", "is_loaded"), [("Straße", False), ("42", False), ("🍎", False), ("Кафе", True)]
)
def test_other_scripts_are_loaded_only_for_a_name_without_latin_letters(name: str, is_loaded: bool) -> None:
    code = (
        "import sys; from acctmgr.parties.handle_rules import handle_of; "
        f"handle_of({name!r}); print('anyascii' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{is_loaded}\n"
