"""Match keys of many values in plain Latin letters at once: people, firms, mail addresses, web pages, American numbers.

Each is the very key that the value has alone (`match_key`), told for lines of a text together; of what is written in
unusual ways nothing is said. tests/normalizers/test_latin_at_once.py compares the two.
"""

from collections.abc import Sequence
from functools import cache

from leadlist.normalizers import american_phones, companies, company_forms, emails, names, phones, text, urls
from leadlist.normalizers.recognised import strange

Keys = dict[str, str]

_NAME = "[A-Za-z][A-Za-z.'-]*,?(?: [A-Za-z][A-Za-z.'-]*)+"
_FIRM = "[A-Za-z0-9][A-Za-z0-9.,&'+-]*(?: [A-Za-z0-9&+-][A-Za-z0-9.,&'+-]*)*"
_APART = str.maketrans(".,-", "   ")
_SIGNS = str.maketrans(",&+-", "    ", ".'")
_LABEL = r"[a-z0-9]++(?:-++[a-z0-9]++)*+"
_MAIL = (
    rf"(?!.{{65}})[A-Za-z0-9_+-]++(?:\.[A-Za-z0-9_+-]++)*+@(?:{_LABEL}\.)++"
    rf"(?!(?:{emails.RESERVED_ENDS})$)[a-z]{{2,}}+"
)
_PAGE = (
    rf"(?!.{{64}})(?:https?://)?+(?!www\.[a-z0-9-]+(?:/|$))(?:{_LABEL}\.)++"
    rf"(?!(?:{urls.PRIVATE_ENDS})(?:/|$))[a-z]{{2,}}+(?:/[A-Za-z0-9_-]*)*+"
)
_NOT_DIGITS = str.maketrans("", "", "+-() ")


def people(values: Sequence[str], lines: str) -> Keys:
    """Names of several words. `lines` are the values as `text.clean` leaves them, all in ASCII."""
    odd = strange(_NAME, lines)
    plain = lines.lower().replace("'", "").translate(_APART)
    nothing = text.plain_statements()
    none = nothing.intersection(plain.replace(" ", "").split("\n"))
    found = Keys()
    for value, line, name in zip(values, lines.split("\n"), plain.split("\n"), strict=True):
        if line and line not in odd:
            words = name.split()
            if not (none and text.is_nothing(name)):
                found[value] = names.sorted_words(words)
    return found


def firms(values: Sequence[str], lines: str) -> Keys:
    """Firms, without their legal form. `lines` are the values as `text.clean` leaves them, all in ASCII."""
    odd = strange(_FIRM, lines)
    plain = companies.dots_joined(lines).lower().translate(_SIGNS)
    bare = lines.replace(" ", "").split("\n")
    nobody, nothing = text.placeholders("company") | company_forms.alone(), text.plain_statements()
    found = Keys()
    for value, line, name, whole in zip(values, lines.split("\n"), plain.split("\n"), bare, strict=True):
        if not line or line in odd:
            continue
        if (whole in nobody or whole.lower().strip(text.AROUND) in nothing) and companies.is_nobody(whole):
            continue
        found[value] = "".join(companies.without_world_forms(name.split()))
    return found


def mails(values: Sequence[str]) -> Keys:
    """One mail address each, as most are written."""
    lines = "\n".join(values)
    return _those(values, lines.lower().split("\n"), strange(_MAIL, lines))


def pages(values: Sequence[str]) -> Keys:
    """One public web address each, with or without a path of letters and digits."""
    lines = "\n".join(values)
    bare = f"\n{lines}\n".replace("\nhttps://", "\n").replace("\nhttp://", "\n").replace("\nwww.", "\n")
    while "/\n" in bare:
        bare = bare.replace("/\n", "\n")
    return _those(values, bare[1:-1].split("\n"), strange(_PAGE, lines))


def _those(values: Sequence[str], keys: Sequence[str], odd: set[str]) -> Keys:
    found = dict(zip(values, keys, strict=True))
    for value in ("", *odd):
        found.pop(value, None)
    return found


def american_numbers(values: Sequence[str], country: str | None) -> Keys:
    """Numbers of the United States and Canada that stand alone, with or without +1."""
    lines = phones.OTHER_DASH.sub("-", text.codes_of_lines("\n".join(values)))
    odd = strange(_typed(country), lines)
    digits = lines.translate(_NOT_DIGITS)
    unknown = strange(f"1?(?:{american_phones.assigned().pattern})", digits)
    return {
        value: f"+1{number[-10:]}"
        for value, line, number in zip(values, lines.split("\n"), digits.split("\n"), strict=True)
        if line and line not in odd and number not in unknown
    }


@cache
def _typed(country: str | None) -> str:
    code = r"(?:\+?1[ -]?)?+" if country == "US" else r"\+1[ -]?"
    return rf"{code}(?:\([2-9][0-9]{{2}}\) ?|[2-9][0-9]{{2}}[ -]?)[2-9][0-9]{{2}}[ -]?[0-9]{{4}}"
