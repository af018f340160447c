"""How the installation stands: what the doctor finds, workers, the night's work and backups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import current_app, render_template

from feedback.access import admins_only
from feedback.admin.views import blueprint
from feedback.clock import utc_now
from feedback.doctor.check import Verdict, gathered
from feedback.doctor.database import check_database
from feedback.doctor.kept import seen_by_workers
from feedback.doctor.parts import part_in_words
from feedback.doctor.recurring import check_recurring
from feedback.doctor.worker import LONGEST_ABSENCE, check_worker
from feedback.operations.presence import BACKUP, NIGHTLY, last_run, workers
from feedback.requests.sessions import db_session, settings_of
from feedback.version import version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from feedback.config import Settings
    from feedback.doctor.check import Check

# What this process may see by itself. The rest, keys above all, a worker has looked at.
_SEEN_HERE: Final[Mapping[str, Callable[[Settings], Iterator[Check]]]] = {
    "database": check_database,
    "worker": check_worker,
    "recurring": check_recurring,
}


@blueprint.get("/operation")
@admins_only
def operation() -> str:
    """Show what needs somebody, what is better looked at, and what is in order."""
    settings, session = settings_of(current_app), db_session()
    found = list(gathered([partial(look, settings) for look in _SEEN_HERE.values()], _SEEN_HERE))
    found += [seen.check for seen in seen_by_workers(session, without=_SEEN_HERE)]
    troubled = {check.part for check in found if check.verdict is not Verdict.OK}
    now = utc_now()
    return render_template(
        "admin/operation.html",
        faults=[check for check in found if check.verdict is Verdict.FAULT],
        advice=[check for check in found if check.verdict is Verdict.ADVICE],
        well=[part for part in dict.fromkeys(c.part for c in found) if part not in troubled],
        part_in_words=part_in_words,
        workers=workers(session),
        is_here=lambda worker: not worker.is_stopped and now - worker.at <= LONGEST_ABSENCE,
        last_nightly=last_run(session, NIGHTLY),
        last_backup=last_run(session, BACKUP),
        is_backed_up_elsewhere=settings.backups_elsewhere,
        version=version(),
        zone=settings.zone,
    )
