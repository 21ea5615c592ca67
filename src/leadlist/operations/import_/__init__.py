"""import: leads from files, app exports and cards into a list, with where they came from."""

from leadlist.operations.import_.acquired import Acquired
from leadlist.operations.import_.exports import preset_of, recognized
from leadlist.operations.import_.handover import HANDOVERS, Handover
from leadlist.operations.import_.missing import plan_missing
from leadlist.operations.import_.new_list import new_list, template
from leadlist.operations.import_.planning import COUNTS, Details, plan
from leadlist.operations.import_.state import Batch, Outcome

__all__ = [
    "COUNTS",
    "HANDOVERS",
    "Acquired",
    "Batch",
    "Details",
    "Handover",
    "Outcome",
    "new_list",
    "plan",
    "plan_missing",
    "preset_of",
    "recognized",
    "template",
]
