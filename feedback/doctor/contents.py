"""What must be whole: the database's file and audit log, the reports' faces, the surveys."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from feedback.database.schema import is_as_wanted
from feedback.doctor.check import fault, ok
from feedback.doctor.database import opened
from feedback.operations import audit_chain
from feedback.operations.campaigns.askable import is_askable
from feedback.text.phrases import Phrase
from reports.fonts import register_faces
from surveys.library import open_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check


def check_contents(settings: WorkerSettings) -> Iterator[Check]:
    """Read the database's file and its audit log from one end to the other."""
    with opened(settings) as database:
        try:
            with database.looking() as connection:
                if not is_as_wanted(connection):
                    return  # told where the database is looked at
        except SQLAlchemyError:
            return
        with database.reading() as session:
            if database.is_sqlite:
                yield _wholeness(session)
            yield _audit_log(session)


def _wholeness(session: Session) -> Check:
    found = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if found == "ok":
        return ok("database file", "whole")
    plain = Phrase("The database's file is damaged.")
    return fault("database file", str(found), "Stop everything and restore a backup.", plain=plain)


def _audit_log(session: Session) -> Check:
    faults = audit_chain.faults_of(session)
    if not faults:
        return ok("audit log", f"unbroken, newest entry {audit_chain.head_of(session).number}")
    next_step = "Somebody altered it. Run: feedback admin audit-log --verify"
    found = f"{faults[0]} ({len(faults)} in all)"
    return fault("audit log", found, next_step, plain=Phrase("The audit log was altered."))


def check_fonts(_settings: WorkerSettings) -> Iterator[Check]:
    """Load the faces that reports embed."""
    register_faces()
    yield ok("fonts", "All faces of the reports load.")


def check_surveys(settings: WorkerSettings) -> Iterator[Check]:
    """Load every survey file; a faulty one is missing where surveys are chosen."""
    library = open_library(extra_folders=(settings.surveys,) if settings.surveys else ())
    plain = Phrase("A survey file is faulty, and missing where surveys are chosen.")
    if settings.surveys and not os.access(settings.surveys, os.R_OK | os.X_OK):
        found = f"{settings.surveys} is no folder that this user can read."
        yield fault("surveys", found, "Correct FEEDBACK_SURVEYS, or mount it.", plain=plain)
    for one in library.faults:
        yield fault("surveys", str(one), "Mend it: feedback survey check FILE", plain=plain)
    askable = [survey.id for survey in library.surveys.values() if is_askable(survey)]
    yield ok("surveys", f"{len(askable)} can be chosen: {', '.join(askable)}")
