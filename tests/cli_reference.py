"""docs/cli.md from the app itself (`python -m tests.cli_reference`)."""

import os
import re
import subprocess
import sys
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "docs" / "cli.md"
COMMANDS = [
    "import",
    "normalize",
    "dedupe",
    "validate",
    "mailing",
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
    "key",
    "provenance",
    "presets",
    "template",
    "demo",
]
GROUPS = {
    "rules": ("show", "check", "explain"),
    "purpose": ("add", "list", "check"),
    "key": ("new", "show", "import", "rotate", "check"),
}


def help_of(*words: str) -> str:
    """What `leadlist WORDS --help` prints, in English, 100 columns wide."""
    environment = os.environ | {"LEADLIST_LANG": "en", "COLUMNS": "100", "TERMINAL_WIDTH": "100"}
    line = [sys.executable, "-m", "leadlist", *words, "--help"]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    return re.sub(r"[ \t]+$", "", done.stdout, flags=re.MULTILINE).strip()


def reference() -> str:
    """The whole page."""
    parts = [
        "# Commands\n\nGenerated from the help texts by `python -m tests.cli_reference`; "
        "`leadlist COMMAND --help --lang ja` speaks Japanese.\n",
        f"```text\n{help_of()}\n```\n",
    ]
    for command in COMMANDS:
        for words in [(command,), *((command, sub) for sub in GROUPS.get(command, ()))]:
            parts.append(f"## leadlist {' '.join(words)}\n\n```text\n{help_of(*words)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
