"""The words on papers in each language, and how that writes days and countries."""

from collections.abc import Mapping
from datetime import date

LANGUAGES = ("en", "es")

_EN = {
    "invoice": "Invoice", "credit_note": "Credit note", "deposit": "Deposit invoice", "statement": "Statement",
    "draft": "DRAFT", "void": "VOID", "page": "Page {page} of {pages}",
    "from": "From", "bill_to": "Bill to", "tax_id": "Tax ID", "number": "Number", "date": "Date",
    "supplied": "Supplied",
    "due": "Due", "reference": "Your reference", "credits": "For invoice", "as_of": "As of", "period": "Period",
    "description": "Description", "quantity": "Quantity", "price": "Price", "discount": "Discount", "tax": "Tax",
    "amount": "Amount", "included": "Prices include tax.", "subtotal": "Subtotal", "less": "Discount", "net": "Net",
    "on_base": "{name} {rate} % of {base}", "total": "Total", "paid": "Paid", "credited": "Credited",
    "written_off": "Written off", "discounted": "Discount taken", "withheld": "Withheld", "amount_due": "Amount due",
    "deducted": "Deposit {number} of {day}", "given_back": "Deposit {number} given back",
    "credit_for": "Credit for {number}",
    "rate": "1 {currency} = {rate} {book}; tax {tax} {book}.",
    "payment": "Payment", "pay_by": "Please pay {amount} by {day}.", "iban": "IBAN", "pay_text": "Reference",
    "beneficiary": "Account holder", "scan": "Scan to pay", "note": "Note",
    "document": "Document", "open": "Open", "balance": "Balance", "late": "Days late",
    "closing": "Balance", "open_items": "Open items", "activity": "Activity",
    "overdue": "Overdue", "credit": "Credit with us", "client": "Client",
    "nothing": "Nothing is open.", "still": "No movements.",
    "kind_invoice": "Invoice", "kind_credit_note": "Credit note", "kind_payment": "Payment",
    "kind_bounce": "Payment bounced", "kind_void": "Void", "kind_refund": "Refund",
    "kind_refund_back": "Refund voided", "kind_write_off": "Write-off", "kind_write_off_back": "Write-off reversed",
    "kind_fee": "Bank fee", "kind_fee_back": "Bank fee reversed",
    "kind_discount": "Discount", "kind_discount_back": "Discount reversed", "kind_opening": "Balance brought forward",
    "sum_invoiced": "Invoiced", "sum_paid": "Paid",
    "sum_bounced": "Bounced", "sum_credited": "Credited", "sum_refunded": "Refunded",
    "sum_written_off": "Written off", "sum_discounted": "Discounts", "sum_fees": "Bank fees",
    "sum_voided": "Voided",
}  # fmt: skip
_ES = {
    "invoice": "Factura", "credit_note": "Factura rectificativa", "deposit": "Factura de anticipo",
    "statement": "Extracto de cuenta", "draft": "BORRADOR", "void": "ANULADA",
    "page": "Página {page} de {pages}",
    "from": "Emisor", "bill_to": "Cliente", "tax_id": "NIF", "number": "Número", "date": "Fecha",
    "supplied": "Fecha de operación",
    "due": "Vencimiento", "reference": "Su referencia", "credits": "Rectifica la factura", "as_of": "A fecha de",
    "period": "Periodo",
    "description": "Concepto", "quantity": "Cantidad", "price": "Precio", "discount": "Dto.", "tax": "Impuesto",
    "amount": "Importe", "included": "Precios con impuestos incluidos.", "subtotal": "Subtotal",
    "less": "Descuento",
    "net": "Base imponible", "on_base": "{name} {rate} % de {base}", "total": "Total", "paid": "Pagado",
    "credited": "Abonado", "written_off": "Dado de baja", "discounted": "Descuento aplicado",
    "withheld": "Retenido", "amount_due": "Pendiente de pago",
    "deducted": "Anticipo {number} del {day}", "given_back": "Devolución del anticipo {number}",
    "credit_for": "Abono de la factura {number}",
    "rate": "1 {currency} = {rate} {book}; impuestos {tax} {book}.",
    "payment": "Forma de pago", "pay_by": "Le rogamos el pago de {amount} a más tardar el {day}.", "iban": "IBAN",
    "pay_text": "Concepto", "beneficiary": "Titular", "scan": "Escanee para pagar", "note": "Observaciones",
    "document": "Documento", "open": "Pendiente", "balance": "Saldo", "late": "Días de retraso",
    "closing": "Saldo", "open_items": "Partidas pendientes",
    "activity": "Movimientos", "overdue": "Vencido", "credit": "Saldo a su favor",
    "client": "Cliente",
    "nothing": "No hay nada pendiente.", "still": "Sin movimientos.",
    "kind_invoice": "Factura", "kind_credit_note": "Factura rectificativa", "kind_payment": "Pago",
    "kind_bounce": "Pago devuelto", "kind_void": "Anulación", "kind_refund": "Reembolso",
    "kind_refund_back": "Reembolso anulado", "kind_write_off": "Baja", "kind_write_off_back": "Baja anulada",
    "kind_fee": "Comisión bancaria", "kind_fee_back": "Comisión bancaria anulada",
    "kind_discount": "Descuento", "kind_discount_back": "Descuento anulado", "kind_opening": "Saldo anterior",
    "sum_invoiced": "Facturado", "sum_paid": "Pagado",
    "sum_bounced": "Devuelto por el banco", "sum_credited": "Abonado", "sum_refunded": "Reembolsado",
    "sum_written_off": "Dado de baja", "sum_discounted": "Descuentos", "sum_fees": "Comisiones bancarias",
    "sum_voided": "Anulado",
}  # fmt: skip
_WORDS: dict[str, Mapping[str, str]] = {"en": _EN, "es": _ES}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}

