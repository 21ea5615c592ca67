"""Whether `[match]` of the rules makes sense: asked before any work, and by `leadlist rules check`."""

from collections.abc import Mapping, Sequence

from leadlist.errors import UserError
from leadlist.fields import FIELDS, Kind
from leadlist.locale import _
from leadlist.matching.survivorship import RULES
from leadlist.plans import Finding, Severity
from leadlist.recognition.words import named_in
from leadlist.rules import Rules

KEEP, KEEP_LOG, KEEP_ALL = "keep", "log", "all"
"""`keep` in `[match.survivorship]`: where the values that lose are kept: in the log, or in the note as well."""


def check_rules(rules: Rules) -> None:
    """Raises UserError where `[match]` names a kind, a field or a rule that does not exist, or a number that cannot
    be."""
    _check_bands(rules)
    kinds_of(rules)
    for name, rule in rules.match.survivorship.items():
        if name == KEEP:
            _check_keep(rule)
        else:
            _check_survivorship(name, rule)


def kinds_of(rules: Rules) -> Mapping[str, Kind]:
    """The kinds that `[match.kinds]` gives to headings. Raises UserError for one that does not exist."""
    for heading, text in rules.match.kinds.items():
        if text not in set(Kind):
            raise UserError(
                _("[match.kinds] gives “{heading}” the kind “{kind}”, which does not exist.").format(
                    heading=heading, kind=text
                ),
                hint=_("Kinds are: {kinds}.").format(kinds=", ".join(Kind)),
            )
    return {heading: Kind(text) for heading, text in rules.match.kinds.items()}


def kinds_here(rules: Rules, headings: Sequence[str]) -> Mapping[str, Kind]:
    """The kinds of a list's own headings. A heading is found as it is written, else by its letters; raises as
    `kinds_of`."""
    kinds = kinds_of(rules)
    return {heading: kinds[name] for name, meant in named_in(kinds, headings).items() for heading in meant}


def unknown_headings(rules: Rules, headings: Sequence[str]) -> list[Finding]:
    """A note for each heading of `[match.kinds]` that the list lacks: the rules may serve other lists beside it."""
    here = named_in(rules.match.kinds, headings)
    return [
        Finding(
            None,
            "",
            None,
            "MATCH-002",
            Severity.INFO,
            _("[match.kinds] names “{heading}”, which is no heading of this list.").format(heading=named),
            _("Where it is a slip, correct it in the rules: nothing is compared by it."),
        )
        for named in rules.match.kinds
        if named not in here
    ]


def _check_bands(rules: Rules) -> None:
    match = rules.match
    if not 0 < match.merge_precision < 1:
        raise UserError(
            _("[match] merge_precision = {given} is no share of right merges.").format(given=match.merge_precision),
            hint=_("It lies between 0 and 1; 0.995 means 5 wrong merges in 1,000."),
        )
    if match.merge_at is not None and match.review_at is not None and match.review_at > match.merge_at:
        raise UserError(
            _("[match] review_at = {review} lies above merge_at = {merge}.").format(
                review=match.review_at, merge=match.merge_at
            ),
            hint=_("A person is asked below the weight from which rows are merged."),
        )


def _check_survivorship(name: str, rule: str) -> None:
    if rule not in RULES:
        raise UserError(
            _("[match.survivorship] gives “{field}” the rule “{rule}”, which does not exist.").format(
                field=name, rule=rule
            ),
            hint=_("Rules are: {rules}.").format(rules=", ".join(RULES)),
        )
    if name != "default" and name not in FIELDS:
        raise UserError(
            _("[match.survivorship] names “{field}”, which is no field.").format(field=name),
            hint=_("docs/rules.md lists the fields; “default” stands for all others."),
        )


def _check_keep(wanted: str) -> None:
    if wanted not in (KEEP_LOG, KEEP_ALL):
        raise UserError(
            _("[match.survivorship] keep = “{wanted}” is neither “log” nor “all”.").format(wanted=wanted),
            hint=_("“log” keeps the values that lose in the log, “all” in the note as well."),
        )
