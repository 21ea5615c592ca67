"""Business-card scans for `leadlist import`: read with a progress bar, and as batches of rows with their doubts."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from leadlist.cli.output import Output, width
from leadlist.errors import UserError
from leadlist.locale import _, ngettext

if TYPE_CHECKING:
    from leadlist.cards.row import Card
    from leadlist.cli.sources import How
    from leadlist.operations.import_ import Batch
    from leadlist.rules import Rules

BAR = 24  # letters of the progress bar


@contextmanager
def gathered(
    sources: Sequence[Path], reviewed: Path | None, into: Path, how: "How", sides: int, output: Output, *, keep: bool
) -> "Iterator[tuple[list[Batch], list[Card]]]":
    """The batches of every source, in their order, and the cards on the scans among them.

    What was read of scans is kept, encrypted, until the block ends well; with `keep`, and after an error or a stop,
    it stays, and the next run takes it up. Raises UserError where there is nothing to import.
    """
    from leadlist.cli.sources import batches, files_of, is_archive, is_scan
    from leadlist.formats.private_folder import private_folder

    if not sources and reviewed is None:
        raise UserError(_("There is nothing to import."), hint=_("Name files, or the checked cards with --reviewed."))
    files = list(files_of(sources, into))
    found, notes = batches([path for path in files if not is_scan(path)], how, sources)
    for note in notes:
        output.talk(note)
    if reviewed:
        found.append(_reviewed_batch(reviewed))
    with private_folder(large=True) as aside:
        scans: dict[Path, str] = {}
        for path in files:
            if is_scan(path):
                scans[path] = path.name
            elif is_archive(path):
                scans |= _laid_out(path, aside, len(scans))
        if not scans or (found and not set(scans) & set(sources) and _without_extra(scans, output)):
            yield found, []
            return
        with _read_scans(scans, how.rules, sides, output, keep=keep, alone=not found) as cards:
            yield [*found, *scan_batches(cards, list(scans.values()))], cards


def _without_extra(scans: Mapping[Path, str], output: Output) -> bool:
    """Whether pictures that nobody named, in a folder or zip of lists, cannot be read here; that is told."""
    from leadlist.cards.engine import require_extra

    try:
        require_extra()
    except UserError as problem:
        output.talk(
            ngettext(
                "{count} picture was left out. {problem} {hint}",
                "{count} pictures were left out. {problem} {hint}",
                len(scans),
            ).format(count=len(scans), problem=problem.problem, hint=problem.hint)
        )
        return True
    return False


def _laid_out(archive: Path, folder: Path, first: int) -> dict[Path, str]:
    """The scans of a zip as files under names of our own, and what they are called in it."""
    from leadlist.cli.sources import is_scan
    from leadlist.formats.archive import salvaged

    found: dict[Path, str] = {}
    for name, data in salvaged(archive, lambda name: is_scan(Path(name)) and not name.startswith(".")):
        path = folder / f"{first + len(found):05}{Path(name).suffix.lower()}"
        path.touch(mode=0o600)
        path.write_bytes(data or b"")
        found[path] = f"{archive.name}/{name}"
    return found


@contextmanager
def _read_scans(
    files: Mapping[Path, str], rules: "Rules", sides: int, output: Output, *, keep: bool, alone: bool
) -> "Iterator[list[Card]]":
    from leadlist.cards.engine import require_extra
    from leadlist.cards.row import cards_of
    from leadlist.cards.stack import Stack
    from leadlist.store.state import state_folder

    require_extra()
    stack = Stack(list(files), state_folder() / "cards", names=files)
    try:
        _show_progress(stack.read(), output)
    except KeyboardInterrupt:
        output.talk(_("Stopped. The same command goes on where it was."))
        raise
    sides_read = stack.sides()
    if alone and len(stack.problems) == len(files):
        raise next(iter(stack.problems.values()))
    for problem in stack.problems.values():
        output.talk(f"{problem.problem} {problem.hint}")
    cards = cards_of(sides_read, rules, sides)
    seen = {side.file for side in sides_read}
    for path, name in files.items():
        if name not in seen and path not in stack.problems:
            output.talk(_("No card was found on {file}.").format(file=name))
    output.talk(_tally(cards, len(files)))
    yield cards
    if not keep:
        stack.done()


def _tally(cards: "Sequence[Card]", files: int) -> str:
    doubtful = sum(len([name for name in card.doubts if name]) for card in cards)
    return _("{cards} cards read from {files} scans; {values} values are marked to be checked.").format(
        cards=len(cards), files=files, values=doubtful
    )


def _show_progress(pages: "Iterator[object]", output: Output) -> None:
    """A bar with cards a minute, on a terminal, for anything over a second."""
    from leadlist.cards.stack import PageDone

    quiet = output.quiet or output.as_json or not sys.stderr.isatty()
    begin, fresh, line = time.monotonic(), 0, ""
    try:
        for page in pages:
            if not isinstance(page, PageDone):
                continue
            fresh += not page.remembered
            seconds = time.monotonic() - begin
            if quiet or seconds < 1 or page.remembered:
                continue
            filled = BAR * page.done // page.of
            speed, rest = fresh * 60 / seconds, (page.of - page.done) * seconds / fresh
            line = _("{bar} {done} of {of} pages · {speed:.0f} a minute · {rest:.0f} s left").format(
                bar="█" * filled + "░" * (BAR - filled), done=page.done, of=page.of, speed=speed, rest=rest
            )
            sys.stderr.write(f"\r{line}  ")
            sys.stderr.flush()
    finally:
        if line:
            sys.stderr.write("\r" + " " * (width(line) + 4) + "\r")


def scan_batches(cards: "Sequence[Card]", files: Sequence[str]) -> "list[Batch]":
    """A batch a file: its cards as rows, numbered from 1, each value marked that has to be looked at."""
    from leadlist.cli.sources import cards_list
    from leadlist.operations.import_ import Batch

    batches = []
    for name in dict.fromkeys(files):
        own = [card for card in cards if card.sides[0].file == name]
        doubts = {position: card.doubts for position, card in enumerate(own) if card.doubts}
        batches.append(Batch(name, cards_list([card.row for card in own], name), doubts, as_printed=True))
    return batches


def _reviewed_batch(path: Path) -> "Batch":
    from leadlist.cards.reviewed import read_reviewed
    from leadlist.cli.sources import cards_list
    from leadlist.operations.import_ import Batch

    cards = read_reviewed(path)
    doubts = {position: card.doubts for position, card in enumerate(cards) if card.doubts}
    return Batch(path.name, cards_list([card.row for card in cards], path.name), doubts, as_printed=True)


def require_review(path: Path) -> None:
    """Raises UserError where a review cannot be written there, before any scan is read. One that is there may hold what
    a person has checked, so it is never replaced."""
    if path.suffix.lower() not in (".html", ".xlsx"):
        raise UserError(
            _("“{file}” is no kind of review.").format(file=path), hint=_("Name a .html page or an .xlsx workbook.")
        )
    if path.exists():
        raise UserError(
            _("“{file}” exists already, and may hold decisions.").format(file=path), hint=_("Name a new file.")
        )


def write_review(path: Path, cards: "Sequence[Card]", into: Path, language: str, output: Output) -> None:
    """Write the cards for a person to check, and say how to go on. Raises UserError where there is none."""
    from leadlist.cli.new_file import replace_file

    if not cards:
        raise UserError(_("There is no card to check."), hint=_("--review takes scans: JPEG, PNG, TIFF, HEIC, PDF."))
    if path.suffix.lower() == ".html":
        from leadlist.cards.review_page import review_page

        replace_file(path, review_page(cards, path.stem, language))
        saved = path.with_suffix(".json")
    else:
        from leadlist.cards.review_workbook import review_workbook

        replace_file(path, review_workbook(cards, language))
        saved = path
    output.talk(
        _("{file} holds pictures and data of {cards} people and can be read by nobody but you.").format(
            file=path, cards=len(cards)
        )
    )
    output.talk(
        _("Next: check it, save, then leadlist import --reviewed {file} --into {list}").format(file=saved, list=into)
    )
