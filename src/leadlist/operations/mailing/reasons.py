"""Why a lead is left out of a mailing. The order is the order in which it is asked: the first that holds is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from leadlist.leads import RowRef
from leadlist.locale import _
from leadlist.operations.mailing.segments import Condition


class Reason(StrEnum):
    """The reasons in the order they are asked in."""

    OPTED_OUT = "opted_out"
    ERASED = "erased"
    PURPOSE = "purpose"
    NO_GROUND = "no_ground"
    EXPIRED = "expired"
    PARTY = "party"
    DOUBTFUL = "doubtful"
    ADDRESS = "address"
    ROLE = "role_address"
    BOUNCED = "bounced"
    DUPLICATE = "duplicate"
    LIMIT = "limit"
    SEGMENT = "segment"


def reason_words() -> Mapping[Reason, str]:
    """The reasons in the user's language."""
    return {
        Reason.OPTED_OUT: _("opted out"),
        Reason.ERASED: _("erased on request"),
        Reason.PURPOSE: _("purpose does not cover it"),
        Reason.NO_GROUND: _("no ground to write"),
        Reason.EXPIRED: _("ground expired"),
        Reason.PARTY: _("may not be given to that party"),
        Reason.DOUBTFUL: _("value to be checked"),
        Reason.ADDRESS: _("address missing or faulty"),
        Reason.ROLE: _("address of an office"),
        Reason.BOUNCED: _("bounced before"),
        Reason.DUPLICATE: _("duplicate"),
        Reason.LIMIT: _("limit of a company or household"),
        Reason.SEGMENT: _("not in the segment"),
    }


@dataclass(frozen=True)
class Request:
    """What is to be sent: by which `channel`, for which `purpose` (a code of `[purposes]` or its wording), to many at
    once (`bulk`) or one by one, one a `one_per` ("person", "address", "company", "household"), to those who meet all
    conditions of `segment`. `to` is the party (a code of `[parties]`) that the file is given to, if any."""

    channel: str
    purpose: str
    bulk: bool = True
    one_per: str = "person"
    segment: Sequence[Condition] = ()
    to: str = ""


class LeftOut(NamedTuple):
    """A row that is not written to, the first reason that holds, and what it rests on."""

    row: RowRef
    reason: Reason
    detail: str


class Recipient(NamedTuple):
    """A row that is written to, its address, the field that holds it, and the article that allows it."""

    row: RowRef
    field: str
    address: str
    article: str


@dataclass(frozen=True)
class Mailing:
    """Every row of the list is either among the recipients or left out, never both."""

    request: Request
    recipients: Sequence[Recipient]
    left_out: Sequence[LeftOut]

    def funnel(self) -> Sequence[tuple[Reason, int, int]]:
        """For each reason that held for anybody: how many left by it, and how many were left after it."""
        left = len(self.recipients) + len(self.left_out)
        steps: list[tuple[Reason, int, int]] = []
        for reason in Reason:
            count = sum(each.reason is reason for each in self.left_out)
            left -= count
            if count:
                steps.append((reason, count, left))
        return steps
