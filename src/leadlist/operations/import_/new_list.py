"""The list that an import into a file that does not exist yet starts from: headings, and no rows."""

from collections.abc import Sequence

from leadlist.fields import FIELDS, Group
from leadlist.leads import ColumnRef, LeadList
from leadlist.operations.import_.state import Batch
from leadlist.operations.import_.values import NAMES, PLACES
from leadlist.rules import Rules

BUSINESS = (Group.PERSON, Group.COMPANY, Group.ADDRESS, Group.LEAD, Group.PERMISSION, Group.CONTACT)
FIRST = ("company", "department", "title", "name", "family_name", "given_name", "email", "phone", "mobile")
"""How a list of leads is mostly laid out; the other fields follow in the table's order."""
TYPED = (
    *(
        "company",
        "department",
        "title",
        "name",
        "name_kana",
        "email",
        "phone",
        "mobile",
        "postal_code",
        "address",
        "url",
    ),
    *("source", "event", "acquired_on", "purpose", "consent", "consent_on"),
    *("stage", "owner", "next_action_on", "last_inbound_on", "opt_out_email", "opt_out_phone", "note"),
)
"""What a list to be typed by hand has: who, where from and on what ground, and what happens next."""
CHOSEN = {"stage", "source", "consent"}  # with a drop-down each; a person fills in what the sources do not say


def new_list(batches: Sequence[Batch], rules: Rules) -> LeadList:
    """A list without rows whose headings suit the batches, in the rules' language.

    A name or address has one column if any source gives it whole, and its parts otherwise. What only leadlist fills
    in (source, dates, lead_id) is added by the plan, where it is needed.
    """
    found = {
        name
        for batch in batches
        for name, column in batch.leads.fields.items()
        if name in FIELDS and FIELDS[name].group in BUSINESS and any(batch.leads.columns[column])
    }
    for whole, parts in (*NAMES.items(), ("address", PLACES)):
        if whole in found:
            found -= set(parts)
    found |= CHOSEN
    names = [name for name in (*FIRST, *(name for name in FIELDS if name not in FIRST)) if name in found]
    return _empty(names, rules.language)


def template(language: str) -> LeadList:
    """An empty list to type into, its headings in a language."""
    return _empty(TYPED, language)


def _empty(names: Sequence[str], language: str) -> LeadList:
    headings = tuple(FIELDS[name].heading(language) for name in names)
    return LeadList(headings, tuple([] for _name in names), {name: ColumnRef(c) for c, name in enumerate(names)})
