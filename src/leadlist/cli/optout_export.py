"""`leadlist optout export`: hashes of those who refuse, for services that want them, with a record of who got them."""

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from leadlist.cli.asking import Ask, confirmed, require_answer
from leadlist.cli.new_file import replace_file, require_new_file
from leadlist.cli.optout_ways import PLAIN
from leadlist.cli.reading import open_leads, rules_in_force
from leadlist.cli.refusals import known_refusals, remember
from leadlist.errors import Refused, UserError
from leadlist.fields import FIELDS
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cli.optout_asked import Asked
    from leadlist.leads import Spread
    from leadlist.rules import Rules


def export(asked: "Asked", spread: "Spread[Any, Any]") -> None:
    """Plain SHA-256 hashes of the addresses in the list that refuse a channel, for services that want them."""
    from leadlist.operations.optout import in_clear

    if not asked.sha256 or asked.options.out is None or len(asked.channels) > 1:
        raise UserError(
            _("An export needs to be told what and where to."),
            hint=_("leadlist optout export LIST --channel email --sha256 --out FILE"),
        )
    if not asked.options.dry_run:
        require_answer(Ask.YES_OR_NO, yes=asked.options.yes)
    if asked.options.out.suffix.lower() not in PLAIN:
        raise UserError(_("The hashes are written as text."), hint=_("Name a file that ends in .csv or .txt."))
    require_new_file(asked.options.out)
    rules = rules_in_force(asked.list_file, asked.options)
    leads = open_leads(asked.list_file, rules, asked.options, spread=spread).leads
    known = known_refusals(asked.list_file, rules, asked.options, asked.output)
    if asked.to:
        _require_no_third_party(asked.to, rules)
    channel = asked.channels[0] if asked.channels else "email"
    addresses = in_clear(leads, rules, known, channel, spread=spread if leads.stored else map)
    step = _("Nothing was written.")
    if not asked.options.dry_run:
        step = _written(asked, rules, channel, addresses)
    asked.output.talk(step)
    asked.output.document(
        lambda: {
            "command": "optout export",
            "list": str(asked.list_file),
            "counts": {"exported": len(addresses)},
            "changes": [],
            "findings": [],
            "next": step,
        }
    )


def _written(asked: "Asked", rules: "Rules", channel: str, addresses: Collection[str]) -> str:
    """Ask, then write the hashes, and who got them; what to say about it."""
    assert asked.options.out is not None
    asked.output.warn(
        _("Plain SHA-256 hashes of addresses can be reversed: who has them can try all likely addresses in seconds.")
    )
    question = _("Write {count} of them to {file}?").format(count=len(addresses), file=asked.options.out)
    if not confirmed(Ask.YES_OR_NO, question, 0, yes=asked.options.yes, output=asked.output):
        raise UserError(_("Stopped: you did not confirm."), hint=_("Nothing was written."))
    hashes = sorted(hashlib.sha256(address.encode()).hexdigest() for address in addresses)
    content = "".join(f"{each}\n" for each in ["sha256", *hashes])
    replace_file(asked.options.out, content)
    if asked.to:
        _note_given(asked, rules, channel, len(hashes), hashlib.sha256(content.encode()).hexdigest())
    remember(asked.list_file, [asked.options.out], "hashes", asked.options)
    return ngettext(
        "{count} hash is in {file}, which only you can read. Give it to nobody but the service.",
        "{count} hashes are in {file}, which only you can read. Give it to nobody but the service.",
        len(hashes),
    ).format(count=len(hashes), file=asked.options.out)


def _require_no_third_party(code: str, rules: "Rules") -> None:
    """Raises Refused for a party that needs each person's consent: who refused has given none (個人情報保護法27条)."""
    from leadlist.operations.parties import needs_consent, party_of

    party = party_of(rules, code)
    if needs_consent(party, rules):
        raise Refused(
            _("{party} may get those who refused only with their consent.").format(party=party.name),
            hint=_("Hashes go to a processor or a joint user; docs/parties.md says who is one."),
        )


def _note_given(asked: "Asked", rules: "Rules", channel: str, count: int, digest: str) -> None:
    """Keep in the log who got the hashes; without that record there is no file."""
    from leadlist.cli.keys import key_for
    from leadlist.operations.parties import facts
    from leadlist.store import open_list

    assert asked.options.out is not None
    try:
        key = key_for(asked.list_file, asked.options, asked.output)
        found = {**facts(asked.to, rules, [channel if channel in FIELDS else "phone"]), "files": [digest]}
        with open_list(asked.list_file, key, wait=asked.options.wait, while_open=True) as store:
            now, counts = datetime.now(UTC), {"recipients": count}
            store.note("export", counts, found, rules=rules.name, rules_digest=rules.digest, now=now)
    except BaseException:
        asked.options.out.unlink(missing_ok=True)
        raise
