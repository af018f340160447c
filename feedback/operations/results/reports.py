"""Open a release, for those it was shared with, and make the report from it.

Organisers never open one: an import contract keeps this module out of their pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from sqlalchemy import select

from feedback.clock import day_of
from feedback.database.many_rows import in_chunks
from feedback.errors import NotSharedError
from feedback.models import StoredRelease, Withholding
from feedback.operations.appearance import appearance_of
from feedback.operations.plans.marking import ASK, FOCUS, PROUD, marks_of
from feedback.operations.plans.naming import plan_title
from feedback.operations.rights.coach_access import named_readers
from feedback.operations.rights.knowing import is_with_coach, is_with_leader
from feedback.operations.subjects import called
from reports.pdf import render_report
from reports.release import read_release
from reports.sections.cover import Cover, Marks, Reading, Withholdings
from reports.sections.material import Material
from reports.sections.written_plan import WrittenPlan
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Campaign, Subject
    from feedback.operations.appearance import Appearance
    from reports.release import Release


def release_of(session: Session, subject: Subject) -> Release:
    """Return a subject's release, whoever it was shared with; for operators and the two below."""
    return read_release(session.get_one(StoredRelease, subject.id).content)


def releases_of(session: Session, subjects: Sequence[Subject]) -> dict[UUID, Release]:
    """Return the releases of many subjects by their ids; for whoever may read each of them."""
    return {
        row.subject_id: read_release(row.content)
        for chunk in in_chunks([subject.id for subject in subjects])
        for row in session.scalars(select(StoredRelease).where(StoredRelease.subject_id.in_(chunk)))
    }


def release_for_coach(session: Session, subject: Subject) -> Release:
    """Return a subject's release for the coach; raise NotSharedError before it was shared."""
    if not is_with_coach(subject):
        raise NotSharedError
    return release_of(session, subject)


def release_for_leader(session: Session, subject: Subject) -> Release:
    """Return a subject's release for the leader; raise NotSharedError before it was shared."""
    if not is_with_leader(subject):
        raise NotSharedError
    return release_of(session, subject)


def material_of(
    session: Session,
    subject: Subject,
    release: Release,
    *,
    settings: Settings,
    language: str,
    today: date,
    kind: type[Material] = Material,
) -> Material:
    """Return everything that a report's sections are written from, as pages show them."""
    looks = appearance_of(session, settings)
    reading = reading_of(session, subject, today=today)
    return kind(
        release=release,
        survey=survey_from_json(subject.campaign.survey_json),
        cover=cover_of(subject, looks, settings=settings, language=language, reading=reading),
        language=language,
        withholdings=withholdings_of(session, subject),
        organisation_mean=settings.organisation_mean,
    )


def materials_of(
    session: Session, subjects: Sequence[Subject], *, settings: Settings, language: str
) -> list[tuple[Subject, Material]]:
    """Return the material of many subjects that are shared with their coach."""
    if not all(map(is_with_coach, subjects)):
        raise NotSharedError
    releases, looks = releases_of(session, subjects), appearance_of(session, settings)
    withheld: dict[UUID, set[str]] = {}
    for chunk in in_chunks(list(releases)):
        for subject_id, text_hash in session.execute(
            select(Withholding.subject_id, Withholding.text_hash).where(
                Withholding.subject_id.in_(chunk)
            )
        ):
            withheld.setdefault(subject_id, set()).add(text_hash)
    return [
        (
            subject,
            Material(
                release=releases[subject.id],
                survey=survey_from_json(subject.campaign.survey_json),
                cover=cover_of(subject, looks, settings=settings, language=language),
                language=language,
                withholdings=Withholdings(frozenset(withheld.get(subject.id, ()))),
                organisation_mean=settings.organisation_mean,
            ),
        )
        for subject in subjects
    ]


def report_pdf(  # noqa: PLR0913 - what a report is made from, each named by the caller
    session: Session,
    subject: Subject,
    release: Release,
    *,
    settings: Settings,
    language: str,
    today: date,
    marks: Marks = Marks(),  # noqa: B008 - frozen
    plan: WrittenPlan = WrittenPlan(),  # noqa: B008 - frozen
    only: Collection[str] | None = None,
) -> bytes:
    """Make the report as PDF, anew each time: the server keeps none.

    `only` names the sections to make, as `reports.pdf.SUMMARY` does.
    """
    reading = reading_of(session, subject, today=today)
    return render_report(
        release,
        cover_of(
            subject,
            appearance_of(session, settings),
            settings=settings,
            language=language,
            reading=reading,
        ),
        survey=survey_from_json(subject.campaign.survey_json),
        language=language,
        withholdings=withholdings_of(session, subject),
        marks=marks,
        plan=plan,
        only=only,
        organisation_mean=settings.organisation_mean,
    )


def reading_of(session: Session, subject: Subject, *, today: date) -> Reading:
    """Return how the leader reads a report made today: a coach whose access is over is in none."""
    if not named_readers(session, subject, today=today):
        return Reading.ALONE
    return Reading.BEFORE if subject.shares_before_talk else Reading.TOGETHER


def cover_of(
    subject: Subject,
    looks: Appearance,
    *,
    settings: Settings,
    language: str,
    reading: Reading = Reading.BEFORE,
) -> Cover:
    """Return whose report this is, in words; nothing of a rater."""
    department = subject.campaign.programme.department
    contact = (department.contact_name, department.contact_phone, department.contact_email)
    return Cover(
        leader_name=called(subject),
        leader_title=subject.title,
        organisation=looks.name,
        campaign=subject.campaign.name,
        period=_period(subject.campaign, settings, language),
        language=language,
        contact=", ".join(part for part in contact if part),
        logo=looks.logo,
        accent=looks.accent_on_paper,
        is_rehearsal=subject.campaign.is_rehearsal,
        reading=reading,
        plan_title=plan_title(subject.campaign.programme, language),
    )


def withholdings_of(session: Session, subject: Subject) -> Withholdings:
    """Return the comments about a subject that are held back."""
    hashes = session.scalars(
        select(Withholding.text_hash).where(Withholding.subject_id == subject.id)
    )
    return Withholdings(frozenset(hashes))


def marks_for(session: Session, subject: Subject) -> Marks:
    """Return what the leader marked, as the report's own plan page takes it."""
    kinds = marks_of(session, subject)

    def marked(wanted: str) -> tuple[str, ...]:
        return tuple(key for key, kind in kinds.items() if kind == wanted)

    return Marks(proud=marked(PROUD), focus=marked(FOCUS), ask=marked(ASK))


def _period(campaign: Campaign, settings: Settings, language: str) -> str:
    moments = [campaign.launched_at, campaign.closed_at]
    months = [
        format_date(day_of(moment, settings.zone), "MMMM y", locale=language)
        for moment in moments
        if moment is not None
    ]
    return " – ".join(dict.fromkeys(months))
