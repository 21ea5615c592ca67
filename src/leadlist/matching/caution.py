"""Caution: what is asked of two clusters before they join, by what a list is about."""

from typing import NamedTuple

from leadlist.matching import classes
from leadlist.matching.columns import Records
from leadlist.matching.comparisons import FAINT, MISSING, WEAK
from leadlist.matching.weights import Model

LOOSE_NAMES = 0.2  # of the matches of a list without persons, with names that are faintly alike at most


class Caution(NamedTuple):
    """`least` is the level of names that one pair of a join must reach, whatever else agrees.

    `leads`: the list is one of people whom no birthday or number tells apart; `identity`: it has such a one for most
    of them; `places`: it is about neither people nor firms in general, but about things that stand at an address.
    """

    least: int = MISSING
    leads: bool = False
    identity: bool = False
    places: bool = False


USUAL = Caution(leads=True)


def caution_of(records: Records, model: Model) -> Caution:
    """What is asked of a list's joins. Two restaurants of one hotel share its phone and half of its name, unless names
    are written so loosely in the list that many of its matches are only faintly alike."""
    if any(column.kind in classes.NAMING for column in records.columns):
        return Caution(identity=True) if classes.has_identity(records.columns) else USUAL
    naming = classes.naming_columns(records.columns)
    loose = model.given[classes.PairClass.MATCH, naming, : FAINT + 1].sum(axis=-1) - 1 >= LOOSE_NAMES
    return Caution(least=FAINT if loose.any() else WEAK, places=True)
