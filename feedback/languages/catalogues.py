"""Read a catalogue of texts: what in it cannot be shown is left to its fallback."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_DAMAGES: Final = (PoFileError, ValueError, LookupError, SyntaxError, TypeError, AttributeError)

_log = logging.getLogger("feedback")


class _Nothing(dict[str, int]):
    """What fills the places of a text: only those that the original has."""

    def __missing__(self, name: str) -> int:
        """Take a place of the original."""
        self[name] = 0
        return 0


def read_catalogue(content: bytes, language: str) -> NullTranslations:
    """Return the texts of a catalogue; of one that is damaged none, and the log says so.

    A text with a place that its original lacks would break every page on which it stands.
    """
    try:
        messages = read_po(BytesIO(content), locale=language.partition("-")[0], abort_invalid=True)
        return _compiled(messages)
    except _DAMAGES as error:
        _log.error("The texts in %s cannot be read: %s", language, type(error).__name__)
        return NullTranslations()


def is_translated(message: Message) -> bool:
    """Tell whether a message of a catalogue has all its wordings."""
    wordings = message.string or ""
    return bool(wordings if isinstance(wordings, str) else all(wordings))


def _compiled(messages: Catalog) -> Translations:
    # An empty plural would be written as English, and hide the fallback's.
    unfit = [one for one in messages if one.id and not (is_translated(one) and _is_fit(one))]
    for message in unfit:
        messages.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


def _is_fit(message: Message) -> bool:
    """Tell whether every wording takes only what the original takes."""
    places = _Nothing()
    originals = [message.id] if isinstance(message.id, str) else message.id
    wordings = [message.string] if isinstance(message.string, str) else message.string or []
    try:
        for original in originals:
            original % places
    except (ValueError, TypeError):
        return True  # nothing is ever put in
    given = dict(places)
    try:
        return all(isinstance(wording % given, str) for wording in wordings)
    except (KeyError, ValueError, TypeError):
        return False
