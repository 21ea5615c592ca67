"""Find the records of one lead and merge them into one golden record; what is doubtful goes to a person."""

from leadlist.operations.deduplicate.planning import Deduplication, Pair, RowCluster, plan

__all__ = ["Deduplication", "Pair", "RowCluster", "plan"]
