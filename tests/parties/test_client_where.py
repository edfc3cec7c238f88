"""`client list --where`: the clients that a condition lets through."""

from datetime import date

import pytest

from conftest import Run
from parties.samples import invoice

JUNE = date(2026, 6, 1)


def handles(run: Run, where: str, *options: str) -> list[str]:
    result = run("client", "list", "--where", where, "--format", "ids", *options)
    assert result.code == 0, result.err
    return result.out.split()


@pytest.fixture
def clients(run: Run) -> Run:
    """Three clients: a large one, a small one and one of whom little is known."""
    run(
        "client add Acme --tier A --industry Retail --tag vip --country ES --since 2024-03-01 --field employees=250"
    )
    run(
        "client add Borges --tier B --industry retail --field employees=9 --field 'sales region=North' --terms 60"
    )
    run("client add Cielo --owner Ana --note 'met at a fair'")
    invoice("acme", "INV-1", 250050, issued_on=JUNE, due_on=JUNE)
    invoice("borges", "INV-2", 100, issued_on=JUNE, due_on=None)
    return run


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("industry=retail and (tier=A or employees>100)", "acme"),
        ("industry=retail", "acme borges"),
        ("employees<10", "borges"),
        ("fields.employees>=9", "acme borges"),
        ("field:employees>=9", "acme borges"),
        ("'sales region'=north", "borges"),
        ("fields.'Sales Region'~NOR", "borges"),
        ("sales-region!=north", "acme cielo"),
        ("open>1000", "acme"),
        ("open=2,500.50", "acme"),
        ("overdue>0 and not tag=vip", "borges"),
        ("country=es", "acme"),
        ("since<2025-01-01", "acme"),
        ("since_on=2024-3-1", "acme"),
        ("terms>30", "borges"),
        ("note~FAIR", "cielo"),
        ("owner=''", "acme borges"),
        ("owner!=''", "cielo"),
        ("owner!=luis", "acme borges cielo"),
        ("currency=EUR", "acme borges cielo"),
        ("tags=vip", "acme"),
        ("id>=2", "borges cielo"),
        ("legal-name=''", "acme borges cielo"),
    ],
)
def test_any_fact_can_be_asked_for(clients: Run, where: str, expected: str) -> None:
    assert handles(clients, where) == expected.split()


def test_other_filters_the_order_and_the_limit_hold_too(clients: Run) -> None:
    assert handles(clients, "industry=retail", "--sort", "-name") == ["borges", "acme"]
    assert handles(clients, "industry=retail", "--tier", "B") == ["borges"]
    assert handles(clients, "id>0", "--limit", "2") == ["acme", "borges"]


def test_a_custom_field_that_nobody_in_the_list_has_is_no_mistake_if_somebody_has_it(clients: Run) -> None:
    assert handles(clients, "employees>0", "--owner", "ana") == []


def test_nobody_fits(clients: Run) -> None:
    result = clients("client", "list", "--where", "tier=C")
    assert (result.code, result.err) == (0, "no clients like that\n")


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("ownr=ana", "error: --where: no field ownr, at character 1\nhint: did you mean owner?\n"),
        (
            "tier=A and emploees>1",
            "error: --where: no field emploees, at character 12\nhint: did you mean employees?\n",
        ),
        (
            "fields.owner=ana",
            "error: --where: no field fields.owner, at character 1\nhint: did you mean owner?\n",
        ),
        ("tier=", "error: --where: a value is missing, at character 6\nhint: for what is empty: tier=''\n"),
        (
            "open>1.250,00",
            "error: --where: open is a number, and '1.250,00' is none\nhint: write it like 1,250.00\n",
        ),
        ("  ", "error: --where is empty\nhint: leave it out, or give it a value\n"),
    ],
)
def test_a_condition_that_makes_no_sense_is_wrong_usage(clients: Run, where: str, message: str) -> None:
    result = clients("client", "list", "--where", where)
    assert (result.code, result.out, result.err) == (2, "", message)


def test_an_unknown_field_names_those_that_there_are(clients: Run) -> None:
    result = clients("client", "list", "--where", "x=1")
    assert result.err == (
        "error: --where: no field x, at character 1\n"
        "hint: there is: id handle name email phone website industry status tier owner tags currency open overdue "
        "legal_name tax_id address country language terms_days source since_on note dispute archived_on "
        "employees 'sales region'\n"
    )
