"""What the user says about how these leads were taken in: checked, and in the words the list uses."""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from leadlist import purposes
from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.operations.import_.handover import Handover, record
from leadlist.permission import GROUNDS
from leadlist.provenance import Acquisition
from leadlist.rules import Rules
from leadlist.rules.days import read_day


@dataclass(frozen=True)
class Acquired:
    """Where the leads of an import come from. What a row of the source says itself goes before it.

    `source` is a kind of `[sources]` or a word for one, `purpose` a code of `[purposes]` or the wording itself,
    `consent` a key of `GROUNDS` or its words, `evidence` what proves it (a file's name and SHA-256), `handover` how
    another firm passed them on.
    """

    source: str = ""
    event: str = ""
    on: date | None = None
    purpose: str = ""
    owner: str = ""
    consent: str = ""
    evidence: str = ""
    policy_version: str = ""
    handover: Handover = field(default_factory=Handover)


def checked(acquired: Acquired, rules: Rules, today: date) -> Acquired:
    """The same with `source` as its kind, `purpose` as a code where it is one, `consent` in the list's language, and
    a take-over in the evidence.

    Raises UserError for an unknown kind of source, purpose code or consent and a day to come, from which retention
    would never be due; Refused for a vague purpose and for leads of another firm without a ground.
    """
    if acquired.on and acquired.on > today:
        raise UserError(f"{acquired.on}: " + _("The date lies in the future."), hint=_("Check the year."))
    kind = source_kind(acquired.source, rules)
    if acquired.source and not kind:
        known = {name: entry.label for name, entry in rules.sources.items()}
        raise _unknown(_("There is no kind of source “{word}”."), acquired.source, known)
    passed_on = record(acquired.handover, kind, rules)
    return replace(
        acquired,
        source=kind,
        purpose=purposes.resolve(acquired.purpose, rules),
        consent=_consent(acquired.consent, rules.language),
        evidence=" / ".join(filter(None, [acquired.evidence, passed_on])),
    )


def _consent(word: str, language: str) -> str:
    """The ground in the words of the list. Raises UserError where the law knows no such ground."""
    if not word.strip():
        return ""
    for code, texts in GROUNDS.items():
        if _folded(word) in map(_folded, (code, *texts)):
            return texts[language != "ja"]
    raise _unknown(_("There is no consent “{word}”."), word, {code: texts[0] for code, texts in GROUNDS.items()})


def _unknown(problem: str, word: str, known: Mapping[str, str]) -> UserError:
    near = difflib.get_close_matches(_folded(word), known, n=1, cutoff=0.5)
    hint = _("Known: {names}.").format(names=", ".join(f"{name} ({label})" for name, label in known.items()))
    if near:
        hint = _("Did you mean “{near}”?").format(near=near[0]) + " " + hint
    return UserError(problem.format(word=word), hint=hint)


def source_kind(text: str, rules: Rules) -> str:
    """The kind of `[sources]` that a word stands for: its key, its label or one of its words; `""` for none."""
    word = _folded(text)
    for kind, entry in rules.sources.items():
        if word and word in (_folded(kind), _folded(entry.label), *(_folded(known) for known in entry.words)):
            return kind
    return ""


def source_label(kind: str, rules: Rules) -> str:
    """What is written into the list for a kind of source: its label, or its key where the list is not Japanese."""
    label = rules.sources[kind].label
    return label if rules.language == "ja" or label.isascii() else kind


def trust(source: str, rules: Rules) -> int:
    """How far a source is trusted when two of them disagree; 0 for one the rules do not know."""
    kind = source_kind(source, rules)
    return rules.sources[kind].trust if kind else 0


def acquisition(
    own: Mapping[str, str], said: Acquired, before: Sequence[Acquisition], today: date, rules: Rules
) -> tuple[Acquisition, bool]:
    """How a row was taken in, its `own` cells going before the options; and whether its day is known.

    Where nobody said the day, a new lead gets today's, and one that was taken in like this `before` keeps the old line:
    so that the same import on another day changes nothing.
    """
    on = own.get("acquired_on") or (said.on.isoformat() if said.on else "") or own.get("created_on", "")
    day = read_day(on)
    source = own.get("source", "")
    kind = source_kind(source, rules) if source else said.source
    new = Acquisition(
        day.isoformat() if day else on,
        source_label(kind, rules) if kind else source,
        own.get("event") or said.event,
        own.get("purpose") or said.purpose,
        own.get("consent") or said.consent,
        " / ".join(dict.fromkeys(filter(None, [own.get("evidence"), said.evidence]))),
    )
    if on or not any(new):
        return new, bool(on)
    return next((old for old in before if old[1:] == new[1:]), new._replace(on=today.isoformat())), False


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
