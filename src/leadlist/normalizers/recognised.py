"""What is already normal, recognised for a whole column by one pattern: most cells of most lists.

A pattern may be narrower than the normalizer, never wider: what it accepts is written as it is, holds nothing for
another column and needs nobody's eye. tests/normalizers/test_recognised.py makes texts from each pattern to hold that.
"""

import re
from collections.abc import Collection
from functools import cache

from leadlist.fields import FIELDS
from leadlist.normalizers import phones, postal_data
from leadlist.rules import Rules

_J = "一-龥々ぁ-んァ-ヶ"  # no ー: after a digit it is a dash
_WORD = f"[{_J}A-Za-z][{_J}ーA-Za-z]*+"
_LOT = "[0-9]++(?:-[0-9]++)*+"

PATTERNS: dict[str, str] = {
    "person_name": f"[{_J}][{_J}ー]*(?: [{_J}][{_J}ー]*)?(?<![様殿中方んンまマのノ])",
    "kana": "[ァ-ヶ][ァ-ヶー]*(?: [ァ-ヶ][ァ-ヶー]*)?(?<!サマ)(?<!サン)(?<!ドノ)",
    "company": f"[{_J}A-Za-z0-9][{_J}ーA-Za-z0-9]*+(?<![様中])",
    "email": r"[A-Za-z0-9_+.-]++@[a-z0-9-]++(?:\.[a-z0-9-]++)++",
    "postal_code": "[0-9]{3}-[0-9]{4}",
    "date": "(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])",
    "url": r"https?://[a-z0-9-]++(?:\.[a-z0-9-]++)++(?:/[A-Za-z0-9/_.~-]*+)?+",
    "address": rf"(?:{postal_data.PREFECTURE.pattern})[{_J}][{_J}ー・A-Za-z]*+{_LOT}(?: ?{_WORD}(?:{_LOT})?+)*+",
}


def doubtful(name: str, distinct: Collection[str], rules: Rules) -> list[str]:
    """The values of a field that are not already normal at a glance; the normalizer has the word on them."""
    pattern = pattern_of(kind_of(name), rules)
    if not pattern:
        return list(distinct)
    lines, broken = _lines(distinct)
    return [*unlike(pattern).findall(lines), *broken]


def kind_of(name: str) -> str:
    """The kind whose pattern serves a field, `""` for none."""
    return str(FIELDS[name].kind) if name not in ("city", "street", "building") else ""


def _lines(distinct: Collection[str]) -> tuple[str, list[str]]:
    """The values without a line break, a line each; and the others."""
    lines = "\n".join(distinct)
    if lines.count("\n") == len(distinct) - 1:
        return lines, []
    broken = [cell for cell in distinct if "\n" in cell]
    return "\n".join([cell for cell in distinct if "\n" not in cell]), broken


def pattern_of(kind: str, rules: Rules) -> str:
    """The pattern in force, `""` for none."""
    if kind == "phone":
        usual = rules.country == "JP" and rules.normalize.phone_style == "national"
        return _phone_pattern() if usual else ""
    if kind == "address" and rules.normalize.address_numbers != "keep":
        return ""
    return PATTERNS.get(kind, "")


def strange(pattern: str, lines: str) -> set[str]:
    """The lines that a pattern does not fit, but for empty ones. Those that fit one after the other cost one look."""
    fitting, text, at = _run(pattern), f"{lines}\n", 0
    found: set[str] = set()
    while match := fitting.match(text, at):
        at = match.end()
        if at == len(text):
            break
        end = text.index("\n", at)
        found.add(text[at:end])
        at = end + 1
    found.discard("")
    return found


@cache
def _run(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{pattern})\n)*+", re.MULTILINE | re.ASCII)


@cache
def unlike(pattern: str) -> re.Pattern[str]:
    """Every line that the pattern does not fit."""
    return re.compile(rf"^(?!(?:{pattern})$).+$", re.MULTILINE)


@cache
def _phone_pattern() -> str:
    """Every Japanese number in its groups, as a tree of digits, so that a number is followed down one branch only."""
    tree: dict[str, object] = {}
    for (prefix, length), sizes in phones.plan().items():
        whole = "-".join("".join(part) for part in _cut(prefix.ljust(length, "#"), sizes))
        end = len(whole.split("#")[0])
        branch = tree
        for character in whole[:end]:
            branch = branch.setdefault(character, {})  # type: ignore[assignment]
        branch[re.sub("#+", lambda run: f"[0-9]{{{len(run[0])}}}", whole[end:])] = None
    return _alternatives(tree)


def _cut(digits: str, sizes: tuple[int, ...]) -> list[str]:
    ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
    return [digits[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _alternatives(branch: dict[str, object]) -> str:
    """A branch as a pattern; equal continuations share one class of digits."""
    follow: dict[str, str] = {}
    for step, rest in branch.items():
        after = _alternatives(rest) if isinstance(rest, dict) else ""
        follow[after] = follow.get(after, "") + step if rest is not None else step
    parts = [(f"[{steps}]" if after and "-" not in steps else steps) + after for after, steps in follow.items()]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
