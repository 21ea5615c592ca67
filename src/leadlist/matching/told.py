"""What a record's other cells say about its name: a mail address is made of one, a reading tells what a cell left out.

jlewis@ in the row of Joseph Braington says that he was Joseph Lewis; malkert@ and walkert@ say that Malker and Walker
are no slip of each other; ナカムラ ナオヒコ says that 中村 is not 中村 道江.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from leadlist.fields import Group, Kind
from leadlist.matching.columns import ENOUGH, Codes, Column
from leadlist.matching.columns import MISSING as NO_VALUE
from leadlist.matching.comparisons import DIFFER, FAINT, MISSING, STRONG, WEAK
from leadlist.matching.mails import is_role, local_part, own_domain
from leadlist.matching.name_parts import Sounds
from leadlist.matching.names import INITIAL, couple, generation, part_levels, same_person_name

Levels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SHORTEST = 3  # letters of a family name that a mail address is searched for
ENDS = "._-0123456789"  # what stands before or behind a name in a mail address


class Told(NamedTuple):
    """Positions of the columns that tell of each other: the one name, its reading and the mail address, or -1."""

    name: int
    kana: int
    mail: int


class Mailed(NamedTuple):
    """For each record what stands before the @ of its own mail address, "" for none or a shared one, the family name as
    it would stand there, "" where that is not known, whether the one holds the other, and whether it does not; and the
    firm's domain behind the @, "" for none."""

    local: list[str]
    family: list[str]
    own: Mask
    strange: Mask
    firm: list[str]

    def rest(self, record: int) -> str:
        """What a record's address has beside its family name: its given name, an initial, or nothing."""
        return self.local[record].replace(self.family[record], "", 1).strip("._-0123456789")


def telling(columns: Sequence[Column]) -> Told | None:
    """None where a list has no name of persons, or several; or in a long list nothing beside it."""
    at = {
        kind: [i for i, c in enumerate(columns) if c.kind is kind and c.group is Group.PERSON]
        for kind in (Kind.PERSON_NAME, Kind.KANA, Kind.EMAIL)
    }
    if len(at[Kind.PERSON_NAME]) != 1:
        return None
    if columns[at[Kind.PERSON_NAME][0]].rows >= ENOUGH and not (at[Kind.KANA] or at[Kind.EMAIL]):
        return None
    return Told(at[Kind.PERSON_NAME][0], *((at[kind] or [-1])[0] for kind in (Kind.KANA, Kind.EMAIL)))


def corrected(columns: Sequence[Column], told: Told, left: Codes, right: Codes, table: Levels) -> None:
    """Correct the levels of names by what else the records say about them."""
    name = columns[told.name]
    if told.kana >= 0:
        _by_reading(name, told, left, right, table)
    if name.rows < ENOUGH:
        _other_bearers(name, told, left, right, table)
    if told.mail >= 0:
        mailed = _mailed(name, columns[told.mail])
        _two_names(name, told, mailed, left, right, table)
        if name.rows >= ENOUGH:
            _former_name(name, told, mailed, left, right, table)
        else:
            _shared_address(name, told, mailed, left, right, table)
            _given_addresses(name, told, mailed, left, right, table)
            _two_addresses(columns[told.mail], told, left, right, table)


def _by_reading(name: Column, told: Told, left: Codes, right: Codes, table: Levels) -> None:
    """A family name alone is no more like a whole name than their readings are."""
    kana = table[:, told.kana]
    at = np.flatnonzero((table[:, told.name] == WEAK) & (kana != MISSING) & (kana <= FAINT))
    given = name.names.given
    at = at[(given[name.codes[left[at]]] == 0) != (given[name.codes[right[at]]] == 0)]
    table[at, told.name] = kana[at]


def _mailed(name: Column, mail: Column) -> Mailed:
    if "mailed" not in name.known:
        name.known["mailed"] = _mailed_of(name, mail)
    found: Mailed = name.known["mailed"]
    return found


