"""Company, department, title and name on a card without Japanese."""

import re

from leadlist.cards import words
from leadlist.cards.judged import Case, piece
from leadlist.cards.lines import Line
from leadlist.locale import _

NAME = re.compile(
    r"(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?[A-ZÀ-Þ][A-Za-zÀ-ɏ'’.\-]*(?: [A-ZÀ-Þ][A-Za-zÀ-ɏ'’.\-]*){1,3}"
    r"(?:,? (?:Jr\.?|Ph\.?D\.?|MBA|CPA|III?))?"
)


def take_latin(case: Case) -> None:
    """Company, title, department and name of a card in Latin letters, by what their words say."""
    company = max(case.lines, key=lambda line: _company_en_score(line, case), default=None)
    if company is not None and _company_en_score(company, case) >= 3:
        case.take("company", company)
    for line in list(case.lines):
        text = line.text.strip()
        if words.TITLE_EN.search(text) and "title" not in case.values and not _spells(text, case.mailbox) >= 2:
            _take_latin_job(case, line)
        elif words.DEPARTMENT_EN.search(text) and "department" not in case.values:
            case.take("department", line)
    name = max(case.lines, key=lambda line: _name_en_score(line, case), default=None)
    if name is not None and _name_en_score(name, case) > 0:
        case.take("name", name)
    if "company" not in case.values and case.lines:
        line = max(case.lines, key=lambda line: _company_en_score(line, case))
        if len(words.flat(line.text)) >= 3:
            case.take("company", line)
            case.values["company"] = case.values["company"].doubted(
                _("nothing on the card says that it is the company")
            )


def _take_latin_job(case: Case, line: Line) -> None:
    """`R&D Department, Director` is both; a line without a comma is the title alone."""
    head, comma, tail = line.text.partition(",")
    if comma and words.DEPARTMENT_EN.search(head.strip()) and words.TITLE_EN.search(tail):
        case.take("department", piece(line, 0, len(head)))
        case.take("title", piece(line, len(head) + 1, len(line.text)))
        case.lines.remove(line)
    else:
        case.take("title", line)


def _company_en_score(line: Line, case: Case) -> float:
    text = line.text.strip()
    score = 0.0
    if words.legal_form().search(text):
        score += 6
    if words.ORGANISATION_EN.search(text):
        score += 2
    if host_shares(text, case.domain):
        score += 3
    elif words.TITLE_EN.search(text) or words.DEPARTMENT_EN.search(text):
        score -= 4
    if _spells(text, case.mailbox):
        score -= 2
    if len(words.flat(text)) < 3:
        score -= 6
    return score + min(line.size / case.usual(), 2) * 0.5


def _name_en_score(line: Line, case: Case) -> float:
    text = line.text.strip()
    if not NAME.fullmatch(text):
        return -9
    return (
        2.0 * line.size / case.usual()
        + 3 * _spells(text, case.mailbox)
        - (3 if words.ORGANISATION_EN.search(text) else 0)
    )


def _spells(text: str, mailbox: str) -> int:
    """How many words of three letters and more stand in the mailbox's name."""
    return sum(word.lower() in mailbox for word in re.findall(r"[A-Za-z]{3,}", text))


def host_shares(text: str, domain: str) -> bool:
    """True where the domain's name shows in the company's: a word of it, or its initials."""
    name = re.sub(r"[^a-z]", "", domain.lower())
    found = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    initials = "".join(word[0] for word in found)
    return len(name) >= 2 and (any(len(word) >= 3 and word in name for word in found) or name == initials)
