"""What `leadlist import` reads: CSV and Excel lists, vCards, and folders and zips of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.options import ReadOptions
from leadlist.errors import StorageError, UserError, reason_of
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.operations.import_ import Batch
    from leadlist.rules import Rules
    from leadlist.rules.presets import Preset

CARD_SUFFIXES = (".vcf", ".vcard")
SCAN_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif", ".webp", ".bmp", ".pdf")
LIST_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
ARCHIVE_SUFFIXES = (".zip",)
SUFFIXES = CARD_SUFFIXES + LIST_SUFFIXES + ARCHIVE_SUFFIXES


@dataclass(frozen=True)
class How:
    """How sources are read: `preset` is the one that was asked for, `presets` are those there are."""

    rules: "Rules"
    options: ReadOptions
    presets: "Mapping[str, Preset]"
    preset: "Preset | None" = None


def how_to_read(into: Path, rules: "Rules", options: ReadOptions, preset: str) -> How:
    """The presets for a list; `preset` names one, or is `""`. Raises UserError where there is no such preset."""
    from leadlist.rules import find_rules
    from leadlist.rules.presets import load_presets, named_preset

    presets = load_presets(find_rules(into, options.rules))
    return How(rules, options, presets, named_preset(preset, presets) if preset else None)


def batches(files: Sequence[Path], how: How, named: Sequence[Path] = ()) -> "tuple[list[Batch], list[str]]":
    """The leads of every file but scans, a batch a file, and sentences about what could not be read in them.

    A file that cannot be read is an error where it was `named`; found in a folder or zip, it is told and left out.
    """
    found: list[Batch] = []
    notes: list[str] = []
    for path in files:
        try:
            found.extend(_batches(path, how, notes))
        except UserError as problem:
            if path in named:
                raise
            notes.append(_told(path.name, problem))
    return found, notes


def _told(name: str, problem: UserError) -> str:
    return _("{file} was left out: {problem}").format(file=name, problem=problem.problem)


def files_of(sources: Sequence[Path], into: Path) -> Iterator[Path]:
    """The files named, and of a folder those leadlist can read, by name, but for the list itself.

    Raises UserError where there is none, and for a list that is to be imported into itself: every lead in it would be
    said to have been acquired once more.
    """
    for source in sources:
        if not source.exists():
            raise UserError(
                _("There is no file “{file}”.").format(file=source), hint=_("Check the name and the folder.")
            )
        if not source.is_dir():
            if not source.is_file():
                raise UserError(
                    _("“{path}” is no file but a pipe or a device.").format(path=source),
                    hint=_("Save what it gives in a file, and name that."),
                )
            if _same(source, into):
                raise UserError(
                    _("“{file}” is source and list at once.").format(file=source),
                    hint=_("Name another file after --into."),
                )
            yield source
            continue
        inside = sorted(p for p in source.rglob("*") if _importable(p) and not _same(p, into))
        if not inside:
            raise UserError(
                _("The folder “{folder}” holds nothing to import.").format(folder=source),
                hint=_("leadlist reads: {suffixes}.").format(suffixes=" ".join(SUFFIXES + SCAN_SUFFIXES)),
            )
        yield from inside


def is_scan(path: Path) -> bool:
    """True for a picture or PDF: business cards that have to be read."""
    return path.suffix.lower() in SCAN_SUFFIXES


def is_archive(path: Path) -> bool:
    """True for a zip, which may hold scans, cards and lists."""
    return path.suffix.lower() in ARCHIVE_SUFFIXES


def _same(source: Path, into: Path) -> bool:
    return into.exists() and source.samefile(into)


def _importable(path: Path) -> bool:
    """A file that can be read, and that is none of a list's backups."""
    readable = _readable(path.name) or (is_scan(path) and not path.name.startswith("."))
    return readable and path.is_file() and not path.parent.name.endswith(".backups")


def _readable(name: str) -> bool:
    """The name of a file that can be read, and that is no owner file of Excel (`~$…`) and not hidden."""
    return Path(name).suffix.lower() in SUFFIXES and not _hidden(name)


def _hidden(name: str) -> bool:
    return name.startswith(("~$", "."))


