"""Ask a provider for a token by OAuth 2.0 client credentials, with a secret or a certificate."""

from __future__ import annotations

import base64
import re
import time
from typing import TYPE_CHECKING, Any, Final

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from cryptography.hazmat.primitives import hashes, serialization

from feedback.mail.token_client import NOT_TRUSTED, TokenError, read_certificate

if TYPE_CHECKING:
    from cryptography import x509

    from feedback.mail.token_client import TokenClient

_SECONDS: Final = 20.0
_LASTS: Final = 3600.0  # where the answer does not say
_NUMBER: Final = re.compile(r"\bAADSTS\d{4,8}\b")
_CODE: Final = re.compile(r"[a-z_]{1,40}")


def fetch_token(client: TokenClient) -> tuple[str, float]:
    """Return a new token, and for how many seconds it is good; raise TokenError."""
    try:
        session = _session(client)
    except (OSError, ValueError, TypeError) as error:
        code = "the certificate cannot be read"
        raise TokenError(code) from error
    try:
        with session:
            answer = session.fetch_token(
                client.address, grant_type="client_credentials", timeout=_SECONDS
            )
    except OAuthError as error:
        raise TokenError(_codes(error)) from error
    except requests.exceptions.SSLError as error:
        raise TokenError(NOT_TRUSTED) from error
    except (requests.ConnectionError, requests.Timeout) as error:
        raise TokenError("no answer", is_unreachable=True) from error
    except (requests.RequestException, ValueError) as error:
        raise TokenError(f"no answer that can be read: {type(error).__name__}") from error
    token, lasts = answer.get("access_token"), answer.get("expires_in", _LASTS)
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        code = "no token in the answer"
        raise TokenError(code)
    try:
        return token, max(float(lasts), 0.0)
    except (TypeError, ValueError):
        return token, _LASTS


def _session(client: TokenClient) -> Any:  # noqa: ANN401 - Authlib has no types
    if client.certificate is None:
        return OAuth2Session(
            client.client_id,
            client.secret,
            scope=client.scope,
            token_endpoint_auth_method="client_secret_post",  # noqa: S106 - a method's name
        )
    key, certificate = read_certificate(client.certificate)
    session = OAuth2Session(
        client.client_id,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        scope=client.scope,
        token_endpoint_auth_method="private_key_jwt",  # noqa: S106 - a method's name
    )
    headers = {"x5t#S256": _thumbprint(certificate)}  # by it Entra finds the certificate
    claims = {"nbf": int(time.time())}
    session.register_client_auth_method(
        PrivateKeyJWT(client.address, claims=claims, headers=headers, alg="PS256")
    )
    return session


def _thumbprint(certificate: x509.Certificate) -> str:
    print_ = certificate.fingerprint(hashes.SHA256())
    return base64.urlsafe_b64encode(print_).rstrip(b"=").decode()


def _codes(error: OAuthError) -> str:
    """Return the error's code and Entra's number for it: the words name tenant and program."""
    code = str(error.error or "")
    found = _NUMBER.search(str(error.description or ""))
    known = code if _CODE.fullmatch(code) else "refused"
    return f"{known} {found[0]}" if found else known
