"""What people said before about pairs of a list: read from beside it, and added to under its lock."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import KeyOptions
from leadlist.cli.output import Output
from leadlist.cli.reading import STDIN
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.reading import Opened
    from leadlist.leads import LeadList
    from leadlist.operations.deduplicate import Judgements, KnownApart
    from leadlist.plans import Plan
    from leadlist.rules import Rules
    from leadlist.store import ListStore


def memory_of(list_file: Path, options: KeyOptions, output: Output) -> "Callable[[LeadList, Rules], KnownApart | None]":
    """How to recall, for a list as it is read, which pairs a person has called two people.

    Without the key nothing is recalled, and that is said.
    """
    from leadlist.operations.deduplicate.who import recalled
    from leadlist.store import find_key, read_apart
    from leadlist.store.beside import apart_file

    path = list_file.resolve()
    if list_file == STDIN or not apart_file(path).exists():
        return lambda leads, rules: None
    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if key is None:
        output.warn(_("Earlier decisions (“different”) cannot be read without the key; those pairs are asked again."))
        return lambda leads, rules: None
    apart = read_apart(path, key)
    if apart.unread:
        output.warn(
            ngettext(
                "{count} earlier decision was made under another key; that pair is asked again.",
                "{count} earlier decisions were made under another key; those pairs are asked again.",
                apart.unread,
            ).format(count=apart.unread)
        )
    return lambda leads, rules: recalled(leads, rules, apart.holds) if apart else None


def remember(store: "ListStore", opened: "Opened", plan: "Plan", judgements: "Judgements") -> int:
    """Keep the pairs that were called different, as keyed hashes; how many were new."""
    from leadlist.operations.deduplicate.who import identities_after
    from leadlist.store import remember_apart

    who = identities_after(opened.leads, opened.rules, plan.changes)
    pairs = [(who(row), who(other)) for row, other in judgements.different]
    return remember_apart(store.path, store.key, pairs, datetime.now(UTC))
