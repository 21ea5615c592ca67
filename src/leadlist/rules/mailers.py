"""Layouts of mailers: which columns a service takes, in which encoding, how many rows a file. One TOML file each, in
`rules/mailers/`; docs/mailing.md explains the keys.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.locale import _
from leadlist.rules.loader import build, read_toml, shipped

FOLDER = "mailers"
ADDRESS = {"email": "email", "phone": "phone", "sms": "mobile", "fax": "fax", "post": "address"}
"""Channel -> the field that its addresses stand for."""
MADE = ("to", "place", "honorific")
"""What a layout may name beside fields: made for each recipient (`operations.mailing.letters`)."""
NAMED = re.compile(r"\{(\w+)\}")
"""A field, or what is made, in the text of a column."""


@dataclass(frozen=True)
class Mailer:
    """One way of writing a mailing. `columns` maps a heading to what stands below it: text with `{field}`s; the heading
    `{address}` is that of the channel's own field."""

    title: str
    source: str = ""  # where the format is described
    channels: tuple[str, ...] = field(default=(), metadata={"one_of": ADDRESS})
    formats: tuple[str, ...] = field(
        default=("csv", "xlsx"), metadata={"one_of": ("csv", "xlsx")}
    )  # what it takes; the first is made where nothing else is said
    one_sheet: bool = False  # of a workbook it takes one sheet only, so that the reasons go into a file of their own
    encoding: str = "utf-8-sig"  # of .csv
    most: int = 0  # rows of one file; 0: any number
    megabytes: int = 0  # size of one file; 0: any size
    columns: Mapping[str, str] = field(default_factory=dict)
    name: str = field(default="", metadata={"key": False})
    text: str = field(default="", metadata={"key": False})


def load_mailers() -> dict[str, Mailer]:
    """The layouts that ship. Raises UserError for a file that says something unknown."""
    return {file.stem: load_mailer(file) for file in sorted(shipped(FOLDER).glob("*.toml"))}


def load_mailer(file: Path) -> Mailer:
    """One layout from its file. Raises UserError for what no file could be made by, or would stay an empty column."""
    mailer: Mailer = build(Mailer, read_toml(file), file, "")
    if not mailer.formats or min(mailer.most, mailer.megabytes) < 0 or not _is_encoding(mailer.encoding):
        values = {"formats": mailer.formats, "most": mailer.most, "megabytes": mailer.megabytes}
        raise UserError(
            _("No file can be made by “{file}”: {values}.").format(
                file=file, values=" · ".join(f"{k} = {v}" for k, v in {**values, "encoding": mailer.encoding}.items())
            ),
            hint=_("docs/mailing.md explains the keys."),
        )
    for name in (each for text in mailer.columns.values() for each in NAMED.findall(text)):
        if name not in FIELDS and name not in MADE:
            near = difflib.get_close_matches(name, (*FIELDS, *MADE), n=1)
            raise UserError(
                _("“{file}” names “{{{name}}}”, which is no field.").format(file=file, name=name),
                hint=_("Did you mean “{near}”?").format(near=near[0])
                if near
                else _("docs/mailing.md explains the keys."),
            )
    return replace(mailer, name=file.stem, text=file.read_text(encoding="utf-8-sig"))


def _is_encoding(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


def named_mailer(word: str, channel: str = "") -> Mailer:
    """The layout a user names, or their own TOML file; `""` is the usual one of the channel.

    Raises UserError where there is none, or not for the channel; one of their own that names no channel is for any.
    """
    known = load_mailers()
    if word.endswith(".toml") and Path(word).is_file():
        mailer = load_mailer(Path(word))
    else:
        mailer = _shipped(word.strip().casefold() or ("labels" if channel == "post" else "plain"), known)
    if channel and mailer.channels and channel not in mailer.channels:
        fitting = ", ".join(name for name, each in known.items() if channel in each.channels)
        raise UserError(
            _("“{name}” takes no mailing by {channel}.").format(name=word, channel=channel),
            hint=_("Known: {names}.").format(names=fitting),
        )
    return _addressed(mailer, channel)


def _shipped(name: str, known: Mapping[str, Mailer]) -> Mailer:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = _("Did you mean “{near}”?").format(near=near[0]) if near else ""
        hint = hint or _("Known: {names}.").format(names=", ".join(known))
        raise UserError(_("There is no layout “{name}” for a mailer.").format(name=name), hint=hint)
    return known[name]


def _addressed(mailer: Mailer, channel: str) -> Mailer:
    """The layout with the heading of the channel's address."""
    if channel not in ADDRESS:
        return mailer
    called = FIELDS[ADDRESS[channel]].ja
    return replace(mailer, columns={heading.replace("{address}", called): t for heading, t in mailer.columns.items()})
