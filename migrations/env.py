"""Run migrations on the database whose address the caller gives, or FEEDBACK_DATABASE_URL."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from feedback.database import Database, normalised, wait_briefly
from feedback.models import Base

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - Alembic's own signature
    # A migration stands for itself: it names the column's type, not our Python class.
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def _run() -> None:
    url = context.config.attributes.get("url") or normalised(os.environ["FEEDBACK_DATABASE_URL"])
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=database.is_sqlite,
                transactional_ddl=True,  # ours begins transactions itself: all steps, or none
                compare_type=True,
                render_item=_render_item,
            )
            with context.begin_transaction():
                wait_briefly(connection)
                context.run_migrations()
            connection.commit()
    finally:
        database.dispose()


_run()
