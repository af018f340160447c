"""What a mail server's refusal is about: the one mail, or all that we send.

A used-up quota, a pace that is too fast and an account that may not send meet every mail
alike, and say nothing of an address. Servers tell them by the enhanced status (RFC 3463), by
words, or by both; each entry names whose it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from feedback.text.phrases import Phrase


@dataclass(frozen=True, slots=True)
class SendingLimit:
    """Why a server takes no more of our mail, and how long to leave it in peace."""

    reason: Phrase
    rest: timedelta


PACE: Final = SendingLimit(
    Phrase("The mail server wants fewer mails at a time."), timedelta(minutes=5)
)
ACCOUNT: Final = SendingLimit(
    Phrase("The mail server does not let our account send."), timedelta(minutes=15)
)
QUOTA: Final = SendingLimit(Phrase("Our quota at the mail server is used up."), timedelta(hours=1))

_OURS: Final[tuple[tuple[str, SendingLimit], ...]] = (
    # Exchange Online, "Email non-delivery reports and SMTP errors" and "Sending limits".
    (r"5\.1\.90", QUOTA),  # recipients a day
    (r"5\.7\.23[236]", QUOTA),  # external recipients of a tenant; of a trial; without a domain
    (r"5\.7\.508", QUOTA),  # an address exceeded what is permitted
    (r"5\.7\.(?:50[123]|511|70[58]|750)", ACCOUNT),  # spam suspected, tenant or address blocked
    (r"5\.1\.8", ACCOUNT),  # bad outbound sender
    (r"5\.7\.(?:57|60|139)", ACCOUNT),  # not signed in; may not send as; sign-in refused
)
_OF_ANY_SERVER: Final[tuple[tuple[str, SendingLimit], ...]] = (
    *_OURS,
    (r"4\.7\.[56]\d\d", PACE),  # Exchange Online: server busy, throttled
    (r"[45]\.7\.28", PACE),  # Gmail, "SMTP error reference": an unusual rate
    (r"[45]\.5\.3", PACE),  # RFC 3463: too many recipients
    (r"4\.3\.2", PACE),  # RFC 3463: takes no mail now; Exchange Online: thread limit
)
_SUBMISSION: Final = "submission ?quota"  # Exchange, with 5.2.0, 5.2.2 or none
# Postfix (smtpd, policy services), Exim and cPanel, Amazon SES, SendGrid, Gmail (5.4.5).
_WORDS: Final[tuple[tuple[str, SendingLimit], ...]] = (
    (r"too many (?:messages|mails|e-?mails|recipients|connections|concurrent|requests)", PACE),
    (r"too much mail|throttling failure: maximum|rate.?limit|slow down|thread limit", PACE),
    (r"(?:daily|hourly)[^.;]{0,40}(?:limit|quota|exceed)", QUOTA),
    (r"exceeded[^.;]{0,40}(?:per (?:hour|day)|limit|threshold|permitted|credits)", QUOTA),
    (r"(?:sending|message|recipient|e-?mail) (?:limit|quota)[^.;]{0,20}(?:exceed|reach)", QUOTA),
    (r"throttling failure|maximum credits", QUOTA),
    (r"sending (?:is )?paused|sender (?:is )?(?:blocked|suspended|disabled)", ACCOUNT),
)
# What a recipient's mailbox, or the size of this mail, has to do with.
_OF_ONE_MAIL: Final = re.compile(
    r"\b[45]\.(?:1\.[1-6]|2\.\d|3\.4)\b"
    r"|mailbox|inbox|recipient address|the user you|message size|grey-?list|storage",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_CODE: Final = re.compile(r"[245]\d\d\b")
_CLOSING: Final = 421  # RFC 5321: the service is not available, the server closes


def limit_in(code: int, words: str) -> SendingLimit | None:
    """Return the limit that an answer tells of, or None if it is about the one mail."""
    if (found := limit_of_ours(words)) is not None:
        return found
    if _OF_ONE_MAIL.search(words) and code != _CLOSING:
        return None
    found = _first(words, tuple((rf"\b{one}\b", limit) for one, limit in _OF_ANY_SERVER))
    return found or _first(words, _WORDS) or (PACE if code == _CLOSING else None)


def limit_of_ours(words: str) -> SendingLimit | None:
    """Return the limit that only the server can tell of which we hand our mail to."""
    table = tuple((rf"\b{one}\b", limit) for one, limit in _OURS)
    return _first(words, (*table, (_SUBMISSION, QUOTA)))


def status_in(said: str) -> str:
    """Return an answer's numbers alone: its words may quote an address."""
    code, status = _CODE.match(said), _STATUS.search(said)
    return " ".join(found[0] for found in (code, status) if found) or "–"


def _first(words: str, table: tuple[tuple[str, SendingLimit], ...]) -> SendingLimit | None:
    return next((limit for one, limit in table if re.search(one, words, re.IGNORECASE)), None)