def _mailed_of(name: Column, mail: Column) -> Mailed:
    written = mail.each(local_part).tolist()
    own = ["" if role else text for role, text in zip(mail.flagged(is_role).tolist(), written, strict=True)] + [""]
    families = [_as_mailed(word, name.sounds) for word in name.names.words.texts.tolist()]
    of_name = [families[code] for code in name.names.family.tolist()] + [""]
    local = [own[code] for code in mail.codes.tolist()]
    family = [of_name[code] for code in name.codes.tolist()]
    own_name = np.array([bool(one) and one in text for one, text in zip(family, local, strict=True)], dtype=bool)
    strange = np.array([bool(text) for text in local], dtype=bool) & ~own_name & (name.codes != NO_VALUE)
    firms = [*mail.each(own_domain).tolist(), ""]
    return Mailed(local, family, own_name, strange, [firms[code] for code in mail.codes.tolist()])


def _as_mailed(word: str, sounds: Sounds) -> str:
    """A family name in small Latin letters, in a reading that is sure."""
    if not word.isascii():
        heard = sounds.get(word, ())
        word = heard[0] if len(heard) == 1 else ""
    return word if len(word) >= SHORTEST else ""


def _two_names(name: Column, told: Told, mailed: Mailed, left: Codes, right: Codes, table: Levels) -> None:
    """Names that are nearly the same are two where each stands in its own mail address."""
    alike = (table[:, told.name] == WEAK) | (table[:, told.name] == STRONG)
    at = np.flatnonzero(alike & mailed.own[left] & mailed.own[right])
    for pair in at.tolist():
        a, b = int(left[pair]), int(right[pair])
        one, other = mailed.family[a], mailed.family[b]
        if one == other:
            two = mailed.local[a] != mailed.local[b] and (
                _given_in(name, mailed, a, b) or _two_at_one_firm(name, mailed, a, b)
            )
        else:
            two = one not in mailed.local[b] and other not in mailed.local[a]
        if two:
            table[pair, told.name] = FAINT


def _given_in(name: Column, mailed: Mailed, record: int, other: int) -> bool:
    """True where two records' addresses are made of their own given names, and these are two: Ann and Anne."""
    names = name.names
    for one in (record, other):
        given = names.words.texts[names.given[name.codes[one]]]
        if given != mailed.local[one].replace(mailed.family[one], "", 1).strip("._-"):
            return False
    return bool(names.given[name.codes[record]] != names.given[name.codes[other]])


def _two_at_one_firm(name: Column, mailed: Mailed, record: int, other: int) -> bool:
    """True where one firm gave two records' people of one family name two addresses: hiroharu.ueno@ in the row of 上野
    is not toshio.ueno@ of 上野 俊雄, nor is h.ueno@. A slip, a short form or an initial that fits makes no two."""
    if not mailed.firm[record] or mailed.firm[record] != mailed.firm[other]:
        return False
    short, long = sorted((mailed.rest(record), mailed.rest(other)), key=len)
    if len(short) >= SHORTEST:
        slip = OSA.distance(short, long) <= 1 or same_person_name(short, long)
        return not (slip or long.startswith(short))
    given = name.names.given
    family_alone = (given[name.codes[record]] == 0) != (given[name.codes[other]] == 0)
    return family_alone and len(short) == 1 and len(long) >= SHORTEST and short != long[0]


def _shared_address(name: Column, told: Told, mailed: Mailed, left: Codes, right: Codes, table: Levels) -> None:
    """An address made of the family name, or of an initial that both have, does not tell John from Jane Smith."""
    same_reading = table[:, told.kana] >= STRONG if told.kana >= 0 else np.zeros(len(table), bool)
    unlike = (table[:, told.name] == FAINT) & ~same_reading
    at = np.flatnonzero(unlike & (table[:, told.mail] >= STRONG) & mailed.own[left] & mailed.own[right])
    names = name.names
    for pair in at.tolist():
        a, b = int(left[pair]), int(right[pair])
        x, y = int(name.codes[a]), int(name.codes[b])
        one, other = names.given[x], names.given[y]
        known = names.japanese[x] | names.words.listed[one] & names.words.listed[other]
        if names.family[x] == names.family[y] and one and other and known and len(mailed.rest(a)) <= 1:
            table[pair, told.mail] = FAINT


