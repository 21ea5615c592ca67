"""TOML -> `Rules`: `extends`, discovery, and errors that say what was meant."""

import difflib
import hashlib
import json
import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from leadlist.errors import UserError, reason_of
from leadlist.locale import _
from leadlist.rules.schema import Rules

RULES_FILE = "leadlist.toml"
DEFAULT_SET = "japan"


def shipped(*parts: str) -> Path:
    """A file of the rule sets that come with leadlist: in the wheel, or in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "data" / "rules"
    return (installed if installed.is_dir() else package.parents[1] / "rules").joinpath(*parts)


def find_rules(list_path: Path | None, named: Path | str | None = None) -> Path:
    """The rules file in force: `named`, `LEADLIST_RULES`, `leadlist.toml` upward from the list, the built-in set.

    `named` may be the name of a shipped set ("strict"). Raises UserError where a named one does not exist.
    """
    asked = str(named or os.environ.get("LEADLIST_RULES", ""))
    if asked:
        return _resolve(asked, Path.cwd())
    start = (list_path or Path.cwd() / "x").absolute().parent
    for folder in (start, *start.parents):
        candidate = folder / RULES_FILE
        if candidate.is_file():
            return candidate
    return shipped(f"{DEFAULT_SET}.toml")


def load_rules(path: Path | str | None = None) -> Rules:
    """The rules of a file or a shipped set, with everything it extends; the default set where none is named.

    Raises UserError for a file that cannot be read, an unknown key or a value of the wrong type.
    """
    file = find_rules(None, path) if path is not None else shipped(f"{DEFAULT_SET}.toml")
    merged, origins = _read(file, ())
    rules: Rules = build(Rules, merged, file, "")
    digest = hashlib.sha256(json.dumps(merged, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    object.__setattr__(rules, "name", file.stem if file.parent == shipped() else str(file))
    object.__setattr__(rules, "origins", origins)
    object.__setattr__(rules, "digest", digest)
    return rules


def _resolve(name: str, folder: Path) -> Path:
    known = shipped(f"{name}.toml")
    if "/" not in name and "\\" not in name and known.is_file():
        return known
    path = folder / name
    if not path.is_file():
        sets = sorted(file.stem for file in shipped().glob("*.toml"))
        raise UserError(
            _("There is no rules file “{name}”.").format(name=name),
            hint=_("Name a TOML file, or one of the sets that ship: {sets}.").format(sets=", ".join(sets)),
        )
    return path


def _read(file: Path, seen: tuple[Path, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """The file's tables over those it extends, and where each value came from."""
    if file in seen:
        raise UserError(
            _("“{file}” extends itself.").format(file=file),
            hint=_("Take one `extends` out: {chain}.").format(chain=" → ".join(p.name for p in (*seen, file))),
        )
    own = read_toml(file)
    parent = own.pop("extends", None if file == shipped(f"{DEFAULT_SET}.toml") else DEFAULT_SET)
    if parent is not None and not isinstance(parent, str):
        raise _wrong_type(file, "extends", _("text"))
    merged, origins = _read(_resolve(parent, file.parent), (*seen, file)) if parent else ({}, {})
    where = file.name if file.parent == shipped() else str(file)
    _overlay(merged, own, origins, where, "")
    return merged, origins


def read_toml(file: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises UserError where it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number or a nesting beyond all measure
        raise UserError(
            _("The rules in “{file}” cannot be read: {reason}.").format(file=file, reason=error),
            hint=_("Correct that place; the file is TOML, saved as UTF-8."),
        ) from error
    except OSError as error:
        raise UserError(
            _("The rules file “{file}” cannot be opened: {reason}.").format(file=file, reason=reason_of(error)),
            hint=_("Check its permissions."),
        ) from error


def _overlay(base: dict[str, Any], own: Mapping[str, Any], origins: dict[str, str], where: str, path: str) -> None:
    for key, value in own.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _overlay(base[key], value, origins, where, here)
        elif isinstance(value, dict):
            base[key] = {}
            _overlay(base[key], value, origins, where, here)
        else:
            base[key] = value
            origins[here] = where


def build(kind: Any, table: Mapping[str, Any], file: Path, path: str) -> Any:
    """A dataclass from a TOML table; every key must be one of its fields."""
    hints = get_type_hints(kind)
    names = [entry.name for entry in fields(kind) if entry.metadata.get("key", True)]
    values = {}
    for key, value in table.items():
        if key not in names:
            raise _unknown_key(file, path, key, names)
        here = f"{path}.{key}" if path else key
        values[key] = _convert(hints[key], value, file, here)
        _require_one_of(next(e for e in fields(kind) if e.name == key).metadata.get("one_of"), values[key], file, here)
    for entry in fields(kind):
        if entry.name not in values and _is_required(entry):
            raise UserError(
                _("“{file}” has no “{key}” in [{table}].").format(file=file, key=entry.name, table=path),
                hint=_("Add it; docs/rules.md says what it means."),
            )
    return kind(**values)


def _require_one_of(allowed: Collection[str] | None, value: Any, file: Path, path: str) -> None:
    """Raises UserError where a key of few values has another."""
    for text in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
        if allowed is not None and text not in allowed:
            raise UserError(
                _("“{key}” in “{file}” cannot be “{value}”.").format(key=path, file=file, value=text),
                hint=_meant(text, sorted(allowed)),
            )


def _meant(text: str, known: list[str]) -> str:
    """Did you mean …; or what is known, where that is not much."""
    near = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    if text.upper() in known or text.lower() in known:
        near = [text.upper() if text.upper() in known else text.lower()]
    if near:
        return _("Did you mean “{near}”?").format(near=near[0])
    return _("Known: {names}.").format(names=", ".join(known) if len(known) < _MANY else _("see docs/rules.md"))


_MANY = 40  # values that are too many to list in an error


def _is_required(entry: Any) -> bool:
    from dataclasses import MISSING

    return entry.default is MISSING and entry.default_factory is MISSING


def _convert(hint: Any, value: Any, file: Path, path: str) -> Any:
    if is_dataclass(hint):
        if not isinstance(value, dict):
            raise _wrong_type(file, path, _("a table"))
        return build(hint, value, file, path)
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _wrong_type(file, path, _("a list of texts"))
        return tuple(value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise _wrong_type(file, path, _("a table"))
        inner = get_args(hint)[1]
        return {key: _convert(inner, item, file, f"{path}.{key}") for key, item in value.items()}
    if origin in (Union, UnionType):
        return _convert(get_args(hint)[0], value, file, path)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        words = {str: _("text"), int: _("a whole number"), float: _("a number"), bool: _("true or false")}
        raise _wrong_type(file, path, words[hint])
    return value


def _wrong_type(file: Path, path: str, wanted: str) -> UserError:
    return UserError(
        _("“{key}” in “{file}” must be {wanted}.").format(key=path, file=file, wanted=wanted),
        hint=_("docs/rules.md shows an example of every key."),
    )


def _unknown_key(file: Path, path: str, key: str, names: list[str]) -> UserError:
    place = f"{file} [{path}]" if path else str(file)
    return UserError(
        _("There is no key “{key}” in {place}.").format(key=key, place=place), hint=_meant(key, list(names))
    )
