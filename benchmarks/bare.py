"""The least a Flask app could do in place of ours: send the same bytes, store with one insert."""

from __future__ import annotations

import json
import os
from pathlib import Path
from uuid import uuid4

from flask import Flask, request
from sqlalchemy import Column, LargeBinary, MetaData, Table, Uuid, insert

from feedback.database import Database

SETTINGS = ("BARE_DATABASE", "BARE_FORM", "BARE_RECEIPT")
"""The variables of the environment that name its database and the files it sends."""

METADATA = MetaData()
RESPONSES = Table(
    "bare_response",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("content", LargeBinary),
)


def create_app() -> Flask:
    """Build it on the database of the environment."""
    app = Flask("bare")
    database_url, *files = (os.environ[name] for name in SETTINGS)
    engine = Database(database_url).engine
    form, receipt = (Path(file).read_text(encoding="utf-8") for file in files)
    add = insert(RESPONSES)

    @app.get("/s/<code>")
    def page(code: str) -> str:
        del code
        return form

    @app.post("/s/<path:place>")
    def store(place: str) -> str:
        del place
        content = json.dumps(request.form.to_dict()).encode()
        with engine.begin() as connection:
            connection.execute(add, {"id": uuid4(), "content": content})
        return receipt

    return app
