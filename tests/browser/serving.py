"""Serve the application on this machine while a browser test drives it."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve, and give the address; every request has a thread of its own."""
    logging.getLogger("werkzeug").disabled = True  # it would write links to the terminal
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    # Pages take changes from the address of the settings only.
    settings = app.extensions["feedback.settings"]
    app.extensions["feedback.settings"] = settings.model_copy(update={"base_url": address})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        app.extensions["feedback.database"].dispose()
