"""Purposes of use: specific enough to be told to the people concerned, or refused with a better example.

個人情報保護法17条1項 wants the purpose specified "as far as possible"; the commission's guideline (通則編 3-1-1) names
「事業活動に用いるため」「マーケティング活動に用いるため」 as not specific. A wording is vague if nothing is left
of it once the words of `rules/tables/vague_purposes.csv` are taken out, particles among them.
"""

import difflib
import re
import unicodedata
from functools import cache

from leadlist.errors import Refused, UserError
from leadlist.locale import _
from leadlist.rules import Rules
from leadlist.rules.tables import table

CODE = re.compile(r"[A-Za-z]{1,4}[-_]?\d{1,4}|[A-Z][A-Z0-9_-]{1,15}")
PROPOSALS = {
    "marketing": (
        "〔展示会名〕でお名刺を交換した方に、当社の〔製品名〕の新製品情報と導入事例を、電子メールで月1回お送りするため",
        "To send people who gave us their card at 〔fair〕 news about our 〔product〕 by e-mail once a month",
    ),
    "business": (
        "〔製品名〕についてお問い合わせをくださった方に、お見積りと納期を電子メールまたは電話でご連絡するため",
        "To answer inquiries about our 〔product〕 with quotations and delivery dates, by e-mail or phone",
    ),
    "service": (
        "〔製品名〕をお使いの方に、使い勝手についてのアンケートを電子メールで年1回お願いするため",
        "To ask users of our 〔product〕 once a year by e-mail how they get on with it",
    ),
    "management": (
        "〔セミナー名〕にお申し込みの方に、当日のご案内と講演資料を電子メールでお送りするため",
        "To send people who signed up for 〔seminar〕 their directions and the slides by e-mail",
    ),
}
"""Sort of generality -> a wording to put in its place (ja, en)."""
BLANK = re.compile(r"〔[^〔〕]*〕")  # what a proposal leaves to be filled in


def lint(text: str) -> str | None:
    """Why a purpose is not specific enough to be told, in the user's language; None where it is."""
    if not text.strip():
        return _("It is empty.")
    if BLANK.search(text):
        return _("a blank 〔…〕 in it was not filled in.")
    kind = _vagueness(text)
    return _reasons()[kind] if kind else None


def _vagueness(text: str) -> str:
    """What sort of generality a wording is, a key of `_reasons`; `""` where it says something."""
    vague: list[str] = []

    def drop(match: re.Match[str]) -> str:
        vague.append(_vocabulary()[match[0]])
        return " "

    rest = _words().sub(drop, _plain(text))
    if re.search(r"\w", rest):
        return ""
    return next((reason for reason in vague if reason), "anything")


def proposal(text: str, language: str) -> str:
    """A wording that would do in the place of a vague one; 〔…〕 is for the user to fill in.

    It says what the guideline (通則編 3-1-1) wants to be foreseeable: who, what about, by which way, how often.
    """
    kind = _vagueness(text) or "anything"
    return PROPOSALS.get(kind, PROPOSALS["marketing"])[language != "ja"]


def example(language: str) -> str:
    """A purpose as it should be worded: who, what, by which way, about what."""
    if language == "ja":
        return (
            "展示会でお名刺を交換した方に、当社の計測機器の新製品情報と"
            "導入事例セミナーの案内を、電子メールで月1回お送りするため"
        )
    return (
        "To send people who gave us their card at a trade fair news about our measuring instruments "
        "and invitations to our seminars, by e-mail once a month"
    )


def resolve(purpose: str, rules: Rules) -> str:
    """What is written into a list for a purpose: a code of `[purposes]`, or a wording that is specific.

    Raises UserError for something that looks like a code and is none, Refused for a wording that says too little.
    """
    plain = unicodedata.normalize("NFKC", purpose).strip()
    for code, entry in rules.purposes.items():
        if plain.casefold() == code.casefold() or _plain(entry.text) == _plain(plain):
            plain = code
            break
    else:
        require_known(plain, rules)
    wording = rules.purposes[plain].text if plain in rules.purposes else plain
    reason = lint(wording) if wording else None
    if reason:
        raise Refused(
            _("The purpose of use “{purpose}” says too little to be told to anybody: {reason}").format(
                purpose=wording, reason=reason
            ),
            hint=_("Say who gets what, about what and how, as in “{example}”.").format(
                example=proposal(wording, rules.language)
            ),
        )
    return plain


def require_known(purpose: str, rules: Rules) -> None:
    """Raises UserError for something that looks like a code of `[purposes]` and is none."""
    if CODE.fullmatch(purpose) and purpose.casefold() not in map(str.casefold, rules.purposes):
        raise _unknown_code(purpose, rules)


def _unknown_code(code: str, rules: Rules) -> UserError:
    near = difflib.get_close_matches(code.upper(), [known.upper() for known in rules.purposes], n=1, cutoff=0.5)
    if near:
        known = next(known for known in rules.purposes if known.upper() == near[0])
        hint = _("Did you mean “{near}” ({text})?").format(near=known, text=rules.purposes[known].text)
    elif rules.purposes:
        hint = _("Known: {names}.").format(names=", ".join(rules.purposes))
    else:
        hint = _('Write it into the rules: leadlist purpose add {code} "…"; or give the wording itself.').format(
            code=code
        )
    return UserError(_("There is no purpose “{code}” in the rules.").format(code=code), hint=hint)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" 。.")


@cache
def _vocabulary() -> dict[str, str]:
    return {row["word"]: row["reason"] for row in table("vague_purposes")}


@cache
def _words() -> re.Pattern[str]:
    """Any vague word, the longest first; Latin ones only as whole words."""
    words = sorted(_vocabulary(), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words))


def _reasons() -> dict[str, str]:
    return {
        "marketing": _("marketing of what, to whom, by which way?"),
        "business": _("everything a firm does is business."),
        "service": _("better service says nothing about what is done with the data."),
        "management": _("managing data is no purpose; what is it kept for?"),
        "anything": _("it allows anything."),
    }
