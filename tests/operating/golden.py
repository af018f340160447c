"""An older version's installation in mid-campaign, laid where the package expects its own."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from feedback.config import WorkerSettings
from feedback.database import Database
from tests.days import today_in_sweden
from tests.golden.installations import installation

if TYPE_CHECKING:
    from tests.golden.installations import Installation
    from tests.operating.tree import Tree

VERSION: Final = "d90cb07"
NAME: Final = "Hösten"
WITH_A_DRAFT: Final = "Eva Gran"
_WHO_COMES_IN: Final = "/etc/postgresql/15/main/pg_ident.conf"
KEYS: Final = ("/var/lib/feedback-keys", "/mnt/second/feedback")


def lay(tree: Tree, *, is_postgresql: bool) -> Installation:
    """Put database and keys of the older version in the place of those that are there."""
    older = installation(VERSION, "open")
    tree.type("rm -f /var/lib/feedback-keys/link/latest-mail\n")
    with tempfile.TemporaryDirectory() as made:
        settings = _settings(Path(made))
        if is_postgresql:
            _fill_server(tree, older, settings)
        else:
            _place_file(tree, older, settings)
        for folder in KEYS:
            key = f"{older.campaign_id}.key"
            link, seal = settings.link_key_folder.folder, settings.seal_key_folder.folder
            _place(tree, link / key, f"{folder}/link/{key}", "-m 0640 -g feedback")
            _place(tree, seal / key, f"{folder}/seal/{key}", "-m 0600 -g feedback-worker")
    return older


def _fill_server(tree: Tree, older: Installation, settings: WorkerSettings) -> None:
    """Lay it into an empty database on the server of the tree, as the role that owns it."""
    tree.type(
        "runuser -u postgres -- dropdb feedback\n"
        "runuser -u postgres -- createdb --owner=feedback --template=template0"
        " --encoding=UTF8 --locale=C.UTF-8 feedback\n"
        f"cp -p {_WHO_COMES_IN} /root/before\n"
        f"echo 'feedback root feedback' >> {_WHO_COMES_IN}\n"
        "systemctl reload postgresql\n"
    )
    url = f"postgresql://feedback@/feedback?host={tree.at('/run/postgresql')}"
    older.restore(url, settings)
    _keep_open(url)
    tree.type(f"mv /root/before {_WHO_COMES_IN}\nsystemctl reload postgresql\n")


def _place_file(tree: Tree, older: Installation, settings: WorkerSettings) -> None:
    file = settings.instance / "feedback.db"
    older.restore(f"sqlite:///{file}", settings)
    _keep_open(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    tree.type("rm -f /var/lib/feedback/{feedback,queue}.db*\n")
    _place(tree, file, "/var/lib/feedback/feedback.db", "-m 0660 -g feedback")


def _keep_open(url: str) -> None:
    """Move the campaign's last day: it was open then, and shall be whenever this runs."""
    database = Database(url)
    with database.changing() as connection:
        moved = text("UPDATE campaign SET last_day = :last_day")
        connection.execute(moved, {"last_day": today_in_sweden() + timedelta(days=10)})
        connection.commit()
    database.dispose()


def _place(tree: Tree, file: Path, path: str, owner: str) -> None:
    shutil.copyfile(file, tree.at("/root/laid"))
    tree.type(f"install -o feedback-worker {owner} laid {path}\nrm laid\n")


def _settings(folder: Path) -> WorkerSettings:
    return WorkerSettings(
        base_url="https://feedback.example.se",
        mail_from="Exempelkommun <feedback@example.se>",
        instance=folder,
        backups=folder.with_name("kept"),
    )
