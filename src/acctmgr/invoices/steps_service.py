"""All that must be done, in order, before a document may be void: the hint of a refusal."""

from datetime import date

from sqlmodel import Session

from acctmgr.core.dates import today
from acctmgr.documents.deposit_moves_service import finals_of, used_since
from acctmgr.documents.deposit_service import deposits_of
from acctmgr.documents.given_back_service import credit_notes, given_back
from acctmgr.documents.parts_service import parts_left
from acctmgr.documents.side_service import (
    document_rows,
    recovered_rows,
    source_rows,
    standing,
    through_rows,
)
from acctmgr.documents.step_rules import then
from acctmgr.documents.tables import Allocation, Document, Payment


def void_steps(session: Session, document: Document, *, on: date) -> str:
    """The steps that lead to the void of a document; of one that is paid, also how it is credited instead."""
    steps = _Steps(session, on)
    steps.void(document)
    is_paid = any(row.payment_id for row, _ in standing(document_rows(session, document)))
    if is_paid and _is_creditable(session, document, on):
        return f"{steps.hint()}\nto keep the payment instead: {then(f'invoice credit {document.number}')}"
    return steps.hint()


def deposit_steps(session: Session, deposit: Document, final: Document, *, on: date) -> str:
    """The steps that lead to the credit of a deposit that an invoice takes off."""
    steps = _Steps(session, on)
    if _is_creditable(session, final, on):
        steps.add(f"invoice credit {final.number}", dated="--issued")
    else:
        steps.void(final)
    steps.add(f"invoice credit {deposit.number}", dated="--issued")
    return steps.hint()


def _is_creditable(session: Session, document: Document, on: date) -> bool:
    if document.kind != "invoice" or not document.total_minor:
        return False
    return bool(parts_left(session, document, given_back(session, document, on=on)))


class _Steps:
    """Commands as they come up, each once; all of them on one day, late enough for everything."""

    def __init__(self, session: Session, on: date) -> None:
        self.session, self.on, self.day = session, on, on
        self.commands: dict[str, str] = {}  # with the option that says their day
        self.seen: set[int | None] = set()

    def hint(self) -> str:
        """All of them."""
        dated = self.day != today()
        return then(
            *(
                f"{command} {option} {self.day}" if dated else command
                for command, option in self.commands.items()
            )
        )

    def add(self, command: str, *, dated: str = "--on") -> None:
        """One more step, unless it was named."""
        self.commands.setdefault(command, dated)

    def void(self, document: Document) -> None:
        """What leads to the void of a document, and that."""
        if document.id in self.seen or document.voided_on:
            return
        self.seen.add(document.id)
        for first in self._before(document):
            self.void(first)
        if document.kind == "invoice":
            self._free_invoice(document)
        else:
            self._free_note(document)
        self.add(f"invoice void {document.number}")

    def _before(self, document: Document) -> list[Document]:
        """The documents that must be void before."""
        if document.kind == "invoice":
            notes = credit_notes(self.session, document, on=self.on)
            return [*notes, *finals_of(self.session, document, on=self.on)]
        invoice = self.session.get_one(Document, document.credits_id) if document.credits_id else document
        used = used_since(self.session, document, deposits_of(self.session, document), on=self.on)
        return [*finals_of(self.session, invoice, on=self.on, after=document.entry_id), *used]

    def _free_invoice(self, invoice: Document) -> None:
        """Free what settles an invoice; a write-off that this brings back is taken back at last."""
        is_lost = False
        for row, _ in standing(document_rows(self.session, invoice)):
            self.day = max(self.day, row.effective_on)
            is_lost = is_lost or row.kind == "write_off" or self._brings_back_loss(row, invoice)
            if row.payment_id or row.credit_id:
                self.add(f"payment unapply {self._source(row)} {invoice.number}")
        if is_lost:
            self.add(f"invoice write-off {invoice.number} --undo")

    def _brings_back_loss(self, row: Allocation, invoice: Document) -> bool:
        """Whether a write-off stands again once this allocation is freed."""
        if row.payment_id:
            rows = through_rows(self.session, self.session.get_one(Payment, row.payment_id))
            return any(each.kind == "write_off" and each.document_id == invoice.id for each in rows)
        if row.credit_id:
            return bool(recovered_rows(self.session, self.session.get_one(Document, row.credit_id), invoice))
        return False

    def _free_note(self, note: Document) -> None:
        for row, _ in standing(source_rows(self.session, note)):
            self.day = max(self.day, row.effective_on)
            if row.kind == "refund":
                self.add(f"payment void p{row.through_id}")
            elif row.document_id:
                invoice = self.session.get_one(Document, row.document_id)
                self.add(f"payment unapply {note.number} {invoice.number}")

    def _source(self, row: Allocation) -> str:
        if row.payment_id:
            return f"p{row.payment_id}"
        return str(self.session.get_one(Document, row.credit_id).number)
