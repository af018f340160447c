"""As whom this service asks for tokens, and what proves it: a secret or a certificate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

if TYPE_CHECKING:
    from pathlib import Path


MICROSOFT_TOKENS: Final = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
MICROSOFT_SCOPE: Final = "https://outlook.office365.com/.default"


NOT_TRUSTED: Final = "no certificate that is trusted"
"""The code of a TokenError where the provider, or who stands before it, cannot be believed."""


class TokenError(Exception):
    """No token was given; says why in the provider's codes, never in its words."""

    def __init__(self, code: str, *, is_unreachable: bool = False) -> None:
        """Keep the codes: the words name the tenant, the program and the moment."""
        super().__init__(code)
        self.code = code
        self.is_unreachable = is_unreachable


@dataclass(frozen=True, slots=True)
class TokenClient:
    """As what this service asks for tokens, and where."""

    address: str
    client_id: str
    scope: str = MICROSOFT_SCOPE
    secret: str = field(default="", repr=False)
    certificate: Path | None = None


def certificate_fault(path: Path) -> str:
    """Return what is wrong with a file that shall hold a certificate and its key, if anything."""
    try:
        key, certificate = read_certificate(path)
    except OSError as error:
        return f"{path}: {error.strerror or 'cannot be read'}"
    except (ValueError, TypeError):
        return f"{path} must hold a certificate and its private key without a password, both as PEM"
    own = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*own) != certificate.public_key().public_bytes(*own):
        return f"{path}: the private key is not the certificate's"
    return ""


def read_certificate(path: Path) -> tuple[RSAPrivateKey, x509.Certificate]:
    """Return the key and the certificate of a PEM file; raise OSError, ValueError or TypeError."""
    content = path.read_bytes()
    key = serialization.load_pem_private_key(content, password=None)
    if not isinstance(key, RSAPrivateKey):
        message = "the key must be RSA"
        raise TypeError(message)
    return key, x509.load_pem_x509_certificate(content)
