"""`tax`: the codes that a line can be taxed with."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.text import NOTE_LENGTH, clean_line, listed
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, added, is_whole_wanted, say, show

if TYPE_CHECKING:
    from acctmgr.core.money import NumberStyle
    from acctmgr.tax.rules import TaxComponent

_TABLE = ("code", "name", "treatment", "rate", "valid_from", "valid_to")
_EMPTY = "no tax codes yet: acctmgr tax load es|de|uk|us, or acctmgr tax add CODE --rate 21"

app = noun("Tax codes and their components.")


@app.verb("list", "tax list", "tax list --all --format json", 'tax list --where "rate>10"')
def list_command(
    with_expired: Annotated[bool, typer.Option("--all", help="Those that no longer hold too.")] = False,
    where: Where = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List the tax codes that hold today or will later."""
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered
    from acctmgr.tax import queries

    with reading() as db:
        as_of = None if with_expired else dates.today()
        page = filtered(
            db,
            where,
            queries.CODE_FACTS,
            limit_of(limit),
            lambda limit: queries.codes(db, as_of=as_of, limit=limit),
        )
        empty = _EMPTY if where is None else "no tax codes like that"
        result = Listing(
            page.rows, queries.CodeRow, db.notation, _TABLE, ref="code", left_out=page.left_out, empty=empty
        )
    show(result)


@app.verb("show", "tax show iva21-irpf15")
def show_command(code: Annotated[str, typer.Argument(metavar="CODE", help="Its name, in any case.")]) -> None:
    """Show a tax code with its components, as it holds today."""
    show(_card(code, as_of=dates.today()))


@app.verb(
    "add",
    "tax add gst10 --rate 10 --name GST",
    'tax add pro15 --component "IVA; 21; box=09/29" --component "IRPF; 15; withheld"',
    "tax add iva21 --rate 22 --name IVA --from 2027-01-01",
    'tax add intra --treatment reverse_charge --words "Reverse charge"',
)
def add_command(
    code: Annotated[str, typer.Argument(metavar="CODE", help="How lines name it: iva21-irpf15.")],
    *,
    name: Annotated[str, typer.Option(metavar="TEXT", help="What it is, for people.")] = "",
    rate: Annotated[str, typer.Option(metavar="PERCENT", help="A tax that it adds: 21.")] = "",
    component: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help='One tax of it, as often as needed: "NAME; RATE; added|withheld|self_assessed; '
            'account=CODE; box=TEXT; deductible=PERCENT".',
        ),
    ] = None,
    treatment: Annotated[
        str,
        typer.Option(metavar="WORD", help="standard, zero, exempt, export, reverse_charge or out_of_scope."),
    ] = "standard",
    valid_from: Annotated[
        str, typer.Option("--from", metavar="DATE", help="First day; ends the turn before it.")
    ] = "",
    valid_to: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day.")] = "",
    words: Annotated[
        str, typer.Option(metavar="TEXT", help="What the buyer must read on the document.")
    ] = "",
) -> None:
    """Add a tax code, or its next turn from a day on: what held until then ends the day before."""
    from acctmgr.store.write import change
    from acctmgr.tax import service
    from acctmgr.tax.rules import TaxCode

    today = dates.today()
    title = clean_line(name or code, "the name")
    typed = TaxCode(
        code=clean_line(code, "the code").lower(),
        name=title,
        treatment=treatment,
        valid_from=dates.parse_date(valid_from, today) if valid_from else None,
        valid_to=dates.parse_date(valid_to, today) if valid_to else None,
        words=clean_line(words, "the words", max_length=NOTE_LENGTH) if words else "",
    )
    parts = [clean_line(text, "the component", max_length=500) for text in component or ()]

    def complete(style: "NumberStyle") -> TaxCode:
        return typed._replace(components=_components(title, rate, parts, style))

    new = change(lambda session: service.add(session, complete(service.number_style(session))))
    card = _card(new.code, as_of=new.valid_from or today) if is_whole_wanted() else None
    added(new.code, f"added tax code {new.code}", card)


@app.verb("load", "tax load es")
def load_command(
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="One of: es de uk us.")],
) -> None:
    """Load the tax codes of a country, with the rates of 2026; those that are there stay as they are."""
    from acctmgr.store.read import reading
    from acctmgr.store.write import change
    from acctmgr.tax import queries, service

    loaded, is_default_missing = change(
        lambda session: (service.load(session, country), service.is_default_missing(session))
    )
    with reading() as db:
        rows = [row for row in queries.codes(db, as_of=None).rows if row.code in loaded.new]
        result = Listing(rows, queries.CodeRow, db.notation, _TABLE, ref="code")
    show(result)
    facts = [f"{len(loaded.new)} new"] if loaded.new else []
    facts += [f"{len(loaded.known)} there already"] if loaded.known else []
    say(f"tax codes: {listed(facts, 'and')}")
    if is_default_missing:
        say(f"lines without a tax code have no tax until there is a default: {service.SET_DEFAULT}")


def _components(
    title: str, rate: str, parts: Sequence[str], style: "NumberStyle"
) -> tuple["TaxComponent", ...]:
    """What --rate and --component say."""
    from acctmgr.core.money import parse_percent
    from acctmgr.tax.rules import TaxComponent, parse_component

    simple = (TaxComponent(title, parse_percent(rate, style=style)),) if rate else ()
    return (*simple, *(parse_component(text, style=style) for text in parts))


def _card(code: str, *, as_of: date) -> Card:
    from acctmgr.store.read import reading
    from acctmgr.tax import queries

    with reading() as db:
        row = queries.code(db, code, as_of=as_of)
        return Card(row, db.notation, ref="code", title=f"Tax code {row.code}")
