"""Read a mailbox as people write it: `Namn <adress>`, quoted or not, commas and all."""

from __future__ import annotations

import re
from email.headerregistry import Address
from typing import Final

from feedback.text.addresses import plain_domain
from feedback.text.one_line import one_line

_NAME_AND_ADDRESS: Final = re.compile(r"(?P<name>.*)<(?P<address>[^<>]*)>", re.DOTALL)
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ANOTHER: Final = re.compile(r"<[^<>]*@[^<>]*>")
_USER: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", re.IGNORECASE)


def mailbox_of(text: str) -> Address:
    """Return the one mailbox that a text names; raise ValueError with a sentence if it does not.

    A comma in the name parts nothing here: 'Skola, Örebro <enkat@example.se>' is one sender.
    """
    line = one_line(text)
    found = _NAME_AND_ADDRESS.fullmatch(line)
    name, address = (found["name"].strip(), found["address"].strip()) if found else ("", line)
    quoted = _QUOTED.fullmatch(name)
    if quoted:
        name = re.sub(r"\\(.)", r"\1", quoted[1])
    elif _ANOTHER.search(name):
        message = f"{text!r} names more than one mailbox; write it as Namn <adress@kommun.se>"
        raise ValueError(message)
    return named_mailbox(name, address)


def named_mailbox(name: str, address: str) -> Address:
    """Return the mailbox of an address; raise ValueError if no mail server takes the address."""
    user, _, domain = one_line(address).rpartition("@")
    if not _USER.fullmatch(user) or not _DOMAIN.fullmatch(plain := plain_domain(domain)):
        message = f"{address!r} holds no address; write it as Namn <adress@kommun.se>"
        raise ValueError(message)
    return Address(display_name=one_line(name), username=user, domain=plain)
