"""Run every attack on the live database and gather what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.anonymity.attack import AttackResult, Target
from feedback.anonymity.engine import attack_engine, attack_key_files
from feedback.anonymity.envelopes import attack_drafts, attack_envelopes
from feedback.anonymity.figures import attack_figures
from feedback.anonymity.leftovers import (
    attack_leftover_keys,
    attack_leftover_rows,
    attack_old_responses,
    attack_stored_links,
)
from feedback.anonymity.order import (
    attack_conditions,
    attack_locks,
    attack_stored_order,
    attack_stored_transactions,
    attack_transactions,
)
from feedback.anonymity.pledges import attack_pledges
from feedback.anonymity.schema import attack_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from feedback.ballot import KeyFolder
    from feedback.database import Database

_ATTACKS: Final[tuple[Callable[[Target], list[AttackResult]], ...]] = (
    attack_schema,
    attack_envelopes,
    attack_drafts,
    attack_pledges,
    attack_transactions,
    attack_stored_order,
    attack_conditions,
    attack_stored_transactions,
    attack_locks,
    attack_leftover_rows,
    attack_old_responses,
    attack_leftover_keys,
    attack_stored_links,
    attack_figures,
    attack_engine,
    attack_key_files,
)


def audit_anonymity(
    database: Database,
    *,
    link_keys: KeyFolder,
    seal_keys: KeyFolder | None = None,
    logs: tuple[Path, ...] = (),
    today: date,
) -> list[AttackResult]:
    """Attack a live database; nothing is changed."""
    with database.reading() as session:
        target = Target(database, session, link_keys, seal_keys, today, logs)
        return [finding for attack in _ATTACKS for finding in attack(target)]
