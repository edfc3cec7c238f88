"""Every error of `followup`, `log` and `activity`, each from the smallest line that makes it."""

import pytest

from conftest import Run

_DATE_HINT = "write it like 2026-12-01, today, tomorrow, fri, +2w or eom"
_NEXT_HINT = 'write it like {0} "fri: call Ana" or {0} "2026-12-01 09:30: call Ana"'
_SORTED = ", with - in front the other way round"
ERRORS = [
    ("followup add Call --client acmee --due fri", 3, "there is no client acmee", "did you mean acme?"),
    ("followup add Call --due fri", 2, "no client is named", "say for whom: --client REF, or --deal ID"),
    ("followup add Call --client acme", 2, "Missing option '--due'", "see: acctmgr followup add --help"),
    ("followup add Call --client acme --due soon", 1, "'soon' is not a date", _DATE_HINT),
    ("followup add '' --client acme --due fri", 2, "TEXT is empty", "leave it out, or give it a value"),
    ("followup add '\u200b' --client acme --due fri", 1, "the text is empty", ""),
    (
        "followup add Call --client acme --due fri --time 25:00",
        1,
        "'25:00' is no time of day",
        "write it like 09:30",
    ),
    (
        "followup add Call --client acme --due fri --priority urgent",
        2,
        "there is no priority urgent",
        "one of: high normal low",
    ),
    (
        "followup add Call --client acme --due fri --repeat often",
        1,
        "'often' is not an interval",
        "write it like 2w, 1m, 1q or 1y",
    ),
    ("followup add Call --client acme --due fri --deal 9", 3, "no deal 9", "see: acctmgr deal list"),
    (
        "followup add Call --client bolt --due fri --deal 1",
        1,
        "deal 1 Site is with Acme (acme), not with Bolt (bolt)",
        "",
    ),
    (
        "followup add Call --client old --due fri",
        1,
        "old is archived since 2026-01-31",
        "bring it back: acctmgr client restore old",
    ),
    ("followup edit 1", 2, "nothing to change was named", "see: acctmgr followup edit --help"),
    ("followup edit 9 --due fri", 3, "no follow-up 9", "see: acctmgr followup list"),
    ("followup edit one --due fri", 3, "no follow-up one", "see: acctmgr followup list"),
    ("followup edit 1 --clear due", 2, "there is always a due", "give another: --due"),
    ("followup edit 1 --clear client", 2, "there is always a client", "give another: --client"),
    ("followup edit 1 --clear tme", 2, "there is no tme to clear", "did you mean time?"),
    ("followup edit 1 --time 9:00 --clear time", 2, "time is both given and cleared", ""),
    ("followup edit 1 --client bolt", 1, "deal 1 Site is with Acme (acme), not with Bolt (bolt)", ""),
    (
        "followup edit 2 --due fri",
        1,
        "follow-up 2 is done since 2026-07-14; nothing was changed",
        "open it again: acctmgr followup reopen 2",
    ),
    ("followup done 9", 3, "no follow-up 9", "see: acctmgr followup list"),
    (
        "followup done 1 --on tomorrow",
        1,
        "2026-07-16 is still to come",
        "for what is to do: acctmgr followup add",
    ),
    ("followup done 1 --kind cal", 2, "there is no kind cal", "did you mean call?"),
    (
        "followup done 1 2",
        1,
        "follow-up 2 is done since 2026-07-14; nothing was changed",
        "open it again: acctmgr followup reopen 2",
    ),
    ("followup reopen 1", 1, "follow-up 1 is still to do", ""),
    (
        "followup snooze 1 yesterday",
        1,
        "2026-07-14 is over",
        "to say when it was due: acctmgr followup edit ID --due DATE",
    ),
    (
        "followup snooze 2 fri",
        1,
        "follow-up 2 is done since 2026-07-14; nothing was changed",
        "open it again: acctmgr followup reopen 2",
    ),
    ("followup list --due tody", 2, "there is no due day tody", "did you mean today?"),
    (
        "followup list --sort x",
        2,
        "follow-ups can't be sorted by x",
        f"one of: due done id client priority text{_SORTED}",
    ),
    ("followup list --contact ana", 3, "there is no contact ana", "see: acctmgr contact list"),
    ("followup rm 9 --yes", 3, "no follow-up 9", "see: acctmgr followup list"),
    ("log acmee hello", 3, "there is no client acmee", "did you mean acme?"),
    ("log acme ''", 2, "TEXT is empty", "leave it out, or give it a value"),
    ("log acme hello --kind cll", 2, "there is no kind cll", "did you mean call?"),
    (
        "log acme hello --on tomorrow",
        1,
        "2026-07-16 is still to come",
        "for what is to do: acctmgr followup add",
    ),
    (
        "log acme hello --minutes 1h",
        1,
        "'1h' is no number of minutes",
        "a whole number from 1, such as 30",
    ),
    ("log acme hello --minutes 0", 1, "'0' is no number of minutes", "a whole number from 1, such as 30"),
    ("log bolt hello --deal 1", 1, "deal 1 Site is with Acme (acme), not with Bolt (bolt)", ""),
    (
        "log acme hello --follow-up call",
        1,
        "--follow-up 'call' has no colon between the day and what is to do",
        _NEXT_HINT.format("--follow-up"),
    ),
    (
        "log old hello --follow-up 'fri: call'",
        1,
        "old is archived since 2026-01-31",
        "bring it back: acctmgr client restore old",
    ),
    ("activity show 9", 3, "no activity 9", "see: acctmgr activity list"),
    ("activity edit 1", 2, "nothing to change was named", "see: acctmgr activity edit --help"),
    ("activity edit 1 --clear kind", 2, "there is always a kind", "give another: --kind"),
    (
        "activity edit 1 --on fri",
        1,
        "2026-07-17 is still to come",
        "for what is to do: acctmgr followup add",
    ),
    ("activity rm 1", 2, "this needs a confirmation, and nobody can be asked here", "add --yes"),
    ("activity list --kind x", 2, "there is no kind x", "one of: call email meeting visit note message"),
    (
        "activity list --sort x",
        2,
        "activities can't be sorted by x",
        f"one of: on id kind client minutes{_SORTED}",
    ),
    (
        "deal add Shop --client acme --next call",
        1,
        "--next 'call' has no colon between the day and what is to do",
        _NEXT_HINT.format("--next"),
    ),
    (
        "deal edit 1 --next 'soon: call'",
        1,
        "--next: 'soon' is not a date",
        _NEXT_HINT.format("--next"),
    ),
    (
        "deal rm 1 --yes",
        1,
        "deal 1 has a history: 1 follow-up and 1 activity",
        "lose it instead: acctmgr deal lose 1",
    ),
    (
        "client rm acme --yes",
        1,
        "acme has a history: 1 deal, 2 follow-ups and 1 activity",
        "put it away instead: acctmgr client archive acme",
    ),
]


@pytest.fixture
def some(run: Run) -> None:
    """One to do and something logged about a deal, one that is done, and an archived client."""
    for line in (
        "client add Acme",
        "client add Bolt",
        "client add Old",
        "client archive old --today 2026-01-31",
        "deal add Site --client acme",
        "followup add Call --client acme --due fri --deal 1",
        "followup add Mail --client acme --due fri",
        "followup done 2 --on yesterday",
        "log acme hello --deal 1",
    ):
        assert run(line).code == 0, line


@pytest.mark.usefixtures("some")
def test_each_error_says_what_and_what_to_do_and_writes_nothing(run: Run) -> None:
    def state() -> list[str]:
        looks = ("followup list --due all", "activity list", "deal list", "client list", "db info")
        return [run(f"{line} --format json").out for line in looks]

    before = state()
    for line, code, message, hint in ERRORS:
        expected = f"error: {message}\n" + (f"hint: {hint}\n" if hint else "")
        result = run(line)
        assert (result.code, result.out, result.err) == (code, "", expected), line
    assert state() == before
