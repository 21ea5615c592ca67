"""The wheel: the same bytes from the same source, and complete outside the checkout."""

import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def built(folder: Path, kind: str) -> Path:
    line = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(line, cwd=ROOT, check=True, capture_output=True)
    return next(folder.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_the_same_source_builds_the_same_bytes(tmp_path: Path, kind: str) -> None:
    digests = {sha256(built(tmp_path / name, kind).read_bytes()).hexdigest() for name in ("one", "two")}
    assert len(digests) == 1


def test_an_installed_wheel_finds_its_rules_messages_and_examples(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(site)
    environment = os.environ | {"PYTHONPATH": str(site), "LEADLIST_LANG": "ja"}
    code = (
        "import leadlist, sys; from pathlib import Path; from leadlist.rules import load_rules, shipped; "
        f"assert Path(leadlist.__file__).is_relative_to({str(site)!r}); "
        f"assert shipped().is_relative_to({str(site)!r}); assert load_rules('strict').sources; "
        "assert shipped('tables', 'headings.csv').exists(); "
        "assert leadlist.normalize('company', '㈱山田') == '株式会社山田'; "
        "from leadlist.locale import _, use; use('ja'); assert _('row') == '行'; "
        "from leadlist.cli import demo; assert demo.world('01-trade-fair').is_dir()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
