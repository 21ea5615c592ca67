"""Who and where: company, department, title, name and reading among the lines that are neither number nor address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from leadlist.cards import words
from leadlist.cards.lines import Line, joined
from leadlist.cards.values import Value, Values
from leadlist.cards.words import JAPANESE, KANA, KANJI
from leadlist.locale import _
from leadlist.rules.tables import table

_NAME = re.compile(rf"[{KANJI}{KANA}ヴ・]{{1,8}}(?:\s+[{KANJI}{KANA}ヴ・]{{1,8}})?")
_NAME_EN = re.compile(r"(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?[A-Z][A-Za-z'’.\-]*(?: [A-Z][A-Za-z'’.\-]*){1,3}(?:,? (?:Jr\.?|Ph\.?D\.?|MBA|CPA|III?))?")
_PARTED = re.compile(r"[\s　]+")
_UNIT_AND_RANK = re.compile(
    r"(?P<unit>.+(?:部|課|室|グループ|チーム|センター|局|支店|営業所|本部))(?P<rank>(?:部長|次長|課長|係長|主任|室長|所長|局長|支店長|本部長|センター長|グループ長|"
    r"工場長|店長|マネージャー|マネジャー|リーダー|チーフ|担当|代表取締役|取締役|執行役員|社長|専務|常務|顧問|参事|主事|主査).*)"
)


@dataclass
class _Case:
    """The lines under judgement and what was found of them."""

    lines: list[Line]
    domain: str  # of the mail address or URL, without its ending
    mailbox: str
    values: Values = field(default_factory=dict)

    def take(self, name: str, line: Line, text: str | None = None) -> None:
        shown = line.text if text is None else text
        self.values[name] = Value(" ".join(shown.split()), line.text, line.weakest, line.box)
        if line in self.lines:
            self.lines.remove(line)


def roles(lines: Sequence[Line], email: str, url: str) -> tuple[Values, list[Line]]:
    """The fields of person and company, and the lines that stayed without one.

    `email` and `url` help to tell company and person where neither has a word that says so.
    """
    mailbox, _at, host = email.lower().partition("@")
    host = host or re.sub(r"^https?://|^www\.|/.*$", "", re.sub(r"^https?://", "", url.lower()))
    case = _Case(_merged(lines), host.removeprefix("www.").partition(".")[0], mailbox)
    japanese = any(JAPANESE.search(line.text) and len(line.text.strip()) > 1 for line in case.lines)
    if japanese:
        _japanese(case)
    else:
        _english(case)
    return case.values, case.lines


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Pieces of one name, set wide apart, as one line: large type, few letters each, side by side or one below."""
    found = [line for line in lines if line.text.strip(" ・|｜-—_●■◆▲△○◎")]
    if not found:
        return []
    large = min(1.25 * median(line.size for line in found), 0.8 * max(line.size for line in found))
    merged: list[Line] = []
    for line in sorted(found, key=lambda line: (line.box.top if line.vertical else line.box.left)):
        before = next((other for other in merged if _belongs(other, line, large)), None)
        if before is None:
            merged.append(line)
        else:
            merged[merged.index(before)] = joined([before, line])
    return sorted(merged, key=lambda line: line.box.top)


def _belongs(one: Line, other: Line, large: float) -> bool:
    short = len(words.flat(one.text)) <= 5 and len(words.flat(other.text)) <= 5
    if not (short and one.vertical == other.vertical and JAPANESE.search(one.text) and JAPANESE.search(other.text)):
        return False
    if min(one.size, other.size) < large or max(one.size, other.size) > 1.45 * min(one.size, other.size):
        return False
    if one.vertical:
        aligned = abs(one.box.middle[0] - other.box.middle[0]) < 0.35 * one.size
        return aligned and -0.5 * one.size < other.box.top - one.box.bottom < 3.5 * one.size
    aligned = abs(one.box.middle[1] - other.box.middle[1]) < 0.35 * one.size
    return aligned and -0.5 * one.size < other.box.left - one.box.right < 3.5 * one.size


def _japanese(case: _Case) -> None:
    _take_readings(case)
    company = max(case.lines, key=lambda line: _company_score(line, case), default=None)
    sure_company = company is not None and _company_score(company, case) >= 4
    if company is not None and sure_company:
        case.take("company", company)
    _take_jobs(case)
    name = max(case.lines, key=lambda line: _name_score(line, case), default=None)
    if name is not None and _name_score(name, case) > 0:
        case.take("name", name)
    if not sure_company:
        _take_plain_company(case)
    _take_reading_of(case)
    _take_latin_twins(case)


