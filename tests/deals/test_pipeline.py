"""`report pipeline`: what is coming, as of any day."""

import json
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.store.book import Book
from acctmgr.store.write import change
from acctmgr.ui import screen
from conftest import Run
from deals import builders


@pytest.fixture(autouse=True)
def _pipeline(book: Book) -> None:
    change(builders.small_pipeline, book)


def report(run: Run, options: str = "") -> Any:
    return json.loads(run(f"report pipeline {options} --format json").out)


def test_the_pipeline_lists_every_open_stage_and_sums_them(run: Run) -> None:
    assert report(run) == {
        "report": "pipeline",
        "as_of": "2026-07-15",
        "currency": "EUR",
        "rows": [
            {
                "stage": "Lead",
                "kind": "open",
                "deals": 2,
                "amount": "3.33",
                "weighted": "1.67",
                "not_summed": {},
                "without_amount": 1,
                "oldest_days": 72,
            },
            {
                "stage": "Qualified",
                "kind": "open",
                "deals": 0,
                "amount": "0.00",
                "weighted": "0.00",
                "not_summed": {},
                "without_amount": 0,
                "oldest_days": None,
            },
            {
                "stage": "Proposal",
                "kind": "open",
                "deals": 1,
                "amount": "12000.00",
                "weighted": "6000.00",
                "not_summed": {},
                "without_amount": 0,
                "oldest_days": 14,
            },
            {
                "stage": "Negotiation",
                "kind": "open",
                "deals": 1,
                "amount": "0.00",
                "weighted": "0.00",
                "not_summed": {"USD": "500.00"},
                "without_amount": 0,
                "oldest_days": 14,
            },
        ],
        "totals": {
            "deals": 4,
            "amount": "12003.33",
            "weighted": "6001.67",
            "without_amount": 1,
            "other_currencies": {"USD": {"deals": 1, "amount": "500.00", "weighted": "375.00"}},
        },
    }


def test_won_and_lost_stand_beside_the_totals_and_never_in_them(run: Run) -> None:
    found = report(run, "--all")
    assert found["rows"][4:] == [
        {
            "stage": "Won",
            "kind": "won",
            "deals": 1,
            "amount": "2500.00",
            "weighted": "2500.00",
            "not_summed": {},
            "without_amount": 0,
            "oldest_days": 44,
        },
        {
            "stage": "Lost",
            "kind": "lost",
            "deals": 1,
            "amount": "800.00",
            "weighted": "0.00",
            "not_summed": {},
            "without_amount": 0,
            "oldest_days": 44,
        },
    ]
    assert found["totals"] == {
        "deals": 4,
        "amount": "12003.33",
        "weighted": "6001.67",
        "without_amount": 1,
        "won": {"deals": 1, "amount": "2500.00"},
        "lost": {"deals": 1, "amount": "800.00"},
        "other_currencies": {
            "USD": {"deals": 1, "amount": "500.00", "weighted": "375.00", "won": "0.00", "lost": "0.00"}
        },
    }


def test_the_pipeline_by_client_has_the_largest_first(run: Run) -> None:
    assert report(run, "--by client")["rows"] == [
        {
            "client": "acme",
            "name": "Acme",
            "kind": "open",
            "deals": 2,
            "amount": "12000.00",
            "weighted": "6000.00",
            "not_summed": {},
            "without_amount": 1,
            "oldest_days": 72,
        },
        {
            "client": "globex-corporation",
            "name": "Globex Corporation",
            "kind": "open",
            "deals": 2,
            "amount": "3.33",
            "weighted": "1.67",
            "not_summed": {"USD": "500.00"},
            "without_amount": 0,
            "oldest_days": 14,
        },
    ]


def test_what_is_lost_is_never_summed_with_what_is_open(run: Run) -> None:
    rows = report(run, "--by client --all")["rows"]
    assert [(row["client"], row["kind"], row["deals"], row["amount"]) for row in rows] == [
        ("acme", "open", 2, "12000.00"),
        ("globex-corporation", "open", 2, "3.33"),
        ("globex-corporation", "won", 1, "2500.00"),
        ("acme", "lost", 1, "800.00"),
    ]


def test_the_pipeline_by_owner_has_deals_of_nobody_last(run: Run) -> None:
    rows = report(run, "--by owner")["rows"]
    assert [(row["owner"], row["deals"], row["amount"]) for row in rows] == [
        ("Ana Ruiz", 2, "12000.00"),
        ("Bo Lind", 1, "3.33"),
        (None, 1, "0.00"),
    ]
    assert list(rows[0]) == "owner kind deals amount weighted not_summed without_amount oldest_days".split()


def test_the_pipeline_by_month_has_deals_without_one_last(run: Run) -> None:
    rows = report(run, "--by month")["rows"]
    assert [(row["month"], row["deals"]) for row in rows] == [("2026-08", 1), ("2026-09", 1), (None, 2)]
    assert list(rows[0]) == "month kind deals amount weighted not_summed without_amount oldest_days".split()


