"""What the status of an imported invoice means, held against the amounts of its row."""

from collections.abc import Mapping
from functools import lru_cache

from acctmgr.core.errors import Refused
from acctmgr.exchange.mapping_rules import Default, Typed
from acctmgr.exchange.vocabulary_rules import meaning_of, vocabulary

UNISSUED, SETTLED, PAID, OPEN, COMING, PART = "unissued", "settled", "paid", "open", "coming", "part"
# the words of our own lists first, then those of other systems
_WORDS: Mapping[str, str] = {
    PAID: (
        "paid|closed|settled|paid in full|fully paid|full paid|paid off|completed|complete|cleared|collected"
        "|paid late|pagada|pagado|cobrada|cobrado|saldada|saldado|liquidada|liquidado|cerrada|cerrado"
        "|pagada totalmente|totalmente pagada|paga|pago|quitada|quitado|recebida|recebido|payée|payé|réglée|réglé"
        "|soldée|soldé|acquittée|acquitté|encaissée|bezahlt|beglichen|ausgeglichen|abgeschlossen|vollständig bezahlt"
    ),
    OPEN: (
        "open|unpaid|sent|overdue|late|past due|due|outstanding|issued|invoiced|awaiting payment|pending"
        "|pending payment|payment pending|not paid|viewed|emailed|mailed|authorised|authorized|not due|unsettled"
        "|vencida|pendiente|pendiente de pago|pendiente de cobro|por cobrar|por pagar|emitida|enviada|abierta"
        "|impagada|no pagada|sin pagar|no vencida|atrasada|en mora|em aberto|aberta|aberto|pendente|vencido|em atraso"
        "|enviado|emitido|não paga|a receber|impayée|impayé|envoyée|ouverte|émise|en retard|en attente|échue"
        "|à payer|non payée|offen|versendet|gesendet|überfällig|fällig|gestellt|unbezahlt|ausstehend|gemahnt"
    ),
    COMING: "coming",  # issued on a day that is still to come: until then nothing of it is open, and nothing paid
    PART: (
        "part paid|partial|partially paid|partly paid|partial payment|partially settled|pagada parcialmente"
        "|parcialmente pagada|parcial|pago parcial|cobro parcial|cobrada parcialmente|parcialmente cobrada"
        "|parcialmente paga|parcialmente pago|partiellement payée|payée partiellement|partiellement réglée"
        "|teilweise bezahlt|teilbezahlt|teilzahlung"
    ),
    UNISSUED: (
        "void|draft|voided|cancelled|canceled|deleted|drafts|unissued|not issued|anulada|anulado|cancelada"
        "|cancelado|borrador|eliminada|borrada|rascunho|excluída|annulée|annulé|brouillon|supprimée|storniert|storno"
        "|entwurf|gelöscht|annulliert"
    ),
    SETTLED: (
        "credited|written off|write off|written-off|bad debt|uncollectible|uncollectable|incobrable|irrecuperable"
        "|rectificada|castigada|incobrável|irrécouvrable|abgeschrieben|gutgeschrieben|uneinbringlich"
    ),
}
_MEANING = vocabulary(_WORDS)
ASIDE = {
    UNISSUED: "void or draft",
    SETTLED: "credited or written-off",
}  # nobody owes it, and no money paid it
_HINT = "--set status= if it says nothing of payment"


@lru_cache(1024)
def standing_of(text: str) -> str:
    """What a status says, empty for none; Refused for a word that is not known."""
    return meaning_of(text, _MEANING, "status", hint=_HINT) if text.strip() else ""


def paid_by_status(cells: Mapping[str, str], total_minor: int, paid_minor: int | None) -> int | None:
    """What was paid, in the light of the status; None: all, on paid_on, or nothing without such a day.

    paid_minor: what the amounts of the row say, None where they say nothing. Refused where the two contradict each
    other, and where a part was paid and no amount says which.
    """
    text = cells.get("status", "")
    standing = standing_of(text)
    if standing == PAID:
        return _all_paid(cells, total_minor, paid_minor)
    if standing == PART and (paid_minor is None or not 0 < paid_minor < total_minor):
        raise Refused(
            f"status: {text} says that a part is paid, and no amount says which",
            hint="--map paid=COLUMN or --map open=COLUMN",
        )
    return _not_paid(cells, total_minor, paid_minor) if standing in (OPEN, COMING) else paid_minor


def _all_paid(cells: Mapping[str, str], total_minor: int, paid_minor: int | None) -> int | None:
    if paid_minor is not None and paid_minor < total_minor:
        raise Refused(
            f"status: {cells['status']} says that all is paid, and the amounts say that a part is open",
            hint="mend the row, or leave the status out: --set status=",
        )
    return total_minor if paid_minor is None and "paid_on" not in cells else paid_minor


def _not_paid(cells: Mapping[str, str], total_minor: int, paid_minor: int | None) -> int | None:
    text, paid_on = cells["status"], cells.get("paid_on", "")
    if paid_minor is not None:
        if paid_minor >= total_minor > 0:
            raise Refused(
                f"status: {text} says that it is open, and the amounts say that all is paid",
                hint="mend the row, or leave the status out: --set status=",
            )
        return paid_minor
    if paid_on and not isinstance(paid_on, Default):
        hint = "--default paid_on=DATE" if isinstance(paid_on, Typed) else "mend the row"
        raise Refused(
            f"status: {text} says that it is open, and paid_on that it was paid",
            hint=f"{hint}, or leave the status out: --set status=",
        )
    return 0
