"""The municipality's OpenID provider, by Authlib, with what real providers make necessary."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import FlaskIntegration
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import JWKRegistry, KeySet
from requests import ConnectionError as NoConnectionError
from requests import RequestException, Timeout

from feedback.clock import utc_now
from feedback.logs import where_it_failed
from feedback.signin.at_work import SignInError, SignInTrouble, named
from feedback.signin.oidc_claims import Claims, joined, lacks_something
from feedback.signin.unanswered import unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from feedback.config import Settings

_TIMEOUT_SECONDS: Final = 3
_AWAY_FOR: Final = timedelta(seconds=30)
_FRESH_FOR_SECONDS: Final = 24 * 60 * 60
_CLOCKS_DIFFER_BY_SECONDS: Final = 120
_ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "EdDSA",
)
"""Signatures by a key that only the provider has: never `none`, never a shared secret."""
_TROUBLES: Final = {
    "access_denied": SignInTrouble.TURNED_ROUND,
    "login_required": SignInTrouble.MORE_NEEDED,
    "interaction_required": SignInTrouble.MORE_NEEDED,
    "consent_required": SignInTrouble.MORE_NEEDED,
    "account_selection_required": SignInTrouble.MORE_NEEDED,
    "server_error": SignInTrouble.AWAY,
    "temporarily_unavailable": SignInTrouble.AWAY,
    "invalid_grant": SignInTrouble.TIME,  # a code that is too old, or came twice
    "invalid_client": SignInTrouble.SET_UP,
    "invalid_request": SignInTrouble.SET_UP,
    "invalid_scope": SignInTrouble.SET_UP,
    "unauthorized_client": SignInTrouble.SET_UP,
    "unsupported_response_type": SignInTrouble.SET_UP,
}
_VENDOR_CODES: Final = re.compile(r"\b(?:AADSTS|MSIS)\d{3,9}\b")
_OF_TIME: Final = frozenset({"exp", "iat", "nbf"})


class Provider(FlaskOAuth2App):
    """Authlib's side of the provider."""

    def load_server_metadata(self) -> dict[str, Any]:
        """Return what the provider says of itself, asked for once a day."""
        known: dict[str, Any] = self.server_metadata
        if time.time() - known.get("_loaded_at", 0) > _FRESH_FOR_SECONDS:
            known.clear()
        metadata: dict[str, Any] = super().load_server_metadata()
        if "{" in str(metadata["issuer"]):
            # Anybody may open a directory there and write any address into it.
            raise SignInError(SignInTrouble.SET_UP, "the provider serves several organisations")
        offered = metadata.get("id_token_signing_alg_values_supported") or _ALGORITHMS
        metadata["id_token_signing_alg_values_supported"] = [
            name for name in _ALGORITHMS if name in offered
        ]
        ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" not in ways:
            self.client_kwargs["token_endpoint_auth_method"] = "client_secret_post"  # noqa: S105 - a way's name
        return metadata

    def fetch_jwk_set(self, *, force: bool = False) -> dict[str, Any]:
        """Return the keys that can be read: one of a kind unknown here leaves the others."""
        keys: dict[str, Any] = super().fetch_jwk_set(force=force)
        keys["keys"] = [key for key in keys["keys"] if key.get("use") != "enc" and _is_read(key)]
        return keys

    def claims_of(self, answer: Mapping[str, str], kept: Mapping[str, str], back: str) -> Claims:
        """Take the code that came along to the provider, and return what its ID token says."""
        issuer = str(self.load_server_metadata()["issuer"])
        self._check_sender(answer, issuer)
        token = self.fetch_access_token(
            back, code=answer.get("code", ""), code_verifier=kept["verifier"]
        )
        # Some write the slash at its end in one place and leave it out in the other.
        issuers = [issuer, f"{issuer.rstrip('/')}/", issuer.rstrip("/")]
        claims = self.parse_id_token(
            token,
            nonce=kept["nonce"],
            claims_options={"iss": {"essential": True, "values": issuers}},
            leeway=_CLOCKS_DIFFER_BY_SECONDS,
        )
        if not claims:
            raise SignInError(SignInTrouble.SET_UP, f"no ID token; {named(token)}")
        if not self._is_for_us(claims["aud"]):
            raise SignInError(SignInTrouble.REFUSED, "aud does not hold")
        self.token = token
        return dict(claims)

    def complete(self, claims: Claims, name: str, *, is_trusted: bool) -> Claims:
        """Add what the userinfo address says, where the ID token lacks address or verification."""
        endpoint = self.load_server_metadata().get("userinfo_endpoint")
        if not endpoint or not lacks_something(claims, name, is_trusted=is_trusted):
            return claims
        answer = self.get(endpoint, token=self.token)
        if answer.status_code in range(400, 500):
            found = f"userinfo answered {answer.status_code}; {named(claims)}"
            raise SignInError(SignInTrouble.NO_ADDRESS, found)
        answer.raise_for_status()
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        told = self._signed(answer.text.strip()) if kind == "application/jwt" else answer.json()
        if not isinstance(told, dict):
            raise SignInError(SignInTrouble.REFUSED, "userinfo is no list of claims")
        return joined(claims, told, name)

    def _signed(self, text: str) -> Claims:
        metadata = self.load_server_metadata()
        offered = metadata["id_token_signing_alg_values_supported"]
        keys = KeySet.import_key_set(self.fetch_jwk_set())  # type: ignore[arg-type] # as it came
        told = jwt.decode(text, keys, algorithms=offered).claims
        theirs = str(metadata["issuer"]).rstrip("/")
        is_theirs = str(told.get("iss", theirs)).rstrip("/") == theirs
        if not is_theirs or not self._is_for_us(told.get("aud", self.client_id)):
            raise SignInError(SignInTrouble.REFUSED, "userinfo is signed by or for somebody else")
        return told

    def _is_for_us(self, audience: object) -> bool:
        named_ones = audience if isinstance(audience, list) else [audience]
        return self.client_id in named_ones

    def _check_sender(self, answer: Mapping[str, str], issuer: str) -> None:
        given = answer.get("iss")
        is_promised = self.server_metadata.get("authorization_response_iss_parameter_supported")
        if (given is None and is_promised is True) or (
            given is not None and given.rstrip("/") != issuer.rstrip("/")
        ):
            raise SignInError(SignInTrouble.REFUSED, "the answer is another provider's, by its iss")


