"""Names in the order of the Swedish alphabet: å, ä and ö after z, accents left out."""

from __future__ import annotations

import unicodedata
from typing import Final

# What follows z in ASCII stands for the letters that follow it in the alphabet.
_AFTER_Z: Final = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def alphabetical(text: str) -> str:
    """Return what to sort a text by.

    >>> sorted(["Öberg", "Ärla", "Åke", "zeta", "Éva", "Eva"], key=alphabetical)
    ['Éva', 'Eva', 'zeta', 'Åke', 'Ärla', 'Öberg']
    """
    letters = unicodedata.normalize("NFC", text).casefold().translate(_AFTER_Z)
    bare = unicodedata.normalize("NFKD", letters)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
