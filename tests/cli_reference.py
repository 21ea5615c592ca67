"""docs/cli.md from the app itself (`python -m tests.cli_reference`)."""

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

from leadlist.cli import main

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "cli.md"
COMMANDS = [
    "import",
    "normalize",
    "dedupe",
    "validate",
    "mailing",
    "approve",
    "mailing results",
    "purge",
    "forget",
    "optout",
    "undo",
    "log",
    "backup",
    "restore",
    "doctor",
    "schedule",
    "columns",
    "rules",
    "purpose",
    "parties",
    "key",
    "provenance",
    "presets",
    "template",
    "demo",
]
GROUPS = {
    "rules": ("show", "check", "explain"),
    "purpose": ("add", "list", "check"),
    "parties": ("report", "list"),
    "key": ("new", "show", "import", "rotate", "check"),
}


def help_of(*words: str) -> str:
    """What `leadlist WORDS --help` prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.suppress(SystemExit):
        main([*words, "--help"])
    return re.sub(r"[ \t]+$", "", printed.getvalue(), flags=re.MULTILINE).strip()


def page() -> str:
    """The whole page, in the language and width of this process."""
    parts = [
        "# Commands\n\nGenerated from the help texts by `python -m tests.cli_reference`; "
        "`leadlist COMMAND --help --lang ja` speaks Japanese.\n",
        f"```text\n{help_of()}\n```\n",
    ]
    for command in COMMANDS:
        for words in [(command,), *((command, sub) for sub in GROUPS.get(command, ()))]:
            parts.append(f"## leadlist {' '.join(words)}\n\n```text\n{help_of(*words)}\n```\n")
    return "\n".join(parts)


def reference() -> str:
    """The page in English, 100 columns wide, from a process of its own: help is translated when it is loaded."""
    environment = os.environ | {"LEADLIST_LANG": "en", "COLUMNS": "100", "TERMINAL_WIDTH": "100", "PYTHONUTF8": "1"}
    line = [sys.executable, "-m", "tests.cli_reference", "print"]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


if __name__ == "__main__":
    if sys.argv[1:] == ["print"]:
        sys.stdout.write(page())
    else:
        REFERENCE.write_text(reference(), encoding="utf-8")
