"""import: leads from files, app exports and cards into a list, with where they came from."""

from leadlist.operations.import_.acquired import CONSENTS, Acquired
from leadlist.operations.import_.new_list import new_list
from leadlist.operations.import_.planning import COUNTS, Batch, Details, Outcome, plan

__all__ = ["CONSENTS", "COUNTS", "Acquired", "Batch", "Details", "Outcome", "new_list", "plan"]
