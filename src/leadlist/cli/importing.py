"""What `leadlist import` does: take leads of files into a list, or write the cards of scans for a person to check."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.asking import Ask
from leadlist.cli.cards import gathered, require_review, write_review
from leadlist.cli.import_summary import show_import
from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output
from leadlist.cli.reading import STDIN, rules_in_force
from leadlist.cli.receiving import received, require_log, supplied_by
from leadlist.cli.refusals import known_refusals, remember
from leadlist.cli.run import Command, only_read, run
from leadlist.cli.sources import how_to_read
from leadlist.cli.today import today
from leadlist.formats import READ_ONLY, kind_of
from leadlist.formats.new_file import require_suffix
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.operations.import_ import Acquired, Batch, new_list, plan
from leadlist.operations.optouts import with_cells

if TYPE_CHECKING:
    from leadlist.cards.row import Card
    from leadlist.plans import Plan
    from leadlist.rules import Rules


@dataclass(frozen=True)
class Asked:
    """What was typed behind `leadlist import`; `acquired` as far as the command line says it."""

    into: Path
    options: ChangeOptions
    sources: Sequence[Path]
    preset: str
    sides: int
    reviewed: Path | None
    party: str
    acquired: Acquired

    @property
    def output(self) -> Output:
        """Where to speak."""
        return Output(quiet=self.options.quiet, as_json=self.options.as_json)

    def gathered(self, rules: "Rules") -> "AbstractContextManager[tuple[list[Batch], list[Card]]]":
        """The batches of every source, and the cards on scans; see `cards.gathered`."""
        require_log(self.party, self.into, self.options)
        how = how_to_read(self.into, rules, self.options, self.preset)
        keep = self.options.dry_run
        return gathered(self.sources, self.reviewed, self.into, how, self.sides, self.output, keep=keep)


def require_into(into: Path, options: ChangeOptions) -> None:
    """Raises UserError, Refused where `--into` names what can be no list, before the scans of a whole fair are read."""
    if into == STDIN or options.out:
        return
    if not into.exists():
        require_suffix(into)
    elif (kind := kind_of(into)) in READ_ONLY:
        raise only_read(into, READ_ONLY[kind])


def review_cards(asked: Asked, review: Path) -> None:
    """Read the scans and write them into a page or workbook for a person to check; nothing is imported."""
    require_review(review)
    require_into(asked.into, asked.options)
    rules = rules_in_force(asked.into, asked.options)
    with asked.gathered(rules) as (_batches, cards):
        write_review(review, cards, asked.into, rules.language, asked.output)
    remember(asked.into, [review], "review", asked.options)


def import_leads(asked: Asked) -> None:
    """Take the leads of every source into the list; it is made where there is none."""
    require_into(asked.into, asked.options)
    rules = rules_in_force(asked.into, asked.options)
    handover = supplied_by(asked.party, rules, asked.acquired.handover)
    with asked.gathered(rules) as (batches, _cards):
        run(_command(asked, replace(asked.acquired, handover=handover), rules, batches), asked.into, asked.options)
    if not asked.options.dry_run:
        read = [*asked.sources, *([asked.reviewed] if asked.reviewed else [])]
        remember(asked.into, read, "import", asked.options)


def _command(asked: Asked, acquired: Acquired, rules: "Rules", batches: Sequence[Batch]) -> Command:
    """The import of these batches."""
    taken: list[LeadList] = []
    known = known_refusals(asked.into, rules, asked.options, asked.output)

    def planned(leads: LeadList, rules: "Rules") -> "Plan":
        people = with_cells(known, leads, rules, today())
        taken[:] = [leads]
        return plan(
            leads,
            rules,
            batches=batches,
            acquired=acquired,
            today=today(),
            suppressed=people.suppressed if people else None,
            erased=people.erased if people else None,
        )

    return Command(
        "import",
        planned,
        ask=Ask.YES_OR_NO,
        question=lambda plan: _("Add {added} leads and update {updated}?").format(
            added=plan.counts.get("added", 0), updated=plan.counts.get("updated", 0)
        ),
        summary=show_import,
        next_step=lambda path: _("Next: leadlist normalize {list} · take back: leadlist undo {list}").format(list=path),
        new_list=lambda rules: new_list(batches, rules),
        after=lambda store, made, committed: (
            received(store, asked.party, rules, acquired.handover, taken[0], made, batches, asked.sources)
            if asked.party and committed
            else {}
        ),
    )
