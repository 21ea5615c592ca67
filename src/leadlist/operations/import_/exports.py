"""Which preset an export is read by, and what it says about the columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from leadlist.checks.permissions import further_refusals
from leadlist.errors import UserError
from leadlist.fields import CHANNELS, FIELDS
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _
from leadlist.permission import GROUNDS
from leadlist.recognition import recognize
from leadlist.recognition.words import key
from leadlist.rules import Rules
from leadlist.rules.presets import EITHER, Preset


def preset_of(headings: Sequence[str], product: str, presets: Iterable[Preset]) -> Preset | None:
    """The preset that a file with these headings, written by `product` as far as is known, is read by.

    The user's own go first, then the product's, then the one that is told by most headings; None where none fits.
    """
    folded = [key(heading) for heading in headings]
    known = set(folded) - {""}
    fitting = [preset for preset in presets if _told_by(preset, folded, known) or product == preset.product != ""]
    told = [(preset.own, product == preset.product != "", len(preset.headings), preset) for preset in fitting]
    return max(told, key=lambda entry: entry[:3])[3] if told else None


def _told_by(preset: Preset, folded: Sequence[str], known: set[str]) -> bool:
    if not preset.headings and not preset.first:
        return False
    here = all(any(key(one) in known for one in entry.split(EITHER)) for entry in preset.headings)
    first = not preset.first or (bool(folded) and folded[0] in map(key, preset.first.split(EITHER)))
    return here and first


def recognized(leads: LeadList, rules: Rules, preset: Preset | None) -> LeadList:
    """The list with its fields, by the preset first. Raises UserError for a preset that names an unknown field."""
    if preset is None:
        return recognize(leads, rules).leads
    _require_known(preset, rules)
    told = {name: heading for name, headings in preset.columns.items() if (heading := _fullest(leads, headings))}
    named = set(map(key, (*preset.leave_out, *preset.doubt)))
    there = set(map(key, leads.headings))
    own = {name: heading for name, heading in rules.columns.items() if not heading or key(heading) in there}
    found = recognize(leads, replace(rules, columns={**told, **own}), preset.product).leads
    return found.with_fields({n: at for n, at in found.fields.items() if key(leads.headings[at]) not in named})


def _fullest(leads: LeadList, headings: Sequence[str]) -> str:
    """Of several headings the first whose column holds anything, else the first that is there."""
    folded = [key(heading) for heading in leads.headings]
    places = [(heading, folded.index(key(heading))) for heading in headings if key(heading) in folded]
    filled = [heading for heading, place in places if any(leads.columns[place])]
    return next(iter([*filled, *(heading for heading, _place in places)]), "")


def _require_known(preset: Preset, rules: Rules) -> None:
    for words, known in (
        (preset.columns, FIELDS),
        (preset.refusals.values(), CHANNELS),
        (preset.consent, GROUNDS),
        ([preset.source] if preset.source else [], rules.sources),
    ):
        for word in words:
            if word not in known:
                raise UserError(
                    _("The preset “{preset}” names “{word}”, which does not exist.").format(
                        preset=preset.name, word=word
                    ),
                    hint=_("Known: {names}.").format(names=", ".join(known)),
                )


def columns_of(leads: LeadList, headings: Iterable[str]) -> list[ColumnRef]:
    """The columns with these headings, however they are spelt."""
    wanted = set(map(key, headings))
    return [ColumnRef(at) for at, heading in enumerate(leads.headings) if key(heading) in wanted]


def refusal_columns(leads: LeadList, preset: Preset | None) -> Mapping[ColumnRef, str]:
    """The columns besides the fields' own in which somebody may have opted out -> the field that such a cell means:
    those the preset knows, and every further column whose heading speaks of permission."""
    told = {key(heading): f"opt_out_{channel}" for heading, channel in (preset.refusals if preset else {}).items()}
    of_preset = {ColumnRef(at): told[key(h)] for at, h in enumerate(leads.headings) if key(h) in told}
    return {**further_refusals(leads), **of_preset}
