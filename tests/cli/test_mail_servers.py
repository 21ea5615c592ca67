"""validate --online: what name servers are asked, and what their answers mean."""

import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import ModuleType
from typing import ClassVar

import pytest

from leadlist.cli import mail_servers
from leadlist.cli.mail_servers import MX, A, Server, lookup, takes_mail

Zone = dict[tuple[str, int], tuple[int, list[bytes]]]
"""(domain, kind) -> how the question was answered, and the data of the records."""

MAIL = struct.pack("!H", 10) + b"\x04mail\xc0\x0c"  # its host name points back to the question's
ZONE: Zone = {
    ("example.jp", MX): (0, [MAIL, MAIL]),
    ("null.example.jp", MX): (0, [struct.pack("!H", 0) + b"\0"]),
    ("host.example.jp", A): (0, [b"\xc0\x00\x02\x01"]),
    ("bare.example.jp", A): (0, []),
    ("gone.example.jp", MX): (3, []),
    ("gone.example.jp", A): (3, []),
    ("broken.example.jp", MX): (2, []),
}


def answered(question: bytes) -> bytes:
    number = question[:2]
    labels, at = [], 12
    while question[at]:
        labels.append(question[at + 1 : at + 1 + question[at]].decode())
        at += question[at] + 1
    kind = struct.unpack_from("!H", question, at + 1)[0]
    code, found = ZONE.get((".".join(labels), kind), (0, []))
    records = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 60, len(data)) + data for data in found)
    return number + struct.pack("!5H", 0x8180 | code, 1, len(found), 0, 0) + question[12:] + records


@contextmanager
def name_server(answer: Callable[[bytes], bytes] = answered) -> Iterator[Server]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.1)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    question, asker = server.recvfrom(4096)
                except TimeoutError:
                    continue
                server.sendto(answer(question), asker)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()
        over.set()
        thread.join()


@pytest.mark.parametrize(
    ("domain", "takes"),
    [
        ("example.jp", True),
        ("null.example.jp", False),
        ("host.example.jp", True),
        ("bare.example.jp", False),
        ("gone.example.jp", False),
        ("broken.example.jp", None),
        ("a..example.jp", False),
        ("日本語.jp", None),
    ],
)
def test_a_domain_takes_mail_if_it_has_a_mail_server_or_else_an_address(domain: str, takes: bool | None) -> None:
    with name_server() as server:
        assert takes_mail(domain, [server]) is takes


def test_each_domain_is_asked_for_once_and_the_next_server_where_one_fails() -> None:
    asked = []

    def failing(question: bytes) -> bytes:
        asked.append(question)
        return question[:2] + struct.pack("!5H", 0x8182, 1, 0, 0, 0) + question[12:]

    with name_server(failing) as one, name_server() as other:
        assert lookup(["example.jp", "example.jp"], [one, other]) == {"example.jp": True}
    assert len(asked) == 1


@pytest.mark.parametrize("spoil", [lambda a: b"\0\0" + a[2:], lambda a: a[:12] + b"\1x" + a[14:], lambda a: a[:5]])
def test_an_answer_to_another_question_is_none(
    spoil: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_servers.secrets, "randbits", lambda bits: 513)
    with name_server(lambda question: spoil(answered(question))) as server:
        assert takes_mail("example.jp", [server]) is None


def test_nobody_can_say_where_there_is_no_name_server() -> None:
    assert lookup(["example.jp"], []) == {"example.jp": None}


def test_an_answer_that_is_cut_off_in_a_record_says_what_came_before_it() -> None:
    with name_server(lambda question: answered(question)[:-3]) as server:
        assert takes_mail("example.jp", [server]) is True


def test_the_name_servers_of_this_computer_are_addresses() -> None:
    assert all(port == 53 and address for address, port in mail_servers.name_servers())


class Registry(ModuleType):
    """Windows' registry with two network adapters."""

    HKEY_LOCAL_MACHINE = 0
    ADAPTERS: ClassVar = [{"DhcpNameServer": "192.0.2.1 192.0.2.2"}, {"NameServer": "192.0.2.2,2001:db8::1"}]

    def OpenKey(self, parent: object, name: str) -> AbstractContextManager[object]:  # noqa: N802
        return nullcontext(name)

    def QueryInfoKey(self, key: object) -> tuple[int]:  # noqa: N802
        return (len(self.ADAPTERS),)

    def EnumKey(self, key: object, at: int) -> int:  # noqa: N802
        return at

    def QueryValueEx(self, adapter: int, name: str) -> tuple[str]:  # noqa: N802
        if name not in self.ADAPTERS[adapter]:
            raise FileNotFoundError
        return (self.ADAPTERS[adapter][name],)


def test_windows_names_its_servers_in_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "winreg", Registry("winreg"))
    assert mail_servers._of_windows() == ["192.0.2.1", "192.0.2.2", "2001:db8::1"]
