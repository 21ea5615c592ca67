"""The list that an import into a file that does not exist yet starts from: headings, and no rows."""

from collections.abc import Sequence

from leadlist.fields import FIELDS, Group
from leadlist.leads import ColumnRef, LeadList
from leadlist.operations.import_.planning import Batch
from leadlist.operations.import_.values import NAMES, PLACES
from leadlist.rules import Rules

BUSINESS = (Group.PERSON, Group.COMPANY, Group.ADDRESS, Group.LEAD, Group.PERMISSION, Group.CONTACT)
FIRST = ("company", "department", "title", "name", "family_name", "given_name", "email", "phone", "mobile")
"""How a list of leads is mostly laid out; the other fields follow in the table's order."""


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
    names = [name for name in (*FIRST, *(name for name in FIELDS if name not in FIRST)) if name in found]
    headings = tuple(FIELDS[name].heading(rules.language) for name in names)
    return LeadList(headings, tuple([] for _name in names), {name: ColumnRef(c) for c, name in enumerate(names)})