def _batches(path: Path, how: How, notes: list[str]) -> "Iterator[Batch]":
    """A batch for a file, one for each file in a zip."""
    if not is_archive(path):
        batch, said = _cards(path.name, _bytes(path)) if _holds_cards(path) else _list(path, path.name, how)
        notes.extend(said)
        yield batch
        return
    from leadlist.formats.archive import salvaged

    scans = _tell_strangers(path, notes)
    read, problem = scans, None
    for name, data in salvaged(path, _readable):
        shown = f"{path.name}/{name}"
        try:
            batch, said = _member(shown, data, how)
        except UserError as error:
            notes.append(_told(shown, error))
            problem = error
            continue
        read += 1
        notes.extend(said)
        yield batch
    if not read:
        raise problem or UserError(
            _("The zip “{file}” holds nothing to import.").format(file=path),
            hint=_("leadlist reads: {suffixes}.").format(suffixes=" ".join(SUFFIXES[:-1] + SCAN_SUFFIXES)),
        )


def _tell_strangers(path: Path, notes: list[str]) -> int:
    """Note the files in a zip of a kind that nothing can be read from; gives how many scans of cards are in it."""
    from leadlist.formats.archive import names

    scans = 0
    for name in names(path):
        own = Path(name).name
        if _hidden(own) or _readable(own):
            continue
        if Path(own).suffix.lower() in SCAN_SUFFIXES:
            scans += 1
        else:
            notes.append(_("{file} was left out: leadlist reads no such files.").format(file=f"{path.name}/{name}"))
    return scans


def _member(shown: str, data: bytes | None, how: How) -> "tuple[Batch, list[str]]":
    """One file of a zip; raises UserError where it cannot be read."""
    if data is None:
        raise UserError(_("It is damaged."))
    return _cards(shown, data) if _are_cards(shown, data) else _unpacked(shown, data, how)


def _holds_cards(path: Path) -> bool:
    if path.suffix.lower() in LIST_SUFFIXES[3:]:
        return False
    with path.open("rb") as file:
        return _are_cards(path.name, file.read(400))


def _are_cards(name: str, data: bytes) -> bool:
    """By its suffix, or by its first words: mail programs attach cards as .txt."""
    from leadlist.cards import looks_like_vcard

    return Path(name).suffix.lower() in CARD_SUFFIXES or (
        Path(name).suffix.lower() not in LIST_SUFFIXES[3:] and looks_like_vcard(data)
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(
            _("“{file}” cannot be read: {reason}.").format(file=path, reason=reason_of(error)),
            hint=_("Check its permissions."),
        ) from error


def _cards(name: str, data: bytes) -> "tuple[Batch, list[str]]":
    from leadlist.cards import read_vcards
    from leadlist.operations.import_ import Batch

    cards, notes = read_vcards(data, name)
    return Batch(name, cards_list(cards, name)), notes


def _unpacked(name: str, data: bytes, how: How) -> "tuple[Batch, list[str]]":
    """A list that stood in a zip, through a file of our own name that is gone afterwards."""
    from leadlist.formats.private_folder import private_folder

    with private_folder() as folder:
        path = Path(folder, "list").with_suffix(Path(name).suffix.lower())
        path.touch(mode=0o600)
        path.write_bytes(data)
        return _list(path, name, how)


def _list(path: Path, name: str, how: How) -> "tuple[Batch, list[str]]":
    """A list or an export; one that a preset knows is read by it, and that is told."""
    from leadlist.cli.reading import open_leads
    from leadlist.operations.import_ import Batch, preset_of, recognized

    known = [heading for preset in how.presets.values() for heading in preset.all_headings()]
    named = [*known, *(how.preset.all_headings() if how.preset else ())]
    opened = open_leads(path, how.rules, how.options, must_know=False, headings=named)
    leads = opened.document.leads
    preset = how.preset or preset_of(leads.headings, opened.recognition.product, how.presets.values())
    batch = Batch(name, recognized(leads, how.rules, preset), preset=preset)
    if not batch.leads.fields:
        raise UserError(
            _("leadlist recognises no column of “{file}”.").format(file=name),
            hint=_("Say which one holds what: leadlist columns {file} --set email=HEADING").format(file=path),
        )
    said = [_("{file}: read as {preset}.").format(file=name, preset=preset.title)] if preset else []
    return batch, [*said, *opened.document.notes]


def cards_list(cards: Sequence[dict[str, str]], name: str) -> LeadList:
    """Cards as a list whose headings are the fields' names."""
    fields = list(dict.fromkeys(field for card in cards for field in card))
    columns = tuple([card.get(field, "") for card in cards] for field in fields)
    at = {field: ColumnRef(position) for position, field in enumerate(fields)}
    return LeadList(tuple(fields), columns, at, range(1, len(cards) + 1), name=name)
