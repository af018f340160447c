"""What the tests of kills share: a launched campaign, its processes, and how it must end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.anonymity import Promise, audit_anonymity
from feedback.config import WorkerSettings
from feedback.models import Answered, Campaign, Envelope, State, StoredRelease, StoredResponses
from tests.days import today_in_sweden
from tests.journeys.crowd import links_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedback.ballot import Ballot
    from feedback.database import Database
    from feedback.demo.stage import Stage
    from tests.journeys.crowd import RememberedOpinion


def launch(stage: Stage, people_file: Path) -> list[str]:
    """Create and launch a campaign; return the raters' paths."""
    last_day = (today_in_sweden() + timedelta(days=10)).isoformat()
    stage.run("database", "migrate")
    stage.run(
        *("campaign", "create", "--survey", "orebro", "--people", str(people_file)),
        *(
            "--department",
            "Skolan",
            "--programme",
            "Program",
            "--name",
            "Våren",
            "--last-day",
            last_day,
        ),
    )
    stage.run("campaign", "launch", "Våren", "--now", "--yes")
    stage.run("worker", "--until-idle")
    texts = [mail.get_body(("plain",)) for mail in stage.mails()]
    return links_in(text.get_content() for text in texts if text)


def large_people_file(folder: Path, *, leaders: int = 20) -> Path:
    """Write a people file with ten raters for every leader."""
    heading = "leader_email;leader_name;rater_email;rater_name;group"
    rows = [
        f"ledare{leader}@example.se;Ledare {leader};svarar{leader}x{n}@example.se;Namn {n};team"
        for leader in range(leaders)
        for n in range(10)
    ]
    path = folder / "many.csv"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return path


def children_of(process_id: int) -> list[int]:
    """Return the processes that a process has started."""
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text(encoding="ascii")
    return [int(word) for word in listed.split()]


def settings_of(stage: Stage) -> WorkerSettings:
    """Return what the worker of this stage knows."""
    given = {
        name.removeprefix("FEEDBACK_").lower(): value
        for name, value in stage.environment.items()
        if name.startswith("FEEDBACK_")
    }
    return WorkerSettings.model_validate(given)


def told_by(all_answers: Iterable[Ballot | RememberedOpinion]) -> list[list[tuple[str, str]]]:
    """Return marks and words, in an order that is the same for ballots and their receipts.

    Without the steps that were taken back: the form's empty choice, which no ballot holds.
    """
    return sorted(
        sorted(
            (key, str(value))
            for part in (answers.comments, answers.ratings)
            for key, value in part.items()
            if value != ""
        )
        for answers in all_answers
    )


def assert_closed_whole(stage: Stage, database: Database, *, subjects: int) -> None:
    """Check that a campaign closed with nothing missing and nothing left."""
    with database.reading() as session:
        campaign = session.scalars(select(Campaign)).one()
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in (StoredRelease, StoredResponses, Envelope, Answered)
        ]
    settings = settings_of(stage)
    findings = audit_anonymity(
        database,
        link_keys=settings.link_key_folder,
        seal_keys=settings.seal_key_folder,
        today=today_in_sweden(),
    )
    assert campaign.state is State.CLOSED
    assert counts == [subjects, subjects, 0, 0]
    assert not [finding for finding in findings if finding.verdict is Promise.BROKEN]
