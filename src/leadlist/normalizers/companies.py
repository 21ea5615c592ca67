"""Company names: legal forms written in full where they are certain, and dropped from what is compared."""

import re
from functools import cache

from leadlist.normalizers import company_forms, folding, text
from leadlist.rules import Rules

_BRANCH = "(?:支店|支社|営業所|出張所|本店|本社|事業所|工場|支所|支局|支部|センター|オフィス|事務所|研究所|店)"
_DEPARTMENT = "(?:本部|事業部|部門|部|課|室|係|グループ|チーム|ユニット|局|科)"
_UNIT = re.compile(rf"(?:[^ ]+{_BRANCH}|本社|本店|[^ ]+{_DEPARTMENT}|[^ ]*(?:支店|支社)[^ ]*(?:部|課))")
_NO_UNIT = re.compile(
    "(?:倶楽部|クラブ|商店|書店|薬局|郵便局|専門店|百貨店|売店|菓子店|酒店|茶店|飯店|喫茶店|美容室|歯科|外科|内科|眼科|耳鼻科|教室)$"
)
_JOINED_BRANCH = re.compile(r"^[一-龥ァ-ヺー々]{1,6}(?:支店|支社|営業所|出張所|本社|本店|事業所|工場|部|課|室)$")
_NOTE = re.compile(
    r"[(（]\s*(?:旧|現|元|前|通称|略称)(?:社名|称)?\s*[:： ]?[^()（）]*[)）]"
    r"|[(（](?:[休廃開閉]業|閉店|移転|倒産|破産|解散|清算|準備|工事|合併|閉鎖|閉校|閉院|休止)(?:中|済み?|予定|準備中)?[)）]$"
    r"|[(（][^()（）]*(?:支店|支社|営業所|本社|本店)[)）]$|(?<=[一-龥])[(（][ぁ-ゖァ-ヺー・ ]+[)）]$"
)
LONGEST_FORM = 6  # words: s de rl de cv
_INITIALS = re.compile(r"\b(?:\w\. ){1,3}\w\.(?= |$)", re.MULTILINE)
_INITIAL = re.compile(r"\. \w\.")  # what they hold, told in less time
_COURTESY = re.compile("(?<=[^ ])(?: ?御中| ?様)$")


def is_placeholder(company: str) -> bool:
    """True for what names no company: 個人, なし, － or a legal form alone."""
    bare = text.clean(company).replace(" ", "")
    if bare in text.placeholders("company") or text.is_nothing(company):
        return True
    return len(bare) < 14 and bare.translate(company_forms.japanese().symbols) in company_forms.alone()


def is_nobody(name: str) -> bool:
    """As `is_placeholder`, for a name of letters and digits alone, which needs no cleaning."""
    return name in text.placeholders("company") or name in company_forms.alone() or text.is_nothing(name)


def write_company(company: str, rules: Rules) -> str:
    """The name with certain legal forms in full, in their place, and no blank between them and the name."""
    cleaned = text.clean(company)
    if not folding.has_japanese(cleaned) and not _has_symbol(cleaned):
        return company.strip() if cleaned and text.is_nothing(cleaned) else cleaned
    if is_placeholder(cleaned):
        return company.strip()
    result = with_full_forms(cleaned)
    return _joined(_COURTESY.sub("", result) if result.endswith(("様", "中")) else result)


def with_full_forms(cleaned: str) -> str:
    """A name, or each line of a text, with certain abbreviations of legal forms in full."""
    forms = company_forms.japanese()
    result = company_forms.symbol().sub(lambda m: forms.symbols[ord(m[0])], cleaned)
    if "(" in result:
        result = company_forms.front_abbreviation().sub(lambda m: forms.front[m[0].replace(" ", "")], result)
        result = company_forms.back_abbreviation().sub(lambda m: forms.back[m[0].replace(" ", "")], result)
    return result


def _has_symbol(cleaned: str) -> bool:
    return not cleaned.isascii() and any(ord(character) in company_forms.japanese().symbols for character in cleaned)


def _joined(name: str) -> str:
    """No blank between a form at the front or the end and the name, nor before a form that a branch follows."""
    if " " not in name:
        return name
    for form in company_forms.japanese().full:
        if form not in name:  # most are not: one look instead of three
            continue
        if name.startswith(f"{form} "):
            name = form + name[len(form) + 1 :]
        if name.endswith(f" {form}"):
            name = name[: -len(form) - 1] + form
        head, found, tail = name.partition(f" {form} ")
        if found and all(is_unit(word) for word in tail.split(" ")):
            name = f"{head}{form} {tail}"
    return name


def is_unit(word: str) -> bool:
    """True for a branch or a department standing as a word of its own."""
    return _UNIT.fullmatch(word) is not None and not _NO_UNIT.search(word)


def company_key(company: str, rules: Rules) -> str:
    """The name proper: no legal form, branch, department or former name; usual kanji, large katakana, no accents."""
    if is_placeholder(company):
        return ""
    bare = _NOTE.sub("", company.translate(company_forms.japanese().symbols)).strip() or company
    words = bare.split(" ")
    while len(words) > 1 and is_unit(words[-1]):
        words.pop()
    bare = " ".join(words)
    bare = _without_attached(bare)
    if not folding.has_japanese(bare):
        return latin_key(bare)
    named = _without_form(bare)
    if named.replace(" ", "") in company_forms.alone():
        return ""
    if key := sounding(named):
        return key
    upper = folding.large_kana(folding.katakana(folding.kanji(named)))
    return folding.latin(re.sub(r"\s", "", upper))  # a name of signs only keeps them: ℃


