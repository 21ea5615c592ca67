"""Plain whole numbers in the formats that most lists use, shown many at a time."""

import re
from collections.abc import Sequence
from functools import lru_cache

from leadlist.formats.excel.formatcodes import literal, sections


def whole_number(text: str, code: str) -> str:
    """The same as `numberformats.shown` for a plain whole number and the usual formats, much faster; else `""`."""
    if not text.isdigit() or len(text) > 15 or text[0] == "0":
        return ""
    form = _whole_form(code)
    if isinstance(form, str):
        return text if form == "" else f"{int(text):,}"
    if form is None:
        return ""
    places, template = form
    digits = text.zfill(places)
    return template % (digits[: len(digits) - places + 1], *digits[len(digits) - places + 1 :])


def whole_numbers(texts: Sequence[str], code: str) -> Sequence[str] | None:
    """`whole_number` for many cells at once; None where one of them is no such number, or the format another one."""
    joined = "\n".join(texts)
    digits = joined.replace("\n", "")
    if not (digits.isascii() and digits.isdigit()) or joined.startswith("0") or "\n0" in joined:
        return None
    if "" in texts or max(map(len, texts)) > 15:
        return None
    form = _whole_form(code)
    if isinstance(form, str):
        return texts if form == "" else [text if len(text) < 4 else f"{int(text):,}" for text in texts]
    if form is None:
        return None
    places, template = form
    if min(map(len, texts)) < places:
        texts = [text.zfill(places) for text in texts]
    before, *others = re.split("(?:%s)+", template)
    others = [part.replace("%%", "%") for part in others]
    lengths = [len(run) // 2 for run in re.findall("(?:%s)+", template)]
    if "%" in before or len(lengths) > 3:
        return None
    last = lengths[-1]
    if len(lengths) == 1:
        return [f"{before}{text}{others[0]}" for text in texts]
    if len(lengths) == 2:
        return [f"{before}{text[:-last]}{others[0]}{text[-last:]}{others[1]}" for text in texts]
    middle = last + lengths[1]
    return [
        f"{before}{text[:-middle]}{others[0]}{text[-middle:-last]}{others[1]}{text[-last:]}{others[2]}"
        for text in texts
    ]


@lru_cache(maxsize=4096)
def _whole_form(code: str) -> tuple[int, str] | str | None:
    """`""` for General, `","` for #,##0, a template for zeros and literals such as 000-0000, None for all else."""
    if code in {"General", "@"}:
        return ""
    if code == "#,##0":
        return ","
    parts = sections(code)
    simple = {"digit", "quoted", "escaped", "other", "space"}
    if any(kind not in simple or (kind == "digit" and text != "0") for kind, text in parts[0]) or "[" in code:
        return None
    places = sum(kind == "digit" for kind, _text in parts[0])
    template = "".join("%s" if kind == "digit" else literal(kind, text).replace("%", "%%") for kind, text in parts[0])
    return (places, template) if places and template == template.strip() else None