# where most papers go; other countries are written as their two letters
_COUNTRIES = {
    "AR": ("Argentina", "Argentina"), "AT": ("Austria", "Austria"), "AU": ("Australia", "Australia"),
    "BE": ("Belgium", "Bélgica"), "BG": ("Bulgaria", "Bulgaria"), "BR": ("Brazil", "Brasil"),
    "CA": ("Canada", "Canadá"), "CH": ("Switzerland", "Suiza"), "CL": ("Chile", "Chile"),
    "CN": ("China", "China"), "CO": ("Colombia", "Colombia"), "CY": ("Cyprus", "Chipre"),
    "CZ": ("Czechia", "Chequia"), "DE": ("Germany", "Alemania"), "DK": ("Denmark", "Dinamarca"),
    "EE": ("Estonia", "Estonia"), "ES": ("Spain", "España"), "FI": ("Finland", "Finlandia"),
    "FR": ("France", "Francia"), "GB": ("United Kingdom", "Reino Unido"), "GR": ("Greece", "Grecia"),
    "HR": ("Croatia", "Croacia"), "HU": ("Hungary", "Hungría"), "IE": ("Ireland", "Irlanda"),
    "IN": ("India", "India"), "IS": ("Iceland", "Islandia"), "IT": ("Italy", "Italia"),
    "JP": ("Japan", "Japón"), "LT": ("Lithuania", "Lituania"), "LU": ("Luxembourg", "Luxemburgo"),
    "LV": ("Latvia", "Letonia"), "MT": ("Malta", "Malta"), "MX": ("Mexico", "México"),
    "NL": ("Netherlands", "Países Bajos"), "NO": ("Norway", "Noruega"), "NZ": ("New Zealand", "Nueva Zelanda"),
    "PE": ("Peru", "Perú"), "PL": ("Poland", "Polonia"), "PT": ("Portugal", "Portugal"),
    "RO": ("Romania", "Rumanía"), "SE": ("Sweden", "Suecia"), "SI": ("Slovenia", "Eslovenia"),
    "SK": ("Slovakia", "Eslovaquia"), "US": ("United States", "Estados Unidos"), "UY": ("Uruguay", "Uruguay"),
    "ZA": ("South Africa", "Sudáfrica"),
}  # fmt: skip


def words_of(language: str) -> Mapping[str, str]:
    """Every word on papers in one language."""
    return _WORDS[language]


def long_day(day: date, language: str) -> str:
    """A day in a sentence: 1 July 2026, 1 de julio de 2026."""
    month = _MONTHS[language][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if language == "es" else f"{day.day} {month} {day.year}"


def short_day(day: date, language: str) -> str:
    """A day in a table: 1 Jul 2026, 1 jul 2026."""
    return f"{day.day} {_MONTHS[language][day.month - 1][:3]} {day.year}"


def country_name(code: str, language: str) -> str:
    """A country by its two letters."""
    names = _COUNTRIES.get(code)
    return names[LANGUAGES.index(language)] if names else code
