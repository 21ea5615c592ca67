"""Who a row is: by keys, else by what the deduplicator says; else new, or for a person to look at."""

from collections.abc import Sequence

from leadlist.leads import RowRef
from leadlist.locale import _
from leadlist.operations.import_.alike import Likely, Unknown
from leadlist.operations.import_.incoming import Incoming
from leadlist.operations.import_.people import Answer, Decision, Handle
from leadlist.operations.import_.state import Entry, Run, brings_refusal, says_nothing_new, was_taken


def decided(run: Run, place: int, entry: Entry) -> Answer:
    """Which lead the row at a place of all sources is, or may be. What was taken in before is known again."""
    answer = _by_keys(run, entry)
    told = _told(run, entry.row, answer)
    if told is None and answer.decision is not Decision.KNOWN and place in run.likely:
        likeliest = _likeliest(run, run.likely[place])
        told = next((handle for handle in likeliest.others if was_taken(run, entry.row, handle)), None)
        sure = likeliest.decision is Decision.KNOWN and set(answer.others) <= {likeliest.handle}
        if answer.decision is Decision.NEW or sure:  # a doubt stays where the keys of another lead fit as well
            answer = likeliest
    if told is None and place in run.likely and _is_in_doubt(run, answer):
        told = _taken_elsewhere(run, entry.row, answer, place)
    return answer if told is None else Answer(Decision.KNOWN, told)


def unknown(run: Run, entries: Sequence[Entry]) -> list[Unknown]:
    """The rows that no key of the list finds for sure, before any of them is taken in; among them those that it finds
    only in a lead which may be another one itself."""

    def is_unsure(entry: Entry) -> bool:
        answer = _by_keys(run, entry)
        return answer.decision is not Decision.KNOWN or _is_in_doubt(run, answer)

    return [
        Unknown(place, entry.row, entry.who)
        for place, entry in enumerate(entries)
        if entry.out is None and is_unsure(entry)
    ]


def _is_in_doubt(run: Run, answer: Answer) -> bool:
    """Whether the keys find a lead of the list that is marked 要確認: added because it may be another one."""
    at = answer.handle
    known = answer.decision is Decision.KNOWN and at is not None and at < len(run.leads)
    return known and bool(run.leads.value(RowRef(at or 0), "doubtful"))


def _taken_elsewhere(run: Run, row: Incoming, answer: Answer, place: int) -> Handle | None:
    """The lead that had a row before this import, where the one its keys find now was added later, in doubt. A row
    that refuses stays with its keys: no refusal may go missing between two leads of one person."""
    at = answer.handle
    if at is None or says_nothing_new(run, row, at, kept=True) or brings_refusal(run, row, at):
        return None
    return next((one.at for one in run.likely[place] if one.at != at and was_taken(run, row, one.at)), None)


def _by_keys(run: Run, entry: Entry) -> Answer:
    known_id = run.ids.get(entry.row.values.get("lead_id", ""))
    return run.people.find(entry.who) if known_id is None else Answer(Decision.KNOWN, known_id)


def _told(run: Run, row: Incoming, answer: Answer) -> Handle | None:
    """Of several leads a row may be the one to which it says nothing new, so that it was taken in before."""
    several = answer.others if len(answer.others) > 1 or answer.decision is not Decision.KNOWN else ()
    sure = answer.decision is not Decision.NEW  # by the name alone, nothing may contradict either
    return next((handle for handle in several if says_nothing_new(run, row, handle, kept=sure)), None)


def _likeliest(run: Run, found: Sequence[Likely]) -> Answer:
    """What the deduplicator says: the merge band is known, the review band is for a person."""
    best = found[0]
    others = tuple(one.at for one in found)
    if best.band == "merge":
        return Answer(Decision.KNOWN, best.at, best.reason, others)
    lead = run.leads.value(RowRef(best.at), "lead_id") or _("row {row}").format(row=run.leads.row_numbers[best.at])
    return Answer(
        Decision.DOUBTFUL, best.at, _("perhaps {lead}: {reason}").format(lead=lead, reason=best.reason), others
    )
