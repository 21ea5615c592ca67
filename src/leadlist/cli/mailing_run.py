"""A mailing from the list to the mailer's files: read, plan, show, write, and keep in the log what was written.

The list is locked from reading to the record in its log, so that the record speaks of the list the file was made from.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from leadlist.cli.asking import interactive
from leadlist.cli.mailing_files import Written, mailing_file, write_mailing
from leadlist.cli.mailing_gate import (
    decision_of,
    require_approved,
    require_gate_file,
    require_same_recipients,
    write_gate,
)
from leadlist.cli.mailing_party import given, require_party
from leadlist.cli.mailing_summary import document, show_funnel
from leadlist.cli.mailing_wish import Wish
from leadlist.cli.output import Output
from leadlist.cli.reading import STDIN, open_leads, rules_in_force
from leadlist.cli.refusals import known_refusals, remember
from leadlist.cli.today import today
from leadlist.errors import ExitStatus, Refused, UserError
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Plan, Severity

if TYPE_CHECKING:
    from leadlist.operations.mailing import Last
    from leadlist.rules import Rules
    from leadlist.store import Gate, ListStore

OPERATION = "mailing"
"""What the log calls it."""


def run_mailing(wish: Wish) -> None:
    """Show who is written to; with `--gate` write the decision, with `--out` the files and their record in the log.

    Exits 1 where a check forbids to send; nothing but a gate is written then. Raises UserError and its kinds.
    """
    options = wish.options
    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    rules = rules_in_force(wish.list_file, options)
    _require_gate(wish, rules)
    require_party(wish, rules)
    target = wish.out and mailing_file(wish.out, wish.list_file, wish.request, wish.mailer, today())
    if (wish.out is None and wish.gate is None) or wish.list_file == STDIN or _has_no_log(wish, output):
        leads, plan = planned(wish, rules, output)
        step = _made(wish, target, rules, leads, plan).said
    else:
        leads, plan, step = _locked(wish, target, rules, output)
    output.talk(step)
    output.document(lambda: document(wish.list_file, leads, plan, step, output))
    if blocking(plan):
        raise typer.Exit(ExitStatus.FINDINGS)


def _has_no_log(wish: Wish, output: Output) -> bool:
    """Whether nobody is there to be shown a new key for a list that has no log yet; that is said.

    A gate, or a file for a party, is never made without the record. Raises Damaged for a list of another key.
    """
    from leadlist.store import check_new_key_allowed, find_key

    if wish.gate or wish.request.to or interactive():
        return False
    if find_key(key_file=wish.options.key_file, key_command=wish.options.key_command) is not None:
        return False
    check_new_key_allowed(wish.list_file)
    output.warn(_("There is no key, so this mailing is not kept in a log; “leadlist key new --out FILE” makes one."))
    return True


def _require_gate(wish: Wish, rules: "Rules") -> None:
    """Raises UserError for a gate that cannot be written, Refused where the rules ask for a gate."""
    if wish.gate is not None:
        if wish.list_file == STDIN:
            raise UserError(_("A list from stdin has no gate."), hint=_("Name the list's file."))
        if wish.out is None:
            require_gate_file(wish.gate, wish.list_file)
    elif wish.out is not None and rules.mailing.approval != "none":
        raise Refused(
            _('The rules ask for an approval ([mailing] approval = "{word}").').format(word=rules.mailing.approval),
            hint=_("Write a gate with --gate FILE, have it approved, then add it to --out."),
        )


def planned(wish: Wish, rules: "Rules", output: Output) -> tuple[LeadList, Plan]:
    """The list and its mailing with what the checks found, shown."""
    from leadlist.operations.mailing import checked, plan, require_purpose

    template = None
    if wish.template is not None:
        from leadlist.formats.mail_text import read_mail_text

        template = read_mail_text(wish.template)
    known = known_refusals(wish.list_file, rules, wish.options, output)
    opened = open_leads(wish.list_file, rules, wish.options)
    leads = opened.leads
    for note in opened.document.notes:
        output.talk(note)
    require_purpose(leads, rules, wish.request.purpose)
    found = plan(
        leads,
        rules,
        wish.request,
        today=today(),
        suppressed=known.suppressed if known else None,
        erased=known.erased if known else None,
        duplicates=_duplicates(wish, leads, rules, output),
    )
    found = checked(found, leads, rules, wish.mailer, template=template, last=_last(wish, rules))
    if not wish.options.quiet:
        show_funnel(leads, found, output)
    return leads, found


HARMLESS = ("optout", "consent", "results", "provenance", "purge", "forget")
"""Operations after which a list without duplicates still has none."""


def _duplicates(wish: Wish, leads: LeadList, rules: "Rules", output: Output) -> Mapping[RowRef, RowRef]:
    """What `dedupe` would merge; nothing is looked for where the list is what `dedupe` left."""
    from leadlist.cli.dedupe_memory import memory_of
    from leadlist.operations.deduplicate import duplicates
    from leadlist.store import find_key, left_by

    if wish.list_file != STDIN:
        key = find_key(key_file=wish.options.key_file, key_command=wish.options.key_command)
        if key and left_by(wish.list_file, key, "dedupe", rules.digest, HARMLESS):
            return {}
    return duplicates(leads, rules, memory_of(wish.list_file, wish.options, output)(leads, rules))


def _last(wish: Wish, rules: "Rules") -> "Last | None":
    """The last mailing of this purpose and channel to this party, after the list's log."""
    from leadlist.operations.mailing import Last
    from leadlist.store import read_events

    if wish.list_file == STDIN:
        return None
    wanted = _purpose(wish, rules), wish.request.channel, wish.request.to
    for event in reversed(read_events(wish.list_file, OPERATION)):
        if tuple(event.facts.get(name, "") for name in ("purpose", "channel", "party")) == wanted:
            return Last(f"{event.time.astimezone():%Y-%m-%d}", event.counts["recipients"])
    return None


