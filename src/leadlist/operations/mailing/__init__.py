"""Who may be written to, why the others not, and what the mailer's file holds. The list itself is not changed."""

from leadlist.operations.mailing.checking import Last, checked
from leadlist.operations.mailing.planning import plan, require_purpose
from leadlist.operations.mailing.reasons import LeftOut, Mailing, Reason, Recipient, Request, reason_words

__all__ = [
    "Last",
    "LeftOut",
    "Mailing",
    "Reason",
    "Recipient",
    "Request",
    "checked",
    "plan",
    "reason_words",
    "require_purpose",
]