def test_every_view_has_the_same_totals(run: Run) -> None:
    totals = [report(run, f"--by {view} --all")["totals"] for view in ("stage", "client", "owner", "month")]
    assert totals[1:] == totals[:1] * 3


def test_deals_in_another_currency_are_summed_at_the_rate_given(run: Run) -> None:
    found = report(run, "--rate USD=0.9137")
    row = found["rows"][3]
    assert (row["amount"], row["weighted"], row["not_summed"]) == ("456.85", "342.64", {})
    assert found["totals"] == {
        "deals": 4, "amount": "12460.18", "weighted": "6344.31", "without_amount": 1, "other_currencies": {},
    }  # fmt: skip
    assert found["rates"] == {"USD": "0.9137"}
    totals = [
        report(run, f"--by {view} --all --rate USD=0.9137")["totals"] for view in ("client", "owner", "month")
    ]
    assert totals[1:] == totals[:1] * 2
    assert "not summed" not in run("report pipeline --rate USD=0.9137").out


def test_each_deal_is_rounded_once_so_that_every_view_comes_to_the_same(run: Run) -> None:
    for client in ("acme", "acme", "globex-corporation"):
        assert run(f"deal add Small --client {client} --amount 0.01 --currency USD").code == 0
    rates = "--rate USD=0.5 --rate JPY=0.006"
    assert [report(run, f"{rates} --by {view}")["totals"]["amount"] for view in ("stage", "client")] == [
        "12253.36",  # 12003.33 + 250.00 + 3 x 0.01
        "12253.36",
    ]


def test_what_has_no_rate_is_told_in_the_row_the_chart_and_below(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = run("report pipeline").out.splitlines()
    assert lines[3].split("  ")[-3:] == ["not summed", "without amount", "oldest days"]
    assert "500.00 USD" in next(line for line in lines if line.startswith("Negotiation"))
    assert lines[-1] == "Not in the sums: 500.00 USD. Give a rate to include it: --rate USD=RATE."
    monkeypatch.setattr(screen, "is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "140")
    drawn = run("report pipeline --no-color").out.splitlines()
    assert [line[0:11].strip() for line in drawn if line.endswith("+")] == ["Negotiation"]
    assert drawn[-1].endswith("Bars that end in + are without these amounts.")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ("--rate USD", 2, "error: 'USD' is no rate of a currency\nhint: write it like USD=0.92\n"),
        ("--rate USD=1 --rate usd=2", 2, "error: USD has two rates\n"),
        ("--rate EUR=2", 2, "error: EUR is the currency of the books: there is no rate\n"),
        ("--rate USD=0", 2, "error: 0 is no exchange rate\nhint: rates are positive, like 0.92\n"),
        ("--rate USD=0,92", 1, "error: '0,92' is not a number\nhint: write it like 1,250.00\n"),
        (
            "--rate XYZ=2",
            1,
            "error: 'XYZ' is not a currency\nhint: write its three letters, like EUR or USD\n",
        ),
    ],
)
def test_what_is_no_rate_is_refused(run: Run, options: str, code: int, said: str) -> None:
    result = run(f"report pipeline {options}")
    assert (result.code, result.out, result.err) == (code, "", said)


def counts(run: Run, day: str) -> dict[str, int]:
    rows = report(run, f"--all --as-of {day}")["rows"]
    return {row["stage"]: row["deals"] for row in rows if row["deals"]}


def test_a_past_day_shows_the_stages_of_that_day(run: Run) -> None:
    assert counts(run, "2026-05-03") == {}
    assert counts(run, "2026-06-30") == {"Lead": 3}
    assert counts(run, "2026-07-01") == {"Lead": 5, "Negotiation": 1}
    assert counts(run, "2026-07-08") == {"Lead": 4, "Negotiation": 1, "Won": 1}
    assert counts(run, "2026-07-10") == {"Lead": 2, "Proposal": 1, "Negotiation": 1, "Won": 1, "Lost": 1}


def test_a_pipeline_of_nothing_is_still_a_report(run: Run) -> None:
    found = report(run, "--by client --as-of 2020-01-01")
    assert found["rows"] == []
    assert found["totals"] == {
        "deals": 0,
        "amount": "0.00",
        "weighted": "0.00",
        "without_amount": 0,
        "other_currencies": {},
    }


@pytest.mark.parametrize(
    ("view", "hint"), [("clint", "did you mean client?"), ("x", "one of: stage, client, owner, month")]
)
def test_an_unknown_view_names_the_nearest(run: Run, view: str, hint: str) -> None:
    result = run(f"report pipeline --by {view}")
    assert (result.code, result.err) == (2, f"error: the pipeline has no view by {view}\nhint: {hint}\n")


LINES = ["", "--all", "--by client", "--by month", "--as-of 2026-07-05 --all"]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("width", [80, 140])
def test_a_terminal_shows(
    run: Run, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, line: str, width: int
) -> None:
    monkeypatch.setattr(screen, "is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(f"report pipeline {line} --no-color").out == snapshot


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "ids"])
def test_a_pipe_gets(run: Run, snapshot: SnapshotAssertion, form: str) -> None:
    assert run(f"report pipeline --all --format {form}").out == snapshot
