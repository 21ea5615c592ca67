"""Who said no, and who was erased: keyed hashes of addresses and people, beside `leadlist.toml` or the list.

The file is a chain like the change log (docs/formats.md), so that no line of it can be altered, moved or taken out
unseen. It holds no address and no name: HMAC-SHA-256 under the `person` sub-key. A plain SHA-256 of an address can be
reversed by trying addresses.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from leadlist.errors import Damaged, Refused, UserError
from leadlist.locale import _
from leadlist.store import files, seals, state
from leadlist.store.failures import explained
from leadlist.store.keys import Key
from leadlist.store.log import ChangeLog, first_fault, with_kept
from leadlist.store.records import SUPPRESSION_TYPES, parse_timestamp

ALL = "all"
"""The channel that stands for every one."""
MOST_MARKS = 100_000  # keyed hashes that are remembered
CARRIED = "carried"
"""The reason of a refusal that stood in the cell of a row that left its list."""


def address_mark(key: Key, address: str) -> str:
    """The keyed hash of an address' match key."""
    return hmac.digest(key.person, b"address " + address.encode(), "sha256").hex()


def person_mark(key: Key, text: str) -> str:
    """The keyed hash of something that identifies a person (`email …`, `mobile …`, `name …`, `lead …`)."""
    return _person_mark(key.person, text)


def _person_mark(secret: bytes, text: str) -> str:
    return hmac.digest(secret, b"person " + text.encode(), "sha256").hex()


def list_mark(key: Key, path: Path) -> str:
    """The keyed hash of a list's name, by which an erasure knows the list it was asked for."""
    return hmac.digest(key.person, b"list " + files.real(path).name.encode(), "sha256").hex()


class Suppression:
    """Everything that the suppression files of a list say, read and verified. Made by `read_suppression`."""

    def __init__(self, key: Key | None, ledgers: Sequence[ChangeLog], since: datetime | None = None) -> None:
        self._key = key
        self._secret = key.person if key else b""  # made once: that takes longer than a hash
        self._ledgers = tuple(ledgers)
        self._refused: dict[str, dict[str, str]] = defaultdict(dict)  # keyed hash -> channel -> day
        self._consented: dict[str, dict[str, str]] = defaultdict(dict)
        self._people: set[str] = set()
        self._marks: dict[str, str] = {}
        for ledger in ledgers:
            for record in ledger.records:
                if since is None or record["type"] != "optout" or parse_timestamp(record["time"]) >= since:
                    self._take(record, carried=since is None)

    def _take(self, record: Mapping[str, Any], *, carried: bool) -> None:
        if record["type"] == "forget":
            self._people.update(record["people"])
        if record["type"] not in ("optout", "consent"):
            return
        into = self._refused if record["type"] == "optout" else self._consented
        for entry in record["entries"]:
            if not carried and entry.get("reason") == CARRIED:
                continue
            days = into[entry["address"]]
            days[entry["channel"]] = max(days.get(entry["channel"], ""), entry["on"])

    def __bool__(self) -> bool:
        """False where nobody is suppressed or erased."""
        return bool(self._refused or self._people)

    @property
    def erases(self) -> bool:
        """Whether anybody was erased."""
        return bool(self._people)

    @property
    def files(self) -> Sequence[Path]:
        """The files that were read, the nearest first."""
        return tuple(ledger.path for ledger in self._ledgers)

    def refused_on(self, channel: str, address: str) -> date | None:
        """Since when an address (its match key) refuses a channel, or all; None where it does not.

        Only a consent of a later day than the refusal lifts it.
        """
        days = self._refused.get(self._mark(address))
        return _in_force(channel, days, self._consented.get(self._mark(address), {})) if days else None

    def _mark(self, address: str) -> str:
        if self._key is None or not self._refused:
            return ""
        if address not in self._marks:
            if len(self._marks) >= MOST_MARKS:
                self._marks.clear()
            self._marks[address] = address_mark(self._key, address)
        return self._marks[address]

    def has_erased(self, identifying: Iterable[str]) -> bool:
        """Whether one of the texts that identify a person (`email …`, `mobile …`, …) belongs to somebody erased."""
        if not self._people or self._key is None:
            return False
        secret = self._secret
        return any(_person_mark(secret, text) in self._people for text in identifying)

    def counts(self) -> dict[str, int]:
        """How many addresses refuse each channel; `lifted` by a consent; `erased` marks of people."""
        found: dict[str, int] = defaultdict(int)
        for mark, days in self._refused.items():
            for channel in days:
                in_force = _in_force(channel, {channel: days[channel]}, self._consented.get(mark, {}))
                found[channel if in_force else "lifted"] += 1
        return {**dict(sorted(found.items())), "erased": len(self._people)}


