"""Lists of people who unsubscribed, handed in as if they were leads: nobody in them may be written to.

Mailchimp's export of those who unsubscribed is none: it names people and says how they came in; its opt-outs arrive.
So do those of addresses with a column that says no.
"""

import re
import unicodedata

from leadlist.errors import Refused
from leadlist.leads import LeadList
from leadlist.locale import _

NAMING = ("name", "family_name", "given_name", "name_kana", "company")
HASHED = re.compile(r"(?:e-?mail|phone|mobile)[ _-]?(?:md5|sha-?1|sha-?256)|hmac[ _]key[ _]id", re.IGNORECASE)
SENDGRID = frozenset(("email", "created"))  # its unsubscribes, bounces and spam reports: created, email, reason, status
CALLED = re.compile(
    r"unsub|suppress|opt[-_ ]?outs?\b|bounce|spam[-_ ]?report|blocklist"
    r"|配信(?:停止|解除|拒否)|停止リスト|解除者|退会者|除外リスト",
    re.IGNORECASE,
)
"""What services and people call such a file. Only of a file that names nobody."""


def refuse_suppressions(name: str, leads: LeadList) -> None:
    """Raises Refused for a list of refusals: of hashes, of a mail service's suppressions, or of bare addresses whose
    file is called so."""
    headings = {unicodedata.normalize("NFKC", heading).strip().casefold() for heading in leads.headings}
    hashed = any(HASHED.fullmatch(heading) for heading in headings)
    nameless = not any(any(leads.values(field)) for field in NAMING)
    called = CALLED.search(unicodedata.normalize("NFKC", name)) is not None
    if hashed or (nameless and (called or headings >= SENDGRID)):
        raise Refused(
            _("“{file}” lists people who unsubscribed, not leads.").format(file=name),
            hint=_("Write down that they said no: leadlist optout LIST {file}").format(file=name),
        )
