"""Which rows `dedupe` would merge, without the merged records: for whoever must not write to somebody twice."""

from collections.abc import Mapping

from leadlist.leads import LeadList, RowRef
from leadlist.operations.deduplicate.checking import check_rules
from leadlist.operations.deduplicate.judgements import NOTHING_SAID, KnownApart, settle
from leadlist.operations.deduplicate.planning import clusters_of, linkage_of, survivor_of
from leadlist.rules import Rules


def duplicates(leads: LeadList, rules: Rules, known_apart: KnownApart | None = None) -> Mapping[RowRef, RowRef]:
    """Each row that would be merged, and the one it would be merged into. `known_apart` as for `plan`.

    Raises UserError where `[match]` makes no sense.
    """
    check_rules(rules)
    linkage = linkage_of(leads, rules)
    if linkage is None:
        return {}
    clusters = clusters_of(settle(leads, linkage, NOTHING_SAID, known_apart))
    survivors = [(rows, survivor_of(leads, rows)) for rows in clusters]
    return {row: survivor for rows, survivor in survivors for row in rows if row != survivor}
