"""Which parties look like one, and why. Pairs are found by what they share, never by comparing all with all."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from acctmgr.core.text import fold
from acctmgr.parties.phone_rules import spelt_phones
from acctmgr.parties.tax_id_rules import tax_key

# dots and accents are gone when these are looked for
_LEGAL_FORMS = frozenset(
    """
    ab ad ag aps as asa bv bvba cia cie co company corp corporation cv cvba dd doo ead eg eirl eood eurl ev gbr gmbh
    haftungsbeschrankt inc incorporated kft kg kgaa lda limited llc llp lp ltd ltda mbh nv nyrt ohg ood oo oy oyj plc
    private pt pte pty pvt sa sab sagl sapi sarl sas sasu sau sc scp sl sll slne slp slu snc sociedad sp spa spol sprl
    srl srls sro ug vof z zoo zrt
    """.split()
)
_CONNECTING = frozenset("and und y e et de the".split())
# where anybody has an address or a page: sharing one says nothing
_PUBLIC_BRANDS = frozenset(
    """
    aol blogspot facebook fastmail freenet gmail gmx googlemail hotmail icloud instagram laposte libero linkedin live
    mail me mac msn orange outlook pm proton protonmail qq rocketmail sfr tiscali tuta tutanota twitter virgilio wanadoo
    web wixsite wordpress yahoo yandex ymail zoho 126 163
    """.split()
)
_PUBLIC_HOSTS = frozenset(
    """
    att.net btinternet.com comcast.net cox.net free.fr hey.com mail.ru movistar.es ono.com sbcglobal.net sky.com
    t-online.de telefonica.net terra.es verizon.net x.com
    """.split()
)
_FEWEST_DIGITS, _COMPARED_DIGITS = 7, 9  # of a phone: the prefixes before them are written in many ways
_SHORTEST_TYPO = 4  # in shorter words another letter makes another word
_TYPOS = 2  # in a whole name
_CROWD = (
    10  # a key that more share is compared with its first only; a domain or a word of so many says nothing
)


class PartyFacts(NamedTuple):
    """What parties are compared by; e-mails, phones and names of what was merged into them, and of contacts, too."""

    id: int
    handle: str
    name: str
    legal_name: str | None
    tax_id: str | None
    website: str | None
    emails: Sequence[str]
    phones: Sequence[str]
    documents: int = 0
    is_archived: bool = False
    other_names: Sequence[str] = ()


class Reason(NamedTuple):
    """Why two look like one, and how much that says."""

    text: str
    weight: int


class Pair(NamedTuple):
    """Two parties that look like one; the first is the one to keep."""

    keep: PartyFacts
    other: PartyFacts
    reasons: list[str]
    weight: int


def pairs(parties: Sequence[PartyFacts]) -> list[Pair]:
    """The pairs that look like one party, best first; none that has two tax numbers."""
    reasons: dict[tuple[int, int], list[Reason]] = {}
    by_id = {party.id: party for party in parties}
    for reason, first, second in _shared(sorted(parties, key=lambda party: party.id)):
        if first != second:
            known = reasons.setdefault((min(first, second), max(first, second)), [])
            if all(reason.text != other.text for other in known):
                known.append(reason)
    found = [_pair(by_id[first], by_id[second], why) for (first, second), why in reasons.items()]
    possible = [pair for pair in found if _may_be_one(pair.keep, pair.other)]
    return sorted(possible, key=lambda pair: (-pair.weight, pair.keep.handle, pair.other.handle))


def _may_be_one(one: PartyFacts, other: PartyFacts) -> bool:
    keys = {tax_key(one.tax_id), tax_key(other.tax_id)} - {""}
    return len(keys) < 2 and not (one.is_archived and other.is_archived)


def _pair(one: PartyFacts, other: PartyFacts, why: list[Reason]) -> Pair:
    keep, gone = sorted((one, other), key=lambda party: (party.is_archived, -party.documents, party.id))
    best_first = sorted(why, key=lambda reason: -reason.weight)
    return Pair(keep, gone, [reason.text for reason in best_first], sum(reason.weight for reason in why))


def _shared(parties: Sequence[PartyFacts]) -> Iterator[tuple[Reason, int, int]]:
    """Every two that share something, with what it is."""
    simple: tuple[tuple[str, int, Callable[[PartyFacts], Iterable[str]]], ...] = (
        ("same tax id", 50, lambda party: [tax_key(party.tax_id)]),
        ("same e-mail", 40, lambda party: map(fold, party.emails)),
        ("same phone", 25, lambda party: (key for phone in party.phones for key in phone_keys(phone))),
    )
    for text, weight, keys in simple:
        for _, ids in _groups(parties, keys):
            yield from ((Reason(text, weight), *two) for two in _twos(ids))
    for domain, ids in _groups(parties, _domains):
        if len(ids) <= _CROWD:
            yield from ((Reason(f"same domain {domain}", 20), *two) for two in _twos(ids))
    yield from _alike(parties)


def _groups(
    parties: Iterable[PartyFacts], keys: Callable[[PartyFacts], Iterable[str]]
) -> Iterator[tuple[str, list[int]]]:
    """Who shares a key with somebody, by the key; an empty one is none."""
    by_key: dict[str, dict[int, None]] = {}
    for party in parties:
        for key in keys(party):
            if key:
                by_key.setdefault(key, {})[party.id] = None
    return ((key, list(ids)) for key, ids in by_key.items() if len(ids) > 1)


def _twos(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each with each, or where they are a crowd each with the first."""
    return combinations(ids, 2) if len(ids) <= _CROWD else ((ids[0], other) for other in ids[1:])


