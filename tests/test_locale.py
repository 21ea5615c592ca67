"""leadlist speaks Japanese completely."""

import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations

import pytest

from leadlist import locale
from tests.catalogue import MO, collected, compiled, translated

PLACEHOLDER = re.compile(r"\{[a-z_]*[^}]*\}")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    before = locale.current()
    yield
    locale.use(before)


def test_every_message_has_its_japanese() -> None:
    known = {message.id: message.string for message in translated()}
    missing = [message.id for message in collected() if message.id and not known.get(message.id)]
    assert not missing, "run python -m tests.catalogue and translate these"


def test_the_catalogue_holds_nothing_that_is_no_longer_said() -> None:
    said = {message.id for message in collected()}
    assert not [message.id for message in translated() if message.id not in said]


def test_translations_fill_in_the_same_values() -> None:
    for message in translated():
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(PLACEHOLDER.findall(ids[-1]))
            for text in strings:
                assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_the_compiled_catalogue_is_up_to_date() -> None:
    assert said_in(MO.read_bytes()) == said_in(compiled(translated()))


def said_in(catalogue: bytes) -> dict[object, str]:
    """The messages of a compiled catalogue; its header names the version of Babel, which is no message."""
    known: dict[object, str] = dict(vars(GNUTranslations(io.BytesIO(catalogue)))["_catalog"])
    assert known.pop("")
    return known


ALWAYS_MANY = {
    "Looking through {count} leads",  # told only of what takes over a second
    "Weights of {columns}, learned from {count} leads.",
    "Lists under {count} rows use the weights that ship with leadlist.",
    "{number} companies write from “{domain}”: “{companies}”.",
    "at most {count} rows",
    "Made {list} with {count} columns.",
    "{count} postal codes are in use from now on ({file}).",
}
THINGS = (
    "addresses backups cells columns companies decisions faults findings formulas groups hashes jobs leads operations "
    "pairs people pictures recipients records refusals rows"
)


def test_one_of_a_thing_is_not_called_many() -> None:
    counted = re.compile(rf"\{{(count|number|new)\}} (\w+ )*({THINGS.replace(' ', '|')})\b")
    found = {message.id for message in collected() if isinstance(message.id, str) and counted.search(message.id)}
    assert found - ALWAYS_MANY == set(), "say it with ngettext"


def test_a_message_is_translated_before_it_is_filled_in() -> None:
    locale.use("ja")
    assert locale.current() == "ja"
    assert locale._("row") == "行"
    locale.use("fr")
    assert locale._("row") == "row"
    assert locale.ngettext("{n} row", "{n} rows", 2) == "{n} rows"


@pytest.mark.parametrize(
    ("name", "value", "language"),
    [("LEADLIST_LANG", "ja", "ja"), ("LC_ALL", "ja_JP.UTF-8", "ja"), ("LANG", "C.UTF-8", "en"), ("LANG", "", "en")],
)
def test_the_language_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, language: str
) -> None:
    for variable in ("LEADLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert locale.preferred() == language
