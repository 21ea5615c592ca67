"""Who and where: company, department, title, name and reading among the lines that are neither number nor address."""

import re
from collections.abc import Sequence

from leadlist.cards import roles_latin, words
from leadlist.cards.judged import Case, merged, piece
from leadlist.cards.lines import Line, joined
from leadlist.cards.values import Value, Values
from leadlist.cards.words import JAPANESE, KANA, KANJI
from leadlist.locale import _
from leadlist.rules.tables import table

_NAME = re.compile(rf"[{KANJI}{KANA}ヴ・]{{1,12}}(?:\s+[{KANJI}{KANA}ヴ・]{{1,12}})?")
_PARTED = re.compile(r"[\s　]+")
_UNIT_AND_RANK = re.compile(
    r"(?P<unit>.+(?:部|課|室|グループ|チーム|センター|局|支店|営業所|本部|事業所|工場))"
    rf"(?P<rank>(?!長)(?:上席|主席|専任|シニア|チーフ)?(?:センター長|グループ長|本部長|{words.RANKS})+.*)"
)


def roles(lines: Sequence[Line], email: str, url: str) -> tuple[Values, list[Line]]:
    """The fields of person and company, and the lines that stayed without one.

    `email` and `url` help to tell company and person where neither has a word that says so.
    """
    mailbox, _at, host = email.lower().partition("@")
    host = host or re.sub(r"^https?://|^www\.|/.*$", "", re.sub(r"^https?://", "", url.lower()))
    case = Case(merged(lines), host.removeprefix("www.").partition(".")[0], mailbox)
    japanese = any(JAPANESE.search(line.text) and len(line.text.strip()) > 1 for line in case.lines)
    if japanese:
        _japanese(case)
    else:
        roles_latin.take_latin(case)
    return case.values, case.lines


def _japanese(case: Case) -> None:
    _part_titled_names(case)
    _take_readings(case)
    company = max(case.lines, key=lambda line: _company_score(line, case), default=None)
    sure_company = company is not None and _company_score(company, case) >= 4
    if company is not None and sure_company:
        _take_company(case, company)
    _take_jobs(case)
    name = max(case.lines, key=lambda line: _name_score(line, case), default=None)
    if name is not None and _name_score(name, case) > 0:
        case.take("name", name)
    if not sure_company:
        _take_plain_company(case)
    _take_reading_of(case)
    _doubt_part_of_name(case)
    _take_latin_twins(case)


def _doubt_part_of_name(case: Case) -> None:
    """Something short in type as large as the name's, taken for nothing, may be the rest of it."""
    if "name" not in case.values:
        return
    name = case.values["name"]
    size = min(name.box.width, name.box.height)
    rest = [line for line in case.lines if JAPANESE.search(line.text) and len(words.flat(line.text)) <= 3]
    if any(line.size > 0.75 * size for line in rest):
        case.values["name"] = name.doubted(_("more large type stands beside it"))


def _take_readings(case: Case) -> None:
    """The reading is the kana line next to the largest type, smaller than it."""
    kana = [line for line in case.lines if _reads_as_reading(line)]
    for line in kana:
        near = [
            other
            for other in case.lines
            if other is not line and _next_to(line, other) and other.size > 1.3 * line.size
        ]
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
    return (
        over < 0.8 * large.size and small.box.left < large.box.right + large.size and large.box.left < small.box.right
    )


def _take_reading_of(case: Case) -> None:
    if "name_kana" in case.values or "name" not in case.values:
        return
    for line in list(case.lines):
        if _reads_as_reading(line):
            box = case.values["name"].box
            name = Line(case.values["name"].raw, box, (), line.vertical)
            if _next_to(line, name):
                case.take("name_kana", line, line.text.strip().strip("()（）").strip())
                return


def _company_score(line: Line, case: Case) -> float:
    text = line.text.strip()
    if len(words.flat(text)) < 3 or (not JAPANESE.search(text) and not words.legal_form().search(text)):
        return -9
    score = 0.0
    if words.legal_form().search(text) and JAPANESE.search(text):
        score += 8
    elif words.ORGANISATION.fullmatch(text) and not words.TITLE.fullmatch(text):
        score += 4
    if (words.DEPARTMENT.fullmatch(text) and score < 8) or (words.TITLE.fullmatch(text) and score < 8):
        score -= 3
    if words.SENTENCE.search(text):
        score -= 4
    return score + min(line.size / case.usual(), 2) * 0.5


_STROKE = re.compile(
    r"^[一ー・\-|｜丨]+(?=株式会社|有限会社|合同会社|合資会社|合名会社|社会福祉法人|医療法人|学校法人)"
)
"""What the reader makes of a sign before the company's name; no company's legal form follows a stroke."""


