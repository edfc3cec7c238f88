"""Clients that a file names: by handle, outside key, e-mail or whole name, or made where that was asked for.

Our own ids are no names in a file, which may come from another system; but where the number is a name too, it is
not clear who is meant.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.text import did_you_mean, fold
from acctmgr.exchange.clash_service import Clashes
from acctmgr.exchange.flag_rules import is_flag
from acctmgr.exchange.run_rules import Terms, chunks
from acctmgr.parties.clash_rules import named
from acctmgr.parties.handle_rules import handle_of
from acctmgr.parties.rules import LAST_SIGN, Wanted, ambiguous, free_handle, handle_stem, meant, wanted_text
from acctmgr.store.bulk import Bulk, NewRows

_HINTS_MAX = 50  # unknown names that are worth a search through all names
_IN_ONE_GO = 500
_OTHERS_SHOWN = 10


class Client(NamedTuple):
    """A client as imports need it; id 0: it is not there yet."""

    id: int
    handle: str
    name: str
    name_key: str
    email: str | None = None
    currency: str | None = None  # None: the book's
    legal_name: str | None = None
    tax_id: str | None = None
    address: str | None = None
    country: str | None = None
    owner: str | None = None
    outside_key: str | None = None  # the id in the system it came from
    merged_into_id: int | None = None


_COLUMNS = ", ".join(Client._fields)
_KNOWN = f"""
    SELECT {_COLUMNS}
      FROM party
     WHERE handle IN (:handles) OR outside_key IN (:keys) OR email IN (:emails) OR name_key IN (:names)
        OR id IN (:ids)
     ORDER BY id
