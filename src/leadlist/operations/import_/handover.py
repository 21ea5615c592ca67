"""Leads taken over from another firm: on what ground, from whom, and how that firm had got them.

Whoever receives personal data from a third party checks the supplier's name, address and representative and how it
obtained the data, and keeps a record of it (個人情報保護法30条1項・3項, 規則22条). A processor, a successor and a joint
user are no third parties (27条5項), so that of them only the ground is asked.
"""

import difflib
from typing import NamedTuple

from leadlist.errors import Refused, UserError
from leadlist.locale import _
from leadlist.rules import Rules

HANDOVERS = {
    # code -> what is written into the list (ja, en), and where the ground comes from
    "consent": ("本人同意による第三者提供", "passed on with the persons' consent"),  # 個人情報保護法27条1項
    "notified": ("オプトアウトによる第三者提供", "passed on under a notified opt-out"),  # 27条2項
    "processor": ("委託に伴う提供", "handed over for processing"),  # 27条5項1号
    "succession": ("事業の承継", "handed over with the business"),  # 27条5項2号; the old purpose goes on (18条2項)
    "joint": ("共同利用", "joint use"),  # 27条5項3号
}
THIRD_PARTY = ("consent", "notified")
WORDS = {"ja": ("提供元: {text}", "取得の経緯: {text}"), "en": ("supplier: {text}", "obtained: {text}")}


class Handover(NamedTuple):
    """What the user says about a take-over: a key of `HANDOVERS`, the supplier, and how it had got the leads."""

    kind: str = ""
    supplier: str = ""  # name, address and representative
    obtained: str = ""


def record(handover: Handover, source: str, rules: Rules) -> str:
    """The take-over in words for the evidence of the acquisition; `""` where there was none.

    `source` is a kind of `[sources]`. Raises Refused where the law wants more to be known, UserError for an unknown
    kind of take-over.
    """
    kind = handover.kind.casefold().strip()
    third_party = source in rules.sources and rules.sources[source].third_party
    if not kind and not third_party and not (handover.supplier or handover.obtained):
        return ""
    if kind not in HANDOVERS:
        raise _unknown(handover.kind)
    if kind in THIRD_PARTY and not (handover.supplier.strip() and handover.obtained.strip()):
        raise Refused(
            _("Of leads from another firm must be known who it is and how it had got them (個人情報保護法30条)."),
            hint=_('Add --supplier "NAME, ADDRESS, REPRESENTATIVE" and --obtained "HOW THEY GOT THEM".'),
        )
    supplier, obtained = WORDS[rules.language]
    parts = [HANDOVERS[kind][rules.language != "ja"]]
    if handover.supplier.strip():
        parts.append(supplier.format(text=handover.supplier.strip()))
    if handover.obtained.strip():
        parts.append(obtained.format(text=handover.obtained.strip()))
    return " / ".join(parts)


def _unknown(word: str) -> UserError:
    known = ", ".join(f"{kind} ({ja})" for kind, (ja, _en) in HANDOVERS.items())
    if not word.strip():
        return Refused(
            _("These leads come from another firm, and nothing says on what ground they were handed over."),
            hint=_("Add --handover: {names}.").format(names=known),
        )
    near = difflib.get_close_matches(word.casefold().strip(), HANDOVERS, n=1, cutoff=0.4)
    hint = _("Known: {names}.").format(names=known)
    if near:
        hint = _("Did you mean “{near}”?").format(near=near[0]) + " " + hint
    return UserError(_("There is no kind of take-over “{word}”.").format(word=word), hint=hint)
