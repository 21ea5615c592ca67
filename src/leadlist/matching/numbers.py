"""Columns of mobile numbers: such a number is somebody's own, unlike a switchboard's."""

import re

import numpy as np

from leadlist.fields import Kind
from leadlist.matching.columns import Column

MOBILE = re.compile(
    r"\+81[789]0|0[789]0\d{8}$"  # Japan
    r"|\+447[1-57-9]|07[1-57-9]\d{8}$"  # United Kingdom, also as it is written there
    r"|\+33[67]|\+491[567]|\+3460|\+3466|\+3932|\+3933|\+3934|\+316|\+614|\+8210|\+861[3-9]"
)
"""Mobile numbers of countries that set ranges apart for them (the national plans, as in libphonenumber's metadata)."""
MOSTLY = 0.9  # of a column's numbers


def is_mobile(number: str) -> bool:
    """True for a number of a range set apart for mobiles, as its match key."""
    return MOBILE.match(number) is not None


def personal(column: Column) -> bool:
    """True where nearly all numbers of a column are mobiles: a column 携帯, whatever it is called."""
    if column.kind is not Kind.PHONE or not column.rows:
        return False
    if "personal" not in column.known:
        column.known["personal"] = float(column.counts @ np.asarray(column.flagged(is_mobile))) >= MOSTLY * column.rows
    found: bool = column.known["personal"]
    return found
