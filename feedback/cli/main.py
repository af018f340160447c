"""The `feedback` command: a table of contents of everything an operator can do."""

from __future__ import annotations

from typing import Final

import click

from feedback.cli.lazy_group import LazyGroup, Place

COMMANDS: Final = {
    "survey": Place("feedback.cli.survey", "survey_commands", "Check survey files."),
    "programme": Place(
        "feedback.cli.programme", "programme", "Make programmes, follow and begin their waves."
    ),
    "campaign": Place(
        "feedback.cli.campaign", "campaign", "Create, launch, follow, close and share campaigns."
    ),
    "letters": Place(
        "feedback.cli.letters", "letters", "Print links for raters whom no mail reaches."
    ),
    "worker": Place(
        "feedback.cli.worker", "worker", "Launch, mail and close: what runs by itself."
    ),
    "serve": Place("feedback.cli.serve", "serve", "Serve the pages."),
    "mail": Place("feedback.cli.mail", "mail", "Hold, release and list mail."),
    "database": Place("feedback.cli.database", "database", "Make and migrate the database."),
    "admin": Place("feedback.cli.admin", "admin", "Grant and revoke the rights of staff."),
    "retention": Place(
        "feedback.cli.retention",
        "retention_commands",
        "Decide how long what is kept.",
    ),
    "person": Place("feedback.cli.person", "person", "Everything about one person."),
    "doctor": Place("feedback.cli.doctor", "doctor", "Look over the installation."),
    "score": Place("feedback.cli.score", "score", "Score responses from a file."),
    "report": Place("feedback.cli.report", "report", "Make reports, of a campaign or from a file."),
    "audit-anonymity": Place(
        "feedback.cli.audit_anonymity", "audit_anonymity", "Attack the live database."
    ),
    "audit-release": Place(
        "feedback.cli.audit_release", "audit_release", "Attack releases with their own figures."
    ),
}


@click.group(
    cls=LazyGroup, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="feedback360")
def main() -> None:
    """Run 360-degree feedback for leaders: surveys, campaigns, reports."""
