"""leadlist approve"""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from leadlist.cli.options import LogOptions
from leadlist.errors import Refused, UserError
from leadlist.locale import _


def approve(
    gate_file: Annotated[Path, typer.Argument(metavar="GATE", help=_("The gate that “leadlist mailing” wrote."))],
    options: LogOptions,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who of your firm approves the mailing."))],
) -> None:
    """leadlist approve gate.json --by 佐藤"""
    from leadlist.cli.mailing_gate import account, require_another
    from leadlist.cli.new_file import replace_file
    from leadlist.cli.output import Output, shown
    from leadlist.store import approved_gate, find_key, read_gate

    output = Output(quiet=options.quiet, as_json=options.as_json, show_values=options.show_values)
    if not by.strip():
        raise UserError(_("Nobody is named who approves it."), hint=_("Add --by NAME."))
    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if key is None:
        raise UserError(
            _("A gate is signed with the key of its list, and there is no key."),
            hint=_("Name it with --key-file, or set LEADLIST_KEY_FILE."),
        )
    gate = read_gate(gate_file, key)
    _show(gate.decision, output)
    _require_sound(gate_file, gate.decision)
    require_another(gate.decision, by, gate.decision["approval"])
    replace_file(gate_file, approved_gate(gate, by.strip(), account(), key, now=datetime.now(UTC)))
    if account() and account() == gate.decision["account"]:
        output.warn(_("The same account of this computer wrote and approved it; names are taken as they are typed."))
    step = _("Approved by {name}. Next: leadlist mailing {list} … --gate {gate} --out FILE").format(
        name=shown(by.strip()), list=shown(gate.decision["list"]["name"]), gate=gate_file
    )
    output.talk(step)
    counts = dict(gate.decision["counts"])
    document = {"command": "approve", "list": gate.decision["list"]["name"], "counts": counts, "changes": []}
    output.document(lambda: {**document, "findings": _findings(gate.decision), "next": step})


def _require_sound(gate_file: Path, decision: Any) -> None:
    """Raises Refused where the list beside the gate is another one by now, or a check forbids to send at all."""
    beside = gate_file.with_name(decision["list"]["name"])
    if beside.is_file() and sha256(beside.read_bytes()).hexdigest() != decision["list"]["sha256"]:
        raise Refused(
            _("The list was changed after the gate was written."),
            hint=_("Write it again and have it approved: leadlist mailing LIST … --gate FILE without --out."),
        )
    if blocking := [each["code"] for each in _findings(decision) if each["severity"] == "error"]:
        raise Refused(
            _("A check forbids this mailing: {codes}.").format(codes=", ".join(blocking)),
            hint=_("leadlist rules explain CODE says what to do; then write the gate again."),
        )


def _findings(decision: Any) -> list[dict[str, Any]]:
    parted = ((*text.split(" ", 1), count) for text, count in decision["findings"].items())
    return [{"code": code, "severity": severity, "count": count} for code, severity, count in parted]


def _show(decision: Any, output: Any) -> None:
    """What there is to approve: what is sent to how many, why the others not, what the checks found, who asks."""
    from leadlist.cli.output import shown
    from leadlist.operations.mailing import reason_words
    from leadlist.plans import Severity, severity_word

    asked, counts = decision["asked"], decision["counts"]
    written = datetime.fromisoformat(decision["time"]).astimezone()
    rows = [
        (_("list"), decision["list"]["name"]),
        (_("purpose of use"), asked["purpose"]),
        (_("channel"), asked["channel"]),
        (_("segment"), " and ".join(asked["segment"]) or "–"),
        (_("layout"), asked["layout"]["name"]),
        *([(_("given to"), asked["to"])] if asked["to"] else []),
        (_("written by"), f"{decision['author']} ({written:%Y-%m-%d %H:%M})"),
        (_("leads read"), f"{counts['read']:,}"),
        *((words, f"-{counts[reason]:,}") for reason, words in reason_words().items() if counts[reason]),
        (_("recipients"), f"{counts['recipients']:,}"),
        *(
            (each["code"], f"{severity_word(Severity(each['severity']))} {each['count']:,}")
            for each in _findings(decision)
        ),
    ]
    output.table((_("what"), _("value")), [(what, shown(str(text))) for what, text in rows], limit=80, talk=True)
