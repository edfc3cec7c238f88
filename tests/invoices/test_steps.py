"""A refusal names every step that leads to what was asked, in order: here they are taken, and then it works."""

import pytest

from conftest import Result, Run

DEPOSIT = 'invoice add acme --line "Advance; 1; 300; tax=iva21" --deposit'
FINAL = 'invoice add acme --line "Kitchen; 1; 1000; tax=iva21" --deduct 1'
WORK = 'invoice add acme --line "Work; 1; 100; tax=iva21"'


@pytest.fixture
def acme(run: Run) -> Run:
    assert run("client add Acme").code == 0
    assert run("tax load es").code == 0
    return run


def hint_of(result: Result) -> str:
    assert result.code == 1, result
    return result.err.partition("\nhint: ")[2].strip()


def steps_of(hint: str) -> list[str]:
    lines = [line.strip() for line in hint.splitlines()]
    return [line.removeprefix("acctmgr ") for line in lines if line.startswith("acctmgr ")]


@pytest.mark.parametrize(
    ("story", "wanted", "steps"),
    [
        (
            [WORK, "invoice pay 1"],
            "invoice void 1",
            ["payment unapply p1 INV-2026-0001", "invoice void INV-2026-0001"],
        ),
        (
            [WORK, "invoice pay 1 --discount 2%", "invoice credit 1 10", "payment refund CN-2026-0001"],
            "invoice void 1",
            [
                "payment void p2",
                "invoice void CN-2026-0001",
                "payment unapply p1 INV-2026-0001",
                "invoice void INV-2026-0001",
            ],
        ),
        (
            [WORK, "invoice write-off 1 --tax-relief", "invoice pay 1 60.50"],
            "invoice void 1",
            [
                "payment unapply p1 INV-2026-0001",
                "invoice write-off INV-2026-0001 --undo",
                "invoice void INV-2026-0001",
            ],
        ),
        (
            [
                WORK,
                "invoice credit 1",
                "payment unapply CN-2026-0001 1",
                WORK,
                "payment apply CN-2026-0001 2",
            ],
            "invoice void CN-2026-0001",
            ["payment unapply CN-2026-0001 INV-2026-0002", "invoice void CN-2026-0001"],
        ),
        (
            [DEPOSIT, "invoice pay 1", FINAL, "invoice pay 2"],
            "invoice void 1",
            [
                "payment unapply p2 INV-2026-0002",
                "invoice void INV-2026-0002",
                "payment unapply p1 INV-2026-0001",
                "invoice void INV-2026-0001",
            ],
        ),
        (
            [DEPOSIT, FINAL, "invoice credit 2", "invoice credit 1"],
            "invoice void CN-2026-0001",
            [
                "payment unapply CN-2026-0002 INV-2026-0001",
                "invoice void CN-2026-0002",
                "payment unapply CN-2026-0001 INV-2026-0002",
                "invoice void CN-2026-0001",
            ],
        ),
        (
            [DEPOSIT, FINAL],
            "invoice credit 1",
            ["invoice credit INV-2026-0002", "invoice credit INV-2026-0001"],
        ),
        (
            [DEPOSIT, 'invoice add acme --line "Kitchen; 1; 300; tax=iva21" --deduct 1'],
            "invoice credit 1",
            ["invoice void INV-2026-0002", "invoice credit INV-2026-0001"],
        ),
        (
            [DEPOSIT, 'invoice add acme --line "Kitchen; 1; 300; tax=iva21" --deduct 1'],
            "invoice credit 2",
            ["invoice void INV-2026-0002"],
        ),
        (
            [WORK, "invoice pay 1 200", "payment refund p1 10", "payment refund p1 5"],
            "payment void p1",
            ["payment void p2", "payment void p3", "payment void p1"],
        ),
        (
            [WORK, "invoice write-off 1 --tax-relief"],
            "invoice credit 1",
            ["invoice write-off INV-2026-0001 --undo", "invoice credit INV-2026-0001"],
        ),
        (
            [WORK, "invoice pay 1", "invoice credit 1 60.50", "payment unapply p1 1"],
            "invoice write-off 1",
            ["payment apply CN-2026-0001 INV-2026-0001"],
        ),
        (
            [WORK, "invoice pay 1"],
            "invoice rm 1",
            ["payment unapply p1 INV-2026-0001", "invoice void INV-2026-0001"],
        ),
        ([WORK], "invoice edit 1 --note x", ["invoice credit INV-2026-0001", "invoice copy INV-2026-0001"]),
        (
            [DEPOSIT],
            "invoice write-off 1",
            ["invoice credit INV-2026-0001"],
        ),
        (
            [DEPOSIT, FINAL],
            "invoice write-off 1",
            ["invoice credit INV-2026-0002", "invoice credit INV-2026-0001"],
        ),
    ],
)
def test_the_steps_of_a_refusal_work(acme: Run, story: list[str], wanted: str, steps: list[str]) -> None:
    for line in story:
        assert acme(f"{line} --yes").code == 0, line
    assert steps_of(hint_of(acme(f"{wanted} --yes"))) == steps
    for step in steps:
        assert acme(f"{step} --yes").code == 0, step
    assert acme("db check").code == 0


@pytest.mark.parametrize(
    ("story", "wanted", "hint"),
    [
        (
            [DEPOSIT],
            'invoice add acme --line "Small; 1; 299; tax=iva21" --deduct 1',
            "acctmgr invoice credit INV-2026-0001 1.21\n      then your command again",
        ),
        ([DEPOSIT, FINAL], FINAL, "acctmgr invoice credit INV-2026-0002\n      then your command again"),
        (
            [f"{DEPOSIT} --draft"],
            FINAL.replace("--deduct 1", "--deduct d1"),
            "acctmgr invoice issue d1\n      then your command again",
        ),
    ],
)
def test_a_deposit_that_can_not_be_taken_off_says_what_to_do_before(
    acme: Run, story: list[str], wanted: str, hint: str
) -> None:
    for line in story:
        assert acme(line).code == 0, line
    assert hint_of(acme(wanted)) == hint
    assert acme(hint.removeprefix("acctmgr ").partition("\n")[0]).code == 0
    assert acme(wanted.replace("d1", "1")).code == 0


def test_an_invoice_that_is_paid_may_be_credited_instead(acme: Run) -> None:
    acme(WORK)
    acme("invoice pay 1")
    hint = hint_of(acme("invoice void 1 --yes"))
    assert hint.endswith("\n      to keep the payment instead: acctmgr invoice credit INV-2026-0001")


def test_the_steps_are_dated_late_enough_for_all_of_them(acme: Run) -> None:
    acme(f"{WORK} --issued 2026-07-01")
    acme("invoice pay 1 --on 2026-07-10")
    steps = steps_of(hint_of(acme("invoice void 1 --on 2026-07-05 --yes")))
    assert steps == [
        "payment unapply p1 INV-2026-0001 --on 2026-07-10",
        "invoice void INV-2026-0001 --on 2026-07-10",
    ]
    for step in steps:
        assert acme(f"{step} --yes").code == 0, step
