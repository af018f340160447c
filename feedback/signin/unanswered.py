"""What it means that another server was asked and gave no answer of use: wait, or set it up."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from requests import HTTPError
from requests.exceptions import InvalidJSONError, InvalidSchema, InvalidURL, SSLError

from feedback.signin.at_work import SignInError, SignInTrouble

if TYPE_CHECKING:
    from requests import RequestException

_PASSES: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
UNTRUSTED: Final = "its certificate is not trusted on this machine"
_UNTRUSTED: Final = "CERTIFICATE_VERIFY_FAILED"


def unanswered(error: RequestException) -> SignInError:
    """Return what went wrong: what passes by itself is told apart from what nobody waits out."""
    if isinstance(error, HTTPError) and error.response is not None:
        status = error.response.status_code
        is_ours = status in range(400, 500) and status not in _PASSES
        trouble = SignInTrouble.SET_UP if is_ours else SignInTrouble.AWAY
        return SignInError(trouble, f"it answered {status}")
    if isinstance(error, SSLError) and _UNTRUSTED in str(error):
        return SignInError(SignInTrouble.SET_UP, UNTRUSTED)
    if isinstance(error, InvalidJSONError):
        return SignInError(SignInTrouble.SET_UP, "it answered, but no JSON")
    is_address = isinstance(error, (InvalidSchema, InvalidURL))
    trouble = SignInTrouble.SET_UP if is_address else SignInTrouble.AWAY
    return SignInError(trouble, type(error).__name__)