def _take_readings(case: _Case) -> None:
    """The reading is the kana line next to the largest type, smaller than it."""
    kana = [line for line in case.lines if _reads_as_reading(line)]
    for line in kana:
        near = [other for other in case.lines if other is not line and _next_to(line, other) and other.size > 1.3 * line.size]
        if any(_NAME.fullmatch(other.text.strip()) and re.search(f"[{KANJI}]", other.text) for other in near):
            case.take("name_kana", line, line.text.strip().strip("()（）").strip())
            return


def _reads_as_reading(line: Line) -> bool:
    text = line.text.strip()
    return len(words.flat(text)) >= 3 and bool(words.READING.fullmatch(text)) and not _job(text)


def _next_to(small: Line, large: Line) -> bool:
    """True for a small line along the side of a large one."""
    if small.vertical != large.vertical:
        return False
    if small.vertical:
        beside = min(abs(small.box.left - large.box.right), abs(large.box.left - small.box.right))
        return beside < 0.8 * large.size and small.box.top < large.box.bottom and large.box.top < small.box.bottom
    over = min(abs(large.box.top - small.box.bottom), abs(small.box.top - large.box.bottom))
    return over < 0.8 * large.size and small.box.left < large.box.right + large.size and large.box.left < small.box.right


def _take_reading_of(case: _Case) -> None:
    if "name_kana" in case.values or "name" not in case.values:
        return
    for line in list(case.lines):
        if _reads_as_reading(line):
            box = case.values["name"].box
            name = Line(case.values["name"].raw, box, (), line.vertical)
            if _next_to(line, name):
                case.take("name_kana", line, line.text.strip().strip("()（）").strip())
                return


def _company_score(line: Line, case: _Case) -> float:
    text = line.text.strip()
    if len(words.flat(text)) < 3 or not JAPANESE.search(text) and not words.legal_form().search(text):
        return -9
    score = 0.0
    if words.legal_form().search(text) and JAPANESE.search(text):
        score += 8
    elif words.ORGANISATION.fullmatch(text) and not words.TITLE.fullmatch(text):
        score += 4
    if words.DEPARTMENT.fullmatch(text) and score < 8 or words.TITLE.fullmatch(text) and score < 8:
        score -= 3
    if words.SENTENCE.search(text):
        score -= 4
    return score + min(line.size / _usual(case), 2) * 0.5


def _usual(case: _Case) -> float:
    return median(line.size for line in case.lines) or 1.0


def _take_jobs(case: _Case) -> None:
    """Department and title, on one line or several, with or without a blank between them."""
    units: list[Line] = []
    ranks: list[Line] = []
    largest = max((line.size for line in case.lines), default=0)
    for line in sorted(case.lines, key=lambda line: (-line.box.right if line.vertical else line.box.top)):
        if not JAPANESE.search(line.text) and not re.fullmatch(r"C[A-Z]O", line.text.strip()):
            continue
        if line.size > 0.95 * largest and len(words.flat(line.text)) <= 5 and len(case.lines) > 1 and _alone(line, case):
            continue  # the name, even where it ends like a rank (…長)
        parts = _parts(line)
        if parts is None:
            continue
        case.lines.remove(line)
        for part, kind in parts:
            (units if kind == "department" else ranks).append(part)
    for name, found in (("department", units), ("title", ranks)):
        if found:
            whole = joined(found)
            case.values[name] = Value(" ".join(whole.text.split()), whole.text, whole.weakest, whole.box)


def _alone(line: Line, case: _Case) -> bool:
    return sum(other.size > 0.95 * line.size for other in case.lines) == 1


def _parts(line: Line) -> list[tuple[Line, str]] | None:
    """The pieces of a line, each a department or a title; None where one of them is neither."""
    pieces: list[tuple[Line, str]] = []
    for word in re.finditer(r"[^\s/／|｜]+", line.text):
        kind = _job(word[0])
        if not kind:
            return None
        split = _UNIT_AND_RANK.fullmatch(word[0]) if kind == "title" else None
        if split and "取締役" not in split["unit"]:
            pieces.append((_piece(line, word.start(), word.start() + len(split["unit"])), "department"))
            pieces.append((_piece(line, word.start() + len(split["unit"]), word.end()), "title"))
        else:
            pieces.append((_piece(line, word.start(), word.end()), kind))
    return pieces or None


def _piece(line: Line, start: int, stop: int) -> Line:
    scores = line.scores[start:stop] if len(line.scores) == len(line.text) else ()
    return Line(line.text[start:stop], line.box, scores, line.vertical)


def _job(word: str) -> str:
    if words.TITLE.fullmatch(word):
        return "title"
    return "department" if words.DEPARTMENT.fullmatch(word) else ""


