"""Read e-mail addresses as people paste them, and guess what a wrong one was meant to be."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Final
from urllib.parse import unquote

from feedback.text.one_line import one_line

_LONGEST: Final = 254
_VALID: Final = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])"
)
_PLAIN: Final = re.compile(
    r"[a-z0-9][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}",
    re.ASCII | re.IGNORECASE,
)
"""What is an address already: nothing stands around it, and no sign in it means another."""

_WRAPPED: Final = re.compile(r"<([^<>]*@[^<>]*)>|\(([^()]*@[^()]*)\)|\[([^\[\]]*@[^\[\]]*)\]")
_REMARK: Final = re.compile(  # adress (Namn), adress [Extern], [EXTERN] adress
    r"(?<=[\w>;])\s*[(\[][^()\[\]@]*\w{2}[^()\[\]@]*[)\]]\s*$|^\[[^()\[\]@]*\]\s+"
)
_WEB_LINK: Final = re.compile(r"""<a\s[^<>]*href=["']?mailto:([^"'<>?]+)""", re.IGNORECASE)
_SCHEME: Final = re.compile(
    r"(?:mailto|smtp|sip|im|msteams|(?:e-?post|e-?mail|mejl|mail)(?:adress)?):\s*(?://)?",
    re.IGNORECASE,
)
_QUERY: Final = re.compile(r"(@[^\s?]+)\?\w+=.*", re.DOTALL)
_NUMBERED: Final = re.compile(r"^\d{1,3}[.)]\s+")
_BEFORE: Final = re.compile(r"^[^\w+]+")  # some begin with a line or a plus: _alla@, +4670…@
_BEHIND: Final = re.compile(r"[\W_]+$")
_WIDTHS: Final = ("<wide>", "<narrow>", "<small>")
_EXPECTED: Final = "åäöéüÅÄÖÉÜ"
_MOST_NAMED: Final = 3
_WRITTEN_AT: Final = re.compile(
    r"\s*(?:[(\[{]\s*(?:at|a|snabel-?a)\s*[)\]}]|\s(?:at|snabel-?a)\s|@{2,}|&#64;|%40)\s*"
)
_WRITTEN_DOT: Final = re.compile(r"\s*(?:[(\[{]\s*(?:dot|punkt)\s*[)\]}]|\s(?:dot|punkt)\s)\s*")
_TYPESET: Final = str.maketrans(
    dict.fromkeys("’‘\u00b4\u02bc", "'")
    | dict.fromkeys("·\u3002", ".")
    | dict.fromkeys("\u2010\u2011\u2012–—\u2212", "-")
)
_ACCENTED: Final = re.compile("[a-z0-9.à-öø-þÀ-ÖØ-Þ-]+", re.IGNORECASE)
_GUEST: Final = re.compile(r"(.+)_([^_@]+)#ext#@.+")
"""How Entra calls somebody of another organisation: no mail reaches them by that name."""


def fold_address(email: str) -> str:
    """Return an address as the register keeps it: trimmed, in lower case."""
    return email.strip().lower()


def read_address(text: str) -> str:
    """Return an address folded to lower case, as mail programs copy it.

    Out of `Namn <adress>`, `Efternamn, Förnamn (adress);`, `mailto:adress?subject=` and their
    like. Two addresses in one text are none: which is meant, only people know. A domain with
    å, ä or ö is written as mail servers know it, so that nobody is there twice.
    """
    if _PLAIN.fullmatch(text):  # nearly all of a list of twelve thousand are
        return text.lower()
    return _with_plain_domain(_alone_in(text))


def plain_domain(domain: str) -> str:
    """Return a domain as mail servers know it; empty if it can be none.

    Only letters with an accent of ours are taken: of other alphabets some look like plain ones.

    >>> plain_domain("örebro.se")
    'xn--rebro-iua.se'
    """
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii") if _ACCENTED.fullmatch(domain) else ""
    except UnicodeError:
        return ""


def shown_domain(domain: str) -> str:
    """Return a domain as people write it, where that differs from how mail servers know it."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _alone_in(text: str) -> str:
    text = _REMARK.sub(" ", one_line(unescape(text))).strip()
    link = _WEB_LINK.match(text)
    text = _unlinked(link[1] if link else text)
    wrapped = {
        _with_plain_domain(_bare(one)) for found in _WRAPPED.findall(text) for one in found if one
    }
    if len(wrapped) == 1 and addresses_in(_WRAPPED.sub(" ", text)) <= wrapped:
        return wrapped.pop()
    words = {_bare(word) for word in text.split()}
    return words.pop() if len(words) == 1 else _bare(text)


def addresses_in(text: str) -> set[str]:
    """Return the addresses that stand as words of their own in a text."""
    apart = re.split(r"[\s;,<>()\[\]|]+", one_line(text))
    words = {_with_plain_domain(_bare(word)) for word in apart}
    return {word for word in words if is_address(word)}


def is_address(address: str) -> bool:
    """Tell whether this can be an address that mail servers take."""
    if len(address) > _LONGEST or ("#" in address and _GUEST.fullmatch(address)):
        return False
    return _VALID.fullmatch(address) is not None


def suggestion_for(address: str) -> str | None:
    """Return what a wrong address was probably meant to be, if that can be guessed."""
    guest = _GUEST.fullmatch(address)
    if guest:
        return f"{guest[1]}@{guest[2]}"
    within = addresses_in(address)
    if len(within) > 1 or (within and len(address.split()) > len(within) + 1):
        return within.pop() if len(within) == 1 else None
    plain = unicodedata.normalize("NFKD", address.translate(_TYPESET))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _WRITTEN_DOT.sub(".", _WRITTEN_AT.sub("@", plain))
    plain = re.sub(r"\s+", "", plain).replace(",", ".")
    plain = re.sub(r"\.{2,}", ".", plain).replace(".@", "@").replace("@.", "@")
    return plain if plain != address and is_address(plain) else None


def odd_letters(text: str) -> str:
    """Name the characters that a reader would take for others, with their numbers."""
    odd = dict.fromkeys(one for one in text if not one.isascii() and one not in _EXPECTED)
    return ", ".join(
        f"{one} = U+{ord(one):04X} {unicodedata.name(one, '?')}" for one in list(odd)[:_MOST_NAMED]
    )


def _with_plain_domain(address: str) -> str:
    # With letters before the sign as well it was typed by ear, and is guessed at as a whole.
    user, at, domain = address.rpartition("@")
    plain = f"{user}{at}{plain_domain(domain)}"
    return plain if not domain.isascii() and is_address(plain) else address


def _bare(text: str) -> str:
    # Full-width letters and signs, as an East Asian keyboard writes them, are the plain ones;
    # any other letter stays what it is: eva²@ is not eva2@, and ß no ss.
    if not text.isascii():
        text = "".join(map(_of_plain_width, text))
    return _alone(_unlinked(_alone(text))).lower()


def _unlinked(text: str) -> str:
    """Return a text without the scheme of a link, and without what a link adds at its end."""
    found = _SCHEME.match(text)
    return _QUERY.sub(r"\1", unquote(text[found.end() :]) if found else text)


def _alone(text: str) -> str:
    """Return a text without the signs around it: brackets, quotes, bullets, stars, a number."""
    text = text.strip()
    if text.startswith("_") and text.endswith("_"):
        text = text.strip("_")
    return _BEFORE.sub("", _NUMBERED.sub("", _BEHIND.sub("", text)))


def _of_plain_width(letter: str) -> str:
    is_wide = unicodedata.decomposition(letter).startswith(_WIDTHS)
    return unicodedata.normalize("NFKC", letter) if is_wide else letter
