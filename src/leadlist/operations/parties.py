"""To whom leads may be given, and from whom they come: 個人情報保護法27条 to 30条, by the `[parties]` of the rules.

A group company or a franchise is a third party whatever the ties; a department of one's own is none, but the purpose
binds it (18条). A processor (委託) and a joint user (共同利用) are no third parties (27条5項1号, 3号), if they are in
Japan or in a country that the Commission holds equivalent: for any other country abroad 28条 asks for more.
"""

import difflib
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from leadlist.errors import Refused, UserError
from leadlist.fields import FIELDS
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.permission import ground, refuses
from leadlist.provenance import of_row, purpose_codes
from leadlist.recognition.words import key
from leadlist.rules import Rules
from leadlist.rules.countries import EEA
from leadlist.rules.days import read_day
from leadlist.rules.schema import Party

OWN, PROCESSOR, JOINT, THIRD = "own", "processor", "joint", "third_party"
EXPLICIT, NONE = "explicit", "none"  # of permission.GROUNDS
EQUIVALENT = frozenset((*EEA, "GB"))
"""Countries whose protection is held equivalent (28条1項; 平成31年個人情報保護委員会告示第1号: EU, EEA, UK)."""
GROUNDS = {
    OWN: ("18条", "within one's own firm"),
    PROCESSOR: ("27条5項1号 委託", "processing on one's behalf"),
    JOINT: ("27条5項3号 共同利用", "joint use"),
    THIRD: ("27条1項 本人の同意", "the persons' consent"),
}
ABROAD = {
    "consent": ("28条1項 本人の同意", "the persons' consent, told of the country"),
    "equivalent_country": ("28条1項 同等の水準の国", "a country of equivalent protection"),
    "equivalent_measures": ("28条1項・3項 基準適合体制", "a recipient of equivalent measures"),
}


def party_of(rules: Rules, code: str, *, giving: bool = True) -> Party:
    """The party of a code, that something is given to, or taken from.

    Raises UserError where the rules know none, Refused where what they say of it breaks the law.
    """
    found = rules.parties.get(code)
    if found is None:
        near = difflib.get_close_matches(code, rules.parties, n=1, cutoff=0.5)
        hint = _("Did you mean “{near}”?").format(near=near[0]) if near else ""
        if not rules.parties:
            hint = _("Write it into leadlist.toml as [parties.{code}]; docs/parties.md shows how.").format(code=code)
        raise UserError(
            _("The rules know no party “{code}”.").format(code=code),
            hint=hint or _("Known: {names}.").format(names=", ".join(rules.parties)),
        )
    if problem := (problem_of(found, rules) if giving else unknown_of(found)):
        raise Refused(
            f"[parties.{code}]: {problem}", hint=_("Correct it in leadlist.toml; docs/parties.md says what each needs.")
        )
    return found


def unknown_of(party: Party) -> str:
    """What must be known of a third party, whoever gives (29条1項, 30条1項), and is not; `""` where all is."""
    if party.kind == THIRD and not (party.address and party.representative):
        return _("of a third party the address and the representative must be known (29条, 30条)")
    return ""


def problem_of(party: Party, rules: Rules) -> str:
    """Why nothing may be given to a party as the rules describe it; `""` where it may."""
    abroad = is_abroad(party, rules)
    if party.kind == OWN and party.group:
        return _("a group company or franchise is a third party: processor, joint or third_party (27条)")
    if problem := unknown_of(party):
        return problem
    if party.kind == THIRD and not (party.consent or party.purpose):
        return _("nothing says where the persons' consent stands: consent (a column) or purpose (a code) (27条1項)")
    if party.kind == JOINT and not party.notice:
        return _("joint use needs the notice that names the items, users, purpose and who answers (27条5項3号)")
    if abroad and not party.abroad:
        return _("it is abroad: say on what ground in abroad (28条)")
    if abroad and party.abroad == "equivalent_country" and party.country not in EQUIVALENT:
        return _("the protection of {country} is not held equivalent (28条)").format(country=party.country)
    if abroad and party.abroad == "equivalent_measures" and not party.notice:
        return _("equivalent measures must be told of: name the notice (28条3項)")
    if abroad and party.abroad == "consent" and not (party.consent or party.purpose):
        return _("nothing says where the persons' consent stands: consent (a column) or purpose (a code) (28条1項)")
    if party.purpose and party.purpose not in rules.purposes:
        return _("there is no purpose {code}").format(code=party.purpose)
    return ""


def is_abroad(party: Party, rules: Rules) -> bool:
    """Whether a party is another firm in another country than the rules'."""
    return party.kind != OWN and party.country not in ("", rules.country)


