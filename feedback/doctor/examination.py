"""The whole examination: what is quick to look at, and what takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.doctor.contents import check_contents, check_fonts, check_surveys
from feedback.doctor.copies import check_copies
from feedback.doctor.places import check_places
from feedback.doctor.queue import check_queue
from feedback.doctor.quick import QUICK, look_around
from feedback.doctor.reaching import check_mail
from feedback.doctor.sign_in import check_oidc, check_saml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check
    from feedback.doctor.quick import Look

THOROUGH: Final[Mapping[str, Look]] = {
    "contents": check_contents,
    "copies": check_copies,
    "places": check_places,  # as the worker sees them: its unit hides /home from it
    "queue": check_queue,
    "mail": check_mail,
    "oidc": check_oidc,
    "saml": check_saml,
    "fonts": check_fonts,
    "surveys": check_surveys,
}
"""The parts that take seconds or ask another machine, by name."""


def examine(settings: WorkerSettings) -> Iterator[Check]:
    """Look at everything."""
    return look_around(settings, {**QUICK, **THOROUGH})
