"""Read e-mail addresses as people paste them, and guess what a wrong one was meant to be."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 254
_VALID: Final = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
)
_IN_BRACKETS: Final = re.compile(r"<([^<>]+)>\s*$")


def read_address(text: str) -> str:
    """Return an address folded to lower case, taken out of `Namn <adress>` or `mailto:`."""
    inside = _IN_BRACKETS.search(text)
    address = (inside.group(1) if inside else text).strip(" \t;,.<>\"'")
    return address.removeprefix("mailto:").removeprefix("MAILTO:").casefold()


def is_address(address: str) -> bool:
    """Tell whether this can be an address that mail servers take."""
    return len(address) <= _LONGEST and _VALID.fullmatch(address) is not None


def suggestion_for(address: str) -> str | None:
    """Return what a wrong address was probably meant to be, if that can be guessed."""
    plain = unicodedata.normalize("NFKD", address)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"\s+", "", plain).replace(",", ".").replace("(at)", "@").replace("[at]", "@")
    plain = re.sub(r"\.{2,}", ".", plain).replace(".@", "@").replace("@.", "@")
    return plain if plain != address and is_address(plain) else None
