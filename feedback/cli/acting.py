"""The shape of a command that does one thing to a campaign: ask, do, note, say how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.running import actor, find_by_word, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.operations import audit_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign


def act(
    which: str,
    action: str,
    question: str,
    operation: Callable[[Session, Campaign, datetime], object],
    *,
    yes: bool,
) -> None:
    """Do one thing to the campaign of a name, after asking unless told not to."""
    settings = settings_for(Settings)
    with open_database(settings) as database:
        with database.reading() as session:
            found = find_by_word(session, which)
            name, campaign_id = found.name, str(found.id)
        if not yes:
            click.confirm(f"{name}: {question}", abort=True)
        with database.writing() as session:
            found, now = find_by_word(session, campaign_id), utc_now()
            operation(session, found, now)
            audit_log.note(
                session, actor=actor(), action=action, object=f"campaign {found.id}", now=now
            )
            click.echo(f"{found.name}: {found.state}, last day {found.last_day}.")
