"""A rehearsal of the worst day: put backups back into a private folder and open them as lists."""

import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ReadOptions
from leadlist.cli.reading import open_document_of
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.store import Key


def drill(path: Path, key: "Key") -> tuple[list[str], dict[str, int]]:
    """Restore the newest backup and one at random; what went wrong, and the number of leads in each that opened.

    Raises UserError where there is no backup to try.
    """
    from leadlist.store import backups, open_list

    found = [info.name for info in backups(path)]
    if not found:
        raise UserError(_("{list} has no backup yet.").format(list=path), hint=_("Make one: leadlist backup LIST"))
    chosen = dict.fromkeys([found[-1], random.choice(found)])
    faults: list[str] = []
    rows: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, open_list(path, key, while_open=True) as store:
        for name in chosen:
            target = Path(folder, f"{name}{path.suffix}")
            try:
                store.restore(name, target, now=datetime.now(UTC))
                rows[name] = len(open_document_of(target, ReadOptions()).leads)
            except UserError as error:
                faults.append(f"{name}: {error.problem}")
    return faults, rows
