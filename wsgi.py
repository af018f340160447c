"""The application, for any WSGI server."""

from feedback import create_app

app = create_app()
