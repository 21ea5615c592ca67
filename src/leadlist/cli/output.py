"""How text reaches a person: data to stdout, talk to stderr, and no cell is ever markup or a control sequence."""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from leadlist.errors import UserError
from leadlist.locale import _, ngettext

_ADDRESS = re.compile(r"[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")  # and nothing else: a note may hold more than that
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # also in the name of a file
_QUOTED = re.compile("([“「])([^”」]*)([”」])")
_WIDELY_QUOTED = re.compile("([“「])(.*)([”」])", re.DOTALL)  # where a value holds such a mark itself
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?|–")
_VISIBLE = {"\n": "⏎", "\t": "⇥", "\r": "␍", "\x1b": "␛"}


def shown(text: str) -> str:
    """A cell's text as it may reach a console: every control and formatting character made visible."""
    return "".join(_visible(character) for character in text)


def heading_shown(text: str) -> str:
    """A heading as it may reach a console: in one line, however many it has in its cell."""
    return shown(" ".join(text.split()))


def _visible(character: str) -> str:
    if character in _VISIBLE:
        return _VISIBLE[character]
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character != "\u200d":
        return f"\\u{ord(character):04x}"
    return character


def masked(text: str) -> str:
    """A value that keeps its shape but not its content: `田*太*`, `t***@example.jp`."""
    if _ADDRESS.fullmatch(text):
        local, _at, domain = text.partition("@")
        return f"{local[:1]}***@{domain}"
    digits = sum(character.isdigit() for character in text)
    if digits >= 4 and not any(character.isalpha() for character in text):
        return _masked_number(text, digits)
    return "".join(c if position % 2 == 0 or c.isspace() else "*" for position, c in enumerate(text)) or ""


def _masked_number(text: str, digits: int) -> str:
    """A number with its first two and last two digits: `03-****-**78`."""
    seen = 0
    kept = []
    for character in text:
        seen += character.isdigit()
        kept.append("*" if character.isdigit() and 2 < seen <= digits - 2 else character)
    return "".join(kept)


def width(text: str) -> int:
    """Columns a terminal needs for the text: East Asian wide and full-width characters take two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def cut(text: str, columns: int) -> str:
    """The text, shortened with … to at most so many terminal columns."""
    if width(text) <= columns:
        return text
    room = columns - 1
    kept = ""
    for character in text:
        room -= width(character)
        if room < 0:
            break
        kept += character
    return kept + "…"


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text, filled with blanks to so many terminal columns, behind it or (`right`) before it."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


class Output:
    """Where a command speaks. `quiet` keeps talk back, `as_json` keeps everything but one document back."""

    def __init__(self, *, quiet: bool = False, as_json: bool = False, show_values: bool = False) -> None:
        self.quiet = quiet
        self.as_json = as_json
        self.values_shown = show_values or (sys.stdout.isatty() and sys.stderr.isatty() and not as_json)

    @property
    def talks(self) -> bool:
        """True where `talk` says anything."""
        return not self.quiet and not self.as_json

    def value(self, text: str) -> str:
        """A cell's text, safe to print: whole for a person at a terminal, masked otherwise."""
        return self._safe(text if self.values_shown else masked(text))

    def sentence(self, text: str) -> str:
        """A sentence of leadlist about a cell, safe to print; the values it quotes are masked where values are."""
        if self.values_shown:
            return self._safe(text)
        even = text.count("“") == text.count("”") and text.count("「") == text.count("」")
        quoted = _QUOTED if even else _WIDELY_QUOTED
        return self._safe(quoted.sub(lambda found: found[1] + masked(found[2]) + found[3], text))

    def _safe(self, text: str) -> str:
        """Signs for what a terminal would obey; a JSON document escapes it by itself and holds the text as it is."""
        return text if self.as_json else shown(text)

    def talk(self, line: str = "") -> None:
        """One line to the person, on stderr."""
        if self.talks:
            _print(line, sys.stderr)

    def warn(self, line: str) -> None:
        """One line that even `--quiet` and `--json` do not keep back."""
        _print(line, sys.stderr)

    def faults(self, place: str, lines: Sequence[str]) -> None:
        """What is wrong with something, a line each; with `--quiet` all of it in one line, for the mail of cron."""
        if self.quiet and len(lines) > 1:
            self.warn(
                ngettext("{place}: {count} fault: {what}", "{place}: {count} faults: {what}", len(lines)).format(
                    place=place, count=len(lines), what=" ".join(lines)
                )
            )
            return
        for line in lines:
            self.warn(line)

    def data(self, line: str) -> None:
        """One line of the result, on stdout."""
        if not self.as_json:
            _print(line, sys.stdout)

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], *, limit: int = 40, talk: bool = False
    ) -> None:
        """A table; cells wider than `limit` columns are shortened. Columns of numbers stand on the right."""
        say = self.talk if talk else self.data
        body = [[cut(cell, limit) for cell in row] for row in rows]
        sizes = [max(width(row[at]) for row in [headings, *body]) for at in range(len(headings))]
        numbers = [any(cells) and all(map(_NUMBER.fullmatch, filter(None, cells))) for cells in zip(*body, strict=True)]
        numbers = numbers or [False] * len(headings)
        for row in [headings, ["─" * size for size in sizes], *body]:
            aligned = zip(row, sizes, numbers, strict=True)
            say("  ".join(padded(text, size, right=right) for text, size, right in aligned).rstrip())

    def full(self, *, talk: bool = False) -> bool:
        """True where nobody's terminal limits how much a line can say: a file, a pipe, the mail of cron."""
        return not (sys.stderr if talk else sys.stdout).isatty()

    def document(self, make: Callable[[], Any]) -> None:
        """The one JSON document of `--json`, on stdout; made only where it is wanted.

        What could steer a terminal, or is not in the console's encoding, is written as JSON's own escapes.
        """
        if self.as_json:
            text = json.dumps(make(), ensure_ascii=False, indent=2)
            _print(text if _fits(text, sys.stdout) else json.dumps(json.loads(text), indent=2), sys.stdout)


def show_error(error: UserError, *, quiet: bool = False) -> None:
    """Two lines on stderr: what is wrong and what to do next; with `--quiet` one."""
    problem = _("Error: {problem}").format(problem=shown(error.problem))
    if quiet:
        _print(f"{problem} → {shown(error.hint)}" if error.hint else problem, sys.stderr)
        return
    _print(problem, sys.stderr)
    if error.hint:
        _print(f"→ {shown(error.hint)}", sys.stderr)


def _fits(text: str, stream: TextIO) -> bool:
    """Whether the stream's encoding has every character of the text."""
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _print(line: str, stream: TextIO) -> None:
    """Write a line; what the console's encoding lacks (CP932) is replaced, never an error."""
    encoding = stream.encoding or "utf-8"
    line = _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()
