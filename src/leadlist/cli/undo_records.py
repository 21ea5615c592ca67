"""What a commit keeps of the changes, so that they can be undone: made by all cores where the list is in blocks."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from leadlist.changes import BlockChanges, Change
from leadlist.leads import LeadList, Spread
from leadlist.records import BlockJob, block_jobs, block_records, ready_records

if TYPE_CHECKING:
    from leadlist.store import LeadRecord, Lines


def undo_records(
    leads: LeadList, changes: Sequence[Change], spread: Spread[Any, Any]
) -> "Iterable[LeadRecord | Lines]":
    """A record for each lead that changes; of a list in blocks, the lines that the store makes of them."""
    if isinstance(changes, BlockChanges):
        return spread(_lines, block_jobs(leads, changes))
    return ready_records(leads, changes)


def _lines(job: BlockJob) -> "Lines":
    from leadlist.store import lines_of

    return lines_of(block_records(job))
