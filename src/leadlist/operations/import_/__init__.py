"""import: leads from files, app exports and cards into a list, with where they came from."""

from leadlist.operations.import_.acquired import Acquired
from leadlist.operations.import_.handover import HANDOVERS, Handover
from leadlist.operations.import_.new_list import new_list
from leadlist.operations.import_.planning import COUNTS, Batch, Details, Outcome, plan

__all__ = ["COUNTS", "HANDOVERS", "Acquired", "Batch", "Details", "Handover", "Outcome", "new_list", "plan"]
