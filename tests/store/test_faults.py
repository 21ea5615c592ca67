"""Killed or refused at any file-system call, a change is the old list or the new one, and the next run cleans up."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
IN_MEMORY = {"TMPDIR": "/dev/shm"} if os.access("/dev/shm", os.W_OK) else {}
"""The calls are injected before they reach a disk: a disk's own pace proves nothing and takes half of the time."""


def harness(*options: str, script: str = "store_faults.py") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *options],
        env=os.environ | IN_MEMORY,
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )


needs_strace = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace is missing: CRASH SAFETY IS NOT TESTED HERE"
)


@pytest.mark.strace
@needs_strace
@pytest.mark.parametrize("options", [["--order", "together"], ["--errors"]])
def test_a_kill_or_an_error_at_a_call_of_the_day_breaks_no_promise(options: list[str]) -> None:
    done = harness("--sample", "5", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 10


@pytest.mark.slow
@pytest.mark.strace
@needs_strace
@pytest.mark.parametrize("order", ["backup first", "list first", "together"])
@pytest.mark.parametrize("options", [[], ["--signals"], ["--errors"]])
def test_a_kill_or_an_error_at_every_file_system_call_breaks_no_promise(options: list[str], order: str) -> None:
    done = harness(*options, "--order", order)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.strace
@needs_strace
def test_a_write_that_lies_breaks_no_promise() -> None:
    done = harness("--lies")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.strace
@needs_strace
@pytest.mark.parametrize(
    "bug",
    [
        "write in place",
        "no fsync",
        "no file fsync",
        "no folder fsync",
        "mode after fsync",
        "log after file",
        "no read-back",
        "no lock",
        "public files",
    ],
)
def test_the_harness_notices_a_known_bug(bug: str) -> None:
    assert harness("--quick", "--plant", bug).returncode == 1


@pytest.mark.slow
@pytest.mark.strace
@needs_strace
@pytest.mark.parametrize("options", [[], ["--errors", "--in-turn"], ["--signals", "--in-turn"], ["--lies"]])
def test_whole_commands_break_no_promise_under_any_fault(options: list[str]) -> None:
    done = harness("--commands", *options)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.strace
@needs_strace
def test_a_power_cut_with_a_state_of_the_day_breaks_no_promise() -> None:
    done = harness("--case", "first change", "--sample", "5", script="store_power.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 20


@pytest.mark.slow
@pytest.mark.strace
@needs_strace
def test_a_power_cut_in_any_case_breaks_no_promise_and_without_fsync_it_does() -> None:
    done = harness(script="store_power.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 250
    assert harness("--no-sync", "--case", "later change", script="store_power.py").returncode == 1


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root: A FULL DISK IS NOT TESTED HERE"
)
def test_a_full_disk_breaks_no_promise() -> None:
    done = harness(script="store_full_disk.py")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_many_processes_kills_and_saves_of_another_program_lose_nothing() -> None:
    done = harness(script="store_together.py")
    assert done.returncode == 0, done.stdout + done.stderr
