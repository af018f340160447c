"""The `feedback` command: a table of contents of everything an operator can do."""

from __future__ import annotations

import errno
import os
import pwd
from typing import Any, Final

import click

from feedback.cli.lazy_group import CommandPlace, LazyGroup

COMMANDS: Final = {
    "survey": CommandPlace("feedback.cli.survey", "survey_commands", "Check survey files."),
    "programme": CommandPlace(
        "feedback.cli.programme", "programme", "Make programmes, follow and begin their waves."
    ),
    "campaign": CommandPlace(
        "feedback.cli.campaign", "campaign", "Create, launch, follow, close and share campaigns."
    ),
    "letters": CommandPlace(
        "feedback.cli.letters", "letters", "Print links for raters whom no mail reaches."
    ),
    "worker": CommandPlace(
        "feedback.cli.worker", "worker", "Launch, mail and close: what runs by itself."
    ),
    "serve": CommandPlace("feedback.cli.serve", "serve", "Serve the pages."),
    "mail": CommandPlace("feedback.cli.mail", "mail", "Hold, release and list mail."),
    "keys": CommandPlace("feedback.cli.keys", "keys", "Make ready the folders where keys lie."),
    "database": CommandPlace("feedback.cli.database", "database", "Make and migrate the database."),
    "backup": CommandPlace(
        "feedback.cli.backup", "backup", "Back up the database, without the keys."
    ),
    "restore": CommandPlace(
        "feedback.cli.backup", "restore", "Put a backup in the database's place."
    ),
    "admin": CommandPlace("feedback.cli.admin", "admin", "Grant and revoke the rights of staff."),
    "appearance": CommandPlace(
        "feedback.cli.appearance", "appearance", "Name, logo and colour of the installation."
    ),
    "retention": CommandPlace(
        "feedback.cli.retention",
        "retention_commands",
        "Decide how long what is kept.",
    ),
    "person": CommandPlace("feedback.cli.person", "person", "Everything about one person."),
    "doctor": CommandPlace("feedback.cli.doctor", "doctor", "Look over the installation."),
    "health": CommandPlace("feedback.cli.doctor", "health", "Does anything need somebody? Quick."),
    "score": CommandPlace("feedback.cli.score", "score", "Score responses from a file."),
    "report": CommandPlace(
        "feedback.cli.report", "report", "Make reports, of a campaign or from a file."
    ),
    "effects": CommandPlace(
        "feedback.cli.effects", "effects", "What a programme gave, from a file."
    ),
    "audit-anonymity": CommandPlace(
        "feedback.cli.audit_anonymity", "audit_anonymity", "Attack the live database."
    ),
    "audit-release": CommandPlace(
        "feedback.cli.audit_release", "audit_release", "Attack releases with their own figures."
    ),
}


_NOT_ALLOWED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_REFUSED: Final = 1


class Commands(LazyGroup):
    """All commands; what the system says of a file is a sentence in each of them."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own
        """Run a command; tell which file it could not use, as whom, and what to do."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.filename is None or error.strerror is None:
                raise  # not about a file: a fault of ours, which we want to see whole
            step = "Name another, or see: feedback doctor"
            if error.errno in _NOT_ALLOWED:
                step = f"Name a place that the user {_user()} may use."
            click.echo(f"{error.filename}: {error.strerror}. {step}", err=True)
            raise SystemExit(_REFUSED) from error


def _user() -> str:
    """Name the account a command runs as, which need not be that of who typed it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container it may have a number only
        return str(os.getuid())


@click.group(
    cls=Commands, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="feedback360")
@click.option(
    "--as-web", is_flag=True, help="Look as the web does: for doctor and health, as its user."
)
def main(*, as_web: bool) -> None:
    """Run 360-degree feedback for leaders: surveys, campaigns, reports."""
    del as_web  # whoever looks over the installation asks for it
