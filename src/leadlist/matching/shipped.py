"""The weights that ship with leadlist, for lists too short to learn from (rules/tables/match_weights.csv)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from leadlist.fields import Kind
from leadlist.matching.chance import mean_counts, nothing_known
from leadlist.matching.classes import NAMING, PairClass, sources
from leadlist.matching.columns import Column
from leadlist.matching.comparisons import DIFFER, LEVELS, MISSING, SAME_COMMON, STRONG
from leadlist.matching.weights import CHANCE, Floats, Model
from leadlist.rules.tables import table

LEVEL_NAMES = ("differ", "faint", "weak", "strong", "same")

PER_RECORD = {
    PairClass.MATCH: 0.2,
    PairClass.NAME: 0.02,
    PairClass.OFFICE: 0.3,
    PairClass.COMPANY: 0.1,
    PairClass.PLACE: 0.05,
    PairClass.MOVED: 0.006,
    PairClass.RENAMED: 0.003,
}
"""Pairs of each class that a record adds to a usual list; those of chance are all others."""

STAND_IN = {Kind.CODE: Kind.POSTAL_CODE, Kind.DATE: Kind.POSTAL_CODE, Kind.CATEGORY: Kind.TEXT, Kind.URL: Kind.EMAIL}
"""Kinds the made lists do not have, and the kind whose weights they borrow."""


CHANGED = 0.05  # people move, change numbers and posts; the made lists do not


def shipped_model(columns: Sequence[Column], records: int) -> Model:
    """The model of a list of so many records, from what made lists taught.

    Given one size for all short lists, a row that shares nothing with the others changes no weight.
    """
    given = np.ones((len(PairClass), len(columns), LEVELS))
    source = sources(columns)
    for at, column in enumerate(columns):
        for k in PairClass:
            given[k, at] = _levels(column.kind, PairClass(source[k, at]))
    pairs = max(records * (records - 1) / 2, 1.0)
    share = np.array([PER_RECORD.get(k, 0.0) * records / (pairs + records) for k in PairClass])
    share[CHANCE] = 1 - share.sum()
    mean = np.array([_repeated(column) for column in columns]).reshape(-1, LEVELS)
    return Model(share, given, source, nothing_known(len(columns))._replace(levels=given[CHANCE], mean=mean))


def _repeated(column: Column) -> Floats:
    """How many rows have a value, on average of those that several have: a value that nobody else has changes nothing,
    nor does a row that shares nothing with the others."""
    return mean_counts(replace(column, counts=np.where(column.counts > 1, column.counts, 0)))


def _levels(kind: Kind, k: PairClass) -> Floats:
    """A kind's levels in a class; agreement counts the same whatever the value's frequency in so short a list."""
    rows = {(row["kind"], int(row["class"])): row for row in table("match_weights")}
    k = PairClass.MATCH if k in (PairClass.MOVED, PairClass.RENAMED) else k
    row = rows.get((kind, k)) or rows[(STAND_IN.get(kind, Kind.TEXT), k)]
    levels = np.ones(LEVELS)
    levels[DIFFER : STRONG + 1] = [max(float(row[name]), 1e-6) for name in LEVEL_NAMES[:4]]
    if k is PairClass.MATCH and kind not in NAMING:
        levels[DIFFER] = max(levels[DIFFER], CHANGED)
    levels[SAME_COMMON:] = max(float(row["same"]), 1e-6)
    levels[MISSING] = 1.0
    return levels
