"""Ask before something is done: the one place that waits for a person, never inside a session.

On SQLite a session that writes is a lock that raters' saves wait for, and a person at a prompt
may be at lunch. A house rule looks that no other module asks, and that no session is open here.
"""

from __future__ import annotations

import click


def make_sure(question: str, *, yes: bool) -> None:
    """Go on if the operator says yes or has said so already; else end the command."""
    if not yes:
        click.confirm(question, abort=True)