def needs_consent(party: Party, rules: Rules) -> bool:
    """Whether each person's own consent is needed, and each person therefore stands in the record (29条)."""
    return party.kind == THIRD or (is_abroad(party, rules) and party.abroad == "consent")


def is_recorded(party: Party, rules: Rules) -> bool:
    """Whether the record must say whose data it was: third parties, and abroad all but an equivalent country (29条)."""
    return party.kind == THIRD or (is_abroad(party, rules) and party.abroad != "equivalent_country")


def ground_words(party: Party, rules: Rules) -> str:
    """On what ground leads are given to a party, with the article."""
    place = 0 if rules.language == "ja" else 1
    words = [GROUNDS[party.kind]]
    if is_abroad(party, rules):
        words.append(ABROAD[party.abroad])
    return " / ".join(f"{ja.split()[0]} {en}" if place else ja for ja, en in words)


def refused(leads: LeadList, row: RowRef, rules: Rules, code: str) -> str:
    """Why a lead may not be given to a party, in the user's language; `""` where it may.

    The party's column `consent` goes before the history: a no there, or a word nobody knows, is a no. A yes or a day
    is a yes, but where 28条 asks for consent only the party's own name or code is, for the person must have been told
    of the country (28条2項). Else the newest acquisition for the party's `purpose` that says yes or no decides.
    """
    party = rules.parties[code]
    if not needs_consent(party, rules):
        return ""
    text = _cell(leads, row, party.consent)
    if text:
        named = {_folded(part) for part in _parts(text)}
        if named & {_folded(code), _folded(party.name)}:
            return ""
        if refuses("consent", text) is False or read_day(text):
            unnamed = _("the consent does not name {party}").format(party=party.name)
            return unnamed if is_abroad(party, rules) and party.abroad == "consent" else ""
        return _("the column “{heading}” does not consent").format(heading=party.consent)
    if _told(leads, row, rules, party) == EXPLICIT:
        return ""
    return _("no consent to be given to {party}").format(party=party.name)


def says_no(leads: LeadList, row: RowRef, rules: Rules, code: str) -> bool:
    """Whether a row not only lacks the consent but refuses it: a no in any row of a person is a no in all."""
    party = rules.parties[code]
    if not needs_consent(party, rules):
        return False
    if _cell(leads, row, party.consent):
        return bool(refused(leads, row, rules, code))
    return _told(leads, row, rules, party) == NONE


def _told(leads: LeadList, row: RowRef, rules: Rules, party: Party) -> str:
    """What the history says of the party's purpose: "explicit", "none" or `""`; of one day's lines the no."""
    if not party.purpose:
        return ""
    lines = [each for each in of_row(leads, row) if party.purpose in purpose_codes(rules, each.purpose)]
    said = [(each.on, found) for each in lines if (found := ground(each.consent)) in (EXPLICIT, NONE)]
    last = {found for on, found in said if on == said[-1][0]}
    return NONE if NONE in last else EXPLICIT if last else ""


def require_items(party: Party, fields: Collection[str], rules: Rules) -> None:
    """Raises Refused where a field is given that the party's `items` do not name. No items: any field."""
    more = [name for name in fields if party.items and name not in party.items]
    if more:
        names = ", ".join(heading(name, rules) for name in more)
        raise Refused(
            _("{party} is given no {names}: its items do not name them.").format(party=party.name, names=names),
            hint=_("Take a layout with fewer columns, or add them to its items where the persons were told of them."),
        )


def heading(name: str, rules: Rules) -> str:
    """What a field is called in a record."""
    return FIELDS[name].heading(rules.language) if name in FIELDS else name


def facts(code: str, rules: Rules, fields: Sequence[str]) -> Mapping[str, str | Sequence[str]]:
    """What a record says of a party: who it is, on what ground, which items (29条1項, 30条3項, 規則20条, 24条)."""
    party = rules.parties[code]
    return {
        "party": code,
        "party_name": party.name,
        "kind": party.kind,
        "address": party.address,
        "representative": party.representative,
        "country": party.country or rules.country,
        "ground": ground_words(party, rules),
        "notice": party.notice,
        "contract": party.contract,
        "items": [heading(name, rules) for name in fields],
    }


def consent_columns(rules: Rules) -> frozenset[str]:
    """The headings, folded, of columns that hold consents to be given to somebody: a merge keeps the strictest."""
    return frozenset(key(party.consent) for party in rules.parties.values() if party.consent)


def _cell(leads: LeadList, row: RowRef, heading_: str) -> str:
    wanted = key(heading_)
    at = next((place for place, text in enumerate(leads.headings) if wanted and key(text) == wanted), None)
    return "" if at is None else leads.columns[at][row].strip()


def _parts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    for sign in "、,;/\n":
        plain = plain.replace(sign, "\0")
    return [part for part in plain.split("\0") if part.strip()]


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
