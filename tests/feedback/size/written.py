"""The lists that are written of a programme, with as many leaders as asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Programme
from feedback.operations.programmes.cohorts import put_cohorts
from feedback.operations.programmes.courses import put_modules, put_occasions
from feedback.operations.programmes.initiatives import put_initiatives
from feedback.operations.programmes.memberships import put_memberships
from tests.acting import by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def written(leaders: int) -> dict[str, list[str]]:
    """Write a programme's leaders into teams of five and two cohorts, and a module for each."""
    chiefs = [f"Chef {number:03};chef.{number:03}@example.se" for number in range(leaders)]
    return {
        "teams": [f"Ledningsgrupp {place // 5};{chief}" for place, chief in enumerate(chiefs)],
        "cohorts": ["Grupp 0", "Grupp 1"],
        "memberships": [f"{chief};Grupp {place % 2}" for place, chief in enumerate(chiefs)],
        "modules": [f"Modul {place};{chief}" for place, chief in enumerate(chiefs)],
        "occasions": [f"Modul {place};Grupp 0;2027-03-01" for place in range(leaders)],
        "initiatives": [f"Satsning {place};;{chief};pågår" for place, chief in enumerate(chiefs)],
    }


def put_written(session: Session, leaders: int) -> None:
    """Write them into the programme, everybody and everything in one cohort."""
    programme = session.scalars(select(Programme).where(Programme.name == "Ledare")).one()
    lists = {name: "\n".join(lines) for name, lines in written(leaders).items()}
    put_cohorts(session, programme, lists["cohorts"], by=by())
    everybody = lists["memberships"].replace("Grupp 0", "Grupp 1")
    put_memberships(session, programme, everybody, by=by())
    put_modules(session, programme, lists["modules"], by=by())
    put_occasions(session, programme, lists["occasions"].replace("Grupp 0", "Grupp 1"), by=by())
    put_initiatives(session, programme, lists["initiatives"], by=by())
