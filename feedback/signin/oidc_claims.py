"""What an OpenID provider says of a person: read where it stands, and never more than needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedback.signin.at_work import SignInError, SignInTrouble, is_address, named
from feedback.text.addresses import fold_address

if TYPE_CHECKING:
    from collections.abc import Mapping

Claims = dict[str, Any]

EMAIL: Final = "email"
VERIFIED: Final = "email_verified"


def address_in(claims: Mapping[str, Any], name: str = EMAIL) -> str:
    """Return the address under a claim; empty where there is none, or more than one.

    >>> address_in({"email": ["eva.lind@example.se"]})
    'eva.lind@example.se'
    >>> address_in({"upn": "evalin01"}, "upn")
    ''
    """
    value = claims.get(name)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    address = value.strip() if isinstance(value, str) else ""
    return address if is_address(address) else ""


def is_verified(claims: Mapping[str, Any]) -> bool:
    """Tell whether the provider says that the address is verified, in any form that they use.

    >>> [is_verified({"email_verified": form}) for form in (True, "true", 1, False, "no", None)]
    [True, True, True, False, False, False]
    """
    value = claims.get(VERIFIED)
    if isinstance(value, str):
        return value.strip().lower() in {"true", "1"}
    return isinstance(value, int) and value == 1


def lacks_something(claims: Mapping[str, Any], name: str, *, is_trusted: bool) -> bool:
    """Tell whether the userinfo address may know what the ID token does not say."""
    return not address_in(claims, name) or not (is_trusted or VERIFIED in claims)


def joined(token: Claims, told: Claims, name: str) -> Claims:
    """Return what an ID token and the userinfo address say together; raise SignInError.

    What is verified there is the address there: where the two differ, it is taken from there.
    """
    if not token.get("sub") or told.get("sub") != token["sub"]:
        raise SignInError(SignInTrouble.REFUSED, "userinfo is of another sub")
    there = address_in(told, name)
    if there and fold_address(there) != fold_address(address_in(token, name) or there):
        return {**token, name: there, VERIFIED: told.get(VERIFIED)}
    return {**told, **{key: value for key, value in token.items() if value not in ("", None)}}


def vouched_address(claims: Claims, name: str, *, is_trusted: bool) -> str:
    """Return the address that is certainly this person's; raise SignInError if there is none."""
    address = address_in(claims, name)
    if not address:
        raise SignInError(SignInTrouble.NO_ADDRESS, f"no address in {name}; {named(claims)}")
    if not is_trusted and not is_verified(claims):
        raise SignInError(SignInTrouble.NOT_VERIFIED, f"{VERIFIED} is not true; {named(claims)}")
    return address
