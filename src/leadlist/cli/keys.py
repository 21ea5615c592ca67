"""The key a command needs: found, or made the first time somebody at a terminal changes a list."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.asking import interactive
from leadlist.cli.options import KeyOptions
from leadlist.cli.output import Output
from leadlist.errors import Refused, UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.store import Key


def key_for(
    list_file: Path,
    options: KeyOptions,
    output: Output,
    *,
    create: bool = False,
    look: "Callable[[], object] | None" = None,
) -> "Key":
    """The key for a list's backups and log. Raises UserError where there is none and nobody to show a new one to.

    No key is made, or asked for, for a list that does not exist, unless the command makes it (`create`), nor for one
    that `look` cannot read: what is wrong with the list comes first.
    """
    from leadlist.store import check_new_key_allowed, find_key, new_key

    key = find_key(key_file=options.key_file, key_command=options.key_command)
    if key is not None:
        return key
    if not (create or list_file.is_file()):
        raise UserError(_("There is no file {path}.").format(path=list_file), hint=_("Check the name and the folder."))
    check_new_key_allowed(list_file)
    if look is not None:
        look()
    if not interactive():
        raise UserError(
            _("There is no key yet, and no terminal to show a new one on."),
            hint=_("Make one with “leadlist key new --out FILE”, then set LEADLIST_KEY_FILE or use --key-file."),
        )
    made = new_key()
    show_new_key(made, output)
    return made


def go_on_after_loss(
    list_file: Path, make: "Callable[[], Key]", out: Path | None, output: Output, *, yes: bool
) -> None:
    """Let a list go on under another key because its own is lost: the one in force, or one made now (`out`: always).

    Raises UserError where the list has no log, belongs to the key in force, or nobody agrees.
    """
    from datetime import UTC, datetime

    from leadlist.cli.asking import Ask, confirmed, require_answer
    from leadlist.store import continue_after_loss, find_key, read_suppression, require_lost_key

    require_answer(Ask.YES_OR_NO, yes=yes, hint=_("Add --yes to go ahead."))
    found = None if out else find_key()
    lost = require_lost_key(list_file, found)
    question = _("Without key {key} the older backups of {list} will never open again, and undo ends here. Go on?")
    if not confirmed(Ask.YES_OR_NO, question.format(key=lost, list=list_file), 0, yes=yes, output=output):
        raise UserError(_("Stopped: you did not confirm."), hint=_("Nothing was written."))
    key = found or make()
    if key is not found:
        show_new_key(key, output)
    continue_after_loss(list_file, key, now=datetime.now(UTC))
    output.warn(
        _("The log of {list} goes on with key {new}; what key {key} sealed can no longer be proved.").format(
            list=list_file, new=key.id, key=lost
        )
    )
    try:
        read_suppression(list_file, key)
    except Refused as refused:
        output.warn(refused.problem)
        output.warn(refused.hint)


def show_new_key(key: "Key", output: Output) -> None:
    """Show a key that was just made, once, with the advice to print it."""
    from leadlist.store import key_text

    output.warn(_("A new key was made. Backups and logs are locked with it:"))
    output.warn(f"\n    {key_text(key)}\n")
    output.warn(_("Print it and keep it apart from this computer: without it no backup can be read."))
