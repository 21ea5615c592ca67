"""An operation of the log as a line of a table, on the terminal or in a workbook."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.store import LogRecord


def row_of(record: "LogRecord") -> tuple[str, ...]:
    """An operation as a line of the table."""
    return (
        str(record.op),
        f"{record.time.astimezone():%Y-%m-%d %H:%M}",
        record.operation,
        state_word(record),
        str(record.leads),
        counts_text(record.counts),
        record.backup if record.backup_kept else _("(backup removed)"),
    )


def state_word(record: "LogRecord") -> str:
    """What became of an operation, in the user's language."""
    words = {
        "done": _("done"),
        "undone": _("undone"),
        "withdrawn": _("withdrawn"),
        "unfinished": _("unfinished"),
    }
    if record.undoes:
        return _("undid {op}").format(op=record.undoes)
    return words[record.state]


def counts_text(counts: Mapping[str, int]) -> str:
    """The counts that are not 0, in the user's language and in the order in which a command says them."""
    from leadlist.cli.showing import count_words

    words = count_words()
    if "recipients" in counts:
        from leadlist.operations.mailing import reason_words  # not for every log: it loads the whole mailing

        words |= {str(reason): text for reason, text in reason_words().items()} | {"recipients": _("recipients")}
    said = dict.fromkeys(name for name in ("read", "recipients", *words, *counts) if counts.get(name))
    return " · ".join(f"{words.get(name, name)} {counts[name]:,}" for name in said)
