"""References that rows of a file would make unsure, as when one calls a client like the handle of another."""

from collections.abc import Iterable

from acctmgr.exchange.run_rules import chunks
from acctmgr.parties import contact_clash_rules
from acctmgr.parties.clash_rules import Named, check_sure, words_of
from acctmgr.parties.rules import wanted_text
from acctmgr.store.bulk import Bulk

_IN_ONE_GO = 300
_KNOWN = f"""
    SELECT {", ".join(Named._fields)}
      FROM party
     WHERE handle IN (:words) OR email IN (:words) OR name_key IN (:words) OR id IN (:ids)
     ORDER BY id
"""


class Clashes:
    """The parties that new and changed ones of a chunk might be taken for, those of the chunk included.

    is_sure: nothing is doubted, as in an export of ours, which holds what was asked about once.
    """

    def __init__(self, db: Bulk, *, is_sure: bool) -> None:
        self._db, self._is_sure = db, is_sure
        self._parties: dict[int, Named] = {}
        self._by_word: dict[str, list[int]] = {}

    def look_up(self, wanted: Iterable[Named]) -> None:
        """Fetch whoever has a word of these; what was written since the last time is in the book by now."""
        self._parties, self._by_word = {}, {}
        if self._is_sure:
            return
        for some in chunks(iter(wanted), _IN_ONE_GO):
            words = {word for one in some for word in words_of(one)}
            ids = {wanted_text(one.name).id for one in some}
            for party in self._db.rows(Named, _KNOWN, words=sorted(words), ids=sorted(ids)):
                self.note(party)

    def note(self, party: Named) -> None:
        """Note a party as it is from now on."""
        if self._is_sure or party.id is None:
            return
        self._parties[party.id] = party
        for word in (*words_of(party), str(party.id)):
            self._by_word.setdefault(word, []).append(party.id)

    def check(self, new: Named) -> None:
        """Refuse a party that would make a reference fit two."""
        if self._is_sure:
            return
        number = str(wanted_text(new.name).id)
        ids = {party_id for word in (*words_of(new), number) for party_id in self._by_word.get(word, ())}
        check_sure(new, [self._parties[party_id] for party_id in sorted(ids)])


class ContactClashes:
    """The same for contacts, whose numbers, e-mails and names are all that they are named by."""

    def __init__(self, db: Bulk, *, is_sure: bool) -> None:
        self._db, self._is_sure = db, is_sure
        self._contacts: dict[int, contact_clash_rules.Named] = {}
        self._by_word: dict[str, set[int]] = {}

    def look_up(self, wanted: Iterable[contact_clash_rules.Named]) -> None:
        """Fetch whoever has a word of these; what was written since the last time is in the book by now."""
        self._contacts, self._by_word = {}, {}
        if self._is_sure:
            return
        for some in chunks(iter(wanted), _IN_ONE_GO):
            for contact in contact_clash_rules.others_of(self._db.run, some):
                self.note(contact)

    def note(self, contact: contact_clash_rules.Named) -> None:
        """Note a contact as it is from now on."""
        if self._is_sure or contact.id is None:
            return
        self._contacts[contact.id] = contact
        for word in (*contact.words, str(contact.id)):
            self._by_word.setdefault(word, set()).add(contact.id)

    def check(self, new: contact_clash_rules.Named) -> None:
        """Refuse a contact that would make a reference fit two."""
        if self._is_sure:
            return
        words = (*new.words, str(new.number))
        ids = sorted({contact_id for word in words for contact_id in self._by_word.get(word, ())})
        contact_clash_rules.check_sure(new, [self._contacts[contact_id] for contact_id in ids])
