"""Whether domains take mail, asked of the name servers that this computer uses. Only `validate --online` comes here.

Domains are asked for, never addresses. MX records, else an address of the host (RFC 5321, 5.1); a domain whose one MX
is the root says that it takes no mail (RFC 7505).
"""

import os
import secrets
import socket
import struct
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

A, MX, AAAA = 1, 15, 28
NO_ERROR, NO_SUCH_NAME = 0, 3
HEADER = struct.Struct("!6H")  # id, flags, and how many questions, answers, authorities, additions (RFC 1035, 4.1.1)
RECORD = struct.Struct("!HHIH")  # type, class, time to live, length of the data (RFC 1035, 4.1.3)
WAIT = 3.0  # seconds for an answer
TRIES = 2
AT_ONCE = 32  # domains asked for at the same time

Server = tuple[str, int]


def lookup(domains: Iterable[str], servers: Sequence[Server] | None = None) -> dict[str, bool | None]:
    """For each domain (in A-label form) whether it takes mail; None where no name server could say."""
    asked = sorted(set(domains))
    known = name_servers() if servers is None else servers
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(asked, pool.map(lambda domain: takes_mail(domain, known), asked), strict=True))


def takes_mail(domain: str, servers: Sequence[Server]) -> bool | None:
    """True where mail to the domain has somewhere to go, False where it has not, None where nobody could say."""
    answer = _ask(domain, MX, servers)
    if answer is None:
        return None
    if answer:
        return answer != [b"\0"]
    hosts = [_ask(domain, kind, servers) for kind in (A, AAAA)]
    if any(hosts):
        return True
    return None if None in hosts else False


def name_servers() -> list[Server]:
    """The name servers of this computer; none where they cannot be told."""
    if os.name == "nt":
        return [(address, 53) for address in _of_windows()]
    try:
        lines = Path("/etc/resolv.conf").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    words = [line.split() for line in lines]
    return [(entry[1], 53) for entry in words if len(entry) > 1 and entry[0] == "nameserver"]


def _of_windows() -> list[str]:
    """The addresses that the registry names for the network adapters."""
    winreg: Any = import_module("winreg")  # there is none elsewhere
    found: list[str] = []
    root = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, root) as interfaces:
        for at in range(winreg.QueryInfoKey(interfaces)[0]):
            with winreg.OpenKey(interfaces, winreg.EnumKey(interfaces, at)) as adapter:
                for name in ("NameServer", "DhcpNameServer"):
                    try:
                        found += str(winreg.QueryValueEx(adapter, name)[0]).replace(",", " ").split()
                    except OSError:  # this adapter has none
                        continue
    return list(dict.fromkeys(found))


def _ask(domain: str, kind: int, servers: Sequence[Server]) -> list[bytes] | None:
    """The data of the records of one kind (of MX without the preference), empty for none; None without an answer."""
    try:
        labels = [label.encode("ascii") for label in domain.rstrip(".").split(".")]
    except UnicodeEncodeError:
        return None
    if not all(0 < len(label) < 64 for label in labels):
        return []
    question = b"".join(bytes([len(label)]) + label for label in labels) + b"\0" + struct.pack("!2H", kind, 1)
    for server in servers:
        for _try in range(TRIES):
            answer = _answered(question, server)
            if answer is None:
                continue
            found = _read(answer, len(question), kind)
            if found is not None:
                return found
            break  # this server failed: the next one may know
    return None


def _answered(question: bytes, server: Server) -> bytes | None:
    """One datagram there and one back, its id and question compared; None after a while."""
    number = secrets.randbits(16)
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as connection:
            connection.settimeout(WAIT)
            connection.connect(server)
            connection.send(HEADER.pack(number, 0x0100, 1, 0, 0, 0) + question)  # recursion desired
            answer = connection.recv(4096)
    except OSError:
        return None
    fits = len(answer) >= HEADER.size + len(question) and HEADER.unpack_from(answer)[0] == number
    return answer if fits and answer[HEADER.size : HEADER.size + len(question)].lower() == question.lower() else None


def _read(answer: bytes, question: int, kind: int) -> list[bytes] | None:
    """The records of an answer; None for one that says neither yes nor no."""
    _number, flags, _questions, count, _authorities, _additions = HEADER.unpack_from(answer)
    if flags & 15 not in (NO_ERROR, NO_SUCH_NAME):
        return None
    found, at = [], HEADER.size + question
    try:
        for _record in range(count):
            at = _behind_name(answer, at)
            own, _class, _life, length = RECORD.unpack_from(answer, at)
            at += RECORD.size
            if own == kind:
                found.append(answer[at + (2 if kind == MX else 0) : at + length])
            at += length
    except (IndexError, struct.error):
        return found or None
    return found


def _behind_name(answer: bytes, at: int) -> int:
    """Where a name ends: at its empty label, or behind a pointer (RFC 1035, 4.1.4)."""
    while answer[at]:
        if answer[at] >= 0xC0:
            return at + 2
        at += answer[at] + 1
    return at + 1
