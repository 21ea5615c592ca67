"""Checks of opt-outs and consent."""

from collections.abc import Iterator, Mapping, Sequence

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, ListCheck, Place, RowCheck, Sum
from leadlist.fields import CHANNELS
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _
from leadlist.permission import PERMISSION_FIELDS, ground, is_known, refuses
from leadlist.plans import Severity
from leadlist.provenance import source_kind
from leadlist.recognition.meanings import meanings
from leadlist.rules.days import read_day


def _unknown_word(field: str, text: str, context: Context) -> Detail:
    return None if is_known(field, text) else FOUND


def _contradiction(texts: tuple[str, ...], context: Context) -> Detail:
    """A channel that one cell forbids and another allows: opted out but marked for mailing."""
    cells = dict(zip(PERMISSION_FIELDS, texts, strict=True))
    refused = refuses("opt_out_all", cells["opt_out_all"]) or refuses("opt_out_all_on", cells["opt_out_all_on"])
    for channel in CHANNELS:
        flag, since = f"opt_out_{channel}", f"opt_out_{channel}_on"
        out = refused or refuses(flag, cells[flag]) or refuses(since, cells[since])
        if out and refuses(f"subscribe_{channel}", cells[f"subscribe_{channel}"]) is False:
            return FOUND
    return None


def _date_without_refusal(texts: tuple[str, ...], context: Context) -> Detail:
    cells = dict(zip(PERMISSION_FIELDS, texts, strict=True))
    for channel in CHANNELS:
        if refuses(f"opt_out_{channel}", cells[f"opt_out_{channel}"]) is False and cells[f"opt_out_{channel}_on"]:
            return FOUND
    return None


def _no_consent(texts: tuple[str, ...], context: Context) -> Detail:
    """An address that may get bulk mail only with consent, and none is recorded.

    A card and a contract are exceptions (特定電子メール法3条1項2号・3号), but not for a source that the rules keep from
    bulk mail, such as cards that one of the staff was given in person. A mark for mailing is no consent where the
    consent's own cell says no.
    """
    email, consent, source, opt_out, opt_out_all, subscribe = texts
    if not email or refuses("opt_out_email", opt_out) or refuses("opt_out_all", opt_out_all):
        return None
    marked = refuses("subscribe_email", subscribe) is False
    if refuses("subscribe_email", subscribe) or (marked and not refuses("consent", consent)):
        return None
    basis, kind = ground(consent), source_kind(context.rules, source)
    if kind and not context.rules.sources[kind].bulk:
        return None if basis == "explicit" else FOUND
    if basis in ("card", "contract", "published", "explicit") or (not consent and kind in ("card", "fair")):
        return None
    return FOUND


def _undated_consent(texts: tuple[str, ...], context: Context) -> Detail:
    consent, on = texts
    return FOUND if consent and not on and refuses("consent", consent) is False and not read_day(consent) else None


def further_refusals(leads: LeadList) -> Mapping[ColumnRef, str]:
    """The columns whose heading speaks of a permission that another column is the field of -> that field.

    Of 配信停止 and メルマガ拒否 only one is the list's field, and a no in the other counts as well.
    """
    held = set(leads.fields.values())
    found: dict[ColumnRef, str] = {}
    for position, heading in enumerate(leads.headings):
        column, meaning = ColumnRef(position), meanings(heading)[:1]
        if (
            column not in held
            and meaning
            and meaning[0].field in leads.fields
            and meaning[0].field in PERMISSION_FIELDS
        ):
            found[column] = meaning[0].field
    return found


def _refusing_apart(leads: LeadList, context: Context) -> Mapping[int, int]:
    """How many rows refuse in each column of `further_refusals`."""
    number = {
        column: sum(bool(refuses(name, text)) for text in leads.columns[column])
        for column, name in further_refusals(leads).items()
    }
    return {column: count for column, count in number.items() if count}


def _apart(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    for column, name in further_refusals(leads).items():
        if count := sum(each.value.get(column, 0) for each in sums):
            yield Place(None, name, column, {"number": str(count), "heading": leads.headings[leads.fields[name]]})


CHECKS = (
    CellCheck(
        "CONS-001",
        Severity.WARNING,
        PERMISSION_FIELDS,
        _unknown_word,
        lambda: (
            _("It is not certain what this means; it counts as a refusal."),
            _("Write yes or no in the sense of the heading, ○ or ×, 1 or 0, or the date."),
            _("A word nobody can interpret must not lead to mail (特定電子メール法3条3項), so it is taken as no."),
        ),
    ),
    RowCheck(
        "CONS-002",
        Severity.ERROR,
        PERMISSION_FIELDS,
        (),
        tuple(name for name in PERMISSION_FIELDS if name.startswith("subscribe_")),
        _contradiction,
        lambda: (
            _("The lead opted out and is marked for mailing all the same."),
            _("The refusal counts. Take the mark out, or prove a newer consent."),
            _("Nobody who refused may be mailed, whatever consent came before (特定電子メール法3条3項)."),
        ),
    ),
    RowCheck(
        "CONS-003",
        Severity.WARNING,
        PERMISSION_FIELDS,
        (),
        tuple(name for name in PERMISSION_FIELDS if name.endswith("_on")),
        _date_without_refusal,
        lambda: (
            _("There is a date of refusal, but the cell beside it says that nobody refused."),
            _("The date counts. Clear it only with proof of a newer consent."),
            _("Of two cells that contradict each other, the stricter one is in force."),
        ),
    ),
    RowCheck(
        "CONS-004",
        Severity.WARNING,
        ("email", "consent", "source", "opt_out_email", "opt_out_all", "subscribe_email"),
        ("email", "consent"),
        ("consent",),
        _no_consent,
        lambda: (
            _("No consent to bulk mail is recorded."),
            _("Ask for it, or record the exception: card, contract, published."),
            _("Advertising mail needs consent beforehand, apart from these exceptions (特定電子メール法3条1項)."),
        ),
    ),
    RowCheck(
        "CONS-005",
        Severity.INFO,
        ("consent", "consent_on"),
        ("consent", "consent_on"),
        ("consent_on",),
        _undated_consent,
        lambda: (
            _("The consent has no date."),
            _("Enter the day it was given."),
            _("The sender must be able to prove when and how consent was given (施行規則4条; GDPR 7(1))."),
        ),
    ),
    ListCheck(
        "CONS-006",
        Severity.WARNING,
        _refusing_apart,
        _apart,
        lambda: (
            _("This column refuses, too, beside “{heading}” (leads: {number})."),
            _("Enter these refusals in that column: mailing heeds both, merges and opt-outs only that one."),
            _("A list has one column for each kind of refusal; a no that stands elsewhere is easily lost."),
        ),
    ),
)