def phone_keys(text: str) -> list[str]:
    """The last digits of each phone in a text, whatever prefix or extension it has; none where there are too few."""
    digits = [re.sub("[^0-9]", "", phone) for phone in spelt_phones(text)]
    return [one[-_COMPARED_DIGITS:] for one in digits if len(one) >= _FEWEST_DIGITS]


def domain_of(address: str) -> str:
    """The domain of an e-mail or a website; empty for those where anybody has an address."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", fold(address).strip())
    host = re.split(r"[/?#:]", host.rpartition("@")[2])[0].removeprefix("www.").strip(".")
    if "." not in host or host in _PUBLIC_HOSTS or _PUBLIC_BRANDS & set(host.split(".")[:-1]):
        return ""
    return host


def _domains(party: PartyFacts) -> Iterator[str]:
    return map(domain_of, (*party.emails, *([party.website] if party.website else ())))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others: without legal form, accents, dots and connecting words.

    >>> words_of("The Ana Ruíz & Söhne, S. L.")
    ('ana', 'ruiz', 'sohne')
    """
    plain = re.sub(r"[.'’]", "", fold(name))
    spelled = re.sub(r"\b(\w) (?=\w\b)", r"\1", " ".join(re.findall(r"\w+", plain)))  # "s l" is "sl"
    words = [word for word in spelled.split() if word not in _CONNECTING] or spelled.split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return tuple(words)


class _Name(NamedTuple):
    party_id: int
    words: tuple[str, ...]


def _alike(parties: Sequence[PartyFacts]) -> Iterator[tuple[Reason, int, int]]:
    """Those whose names are the same or nearly so: they share a word, or the name but for one letter."""
    names = {
        _Name(party.id, words): None
        for party in parties
        for text in (party.name, party.legal_name, *party.other_names)
        if text and (words := words_of(text))
    }
    for one, other in _name_candidates(list(names)):
        if one.party_id == other.party_id:
            continue
        if sorted(one.words) == sorted(other.words) or "".join(one.words) == "".join(other.words):
            yield Reason("same name", 30), one.party_id, other.party_id
        elif is_similar(one.words, other.words):
            yield Reason("similar name", 15), one.party_id, other.party_id


def _name_candidates(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Two names worth a closer look."""
    by_key: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for key in _name_keys(name.words):
            by_key.setdefault(key, []).append(place)
    seen: set[tuple[int, int]] = set()
    for key, places in by_key.items():
        if key.startswith("=") and len(places) > _CROWD:
            continue  # a word that many have
        for two in _twos(places):
            if two not in seen:
                seen.add(two)
                yield names[two[0]], names[two[1]]


def _name_keys(words: tuple[str, ...]) -> set[str]:
    keys = {f"={word}" for word in words if len(words) > 1 and not word.isdigit()}
    for joined in ("".join(words), "".join(sorted(words))):
        digits = "".join(re.findall(r"\d", joined))
        keys.add(f"{digits}:{joined}")
        if len(joined) > _SHORTEST_TYPO:
            keys |= {f"{digits}:{joined[:cut]}{joined[cut + 1 :]}" for cut in range(len(joined))}
    return keys


def is_similar(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two names are the same but for a typo or two, in any order of their words; their digits must agree."""
    if is_typo("".join(words), "".join(others)):
        return True
    rest, other_rest = sorted(set(words) - set(others)), sorted(set(others) - set(words))
    if len(words) != len(others) or not 0 < len(rest) == len(other_rest) <= _TYPOS or len(rest) == len(words):
        return False
    for word in rest:
        match = next((other for other in other_rest if is_typo(word, other)), None)
        if match is None:
            return False
        other_rest.remove(match)
    return True


def is_typo(word: str, other: str) -> bool:
    """Whether one letter is wrong, missing, too many or swapped with the next; never a digit."""
    if abs(len(word) - len(other)) > 1 or min(len(word), len(other)) < _SHORTEST_TYPO:
        return False
    if re.findall(r"\d", word) != re.findall(r"\d", other):
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if start is None:
        return word != other
    tail, other_tail = word[start:], other[start:]
    swapped = tail[:2] == other_tail[1::-1] and tail[2:] == other_tail[2:]
    return swapped or tail[1:] in (other_tail, other_tail[1:]) or tail == other_tail[1:]
