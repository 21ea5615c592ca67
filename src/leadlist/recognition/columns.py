"""Giving each field to one column, and saying why."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _
from leadlist.recognition.context import Neighbours, settle
from leadlist.recognition.meanings import ASIDE, EXACT, NO_FIELD, OURS, PARTS, Meaning, meanings
from leadlist.recognition.products import product_of
from leadlist.recognition.siblings import of_pairs, of_payers
from leadlist.recognition.values import Profile, guess, says_yes_or_no, speaks_against
from leadlist.recognition.words import key
from leadlist.rules import Rules

SETTLED = 0.9  # what is left of a heading's sureness where others had to decide
BY_VALUES = 0.6  # how sure a field is that only values told
CHANNELS = {"email": "email", "phone": "phone", "phone_2": "phone", "fax": "fax"}  # a field -> its permission
OTHER_PAGES = re.compile(
    "リファ|参照|流入|遷移|ページ|フォーム|画像|写真|動画|添付|page|refer|landing|form|image|photo|avatar|file|linkedin|facebook|utm"
)
"""Headings of web addresses that are not the company's site."""

OTHER_FIRMS = re.compile(
    "運送|配送|配達|保険|仕入|委託|紹介|競合|導入|利用中|メーカー|製造|発注|外注|販売|代理|carrier|vendor|supplier|competitor"
)
"""Headings of firms that are not the lead's own."""

SOMEBODY_ELSES = re.compile(f"{ASIDE.pattern}|{OURS.pattern}")
OTHERS = {"url": OTHER_PAGES, "company": OTHER_FIRMS}
NAMES_FIRMS = 0.6  # share of values that are companies from which a column of names is one of companies

SPARE = {"email": ("email_2", "email_3"), "email_2": ("email_3",), "phone": ("phone_2",)}
"""The next field of a sort, for a column whose field another one has."""


@dataclass(frozen=True)
class RecognizedColumn:
    """What one column was taken for. `field` is `""` for a column that is kept and never touched.

    `why` is a sentence for a person; `alternatives` are other fields it could hold; `confidence` is 0 to 1.
    """

    column: ColumnRef
    heading: str
    field: str
    why: str
    alternatives: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True)
class Recognition:
    """A list with its fields filled in, a line for each of its columns, and the product that wrote it (or `""`)."""

    leads: LeadList
    columns: tuple[RecognizedColumn, ...]
    product: str = ""

    @property
    def unknown(self) -> tuple[RecognizedColumn, ...]:
        """The columns that were not recognised."""
        return tuple(column for column in self.columns if not column.field)


def recognize(leads: LeadList, rules: Rules, product: str = "") -> Recognition:
    """Take each column for a field: `[columns]` of the rules, headings, the product's own words, values.

    `product` wrote the file; where it is not said, its headings tell. Raises UserError where `[columns]` names a field
    that does not exist.
    """
    product = product or product_of(key(heading) for heading in leads.headings)
    work = _Work(leads, product)
    work.by_rules(rules)
    work.by_headings()
    work.by_payers()
    work.by_values()
    return Recognition(leads.with_fields(work.fields), tuple(work.lines()), product)


