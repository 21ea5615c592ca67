"""Messages in the user's language: GNU gettext, English source texts, a complete Japanese catalogue.

`_("There is no sheet “{sheet}”.").format(sheet=name)`: translate first, fill in afterwards, so that what a cell
holds is never taken for a message.
"""

import gettext as _gettext
import os
from pathlib import Path

LANGUAGES = ("en", "ja")
DOMAIN = "leadlist"

_active: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak `language` ("en" or "ja") from now on; anything else is English."""
    global _active, _language
    _language = language if language in LANGUAGES else "en"
    _active = _gettext.translation(DOMAIN, Path(__file__).parent, [_language], fallback=True)


def current() -> str:
    """The language messages are in: "en" or "ja"."""
    return _language


def preferred() -> str:
    """The user's language: `LEADLIST_LANG`, then the environment's locale, then that of Windows."""
    for name in ("LEADLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    import locale

    return "ja" if (locale.getlocale()[0] or "").lower().startswith(("ja", "japanese")) else "en"


def _(message: str) -> str:
    """The message in the active language."""
    return _active.gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The message for `number` things, in the active language."""
    return _active.ngettext(one, many, number)
