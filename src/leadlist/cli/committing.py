"""Committing a plan: what is written is read again, or proved, before it takes the list's place."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.changes import changed_columns
from leadlist.cli.options import ChangeOptions
from leadlist.cli.other_sheets import Along, counts_along, require_along, write_along
from leadlist.cli.read_back import require_same
from leadlist.cli.reading import Opened
from leadlist.cli.undo_records import undo_records
from leadlist.leads import Spread
from leadlist.plans import Plan, apply

if TYPE_CHECKING:
    from leadlist.store import Committed, ListStore


def commit_changes(
    name: str,
    store: "ListStore",
    opened: Opened,
    plan: Plan,
    options: ChangeOptions,
    *,
    along: Sequence[Along] = (),
    final: bool = False,
    spread: "Spread[Any, Any]" = map,
) -> "Committed":
    """Commit a plan: the written file is read again and must hold what the plan says.

    `along` are the rows that leave other sheets of the workbook in the same commit.
    """
    document, leads = opened.document, opened.leads

    def write(target: Path) -> None:
        document.write(plan.changes, target)
        write_along(along, target, store.private_file, options)

    def verify(target: Path) -> None:
        if not document.surely_holds(plan.changes, target):
            require_same(apply(leads, plan.changes), target, opened, options)
        require_along(along, target, options)

    return store.commit(
        name,
        {**plan.counts, **counts_along(along)},
        write,
        leads=undo_records(leads, plan.changes, spread),
        fields=sorted({leads.field_of(column) for column in changed_columns(plan.changes)} - {""}),
        rules=opened.rules.name,
        rules_digest=opened.rules.digest,
        verify=verify,
        final=final,
        now=datetime.now(UTC),
    )
