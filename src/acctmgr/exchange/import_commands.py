"""One import from file to figures: read it, take it in, say what became of it."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.money import Notation, format_minor
from acctmgr.core.text import storable
from acctmgr.ui import prompts
from acctmgr.ui.options import confirmed
from acctmgr.ui.output import Card, added, say, show, warn
from acctmgr.ui.progress import bar
from acctmgr.ui.screen import settings

if TYPE_CHECKING:
    from acctmgr.exchange.asked_rules import Asked, File, Kind
    from acctmgr.exchange.encoding_rules import UnclearEncoding
    from acctmgr.exchange.import_service import Importer
    from acctmgr.exchange.run_rules import Outcome, Tally, Terms
    from acctmgr.store.bulk import Bulk

_REJECTS_SHOWN = 5


def perform(
    kind: "Kind",
    make: "Callable[[Any, Terms, int], Importer]",
    asked: "Asked",
    *,
    through_services: bool = False,
) -> None:
    """Import a file in one transaction; exit code 1 where a row was not taken.

    through_services: the importer works in a session, and gets a SessionBulk.
    """
    from acctmgr.exchange import asked_rules, import_service
    from acctmgr.exchange.encoding_rules import UnclearEncoding
    from acctmgr.exchange.run_rules import NothingTaken
    from acctmgr.store import input_files

    lane = _lane(through_services=through_services)
    data = input_files.read(asked.file)
    try:
        file = asked_rules.ready(kind, data, asked)
    except UnclearEncoding as unclear:
        asked = asked._replace(encoding=_chosen(unclear))
        file = asked_rules.ready(kind, data, asked)
    waiting = [file]
    terms = asked_rules.terms_of(kind, file, asked, today())._replace(is_sure=confirmed())
    _check_rejects(asked)
    _tell_file(kind, file)

    def work(db: "Bulk") -> "tuple[Notation, Outcome, Tally]":
        # rows can be read once, and the database may ask for the whole transaction again
        file = waiting.pop() if waiting else asked_rules.ready(kind, data, asked)
        source = import_service.Source(kind.name, _base_name(file.name), file.sha256, file.units, file.pick)
        with bar(f"importing {kind.name}", file.lines) as advance:
            outcome, tally = import_service.run(
                db,
                lambda db, run_id: make(db, terms.in_book(db.notation.style), run_id),
                source,
                strict=asked.strict,
                advance=advance,
            )
        _write_rejects(asked, file, tally)  # before the commit: when it can't be written, nothing is in
        return db.notation, outcome, tally

    try:
        notation, outcome, tally = lane(work, dry_run=asked.dry_run)
    except NothingTaken as refused:
        _write_rejects(asked, file, refused.tally)
        _tell_rejects(asked, refused.tally)
        raise
    _tell(kind, asked, notation, outcome, tally)
    if tally.rejects:
        raise typer.Exit(1)


def _lane(*, through_services: bool) -> "Callable[..., tuple[Notation, Outcome, Tally]]":
    """What runs an import in a transaction."""
    if through_services:
        from acctmgr.store.write import change_in_bulk

        return change_in_bulk
    from acctmgr.store.bulk import bulk

    return bulk


def _chosen(unclear: "UnclearEncoding") -> str:
    """The encoding that the user chooses of several that fit; raises where nobody can be asked."""
    if not prompts.is_asking():
        raise unclear
    for encoding, word in unclear.readings:
        say(f"{encoding} reads {word}")
    names = [encoding for encoding, _ in unclear.readings]
    chosen = prompts.one_of("Which encoding reads it right?", names, names[0])
    if chosen is None:
        raise unclear
    return chosen


def _base_name(file: str) -> str:
    return storable(file if file == "-" else os.path.basename(file))


def _check_rejects(asked: "Asked") -> None:
    """Refused or asked about now: the book must not wait for an answer."""
    from acctmgr.exchange.run_rules import is_rejects
    from acctmgr.store import output_files

    path = os.path.expanduser(asked.rejects)
    if not path:
        return
    if asked.file != "-" and os.path.exists(path) and os.path.samefile(path, os.path.expanduser(asked.file)):
        raise Refused("--rejects names the file that is imported", hint="name another")
    output_files.check_place(asked.rejects, output_files.Kind(is_rejects), may=prompts.replacing())


def _write_rejects(asked: "Asked", file: "File", tally: "Tally") -> None:
    """Write the rows that were not taken, private to the user; where there are none, no file is touched."""
    from acctmgr.exchange.run_rules import is_rejects, rejects_csv
    from acctmgr.store import output_files

    if not asked.rejects or not tally.rejects:
        return

    text = rejects_csv(file.plan.header, tally.rejects, has_header=file.has_header)
    output_files.write(asked.rejects, text.encode(), output_files.Kind(is_rejects), may=prompts.granted)


def _tell_file(kind: "Kind", file: "File") -> None:
    if file.found:
        say(f"{_base_name(file.name)}: {file.found}")
    if not_used := file.not_used(kind):
        say(f"columns not used: {', '.join(not_used)}")


def _tell(kind: "Kind", asked: "Asked", notation: Notation, outcome: "Outcome", tally: "Tally") -> None:
    if asked.dry_run and tally.first:
        say(tally.first)
    _tell_rejects(asked, tally)
    for note in tally.notes:
        say(note)
    names = ("created", "updated", "unchanged", "rejected")  # notes say what was left aside, and why
    figures = ", ".join(
        f"{_count(n, notation)} {name}" for name, n in zip(names, outcome.kept(), strict=True)
    )
    sentence = f"{kind.name}: {figures}" + (" (dry run: nothing was written)" if asked.dry_run else "")
    import_id = None if asked.dry_run else outcome.import_
    card = Card(outcome._replace(import_=import_id), notation, ref="import")
    if import_id is not None:
        added(str(import_id), f"import {import_id}: {sentence}", card)
        return
    if settings.format not in ("table", "ids"):  # nothing was written, so there is no number to print
        show(card)
    say(sentence)


def _count(number: int, notation: Notation) -> str:
    return format_minor(number, style=notation.style, digits=0)


def _tell_rejects(asked: "Asked", tally: "Tally") -> None:
    tell = warn if settings.quiet else say  # what was not taken is told to the quiet as well
    for reject in tally.rejects[:_REJECTS_SHOWN]:
        tell(f"line {reject.line}: {reject.reason}")
    more = len(tally.rejects) - _REJECTS_SHOWN
    if more > 0:
        where = f"all of them are in {asked.rejects}" if asked.rejects else "--rejects FILE keeps them all"
        tell(f"... and {more} more rejected ({where})")
