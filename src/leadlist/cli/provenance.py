"""leadlist provenance"""

from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli import acquiring
from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.output import Output
    from leadlist.cli.run import Planner
    from leadlist.leads import LeadList
    from leadlist.plans import Plan
    from leadlist.rules import Rules

SHOWN = 20
WHO = ("name", "family_name", "email")


def provenance(
    list_file: ListFile,
    options: ChangeOptions,
    source: acquiring.SourceKind = "",
    event: acquiring.Event = "",
    on: acquiring.Day = None,
    purpose: acquiring.PurposeText = "",
    consent: acquiring.Consent = "",
    evidence: acquiring.EvidenceFile = None,
    policy_version: acquiring.PolicyVersion = "",
    handover: acquiring.HandoverKind = "",
    supplier: acquiring.Supplier = "",
    obtained: acquiring.Obtained = "",
) -> None:
    """leadlist provenance 見込み客.xlsx
    leadlist provenance 見込み客.xlsx --source fair --event "機械要素技術展 2024" --on 2024-06-19 --purpose P01"""
    from leadlist.cli.asking import Ask
    from leadlist.cli.run import Command, run
    from leadlist.cli.today import today
    from leadlist.operations.import_ import Acquired, Handover, plan_missing

    acquired = Acquired(
        source=source,
        event=event,
        on=on.date() if on else None,
        purpose=purpose,
        consent=consent,
        evidence=acquiring.evidence_of(evidence),
        policy_version=policy_version,
        handover=Handover(handover, supplier, obtained),
    )

    def planned(leads: "LeadList", rules: "Rules") -> "Plan":
        return plan_missing(leads, rules, acquired=acquired, today=today())

    if acquired == Acquired():
        _only_show(list_file, options, planned)
        return
    command = Command(
        "provenance",
        planned,
        ask=Ask.YES_OR_NO,
        question=lambda plan: ngettext(
            "Fill in where {count} lead came from?",
            "Fill in where {count} leads came from?",
            plan.counts.get("filled", 0),
        ).format(count=plan.counts.get("filled", 0)),
        summary=_show,
        next_step=lambda path: _("Take back: leadlist undo {list}").format(list=path),
    )
    run(command, list_file, options)


def _only_show(list_file: Path, options: ChangeOptions, planned: "Planner") -> None:
    """What is lacking, without lock or key, since there is nothing to fill in yet."""
    from leadlist.cli.output import Output
    from leadlist.cli.reading import open_leads, rules_in_force
    from leadlist.cli.showing import document_of, show_plan

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    opened = open_leads(list_file, rules_in_force(list_file, options), options)
    plan = planned(opened.leads, opened.rules)
    show_plan("provenance", opened, plan, output, _show)
    step = _("Every lead says where, when and for what it was taken in.")
    if plan.findings:
        step = _("Fill it in: leadlist provenance {list} --source KIND --on DATE --purpose CODE").format(list=list_file)
    output.talk(step)
    output.document(lambda: document_of("provenance", opened, plan, step, output))


def _show(leads: "LeadList", plan: "Plan", output: "Output") -> None:
    """The leads that lack something, by who they are, and what they lack."""
    lacking = [(f.row, f.message) for f in plan.findings if f.row is not None and f.code == "IMPORT-012"]
    rows = [
        (
            str(leads.row_numbers[row]),
            output.value(leads.value(row, "company")),
            output.value(next((text for name in WHO if (text := leads.value(row, name))), "")),
            message,
        )
        for row, message in lacking[:SHOWN]
    ]
    if rows:
        output.table((_("row"), _("company"), _("who"), _("what")), rows, limit=48, talk=True)
    if len(lacking) > SHOWN:
        output.talk(
            ngettext("… and {count} more lead", "… and {count} more leads", len(lacking) - SHOWN).format(
                count=len(lacking) - SHOWN
            )
        )
