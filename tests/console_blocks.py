"""Console blocks in Markdown: run each `$ command` and compare, or (`python -m tests.console_blocks FILE…`) fill in."""

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from leadlist import locale
from leadlist.cli import main

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
CHANGING = (
    (re.compile(r"\d{8}T\d{6}Z-(\d{6})-([a-z]+)\.zip"), r"20261122T014512Z-\1-\2.zip"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?"), "2026-11-22 10:45"),
    (re.compile(r"\bL-[0-9A-HJKMNP-TV-Z]{10}\b"), "L-0123456789"),
    (re.compile(r"\b[A-Z2-7]{8}\b"), "ABCD2345"),
)


@dataclass
class Command:
    """One line behind `$ ` and what it prints."""

    line: str
    output: str


def commands(block: str) -> list[Command]:
    """The commands of one block, each with the output that follows it."""
    found: list[Command] = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append(Command(line[2:].strip(), ""))
        elif found:
            found[-1].output += line
    return found


def steady(text: str) -> str:
    """Output with what differs from run to run (times, ids, keys) made equal."""
    for pattern, replacement in CHANGING:
        text = pattern.sub(replacement, text)
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


class World:
    """A copy of an example's folder, with a key and a memory of its own."""

    def __init__(self, example: Path, folder: Path) -> None:
        self.folder = folder / example.name
        shutil.copytree(example, self.folder)
        self.environment = {
            "LEADLIST_KEY_FILE": str(folder / "example.key"),
            "LEADLIST_STATE_DIR": str(folder / "state"),
            "LEADLIST_CONFIG_DIR": str(folder / "config"),
            "LEADLIST_TODAY": "2026-11-22",
            "LEADLIST_LANG": "en" if example.name.startswith("03") else "ja",
            "COLUMNS": "80",
        }
        self.run(f"leadlist key new --out {folder / 'example.key'}")

    def run(self, line: str) -> str:
        """What the command prints, stdout and stderr as they come, and its exit code where it is not 0.

        The command runs in this process: starting Python for each would take longer than all of them do.
        """
        name, *arguments = shlex.split(line)
        assert name == "leadlist", line
        before, language = dict(os.environ), locale.current()
        printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        try:
            os.environ |= self.environment
            with chdir(self.folder), redirect_stdout(printed), redirect_stderr(printed), nobody_at_the_keyboard():
                main(arguments)
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            locale.use(language)
            os.environ.clear()
            os.environ |= before
        text = printed.buffer.getvalue().decode()  # type: ignore[attr-defined]
        return steady(text + (f"[exit {status}]\n" if status else ""))


@contextmanager
def nobody_at_the_keyboard() -> Iterator[None]:
    """Standard input is empty and no terminal."""
    typed = sys.stdin
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        sys.stdin = typed


def rerun(document: Path) -> Iterator[tuple[Command, str]]:
    """Each command of a document with what it prints now, in one world, in order."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(document.parent, Path(folder))
        for block in BLOCK.findall(document.read_text(encoding="utf-8")):
            for command in commands(block):
                yield command, world.run(command.line)


def fill_in(document: Path) -> None:
    """Write what the commands print now into the document."""
    results = iter(list(rerun(document)))

    def replaced(match: re.Match[str]) -> str:
        lines = []
        for command in commands(match.group(1)):
            lines.append(f"$ {command.line}\n{next(results)[1]}")
        return "```console\n" + "".join(lines) + "```"

    document.write_text(BLOCK.sub(replaced, document.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(str(path) for path in ROOT.glob("examples/*/README.md")):
        fill_in(Path(name))
