"""Pages that wait for the worker ask again by themselves, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import after_this_request, request

from feedback.clock import utc_now
from feedback.models import State

if TYPE_CHECKING:
    from flask import Response

    from feedback.models import Campaign

_PAUSE: Final = 10  # seconds
_MOST: Final = 60
"""A page left open asks no longer than this, or nobody would ever be signed out."""


def ask_again(campaign: Campaign) -> bool:
    """Let a page whose campaign opens or closes by itself ask again soon; tell whether it will.

    `?asked=` counts how often it has; whoever reads slowly follows a link with the most.
    """
    if campaign.state not in (State.LAUNCHING, State.CLOSING):
        return False
    asked = request.args.get("asked", "0")
    times = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else _MOST  # noqa: PLR2004 - far more than the most
    if times >= _MOST:
        return False
    pause = _PAUSE
    if campaign.state is State.LAUNCHING and campaign.launch_at:
        pause += max(0, round((campaign.launch_at - utc_now()).total_seconds()))

    def refresh(response: Response) -> Response:
        response.headers["Refresh"] = f"{pause}; url={request.path}?asked={times + 1}"
        return response

    after_this_request(refresh)
    return True
