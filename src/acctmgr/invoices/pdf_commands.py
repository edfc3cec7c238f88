"""`invoice pdf` and `invoice template`: papers to send."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from acctmgr.core.dates import today
from acctmgr.core.errors import NotFound
from acctmgr.core.money import DOT, Notation
from acctmgr.invoices import file_rules
from acctmgr.ui.options import noun
from acctmgr.ui.output import Listing, fact, is_whole_wanted, say, show, warn
from acctmgr.ui.prompts import replacing

if TYPE_CHECKING:
    from acctmgr.invoices.pdf_reports import Printed
    from acctmgr.store.read import Reader

app = noun("")


class PaperRow(NamedTuple):
    """A paper that was written."""

    document: str
    path: str


Numbers = Annotated[
    list[str], typer.Argument(metavar="NUMBER...", help="Their numbers or endings of them; a draft: d12.")
]
Output = Annotated[
    str, typer.Option(metavar="PATH", help="The file, or a folder for it; this folder if not given.")
]
Open = Annotated[bool, typer.Option("--open", help="Show it in the program that this machine has for it.")]


@app.verb("pdf", "invoice pdf 7", "invoice pdf 7 8 9 --output ~/invoices/", "invoice pdf d12 --open")
def pdf_command(number: Numbers, output: Output = "", open_: Open = False) -> None:
    """Write invoices, credit notes or drafts as PDF, in the client's language."""
    from acctmgr.invoices import pdf_reports
    from acctmgr.store.read import reading

    pdf_reports.check_extra()
    with reading() as db:
        papers = [printed(db, reference) for reference in number]
    names = [file_rules.file_name(reference, ".pdf") for reference, _ in papers]
    paths = file_rules.targets(output, names, is_folder=Path(output or ".").expanduser().is_dir())
    rows = []
    for (reference, paper), path in zip(papers, paths, strict=True):
        written(path, paper)
        rows.append(PaperRow(reference, str(path)))
    if output == "-":
        return
    tell(rows)
    if open_:
        _open(paths)


@app.verb("template", "invoice template", "invoice template --output ~/acme.typ")
def template_command(
    output: Annotated[str, typer.Option(metavar="FILE", help="Where it goes.")] = "paper.typ",
) -> None:
    """Write out the template of papers, as a start for one of your own: change it, then set paper.template."""
    from acctmgr.invoices import pdf_reports
    from acctmgr.store import output_files

    output_files.write(output, pdf_reports.TEMPLATE.read_bytes(), output_files.UNLIKE_ANY, may=replacing())
    if output != "-":
        path = Path(output).expanduser()
        fact(str(path))
        say(f'change it, then: acctmgr config set paper.template "{path}"')


def printed(db: "Reader", reference: str) -> "tuple[str, Printed]":
    """A document set in type, and what people call it."""
    from acctmgr.invoices import paper_queries, paper_reports, pdf_reports, queries

    paper = paper_queries.paper(db, queries.find_document(db, reference), today=today())
    sheet, warnings = paper_reports.document_sheet(paper, db.notation.style)
    made = pdf_reports.printed(sheet, paper.look)
    return paper.card.document, made._replace(warnings=[*warnings, *made.warnings])


def written(path: Path, paper: "Printed") -> None:
    """Put a paper in its file and say what is wrong with it."""
    from acctmgr.store import output_files

    if not path.parent.is_dir():
        raise NotFound(f"there is no folder {path.parent}")
    output_files.write(str(path), paper.pdf, output_files.PDF, may=replacing())
    for warning in paper.warnings:
        warn(warning)


def tell(rows: list[PaperRow]) -> None:
    """Where the papers are: bare paths, or rows for machines."""
    if is_whole_wanted():
        show(Listing(rows, PaperRow, Notation("EUR", DOT), ref="path"))
        return
    for row in rows:
        fact(row.path)


def _open(paths: list[Path]) -> None:
    for path in paths:
        if typer.launch(str(path)):
            warn(f"nothing on this machine opens {path}")
            return
