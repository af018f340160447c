"""The headers of a mail that hold people's own words, written so that each means one thing.

The library folds names by their parts, and in Python 3.11 a long one with a comma, a bracket
or what looks like an encoded word becomes two mailboxes, or raises. So a name that
is short and ASCII is quoted, any other written as encoded words (RFC 2047), which hold no
sign that means anything to a header; and no line is ever folded anew.
"""

from __future__ import annotations

import re
from email.header import Header
from email.policy import EmailPolicy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from email.headerregistry import Address

_WRITTEN_HERE: Final = frozenset(
    {
        *("from", "to", "reply-to", "subject"),
        *("date", "message-id", "auto-submitted", "x-auto-response-suppress"),
    }
)
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 '-]{0,38}[A-Za-z0-9])?")
_ASCII: Final = re.compile(r"(?!.*=\?)[!-~](?:[ -~]{0,58}[!-~])?")  # a line, unless decoded
_LONGEST_LINE: Final = 66  # with "Reply-To: " before it no line is so long that a policy folds it


class OwnHeaders(EmailPolicy):
    """Keeps the headers that are written here as they were written; reads them as any other."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - the library's
        """Keep our own; let the library write all others."""
        if name.lower() in _WRITTEN_HERE:
            return name, value
        return super().header_store_parse(name, value)


AS_WRITTEN: Final = OwnHeaders(refold_source="none")
"""How a message is built, and written into a file."""

AS_SENT: Final = AS_WRITTEN.clone(linesep="\r\n")
"""How a message is handed over."""

AS_SENT_IN_7_BITS: Final = AS_SENT.clone(cte_type="7bit")
"""The same for a server that does not say that it takes more (RFC 6152)."""


def mailbox_header(mailbox: Address) -> str:
    """Return one mailbox as a header's value: exactly one, whatever its name is."""
    if not mailbox.display_name:
        return mailbox.addr_spec
    # The address stands on a line of its own: with a long one the line would be too long.
    return f"{_phrase(mailbox.display_name)}\n <{mailbox.addr_spec}>"


def text_header(text: str) -> str:
    """Return words as a header's value, which read back give the same words."""
    line = one_line(text)
    return line if _ASCII.fullmatch(line) or not line else _encoded(line)


def _phrase(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name):
        return name
    quoted = re.sub(r'(["\\])', r"\\\1", name)
    return f'"{quoted}"' if _ASCII.fullmatch(quoted) else _encoded(name)


# The sender's name stands on every mail, a subject on that of a whole team: each is put
# into encoded words sign by sign, which takes longer than all else that is done for a mail.
@lru_cache(maxsize=1024)
def _encoded(text: str) -> str:
    return Header(text, "utf-8", maxlinelen=_LONGEST_LINE).encode(linesep="\n")
