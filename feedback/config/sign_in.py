"""The settings of signing in as people do at work: OpenID Connect, SAML, and no mailed codes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from feedback.config.values import is_file

_T = TypeVar("_T")
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SAML_PACKAGES: Final = ("onelogin", "xmlsec", "lxml")


class SignInSettings(BaseSettings):
    """What an installation says of its municipality's own sign-in."""

    oidc_issuer: str = ""
    oidc_client_id: str = Field(default="", validate_default=True)
    oidc_client_secret: str = Field(default="", validate_default=True)
    oidc_name: str = ""
    oidc_trusts_addresses: bool = False
    oidc_address_claim: str = "email"
    saml_metadata: str = ""
    saml_metadata_certificate: Path | None = None
    saml_idp: str = ""
    saml_name: str = ""
    saml_address_attribute: str = ""
    saml_key: Path | None = None
    saml_certificate: Path | None = Field(default=None, validate_default=True)
    mailed_codes: bool = True

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str) -> str:
        is_here = urlsplit(value).hostname in _HERE
        if value and not value.startswith("https://") and not is_here:
            message = "must start with https:// (http:// only on your own machine)"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _needed_with_issuer(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not value:
            message = "is needed where FEEDBACK_OIDC_ISSUER is set"
            raise ValueError(message)
        return value

    @field_validator("oidc_client_id", "oidc_client_secret", "oidc_name", "oidc_trusts_addresses")
    @classmethod
    def _not_without_issuer(cls, value: object, info: ValidationInfo) -> object:
        return _refuse_alone(value, "oidc_issuer", info)

    @field_validator(
        "saml_metadata_certificate",
        "saml_idp",
        "saml_name",
        "saml_address_attribute",
        "saml_key",
        "saml_certificate",
        mode="before",
    )
    @classmethod
    def _not_without_metadata(cls, value: object, info: ValidationInfo) -> object:
        return _refuse_alone(value, "saml_metadata", info)

    @field_validator("oidc_address_claim")
    @classmethod
    def _vouched_for(cls, value: str, info: ValidationInfo) -> str:
        # What a provider says of verifying, it says of `email` alone.
        if value != "email":
            _refuse_alone(value, "oidc_issuer", info)
        if value != "email" and not info.data.get("oidc_trusts_addresses"):
            message = (
                "may differ from email only with FEEDBACK_OIDC_TRUSTS_ADDRESSES=true: no provider "
                "says of another claim whether it is verified"
            )
            raise ValueError(message)
        return value

    @field_validator("saml_metadata")
    @classmethod
    def _readable_metadata(cls, value: str) -> str:
        if not value:
            return value
        if any(find_spec(name) is None for name in _SAML_PACKAGES):
            message = "needs what the extra [saml] installs: pip install 'feedback360[saml]'"
            raise ValueError(message)
        parts = urlsplit(value)
        if parts.scheme == "http" and parts.hostname not in _HERE:
            message = "must start with https:// (http:// only on your own machine), or be a file"
            raise ValueError(message)
        if parts.scheme not in {"http", "https"} and not is_file(Path(value)):
            message = f"{value!r} is no file that can be read; write its whole path, or https://…"
            raise ValueError(message)
        return value

    @field_validator("saml_metadata_certificate")
    @classmethod
    def _certificates(cls, value: Path | None) -> Path | None:
        if value is not None and not (is_file(value) and certificates_of(value)):
            message = f"{str(value)!r} is no file that can be read with certificates (PEM) in it"
            raise ValueError(message)
        return value

    @field_validator("saml_key", "saml_certificate")
    @classmethod
    def _readable_file(cls, value: Path | None) -> Path | None:
        if value is not None and not is_file(value):
            message = f"{str(value)!r} is no file that can be read"
            raise ValueError(message)
        return value

    @field_validator("saml_certificate")
    @classmethod
    def _both_or_none(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if (value is None) != (info.data.get("saml_key") is None):
            message = "FEEDBACK_SAML_KEY and FEEDBACK_SAML_CERTIFICATE belong together: set both"
            raise ValueError(message)
        return value

    @field_validator("mailed_codes")
    @classmethod
    def _another_way_in(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic gives it so
        if not value and not (info.data.get("oidc_issuer") or info.data.get("saml_metadata")):
            message = (
                "may be false only where FEEDBACK_OIDC_ISSUER or FEEDBACK_SAML_METADATA is set, "
                "or nobody could sign in"
            )
            raise ValueError(message)
        return value


def _refuse_alone(value: _T, needed: str, info: ValidationInfo) -> _T:
    """Return a value; raise ValueError where what it needs is not set: it would do nothing."""
    if value and info.data.get(needed) == "":
        message = f"does nothing without FEEDBACK_{needed.upper()}: set it as well, or remove this"
        raise ValueError(message)
    return value


def certificates_of(path: Path) -> list[str]:
    """Return a PEM file's certificates: two, while a federation exchanges its key; perhaps none."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        return []
    return [one.public_bytes(Encoding.PEM).decode() for one in found]
