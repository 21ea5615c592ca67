"""Checks of a mailing: what sends it to the wrong people, or with the wrong words. They ask more than a list can say
(who is written to, what the mail holds, what was sent last), so `operations.mailing` finds and these say what it means.

A mail with personal data that went to the wrong person is a leak (個人情報保護委員会 ガイドライン通則編3-5-1-1, 事例2).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadlist.checks.check import Words
from leadlist.locale import _
from leadlist.plans import Severity


@dataclass(frozen=True)
class MailingCheck:
    """A stable code, its severity where `[mailing] severity` says nothing, and its words. An error forbids to send."""

    code: str
    severity: Severity
    words: Words


_LIST = (
    MailingCheck(
        "MAIL-001",
        Severity.WARNING,
        lambda: (
            _("The address is one of your own firm."),
            _("Leave own staff out with --segment, or take their domain off [mailing] own_domains."),
            _("Own staff among leads is a test row or a slip; what is sent to customers may name prices of others."),
        ),
    ),
    MailingCheck(
        "MAIL-002",
        Severity.ERROR,
        lambda: (
            _("The address is one of a competitor."),
            _("Leave them out with --segment, opt them out, or take the domain off [mailing] competitors."),
            _("The rules name this domain as a competitor's ([mailing] competitors)."),
        ),
    ),
    MailingCheck(
        "MAIL-003",
        Severity.WARNING,
        lambda: (
            _("The mail domain “{domain}” is not that of the row's company."),
            _("Look whether the address slipped into another row; correct it, or the company."),
            _(
                "The web site of the row has another domain, or the domain is that of another company of this list. "
                "Cells that slipped by a row after sorting send a mail to somebody else under the wrong name."
            ),
        ),
    ),
    MailingCheck(
        "MAIL-004",
        Severity.WARNING,
        lambda: (
            _("{number} companies write from “{domain}”: “{companies}”."),
            _("Group companies are fine; else look which row is wrong."),
            _("Two firms hardly share a mail domain; one of the rows may carry the address of another."),
        ),
    ),
    MailingCheck(
        "MAIL-005",
        Severity.WARNING,
        lambda: (
            _("{now} recipients; the last mailing of this purpose ({day}) had {before}."),
            _("Look at --segment, --purpose and the list's last changes; [mailing] jump says what is sudden."),
            _("A filter that was forgotten, or a list that was pasted in twice, shows in the number first."),
        ),
    ),
    MailingCheck(
        "MAIL-009",
        Severity.WARNING,
        lambda: (
            _("The cell holds several addresses; nobody in it is written to."),
            _("Give each person a row of their own, or e-mail 2 and 3 columns."),
            _("A mailer takes such a cell for one address, or shows every address to all of them."),
        ),
    ),
)
_PRINT = (
    MailingCheck(
        "MAIL-006",
        Severity.WARNING,
        lambda: (
            _("There is no name, so “{text}” would be printed."),
            _("Fill in the name, or word the mail for rows without one (ご担当者様)."),
            _("A greeting without a name tells the reader that nobody looked."),
        ),
    ),
    MailingCheck(
        "MAIL-007",
        Severity.INFO,
        lambda: (
            _("The name stands in Latin letters in front of 様."),
            _("Fill in the name as the person writes it, or send these a mail of its own (--segment)."),
            _("“Taro YAMADA 様” reads like a form letter; for people abroad 様 is wrong altogether."),
        ),
    ),
    MailingCheck(
        "MAIL-008",
        Severity.WARNING,
        lambda: (
            _("“{text}” would be printed: two honorifics."),
            _("Take 様 or 御中 out of the cell, or out of the mail: 御中 is for a firm, 様 for a person, never both."),
            _("The cell ends in an honorific, and the mail or the layout adds one."),
        ),
    ),
    MailingCheck(
        "MAIL-010",
        Severity.ERROR,
        lambda: (
            _("“{heading}” of the mailer's file would hold several addresses in one cell."),
            _("Take the column out of the layout, or the addresses out of the cell."),
            _("A file like a Cc line shows the addresses of some to others: the classic leak (BCC のつもりが CC)."),
        ),
    ),
)
_TEMPLATE = (
    MailingCheck(
        "MAIL-011",
        Severity.ERROR,
        lambda: (
            _("The mail asks for “{name}”, which the mailer's file does not have."),
            _("The file has: {headings}. Correct the mail, or take another layout with --preset."),
            _("The reader would see the bare merge field, or a blank."),
        ),
    ),
    MailingCheck(
        "MAIL-012",
        Severity.WARNING,
        lambda: (
            _("“{name}” of the mail is empty (recipients: {number})."),
            _("Fill it in, give the mail a default, or leave these out with --segment."),
            _("A sentence with a hole in it is printed for them."),
        ),
    ),
    MailingCheck(
        "MAIL-013",
        Severity.ERROR,
        lambda: (
            _("The mail does not say who sends it ({law}; recipients: {number})."),
            _("Write the firm's name into the mail, as in [mailing] sender."),
            _(
                "特定電子メール法4条 asks for the sender's name in every mail that advertises, CASL for the sender's "
                "identity. With [mailing] sender in the rules that very text must be there; else a name with a legal "
                "form, or 送信者 and the like."
            ),
        ),
    ),
    MailingCheck(
        "MAIL-014",
        Severity.ERROR,
        lambda: (
            _("The mail shows no postal address ({law}; recipients: {number})."),
            _("Write the address into the mail, as in [mailing] sender_address, or behind the link it names."),
            _("CAN-SPAM asks for a postal address in the mail; in Japan it may stand behind a link: a warning."),
        ),
    ),
    MailingCheck(
        "MAIL-015",
        Severity.WARNING,
        lambda: (
            _("The mail does not say whom to ask or complain to ({law}; recipients: {number})."),
            _("Write a phone number, an address or a form into the mail, as in [mailing] sender_contact."),
            _("特定電子メール法4条 and its 施行規則 ask for a contact for complaints; it may stand behind a link."),
        ),
    ),
    MailingCheck(
        "MAIL-016",
        Severity.ERROR,
        lambda: (
            _("The mail does not say how to unsubscribe ({law}; recipients: {number})."),
            _("Write “配信停止はこちら” with a link or address into the mail, or the mailer's own field for it."),
            _(
                "特定電子メール法4条, CAN-SPAM, CASL and GDPR 21 ask for a way out in every mail. Words alone are not "
                "enough: there must be a link, an address, or the mailer's merge field."
            ),
        ),
    ),
)
MAILING_CHECKS: Mapping[str, MailingCheck] = {
    check.code: check for check in sorted((*_LIST, *_PRINT, *_TEMPLATE), key=lambda check: check.code)
}
