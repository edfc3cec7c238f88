"""What kind of document a row of a file of invoices is, by the word that another system has for it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from acctmgr.exchange.vocabulary_rules import meaning_of, plain, vocabulary

INVOICE, CREDIT_NOTE = "invoice", "credit note"
# the columns that may say so; where none of their words is known they hold something else
COLUMNS = "type doc_type transaction_type txn_type invoice_type tipo tipo_documento tipo_de_documento".split()
_MEANING = vocabulary(
    {
        INVOICE: (
            "invoice|sales invoice|tax invoice|customer invoice|accrec|inv|deposit invoice|factura|factura de venta"
            "|factura emitida|facture|fatura|nota fiscal|rechnung"
        ),
        CREDIT_NOTE: (
            "credit note|credit memo|credit|accreccredit|cn|factura rectificativa|rectificativa|nota de crédito|abono"
            "|avoir|gutschrift|rechnungskorrektur"
        ),
        # what it is left aside as
        "quote": (
            "quote|estimate|proposal|quotation|proforma|pro forma|proforma invoice|presupuesto|cotización"
            "|devis|orçamento|angebot"
        ),
        "order": "order|sales order|purchase order|delivery note|pedido|albarán|commande|encomenda|auftrag",
        "payment": "payment|receipt|payment received|deposit|refund|pago|cobro|recibo|paiement|pagamento|zahlung",
        "bill": "bill|expense|vendor bill|purchase invoice|accpay|gasto|factura recibida|dépense|despesa",
    }
)


@lru_cache(1024)
def type_of(text: str) -> str:
    """What a word means, empty for no word; Refused for one that is not known."""
    hint = "--set document_type=invoice takes such rows"
    return meaning_of(text, _MEANING, "document_type", hint=hint) if text.strip() else ""


def type_in(fields: Mapping[str, str]) -> str:
    """The type of a row by the first column that has one."""
    return next((type_of(fields[name]) for name in ("document_type", *COLUMNS) if name in fields), "")


def columns_of_something_else(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns among ours that hold no type of document in any of these rows."""
    words = {name: {plain(row[name]) for row in rows if name in row} for name in COLUMNS}
    return [name for name, found in words.items() if found and not found & _MEANING.keys()]
