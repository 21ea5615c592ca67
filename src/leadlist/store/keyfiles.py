"""Where the key comes from and where it is kept: never beside the list, never on the command line."""

import os
import shlex
import stat
import subprocess
from pathlib import Path

from leadlist.errors import StorageError, UserError, reason_of
from leadlist.locale import _
from leadlist.store import beside, files
from leadlist.store.failures import explained
from leadlist.store.keys import Key, parse_key, password_key, random_key
from leadlist.store.seals import belongs_to, key_ids
from leadlist.store.wrapping import kept_lines, parse_kept

FILE_NAME = "leadlist.key"
_COMMAND_SECONDS = 60


def config_folder() -> Path:
    """The user's configuration folder of leadlist; `LEADLIST_CONFIG_DIR` names another one."""
    named = os.environ.get("LEADLIST_CONFIG_DIR")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("leadlist", appauthor=False)


def find_key(*, key_file: Path | None = None, key_command: str | None = None) -> Key | None:
    """The key in force, or None where there is none yet. No core files are written once a key was found.

    The first of these decides: `key_file`, the output of `key_command`, the file that `LEADLIST_KEY_FILE` names,
    systemd's credentials (`$CREDENTIALS_DIRECTORY/leadlist.key`), the configuration folder.
    Raises UserError where a source that was named gives no key.
    """
    key = _find(key_file, key_command)
    if key is not None:
        files.no_core_dumps()
    return key


def _find(key_file: Path | None, key_command: str | None) -> Key | None:
    if key_file is not None:
        return read_key_file(key_file)
    if key_command is not None:
        return _run(key_command)
    named = os.environ.get("LEADLIST_KEY_FILE")
    if named:
        return read_key_file(Path(named))
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    if credentials and (Path(credentials) / FILE_NAME).is_file():
        return read_key_file(Path(credentials) / FILE_NAME)
    own = config_folder() / FILE_NAME
    if not own.is_file():
        return None
    if files.POSIX and stat.S_IMODE(own.stat().st_mode) & 0o077:
        raise UserError(
            _("Others can read the key in {path}.").format(path=own),
            hint=_("Run: chmod 600 {path}").format(path=shlex.quote(str(own))),
        )
    return read_key_file(own)


def read_key_file(path: Path) -> Key:
    """The key in a file: the first line that is no comment, and after a rotation the sub-keys kept from before."""
    try:
        text = path.read_bytes()[:65536].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            _("There is no key in {what}.").format(what=path),
            hint=_("A key file is a text that “leadlist key new” wrote."),
        ) from error
    except OSError as error:
        raise UserError(
            _("The key file {path} cannot be read: {reason}.").format(path=path, reason=reason_of(error)),
            hint=_("Name the file that “leadlist key new --out” wrote."),
        ) from error
    return _parse(text, str(path))


def _parse(text: str, what: str) -> Key:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    key = parse_key(lines[0] if lines else "", what=what)
    return parse_kept(key, lines[1:], what=what)


def _run(command: str) -> Key:
    hint = _("The command must print the key and nothing else.")
    try:
        words = shlex.split(command) if files.POSIX else command  # Windows splits a command line itself
        done = subprocess.run(words, stdout=subprocess.PIPE, timeout=_COMMAND_SECONDS, check=True)
    except (OSError, IndexError, ValueError, subprocess.SubprocessError) as error:
        raise UserError(_("The command that gives the key did not end well."), hint=hint) from error
    return _parse(done.stdout.decode("utf-8", "replace"), _("the output of the key command"))


def key_file_text(key: Key) -> str:
    """What a key file holds."""
    from leadlist.store.keys import key_text

    return "\n".join(
        ["# leadlist key: keep a printed copy; without it no backup opens", key_text(key), *kept_lines(key), ""]
    )


def new_key(out: Path | None = None, *, password: str | None = None) -> Key:
    """Make a key and keep it in the configuration folder, or in the new file `out`.

    Raises UserError where there is a key already, or where the password is weak.
    """
    return store_key(random_key() if password is None else password_key(password), out)


def import_key(text: str, out: Path | None = None) -> Key:
    """Keep a key that somebody typed or pasted, in the configuration folder or in the new file `out`."""
    return store_key(_parse(text, _("what was typed")), out)


def store_key(key: Key, out: Path | None = None, *, replace: bool = False) -> Key:
    """Write the key file, readable by its owner alone. Unless `replace`, a file that is there stays."""
    target = out or config_folder() / FILE_NAME
    if target.exists() and not replace:
        raise UserError(
            _("There is a key already in {path}.").format(path=target),
            hint=_("Keep it: without it the backups made with it do not open. “leadlist key show” prints it."),
        )
    temporary = target.with_name(f".{target.name}{beside.PRIVATE}{beside.new_token()}")
    with explained(target), files.private_umask():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            files.new_file(temporary)
            temporary.write_text(key_file_text(key), encoding="utf-8", newline="\n")
            files.sync_file(temporary)
            temporary.replace(target)
            files.sync_folder(target.parent)
        finally:
            files.remove(temporary)
    if read_key_file(target) != key:
        raise StorageError(
            _("The key in {path} was not kept as it was written.").format(path=target), hint=_("Check the disk.")
        )
    files.no_core_dumps()
    return key


def check_new_key_allowed(list_path: Path) -> None:
    """Raise Damaged where the list has a log, backup or suppression file: those belong to a key that exists already."""
    for key_id in sorted(key_ids(files.real(list_path))):
        raise belongs_to(list_path, key_id)


def require_own_key(list_path: Path, key: Key) -> None:
    """Raise Damaged where the list's log, backups or suppression file were made with another key."""
    for key_id in sorted(key_ids(files.real(list_path)) - key.ids):
        raise belongs_to(list_path, key_id)
