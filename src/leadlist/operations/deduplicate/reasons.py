"""Why two rows are taken for one lead, in words: 「氏名一致(異体字 髙橋=高橋)・電話一致・会社名一致」."""

from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.matching.comparisons import FAINT, SAME_COMMON, STRONG, WEAK
from leadlist.matching.forbidding import Ground
from leadlist.matching.linkage import MatchWeight
from leadlist.operations.deduplicate.compared import cells_of

TELLING = 1.0  # bits; what gives less is no reason
SHOWN = 5


def reason(leads: LeadList, row: RowRef, other: RowRef, weight: MatchWeight) -> str:
    """The agreements that weigh most, strongest first, then others up to five, and what speaks against."""
    ordered = sorted(weight.parts.items(), key=lambda item: (-item[1], item[0]))
    told = [_agreement(leads, row, other, name, weight.levels[name]) for name, bits in ordered if bits >= TELLING]
    told += [  # what colleagues have in common, too, says little for one person, but a reader looks for it
        _("{field} the same").format(field=_one_line(name))
        for name, bits in ordered
        if abs(bits) < TELLING and weight.levels[name] >= SAME_COMMON
    ]
    against = [
        _against(leads, row, other, name)
        for name, bits in reversed(ordered)
        if bits <= -TELLING and weight.levels[name] < SAME_COMMON
    ]
    barred = [ground_words()[ground] for ground in weight.forbidden]
    return _(" · ").join([text for text in told if text][:SHOWN] + against[:2] + barred[:1]) or _(
        "equal in all that was compared"
    )


def ground_words() -> dict[Ground, str]:
    """What the evidence that forbids says, in words: for reasons and for the waterfall alike."""
    return {
        Ground.OTHER_NAME: _("another name"),
        Ground.NAMESAKES: _("a namesake in another company"),
        Ground.OTHER_PERSON: _("a name that is only alike, with another mail address, number or birthday"),
        Ground.MISREAD_NAME: _("name, reading and mail address are only alike"),
        Ground.TWO_OF_A_NAME: _(
            "one name, but another birthday, or another mail address and another reading, number, department or post"
        ),
        Ground.LIKE_NAMED: _("a name that is only alike, with another mail address, department or post"),
        Ground.NO_NAME: _("no name to compare, and no mail address, number or birthday of the person agrees"),
        Ground.OTHER_COMPANY: _("another corporate number"),
        Ground.NAME_ALONE: _("nothing but the name is known to agree"),
    }


def _agreement(leads: LeadList, row: RowRef, other: RowRef, name: str, level: int) -> str:
    cells, field = cells_of(leads, name), _one_line(name)
    left, right = cells(row), cells(other)
    if level >= SAME_COMMON:
        if left == right:
            return _("{field} the same").format(field=field)
        return _("{field} the same (“{left}” = “{right}”)").format(field=field, left=left, right=right)
    words = {
        STRONG: _("{field} all but the same (“{left}” / “{right}”)"),
        WEAK: _("{field} similar (“{left}” / “{right}”)"),
        FAINT: _("{field} in part the same (“{left}” / “{right}”)"),
    }
    return words[level].format(field=field, left=left, right=right) if level in words else ""


def _against(leads: LeadList, row: RowRef, other: RowRef, name: str) -> str:
    """What is said of a column that speaks against: it differs, or it is an address that several people share."""
    cells = cells_of(leads, name)
    words = _("{field} differs") if cells(row) != cells(other) else _("{field} shared by several")
    return words.format(field=_one_line(name))


def _one_line(heading: str) -> str:
    return " ".join(heading.split())
