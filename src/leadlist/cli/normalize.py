"""leadlist normalize"""

from leadlist.cli.options import ChangeOptions, ListFile
from leadlist.locale import _


def normalize(list_file: ListFile, options: ChangeOptions) -> None:
    """leadlist normalize 見込み客.xlsx --dry-run
    leadlist normalize 見込み客.xlsx
    cat leads.csv | leadlist normalize - > normalized.csv"""
    from leadlist.cli.run import Command, run
    from leadlist.operations.normalize import plan

    command = Command(
        "normalize",
        plan,
        next_step=lambda path: _("Next: leadlist dedupe {list} · take back: leadlist undo {list}").format(list=path),
    )
    run(command, list_file, options)
