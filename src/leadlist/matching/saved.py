"""Weights learned on one list, as texts that the rules keep (`[match.weights]`), and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.matching.chance import ALONE, Chance
from leadlist.matching.classes import PairClass, sources
from leadlist.matching.columns import Column
from leadlist.matching.comparisons import LEVELS
from leadlist.matching.weights import CHANCE, Floats, Model

Weights = Mapping[str, Sequence[str]]
"""`"*"`: records of the list, each class's share. For a column's heading: kind, parent's heading, rows with a value;
the level probabilities of each class, of chance where the parent differs and where it agrees; mean counts."""

WHOLE = "*"
NEAR = 2.0  # a list so many times larger or smaller gets its prior odds and counts scaled


def saved(model: Model, columns: Sequence[Column], records: int) -> dict[str, tuple[str, ...]]:
    """A model as texts, six digits each number."""
    found: dict[str, tuple[str, ...]] = {WHOLE: (str(records), _written(model.share))}
    for at, column in enumerate(columns):
        above = int(model.chance.parent[at])
        tables = [*model.given[:, at], *model.chance.within[at], model.chance.mean[at]]
        parent = "" if above == ALONE else columns[above].name
        found[column.name] = (str(column.kind), parent, str(column.rows), *map(_written, tables))
    return found


def known_columns(weights: Weights, columns: Sequence[Column]) -> list[Column]:
    """The columns that the weights know, with the frequencies they were learned at."""
    return [replace(c, scale=int(weights[c.name][2])) for c in columns if len(weights.get(c.name, ())) > 2]


def read(weights: Weights, columns: Sequence[Column], records: int) -> Model:
    """The model for a list with these columns, of so many records. Raises UserError where the texts make none."""
    classes = len(PairClass)
    try:
        learned_on = float(weights[WHOLE][0])
        share = _numbers(weights[WHOLE][1], classes)
        tables = np.array([[_numbers(text, LEVELS) for text in weights[c.name][3:]] for c in columns])
        given, within, mean = np.split(
            tables.reshape(len(columns), classes + 3, LEVELS), [classes, classes + 2], axis=1
        )
    except (ValueError, KeyError, IndexError) as error:
        raise UserError(
            _("[match.weights] cannot be read."), hint=_("Learn them again: leadlist dedupe LIST --save-weights")
        ) from error
    names = [column.name for column in columns]
    parents = [weights[name][1] for name in names]
    parent = np.array([names.index(p) if p in names else ALONE for p in parents], dtype=np.int64)
    ratio = records / learned_on
    if not 1 / NEAR <= ratio <= NEAR:
        share = np.where(np.arange(classes) == CHANCE, share, share / ratio)
        share, mean = share / share.sum(), np.maximum(mean * ratio, 1.0)
    given = np.moveaxis(given, 0, 1)
    return Model(share, given, sources(columns), Chance(given[CHANCE], parent, within, mean[:, 0]))


def _written(numbers: Floats) -> str:
    return " ".join(f"{number:.6g}" for number in numbers)


def _numbers(text: str, wanted: int) -> Floats:
    found = np.array([float(word) for word in text.split()])
    if len(found) != wanted or not np.isfinite(found).all() or (found < 0).any():
        raise ValueError(text)
    return found