def _take_company(case: Case, line: Line) -> None:
    """The company; a department behind it on the same line stays a line of its own."""
    for blank in reversed(list(re.finditer(r"\s+", line.text.strip()))):
        head, tail = line.text[: blank.start()], line.text[blank.end() :]
        named = len(words.flat(words.legal_form().sub("", head))) >= 2
        if named and words.legal_form().search(head) and all(_job(word) for word in tail.split()):
            case.lines.append(piece(line, blank.end(), len(line.text)))
            case.lines.remove(line)
            line = piece(line, 0, blank.start())
            break
    case.take("company", line, _STROKE.sub("", line.text.strip()))


_USUAL_UNIT = re.compile(
    "営業|総務|経理|人事|技術|開発|製造|企画|管理|購買|法務|広報|業務|販売|製作|工務|品質|生産|事業|国際|海外"
)


def _part_titled_names(case: Case) -> None:
    """A title before the name on one line (課長 石橋 雄太) as two lines; 日下部 恭子 is a name alone."""
    for line in list(case.lines):
        jobs = 0
        for word in re.finditer(r"\S+", line.text):
            if not _job(word[0]):
                break
            jobs = word.end()
        rest = line.text[jobs:]
        surname = len(words.flat(line.text[:jobs])) <= 3 and not _USUAL_UNIT.search(line.text[:jobs])
        if surname and _job(line.text[:jobs].strip()) == "department" and len(rest.split()) == 1:
            continue
        if jobs and _NAME.fullmatch(rest.strip()) and len(words.flat(rest)) >= 2:
            start = len(line.text) - len(rest.lstrip())
            case.lines.remove(line)
            case.lines += [piece(line, 0, jobs), piece(line, start, len(line.text))]


def _take_jobs(case: Case) -> None:
    """Department and title, on one line or several, with or without a blank between them."""
    units: list[Line] = []
    ranks: list[Line] = []
    largest = max((line.size for line in case.lines), default=0)
    for line in sorted(case.lines, key=lambda line: -line.box.right if line.vertical else line.box.top):
        if not JAPANESE.search(line.text) and not re.fullmatch(r"C[A-Z]O", line.text.strip()):
            continue
        if (
            line.size > 0.95 * largest
            and len(words.flat(line.text)) <= 5
            and len(case.lines) > 1
            and _alone(line, case)
        ):
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


def _alone(line: Line, case: Case) -> bool:
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
            pieces.append((piece(line, word.start(), word.start() + len(split["unit"])), "department"))
            pieces.append((piece(line, word.start() + len(split["unit"]), word.end()), "title"))
        else:
            pieces.append((piece(line, word.start(), word.end()), kind))
    return pieces or None


def _job(word: str) -> str:
    if words.TITLE.fullmatch(word):
        return "title"
    return "department" if words.DEPARTMENT.fullmatch(word) else ""


def _name_score(line: Line, case: Case) -> float:
    text = line.text.strip()
    if not _NAME.fullmatch(text) or len(words.flat(text)) < 2 or words.SENTENCE.search(text):
        return -9
    score = 2.0 * line.size / case.usual()
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


def _take_plain_company(case: Case) -> None:
    """A company without a word that says so: the largest line left that is no sentence."""
    left = [line for line in case.lines if JAPANESE.search(line.text) and len(words.flat(line.text)) >= 2]
    left = [line for line in left if not words.SENTENCE.search(line.text)]
    if left:
        line = max(left, key=lambda line: line.size)
        case.take("company", line)
    else:
        named = [line for line in case.lines if len(words.flat(line.text)) > 3]
        names = [line for line in named if roles_latin.host_shares(line.text, case.domain)]
        if names:
            case.take("company", max(names, key=lambda line: line.size))


def _take_latin_twins(case: Case) -> None:
    """Name and company in Latin letters, beside the Japanese ones. Title and department stay in one language."""
    latin = [line for line in case.lines if not JAPANESE.search(line.text)]
    company = next((line for line in latin if _is_company_en(line.text.strip())), None)
    if company is not None:
        case.take("company_en", company)
    for line in latin:
        if line not in case.lines or "name" not in case.values or "name_en" in case.values:
            continue
        box = case.values["name"].box
        name = Line("", box, (), line.vertical)
        shaped = roles_latin.NAME.fullmatch(line.text.strip()) and not words.TITLE_EN.search(line.text)
        if shaped and _next_to(line, name):
            case.take("name_en", line)


def _is_company_en(text: str) -> bool:
    if words.legal_form().search(text):
        return True
    job = words.TITLE_EN.search(text) or words.DEPARTMENT_EN.search(text.partition(",")[0])
    return bool(words.ORGANISATION_EN.search(text)) and not job
