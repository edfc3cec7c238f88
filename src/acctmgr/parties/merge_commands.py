"""`client`: the verbs about clients that are there twice."""

from typing import Annotated

import typer

from acctmgr.ui.options import Where, confirmed, limit_of, noun
from acctmgr.ui.output import Card, Listing, is_whole_wanted, say, show
from acctmgr.ui.prompts import confirm, is_asking

app = noun("Clients that are there twice.")

_TABLE = ("client", "other", "reasons")  # the command of each is too long for 80 columns


@app.verb("merge", "client merge acme acme-corp-2", "client merge acme acme-corp-2 --yes --format json")
def merge_command(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The client that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that becomes another name of it.")],
) -> None:
    """Make two clients one: the other becomes another name of the one that is kept.

    Contacts, deals, follow-ups, activities, drafts and recurring invoices move, tags and custom fields are united, and
    facts that the kept one lacks are filled. What was issued and paid stays as it was posted, and counts as the kept
    one's everywhere. The old handle, e-mail, id and name find the kept one, and a search finds it by the old phone.
    What the kept one has otherwise is told. Different tax ids are refused.
    """
    from acctmgr.parties.merged_row_rules import merged_sentence
    from acctmgr.store.read import reading
    from acctmgr.upkeep import merge_queries, merge_rules

    with reading() as db:
        notation = db.notation
        asked = merge_queries.question(db, keep, other)
    is_told = not confirmed() and is_asking()
    if is_told:
        for line in merge_rules.left_sentences(asked.kept, asked.gone, asked.left):
            say(line)
    confirm(asked.text, yes=confirmed())
    from acctmgr.store.write import change
    from acctmgr.upkeep import merge_service

    merged = change(lambda session: merge_service.merge(session, keep, other))
    if is_whole_wanted():
        show(Card(merged, notation, ref="kept"))
    say(merged_sentence(f"{merged.merged} is now another name of {merged.kept}", merged))
    if not (is_told and merged.not_taken_over == asked.left):
        for line in merge_rules.left_sentences(asked.kept, asked.gone, merged.not_taken_over):
            say(line)


@app.verb("dupes", "client dupes", "client dupes --limit 20", 'client dupes --where "reasons~tax"')
def dupes_command(
    *,
    where: Where = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List clients that look like one and the same, best first, with the reasons.

    They have the same tax id, e-mail, phone or domain, or nearly the same name: legal forms, accents, the order of the
    words and a typo do not matter. Addresses at public mail hosts say nothing, and two tax ids are never one client.
    The client that stays stands first: the one with more documents, else the older; csv and json hold the command
    that merges each pair. Changes nothing.
    """
    from acctmgr.parties import dupe_queries
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    with reading() as db:
        page = filtered(
            db,
            where,
            dupe_queries.DUPE_FACTS,
            limit_of(limit),
            lambda limit: dupe_queries.dupes(db, limit=limit),
        )
        empty = "no two clients look like one" if where is None else "no pairs like that"
        result = Listing(page.rows, dupe_queries.DupeRow, db.notation, _TABLE, "client", page.left_out, empty)
    show(result)
    if page.rows and not is_whole_wanted():
        say(f"merge the first two with: {page.rows[0].command}")
