"""The house of docs/architecture.md: arrows only downward, siblings never import each other, pure modules stay pure."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "leadlist"

LAYERS = [
    {"locale"},
    {"errors", "made"},
    {"leads"},
    {"changes", "fields"},
    {"plans", "rules"},
    {"recognition", "identity", "permission", "provenance", "purposes", "records"},
    {"normalizers", "checks", "matching"},
    {"operations", "reports", "formats", "store", "cards"},
    {"cli"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
ONLY = {"store": {"errors", "locale"}}
PURE = (
    {"made", "leads", "changes", "plans", "fields", "permission", "provenance", "purposes", "records"}
    | LAYERS[6]
    | {
        "operations",
        "reports",
    }
)
HEAVY = {"pandas", "openpyxl", "numpy", "lxml", "pyzipper", "phonenumbers", "rapidfuzz", "rich", "python_calamine"}
CLOCK_AND_FILES = {"os", "shutil", "subprocess", "socket", "tempfile", "time", "openpyxl", "pyzipper", "typer", "rich"}
DOORS = {"__init__.py", "__main__.py"}  # of the package itself: they lead into it from outside
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE or path.name not in DOORS)


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.append(node.module or "")
            if node.module == "leadlist":
                names += [f"leadlist.{alias.name}" for alias in node.names]
    return names


def leadlist_parts(path: Path) -> set[str]:
    parts = {name.split(".")[1] for name in imports_of(path) if name.startswith("leadlist.")}
    return parts & LEVEL.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_arrows_point_downward_only(path: Path) -> None:
    own = part_of(path)
    assert own in LEVEL, f"{own} has no layer: give it one here and in docs/architecture.md"
    for other in leadlist_parts(path) - {own}:
        assert LEVEL[other] < LEVEL[own], f"{own} must not import {other}"
    if own in ONLY:
        assert leadlist_parts(path) - {own} <= ONLY[own]


@pytest.mark.parametrize("path", [p for p in MODULES if part_of(p) in PURE], ids=lambda p: str(p.relative_to(SOURCE)))
def test_pure_modules_touch_no_file_and_no_clock(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports_of(path)} & CLOCK_AND_FILES
    text = path.read_text(encoding="utf-8")
    assert ".today()" not in text
    assert "datetime.now(" not in text
    assert "print(" not in text


@pytest.mark.parametrize("path", [p for p in MODULES if part_of(p) != "cli"], ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_the_command_line_talks(path: Path) -> None:
    assert not {"typer", "rich"} & {name.split(".")[0] for name in imports_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330


@pytest.mark.parametrize("arguments", [["--help"], ["log", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom leadlist.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        f"heavy = {HEAVY!r}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stderr


def test_a_small_csv_is_looked_at_without_numpy(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("氏名,会社名\n山田 太郎,株式会社青葉\n", encoding="utf-8")
    code = (
        "import sys\n"
        "from leadlist.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('NUMPY', 'numpy' in sys.modules, file=sys.stderr)"
    )
    for command in ("columns", "validate"):
        words = [sys.executable, "-c", code, command, str(leads)]
        assert "NUMPY False" in subprocess.run(words, capture_output=True, text=True, check=True).stderr