def _purpose(wish: Wish, rules: "Rules") -> str:
    from leadlist.provenance import purpose_codes

    return ", ".join(sorted(purpose_codes(rules, wish.request.purpose)))


def blocking(plan: Plan) -> bool:
    """Whether a check forbids to send."""
    return any(finding.severity is Severity.ERROR for finding in plan.findings)


def _locked(wish: Wish, target: Path | None, rules: "Rules", output: Output) -> tuple[LeadList, Plan, str]:
    """The gate, or the files and the record in the log, both or neither."""
    from leadlist.cli.keys import key_for
    from leadlist.store import open_list, read_gate

    key = key_for(wish.list_file, wish.options, output)
    with open_list(wish.list_file, key, wait=wish.wait, while_open=True) as store:
        for note in store.notes:
            output.warn(note)
        gate = read_gate(wish.gate, store.key) if wish.gate and wish.out else None
        if gate is not None:
            require_approved(gate, wish, store, rules, today())
        leads, plan = planned(wish, rules, output)
        store.require_unchanged()
        if wish.out is None and wish.gate is not None:
            write_gate(wish.gate, decision_of(wish, store, rules, leads, plan, today()), store)
            step = _("Written to {gate}. Next: leadlist approve {gate} --by NAME").format(gate=wish.gate)
            return leads, plan, step
        if gate is not None:
            require_same_recipients(gate, leads, plan, store.key)
        written = _made(wish, target, rules, leads, plan)
        try:
            if written.files:
                _note(store, wish, rules, leads, plan, gate, written)
        except BaseException:
            for file in written.files:
                file.unlink(missing_ok=True)
            raise
    remember(wish.list_file, written.files, OPERATION, wish.options)
    return leads, plan, written.said


def _made(wish: Wish, target: Path | None, rules: "Rules", leads: LeadList, plan: Plan) -> Written:
    """The files; none where none were asked for, or a check forbids them."""
    if blocking(plan):
        said = _("Nothing was written: a check forbids to send. leadlist rules explain CODE says what to do.")
        return Written((), (), said)
    if target is None:
        return Written((), (), _("Nothing was written. With --out FILE the mailer's file is made."))
    return write_mailing(target, leads, plan, wish.mailer, rules, today())


def _note(
    store: "ListStore",
    wish: Wish,
    rules: "Rules",
    leads: LeadList,
    plan: Plan,
    gate: "Gate | None",
    written: Written,
) -> None:
    """What was sent to how many, for which purpose: the next mailing is compared with it, and it names no lead.

    What was given to a party is in the same record.
    """
    request = wish.request
    facts: dict[str, str | Sequence[str]] = {
        "purpose": _purpose(wish, rules),
        "channel": request.channel,
        "reach": "bulk" if request.bulk else "single",
        "one_per": request.one_per,
        "segment": "yes" if request.segment else "",  # what it says may be an address
        "layout": wish.mailer.name,
    }
    if gate is not None and gate.approval is not None:
        facts |= {"gate": gate.digest, "author": gate.decision["author"], "approved_by": gate.approval["by"]}
    if request.to:
        facts |= given(store, wish, rules, leads, plan, written)
    store.note(OPERATION, plan.counts, facts, rules=rules.name, rules_digest=rules.digest, now=datetime.now(UTC))
