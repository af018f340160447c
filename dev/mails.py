"""Mails in the browser: what nobody must be able to read where people answer."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING, Final

from flask import Flask, abort, render_template_string
from werkzeug.security import safe_join

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

_LIST: Final = """<!doctype html>
<html lang="en"><title>Mails</title>
<style>body { font: 16px/1.5 sans-serif; margin: 2em } td { padding: .2em 1em .2em 0 }</style>
<h1>{{ mails | length }} mails, the newest first</h1>
<table>{% for name, mail in mails %}
<tr><td>{{ mail.To }}</td>
<td><a href="{{ request.script_root }}/{{ name }}">{{ mail.Subject }}</a></td></tr>
{% endfor %}</table></html>"""
_MAIL: Final = """<!doctype html>
<html lang="en"><title>{{ mail.Subject }}</title>
<style>body { font: 16px/1.5 sans-serif; margin: 2em } pre { white-space: pre-wrap }
iframe { width: 100%; height: 70vh; border: 1px solid #999 }</style>
<p><a href="{{ request.script_root }}/">All mails</a></p>
<h1>{{ mail.Subject }}</h1><p>To {{ mail.To }}, from {{ mail.From }}</p>
<pre>{{ text | urlize(target="_top") }}</pre>
{% if html %}<iframe title="As mail programs show it"
sandbox="allow-top-navigation-by-user-activation" srcdoc="{{ html }}"></iframe>{% endif %}</html>"""


def mailbox(folder: Path) -> Flask:
    """Return an application that shows the mails in a folder."""
    app = Flask(__name__)

    @app.get("/")
    def mails() -> str:
        files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
        return render_template_string(_LIST, mails=[(file.name, _read(file)) for file in files])

    @app.get("/<name>")
    def mail(name: str) -> str:
        path = safe_join(str(folder), name)
        file = folder / name
        if path is None or file.suffix != ".eml" or not file.is_file():
            abort(404)
        found = _read(file)
        parts = {kind: _part(found, kind) for kind in ("plain", "html")}
        return render_template_string(_MAIL, mail=found, text=parts["plain"], html=parts["html"])

    return app


def _read(file: Path) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(file.read_bytes())


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""
