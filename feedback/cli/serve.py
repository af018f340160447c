"""`feedback serve`: serve the pages with granian."""

from __future__ import annotations

import click

from feedback.cli.running import settings_for
from feedback.config import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="The port to listen at.")
@click.option("--workers", default=2, show_default=True, help="How many processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages; put a proxy with TLS in front, without access log for /s/."""
    settings_for(Settings)  # tells every missing setting before anything starts
    # Loaded here: no other command needs a server.
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    # One thread a process: several threads on one SQLite file have a bad tail. No access
    # log: a line with /s/ in it would hold a rater's link.
    Granian(
        "feedback:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
