"""Why no mail can leave, in one sentence, and what to do about it in another."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from socket import create_connection, gaierror, socket
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from feedback.mail.mailbox import mailbox_of
from feedback.mail.token_client import NOT_TRUSTED, TokenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.mail.errors import MailError
    from feedback.mail.smtp import SmtpTransport

_MICROSOFT_HELP: Final = 'see "Microsoft 365" in docs/operating.md'

# What Microsoft Entra's numbers mean: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
_ENTRA: Final[dict[str, str]] = {
    "AADSTS7000215": "The client secret is wrong: copy the secret's value, not its id, into "
    "FEEDBACK_SMTP_OAUTH_CLIENT_SECRET.",
    "AADSTS7000222": "The client secret has expired: make a new one in Entra and put it into "
    "FEEDBACK_SMTP_OAUTH_CLIENT_SECRET.",
    "AADSTS700016": "The tenant knows no such program: look at FEEDBACK_SMTP_OAUTH_CLIENT_ID and "
    "FEEDBACK_SMTP_OAUTH_TENANT.",
    "AADSTS90002": "There is no such tenant: look at FEEDBACK_SMTP_OAUTH_TENANT.",
    "AADSTS900023": "There is no such tenant: look at FEEDBACK_SMTP_OAUTH_TENANT.",
    "AADSTS700027": "Entra does not know the certificate: upload the one in "
    "FEEDBACK_SMTP_OAUTH_CERTIFICATE to the program, or look at its last day.",
    "AADSTS700024": "The clock of this machine is wrong: set it, and let it be kept by NTP.",
    "AADSTS70011": "The scope is wrong: leave FEEDBACK_SMTP_OAUTH_SCOPE out for Microsoft 365.",
    "AADSTS1002012": "The scope is wrong: leave FEEDBACK_SMTP_OAUTH_SCOPE out for Microsoft 365.",
    "AADSTS500011": "The scope is wrong: leave FEEDBACK_SMTP_OAUTH_SCOPE out for Microsoft 365.",
    "AADSTS7000112": "The program is switched off in Entra: an administrator switches it on.",
    "AADSTS53003": "Conditional access keeps the program out: an administrator lets it in from "
    "this machine.",
}
_OTHERWISE: Final = (
    "Look at the settings FEEDBACK_SMTP_OAUTH_…, and into the provider's log of sign-ins."
)
_OAUTH: Final[dict[str, str]] = {
    "invalid_client": "Look at FEEDBACK_SMTP_OAUTH_CLIENT_ID and at the secret or certificate.",
    "unauthorized_client": "Let the provider grant this client tokens by client credentials.",
    "invalid_scope": "Look at FEEDBACK_SMTP_OAUTH_SCOPE.",
}


_USUAL_PORTS: Final = "587 for smtp://, 465 for smtps://, 25 for a relay"
_ITS_LOG: Final = "Look into its log, or ask whoever runs it."
_ENCRYPT_AT_ONCE: Final = "It encrypts from the start: write smtps:// in FEEDBACK_SMTP_URL."
_ENCRYPT_LATER: Final = "Write smtp:// with port 587: smtps:// is for what encrypts from the start."
_SMTP_CODES: Final = 200  # the library's word for no number at all is -1
_FOR_GOOD: Final = 500
_PROBE_SECONDS: Final = 5.0
_NOT_ENCRYPTED: Final = frozenset(
    {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}
)


class _Certificate(IntEnum):
    """What OpenSSL calls wrong with a certificate (x509_vfy.h)."""

    NOT_YET_GOOD = 9
    EXPIRED = 10
    NO_ISSUER_HERE = 20
    NO_ISSUER = 21
    OTHER_NAME = 62
    OTHER_NUMBER = 64


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, and what to do next."""

    found: str
    advice: str


def diagnose(error: MailError, server: SmtpTransport) -> Diagnosis:
    """Return why a server did not let us in, or took no mail, and what to do."""
    for kind, answer in _ANSWERS:
        if isinstance(error.__cause__, kind):
            return answer(error, server)
    return _of_answer(error, server)


def _of_name(_error: MailError, server: SmtpTransport) -> Diagnosis:
    advice = "Look at the name in FEEDBACK_SMTP_URL, and at this machine's DNS."
    return Diagnosis(f"No machine called {server.host} is found.", advice)


def _of_certificate(error: MailError, server: SmtpTransport) -> Diagnosis:
    why = getattr(error.__cause__, "verify_message", "") or "it does not fit"
    found = f"The certificate of {_place(server)} is not trusted: {why.rstrip('.')}."
    match getattr(error.__cause__, "verify_code", 0):
        case _Certificate.EXPIRED | _Certificate.NOT_YET_GOOD:
            advice = "Whoever runs it renews it. If it is new: is the clock of this machine right?"
        case _Certificate.OTHER_NAME | _Certificate.OTHER_NUMBER:
            advice = f"In FEEDBACK_SMTP_URL write the name that stands in it, not {server.host}."
        case _Certificate.NO_ISSUER | _Certificate.NO_ISSUER_HERE:
            advice = (
                "Let it send the certificates between its own and its authority's, or trust that "
                "authority on this machine (update-ca-certificates)."
            )
        case _:
            advice = "Trust your own authority on this machine (update-ca-certificates)."
    return Diagnosis(found, advice)


