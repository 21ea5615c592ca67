"""What `leadlist optout` does: add refusals, lift them by a newer consent, count them (`optout_export`: hashes)."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadlist.cli.asking import Ask
from leadlist.cli.output import Output
from leadlist.cli.reading import open_leads, rules_in_force
from leadlist.cli.refusals import known_refusals, ledger_path, remember, write_down
from leadlist.cli.run import Command, run
from leadlist.cli.today import today
from leadlist.errors import UserError, reason_of
from leadlist.leads import LeadList
from leadlist.locale import _, ngettext
from leadlist.plans import Plan

if TYPE_CHECKING:
    from leadlist.cli.optout_asked import Asked
    from leadlist.leads import Spread
    from leadlist.operations.unsubscribes import Unsubscribes
    from leadlist.rules import Rules
    from leadlist.store import ListStore

PLAIN = (".csv", ".tsv", ".txt")


def add(asked: "Asked", spread: "Spread[Any, Any]") -> None:
    """Write down who said no, in the suppression file first, then in the cells of the list."""
    from leadlist.operations.optout import OptedOut, plan
    from leadlist.operations.optouts import Refusal

    if not asked.words:
        raise UserError(
            _("Nobody is named who opted out."), hint=_("Name a file of unsubscribers, an e-mail address or a number.")
        )
    rules = rules_in_force(asked.list_file, asked.options)
    read = [_read(asked, table, rules) for table in _tables(asked, rules)]
    refusals: list[Refusal] = [each for one in read for each in one.refusals]
    reasons = {each[:2]: why for one in read for each, why in zip(one.refusals, one.reasons, strict=True)}
    _say_read(read, asked.output)
    if not refusals:
        raise UserError(
            _("Nobody in it has opted out."), hint=_("Name a file of unsubscribers, an e-mail address or a number.")
        )
    known = known_refusals(asked.list_file, rules, asked.options, asked.output, after_loss=True)

    def keep(store: "ListStore", plan: Plan) -> None:
        assert isinstance(plan.details, OptedOut)
        default = asked.reason or "unsubscribed"
        entries = [(each, reasons.get(each[:2], default)) for each in plan.details.refusals]
        write_down(store, entries, asked.options, asked.output)

    sources = [path for path in map(Path, asked.words) if path.is_file()]
    command = Command(
        "optout",
        lambda leads, rules: plan(leads, rules, refusals, known, spread=spread if leads.stored else map),
        ask=Ask.YES_OR_NO if sources else Ask.NOTHING,
        question=lambda plan: ngettext(
            "Opt {count} address out? Only a newer consent brings it back.",
            "Opt {count} addresses out? Only a newer consent brings them back.",
            len({each.address for each in refusals}),
        ).format(count=len({each.address for each in refusals})),
        summary=_show_added,
        next_step=lambda path: _("Lift one: leadlist optout remove {list} ADDRESS --evidence FILE --on DAY").format(
            list=path
        ),
        before=keep,
        spread=spread,
    )
    run(command, asked.list_file, asked.options)
    if not asked.options.dry_run:
        remember(asked.list_file, sources, "opt-outs", asked.options)


def _tables(asked: "Asked", rules: "Rules") -> list[LeadList]:
    """What the words name: files first, then the addresses that were typed."""
    from leadlist.operations.unsubscribes import ADDRESS, is_plain, typed

    tables: list[LeadList] = []
    addresses: list[str] = []
    for word in asked.words:
        path = Path(word)
        if path.is_file():
            text = text_of(path, asked.options.encoding) if path.suffix.lower() in PLAIN else ""
            if is_plain(text):
                tables.append(typed(text.splitlines()))
            else:
                tables.append(open_leads(path, rules, asked.options).leads)
        elif ADDRESS.fullmatch(word.strip()):
            addresses.append(word)
        else:
            raise UserError(
                _("“{word}” is neither a file nor an address.").format(word=word),
                hint=_("Name a file of unsubscribers, an e-mail address or a number."),
            )
    return [*tables, *([typed(addresses)] if addresses else [])]


def text_of(path: Path, encoding: str | None) -> str:
    """What a text file says, in the encoding that is named or found."""
    from leadlist.formats.encoding import detect

    data = path.read_bytes()
    found = detect(data, encoding, name=path.name)
    return data[len(found.mark) :].decode(found.codec, "replace")


def _read(asked: "Asked", table: LeadList, rules: "Rules") -> "Unsubscribes":
    from leadlist.operations.unsubscribes import read

    channels = asked.channels or ("",)
    on = asked.on.date() if asked.on else None
    if on and on > today():
        raise UserError(_("The day lies in the future."), hint=_("Name the day they said no."))
    parts = [read(table, rules, channel=each, on=on, today=today(), reason=asked.reason) for each in channels]
    return parts[0]._replace(
        refusals=[each for part in parts for each in part.refusals],
        reasons=[why for part in parts for why in part.reasons],
    )


def _say_read(read: "Sequence[Unsubscribes]", output: Output) -> None:
    words = {
        "read": _("read"),
        "taken": _("opted out"),
        "subscribed": _("still subscribed"),
        "bounced": _("bounced only"),
        "unreadable": _("without a valid address"),
    }
    sums = {name: sum(getattr(one, name) for one in read) for name in words}
    output.talk(" · ".join(f"{word} {sums[name]:,}" for name, word in words.items() if sums[name] or name == "read"))


def _show_added(leads: LeadList, plan: Plan, output: Output) -> None:
    from leadlist.operations.optout import OptedOut

    assert isinstance(plan.details, OptedOut)
    asked = len({each.address for each in plan.details.refusals})
    line = ngettext(
        "{count} address refuses; {known} of those named stand in the list.",
        "{count} addresses refuse; {known} of those named stand in the list.",
        asked,
    )
    output.talk(line.format(count=asked, known=plan.details.in_list))


def remove(asked: "Asked", spread: "Spread[Any, Any]") -> None:
    """Lift refusals by a consent that is newer and proved."""
    from leadlist.operations.optout import Lifted, plan_consent
    from leadlist.operations.unsubscribes import addresses_of
    from leadlist.store import Consent, open_ledger

    rules = rules_in_force(asked.list_file, asked.options)
    addresses = addresses_of(asked.words, rules)
    if not addresses:
        raise UserError(
            _("No address is named."), hint=_("leadlist optout remove LIST ADDRESS --evidence FILE --on DAY")
        )
    if asked.evidence is None or asked.on is None:
        raise UserError(
            _("Only a consent lifts a refusal: --evidence names the file that proves it, --on its day."),
            hint=_("leadlist optout remove LIST ADDRESS --evidence FILE --on DAY"),
        )
    on: date = asked.on.date()
    if on > today():
        raise UserError(_("The day lies in the future."), hint=_("Name the day of the consent."))
    digest = _digest(asked.evidence)
    channels = asked.channels or tuple({"email" if "@" in address else "phone": None for address in addresses})
    known = known_refusals(asked.list_file, rules, asked.options, asked.output)

    def write_down(store: "ListStore", plan: Plan) -> None:
        assert isinstance(plan.details, Lifted)
        consents = [Consent(key, channel, on, digest) for key in plan.details.addresses for channel in channels]
        path = ledger_path(store.path, asked.options)
        with open_ledger(path, store.key, now=datetime.now(UTC), like=store.path, wait=asked.options.wait) as ledger:
            ledger.consent(consents)
        asked.output.talk(_("The consent of {day} is in {file}.").format(day=on.isoformat(), file=path))

    command = Command(
        "consent",
        lambda leads, rules: plan_consent(
            leads, rules, addresses, known, channels=channels, on=on, spread=spread if leads.stored else map
        ),
        ask=Ask.YES_OR_NO,
        question=lambda plan: ngettext(
            "Lift the refusal in {count} row, because of the consent of {day}?",
            "Lift the refusal in {count} rows, because of the consent of {day}?",
            plan.counts.get("changed", 0),
        ).format(count=plan.counts.get("changed", 0), day=on.isoformat()),
        before=write_down,
        spread=spread,
    )
    run(command, asked.list_file, asked.options)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UserError(
            _("The evidence “{file}” cannot be read: {reason}.").format(file=path, reason=reason_of(error)),
            hint=_("Name a file: a scan, a screenshot, a mail."),
        ) from error


def count(asked: "Asked", spread: "Spread[Any, Any]") -> None:
    """How many refuse each channel, and in which files; no address, for there is none in them."""
    from leadlist.store import find_key, read_suppression

    key = find_key(key_file=asked.options.key_file, key_command=asked.options.key_command)
    found = read_suppression(asked.list_file, key)
    counts = found.counts()
    words = {"erased": _("marks of erased people"), "lifted": _("lifted by a consent")}
    for name, number in counts.items():
        asked.output.data(f"{words.get(name, name)}  {number:,}")
    step = (
        _("In force from: {files}").format(files=", ".join(map(str, found.files)))
        if found.files
        else _("There is no suppression file yet.")
    )
    asked.output.talk(step)
    asked.output.document(
        lambda: {
            "command": "optout list",
            "list": str(asked.list_file),
            "counts": counts,
            "changes": [],
            "findings": [],
            "next": step,
        }
    )
