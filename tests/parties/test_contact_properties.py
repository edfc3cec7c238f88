"""What holds for contacts whatever is typed: nothing twice, and nothing lost in a merge."""

import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr import cli
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run
from parties.contact_samples import names_contact

_FEW = settings(max_examples=15)

_NUMBERS = {  # a number of Spain, and spellings of it
    "600000000": ["600 000 000", "+34 600-000-000", "0034600000000", "34600000000"],
    "611111111": ["611.111.111", "+34611111111"],
    "+491711234567": ["+49 171 1234567", "0049 (0)171 1234567", "+49 (0) 171-1234567"],
}
_EMAILS = {
    email: [email, email.upper(), email.title()] for email in ("a@x.example", "b@x.example", "c@y.example")
}
_spelt_phones = st.lists(st.sampled_from([(n, s) for n, some in _NUMBERS.items() for s in some]), max_size=6)
_spelt_emails = st.lists(st.sampled_from([(e, s) for e, some in _EMAILS.items() for s in some]), max_size=6)
_tags = st.lists(st.sampled_from(["x", "Y", "y", "z"]), max_size=3)


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path, run_plain: Run) -> Iterator["Fresh"]:
    """Makes a book of its own for each example, with two clients."""
    yield Fresh(sqlite_template, tmp_path)
    os.environ.pop("ACCTMGR_DB", None)


class Fresh:
    """New books, one for each example."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._template, self._folder, self._places = template, folder, count()

    def book(self) -> Book:
        """The next book, with two clients, in Spain."""
        place = self._folder / f"{next(self._places)}.db"
        place.write_bytes(self._template.read_bytes())
        os.environ["ACCTMGR_DB"] = str(place)
        for line in ("config set company.country ES", "client add Acme", "client add Bolt"):
            do(*line.split())
        return Book(str(place))


def do(*words: str) -> None:
    assert cli.main([*words, "-q"]) == 0


def options(emails: list[tuple[str, str]], phones: list[tuple[str, str]], tags: list[str]) -> list[str]:
    words = [word for _, spelling in emails for word in ("--email", spelling)]
    words += [word for _, spelling in phones for word in ("--phone", spelling)]
    return words + [word for tag in tags for word in ("--tag", tag)]


def contacts(capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    do("contact", "list", "-f", "json")
    return json.loads(capsys.readouterr().out)


@_FEW
@given(first=_spelt_emails, phones=_spelt_phones, later=_spelt_emails, more=_spelt_phones)
def test_adding_in_any_spelling_any_number_of_times_is_adding_once(
    first: list[tuple[str, str]],
    phones: list[tuple[str, str]],
    later: list[tuple[str, str]],
    more: list[tuple[str, str]],
    fresh: Fresh,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fresh.book()
    do("contact", "add", "Ana", "--client", "acme", *options(first, phones, []))
    for _ in range(2):
        do("contact", "edit", "1", "--name", "Ana", *options(later, more, []))
    (row,) = contacts(capsys)
    assert sorted(row["emails"]) == sorted({email for email, _ in (*first, *later)})
    assert len(row["phones"]) == len({number for number, _ in (*phones, *more)})


@_FEW
@given(
    emails=st.lists(st.booleans(), min_size=3, max_size=3),
    phones=st.tuples(_spelt_phones, _spelt_phones),
    tags=st.tuples(_tags, _tags),
    hanging=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    kept=st.sampled_from([("1", "2"), ("2", "1")]),
)
def test_a_merge_loses_nothing(
    emails: list[bool],
    phones: tuple[list[tuple[str, str]], list[tuple[str, str]]],
    tags: tuple[list[str], list[str]],
    hanging: tuple[int, int],
    kept: tuple[str, str],
    fresh: Fresh,
    capsys: pytest.CaptureFixture[str],
) -> None:
    book = fresh.book()
    for place, client in enumerate(("acme", "bolt")):
        mine = [
            (email, email) for email, is_second in zip(_EMAILS, emails, strict=True) if is_second == place
        ]
        do("contact", "add", f"P{place}", "--client", client, *options(mine, phones[place], tags[place]))
        names_contact(f"{place + 1}", follow_ups=hanging[0], activities=hanging[1])
    do("contact", "merge", *kept, "--yes")
    (row,) = contacts(capsys)
    assert str(row["id"]) == kept[0]
    assert sorted(row["emails"]) == sorted(_EMAILS)
    assert len(row["phones"]) == len({number for some in phones for number, _ in some})
    assert set(row["tags"]) == {tag.lower() for some in tags for tag in some}
    with reading(book) as db:
        for table, expected in (("follow_up", 2 * hanging[0]), ("activity", 2 * hanging[1])):
            sql = f"SELECT COUNT(*) FROM {table} WHERE contact_id = :id"
            assert db.value(sql, id=row["id"]) == expected
    do("db", "check")
