"""Books whose papers are looked at, and what is read back from a PDF."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from acctmgr.core.money import style_named
from acctmgr.invoices import paper_queries, paper_reports, queries
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import TODAY
from documents.story import Story

IBAN = "ES9121000418450200051332"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="#0f766e"/></svg>'
)


def _chunk(kind: bytes, content: bytes) -> bytes:
    whole = kind + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


# one red dot
PNG = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")),
        _chunk(b"IEND", b""),
    )
)


def a_studio(book: Book) -> Story:
    """A Spanish studio with an English and a Spanish client."""
    story = Story(book)
    story.taxes("es")
    for key, value in {
        "company.name": "Acme Studio",
        "company.address": "Calle Mayor 12\n28013 Madrid",
        "company.country": "ES",
        "company.tax_id": "B12345674",
        "company.iban": IBAN,
        "paper.footer": "Registro Mercantil de Madrid, H. M-7890",
    }.items():
        story.setting(key, value)
    story.client(
        "Blue Harbour",
        legal_name="Blue Harbour Shipping Ltd",
        address="14 Quay Street\nDublin",
        country="IE",
        tax_id="IE6388047V",
        email="hello@blueharbour.example",
    )
    story.client("Ana Ruiz", language="es", address="Calle Sol 3\n08001 Barcelona", country="ES")
    return story


def sheet_of(book: Book, number: str) -> dict[str, Any]:
    """What the template gets of a document."""
    with reading(book) as db:
        paper = paper_queries.paper(db, queries.find_document(db, number), today=TODAY)
        return paper_reports.document_sheet(paper, style_named(db.settings["number_style"]))[0]


def pages_of(pdf: Path | bytes) -> list[str]:
    """The text of each page."""
    source = BytesIO(pdf) if isinstance(pdf, bytes) else pdf
    return [page.extract_text() for page in PdfReader(source).pages]


def text_of(pdf: Path | bytes) -> str:
    """The text of all pages, every run of blanks as one."""
    return " ".join(" ".join(pages_of(pdf)).split())
