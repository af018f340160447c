"""`feedback serve`: serve the pages with granian."""

from __future__ import annotations

import click

from feedback.cli.running import settings_for, told_as_lines
from feedback.config import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen at.",
)
@click.option("--fd", type=int, help="A socket that listens already, as systemd's: 3.")
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 32),
    help="How many processes.",
)
def serve(host: str, port: int, fd: int | None, workers: int) -> None:
    """Serve the pages; put a proxy with TLS in front, without access log for /s/."""
    settings = settings_for(Settings)  # tells every missing setting before anything starts
    # Loaded here: no other command needs a server.
    from feedback.server.listening import listen, serve_at, take_over  # noqa: PLC0415

    with told_as_lines():
        listener = listen(host, port) if fd is None else take_over(fd)
    with listener:
        serve_at(listener, workers=workers, log=settings.log)