def _name_score(line: Line, case: _Case) -> float:
    text = line.text.strip()
    if not _NAME.fullmatch(text) or len(words.flat(text)) < 2 or words.SENTENCE.search(text):
        return -9
    score = 2.0 * line.size / _usual(case)
    if "name_kana" in case.values:
        reading = Line("", case.values["name_kana"].box, (), line.vertical)
        score += 3 if _next_to(reading, line) else 0
    if len(_PARTED.split(text)) == 2:
        score += 1
    if any(words.flat(text).startswith(row["surname"]) for row in table("surname_readings")):
        score += 2
    if words.ORGANISATION.fullmatch(text) or words.legal_form().search(text):
        score -= 3
    if not re.search(f"[{KANJI}]", text):
        score -= 1
    return score


def _take_plain_company(case: _Case) -> None:
    """A company without a word that says so: the largest line left that is no sentence."""
    left = [line for line in case.lines if JAPANESE.search(line.text) and len(words.flat(line.text)) >= 2]
    left = [line for line in left if not words.SENTENCE.search(line.text)]
    if left:
        line = max(left, key=lambda line: line.size)
        case.take("company", line)
    else:
        names = [line for line in case.lines if len(words.flat(line.text)) > 3 and _host_shares(line.text, case.domain)]
        if names:
            case.take("company", max(names, key=lambda line: line.size))


def _take_latin_twins(case: _Case) -> None:
    """Name and company in Latin letters, beside the Japanese ones. Title and department stay in one language."""
    latin = [line for line in case.lines if not JAPANESE.search(line.text)]
    for line in latin:
        text = line.text.strip()
        if "company_en" not in case.values and (words.legal_form().search(text) or words.ORGANISATION_EN.search(text)):
            if not words.TITLE_EN.search(text) and not words.DEPARTMENT_EN.search(text.split(",")[0]) or words.legal_form().search(text):
                case.take("company_en", line)
    for line in latin:
        if line not in case.lines or "name" not in case.values or "name_en" in case.values:
            continue
        box = case.values["name"].box
        name = Line("", box, (), line.vertical)
        if _NAME_EN.fullmatch(line.text.strip()) and not words.TITLE_EN.search(line.text) and _next_to(line, name):
            case.take("name_en", line)


def _english(case: _Case) -> None:
    company = max(case.lines, key=lambda line: _company_en_score(line, case), default=None)
    if company is not None and _company_en_score(company, case) >= 3:
        case.take("company", company)
    for line in list(case.lines):
        text = line.text.strip()
        if words.TITLE_EN.search(text) and "title" not in case.values and not _spells(text, case.mailbox) >= 2:
            _take_english_job(case, line)
        elif words.DEPARTMENT_EN.search(text) and "department" not in case.values:
            case.take("department", line)
    name = max(case.lines, key=lambda line: _name_en_score(line, case), default=None)
    if name is not None and _name_en_score(name, case) > 0:
        case.take("name", name)
    if "company" not in case.values and case.lines:
        line = max(case.lines, key=lambda line: _company_en_score(line, case))
        if len(words.flat(line.text)) >= 3:
            case.take("company", line)
            case.values["company"] = case.values["company"].doubted(_("nothing on the card says that it is the company"))


def _take_english_job(case: _Case, line: Line) -> None:
    """`R&D Department, Director` is both; a line without a comma is the title alone."""
    head, comma, tail = line.text.partition(",")
    if comma and words.DEPARTMENT_EN.search(head.strip()) and words.TITLE_EN.search(tail):
        case.take("department", _piece(line, 0, len(head)))
        case.take("title", _piece(line, len(head) + 1, len(line.text)))
        case.lines.remove(line)
    else:
        case.take("title", line)


def _company_en_score(line: Line, case: _Case) -> float:
    text = line.text.strip()
    score = 0.0
    if words.legal_form().search(text):
        score += 6
    if words.ORGANISATION_EN.search(text):
        score += 2
    if _host_shares(text, case.domain):
        score += 3
    if words.TITLE_EN.search(text) or words.DEPARTMENT_EN.search(text):
        score -= 4
    if _spells(text, case.mailbox):
        score -= 2
    if len(words.flat(text)) < 3:
        score -= 6
    return score + min(line.size / _usual(case), 2) * 0.5


def _name_en_score(line: Line, case: _Case) -> float:
    text = line.text.strip()
    if not _NAME_EN.fullmatch(text):
        return -9
    return 2.0 * line.size / _usual(case) + 3 * _spells(text, case.mailbox) - (3 if words.ORGANISATION_EN.search(text) else 0)


def _spells(text: str, mailbox: str) -> int:
    """How many words of three letters and more stand in the mailbox's name."""
    return sum(word.lower() in mailbox for word in re.findall(r"[A-Za-z]{3,}", text))


def _host_shares(text: str, domain: str) -> bool:
    """True where the domain's name shows in the company's: a word of it, or its initials."""
    name = re.sub(r"[^a-z]", "", domain.lower())
    found = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    initials = "".join(word[0] for word in found)
    return len(name) >= 2 and (any(len(word) >= 3 and word in name for word in found) or name == initials)
