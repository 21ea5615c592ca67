"""Who may be written to, why the others not, and what the mailer's file holds. The list itself is not changed."""

from leadlist.operations.mailing.planning import plan
from leadlist.operations.mailing.reasons import LeftOut, Mailing, Reason, Recipient, Request, reason_words

__all__ = ["LeftOut", "Mailing", "Reason", "Recipient", "Request", "plan", "reason_words"]
