"""What the demo's studio sells, in both languages of its papers."""

from decimal import Decimal

from acctmgr.documents.line_rules import TypedLine

Words = tuple[str, str, str]  # description, quantity, unit price

JOBS: tuple[tuple[Words, ...], ...] = (  # lines that are sold together
    (("Website, first half", "1", "3400.00"), ("Workshop", "0.5", "960.00")),
    (("Website, second half", "1", "3400.00"), ("Training", "3", "85.00")),
    (("Brand identity", "1", "4200.00"), ("Style guide, pages", "24", "35.00")),
    (("Product photographs", "18", "42.50"), ("Retouching, hours", "9", "55.00")),
    (("Packaging design", "3", "690.00"), ("Print supervision, days", "1.5", "480.00")),
    (("Campaign concept", "1", "1850.00"), ("Banners", "12", "48.00"), ("Texts, pages", "6", "75.00")),
    (("Online shop, work of the month, hours", "38", "72.00"),),
    (("Newsletter design", "1", "1250.00"), ("Templates", "4", "160.00")),
    (("Catalogue, pages", "32", "65.00"), ("Illustrations", "5", "140.00")),
    (("Advice, hours", "7.5", "90.00"),),
)
CARE: Words = ("Care plan, month", "1", "240.00")
DEPOSIT: tuple[Words, ...] = (("Deposit of 40 % on client letters and forms", "1", "1160.00"),)
LETTERS: tuple[Words, ...] = (("Client letters", "8", "200.00"), ("Forms", "13", "100.00"))
_IN_SPANISH = {
    "Website, first half": "Sitio web, primera mitad",
    "Workshop": "Taller",
    "Website, second half": "Sitio web, segunda mitad",
    "Training": "Formación",
    "Brand identity": "Identidad de marca",
    "Style guide, pages": "Guía de estilo, páginas",
    "Product photographs": "Fotografías de producto",
    "Retouching, hours": "Retoque, horas",
    "Packaging design": "Diseño de envases",
    "Print supervision, days": "Supervisión de imprenta, días",
    "Campaign concept": "Concepto de campaña",
    "Banners": "Pancartas",
    "Texts, pages": "Textos, páginas",
    "Online shop, work of the month, hours": "Tienda en línea, trabajo del mes, horas",
    "Newsletter design": "Diseño de boletín",
    "Templates": "Plantillas",
    "Catalogue, pages": "Catálogo, páginas",
    "Illustrations": "Ilustraciones",
    "Advice, hours": "Asesoría, horas",
}


def typed_lines(lines: tuple[Words, ...], *, tax: str, language: str | None) -> tuple[TypedLine, ...]:
    """Lines as they are typed for a client."""
    known = _IN_SPANISH if language == "es" else {}
    return tuple(
        TypedLine(known.get(words, words), Decimal(quantity), Decimal(price), tax=tax)
        for words, quantity, price in lines
    )
