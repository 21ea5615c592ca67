"""What an import tells about its sources as a whole."""

from collections.abc import Collection, Iterator, Sequence

from leadlist import purposes
from leadlist.leads import LeadList
from leadlist.locale import _, ngettext
from leadlist.operations.import_.acquired import Acquired, source_kind
from leadlist.permission import ground
from leadlist.plans import Finding, Severity
from leadlist.rules import Rules

OPTIONS = {"source": "--source", "acquired_on": "--on", "purpose": "--purpose"}


def about_columns(name: str, dropped: Sequence[str], kept: Collection[str]) -> Iterator[Finding]:
    """Columns that were left out, and those that are kept although nobody knows what they are."""
    if dropped:
        message = _("{file}: left out, they hold nothing about a lead: {headings}.")
        message = message.format(file=name, headings=", ".join(dropped))
        yield Finding(None, "", None, "IMPORT-004", Severity.INFO, message)
    if kept:
        message = _("{file}: not known, kept under their own headings: {headings}.")
        yield Finding(None, "", None, "IMPORT-003", Severity.INFO, message.format(file=name, headings=", ".join(kept)))


Source = tuple[LeadList, str]
"""The rows of a source, and the kind of source that its preset takes them for (`""` for none)."""


def about_acquisition(sources: Sequence[Source], said: Acquired, rules: Rules) -> Iterator[Finding]:
    """What the leads will not say about where and for what they were taken in (個人情報保護法17条・20条・21条)."""
    given = {"source": said.source, "acquired_on": said.on, "purpose": said.purpose}
    missing = [
        option
        for name, option in OPTIONS.items()
        if not given[name]
        and any(
            not all(leads.values(name)) for leads, kind in sources if len(leads) and not (kind and name == "source")
        )
    ]
    if missing:
        message = _("The leads will not say where, when or for what they were taken in.")
        hint = _("Add {options}.").format(options=", ".join(missing))
        yield Finding(None, "source", None, "IMPORT-005", Severity.WARNING, message, hint)
    yield from _about_grounds(sources, said, rules)
    wordings = {text for leads, _kind in sources for text in leads.values("purpose") if text}
    if any(text not in rules.purposes and purposes.lint(text) for text in wordings):
        message = _("Some rows of the source give a purpose that says too little.")
        hint = _("Word it as in “{example}”.").format(example=purposes.example(rules.language))
        yield Finding(None, "purpose", None, "IMPORT-006", Severity.WARNING, message, hint)


def about_refusals(count: int) -> Iterator[Finding]:
    """How many of the people have opted out."""
    if count:
        message = ngettext(
            "{count} of these people has opted out; that stays.",
            "{count} of these people have opted out; that stays.",
            count,
        ).format(count=count)
        yield Finding(None, "", None, "IMPORT-008", Severity.INFO, message)


def _about_grounds(sources: Sequence[Source], said: Acquired, rules: Rules) -> Iterator[Finding]:
    """What the kinds of source allow: leads of other firms, platforms with terms of their own, no bulk mail."""
    texts = {text for leads, _kind in sources for text in leads.values("source") if text}
    texts |= {said.source} if said.source else {kind for _leads, kind in sources}
    kinds = {kind: rules.sources[kind] for text in texts if (kind := source_kind(text, rules))}
    foreign = [entry.label for kind, entry in kinds.items() if entry.third_party and kind != said.source]
    if foreign and not said.handover.kind:
        message = _("Some leads come from another firm ({sources}), and nothing says on what ground.")
        hint = _("Import them by themselves, with --source and --handover.")
        message = message.format(sources=", ".join(sorted(foreign)))
        yield Finding(None, "source", None, "IMPORT-009", Severity.WARNING, message, hint)
    for entry in kinds.values():
        if entry.terms:
            yield Finding(None, "source", None, "IMPORT-010", Severity.WARNING, entry.terms)
    single = sorted(entry.label for entry in kinds.values() if not entry.bulk)
    if single and ground(said.consent) != "explicit":
        message = _("Leads of this source ({sources}) may be written to one by one, not in bulk.")
        hint = _("Bulk mail needs their own consent: --consent explicit, with --evidence.")
        yield Finding(
            None, "source", None, "IMPORT-011", Severity.INFO, message.format(sources=", ".join(single)), hint
        )