class _Work:
    """Fields given out so far. `said` holds for each column its field, the reason and how sure that is."""

    def __init__(self, leads: LeadList, product: str) -> None:
        self.leads = leads
        self.product = product
        self.profiles: list[Profile] = [Profile(column) for column in leads.columns]
        self.meanings = of_pairs(leads.headings, [meanings(heading) for heading in leads.headings])
        self.fields: dict[str, ColumnRef] = {}
        self.said: dict[int, tuple[str, str, float]] = {}
        self.barred: set[str] = set()
        self.spare: list[tuple[int, str, float]] = []

    def give(self, column: int, field: str, why: str, sure: float) -> bool:
        """Give a field to a column unless it is taken; True where that went well."""
        if field in self.fields or field in self.barred or column in self.said:
            return False
        self.fields[field] = ColumnRef(column)
        self.said[column] = (field, why, sure)
        return True

    def by_rules(self, rules: Rules) -> None:
        headings = self.leads.headings
        for field, heading in rules.columns.items():
            if field not in FIELDS:
                raise _no_field(field)
            if not heading:
                self.barred.add(field)
                continue
            exact = [column for column, own in enumerate(headings) if own == heading]
            same = [column for column, own in enumerate(headings) if key(own) == key(heading)]
            for column in (exact or same)[:1]:
                self.give(column, field, _("your rules say so"), 1.0)

    def by_headings(self) -> None:
        """Headings of one meaning first, the surest and best filled ahead; then those that the others must decide."""
        waiting: list[tuple[int, Meaning]] = []
        unsettled: list[int] = []
        for column, found in enumerate(self.meanings):
            if column in self.said or not found:
                continue
            own = next((m for m in found if self.product in m.products), None) if self.product else None
            if own is None and len(usual(found)) > 1:
                unsettled.append(column)
            else:
                waiting.append((column, own or found[0]))
        waiting.sort(key=self.order)
        for column, meaning in waiting:
            self.take(column, meaning.field, meaning.sureness)
        for column in sorted(unsettled, key=self.reads):  # whose reading it is shows when the names are known
            around = Neighbours(frozenset(self.fields), self.field_before(column))
            field, why = settle(usual(self.meanings[column]), self.profiles[column], around)
            self.take(column, field, self.meanings[column][0].sureness * SETTLED, why)
        for column, field, sure in sorted(self.spare):
            next((name for name in SPARE[field] if self.give(column, name, _("a further one of its sort"), sure)), "")

    def order(self, item: tuple[int, Meaning]) -> tuple[float, bool, bool, int]:
        """Who gets a field that several columns mean: the surest, the filled, the one headed as leadlist would."""
        column, meaning = item
        folded = key(self.leads.headings[column])
        return -meaning.sureness, self.profiles[column].is_empty, folded not in own_headings(meaning.field), column

    def reads(self, column: int) -> bool:
        """True for a heading like フリガナ that does not say of what."""
        return any(meaning.field == "name_kana" for meaning in self.meanings[column])

    def field_before(self, column: int) -> str:
        return self.said[column - 1][0] if column - 1 in self.said else ""

    def take(self, column: int, field: str, sure: float, why: str = "") -> None:
        """Give the field a heading means; where it is taken, the column waits for the next one of its sort."""
        if field == NO_FIELD:
            return
        if field == "lead_id" and not self.holds_lead_ids(column):
            field = "external_id"
        if field == "external_id" and self.profiles[column].is_running and not self.is_products_own(column):
            return
        if speaks_against(field, self.profiles[column]):
            return
        if field == "name" and self.profiles[column].share("company") >= NAMES_FIRMS:
            field, why, sure = "company", _("the heading, and its values look like it"), PARTS
        if field in CHANNELS and says_yes_or_no(self.profiles[column]):
            field, why, sure = f"subscribe_{CHANNELS[field]}", _("the heading, and its values say yes or no"), PARTS
        why = why or (_("the heading says so") if sure == EXACT else _("the heading's words say so"))
        if self.product and sure == EXACT:
            why = _("the heading, as {product} uses it").format(product=self.product)
        if not self.give(column, field, why, sure) and field in SPARE:
            self.spare.append((column, field, sure))

    def is_products_own(self, column: int) -> bool:
        """True for a heading as the product that wrote the list uses it: kintone's レコード番号 do run 1, 2, 3."""
        return any(self.product in meaning.products for meaning in self.meanings[column])

    def holds_lead_ids(self, column: int) -> bool:
        """True where a column headed リードID holds leadlist's own ids, or nothing yet."""
        seen = self.profiles[column]
        return seen.is_empty or seen.share("lead_id") >= 0.5

    def by_payers(self) -> None:
        """氏(請求先) or Billing Name, where no other column names a person or a company."""
        for column, found in of_payers(self.leads.headings, frozenset(self.fields)).items():
            if column not in self.said and not self.meanings[column]:
                self.meanings[column] = found
                self.take(column, found[0].field if found else NO_FIELD, PARTS)

    def by_values(self) -> None:
        for column, seen in enumerate(self.profiles):
            if column in self.said or self.meanings[column]:
                continue
            field = guess(seen)
            folded = key(self.leads.headings[column])
            others = OTHERS.get(field, SOMEBODY_ELSES)
            if field and not others.search(folded):
                self.give(column, field, _("its values look like it"), BY_VALUES)

    def lines(self) -> Sequence[RecognizedColumn]:
        return [self.line(column) for column in range(len(self.leads.headings))]

    def line(self, column: int) -> RecognizedColumn:
        heading = self.leads.headings[column]
        field, why, sure = self.said.get(column, ("", "", 0.0))
        others = dict.fromkeys(m.field for m in self.meanings[column] if m.field not in (field, NO_FIELD))
        if not field:
            why = self.why_not(column, tuple(others))
        return RecognizedColumn(ColumnRef(column), heading, field, why, tuple(others), sure)

    def why_not(self, column: int, others: tuple[str, ...]) -> str:
        if self.profiles[column].is_running and "external_id" in others:
            return _("a running number names nobody")
        taken = next((self.fields[field] for field in others if field in self.fields), None)
        if taken is not None:
            name = self.leads.headings[taken] or str(taken + 1)
            return _("the column “{heading}” holds that already").format(heading=name)
        if self.meanings[column]:
            return _("known, and no field of a lead")
        return _("not recognised; kept as it is")


def usual(found: Sequence[Meaning]) -> Sequence[Meaning]:
    """The meanings of a heading outside of certain products' exports."""
    return [meaning for meaning in found if meaning.anywhere]


@cache
def own_headings(field: str) -> frozenset[str]:
    """The folded headings that leadlist itself gives a field."""
    return frozenset((key(FIELDS[field].ja), key(FIELDS[field].en))) if field in FIELDS else frozenset()


def _no_field(field: str) -> UserError:
    near = difflib.get_close_matches(field, FIELDS, n=1, cutoff=0.5)
    return UserError(
        _("There is no field “{field}” (in [columns] of the rules).").format(field=field),
        hint=_("Did you mean “{near}”?").format(near=near[0])
        if near
        else _("Known: {names}.").format(names=", ".join(FIELDS)),
    )
