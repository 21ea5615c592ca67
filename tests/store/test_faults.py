"""Killed or refused at any file-system call, a change is the old list or the new one, and the next run cleans up."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[2] / "benchmarks" / "store_faults.py"


def harness(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(HARNESS), *options], capture_output=True, text=True, timeout=3600, check=False
    )


needs_strace = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace is missing: CRASH SAFETY IS NOT TESTED HERE"
)


@pytest.mark.strace
@needs_strace
@pytest.mark.parametrize("options", [["--quick", "--order", "together"], ["--quick", "--errors"]])
def test_a_kill_or_an_error_at_file_system_calls_breaks_no_promise(options: list[str]) -> None:
    done = harness(*options)
    assert done.returncode == 0, done.stdout + done.stderr


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
