"""A stack of scans, page by page on every core; what was read is kept until the stack is done.

Each page that was read lies in a private file under its hash, so that a stack that was stopped (kill -9, power cut)
goes on where it was. `Stack.done` removes them: they hold what the cards hold.
"""

import base64
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.cards.lines import Box, CardText, Line
from leadlist.cards.row import Side
from leadlist.errors import UserError

VERSION = 1
"""Goes up whenever the same picture would be read otherwise, so that nothing old is taken up."""

KEPT_DAYS = 7
"""Days after which what a stopped stack left behind is removed by the next one."""


class PageDone(NamedTuple):
    """One page that is read: of which file, how many of how many pages are done, whether it was read before."""

    file: Path
    done: int
    of: int
    remembered: bool


class Stack:
    """The pages of some files. `folder` (private, made where it is missing) keeps what was read."""

    def __init__(self, files: Sequence[Path], folder: Path, workers: int | None = None) -> None:
        """`workers`: processes at once; default: one a core."""
        self.files = tuple(files)
        self.folder = folder
        self.workers = workers or os.cpu_count() or 1
        self.problems: dict[Path, UserError] = {}
        self._pages: list[tuple[Path, int]] = []

    def read(self) -> Iterator[PageDone]:
        """Read what is not read yet; yields after every page. A file that cannot be read is noted in `problems`."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_old(self.folder)
        self._pages = [(path, number) for path in self.files for number in range(1, self._count(path) + 1)]
        waiting = [unit for unit in self._pages if not self._kept(*unit).exists()]
        done = 0
        for path, number in self._pages:
            if (path, number) not in waiting:
                done += 1
                yield PageDone(path, done, len(self._pages), True)
        for path in self._read_all(waiting):
            done += 1
            yield PageDone(path, done, len(self._pages), False)

    def sides(self) -> list[Side]:
        """Everything on the pages, in the order of the files; only after `read` came to its end."""
        found: list[Side] = []
        for path, number in self._pages:
            kept = self._kept(path, number)
            if kept.exists():
                found += unpacked(path.name, kept.read_bytes())
        return found

    def done(self) -> None:
        """Forget what was read: the files in the folder that belong to this stack, and the folder if it is empty."""
        for path, number in self._pages:
            self._kept(path, number).unlink(missing_ok=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _count(self, path: Path) -> int:
        from leadlist.cards.load import page_count

        try:
            return page_count(path)
        except UserError as problem:
            self.problems[path] = problem
            return 0

    def _kept(self, path: Path, number: int) -> Path:
        return self.folder / f"{_hash(path)}-{number}-{VERSION}.json"

    def _read_all(self, units: Sequence[tuple[Path, int]]) -> Iterator[Path]:
        if len(units) <= 1 or self.workers == 1:
            for path, number in units:
                self._note(path, read_page(path, number, self._kept(path, number)))
                yield path
            return
        with ProcessPoolExecutor(min(self.workers, len(units)), get_context("spawn")) as pool:
            jobs: dict[Future[tuple[str, str] | None], Path] = {
                pool.submit(read_page, path, number, self._kept(path, number)): path for path, number in units
            }
            try:
                for job in as_completed(jobs):
                    self._note(jobs[job], job.result())
                    yield jobs[job]
            finally:
                pool.shutdown(cancel_futures=True)

    def _note(self, path: Path, problem: tuple[str, str] | None) -> None:
        if problem:
            self.problems[path] = UserError(problem[0], hint=problem[1])


def _forget_old(folder: Path) -> None:
    """Stacks that were stopped and never taken up again do not lie about for ever."""
    for kept in folder.iterdir():
        if kept.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
            kept.unlink(missing_ok=True)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:40]


def read_page(path: Path, number: int, target: Path) -> tuple[str, str] | None:
    """Read one page into its file, whole or not at all. Gives problem and hint where it cannot be read."""
    from leadlist.cards.scans import scanned_cards

    try:
        cards = [_packed(card) for card in scanned_cards(path, number)]
    except UserError as problem:  # an exception with a hint does not survive the way between processes
        return str(problem), problem.hint
    aside = target.with_name(f".{secrets.token_hex(8)}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(json.dumps(cards, ensure_ascii=False).encode())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return None


def _packed(card: Any) -> dict[str, Any]:
    import cv2

    text: CardText = card.text
    _done, jpeg = cv2.imencode(".jpg", card.picture, [cv2.IMWRITE_JPEG_QUALITY, 82])
    return {
        "page": card.page,
        "number": card.number,
        "jpeg": base64.b64encode(jpeg.tobytes()).decode(),
        "size": [text.width, text.height],
        "lines": [[line.text, list(line.box), list(line.scores), line.vertical] for line in text.lines],
    }


def unpacked(name: str, data: bytes) -> list[Side]:
    """The cards of one page as `read_page` wrote them; `name` is the file they were on."""
    sides = []
    for card in json.loads(data):
        lines = tuple(Line(text, Box(*box), tuple(scores), vertical) for text, box, scores, vertical in card["lines"])
        text = CardText(lines, *card["size"])
        sides.append(Side(name, card["page"], card["number"], base64.b64decode(card["jpeg"]), text))
    return sides
