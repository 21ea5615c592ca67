"""A rehearsal of the worst day: put backups back into a private folder and open them as lists."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from leadlist.cli.options import ReadOptions
from leadlist.cli.reading import open_document_of, rules_in_force
from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.store import Key


class Drill(NamedTuple):
    """How it went: what is wrong, the number of leads in each backup that opened, and which a password keeps closed."""

    faults: list[str]
    rows: dict[str, int]
    closed: list[str]


def drill(path: Path, key: "Key") -> Drill:
    """Restore the newest backup and one at random, and open what came back as a list.

    A workbook with a password is restored and compared only. Raises UserError where there is no backup to try.
    """
    from leadlist.formats.private_folder import private_folder
    from leadlist.formats.protected import Protected
    from leadlist.store import backups, open_list, remember_drill

    found = [info.name for info in backups(path) if info.holds_list]
    if not found:
        raise UserError(_("{list} has no backup yet.").format(list=path), hint=_("Make one: leadlist backup LIST"))
    chosen = dict.fromkeys([found[-1], random.choice(found)])
    done = Drill([], {}, [])
    rules = rules_in_force(path, ReadOptions())
    with private_folder() as folder, open_list(path, key, while_open=True) as store:
        for name in chosen:
            target = folder / f"{name}{path.suffix}"
            try:
                store.restore(name, target, now=datetime.now(UTC))
                done.rows[name] = len(open_document_of(target, ReadOptions(), rules, spread=map).leads)
            except Protected:
                done.closed.append(name)
            except UserError as error:
                done.faults.append(f"{name}: {error.problem}")
    if not done.faults:
        remember_drill(path, datetime.now(UTC))
    return done
