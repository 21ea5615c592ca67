"""A whole column at once: what is written for its distinct values, what belongs elsewhere, what needs a person's eye.

A column is cut into parts of some thousand values. A part is plain data and `rewritten` a pure function, so that parts
can be worked on by several processes.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from leadlist.fields import FIELDS, Kind
from leadlist.normalizers import LONGEST, concerns, dates, normalizer, recognised, settled, split
from leadlist.rules import Rules

PART = 20_000  # values of one part: enough to outweigh sending it to another process, few enough to share out evenly


class Moved(NamedTuple):
    """A value that holds something of another field: what stays, and what goes where."""

    kept: str
    rest: Mapping[str, str]


class Part(NamedTuple):
    """Some distinct values of one column that are not normal at a glance. `order` is what its dates decided."""

    name: str
    values: Sequence[str]
    rules: Rules
    order: str = ""


class Rewriting(NamedTuple):
    """What happens to values of one column."""

    texts: dict[str, str]  # only values that change
    moves: dict[str, Moved]
    concerns: dict[str, concerns.Concern]


def parts(name: str, cells: Collection[str], rules: Rules) -> Iterator[Part]:
    """The distinct values of a column that its normalizer has to look at, in parts; equal columns give equal parts."""
    whole = set(cells)
    whole.discard("")
    values = sorted(cell for cell in recognised.doubtful(name, whole, rules) if len(cell) <= LONGEST)
    order = dates.column_order(values) if FIELDS[name].kind is Kind.DATE else ""
    for start in range(0, len(values), PART):
        yield Part(name, values[start : start + PART], rules, order)


def rewritten(part: Part) -> Rewriting:
    """What the normalizer of the field makes of a part."""
    name, values, rules, order = part
    quick = recognised.folded(name, values, rules)
    slow = [value for value in values if value not in quick] if quick else values
    texts = quick | _texts(name, slow, rules, order)
    moves: dict[str, Moved] = {}
    noted: dict[str, concerns.Concern] = {}
    for value in concerns.suspects(name, slow, texts):
        kept, rest = split(name, value, rules)
        if rest:
            moves[value] = Moved(kept, rest)
        elif concern := concerns.concern(name, value, texts.get(value, value), rules, order):
            noted[value] = concern
    return Rewriting(texts, moves, noted)


def _texts(name: str, values: Sequence[str], rules: Rules, order: str) -> dict[str, str]:
    """The values that change, each with its text at rest; most are at rest after one step, told by their pattern."""
    if order:
        return {value: after for value in values if (after := dates.write_date(value, rules, order)) != value}
    write = normalizer(name)
    assert write is not None
    first = {value: after for value in values if (after := write(value, rules)) != value}
    unsure = set(recognised.doubtful(name, set(first.values()), rules))
    return {
        value: text
        for value, after in first.items()
        if (text := settled(write, value, rules) if after in unsure or not after else after) != value
    }