def _of_closed_port(_error: MailError, server: SmtpTransport) -> Diagnosis:
    advice = f"Look at the firewall and the port: {_USUAL_PORTS}."
    return Diagnosis(f"{_place(server)} takes no connection.", advice)


def _of_silence(_error: MailError, server: SmtpTransport) -> Diagnosis:
    if server.is_encrypted and _is_there(server):  # who does not encrypt waits for us, as we do
        found = f"{_place(server)} takes the connection, and does not begin to encrypt."
        return Diagnosis(found, _ENCRYPT_LATER)
    found = f"{_place(server)} does not answer within {server.seconds:.0f} seconds."
    return Diagnosis(
        found, "Open the way from this machine to it in the firewall, or look at the port."
    )


def _of_hanging_up(error: MailError, server: SmtpTransport) -> Diagnosis:
    # The library calls it a closed connection, too, when it has waited too long for a word.
    is_late = error.__cause__ and isinstance(error.__cause__.__context__, TimeoutError)
    does = f"says nothing for {server.seconds:.0f} seconds" if is_late else "hangs up"
    found = f"{_place(server)} takes the connection, and {does}."
    if not server.is_encrypted and _encrypts_at_once(server):
        return Diagnosis(found, _ENCRYPT_AT_ONCE)
    if is_late:
        advice = f"Is a mail server there? Look at the port: {_USUAL_PORTS}. If it is: {_ITS_LOG}"
        return Diagnosis(found, advice)
    return Diagnosis(found, f"It may know other machines only: let this one in. Else: {_ITS_LOG}")


def _of_greeting(error: MailError, server: SmtpTransport) -> Diagnosis:
    cause = error.__cause__
    assert isinstance(cause, smtplib.SMTPConnectError)  # noqa: S101 - as the table says
    if cause.smtp_code < _SMTP_CODES:
        found = f"{_place(server)} answers, and not as a mail server does."
        return Diagnosis(found, f"Look at the port: {_USUAL_PORTS}.")
    found = f"{_place(server)} greets with a refusal: {_said(error)}."
    if cause.smtp_code < _FOR_GOOD:
        advice = f"It is tried again by itself. If it lasts: {_ITS_LOG}"
        return Diagnosis(found, advice)
    advice = (
        "Let it take mail from this machine's address. Or is it one for incoming mail? "
        f"Then name the one for outgoing mail: {_USUAL_PORTS}."
    )
    return Diagnosis(found, advice)


def _of_refusal(error: MailError, server: SmtpTransport) -> Diagnosis:
    if isinstance(error.__cause__, smtplib.SMTPHeloError):
        domain = mailbox_of(server.sender).domain
        found = f"{_place(server)} does not take {domain} as our name: {_said(error)}."
        return Diagnosis(found, f"Let it take that name from this machine. {_ITS_LOG}")
    found = f"{_place(server)} offers encryption and then refuses it: {_said(error)}."
    return Diagnosis(found, f"Look at the certificate that it has. {_ITS_LOG}")


def _of_encryption(error: MailError, server: SmtpTransport) -> Diagnosis:
    reason = getattr(error.__cause__, "reason", "") or ""
    if server.is_encrypted and (reason in _NOT_ENCRYPTED or not reason):
        return Diagnosis(f"{_place(server)} does not encrypt from the start.", _ENCRYPT_LATER)
    found = f"{_place(server)} and this machine cannot agree on encryption: {_in_words(reason)}."
    return Diagnosis(found, f"Let it offer TLS 1.2 or newer. {_ITS_LOG}")


def _of_network(error: MailError, server: SmtpTransport) -> Diagnosis:
    why = getattr(error.__cause__, "strerror", "") or type(error.__cause__).__name__
    advice = "Look at this machine's network, and at FEEDBACK_SMTP_URL."
    return Diagnosis(f"{_place(server)} cannot be reached: {why}.", advice)


def _of_token(error: MailError, server: SmtpTransport) -> Diagnosis:
    cause = error.__cause__
    assert isinstance(cause, TokenError)  # noqa: S101 - as the table says
    if cause.is_unreachable and server.tokens is not None:
        where = urlsplit(server.tokens.client.address).netloc
        advice = f"Open the way from this machine to {where} in the firewall or the proxy."
        return Diagnosis(f"{where}, which gives tokens, does not answer.", advice)
    if cause.code == NOT_TRUSTED and server.tokens is not None:
        where = urlsplit(server.tokens.client.address).netloc
        found = f"The certificate of {where}, which gives tokens, is not trusted."
        return Diagnosis(found, "Does a proxy open encrypted traffic? Let it leave this one alone.")
    code, _, number = cause.code.partition(" ")
    advice = _ENTRA.get(number) or _OAUTH.get(code) or _OTHERWISE
    return Diagnosis(f"No token was given for the mail account: {cause.code}.", advice)


