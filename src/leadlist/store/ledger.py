"""Adding to a suppression file: refusals, consents that lift them, and who is erased. `suppression` reads it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.store import files, seals, state
from leadlist.store.failures import explained
from leadlist.store.files import Access
from leadlist.store.keys import Key
from leadlist.store.lists import locked
from leadlist.store.log import ChangeLog, with_kept
from leadlist.store.suppression import CARRIED, address_mark, list_mark, person_mark, read_file
from leadlist.store.wrapping import kept_lines

_BATCH = 1000  # entries a record, so that no line grows without bound


class OptOut(NamedTuple):
    """A refusal: the match key of an e-mail address or number, the channel, since when, and why in a word or two.

    The key is hashed before it is written; `reason` stands in the file as it is and must name nobody.
    """

    address: str
    channel: str
    on: date
    reason: str = ""


class Consent(NamedTuple):
    """A consent that lifts earlier refusals: `evidence` is the SHA-256 of the file that proves it."""

    address: str
    channel: str
    on: date
    evidence: str


class Forgotten(NamedTuple):
    """An erasure on request: its record's number in its file, its day, the request's own number, and whether it went
    through for the list it was asked for."""

    number: int
    on: date
    request: str
    done: bool


class Ledger:
    """A suppression file that is open for appending; see `open_ledger`."""

    def __init__(self, log: ChangeLog, key: Key, access: Access, now: datetime) -> None:
        self._log = log
        self._key = key
        self._access = access
        self._now = now

    def opt_out(self, refusals: Sequence[OptOut]) -> int:
        """Write down those refusals that the file does not hold yet, of that day or later; how many those were.

        What a cell carried over is written once more where somebody says so by themselves.
        """
        held: dict[tuple[str, str, bool], str] = {}
        for each in self._entries("optout"):
            for place in {_place(each), (*_place(each)[:2], True)}:
                held[place] = max(held.get(place, ""), each["on"])
        entries: dict[tuple[str, str, bool], dict[str, str]] = {}
        for refusal in refusals:
            entry = {"address": address_mark(self._key, refusal.address), "channel": refusal.channel}
            entry |= {"on": refusal.on.isoformat(), "reason": refusal.reason}
            if entry["on"] > held.get(_place(entry), ""):
                held[_place(entry)] = entry["on"]
                entries[_place(entry)] = entry
        return self._add("optout", list(entries.values()))

    def consent(self, consents: Sequence[Consent]) -> int:
        """Write down consents, durably."""
        return self._add(
            "consent",
            [
                {"address": address_mark(self._key, each.address), "channel": each.channel}
                | {"on": each.on.isoformat(), "evidence": each.evidence}
                for each in consents
            ],
        )

    def forget(self, identifying: Iterable[str], list_path: Path, on: date, request: str) -> int:
        """Write down who is erased, durably, before anything is; the record's number."""
        people = sorted({person_mark(self._key, text) for text in identifying})
        fields = {"people": people, "on": on.isoformat(), "request": request, "list": list_mark(self._key, list_path)}
        record = self._log.append("forget", self._now, self._key, fields, self._access)
        return int(record["sequence"])

    def forgotten(self, numbers: Iterable[int]) -> None:
        """Write down that these erasures went through."""
        for number in numbers:
            self._log.append("forgotten", self._now, self._key, {"forget": number}, self._access)

    def _entries(self, kind: str) -> Iterator[Mapping[str, str]]:
        return (entry for record in self._log.records if record["type"] == kind for entry in record["entries"])

    def _add(self, kind: str, entries: Sequence[Mapping[str, str]]) -> int:
        for start in range(0, len(entries), _BATCH):
            fields = {"entries": entries[start : start + _BATCH]}
            self._log.append(kind, self._now, self._key, fields, self._access)
        return len(entries)


def _place(entry: Mapping[str, str]) -> tuple[str, str, bool]:
    """What a refusal is about, and whether it was merely carried over."""
    return entry["address"], entry["channel"], entry.get("reason") == CARRIED


@contextmanager
def open_ledger(
    path: Path, key: Key, *, now: datetime, like: Path | None = None, wait: float = 30.0
) -> Iterator[Ledger]:
    """Lock a suppression file, which need not exist, for appending.

    A new one gets group and mode of the list `like`, minus everything for others. Raises Busy, Damaged, StorageError.
    """
    with ExitStack() as stack:
        with explained(path):
            umask = stack.enter_context(files.private_umask())
            known = path if path.exists() else like if like is not None and like.exists() else None
            access = files.access(known) if known else files.new_access(umask)
            stack.enter_context(locked(path, access, wait))
            ledger = _readable(path, key)
            key = with_kept(key, ledger)
            ledger.finish_torn_line()
            if key.kept and ledger.records and ledger.records[-1]["key"] != key.id:
                ledger.append("rotate", now, key, {"rewritten": [], "kept": kept_lines(key)}, access)
            yield Ledger(ledger, key, access, now)
        state.remember(path, ledger)


def _readable(path: Path, key: Key) -> ChangeLog:
    return read_file(path, key, after_loss=True)


def unfinished(list_path: Path, key: Key) -> list[Forgotten]:
    """The erasures that were asked for this list and did not go through to the end."""
    mine = list_mark(key, list_path)
    real = files.real(list_path)
    with explained(real):
        return [
            entry
            for path in seals.suppression_files(real)
            for entry in erasures(_readable(path, key), lambda record: record["list"] == mine)
            if not entry.done
        ]


def erasures(ledger: ChangeLog, wanted: Callable[[Mapping[str, Any]], bool]) -> list[Forgotten]:
    """The erasures of a file, oldest first."""
    done = {record["forget"] for record in ledger.records if record["type"] == "forgotten"}
    return [
        Forgotten(each["sequence"], date.fromisoformat(each["on"]), each["request"], each["sequence"] in done)
        for each in ledger.records
        if each["type"] == "forget" and wanted(each)
    ]
