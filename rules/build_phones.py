"""Build rules/tables/phones_jp.csv: how Japanese numbers are grouped, by their leading digits.

    python rules/build_phones.py

The numbering plan is that of the `phonenumbers` metadata (libphonenumber, Apache License 2.0). Formatting one number
there takes some 60 microseconds, a look-up in this table less than one; a test compares the two.
"""

import csv
import itertools
from pathlib import Path

import phonenumbers

TARGET = Path(__file__).parent / "tables" / "phones_jp.csv"
DEPTH = 6  # digits after the 0 that decide; longer prefixes change nothing
FILLS = ("2345", "2222", "6789", "0123", "1111", "9876")


def groups(prefix: str, length: int) -> str:
    """The group lengths ("2-4-4") of valid numbers of `length` digits that begin so; "" where there are none."""
    for fill in FILLS:
        digits = (prefix + fill * 2)[: length - 1]
        number = phonenumbers.PhoneNumber(country_code=81, national_number=int(digits))
        if phonenumbers.is_valid_number(number):
            text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            return "-".join(str(len(group)) for group in text.split("-"))
    return ""


def shortened(table: dict[str, str]) -> dict[str, str]:
    """The same table with ten equal siblings replaced by their parent."""
    for depth in range(DEPTH, 1, -1):
        for parent, children in itertools.groupby(sorted(p for p in table if len(p) == depth), lambda p: p[:-1]):
            names = list(children)
            values = {table[name] for name in names}
            if len(names) == 10 and len(values) == 1:
                for name in names:
                    del table[name]
                table[parent] = values.pop()
    return {prefix: value for prefix, value in table.items() if value}


def main() -> None:
    """Write the table: digits after the leading 0, all digits, groups."""
    rows = []
    for length in (10, 11):
        table = {f"{n:0{DEPTH}d}": groups(f"{n:0{DEPTH}d}", length) for n in range(10**DEPTH) if n >= 10 ** (DEPTH - 1)}
        table |= {f"{n:0{DEPTH}d}": "" for n in range(10 ** (DEPTH - 1))}
        rows += [("0" + prefix, length, value) for prefix, value in sorted(shortened(table).items())]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("prefix", "digits", "groups"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