def _without_form(name: str) -> str:
    """The name without the Japanese forms at its ends, nor a branch that follows one."""
    forms = company_forms.japanese()
    old = _BRACKETED.sub("", folding.kanji(name)).strip() or folding.kanji(name)
    if old.startswith(forms.keyed) or old.endswith(forms.keyed):
        held = [form for form in forms.keyed if form in old]  # what is cut off leaves no new one behind
        for form in (*held, *held):
            if old.startswith(form) and len(old) > len(form):
                old = old[len(form) :].strip()
            elif old.endswith(form) and len(old) > len(form):
                old = old[: -len(form)].strip()
    found = company_forms.full_form().search(old)
    if found and found.start() > 0 and _JOINED_BRANCH.match(old[found.end() :].strip()):
        return old[: found.start()].strip()
    return _world_form_after_kanji(old)


_BRACKETED = re.compile(
    r"^\([^()]{0,8}法人\)(?=.)|(?<=.)\([^()]{0,8}法人\)$|(?<=^医療法人)\((?=[社財]団\))|(?<=^医療法人.団)\)"
    r"|^有限責任 ?(?=.+監査法人$)"
)
"""A form written out in brackets, (公益財団法人)山田, the brackets inside 医療法人(社団), and half a form that stands
in front, 有限責任 山田監査法人."""


def _without_attached(name: str) -> str:
    """The name without a Chinese or Korean form at either end."""
    attached = company_forms.attached()
    if not name.endswith(attached) and not name.startswith(attached):
        return name
    for form in attached:
        if len(name) > len(form) and name.endswith(form):
            return name[: -len(form)].strip()
        if len(name) > len(form) and name.startswith(form):
            return name[len(form) :].strip()
    return name


def _world_form_after_kanji(name: str) -> str:
    """`山田商事 Co., Ltd.` is 山田商事; after a Japanese form a Latin word is part of the name."""
    words = name.split(" ")
    if len(words) > 1 and folding.has_japanese(words[0]):
        tail = folding.tokens(folding.latin(" ".join(words[1:])))
        if tuple(tail) in company_forms.world()[0] or tail == ["co", "ltd"]:
            return words[0]
    return name


def sounding(name: str) -> str:
    """Letters and digits only, usual kanji, large katakana; no legal form in kana."""
    key = folding.compared_large(name) if folding.is_plain(name) else ""
    kana = company_forms.japanese().kana
    if key and not key.startswith(kana) and not key.endswith(kana):
        return key
    upper = folding.large_kana(folding.katakana(folding.kanji(name)))
    return folding.latin(folding.solid(without_kana_form(upper)))


def without_kana_form(upper: str) -> str:
    """A reading in large katakana without カブシキガイシヤ, カ) or (カ at its ends."""
    forms = company_forms.japanese()
    bare = (company_forms.bank_form().sub("", upper) if "(" in upper or ")" in upper else upper).strip()
    for form in forms.kana if bare.startswith(forms.kana) or bare.endswith(forms.kana) else ():
        if bare.startswith(form) and len(bare) > len(form):
            return bare[len(form) :].strip()
        if bare.endswith(form) and len(bare) > len(form):
            return bare[: -len(form)].strip()
    return bare or upper


def latin_key(name: str) -> str:
    """Words in lower case without accents, the forms at either end taken off as long as a word remains."""
    return "".join(without_world_forms(folding.tokens(folding.latin(dots_joined(name)))))


def without_world_forms(words: list[str]) -> list[str]:
    """The words of a Latin name, folded, without the forms at either end, as long as a word remains."""
    endings, last, first = _endings(), *company_forms.world_edges()
    whole = len(words)
    while words and words[-1] in last:
        longest = min(len(words) - 1, LONGEST_FORM)
        forms = endings[words[-1]]
        cut = next((n for n, form in forms if n <= longest and (n == 1 or tuple(words[-n:]) == form)), 0)
        if not cut:
            break
        words = words[:-cut]
    if not words or words[0] not in first:
        return words
    end, start = company_forms.world()
    for length in range(min(LONGEST_FORM, len(words) - 1), 0, -1):
        # SAS Institute Inc. has its form at its end; what could be one at its front is part of the name
        if tuple(words[:length]) in start and (len(words) == whole or tuple(words[:length]) not in end):
            return words[length:]
    return words


@cache
def _endings() -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """The forms that end a name by their last word, the longest first, with how many words they have."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for form in sorted(company_forms.world()[0], key=lambda words: (-len(words), words)):
        found.setdefault(form[-1], []).append((len(form), form))
    return found


def dots_joined(name: str) -> str:
    """S.p.A. -> SpA and S. A. -> SA, so that a form written with dots is one word; so are A/S and K/S. For a name, or
    for many, a line each."""
    if "." in name:
        name = _INITIALS.sub(lambda m: m[0].replace(" ", ""), name) if _INITIAL.search(name) else name
        name = name.replace(".", "")
    return re.sub(r"\b([A-Za-z])/([A-Za-z])\b", r"\1\2", name) if "/" in name else name


def company_form(company: str) -> str:
    """The certain Japanese form of a written name, `""` without one: 株式会社山田 and 有限会社山田 are two firms."""
    found = company_forms.full_form().search(company)
    return folding.kanji(found[0]) if found else ""


def loose_company_key(company: str, rules: Rules) -> str:
    """A wider key: without long-vowel marks, `and`, `the` and the word Japan; 斎 and 斉 one."""
    key = company_key(company, rules)
    wide = re.sub("ー|ジヤパン$|japan$|^the", "", key).replace("斉", "斎")
    return wide or key
