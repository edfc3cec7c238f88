"""`tax` on the command line."""

import json

import pytest

from conftest import Run

KEYS = ["code", "name", "treatment", "rate", "valid_from", "valid_to", "words", "components"]


def test_an_empty_book_says_how_to_get_codes(run: Run) -> None:
    result = run("tax list")
    assert (result.code, result.out) == (0, "")
    assert result.err == "no tax codes yet: acctmgr tax load es|de|uk|us, or acctmgr tax add CODE --rate 21\n"


def test_load_shows_what_is_new_and_says_what_was_there(run: Run) -> None:
    first = run("tax load de --format ids")
    assert first.out.splitlines()[:2] == ["ust-eu-goods", "ust-eu-services"]
    assert first.err.startswith("tax codes: 9 new\n")
    again = run("tax load de")
    assert (again.code, again.out) == (0, "")
    assert again.err.startswith("tax codes: 9 there already\n")


def test_a_code_as_json_has_these_keys(run: Run) -> None:
    run("tax load es")
    code = json.loads(run("tax show IVA21-irpf15 --format json").out)
    assert list(code) == KEYS
    assert code == {
        "code": "iva21-irpf15",
        "name": "IVA 21 % menos IRPF 15 %",
        "treatment": "standard",
        "rate": "21",
        "valid_from": None,
        "valid_to": None,
        "words": "",
        "components": [
            {
                "name": "IVA", "rate": "21", "kind": "added", "account": "Tax", "deductible": "100",
                "box": "09/29",
            },
            {
                "name": "IRPF", "rate": "15", "kind": "withheld", "account": "Withheld tax",
                "deductible": "100", "box": "",
            },
        ],
    }  # fmt: skip


def test_a_list_has_the_same_keys(run: Run) -> None:
    run("tax load uk")
    rows = json.loads(run("tax list --format json --limit 2").out)
    assert [row["code"] for row in rows] == ["vat-exempt", "vat-export"]
    assert list(rows[0]) == KEYS


def test_a_rate_alone_is_one_added_component(run: Run) -> None:
    result = run("tax add GST10 --rate 10 --name GST")
    assert (result.code, result.out, result.err) == (0, "gst10\n", "added tax code gst10\n")
    code = json.loads(run("tax show gst10 -f json").out)
    assert [(part["name"], part["rate"], part["kind"]) for part in code["components"]] == [
        ("GST", "10", "added")
    ]


def test_components_come_in_the_order_typed(run: Run) -> None:
    line = (
        'tax add pro --component "IVA; 21; box=09/29" --component "IRPF; 15; withheld; account=1300" -f json'
    )
    code = json.loads(run(line).out)
    assert [(part["name"], part["kind"], part["account"], part["box"]) for part in code["components"]] == [
        ("IVA", "added", "Tax", "09/29"),
        ("IRPF", "withheld", "Withheld tax", ""),
    ]
    assert code["rate"] == "21"


def test_a_next_turn_ends_the_one_before(run: Run) -> None:
    run("tax add vat --rate 21")
    new = json.loads(run("tax add vat --rate 22 --from 2027-01-01 --format json").out)
    assert (new["rate"], new["valid_from"], new["valid_to"]) == ("22", "2027-01-01", None)
    assert json.loads(run("tax show vat -f json").out)["valid_to"] == "2026-12-31"
    assert json.loads(run("tax show vat -f json --today 2027-03-01").out)["rate"] == "22"


def test_expired_codes_are_listed_only_with_all(run: Run) -> None:
    run("tax add old --rate 16 --to 2010-06-30")
    run("tax add new --rate 21")
    assert run("tax list -f ids").out == "new\n"
    assert run("tax list -f ids --all").out == "new\nold\n"


def test_show_of_an_expired_code_shows_its_last_turn(run: Run) -> None:
    run("tax add old --rate 15 --to 2005-06-30")
    run("tax add old --rate 16 --from 2005-07-01 --to 2010-06-30")
    assert json.loads(run("tax show old -f json").out)["rate"] == "16"


def test_words_and_treatment_are_kept(run: Run) -> None:
    run('tax add intra --treatment reverse_charge --words "Reverse charge"')
    code = json.loads(run("tax show intra -f json").out)
    assert (code["treatment"], code["words"], code["components"]) == ("reverse_charge", "Reverse charge", [])


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("tax show iva", 3, "error: no tax code iva\nhint: see: acctmgr tax list\n"),
        (
            "tax load fr",
            3,
            "error: no tax codes for 'fr'\nhint: there are some for: es, de, uk, us\n",
        ),
        (
            "tax add vat",
            1,
            "error: vat needs a component\n"
            'hint: write it like "IRPF; 15; withheld; account=withheld_tax; box=01; deductible=50"\n',
        ),
        (
            "tax add vat --rate 21 --treatment odd",
            1,
            "error: 'odd' is no treatment\n"
            "hint: treatments: standard, zero, exempt, export, reverse_charge, out_of_scope\n",
        ),
        (
            "tax add vat --rate 21 --from 2027-01-01 --to 2026-01-01",
            1,
            "error: vat ends on 2026-01-01, before it begins\n",
        ),
        (
            "tax add 'V A T' --rate 21",
            1,
            "error: 'v a t' is no name for a tax code\nhint: lower-case letters, digits and hyphens: iva21-irpf15\n",
        ),
        ("tax add '' --rate 21", 2, "error: CODE is empty\nhint: leave it out, or give it a value\n"),
        ("tax add vat --rate -3", 2, "error: percentages are positive\nhint: -3 is less than zero\n"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, line: str, code: int, error: str) -> None:
    result = run(line)
    assert (result.code, result.out, result.err) == (code, "", error)


def test_a_card_for_people(run: Run) -> None:
    run("tax load es")
    assert run("tax show iva-export").out == (
        "Tax code iva-export\n"
        "code       iva-export\n"
        "name       Exportación\n"
        "treatment  export\n"
        "rate       0\n"
        "words      Exportación exenta de IVA: artículo 21 de la Ley 37/1992\n"
        "\n"
        "components\n"
        "name  rate  kind   account  deductible  box\n"
        "IVA      0  added  Tax             100  60\n"
    )
