"""Find the records of one lead and merge them into one golden record; what is doubtful goes to a person."""

from leadlist.operations.deduplicate.checking import check_rules
from leadlist.operations.deduplicate.found import Deduplication, Pair, RowCluster
from leadlist.operations.deduplicate.judgements import NOTHING_SAID, Edit, Judgements, KnownApart
from leadlist.operations.deduplicate.planning import plan
from leadlist.operations.deduplicate.same_people import duplicates

__all__ = [
    "NOTHING_SAID",
    "Deduplication",
    "Edit",
    "Judgements",
    "KnownApart",
    "Pair",
    "RowCluster",
    "check_rules",
    "duplicates",
    "plan",
]