def _in_force(channel: str, refused: Mapping[str, str], consented: Mapping[str, str]) -> date | None:
    since = max(refused.get(each, "") for each in (channel, ALL))
    lifted = max(consented.get(each, "") for each in (channel, ALL))
    return date.fromisoformat(since) if since and since >= lifted else None


def suppression_target(list_path: Path, rules_file: Path | None = None) -> Path:
    """Where new refusals go: beside the `leadlist.toml` in force if that lies above the list, else beside the list."""
    folder = files.real(list_path).parent
    if rules_file is not None and (named := files.real(rules_file).parent) in (folder, *folder.parents):
        folder = named
    return folder / seals.SUPPRESSION


def read_suppression(
    list_path: Path, key: Key | None, *, since: datetime | None = None, after_loss: bool = False
) -> Suppression:
    """What the suppression files in the list's folder and above it say; for a list on stdin, name a file in its folder.

    `since`: only refusals written down since then, and not those that merely stood in cells of rows that left.
    Raises UserError where there is one and no key, Damaged where one is not as it was written, was cut, or belongs to
    another key, Refused where the key was lost and the refusals were not read in again; not so with `after_loss`, for
    what reads them in, or erases somebody.
    """
    real = files.real(list_path)
    with explained(real):
        found = seals.suppression_files(real)
        if found and key is None:
            raise UserError(
                _("{path} says who must not be written to, and cannot be read without the key.").format(path=found[0]),
                hint=_("Name the key with --key-file or LEADLIST_KEY_FILE, or run “leadlist key import”."),
            )
        if not found:
            beside_it = real.parent / seals.SUPPRESSION
            _require_remembered(beside_it, ChangeLog(beside_it, SUPPRESSION_TYPES))
        ledgers = [read_file(path, key, after_loss=after_loss) for path in found if key is not None]
        for ledger in ledgers:
            key = key and with_kept(key, ledger)
        return Suppression(key, ledgers, since)


def read_file(path: Path, key: Key, *, after_loss: bool = False) -> ChangeLog:
    """One suppression file, verified; raises as `read_suppression`."""
    try:
        ledger = ChangeLog(path, SUPPRESSION_TYPES)
    except Damaged as error:
        raise _damaged(path) from error
    key = with_kept(key, ledger)
    if ledger.records and ledger.records[-1]["key"] not in key.ids:
        raise seals.belongs_to(path, ledger.records[-1]["key"])
    if first_fault(ledger, key):
        raise _damaged(path)
    _require_remembered(path, ledger)
    if not after_loss:
        _require_read_in_again(ledger)
    return ledger


def _require_remembered(path: Path, ledger: ChangeLog) -> None:
    """A file that was cut, replaced by an older copy or removed would let mail go out to people who refused it."""
    lost = state.lost_heads(path, ledger)
    if lost:
        raise Damaged(
            _("{path} has fewer opt-outs than this computer remembers of {time}.").format(
                path=path, time=lost[-1].get("time", "")
            ),
            hint=_(
                "Put it back from a copy. If there is none, read the opt-outs in again after removing {file}."
            ).format(file=state.memory_of(path)),
        )


def _require_read_in_again(ledger: ChangeLog) -> None:
    """After a loss, somebody must have said anew who refuses; what rows carried over when they left does not count."""
    losses = [at for at, record in enumerate(ledger.records) if record["type"] == "loss"]
    if losses and _refusing(ledger.records[: losses[-1]]) and not _refusing(ledger.records[losses[-1] :]):
        raise Refused(
            _("The key of {path} was lost, and with it who opted out.").format(path=ledger.path),
            hint=_("Read the opt-outs in again first: leadlist optout LIST FILE"),
        )


def _refusing(records: Sequence[Mapping[str, Any]]) -> bool:
    entries = (entry for record in records if record["type"] == "optout" for entry in record["entries"])
    return any(entry.get("reason") != CARRIED for entry in entries)


def _damaged(path: Path) -> Damaged:
    return Damaged(
        _("{path} was damaged or altered: nobody can say for sure who opted out.").format(path=path),
        hint=_("Put it back from a copy."),
    )
