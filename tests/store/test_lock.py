"""One leadlist at a time on a list; who has it open elsewhere is named."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leadlist.errors import Busy, StorageError
from leadlist.store import open_list, read_log, verify_log
from tests.store.conftest import KEY, NOW, OLD, beside, change

APPEND = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from leadlist.store import Key, open_list
path, who, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(times):
    with open_list(path, Key("LEADLISTTESTKEYNEVERUSEIT2"), wait=60) as store:
        content = path.read_bytes() + f"{who},{number}\\r\\n".encode()
        store.commit("import", {}, lambda target: target.write_bytes(content), leads=[], fields=[], rules="",
                     rules_digest="", now=datetime.now(UTC))
"""


def excel_owner(name: str) -> bytes:
    """An owner file as Excel writes it: 165 bytes, the name in the code page and in UTF-16."""
    narrow, wide = name.encode("cp932"), name.encode("utf-16-le")
    first = bytes([len(narrow)]) + narrow.ljust(54, b" ")
    return (first + len(name).to_bytes(2, "little") + wide).ljust(165, b" ")


OWNERS = [
    ("~$見込み客.csv", excel_owner("山田 花子"), "Excel", "山田 花子"),
    ("~$見込み客.csv", b"\x04Hana" + b" " * 50, "Excel", "Hana"),
    ("~$見込み客.csv", b"", "Excel", ""),
    (".~lock.見込み客.csv#", "佐藤 次郎,jiro,pc-7,22.11.2026 01:45,file:///home;".encode(), "LibreOffice", "佐藤 次郎"),
    (".~lock.見込み客.csv#", b",jiro,pc-7,22.11.2026 01:45,file:///home;", "LibreOffice", "jiro"),
    (".~lock.見込み客.csv#", b"\xff\x1b[31mred,x", "LibreOffice", "[31mred"),
]


@pytest.mark.parametrize(("name", "content", "program", "person"), OWNERS)
def test_a_list_that_somebody_has_open_is_refused_naming_who_and_since_when(
    leads: Path, name: str, content: bytes, program: str, person: str
) -> None:
    file = leads.with_name(name)
    file.write_bytes(content)
    os.utime(file, (time.time() - 7300,) * 2)
    with pytest.raises(Busy) as raised, open_list(leads, KEY):
        pass
    assert program in raised.value.problem
    assert person in raised.value.problem
    assert "2 hours" in raised.value.problem
    assert raised.value.problem.isprintable()
    assert "--not-open" in raised.value.hint
    with open_list(leads, KEY, not_open=True) as store:
        change(store, OLD + b"1")


def test_a_second_leadlist_waits_and_then_says_busy(leads: Path) -> None:
    start = time.monotonic()
    with open_list(leads, KEY), pytest.raises(Busy, match="Another leadlist"), open_list(leads, KEY, wait=0.2):
        pass
    assert 0.2 <= time.monotonic() - start < 5


def test_reading_the_log_needs_no_lock(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
        assert len(read_log(leads)) == 1
        assert verify_log(leads, KEY) == []


def test_eight_processes_at_once_lose_nothing(leads: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", APPEND, str(leads), f"p{who}", "2"]) for who in range(8)]
    assert [process.wait(120) for process in running] == [0] * 8
    added = leads.read_bytes().removeprefix(OLD).decode().split()
    assert sorted(added) == sorted(f"p{who},{number}" for who in range(8) for number in range(2))
    assert verify_log(leads, KEY) == []
    for _ in range(16):
        with open_list(leads, KEY) as store:
            store.undo(now=NOW)
    assert leads.read_bytes() == OLD


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="gives up root's rights, which needs root")
def test_a_folder_that_may_not_be_written_is_exit_7_with_a_hint(leads: Path) -> None:
    leads.chmod(0o644)
    leads.parent.chmod(0o755)
    child = os.fork()
    if child == 0:
        os.seteuid(65534)
        try:
            with open_list(leads, KEY):
                os._exit(1)
        except StorageError as error:
            os._exit(0 if error.hint and str(leads) in error.problem else 2)
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert {entry.name for entry in leads.parent.iterdir()} == {leads.name}


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
from leadlist.store import commit, open_list, Key, LeadRecord
from datetime import datetime, UTC
path, step, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
real = getattr(commit, step)

def interrupted(*arguments, **options):
    os.kill(os.getpid(), number)
    return real(*arguments, **options)

setattr(commit, step, interrupted)
with open_list(path, Key("LEADLISTTESTKEYNEVERUSEIT2")) as store:
    store.commit("normalize", {}, lambda target: target.write_bytes(b"new"), leads=[], fields=[], rules="",
                 rules_digest="", now=datetime.now(UTC))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("step", ["_write_new", "make_backup", "_announce", "_swap_in"])
def test_control_c_and_a_request_to_end_leave_a_whole_list_and_a_whole_log(
    leads: Path, step: str, number: signal.Signals
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, leads, step, str(int(number))], capture_output=True, check=False
    )
    assert done.returncode in (-number, 1), done.stderr
    found = leads.read_bytes()
    assert found == (b"new" if step in ("_announce", "_swap_in") else OLD)
    with open_list(leads, KEY) as store:
        assert store.notes == ()
    assert leads.read_bytes() == found
    assert {name for name in beside(leads) if name.startswith(".")} == set()
    assert verify_log(leads, KEY) == []
