"""docs/checks.md from the checks themselves (`python -m tests.checks.reference`)."""

from pathlib import Path

from leadlist.checks import ANY, CHECKS, MAILING_CHECKS, CellCheck, Check, MailingCheck, RowCheck
from leadlist.locale import use

REFERENCE = Path(__file__).parents[2] / "docs" / "checks.md"
AREAS = {
    "REQ": "What is missing",
    "ROW": "What is missing",
    "SAME": "What stands twice",
    "ID": "Lead IDs",
    "HEAD": "Headings",
    "EMAIL": "E-mail addresses",
    "PHONE": "Phone numbers",
    "POST": "Postal codes and addresses",
    "ADDR": "Postal codes and addresses",
    "DATE": "Dates",
    "NAME": "Names",
    "COMP": "Companies, departments, titles",
    "DEPT": "Companies, departments, titles",
    "KANA": "Readings",
    "CORP": "Corporate numbers",
    "URL": "Web addresses",
    "TEXT": "Any text",
    "SWAP": "Any text",
    "CONS": "Consent and refusal",
    "PURP": "Purpose of use",
    "PROV": "Where leads come from",
    "STALE": "Where leads come from",
    "MAIL": "Before a mailing",
}
HEAD = """# Checks

What `leadlist validate` looks for. Every check has a code that stays the same. `leadlist rules explain EMAIL-002` prints
what stands here. The rules say how severe each is, or turn it off:

    [validate]
    required = ["company", "email"]
    stale_months = 12
    fail_on = "warning"

    [validate.severity]
    EMAIL-004 = "off"
    KANA-004 = "error"

*error*: the lead cannot be used as it is. *warning*: somebody should look. *info*: good to know.

* Nothing is changed and nothing is repaired; a hint may say what was probably meant.
* Findings name rows and columns and hold no values, except the domain or number that was probably meant.
* What half of a column's cells or more (and at least ten) have in common is one finding for the column.
* An answer such as なし, 非公開 or N/A says that there is no value. It is no finding.
* Where the list has a column for the country, phones and postal codes are judged by the country of their row; rows whose
  country nobody knows are left out. Without such a column the rules' `country` counts.
* Nobody is asked over the network, but for `EMAIL-010` with `--online`: name servers, for mail domains only.
* Words, domains and codes stand in `rules/tables/`: `disposable_domains`, `domain_typos`, `mail_domains`,
  `role_addresses`, `permission_words`, `surname_readings`, `area_codes`, `countries`.
"""
BEFORE_A_MAILING = """
What `leadlist mailing` looks for; `[mailing.severity]` in the rules says how severe each is, or turns it off. An *error*
forbids to send: exit 1, and no file. [mailing.md](mailing.md) has the rest.
"""


def render() -> str:
    """The page, in English."""
    use("en")
    areas: dict[str, list[Check | MailingCheck]] = {}
    for check in (*CHECKS.values(), *MAILING_CHECKS.values()):
        areas.setdefault(AREAS[check.code.partition("-")[0]], []).append(check)
    parts = [HEAD]
    for title, checks in areas.items():
        parts.append(f"\n## {title}\n")
        parts.append(BEFORE_A_MAILING if title == "Before a mailing" else "")
        for check in sorted(checks, key=lambda check: check.code):
            message, hint, why = check.words()
            parts.append(f"\n### {check.code}\n\n{check.severity.value}{_where(check)}\n\n")
            parts.append(f"**{message}** {why}\n\n→ {hint}\n")
    return "".join(parts)


def _where(check: Check | MailingCheck) -> str:
    if isinstance(check, CellCheck):
        return ": any column" if check.fields is ANY else _named(check.fields)
    if isinstance(check, RowCheck):
        return _named(check.fields)
    return ""


def _named(fields: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{name}`" for name in fields[:6])
    return f": {shown}" + (" …" if len(fields) > 6 else "")


if __name__ == "__main__":
    REFERENCE.write_text(render(), encoding="utf-8")
