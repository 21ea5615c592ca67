"""Time the plan of `normalize` on invented leads, and each column by itself, against a plain script per cell.

    python benchmarks/normalize_speed.py [ROWS] [--lang ja] [--plain]

`--plain` runs a per-cell script over the usual libraries (phonenumbers, email-validator) in the same run.
"""

import argparse
import gc
import time
import unicodedata

from generate_leads import HEADINGS, leads

from leadlist.cli import MANY_OBJECTS
from leadlist.leads import ColumnRef, LeadList
from leadlist.normalizers.columns import Memory
from leadlist.operations.normalize import plan
from leadlist.rules import load_rules

FIELDS = (
    *("company", "department", "title", "name", "name_kana", "email", "phone", "mobile", "fax"),
    *("postal_code", "address", "url", "acquired_on", "source", "note"),
)


def invented(count: int, lang: str) -> LeadList:
    """A LeadList of invented leads, its columns recognised."""
    columns = tuple(map(list, zip(*leads(count, lang), strict=True)))
    fields = {name: ColumnRef(at) for at, name in enumerate(FIELDS)}
    if lang == "en":
        fields["country"] = fields.pop("name_kana")
    return LeadList(tuple(HEADINGS[lang]), columns, fields)


def plain(made: LeadList) -> None:
    """What a script without a plan would do: the libraries on every cell."""
    import phonenumbers
    from email_validator import EmailNotValidError, validate_email

    for name, at in made.fields.items():
        for cell in made.columns[at]:
            text = unicodedata.normalize("NFKC", cell).strip()
            if not text:
                continue
            if name in ("phone", "mobile", "fax"):
                try:
                    number = phonenumbers.parse(text, "JP")
                    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
                except phonenumbers.NumberParseException:
                    pass
            elif name == "email":
                try:
                    validate_email(text, check_deliverability=False)
                except EmailNotValidError:
                    pass


def main() -> None:
    """Print seconds and rows a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--lang", choices=("ja", "en"), default="ja")
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    made, rules = invented(asked.rows, asked.lang), load_rules()
    gc.set_threshold(MANY_OBJECTS, 20, 100)  # as the command does
    for name, at in made.fields.items():
        started = time.process_time()
        found = len(Memory(name, rules).rewritten(made.columns[at]).texts)
        spent = time.process_time() - started
        print(f"{name:14} {spent:6.2f} s  {len(set(made.columns[at])):8} distinct, {found} rewritten")
    started = time.process_time()
    result = plan(made, rules)
    seconds = time.process_time() - started
    print(f"plan           {seconds:6.2f} s  {asked.rows / seconds:8.0f} rows/s")
    print(f"               {dict(result.counts)}, {len(result.findings)} findings")
    if asked.plain:
        started = time.process_time()
        plain(made)
        spent = time.process_time() - started
        print(f"plain script   {spent:6.2f} s  {asked.rows / spent:8.0f} rows/s, {spent / seconds:.1f} times")


if __name__ == "__main__":
    main()