@dataclass(slots=True)
class Municipality:
    """The provider, and until when it is left alone: each asking in vain takes seconds."""

    provider: Provider
    away_until: datetime | None = None

    @classmethod
    def of(cls, settings: Settings) -> Municipality:
        """Return the provider that the settings name."""
        provider = Provider(
            FlaskIntegration("municipality"),
            "municipality",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": _scope(settings),
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT_SECONDS,
            },
        )
        return cls(provider)

    @contextmanager
    def asking(self) -> Iterator[Provider]:
        """Give the provider; whatever goes wrong with it is a SignInError."""
        if self.away_until is not None and utc_now() < self.away_until:
            raise SignInError(SignInTrouble.AWAY, "it has just not answered")
        try:
            yield self.provider
        except SignInError:
            raise
        except RequestException as error:
            if isinstance(error, (NoConnectionError, Timeout)):
                self.away_until = utc_now() + _AWAY_FOR
            raise unanswered(error) from error
        except OAuthError as error:
            raise refusal(error.error or "", error.description or "") from error
        except ClaimError as error:
            trouble = SignInTrouble.TIME if error.claim in _OF_TIME else SignInTrouble.REFUSED
            raise SignInError(trouble, f"{error.claim} does not hold") from error
        except Exception as error:  # whatever another server's words do to a library
            raise SignInError(SignInTrouble.REFUSED, where_it_failed(error)) from error


def refusal(code: str, description: str = "") -> SignInError:
    """Return what a provider's error code means; of its words only a maker's number is told."""
    known = code if code in _TROUBLES else "a code that no standard knows"
    numbers = " ".join(_VENDOR_CODES.findall(description)[:1])
    return SignInError(
        _TROUBLES.get(code, SignInTrouble.SET_UP), f"error {known} {numbers}".strip()
    )


def _scope(settings: Settings) -> str:
    # `preferred_username` and `upn` come with the scope `profile`.
    return "openid email" if settings.oidc_address_claim == "email" else "openid email profile"


def _is_read(key: Any) -> bool:  # noqa: ANN401 - as the provider sent it
    with suppress(JoseError, ValueError, TypeError, KeyError):
        JWKRegistry.import_key(key)
        return True
    return False