def _of_sign_in(error: MailError, server: SmtpTransport) -> Diagnosis:
    said = str(error)
    user = server.user or mailbox_of(server.sender).addr_spec
    found = f"{server.host} does not let {user} sign in: {_said(error)}."
    if "SmtpClientAuthentication is disabled" in said:
        command = f"Set-CASMailbox {user} -SmtpClientAuthenticationDisabled $false"
        return Diagnosis(found, f"Let an Exchange administrator allow this mailbox to: {command}")
    if said.startswith("4"):
        return Diagnosis(found, f"It is tried again by itself. If it lasts: {_ITS_LOG}")
    if server.tokens is not None:
        advice = f"The token is good, and not for this mailbox: {_MICROSOFT_HELP}, steps 2 to 4."
        return Diagnosis(found, advice)
    if "5.7.139" in said or "basic authentication" in said.lower():
        return Diagnosis(found, f"It takes no passwords: use OAuth, {_MICROSOFT_HELP}.")
    return Diagnosis(found, "Look at user and password in FEEDBACK_SMTP_URL (%40 stands for @).")


def _of_missing(_error: MailError, server: SmtpTransport) -> Diagnosis:
    if server.tokens is not None:
        found = f"{_place(server)} offers no encryption (STARTTLS), or no tokens (XOAUTH2)."
        return Diagnosis(found, "For Microsoft 365 write smtp://smtp.office365.com:587.")
    if server.user:
        found = f"{_place(server)} offers no encryption (STARTTLS), or no passwords."
        return Diagnosis(
            found, "Use the port that does (587), or take the user out for a relay that needs none."
        )
    found = f"{_place(server)} offers no encryption (STARTTLS), which is required."
    return Diagnosis(found, "Let it offer STARTTLS, or unset FEEDBACK_SMTP_REQUIRES_TLS.")


def _of_answer(error: MailError, server: SmtpTransport) -> Diagnosis:
    found, said = f"{server.host} took no mail: {_said(error)}.", str(error).lower()
    if "5.7.60" in said:
        sender = mailbox_of(server.sender).addr_spec
        return Diagnosis(found, f"Let the account send as {sender}: {_MICROSOFT_HELP}, step 4.")
    if "starttls" in said:
        return Diagnosis(found, "It wants encryption: use the port where it offers STARTTLS (587).")
    if said.startswith("530") or "authentication required" in said:
        return Diagnosis(
            found,
            "It wants a sign-in: write user and password into FEEDBACK_SMTP_URL, or use a token.",
        )
    if "5.7.64" in said or "relay" in said:
        return Diagnosis(
            found, "Let the server relay for this machine's address, or sign in there."
        )
    return Diagnosis(found, "Look at what the server says, and into its log.")


def _encrypts_at_once(server: SmtpTransport) -> bool:
    """Tell whether a server that waited for our first word speaks TLS: then smtps:// is right."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # nothing is said to it
    with suppress(OSError), _connected(server) as connection, context.wrap_socket(connection):
        return True
    return False


def _is_there(server: SmtpTransport) -> bool:
    with suppress(OSError), _connected(server):
        return True
    return False


def _connected(server: SmtpTransport) -> socket:
    return create_connection((server.host, server.port), min(server.seconds, _PROBE_SECONDS))


def _place(server: SmtpTransport) -> str:
    return f"{server.host}:{server.port}"


def _said(error: MailError) -> str:
    return str(error).rstrip(".")


def _in_words(reason: str) -> str:
    return reason.replace("_", " ").lower() or "no reason is given"


# The first that fits: what comes later is more general.
_ANSWERS: Final[
    tuple[tuple[type[BaseException], Callable[[MailError, SmtpTransport], Diagnosis]], ...]
] = (
    (TokenError, _of_token),
    (smtplib.SMTPAuthenticationError, _of_sign_in),
    (smtplib.SMTPNotSupportedError, _of_missing),
    (smtplib.SMTPServerDisconnected, _of_hanging_up),
    (smtplib.SMTPConnectError, _of_greeting),
    (smtplib.SMTPResponseException, _of_refusal),
    (smtplib.SMTPException, _of_missing),  # no way to sign in that we know
    (gaierror, _of_name),
    (ssl.SSLCertVerificationError, _of_certificate),
    (ssl.SSLError, _of_encryption),
    (ConnectionRefusedError, _of_closed_port),
    (ConnectionResetError, _of_hanging_up),
    (TimeoutError, _of_silence),
    (OSError, _of_network),
)