"""
_KEPT = f"SELECT {_COLUMNS} FROM party WHERE id IN (:ids) ORDER BY id"
# a handle that is made is nobody's name either
_TAKEN = [f"SELECT {column} FROM party WHERE {column} IN (:handles)" for column in ("handle", "name_key")]
_LIKE = [
    f"SELECT {column} FROM party WHERE {column} >= :stem AND {column} < :end"
    for column in ("handle", "name_key")
]
_NAMES = "SELECT handle, name FROM party WHERE merged_into_id IS NULL ORDER BY id LIMIT 5000"


class Handles:
    """Gives new clients handles that nobody has."""

    def __init__(self, db: Bulk) -> None:
        self._db = db
        self._new: set[str] = set()
        self._taken: set[str] = set()

    def look_up(self, names: Iterable[str]) -> None:
        """Fetch which of the handles that these names would have are taken."""
        wanted = {handle_of(name) for name in names} - self._taken
        for some in chunks(iter(wanted), _IN_ONE_GO):
            for sql in _TAKEN:
                self._taken.update(word for (word,) in self._db.run(sql, {"handles": some}))

    def is_taken(self, handle: str) -> bool:
        """Whether somebody has it; it was looked up before."""
        return handle in self._taken or handle in self._new

    def of(self, name: str) -> str:
        """A free handle for a name that was looked up."""
        handle = handle_of(name)
        if self.is_taken(handle):
            stem = handle_stem(name)
            ends = {"stem": stem, "end": stem + LAST_SIGN}
            like = (word for sql in _LIKE for (word,) in self._db.run(sql, ends))
            handle = free_handle(name, self._new.union(like))
        return self.take(handle)

    def take(self, handle: str) -> str:
        """This handle belongs to somebody from now on."""
        self._new.add(handle)
        return handle


class Clients:
    """Finds the clients that rows name, by references that are cleaned already; what it makes waits for `write`.

    takes_first: where a cell names several, parted by semicolons, the first that exists or is made is meant.
    way_out: the hint for a client that is not there.
    """

    def __init__(
        self,
        db: Bulk,
        terms: Terms,
        *,
        takes_first: bool = False,
        way_out: str = "--create-missing makes it",
    ) -> None:
        self._db, self._create_missing, self._is_by_handle = db, terms.create_missing, terms.is_export
        self._takes_first = takes_first and not terms.is_export
        self._way_out = way_out
        self._others: Counter[str] = Counter()  # clients that rows name besides the one they are taken for
        self._known: dict[str, Client] = {}  # by what the file says
        self._several: dict[str, list[Client]] = {}
        self._handles = Handles(db)
        self._clashes = Clashes(db, is_sure=terms.is_sure or terms.is_export)
        self._rows = NewRows(db, "party", "handle", "name", "name_key", "is_client", "is_vendor", "status")
        self._hints: dict[str, str] = {}
        self._options: list[str] = []
        self._made: set[int] = set()

    def look_up(self, references: Iterable[str]) -> None:
        """Fetch the clients that these references mean."""
        texts = set(references)
        texts |= {part for reference in texts for part in self._parts(reference)}
        wanted = {reference for reference in texts if reference not in self._known}
        for some in chunks(iter(sorted(wanted)), _IN_ONE_GO):
            self._match([wanted_text(reference) for reference in some])
        if self._create_missing:
            missing = wanted - self._known.keys()
            self._handles.look_up(missing)
            self._clashes.look_up(named(handle_of(name), name) for name in missing)

    def _match(self, wanted: list[Wanted]) -> None:
        found = self._fitting(wanted)
        kept = self._kept(found)
        by_word: dict[str, list[Client]] = {}  # handles and e-mails
        by_name: dict[str, list[Client]] = {}
        for client in found:
            by_word.setdefault(client.handle, []).append(client)
            by_name.setdefault(client.name_key, []).append(client)
            if client.email:
                by_word.setdefault(client.email, []).append(client)
        by_key = {client.outside_key: client for client in found if client.outside_key}
        by_id = {client.id: client for client in found}
        for one in wanted:
            if self._is_by_handle:
                exact = [client for client in by_word.get(one.handle, ()) if client.handle == one.handle]
            else:
                words = dict.fromkeys((one.handle, *one.emails))
                exact = [client for word in words for client in by_word.get(word, ())]
                exact += by_name.get(one.name_key, ())
                if keyed := by_key.get(one.text):
                    exact.append(keyed)
                elif exact and one.id in by_id:
                    exact.append(by_id[one.id])
            fits = meant(one, exact)
            if len(fits) == 1:
                self._known[one.text] = kept.get(fits[0].merged_into_id or 0, fits[0])
            elif fits:
                self._several[one.text] = fits

    def _fitting(self, wanted: Iterable[Wanted]) -> list[Client]:
        """Whoever has one of these references as handle, id, key, e-mail or whole name."""
        texts, handles, names, ids, emails = zip(*wanted, strict=True)
        every = [email for some in emails for email in some]
        return self._db.rows(Client, _KNOWN, keys=texts, handles=handles, names=names, ids=ids, emails=every)

    def _kept(self, found: list[Client]) -> dict[int, Client]:
        """The parties that some of those found were merged into, by their ids."""
        ids = sorted({client.merged_into_id for client in found if client.merged_into_id})
        return {client.id: client for client in self._db.rows(Client, _KEPT, ids=ids)} if ids else {}

    def id_of(self, reference: str) -> int:
        """The id of a client that is there already, else 0."""
        known = self._known.get(self._meant(reference))
        return known.id if known else 0

    def _parts(self, reference: str) -> list[str]:
        """The clients that a cell names, where it names several."""
        parts = (
            [part.strip() for part in reference.split(";")] if self._takes_first and ";" in reference else []
        )
        return [part for part in parts if part]

    def _meant(self, reference: str) -> str:
        """The one of several that a cell means: the first that exists, else the first."""
        if reference in self._known or reference in self._several or not (parts := self._parts(reference)):
            return reference
        there = (self._known, self._several)  # one that is not clear is there too, and is asked about
        return next(
            (part for part in parts if any({part, fold(part)} & some.keys() for some in there)), parts[0]
        )

    def pass_over(self, others: Iterable[str]) -> None:
        """Note the clients that a row names besides the one it is taken for."""
        self._others.update(others)

    def find(self, reference: str) -> Client:
        """Whom the reference means, with id 0 where `settle` would make a new client; raises if unclear."""
        meant = self._meant(reference)
        found = self._find(meant)
        self.pass_over(part for part in self._parts(reference) if meant not in (reference, part))
        return found

    def _find(self, reference: str) -> Client:
        if reference in self._known:
            return self._known[reference]
        if reference in self._several:
            fits = self._several[reference]
            raise ambiguous(reference, fits, lambda one: self._fitting([one]), is_typed=False)
        if twin := self._known.get(fold(reference)):  # made by an earlier row that spelt it otherwise
            return twin
        if is_flag(reference):
            raise Refused(
                f"client: {reference!r} is a yes or no, and nobody is called so",
                hint="--map client=COLUMN says which column names the company",
            )
        if not self._create_missing:
            raise NotFound(f"there is no client {reference}", hint=self._near(reference) or self._way_out)
        self._clashes.check(named("", reference))
        return Client(0, "", reference, fold(reference))

    def identity(self, client: Client) -> int | str:
        """What stands for the client throughout one file, before and after it is made."""
        return client.name_key if not client.id or client.id in self._made else client.id

    def settle(self, client: Client) -> Client:
        """The client, made if it is not there yet."""
        if client.id:
            return client
        handle = self._handles.of(client.name)
        new_id = self._rows.add(handle, client.name, client.name_key, 1, 0, "active")
        made = client._replace(id=new_id, handle=handle)
        self._known[client.name] = self._known[client.name_key] = self._known[handle] = made
        self._made.add(new_id)
        return made

    def _near(self, name: str) -> str:
        if not self._options:
            self._options = [text for row in self._db.run(_NAMES) for text in row]
        if name not in self._hints and len(self._hints) < _HINTS_MAX:
            self._hints[name] = did_you_mean(name, self._options)
        return self._hints.get(name, "")

    def notes(self) -> list[str]:
        """What people should know: how many clients were made."""
        made = len(self._made)
        told = [f"{made} client{' was' if made == 1 else 's were'} made"] if made else []
        if self._others:
            names = list(self._others)
            more = f" and {len(names) - _OTHERS_SHOWN} more" if len(names) > _OTHERS_SHOWN else ""
            told.append(
                "rows that name several clients are taken for the first; the others:"
                f" {', '.join(names[:_OTHERS_SHOWN])}{more}"
            )
        return told

    def write(self) -> None:
        """Write the clients that were made."""
        self._rows.write()
