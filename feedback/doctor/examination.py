"""The whole examination, in the order in which a new installation is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.doctor.check import Check, Verdict
from feedback.doctor.database import check_database
from feedback.doctor.keys import check_keys
from feedback.doctor.machine import check_clock, check_fonts, check_instance, check_surveys
from feedback.doctor.reaching import check_mail, check_own_sign_in, check_worker
from feedback.doctor.settings import check_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedback.config import WorkerSettings

_CHECKS: tuple[Callable[[WorkerSettings], Iterator[Check]], ...] = (
    check_settings,
    check_instance,
    check_database,
    check_keys,
    check_worker,
    check_mail,
    check_own_sign_in,
    check_clock,
    check_fonts,
    check_surveys,
)


def examine(settings: WorkerSettings) -> Iterator[Check]:
    """Look at everything; one check that breaks does not keep the others from telling."""
    for check in _CHECKS:
        try:
            yield from check(settings)
        except Exception as error:  # noqa: BLE001 - told as a fault: a doctor must not faint
            name = check.__name__.removeprefix("check_").replace("_", " ")
            kind = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            yield Check(name, Verdict.FAULT, kind, "Mend this first, then run the doctor again.")
