"""Commands as their user would run them; see `tests/cli/conftest.py`."""

from tests.cli.conftest import cli, key_file, own_world

__all__ = ["cli", "key_file", "own_world"]
