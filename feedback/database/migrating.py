"""Bring a database to a revision of the schema, from a checkout or an installed wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from feedback.database.engines import normalised

if TYPE_CHECKING:
    from alembic.config import Config


def migrate(url: str, *, revision: str = "head") -> None:
    """Bring a database to a revision of the schema, making it if it is not there."""
    # A tenth of the time that the web takes to start, which never migrates.
    from alembic import command  # noqa: PLC0415

    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(url), revision)


def alembic_config(url: str) -> Config:
    """Return Alembic's settings for a database, from a checkout or from the installed wheel."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["url"] = normalised(url)
    return config


def migrations_folder() -> Path:
    """Return where the revisions of the schema lie."""
    # In the wheel they lie inside the package, in a checkout beside it.
    inside = Path(str(files("feedback"))) / "migrations"
    return inside if inside.is_dir() else inside.parent.parent / "migrations"