def _other_bearers(name: Column, told: Told, left: Codes, right: Codes, table: Levels) -> None:
    """Sr. and Jr. are two, and a couple in one cell is no one of them."""
    at = np.flatnonzero((table[:, told.name] > FAINT) & (left != right))
    a, b = name.codes[left[at]], name.codes[right[at]]
    bearers, couples = name.each(generation, texts=True), name.each(couple, texts=True) != ""
    table[at[(bearers[a] != bearers[b]) & (bearers[a] != "") & (bearers[b] != "")], told.name] = DIFFER
    table[at[couples[a] != couples[b]], told.name] = FAINT


def _two_addresses(mail: Column, told: Told, left: Codes, right: Codes, table: Levels) -> None:
    """Of two addresses in a firm's domain that are alike each may have its owner: m.tanaka@ and m.tanaka2@."""
    at = np.flatnonzero((table[:, told.mail] == WEAK) & (table[:, told.name] >= STRONG))
    domains = mail.coded(own_domain)
    one, other = domains[mail.codes[left[at]]], domains[mail.codes[right[at]]]
    table[at[(one == other) & (one != 0)], told.mail] = DIFFER


def _given_addresses(name: Column, told: Told, mailed: Mailed, left: Codes, right: Codes, table: Levels) -> None:
    """Two addresses made of two given names are two people's, however alike the names are: eric@ and erica@, kim@ of
    Kim Lee and lee@ of Lee Kim. Bob and Robert are one name."""
    at = np.flatnonzero((table[:, told.name] > FAINT) & (left != right))
    names, words = name.names, name.names.words.texts
    for pair in at.tolist():
        a, b = int(left[pair]), int(right[pair])
        x, y = int(name.codes[a]), int(name.codes[b])
        local, other = mailed.local[a].strip(ENDS), mailed.local[b].strip(ENDS)
        if not local or not other or local == other:
            continue
        one, two = words[names.given[x]], words[names.given[y]]
        exchanged = x == y and {local, other} == {one, words[names.family[x]]}
        if exchanged or (one != two and (local, other) == (one, two) and not same_person_name(one, two)):
            table[pair, told.name] = FAINT


def _former_name(name: Column, told: Told, mailed: Mailed, left: Codes, right: Codes, table: Levels) -> None:
    """Who has one given name and a mail address with the other's family name, not the own, has changed the name."""
    unlike = (table[:, told.name] == DIFFER) | (table[:, told.name] == FAINT)
    at = np.flatnonzero(unlike & (mailed.strange[left] | mailed.strange[right]))
    names = name.names
    a, b = name.codes[left[at]], name.codes[right[at]]
    japanese = names.japanese[a] & names.japanese[b]
    initials = names.words.first[names.given[a]] == names.words.first[names.given[b]]
    likely = (names.given[a] != 0) & (names.given[b] != 0) & (names.family[a] != names.family[b])
    likely &= initials | names.words.listed[names.given[a]] & names.words.listed[names.given[b]]
    at, a, b, japanese = at[likely], a[likely], b[likely], japanese[likely]
    if not len(at):
        return
    at = at[part_levels(names.words, names.given[a], names.given[b], japanese) >= INITIAL]
    for pair in at.tolist():
        x, y = int(left[pair]), int(right[pair])
        if _made_of(mailed, x, y) or _made_of(mailed, y, x):
            table[pair, told.name] = WEAK
            if told.kana >= 0:
                table[pair, told.kana] = MISSING


def _made_of(mailed: Mailed, record: int, other: int) -> bool:
    """True where a record's mail address holds another's family name, and not its own."""
    family = mailed.family[other]
    return bool(mailed.strange[record]) and family != "" and family in mailed.local[record]
