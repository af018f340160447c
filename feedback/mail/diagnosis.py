"""Why no mail can leave, in one sentence, and what to do about it in another."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from socket import gaierror
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from feedback.mail.mailbox import mailbox_of
from feedback.mail.token_client import TokenError

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
    advice = (
        f"Write the name that stands in it in place of {server.host}, or trust your own "
        "authority on this machine (update-ca-certificates)."
    )
    return Diagnosis(found, advice)


def _of_closed_port(_error: MailError, server: SmtpTransport) -> Diagnosis:
    advice = "Look at the firewall and the port: 587 for smtp://, 465 for smtps://, 25 for a relay."
    return Diagnosis(f"{_place(server)} takes no connection.", advice)


def _of_silence(_error: MailError, server: SmtpTransport) -> Diagnosis:
    advice = "Open the way from this machine to it in the firewall, or look at the port."
    return Diagnosis(f"{_place(server)} does not answer.", advice)


def _of_encryption(error: MailError, server: SmtpTransport) -> Diagnosis:
    if error.__cause__ and isinstance(error.__cause__.__context__, TimeoutError):
        return _of_silence(error, server)  # which the library calls a connection that was closed
    found = f"{_place(server)} speaks another language, or hangs up."
    if server.is_encrypted:
        advice = "Write smtp:// with port 587: smtps:// is for what encrypts from the start."
    else:
        advice = "If the port is 465, write smtps:// in FEEDBACK_SMTP_URL; else look into its log."
    return Diagnosis(found, advice)


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
    code, _, number = cause.code.partition(" ")
    advice = _ENTRA.get(number) or _OAUTH.get(code) or _OTHERWISE
    return Diagnosis(f"No token was given for the mail account: {cause.code}.", advice)


def _of_sign_in(error: MailError, server: SmtpTransport) -> Diagnosis:
    said = str(error)
    user = server.user or mailbox_of(server.sender).addr_spec
    found = f"{server.host} does not let {user} sign in: {_numbers(said)}."
    if "SmtpClientAuthentication is disabled" in said:
        command = f"Set-CASMailbox {user} -SmtpClientAuthenticationDisabled $false"
        return Diagnosis(found, f"Let an Exchange administrator allow this mailbox to: {command}")
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
    found = f"{server.host} took no mail: {error}"
    if "5.7.60" in str(error):
        sender = mailbox_of(server.sender).addr_spec
        return Diagnosis(found, f"Let the account send as {sender}: {_MICROSOFT_HELP}, step 4.")
    if "5.7.64" in str(error) or "relay" in str(error).lower():
        return Diagnosis(
            found, "Let the server relay for this machine's address, or sign in there."
        )
    return Diagnosis(found, "Look at what the server says, and into its log.")


def _place(server: SmtpTransport) -> str:
    return f"{server.host}:{server.port}"


def _numbers(said: str) -> str:
    numbers = re.match(r"\d{3}(?: \d\.\d+\.\d+)?", said)
    return numbers[0] if numbers else said


# The first that fits: what comes later is more general.
_ANSWERS: Final[
    tuple[tuple[type[BaseException], Callable[[MailError, SmtpTransport], Diagnosis]], ...]
] = (
    (TokenError, _of_token),
    (smtplib.SMTPAuthenticationError, _of_sign_in),
    (smtplib.SMTPNotSupportedError, _of_missing),
    (smtplib.SMTPServerDisconnected, _of_encryption),
    (gaierror, _of_name),
    (ssl.SSLCertVerificationError, _of_certificate),
    (ssl.SSLError, _of_encryption),
    (ConnectionRefusedError, _of_closed_port),
    (TimeoutError, _of_silence),
    (OSError, _of_network),
)
