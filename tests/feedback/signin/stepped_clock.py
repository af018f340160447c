"""A clock for sign-in and sessions that moves only when a test says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from feedback.clock import utc_now

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    import pytest

READERS: Final = (
    "requests.session_cookie",
    "signin.begun",
    "signin.browser",
    "signin.desk",
    "signin.oidc_provider",
    "signin.saml",
    "signin.saml_idp",
    "signin.views",
)


@dataclass
class SteppedClock:
    """What time it is in all that signing in asks."""

    now: datetime = field(default_factory=lambda: utc_now().replace(second=0, microsecond=0))

    def step(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span


def stepped(monkeypatch: pytest.MonkeyPatch) -> SteppedClock:
    """Put a stepped clock where sign-in reads the time, and where cookies are dated."""
    clock = SteppedClock()
    for module in READERS:
        monkeypatch.setattr(f"feedback.{module}.utc_now", lambda: clock.now, raising=False)
    monkeypatch.setattr(
        "itsdangerous.TimestampSigner.get_timestamp", lambda _: int(clock.now.timestamp())
    )
    return clock
